import { allReports } from '../../cloudformation/drift/drift.ts'
import { ENVIRONMENT_KEYS, environmentsBefore } from '../../config/model/environment-keys.ts'
import type { Intent, IntentEntry } from '../../config/schema/intent.ts'
import { digestOf } from '../../evidence/digest.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import { covers, entryFor, names } from '../planned/intent-match.ts'
import type { EnvironmentFacts, Facts, Rule } from '../contract.ts'
import { inWords, placedChanges, provedByPlans, type PlacedChange } from '../planned/changes.ts'

/** The release changes what its intent declares, and nothing else. */
export const rule: Rule = {
  meta: {
    code: 'intent',
    title: 'The release changes what its intent declares, and nothing else',
    docs:
      'Every planned change must be allowed or expected by the intent file; every expected change must be planned; ' +
      'a forbidden one blocks. Without an intent file this rule does not apply.',
    codes: [
      'change/undeclared',
      'change/forbidden',
      'change/expected-absent',
      'change/already-deployed',
      'change/as-declared',
    ],
  },
  judge(facts) {
    const { intent } = facts
    if (intent === undefined) return []
    const changes = placedChanges(facts).filter(isChange)
    const findings = [
      ...changes.flatMap((placed) => judgeChange(placed, intent, facts)),
      ...facts.environments.flatMap((environment) =>
        environment.stacks.some((stack) => stack.plan === undefined) ? [] : absentIn(environment, intent, changes),
      ),
    ]
    if (findings.some(blocks)) return findings
    return [
      ...findings,
      ...provedByPlans(facts, {
        code: 'change/as-declared',
        title: 'Every planned change is declared, and every expected one is planned',
        subject: 'intent',
        expected: `${intent.expect.length} expected, ${intent.allow.length} allowed, ${intent.forbid.length} forbidden`,
        observed: `${changes.length} changes, all declared`,
      }),
    ]
  },
}

/**
 * A nested stack's own entry says only that something in it may change; what changes is listed by the stack itself. A
 * change set that does not look into nested stacks leaves it as a change to be declared.
 */
function isChange({ change, classified }: PlacedChange): boolean {
  return change.type !== 'AWS::CloudFormation::Stack' || classified?.nestedChangeSet === undefined
}

function judgeChange(placed: PlacedChange, intent: Intent, facts: Facts): Finding[] {
  const { change, subject, environment, stack } = placed
  const name = environment.environment.key
  const source = stack.source.template.resources[change.logicalId]?.source
  const base = {
    subject,
    observed: inWords(change),
    details: { environment: name, type: change.type },
    ...(source && subject === `stack/${stack.stack.id}/resource/${change.logicalId}` && { source }),
  }
  const forbidden = intent.forbid.find((entry) => covers(entry, placed, 'forbid'))
  if (forbidden) {
    return [
      {
        ...base,
        code: 'change/forbidden',
        outcome: 'fail',
        title: `${name}: the intent forbids this change of ${change.logicalId}`,
        expected: `not: ${JSON.stringify(forbidden)}`,
        advice: `Undo the change of ${change.logicalId}, or take the entry out of \`forbid\` in ${facts.config.precheck.intent ?? 'the intent file'}.`,
      },
    ]
  }
  const declared = [...intent.allow, ...intent.expect]
  if (declared.some((entry) => covers(entry, placed, 'allow'))) return []
  const nearest = declared.filter((entry) => names(entry, placed))
  return [
    {
      ...base,
      code: 'change/undeclared',
      outcome: 'fail',
      title: `${name}: ${change.logicalId} would change, which the intent does not declare`,
      expected:
        nearest.length === 0
          ? 'no change of this resource'
          : nearest.map((entry) => JSON.stringify(entry)).join(' or '),
      advice:
        `Undo the change, or declare it in ${facts.config.precheck.intent ?? 'the intent file'}: ` +
        `expect: [${entryFor(placed)}].`,
    },
  ]
}

