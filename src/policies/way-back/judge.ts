import { isPerhapsReplaced } from '../../cloudformation/change-sets/changes.ts'
import { reverseOf, type ReverseChange } from '../../cloudformation/change-sets/reverse.ts'
import type { ResourceChange } from '../../evidence/document.ts'
import { recordOf } from '../../support/records.ts'
import { holdsWhat, isCustom, NOT_REMOVED_WITH_CONTENT } from './identities.ts'
import { applies, ONE_WAY, type OneWay } from './one-way.ts'

/** One resource of a forward change set, as it is and as it will be. */
export interface ForwardChange {
  readonly change: ResourceChange
  /** Properties, as far as they are known. */
  readonly before: Readonly<Record<string, unknown>> | undefined
  readonly after: Readonly<Record<string, unknown>> | undefined
  /** Policies of the previous template and of the new one; undefined where that template does not have them. */
  readonly policies: { readonly before: Policies; readonly after: Policies }
  /** Parameters with NoEcho, whose earlier values cannot be read. */
  readonly secretParameters: ReadonlySet<string>
}

export interface Policies {
  readonly deletion?: string | undefined
  readonly replacement?: string | undefined
}

/**
 * What the way back does not restore. `lost`: something is gone or empty. `refused`: the update back fails. `secret`: an
 * earlier secret value is not known. `stays`: something remains outside of the stack. `removed`: what the new version has
 * written goes with a new resource. `moved`: it comes back with another address. `policy`: it is protected less in the
 * meantime. `unknown`: it is not known.
 */
export interface Consequence {
  readonly kind: 'lost' | 'refused' | 'secret' | 'stays' | 'removed' | 'moved' | 'policy' | 'unknown'
  /** Whether CloudFormation or a value leaves open that it happens. */
  readonly perhaps: boolean
  readonly blocks: boolean
  /** Completes `the way back …`. */
  readonly text: string
  /** The page of AWS that says so. */
  readonly source?: string
}

export interface WayBack {
  readonly reverse: ReverseChange
  readonly consequences: readonly Consequence[]
}

const KEEPING: ReadonlySet<string> = new Set([
  'Retain',
  'RetainExceptOnCreate',
  'Snapshot',
  'ReplaceAndRetain',
  'ReplaceAndSnapshot',
])

/** Pure: the change that undoes a change, and what it does not restore. */
export function judgeWayBack(forward: ForwardChange): WayBack {
  const { change } = forward
  const reverse = reverseOf(change)
  return { reverse, consequences: [...consequencesOf(forward, reverse), ...weakenedPolicy(forward)] }
}

function consequencesOf(forward: ForwardChange, reverse: ReverseChange): Consequence[] {
  const { change } = forward
  if (change.type === 'AWS::CloudFormation::Stack' && change.action !== 'Remove' && change.replacement !== 'True')
    return []
  if (isCustom(change.type) && change.action !== 'Add') {
    return [open(`runs the update of ${change.type}, and nothing tells what it does`)]
  }
  if (reverse.action === 'Unknown')
    return [open('is not known: CloudFormation describes the change by nothing that has a reverse')]
  switch (change.action) {
    case 'Add':
      return afterAdd(forward)
    case 'Import':
      return afterImport(forward)
    case 'Remove':
      return afterRemove(forward)
    default:
      return [
        ...(change.replacement === 'False' ? [] : afterReplacement(forward)),
        ...(change.replacement === 'True' ? [] : afterUpdate(forward)),
      ]
  }
}

function afterAdd({ change, after, policies }: ForwardChange): Consequence[] {
  const policy = policies.after.deletion
  const name = fixedName(change.type, after)
  const held = holdsWhat(change.type)
  if (policy === 'Retain' || policy === 'RetainExceptOnCreate') {
    const again = name === undefined ? '' : `; its name ${name} is then taken when the release is deployed again`
    return [stays(`leaves it outside of the stack (DeletionPolicy: ${policy})${again}`)]
  }
  if (held?.kind !== 'content') return []
  if (policy === 'Snapshot') return [stays(`removes it, and a snapshot of its ${held.what} stays`)]
  const refusing = NOT_REMOVED_WITH_CONTENT.has(change.type) && after?.['EmptyOnDelete'] !== true
  return [
    refusing
      ? stays(`cannot remove it while it has ${held.what}: it stays outside of the stack`)
      : {
          kind: 'removed',
          perhaps: false,
          blocks: false,
          text: `removes it with the ${held.what} that the new version has written`,
        },
  ]
}

function afterImport({ change, policies }: ForwardChange): Consequence[] {
  const policy = policies.after.deletion
  if (policy !== undefined && KEEPING.has(policy))
    return [stays('leaves it outside of the stack again, as it was before')]
  return [lost(`deletes ${change.type} that existed before the release: its DeletionPolicy is ${policy ?? 'Delete'}`)]
}

function afterRemove({ change, before, policies }: ForwardChange): Consequence[] {
  const policy = change.policyAction ?? policies.before.deletion
  const held = holdsWhat(change.type)
  const name = fixedName(change.type, before)
  const kept = policy !== undefined && KEEPING.has(policy)
  if (kept && policy !== 'Snapshot' && name !== undefined) {
    return [
      refused(`cannot create ${name} again, since the retained one has the name; it has to be imported into the stack`),
    ]
  }
  if (held?.kind === 'content') {
    if (policy === 'Snapshot')
      return [lost(`makes an empty one; its ${held.what} are restored by hand from the snapshot`)]
    return [
      lost(
        kept
          ? `makes an empty one; the retained one with its ${held.what} stays outside of the stack`
          : `makes an empty one: its ${held.what} are deleted by the release`,
      ),
    ]
  }
  return held === undefined ? [] : [moved(held.what)]
}

