import {
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkInsightsPathCommand,
  DeleteNetworkInsightsAnalysisCommand,
  DeleteNetworkInsightsPathCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInsightsAnalysesCommand,
  DescribeNetworkInsightsPathsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
  StartNetworkInsightsAnalysisCommand,
} from '@aws-sdk/client-ec2'
import type { CreateNetworkInsightsPathCommandInput, NetworkInsightsAnalysis } from '@aws-sdk/client-ec2'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { errorOf, openSandbox, PREPROD, until } from './world.ts'
import type { Opened } from './world.ts'

const ref = (Ref: string) => ({ Ref })
const resource = (type: string, Properties: object = {}) => ({ Type: `AWS::${type}`, Properties })
const subnet = (vpc: string, cidr: string, more: object = {}) =>
  resource('EC2::Subnet', { VpcId: ref(vpc), CidrBlock: cidr, ...more })
const group = (GroupDescription: string, SecurityGroupIngress: object[], more: object = {}) =>
  resource('EC2::SecurityGroup', { VpcId: ref('Vpc'), GroupDescription, SecurityGroupIngress, ...more })
const tcp = (port: number, peer: object) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...peer })
const anywhere = { CidrIp: '0.0.0.0/0' }
const table = (name: string, vpc: string, subnetName: string, routes: Readonly<Record<string, object>>) => ({
  [name]: resource('EC2::RouteTable', { VpcId: ref(vpc) }),
  [`${name}Of`]: resource('EC2::SubnetRouteTableAssociation', { RouteTableId: ref(name), SubnetId: ref(subnetName) }),
  ...Object.fromEntries(
    Object.entries(routes).map(([route, more]) => [
      route,
      resource('EC2::Route', { RouteTableId: ref(name), ...more }),
    ]),
  ),
})
const instance = (subnetName: string, groups: string[]) =>
  resource('EC2::Instance', { SubnetId: ref(subnetName), SecurityGroupIds: groups.map(ref) })

