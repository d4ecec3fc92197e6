import type { ResourceChange } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Rule } from './contract.ts'
import { inWords, placedChanges, type PlacedChange } from './changes.ts'
import { STATEFUL_TYPES } from './stateful-types.ts'

/** No resource that holds state is replaced or removed. */
export const rule: Rule = {
  meta: {
    code: 'change/replaces-state',
    title: 'No resource that holds state is replaced or removed',
    docs:
      'A replaced or removed table, bucket, key or file system is gone with what it holds. It is safe where the ' +
      'resource is retained or, on removal, kept as a snapshot. Replacement that CloudFormation leaves open counts as replacement.',
    codes: ['change/replaces-state', 'change/removes-state', 'change/keeps-state'],
  },
  judge(facts) {
    const changes = placedChanges(facts)
    const findings = changes.flatMap((placed) => judgeChange(placed))
    if (findings.length > 0) return findings
    if (facts.environments.every((environment) => environment.stacks.length === 0)) return []
    const held = changes.filter(({ change }) => STATEFUL_TYPES[change.type] !== undefined).length
    return [
      {
        code: 'change/keeps-state',
        outcome: 'pass',
        title: 'No resource that holds state is replaced or removed',
        subject: 'stacks',
        expected: 'no replacement and no removal',
        observed: `${changes.length} changes, ${held} of them to resources that hold state`,
      },
    ]
  },
}

type Loss = 'none' | 'replaced' | 'perhaps' | 'removed'

/** What happens to what the resource holds. `Retain` and a snapshot keep it, each only where they apply. */
function lossOf(change: ResourceChange): Loss {
  if (change.action === 'Remove') return keeps(change.policyAction) ? 'none' : 'removed'
  if (change.action === 'Add' || change.action === 'Import') return 'none'
  if (change.replacement === 'False' && change.action !== 'Unknown') return 'none'
  if (keeps(change.policyAction)) return 'none'
  return change.replacement === 'True' ? 'replaced' : 'perhaps'
}

function keeps(policyAction: string | undefined): boolean {
  return (
    policyAction === 'Retain' ||
    policyAction === 'Snapshot' ||
    policyAction === 'ReplaceAndRetain' ||
    policyAction === 'ReplaceAndSnapshot'
  )
}

function judgeChange({ change, environment, stack, subject }: PlacedChange): Finding[] {
  const type = STATEFUL_TYPES[change.type]
  if (type === undefined) return []
  const loss = lossOf(change)
  if (loss === 'none') return []
  const name = environment.environment.key
  const declared = stack.source.template.resources[change.logicalId]
  const removed = loss === 'removed'
  const causes = change.properties
    .filter((property) => property.requiresRecreation !== 'Never')
    .map((property) => `${property.path} (${property.causes.join(', ')})`)
  return [
    {
      code: removed ? 'change/removes-state' : 'change/replaces-state',
      outcome: 'fail',
      title: removed
        ? `${name}: ${change.logicalId} would be removed with its ${type.holds}`
        : `${name}: ${change.logicalId} ${loss === 'perhaps' ? 'might' : 'would'} be replaced by an empty one; its ${type.holds} would be lost`,
      subject,
      expected: 'an update in place, or nothing',
      observed: `${inWords(change)}${causes.length === 0 ? '' : `; because of ${causes.join(', ')}`}`,
      advice: removed
        ? `Keep ${change.logicalId} in the template, or first deploy it with \`DeletionPolicy: Retain\` and then remove it.`
        : `Undo the change of ${causes.length === 0 ? 'its properties' : causes.join(', ')}; to move the data, add a new resource beside ` +
          `${change.logicalId}, copy, switch, and remove the old one in a later release. UpdateReplacePolicy: Retain keeps the old one.`,
      ...(declared &&
        subject === `stack/${stack.stack.id}/resource/${change.logicalId}` && { source: declared.source }),
      details: { environment: name, type: change.type, holds: type.holds, stack: stack.stack.name },
    },
  ]
}
