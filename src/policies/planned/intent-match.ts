import { globOf } from '../../cloudformation/template/content-ids.ts'
import type { Intent, IntentEntry } from '../../config/schema/intent.ts'
import type { ResourceChange } from '../../evidence/document.ts'
import { THIS_RELEASE, type Finding } from '../../evidence/finding.ts'
import { matchesGlob } from '../../support/files/glob.ts'
import type { PlacedChange } from './changes.ts'

/** Whether the entry is about this resource, whatever happens to it. */
export function names(entry: IntentEntry, { id, change, environment }: PlacedChange): boolean {
  return (
    (entry.environment === undefined || entry.environment === environment.environment.key) &&
    (entry.resource === undefined || matchesGlob(entry.resource, id)) &&
    (entry.type === undefined || matchesGlob(entry.type, change.type))
  )
}

/** An allowance covers what it says and no more; a prohibition covers all that it does not leave out. */
export function covers(entry: IntentEntry, placed: PlacedChange, as: 'allow' | 'forbid'): boolean {
  if (!names(entry, placed)) return false
  const { change } = placed
  if (entry.action !== undefined && !entry.action.some((action) => isAction(action, change, as))) return false
  const replaces = change.replacement !== 'False'
  if (as === 'allow' && replaces && entry.replacement !== true) return false
  if (as === 'forbid' && entry.replacement === true && !replaces) return false
  if (entry.properties === undefined) return true
  const matching = (path: string): boolean =>
    entry.properties?.some((glob) => matchesGlob(glob, path) || path.startsWith(`${glob}/`)) ?? false
  const paths = change.properties.map((property) => property.path)
  return as === 'allow' ? paths.every(matching) : paths.some(matching)
}

/** What the intent says for a change, as a waiver: by an entry for all of its type, or only one that names it. */
export function waivedBy(
  intent: Intent | undefined,
  placed: PlacedChange,
  only?: 'named',
): { readonly waived?: NonNullable<Finding['waived']> } {
  const entry = [...(intent?.allow ?? []), ...(intent?.expect ?? [])].find(
    (each) => (only === undefined || each.resource !== undefined) && covers(each, placed, 'allow'),
  )
  if (entry === undefined) return {}
  const reason = entry.reason ?? 'declared by the intent of this release'
  return { waived: { reason, until: THIS_RELEASE } }
}

/** The entry of an intent file that declares this change. */
export function entryFor({ id, change, environment, everywhere }: PlacedChange, ...more: readonly string[]): string {
  const members = [
    `resource: ${id.slice(0, id.length - change.logicalId.length)}${globOf(change.logicalId, change.type)}`,
    `action: ${DECLARED.has(change.action) ? change.action : 'Modify'}`,
    ...(change.replacement === 'False' ? [] : ['replacement: true']),
    ...more,
    // Expected of both, it would be missed in the other one.
    ...(everywhere ? [] : [`environment: ${environment.environment.key}`]),
  ]
  return `{ ${members.join(', ')} }`
}

const DECLARED: ReadonlySet<string> = new Set(['Add', 'Modify', 'Remove', 'Import'])

/** What CloudFormation leaves open may be anything: it is forbidden by each action, and allowed by Modify at best. */
function isAction(action: string, change: ResourceChange, as: 'allow' | 'forbid'): boolean {
  if (action === change.action) return true
  const open = change.action === 'Dynamic' || change.action === 'Unknown'
  if (as === 'forbid') return open || (action === 'Modify' && change.action === 'SyncWithActual')
  return action === 'Modify' && (change.action === 'Dynamic' || change.action === 'SyncWithActual')
}
