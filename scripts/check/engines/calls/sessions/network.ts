import type { Call, Session } from '../contract.ts'

const STACK = { StackName: 'calls-network' }

const TEMPLATE = JSON.stringify({
  Resources: {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } },
    Subnet: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.9.0.0/24', AvailabilityZone: 'eu-west-1a' },
    },
    Other: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.9.1.0/24', AvailabilityZone: 'eu-west-1b' },
    },
    Gateway: { Type: 'AWS::EC2::InternetGateway' },
    Attachment: {
      Type: 'AWS::EC2::VPCGatewayAttachment',
      Properties: { VpcId: { Ref: 'Vpc' }, InternetGatewayId: { Ref: 'Gateway' } },
    },
    Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
    Route: {
      Type: 'AWS::EC2::Route',
      DependsOn: 'Attachment',
      Properties: {
        RouteTableId: { Ref: 'Table' },
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: { Ref: 'Gateway' },
      },
    },
    Association: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } },
    },
    Balancer: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: { Name: 'calls-web', Subnets: [{ Ref: 'Subnet' }, { Ref: 'Other' }] },
    },
    Targets: {
      Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      Properties: { Name: 'calls-web', Port: 80, Protocol: 'HTTP', VpcId: { Ref: 'Vpc' } },
    },
    Listener: {
      Type: 'AWS::ElasticLoadBalancingV2::Listener',
      Properties: {
        LoadBalancerArn: { Ref: 'Balancer' },
        Port: 80,
        Protocol: 'HTTP',
        DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }],
      },
    },
  },
})

const IDS = Object.fromEntries(
  ['Vpc', 'Subnet', 'Other', 'Gateway', 'Table', 'Balancer', 'Targets', 'Listener'].map((id) => [
    id,
    `StackResources.LogicalResourceId=${id}.PhysicalResourceId`,
  ]),
)

/** The stack that the calls read. */
const MAKE: readonly Call[] = [
  { call: 'cloudformation:CreateStack', with: { ...STACK, TemplateBody: TEMPLATE } },
  { call: 'cloudformation:DescribeStacks', with: STACK, until: ['Stacks.0.StackStatus', 'CREATE_COMPLETE'] },
  { call: 'cloudformation:DescribeStackResources', with: STACK, sets: IDS },
]

const byVpc = { Filters: [{ Name: 'vpc-id', Values: ['{Vpc}'] }] }
const GROUP = { GroupId: '{group}' }
const LAUNCH = { LaunchTemplateName: 'calls-launch' }
const permission = (FromPort: number, CidrIp: string): object => ({
  IpPermissions: [{ IpProtocol: 'tcp', FromPort, ToPort: FromPort, IpRanges: [{ CidrIp, Description: 'web' }] }],
})

