import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  CreateServiceCommand,
  DeleteServiceCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopServiceDeploymentCommand,
  StopTaskCommand,
  UpdateServiceCommand,
  waitUntilServicesInactive,
  waitUntilServicesStable,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs'
import type {
  CreateServiceCommandInput,
  DeploymentConfiguration,
  Service,
  ServiceDeployment,
  Task,
  UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { passUntil, passWhile } from '../time.ts'
import { PREPROD, errorOf, openSandbox } from '../world.ts'
import type { Clients, Opened } from '../world.ts'

let opened: Opened
let ecs: Clients['ecs']
afterEach(async () => {
  await opened.sandbox.close()
  expect(opened.complaints).toEqual([])
})

const SERVICE = 'arn:aws:ecs:eu-west-1:111111111111:service/default/web'
const DEFINITION = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/shop'
const definition = (image: string) => ({
  family: 'shop',
  containerDefinitions: [
    {
      name: 'web',
      image,
      memory: 128,
      portMappings: [{ containerPort: 8080 }],
      logConfiguration: {
        logDriver: 'awslogs' as const,
        options: { 'awslogs-group': '/ecs/shop', 'awslogs-stream-prefix': 'ecs' },
      },
    },
  ],
})
const breaker = (rollback: boolean): DeploymentConfiguration => ({
  deploymentCircuitBreaker: { enable: true, rollback },
})

/** A sandbox with two revisions of a task definition, and a service of the first one. */
async function open(scenario: ScenarioInput = {}): Promise<void> {
  const taskDefinitions = ['shop:1', 'shop:2'].map(definition)
  const services = [{ name: 'web', taskDefinition: 'shop:1', desired: 2, controller: 'ECS' as const }]
  opened = await openSandbox({ pace: 1, taskDefinitions, services, ...scenario })
  ;({ ecs } = opened.aws)
}

const service = async (): Promise<Service> =>
  (await ecs.send(new DescribeServicesCommand({ services: ['web'] }))).services![0]!
const update = (input: Partial<UpdateServiceCommandInput>) =>
  ecs.send(new UpdateServiceCommand({ service: 'web', ...input }))

const pass = <T>(look: () => Promise<T>, good: (value: T) => boolean): Promise<T> => passUntil(opened, look, good)
const waiting = () => ({ client: ecs, maxWaitTime: 60, minDelay: 1, maxDelay: 1 })

const stable = () =>
  pass(service, (each) => each.deployments!.length === 1 && each.deployments![0]!.rolloutState === 'COMPLETED')

async function deployment(): Promise<ServiceDeployment> {
  const { serviceDeployments = [] } = await ecs.send(new ListServiceDeploymentsCommand({ service: 'web' }))
  const arn = serviceDeployments[0]!.serviceDeploymentArn!
  const described = await ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] }))
  return described.serviceDeployments![0]!
}
const ended = (): Promise<ServiceDeployment> =>
  pass(deployment, ({ status = '' }) => !/^(PENDING|.*_REQUESTED|.*IN_PROGRESS)$/.test(status))

async function tasks(desiredStatus: 'RUNNING' | 'STOPPED' = 'RUNNING'): Promise<Task[]> {
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ serviceName: 'web', desiredStatus }))
  if (taskArns.length === 0) return []
  return (await ecs.send(new DescribeTasksCommand({ tasks: taskArns }))).tasks!
}
const messages = async (): Promise<string[]> => (await service()).events!.map(({ message = '' }) => message)

