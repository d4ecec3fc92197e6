import type { StackState } from '../cloudformation/stack.ts'
import type { PlaceState } from '../evidence/document.ts'
import type { ServingResource } from './contract.ts'
import { pathOfServing } from './find.ts'

/** Whether the stack is not in the state that was recorded: updated since, or another one of its name. Pure. */
export function hasChanged(
  id: string,
  state: Pick<StackState, 'arn' | 'updatedAt'> | undefined,
  { values }: Pick<PlaceState, 'values'>,
): boolean {
  const differs = (path: string, now: string | undefined): boolean =>
    typeof values[path] === 'string' && values[path] !== now
  return differs(`stacks/${id}/arn`, state?.arn) || differs(`stacks/${id}/updated`, state?.updatedAt)
}

/** The recorded values of what serves that are of none of these resources, as paths: `alias/mail/live/version`. Pure. */
export function goneFrom({ values }: Pick<PlaceState, 'values'>, found: readonly ServingResource[]): string[] {
  const paths = found.map((resource) => `serving/${pathOfServing(resource)}`)
  return Object.keys(values)
    .filter((path) => path.startsWith('serving/') && !path.startsWith('serving/stack/'))
    .filter((path) => !paths.some((each) => path === each || path.startsWith(`${each}/`)))
    .map((path) => path.slice('serving/'.length))
}
