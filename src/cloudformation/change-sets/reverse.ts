import type { ChangeSetPlan, ResourceChange } from '../../evidence/document.ts'

/** What a change set back to the previous template will do to one resource. */
export interface ReverseChange {
  readonly logicalId: string
  readonly type: string
  readonly action: 'Add' | 'Modify' | 'Remove' | 'Unknown'
  readonly replacement: ResourceChange['replacement']
}

/**
 * Pure: the change that undoes a change. AWS documents update behaviours per property and not per direction, so what
 * replaces a resource forward replaces it on the way back as well.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
 */
export function reverseOf({ logicalId, type, action, replacement }: ResourceChange): ReverseChange {
  switch (action) {
    case 'Add':
    case 'Import':
      return { logicalId, type, action: 'Remove', replacement: 'False' }
    case 'Remove':
      return { logicalId, type, action: 'Add', replacement: 'False' }
    case 'Modify':
    case 'Dynamic':
      return { logicalId, type, action: 'Modify', replacement }
    // The previous template does not have what was changed outside of it.
    case 'SyncWithActual':
    case 'Unknown':
      return { logicalId, type, action: 'Unknown', replacement: 'Unknown' }
  }
}

/** How a real change set back differs from the derived one: one sentence for each resource. */
export function reverseDifferences(forward: ChangeSetPlan, back: ChangeSetPlan): string[] {
  const derived = new Map(flatten(forward).map(([id, change]) => [id, reverseOf(change)] as const))
  const real = new Map(flatten(back))
  const differing: string[] = []
  for (const [id, change] of derived) {
    const made = real.get(id)
    // What CloudFormation left open forward may turn out to be no change; the way back is then none either.
    const isOpen = change.replacement !== 'False' && change.replacement !== 'True'
    if (made === undefined) {
      if (!isOpen && change.type !== STACK_TYPE)
        differing.push(`${id}: derived ${inWords(change)}, and the change set has no change`)
    } else if (made.action !== change.action && change.action !== 'Unknown') {
      differing.push(`${id}: derived ${inWords(change)}, and the change set has ${inWords(made)}`)
    } else if (isWorse(made.replacement, change.replacement)) {
      differing.push(`${id}: derived ${inWords(change)}, and the change set has ${inWords(made)}`)
    }
  }
  for (const [id, change] of real) {
    if (!derived.has(id)) differing.push(`${id}: derived no change, and the change set has ${inWords(change)}`)
  }
  return differing
}

const STACK_TYPE = 'AWS::CloudFormation::Stack'

function flatten(plan: ChangeSetPlan): (readonly [id: string, change: ResourceChange])[] {
  return [
    ...plan.changes.map((change) => [`${plan.stack}/${change.logicalId}`, change] as const),
    ...plan.nested.flatMap(flatten),
  ]
}

/** Whether the way back replaces what was derived to stay. */
function isWorse(real: ResourceChange['replacement'], derived: ResourceChange['replacement']): boolean {
  return derived === 'False' && real !== 'False'
}

function inWords({ action, replacement }: Pick<ReverseChange, 'replacement'> & { readonly action: string }): string {
  return replacement === 'False' ? action : `${action} with replacement ${replacement}`
}
