/** One account and region of one environment: what plans, snapshots, outputs and handles are about. */
export interface Place {
  readonly environment: string
  /** Absent where neither a stack nor a role says it. */
  readonly account?: string
  /** Absent where nothing of the environment is in AWS. */
  readonly region?: string
}

/** A place in AWS. */
export interface AwsPlace extends Place {
  readonly region: string
}

/** The key of a place in a map. Two regions or accounts of one environment have different keys. */
export function placeKey({ environment, account, region }: Place): string {
  return JSON.stringify([environment, account ?? null, region ?? null])
}

/** What tells two handles apart: the ids of some services are unique in one account and region only. */
export function handleKey(handle: Place & { readonly kind: string; readonly id: string }): string {
  return JSON.stringify([handle.kind, handle.id, placeKey(handle)])
}

/** The place alone, of something that has one. */
export function placeOf({ environment, account, region }: Place): Place {
  return { environment, ...(account !== undefined && { account }), ...(region !== undefined && { region }) }
}

/** Whether both can be the same place: an absent account or region is unknown and may be any. */
export function isSamePlace(a: Place, b: Place): boolean {
  return a.environment === b.environment && fits(a.account, b.account) && fits(a.region, b.region)
}

function fits(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b
}

export interface PlaceGroup<T> {
  readonly place: Place
  readonly entries: readonly T[]
}

/**
 * Entries by place, places in the order in which they appear. An entry without account or region belongs to the only
 * place that it can be of; where there are several, it is a place of its own.
 */
export function byPlace<T extends Place>(entries: readonly T[]): PlaceGroup<T>[] {
  const known = [...new Map(entries.map((entry) => [placeKey(entry), placeOf(entry)])).values()]
  const resolved = (entry: Place): Place => {
    const fuller = known.filter((place) => isSamePlace(place, entry) && knows(place) > knows(entry))
    const most = fuller.filter((place) =>
      fuller.every((other) => isSamePlace(other, place) && knows(other) <= knows(place)),
    )
    return most.length === 1 ? (most[0] ?? entry) : placeOf(entry)
  }
  const groups = Map.groupBy(entries, (entry) => placeKey(resolved(entry)))
  return [...groups.values()].flatMap((group) => (group[0] ? [{ place: resolved(group[0]), entries: group }] : []))
}

function knows({ account, region }: Place): number {
  return Number(account !== undefined) + Number(region !== undefined)
}

/**
 * The name of a place among others: `production` where the environment has one place, otherwise
 * `production (us-east-1)`, with the account where it has several.
 */
export function showPlace(place: Place, among: readonly Place[]): string {
  const siblings = among.filter(({ environment }) => environment === place.environment)
  if (byPlace([place, ...siblings]).length <= 1) return place.environment
  const accounts = new Set(siblings.map(({ account }) => account))
  const parts = [accounts.size > 1 ? place.account : undefined, place.region].filter((part) => part !== undefined)
  return parts.length === 0 ? place.environment : `${place.environment} (${parts.join(', ')})`
}

/**
 * Pairs of places of two environments that are compared: those of one region, and where the other environment has no
 * place in that region, all of its places. Every place is in at least one pair.
 */
export function pairsOf<A extends Place, B extends Place>(
  some: readonly A[],
  others: readonly B[],
): { readonly one: A; readonly other: B }[] {
  const alike = (one: Place, other: Place): boolean => fits(one.region, other.region)
  return some.flatMap((one) =>
    others
      .filter(
        (other) =>
          alike(one, other) || !some.some((each) => alike(each, other)) || !others.some((each) => alike(one, each)),
      )
      .map((other) => ({ one, other })),
  )
}
