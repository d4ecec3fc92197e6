import { DescribeStackEventsCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import {
  ContinueServiceDeploymentCommand,
  CreateServiceCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  ListServiceDeploymentsCommand,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import type { DeploymentConfiguration, DeploymentLifecycleHookStage, ServiceDeployment } from '@aws-sdk/client-ecs'
import { afterEach, describe, expect, test } from '@jest/globals'
import { trafficSteps } from '../../../sandbox/aws/services/ecs/services/shifting.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { passUntil } from '../time.ts'
import { PREPROD, errorOf, openSandbox } from '../world.ts'
import type { Opened } from '../world.ts'

const DAY_MS = 86_400_000
const PAUSE_MS = 300_000

let opened: Opened
let production: string
let testing: string
let groups: readonly string[]
afterEach(async () => {
  await opened.sandbox.close()
  expect(opened.complaints).toEqual([])
})

const HOOK = 'arn:aws:lambda:eu-west-1:111111111111:function:check'
const definition = (image: string) => ({
  family: 'shop',
  containerDefinitions: [{ name: 'web', image, memory: 128, portMappings: [{ containerPort: 8080 }] }],
})
const group = { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { TargetType: 'ip' } }
const forward = (...targets: [group: string, weight: number][]) => [
  {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: targets.map(([name, Weight]) => ({ TargetGroupArn: { Ref: name }, Weight })),
    },
  },
]
/** Two target groups, with rules for production, and for requests with the header x-test. */
const NETWORK = {
  Resources: {
    Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Name: 'web' } },
    Blue: group,
    Green: group,
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: { LoadBalancerArn: { Ref: 'Balancer' }, Port: 80, DefaultActions: forward(['Blue', 1]) },
    },
    Production: {
      Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      Properties: {
        ListenerArn: { Ref: 'Listener' },
        Priority: 2,
        Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
        Actions: forward(['Blue', 100], ['Green', 0]),
      },
    },
    Test: {
      Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
      Properties: {
        ListenerArn: { Ref: 'Listener' },
        Priority: 1,
        Conditions: [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-test', Values: ['true'] } }],
        Actions: forward(['Blue', 100], ['Green', 0]),
      },
    },
  },
  Outputs: Object.fromEntries(
    ['Balancer', 'Blue', 'Green', 'Production', 'Test'].map((name) => [name, { Value: { Ref: name } }]),
  ),
}

const balancers = () => [
  {
    containerName: 'web',
    containerPort: 8080,
    targetGroupArn: groups[0],
    advancedConfiguration: {
      alternateTargetGroupArn: groups[1],
      productionListenerRule: production,
      testListenerRule: testing,
      roleArn: 'arn:aws:iam::111111111111:role/ecs',
    },
  },
]

/** A service behind the load balancer, whose first revision responds `one` and whose second `two`. */
async function openShop(deploymentConfiguration: DeploymentConfiguration, scenario: ScenarioInput = {}): Promise<void> {
  opened = await openSandbox({
    pace: 1,
    taskDefinitions: ['shop:1', 'shop:2', 'shop:3'].map(definition),
    images: { 'shop:1': { body: 'one' }, 'shop:2': { body: 'two' }, 'shop:3': { body: 'three' }, ...scenario.images },
    history: [{ deploy: { ...PREPROD, stack: 'network', template: JSON.stringify(NETWORK) } }],
    ...(scenario.hookFunctions && { hookFunctions: scenario.hookFunctions }),
  })
  const { Stacks } = await opened.aws.cloudformation.send(new DescribeStacksCommand({ StackName: 'network' }))
  const output = (name: string) => Stacks![0]!.Outputs!.find(({ OutputKey }) => OutputKey === name)!.OutputValue!
  production = output('Production')
  testing = output('Test')
  groups = [output('Blue'), output('Green')]
  opened.sandbox.aws.containers.addCluster(PREPROD, 'default')
  await opened.aws.ecs.send(
    new CreateServiceCommand({
      serviceName: 'web',
      taskDefinition: 'shop:1',
      desiredCount: 2,
      loadBalancers: balancers(),
      deploymentConfiguration: { ...deploymentConfiguration, lifecycleHooks: [] },
    }),
  )
  expect(await pass(ended)).toMatchObject({ status: 'SUCCESSFUL' })
}

async function deployment(): Promise<ServiceDeployment> {
  const { serviceDeployments = [] } = await opened.aws.ecs.send(new ListServiceDeploymentsCommand({ service: 'web' }))
  const arn = serviceDeployments[0]!.serviceDeploymentArn!
  const described = await opened.aws.ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }))
  return described.serviceDeployments![0]!
}
const pass = (good: (value: ServiceDeployment) => boolean): Promise<ServiceDeployment> =>
  passUntil(opened, deployment, good, good === ended ? 10 : 1)
