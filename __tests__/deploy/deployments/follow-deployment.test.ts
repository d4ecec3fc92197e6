import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { judgeDeploymentEnd } from '../../../src/codedeploy/diagnose.ts'
import { describeDeployment, startDeployment, type DeploymentRequest } from '../../../src/codedeploy/start.ts'
import { Recorder } from '../../../src/evidence/recorder.ts'
import { followDeployment } from '../../../src/deploy/deployments/follow-deployment.ts'
import { awsError, FakeClock, FakeLog } from '../fakes.ts'
import { FakeCodeDeploy, type DeploymentScript } from '../fake-codedeploy.ts'

let clock: FakeClock
let log: FakeLog
let fake: FakeCodeDeploy
let stop: AbortController
let record: Recorder
beforeEach(() => {
  clock = new FakeClock()
  log = new FakeLog()
  fake = new FakeCodeDeploy(clock)
  stop = new AbortController()
  record = new Recorder(() => clock.now())
})

const request: DeploymentRequest = {
  id: 'app',
  application: 'shop',
  group: 'shop-preprod',
  region: 'eu-west-1',
  revision: { revisionType: 'S3', s3Location: { bucket: 'b', key: 'k.tgz', bundleType: 'tgz', eTag: 'tag' } },
  description: describeDeployment({
    runId: '77',
    runAttempt: 2,
    environment: 'preprod',
    id: 'app',
    content: `sha256:${'a'.repeat(64)}`,
  }),
  ignoreApplicationStopFailures: false,
  patience: 60_000,
}
const start = (asked = request) => startDeployment({ codedeploy: fake.api, clock, log, cancelled: stop.signal }, asked)
const follow = (deploymentId: string, timeout = 3_600_000) =>
  followDeployment({ ports: { clock, log, cancelled: stop.signal }, record }, fake.api, {
    id: 'app',
    deploymentId,
    group: 'shop-preprod',
    region: 'eu-west-1',
    timeout,
    autoRollback: true,
  })
async function deploy(script: DeploymentScript, timeout?: number) {
  fake.scripts = [script]
  const started = await start()
  if (started.kind === 'busy') throw new Error('busy')
  return follow(started.deploymentId, timeout)
}

const lifecycle = (target: string, at: number, events: readonly string[]) =>
  events.flatMap((event, index) => [
    { ms: at + index * 1_000, target, event, status: 'InProgress' },
    { ms: at + index * 1_000 + 900, target, event, status: 'Succeeded' },
  ])
const GOOD: DeploymentScript = {
  targets: ['i-1', 'i-2', 'i-3'],
  steps: ['i-1', 'i-2', 'i-3'].flatMap((id) => lifecycle(id, 500, ['BeforeInstall', 'Install', 'ApplicationStart'])),
  end: { ms: 5_000, status: 'Succeeded' },
}
const TAIL = 'starting\n\u001B[31merror:\u001B[0m port 80 is in use\n::error::injected\n'
const BAD: DeploymentScript = {
  targets: ['i-1', 'i-2', 'i-3'],
  steps: [
    ...lifecycle('i-2', 500, ['BeforeInstall']),
    { ms: 2_000, target: 'i-2', event: 'ApplicationStart', status: 'InProgress' },
    {
      ms: 3_000,
      target: 'i-2',
      event: 'ApplicationStart',
      status: 'Failed',
      diagnostics: {
        errorCode: 'ScriptFailed',
        scriptName: 'scripts/start.sh',
        message: 'Script at specified location: scripts/start.sh failed with exit code 1',
        logTail: TAIL,
      },
    },
  ],
  end: {
    ms: 4_000,
    status: 'Failed',
    error: {
      code: 'HEALTH_CONSTRAINTS',
      message: 'The overall deployment failed because too many individual instances failed deployment',
    },
  },
}

