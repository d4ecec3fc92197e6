import type { Config } from '../../config/schema.ts'
import type { Finding } from '../../evidence/finding.ts'
import { canonical } from '../../evidence/digest.ts'
import { matchesGlob } from '../../support/glob.ts'
import type { Facts, Rule } from '../contract.ts'

/** The release does not make the rules weaker by which it is judged. */
export const rule: Rule = {
  meta: {
    code: 'rules',
    title: 'The release does not make the rules weaker by which it is judged',
    docs:
      'Compares the configuration and the intent with those of the commit that the release starts from. Exceptions, ' +
      'allowances, switched-off rules, fewer required kinds, other roles and the like block until the intent file ' +
      'declares them under `rules`, with a reason, an owner and an end date; reviewers see them first.',
    codes: ['rules/weakened', 'rules/changed', 'rules/unchanged', 'rules/base-unknown', 'rules/no-base'],
  },
  judge(facts) {
    const { base, baseUnknown } = facts
    if (base === undefined) {
      return [
        {
          code: baseUnknown === undefined ? 'rules/no-base' : 'rules/base-unknown',
          outcome: baseUnknown === undefined ? 'skipped' : 'inconclusive',
          title: 'It is not known what this release changes in the rules',
          subject: 'config',
          expected: 'the configuration of the commit before',
          observed: baseUnknown ?? 'there is no commit before',
          ...(baseUnknown !== undefined && {
            advice: 'Give the job `permissions: contents: read`, or check out with `fetch-depth: 0`.',
          }),
        },
      ]
    }
    const before = base.config
    if (before === undefined) {
      return [
        {
          code: 'rules/no-base',
          outcome: 'skipped',
          title: 'The commit before had no configuration: all rules are new',
          subject: 'config',
          expected: 'the configuration of the commit before',
          observed: `none at ${base.sha.slice(0, 12)}`,
        },
      ]
    }
    const changes = [...changesOf(before, facts.config, facts.today), ...intentChanges(facts)]
    const findings = changes.map((change) => asFinding(change, facts, base.sha))
    if (findings.some((finding) => finding.outcome === 'fail')) return findings
    return [
      ...findings,
      {
        code: 'rules/unchanged',
        outcome: 'pass',
        title: 'The rules are not weaker than before',
        subject: 'config',
        expected: `the rules of ${base.sha.slice(0, 12)}`,
        observed: findings.length === 0 ? 'the same' : `${findings.length} changes, none of them weaker`,
      },
    ]
  },
}

interface Change {
  /** What changes, as the intent file names it: `gate/require/load`. */
  readonly path: string
  readonly weaker: boolean
  readonly before: string
  readonly after: string
}

function asFinding(change: Change, facts: Facts, sha: string): Finding {
  const declared = facts.intent?.rules.find(
    (entry) => matchesGlob(entry.path, change.path) && entry.until >= facts.today,
  )
  return {
    code: change.weaker ? 'rules/weakened' : 'rules/changed',
    outcome: change.weaker ? 'fail' : 'skipped',
    title: change.weaker
      ? `This release weakens a rule: ${change.path}`
      : `This release changes a rule: ${change.path}`,
    subject: `config/${change.path}`,
    expected: `${change.before} (as at ${sha.slice(0, 12)})`,
    observed: change.after,
    ...(change.weaker && {
      advice:
        `Undo it, or declare it in ${facts.config.precheck.intent ?? 'the intent file (precheck.intent)'}: ` +
        `rules: [{ path: ${change.path}, reason: …, owner: …, until: … }].`,
    }),
    ...(change.weaker &&
      declared && { waived: { reason: declared.reason, owner: declared.owner, until: declared.until } }),
  }
}

/** Everything by which the configuration judges, compared. Exported for its table of tests. */
export function changesOf(before: Config, after: Config, today: string): Change[] {
  return [
    ...exceptions(
      'precheck/drift/ignore',
      before.precheck.drift.ignore,
      after.precheck.drift.ignore,
      ({ resource, property }) => `${resource}${property ?? ''}`,
      today,
    ),
    ...exceptions(
      'precheck/parity/allow',
      before.precheck.parity.allow,
      after.precheck.parity.allow,
      ({ path }) => path,
      today,
    ),
    ...exceptions(
      'precheck/rules',
      Object.entries(before.precheck.rules).flatMap(([code, value]) => (value === 'on' ? [] : [{ code, ...value }])),
      Object.entries(after.precheck.rules).flatMap(([code, value]) => (value === 'on' ? [] : [{ code, ...value }])),
      ({ code }) => code,
      today,
    ),
    ...after.precheck.transforms
      .filter((name) => !before.precheck.transforms.includes(name))
      .map((name): Change => ({
        path: `precheck/transforms/${name}`,
        weaker: true,
        before: 'not allowed',
        after: 'allowed',
      })),
    ...less('precheck/drift/coverage', before.precheck.drift.coverage, after.precheck.drift.coverage),
    ...other(
      'precheck/parity/capacity',
      before.precheck.parity.capacity,
      after.precheck.parity.capacity,
      after.precheck.parity.capacity === 'inform',
    ),
    ...other('precheck/intent', before.precheck.intent, after.precheck.intent, after.precheck.intent === undefined),
    ...other('observe', before.observe, after.observe, after.observe !== undefined),
    ...gateChanges(before.gate, after.gate),
    ...checkChanges(before.verify, after.verify),
    ...(['preprod', 'production'] as const).flatMap((key) =>
      (['plan-role', 'deploy-role', 'name', 'region'] as const).flatMap((what) =>
        other(`environments/${key}/${what}`, before.environments[key][what], after.environments[key][what], true),
      ),
    ),
    ...stackChanges(before, after),
  ]
}

