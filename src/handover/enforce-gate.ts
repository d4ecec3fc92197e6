import { deployingEnvironments } from '../config/model/sections/environments.ts'
import { manualTest } from '../checks/manual.ts'
import { planChecks } from '../checks/engine/select.ts'
import type { Chain } from '../evidence/chain/chain.ts'
import { readBreakGlass } from '../config/schema/break-glass.ts'
import { floorRaised } from './floor.ts'
import { applyFloor, readFloor, type Floor } from '../config/schema/floor.ts'
import type { Config } from '../config/schema/index.ts'
import type { Release } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { verdictOf } from '../evidence/verdict.ts'
import type { GateFacts, StateFacts } from '../policies/gate/contract.ts'
import { breakGlass } from '../policies/gate/break-glass.ts'
import { judgeGate } from '../policies/gate/index.ts'
import { linkEarlier } from './earlier-jobs.ts'
import { allOf, isApproved, readProtection, recordApprovals, type ProtectionContext } from './protection.ts'
import { describeRelease } from './release.ts'
import { ENVIRONMENT_KEYS, environmentsBefore, type EnvironmentKey } from '../config/model/environment-keys.ts'

export interface GateOptions {
  /** The environment that is guarded. */
  readonly environment: EnvironmentKey
  /** True for a command that is about to deploy: outside of the environment's job nothing may happen. */
  readonly mustBeInside: boolean
  /** Reads what serves in an environment, and the images that the evidence names; undefined where it has nothing in AWS. */
  readonly readState: (key: EnvironmentKey, chain: Chain) => Promise<StateFacts | undefined>
}

export interface GateAnswer {
  /** Whether the release may go on. */
  readonly open: boolean
  readonly findings: readonly Finding[]
  /** The valid evidence, among it the plan that reviewers saw. */
  readonly chain: Chain
  readonly release: Release
  readonly facts: GateFacts
}

/**
 * Collects what the gate decides by, judges it, and records findings, approvals, the release and the documents that it
 * builds on. Approvals are read and enforced only inside of the environment's job, which the signed claim of the job
 * tells. Rejects with an ActionError where the evidence cannot be collected; trouble with GitHub is a finding.
 */
export async function enforceGate(context: ProtectionContext, options: GateOptions): Promise<GateAnswer> {
  const { record, ports } = context
  const { inputs } = context
  const floor = readFloor(inputs.floor)
  const glass = readBreakGlass(inputs.breakGlass)
  const { config, raised } = applyFloor(context.config, floor)
  const { facts, release } = await gateFacts({ ...context, config }, { ...options, floor, declared: context.config })
  const judged = [...judgeGate(facts), ...raised.map(floorRaised)]
  const findings = glass
    ? breakGlass(judged, {
        glass,
        who: facts.github?.run.triggeringActor ?? facts.github?.run.actor,
        now: facts.now,
        forbidden: floor?.['break-glass'] === 'forbidden',
      })
    : judged
  record.release(release)
  record.builtOn(...facts.chain.links.map(({ digest }) => digest))
  recordApprovals(record, facts)
  record.state(...facts.states.flatMap(({ now }) => (now ? [now] : [])))
  record.find(...findings)
  const verdict = verdictOf(findings)
  ports.log.info(
    `gate: ${facts.chain.links.length} valid documents; the job is ${facts.where} the environment: ${verdict}`,
  )
  const open = verdict === 'pass' && (!options.mustBeInside || isApproved(facts, findings))
  return { open, findings, chain: facts.chain, release, facts }
}

/** Everything that the gate's rules judge, asked for once. */
async function gateFacts(
  context: ProtectionContext,
  {
    environment: key,
    mustBeInside,
    readState,
    floor,
    declared,
  }: GateOptions & { readonly floor: Floor | undefined; readonly declared: Config },
): Promise<{ facts: GateFacts; release: Release }> {
  const { ports, inputs, config, origin } = context
  const { workspace } = ports.place
  const problems: Finding[] = []
  const release = await describeRelease({ config: declared, workspace, sha: origin.sha, signal: ports.cancelled })
  const youngerThan = config.gate['evidence-younger-than']
  const { chain } = await linkEarlier({
    ports,
    needs: inputs.needs,
    folder: inputs.evidence,
    origin,
    release: release.digest,
    youngerThan,
    environments: isLocalOnly(config) ? {} : deployingEnvironments(config.environments),
  })
  const purpose = mustBeInside ? 'deploy' : 'decide'
  const earlier = environmentsBefore(key)
  const [protections, states] = await allOf([
    allOf([
      readProtection(context, { key, chain, purpose }, problems),
      ...earlier.map((other) => readProtection(context, { key: other, chain, purpose: 'audit' }, problems)),
    ]),
    allOf([...earlier, key].map((each) => readState(each, chain))),
  ])
  const [protection, ...before] = protections
  const facts: GateFacts = {
    ...protection,
    ...validUntil(chain, youngerThan),
    before,
    environments: ENVIRONMENT_KEYS,
    release: release.digest,
    parts: [...config.stacks.map(({ id }) => id ?? 'stack'), ...config.deployments.map(({ id }) => id ?? 'app')],
    checks: planChecks(config.verify).map(({ name, kind, phase, sampling, check, options }) => ({
      name,
      kind,
      phase,
      dryRun: sampling.dryRun,
      runsUserCode: check.meta.runsUserCode,
      ...(options['manual'] !== undefined && { manual: manualTest().parse(options['manual']) }),
    })),
    require: config.gate.require,
    alsoRequired: floor?.require ?? [],
    calendars: [config.gate.calendar, floor?.calendar].filter((calendar) => calendar !== undefined),
    now: ports.clock.now(),
    states: states.filter((state) => state !== undefined),
    parity: config.precheck.parity,
    today: ports.clock.now().toISOString().slice(0, 10),
    problems,
  }
  return { facts, release }
}

/** When the first document of the chain becomes too old. */
function validUntil({ links }: Chain, youngerThan: number): Pick<GateFacts, 'validUntil'> {
  const ends = links.map(({ evidence }) => Date.parse(evidence.finishedAt) + youngerThan)
  return ends.length === 0 ? {} : { validUntil: new Date(Math.min(...ends)).toISOString() }
}

/** What is deployed to the host of a job alone needs no environment. */
function isLocalOnly({ stacks, deployments }: Pick<Config, 'stacks' | 'deployments'>): boolean {
  return stacks.length === 0 && deployments.every(({ platform }) => platform === 'local')
}
