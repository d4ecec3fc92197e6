import { createHash } from 'node:crypto'
import {
  ContinueDeploymentCommand,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  PutLifecycleEventHookExecutionStatusCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy'
import type { CreateDeploymentGroupCommandInput } from '@aws-sdk/client-codedeploy'
import { DescribeServicesCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { afterEach, describe as story, expect, test } from '@jest/globals'
import { codeOf } from '../../../sandbox/aws/services/functions/functions.ts'
import type { Balancer } from '../../../sandbox/aws/hosts/balancers.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import {
  PREPROD,
  deploy,
  describe,
  ended,
  errorOf,
  eventsOf,
  makeFleet,
  openSandbox,
  revisionFiles,
  targetsOf,
  until,
} from '../world.ts'
import type { Opened } from '../world.ts'

let opened: Opened
afterEach(async () => {
  await opened.sandbox.close()
  expect(opened.complaints).toEqual([])
})

const ROLE = 'arn:aws:iam::111111111111:role/deploy'

async function makeGroup(platform: 'Lambda' | 'ECS', group: Partial<CreateDeploymentGroupCommandInput> = {}) {
  const { codedeploy } = opened.aws
  await codedeploy.send(new CreateApplicationCommand({ applicationName: 'shop', computePlatform: platform }))
  await codedeploy.send(
    new CreateDeploymentGroupCommand({
      applicationName: 'shop',
      deploymentGroupName: 'live',
      serviceRoleArn: ROLE,
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      ...group,
    }),
  )
}

async function deployContent(content: string, sha256?: string): Promise<string> {
  const { deploymentId } = await opened.aws.codedeploy.send(
    new CreateDeploymentCommand({
      applicationName: 'shop',
      deploymentGroupName: 'live',
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content, ...(sha256 && { sha256 }) } },
    }),
  )
  return deploymentId!
}

