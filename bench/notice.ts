/**
 * How late the end of an operation is noticed, and how many calls following costs: updates of stacks, deployments by
 * CodeDeploy and by ECS itself of 3, 12, 25 and 60 s, each alone, and 50 at once whose calls AWS limits to 5 a second. By AWS's own clients
 * against the sandbox, in simulated time, beside a poll every 10 s, as most actions do.
 *
 *   npm run bench:notice [-- --json] [--peer FOLDER]
 *
 * `--peer`: a checkout of aws-cloudformation-github-deploy, whose bundle then updates stacks of 3, 12 and 25 s in real time.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeploymentInfo } from '@aws-sdk/client-codedeploy'
import type { TroubleRule } from '../sandbox/aws/wire/trouble.ts'
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts'
import type { ScenarioInput } from '../sandbox/scenario.ts'
import type { CloudFormation } from '../src/cloudformation/client.ts'
import { endOf } from '../src/cloudformation/update/diagnose.ts'
import { executionToken, startUpdate } from '../src/cloudformation/update/update.ts'
import type { Containers } from '../src/aws/clients/containers.ts'
import type { CodeDeploy } from '../src/codedeploy/client.ts'
import { endOfDeployment } from '../src/codedeploy/deployment.ts'
import { connections } from '../src/connect.ts'
import { followDeployment } from '../src/deploy/deployments/follow-deployment.ts'
import { followStack } from '../src/deploy/stacks/follow-stack.ts'
import { SharedStatuses } from '../src/deploy/deployments/shared-statuses.ts'
import { followService } from '../src/deploy/services/follow-service.ts'
import { endOfServiceDeployment, listServiceDeployments } from '../src/ecs/service-deployment.ts'
import { Recorder } from '../src/evidence/recorder.ts'
import type { Ports } from '../src/ports.ts'
import { Secrets } from '../src/support/secrets/secrets.ts'
import { measurePeer } from './notice-peer.ts'

const SECONDS = [3, 12, 25, 60]
/** Added to each, so that no interval fits all. */
const OFFSETS = [0, 0.7, 1.4, 2.1]
const AT_ONCE = 50
const AT_ONCE_SECONDS = 60
const CALLS_PER_SECOND = 5
const TIMEOUT_MS = 30 * 60_000
const REGION = 'eu-west-1'
const POLL_MS = 10_000

/** Milliseconds of the simulated clock, from the end of an operation. */
interface Followed {
  /** Until a response of AWS reported the end. */
  readonly noticed: number
  /** Until all details were read. */
  readonly read: number
  /** Until a poll every 10 s from its start notices it. */
  readonly polled: number
}

interface Row {
  readonly name: string
  readonly followed: readonly Followed[]
  /** For each operation. */
  readonly callsPerMinute: number
}

/** Counts calls, and records when a response reported the end of each operation. */
class Observer {
  calls = 0
  readonly seen = new Map<string, number>()
  readonly #now: () => number
  readonly #listed = new Set<string>()

  constructor(now: () => number) {
    this.#now = now
  }

