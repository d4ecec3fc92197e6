import type { IntentEntry } from '../config/intent.ts'
import type { ResourceChange } from '../evidence/document.ts'
import { matchesGlob } from '../support/glob.ts'
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

/** What CloudFormation leaves open may be anything: it is forbidden by each action, and allowed by Modify at best. */
function isAction(action: string, change: ResourceChange, as: 'allow' | 'forbid'): boolean {
  if (action === change.action) return true
  const open = change.action === 'Dynamic' || change.action === 'Unknown'
  if (as === 'forbid') return open || (action === 'Modify' && change.action === 'SyncWithActual')
  return action === 'Modify' && (change.action === 'Dynamic' || change.action === 'SyncWithActual')
}
