import { AutoScalingClient, CreateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling'
import { afterEach, expect, test } from '@jest/globals'
import { resolveEnvironment } from '../../../src/config/model/environment.ts'
import { readPlaceState } from '../../../src/precheck/state/place-state.ts'
import { unguarded } from '../../commands/world.ts'
import {
  deploy as deployTheirs,
  clientsOf,
  makeFleet,
  revisionFiles,
  until,
  describe as deploymentOf,
} from '../../sandbox/world.ts'
import { actionsOf, arnOf, startRoles, type RoleWorld } from './roles.ts'

/** The serving state is read with the permissions of docs/iam/serving.json, and needs each of them. */

let roles: RoleWorld
afterEach(() => roles.world.close())

const CONTAINER = '{ Name: web, Image: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop:2", Memory: 128 }'
const TEMPLATE = `
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { FunctionName: shop-orders, Runtime: nodejs22.x, Handler: index.handler, Role: "arn:aws:iam::111111111111:role/shop-fn", Code: { ZipFile: "exports.handler = () => 1" } } }
  V1: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  Live: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt V1.Version, Name: live } }
  Launch: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateName: shop-web, LaunchTemplateData: { ImageId: ami-12345678, InstanceType: t3.micro } } }
  Fleet:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: { AutoScalingGroupName: shop-fleet, MinSize: "1", MaxSize: "1", AvailabilityZones: [eu-west-1a], LaunchTemplate: { LaunchTemplateId: !Ref Launch, Version: !GetAtt Launch.LatestVersionNumber } }
  Cluster: { Type: AWS::ECS::Cluster, Properties: { ClusterName: shop } }
  Task: { Type: AWS::ECS::TaskDefinition, Properties: { Family: web, ContainerDefinitions: [${CONTAINER}] } }
  Service: { Type: AWS::ECS::Service, Properties: { ServiceName: web, Cluster: !Ref Cluster, TaskDefinition: !Ref Task, DesiredCount: 1 } }
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: shop } }
  First: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }
  Prod: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref First, StageName: prod } }
`
const CONFIG = `
version: 1
environments:
  preprod: { region: eu-west-1, plan-role: "${arnOf('plan')}" }
  production: { region: eu-west-1, plan-role: "${arnOf('plan')}" }
stacks: [{ id: web, name: "shop-{environment}", template: web.yml }]
deployments:
  - { id: app, platform: server, application: shop, group: shop-preprod, revision: { directory: app, bucket: shop-store } }
`

test('the serving state is read with the documented permissions', async () => {
  roles = await startRoles({
    pace: 1_000,
    network: [{ account: '111111111111', region: 'eu-west-1', vpc: 'vpc-12345678', images: ['ami-12345678'] }],
    repositories: [
      { name: 'shop', account: '111111111111', region: 'eu-west-1', images: [{ tag: '2', content: 'two' }] },
    ],
  })
  const { world } = roles
  await world.deploy('shop-preprod', TEMPLATE)
  const autoscaling = new AutoScalingClient({ region: world.region, endpoint: world.sandbox.awsUrl })
  await autoscaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: 'shop-idle',
      MinSize: 0,
      MaxSize: 1,
      DesiredCapacity: 0,
      LaunchTemplate: { LaunchTemplateName: 'shop-web', Version: '$Latest' },
      AvailabilityZones: ['eu-west-1a'],
    }),
  )
  autoscaling.destroy()
  const aws = clientsOf(world.sandbox)
  await makeFleet({ sandbox: world.sandbox, aws, traffic: [], complaints: [] }, 1, {
    deploymentGroupName: 'shop-preprod',
    autoScalingGroups: ['shop-idle'],
    onPremisesInstanceTagFilters: [{ Key: 'fleet', Value: 'shop', Type: 'KEY_AND_VALUE' }],
  })
  const id = await deployTheirs(
    { sandbox: world.sandbox, aws, traffic: [], complaints: [] },
    revisionFiles('one', {}),
    { deploymentGroupName: 'shop-preprod' },
  )
  await until(
    async () => (await deploymentOf(aws, id)).status,
    (status) => status === 'Succeeded',
  )
  const environment = resolveEnvironment(unguarded(CONFIG), 'preprod', 'eu-west-1')
  const ports = await roles.job()
  const access = { region: 'eu-west-1', role: arnOf('plan'), session: 'test' }
  const { values } = await readPlaceState({ ports, environment, access, sure: true })
  const serving = Object.fromEntries(Object.entries(values).filter(([path]) => path.startsWith('serving/')))
  const one = expect.stringMatching(/^lt-[0-9a-f]+:1$/)
  expect(serving).toEqual({
    'serving/alias/shop-orders/live/code': expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    'serving/alias/shop-orders/live/version': '1',
    'serving/deployment-group/shop/shop-preprod/revisions': expect.stringMatching(/^s3:\/\/revisions\//),
    'serving/scaling-group/shop-fleet/instances': one,
    'serving/scaling-group/shop-fleet/template': one,
    'serving/scaling-group/shop-idle/instances': 'none',
    'serving/scaling-group/shop-idle/template': one,
    'serving/service/shop/web/images': expect.stringMatching(/^web:1 web sha256:[0-9a-f]{64}$/),
    'serving/service/shop/web/task-definition': 'arn:aws:ecs:eu-west-1:111111111111:task-definition/web:1',
    'serving/stage/stack/web/Prod/deployment': expect.any(String),
  })
  expect(roles.refused).toEqual([])
  expect(actionsOf('serving').filter((action) => !roles.used('plan').includes(action))).toEqual([])
})
