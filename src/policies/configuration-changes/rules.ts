import { ENVIRONMENT_KEYS } from '../../config/model/environment-keys.ts'
import { isByCodeDeploy } from '../../config/model/environment.ts'
import { isCdk, isSam, type BuiltInput } from '../../config/model/packaged.ts'
import type { Config } from '../../config/schema/index.ts'
import { canonical } from '../../evidence/digest.ts'
import { isRecord } from '../../support/records.ts'
import { opensMore, thaws } from './calendar.ts'
import { asAttempts, asDuration, asPercent, asReviewers, isLooser, LIMITS, type Unit } from './limits.ts'

/** One difference between the rules before and after. */
export interface Change {
  /** What changes, as the intent file names it: `gate/require/load`. */
  readonly path: string
  readonly weaker: boolean
  readonly before: string
  readonly after: string
}

/** Pure: everything by which the configuration judges, compared. `today` is an ISO date. */
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
    ...less('precheck/drift/coverage', before.precheck.drift.coverage, after.precheck.drift.coverage, asPercent),
    ...other(
      'precheck/drift/live',
      before.precheck.drift.live,
      after.precheck.drift.live,
      TIERS.indexOf(after.precheck.drift.live) < TIERS.indexOf(before.precheck.drift.live),
    ),
    ...other(
      'precheck/drift/baseline',
      before.precheck.drift.baseline,
      after.precheck.drift.baseline,
      after.precheck.drift.baseline !== undefined,
    ),
    ...other(
      'precheck/parity/capacity',
      before.precheck.parity.capacity,
      after.precheck.parity.capacity,
      after.precheck.parity.capacity === 'inform',
    ),
    ...(['deployments', 'stacks'] as const).flatMap((what) =>
      other(
        `rehearse-rollback/${what}`,
        before['rehearse-rollback'][what],
        after['rehearse-rollback'][what],
        !after['rehearse-rollback'][what],
      ),
    ),
    ...other('precheck/intent', before.precheck.intent, after.precheck.intent, after.precheck.intent === undefined),
    ...other('observe', before.observe, after.observe, after.observe !== undefined),
    ...gateChanges(before.gate, after.gate, today),
    ...checkChanges(before.verify, after.verify),
    ...ENVIRONMENT_KEYS.flatMap((key) =>
      (['plan-role', 'verify-role', 'deploy-role', 'name', 'github-environment', 'region'] as const).flatMap((what) =>
        other(`environments/${key}/${what}`, before.environments[key][what], after.environments[key][what], true),
      ),
    ),
    ...ENVIRONMENT_KEYS.flatMap((key) =>
      less(
        `environments/${key}/bake`,
        before.environments[key].bake ?? 0,
        after.environments[key].bake ?? 0,
        asDuration,
      ),
    ),
    ...approvalChanges(before.environments.preprod.approval, after.environments.preprod.approval),
    ...stackChanges(before, after),
    ...builtChanges(before, after),
    ...deploymentChanges(before, after),
  ]
}

/** From what reads least of the live state to what reads most. */
const TIERS = ['off', 'access', 'all']

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

function less(path: string, before: number, after: number, unit: Unit): Change[] {
  return other(path, before, after, after < before, unit)
}

function more(path: string, before: number, after: number, unit: Unit): Change[] {
  return other(path, before, after, after > before, unit)
}

function other(path: string, before: unknown, after: unknown, weaker: boolean, unit: Unit = String): Change[] {
  if (canonical(before ?? null) === canonical(after ?? null)) return []
  return [{ path, weaker, before: show(before, unit), after: show(after, unit) }]
}

function show(value: unknown, unit: Unit): string {
  if (typeof value === 'number') return unit(value)
  return value === undefined ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value)
}

function gateChanges(before: Config['gate'], after: Config['gate'], today: string): Change[] {
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
    ...more('gate/evidence-younger-than', before['evidence-younger-than'], after['evidence-younger-than'], asDuration),
    ...reviewerChanges('gate/reviewers', before.reviewers, after.reviewers),
    ...calendarChanges(before.calendar, after.calendar, today),
  ]
}

type Calendar = Config['gate']['calendar']

function calendarChanges(before: Calendar, after: Calendar, today: string): Change[] {
  const path = 'gate/calendar'
  return [
    ...other(`${path}/freeze`, before?.freeze, after?.freeze, thaws(before, after, today)),
    ...other(`${path}/open`, before?.open, after?.open, opensMore(before, after)),
    // A moment is another time in another zone: of two zones nobody can tell which calendar is stricter.
    ...(after === undefined
      ? []
      : other(`${path}/time-zone`, before?.['time-zone'], after['time-zone'], before !== undefined)),
  ]
}

type Reviewers = Config['gate']['reviewers']
type Approval = Config['environments']['preprod']['approval']

function reviewerChanges(path: string, before: Reviewers, after: Reviewers): Change[] {
  return [
    ...less(`${path}/at-least`, before['at-least'], after['at-least'], asReviewers),
    ...other(
      `${path}/not`,
      before.not,
      after.not,
      before.not.some((who) => !after.not.includes(who)),
    ),
    ...other(`${path}/digest`, before.digest, after.digest, before.digest === 'always'),
  ]
}

function approvalChanges(before: Approval, after: Approval): Change[] {
  const path = 'environments/preprod/approval'
  if (!('none' in before) && !('none' in after)) return reviewerChanges(path, before, after)
  return other(path, before, after, 'none' in after)
}