story('Lambda', () => {
  const spec = (from: string, to: string, hooks = '') => `version: 0.0
Resources:
  - fn: { Type: AWS::Lambda::Function, Properties: { Name: fn, Alias: live, CurrentVersion: "${from}", TargetVersion: "${to}" } }
${hooks === '' ? '' : `Hooks:\n${hooks}`}`

  async function open(group: Partial<CreateDeploymentGroupCommandInput>, scenario: ScenarioInput = {}) {
    opened = await openSandbox({ pace: 600, ...scenario })
    const { functions } = opened.sandbox.aws
    const alias = functions.putAlias(PREPROD, { function: 'fn', name: 'live', version: publish('one') })
    publish('two')
    await makeGroup('Lambda', group)
    return alias
  }

  /** Publishes that code as the next version; returns its number. */
  function publish(code: string): string {
    const { functions } = opened.sandbox.aws
    return functions.publish(functions.put(PREPROD, 'fn', { code: codeOf(Buffer.from(code)) })).version
  }

  test('shifts an alias in steps, with its weight in the target', async () => {
    const alias = await open({ deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes' })
    const id = await deployContent(spec('1', '2'))
    await until(
      () => alias.additional,
      (additional) => additional !== undefined,
    )
    expect(alias).toMatchObject({ version: '1', additional: { version: '2', weight: 0.1 } })
    expect((await targetsOf(opened.aws, id))[0]?.lambdaTarget?.lambdaFunctionInfo).toEqual({
      functionName: 'fn',
      functionAlias: 'live',
      currentVersion: '1',
      targetVersion: '2',
      targetVersionWeight: 0.1,
    })
    expect((await ended(opened, id)).status).toBe('Succeeded')
    expect(alias).toEqual({ function: 'fn', name: 'live', version: '2' })
    const [target] = await targetsOf(opened.aws, id)
    expect(eventsOf(target!)).toEqual([
      'BeforeAllowTraffic Succeeded',
      'AllowTraffic Succeeded',
      'AfterAllowTraffic Succeeded',
    ])
  })

  test('returns the traffic when a hook fails, and rolls back by another deployment', async () => {
    const hooks = { check: { reports: 'Failed' as const } }
    const alias = await open(
      { autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } },
      { hookFunctions: hooks },
    )
    expect((await ended(opened, await deployContent(spec('1', '2')))).status).toBe('Succeeded')
    publish('three')
    const id = await deployContent(spec('2', '3', '  - AfterAllowTraffic: check\n'))
    expect(await ended(opened, id)).toMatchObject({
      status: 'Failed',
      errorInformation: { code: 'HOOK_EXECUTION_FAILURE' },
    })
    const { rollbackInfo } = await until(
      () => describe(opened.aws, id),
      (info) => info.rollbackInfo !== undefined,
    )
    expect((await ended(opened, rollbackInfo!.rollbackDeploymentId!)).status).toBe('Succeeded')
    expect(alias.version).toBe('2')
  })

  test('waits for a hook until its status is reported', async () => {
    await open({})
    const id = await deployContent(spec('1', '2', '  - BeforeAllowTraffic: by-hand\n'))
    const hooks = opened.sandbox.aws.codedeploy.deployments.get(id)!.hooks
    const executionId = await until(
      () => [...hooks.keys()][0],
      (found) => found !== undefined,
    )
    const put = (lifecycleEventHookExecutionId: string) =>
      opened.aws.codedeploy.send(
        new PutLifecycleEventHookExecutionStatusCommand({
          deploymentId: id,
          lifecycleEventHookExecutionId,
          status: 'Succeeded',
        }),
      )
    expect((await errorOf(put('other'))).name).toBe('InvalidLifecycleEventHookExecutionIdException')
    await put(executionId!)
    expect((await ended(opened, id)).status).toBe('Succeeded')
  })

  test('fails after an hour when a hook does not report', async () => {
    await open({}, { pace: 50_000 })
    const info = await ended(opened, await deployContent(spec('1', '2', '  - BeforeAllowTraffic: silent\n')))
    expect(info.errorInformation?.code).toBe('HOOK_EXECUTION_FAILURE')
    const [target] = await targetsOf(opened.aws, info.deploymentId!)
    expect(target?.lambdaTarget?.lifecycleEvents?.[0]?.diagnostics?.message).toContain('within one hour')
  })

  test('rejects an AppSpec that does not match', async () => {
    await open({})
    expect((await ended(opened, await deployContent('version: 0.0'))).errorInformation?.code).toBe('INVALID_REVISION')
    expect((await ended(opened, await deployContent(spec('7', '8')))).errorInformation).toEqual({
      code: 'INVALID_LAMBDA_CONFIGURATION',
      message: 'The alias fn:live is at version 1, version 7 was expected.',
    })
    expect((await ended(opened, await deployContent(spec('1', '8')))).errorInformation).toEqual({
      code: 'INVALID_LAMBDA_FUNCTION',
      message: 'The version 8 of the function fn does not exist.',
    })
  })

  test('stores the AppSpec with its digest, and rejects a wrong digest', async () => {
    await open({})
    const content = spec('1', '2')
    const sha256 = createHash('sha256').update(content).digest('hex')
    const { revision } = await ended(opened, await deployContent(content))
    expect(revision).toEqual({ revisionType: 'AppSpecContent', appSpecContent: { content, sha256 } })
    const again = await ended(
      opened,
      await deployContent(spec('2', '1'), createHash('sha256').update(spec('2', '1')).digest('hex')),
    )
    expect(again.status).toBe('Succeeded')
    expect((await errorOf(deployContent(content, 'f'.repeat(64)))).name).toBe('InvalidRevisionException')
  })

  test('returns the traffic when it is stopped during the shift', async () => {
    const alias = await open({ deploymentConfigName: 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute' })
    const id = await deployContent(spec('1', '2'))
    await until(
      () => alias.additional?.weight ?? 0,
      (weight) => weight >= 0.2,
    )
    await opened.aws.codedeploy.send(new StopDeploymentCommand({ deploymentId: id }))
    expect((await ended(opened, id)).status).toBe('Stopped')
    expect(alias).toEqual({ function: 'fn', name: 'live', version: '1' })
    const [target] = await targetsOf(opened.aws, id)
    expect(eventsOf(target!).slice(1)).toEqual(['AllowTraffic Failed', 'AfterAllowTraffic Skipped'])
  })
})

story('ECS', () => {
  const spec = `version: 0.0
Resources:
  - service:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: arn:aws:ecs:eu-west-1:111111111111:task-definition/shop:2
        LoadBalancerInfo: { ContainerName: web, ContainerPort: 80 }
`
  const web = (image: string) => ({
    family: 'shop',
    containerDefinitions: [{ name: 'web', image, memory: 128, portMappings: [{ containerPort: 80 }] }],
  })
  const running = {
    taskDefinitions: [web('shop:1'), web('shop:2')],
    services: [{ cluster: 'c', name: 's', taskDefinition: 'shop:1' }],
  }
  const group = (waitTimeInMinutes: number): Partial<CreateDeploymentGroupCommandInput> => ({
    ecsServices: [{ clusterName: 'c', serviceName: 's' }],
    loadBalancerInfo: {
      targetGroupPairInfoList: [
        {
          targetGroups: [{ name: 'one' }, { name: 'two' }],
          prodTrafficRoute: { listenerArns: ['arn:prod'] },
          testTrafficRoute: { listenerArns: ['arn:test'] },
        },
      ],
    },
    blueGreenDeploymentConfiguration: {
      deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes },
      terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 60 },
    },
  })

  test('waits in Ready, and continues on ContinueDeployment, also to terminate the old task set', async () => {
    opened = await openSandbox({ pace: 600, ...running })
    await makeGroup('ECS', group(600))
    const id = await deployContent(spec)
    await until(
      () => describe(opened.aws, id),
      ({ status }) => status === 'Ready',
    )
    const go = (deploymentWaitType: 'READY_WAIT' | 'TERMINATION_WAIT') =>
      opened.aws.codedeploy.send(new ContinueDeploymentCommand({ deploymentId: id, deploymentWaitType }))
    await go('READY_WAIT')
    await until(
      () => describe(opened.aws, id),
      ({ instanceTerminationWaitTimeStarted: started }) => started === true,
    )
    const [moved] = await targetsOf(opened.aws, id)
    expect(moved?.ecsTarget?.taskSetsInfo).toMatchObject([
      { status: 'ACTIVE', trafficWeight: 0, runningCount: 1, targetGroup: { name: 'one' }, taskSetLabel: 'Blue' },
      { status: 'PRIMARY', trafficWeight: 100, runningCount: 1, targetGroup: { name: 'two' }, taskSetLabel: 'Green' },
    ])
    await go('TERMINATION_WAIT')
    expect((await ended(opened, id)).status).toBe('Succeeded')
    const [target] = await targetsOf(opened.aws, id)
    expect(target?.ecsTarget).toMatchObject({
      targetId: 'c:s',
      taskSetsInfo: [{ runningCount: 0 }, { runningCount: 1 }],
    })
    expect(eventsOf(target!)).toEqual(
      [
        'BeforeInstall',
        'Install',
        'AfterInstall',
        'AllowTestTraffic',
        'AfterAllowTestTraffic',
        'BeforeAllowTraffic',
        'AllowTraffic',
        'AfterAllowTraffic',
      ].map((event) => `${event} Succeeded`),
    )
    expect((await errorOf(go('READY_WAIT'))).name).toBe('DeploymentAlreadyCompletedException')
  })

  const service = async () => {
    const { services = [] } = await opened.aws.ecs.send(new DescribeServicesCommand({ cluster: 'c', services: ['s'] }))
    return services[0]!
  }
  const atOnce = (): Partial<CreateDeploymentGroupCommandInput> => {
    const { blueGreenDeploymentConfiguration: _waits, ...rest } = group(0)
    return { ...rest, autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } }
  }
  const DEFINITION = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/shop'

  test('the service runs the new task definition, from the other target group each time', async () => {
    opened = await openSandbox({ pace: 600, ...running })
    await makeGroup('ECS', atOnce())
    expect(await service()).toMatchObject({
      taskDefinition: `${DEFINITION}:1`,
      deploymentController: { type: 'CODE_DEPLOY' },
      taskSets: [{ status: 'PRIMARY', taskDefinition: `${DEFINITION}:1`, runningCount: 1 }],
    })
    for (const [revision, from, to] of [
      [2, 'one', 'two'],
      [1, 'two', 'one'],
    ] as const) {
      const id = await deployContent(spec.replace('shop:2', `shop:${revision}`))
      expect((await ended(opened, id)).status).toBe('Succeeded')
      const [target] = await targetsOf(opened.aws, id)
      expect(target?.ecsTarget?.taskSetsInfo?.map(({ targetGroup }) => targetGroup?.name)).toEqual([from, to])
      const { taskSets = [], taskDefinition } = await service()
      expect(taskDefinition).toBe(`${DEFINITION}:${revision}`)
      expect(taskSets).toMatchObject([
        { status: 'PRIMARY', taskDefinition, id: target?.ecsTarget?.taskSetsInfo?.[1]?.identifer },
      ])
    }
  })

  test('an error of ECS fails the deployment, and the service does not change', async () => {
    opened = await openSandbox({ pace: 600, ...running })
    await makeGroup('ECS', group(600))
    const refused = [
      [spec.replace('shop:2', 'shop:9'), 'TaskDefinition not found.'],
      [spec.replace('shop:2', 'shop:latest'), 'Invalid revision number. Number: latest'],
      [
        spec.replace('ContainerName: web', 'ContainerName: app'),
        'The container app does not exist in the task definition.',
      ],
      [spec.replace('80', '81'), 'The container web did not have a container port 81 defined.'],
    ] as const
    for (const [content, why] of refused) {
      const { status, errorInformation } = await ended(opened, await deployContent(content))
      expect([status, errorInformation?.code]).toEqual(['Failed', 'ECS_UPDATE_ERROR'])
      expect(errorInformation?.message).toContain(`due to an unexpected error: ${why} (Service: AmazonECS; `)
    }
    expect((await service()).taskSets).toMatchObject([{ status: 'PRIMARY', taskDefinition: `${DEFINITION}:1` }])
  })

  test('a failed hook restores the service, and so does the rollback after it', async () => {
    opened = await openSandbox({ pace: 600, ...running, hookFunctions: { check: { reports: 'Failed' } } })
    await makeGroup('ECS', atOnce())
    expect((await ended(opened, await deployContent(spec))).status).toBe('Succeeded')
    await opened.aws.ecs.send(new RegisterTaskDefinitionCommand(web('shop:3')))
    const id = await deployContent(`${spec.replace('shop:2', 'shop:3')}Hooks:\n  - AfterAllowTraffic: check\n`)
    expect((await ended(opened, id)).errorInformation?.code).toBe('HOOK_EXECUTION_FAILURE')
    expect((await service()).taskDefinition).toBe(`${DEFINITION}:2`)
    const { rollbackInfo } = await until(
      () => describe(opened.aws, id),
      (info) => info.rollbackInfo !== undefined,
    )
    expect((await ended(opened, rollbackInfo!.rollbackDeploymentId!)).status).toBe('Succeeded')
    expect((await service()).taskSets).toMatchObject([{ status: 'PRIMARY', taskDefinition: `${DEFINITION}:2` }])
  })

  test('a missing service, or one without the controller CODE_DEPLOY, fails the deployment', async () => {
    opened = await openSandbox({ pace: 600, taskDefinitions: running.taskDefinitions })
    await makeGroup('ECS', group(600))
    expect((await ended(opened, await deployContent(spec))).errorInformation?.code).toBe('INVALID_ECS_SERVICE')
  })

  test('stops when it is not continued', async () => {
    opened = await openSandbox({ pace: 6_000, ...running })
    await makeGroup('ECS', group(5))
    const info = await ended(opened, await deployContent(spec))
    expect(info).toMatchObject({ status: 'Stopped', errorInformation: { code: 'TIMEOUT' } })
  })
})