describe('a rolling deployment', () => {
  test('replaces the tasks, and the waiter of the SDK ends when the service is stable', async () => {
    await open()
    const before = await service()
    expect(before).toMatchObject({ status: 'ACTIVE', desiredCount: 2, runningCount: 2, pendingCount: 0 })
    expect(before.deployments).toMatchObject([{ status: 'PRIMARY', rolloutState: 'COMPLETED', failedTasks: 0 }])
    const { service: answered } = await update({ taskDefinition: 'shop:2' })
    expect(answered?.deployments).toMatchObject([
      { status: 'PRIMARY', taskDefinition: `${DEFINITION}:2`, rolloutState: 'IN_PROGRESS' },
      { status: 'ACTIVE', taskDefinition: `${DEFINITION}:1` },
    ])
    expect(await deployment()).toMatchObject({ status: expect.stringMatching(/PENDING|IN_PROGRESS/) })
    const result = await passWhile(opened, waitUntilServicesStable(waiting(), { services: ['web'] }))
    expect(result.state).toBe('SUCCESS')
    const after = await service()
    expect(after).toMatchObject({ taskDefinition: `${DEFINITION}:2`, runningCount: 2 })
    expect(after.deployments).toHaveLength(1)
    expect(await ended()).toMatchObject({
      status: 'SUCCESSFUL',
      serviceArn: SERVICE,
      targetServiceRevision: { arn: expect.stringContaining(':service-revision/default/web/'), runningTaskCount: 2 },
      deploymentCircuitBreaker: { status: 'DISABLED', failureCount: 0, threshold: 3 },
      alarms: { status: 'DISABLED' },
    })
    const running = await tasks()
    expect(running.map(({ taskDefinitionArn }) => taskDefinitionArn)).toEqual([`${DEFINITION}:2`, `${DEFINITION}:2`])
    expect(await messages()).toEqual(
      expect.arrayContaining([
        '(service web) has reached a steady state.',
        `(service web) (deployment ${after.deployments![0]!.id}) deployment completed.`,
      ]),
    )
  })

  test('keeps the number of healthy tasks in the configuration', async () => {
    await open()
    const deploymentConfiguration = { maximumPercent: 100, minimumHealthyPercent: 50 }
    await pass(service, ({ runningCount }) => runningCount === 2)
    await update({ taskDefinition: 'shop:2', deploymentConfiguration })
    const seen = new Set<number>()
    await pass(
      async () => {
        const found = await tasks()
        seen.add(found.length)
        return deployment()
      },
      ({ status }) => status === 'SUCCESSFUL',
    )
    expect(Math.max(...seen)).toBe(2)
    expect(Math.min(...seen)).toBe(1)
  })

  test('pins the digest of the image at its first task', async () => {
    await open()
    await pass(service, ({ runningCount }) => runningCount === 2)
    const [task] = await tasks()
    const digest = task!.containers![0]!.imageDigest
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    const { targetServiceRevision } = await ended()
    const { serviceRevisions } = await ecs.send(
      new DescribeServiceRevisionsCommand({ serviceRevisionArns: [targetServiceRevision!.arn!] }),
    )
    expect(serviceRevisions).toMatchObject([
      {
        serviceArn: SERVICE,
        taskDefinition: `${DEFINITION}:1`,
        containerImages: [{ containerName: 'web', image: 'shop:1', imageDigest: digest }],
      },
    ])
  })

  test('a newer deployment stops a running one', async () => {
    await open({ images: { 'shop:2': { exit: { code: 1 } } } })
    await pass(service, ({ runningCount }) => runningCount === 2)
    await update({ taskDefinition: 'shop:2' })
    const first = (await deployment()).serviceDeploymentArn!
    await update({ taskDefinition: 'shop:1' })
    expect(await ended()).toMatchObject({ status: 'SUCCESSFUL' })
    const { serviceDeployments } = await ecs.send(
      new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [first] }),
    )
    expect(serviceDeployments).toMatchObject([{ status: 'STOPPED' }])
  })

  test('the desired count alone starts no deployment', async () => {
    await open()
    await stable()
    await update({ desiredCount: 3 })
    await pass(service, ({ runningCount }) => runningCount === 3)
    const { serviceDeployments } = await ecs.send(new ListServiceDeploymentsCommand({ service: 'web' }))
    expect(serviceDeployments).toHaveLength(1)
  })
})

