/** The content of an IAM refusal: principal, action, resource, and the kind of policy that denies it. */
export interface Refusal {
  readonly who: string
  readonly action: string
  /** Absent where AWS does not say. */
  readonly resource?: string
  /** `identity-based policy`, `service control policy`, `permissions boundary`, …; absent where AWS does not say. */
  readonly policy?: string
  /** True for an explicit deny: another statement that allows it has no effect. */
  readonly explicit: boolean
}

const MOST_RESOURCES = 5

/** Parses AWS's message; undefined where it is no IAM refusal. */
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

/** The role of a session's ARN: policies are attached to the role. */
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
    return `Remove the Deny of ${action}${on} for ${who} from the ${policy}; another Allow has no effect.`
  }
  const statement = { Effect: 'Allow', Action: action, Resource: given.length > 1 ? given : (given[0] ?? '*') }
  const place = policy === 'identity-based policy' ? 'its policy' : `the ${policy} too, which limits all other policies`
  const all = policy === 'identity-based policy' ? '; docs/iam of this action lists the permissions of each role' : ''
  return `Allow ${action}${on} for ${who}: add ${JSON.stringify(statement)} to ${place}${all}.`
}

/** The expected permission of refused calls. */
export function allowed(refusals: readonly [Refusal, ...Refusal[]]): string {
  const on = shown(resourcesOf(refusals)).join(', ')
  return `${refusals[0].action} allowed${on === '' ? '' : ` on ${on}`}`
}

function resourcesOf(refusals: readonly Refusal[]): readonly string[] {
  return [...new Set(refusals.flatMap(({ resource }) => (resource === undefined ? [] : [lasting(resource)])))]
}

/**
 * The last part of a stack's ARN is new with each creation, and the names of change sets and uploaded objects are new with each
 * release.
 */
function lasting(arn: string): string {
  return arn
    .replace(/(:(?:stack|changeSet)\/[^/]+\/)[0-9a-f-]{36}$/, '$1*')
    .replace(/(:changeSet\/td-).*$/, '$1*/*')
    .replace(/(:::[^/]+\/.*\/)(?:sha256-)?[0-9a-f]{64}\.[a-z]+$/, '$1*')
}

/** The common pattern of several resources. */
function shown(resources: readonly string[]): readonly string[] {
  if (resources.length <= MOST_RESOURCES) return resources
  const [first = '', ...others] = resources
  let length = first.length
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1
  return [`${first.slice(0, length)}*`]
}
