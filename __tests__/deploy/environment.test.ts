import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { resolveEnvironment } from '../../src/config/model/environment.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import type { ChangeSetPlan, Evidence, Plan } from '../../src/evidence/document.ts'
import { Recorder } from '../../src/evidence/recorder.ts'
import type { Ports } from '../../src/ports.ts'
import { executeEnvironment } from '../../src/deploy/environment.ts'
import { goBackAfterAlarm } from '../../src/rollback/after-alarm.ts'
import { ChangeSetLedger } from '../../src/plan/change-sets/ledger.ts'
import { makePlan } from '../../src/plan/compare.ts'
import { reviewedStacks } from '../../src/plan/replan.ts'
import { describeRelease } from '../../src/handover/release.ts'
import { Secrets } from '../../src/support/secrets/secrets.ts'
import { readSources, type StackSources } from '../../src/plan/sources/read-sources.ts'
import { awsError, FakeClock, FakeCloudFormation, FakeLog, type Step } from './fakes.ts'
import { FakeCloudWatch } from './fake-cloudwatch.ts'
import { FakeCodeDeploy, FakeStorage, type DeploymentScript } from './fake-codedeploy.ts'
import type { DeployContext } from '../../src/deploy/contract.ts'

const CONFIG = `version: 1
stacks:
  - { id: base, name: "base-{environment}", template: base.yml }
  - { id: web, name: "web-{environment}", template: web.yml, parameters: { From: "{stack.base.outputs.Name}" } }
deployments:
  - { id: app, platform: server, application: shop, group: g, revision: { directory: app, bucket: "{stack.web.outputs.Releases}" } }
`
let workspace: string
let clock: FakeClock
let log: FakeLog
let cloudformation: FakeCloudFormation
let codedeploy: FakeCodeDeploy
let storage: FakeStorage
let cloudwatch: FakeCloudWatch
let stop: AbortController
let record: Recorder
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'execute-'))
  await mkdir(join(workspace, 'app'))
  await writeFile(join(workspace, 'app/appspec.yml'), 'version: 0.0\nos: linux\n')
  for (const name of ['base', 'web'])
    await writeFile(join(workspace, `${name}.yml`), 'Resources: { A: { Type: "T::T::T" } }')
  clock = new FakeClock()
  log = new FakeLog()
  cloudformation = new FakeCloudFormation(clock)
  codedeploy = new FakeCodeDeploy(clock)
  storage = new FakeStorage()
  cloudwatch = new FakeCloudWatch(clock)
  stop = new AbortController()
  record = new Recorder(() => clock.now())
})
afterEach(() => rm(workspace, { recursive: true, force: true }))

const updating = (ms: number, status = 'UPDATE_COMPLETE'): Step[] => [
  { ms: 100, id: '*', status: 'UPDATE_IN_PROGRESS' },
  {
    ms: ms - 100,
    id: 'A',
    status: status === 'UPDATE_COMPLETE' ? 'UPDATE_COMPLETE' : 'UPDATE_FAILED',
    reason: 'words',
  },
  { ms, id: '*', status },
]
const DEPLOYED: DeploymentScript = {
  targets: ['i-1'],
  steps: [
    { ms: 500, target: 'i-1', event: 'Install', status: 'InProgress' },
    { ms: 900, target: 'i-1', event: 'Install', status: 'Succeeded' },
  ],
  end: { ms: 1_000, status: 'Succeeded' },
}

/** The input of one execution; `execute` passes it on as the commands do. */
interface Prepared extends DeployContext {
  readonly sources: StackSources
  readonly plan: Plan
  readonly only: readonly string[]
}

function execute({ sources, plan, only, ...context }: Prepared): Promise<boolean> {
  const ledger = new ChangeSetLedger(log, (handle) => record.handle(handle), { sleep: async () => undefined })
  return executeEnvironment(context, reviewedStacks({ ...context, sources, ledger }, plan), {
    only,
    goBack: goBackAfterAlarm,
  })
}

