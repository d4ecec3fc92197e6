import { Budget } from '../checks/engine/budget.ts'
import { judgeCertificates } from '../checks/certificates/judge.ts'
import { readCertificates } from '../checks/certificates/read.ts'
import { checksOf, runChecks } from '../checks/engine/run-checks.ts'
import { selectChecks, type PlannedCheck } from '../checks/engine/select.ts'
import { surroundingsOf } from '../checks/engine/surroundings.ts'
import type { DeployedWindow } from '../checks/contract.ts'
import { accessTo, placeOfEnvironment, type Environment } from '../config/model/environment.ts'
import type { Finding } from '../evidence/finding.ts'
import { AFTER_DEPLOYMENT, PHASES, type Phase } from '../evidence/phase.ts'
import { isSamePlace } from '../evidence/place.ts'
import { TEMPORARY, type Link } from '../evidence/chain/slots.ts'
import { restoreRelease } from '../handover/restore-release.ts'
import { earlierDeployments } from '../handover/earlier-deployments.ts'
import { recordedImages } from '../precheck/state/image-values.ts'
import { judgeStates, recordedState, recordServing } from '../precheck/state/verified-state.ts'
import { readOutputs } from '../deploy/outputs.ts'
import { describeRelease } from '../handover/release.ts'
import { plural } from '../support/text/text.ts'
import { temporaryOf } from '../temporary/context.ts'
import { environmentOf, type Context } from './contract.ts'
import { outputReferences, textsIn, type Outputs } from '../config/model/references.ts'

/**
 * Proves that what was deployed does what it should: the checks of the file, side by side where none
 * disturbs another's measurement. Records the release that it is about, a finding for each check, and how long
 * each took. Rejects with an ActionError where nothing can be asked, or when it is cancelled.
 */
export async function run(context: Context): Promise<void> {
  const { ports, inputs, config, record, origin } = context
  const key = inputs.environment ?? 'preprod'
  const environment = inputs.temporary === undefined ? environmentOf(context, key) : await temporaryOf(context)
  const { workspace } = ports.place
  await restoreRelease(context)
  const release = await describeRelease({ config, workspace, sha: origin.sha, signal: ports.cancelled })
  record.release(release)
  const slot = inputs.temporary === undefined ? key : TEMPORARY
  const { deployments, lastRelease } = await earlierDeployments(context, slot, release.digest)
  const planned = checksOf(config.verify, PHASES, environment.words)
  const phases = phasesOf(environment)
  const own = planned.filter(({ phase }) => phases.includes(phase))
  const named = selectChecks(planned, inputs.only).filter((one) => own.includes(one))
  const selected = named.filter((one) => key !== 'production' || !isOfPreprod(one))
  record.find(...named.filter((one) => !selected.includes(one)).map(notInProduction))
  if (named.length === 0) {
    nothingToDo(context, own.length, phases)
    return
  }
  const others = planned.length - own.length
  if (others > 0) ports.log.info(`${plural(others, 'check')} of other phases than ${phases.join(' and ')} not run here`)
  const outputs = await outputsFor(context, environment, deployments, selected)
  const surroundings = surroundingsOf(environment, outputs, {
    access: accessTo(environment, 'verify', context.origin.runId),
    deployed: deployedWindow(deployments),
    ...(lastRelease && { lastRelease }),
    released: {
      stacks: environment.stacks,
      deployments: environment.deployments,
      recorded: recordedState(deployments, placeOfEnvironment(environment)),
      unchanged: unchangedStacks(deployments),
    },
    analyses: new Budget(config['reachability-analyses']),
  })
  const images = recordedImages(deployments, placeOfEnvironment(environment))
  const before = await recordServing(context, environment, images)
  // Where this job reads AWS; the one that runs the repository's own tests has no identity there.
  if (before && !selected.every(({ check }) => check.meta.runsUserCode)) await examineCertificates(context, environment)
  await runChecks({ ports, record, surroundings, outputs }, selected, (findings) => record.find(...findings))
  const after = before && (await recordServing(context, environment, images))
  record.find(...judgeStates(deployments, [before, after]))
}

/** The role that reaches hosts and starts analyses is of pre-prod only. */
function isOfPreprod({ key, tags }: PlannedCheck): boolean {
  return key === 'path' || tags !== undefined
}

