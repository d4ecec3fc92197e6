import { zipOf } from '../../deployment-story.ts'
import type { Session } from '../contract.ts'

const ASSUME = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
})
const STACK = { StackName: 'calls-compute' }
const BUCKET = { Bucket: 'calls-code' }
const TEMPLATE = JSON.stringify({
  Resources: {
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: JSON.parse(ASSUME) as object } },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'calls-orders',
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { S3Bucket: BUCKET.Bucket, S3Key: 'code.zip' },
      },
    },
  },
})
const FUNCTION = { FunctionName: 'calls-orders' }
const ALIAS = { ...FUNCTION, Name: 'live' }

/** Lambda: a function of a stack, then versions, aliases, permissions and a URL by calls. */
export const functions = async (): Promise<Session> => ({
  name: 'functions',
  calls: [
    { call: 's3:CreateBucket', with: { ...BUCKET, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } } },
    {
      call: 's3:PutObject',
      with: { ...BUCKET, Key: 'code.zip', Body: await zipOf('export const handler = async () => 1\n') },
    },
    {
      call: 'cloudformation:CreateStack',
      with: { ...STACK, TemplateBody: TEMPLATE, Capabilities: ['CAPABILITY_IAM'] },
    },
    { call: 'cloudformation:DescribeStacks', with: STACK, until: ['Stacks.0.StackStatus', 'CREATE_COMPLETE'] },
    { call: 'lambda:GetFunctionConfiguration', with: FUNCTION, until: ['State', 'Active'] },
    { call: 'lambda:GetFunction', with: FUNCTION },
    { call: 'lambda:GetFunction', with: { FunctionName: 'calls-none' }, fails: 'ResourceNotFoundException' },
    { call: 'lambda:PublishVersion', with: { ...FUNCTION, Description: 'first' } },
    { call: 'lambda:ListFunctions', with: {} },
    { call: 'lambda:ListVersionsByFunction', with: FUNCTION },
    { call: 'lambda:CreateAlias', with: { ...ALIAS, FunctionVersion: '1' } },
    { call: 'lambda:CreateAlias', with: { ...ALIAS, FunctionVersion: '1' }, fails: 'ResourceConflictException' },
    { call: 'lambda:UpdateFunctionConfiguration', with: { ...FUNCTION, Timeout: 9 } },
    { call: 'lambda:GetFunctionConfiguration', with: FUNCTION, until: ['LastUpdateStatus', 'Successful'] },
    { call: 'lambda:PublishVersion', with: FUNCTION },
    { call: 'lambda:UpdateAlias', with: { ...ALIAS, RoutingConfig: { AdditionalVersionWeights: { '2': 0.1 } } } },
    { call: 'lambda:GetAlias', with: ALIAS },
    { call: 'lambda:GetAlias', with: { ...FUNCTION, Name: 'none' }, fails: 'ResourceNotFoundException' },
    { call: 'lambda:ListAliases', with: FUNCTION },
    {
      call: 'lambda:AddPermission',
      with: { ...FUNCTION, StatementId: 'events', Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' },
    },
    { call: 'lambda:GetPolicy', with: FUNCTION },
    { call: 'lambda:RemovePermission', with: { ...FUNCTION, StatementId: 'events' } },
    { call: 'lambda:GetPolicy', with: FUNCTION, fails: 'ResourceNotFoundException' },
    { call: 'lambda:CreateFunctionUrlConfig', with: { ...FUNCTION, AuthType: 'NONE' } },
    { call: 'lambda:GetFunctionUrlConfig', with: FUNCTION },
    { call: 'lambda:DeleteFunctionUrlConfig', with: FUNCTION },
    { call: 'lambda:GetFunctionUrlConfig', with: FUNCTION, fails: 'ResourceNotFoundException' },
    { call: 'lambda:DeleteAlias', with: ALIAS },
    { call: 'lambda:DeleteFunction', with: FUNCTION },
    { call: 'lambda:GetFunction', with: FUNCTION, fails: 'ResourceNotFoundException' },
  ],
})

const CLUSTER = { cluster: 'calls' }
const SERVICE = { ...CLUSTER, service: 'calls-web' }
const definition = (image: string): object => ({
  family: 'calls-web',
  requiresCompatibilities: ['EC2'],
  containerDefinitions: [{ name: 'web', image, essential: true, memory: 128 }],
})

