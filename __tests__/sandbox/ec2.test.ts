import {
  CreateStackCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  DescribeStackDriftDetectionStatusCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateLaunchTemplateVersionCommand,
  CreateTagsCommand,
  DescribeInstancesCommand,
  DescribeInstanceStatusCommand,
  DescribeKeyPairsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVpcsCommand,
  EC2Client,
  ModifyLaunchTemplateCommand,
  RevokeSecurityGroupIngressCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { troubleRule } from '../../sandbox/aws/wire/trouble.ts'
import { errorOf, openSandbox, PREPROD, until } from './world.ts'
import type { Opened } from './world.ts'

const web = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0', Description: 'the public' }
const template = (instanceType: string) => ({
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' } },
    Web: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { GroupName: 'web', GroupDescription: 'web servers', SecurityGroupIngress: [web] },
    },
    Data: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupName: 'data', GroupDescription: 'databases' } },
    FromWeb: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        GroupId: { 'Fn::GetAtt': ['Data', 'GroupId'] },
        IpProtocol: 'tcp',
        FromPort: 5432,
        ToPort: 5432,
        SourceSecurityGroupId: { 'Fn::GetAtt': ['Web', 'GroupId'] },
      },
    },
    Template: {
      Type: 'AWS::EC2::LaunchTemplate',
      Properties: { LaunchTemplateName: 'web', LaunchTemplateData: { ImageId: 'ami-1', InstanceType: instanceType } },
    },
    Host: {
      Type: 'AWS::EC2::Instance',
      Properties: {
        InstanceType: 't3.micro',
        SecurityGroupIds: [{ Ref: 'Web' }],
        Tags: [{ Key: 'Name', Value: 'host' }],
      },
    },
  },
})

let opened: Opened
let ec2: EC2Client
let ids: Record<string, string>

async function settle(status: string): Promise<void> {
  await until(
    () => opened.aws.cloudformation.send(new DescribeStacksCommand({ StackName: 'net' })),
    ({ Stacks }) => Stacks?.[0]?.StackStatus === status,
  )
}

const THROTTLE = troubleRule.parse({ on: '*', do: 'throttle', times: 1 })

/** May read everything, and change one security group. */
const limited = {
  account: PREPROD.account,
  name: 'limited',
  accessKeyId: 'AKIALIMITED0000000',
  secretAccessKey: 'limited-limited-limited',
}

beforeAll(async () => {
  opened = await openSandbox({
    users: [
      {
        ...limited,
        policy: {
          Statement: [
            { Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' },
            {
              Effect: 'Allow',
              Action: 'ec2:RevokeSecurityGroupIngress',
              Resource: 'arn:aws:ec2:*:*:security-group/sg-1*',
            },
          ],
        },
      },
    ],
  })
  ec2 = new EC2Client({
    endpoint: opened.sandbox.awsUrl,
    region: PREPROD.region,
    credentials: { accessKeyId: PREPROD.account, secretAccessKey: 'x' },
    maxAttempts: 1,
  })
  const { cloudformation } = opened.aws
  const TemplateBody = JSON.stringify(template('t3.micro'))
  await cloudformation.send(new CreateStackCommand({ StackName: 'net', TemplateBody }))
  await settle('CREATE_COMPLETE')
  const { StackResources = [] } = await cloudformation.send(new DescribeStackResourcesCommand({ StackName: 'net' }))
  ids = Object.fromEntries(StackResources.map((each) => [each.LogicalResourceId, each.PhysicalResourceId!]))
})
afterAll(async () => {
  expect(opened.complaints).toEqual([])
  await opened.sandbox.close()
})

const codeOf = async (call: Promise<unknown>): Promise<string> => (await errorOf(call)).name

/** The drift of a security group: IN_SYNC, or the paths that differ. */
async function driftOf(logicalId: string): Promise<unknown> {
  const { cloudformation } = opened.aws
  const { StackDriftDetectionId: id } = await cloudformation.send(new DetectStackDriftCommand({ StackName: 'net' }))
  await until(
    () => cloudformation.send(new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId: id })),
    ({ DetectionStatus }) => DetectionStatus === 'DETECTION_COMPLETE',
  )
  const { StackResourceDrifts = [] } = await cloudformation.send(
    new DescribeStackResourceDriftsCommand({ StackName: 'net' }),
  )
  const found = StackResourceDrifts.find((each) => each.LogicalResourceId === logicalId)
  return found?.StackResourceDriftStatus === 'IN_SYNC'
    ? 'IN_SYNC'
    : found?.PropertyDifferences?.map((each) => each.PropertyPath)
}