story('blue/green on servers', () => {
  const SERVER =
    'node -e \'require("http").createServer((q,s)=>s.end(process.argv[1])).listen(process.env.PORT,"127.0.0.1")\''
  const start = (version: string) => ({
    ApplicationStart: `${SERVER} ${version} >/dev/null 2>&1 </dev/null &\nsleep 0.3`,
  })

  const BALANCER = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/shop/1'
  const LISTENER = `${BALANCER.replace(':loadbalancer/', ':listener/')}/1`

  /** A load balancer whose only group is `web`. */
  async function makeBalancer(): Promise<Balancer> {
    const { balancers } = opened.sandbox.aws
    const balancer = await balancers.open(BALANCER)
    balancers.addGroup({
      home: PREPROD,
      name: 'web',
      arn: 'arn:tg',
      health: { path: '/', codes: '200', intervalMs: 5_000, healthyAfter: 2, timeoutMs: 2_000 },
      targets: new Map(),
      drainMs: 10_000,
      turn: 0,
    })
    const { arn: listener } = await balancers.addListener(LISTENER)
    const arn = `${LISTENER.replace(':listener/', ':listener-rule/')}/1`
    const priority = Number.POSITIVE_INFINITY
    balancers.putRule({ arn, listener, priority, conditions: [], forward: [{ group: 'arn:tg', weight: 1 }] })
    return balancer
  }

  const ask = async ({ port }: Balancer): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`)).text()

  test('the green fleet replaces the blue one', async () => {
    opened = await openSandbox({ pace: 100 })
    const balancer = await makeBalancer()
    const traffic = {
      deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      loadBalancerInfo: { targetGroupInfoList: [{ name: 'web' }] },
    } satisfies Partial<CreateDeploymentGroupCommandInput>
    const [blue] = await makeFleet(opened, 1, traffic)
    expect((await ended(opened, await deploy(opened, revisionFiles('1', start('one'))))).status).toBe('Succeeded')
    expect(await ask(balancer)).toBe('one')

    const group = [...opened.sandbox.aws.codedeploy.applications.values()][0]!.groups.get('fleet')!
    group.info.deploymentStyle = { ...traffic.deploymentStyle, deploymentType: 'BLUE_GREEN' }
    group.info.blueGreenDeploymentConfiguration = {
      greenFleetProvisioningOption: { action: 'DISCOVER_EXISTING' },
      deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 600 },
      terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 0 },
    }
    await opened.sandbox.aws.hosts.launch(PREPROD, [{ Key: 'fleet', Value: 'green' }], new Date())
    const id = await deploy(opened, revisionFiles('2', start('two')), {
      targetInstances: { tagFilters: [{ Key: 'fleet', Value: 'green', Type: 'KEY_AND_VALUE' }] },
    })
    await until(
      () => describe(opened.aws, id),
      ({ status }) => status === 'Ready',
    )
    expect(await ask(balancer)).toBe('one')
    await opened.aws.codedeploy.send(
      new ContinueDeploymentCommand({ deploymentId: id, deploymentWaitType: 'READY_WAIT' }),
    )
    expect(await ended(opened, id)).toMatchObject({ status: 'Succeeded', instanceTerminationWaitTimeStarted: true })
    expect(await ask(balancer)).toBe('two')
    const targets = await targetsOf(opened.aws, id)
    expect(targets.map(({ instanceTarget }) => [instanceTarget?.instanceLabel, instanceTarget?.status])).toEqual([
      ['Green', 'Succeeded'],
      ['Blue', 'Succeeded'],
    ])
    expect(opened.sandbox.aws.hosts.find(PREPROD, blue!.id)).toBeUndefined()
  })

  test('an instance that does not become healthy receives no traffic', async () => {
    opened = await openSandbox({ pace: 5_000 })
    const balancer = await makeBalancer()
    await makeFleet(opened, 1, {
      deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      loadBalancerInfo: { targetGroupInfoList: [{ name: 'web' }] },
    })
    expect((await fetch(`http://127.0.0.1:${balancer.port}/`)).status).toBe(503)
    const info = await ended(opened, await deploy(opened, revisionFiles('1')))
    expect(info.status).toBe('Failed')
    const [target] = await targetsOf(opened.aws, info.deploymentId!)
    expect(eventsOf(target!).slice(-2)).toEqual(['AllowTraffic Failed', 'AfterAllowTraffic Skipped'])
    expect((await fetch(`http://127.0.0.1:${balancer.port}/`)).status).toBe(502)
  })
})