/** `after` of a check that the release does not have any more. */
export const NO_CHECK = 'no such check'

/** A check of the configuration, by its name or its number. */
export function checkPath(name: string | undefined, index: number): string {
  return `verify/${name ?? `check ${index + 1}`}`
}

type Check = Config['verify'][number]

/**
 * The check that each one is now: the one of its name. One without a name is the one that is otherwise equal, wherever it
 * stands, or else the one without a name in its place.
 */
function successors(before: readonly Check[], after: readonly Check[]): readonly (Check | undefined)[] {
  const text = (check: Check | undefined): string =>
    canonical(Object.fromEntries(Object.entries(check ?? {}).filter(([key]) => key !== 'name')))
  const names = new Set(before.map(({ name }) => name))
  // The numbers of those that are not the one of a name.
  const free = new Set([...after.keys()].filter((at) => !isNamed(after[at]) || !names.has(after[at]?.name)))
  const take = (at: number | undefined): Check | undefined => {
    if (at === undefined || !free.delete(at)) return undefined
    return after[at]
  }
  const same = before.map((check) =>
    isNamed(check)
      ? after.find(({ name }) => name === check.name)
      : take([...free].find((at) => text(after[at]) === text(check))),
  )
  return same.map((found, at) => found ?? (isNamed(before[at]) || isNamed(after[at]) ? undefined : take(at)))
}

function isNamed(check: Check | undefined): boolean {
  return check?.name !== undefined
}

function checkChanges(before: Config['verify'], after: Config['verify']): Change[] {
  const later = successors(before, after)
  return before.flatMap((check, index): Change[] => {
    const path = checkPath(check.name, index)
    const now = later[index]
    if (now === undefined) return [{ path, weaker: true, before: 'a check', after: NO_CHECK }]
    return [
      ...more(`${path}/failures`, check.failures, now.failures, asAttempts),
      ...more(`${path}/errors`, check.errors, now.errors, asAttempts),
      ...less(`${path}/count`, check.count, now.count, asAttempts),
      ...other(`${path}/dry-run`, check['dry-run'], now['dry-run'], now['dry-run']),
      // The kinds that are required are, by default, those that there are.
      ...other(`${path}/kind`, check.kind, now.kind, true),
      // In another phase it proves something else; before production the gate demands it in some phases only.
      ...other(`${path}/phase`, check.phase, now.phase, true),
      ...optionChanges(path, leavesOf(optionsOf(check)), leavesOf(optionsOf(now))),
    ]
  })
}

/** What is no longer expected, or bound less tightly, is weaker; of other values nobody can tell which is. */
function optionChanges(
  path: string,
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)]
    const limit = Object.hasOwn(LIMITS, key) ? LIMITS[key] : undefined
    const looser = limit !== undefined && isLooser(limit, was, is)
    return other(`${path}/${key}`, was, is, (was !== undefined && is === undefined) || looser, limit?.unit)
  })
}

/** Options by their path; a list is one value. */
function leavesOf(value: object, prefix = ''): Map<string, unknown> {
  return new Map(
    Object.entries(value).flatMap(([key, member]: [string, unknown]) =>
      isRecord(member) ? [...leavesOf(member, `${prefix}${key}/`)] : [[`${prefix}${key}`, member] as const],
    ),
  )
}

const JUDGED_APART = new Set(['name', 'failures', 'errors', 'count', 'dry-run', 'kind', 'phase'])

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

/** Of entries whose stacks other tools build: what they build from names them. */
function builtChanges(before: Config, after: Config): Change[] {
  const earlier = new Map((before.built ?? []).map((input) => [builtFrom(input), input]))
  return (after.built ?? []).flatMap((input): Change[] => {
    const from = builtFrom(input)
    const was = earlier.get(from)
    if (was === undefined) return []
    const [had, has] = [capabilitiesOf(was), capabilitiesOf(input)]
    return [
      ...other(`stacks/${from}/role`, was.role, input.role, true),
      // Without a list those of samconfig.toml count, which are not known here.
      ...other(
        `stacks/${from}/capabilities`,
        had,
        has,
        had === undefined || has === undefined || has.some((each) => !had.includes(each)),
      ),
    ]
  })
}

function builtFrom(input: BuiltInput): string {
  return isCdk(input) ? input.cdk : isSam(input) ? input.sam : input.template
}

function capabilitiesOf(input: BuiltInput): readonly string[] | undefined {
  return isCdk(input) ? undefined : input.capabilities
}

function deploymentChanges(before: Config, after: Config): Change[] {
  const earlier = new Map(before.deployments.map((deployment) => [deployment.id ?? 'app', deployment]))
  return after.deployments.flatMap((deployment): Change[] => {
    const id = deployment.id ?? 'app'
    const was = earlier.get(id)
    if (was === undefined || !isByCodeDeploy(was) || !isByCodeDeploy(deployment)) return []
    const config = 'deployment-config'
    const configs = other(`deployments/${id}/${config}`, was[config], deployment[config], true)
    if (was.platform !== 'server' || deployment.platform !== 'server') return configs
    const ignores = 'ignore-application-stop-failures'
    return [
      ...configs,
      ...other(`deployments/${id}/${ignores}`, was[ignores], deployment[ignores], deployment[ignores]),
    ]
  })
}