describe('the circuit breaker', () => {
  const images = { 'shop:2': { exit: { code: 3, reason: 'OutOfMemoryError: Container killed' }, log: ['no database'] } }

  test('rolls back to the last completed deployment', async () => {
    await open({ images })
    await stable()
    const primary = (await service()).deployments![0]!.id
    await update({ taskDefinition: 'shop:2', deploymentConfiguration: breaker(true) })
    const failed = await pass(
      deployment,
      ({ status }) => status === 'ROLLBACK_IN_PROGRESS' || status === 'ROLLBACK_SUCCESSFUL',
    )
    expect(failed.rollback?.reason).toBe(
      'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    )
    expect(await ended()).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
      deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: expect.any(Number), threshold: 3 },
    })
    await stable()
    const back = await service()
    expect(back).toMatchObject({ taskDefinition: `${DEFINITION}:1`, runningCount: 2 })
    expect(back.deployments).toMatchObject([{ id: primary, status: 'PRIMARY', rolloutState: 'COMPLETED' }])
    expect(await messages()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^\(service web\) \(deployment ecs-svc\/\d+\) deployment failed: tasks failed to start\.$/,
        ),
        `(service web) rolling back to deployment ${primary}.`,
      ]),
    )
  })

  test('without rollback the failed deployment starts no more tasks', async () => {
    await open({ images })
    await stable()
    await update({ taskDefinition: 'shop:2', deploymentConfiguration: breaker(false) })
    expect(await ended()).toMatchObject({ status: 'STOPPED', stoppedAt: expect.any(Date) })
    expect((await service()).deployments).toMatchObject([
      {
        status: 'PRIMARY',
        rolloutState: 'FAILED',
        rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
      },
      { status: 'ACTIVE', runningCount: 2 },
    ])
  })

  test('has nothing to roll back to when the first deployment fails', async () => {
    await open({ images, services: [], taskDefinitions: ['shop:1', 'shop:2'].map(definition) })
    opened.sandbox.aws.containers.addCluster(PREPROD, 'default')
    await ecs.send(
      new CreateServiceCommand({
        serviceName: 'web',
        taskDefinition: 'shop:2',
        deploymentConfiguration: breaker(true),
      }),
    )
    expect(await ended()).toMatchObject({
      status: 'ROLLBACK_FAILED',
      statusReason: 'No rollback candidate was found to run the rollback.',
    })
  })

  test('a healthy task resets the count', async () => {
    await open({ images: { 'shop:2': { exit: { code: 1 }, times: 2 } } })
    await stable()
    await update({ taskDefinition: 'shop:2', deploymentConfiguration: breaker(true) })
    expect(await ended()).toMatchObject({ status: 'SUCCESSFUL', deploymentCircuitBreaker: { failureCount: 0 } })
  })

  test('stopped tasks have exit codes, reasons and logs', async () => {
    await open({ images })
    await stable()
    await update({ taskDefinition: 'shop:2', deploymentConfiguration: breaker(true) })
    await ended()
    const stopped = (await tasks('STOPPED')).filter(({ taskDefinitionArn }) => taskDefinitionArn === `${DEFINITION}:2`)
    expect(stopped[0]).toMatchObject({
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ exitCode: 3, reason: 'OutOfMemoryError: Container killed', lastStatus: 'STOPPED' }],
    })
    const id = stopped[0]!.taskArn!.split('/').at(-1)
    opened.sandbox.clock.leap()
    const logs = new CloudWatchLogsClient({
      endpoint: opened.sandbox.awsUrl,
      region: PREPROD.region,
      credentials: { accessKeyId: PREPROD.account, secretAccessKey: 'anything' },
    })
    const { events } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: '/ecs/shop', logStreamNames: [`ecs/web/${id}`] }),
    )
    expect(events?.map(({ message }) => message)).toEqual(['no database'])
  })
})

