import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { rehearsed } from './adoption.ts'
import { PROJECT } from './harness.ts'

const MINUTE = 60_000

test.each([
  ['local', 'test.yml'],
  ['monorepo', 'orders.yml'],
  ['monorepo', 'mail.yml'],
])(
  'examples/%s passes with its own workflow %s',
  async (example, workflow) => {
    expect(await rehearsed(join(PROJECT, 'examples', example), workflow)).not.toEqual([])
  },
  5 * MINUTE,
)
