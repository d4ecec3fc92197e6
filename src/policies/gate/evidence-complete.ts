import { isBound } from '../../evidence/chain/binding.ts'
import type { FindingCode } from '../../evidence/codes/index.ts'
import type { Kind } from '../../evidence/kind.ts'
import { isOffline, slotPath } from '../../evidence/chain/slots.ts'
import type { Evidence, Slot } from '../../evidence/document.ts'
import { AFTER_DEPLOYMENT, jobOf, type Phase } from '../../evidence/phase.ts'
import type { Finding, Json } from '../../evidence/finding.ts'
import { byPlace, isSamePlace, showPlace, type Place } from '../../evidence/place.ts'
import { blocking, proves, verdictOf } from '../../evidence/verdict.ts'
import { listed } from '../../support/text/text.ts'
import { rehearsedOn, type GateFacts, type GateRule } from './contract.ts'

interface RequiredStep {
  readonly command: string
  readonly environments: readonly string[]
}

/** Steps whose evidence every release needs before it enters an environment, and for which environments. */
function stepsBefore(facts: GateFacts): RequiredStep[] {
  const rehearsed = rehearsedOn(facts)
  return [
    { command: 'precheck', environments: [...rehearsed, facts.key] },
    ...rehearsed.map((environment) => ({ command: `deploy-${environment}`, environments: [environment] })),
  ]
}
/** The phase of a document whose step was not limited by `only`. */
const EVERYTHING = ''
const MOST_JOBS = 5
const RUN_AGAIN = 'Run the whole release again, with every job named in `needs`.'

export const rule: GateRule = {
  meta: {
    code: 'evidence-complete',
    title: 'Every step of the release has evidence that passed, and every required kind of check passed.',
    docs: 'Precheck, the deployment to pre-prod and each configured check must have passed for this release. `gate.require` names kinds of checks; without it those that are configured are required. A release without any check needs `require: []`.',
    codes: ['gate/step-missing', 'gate/check-missing', 'gate/kind-missing', 'gate/no-checks', 'gate/evidence-complete'],
  },
  judge(facts) {
    const steps = stepsBefore(facts).map(({ command }) => command)
    // What is verified is what an earlier environment has: before the first one there is nothing to verify.
    const checked = rehearsedOn(facts).length > 0
    const missing = [...missingSteps(facts), ...(checked ? [...missingChecks(facts), ...missingKinds(facts)] : [])]
    const required = checked ? requiredKinds(facts) : []
    const details = { required }
    if (missing.length > 0)
      return missing.filter((finding) => !followsFromChain(finding, facts)).map((finding) => ({ ...finding, details }))
    const kinds = checked ? [...new Set(passedChecks(facts).map(({ kind }) => kind))] : []
    return [
      {
        code: 'gate/evidence-complete',
        outcome: 'pass',
        title: 'the evidence is complete',
        subject: 'release',
        expected: [...steps, ...required.filter((kind) => kinds.includes(kind))].join(', '),
        observed: [...steps, ...kinds].join(', '),
        details,
      },
    ]
  },
}

function missingSteps(facts: GateFacts): Finding[] {
  const seen = facts.chain.links.map(({ evidence }) => slotPath(evidence.slot)).join(', ')
  return stepsBefore(facts).flatMap(({ command, environments }) =>
    environments.flatMap((environment): Finding[] => {
      const lack = lackOf(facts, command, environment)
      if (lack === undefined) return []
      return [
        {
          code: 'gate/step-missing',
          outcome: 'fail',
          title: `the evidence of ${command} for ${environment} is not complete: ${lack}`,
          subject: `evidence/${command}/${environment}`,
          expected: `passing evidence of ${command} for ${environment}, about this release`,
          observed: seen || 'no valid evidence',
          advice: RUN_AGAIN,
        },
      ]
    }),
  )
}

/**
 * Evidence that was found and refused is missing too: its own finding blocks and says why, so that those which only
 * follow from it need not be read.
 */
