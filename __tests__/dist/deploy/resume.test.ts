import { afterEach, describe, expect, test } from '@jest/globals'
import { judge, readStanding } from '../../../scripts/check/kill/judge.ts'
import { openKillWorld, type Command, type KillWorld, type Step } from '../../../scripts/check/kill/world.ts'

/**
 * A killed deployment and its second attempt, through the bundle; the jobs before it run from the source.
 * `npm run check:kill` covers all calls.
 */

const TIMEOUT = 180_000
let world: KillWorld
afterEach(() => world.close())

async function killed(before: readonly string[], command: Command, at: string): Promise<Step> {
  world = await openKillWorld()
  for (const earlier of before)
    expect([earlier, (await world.step(earlier, { from: 'source' })).status]).toEqual([earlier, 0])
  let send: ((name: NodeJS.Signals) => void) | undefined
  world.calls.arm(({ name, nth }) => {
    if (name !== at || nth !== 1) return 'pass'
    send?.('SIGKILL')
    return 'drop'
  })
  const first = await world.step(command, { kill: (signal) => (send = signal) })
  world.calls.arm(() => 'pass')
  expect(first).toMatchObject({ status: undefined, evidence: undefined })
  world.rerun()
  return world.step(command)
}

const resumedBy = ({ evidence }: Step): string[] =>
  (evidence?.findings ?? []).filter(({ code }) => code === 'release/resumed').map(({ subject }) => subject)

describe('a second attempt', () => {
  test(
    'adopts all of a production that was deployed when the job was killed, and passes',
    async () => {
      const before = ['precheck', 'deploy-preprod', 'gate']
      const second = await killed(
        before,
        'deploy-production',
        'github POST /twirp/github.actions.results.api.v1.ArtifactService/CreateArtifact',
      )
      expect(second.evidence?.findings.filter(({ code }) => code === 'plan/differs')).toEqual([])
      expect(second.status).toBe(0)
      expect(resumedBy(second).toSorted()).toEqual(['deployment/orders', 'deployment/web', 'stack/base', 'stack/web'])
      const standing = await readStanding(world.sandbox.awsUrl, 'production')
      expect(judge(standing, second, second.evidence ? [second.evidence] : [])).toMatchObject({
        duplicates: [],
        orphans: [],
        stuck: [],
      })
    },
    TIMEOUT,
  )
})
