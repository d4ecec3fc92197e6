import { AutoScalingClient, CreateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { clientsOf, deploy, ended, makeFleet, revisionFiles } from '../../sandbox/world.ts'
import type { RoleWorld } from './roles.ts'

/** What serves, of each kind that docs/iam/serving.json lets precheck read. */

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

/** The stack and the deployment of the configuration. */
export const SERVED = `stacks: [{ id: web, name: "shop-{environment}", template: web.yml }]
deployments:
  - { id: app, platform: server, application: shop, group: shop-preprod, revision: { directory: app, bucket: shop-store } }
`

export const SERVING: ScenarioInput = {
  pace: 1_000,
  network: [{ account: '111111111111', region: 'eu-west-1', vpc: 'vpc-12345678', images: ['ami-12345678'] }],
  repositories: [
    { name: 'shop', account: '111111111111', region: 'eu-west-1', images: [{ tag: '2', content: 'two' }] },
  ],
}

/** Deploys the stack, and a revision to a group of an instance on premises and an empty scaling group. */
export async function deployServing({ world }: RoleWorld): Promise<void> {
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
