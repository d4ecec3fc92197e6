import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openCheckedWorld, type CheckedWorld } from './aws-checks-world.ts'

/** Checks that read AWS, through the bundle. */

let checked: CheckedWorld
beforeAll(async () => {
  checked = await openCheckedWorld()
})
afterAll(() => checked.close())

test('alarms, metrics, logs, targets, paths and hosts of a service are read and judged', async () => {
  const { evidence } = await checked.world.step({ command: 'verify' })
  expect(evidence.findings.map(({ outcome, code, title }) => `${outcome} ${code} ${title}`)).toEqual([
    'pass check/alarm quiet: 1 alarm OK during the check, with data',
    'pass check/metric few errors: 2 values at most 0',
    'pass check/log silent: 1 pattern found, no event of 1 pattern',
    'pass check/targets reachable: 1 target healthy in 1 zone',
    'pass check/path connected: reachable',
    expect.stringContaining('pass check/path apart: not reachable: '),
    'pass check/file in place: passed on 1 of 1 host with Environment=preprod',
  ])
})
