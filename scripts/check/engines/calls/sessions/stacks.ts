import type { Session } from '../contract.ts'

const STACK = { StackName: 'calls-stack' }
const CHANGE_SET = { ...STACK, ChangeSetName: 'next' }

const template = (more: object = {}): string =>
  JSON.stringify({
    Description: 'calls',
    Parameters: { Size: { Type: 'String', Default: 'small', Description: 'size' } },
    Resources: {
      Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { Ref: 'Size' } } },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'calls-stack-queue' } },
      ...more,
    },
    Outputs: { Url: { Value: { Ref: 'Queue' }, Export: { Name: 'calls-url' } } },
  })

const BUS = { Bus: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'calls-stack-bus' } } }

/** CloudFormation. */
export const STACKS: Session = {
  name: 'stacks',
  calls: [
    { call: 'cloudformation:ValidateTemplate', with: { TemplateBody: template() } },
    { call: 'cloudformation:ValidateTemplate', with: { TemplateBody: '{}' }, fails: 'ValidationError' },
    { call: 'cloudformation:GetTemplateSummary', with: { TemplateBody: template() } },
    {
      call: 'cloudformation:CreateStack',
      with: {
        ...STACK,
        TemplateBody: template(),
        Parameters: [{ ParameterKey: 'Size', ParameterValue: 'large' }],
        Tags: [{ Key: 'team', Value: 'shop' }],
      },
      sets: { stack: 'StackId' },
    },
    {
      call: 'cloudformation:DescribeStacks',
      with: STACK,
      until: ['Stacks.0.StackStatus', 'CREATE_COMPLETE'],
    },
    {
      call: 'cloudformation:CreateStack',
      with: { ...STACK, TemplateBody: template() },
      fails: 'AlreadyExistsException',
    },
    { call: 'cloudformation:DescribeStacks', with: { StackName: 'calls-none' }, fails: 'ValidationError' },
    { call: 'cloudformation:ListStackResources', with: STACK },
    { call: 'cloudformation:DescribeStackResource', with: { ...STACK, LogicalResourceId: 'Queue' } },
    { call: 'cloudformation:DescribeStackResources', with: STACK },
    { call: 'cloudformation:GetTemplate', with: STACK },
    { call: 'cloudformation:ListExports' },
    {
      call: 'cloudformation:UpdateStack',
      with: {
        ...STACK,
        TemplateBody: template(),
        Parameters: [{ ParameterKey: 'Size', UsePreviousValue: true }],
        Tags: [{ Key: 'team', Value: 'shop' }],
      },
      fails: 'ValidationError',
    },
    {
      call: 'cloudformation:CreateChangeSet',
      with: {
        ...CHANGE_SET,
        TemplateBody: template(BUS),
        Parameters: [{ ParameterKey: 'Size', ParameterValue: 'medium' }],
      },
      sets: { changeSet: 'Id' },
    },
    { call: 'cloudformation:DescribeChangeSet', with: CHANGE_SET, until: ['Status', 'CREATE_COMPLETE'] },
    { call: 'cloudformation:ListChangeSets', with: STACK },
    { call: 'cloudformation:ExecuteChangeSet', with: CHANGE_SET },
    { call: 'cloudformation:DescribeStacks', with: STACK, until: ['Stacks.0.StackStatus', 'UPDATE_COMPLETE'] },
    { call: 'cloudformation:CreateChangeSet', with: { ...STACK, ChangeSetName: 'unused', TemplateBody: template() } },
    { call: 'cloudformation:DeleteChangeSet', with: { ...STACK, ChangeSetName: 'unused' } },
    { call: 'cloudformation:UpdateTerminationProtection', with: { ...STACK, EnableTerminationProtection: true } },
    { call: 'cloudformation:DeleteStack', with: STACK, fails: 'ValidationError' },
    { call: 'cloudformation:UpdateTerminationProtection', with: { ...STACK, EnableTerminationProtection: false } },
    {
      call: 'cloudformation:SetStackPolicy',
      with: {
        ...STACK,
        StackPolicyBody: '{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*"}]}',
      },
    },
    { call: 'cloudformation:GetStackPolicy', with: STACK },
    { call: 'cloudformation:DeleteStack', with: STACK },
    {
      call: 'cloudformation:DescribeStacks',
      with: { StackName: '{stack}' },
      until: ['Stacks.0.StackStatus', 'DELETE_COMPLETE'],
    },
    { call: 'cloudformation:DescribeStacks', with: STACK, fails: 'ValidationError' },
  ],
}