async function execution(
  stacks: Readonly<Record<string, Step[]>>,
  options: Partial<Prepared> = {},
  text = CONFIG,
): Promise<Prepared> {
  const config = readConfig(text, 'c.yml')
  const environment = resolveEnvironment(config, 'preprod', 'eu-west-1')
  const changeSets = environment.stacks.map((stack): ChangeSetPlan => {
    const made = cloudformation.stack(stack.name, 'UPDATE_COMPLETE', { Releases: `${stack.id}-bucket`, Name: 'n' })
    const { arn } = cloudformation.changeSet(made, stacks[stack.id] ?? [])
    return {
      stack: stack.id,
      stackName: stack.name,
      stackArn: made.arn,
      changeSetArn: arn,
      kind: 'update',
      provisional: false,
      changes: [
        { logicalId: 'A', type: 'AWS::SSM::Parameter', action: 'Modify', replacement: 'False', properties: [] },
      ],
      nested: [],
    }
  })
  const ports = {
    place: { workspace, temp: workspace, env: {} },
    secrets: new Secrets({}),
    clock,
    log,
    cancelled: stop.signal,
    connect: {
      cloudformation: async () => cloudformation.api,
      codedeploy: async () => codedeploy.api,
      storage: async () => storage.api,
      alarms: async () => cloudwatch.api,
      // No resource of these stacks serves by itself.
      state: async () => ({}),
    },
  } as unknown as Ports
  return {
    ports,
    record,
    run: { runId: '77', runAttempt: 1 },
    environment,
    access: { region: 'eu-west-1', session: 's' },
    release: await describeRelease({ config, workspace, sha: 'a' }),
    sources: new Map(),
    plan: makePlan({ environment: 'preprod' }, changeSets),
    only: [],
    checks: readConfig(`${CONFIG}verify: [{ http: "{stack.web.outputs.Releases}" }]\n`, 'c.yml').verify,
    ...options,
  }
}
const GOOD = { base: updating(3_000), web: updating(2_000) }
const document = (): Evidence => record.document({} as never)
const codes = (): string[] => record.findings.map(({ code, subject }) => `${code} ${subject}`)
const handles = (): string[] => document().handles.map(({ kind, state }) => `${kind} ${state}`)