describe('security groups', () => {
  test('have the rules of their template, and allow all egress', async () => {
    const { SecurityGroups: [group] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [ids.Web!] }))
    expect(group).toMatchObject({
      GroupName: 'web',
      Description: 'web servers',
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'the public' }],
        },
      ],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    })
    expect(group?.IpPermissionsEgress?.[0]?.FromPort).toBeUndefined()
    const { SecurityGroupRules: rules } = await ec2.send(
      new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [ids.Data!] }] }),
    )
    expect(rules).toEqual([
      expect.objectContaining({ IsEgress: true, IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv4: '0.0.0.0/0' }),
      expect.objectContaining({
        IsEgress: false,
        FromPort: 5432,
        ReferencedGroupInfo: { GroupId: ids.Web, UserId: PREPROD.account },
      }),
    ])
  })

  test('are found by filters and in pages, and must exist', async () => {
    const names = async (Name: string, ...Values: string[]) =>
      (await ec2.send(new DescribeSecurityGroupsCommand({ Filters: [{ Name, Values }] }))).SecurityGroups?.map(
        ({ GroupName }) => GroupName,
      )
    expect(await names('group-name', 'w*')).toEqual(['web'])
    expect(await names('ip-permission.group-id', ids.Web!)).toEqual(['data'])
    expect(await codeOf(names('colour', 'red'))).toBe('InvalidParameterValue')
    const describeGroups = (input: object) => codeOf(ec2.send(new DescribeSecurityGroupsCommand(input)))
    expect(await describeGroups({ GroupIds: ['sg-0123456789abcdef0'] })).toBe('InvalidGroup.NotFound')
    expect(await describeGroups({ GroupIds: ['x'] })).toBe('InvalidGroupId.Malformed')
    expect(await describeGroups({ MaxResults: 4 })).toBe('InvalidParameterValue')
    expect(await describeGroups({ MaxResults: 5, GroupIds: [ids.Web!] })).toBe('InvalidParameterCombination')
    expect(await describeGroups({ DryRun: true })).toBe('DryRunOperation')
  })

  test('are changed by calls, which is drift', async () => {
    expect(await driftOf('Web')).toBe('IN_SYNC')
    expect(await driftOf('Data')).toBe('IN_SYNC')
    const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }
    const input = { GroupId: ids.Web, IpPermissions: [ssh] }
    const { SecurityGroupRules: [rule] = [] } = await ec2.send(new AuthorizeSecurityGroupIngressCommand(input))
    expect(rule?.SecurityGroupRuleId).toMatch(/^sgr-/)
    expect(await codeOf(ec2.send(new AuthorizeSecurityGroupIngressCommand(input)))).toBe('InvalidPermission.Duplicate')
    expect(await driftOf('Web')).toEqual(['/SecurityGroupIngress/1'])
    await ec2.send(
      new RevokeSecurityGroupIngressCommand({ GroupId: ids.Web, SecurityGroupRuleIds: [rule!.SecurityGroupRuleId!] }),
    )
    expect(await codeOf(ec2.send(new RevokeSecurityGroupIngressCommand(input)))).toBe('InvalidPermission.NotFound')
    expect(await driftOf('Web')).toBe('IN_SYNC')
  })
})

test('changes need permission for their resource', async () => {
  const client = new EC2Client({
    endpoint: opened.sandbox.awsUrl,
    region: PREPROD.region,
    credentials: limited,
    maxAttempts: 1,
  })
  expect((await client.send(new DescribeSecurityGroupsCommand({ GroupIds: [ids.Web!] }))).SecurityGroups).toHaveLength(
    1,
  )
  const revoke = (GroupId: string) =>
    errorOf(client.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpProtocol: 'tcp', CidrIp: '10.0.0.0/8' })))
  expect(await revoke('sg-100000')).toMatchObject({ name: 'InvalidGroup.NotFound' })
  expect(await revoke('sg-200000')).toMatchObject({
    name: 'UnauthorizedOperation',
    message: expect.stringContaining(
      'ec2:RevokeSecurityGroupIngress on resource: arn:aws:ec2:eu-west-1:111111111111:security-group/sg-200000',
    ),
  })
  client.destroy()
})

test('throttling has a code of its own', async () => {
  opened.sandbox.aws.trouble.add({ ...THROTTLE, on: 'ec2:DescribeVpcs' })
  expect(await errorOf(ec2.send(new DescribeVpcsCommand({})))).toMatchObject({ name: 'RequestLimitExceeded' })
})

