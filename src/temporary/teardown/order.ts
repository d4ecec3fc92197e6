import type { StackRecord } from '../record.ts'

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
