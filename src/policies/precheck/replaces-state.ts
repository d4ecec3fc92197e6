import { isPerhapsReplaced, isReplacementOpen } from '../../cloudformation/change-sets/changes.ts'
import type { ResourceChange } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { entryFor, waivedBy } from '../planned/intent-match.ts'
import type { Facts, Rule } from '../contract.ts'
import { inWords, placedChanges, provedByPlans, type PlacedChange } from '../planned/changes.ts'
import { STATEFUL_TYPES } from '../planned/stateful-types.ts'

/** No resource that holds state is replaced or removed. */
export const rule: Rule = {
  meta: {
    code: 'change/replaces-state',
    title: 'No resource that holds state is replaced or removed',
    docs:
      'A replaced or removed table, bucket, key or file system is lost with its content. It is safe where the ' +
      'resource is retained or, on removal, kept as a snapshot. Replacement that CloudFormation leaves open counts as replacement.',
    codes: ['change/replaces-state', 'change/removes-state', 'change/keeps-state'],
  },
  judge(facts) {
    const changes = placedChanges(facts)
    const findings = changes.flatMap((placed) => judgeChange(placed, facts))
    if (findings.length > 0) return findings
    const held = changes.filter(({ change }) => STATEFUL_TYPES[change.type] !== undefined).length
    return provedByPlans(facts, {
      code: 'change/keeps-state',
      title: 'No resource that holds state is replaced or removed',
      subject: 'stacks',
      expected: 'no replacement and no removal',
      observed: `${changes.length} changes, ${held} of them to resources that hold state`,
    })
  },
}

/** `kept`: the old one stays, but the release would go on with an empty one. */
type Loss = 'none' | 'replaced' | 'kept' | 'removed'

/** What happens to what the resource holds. `Retain` and a snapshot keep it, each only where they apply. */
function lossOf({ change, stack, subject }: PlacedChange): Loss {
  if (change.action === 'Remove') return keeps(change.policyAction) ? 'none' : 'removed'
  if (change.action === 'Add' || change.action === 'Import') return 'none'
  if (change.replacement === 'False' && change.action !== 'Unknown') return 'none'
  const own = subject === `stack/${stack.stack.id}/resource/${change.logicalId}`
  const declared = own ? stack.source.template.resources[change.logicalId]?.updateReplacePolicy : undefined
  return keeps(change.policyAction ?? declared) ? 'kept' : 'replaced'
}

const KEEPING = new Set(['Retain', 'Snapshot', 'ReplaceAndRetain', 'ReplaceAndSnapshot'])

function keeps(policyAction: string | undefined): boolean {
  return policyAction !== undefined && KEEPING.has(policyAction)
}

function judgeChange(placed: PlacedChange, facts: Facts): Finding[] {
  const { change, environment, stack, subject } = placed
  const type = STATEFUL_TYPES[change.type]
  if (type === undefined) return []
  const loss = lossOf(placed)
  if (loss === 'none') return []
  const name = environment.environment.key
  const own = subject === `stack/${stack.stack.id}/resource/${change.logicalId}`
  const declared = own ? stack.source.template.resources[change.logicalId] : undefined
  const causes = change.properties
    .filter((property) => property.requiresRecreation !== 'Never')
    .map((property) => `${property.path} (${property.causes.join(', ')})`)
  return [
    {
      code: loss === 'removed' ? 'change/removes-state' : 'change/replaces-state',
      outcome: 'fail',
      title: `${name}: ${titleOf(loss, change, type.holds)}`,
      subject,
      expected: loss === 'removed' ? 'the resource kept' : 'an update in place, or no change',
      observed: `${inWords(change)}${causes.length === 0 ? '' : `; because of ${causes.join(', ')}`}`,
      advice: adviceOf(loss, placed, causes, facts),
      ...(declared && { source: declared.source }),
      details: { environment: name, type: change.type, holds: type.holds, stack: stack.stack.name },
      // That the old one is kept, unused, can be meant; that state is lost cannot.
      ...(loss === 'kept' && waivedBy(facts.intent, placed)),
    },
  ]
}

function titleOf(loss: Loss, change: ResourceChange, holds: string): string {
  const { logicalId } = change
  if (loss === 'removed') return `${logicalId} would be removed with its ${holds}`
  const replaced = `${logicalId} ${isPerhapsReplaced(change) ? 'might' : 'would'} be replaced by an empty one`
  return loss === 'kept'
    ? `${replaced}; the old one is kept, but nothing uses its ${holds}`
    : `${replaced}, and its ${holds} lost`
}

function adviceOf(loss: Loss, placed: PlacedChange, causes: readonly string[], facts: Facts): string {
  const { change } = placed
  if (loss === 'removed') {
    return `Keep ${change.logicalId} in the template, or first deploy it with \`DeletionPolicy: Retain\` and remove it in a later release.`
  }
  const file = facts.config.precheck.intent ?? 'an intent file (precheck.intent)'
  const declared = `expect: [${entryFor(placed)}]`
  if (loss !== 'kept' && isReplacementOpen(change)) {
    return (
      `CloudFormation learns the value only when it executes the change, and it may be the value of now. Write the value itself in ` +
      `place of the reference; or give ${change.logicalId} \`UpdateReplacePolicy: Retain\`, so that nothing is lost either way, and ` +
      `say in ${file} that it may be: ${declared}.`
    )
  }
  const undo = `Undo the change of ${causes.length === 0 ? 'its properties' : causes.join(', ')}`
  if (loss === 'kept') {
    return `${undo}, or say in ${file} that it is meant: ${declared}.`
  }
  return (
    `${undo}; to move what it holds, add a new resource beside ${change.logicalId}, copy, switch, and remove the old one ` +
    'in a later release. `UpdateReplacePolicy: Retain` keeps the old one.'
  )
}
