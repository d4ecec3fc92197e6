/** A node that depends on others. */
export interface Node {
  readonly id: string
  readonly dependsOn: readonly string[]
}

/**
 * Does `work` for each node when its dependencies are done, at most `width` at a time. Dependencies outside of the nodes count
 * as done. The results have the order of the nodes. After a failure no further work starts.
 */
export async function inDependencyOrder<N extends Node, R>(
  nodes: readonly N[],
  width: number,
  work: (node: N, done: ReadonlyMap<string, R>) => Promise<R>,
): Promise<R[]> {
  const ids = new Set(nodes.map((node) => node.id))
  const waiting = new Set(nodes)
  const done = new Map<string, R>()
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []
  const isReady = (node: N): boolean => node.dependsOn.every((id) => !ids.has(id) || done.has(id))
  while (waiting.size + running.size > 0) {
    if (failures.length === 0) {
      for (const node of waiting) {
        if (running.size >= width) break
        if (!isReady(node)) continue
        waiting.delete(node)
        const one: Promise<void> = work(node, done)
          .then((result) => void done.set(node.id, result))
          .catch((error: unknown) => void failures.push(error))
          .finally(() => void running.delete(one))
        running.add(one)
      }
    }
    if (running.size === 0) {
      if (failures.length > 0) throw failures[0]
      throw new RangeError(`nodes depend on each other in a circle: ${[...waiting].map((node) => node.id).join(', ')}`)
    }
    await Promise.race(running)
  }
  if (failures.length > 0) throw failures[0]
  return nodes.map((node) => done.get(node.id) as R)
}
