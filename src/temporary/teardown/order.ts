import type { StackRecord } from '../record.ts'
import type { StackFacts } from './facts.ts'

/** Pure: the recorded stacks with what they need by record and by import: a stack that imports an export is deleted first. */
export function withImports(stacks: readonly StackFacts[]): StackRecord[] {
  return stacks.map(({ record }) => {
    const name = record.stackArn.split('/')[1] ?? ''
    const imports = stacks.filter(({ importedBy }) => importedBy.includes(name)).map((each) => each.record.id)
    return { ...record, dependsOn: [...new Set([...record.dependsOn, ...imports])].filter((id) => id !== record.id) }
  })
}

/** Pure: stacks in the order in which they are deleted: each before those that it needs. A circle in the record is cut. */
export function deletionOrder(stacks: readonly StackRecord[]): StackRecord[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]))
  const done = new Set<string>()
  const made: StackRecord[] = []
  const visit = (stack: StackRecord): void => {
    if (done.has(stack.id)) return
    done.add(stack.id)
    for (const id of stack.dependsOn) {
      const needed = byId.get(id)
      if (needed) visit(needed)
    }
    made.push(stack)
  }
  for (const stack of stacks) visit(stack)
  return made.toReversed()
}