const TEMPLATE = {
  Resources: {
    Vpc: resource('EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
    Gateway: resource('EC2::InternetGateway'),
    Attachment: resource('EC2::VPCGatewayAttachment', { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') }),
    Public: subnet('Vpc', '10.0.1.0/24', { MapPublicIpOnLaunch: true }),
    Private: subnet('Vpc', '10.0.2.0/24'),
    ...table('PublicRoutes', 'Vpc', 'Public', {
      Outward: { DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Gateway') },
    }),
    Nat: resource('EC2::NatGateway', { SubnetId: ref('Public') }),
    ...table('PrivateRoutes', 'Vpc', 'Private', {
      ByNat: { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') },
    }),
    Web: group('web servers', [tcp(443, anywhere)]),
    Data: group('databases', [tcp(5432, { SourceSecurityGroupId: { 'Fn::GetAtt': ['Web', 'GroupId'] } })]),
    Front: group('load balancer', [tcp(443, anywhere)]),
    App: group('application', [tcp(8080, { SourceSecurityGroupId: { 'Fn::GetAtt': ['Front', 'GroupId'] } })]),
    WebHost: instance('Public', ['Web']),
    DataHost: instance('Private', ['Data']),
    AppHost: instance('Private', ['App']),
    Balancer: resource('ElasticLoadBalancingV2::LoadBalancer', {
      Name: 'front',
      Subnets: [ref('Public')],
      SecurityGroups: [ref('Front')],
    }),
    Targets: resource('ElasticLoadBalancingV2::TargetGroup', {
      Name: 'app',
      Port: 8080,
      Targets: [{ Id: ref('AppHost') }],
    }),
    Listener: resource('ElasticLoadBalancingV2::Listener', {
      LoadBalancerArn: ref('Balancer'),
      Port: 443,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Targets') }],
    }),
    Guarded: subnet('Vpc', '10.0.3.0/24'),
    Acl: resource('EC2::NetworkAcl', { VpcId: ref('Vpc') }),
    AclOf: resource('EC2::SubnetNetworkAclAssociation', { NetworkAclId: ref('Acl'), SubnetId: ref('Guarded') }),
    AclIn: resource('EC2::NetworkAclEntry', {
      NetworkAclId: ref('Acl'),
      RuleNumber: 100,
      Protocol: 6,
      RuleAction: 'allow',
      Egress: false,
      CidrBlock: '10.0.0.0/16',
      PortRange: { From: 0, To: 65_535 },
    }),
    AclOut: resource('EC2::NetworkAclEntry', {
      NetworkAclId: ref('Acl'),
      RuleNumber: 100,
      Protocol: 6,
      RuleAction: 'allow',
      Egress: true,
      CidrBlock: '10.0.0.0/16',
      PortRange: { From: 443, To: 443 },
    }),
    AclIn6: resource('EC2::NetworkAclEntry', {
      NetworkAclId: ref('Acl'),
      RuleNumber: 110,
      Protocol: 6,
      RuleAction: 'allow',
      Egress: false,
      Ipv6CidrBlock: '2001:db8::/32',
      PortRange: { From: 443, To: 443 },
    }),
    Egress6: resource('EC2::EgressOnlyInternetGateway', { VpcId: ref('Vpc') }),
    ByEgress6: resource('EC2::Route', {
      RouteTableId: ref('PrivateRoutes'),
      DestinationIpv6CidrBlock: '::/0',
      EgressOnlyInternetGatewayId: ref('Egress6'),
    }),
    GuardedHost: instance('Guarded', ['Web']),
    Other: resource('EC2::VPC', { CidrBlock: '10.9.0.0/16' }),
    OtherSubnet: subnet('Other', '10.9.1.0/24'),
    OtherGroup: group('elsewhere', [tcp(443, { CidrIp: '10.0.0.0/16' })], { VpcId: ref('Other') }),
    OtherHost: instance('OtherSubnet', ['OtherGroup']),
    Third: resource('EC2::VPC', { CidrBlock: '10.8.0.0/16' }),
    ThirdSubnet: subnet('Third', '10.8.1.0/24'),
    ThirdHost: instance('ThirdSubnet', []),
    Peering: resource('EC2::VPCPeeringConnection', { VpcId: ref('Vpc'), PeerVpcId: ref('Other') }),
    ToOther: resource('EC2::Route', {
      RouteTableId: ref('PublicRoutes'),
      DestinationCidrBlock: '10.9.0.0/16',
      VpcPeeringConnectionId: ref('Peering'),
    }),
    ...table('OtherRoutes', 'Other', 'OtherSubnet', {}),
    Function: resource('Lambda::Function', {
      FunctionName: 'inside',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::111111111111:role/inside',
      Code: { ZipFile: 'exports.handler = async () => 1' },
      VpcConfig: { SubnetIds: [ref('Private')], SecurityGroupIds: [ref('Data')] },
    }),
  },
}

const statement = (...Action: string[]) => ({ Effect: 'Allow' as const, Action, Resource: '*' })
const ALL = ['ec2:*', 'elasticloadbalancing:*']
const users = [
  { name: 'without', policy: { Statement: [statement(...ALL)] } },
  { name: 'unread', policy: { Statement: [statement('ec2:*', 'tiros:*')] } },
  { name: 'unexplained', policy: { Statement: [statement(...ALL, 'tiros:CreateQuery', 'tiros:GetQueryAnswer')] } },
].map((user, index) => ({
  ...user,
  account: PREPROD.account,
  accessKeyId: `AKIAUSER${index}000000000`,
  secretAccessKey: 'secret-secret-secret',
}))

let opened: Opened
let ids: Record<string, string>
const clientOf = (accessKeyId: string): EC2Client =>
  new EC2Client({
    endpoint: opened.sandbox.awsUrl,
    region: PREPROD.region,
    credentials: { accessKeyId, secretAccessKey: 'secret-secret-secret' },
    maxAttempts: 1,
  })
let ec2: EC2Client

beforeAll(async () => {
  opened = await openSandbox({ users })
  ec2 = clientOf(PREPROD.account)
  const { cloudformation } = opened.aws
  const StackName = 'net'
  await cloudformation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(TEMPLATE) }))
  const { Stacks } = await until(
    () => cloudformation.send(new DescribeStacksCommand({ StackName })),
    ({ Stacks: found }) => found?.[0]?.StackStatus?.endsWith('_IN_PROGRESS') === false,
  )
  const { StackEvents = [] } = await cloudformation.send(new DescribeStackEventsCommand({ StackName }))
  expect(StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')).toEqual([])
  expect(Stacks).toMatchObject([{ StackStatus: 'CREATE_COMPLETE' }])
  const { StackResources = [] } = await cloudformation.send(new DescribeStackResourcesCommand({ StackName }))
  ids = Object.fromEntries(StackResources.map((each) => [each.LogicalResourceId, each.PhysicalResourceId!]))
})
afterAll(async () => {
  expect(opened.complaints).toEqual([])
  await opened.sandbox.close()
})

type Given = Partial<CreateNetworkInsightsPathCommandInput>

async function pathOf(from: string, to: string | undefined, more: Given, client = ec2): Promise<string> {
  const { NetworkInsightsPath: path } = await client.send(
    new CreateNetworkInsightsPathCommand({
      Source: ids[from],
      Destination: to === undefined ? undefined : ids[to],
      Protocol: 'tcp',
      ...more,
    }),
  )
  return path?.NetworkInsightsPathId ?? ''
}

/** Starts an analysis and waits for its end. */
async function analysisOf(path: string, client = ec2, more: object = {}): Promise<NetworkInsightsAnalysis> {
  const { NetworkInsightsAnalysis: started } = await client.send(
    new StartNetworkInsightsAnalysisCommand({ NetworkInsightsPathId: path, ...more }),
  )
  const id = started?.NetworkInsightsAnalysisId ?? ''
  expect(started).toMatchObject({ Status: 'running', NetworkInsightsPathId: path })
  const { NetworkInsightsAnalyses: [ended] = [] } = await until(
    () => ec2.send(new DescribeNetworkInsightsAnalysesCommand({ NetworkInsightsAnalysisIds: [id] })),
    ({ NetworkInsightsAnalyses: all }) => all?.[0]?.Status !== 'running',
  )
  return ended!
}

async function analyze(from: string, to: string | undefined, more: Given = {}): Promise<NetworkInsightsAnalysis> {
  return analysisOf(await pathOf(from, to, more))
}

const codes = ({ Explanations: all = [] }: NetworkInsightsAnalysis): string[] =>
  all.map(({ ExplanationCode: code = '' }) => code)
/** The kinds of the components of a path: `eni`, `sg`, … */
const kinds = ({ ForwardPathComponents: all = [] }: NetworkInsightsAnalysis): string[] =>
  all.map(({ Component: each }) =>
    each?.Id?.startsWith('arn:') ? each.Id.split(/[:/]/)[5]! : each!.Id!.split('-')[0]!,
  )

describe('within a VPC', () => {
  test('a rule for the group of the source allows the traffic', async () => {
    const ended = await analyze('WebHost', 'DataHost', { DestinationPort: 5432 })
    expect(ended).toMatchObject({ Status: 'succeeded', NetworkPathFound: true })
    expect(kinds(ended)).toEqual(['i', 'eni', 'sg', 'acl', 'rtb', 'acl', 'sg', 'eni', 'i'])
    expect(ended.ForwardPathComponents?.[6]).toMatchObject({
      SequenceNumber: 7,
      Component: { Id: ids.Data, Arn: `arn:aws:ec2:eu-west-1:111111111111:security-group/${ids.Data}` },
      SecurityGroupRule: { Direction: 'ingress', Protocol: 'tcp', PortRange: { From: 5432, To: 5432 } },
    })
    expect(ended.ReturnPathComponents?.[0]?.Component?.Id).toBe(ids.DataHost)
  })

  test('another port is explained by the security group of the destination', async () => {
    const ended = await analyze('WebHost', 'DataHost', { DestinationPort: 5433 })
    expect(ended).toMatchObject({ Status: 'succeeded', NetworkPathFound: false })
    expect(ended.Explanations).toMatchObject([
      {
        ExplanationCode: 'ENI_SG_RULES_MISMATCH',
        Direction: 'ingress',
        SecurityGroups: [{ Id: ids.Data }],
        Subnet: { Id: ids.Private },
        Vpc: { Id: ids.Vpc },
      },
    ])
    expect(ended.ForwardPathComponents ?? []).toEqual([])
  })

  test('without a port, any port is enough', async () => {
    expect(await analyze('WebHost', 'DataHost')).toMatchObject({ NetworkPathFound: true })
    expect(codes(await analyze('WebHost', 'DataHost', { Protocol: 'udp' }))).toEqual(['ENI_SG_RULES_MISMATCH'])
  })

  test('the present rules apply, whoever created them', async () => {
    const path = await pathOf('WebHost', 'DataHost', { DestinationPort: 9999 })
    const rule = { GroupId: ids.Data, IpProtocol: 'tcp', FromPort: 9999, ToPort: 9999, CidrIp: '10.0.1.0/24' }
    expect(await analysisOf(path)).toMatchObject({ NetworkPathFound: false })
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(rule))
    expect(await analysisOf(path)).toMatchObject({ NetworkPathFound: true })
    await ec2.send(new RevokeSecurityGroupIngressCommand(rule))
    expect(await analysisOf(path)).toMatchObject({ NetworkPathFound: false })
  })

  test('an ACL that does not allow responses blocks the path', async () => {
    const ended = await analyze('WebHost', 'GuardedHost', {
      FilterAtSource: {
        SourcePortRange: { FromPort: 1024, ToPort: 65_535 },
        DestinationPortRange: { FromPort: 443, ToPort: 443 },
      },
    })
    expect(ended.NetworkPathFound).toBe(false)
    expect(ended.Explanations).toMatchObject([
      {
        ExplanationCode: 'SUBNET_ACL_RESTRICTION',
        Direction: 'egress',
        Acl: { Id: ids.Acl },
        AclRule: { RuleNumber: 32_767, RuleAction: 'deny' },
        Subnet: { Id: ids.Guarded },
      },
    ])
    // A client at port 443 would get its response.
    expect(await analyze('WebHost', 'GuardedHost', { DestinationPort: 443 })).toMatchObject({ NetworkPathFound: true })
  })

  test('a filter by component excludes and requires', async () => {
    const path = await pathOf('WebHost', 'DataHost', { DestinationPort: 5432 })
    const nat = `arn:aws:ec2:eu-west-1:111111111111:natgateway/${ids.Nat}`
    expect(codes(await analysisOf(path, ec2, { FilterInArns: [nat] }))).toEqual(['COMPONENT_FILTER_RESTRICTION'])
    expect(await analysisOf(path, ec2, { FilterOutArns: [nat] })).toMatchObject({ NetworkPathFound: true })
  })
})

describe('the internet', () => {
  test('reaches an instance with a public address, a route back and a rule', async () => {
    const ended = await analyze('Gateway', 'WebHost', { DestinationPort: 443 })
    expect(ended).toMatchObject({ NetworkPathFound: true })
    expect(kinds(ended)).toEqual(['igw', 'acl', 'sg', 'eni', 'i'])
    expect(ended.ReturnPathComponents?.at(-1)?.Component?.Id).toBe(ids.Gateway)
    expect(codes(await analyze('Gateway', 'WebHost', { DestinationPort: 22 }))).toEqual(['ENI_SG_RULES_MISMATCH'])
  })

  test('does not reach a private instance', async () => {
    const ended = await analyze('Gateway', 'DataHost', { DestinationPort: 5432 })
    expect(ended.NetworkPathFound).toBe(false)
    expect(codes(ended)).toContain('IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS')
  })

  test('reaches a private target through the load balancer, on the port of its listener', async () => {
    const ended = await analyze('Gateway', 'AppHost', { DestinationPort: 443 })
    expect(ended).toMatchObject({ NetworkPathFound: true })
    const passed = ended.ForwardPathComponents?.map(({ Component: each }) => each?.Id)
    expect(passed).toContain(ids.Balancer)
    expect(passed).toContain(ids.Targets)
    expect(await analyze('Gateway', 'AppHost', { DestinationPort: 8080 })).toMatchObject({ NetworkPathFound: false })
  })

  test('is reached through a NAT gateway from a private subnet, and directly from a public one', async () => {
    const byNat = await analyze('DataHost', 'Gateway', { DestinationPort: 443 })
    expect(byNat).toMatchObject({ NetworkPathFound: true })
    expect(byNat.ForwardPathComponents?.map(({ Component: each }) => each?.Id)).toContain(ids.Nat)
    const direct = await analyze('WebHost', 'Gateway', { DestinationPort: 443 })
    expect(kinds(direct)).toEqual(['i', 'eni', 'sg', 'acl', 'rtb', 'igw'])
  })

  test('an address may be the destination', async () => {
    const to = (DestinationAddress: string) => ({
      FilterAtSource: { DestinationAddress, DestinationPortRange: { FromPort: 443, ToPort: 443 } },
    })
    expect(await analyze('WebHost', undefined, to('198.51.100.7'))).toMatchObject({ NetworkPathFound: true })
    expect(codes(await analyze('WebHost', undefined, to('192.168.7.7')))).toContain(
      'IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS',
    )
  })

  test('without the default route, the return path is missing', async () => {
    const { cloudformation } = opened.sandbox.aws
    cloudformation.tamper('net', 'Outward', { properties: null })
    try {
      const ended = await analyze('Gateway', 'WebHost', { DestinationPort: 443 })
      expect(ended.Explanations).toMatchObject([
        {
          ExplanationCode: 'NO_ROUTE_TO_DESTINATION',
          Destination: { Id: ids.Gateway },
          RouteTable: { Id: ids.PublicRoutes },
          Vpc: { Id: ids.Vpc },
        },
      ])
    } finally {
      await cloudformation
        .handler('AWS::EC2::Route')
        .create(
          { RouteTableId: ids.PublicRoutes, DestinationCidrBlock: '0.0.0.0/0', GatewayId: ids.Gateway },
          { ...PREPROD, stackName: '', stackId: '', logicalId: '' },
        )
    }
    expect(await analyze('Gateway', 'WebHost', { DestinationPort: 443 })).toMatchObject({ NetworkPathFound: true })
  })
})

test('a peered VPC needs a route on both sides, and another one is disconnected', async () => {
  const ended = await analyze('WebHost', 'OtherHost', { DestinationPort: 443 })
  expect(ended.Explanations).toMatchObject([
    {
      ExplanationCode: 'NO_ROUTE_TO_DESTINATION',
      Destination: { Id: ids.Peering },
      RouteTable: { Id: ids.OtherRoutes },
      Vpc: { Id: ids.Other },
    },
  ])
  expect((await analyze('WebHost', 'ThirdHost')).Explanations).toEqual([
    {
      ExplanationCode: 'DISCONNECTED_VPCS',
      SourceVpc: expect.objectContaining({ Id: ids.Vpc }),
      DestinationVpc: expect.objectContaining({ Id: ids.Third }),
    },
  ])
})

describe('permissions', () => {
  test.each([
    ['without', 443, 'The request failed due to insufficient Tiros permissions.'],
    ['unread', 443, 'The request failed due to insufficient permissions.'],
    ['unexplained', 22, 'The request failed due to insufficient Tiros permissions.'],
  ])('of %s: the analysis of port %d fails, and has no result for the path', async (name, port, message) => {
    const client = clientOf(users.find((user) => user.name === name)!.accessKeyId)
    const ended = await analysisOf(await pathOf('Gateway', 'WebHost', { DestinationPort: port }, client), client)
    expect(ended).toMatchObject({ Status: 'failed', StatusMessage: message, NetworkPathFound: false })
    expect(ended.Explanations ?? []).toEqual([])
  })

  test('the permission for explanations is needed for those only', async () => {
    const client = clientOf(users.find(({ name }) => name === 'unexplained')!.accessKeyId)
    const ended = await analysisOf(await pathOf('Gateway', 'WebHost', { DestinationPort: 443 }, client), client)
    expect(ended).toMatchObject({ Status: 'succeeded', NetworkPathFound: true })
  })
})

describe('paths and analyses', () => {
  const codeOf = async (call: Promise<unknown>): Promise<string> => (await errorOf(call)).name

  test('a path is deleted after its analyses', async () => {
    const path = await pathOf('WebHost', 'DataHost', {
      DestinationPort: 5432,
      TagSpecifications: [{ ResourceType: 'network-insights-path', Tags: [{ Key: 'of', Value: 'test' }] }],
    })
    const { NetworkInsightsPaths: [shown] = [] } = await ec2.send(
      new DescribeNetworkInsightsPathsCommand({ Filters: [{ Name: 'tag:of', Values: ['test'] }] }),
    )
    expect(shown).toMatchObject({
      NetworkInsightsPathId: path,
      Source: ids.WebHost,
      SourceArn: `arn:aws:ec2:eu-west-1:111111111111:instance/${ids.WebHost}`,
      Destination: ids.DataHost,
      Protocol: 'tcp',
      DestinationPort: 5432,
    })
    const { NetworkInsightsAnalysisId: id } = await analysisOf(path)
    const remove = () => ec2.send(new DeleteNetworkInsightsPathCommand({ NetworkInsightsPathId: path }))
    expect(await codeOf(remove())).toBe('AnalysisExistsForNetworkInsightsPath')
    await ec2.send(new DeleteNetworkInsightsAnalysisCommand({ NetworkInsightsAnalysisId: id }))
    expect(await remove()).toMatchObject({ NetworkInsightsPathId: path })
    expect(await codeOf(remove())).toBe('InvalidNetworkInsightsPathId.NotFound')
    const unknown = ec2.send(new DescribeNetworkInsightsAnalysesCommand({ NetworkInsightsAnalysisIds: [id!] }))
    expect(await codeOf(unknown)).toBe('InvalidNetworkInsightsAnalysisId.NotFound')
  })

  test('the same token is the same path', async () => {
    const once = await pathOf('WebHost', 'DataHost', { ClientToken: 'one', DestinationPort: 1 })
    expect(await pathOf('WebHost', 'DataHost', { ClientToken: 'one', DestinationPort: 1 })).toBe(once)
    expect(await codeOf(pathOf('WebHost', 'DataHost', { ClientToken: 'one', DestinationPort: 2 }))).toBe(
      'IdempotentParameterMismatch',
    )
  })

  test.each<[string, Given]>([
    ['NetworkInsightsSource.NotFound', { Source: 'i-0123456789abcdef0' }],
    ['NetworkInsightsDestination.NotFound', { Destination: 'eni-0123456789abcdef0' }],
    ['InvalidParameterValue', { Destination: 'subnet-0123456789abcdef0' }],
    ['InvalidParameterValue', { Source: 'tgw-0123456789abcdef0' }],
    ['MissingParameter', { Destination: undefined }],
    ['InvalidParameterCombination', { DestinationPort: 1, FilterAtSource: { SourceAddress: '10.0.0.1' } }],
    ['InvalidParameterCombination', { SourceIp: '10.0.0.1', FilterAtSource: { SourceAddress: '10.0.0.1' } }],
    ['InvalidParameterCombination', { DestinationIp: '10.0.0.1', FilterAtDestination: { SourceAddress: '10.0.0.1' } }],
  ])('%s for %j', async (code, more) => {
    expect(await codeOf(pathOf('WebHost', 'DataHost', more))).toBe(code)
  })
})

describe('network interfaces', () => {
  const described = async (name: string, value: string) =>
    (await ec2.send(new DescribeNetworkInterfacesCommand({ Filters: [{ Name: name, Values: [value] }] })))
      .NetworkInterfaces ?? []

  test('of instances, load balancers, functions and NAT gateways', async () => {
    expect(await described('group-id', ids.Data!)).toMatchObject([
      { Attachment: { InstanceId: ids.DataHost, DeviceIndex: 0 }, SubnetId: ids.Private, Status: 'in-use' },
      {
        InterfaceType: 'lambda',
        Description: expect.stringMatching(/^AWS Lambda VPC ENI-inside-/),
        RequesterManaged: true,
      },
    ])
    expect(await described('group-id', ids.Front!)).toMatchObject([
      { Description: `ELB ${ids.Balancer!.split(':loadbalancer/')[1]}`, RequesterId: 'amazon-elb', VpcId: ids.Vpc },
    ])
    expect(await described('description', `Interface for NAT Gateway ${ids.Nat}`)).toMatchObject([
      { InterfaceType: 'natGateway', Groups: [], Association: { PublicIp: expect.any(String) } },
    ])
    const [web] = await described('attachment.instance-id', ids.WebHost!)
    expect(web?.PrivateIpAddress).toMatch(/^10\.0\.1\.\d+$/)
    const unknown = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-0123456789abcdef0'] })
    expect((await errorOf(ec2.send(unknown))).name).toBe('InvalidNetworkInterfaceID.NotFound')
  })

  test('may be the ends of a path', async () => {
    const [lambda] = await described('interface-type', 'lambda')
    const [data] = await described('attachment.instance-id', ids.DataHost!)
    const path = await pathOf('WebHost', 'DataHost', {
      Source: lambda!.NetworkInterfaceId,
      Destination: `arn:aws:ec2:eu-west-1:111111111111:network-interface/${data!.NetworkInterfaceId}`,
      DestinationPort: 5432,
    })
    expect(codes(await analysisOf(path))).toEqual(['ENI_SG_RULES_MISMATCH'])
  })
})

test('route tables, ACLs and gateways are described', async () => {
  const Filters = [{ Name: 'vpc-id', Values: [ids.Vpc!] }]
  const { RouteTables: tables = [] } = await ec2.send(new DescribeRouteTablesCommand({ Filters }))
  expect(tables).toHaveLength(3)
  expect(tables.filter(({ Associations: [first] = [] }) => first?.Main === true)).toHaveLength(1)
  expect(tables.find(({ RouteTableId: id }) => id === ids.PrivateRoutes)).toMatchObject({
    Associations: [{ SubnetId: ids.Private, Main: false }],
    Routes: expect.arrayContaining([
      expect.objectContaining({ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable' }),
      expect.objectContaining({ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ids.Nat, State: 'active' }),
      expect.objectContaining({
        DestinationIpv6CidrBlock: '::/0',
        EgressOnlyInternetGatewayId: ids.Egress6,
        State: 'active',
      }),
    ]),
  })
  const { NetworkAcls: acls = [] } = await ec2.send(new DescribeNetworkAclsCommand({ Filters }))
  expect(acls.map(({ IsDefault, Entries = [] }) => [IsDefault, Entries.length])).toEqual([
    [true, 4],
    [false, 5],
  ])
  expect(acls[1]!.Entries).toContainEqual(expect.objectContaining({ RuleNumber: 110, Ipv6CidrBlock: '2001:db8::/32' }))
  expect(acls[1]!.Entries?.filter(({ CidrBlock }) => CidrBlock === '')).toEqual([])
  const own = [ids.Public!, ids.Private!]
  expect(acls[0]!.Associations?.map(({ SubnetId }) => SubnetId).toSorted()).toEqual(own.toSorted())
  expect(acls[1]!.Associations).toMatchObject([{ SubnetId: ids.Guarded }])
  const { InternetGateways: gateways = [] } = await ec2.send(new DescribeInternetGatewaysCommand())
  expect(gateways).toMatchObject([{ InternetGatewayId: ids.Gateway, Attachments: [{ VpcId: ids.Vpc }] }])
  const { NatGateways: nats = [] } = await ec2.send(new DescribeNatGatewaysCommand())
  expect(nats).toMatchObject([{ NatGatewayId: ids.Nat, SubnetId: ids.Public, VpcId: ids.Vpc, State: 'available' }])
})