/** EC2: what a stack made of networks, then security groups, launch templates and tags by calls. */
export const NETWORK: Session = {
  name: 'network',
  calls: [
    ...MAKE,
    { call: 'ec2:DescribeVpcs', with: { VpcIds: ['{Vpc}'] } },
    { call: 'ec2:DescribeVpcs', with: { VpcIds: ['vpc-00000000000000000'] }, fails: 'InvalidVpcID.NotFound' },
    { call: 'ec2:DescribeSubnets', with: { SubnetIds: ['{Subnet}'] } },
    { call: 'ec2:DescribeSubnets', with: byVpc },
    { call: 'ec2:DescribeRouteTables', with: { RouteTableIds: ['{Table}'] } },
    { call: 'ec2:DescribeNetworkAcls', with: byVpc },
    { call: 'ec2:DescribeInternetGateways', with: { InternetGatewayIds: ['{Gateway}'] } },
    {
      call: 'ec2:CreateSecurityGroup',
      with: { GroupName: 'calls-web', Description: 'web', VpcId: '{Vpc}' },
      sets: { group: 'GroupId' },
    },
    {
      call: 'ec2:CreateSecurityGroup',
      with: { GroupName: 'calls-web', Description: 'web', VpcId: '{Vpc}' },
      fails: 'InvalidGroup.Duplicate',
    },
    { call: 'ec2:AuthorizeSecurityGroupIngress', with: { ...GROUP, ...permission(80, '0.0.0.0/0') } },
    {
      call: 'ec2:AuthorizeSecurityGroupIngress',
      with: { ...GROUP, ...permission(80, '0.0.0.0/0') },
      fails: 'InvalidPermission.Duplicate',
    },
    { call: 'ec2:AuthorizeSecurityGroupEgress', with: { ...GROUP, ...permission(443, '10.0.0.0/8') } },
    { call: 'ec2:DescribeSecurityGroups', with: { GroupIds: ['{group}'] } },
    { call: 'ec2:DescribeSecurityGroupRules', with: { Filters: [{ Name: 'group-id', Values: ['{group}'] }] } },
    { call: 'ec2:RevokeSecurityGroupEgress', with: { ...GROUP, ...permission(443, '10.0.0.0/8') } },
    { call: 'ec2:RevokeSecurityGroupIngress', with: { ...GROUP, ...permission(80, '0.0.0.0/0') } },
    { call: 'ec2:DescribeSecurityGroups', with: { GroupIds: ['{group}'] } },
    { call: 'ec2:CreateTags', with: { Resources: ['{group}'], Tags: [{ Key: 'team', Value: 'shop' }] } },
    { call: 'ec2:DescribeTags', with: { Filters: [{ Name: 'resource-id', Values: ['{group}'] }] } },
    { call: 'ec2:DeleteTags', with: { Resources: ['{group}'], Tags: [{ Key: 'team' }] } },
    { call: 'ec2:DescribeTags', with: { Filters: [{ Name: 'resource-id', Values: ['{group}'] }] } },
    { call: 'ec2:DeleteSecurityGroup', with: GROUP },
    { call: 'ec2:DeleteSecurityGroup', with: GROUP, fails: 'InvalidGroup.NotFound' },
    {
      call: 'ec2:CreateLaunchTemplate',
      with: { ...LAUNCH, LaunchTemplateData: { InstanceType: 't3.micro' } },
      sets: { launch: 'LaunchTemplate.LaunchTemplateId' },
    },
    {
      call: 'ec2:CreateLaunchTemplate',
      with: { ...LAUNCH, LaunchTemplateData: { InstanceType: 't3.micro' } },
      fails: 'InvalidLaunchTemplateName.AlreadyExistsException',
    },
    {
      call: 'ec2:CreateLaunchTemplateVersion',
      with: { ...LAUNCH, SourceVersion: '1', LaunchTemplateData: { InstanceType: 't3.small' } },
    },
    { call: 'ec2:DescribeLaunchTemplateVersions', with: { ...LAUNCH, Versions: ['$Latest'] } },
    { call: 'ec2:ModifyLaunchTemplate', with: { ...LAUNCH, DefaultVersion: '2' } },
    { call: 'ec2:DescribeLaunchTemplates', with: { LaunchTemplateNames: ['calls-launch'] } },
    { call: 'ec2:DeleteLaunchTemplate', with: LAUNCH },
    { call: 'elbv2:DescribeLoadBalancers', with: { Names: ['calls-web'] } },
    { call: 'elbv2:DescribeLoadBalancers', with: { Names: ['calls-none'] }, fails: 'LoadBalancerNotFound' },
    { call: 'elbv2:DescribeLoadBalancerAttributes', with: { LoadBalancerArn: '{Balancer}' } },
    {
      call: 'elbv2:ModifyLoadBalancerAttributes',
      with: { LoadBalancerArn: '{Balancer}', Attributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '30' }] },
    },
    { call: 'elbv2:DescribeListeners', with: { LoadBalancerArn: '{Balancer}' } },
    { call: 'elbv2:DescribeRules', with: { ListenerArn: '{Listener}' } },
    { call: 'elbv2:DescribeTargetGroups', with: { TargetGroupArns: ['{Targets}'] } },
    { call: 'elbv2:DescribeTargetGroupAttributes', with: { TargetGroupArn: '{Targets}' } },
    {
      call: 'elbv2:ModifyTargetGroupAttributes',
      with: { TargetGroupArn: '{Targets}', Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '10' }] },
    },
    { call: 'elbv2:ModifyTargetGroup', with: { TargetGroupArn: '{Targets}', HealthCheckPath: '/health' } },
    { call: 'elbv2:ModifyListener', with: { ListenerArn: '{Listener}', Port: 8080 } },
    { call: 'elbv2:DescribeTargetHealth', with: { TargetGroupArn: '{Targets}' } },
    { call: 'elbv2:DescribeTags', with: { ResourceArns: ['{Targets}'] } },
    { call: 'cloudformation:DeleteStack', with: STACK },
  ],
}