function afterReplacement({ change, before, policies }: ForwardChange): Consequence[] {
  const perhaps = isPerhapsReplaced(change)
  const held = holdsWhat(change.type)
  // AWS does not document which of both templates decides; the worse one counts.
  const declared = [policies.before.replacement, policies.after.replacement]
  const keeps = change.policyAction === undefined ? declared.every(isKeeping) : isKeeping(change.policyAction)
  const mayKeep = change.policyAction === undefined ? declared.some(isKeeping) : keeps
  const name = fixedName(change.type, before)
  if (held?.kind === 'content') {
    const where = keeps
      ? `the retained one with its ${held.what} stays outside of the stack`
      : `its ${held.what} are deleted by the release`
    return [lost(`makes another, empty one: ${where}`, perhaps)]
  }
  if (name !== undefined && mayKeep) {
    return [refused(`cannot create ${name} again, since the retained one has the name`, perhaps || !keeps)]
  }
  return held === undefined ? [] : [moved(held.what, perhaps)]
}

function isKeeping(policy: string | undefined): boolean {
  return policy !== undefined && KEEPING.has(policy)
}

function afterUpdate(forward: ForwardChange): Consequence[] {
  const { change, secretParameters } = forward
  const paths = change.properties.map(({ path }) => path)
  const entries = ONE_WAY.filter(
    ({ type, property }) => type === change.type && paths.some((path) => touches(path, property)),
  )
  const secrets = change.properties.flatMap(({ causes }) =>
    causes.flatMap((cause) => {
      const [, parameter] = /^ParameterReference (.+)$/.exec(cause) ?? []
      return parameter !== undefined && secretParameters.has(parameter) ? [parameter] : []
    }),
  )
  return [
    ...entries.flatMap((entry) => byEntry(entry, forward)),
    ...[...new Set(secrets)].map((parameter): Consequence => ({
      kind: 'secret',
      perhaps: false,
      blocks: true,
      text: `keeps the new value of the parameter ${parameter}: it has NoEcho, and AWS does not give its earlier value`,
    })),
  ]
}

/** Whether a change at the path concerns the property, or a part of it, or something that contains it. */
function touches(path: string, property: string): boolean {
  const own = `/Properties/${property}`
  return property === ''
    ? path.startsWith('/Properties/')
    : path === own || path.startsWith(`${own}/`) || own.startsWith(`${path}/`)
}

function byEntry(entry: OneWay, { change, before, after }: ForwardChange): Consequence[] {
  const exact = change.properties.find(({ path }) => path === `/Properties/${entry.property}`)
  const known = before !== undefined && after !== undefined
  const [was, is] = known
    ? [valueAt(before, entry.property), valueAt(after, entry.property)]
    : [exact?.before ?? UNKNOWN, exact?.after ?? UNKNOWN]
  const does = was === UNKNOWN || is === UNKNOWN ? undefined : applies(entry, was, is)
  if (does === false) return []
  const text =
    entry.effect === 'refused'
      ? `cannot set ${entry.property} back to ${show(was)}: ${entry.why}`
      : `does not restore what the change of ${entry.property || 'the resource'} discards: ${entry.why}`
  return [{ kind: entry.effect, perhaps: does === undefined, blocks: entry.blocks, text, source: entry.source }]
}

const UNKNOWN = Symbol('unknown')

function valueAt(properties: Readonly<Record<string, unknown>>, path: string): unknown {
  return path === '' ? properties : path.split('/').reduce<unknown>((value, name) => recordOf(value)[name], properties)
}

function show(value: unknown): string {
  return value === UNKNOWN
    ? 'its earlier value'
    : value === undefined
      ? 'nothing'
      : typeof value === 'string'
        ? value
        : JSON.stringify(value)
}

/** A policy that kept what is removed or replaced, and does no longer. */
function weakenedPolicy({ change, policies: { before, after } }: ForwardChange): Consequence[] {
  if (change.action === 'Add' || change.action === 'Remove' || change.action === 'Import') return []
  const named = [
    ['DeletionPolicy', before.deletion, after.deletion],
    ['UpdateReplacePolicy', before.replacement, after.replacement],
  ] as const
  return named.flatMap(([policy, was, is]): Consequence[] =>
    isKeeping(was) && !isKeeping(is)
      ? [
          {
            kind: 'policy',
            perhaps: false,
            blocks: false,
            text: `restores ${policy}: ${was}; until it is complete, a removal or replacement keeps nothing`,
          },
        ]
      : [],
  )
}

const UNNAMED_KINDS: ReadonlySet<string> = new Set(['UserPool', 'UserPoolClient', 'IdentityPool'])

/** The name that a template gives; a second resource cannot have it while the first exists. */
function fixedName(type: string, properties: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const kind = type.split('::').at(-1) ?? ''
  if (UNNAMED_KINDS.has(kind)) return undefined
  for (const key of [`${kind}Name`, `${kind}Identifier`, 'Name']) {
    const value = properties?.[key]
    if (value !== undefined) return typeof value === 'string' ? value : `its ${key}`
  }
  return undefined
}

function lost(text: string, perhaps = false): Consequence {
  return { kind: 'lost', perhaps, blocks: true, text }
}

function refused(text: string, perhaps = false): Consequence {
  return { kind: 'refused', perhaps, blocks: true, text }
}

function stays(text: string): Consequence {
  return { kind: 'stays', perhaps: false, blocks: false, text }
}

function moved(what: string, perhaps = false): Consequence {
  return { kind: 'moved', perhaps, blocks: false, text: `makes another one with another ${what}` }
}

function open(text: string): Consequence {
  return { kind: 'unknown', perhaps: true, blocks: true, text }
}