function followsFromChain({ code, subject }: Finding, { chain }: GateFacts): boolean {
  const refused = blocking(chain.findings).map((finding) => `${finding.subject}/`)
  const step = code === 'gate/step-missing' ? subject.split('/').slice(0, 2).join('/') : 'evidence/verify'
  return refused.some((path) => path.startsWith(`${step}/`))
}

/** What is missing of a step; undefined where its documents cover everything. */
function lackOf(facts: GateFacts, command: string, environment: string): string | undefined {
  const documents = facts.chain.links
    .map(({ evidence }) => evidence)
    .filter(({ slot, findings }) => slot.command === command && !isOffline(slot) && verdictOf(findings) === 'pass')
    .filter(({ slot }) => slot.environment === environment || slot.environment === 'all')
  if (documents.length === 0) return 'no evidence'
  const places = placesOf(facts, environment)
  for (const place of places) {
    const lack = lackAt(
      documents.filter(({ slot }) => slot.environment === 'all' || isSamePlace(slot, place)),
      facts.parts,
    )
    if (lack !== undefined) return places.length === 1 ? lack : `${showPlace(place, places)}: ${lack}`
  }
  return undefined
}

/** The places of an environment that any step of this run names; each needs every step. At least one. */
function placesOf({ chain }: GateFacts, environment: string): Place[] {
  const named = chain.links.flatMap(({ evidence: { slot, plans } }) => [slot, ...plans])
  const places = byPlace(named.filter((each) => each.environment === environment)).map(({ place }) => place)
  return places.length === 0 ? [{ environment }] : places
}

/** What is missing of a step at one place, of which `documents` are. */
function lackAt(documents: readonly Evidence[], parts: readonly string[]): string | undefined {
  if (documents.length === 0) return 'no evidence'
  const phases = Map.groupBy(documents, ({ slot }) => slot.phase ?? EVERYTHING)
  const whole = [...phases]
    .filter(([, members]) => missingShard(slotsOf(members)) === undefined)
    .map(([phase]) => phase)
  if (whole.includes(EVERYTHING)) return undefined
  const covered = new Set(whole.flatMap((phase) => phase.split('+')))
  const uncovered = parts.filter((part) => !covered.has(part))
  if (parts.length > 0 && uncovered.length === 0) return undefined
  const shard = [...phases.values()].map((members) => missingShard(slotsOf(members))).find((each) => each !== undefined)
  return shard === undefined ? `${uncovered.join(', ') || 'everything'} is missing` : `part ${shard} is missing`
}

/** The first part of a fleet that has no document, `3/5`; undefined where the parts are all there, or it was not parted. */
function missingShard(slots: readonly Slot[]): string | undefined {
  const shards = slots.map(({ shard }) => shard)
  if (shards.includes(undefined)) return undefined
  const of = Math.max(...shards.map((shard) => Number(shard?.split('/')[1])))
  if (!Number.isSafeInteger(of)) return 'unknown'
  return Array.from({ length: of }, (_, index) => `${index + 1}/${of}`).find((shard) => !shards.includes(shard))
}

function slotsOf(documents: readonly Evidence[]): Slot[] {
  return documents.map(({ slot }) => slot)
}

/** Each check has to pass on each environment of the rehearsal, at each of its places. */
function missingChecks(facts: GateFacts): Finding[] {
  const passed = passedChecks(facts)
  const places = rehearsedOn(facts).flatMap((environment) => placesOf(facts, environment))
  return countedChecks(facts)
    .filter(
      ({ name, phase = AFTER_DEPLOYMENT }) =>
        !places.every((place) =>
          passed.some((check) => check.name === name && check.phase === phase && isSamePlace(check.slot, place)),
        ),
    )
    .map(({ name, kind, phase = AFTER_DEPLOYMENT }) => ({
      code: 'gate/check-missing',
      outcome: 'fail',
      title: `the check "${name}" did not pass for this release${phase === AFTER_DEPLOYMENT ? '' : ` in the phase ${phase}`}`,
      subject: `check/${name}`,
      expected: `a pass of the ${kind} check`,
      observed: `none in valid evidence: ${verificationsOf(facts)}`,
      advice:
        phase === AFTER_DEPLOYMENT
          ? `Let ${jobOf(phase)} run it (\`only\` may leave it out), in each part of a matrix, and name these jobs in \`needs\`.`
          : `A check of the phase ${phase} runs in the deployment to pre-prod: read its findings there for why it did not pass.`,
    }))
}

