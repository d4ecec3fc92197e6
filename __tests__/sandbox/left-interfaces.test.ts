import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import {
  CreateSecurityGroupCommand,
  AuthorizeSecurityGroupIngressCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { errorOf, openSandbox, PREPROD, until } from './world.ts'
import type { Opened } from './world.ts'

/** Network interfaces that services leave behind keep their security group. */

const template = (name: string) =>
  JSON.stringify({
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' } },
      Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc' }, GroupDescription: name } },
      Orders: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          FunctionName: name,
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Role: 'arn:aws:iam::111111111111:role/orders',
          Code: { ZipFile: 'exports.handler = async () => 1' },
          VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [{ Ref: 'Group' }] },
        },
      },
    },
  })

let opened: Opened
let ec2: EC2Client
beforeAll(async () => {
  opened = await openSandbox({
    interfacesStay: [{ resource: 'kept/Orders' }, { resource: 'late/*', for: 60_000 }],
  })
  ec2 = new EC2Client({
    endpoint: opened.sandbox.awsUrl,
    region: PREPROD.region,
    credentials: { accessKeyId: PREPROD.account, secretAccessKey: 'x' },
    maxAttempts: 1,
  })
})
afterAll(async () => {
  expect(opened.complaints).toEqual([])
  await opened.sandbox.close()
})

/** The status of a stack after its operation; undefined when it is deleted. */
async function settled(StackName: string): Promise<string | undefined> {
  const { cloudformation } = opened.aws
  const { Stacks } = await until(
    () => cloudformation.send(new DescribeStacksCommand({ StackName })),
    ({ Stacks: found }) => found?.[0]?.StackStatus?.endsWith('_IN_PROGRESS') === false,
  )
  return Stacks?.[0]?.StackStatus
}

/** Creates a stack and deletes it. @returns the ID of the stack, and that of its security group */
async function made(StackName: string): Promise<{ id: string; group: string }> {
  const { cloudformation } = opened.aws
  const { StackId: id = '' } = await cloudformation.send(
    new CreateStackCommand({ StackName, TemplateBody: template(StackName) }),
  )
  expect(await settled(id)).toBe('CREATE_COMPLETE')
  const { StackResources = [] } = await cloudformation.send(new DescribeStackResourcesCommand({ StackName }))
  const group = StackResources.find(({ LogicalResourceId }) => LogicalResourceId === 'Group')?.PhysicalResourceId ?? ''
  return { id, group }
}

const interfacesOf = async (group: string) =>
  (await ec2.send(new DescribeNetworkInterfacesCommand({ Filters: [{ Name: 'group-id', Values: [group] }] })))
    .NetworkInterfaces ?? []

test('the deletion of the group fails as long as the interface of the function exists', async () => {
  const { cloudformation } = opened.aws
  const { id, group } = await made('kept')
  const [used] = await interfacesOf(group)
  const remove = () => ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: used!.NetworkInterfaceId }))
  expect((await errorOf(remove())).message).toBe(`Network interface '${used!.NetworkInterfaceId}' is currently in use.`)
  await cloudformation.send(new DeleteStackCommand({ StackName: id }))
  expect(await settled(id)).toBe('DELETE_FAILED')
  const { StackEvents = [] } = await cloudformation.send(new DescribeStackEventsCommand({ StackName: id }))
  const failed = StackEvents.filter(({ ResourceStatus, LogicalResourceId: name }) =>
    name === 'Group' ? ResourceStatus === 'DELETE_FAILED' : false,
  )
  expect(failed.map(({ ResourceStatusReason: reason }) => reason)).toEqual([
    expect.stringContaining(`resource ${group} has a dependent object (Service: Ec2, Status Code: 400)`),
  ])
  expect(await interfacesOf(group)).toMatchObject([
    { NetworkInterfaceId: used!.NetworkInterfaceId, Status: 'available', InterfaceType: 'lambda' },
  ])
  await remove()
  await cloudformation.send(new DeleteStackCommand({ StackName: id }))
  expect(await settled(id)).toBe('DELETE_COMPLETE')
})

test('the deletion waits for an interface that the service removes', async () => {
  const { cloudformation } = opened.aws
  const { id, group } = await made('late')
  await cloudformation.send(new DeleteStackCommand({ StackName: id }))
  expect(await settled(id)).toBe('DELETE_COMPLETE')
  expect(await interfacesOf(group)).toEqual([])
})

test('a group that an interface or a rule uses is not deleted by a call', async () => {
  const { group } = await made('used')
  const create = async (GroupName: string): Promise<string> =>
    (await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: GroupName }))).GroupId ?? ''
  const remove = (GroupId: string) => ec2.send(new DeleteSecurityGroupCommand({ GroupId }))
  const named = await create('named')
  const naming = await create('naming')
  const pairs = [{ GroupId: named }]
  const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, UserIdGroupPairs: pairs }]
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: naming, IpPermissions }))
  expect(await errorOf(remove(group))).toEqual({
    name: 'DependencyViolation',
    message: `resource ${group} has a dependent object`,
  })
  expect((await errorOf(remove(named))).name).toBe('DependencyViolation')
  await remove(naming)
  expect(await remove(named)).toMatchObject({ Return: true })
})