const ended = ({ status }: ServiceDeployment): boolean =>
  !/^(PENDING|.*_REQUESTED|.*IN_PROGRESS)$/.test(status ?? 'PENDING')
const awaiting = ({ lifecycleHookDetails = [] }: ServiceDeployment): boolean =>
  lifecycleHookDetails.some(({ status }) => status === 'AWAITING_ACTION')

const update = (taskDefinition: string, deploymentConfiguration: DeploymentConfiguration) =>
  opened.aws.ecs.send(new UpdateServiceCommand({ service: 'web', taskDefinition, deploymentConfiguration }))

/** The responses to users, and to requests with the test header. */
async function ask(header?: string): Promise<string> {
  const [arn] = [...opened.sandbox.aws.live.all()].filter(({ type }) => type.endsWith('::LoadBalancer'))
  const { port } = opened.sandbox.aws.balancers.find(arn!.physicalId)!
  const answer = await fetch(`http://127.0.0.1:${port}/`, header === undefined ? {} : { headers: { 'x-test': header } })
  return answer.text()
}
const asUsers = async (count: number): Promise<Record<string, number>> => {
  const answers = await Promise.all(Array.from({ length: count }, () => ask()))
  return Object.fromEntries(
    [...new Set(answers)].toSorted().map((one) => [one, answers.filter((each) => each === one).length]),
  )
}

const pauseAt = (stage: DeploymentLifecycleHookStage, action?: 'CONTINUE' | 'ROLLBACK') => ({
  targetType: 'PAUSE' as const,
  lifecycleStages: [stage],
  ...(action && { timeoutConfiguration: { timeoutInMinutes: 5, action } }),
})
const hookAt = (...lifecycleStages: DeploymentLifecycleHookStage[]) => ({
  hookTargetArn: HOOK,
  roleArn: 'arn:aws:iam::111111111111:role/hook',
  lifecycleStages,
})
const BLUE_GREEN: DeploymentConfiguration = { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 2 }