/** The jobs that should have run the checks after the deployment, and to what `only` limited them. */
function verificationsOf(facts: GateFacts): string {
  const rehearsed = rehearsedOn(facts)
  const jobs = facts.chain.links
    .map(({ evidence }) => evidence)
    .filter(({ slot }) => slot.command === 'verify' && rehearsed.includes(slot.environment))
    .map(({ slot, origin }) => {
      const limits = [slot.phase && `only ${slot.phase}`, slot.shard && `part ${slot.shard}`].filter(Boolean)
      return `${origin.job}${limits.length === 0 ? '' : ` (${limits.join(', ')})`}`
    })
  if (jobs.length === 0) return 'no job with `command: verify` is among it'
  return `\`verify\` ran in ${jobs.length === 1 ? 'the job' : 'the jobs'} ${listed([...new Set(jobs)], MOST_JOBS)}`
}

/** What must have passed before: a check of the phase of production runs after the gate, and a dry run proves nothing. */
function countedChecks(facts: GateFacts): GateFacts['checks'] {
  const never: Phase[] = ['production', 'approval', ...(hadNoWayBack(facts) ? (['after-rollback'] as const) : [])]
  return facts.checks.filter(({ dryRun, phase = AFTER_DEPLOYMENT }) => !dryRun && !never.some((each) => each === phase))
}

function missingKinds(facts: GateFacts): Finding[] {
  const required = requiredKinds(facts)
  if (facts.require === undefined && required.length === 0) {
    return [
      {
        code: 'gate/no-checks',
        outcome: 'fail',
        title: 'nothing is checked after the deployment to pre-prod',
        subject: 'config/verify',
        expected: 'at least one check',
        observed: 'none',
        advice: 'Add a check under `verify`, or declare that none is needed: `gate: { require: [] }`.',
      },
    ]
  }
  const passed = passedChecks(facts)
  // If checks of the kind are configured and did not pass, each of them has its own finding.
  const configured = [...countedChecks(facts), ...manualChecks(facts)].map(({ kind }) => kind as string)
  return required
    .filter((kind) => !passed.some((check) => check.kind === kind) && !configured.includes(kind))
    .map((kind) => ({
      code: 'gate/kind-missing',
      outcome: 'fail',
      title: `no ${kind} check passed`,
      subject: `config/gate/require/${kind}`,
      expected: `at least one passing ${kind} check`,
      observed: passed.map((check) => check.kind).join(', ') || 'no check passed',
      advice: `${howToRun(facts, kind)}, or remove the kind from \`gate.require\`.`,
    }))
}

/** Persons' tests: whether they are confirmed is the answer of another rule. */
function manualChecks({ checks }: GateFacts): GateFacts['checks'] {
  return checks.filter(({ manual }) => manual !== undefined)
}

/** Which job should have run a kind of which no check counts. */
function howToRun(facts: GateFacts, kind: Kind): string {
  const idle = facts.checks.filter((check) => check.kind === kind)
  const dry = idle.find(({ dryRun }) => dryRun)
  if (dry) return `Remove \`dry-run\` from the check "${dry.name}", which ${jobOf(dry.phase ?? AFTER_DEPLOYMENT)} runs`
  const late = idle.find(({ phase }) => phase === 'production')
  if (late) return `The check "${late.name}" runs on production alone: add one that ${jobOf(AFTER_DEPLOYMENT)} runs`
  if (kind === 'recovery')
    return `Set \`rehearse-rollback: { deployments: true, stacks: true }\`, so that ${jobOf('after-rollback')} proves it`
  return `Add a check with \`kind: ${kind}\` under \`verify\`, which ${jobOf(AFTER_DEPLOYMENT)} runs`
}

