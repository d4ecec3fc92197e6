import { expect, test } from '@jest/globals'
import { rehearse } from './play.ts'

const MINUTE = 60_000

test(
  'of three temporary environments, a teardown removes one and a sweep removes only the expired one',
  async () => {
    const { status, json, output, evidence, left } = await rehearse(['--temporary'])
    const statements = [...output.matchAll(/^ {2}. (pass|fail) {2}(.*)$/gm)].map(([, verdict, text]) => [text, verdict])
    expect(Object.fromEntries(statements)).toMatchObject({
      'pr-1 has this release': 'pass',
      'pr-2 has this release': 'pass',
      'pr-3 has this release': 'pass',
      'nothing of pr-3 is left': 'pass',
      'pr-1 and pr-2 are byte for byte as before': 'pass',
      'a sweep without `apply` removes nothing': 'pass',
      'the bucket with a receipt of pr-1 holds its stack, and is named': 'pass',
      'nothing of pr-1 is left': 'pass',
      'pr-2 is byte for byte as before': 'pass',
    })
    expect(json.steps.map(({ command, verdict }) => `${command} ${verdict}`)).toEqual([
      'deploy-preprod pass',
      'deploy-preprod pass',
      'deploy-preprod pass',
      'teardown pass',
      'deploy-preprod pass',
      'teardown skipped',
      'teardown fail',
      'teardown pass',
    ])
    expect([json.verdict, status]).toEqual(['pass', 0])
    expect(evidence).toEqual([])
    expect(left).toEqual([])
  },
  4 * MINUTE,
)
