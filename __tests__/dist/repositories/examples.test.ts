import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { rehearsed } from './adoption.ts'
import { PROJECT } from '../support/harness.ts'

const MINUTE = 60_000
/** These examples run hooks and commands on this machine, which the sandbox's clock does not control. */
const FROM_BUNDLE = ['deploy-preprod', 'verify', 'deploy-production']

test.each([
  ['local', 'test.yml'],
  ['monorepo', 'orders.yml'],
  ['monorepo', 'mail.yml'],
])(
  'examples/%s passes with its own workflow %s',
  async (example, workflow) => {
    expect(await rehearsed(join(PROJECT, 'examples', example), workflow, FROM_BUNDLE)).not.toEqual([])
  },
  5 * MINUTE,
)
