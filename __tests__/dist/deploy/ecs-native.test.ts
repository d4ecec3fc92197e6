import { writeFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { ECS, type ServiceDeploymentStatus } from '@aws-sdk/client-ecs'
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterEach, expect, test } from '@jest/globals'
import { visit, type Tally } from '../../../rehearsal/visitors.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { serviceTemplate, taskFile } from '../../commands/ecs-service.ts'
import { blockers, KEYS, openWorld, type PrecheckWorld, type Seen } from '../support/precheck-world.ts'

/**
 * Services that ECS itself deploys, with users who request the version continuously. One deployment that fails, one that
 * succeeds and one that is cancelled run through the bundle, the others from the source.
 */

const CONFIG = `version: 1
environments: { preprod: { approval: { none: nobody is asked here } } }
deployments:
  - { id: api, platform: ecs-native, cluster: shop, service: api, task-definition: task.json }
`
const LOGGED = {
  logConfiguration: {
    logDriver: 'awslogs',
    options: { 'awslogs-group': '/shop', 'awslogs-stream-prefix': 'api', 'awslogs-create-group': 'true' },
  },
}
const version = (name: string) => ({ body: JSON.stringify({ version: name }) })

let world: PrecheckWorld
let ecs: ECS
let closing: (() => unknown)[] = []
/** What runs the deployments from now on; prechecks run from the source. */
let deployer: 'bundle' | 'source' = 'source'
/** Stages at which another process continued a deployment. */
let continued: string[] = []
afterEach(async () => {
  for (const close of closing.toReversed()) await close()
  closing = []
  deployer = 'source'
  continued = []
})

/** Opens the account with the service, and starts its users. @returns the versions that they received */
async function begin(
  configuration: Readonly<Record<string, unknown>>,
  images: NonNullable<ScenarioInput['images']>,
  heard?: () => void,
  controller?: string,
): Promise<Tally> {
  // A pause would also stop the creation of the service.
  const steps = controller === undefined ? [{ ...configuration, LifecycleHooks: [] }, configuration] : [configuration]
  const history = steps.map((each) => ({
    deploy: {
      stack: 'network',
      template: serviceTemplate({ configuration: each, ...(controller !== undefined && { controller }) }),
    },
  }))
  const metrics = [{ namespace: 'Shop', name: 'Errors', value: 0 }]
  world = await openWorld(
    { metrics, history, images: { 'shop:1': version('1'), ...images } },
    {
      from: (command) => (command === 'precheck' ? 'source' : deployer),
      heard: (request) => request.startsWith('ecs ') && heard?.(),
    },
  )
  closing.push(() => world.close())
  const given = { region: 'eu-west-1', endpoint: world.sandbox.awsUrl, credentials: KEYS }
  ecs = new ECS(given)
  const elb = new ElasticLoadBalancingV2(given)
  closing.push(
    () => ecs.destroy(),
    () => elb.destroy(),
  )
  const { LoadBalancers: [balancer] = [] } = await elb.describeLoadBalancers({ Names: ['web'] })
  const { Listeners: [listener] = [] } = await elb.describeListeners({ LoadBalancerArn: balancer?.LoadBalancerArn })
  const tally: Tally = new Map()
  void visit(world.sandbox.clock, `http://${balancer?.DNSName}:${listener?.Port}`, tally)
  return tally
}

/**
 * The versions that users received, including requests after a deployment: one request every ten seconds of simulated
 * time.
 */
async function answersNow(tally: Tally): Promise<string[]> {
  await world.sandbox.clock.wait(30_000)
  return [...tally.keys()].toSorted()
}

async function release(task: string, config = CONFIG, started?: Parameters<PrecheckWorld['step']>[2]): Promise<Seen> {
  writeFileSync(join(world.folder, 'task.json'), task)
  const checked = await world.step({ command: 'precheck', config, environment: 'preprod' })
  expect(blockers(checked)).toEqual([])
  const needs = { precheck: { result: 'success', outputs: { digest: checked.result.outputs.get('digest') } } }
  return world.step({ command: 'deploy-preprod', config, needs: JSON.stringify(needs) }, undefined, started)
}

const proved = ({ evidence }: Seen): string[] =>
  evidence.findings
    .filter(({ outcome, subject }) => outcome === 'pass' && subject.startsWith('deployment/api'))
    .map(({ code }) => code)
/** StopServiceDeployment and ContinueServiceDeployment calls, recognized by fields that only their bodies have. */
const calls = (member: 'stopType' | 'hookId'): number =>
  world.asked.filter((each) => each.includes(`"${member}":`)).length