describe('a deployment', () => {
  it('passes when this deployment succeeded on every target', async () => {
    const end = await deploy(GOOD)
    expect(judgeDeploymentEnd(end)).toMatchObject([
      { code: 'deployment/succeeded', outcome: 'pass', details: { deploymentId: 'd-1', counts: { succeeded: 3 } } },
    ])
    expect(end.ms).toBeLessThan(5_000 + 3_500)
    expect(log.lines.filter((line) => line.includes('Install') && line.includes('Succeeded'))).toHaveLength(6)
    const { timeline } = record.document({} as never)
    expect(timeline.find((entry) => entry.event === 'Install Succeeded')).toMatchObject({ ms: 900 })
  })

  it('that failed reports instance, event, script, code and last output, not the health constraint', async () => {
    const [finding] = judgeDeploymentEnd(await deploy(BAD), (event, script) => ({
      file: 'app/appspec.yml',
      line: event === 'ApplicationStart' && script === 'scripts/start.sh' ? 12 : 0,
    }))
    expect(finding).toMatchObject({
      code: 'deployment/failed',
      outcome: 'fail',
      subject: 'deployment/app/target/i-2/event/ApplicationStart',
      title: 'ApplicationStart failed on i-2 in scripts/start.sh',
      source: { file: 'app/appspec.yml', line: 12 },
      details: { logTail: ['starting', 'error: port 80 is in use', '::error::injected'] },
    })
    expect(finding?.observed).toContain('exit code 1')
    expect(finding?.observed).not.toContain('\n')
    expect(finding?.observed).not.toContain('\u001B')
    expect(log.lines.some((line) => line.includes('| error: port 80 is in use'))).toBe(true)
  })

  it('never passes because its rollback succeeded', async () => {
    const end = await deploy({ ...BAD, rollback: GOOD })
    expect(end.rollback).toMatchObject({ ended: true, state: { status: 'Succeeded' } })
    const events = record.document({} as never).timeline.map(({ event }) => event)
    expect(events).toContain('d-1 Failed')
    expect(events).toContain('rollback: d-2 Succeeded')
    expect(events).toContain('rollback: Install Succeeded')
    expect(events.slice(0, events.indexOf('d-1 Failed')).join()).not.toContain('rollback')
    const findings = judgeDeploymentEnd(end)
    expect(findings.map(({ code, outcome }) => [code, outcome])).toEqual([
      ['deployment/failed', 'fail'],
      ['deployment/rolled-back', 'fail'],
    ])
    expect(findings[1]?.observed).toContain('d-1 Failed; rollback d-2 Succeeded')
  })

  it('is followed into a rollback that starts a little later', async () => {
    fake.scripts = [BAD]
    const started = await start()
    if (started.kind === 'busy') throw new Error('busy')
    const failed = fake.deployments[0]
    clock.at(8_000, () => {
      const back = fake.begin({ applicationName: 'shop' }, GOOD, 'codeDeployRollback')
      Object.assign(failed ?? {}, { rollbackInfo: { rollbackDeploymentId: back.id } })
    })
    expect((await follow(started.deploymentId)).rollback).toMatchObject({ ended: true, state: { status: 'Succeeded' } })
  })

  it('whose rollback fails reports that', async () => {
    const findings = judgeDeploymentEnd(await deploy({ ...BAD, rollback: BAD }))
    expect(findings.map(({ code }) => code)).toEqual(['deployment/failed', 'deployment/rollback-failed'])
  })

  it('reports the lines of the script', async () => {
    const [failed] = judgeDeploymentEnd(await deploy(BAD))
    expect(failed?.advice).toBe(
      'Read the last lines of the script, which begin with `|` in the log of this step and stand under Log on the page; correct what they name, and start the release again.',
    )
  })

  it('whose rollback did not end is not reported as rolled back', async () => {
    const end = await deploy({ ...BAD, rollback: BAD })
    if (end.rollback === undefined) throw new Error('there is a rollback')
    const state = { ...end.rollback.state, status: 'InProgress' }
    const findings = judgeDeploymentEnd({ ...end, rollback: { state, ended: false } })
    expect(findings.map(({ code, outcome }) => `${outcome} ${code}`)).toEqual([
      'fail deployment/failed',
      'fail deployment/rollback-running',
    ])
    expect(findings[1]?.advice).toMatch(/aws deploy get-deployment .*d-2/)
  })

  it('without a response reports the instances, during the wait and at the end', async () => {
    const [finding] = judgeDeploymentEnd(
      await deploy({
        targets: ['i-1', 'i-9'],
        steps: lifecycle('i-1', 500, ['BeforeInstall']),
        end: { ms: 300_000, status: 'Failed', error: { code: 'HEALTH_CONSTRAINTS', message: 'too few' } },
      }),
    )
    expect(finding).toMatchObject({ code: 'deployment/agent-not-responding', subject: 'deployment/app/target/i-9' })
    expect(finding?.advice).toContain('codedeploy-agent')
    expect(log.lines.filter((line) => line.includes('i-9 has not responded'))).toHaveLength(1)
  })

  it('whose function does not report names the function once, and does not blame an agent', async () => {
    fake.platform = 'Lambda'
    const content = '{"Hooks":[{"BeforeAllowTraffic":"smoke"}]}'
    const revision = { revisionType: 'AppSpecContent' as const, appSpecContent: { content } }
    const event = { target: 'fn:live', event: 'BeforeAllowTraffic' }
    const steps = [
      { ...event, ms: 500, status: 'InProgress' },
      { ...event, ms: 3_600_000, status: 'Failed' },
    ]
    fake.scripts = [{ targets: ['fn:live'], steps, end: { ms: 3_600_100, status: 'Failed' } }]
    const started = await start({ ...request, revision })
    if (started.kind === 'busy') throw new Error('busy')
    const [finding] = judgeDeploymentEnd(await follow(started.deploymentId, 7_200_000))
    expect(finding?.title).toBe('BeforeAllowTraffic failed on fn:live in smoke')
    expect(log.lines.filter((line) => /waits for the function smoke/.test(line))).toHaveLength(1)
    expect(log.lines.join()).not.toContain('agent')
  })

  it('that did not start because of missing permissions does not blame instances', async () => {
    const error = { code: 'IAM_ROLE_PERMISSIONS' as const, message: 'the role may not' }
    const [finding] = judgeDeploymentEnd(await deploy({ targets: ['i-1'], end: { ms: 900, status: 'Failed', error } }))
    expect(finding).toMatchObject({ code: 'deployment/failed', subject: 'deployment/app' })
    expect(finding?.advice).toContain('service role')
  })

  it.each([
    ['ALARM_ACTIVE', 'alarm'],
    ['NO_INSTANCES', 'shop-preprod'],
    ['SOMETHING_NEW', 'console'],
  ])('that failed as a whole by %s has a next step', async (code, advice) => {
    const end = await deploy({
      targets: [],
      end: { ms: 900, status: 'Failed', error: { code: code as 'TIMEOUT', message: 'words' } },
    })
    const [finding] = judgeDeploymentEnd(end)
    expect(finding).toMatchObject({ code: 'deployment/failed', observed: `Failed: ${code}: words` })
    expect(finding?.advice).toContain(advice)
  })

  it('that succeeded on no target, or not on all, does not pass', async () => {
    expect(judgeDeploymentEnd(await deploy({ targets: [], end: { ms: 500, status: 'Succeeded' } }))).toMatchObject([
      { code: 'deployment/no-targets', outcome: 'inconclusive' },
    ])
    fake.odd = { listDeploymentTargets: () => Promise.resolve({ $metadata: {}, targetIds: [] }) }
    expect(judgeDeploymentEnd(await deploy(GOOD))).toMatchObject([
      { code: 'deployment/counts-differ', outcome: 'inconclusive', observed: '3 counted, 3 of them Succeeded' },
    ])
    fake.odd = {}
    const steps = [...(GOOD.steps ?? []), { ms: 4_500, target: 'i-3', event: 'ValidateService', status: 'Failed' }]
    expect(judgeDeploymentEnd(await deploy({ ...GOOD, steps }))).toMatchObject([
      { code: 'deployment/incomplete', outcome: 'fail', subject: 'deployment/app/target/i-3/event/ValidateService' },
    ])
  })

  it('whose targets are listed late is read again', async () => {
    let asked = 0
    fake.odd = {
      listDeploymentTargets: () =>
        Promise.resolve({ $metadata: {}, targetIds: asked++ < 3 ? [] : ['i-1', 'i-2', 'i-3'] }),
    }
    expect(judgeDeploymentEnd(await deploy(GOOD))).toMatchObject([{ code: 'deployment/succeeded' }])
  })

  it('with a target that is listed and not described is incomplete', async () => {
    const real = fake.api
    fake.odd = {
      batchGetDeploymentTargets: async (input) => {
        const { deploymentTargets = [], ...answer } = await real.batchGetDeploymentTargets(input)
        return { ...answer, deploymentTargets: deploymentTargets.slice(1) }
      },
    }
    expect(judgeDeploymentEnd(await deploy(GOOD))).toMatchObject([
      { code: 'deployment/incomplete', outcome: 'inconclusive', observed: 'Succeeded on 2 of 3; i-1 Unknown' },
    ])
  })

  it.each([
    ['none', undefined],
    ['another one', { deploymentId: 'd-9', status: 'Succeeded' as const }],
  ])('is unknown where the response is about %s', async (_, deploymentInfo) => {
    fake.odd = { getDeployment: () => Promise.resolve({ $metadata: {}, deploymentInfo }) }
    await expect(deploy(GOOD)).rejects.toMatchObject({ code: 'aws/service' })
  })

  it('of a platform without counts is judged by its targets', async () => {
    const end = await deploy(GOOD)
    const counts = { pending: 0, inProgress: 0, succeeded: 0, failed: 0, skipped: 0, ready: 0 }
    const { counts: _, ...uncounted } = end.state
    for (const state of [uncounted, { ...end.state, counts, platform: 'ECS' }]) {
      expect(judgeDeploymentEnd({ ...end, state })).toMatchObject([{ code: 'deployment/succeeded' }])
    }
    expect(judgeDeploymentEnd({ ...end, state: { ...end.state, counts } })).toMatchObject([
      { code: 'deployment/counts-differ', outcome: 'inconclusive' },
    ])
  })

  it('of servers in blue/green may count the new instances alone', async () => {
    const end = await deploy(GOOD)
    const blue = end.targets.map((target) => ({ ...target, id: `${target.id}-before`, label: 'Blue' }))
    const targets = [...end.targets.map((target) => ({ ...target, label: 'Green' })), ...blue]
    const state = { ...end.state, isBlueGreen: true }
    expect(judgeDeploymentEnd({ ...end, state, targets })).toMatchObject([{ code: 'deployment/succeeded' }])
    expect(judgeDeploymentEnd({ ...end, targets })).toMatchObject([{ code: 'deployment/counts-differ' }])
  })

  it('of another group or another revision is not the requested one', async () => {
    const end = await deploy(GOOD)
    const { revision } = request
    const { group: _, ...unnamed } = end.state
    const { revision: __, ...unrevised } = end.state
    const { platform: ___, ...unplaced } = end.state
    for (const state of [
      { ...end.state, group: 'shop-production' },
      { ...end.state, revision: { s3Location: { bucket: 'b', key: 'old.tgz' } } },
      { ...end.state, platform: 'Lambda' },
      unnamed,
      unrevised,
      unplaced,
    ]) {
      expect(judgeDeploymentEnd({ ...end, revision, platform: 'Server', state })).toMatchObject([
        { code: 'deployment/other-release', outcome: 'inconclusive' },
      ])
    }
    expect(judgeDeploymentEnd({ ...end, revision, platform: 'Server' })).toMatchObject([
      { code: 'deployment/succeeded' },
    ])
  })

  it.each<[string, RevisionLocation, RevisionLocation]>([
    [
      'commit',
      { revisionType: 'GitHub', gitHubLocation: { repository: 'acme/shop', commitId: 'a' } },
      { revisionType: 'GitHub', gitHubLocation: { repository: 'acme/shop', commitId: 'b' } },
    ],
    [
      'repository',
      { revisionType: 'GitHub', gitHubLocation: { repository: 'acme/shop', commitId: 'a' } },
      { revisionType: 'GitHub', gitHubLocation: { repository: 'acme/other', commitId: 'a' } },
    ],
    [
      'AppSpec',
      { revisionType: 'AppSpecContent', appSpecContent: { content: 'version: 0.0' } },
      { revisionType: 'AppSpecContent', appSpecContent: { content: 'version: 0.1' } },
    ],
  ])('of another %s is not the requested one', async (_, revision, other) => {
    const end = await deploy(GOOD)
    const of = (told: RevisionLocation | undefined): unknown => {
      const { revision: __, ...state } = end.state
      return judgeDeploymentEnd({ ...end, revision, state: { ...state, ...(told && { revision: told }) } })[0]?.code
    }
    expect([of(revision), of(other), of(undefined)]).toEqual([
      'deployment/succeeded',
      'deployment/other-release',
      'deployment/other-release',
    ])
  })

  it.each([
    ['Install', 'deployment/incomplete'],
    ['AllowTraffic', 'deployment/incomplete'],
    ['ApplicationStop', 'deployment/succeeded'],
  ])('with a failed %s on a target that is called Succeeded is %s', async (name, code) => {
    const end = await deploy(GOOD)
    const failed = { name, status: 'Failed', errorCode: 'UnknownError', message: 'no space' }
    const targets = end.targets.map((target) => ({ ...target, events: [...target.events, failed] }))
    expect(judgeDeploymentEnd({ ...end, targets })[0]?.code).toBe(code)
  })

  it('of blue/green that lists only the original instances has no target', async () => {
    const end = await deploy(GOOD)
    const targets = end.targets.map((target) => ({ ...target, label: 'Blue' }))
    expect(judgeDeploymentEnd({ ...end, targets })).toMatchObject([
      { code: 'deployment/no-targets', outcome: 'inconclusive', observed: '3 targets, all with the label Blue' },
    ])
  })

  it('in an unknown status is awaited, and a timeout is neither a pass nor a failure', async () => {
    const baking = deploy({ ...GOOD, end: { ms: 5_000, status: 'Simmering' } }, 60_000)
    await expect(baking).rejects.toMatchObject({ code: 'timeout', advice: expect.stringContaining('get-deployment') })
  })

  it('that waits to be continued reports how', async () => {
    await expect(deploy({ targets: ['i-1'], end: { ms: 900, status: 'Ready' } }, 60_000)).rejects.toMatchObject({
      code: 'timeout',
    })
    expect(log.lines.filter((line) => line.includes('continue-deployment'))).toHaveLength(1)
  })

  it('of a large fleet does not read all targets in every poll', async () => {
    const targets = Array.from({ length: 300 }, (_, index) => `i-${index}`)
    const steps = targets.flatMap((id) => lifecycle(id, 500, ['Install']))
    fake.pageSize = 100
    await deploy({ targets, steps, end: { ms: 60_000, status: 'Succeeded' } })
    expect(fake.count('batchGetDeploymentTargets')).toBeLessThan(12 * 10)
  })

  it('is followed while CodeDeploy cannot be reached', async () => {
    fake.fails('getDeployment', awsError('ECONNRESET', 'reset', 'aws/unreachable'), 3)
    expect((await deploy(GOOD)).state.status).toBe('Succeeded')
  })
})

