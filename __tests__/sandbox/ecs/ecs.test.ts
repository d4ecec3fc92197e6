import { CreateStackCommand, DescribeStacksCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import {
  DeregisterTaskDefinitionCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs'
import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { afterEach, describe, expect, test } from '@jest/globals'
import { PREPROD, clientsOf, errorOf, openSandbox, until } from '../world.ts'
import type { Opened } from '../world.ts'

let opened: Opened
afterEach(async () => {
  await opened.sandbox.close()
  expect(opened.complaints).toEqual([])
})

const ARN = 'arn:aws:ecs:eu-west-1:111111111111:task-definition/shop'
const container = { name: 'web', image: 'shop:1', memory: 128, portMappings: [{ containerPort: 8080 }] }
const SHOP = { family: 'shop', containerDefinitions: [container] }

const register = (more: Partial<RegisterTaskDefinitionCommandInput> = {}) =>
  opened.aws.ecs.send(new RegisterTaskDefinitionCommand({ ...SHOP, ...more }))
const show = (taskDefinition: string) => opened.aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))

describe('task definitions', () => {
  test('have increasing revisions and complete responses', async () => {
    opened = await openSandbox()
    const fargate = {
      networkMode: 'awsvpc' as const,
      cpu: '256',
      memory: '512',
      requiresCompatibilities: ['FARGATE' as const],
      taskRoleArn: 'arn:aws:iam::111111111111:role/task',
      executionRoleArn: 'arn:aws:iam::111111111111:role/execution',
    }
    expect((await register()).taskDefinition).toMatchObject({ taskDefinitionArn: `${ARN}:1`, revision: 1 })
    const { taskDefinition, tags } = await register({ ...fargate, tags: [{ key: 'team', value: 'shop' }] })
    expect(taskDefinition).toMatchObject({
      ...fargate,
      taskDefinitionArn: `${ARN}:2`,
      family: 'shop',
      revision: 2,
      status: 'ACTIVE',
      compatibilities: ['EC2', 'FARGATE'],
      registeredBy: 'arn:aws:iam::111111111111:user/anybody',
      containerDefinitions: [
        {
          ...container,
          cpu: 0,
          essential: true,
          portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
        },
      ],
    })
    expect(taskDefinition?.registeredAt).toBeInstanceOf(Date)
    expect(tags).toEqual([{ key: 'team', value: 'shop' }])
    for (const name of ['shop', 'shop:2', `${ARN}:2`]) {
      expect((await show(name)).taskDefinition).toEqual(taskDefinition)
    }
  })

  test('cannot be used when they are inactive', async () => {
    opened = await openSandbox({ taskDefinitions: [SHOP, SHOP] })
    await opened.aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'shop:2' }))
    expect((await show('shop')).taskDefinition?.revision).toBe(1)
    expect((await show('shop:2')).taskDefinition?.status).toBe('INACTIVE')
    const list = (status: 'ACTIVE' | 'INACTIVE') =>
      opened.aws.ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: 'shop', status }))
    expect((await list('ACTIVE')).taskDefinitionArns).toEqual([`${ARN}:1`])
    expect((await list('INACTIVE')).taskDefinitionArns).toEqual([`${ARN}:2`])
    expect((await register()).taskDefinition?.revision).toBe(3)
  })

  test("that are invalid are rejected with ECS's messages", async () => {
    opened = await openSandbox()
    const web = { name: 'web', image: 'shop:1' }
    const fargate = {
      requiresCompatibilities: ['FARGATE' as const],
      networkMode: 'awsvpc' as const,
      cpu: '256',
      memory: '512',
    }
    const ecr = { ...container, image: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop:1' }
    const logged = [
      register({ family: 'shop/web' }),
      register({ containerDefinitions: [{ image: 'shop:1', memory: 1 }] }),
      register({ containerDefinitions: [{ name: 'web', memory: 1 }] }),
      register({ containerDefinitions: [web] }),
      register({ taskRoleArn: 'arn:aws:iam::1:user/ann' }),
      register({ ...fargate, networkMode: 'bridge' }),
      register({ ...fargate, memory: undefined }),
      register({ ...fargate, containerDefinitions: [ecr] }),
      show('stock'),
    ]
    expect(await Promise.all(logged.map(errorOf))).toEqual(
      [
        'Family contains invalid characters.',
        'Container.name should not be null or empty.',
        'Container.image should not be null or empty.',
        "Invalid setting for container 'web'. At least one of 'memory' or 'memoryReservation' must be specified.",
        'Role is not valid',
        "Fargate only supports network mode 'awsvpc'.",
        "Fargate requires that 'memory' be defined at the task level.",
        'Fargate requires task definition to have execution role ARN to support ECR images.',
        'Unable to describe task definition.',
      ].map((message) => ({ name: 'ClientException', message })),
    )
  })

  test('need permission for all of them, and for the roles that they pass', async () => {
    const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'sixteen-or-more-x' }
    const statement = (Action: string, Resource: string, Condition = {}) => ({
      Effect: 'Allow' as const,
      Action,
      Resource,
      Condition,
    })
    const Statement = [
      statement('ecs:RegisterTaskDefinition', '*'),
      statement('iam:PassRole', 'arn:aws:iam::111111111111:role/task', {
        StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
      }),
    ]
    opened = await openSandbox({ users: [{ account: PREPROD.account, name: 'ann', ...keys, policy: { Statement } }] })
    const ann = clientsOf(opened.sandbox, PREPROD, keys).ecs
    const taskRoleArn = 'arn:aws:iam::111111111111:role/task'
    await ann.send(new RegisterTaskDefinitionCommand({ ...SHOP, taskRoleArn }))
    const executionRoleArn = 'arn:aws:iam::111111111111:role/execution'
    const refused = await errorOf(ann.send(new RegisterTaskDefinitionCommand({ ...SHOP, executionRoleArn })))
    expect(refused.name).toBe('AccessDeniedException')
    expect(refused.message).toContain(
      `is not authorized to perform: iam:PassRole on resource: ${executionRoleArn} because`,
    )
  })
})

