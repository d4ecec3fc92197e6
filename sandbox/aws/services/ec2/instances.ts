import type * as sdk from '@aws-sdk/client-ec2'
import { ServiceError } from '../../../contract.ts'
import type { Call, Properties, Service } from '../../../contract.ts'
import { scalingGroups } from '../autoscaling/groups.ts'
import type { Host } from '../../hosts/hosts.ts'
import { asText } from '../../names.ts'
import type { World } from '../../world.ts'
import { launchTemplates, versionOf } from './launch-templates.ts'
import { byId, filtered, given, page, tagFilters } from './requests.ts'
import { DEFAULT_VPC } from './security-groups.ts'
import { securityGroups } from './security-groups.ts'

const notFound = (id: string): ServiceError =>
  /^i-[0-9a-f]{8,17}$/.test(id)
    ? new ServiceError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`)
    : new ServiceError('InvalidInstanceID.Malformed', `Invalid id: "${id}"`)

const RUNNING = { Code: 16, Name: 'running' } as const
const NOT_APPLICABLE = { Status: 'not-applicable' } as const
const TERMINATED = { Code: 48, Name: 'terminated' } as const
const FILTERS = [
  'availability-zone',
  'image-id',
  'instance-id',
  'instance-state-code',
  'instance-state-name',
  'instance-type',
  'instance.group-id',
  'private-ip-address',
  'subnet-id',
  'vpc-id',
]

/**
 * The settings with which an instance was launched: its properties in a template, or the launch template of its group.
 */
export function settingsOf(world: World, host: Host): Properties {
  const own = world.live.all().find(({ type, physicalId }) => type === 'AWS::EC2::Instance' && physicalId === host.id)
  if (own !== undefined) return own.properties
  const group = scalingGroups(world)
    .list(host.home)
    .find(({ instances }) => instances.has(host.id))
  const launched = group?.instances.get(host.id)?.template
  const template = launchTemplates(world)
    .list(host.home)
    .find(({ id, name }) => id === launched?.LaunchTemplateId || name === launched?.LaunchTemplateName)
  if (template === undefined) return {}
  return versionOf(template, launched?.Version ?? '$Default').data
}

/**
 * Whether an instance with these settings has detailed monitoring. `Monitoring` of an instance in a template is true or
 * false; that of a launch template has `Enabled`.
 */
export function isDetailed({ Monitoring: monitoring }: Properties): boolean {
  const enabled = (monitoring as { readonly Enabled?: unknown } | undefined)?.Enabled ?? monitoring
  return String(enabled) === 'true'
}

function describeInstance(world: World, host: Host): sdk.Instance {
  const settings = settingsOf(world, host)
  const ids = [settings.SecurityGroupIds, settings.SecurityGroups].find(Array.isArray) as string[] | undefined
  const groups = (ids ?? []).map((id) => ({
    GroupId: id,
    GroupName: securityGroups(world).find(host.home, id)?.name ?? id,
  }))
  const { account, region } = host.home
  const profile = settings.IamInstanceProfile as string | { Arn?: string; Name?: string } | undefined
  const name = typeof profile === 'object' ? profile.Name : profile
  const arn =
    typeof profile === 'object' && profile.Arn !== undefined
      ? profile.Arn
      : name && `arn:aws:iam::${account}:instance-profile/${name}`
  return {
    InstanceId: host.id,
    ImageId: asText(settings.ImageId, 'ami-00000000000000000'),
    State: RUNNING,
    InstanceType: asText(settings.InstanceType, 'm1.small') as sdk._InstanceType,
    LaunchTime: host.launched,
    Placement: { AvailabilityZone: asText(settings.AvailabilityZone, `${region}a`), Tenancy: 'default' },
    PrivateIpAddress: host.address,
    PrivateDnsName: 'localhost',
    VpcId: DEFAULT_VPC,
    ...(settings.SubnetId !== undefined && { SubnetId: asText(settings.SubnetId) }),
    ...(settings.KeyName !== undefined && { KeyName: asText(settings.KeyName) }),
    ...(arn !== undefined && { IamInstanceProfile: { Arn: arn } }),
    SecurityGroups: groups,
    AmiLaunchIndex: 0,
    Architecture: 'x86_64',
    RootDeviceType: 'ebs',
    VirtualizationType: 'hvm',
    Monitoring: { State: isDetailed(settings) ? 'enabled' : 'disabled' },
    BlockDeviceMappings: [],
    Tags: host.tags.map(({ Key, Value }) => ({ Key, Value })),
  }
}

/** The description of a terminated instance: no network, no groups. */
const describeTerminated = ({ id, launched, tags }: Host): sdk.Instance => ({
  InstanceId: id,
  State: TERMINATED,
  LaunchTime: launched,
  StateReason: {
    Code: 'Client.UserInitiatedShutdown',
    Message: 'Client.UserInitiatedShutdown: User initiated shutdown',
  },
  SecurityGroups: [],
  BlockDeviceMappings: [],
  Tags: tags.map(({ Key, Value }) => ({ Key, Value })),
})

/** Instances, which are the hosts of the sandbox: they run until they are terminated. */
export function instanceOperations(world: World): Service['operations'] {
  function describe(
    input: { InstanceIds?: string[] | undefined; Filters?: sdk.Filter[] | undefined },
    call: Call,
  ): sdk.Instance[] {
    const known = [
      ...world.hosts.list(call).map((host) => describeInstance(world, host)),
      ...world.hosts.terminated(call).map(describeTerminated),
    ]
    return filtered(
      byId(known, input.InstanceIds, ({ InstanceId = '' }) => InstanceId, notFound),
      input.Filters,
      (each) => ({
        ...tagFilters((each.Tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }))),
        'availability-zone': [each.Placement?.AvailabilityZone],
        'image-id': [each.ImageId],
        'instance-id': [each.InstanceId],
        'instance-state-code': [String(each.State?.Code)],
        'instance-state-name': [each.State?.Name],
        'instance-type': [each.InstanceType],
        'instance.group-id': (each.SecurityGroups ?? []).map(({ GroupId }) => GroupId),
        'private-ip-address': [each.PrivateIpAddress],
        'subnet-id': [each.SubnetId],
        'vpc-id': [each.VpcId],
      }),
      FILTERS,
    )
  }

  return {
    DescribeInstances(input: sdk.DescribeInstancesCommandInput, call) {
      const ids = given(input.InstanceIds) ? 'instancesSet' : undefined
      const { items, more } = page(describe(input, call), input, { ids })
      return {
        Reservations: items.map((instance) => ({
          ReservationId: instance.InstanceId?.replace('i-', 'r-'),
          OwnerId: call.account,
          Groups: [],
          Instances: [instance],
        })),
        ...more,
      }
    },
    DescribeInstanceStatus(input: sdk.DescribeInstanceStatusCommandInput, call) {
      const ids = given(input.InstanceIds) ? 'instancesSet' : undefined
      const all = describe(input, call)
      const shown = input.IncludeAllInstances === true ? all : all.filter(({ State }) => State === RUNNING)
      const { items, more } = page(shown, input, { ids })
      const status = { Status: 'ok', Details: [{ Name: 'reachability', Status: 'passed' }] }
      return {
        InstanceStatuses: items.map((instance) => ({
          InstanceId: instance.InstanceId,
          AvailabilityZone: instance.Placement?.AvailabilityZone,
          InstanceState: instance.State,
          InstanceStatus: instance.State === RUNNING ? status : NOT_APPLICABLE,
          SystemStatus: instance.State === RUNNING ? status : NOT_APPLICABLE,
        })),
        ...more,
      }
    },
    async TerminateInstances(input: sdk.TerminateInstancesCommandInput, call) {
      const hosts = byId(world.hosts.list(call), input.InstanceIds, ({ id }) => id, notFound)
      for (const { id } of hosts) await world.hosts.terminate(call, id)
      const CurrentState = { Code: 32, Name: 'shutting-down' }
      return { TerminatingInstances: hosts.map(({ id }) => ({ InstanceId: id, CurrentState, PreviousState: RUNNING })) }
    },
  }
}