describe('an environment', () => {
  it('is watched for the configured bake time, and failures during it are reported by stage', async () => {
    const prepared = await execution(GOOD)
    // Nothing listens on this port: each attempt fails at once.
    const during = `verify: [{ name: home, http: "http://127.0.0.1:1/", phase: during, every: 30s }]\n`
    const checks = readConfig(`${CONFIG}${during}`, 'c.yml').verify
    codedeploy.scripts = [DEPLOYED]
    const began = clock.now().getTime()
    expect(await execute({ ...prepared, checks, environment: { ...prepared.environment, bake: 600_000 } })).toBe(true)
    expect(clock.now().getTime() - began).toBeGreaterThan(600_000)
    expect(codes().filter((code) => /^(check|during)/.test(code))).toEqual(
      expect.arrayContaining(['check/http check/home', 'during/failed check/home/stage/the bake']),
    )
    expect(record.findings.find(({ code }) => code === 'check/http')).toMatchObject({
      outcome: 'fail',
      details: { phase: 'during' },
    })
  })

  it('does not pass where another revision is deployed before its bake has ended', async () => {
    const prepared = await execution(GOOD)
    codedeploy.scripts = [DEPLOYED]
    clock.at(300_000, () => {
      const s3Location = { bucket: 'releases', key: 'of-somebody-else.zip' }
      codedeploy.begin({ applicationName: 'shop', revision: { revisionType: 'S3', s3Location } }, DEPLOYED)
    })
    expect(await execute({ ...prepared, environment: { ...prepared.environment, bake: 600_000 } })).toBe(false)
    expect(record.findings.filter(({ code }) => code.startsWith('serving/'))).toMatchObject([
      { code: 'serving/not-released', outcome: 'fail', observed: expect.stringContaining('of-somebody-else.zip') },
    ])
  })

  it('executes no change set that was created with an output that has changed since', async () => {
    await writeFile(
      join(workspace, 'base.yml'),
      'Resources: { A: { Type: "T::T::T" } }\nOutputs: { Name: { Value: n } }',
    )
    await writeFile(
      join(workspace, 'web.yml'),
      'Resources: { A: { Type: "T::T::T" } }\nParameters: { From: { Type: String } }\nOutputs: { Releases: { Value: r } }',
    )
    const executed = () => cloudformation.calls.filter(({ operation }) => operation === 'executeChangeSet')
    const ready = await execution(GOOD)
    const base = [...cloudformation.stacks.values()].find(({ name }) => name === 'base-preprod')
    Object.defineProperty(base?.outputs, 'Name', {
      enumerable: true,
      get: () => (executed().length > 0 ? 'moved' : 'n'),
    })
    const sources = await readSources(ready.environment, workspace, [])
    await execute({ ...ready, sources }).catch((error: unknown) => log.lines.push(String(error)))
    expect(executed().map(({ input }) => input['ChangeSetName'])).toEqual([ready.plan.changeSets[0]?.changeSetArn])
    expect(log.lines.join('\n')).toContain('web-preprod: planning again')
  })

  it('gets its stacks in order, then its revisions, and reports what was proved', async () => {
    codedeploy.scripts = [DEPLOYED]
    expect(await execute(await execution(GOOD))).toBe(true)
    expect(codes()).toEqual([
      'stack/updated stack/base',
      'stack/updated stack/web',
      'deployment/succeeded deployment/app',
      'deployment/no-health-proof deployment/app/validation',
    ])
    expect(document().verdict).toBe('pass')
    expect(document().outputs).toEqual([
      { environment: 'preprod', region: 'eu-west-1', stacks: { base: {}, web: { Releases: 'web-bucket' } } },
    ])
    expect(handles()).toEqual([
      'stack kept',
      'change-set removed',
      'stack kept',
      'change-set removed',
      'revision kept',
      'deployment kept',
    ])
    const executed = cloudformation.calls.filter(({ operation }) => operation === 'executeChangeSet')
    expect(executed.map(({ input }) => input['ChangeSetName'])).toEqual([...cloudformation.changeSets.keys()])
    const created = codedeploy.calls.find(({ operation }) => operation === 'createDeployment')
    expect(created?.input).toMatchObject({ revision: { s3Location: { bucket: 'web-bucket', bundleType: 'tgz' } } })
  })

  it('is not changed after the first failure, and unstarted items are recorded', async () => {
    expect(await execute(await execution({ ...GOOD, base: updating(3_000, 'UPDATE_ROLLBACK_COMPLETE') }))).toBe(false)
    expect(codes()).toEqual([
      'stack/update-failed stack/base/resource/A',
      'release/not-started stack/web',
      'release/not-started deployment/app',
    ])
    expect(cloudformation.count('executeChangeSet')).toBe(1)
    expect(codedeploy.deployments).toHaveLength(0)
    expect(document().verdict).toBe('fail')
    expect(document().handles.at(-1)).toMatchObject({
      kind: 'change-set',
      state: 'kept',
      advice: expect.stringContaining('delete-change-set'),
    })
  })

  it('gets only the selected items', async () => {
    await execute(await execution(GOOD, { only: ['base'] }))
    expect(codes()).toEqual(['stack/updated stack/base'])
  })

  it('has no pass when nothing is selected', async () => {
    expect(await execute(await execution(GOOD, { only: ['nothing'] }))).toBe(false)
    expect(document().verdict).toBe('inconclusive')
  })

  it('does not get a stack without a reviewed plan', async () => {
    expect(await execute(await execution(GOOD, { plan: makePlan({ environment: 'preprod' }, []) }))).toBe(false)
    expect(codes()[0]).toBe('plan/missing stack/base')
    expect(cloudformation.count('executeChangeSet')).toBe(0)
  })

  it('does not get a revision that changed since the release was described', async () => {
    const running = await execution(GOOD)
    await writeFile(join(workspace, 'app/late'), 'change')
    expect(await execute(running)).toBe(false)
    expect(codes()[2]).toBe('release/differs deployment/app/revision')
    expect(storage.puts).toBe(0)
  })
})