test('missing services and missing clusters have different errors', async () => {
  opened = await openSandbox({
    taskDefinitions: [SHOP],
    services: [{ cluster: 'c', name: 's', taskDefinition: 'shop', desired: 2 }],
  })
  const readState = (cluster: string, services: string[]) =>
    opened.aws.ecs.send(new DescribeServicesCommand({ cluster, services }))
  const { services, failures } = await readState('c', ['s', 'x'])
  expect(services).toMatchObject([{ serviceName: 's', desiredCount: 2, runningCount: 2, status: 'ACTIVE' }])
  expect(failures).toEqual([{ arn: 'arn:aws:ecs:eu-west-1:111111111111:service/c/x', reason: 'MISSING' }])
  expect(await errorOf(readState('d', ['s']))).toEqual({
    name: 'ClusterNotFoundException',
    message: 'Cluster not found.',
  })
  expect(await errorOf(readState('c', []))).toEqual({
    name: 'InvalidParameterException',
    message: 'Services cannot be empty.',
  })
})

test('a stack creates a service for CodeDeploy, and cannot change its task definition', async () => {
  opened = await openSandbox()
  const template = (image: string) => `
Resources:
  Cluster: { Type: AWS::ECS::Cluster, Properties: { ClusterName: c } }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: shop
      Cpu: 256
      ContainerDefinitions:
        - { Name: web, Image: "${image}", Memory: "128", PortMappings: [{ ContainerPort: 80 }], Environment: [{ Name: PORT, Value: "80" }] }
  Service:
    Type: AWS::ECS::Service
    Properties:
      ServiceName: s
      Cluster: !Ref Cluster
      TaskDefinition: !Ref Task
      DesiredCount: 2
      DeploymentController: { Type: CODE_DEPLOY }
      LoadBalancers: [{ ContainerName: web, ContainerPort: 80, TargetGroupArn: "arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/one/0123456789abcdef" }]
Outputs: { Name: { Value: !GetAtt Service.Name }, Arn: { Value: !Ref Service } }
`
  const { cloudformation, ecs } = opened.aws
  const stack = async () => (await cloudformation.send(new DescribeStacksCommand({ StackName: 'shop' }))).Stacks?.[0]
  const ended = () => until(stack, (found) => found?.StackStatus?.endsWith('_IN_PROGRESS') === false)
  await cloudformation.send(new CreateStackCommand({ StackName: 'shop', TemplateBody: template('shop:1') }))
  const made = await ended()
  expect(made?.StackStatus).toBe('CREATE_COMPLETE')
  expect(made?.Outputs?.map(({ OutputValue }) => OutputValue)).toEqual([
    's',
    'arn:aws:ecs:eu-west-1:111111111111:service/c/s',
  ])
  const readState = async () =>
    (await ecs.send(new DescribeServicesCommand({ cluster: 'c', services: ['s'] }))).services?.[0]
  const task = { status: 'PRIMARY', taskDefinition: `${ARN}:1`, computedDesiredCount: 2 }
  expect(await readState()).toMatchObject({ taskDefinition: `${ARN}:1`, taskSets: [task] })
  expect((await show('shop:1')).taskDefinition).toMatchObject({
    cpu: '256',
    containerDefinitions: [{ memory: 128, environment: [{ name: 'PORT', value: '80' }] }],
  })
  await cloudformation.send(new UpdateStackCommand({ StackName: 'shop', TemplateBody: template('shop:2') }))
  expect((await ended())?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(await readState()).toMatchObject({ taskSets: [task] })
})
