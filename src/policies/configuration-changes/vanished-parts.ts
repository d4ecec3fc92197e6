import type { ComposedCheck, ComposedEnvironment, Composition } from '../../evidence/composition.ts'

export type PartKind = 'stack' | 'deployment' | 'check' | 'environment'

/** What the last release had and this one has not: the same part of several environments once. */
export interface Vanished {
  readonly kind: PartKind
  /** Id in the configuration of the last release; the name of a check; the key of an environment. */
  readonly id: string
  /** Where it was: `shop-production in 111111111111, eu-west-1 (production)`. */
  readonly places: readonly string[]
  /** Names by which a removal may be declared. */
  readonly names: readonly string[]
  readonly environments: readonly string[]
  /** What this release has and the last one had not. */
  readonly added: readonly string[]
}

interface Part {
  readonly id: string
  readonly name: string
}

/**
 * Pure: what is missing in `now`. A part is the same if its name in AWS is the same, whatever its id: a stack with a
 * mistyped name keeps its id. An environment at another place is one finding, not one for each of its parts.
 */
export function vanishedParts(before: Composition, now: Composition): Vanished[] {
  const found: Vanished[] = []
  for (const was of before.environments) {
    const candidates = now.environments.filter(({ key }) => key === was.key)
    // A precheck of one environment judges that one.
    if (candidates.length === 0) continue
    const is = counterpartOf(was, before.environments, candidates)
    if (is === undefined) {
      found.push(movedTo(was, candidates))
      continue
    }
    const moved = placeChange(was, is)
    if (moved !== undefined) found.push(moved)
    found.push(
      ...missingIn('stack', was, moved !== undefined, stacksOf(was), stacksOf(is)),
      ...missingIn('deployment', was, moved !== undefined, deploymentsOf(was), deploymentsOf(is)),
    )
  }
  return [...merged(found), ...missingChecks(before.checks, now.checks)]
}

/** Everything that was compared, by number: environments, stacks, deployments and checks. */
export function countParts({ environments, checks }: Composition): number {
  return environments.reduce((sum, each) => sum + each.stacks.length + each.deployments.length, checks.length)
}

const stacksOf = ({ stacks }: ComposedEnvironment): Part[] => [...stacks]

/** Deployments on the runner have no name in AWS: their id is all that tells them apart. */
const deploymentsOf = ({ deployments }: ComposedEnvironment): Part[] =>
  deployments.map(({ id, platform, target }) => ({ id, name: platform === 'local' ? id : target }))

/** The same place; else one that no other place of the last release is: the environment has moved there. */
function counterpartOf(
  was: ComposedEnvironment,
  before: readonly ComposedEnvironment[],
  candidates: readonly ComposedEnvironment[],
): ComposedEnvironment | undefined {
  const isSame = (a: ComposedEnvironment, b: ComposedEnvironment): boolean =>
    a.key === b.key &&
    a.region === b.region &&
    (a.account === undefined || b.account === undefined || a.account === b.account)
  return (
    candidates.find((each) => isSame(was, each)) ?? candidates.find((each) => !before.some((one) => isSame(one, each)))
  )
}

function placeChange(was: ComposedEnvironment, is: ComposedEnvironment): Vanished | undefined {
  const parts = [...was.stacks, ...was.deployments]
  const accountDiffers = was.account !== undefined && is.account !== undefined && was.account !== is.account
  if (parts.length === 0 || (was.name === is.name && was.region === is.region && !accountDiffers)) return undefined
  return movedTo(was, [is])
}

function movedTo(was: ComposedEnvironment, now: readonly ComposedEnvironment[]): Vanished {
  const place = ({ name, account, region }: ComposedEnvironment): string =>
    [name, account, region].filter((each) => each !== undefined && each !== '').join(', ')
  return {
    kind: 'environment',
    id: was.key,
    places: [place(was)],
    names: [was.key, was.name],
    environments: [was.key],
    added: now.map(place),
  }
}

/** `moved`: names are others because the environment is; then only what is gone by its id as well is missing. */
function missingIn(
  kind: 'stack' | 'deployment',
  { key, account, region }: ComposedEnvironment,
  moved: boolean,
  before: readonly Part[],
  now: readonly Part[],
): Vanished[] {
  const left = [...now]
  const missing = before.filter((part) => {
    const index = left.findIndex(({ id, name }) => name === part.name || (moved && id === part.id))
    if (index === -1) return true
    left.splice(index, 1)
    return false
  })
  const where = [account, region].filter((each) => each !== undefined && each !== '').join(', ')
  return missing.map(({ id, name }) => ({
    kind,
    id,
    places: [`${name}${where === '' ? '' : ` in ${where}`} (${key})`],
    names: [id, name],
    environments: [key],
    added: left.map((part) => part.name),
  }))
}

/** The same part in both environments is one. */
function merged(found: readonly Vanished[]): Vanished[] {
  return [...Map.groupBy(found, ({ kind, id }) => `${kind} ${id}`).values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const all = (of: 'places' | 'names' | 'environments' | 'added'): string[] => [
      ...new Set(same.flatMap((each) => each[of])),
    ]
    return [
      { ...first, places: all('places'), names: all('names'), environments: all('environments'), added: all('added') },
    ]
  })
}

/**
 * Checks by their names. A name that was made from the options changes with them: such a check is the same as another one
 * without a name, of its key and kind, that is not matched otherwise. Its options are compared by the rule `rules`.
 */
function missingChecks(before: readonly ComposedCheck[], now: readonly ComposedCheck[]): Vanished[] {
  const left = [...now]
  const take = (same: (check: ComposedCheck) => boolean): boolean => {
    const index = left.findIndex(same)
    if (index !== -1) left.splice(index, 1)
    return index !== -1
  }
  return before
    .filter(({ name }) => !take((check) => check.name === name))
    .filter(
      ({ named, key, kind }) => named || !take((check) => !check.named && check.key === key && check.kind === kind),
    )
    .map(({ name, kind }) => ({
      kind: 'check' as const,
      id: name,
      places: [`${name} (${kind})`],
      names: [name],
      environments: [],
      added: left.map((check) => check.name),
    }))
}
