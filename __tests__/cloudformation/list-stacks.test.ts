import { expect, test } from '@jest/globals'
import type { CloudFormation } from '../../src/cloudformation/client.ts'
import { listStacks } from '../../src/cloudformation/stack.ts'

/** A region with that many stacks, a hundred per page, newest first. */
function region(count: number) {
  const all = Array.from({ length: count }, (_, index) => ({
    StackName: `s${count - index}`,
    StackId: `arn:${count - index}`,
    StackStatus: 'CREATE_COMPLETE' as const,
    CreationTime: new Date(0),
  }))
  let pages = 0
  const cloudformation: Pick<CloudFormation, 'describeStacks'> = {
    async describeStacks({ NextToken = '0' }) {
      pages += 1
      const start = Number(NextToken)
      const next = start + 100
      return { $metadata: {}, Stacks: all.slice(start, next), ...(next < count && { NextToken: String(next) }) }
    },
  }
  return { cloudformation, pages: () => pages }
}

const names = (from: number, count: number): string[] => Array.from({ length: count }, (_, index) => `s${from + index}`)

test('stacks are listed a hundred per call', async () => {
  const { cloudformation, pages } = region(1_000)
  const found = await listStacks(cloudformation, names(1, 1_000))
  expect([found.size, pages()]).toEqual([1_000, 10])
  expect(found.get('s7')).toMatchObject({ arn: 'arn:7', status: 'CREATE_COMPLETE' })
})

test('listing ends as soon as all stacks are found', async () => {
  const { cloudformation, pages } = region(1_000)
  expect((await listStacks(cloudformation, names(950, 50))).size).toBe(50)
  expect(pages()).toBe(1)
})

test('a region with many other stacks is not listed to the end', async () => {
  const { cloudformation, pages } = region(100_000)
  const found = await listStacks(cloudformation, names(1, 30))
  expect([found.size, pages()]).toEqual([0, 3])
})
