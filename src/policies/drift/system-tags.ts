import type { DriftReport } from '../../cloudformation/drift/drift.ts'
import { addedByAws } from '../../cloudformation/drift/tags.ts'
import type { Finding } from '../../evidence/finding.ts'
import { listed } from '../../support/text/text.ts'

const NAMED_AT_MOST = 10

/** Pure: one remark that counts the tags that AWS services added to the resources of a stack; none where there is no such tag. */
export function tagsOfAws(report: DriftReport, environment: string): Omit<Finding, 'details'>[] {
  const found = report.resources.flatMap(({ logicalId, status, differences }) => {
    const keys = status === 'MODIFIED' ? differences.flatMap((difference) => addedByAws(difference) ?? []) : []
    return keys.length === 0 ? [] : [{ logicalId, keys }]
  })
  if (found.length === 0) return []
  const count = found.reduce((sum, { keys }) => sum + keys.length, 0)
  return [
    {
      code: 'drift/system-tags',
      outcome: 'noted',
      title: `${environment}: AWS services added ${count} tags to resources of ${report.stack}, which are not drift`,
      subject: `stack/${report.stack}`,
      expected: 'tags of the template, and tags of AWS whose key begins with aws:',
      observed: listed(
        found.map(({ logicalId, keys }) => `${logicalId} (${keys.join(', ')})`),
        NAMED_AT_MOST,
      ),
      advice:
        'Do nothing: a template cannot declare a tag whose key begins with aws:, and only AWS adds or removes one.',
    },
  ]
}