function requiredKinds(facts: GateFacts): readonly Kind[] {
  const own = facts.require ?? countedChecks(facts).map(({ kind }) => kind)
  return [...new Set([...own, ...facts.alsoRequired])]
}

/**
 * Checks of the configuration that passed on an earlier environment, in their phase: what was verified elsewhere proves nothing
 * about the rehearsal. Of which kind they are is what the configuration says, not the document. Those of the phase after the deployment are steps of their own; those of any other phase are part of the deployment.
 */
function passedChecks(facts: GateFacts): Passed[] {
  const rehearsed = rehearsedOn(facts)
  const configured = new Map(facts.checks.map((check) => [check.name, check]))
  const checked = facts.chain.links.flatMap((link) => {
    const { slot, findings } = link.evidence
    return findings
      .filter((finding) => proves(finding) && finding.code.startsWith('check/'))
      .flatMap(({ details }) => {
        const check = configured.get(textOf(details, 'check') ?? '')
        const phase = textOf(details, 'phase') ?? AFTER_DEPLOYMENT
        const step = phase === AFTER_DEPLOYMENT ? 'verify' : `deploy-${slot.environment}`
        const counts = slot.command === step && rehearsed.includes(slot.environment)
        if (check === undefined || check.dryRun || !counts) return []
        const { name, kind, runsUserCode } = check
        return isBound(link) || runsUserCode !== false ? [{ name, kind, phase, slot }] : []
      })
  })
  return [...inAllParts(checked), ...walkedBack(facts)]
}

/** A pass in one part of a matrix is one about this part: a check has passed where it did in each of them. */
function inAllParts(passed: readonly Passed[]): Passed[] {
  const whole = ({ name, phase, slot }: Passed): string =>
    JSON.stringify([name, phase, slot.command, slot.environment, slot.account, slot.region, slot.phase])
  return [...Map.groupBy(passed, whole).values()]
    .filter((parts) => missingShard(parts.map(({ slot }) => slot)) === undefined)
    .flat()
}

interface Passed {
  readonly name: string
  readonly kind: string
  readonly phase: string
  readonly slot: Slot
}

/** Deployments to earlier environments; the document of each tells whether a way back was walked there. */
function deploymentsOf(facts: GateFacts): GateFacts['chain']['links'] {
  const rehearsed = rehearsedOn(facts)
  return facts.chain.links.filter(({ evidence: { slot } }) =>
    rehearsed.some((environment) => slot.command === `deploy-${environment}`),
  )
}

/** A way back that was walked is not a check of the configuration: the deployment proves its kind. */
function walkedBack(facts: GateFacts): Passed[] {
  return deploymentsOf(facts)
    .filter((link) => isBound(link) && link.evidence.findings.some((one) => proves(one) && one.code === RECOVERED))
    .map(({ evidence: { slot } }) => ({
      name: 'the rehearsed way back',
      kind: 'recovery' satisfies Kind,
      phase: 'after-rollback' satisfies Phase,
      slot,
    }))
}

const RECOVERED = 'rollback/recovered' satisfies FindingCode
const WALKED: ReadonlySet<FindingCode> = new Set([RECOVERED, 'rollback/not-recovered', 'rollback/failed'])

const NOT_WALKED: ReadonlySet<FindingCode> = new Set(['rollback/none', 'rollback/loses-state'])

/** Whether no part of the rehearsal had an earlier version, or only one that is not gone back to: then no check can run with it. */
function hadNoWayBack(facts: GateFacts): boolean {
  const found = deploymentsOf(facts).flatMap(({ evidence }) => evidence.findings.map(({ code }) => code))
  return found.some((code) => NOT_WALKED.has(code)) && !found.some((code) => WALKED.has(code))
}

function textOf(details: Json | undefined, member: string): string | undefined {
  if (typeof details !== 'object' || details === null || Array.isArray(details)) return undefined
  const value = (details as { readonly [key: string]: Json })[member]
  return typeof value === 'string' ? value : undefined
}