function absentIn(environment: EnvironmentFacts, intent: Intent, changes: readonly PlacedChange[]): Finding[] {
  const name = environment.environment.key
  const isPlanned = (entry: IntentEntry, where: (other: EnvironmentFacts) => boolean): boolean =>
    changes.some((placed) => where(placed.environment) && covers(entry, placed, 'allow'))
  const all = environment.stacks.length === environment.environment.stacks.length
  const isSeen = ({ resource }: IntentEntry): boolean =>
    all || environment.stacks.some(({ stack }) => resource?.startsWith(`${stack.id}/`))
  return intent.expect
    .filter((entry) => (entry.environment === undefined || entry.environment === name) && isSeen(entry))
    .filter((entry) => !isPlanned(entry, (each) => each === environment))
    .map((entry): Finding => {
      const what = entry.resource ?? entry.type ?? 'anything'
      const other = ENVIRONMENT_KEYS.find(
        (key) => key !== name && isPlanned(entry, (each) => each.environment.key === key),
      )
      // A run that is begun again, or that follows one that failed half-way, finds pre-prod deployed; production still
      // lacks the change, so it is no mistake.
      const later = changes.filter(
        (placed) =>
          environmentsBefore(placed.environment.environment.key).includes(name) && covers(entry, placed, 'allow'),
      )
      const done =
        later.length > 0 && (isDeployed(environment, entry) || later.every((placed) => isMadeIn(environment, placed)))
      return {
        code: done ? 'change/already-deployed' : 'change/expected-absent',
        outcome: done ? 'noted' : 'fail',
        title: `${name}: the change of ${what} that the intent expects is ${done ? 'deployed already' : 'not planned'}`,
        subject: `intent/expect/${entry.resource ?? entry.type ?? ''}`,
        expected: JSON.stringify(entry),
        observed: done ? `${name} has it already` : 'no such change',
        ...(!done && {
          advice: other
            ? `Add \`environment: ${other}\` to the entry where the change is meant there only; or see why ${name} does not have it.`
            : 'Check that the template holds the change and that it is not deployed already; or take the entry out of `expect`.',
        }),
        details: { environment: name },
      }
    })
}

/** Whether the stack that the entry is about has this release's template already, and nothing is left to do. */
function isDeployed({ stacks, snapshot }: EnvironmentFacts, entry: IntentEntry): boolean {
  const about = stacks.filter(({ stack }) => entry.resource === undefined || entry.resource.startsWith(`${stack.id}/`))
  return (
    about.length > 0 &&
    about.every(
      ({ stack, plan, source }) =>
        plan?.kind === 'none' &&
        snapshot?.facts[`stacks/${stack.id}/start/template`] ===
          digestOf(source.template.text.replaceAll('\r\n', '\n')),
    )
  )
}

/**
 * Whether an environment has the outcome of a change that is planned for a later one. A complete plan without the resource
 * says that the resource is as the release has it; that the two templates differ in it says that the change is not one of
 * parameters of the later environment alone.
 */
function isMadeIn({ stacks, drift }: EnvironmentFacts, { change, id, stack: later }: PlacedChange): boolean {
  const here = stacks.find(({ stack }) => stack.id === later.stack.id)
  const root = drift.find((report) => report.stack === later.stack.id)
  const report = (root === undefined ? [] : allReports(root)).find((each) => id === `${each.stack}/${change.logicalId}`)
  if (here?.plan === undefined || here.plan.provisional || here.incomplete === true || report === undefined)
    return false
  const exists = report.resources.some(
    ({ logicalId, status }) => logicalId === change.logicalId && status !== 'DELETED',
  )
  if (change.action === 'Add') return exists
  if (change.action === 'Remove') return !exists
  return (
    exists &&
    report === root &&
    here.sameDefinitions?.has(change.logicalId) === true &&
    later.sameDefinitions?.has(change.logicalId) === false
  )
}
