import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Properties } from '../../../sandbox/contract.ts'

/** A resource as AWS returned it, with what its template declared. */
export interface RecordedCase {
  readonly case: string
  readonly type: string
  readonly logicalId: string
  readonly physicalId: string
  readonly declared: Properties
  readonly live: Properties
  /** Names of inline policies that sibling resources own. */
  readonly siblingPolicyNames?: readonly string[]
  readonly account: string
  readonly region: string
  readonly expected: readonly { readonly tier: string; readonly path: string }[]
}

/** Whether the resource was written by hand for a test of the corpus: no AWS account returned it. */
export const isHandMade = ({ physicalId }: RecordedCase): boolean => /(^|[/:])corpus-/.test(physicalId)

/** Properties that were changed in the recorded resource, or whose declared value is not known. */
export function changedByHand({ expected }: RecordedCase): ReadonlySet<string> {
  const found = expected.filter(({ tier }) => ['declared', 'undeclared', 'unresolved'].includes(tier))
  return new Set(found.map(({ path }) => path.split(/[.[]/)[0] ?? ''))
}

export function readCases(folder: string): RecordedCase[] {
  const lines = readFileSync(join(folder, 'models.jsonl'), 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as RecordedCase)
}
