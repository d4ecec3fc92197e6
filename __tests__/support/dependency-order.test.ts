import { describe, expect, test } from '@jest/globals'
import { inDependencyOrder } from '../../src/support/dependency-order.ts'

const node = (id: string, ...dependsOn: string[]) => ({ id, dependsOn })

describe('tasks in the order of dependencies', () => {
  test('start when their dependencies are done, and give results in the order of the nodes', async () => {
    const started: string[] = []
    const results = await inDependencyOrder([node('c', 'a', 'b'), node('a'), node('b', 'a')], 8, async (each, done) => {
      started.push(`${each.id} after ${[...done.keys()].join(' ')}`)
      return each.id.toUpperCase()
    })
    expect(started).toEqual(['a after ', 'b after a', 'c after a b'])
    expect(results).toEqual(['C', 'A', 'B'])
  })

  test('run at most so many at a time', async () => {
    let running = 0
    let most = 0
    await inDependencyOrder(
      Array.from({ length: 20 }, (_, index) => node(String(index))),
      3,
      async () => {
        most = Math.max(most, ++running)
        await new Promise((done) => setTimeout(done, 1))
        running--
      },
    )
    expect(most).toBe(3)
  })

  test('do not start after a failure, which waits for running ones', async () => {
    const ended: string[] = []
    const work = inDependencyOrder([node('a'), node('b'), node('c', 'a')], 2, async ({ id }) => {
      if (id === 'a') throw new Error('a failed')
      await new Promise((done) => setTimeout(done, 5))
      ended.push(id)
    })
    await expect(work).rejects.toThrow('a failed')
    expect(ended).toEqual(['b'])
  })

  test('treat unknown nodes as done, and a cycle is reported', async () => {
    await expect(inDependencyOrder([node('a', 'elsewhere')], 1, async () => 1)).resolves.toEqual([1])
    await expect(inDependencyOrder([node('a', 'b'), node('b', 'a')], 1, async () => 1)).rejects.toThrow('a, b')
  })
})