function notInProduction({ name, key, kind, phase }: PlannedCheck): Finding {
  return {
    code: `check/${key}`,
    outcome: 'skipped',
    title: `${name}: not made in production: the role that it needs is of pre-prod`,
    subject: `check/${name}`,
    expected: 'a check of pre-prod',
    observed: 'production',
    details: { kind, check: name, key, phase },
  }
}

async function examineCertificates({ ports, record, origin }: Context, environment: Environment): Promise<void> {
  const startedAt = ports.clock.now()
  const { stacks } = environment
  const accessOf = (role: 'plan' | 'verify') => accessTo(environment, role, origin.runId)
  const facts = await readCertificates({ ports, stacks, plan: accessOf('plan'), verify: accessOf('verify') })
  if (facts.endpoints.length === 0 && facts.unread.length === 0) return
  const count = facts.endpoints.reduce((sum, { certificates }) => sum + certificates.length, 0)
  record.find(...judgeCertificates(facts))
  record.happened({
    at: startedAt.toISOString(),
    subject: `environment/${environment.key}/certificates`,
    event: `examined ${plural(count, 'certificate')} of ${plural(facts.endpoints.length, 'endpoint')}`,
    ms: ports.clock.now().getTime() - startedAt.getTime(),
  })
}

/** The phases whose checks this command runs; those of the others run in deployments. */
function phasesOf({ key }: Environment): Phase[] {
  return key === 'production' ? [AFTER_DEPLOYMENT, 'production'] : [AFTER_DEPLOYMENT]
}

function deployedWindow(deployments: readonly Link[]): DeployedWindow | undefined {
  const times = (of: 'startedAt' | 'finishedAt'): number[] =>
    deployments.map(({ evidence }) => Date.parse(evidence[of])).filter(Number.isFinite)
  if (deployments.length === 0) return undefined
  return { startedAt: new Date(Math.min(...times('startedAt'))), endedAt: new Date(Math.max(...times('finishedAt'))) }
}

/** The stacks that the deployment of this run left as they were: a second attempt may have changed them in its first one. */
function unchangedStacks(deployments: readonly Link[]): string[] {
  const findings = deployments.flatMap(({ evidence }) => (evidence.origin.runAttempt === 1 ? evidence.findings : []))
  return findings
    .filter(({ code, outcome }) => code === 'stack/unchanged' && outcome === 'pass')
    .map(({ subject }) => subject.replace(/^stack\//, ''))
}

/**
 * Outputs of the stacks, where checks refer to any: from the evidence of the deployment, which needs no identity, so that
 * the repository's own tests can run without one; otherwise from AWS.
 */
async function outputsFor(
  { ports, origin }: Context,
  environment: Environment,
  deployments: readonly Link[],
  selected: readonly PlannedCheck[],
): Promise<Outputs> {
  const refers = selected.some(({ options, tags }) =>
    textsIn([options, tags]).some((text) => outputReferences(text).length > 0),
  )
  if (!refers) return {}
  const place = placeOfEnvironment(environment)
  const outputs = deployments
    .flatMap(({ evidence }) => evidence.outputs ?? [])
    .findLast((each) => isSamePlace(each, place))
  return outputs?.stacks ?? (await readOutputs(ports, environment, accessTo(environment, 'plan', origin.runId)))
}

function nothingToDo({ inputs, record, config }: Context, configured: number, phases: readonly Phase[]): void {
  if (configured === 0) {
    record.find({
      code: 'verify/no-checks',
      outcome: 'inconclusive',
      title:
        config.verify.length === 0
          ? 'nothing was verified: the configuration has no checks'
          : `nothing was verified: the configuration has no checks of the phase ${phases.join(' or ')}`,
      subject: 'verify',
      expected: 'at least one check under `verify`',
      observed: config.verify.length === 0 ? 'none' : `${plural(config.verify.length, 'check')} of other phases`,
      advice: 'Add a check, such as `verify: [{ http: "{stack.outputs.Url}/health" }]`.',
    })
    return
  }
  record.find({
    code: 'verify/none-selected',
    outcome: 'skipped',
    title: `none of the ${configured} checks is among ${inputs.only.join(', ')}`,
    subject: 'verify',
    expected: 'a check of this part of the verification',
    observed: 'none',
    advice: 'Nothing to do, unless a check was meant to be selected.',
  })
}