describe('several items at once', () => {
  const ids = Array.from({ length: 10 }, (_, index) => `s${index}`)
  const ten = `version: 1\nstacks:\n${ids.map((id) => `  - { id: ${id}, name: ${id}, template: base.yml }\n`).join('')}`
  const seconds = (): number => (clock.now().getTime() - Date.parse('2026-11-01T12:00:00Z')) / 1_000

  it('updates ten independent stacks of 10 s each in less than 15 s', async () => {
    const prepared = await execution(Object.fromEntries(ids.map((id) => [id, updating(10_000)])), {}, ten)
    const sources = await readSources(prepared.environment, workspace, [])
    expect(await execute({ ...prepared, sources })).toBe(true)
    expect(seconds()).toBeLessThan(15)
    expect(codes().toSorted()).toEqual(ids.map((id) => `stack/updated stack/${id}`))
    expect(log.lines).toContain('[stack s9] starts (10 of 10, 9 beside it)')
    expect(log.lines.filter((line) => line.includes('s3/A'))).toEqual([
      expect.stringMatching(/^\[stack s3\] +9\.9 s {2}s3\/A {2}.* {2}UPDATE_COMPLETE/),
    ])
  })

  it('lets running ones end where one fails, and records those that were not started', async () => {
    const waiting = '  - { id: late, name: late, template: base.yml, depends-on: [s1] }\n'
    const updates = Object.fromEntries(ids.map((id) => [id, updating(10_000)]))
    const failing = { ...updates, s0: updating(2_000, 'UPDATE_ROLLBACK_COMPLETE'), late: updating(1_000) }
    const prepared = await execution(failing, {}, ten + waiting)
    const sources = await readSources(prepared.environment, workspace, [])
    expect(await execute({ ...prepared, sources })).toBe(false)
    expect(codes().filter((code) => !code.startsWith('stack/updated'))).toEqual([
      'stack/update-failed stack/s0/resource/A',
      'release/not-started stack/late',
    ])
    expect(codes().filter((code) => code.startsWith('stack/updated'))).toHaveLength(9)
  })

  it('watches the alarms of a deployment while the next one runs', async () => {
    const again = `  - { id: api, platform: server, application: shop, group: h, revision: { directory: app, bucket: b } }\n`
    codedeploy.scripts = [DEPLOYED, DEPLOYED]
    codedeploy.group = { alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] } }
    cloudwatch.put('errors', 'OK')
    cloudwatch.measured.add('errors')
    const prepared = await execution(GOOD, {}, CONFIG + again)
    const release = await describeRelease({ config: readConfig(CONFIG + again, 'c.yml'), workspace, sha: 'a' })
    await execute({ ...prepared, release, environment: { ...prepared.environment, bake: 600_000 } })
    // The second one was deployed before the watch of the first one ended.
    expect(codes().filter((code) => /^(deployment\/succeeded|alarm)/.test(code))).toEqual([
      'deployment/succeeded deployment/app',
      'deployment/succeeded deployment/api',
      'alarm/ok deployment/app/alarm/errors',
      'alarm/ok deployment/api/alarm/errors',
    ])
  })
})

