import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { resolveEnvironment } from '../../src/config/resolve.ts'
import { readConfig } from '../../src/config/file.ts'
import type { ChangeSetPlan, Evidence } from '../../src/evidence/document.ts'
import { Recorder } from '../../src/evidence/recorder.ts'
import type { Ports } from '../../src/ports.ts'
import { executeEnvironment, type Execution } from '../../src/release/execute.ts'
import { ChangeSetLedger } from '../../src/release/ledger.ts'
import { makePlan } from '../../src/release/plan.ts'
import { describeRelease } from '../../src/release/release.ts'
import { readSources } from '../../src/release/sources.ts'
import { FakeClock, FakeCloudFormation, FakeLog, type Step } from './fakes.ts'
import { FakeCodeDeploy, FakeStorage, type DeploymentScript } from './fake-codedeploy.ts'

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
let alarms: { AlarmName: string; StateValue: string }[]
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
  alarms = []
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

async function execution(stacks: Record<'base' | 'web', Step[]>, options: Partial<Execution> = {}): Promise<Execution> {
  const config = readConfig(CONFIG, 'c.yml')
  const environment = resolveEnvironment(config, 'preprod', 'eu-west-1')
  const changeSets = environment.stacks.map((stack): ChangeSetPlan => {
    const made = cloudformation.stack(stack.name, 'UPDATE_COMPLETE', { Releases: `${stack.id}-bucket`, Name: 'n' })
    const { arn } = cloudformation.changeSet(made, stacks[stack.id as 'base' | 'web'])
    return {
      stack: stack.id,
      stackName: stack.name,
      stackArn: made.arn,
      changeSetArn: arn,
      kind: 'update',
      provisional: false,
      changes: [],
      nested: [],
    }
  })
  const ports = {
    place: { workspace, temp: workspace, env: {} },
    clock,
    log,
    cancelled: stop.signal,
    connect: {
      cloudformation: async () => cloudformation.api,
      codedeploy: async () => codedeploy.api,
      storage: async () => storage.api,
      alarms: async () => ({ describeAlarms: async () => ({ MetricAlarms: alarms }) }),
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
    ledger: new ChangeSetLedger(log, (handle) => record.handle(handle)),
    plan: makePlan('preprod', changeSets),
    only: [],
    watchAlarms: false,
    checks: [{ http: '{stack.web.outputs.Releases}' }] as never,
    ...options,
  }
}
const GOOD = { base: updating(3_000), web: updating(2_000) }
const document = (): Evidence => record.document({} as never)
const codes = (): string[] => record.findings.map(({ code, subject }) => `${code} ${subject}`)
const handles = (): string[] => document().handles.map(({ kind, state }) => `${kind} ${state}`)

describe('an environment', () => {
  it('executes no change set that was made with an output that has moved since', async () => {
    await writeFile(
      join(workspace, 'base.yml'),
      'Resources: { A: { Type: "T::T::T" } }\nOutputs: { Name: { Value: n } }',
    )
    await writeFile(
      join(workspace, 'web.yml'),
      'Resources: { A: { Type: "T::T::T" } }\nParameters: { From: { Type: String } }',
    )
    const executed = () => cloudformation.calls.filter(({ operation }) => operation === 'executeChangeSet')
    const ready = await execution(GOOD)
    const base = [...cloudformation.stacks.values()].find(({ name }) => name === 'base-preprod')
    Object.defineProperty(base?.outputs, 'Name', {
      enumerable: true,
      get: () => (executed().length > 0 ? 'moved' : 'n'),
    })
    const sources = await readSources(ready.environment, workspace)
    await executeEnvironment({ ...ready, sources }).catch((error: unknown) => log.lines.push(String(error)))
    expect(executed().map(({ input }) => input['ChangeSetName'])).toEqual([ready.plan.changeSets[0]?.changeSetArn])
    expect(log.lines.join('\n')).toContain('web-preprod: planning again')
  })

  it('gets its stacks in order, then its revisions, and says what was proved', async () => {
    codedeploy.scripts = [DEPLOYED]
    expect(await executeEnvironment(await execution(GOOD))).toBe(true)
    expect(codes()).toEqual([
      'stack/updated stack/base',
      'stack/updated stack/web',
      'deployment/succeeded deployment/app',
    ])
    expect(document().verdict).toBe('pass')
    expect(document().outputs).toEqual({ base: {}, web: { Releases: 'web-bucket' } })
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

  it('is left alone after the first failure, and what was not begun is said', async () => {
    expect(
      await executeEnvironment(await execution({ ...GOOD, base: updating(3_000, 'UPDATE_ROLLBACK_COMPLETE') })),
    ).toBe(false)
    expect(codes()).toEqual([
      'stack/update-failed stack/base/resource/A',
      'release/not-begun stack/web',
      'release/not-begun deployment/app',
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

  it('does what was asked for only', async () => {
    await executeEnvironment(await execution(GOOD, { only: ['base'] }))
    expect(codes()).toEqual(['stack/updated stack/base'])
  })

  it('passes nothing when nothing was asked of it', async () => {
    expect(await executeEnvironment(await execution(GOOD, { only: ['nothing'] }))).toBe(false)
    expect(document().verdict).toBe('inconclusive')
  })

  it('does not get a stack whose plan nobody saw', async () => {
    expect(await executeEnvironment(await execution(GOOD, { plan: makePlan('preprod', []) }))).toBe(false)
    expect(codes()[0]).toBe('plan/missing stack/base')
    expect(cloudformation.count('executeChangeSet')).toBe(0)
  })

  it('does not get a revision that changed since the release was described', async () => {
    const running = await execution(GOOD)
    await writeFile(join(workspace, 'app/late'), 'change')
    expect(await executeEnvironment(running)).toBe(false)
    expect(codes()[2]).toBe('release/differs deployment/app/revision')
    expect(storage.puts).toBe(0)
  })
})

describe('alarms of a deployment group', () => {
  beforeEach(() => {
    codedeploy.scripts = [DEPLOYED]
    codedeploy.group = { alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] } }
  })

  it.each([
    ['ALARM', 'alarm/active', false],
    ['OK', 'alarm/ok', true],
    ['INSUFFICIENT_DATA', 'alarm/no-data', true],
    ['DREAMING', 'alarm/unknown', false],
  ])('in %s before the deployment: %s', async (StateValue, code, deploys) => {
    alarms = [{ AlarmName: 'errors', StateValue }]
    await executeEnvironment(await execution(GOOD))
    expect(codes()).toContain(`${code} deployment/app/alarm/errors`)
    expect(codedeploy.deployments).toHaveLength(deploys ? 1 : 0)
  })

  it('that do not exist stop the deployment', async () => {
    await executeEnvironment(await execution(GOOD))
    expect(codes()).toContain('alarm/missing deployment/app/alarm/errors')
    expect(codedeploy.deployments).toHaveLength(0)
  })

  it('that go off shortly after make it fail', async () => {
    alarms = [{ AlarmName: 'errors', StateValue: 'OK' }]
    clock.at(12_000, () => (alarms = [{ AlarmName: 'errors', StateValue: 'ALARM' }]))
    expect(await executeEnvironment(await execution(GOOD, { watchAlarms: true }))).toBe(false)
    expect(codes()).toEqual(
      expect.arrayContaining([
        'alarm/ok deployment/app/alarm/errors',
        'deployment/succeeded deployment/app',
        'alarm/active deployment/app/alarm/errors',
      ]),
    )
  })
})

describe('a cancel', () => {
  const reason = new Error('the job was cancelled')

  it('while a stack is updated cancels the update and says that it rolls back', async () => {
    const running = executeEnvironment(await execution({ ...GOOD, base: updating(60_000) }))
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

  it('while a deployment runs stops it, rolled back as its group says', async () => {
    codedeploy.scripts = [{ targets: ['i-1'] }]
    codedeploy.group = { autoRollbackConfiguration: { enabled: true } }
    const running = executeEnvironment(await execution(GOOD))
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

  it('says what may still run where it cannot be stopped', async () => {
    codedeploy.scripts = [{ targets: ['i-1'] }]
    codedeploy.fails('stopDeployment', new Error('no'))
    const running = executeEnvironment(await execution(GOOD))
    clock.at(20_000, () => stop.abort(reason))
    await expect(running).rejects.toBe(reason)
    expect(document().handles.at(-1)).toMatchObject({
      state: 'unknown',
      advice: expect.stringContaining('get-deployment'),
    })
  })

  it('between two steps begins nothing more', async () => {
    codedeploy.scripts = [DEPLOYED]
    const running = await execution(GOOD)
    const group = log.group.bind(log)
    log.group = async (title, body) => {
      const result = await group(title, body)
      stop.abort(reason)
      return result
    }
    await expect(executeEnvironment(running)).rejects.toBe(reason)
    expect(codes()).toEqual(['stack/updated stack/base'])
    expect(cloudformation.count('executeChangeSet')).toBe(1)
  })
})

describe('a timeout', () => {
  it('leaves a handle that says what still runs, and no finding that it failed', async () => {
    codedeploy.scripts = [{ targets: ['i-1'] }]
    await expect(executeEnvironment(await execution(GOOD))).rejects.toMatchObject({ code: 'timeout' })
    expect(handles()).toContain('deployment running')
    expect(codes()).toEqual(['stack/updated stack/base', 'stack/updated stack/web'])
  })
})