const APPLICATION = { applicationName: 'calls-shop' }
const GROUP = { ...APPLICATION, deploymentGroupName: 'fleet' }
const CONFIG = { deploymentConfigName: 'calls-half' }
const RACK = { instanceName: 'calls-rack' }

/** CodeDeploy: applications, groups, configurations and on-premises instances. */
export const DEPLOYMENTS: Session = {
  name: 'deployments',
  calls: [
    { call: 'codedeploy:CreateApplication', with: { ...APPLICATION, computePlatform: 'Server' } },
    { call: 'codedeploy:CreateApplication', with: APPLICATION, fails: 'ApplicationAlreadyExistsException' },
    { call: 'codedeploy:GetApplication', with: APPLICATION },
    { call: 'codedeploy:GetApplication', with: { applicationName: 'none' }, fails: 'ApplicationDoesNotExistException' },
    { call: 'codedeploy:BatchGetApplications', with: { applicationNames: ['calls-shop'] } },
    { call: 'codedeploy:ListApplications' },
    {
      call: 'codedeploy:CreateDeploymentGroup',
      with: {
        ...GROUP,
        serviceRoleArn: 'arn:aws:iam::111111111111:role/codedeploy',
        deploymentConfigName: 'CodeDeployDefault.OneAtATime',
        ec2TagFilters: [{ Key: 'fleet', Value: 'calls', Type: 'KEY_AND_VALUE' }],
      },
    },
    { call: 'codedeploy:GetDeploymentGroup', with: GROUP },
    {
      call: 'codedeploy:GetDeploymentGroup',
      with: { ...APPLICATION, deploymentGroupName: 'none' },
      fails: 'DeploymentGroupDoesNotExistException',
    },
    { call: 'codedeploy:ListDeploymentGroups', with: APPLICATION },
    { call: 'codedeploy:BatchGetDeploymentGroups', with: { ...APPLICATION, deploymentGroupNames: ['fleet'] } },
    { call: 'codedeploy:ListDeployments', with: GROUP },
    {
      call: 'codedeploy:GetDeployment',
      with: { deploymentId: 'd-AAAAAAAAA' },
      fails: 'DeploymentDoesNotExistException',
    },
    {
      call: 'codedeploy:CreateDeploymentConfig',
      with: { ...CONFIG, minimumHealthyHosts: { type: 'FLEET_PERCENT', value: 50 }, computePlatform: 'Server' },
    },
    { call: 'codedeploy:GetDeploymentConfig', with: CONFIG },
    { call: 'codedeploy:GetDeploymentConfig', with: { deploymentConfigName: 'CodeDeployDefault.AllAtOnce' } },
    { call: 'codedeploy:DeleteDeploymentConfig', with: CONFIG },
    {
      call: 'codedeploy:RegisterOnPremisesInstance',
      with: { ...RACK, iamUserArn: 'arn:aws:iam::111111111111:user/rack' },
    },
    {
      call: 'codedeploy:AddTagsToOnPremisesInstances',
      with: { instanceNames: ['calls-rack'], tags: [{ Key: 'rack', Value: 'one' }] },
    },
    { call: 'codedeploy:GetOnPremisesInstance', with: RACK },
    { call: 'codedeploy:ListOnPremisesInstances' },
    { call: 'codedeploy:DeregisterOnPremisesInstance', with: RACK },
    { call: 'codedeploy:DeleteDeploymentGroup', with: GROUP },
    { call: 'codedeploy:DeleteApplication', with: APPLICATION },
    { call: 'codedeploy:GetApplication', with: APPLICATION, fails: 'ApplicationDoesNotExistException' },
  ],
}
