import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { PROJECT } from './harness.ts'

const MINUTE = 60_000
test.each([
  ['local', 'test.yml'],
  ['monorepo', 'orders.yml'],
  ['monorepo', 'mail.yml'],
])(
  'examples/%s passes with its own workflow %s',
  (example, workflow) => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        join(PROJECT, 'rehearsal/main.ts'),
        '--repo',
        join(PROJECT, 'examples', example),
        '--workflow',
        workflow,
        '--yes',
        '--json',
      ],
      { encoding: 'utf8', maxBuffer: 50_000_000 },
    )
    expect(stdout.trimEnd().split('\n').at(-1)).toContain('"verdict":"pass"')
    expect(status).toBe(0)
  },
  2 * MINUTE,
)