test('an image that cannot be pulled stops its tasks before they run', async () => {
  await open({ images: { 'shop:2': { pullFails: 'CannotPullContainerError: pull access denied' } } })
  await stable()
  await update({ taskDefinition: 'shop:2', deploymentConfiguration: breaker(true) })
  expect(await ended()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
  const failed = (await tasks('STOPPED')).find(({ taskDefinitionArn }) => taskDefinitionArn === `${DEFINITION}:2`)
  expect(failed).toMatchObject({
    stopCode: 'TaskFailedToStart',
    stoppedReason: 'CannotPullContainerError: pull access denied',
    containers: [{ reason: 'CannotPullContainerError: pull access denied' }],
  })
  expect(failed?.startedAt).toBeUndefined()
  expect(failed?.containers?.[0]?.exitCode).toBeUndefined()
})

test('unhealthy containers fail a deployment', async () => {
  const checked = definition('shop:2')
  const containerDefinitions = [{ ...checked.containerDefinitions[0]!, healthCheck: { command: ['CMD', 'true'] } }]
  await open({
    images: { 'shop:2': { health: 'UNHEALTHY' } },
    taskDefinitions: [definition('shop:1'), { ...checked, containerDefinitions }],
  })
  await stable()
  await update({ taskDefinition: 'shop:2', deploymentConfiguration: breaker(true) })
  expect(await ended()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
  expect((await tasks('STOPPED')).map(({ stoppedReason }) => stoppedReason)).toContain(
    'Task failed container health checks',
  )
})

test('a deployment alarm rolls back; one that is in ALARM at the start is not used', async () => {
  await open()
  opened.sandbox.aws.alarms.put(PREPROD, 'errors', { MetricName: 'Errors', Namespace: 'Shop', Threshold: 1 })
  await stable()
  const alarms = { alarmNames: ['errors'], enable: true, rollback: true }
  opened.sandbox.aws.ecs.images.set('shop:2', null)
  await update({ taskDefinition: 'shop:2', deploymentConfiguration: { alarms } })
  opened.sandbox.aws.alarms.setState(PREPROD, 'errors', 'ALARM', 'by hand')
  expect(await ended()).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    alarms: { status: 'TRIGGERED', alarmNames: ['errors'], triggeredAlarmNames: ['errors'] },
  })
  await update({ taskDefinition: 'shop:2' })
  expect(await ended()).toMatchObject({ status: 'SUCCESSFUL', alarms: { status: 'DISABLED', triggeredAlarmNames: [] } })
})

test('a user stops a deployment: it rolls back', async () => {
  await open({ images: { 'shop:2': { exit: { code: 1 } } } })
  await stable()
  await update({ taskDefinition: 'shop:2' })
  const { serviceDeploymentArn } = await deployment()
  await ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }))
  expect((await deployment()).status).toMatch(/ROLLBACK_/)
  expect(await ended()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
  const again = errorOf(ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn })))
  expect((await again).name).toBe('ConflictException')
})

test('tasks run alone, and are stopped', async () => {
  await open()
  const { tasks: started } = await ecs.send(new RunTaskCommand({ taskDefinition: 'shop:1', startedBy: 'ci' }))
  const [arn] = started!.map(({ taskArn }) => taskArn!)
  await passWhile(opened, waitUntilTasksRunning(waiting(), { tasks: [arn!] }))
  const { taskArns } = await ecs.send(new ListTasksCommand({ startedBy: 'ci' }))
  expect(taskArns).toEqual([arn])
  await ecs.send(new StopTaskCommand({ task: arn, reason: 'enough' }))
  await passWhile(opened, waitUntilTasksStopped(waiting(), { tasks: [arn!] }))
  const described = await ecs.send(new DescribeTasksCommand({ tasks: [arn!, 'unknown'] }))
  expect(described).toMatchObject({
    tasks: [{ stopCode: 'UserInitiated', stoppedReason: 'enough', containers: [{ exitCode: 143 }] }],
    failures: [{ reason: 'MISSING' }],
  })
})

