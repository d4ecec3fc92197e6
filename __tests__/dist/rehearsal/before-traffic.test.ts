import { expect, test } from '@jest/globals'
import { blocking } from '../../../src/evidence/verdict.ts'
import { rehearse } from './play.ts'

/** Releases whose new version does not pass its checks before traffic. */

const MINUTE = 60_000

test(
  'a bad version on new instances is stopped before traffic, and no customer sees it',
  async () => {
    const played = await rehearse(['--platform', 'server-blue-green', '--break', 'bad-before-traffic'])
    expect(played.json.steps.map(({ command, verdict }) => `${command} ${verdict}`)).toEqual([
      'package pass',
      'precheck pass',
      'deploy-preprod fail',
    ])
    const last = played.evidence.at(-1)
    expect(blocking(last?.findings ?? []).map(({ code }) => code)).toEqual([
      'check/http',
      'traffic/stopped',
      'deployment/stopped',
      'deployment/rolled-back',
    ])
    expect(played.output).toMatch(/preprod +customers got \d+ × version 1\.4\.0\n/)
    expect(played.output).toMatch(/preprod +GET \S+ +200 \{"version":"1\.4\.0"/)
    const calls = played.kept.get('traffic.jsonl') ?? ''
    expect(calls).not.toContain('ContinueDeployment')
    expect(calls).toContain('StopDeployment')
    expect(played.left).toEqual([])
  },
  5 * MINUTE,
)

test(
  'a bad version of a function is invoked by its number, no deployment is created, and no customer sees it',
  async () => {
    const played = await rehearse(['--platform', 'lambda', '--break', 'bad-before-traffic'])
    expect(played.json.steps.map(({ command, verdict }) => `${command} ${verdict}`)).toEqual([
      'package pass',
      'precheck pass',
      'deploy-preprod fail',
    ])
    const findings = blocking(played.evidence.at(-1)?.findings ?? [])
    expect(findings.map(({ code }) => code)).toEqual(['check/invoke', 'traffic/not-started'])
    expect(findings[0]?.observed).toMatch(/total = -1 \(version \d+ in /)
    expect(played.output).toMatch(/preprod +customers got \d+ × version 1\.4\.0\n/)
    expect(played.output).toMatch(/after the release .*\n +preprod +customers get version 1\.4\.0\n/)
    const calls = (played.kept.get('traffic.jsonl') ?? '').split('\n').filter((line) => line.includes('shop-quotes'))
    const operations = calls.map((line) => /"operation":"(\w+)"/.exec(line)?.[1])
    expect(operations).toEqual(expect.arrayContaining(['PublishVersion', 'Invoke']))
    // Before that, version 1.4.0 was deployed.
    const released = operations.slice(operations.indexOf('PublishVersion'))
    expect(released.filter((name) => name === 'CreateDeployment' || name === 'UpdateAlias')).toEqual([])
    expect(played.left).toEqual([])
  },
  5 * MINUTE,
)

test.each([
  {
    platform: 'ecs',
    codes: ['check/http', 'traffic/stopped', 'deployment/stopped'],
    stops: 'StopDeployment',
    goesOn: 'ContinueDeployment',
  },
  {
    platform: 'ecs-native',
    codes: ['check/http', 'traffic/stopped', 'service/failed', 'service/rolled-back'],
    stops: 'StopServiceDeployment',
    goesOn: 'ContinueServiceDeployment',
  },
])(
  'a bad version of containers ($platform) is stopped with test traffic only, and no customer sees it',
  async ({ platform, codes, stops, goesOn }) => {
    const played = await rehearse(['--platform', platform, '--break', 'bad-before-traffic'])
    expect(played.json.steps.map(({ command, verdict }) => `${command} ${verdict}`)).toEqual([
      'package pass',
      'precheck pass',
      'deploy-preprod fail',
    ])
    const findings = blocking(played.evidence.at(-1)?.findings ?? [])
    expect(findings.map(({ code }) => code)).toEqual(codes)
    expect(findings[0]?.observed).toContain('total = -1')
    expect(played.output).toMatch(/preprod +customers got \d+ × version 1\.4\.0\n/)
    expect(played.output).toMatch(/after the release .*\n +preprod +customers get version 1\.4\.0\n/)
    const calls = played.kept.get('traffic.jsonl') ?? ''
    expect(calls).toContain(`"${stops}"`)
    expect(calls).not.toContain(`"${goesOn}"`)
    expect(played.left).toEqual([])
  },
  10 * MINUTE,
)
