import type { DriftReport } from '../../cloudformation/drift/drift.ts'
import type { LiveFacts } from '../../cloudformation/live/contract.ts'
import { ACCESS_KINDS } from '../../cloudformation/live/kinds/index.ts'
import { listed } from '../../support/text/text.ts'
import type { StackFacts } from '../contract.ts'

const NAMED_AT_MOST = 10

/**
 * CloudFormation compares declared properties only. What gives access is in findings of its own where it was read; where
 * it was not, it is named here.
 */
export function unseen(report: DriftReport, stack: StackFacts | undefined, live: LiveFacts | undefined): string {
  if (live?.models !== undefined) return '; what the template does not declare is compared with the other environment'
  if (live !== undefined) return '; other properties that the template does not declare are not read'
  const open = report.resources.flatMap(({ type, logicalId }) => {
    const aspects = ACCESS_KINDS[type]?.aspects ?? []
    const declared = report.stack.includes('/') ? undefined : stack?.source.template.resources[logicalId]?.properties
    const left = aspects.filter(
      ({ name }) => declared === undefined || !Object.hasOwn(declared, name.split('/')[1] ?? ''),
    )
    return left.length === 0 ? [] : [`${logicalId} (${left.map(({ name }) => name.slice(1)).join(', ')})`]
  })
  if (open.length === 0) return '; properties that the template does not declare are not read'
  return `; not read, since no template declares it: access of ${listed(open, NAMED_AT_MOST)}`
}