describe('starting a deployment', () => {
  it('finds a deployment whose response was lost by its description', async () => {
    fake.scripts = [GOOD]
    fake.fails('createDeployment', awsError('ECONNRESET', 'reset', 'aws/unreachable'), 1, true)
    expect(await start()).toEqual({ kind: 'adopted', deploymentId: 'd-1' })
    expect(fake.deployments).toHaveLength(1)
  })

  it('creates it again when the request was lost', async () => {
    fake.scripts = [GOOD]
    fake.fails('createDeployment', awsError('ECONNRESET', 'reset', 'aws/unreachable'))
    expect(await start()).toEqual({ kind: 'started', deploymentId: 'd-1' })
  })

  it('waits for a deployment of another process and reports whose it is', async () => {
    fake.scripts = [GOOD]
    fake.begin({ applicationName: 'shop', description: 'a release\nby hand' }, GOOD, 'anna')
    expect(await start()).toEqual({ kind: 'started', deploymentId: 'd-2' })
    expect(log.lines.filter((line) => line.includes('busy with d-1') && line.includes('by anna'))).not.toHaveLength(0)
  })

  it('adopts its own deployment of an earlier attempt', async () => {
    fake.begin({ applicationName: 'shop', description: `${request.description.run}, attempt 1` }, GOOD)
    expect(await start()).toEqual({ kind: 'adopted', deploymentId: 'd-1' })
  })

  it('gives up after the wait, with a finding that names the other deployment', async () => {
    fake.scripts = [GOOD]
    fake.begin({ applicationName: 'shop', description: 'endless' }, { targets: ['i-1'] })
    const started = await start()
    expect(started).toMatchObject({ kind: 'busy', finding: { code: 'deployment/group-busy', outcome: 'fail' } })
    expect(started.kind === 'busy' && started.finding.observed).toContain('d-1')
  })

  it('passes the revision by tag, and the configured settings', async () => {
    fake.scripts = [GOOD]
    await start()
    expect(fake.calls[0]?.input).toMatchObject({
      description: 'test-deployments preprod/app aaaaaaaaaaaa, run 77, attempt 2',
      revision: { revisionType: 'S3', s3Location: { bucket: 'b', key: 'k.tgz', bundleType: 'tgz', eTag: 'tag' } },
      ignoreApplicationStopFailures: false,
    })
  })
})