/** ECS: clusters, task definitions and services by calls. */
export const CONTAINERS: Session = {
  name: 'containers',
  calls: [
    { call: 'ecs:CreateCluster', with: { clusterName: 'calls' } },
    { call: 'ecs:DescribeClusters', with: { clusters: ['calls', 'calls-none'] } },
    { call: 'ecs:ListClusters' },
    { call: 'ecs:RegisterTaskDefinition', with: definition('shop:1') },
    { call: 'ecs:RegisterTaskDefinition', with: definition('shop:2') },
    { call: 'ecs:DescribeTaskDefinition', with: { taskDefinition: 'calls-web' } },
    { call: 'ecs:DescribeTaskDefinition', with: { taskDefinition: 'calls-none' }, fails: 'ClientException' },
    { call: 'ecs:ListTaskDefinitions', with: { familyPrefix: 'calls-web' } },
    {
      call: 'ecs:CreateService',
      with: { ...CLUSTER, serviceName: 'calls-web', taskDefinition: 'calls-web:1', desiredCount: 0 },
    },
    { call: 'ecs:DescribeServices', with: { ...CLUSTER, services: ['calls-web', 'calls-none'] } },
    { call: 'ecs:ListServices', with: CLUSTER },
    { call: 'ecs:UpdateService', with: { ...SERVICE, taskDefinition: 'calls-web:2' } },
    { call: 'ecs:UpdateService', with: { ...CLUSTER, service: 'calls-none' }, fails: 'ServiceNotFoundException' },
    { call: 'ecs:ListTasks', with: CLUSTER },
    {
      call: 'ecs:DescribeServices',
      with: { cluster: 'calls-nowhere', services: ['web'] },
      fails: 'ClusterNotFoundException',
    },
    { call: 'ecs:DeleteService', with: { ...SERVICE, force: true } },
    { call: 'ecs:DeregisterTaskDefinition', with: { taskDefinition: 'calls-web:1' } },
  ],
}

const GROUP = { AutoScalingGroupName: 'calls-fleet' }
const HOOK = { ...GROUP, LifecycleHookName: 'start' }

/** Auto Scaling: groups without instances. */
export const SCALING: Session = {
  name: 'scaling',
  calls: [
    {
      call: 'ec2:CreateLaunchTemplate',
      with: {
        LaunchTemplateName: 'calls-fleet',
        LaunchTemplateData: { ImageId: 'ami-12c6146b', InstanceType: 't3.micro' },
      },
    },
    {
      call: 'autoscaling:CreateAutoScalingGroup',
      with: {
        ...GROUP,
        MinSize: 0,
        MaxSize: 3,
        DesiredCapacity: 0,
        AvailabilityZones: ['eu-west-1a'],
        LaunchTemplate: { LaunchTemplateName: 'calls-fleet', Version: '$Latest' },
        Tags: [{ Key: 'team', Value: 'shop', PropagateAtLaunch: true }],
      },
    },
    {
      call: 'autoscaling:CreateAutoScalingGroup',
      with: {
        ...GROUP,
        MinSize: 0,
        MaxSize: 3,
        AvailabilityZones: ['eu-west-1a'],
        LaunchTemplate: { LaunchTemplateName: 'calls-fleet' },
      },
      fails: 'AlreadyExists',
    },
    { call: 'autoscaling:DescribeAutoScalingGroups', with: { AutoScalingGroupNames: ['calls-fleet'] } },
    { call: 'autoscaling:UpdateAutoScalingGroup', with: { ...GROUP, MaxSize: 2, DefaultCooldown: 60 } },
    { call: 'autoscaling:SetDesiredCapacity', with: { ...GROUP, DesiredCapacity: 9 }, fails: 'ValidationError' },
    {
      call: 'autoscaling:PutLifecycleHook',
      with: { ...HOOK, LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING', HeartbeatTimeout: 60 },
    },
    { call: 'autoscaling:DescribeLifecycleHooks', with: GROUP },
    { call: 'autoscaling:DeleteLifecycleHook', with: HOOK },
    { call: 'autoscaling:SuspendProcesses', with: { ...GROUP, ScalingProcesses: ['AlarmNotification'] } },
    { call: 'autoscaling:DescribeAutoScalingGroups', with: { AutoScalingGroupNames: ['calls-fleet'] } },
    { call: 'autoscaling:ResumeProcesses', with: GROUP },
    {
      call: 'autoscaling:CreateOrUpdateTags',
      with: {
        Tags: [
          {
            ResourceId: 'calls-fleet',
            ResourceType: 'auto-scaling-group',
            Key: 'stage',
            Value: 'test',
            PropagateAtLaunch: false,
          },
        ],
      },
    },
    {
      call: 'autoscaling:DeleteTags',
      with: { Tags: [{ ResourceId: 'calls-fleet', ResourceType: 'auto-scaling-group', Key: 'team' }] },
    },
    { call: 'autoscaling:DescribeAutoScalingGroups', with: { AutoScalingGroupNames: ['calls-fleet'] } },
    { call: 'autoscaling:DescribeAutoScalingInstances' },
    { call: 'autoscaling:DeleteAutoScalingGroup', with: GROUP },
    { call: 'autoscaling:DescribeAutoScalingGroups', with: { AutoScalingGroupNames: ['calls-fleet'] } },
  ],
}