  async count<T>(call: Promise<T>, ended: (answer: T) => readonly string[]): Promise<T> {
    this.calls++
    const answer = await call
    for (const id of ended(answer)) if (!this.seen.has(id)) this.seen.set(id, this.#now())
    return answer
  }

  /** Those that an earlier list had, and this one has not. */
  gone(listed: readonly string[]): string[] {
    const now = new Set(listed)
    const gone = [...this.#listed].filter((id) => !now.has(id))
    for (const id of now) this.#listed.add(id)
    return gone
  }
}

/** An operation that has started. */
interface Operation {
  readonly id: string
  readonly began: number
  readonly follow: () => Promise<void>
  readonly endedAt: () => Promise<number>
}

interface Bench {
  readonly ports: Ports
  readonly statuses: SharedStatuses
  readonly observer: Observer
}

interface Platform {
  readonly name: string
  readonly service: string
  readonly scenario: (seconds: readonly number[]) => ScenarioInput
  readonly start: (bench: Bench, index: number) => Promise<Operation>
}

const STACKS: Platform = {
  name: 'stack',
  service: 'cloudformation',
  scenario: (seconds) => {
    const resources = Object.fromEntries(seconds.map((each, index) => [`Topic${index}`, each * 1_000]))
    return { durations: { cloudformation: { changeSet: 50, stack: 50, resources } } }
  },
  async start({ ports, statuses, observer }, index) {
    const real = await ports.connect.cloudformation({ region: REGION, session: 'bench' })
    const stackName = `bench-${index}`
    const made = await real.createChangeSet({
      StackName: stackName,
      ChangeSetName: 'bench',
      ChangeSetType: 'CREATE',
      TemplateBody: JSON.stringify({ Resources: { [`Topic${index}`]: { Type: 'AWS::SNS::Topic' } } }),
    })
    const [changeSetArn = '', stackArn = ''] = [made.Id, made.StackId]
    while ((await real.describeChangeSet({ ChangeSetName: changeSetArn })).Status !== 'CREATE_COMPLETE') {
      await ports.clock.sleep(50)
    }
    const observed = observedStacks(real, observer)
    const token = executionToken('bench', changeSetArn)
    const request = { stack: stackName, stackName, stackArn, changeSetArn, region: REGION, token }
    const update = await startUpdate({ ...ports, cloudformation: observed }, request)
    if (update.kind !== 'running') throw new Error(`${stackName} is ${update.kind}`)
    return {
      id: stackArn,
      began: ports.clock.now().getTime(),
      follow: async () => {
        const world = { ports, record: new Recorder(() => ports.clock.now()), statuses }
        await followStack(world, observed, request, update, { timeout: TIMEOUT_MS })
      },
      endedAt: async () => {
        const { StackEvents = [] } = await real.describeStackEvents({ StackName: stackArn })
        return StackEvents[0]?.Timestamp?.getTime() ?? Number.NaN
      },
    }
  },
}

function observedStacks(real: CloudFormation, observer: Observer): CloudFormation {
  const isFinal = (status: string | undefined): boolean => ['succeeded', 'failed'].includes(endOf(status ?? ''))
  return {
    ...real,
    describeStacks: (input) =>
      observer.count(real.describeStacks(input), ({ Stacks = [] }) =>
        Stacks.flatMap(({ StackId = '', StackStatus }) => (isFinal(StackStatus) ? [StackId] : [])),
      ),
    describeStackEvents: (input) =>
      observer.count(real.describeStackEvents(input), ({ StackEvents = [] }) =>
        StackEvents.flatMap(({ StackId = '', PhysicalResourceId, ResourceStatus }) =>
          PhysicalResourceId === StackId && isFinal(ResourceStatus) ? [StackId] : [],
        ),
      ),
    listStacks: (input) =>
      observer.count(real.listStacks(input), ({ StackSummaries = [] }) =>
        observer.gone(StackSummaries.map(({ StackId = '' }) => StackId)),
      ),
  }
}

const HOOK = (index: number): string => `hook-${index}`
const FUNCTION = (index: number): string => `function-${index}`

const FUNCTIONS: Platform = {
  name: 'lambda',
  service: 'codedeploy',
  scenario: (seconds) => ({
    functions: seconds.map((_, index) => ({ name: FUNCTION(index), versions: ['one', 'two'], aliases: { live: '1' } })),
    hookFunctions: Object.fromEntries(
      seconds.map((each, index) => [HOOK(index), { reports: 'Succeeded' as const, after: each * 1_000 }]),
    ),
    applications: [
      {
        name: 'bench',
        platform: 'Lambda',
        groups: Object.fromEntries(
          seconds.map((_, index) => [FUNCTION(index), { deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce' }]),
        ),
      },
    ],
  }),
  async start({ ports, statuses, observer }, index) {
    const real = await ports.connect.codedeploy({ region: REGION, session: 'bench' })
    const properties = { Name: FUNCTION(index), Alias: 'live', CurrentVersion: '1', TargetVersion: '2' }
    const content = JSON.stringify({
      version: 0,
      Resources: [{ fn: { Type: 'AWS::Lambda::Function', Properties: properties } }],
      Hooks: [{ BeforeAllowTraffic: HOOK(index) }],
    })
    const { deploymentId = '' } = await real.createDeployment({
      applicationName: 'bench',
      deploymentGroupName: FUNCTION(index),
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    })
    const deployment = {
      id: FUNCTION(index),
      deploymentId,
      group: FUNCTION(index),
      region: REGION,
      timeout: TIMEOUT_MS,
      autoRollback: false,
    }
    return {
      id: deploymentId,
      began: ports.clock.now().getTime(),
      follow: async () => {
        const world = { ports, record: new Recorder(() => ports.clock.now()), statuses }
        await followDeployment(world, observedDeployments(real, observer), deployment)
      },
      endedAt: async () => {
        const { deploymentInfo } = await real.getDeployment({ deploymentId })
        if (deploymentInfo?.status !== 'Succeeded') throw new Error(`${deploymentId} is ${deploymentInfo?.status}`)
        return deploymentInfo.completeTime?.getTime() ?? Number.NaN
      },
    }
  },
}

function observedDeployments(real: CodeDeploy, observer: Observer): CodeDeploy {
  const ended = (infos: readonly DeploymentInfo[]): string[] =>
    infos.flatMap(({ deploymentId = '', status = '' }) => (endOfDeployment(status) === 'running' ? [] : [deploymentId]))
  return {
    ...real,
    getDeployment: (input) =>
      observer.count(real.getDeployment(input), ({ deploymentInfo }) => ended(deploymentInfo ? [deploymentInfo] : [])),
    batchGetDeployments: (input) =>
      observer.count(real.batchGetDeployments(input), ({ deploymentsInfo = [] }) => ended(deploymentsInfo)),
    listDeploymentTargets: (input) => observer.count(real.listDeploymentTargets(input), () => []),
    batchGetDeploymentTargets: (input) => observer.count(real.batchGetDeploymentTargets(input), () => []),
  }
}

const SERVICE = (index: number): string => `service-${index}`
const CLUSTER = 'bench'

/** A rolling deployment is as long as the pull of the image, which is one setting for all. */
const SERVICES: Platform = {
  name: 'service by ECS',
  service: 'ecs',
  scenario: (seconds) => ({
    durations: { ecs: { pull: (seconds[0] ?? 0) * 1_000, tick: 100, provision: 0, stop: 0 } },
    taskDefinitions: ['bench:1', 'bench:2'].map((image) => ({
      family: 'bench',
      containerDefinitions: [{ name: 'web', image, memory: 128 }],
    })),
    services: seconds.map((_, index) => ({
      cluster: CLUSTER,
      name: SERVICE(index),
      taskDefinition: 'bench:1',
      controller: 'ECS',
    })),
  }),
  async start({ ports, statuses, observer }, index) {
    const access = { region: REGION, session: 'bench' }
    const real = await ports.connect.containers(access)
    const named = { cluster: CLUSTER, service: SERVICE(index) }
    await real.updateService({ ...named, taskDefinition: 'bench:2' })
    const [deploymentArn = ''] = await listServiceDeployments(real, named, 'active')
    const running = { id: SERVICE(index), ...named, deploymentArn, region: REGION, timeout: TIMEOUT_MS }
    return {
      id: deploymentArn,
      began: ports.clock.now().getTime(),
      follow: async () => {
        const world = { ports, record: new Recorder(() => ports.clock.now()), statuses }
        const reads = await ports.connect.state(access)
        await followService(world, { containers: observedServices(real, observer), reads }, running)
      },
      endedAt: async () => {
        const described = await real.describeServiceDeployments({ serviceDeploymentArns: [deploymentArn] })
        return described.serviceDeployments?.[0]?.finishedAt?.getTime() ?? Number.NaN
      },
    }
  },
}

function observedServices(real: Containers, observer: Observer): Containers {
  const nothing = (): [] => []
  return {
    ...real,
    describeServiceDeployments: (input) =>
      observer.count(real.describeServiceDeployments(input), ({ serviceDeployments = [] }) =>
        serviceDeployments.flatMap(({ serviceDeploymentArn = '', status = '' }) =>
          endOfServiceDeployment(status) === 'running' ? [] : [serviceDeploymentArn],
        ),
      ),
    describeServices: (input) => observer.count(real.describeServices(input), nothing),
    describeServiceRevisions: (input) => observer.count(real.describeServiceRevisions(input), nothing),
    listTasks: (input) => observer.count(real.listTasks(input), nothing),
    describeTasks: (input) => observer.count(real.describeTasks(input), nothing),
  }
}

const PEER_SECONDS = [3, 12, 25]
const peer = process.argv.indexOf('--peer')
const PLATFORMS = [STACKS, FUNCTIONS, SERVICES]
const rows: Row[] = []
for (const platform of PLATFORMS) {
  for (const seconds of SECONDS) {
    const each: Row[] = []
    for (const offset of OFFSETS) each.push(await measure(platform, [seconds + offset]))
    rows.push(together(`${platform.name}, ${seconds} s`, each))
  }
  rows.push(
    await measure(
      platform,
      Array.from({ length: AT_ONCE }, (_, index) => AT_ONCE_SECONDS + index / 10),
    ),
  )
}
print(rows)
if (peer > 0) {
  for (const seconds of PEER_SECONDS) {
    const { late, callsPerMinute } = await measurePeer(process.argv[peer + 1] ?? '', seconds)
    process.stdout.write(
      `the peer, stack of ${seconds} s: ended ${shown(late).trim()} after the stack, ${Math.round(callsPerMinute)} calls a minute\n`,
    )
  }
}

async function measure(platform: Platform, seconds: readonly number[]): Promise<Row> {
  const sandbox = await startSandbox({ scenario: { pace: 'skip', ...platform.scenario(seconds) } })
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: sandbox.awsUrl,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_REGION: REGION,
  })
  try {
    const ports = makePorts(sandbox, folder)
    const observer = new Observer(() => ports.clock.now().getTime())
    const bench: Bench = { ports, observer, statuses: new SharedStatuses(ports.clock, ports.log) }
    const operations = await Promise.all(seconds.map((_, index) => platform.start(bench, index)))
    if (operations.length > 1) sandbox.aws.trouble.add(limit(platform.service))
    observer.calls = 0
    const began = ports.clock.now().getTime()
    const read = await Promise.all(
      operations.map(async ({ follow }) => {
        await follow()
        return ports.clock.now().getTime()
      }),
    )
    const { calls } = observer
    sandbox.aws.trouble.clear()
    const followed = await Promise.all(
      operations.map(async (operation, index): Promise<Followed> => {
        const ended = await operation.endedAt()
        const polls = Math.ceil((ended - operation.began) / POLL_MS)
        return {
          noticed: (observer.seen.get(operation.id) ?? Number.NaN) - ended,
          read: (read[index] ?? Number.NaN) - ended,
          polled: operation.began + polls * POLL_MS - ended,
        }
      }),
    )
    const minutes = (Math.max(...read) - began) / 60_000
    return { name: nameOf(platform, seconds), followed, callsPerMinute: calls / minutes / operations.length }
  } finally {
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function together(name: string, each: readonly Row[]): Row {
  const callsPerMinute = each.reduce((sum, row) => sum + row.callsPerMinute, 0) / each.length
  return { name, followed: each.flatMap(({ followed }) => followed), callsPerMinute }
}

function limit(service: string): TroubleRule {
  const bucket = { capacity: CALLS_PER_SECOND, perSecond: CALLS_PER_SECOND }
  return { on: `${service}:*`, do: 'throttle', after: 0, ms: 0, code: '', message: '', status: 400, bucket }
}

function nameOf({ name }: Platform, seconds: readonly number[]): string {
  return seconds.length === 1 ? `${name}, ${seconds[0]} s` : `${name}, ${seconds.length} at once, 5 calls a second`
}

function makePorts(sandbox: Sandbox, temp: string): Ports {
  const base: Omit<Ports, 'connect'> = {
    place: { env: { ...process.env }, workspace: temp, temp },
    clock: { now: () => sandbox.clock.now(), sleep: (ms, signal) => sandbox.clock.wait(ms, signal) },
    log: {
      debug: () => undefined,
      info: () => undefined,
      warning: () => undefined,
      group: (_title, body) => body(),
      mask: () => undefined,
    },
    secrets: new Secrets(),
    cancelled: new AbortController().signal,
  }
  return { ...base, connect: connections(base, undefined) }
}

function print(all: readonly Row[]): void {
  const results = all.map(({ name, followed, callsPerMinute }) => ({
    name,
    noticed: summary(followed.map((each) => each.noticed)),
    read: summary(followed.map((each) => each.read)),
    polled: summary(followed.map((each) => each.polled)),
    callsPerMinute: Math.round(callsPerMinute * 10) / 10,
  }))
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify(results)}\n`)
    return
  }
  const ms = ({ mean, max }: Summary): string => `${shown(mean)} ${shown(max)}`
  const line = (...cells: readonly string[]): void => void process.stdout.write(`${cells.join('  ')}\n`)
  line('operation'.padEnd(40), ' noticed: mean, max', ' all read: mean, max', 'calls a minute for each', 'poll of 10 s')
  for (const { name, noticed, read, polled, callsPerMinute } of results)
    line(name.padEnd(40), ms(noticed), '', ms(read), String(callsPerMinute).padStart(20), '', shown(polled.mean))
}

function shown(value: number): string {
  return `${(value / 1_000).toFixed(1)} s`.padStart(9)
}

interface Summary {
  readonly mean: number
  readonly max: number
}

function summary(values: readonly number[]): Summary {
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, max: Math.max(...values) }
}
