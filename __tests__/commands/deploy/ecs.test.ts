import { afterEach, describe, expect, test } from '@jest/globals'
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { blocks } from '../../../src/evidence/verdict.ts'
import { deploying } from './deploying.ts'
import { lines, startWorld, type World } from '../world.ts'

/** A deployment to ECS: a task definition is registered, and CodeDeploy deploys it to its service. */

const CONFIG = `
version: 1
deployments:
  - { id: web, platform: ecs, application: shop, group: "shop-{environment}", appspec: web.yml, task-definition: task.json }
`
const APPSPEC = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo: { ContainerName: web, ContainerPort: 80 }
Hooks:
  - AfterAllowTestTraffic: smoke
`
const TASK = {
  family: 'shop-{environment}',
  containerDefinitions: [{ name: 'web', image: 'shop:2', memory: 128, portMappings: [{ containerPort: 80 }] }],
}
const listener = (port: number): string =>
  `arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/shop/0123456789abcdef/${port}`
const GROUP = {
  ecsServices: [{ clusterName: 'shop', serviceName: 'web' }],
  loadBalancerInfo: {
    targetGroupPairInfoList: [
      {
        targetGroups: [{ name: 'blue' }, { name: 'green' }],
        prodTrafficRoute: { listenerArns: [listener(80)] },
        testTrafficRoute: { listenerArns: [listener(8080)] },
      },
    ],
  },
  deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
  autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
}
const BEFORE = {
  ...TASK,
  family: 'shop-preprod',
  containerDefinitions: [{ ...TASK.containerDefinitions[0], image: 'shop:1' }],
}
const SCENARIO: ScenarioInput = {
  pace: 2_000,
  taskDefinitions: [BEFORE],
  services: [{ cluster: 'shop', name: 'web', taskDefinition: 'shop-preprod:1' }],
  applications: [{ name: 'shop', platform: 'ECS', groups: { 'shop-preprod': GROUP } }],
  hookFunctions: { smoke: { reports: 'Succeeded', after: 1_000 } },
}

let world: World
afterEach(() => world.close())

async function begin(scenario: ScenarioInput = {}, files: Readonly<Record<string, string>> = {}): Promise<void> {
  world = await startWorld({ ...SCENARIO, ...scenario })
  await world.write({ 'web.yml': APPSPEC, 'task.json': JSON.stringify(TASK), ...files })
}
// Observing: other tests cover the missing alarms of this group.
const precheck = (config = CONFIG) => world.precheck(config, { environment: 'preprod', mode: 'observe' })
const deploy = (evidence: Evidence, config = CONFIG) =>
  deploying(world, config, { evidence: [evidence], inputs: { mode: 'observe' } })
const release = async (config = CONFIG): Promise<Evidence> => deploy(await precheck(config), config)
const about = (evidence: Evidence) => lines(evidence).filter((line) => line.includes('deployment/'))
const failed = ({ findings }: Evidence) =>
  findings.filter((finding) => blocks(finding) && !finding.code.startsWith('evidence/'))

async function runs(): Promise<string | undefined> {
  const client = new ECSClient({ region: world.region })
  const { services = [] } = await client.send(new DescribeServicesCommand({ cluster: 'shop', services: ['web'] }))
  return services[0]?.taskSets
    ?.find(({ status }) => status === 'PRIMARY')
    ?.taskDefinition?.split('/')
    .at(-1)
}

describe('precheck', () => {
  test('finds the container in the task definition', async () => {
    await begin()
    expect(about(await precheck())).toEqual(
      expect.arrayContaining([
        'pass appspec/valid deployment/web/appspec/ecs',
        'pass appspec/container-found deployment/web/appspec/container/web',
        'pass deployment/fits deployment/web/group',
      ]),
    )
  })

  test('reports a container that the task definition lacks', async () => {
    await begin({}, { 'web.yml': APPSPEC.replace('ContainerPort: 80', 'ContainerPort: 8080') })
    expect(failed(await precheck())).toContainEqual(
      expect.objectContaining({
        code: 'appspec/container-unknown',
        expected: 'web:8080',
        observed: 'web:80',
        source: { file: 'web.yml' },
      }),
    )
  })

  test('reports an unknown member of a task definition', async () => {
    await begin({}, { 'task.json': JSON.stringify({ ...TASK, cpus: '256' }) })
    expect(failed(await precheck())).toContainEqual(
      expect.objectContaining({
        code: 'task-definition/invalid',
        outcome: 'fail',
        title: 'task.json: a task definition has no cpus: did you mean cpu?',
        source: expect.objectContaining({ file: 'task.json', line: 1 }),
      }),
    )
  })

  test('reports a group for another platform', async () => {
    await begin({ applications: [{ name: 'shop', platform: 'Lambda', groups: { 'shop-preprod': {} } }] })
    expect(failed(await precheck())).toContainEqual(
      expect.objectContaining({ code: 'deployment/platform', expected: 'ECS', observed: 'Lambda' }),
    )
  })
})

describe('a deployment to ECS', () => {
  test('registers the task definition and deploys it to the service', async () => {
    await begin()
    const evidence = await release()
    expect(about(evidence)).toEqual([
      'pass deployment/succeeded deployment/web',
      'pass deployment/hooks-ran deployment/web/hooks',
      'pass serving/released deployment/web/serving',
    ])
    expect(await runs()).toBe('shop-preprod:2')
    expect(evidence.release?.revisions.map(({ id }) => id)).toEqual(['web/appspec', 'web/task-definition'])
    expect(evidence.handles).toContainEqual(
      expect.objectContaining({ kind: 'task-definition', id: expect.stringMatching(/shop-preprod:2$/) }),
    )
    expect(evidence.timeline.map(({ event }) => event)).toContain('AfterAllowTestTraffic Succeeded')
  })

  test('that a function refuses reports the function, and the running tasks continue', async () => {
    await begin({ hookFunctions: { smoke: { reports: 'Failed', after: 1_000 } } })
    expect(failed(await release())[0]).toMatchObject({
      title: 'AfterAllowTestTraffic failed on shop:web in smoke',
      advice: expect.stringContaining('/aws/lambda/smoke in CloudWatch Logs'),
    })
    expect(await runs()).toBe('shop-preprod:1')
  })

  test('deploys a task definition that the AppSpec references', async () => {
    const config = CONFIG.replace(', task-definition: task.json', '')
    const arn = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/shop-preprod:2'
    await begin({ taskDefinitions: [BEFORE, BEFORE] }, { 'web.yml': APPSPEC.replace('<TASK_DEFINITION>', arn) })
    expect(about(await release(config))).toContain('pass deployment/succeeded deployment/web')
    expect(await runs()).toBe('shop-preprod:2')
  })

  test('does not register a task definition that ECS would reject', async () => {
    const fargate = { requiresCompatibilities: ['FARGATE'], networkMode: 'awsvpc', cpu: '256', memory: '512' }
    const logged = {
      ...TASK.containerDefinitions[0],
      logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/shop' } },
    }
    await begin({}, { 'task.json': JSON.stringify({ ...TASK, ...fargate, containerDefinitions: [logged] }) })
    expect(failed(await release())).toContainEqual(
      expect.objectContaining({ outcome: 'error', title: expect.stringContaining('needs executionRoleArn') }),
    )
    expect(await runs()).toBe('shop-preprod:1')
  })

  test('registers nothing that precheck would report', async () => {
    const task = { ...TASK, containerDefinitions: [{ ...TASK.containerDefinitions[0], memory: '128' }] }
    await begin({}, { 'task.json': JSON.stringify(task) })
    expect(failed(await release())).toContainEqual(
      expect.objectContaining({
        outcome: 'error',
        title: 'containerDefinitions[0].memory is "128", not an integer',
        advice: 'Write 128 without quotes.',
      }),
    )
    expect(await runs()).toBe('shop-preprod:1')
  })

  test('is refused where the task definition changed after it was checked', async () => {
    await begin()
    const evidence = await precheck()
    await world.write({ 'task.json': JSON.stringify({ ...TASK, family: 'other' }) })
    expect(failed(await deploy(evidence)).map(({ code }) => code)).toContain('release/differs')
    expect(await runs()).toBe('shop-preprod:1')
  })
})
