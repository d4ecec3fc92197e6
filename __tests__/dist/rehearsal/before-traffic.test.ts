import { beforeAll, expect, test } from '@jest/globals'
import { blocking } from '../../../src/evidence/verdict.ts'
import { playAll, resultOf, type PlayedAll, type PlayedAlone } from './play.ts'

/**
 * Releases whose new version fails its checks before traffic: it receives no production traffic. The bundle deploys those of
 * CodeDeploy with two sets of targets; bake.test.ts and ecs-native.test.ts in ../deploy test the bundle on the other platforms.
 */

const MINUTE = 60_000
const BREAK = 'bad-before-traffic'

interface Case {
  readonly platform: string
  /** Whether the bundle deploys it. */
  readonly isBundled?: true
  readonly codes: readonly string[]
  /** The observed value of the first finding. */
  readonly observed: RegExp
  readonly called: readonly string[]
  readonly notCalled: readonly string[]
}

const CASES: readonly Case[] = [
  {
    platform: 'server-blue-green',
    isBundled: true,
    codes: ['check/http', 'traffic/stopped', 'deployment/stopped', 'deployment/rolled-back'],
    observed: /./,
    called: ['StopDeployment'],
    notCalled: ['ContinueDeployment'],
  },
  {
    // It is invoked by its version number, and no deployment is created.
    platform: 'lambda',
    codes: ['check/invoke', 'traffic/not-started'],
    observed: /total = -1 \(version \d+ in /,
    called: ['PublishVersion', 'Invoke'],
    notCalled: ['CreateDeployment', 'UpdateAlias'],
  },
  {
    platform: 'ecs',
    isBundled: true,
    codes: ['check/http', 'traffic/stopped', 'deployment/stopped', 'deployment/rolled-back'],
    observed: /total = -1/,
    called: ['StopDeployment'],
    notCalled: ['ContinueDeployment'],
  },
  {
    platform: 'ecs-native',
    codes: ['check/http', 'traffic/stopped', 'service/failed', 'service/rolled-back'],
    observed: /total = -1/,
    called: ['StopServiceDeployment'],
    notCalled: ['ContinueServiceDeployment'],
  },
]

let played: Promise<PlayedAll<PlayedAlone>>
beforeAll(() => {
  played = playAll(
    'each.ts',
    CASES.map(({ platform, isBundled }) => `${platform}:${BREAK}${isBundled ? '@3' : ''}`),
  )
  // The test that awaits the result reports its failure.
  played.catch(() => undefined)
})

test.each(CASES)(
  'a bad version on $platform is stopped before traffic, and serves no customer',
  async ({ platform, codes, observed, called, notCalled }) => {
    const { verdict, steps, evidence, versions, customers, operations } = resultOf(await played, `${platform}:${BREAK}`)
    expect(steps.map((step) => `${step.command} ${step.verdict}`)).toEqual([
      'package pass',
      'precheck pass',
      'deploy-preprod fail',
    ])
    expect(verdict).toBe('fail')
    const findings = blocking(evidence?.findings ?? [])
    expect(findings.map(({ code }) => code)).toEqual(codes)
    expect(findings[0]?.observed).toMatch(observed)
    expect(customers).toMatch(/^\d+ × version 1\.4\.0$/)
    expect(versions.preprod).toBe('version 1.4.0')
    expect(operations).toEqual(expect.arrayContaining([...called]))
    expect(operations.filter((name) => notCalled.includes(name))).toEqual([])
  },
  10 * MINUTE,
)

test(
  'these releases leave nothing behind',
  async () => {
    const { status, left } = await played
    expect(status).toBe(0)
    expect(left).toEqual([])
  },
  10 * MINUTE,
)