describe('launch templates', () => {
  const versions = async (input: object) =>
    (await ec2.send(new DescribeLaunchTemplateVersionsCommand(input))).LaunchTemplateVersions

  test('get a version from each update, and keep their default', async () => {
    await opened.aws.cloudformation.send(
      new UpdateStackCommand({ StackName: 'net', TemplateBody: JSON.stringify(template('t3.large')) }),
    )
    await settle('UPDATE_COMPLETE')
    const { LaunchTemplates } = await ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: ['web'] }))
    expect(LaunchTemplates).toMatchObject([{ DefaultVersionNumber: 1, LatestVersionNumber: 2 }])
    const { LaunchTemplateVersion: third } = await ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: ids.Template,
        SourceVersion: '2',
        LaunchTemplateData: { ImageId: 'ami-2' },
      }),
    )
    expect(third).toMatchObject({
      VersionNumber: 3,
      LaunchTemplateData: { ImageId: 'ami-2', InstanceType: 't3.large' },
    })
    const all = await versions({ LaunchTemplateId: ids.Template })
    expect(all?.map(({ VersionNumber, DefaultVersion }) => [VersionNumber, DefaultVersion])).toEqual([
      [3, false],
      [2, false],
      [1, true],
    ])
    await ec2.send(new ModifyLaunchTemplateCommand({ LaunchTemplateId: ids.Template, DefaultVersion: '3' }))
    expect(await versions({ LaunchTemplateName: 'web', Versions: ['$Default'] })).toMatchObject([{ VersionNumber: 3 }])
    expect(await versions({ Versions: ['$Latest'] })).toMatchObject([{ VersionNumber: 3 }])
  })

  test('must exist', async () => {
    const LaunchTemplateId = 'lt-0123456789abcdef0'
    expect(await codeOf(versions({ LaunchTemplateId }))).toBe('InvalidLaunchTemplateId.NotFound')
    expect(await codeOf(versions({ LaunchTemplateName: 'x' }))).toBe('InvalidLaunchTemplateName.NotFoundException')
    expect(await codeOf(versions({ LaunchTemplateName: 'web', Versions: ['9'] }))).toBe(
      'InvalidLaunchTemplateId.VersionNotFound',
    )
  })
})

describe('instances and networks', () => {
  test('are described as templates made them', async () => {
    const { Reservations: [reservation] = [] } = await ec2.send(
      new DescribeInstancesCommand({
        Filters: [
          { Name: 'tag:Name', Values: ['ho*'] },
          { Name: 'instance-state-name', Values: ['pending', 'running'] },
        ],
      }),
    )
    expect(reservation?.Instances).toMatchObject([
      {
        InstanceId: ids.Host,
        InstanceType: 't3.micro',
        State: { Code: 16, Name: 'running' },
        SecurityGroups: [{ GroupId: ids.Web, GroupName: 'web' }],
      },
    ])
    const unknown = new DescribeInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] })
    expect(await codeOf(ec2.send(unknown))).toBe('InvalidInstanceID.NotFound')
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [ids.Vpc!] }))
    expect(Vpcs).toMatchObject([{ CidrBlock: '10.0.0.0/16', State: 'available' }])
    const { Subnets } = await ec2.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [ids.Vpc!] }] }),
    )
    expect(Subnets).toMatchObject([{ SubnetId: ids.Subnet, CidrBlock: '10.0.1.0/24' }])
    expect((await ec2.send(new DescribeKeyPairsCommand({}))).KeyPairs).toEqual([])
  })

  test('have tags that calls change', async () => {
    await ec2.send(new CreateTagsCommand({ Resources: [ids.Host!, ids.Web!], Tags: [{ Key: 'team', Value: 'shop' }] }))
    const { Tags } = await ec2.send(new DescribeTagsCommand({ Filters: [{ Name: 'key', Values: ['team'] }] }))
    expect(Tags?.map(({ ResourceType }) => ResourceType)).toEqual(['instance', 'security-group'])
    const reserved = new CreateTagsCommand({ Resources: [ids.Host!], Tags: [{ Key: 'aws:x', Value: 'y' }] })
    expect(await codeOf(ec2.send(reserved))).toBe('InvalidParameterValue')
  })

  test('are described as terminated afterwards, without their network', async () => {
    const { id } = await opened.sandbox.aws.hosts.launch(PREPROD, [{ Key: 'Name', Value: 'short' }], new Date())
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }))
    const { Reservations: [reservation] = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }))
    expect(reservation?.Instances).toMatchObject([{ InstanceId: id, State: { Code: 48, Name: 'terminated' } }])
    expect(reservation?.Instances?.[0]?.PrivateIpAddress).toBeUndefined()
    const Filters = [{ Name: 'instance-state-name', Values: ['running'] }]
    const { Reservations: running } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id], Filters }))
    expect(running).toEqual([])
    const status = (IncludeAllInstances: boolean) =>
      ec2.send(new DescribeInstanceStatusCommand({ InstanceIds: [id], IncludeAllInstances }))
    expect((await status(false)).InstanceStatuses).toEqual([])
    expect((await status(true)).InstanceStatuses).toMatchObject([{ InstanceState: { Name: 'terminated' } }])
  })
})