describe('BLUE_GREEN', () => {
  test('moves test traffic first, then production, and keeps the old tasks during the bake time', async () => {
    await openShop(BLUE_GREEN)
    expect([await ask(), await ask('true')]).toEqual(['one', 'one'])
    await update('shop:2', { ...BLUE_GREEN, lifecycleHooks: [pauseAt('POST_TEST_TRAFFIC_SHIFT')] })
    const paused = await pass(awaiting)
    expect(paused).toMatchObject({
      status: 'IN_PROGRESS',
      lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
      lifecycleHookDetails: [{ targetType: 'PAUSE', status: 'AWAITING_ACTION', timeoutAction: 'ROLLBACK' }],
      targetServiceRevision: { requestedTestTrafficWeight: 100, requestedProductionTrafficWeight: 0 },
      sourceServiceRevisions: [{ requestedTestTrafficWeight: 0, requestedProductionTrafficWeight: 100 }],
    })
    expect([await ask(), await ask('true')]).toEqual(['one', 'two'])
    const { hookId } = paused.lifecycleHookDetails![0]!
    const { serviceDeploymentArn } = paused
    await opened.aws.ecs.send(
      new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action: 'CONTINUE' }),
    )
    const baking = await pass(({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME')
    expect(baking).toMatchObject({
      targetServiceRevision: { requestedProductionTrafficWeight: 100, runningTaskCount: 2 },
      sourceServiceRevisions: [{ requestedProductionTrafficWeight: 0, runningTaskCount: 2 }],
    })
    expect(await ask()).toBe('two')
    const done = await pass(ended)
    expect(done).toMatchObject({ status: 'SUCCESSFUL', sourceServiceRevisions: [{ runningTaskCount: 0 }] })
    expect(done.finishedAt!.getTime() - baking.updatedAt!.getTime()).toBeGreaterThanOrEqual(120_000)
    const again = errorOf(opened.aws.ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId })))
    expect(await again).toEqual({
      name: 'InvalidParameterException',
      message: 'Continuing a service deployment is not allowed for service deployment in terminal states.',
    })
  })

  test('passes its stages in order', async () => {
    await openShop(BLUE_GREEN, { hookFunctions: { check: { reports: 'Succeeded', after: 10_000 } } })
    // A hook that takes some time at each stage without a duration of its own.
    const hook = hookAt('PRE_SCALE_UP', 'POST_SCALE_UP', 'POST_TEST_TRAFFIC_SHIFT', 'POST_PRODUCTION_TRAFFIC_SHIFT')
    await update('shop:2', { ...BLUE_GREEN, lifecycleHooks: [hook] })
    const seen: string[] = []
    const last = await pass((each) => {
      if (each.lifecycleStage !== undefined && seen.at(-1) !== each.lifecycleStage) seen.push(each.lifecycleStage)
      return ended(each)
    })
    expect(last.status).toBe('SUCCESSFUL')
    expect(seen).toEqual([
      'PRE_SCALE_UP',
      'SCALE_UP',
      'POST_SCALE_UP',
      'TEST_TRAFFIC_SHIFT',
      'POST_TEST_TRAFFIC_SHIFT',
      'PRODUCTION_TRAFFIC_SHIFT',
      'POST_PRODUCTION_TRAFFIC_SHIFT',
      'BAKE_TIME',
      'CLEAN_UP',
    ])
  })

  test('a pause lasts a day unless it is configured otherwise', async () => {
    await openShop(BLUE_GREEN)
    await update('shop:2', { ...BLUE_GREEN, lifecycleHooks: [pauseAt('PRE_SCALE_UP')] })
    const { updatedAt, lifecycleHookDetails } = await pass(awaiting)
    const { expiresAt, timeoutAction } = lifecycleHookDetails![0]!
    expect(timeoutAction).toBe('ROLLBACK')
    expect(Math.round((expiresAt!.getTime() - updatedAt!.getTime()) / 60_000)).toBe(DAY_MS / 60_000)
  })

  test('a pause without a decision rolls back', async () => {
    await openShop(BLUE_GREEN)
    await update('shop:2', { ...BLUE_GREEN, lifecycleHooks: [pauseAt('POST_TEST_TRAFFIC_SHIFT', 'ROLLBACK')] })
    const paused = await pass(awaiting)
    const done = await pass(ended)
    expect(done).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT pause hook timed out.',
    })
    expect(done.finishedAt!.getTime() - paused.updatedAt!.getTime()).toBeGreaterThanOrEqual(PAUSE_MS)
    expect([await ask(), await ask('true')]).toEqual(['one', 'one'])
  })

  test('a pause with the decision ROLLBACK rolls back', async () => {
    await openShop(BLUE_GREEN)
    await update('shop:2', { ...BLUE_GREEN, lifecycleHooks: [pauseAt('POST_PRODUCTION_TRAFFIC_SHIFT')] })
    const { serviceDeploymentArn, lifecycleHookDetails } = await pass(awaiting)
    expect(await ask()).toBe('two')
    const { hookId } = lifecycleHookDetails![0]!
    await opened.aws.ecs.send(
      new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action: 'ROLLBACK' }),
    )
    expect((await pass(ended)).status).toBe('ROLLBACK_SUCCESSFUL')
    expect(await ask()).toBe('one')
  })

  test.each([
    ['Failed', `Lifecycle hook target ${HOOK} returned FAILED status.`],
    ['nothing', `ECS was unable to parse the response from ${HOOK} due to HookStatus must not be null`],
    [undefined, `ECS was unable to invoke hook target ${HOOK} due to Function not found: ${HOOK}`],
  ] as const)('a hook function that reports %s rolls back', async (reports, why) => {
    await openShop(BLUE_GREEN, { hookFunctions: reports === undefined ? {} : { check: { reports, after: 60_000 } } })
    await update('shop:2', { ...BLUE_GREEN, lifecycleHooks: [hookAt('POST_SCALE_UP')] })
    expect(await pass(ended)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: `Service deployment rolled back because POST_SCALE_UP lifecycle hook(s) failed. ${why}`,
    })
    expect(await ask()).toBe('one')
  })

  test('a hook function that succeeds late is in progress until then', async () => {
    await openShop(BLUE_GREEN, { hookFunctions: { check: { reports: 'Succeeded', after: 100_000 } } })
    await update('shop:2', { ...BLUE_GREEN, lifecycleHooks: [hookAt('PRE_SCALE_UP', 'PRE_PRODUCTION_TRAFFIC_SHIFT')] })
    const running = await pass(({ lifecycleHookDetails = [] }) => lifecycleHookDetails.length > 0)
    expect(running).toMatchObject({
      lifecycleStage: 'PRE_SCALE_UP',
      lifecycleHookDetails: [{ targetType: 'AWS_LAMBDA', targetArn: HOOK, status: 'IN_PROGRESS' }],
    })
    expect((await pass(ended)).status).toBe('SUCCESSFUL')
  })

  test('unhealthy targets trip the circuit breaker before any traffic moves', async () => {
    await openShop(BLUE_GREEN, { images: { 'shop:2': { status: 500 } } })
    const deploymentCircuitBreaker = { enable: true, rollback: true }
    await update('shop:2', { ...BLUE_GREEN, deploymentCircuitBreaker })
    expect(await pass(ended)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      deploymentCircuitBreaker: { status: 'TRIGGERED' },
    })
    expect(await ask()).toBe('one')
    const { services } = await opened.aws.ecs.send(new DescribeServicesCommand({ services: ['web'] }))
    expect(services![0]!.events!.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/is unhealthy in \(target-group .* due to \(reason Health checks failed\)/),
    )
  })

  test('an alarm during the bake time returns the traffic', async () => {
    await openShop(BLUE_GREEN)
    opened.sandbox.aws.alarms.put(PREPROD, 'errors', { MetricName: 'Errors', Namespace: 'Shop', Threshold: 1 })
    const alarms = { alarmNames: ['errors'], enable: true, rollback: true }
    await update('shop:2', { ...BLUE_GREEN, alarms })
    await pass(({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME')
    expect(await ask()).toBe('two')
    opened.sandbox.aws.alarms.setState(PREPROD, 'errors', 'ALARM', 'by hand')
    expect(await pass(ended)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      alarms: { triggeredAlarmNames: ['errors'] },
    })
    expect(await ask()).toBe('one')
  })

  test('uses the other target group each time, and a newer deployment starts from the stable revision', async () => {
    await openShop(BLUE_GREEN)
    await update('shop:2', { ...BLUE_GREEN, lifecycleHooks: [pauseAt('POST_PRODUCTION_TRAFFIC_SHIFT')] })
    await pass(awaiting)
    expect(await ask()).toBe('two')
    await update('shop:3', BLUE_GREEN)
    expect((await pass(ended)).status).toBe('SUCCESSFUL')
    expect(await ask()).toBe('three')
    await update('shop:1', BLUE_GREEN)
    expect((await pass(ended)).status).toBe('SUCCESSFUL')
    expect(await ask()).toBe('one')
  })

  test('a production rule that forwards to two target groups fails the deployment', async () => {
    await openShop(BLUE_GREEN)
    for (const each of opened.sandbox.aws.balancers.rule(production)!.forward) each.weight = 50
    await update('shop:2', BLUE_GREEN)
    const { status, statusReason } = await pass(ended)
    expect(status).toBe('ROLLBACK_SUCCESSFUL')
    expect(statusReason).toMatch(/should have exactly one target group serving traffic but found 2 target groups/)
  })

  test('is stopped by a user without the rollback option', async () => {
    await openShop(BLUE_GREEN)
    await update('shop:2', BLUE_GREEN)
    const { serviceDeploymentArn } = await pass(({ lifecycleStage }) => lifecycleStage === 'BAKE_TIME')
    await opened.aws.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }))
    expect((await pass(ended)).status).toBe('ROLLBACK_SUCCESSFUL')
    expect(await ask()).toBe('one')
  })
})