test('the scheduler replaces a task that was stopped', async () => {
  await open()
  await stable()
  const [task] = await tasks()
  await ecs.send(new StopTaskCommand({ task: task!.taskArn }))
  await pass(tasks, (all) => all.length === 2 && all.every(({ taskArn }) => taskArn !== task!.taskArn))
})

test('a service is deleted when it is scaled to zero, or by force', async () => {
  await open()
  await stable()
  const refusal = await errorOf(ecs.send(new DeleteServiceCommand({ service: 'web' })))
  expect(refusal).toEqual({
    name: 'InvalidParameterException',
    message: 'The service cannot be stopped while it is scaled above 0.',
  })
  expect((await ecs.send(new ListServicesCommand({}))).serviceArns).toEqual([SERVICE])
  const { service: draining } = await ecs.send(new DeleteServiceCommand({ service: 'web', force: true }))
  expect(draining?.status).toBe('DRAINING')
  const create = { serviceName: 'web', taskDefinition: 'shop:1' }
  expect((await errorOf(ecs.send(new CreateServiceCommand(create)))).message).toBe(
    'Unable to Start a service that is still Draining.',
  )
  await passWhile(opened, waitUntilServicesInactive(waiting(), { services: ['web'] }))
  expect((await ecs.send(new ListServicesCommand({}))).serviceArns).toEqual([])
  expect((await errorOf(update({ desiredCount: 1 }))).name).toBe('ServiceNotActiveException')
})

test.each([
  ['ServiceNotFoundException', () => ecs.send(new UpdateServiceCommand({ service: 'x' }))],
  ['ServiceNotFoundException', () => ecs.send(new ListTasksCommand({ serviceName: 'x' }))],
  ['ServiceNotFoundException', () => ecs.send(new ListServiceDeploymentsCommand({ service: 'x' }))],
  ['ClusterNotFoundException', () => ecs.send(new ListServicesCommand({ cluster: 'x' }))],
  ['InvalidParameterException', () => ecs.send(new StopTaskCommand({ task: 'x' }))],
  ['InvalidParameterException', () => ecs.send(new DescribeTasksCommand({ tasks: [] }))],
  [
    'ServiceDeploymentNotFoundException',
    () =>
      ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn: 'arn:aws:ecs:x:1:service-deployment/a/b/c' })),
  ],
  ['ClientException', () => update({ taskDefinition: 'shop:9' })],
  ['InvalidParameterException', () => create({ loadBalancers: [{ containerName: 'api', containerPort: 1 }] })],
  ['InvalidParameterException', () => create({ loadBalancers: [{ containerName: 'web', containerPort: 1 }] })],
  [
    'InvalidParameterException',
    () => create({ loadBalancers: [{ containerName: 'web', containerPort: 8080, targetGroupArn: 'unknown' }] }),
  ],
  ['InvalidParameterException', () => create({ serviceName: 'web' })],
])('%s', async (name, call) => {
  await open()
  expect((await errorOf(call())).name).toBe(name)
})

const create = (input: Partial<CreateServiceCommandInput>) =>
  ecs.send(new CreateServiceCommand({ serviceName: 'other', taskDefinition: 'shop:1', ...input }))

test('an inactive task definition is not deployed', async () => {
  await open()
  const { taskDefinition } = await ecs.send(new RegisterTaskDefinitionCommand(definition('shop:3')))
  Object.assign(opened.sandbox.aws.containers.definition(PREPROD, 'shop:3')!, { status: 'INACTIVE' })
  expect(await errorOf(update({ taskDefinition: taskDefinition?.taskDefinitionArn }))).toEqual({
    name: 'ClientException',
    message: 'TaskDefinition is inactive',
  })
})