describe('alarms of a deployment group', () => {
  const AFTER = 'deployment/app/alarm'
  const reported = (): string[] =>
    record.findings
      .filter(({ code }) => code.startsWith('alarm/'))
      .map(({ outcome, code, subject }) => `${outcome} ${code} ${subject.replace(`${AFTER}/`, '')}`)
  const counting = (...names: string[]): void => {
    codedeploy.group = { alarmConfiguration: { enabled: true, alarms: names.map((name) => ({ name })) } }
  }
  const began = (): number => Date.parse('2026-11-01T12:00:00Z')
  const minutes = (): number => (clock.now().getTime() - began()) / 60_000
  beforeEach(() => {
    codedeploy.scripts = [DEPLOYED]
    counting('errors')
  })

  it.each([
    ['ALARM', 'fail alarm/active errors', false],
    ['OK', 'inconclusive alarm/no-data errors', true],
    ['INSUFFICIENT_DATA', 'inconclusive alarm/no-data errors', true],
    ['DREAMING', 'inconclusive alarm/unknown errors', false],
  ])('in %s before the deployment: %s', async (state, finding, deploys) => {
    cloudwatch.put('errors', state)
    expect(await execute(await execution(GOOD))).toBe(false)
    expect(reported()).toEqual([finding])
    expect(codedeploy.deployments).toHaveLength(deploys ? 1 : 0)
  })

  it('that do not exist stop the deployment', async () => {
    await execute(await execution(GOOD))
    expect(reported()).toEqual(['fail alarm/missing errors'])
    expect(codedeploy.deployments).toHaveLength(0)
  })

  it('are watched for as long as they need, and pass by their data', async () => {
    cloudwatch.put('errors', 'OK')
    cloudwatch.measured.add('errors')
    expect(await execute(await execution(GOOD))).toBe(true)
    expect(reported()).toEqual(['pass alarm/ok errors'])
    // Two periods that start after the deployment, three minutes of delay, one of evaluation.
    expect(minutes()).toBeGreaterThanOrEqual(7)
    expect(minutes()).toBeLessThan(8)
    expect(log.lines.join('\n')).toContain('watching the alarm errors for 6 min')
  })

  it('are noted where they are new and have no data, beside one that has data', async () => {
    counting('hosts', 'slowness')
    cloudwatch.put('hosts', 'OK')
    cloudwatch.put('slowness', 'INSUFFICIENT_DATA')
    cloudwatch.measured.add('hosts')
    expect(await execute(await execution(GOOD))).toBe(true)
    expect(reported()).toEqual(['pass alarm/ok hosts', 'noted alarm/no-data slowness'])
    expect(document().verdict).toBe('pass')
  })

  it('are inconclusive where their data ended with the deployment', async () => {
    counting('hosts', 'errors')
    for (const name of ['hosts', 'errors']) {
      cloudwatch.put(name, 'OK')
      cloudwatch.measured.add(name)
    }
    const { getMetricData } = cloudwatch.api
    // The metric is gone now; its data from before the deployment still exist.
    cloudwatch.api.getMetricData = (input) => {
      const before = (input.EndTime?.getTime() ?? 0) <= began() + 12_000
      cloudwatch.measured[before ? 'add' : 'delete']('errors')
      return getMetricData(input)
    }
    expect(await execute(await execution(GOOD))).toBe(false)
    expect(reported()).toEqual(['pass alarm/ok hosts', 'inconclusive alarm/no-data errors'])
  })

  it('that go off late fail it at once', async () => {
    cloudwatch.put('errors', 'OK')
    clock.at(240_000, () => cloudwatch.set('errors', 'ALARM'))
    expect(await execute(await execution(GOOD))).toBe(false)
    expect(codes()).toContain('deployment/succeeded deployment/app')
    expect(reported()).toEqual(['fail alarm/active errors'])
    expect(minutes()).toBeLessThan(5)
  })

  it('that went off and recovered between two polls fail it', async () => {
    cloudwatch.put('errors', 'OK')
    cloudwatch.measured.add('errors')
    clock.at(100_000, () => {
      cloudwatch.set('errors', 'ALARM')
      cloudwatch.set('errors', 'OK')
    })
    await execute(await execution(GOOD))
    expect(reported()).toEqual(['fail alarm/active errors'])
  })

  it('that were in ALARM only before the deployment do not fail it', async () => {
    cloudwatch.put('errors', 'ALARM')
    cloudwatch.set('errors', 'OK')
    cloudwatch.measured.add('errors')
    const running = execution(GOOD)
    await clock.sleep(1_000)
    expect(await execute(await running)).toBe(true)
  })

  it('that need longer than the timeout of the deployment are inconclusive, and not awaited', async () => {
    cloudwatch.put('errors', 'OK', { Period: 86_400 })
    cloudwatch.measured.add('errors')
    await execute(await execution(GOOD))
    expect(reported()).toEqual(['inconclusive alarm/watch-too-short errors'])
    expect(minutes()).toBeLessThan(1)
  })

  it('with unreadable data are an error beside the deployment that succeeded', async () => {
    cloudwatch.put('errors', 'OK')
    cloudwatch.api.getMetricData = async () => {
      throw awsError('AccessDenied', 'no', 'aws/denied')
    }
    expect(await execute(await execution(GOOD))).toBe(false)
    expect(codes()).toEqual(
      expect.arrayContaining(['deployment/succeeded deployment/app', 'aws/denied deployment/app/alarms']),
    )
  })

  it('are not watched after a deployment that failed', async () => {
    codedeploy.scripts = [{ ...DEPLOYED, end: { ms: 1_000, status: 'Failed' } }]
    cloudwatch.put('errors', 'OK')
    await execute(await execution(GOOD))
    expect(reported()).toEqual([])
    expect(minutes()).toBeLessThan(1)
  })

  describe('in ALARM', () => {
    const stopped = () => codedeploy.calls.filter(({ operation }) => operation === 'stopDeployment')
    const created = () => codedeploy.calls.filter(({ operation }) => operation === 'createDeployment')
    const title = (code: string) => record.findings.find((each) => each.code === code)?.title
    /** A revision that was deployed before this run; the group names the last deployment that succeeded. */
    const earlier = async (): Promise<void> => {
      storage.objects.set('before.zip', { body: Buffer.alloc(0), checksum: undefined })
      const s3Location = { bucket: 'b', key: 'before.zip', bundleType: 'zip' as const, eTag: 'tag' }
      codedeploy.begin({ applicationName: 'shop', revision: { revisionType: 'S3', s3Location } }, DEPLOYED)
      await clock.sleep(2_000)
      const alarmConfiguration = { enabled: true, alarms: [{ name: 'errors' }] }
      codedeploy.odd.getDeploymentGroup = async () => {
        const last = codedeploy.deployments.find(({ status }) => status === 'Succeeded')
        const lastSuccessfulDeployment = last && { deploymentId: last.id }
        return {
          $metadata: {},
          deploymentGroupInfo: { alarmConfiguration, lastSuccessfulDeployment, targetRevision: last?.input.revision },
        }
      }
    }
    beforeEach(() => cloudwatch.put('errors', 'OK'))

    it('stop a running deployment, and CodeDeploy rolls it back', async () => {
      codedeploy.scripts = [{ ...DEPLOYED, end: { ms: 300_000, status: 'Succeeded' }, rollback: DEPLOYED }]
      clock.at(60_000, () => cloudwatch.set('errors', 'ALARM'))
      expect(await execute(await execution(GOOD))).toBe(false)
      expect(stopped().map(({ input }) => input)).toEqual([{ deploymentId: 'd-1', autoRollbackEnabled: true }])
      expect(title('alarm/stopped-deployment')).toBe('d-1 was stopped, because the alarm errors is in ALARM')
      expect(codes()).toContain('deployment/rolled-back deployment/app')
      expect(created()).toHaveLength(1)
      expect(minutes()).toBeLessThan(2)
    })

    it('roll back to the previous revision after the deployment, even if they are still in ALARM', async () => {
      await earlier()
      clock.at(100_000, () => cloudwatch.set('errors', 'ALARM'))
      expect(await execute(await execution(GOOD))).toBe(false)
      expect(created().at(-1)?.input).toMatchObject({
        revision: { s3Location: { key: 'before.zip' } },
        overrideAlarmConfiguration: { enabled: false },
      })
      expect(codes()).toEqual(
        expect.arrayContaining([
          'rollback/went-back deployment/app/rollback/after-alarm',
          'rollback/after-alarm environment/preprod/rollback',
        ]),
      )
      expect(title('rollback/after-alarm')).toMatch(
        /^preprod: 1 of 1 deployment went back, because errors was in ALARM/,
      )
    })

    it('do not roll back a first release, and the serving version is reported', async () => {
      await earlier()
      codedeploy.deployments.length = 0
      clock.at(100_000, () => cloudwatch.set('errors', 'ALARM'))
      await execute(await execution(GOOD))
      expect(created()).toHaveLength(1)
      expect(record.findings.find(({ code }) => code === 'rollback/not-back')).toMatchObject({
        title: 'preprod: app did not go back after the alarm: it was never deployed successfully',
        observed: expect.stringContaining('s3://web-bucket/'),
        advice: expect.stringContaining('aws deploy list-deployments --region eu-west-1 --application-name shop'),
      })
    })

    it('do not roll back a group to which another process has deployed since', async () => {
      await earlier()
      clock.at(100_000, () => {
        codedeploy.begin({ applicationName: 'shop', revision: { revisionType: 'S3' } }, DEPLOYED)
        clock.at(5_000, () => cloudwatch.set('errors', 'ALARM'))
      })
      await execute(await execution(GOOD))
      expect(created()).toHaveLength(1)
      expect(title('rollback/not-back')).toContain('d-3 is the last one of its group')
    })

    it('report the command of a rollback that is denied', async () => {
      await earlier()
      clock.at(100_000, () => {
        cloudwatch.set('errors', 'ALARM')
        codedeploy.fails('createDeployment', awsError('AccessDenied', 'no', 'aws/denied'))
      })
      await execute(await execution(GOOD))
      expect(codes()).toContain('aws/denied deployment/app/rollback')
      expect(record.findings.find(({ code }) => code === 'rollback/not-back')?.advice).toMatch(
        /To go back: `aws deploy create-deployment .*before\.zip.* --override-alarm-configuration enabled=false`/,
      )
    })

    it('of a check of the phase during, in the bake, roll it back', async () => {
      await earlier()
      cloudwatch.measured.add('errors')
      cloudwatch.put('business', 'OK')
      cloudwatch.measured.add('business')
      const prepared = await execution(GOOD)
      const during = `verify: [{ alarm: business, phase: during, actions: ignored }]\n`
      const checks = readConfig(`${CONFIG}${during}`, 'c.yml').verify
      const info = log.info.bind(log)
      log.info = (text) => {
        info(text)
        if (text.startsWith('watching the alarm errors')) clock.at(60_000, () => cloudwatch.set('business', 'ALARM'))
      }
      const environment = { ...prepared.environment, bake: 900_000 }
      expect(await execute({ ...prepared, checks, environment })).toBe(false)
      expect(codes()).toContain('rollback/went-back deployment/app/rollback/after-alarm')
      expect(title('rollback/after-alarm')).toMatch(
        /because the check "business stays quiet" failed: business was in ALARM/,
      )
      expect(reported()).toEqual([])
    })
  })

  it('are no longer watched when the job is cancelled, and the results are kept', async () => {
    cloudwatch.put('errors', 'OK')
    const running = execute(await execution(GOOD))
    const reason = new Error('the job was cancelled')
    clock.at(60_000, () => stop.abort(reason))
    await expect(running).rejects.toBe(reason)
    expect(codes()).toContain('deployment/succeeded deployment/app')
    expect(codedeploy.calls.map(({ operation }) => operation)).not.toContain('stopDeployment')
  })
})