describe('gradual strategies', () => {
  test('CANARY moves a share of the traffic, then the rest', async () => {
    const configuration = {
      strategy: 'CANARY' as const,
      canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 3 },
    }
    await openShop(configuration)
    await update('shop:2', configuration)
    await pass(({ targetServiceRevision }) => targetServiceRevision?.requestedProductionTrafficWeight === 10)
    expect(await asUsers(20)).toEqual({ one: 18, two: 2 })
    expect((await pass(ended)).status).toBe('SUCCESSFUL')
    expect(await asUsers(5)).toEqual({ two: 5 })
  })

  test('LINEAR moves it in equal steps', async () => {
    const configuration = {
      strategy: 'LINEAR' as const,
      linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: 2 },
    }
    await openShop(configuration)
    await update('shop:2', configuration)
    const seen = new Set<number>()
    await pass((each) => {
      seen.add(each.targetServiceRevision?.requestedProductionTrafficWeight ?? 0)
      return ended(each)
    })
    expect([...seen]).toEqual([0, 25, 50, 75, 100])
  })

  test.each([
    [{ strategy: 'BLUE_GREEN' }, [[100, 0]]],
    [
      { strategy: 'CANARY' },
      [
        [5, 10],
        [100, 0],
      ],
    ],
    [
      { strategy: 'LINEAR', linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 1 } },
      [
        [40, 1],
        [80, 1],
        [100, 0],
      ],
    ],
  ] as [DeploymentConfiguration, number[][]][])('the steps of %j', (configuration, steps) => {
    expect(trafficSteps(configuration).map(({ percent, bakeMinutes }) => [percent, bakeMinutes])).toEqual(steps)
  })
})