test('a bad image is reported with its first failure while the old version serves, and a good image replaces it', async () => {
  const tally = await begin(
    { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
    {
      'shop:2': { ...version('2'), exit: { after: 1_000, code: 3 }, log: ['listening', 'no database'] },
      'shop:3': version('3'),
    },
  )
  deployer = 'bundle'
  const bad = await release(taskFile('shop:2', LOGGED))
  expect(bad.result.status).toBe(1)
  expect(blockers(bad)).toEqual([
    'fail service/failed deployment/api',
    'fail service/rolled-back deployment/api/rollback',
  ])
  expect(bad.result.summary).toMatch(/the container web of task [0-9a-f]{32} exited with 3: no database/)
  expect([...tally.keys()]).toEqual(['version 1'])

  const good = await release(taskFile('shop:3', LOGGED))
  expect(blockers(good)).toEqual([])
  expect(good.result.status).toBe(0)
  expect(proved(good)).toEqual(['service/deployed', 'serving/released'])
  expect(await answersNow(tally)).toEqual(['version 1', 'version 3'])
})

test('a blue/green deployment shifts traffic only after its own checks, and reports other processes that continued it', async () => {
  let person: (() => void) | undefined
  const tally = await begin(
    blueGreen(['POST_TEST_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT']),
    { 'shop:2': version('2') },
    () => person?.(),
  )
  let whileChecked = (): Promise<unknown> => Promise.resolve()
  const review = await serve(() => whileChecked())
  const checked = (text: string): string => `${CONFIG}verify:
  - { name: answers, phase: before-traffic, http: { url: 'http://{test-endpoint}/version', contains: ${text} } }
  - { name: reviewed, phase: before-traffic, http: '${review}' }
`

  const bad = await release(taskFile('shop:2'), checked('\'"3"\''))
  expect(bad.result.status).toBe(1)
  expect(blockers(bad)).toEqual([
    'fail check/http check/answers',
    'fail service/failed deployment/api',
    'fail service/rolled-back deployment/api/rollback',
    'fail traffic/stopped deployment/api/before-traffic',
  ])
  expect(calls('stopType')).toBe(1)

  let signal: ((name: NodeJS.Signals) => void) | undefined
  whileChecked = () => Promise.resolve(signal?.('SIGTERM'))
  deployer = 'bundle'
  const cancelled = await release(taskFile('shop:2'), checked('\'"2"\''), (send) => (signal = send))
  deployer = 'source'
  expect(cancelled.result.status).toBe(1)
  expect(blockers(cancelled)).toEqual(['error cancelled action'])
  expect(calls('stopType')).toBe(2)
  expect(cancelled.everything).toMatch(/was asked to stop and to roll back, and is ROLLBACK_/)
  expect(cancelled.evidence.handles).toContainEqual(
    expect.objectContaining({
      kind: 'deployment',
      id: expect.stringContaining(':service-deployment/shop/api/'),
      state: expect.stringMatching(/^(running|kept)$/),
      advice: expect.stringMatching(/asked to stop and to roll back|ended as ROLLBACK_/),
    }),
  )
  // Nothing continued this deployment, and no user received the new version.
  expect(calls('hookId')).toBe(0)
  expect([...tally.keys()]).toEqual(['version 1'])

  while ((await active(['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'])) !== undefined)
    await world.sandbox.clock.wait(10_000)
  whileChecked = () => goOn('POST_TEST_TRAFFIC_SHIFT')
  let looks = false
  person = () => {
    // The job's own calls are recorded, too.
    if (looks) return
    looks = true
    const looking = goOn('POST_PRODUCTION_TRAFFIC_SHIFT').finally(() => (looks = false))
    void world.sandbox.clock.busy(looking)
  }
  const foreign = await release(taskFile('shop:2'), checked('\'"2"\''))
  person = undefined
  expect(foreign.result.status).toBe(1)
  expect(blockers(foreign)).toEqual(['inconclusive traffic/continued-by-another deployment/api/before-traffic'])
  expect(proved(foreign)).toEqual(['service/deployed'])
  // Both calls come from other processes: the job does not continue a pause that is meant for a person.
  expect(continued).toEqual(['POST_TEST_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT'])
  expect(calls('hookId')).toBe(2)
  expect(foreign.everything).toMatch(/waits at POST_PRODUCTION_TRAFFIC_SHIFT for a person\./)
  expect(await answersNow(tally)).toEqual(['version 1', 'version 2'])
})

test('an address that never responds ends the deployment with the old version', async () => {
  const tally = await begin(blueGreen(['POST_TEST_TRAFFIC_SHIFT']), { 'shop:2': version('2') })
  // The simulated time of AWS does not advance until the client times out.
  const silent = await listen((response) => {
    void world.sandbox.clock.busy(new Promise<void>((done) => void response.once('close', () => done())))
  })
  const never = await release(
    taskFile('shop:2'),
    `${CONFIG}verify: [{ name: asks, phase: before-traffic, timeout: 1s, http: '${silent}' }]\n`,
  )
  expect(never.result.status).toBe(1)
  expect(blockers(never)).toEqual([
    expect.stringMatching(/^(fail|error|inconclusive) check\/http check\/asks$/),
    'fail service/failed deployment/api',
    'fail service/rolled-back deployment/api/rollback',
    'fail traffic/stopped deployment/api/before-traffic',
  ])
  expect(calls('hookId')).toBe(0)
  expect([...tally.keys()]).toEqual(['version 1'])
})

test('a pause that is not continued expires, and is reported as the cause of the rollback', async () => {
  const tally = await begin(blueGreen(['POST_PRODUCTION_TRAFFIC_SHIFT'], 10), { 'shop:2': version('2') })
  const expired = await release(taskFile('shop:2'))
  expect(expired.result.status).toBe(1)
  expect(blockers(expired)).toEqual([
    'fail service/failed deployment/api',
    'fail service/rolled-back deployment/api/rollback',
  ])
  const failed = expired.evidence.findings.find(({ code }) => code === 'service/failed')
  expect(failed?.title).toMatch(/rolled back because POST_PRODUCTION_TRAFFIC_SHIFT pause hook timed out\.$/)
  expect(expired.everything).toMatch(
    /waits at POST_PRODUCTION_TRAFFIC_SHIFT for a person\. It expires at \S+ with ROLLBACK\. To go on: aws ecs continue-service-deployment /,
  )
  expect(calls('hookId') + calls('stopType')).toBe(0)
  expect([...tally.keys()]).toEqual(['version 1', 'version 2'])
})

test('a service with another deployment controller is reported before anything is deployed', async () => {
  await begin({ MinimumHealthyPercent: 50 }, { 'shop:2': version('2') }, undefined, 'CODE_DEPLOY')
  writeFileSync(join(world.folder, 'task.json'), taskFile('shop:2'))
  const checked = await world.step({ command: 'precheck', config: CONFIG, environment: 'preprod' })
  expect(checked.result.status).toBe(1)
  expect(blockers(checked)).toEqual(['fail service/controller deployment/api/service'])
})

/** A blue/green deployment that pauses at these stages; ECS rolls it back when a pause expires. */
function blueGreen(stages: readonly string[], minutes = 60): Readonly<Record<string, unknown>> {
  return {
    Strategy: 'BLUE_GREEN',
    BakeTimeInMinutes: 1,
    Alarms: { AlarmNames: ['errors'], Enable: true, Rollback: true },
    LifecycleHooks: stages.map((stage) => ({
      TargetType: 'PAUSE',
      LifecycleStages: [stage],
      TimeoutConfiguration: { TimeoutInMinutes: minutes, Action: 'ROLLBACK' },
    })),
  }
}

async function active(status: ServiceDeploymentStatus[]): Promise<string | undefined> {
  const { serviceDeployments: [brief] = [] } = await ecs.listServiceDeployments({
    cluster: 'shop',
    service: 'api',
    status,
  })
  return brief?.serviceDeploymentArn
}

/** Continues the running deployment, as a person would, if it is paused at that stage. */
async function goOn(stage: string): Promise<void> {
  const serviceDeploymentArn = await active(['IN_PROGRESS'])
  if (serviceDeploymentArn === undefined) return
  const { serviceDeployments: [found] = [] } = await ecs.describeServiceDeployments({
    serviceDeploymentArns: [serviceDeploymentArn],
  })
  const pause = found?.lifecycleHookDetails?.find(({ status }) => status === 'AWAITING_ACTION')
  if (found?.lifecycleStage !== stage || pause === undefined || continued.includes(stage)) return
  continued.push(stage)
  await ecs.continueServiceDeployment({ serviceDeploymentArn, hookId: pause.hookId, action: 'CONTINUE' })
}

/** A service outside AWS that responds once a condition is met. */
function serve(act: () => Promise<unknown>): Promise<string> {
  return listen((response) => {
    void world.sandbox.clock.busy(act()).then(() => response.end('ok'))
  })
}

async function listen(answer: (response: ServerResponse) => void): Promise<string> {
  const server: Server = createServer((_request, response) => answer(response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
