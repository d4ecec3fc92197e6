import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { rehearsed } from './adoption.ts'
import { PROJECT } from './harness.ts'

const MINUTE = 60_000

/** Those of the first run hooks and commands on this machine from the bundle. */
test.each<[string, string, string[]?]>([
  ['local', 'test.yml', ['deploy-preprod', 'verify', 'deploy-production']],
  ['monorepo', 'orders.yml'],
  ['monorepo', 'mail.yml'],
])(
  'examples/%s passes with its own workflow %s',
  async (example, workflow, bundled) => {
    expect(await rehearsed(join(PROJECT, 'examples', example), workflow, bundled)).not.toEqual([])
  },
  5 * MINUTE,
)
