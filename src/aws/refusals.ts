/** What an IAM refusal says: who may not do what, on which resource, and which kind of policy has the last word. */
export interface Refusal {
  readonly who: string
  readonly action: string
  /** Absent where AWS does not tell. */
  readonly resource?: string
  /** `identity-based policy`, `service control policy`, `permissions boundary`, …; absent where AWS does not tell. */
  readonly policy?: string
  /** A statement forbids it; to allow it elsewhere changes nothing. */
  readonly explicit: boolean
}

const MOST_RESOURCES = 5

/** Reads AWS's words; undefined where they are no refusal of IAM's. */
export function refusalIn(said: string): Refusal | undefined {
  const named = /(\S+) is not authorized to perform: (\S+)(?: on resource: "?([^\s"]+))?/.exec(said)
  const [, user, action, resource] = named ?? []
  if (user === undefined || action === undefined) return undefined
  const forbidden = /explicit deny in (?:an?|the) ([a-z][\w -]*?(?:policy|boundary))/i.exec(said)?.[1]
  const absent = /because no ([a-z][\w -]*?(?:policy|boundary)) allows/i.exec(said)?.[1]
  const policy = forbidden ?? absent
  return {
    who: nameOf(user),
    action,
    ...(resource !== undefined && { resource: resource.replace(/[.,]$/, '') }),
    ...(policy !== undefined && { policy }),
    explicit: forbidden !== undefined || /explicit deny/i.test(said),
  }
}

/** A session's ARN names its role; that is what policies hang on. */
function nameOf(arn: string): string {
  const role = /:assumed-role\/(?:.*\/)?([^/]+)\/[^/]*$/.exec(arn)?.[1]
  return role === undefined ? arn : `the role ${role}`
}

/** The exact next step for refusals of one action, all of the same kind, with the statement that is missing. */
export function adviceOn(refusals: readonly [Refusal, ...Refusal[]]): string {
  const [{ who, action, policy = 'identity-based policy', explicit }] = refusals
  const given = shown(resourcesOf(refusals))
  const on = given.length === 0 ? '' : ` on ${given.join(', ')}`
  if (explicit) {
    return `Take the Deny of ${action}${on} for ${who} out of the ${policy}; an Allow elsewhere changes nothing.`
  }
  const statement = { Effect: 'Allow', Action: action, Resource: given.length > 1 ? given : (given[0] ?? '*') }
  const place = policy === 'identity-based policy' ? 'its policy' : `the ${policy} too, which has the last word`
  const all = policy === 'identity-based policy' ? '; docs/iam of this action has all that each role needs' : ''
  return `Allow ${action}${on} for ${who}: add ${JSON.stringify(statement)} to ${place}${all}.`
}

/** What was expected where these were refused. */
export function allowed(refusals: readonly [Refusal, ...Refusal[]]): string {
  const on = shown(resourcesOf(refusals)).join(', ')
  return `${refusals[0].action} allowed${on === '' ? '' : ` on ${on}`}`
}

function resourcesOf(refusals: readonly Refusal[]): readonly string[] {
  return [...new Set(refusals.flatMap(({ resource }) => (resource === undefined ? [] : [lasting(resource)])))]
}

/**
 * The last part of an ARN is new with each stack of that name, and the names of our change sets and of what we put into
 * buckets, which are digests, are new with each release.
 */
function lasting(arn: string): string {
  return arn
    .replace(/(:(?:stack|changeSet)\/[^/]+\/)[0-9a-f-]{36}$/, '$1*')
    .replace(/(:changeSet\/td-).*$/, '$1*/*')
    .replace(/(:::[^/]+\/.*\/)(?:sha256-)?[0-9a-f]{64}\.[a-z]+$/, '$1*')
}

/** Many resources as the pattern that they have in common. */
function shown(resources: readonly string[]): readonly string[] {
  if (resources.length <= MOST_RESOURCES) return resources
  const [first = '', ...others] = resources
  let length = first.length
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1
  return [`${first.slice(0, length)}*`]
}