describe('settings that ECS rejects', () => {
  test.each([
    [{ lifecycleHooks: [pauseAt('TEST_TRAFFIC_SHIFT')] }, 'Invalid lifecycle stage provided for Pause Hook'],
    [{ bakeTimeInMinutes: undefined }, 'bakeTimeInMinutes is required for the BLUE_GREEN deployment strategy.'],
  ] as [DeploymentConfiguration, string][])('%j', async (configuration, message) => {
    await openShop(BLUE_GREEN)
    const refusal = await errorOf(update('shop:2', { ...BLUE_GREEN, ...configuration }))
    expect(refusal).toEqual({ name: 'InvalidParameterException', message })
  })
})

describe('in a template', () => {
  const template = (image: string, configuration: object = {}) =>
    JSON.stringify({
      Resources: {
        Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: 'web' } },
        Definition: {
          Type: 'AWS::ECS::TaskDefinition',
          Properties: { Family: 'web', ContainerDefinitions: [{ Name: 'web', Image: image, Memory: 128 }] },
        },
        Service: {
          Type: 'AWS::ECS::Service',
          Properties: {
            ServiceName: 'web',
            Cluster: { Ref: 'Cluster' },
            TaskDefinition: { Ref: 'Definition' },
            DesiredCount: 2,
            DeploymentConfiguration: configuration,
          },
        },
      },
    })
  const breaker = { DeploymentCircuitBreaker: { Enable: true, Rollback: true } }
  const images = { 'web:2': { exit: { code: 1 } } }
  const reasons = async (): Promise<(string | undefined)[]> => {
    const { StackEvents = [] } = await opened.aws.cloudformation.send(
      new DescribeStackEventsCommand({ StackName: 'web' }),
    )
    return StackEvents.filter((each) => each.ResourceType === 'AWS::ECS::Service').map(
      ({ ResourceStatusReason }) => ResourceStatusReason,
    )
  }
  const deploy = (text: string, ends: string) =>
    opened.sandbox.admin.play([
      {
        name: 'deploy',
        inputs: [
          {
            ...PREPROD,
            stack: 'web',
            template: text,
            parameters: {},
            capabilities: [],
            disableRollback: false,
            ends,
          },
        ],
      },
    ])

  test('a service is complete when its tasks run, and its stack rolls back with the circuit breaker', async () => {
    opened = await openSandbox({ pace: 1, images })
    await deploy(template('web:1', breaker), 'CREATE_COMPLETE')
    const readState = async () =>
      (await opened.aws.ecs.send(new DescribeServicesCommand({ cluster: 'web', services: ['web'] }))).services![0]!
    expect(await readState()).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] })
    await deploy(template('web:2', breaker), 'UPDATE_ROLLBACK_COMPLETE')
    expect(await reasons()).toContainEqual(
      expect.stringMatching(
        /^Resource handler returned message: "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'\." \(RequestToken: [\w-]+, HandlerErrorCode: GeneralServiceException\)$/,
      ),
    )
    expect(await readState()).toMatchObject({ runningCount: 2, deployments: [{ rolloutState: 'COMPLETED' }] })
  })

  test('without the circuit breaker the update fails after three hours', async () => {
    opened = await openSandbox({ pace: 1, images })
    await deploy(template('web:1'), 'CREATE_COMPLETE')
    const before = opened.sandbox.clock.elapsed()
    await deploy(template('web:2'), 'UPDATE_ROLLBACK_COMPLETE')
    expect(opened.sandbox.clock.elapsed() - before).toBeGreaterThan(3 * 3_600_000)
    expect(await reasons()).toContainEqual(expect.stringContaining('"Exceeded attempts to wait"'))
  })

  test('a service that cannot be created is removed', async () => {
    opened = await openSandbox({ pace: 1, images })
    await deploy(template('web:2', breaker), 'ROLLBACK_COMPLETE')
    expect(await reasons()).toContainEqual(expect.stringContaining('ECS Deployment Circuit Breaker was triggered'))
  })

  test('a stack is deleted with its service', async () => {
    opened = await openSandbox({ pace: 1 })
    await deploy(template('web:1'), 'CREATE_COMPLETE')
    await opened.sandbox.admin.play([
      { name: 'delete', inputs: [{ ...PREPROD, stack: 'web', ends: 'DELETE_COMPLETE' }] },
    ])
    expect(opened.sandbox.aws.ecs.services.list(PREPROD).map(({ status }) => status)).toEqual(['INACTIVE'])
  })
})
