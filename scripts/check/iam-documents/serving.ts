import { AutoScalingClient, CreateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling'
import { unguarded } from '../../../__tests__/commands/world.ts'
import { arnOf, type RoleWorld } from '../../../__tests__/docs/roles/roles.ts'
import { clientsOf, deploy, ended, makeFleet, revisionFiles } from '../../../__tests__/sandbox/world.ts'
import { resolveEnvironment } from '../../../src/config/model/environment.ts'
import { readPlaceState } from '../../../src/precheck/state/place-state.ts'
import { shownOfEach, type Story } from './contract.ts'
import { configOf } from './worlds.ts'

/** What reading what serves needs. */

const CONTAINER = '{ Name: web, Image: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop:2", Memory: 128 }'
const TEMPLATE = `
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { FunctionName: shop-orders, Runtime: nodejs22.x, Handler: index.handler, Role: "arn:aws:iam::111111111111:role/shop-fn", Code: { ZipFile: "exports.handler = () => 1" } } }
  V1: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  Live: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt V1.Version, Name: live } }
  Launch: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateName: shop-web, LaunchTemplateData: { ImageId: ami-12345678, InstanceType: t3.micro } } }
  Fleet: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { AutoScalingGroupName: shop-fleet, MinSize: "1", MaxSize: "1", AvailabilityZones: [eu-west-1a], LaunchTemplate: { LaunchTemplateId: !Ref Launch, Version: !GetAtt Launch.LatestVersionNumber } } }
  Cluster: { Type: AWS::ECS::Cluster, Properties: { ClusterName: shop } }
  Task: { Type: AWS::ECS::TaskDefinition, Properties: { Family: web, ContainerDefinitions: [${CONTAINER}] } }
  Service: { Type: AWS::ECS::Service, Properties: { ServiceName: web, Cluster: !Ref Cluster, TaskDefinition: !Ref Task, DesiredCount: 1 } }
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: shop } }
  First: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }
  Prod: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref First, StageName: prod } }
`
const CONFIG = configOf(
  'plan',
  'deploy',
  `stacks: [{ id: web, name: "shop-{environment}", template: web.yml }]
deployments:
  - { id: app, platform: server, application: shop, group: shop-preprod, revision: { directory: app, bucket: shop-store } }
`,
)

async function prepare({ world }: RoleWorld): Promise<void> {
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
  const opened = { sandbox: world.sandbox, aws: clientsOf(world.sandbox), traffic: [], complaints: [] }
  await makeFleet(opened, 1, {
    deploymentGroupName: 'shop-preprod',
    autoScalingGroups: ['shop-idle'],
    onPremisesInstanceTagFilters: [{ Key: 'fleet', Value: 'shop', Type: 'KEY_AND_VALUE' }],
  })
  await ended(opened, await deploy(opened, revisionFiles('one', {}), { deploymentGroupName: 'shop-preprod' }))
}

export const SERVING_STORIES: readonly Story[] = [
  {
    name: 'what serves is read',
    role: 'plan',
    documents: ['serving'],
    scenario: {
      pace: 1_000,
      network: [{ account: '111111111111', region: 'eu-west-1', vpc: 'vpc-12345678', images: ['ami-12345678'] }],
      repositories: [
        { name: 'shop', account: '111111111111', region: 'eu-west-1', images: [{ tag: '2', content: 'two' }] },
      ],
    },
    async play(roles) {
      await prepare(roles)
      const environment = resolveEnvironment(unguarded(CONFIG), 'preprod', 'eu-west-1')
      const ports = await roles.job()
      const access = { region: 'eu-west-1', role: arnOf('plan'), session: 'test' }
      const state = { values: {} as Readonly<Record<string, string | null>> }
      const failed = await shownOfEach([
        async () => Object.assign(state, await readPlaceState({ ports, environment, access, sure: true })),
      ])
      const lines = Object.entries(state.values).map(
        ([path, value]) => `${path} ${value === null ? 'not read' : 'read'}`,
      )
      // What was not read is null in the recorded state; the log says why.
      return { lines: [...failed.lines, ...lines], text: [failed.text, ...roles.world.log].join('\n') }
    },
  },
]