interface Exception {
  readonly until?: string | undefined
}

/** New exceptions and longer ones are weaker; ones that go are not. */
function exceptions<T extends Exception>(
  path: string,
  before: readonly T[],
  after: readonly T[],
  name: (entry: T) => string,
  today: string,
): Change[] {
  const earlier = new Map(before.map((entry) => [name(entry), entry]))
  const later = new Map(after.map((entry) => [name(entry), entry]))
  const end = (entry: T): string => (entry.until === undefined ? 'without end' : `until ${entry.until}`)
  return [
    ...[...later].flatMap(([key, entry]): Change[] => {
      const was = earlier.get(key)
      const place = `${path}/${key}`
      // An exception whose day is over excepts nothing; it is told as expired.
      const holds = (entry.until ?? '9999') >= today
      if (was === undefined)
        return [{ path: place, weaker: holds, before: 'no exception', after: `an exception ${end(entry)}` }]
      const longer = holds && (entry.until ?? '9999') > (was.until ?? '9999')
      if (canonical(was) === canonical(entry)) return []
      return [{ path: place, weaker: longer, before: end(was), after: longer ? end(entry) : 'changed, not for longer' }]
    }),
    ...[...earlier].flatMap(([key, entry]): Change[] =>
      later.has(key)
        ? []
        : [{ path: `${path}/${key}`, weaker: false, before: `an exception ${end(entry)}`, after: 'no exception' }],
    ),
  ]
}

function less(path: string, before: number, after: number): Change[] {
  return before === after ? [] : [{ path, weaker: after < before, before: String(before), after: String(after) }]
}

function more(path: string, before: number, after: number): Change[] {
  return less(path, before, after).map((change) => ({ ...change, weaker: after > before }))
}

function other(path: string, before: unknown, after: unknown, weaker: boolean): Change[] {
  const [a, b] = [show(before), show(after)]
  return a === b ? [] : [{ path, weaker, before: a, after: b }]
}

function show(value: unknown): string {
  return value === undefined ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value)
}

function gateChanges(before: Config['gate'], after: Config['gate']): Change[] {
  const required = (before.require ?? []).filter((kind) => after.require !== undefined && !after.require.includes(kind))
  const added = (after.require ?? []).filter((kind) => before.require !== undefined && !before.require.includes(kind))
  return [
    ...required.map((kind): Change => ({
      path: `gate/require/${kind}`,
      weaker: true,
      before: 'required',
      after: 'not required',
    })),
    ...added.map((kind): Change => ({
      path: `gate/require/${kind}`,
      weaker: false,
      before: 'not required',
      after: 'required',
    })),
    // Without a list the configured kinds are required: whether that is less is told by the checks themselves.
    ...((before.require === undefined) === (after.require === undefined)
      ? []
      : other('gate/require', before.require, after.require, true)),
    ...more('gate/evidence-younger-than', before['evidence-younger-than'], after['evidence-younger-than']),
    ...less('gate/reviewers/at-least', before.reviewers['at-least'], after.reviewers['at-least']),
    ...other(
      'gate/reviewers/not',
      before.reviewers.not,
      after.reviewers.not,
      after.reviewers.not.length < before.reviewers.not.length,
    ),
  ]
}

function checkChanges(before: Config['verify'], after: Config['verify']): Change[] {
  const key = (check: Config['verify'][number], index: number): string => check.name ?? `check ${index + 1}`
  const later = new Map(after.map((check, index) => [key(check, index), check]))
  return before.flatMap((check, index): Change[] => {
    const name = key(check, index)
    const path = `verify/${name}`
    const now = later.get(name)
    if (now === undefined) return [{ path, weaker: true, before: 'a check', after: 'no such check' }]
    if (canonical(check) === canonical(now)) return []
    return [
      ...more(`${path}/failures`, check.failures, now.failures),
      ...more(`${path}/errors`, check.errors, now.errors),
      ...less(`${path}/count`, check.count, now.count),
      ...other(`${path}/dry-run`, check['dry-run'], now['dry-run'], now['dry-run']),
      ...other(`${path}/kind`, check.kind, now.kind, false),
      ...other(`${path}/options`, optionsOf(check), optionsOf(now), false),
    ]
  })
}

const JUDGED_APART = new Set(['name', 'failures', 'errors', 'count', 'dry-run', 'kind'])

function optionsOf(check: Config['verify'][number]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(check).filter(([key]) => !JUDGED_APART.has(key)))
}

function stackChanges(before: Config, after: Config): Change[] {
  const earlier = new Map(before.stacks.map((stack) => [stack.id ?? 'stack', stack]))
  return after.stacks.flatMap((stack): Change[] => {
    const id = stack.id ?? 'stack'
    const was = earlier.get(id)
    if (was === undefined) return []
    const added = stack.capabilities.filter((capability) => !was.capabilities.includes(capability))
    return [
      ...other(`stacks/${id}/role`, was.role, stack.role, true),
      ...added.map((capability): Change => ({
        path: `stacks/${id}/capabilities/${capability}`,
        weaker: true,
        before: 'not acknowledged',
        after: 'acknowledged',
      })),
    ]
  })
}

/** An intent changes with every release; that it forbids less is what reviewers must know. */
function intentChanges({ base, intent }: Facts): Change[] {
  const now = new Set((intent?.forbid ?? []).map((entry) => canonical(entry)))
  return (base?.intent?.forbid ?? [])
    .filter((entry) => !now.has(canonical(entry)))
    .map((entry) => ({
      path: `intent/forbid/${entry.resource ?? entry.type ?? ''}`,
      weaker: true,
      before: `forbidden: ${canonical(entry)}`,
      after: 'not forbidden',
    }))
}
