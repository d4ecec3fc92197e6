import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openAwsWorld, type AwsWorld } from '../gate/aws-world.ts'

/** The deployed state is the verified one, and production is in the state that reviewers saw: through the bundle. */

const TIMEOUT = 180_000
let world: AwsWorld
beforeEach(async () => {
  world = await openAwsWorld()
})
afterEach(() => world.close())

test(
  'an alarm threshold that is set to 5000 after the page was written blocks production, by name and value',
  async () => {
    for (const command of ['precheck', 'deploy-preprod', 'verify', 'gate']) {
      const { status, blockers } = await world.step(command)
      expect([command, status, blockers]).toEqual([command, 0, []])
    }
    await world.setThreshold('production', 5000)
    const seen = await world.step('deploy-production')
    expect([seen.status, seen.blockers[0]]).toEqual([
      1,
      'fail gate/state-changed environment/production/state/alarms/errors-production/Threshold',
    ])
    expect(seen.evidence.findings).toContainEqual(
      expect.objectContaining({ code: 'gate/state-changed', expected: '5', observed: '5000' }),
    )
    await world.setThreshold('production', 5)
    world.run.rerun('ada')
    const { digest } = await world.step('gate')
    expect(digest).toMatch(/^sha256:/)
  },
  TIMEOUT,
)
