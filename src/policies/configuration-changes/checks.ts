import type { Config } from '../../config/schema/index.ts'
import { canonical } from '../../evidence/digest.ts'
import { isRecord } from '../../support/records.ts'
import { type Change, more, less, other } from './change.ts'
import { asAttempts, LIMITS, isLooser } from './limits.ts'

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

export function checkChanges(before: Config['verify'], after: Config['verify']): Change[] {
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

/** What is no longer expected, or bound less tightly, is weaker; of other values it is not known. */
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