describe('a cancellation', () => {
  const reason = new Error('the job was cancelled')

  it('during a stack update cancels the update and reports the rollback', async () => {
    const running = execute(await execution({ ...GOOD, base: updating(60_000) }))
    clock.at(5_000, () => stop.abort(reason))
    await expect(running).rejects.toBe(reason)
    expect(cloudformation.count('cancelUpdateStack')).toBe(1)
    expect(document().handles[0]).toMatchObject({
      kind: 'stack',
      state: 'running',
      advice: expect.stringContaining('rolls back'),
    })
    expect(record.findings).toEqual([])
  })

  it('during a deployment stops it, and rolls it back as its group is configured', async () => {
    codedeploy.scripts = [{ targets: ['i-1'] }]
    codedeploy.group = { autoRollbackConfiguration: { enabled: true } }
    const running = execute(await execution(GOOD))
    clock.at(20_000, () => stop.abort(reason))
    await expect(running).rejects.toBe(reason)
    const stopped = codedeploy.calls.find(({ operation }) => operation === 'stopDeployment')
    expect(stopped?.input).toEqual({ deploymentId: 'd-1', autoRollbackEnabled: true })
    expect(document().handles.at(-1)).toMatchObject({
      kind: 'deployment',
      state: 'kept',
      advice: expect.stringContaining('Stopped'),
    })
    expect(codes()).not.toContain('deployment/failed deployment/app')
  })

  it('reports what may still run where it cannot be stopped', async () => {
    codedeploy.scripts = [{ targets: ['i-1'] }]
    codedeploy.fails('stopDeployment', new Error('no'))
    const running = execute(await execution(GOOD))
    clock.at(20_000, () => stop.abort(reason))
    await expect(running).rejects.toBe(reason)
    expect(document().handles.at(-1)).toMatchObject({
      state: 'unknown',
      advice: expect.stringContaining('get-deployment'),
    })
  })

  it('between two steps starts nothing more', async () => {
    codedeploy.scripts = [DEPLOYED]
    const running = await execution(GOOD)
    const group = log.group.bind(log)
    log.group = async (title, body) => {
      const result = await group(title, body)
      stop.abort(reason)
      return result
    }
    await expect(execute(running)).rejects.toBe(reason)
    expect(codes()).toEqual(['stack/updated stack/base'])
    expect(cloudformation.count('executeChangeSet')).toBe(1)
  })
})

describe('a timeout', () => {
  it('leaves a handle that reports what still runs, and no finding of a failure', async () => {
    codedeploy.scripts = [{ targets: ['i-1'] }]
    await expect(execute(await execution(GOOD))).rejects.toMatchObject({ code: 'timeout' })
    expect(handles()).toContain('deployment running')
    expect(codes()).toEqual(['stack/updated stack/base', 'stack/updated stack/web'])
  })
})
