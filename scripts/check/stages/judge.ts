import type { Evidence } from '../../../src/evidence/document.ts'
import { blocks } from '../../../src/evidence/verdict.ts'
import type { Operation } from './platforms.ts'

export interface Seen {
  /** Whether the step saw the stage, so that the fault happened. */
  readonly reached: boolean
  /** Deployments that the run started, in AWS's state after the last step. */
  readonly operations: readonly Operation[]
  /** Whether the new version serves alone. */
  readonly serves: boolean
  readonly step: { readonly status: number | undefined; readonly evidence: Evidence | undefined }
  /** The evidence of all attempts. */
  readonly documents: readonly Evidence[]
}

export interface Verdict {
  readonly ending: 'green' | 'not green' | 'not reached'
  /** The codes that block. */
  readonly codes: readonly string[]
  /** Errors. */
  readonly wrong: readonly string[]
}

/**
 * Whether the documents name it; or, where the response with its id was denied, the service with the command that finds
 * it.
 */
function isNamed({ id, listedBy }: Operation, documents: readonly Evidence[]): boolean {
  return documents.some(
    ({ handles, findings }) =>
      handles.some(
        (handle) => handle.id.includes(id) || (listedBy !== undefined && handle.advice?.includes(listedBy) === true),
      ) ||
      findings.some(({ title, observed = '', advice = '' }) =>
        [title, observed, advice].some((text) => text.includes(id)),
      ),
  )
}

/** Pure: never green unless the new version serves alone, never two deployments, and what runs is named. */
export function judge({ reached, operations, serves, step, documents }: Seen): Verdict {
  const isGreen = step.status === 0
  const codes = (step.evidence?.findings ?? []).filter(blocks).map(({ code }) => code)
  const count = (state: Operation['state']): number => operations.filter((each) => each.state === state).length
  const shown = operations.map(({ id, status }) => `${id} ${status}`).join(', ') || 'none'
  const wrong = [
    ...(isGreen && !serves ? [`green, and the new version does not serve: ${shown}`] : []),
    ...(isGreen && count('succeeded') !== 1
      ? [`green with ${count('succeeded')} deployments that succeeded: ${shown}`]
      : []),
    ...(count('succeeded') + count('running') > 1 ? [`two deployments: ${shown}`] : []),
    ...operations
      .filter((each) => each.state === 'running' && !isNamed(each, documents))
      .map(({ id, status }) => `runs and is named nowhere: ${id} ${status}`),
    ...(isGreen || codes.length > 0 ? [] : ['neither green nor a finding that says why']),
  ]
  return { ending: reached ? (isGreen ? 'green' : 'not green') : 'not reached', codes: [...new Set(codes)], wrong }
}
