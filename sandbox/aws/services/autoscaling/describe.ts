import type * as sdk from '@aws-sdk/client-auto-scaling'
import type { Hosts } from '../../hosts/hosts.ts'
import type { Member, ScalingGroup } from './groups.ts'

const COOLDOWN_SECONDS = 300

/** An instance that was terminated outside of the group is not listed. */
const membersOf = (group: ScalingGroup, hosts: Hosts): Member[] =>
  [...group.instances.values()].filter(({ id }) => hosts.find(group.home, id) !== undefined)

/** A group as DescribeAutoScalingGroups returns it. */
export function describeGroup(group: ScalingGroup, hosts: Hosts): sdk.AutoScalingGroup {
  const { settings } = group
  return {
    DefaultCooldown: COOLDOWN_SECONDS,
    AvailabilityZones: [`${group.home.region}a`],
    LoadBalancerNames: [],
    TargetGroupARNs: [],
    HealthCheckType: 'EC2',
    HealthCheckGracePeriod: 0,
    TerminationPolicies: ['Default'],
    NewInstancesProtectedFromScaleIn: false,
    ServiceLinkedRoleARN: `arn:aws:iam::${group.home.account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    ...settings,
    TrafficSources: (settings.TargetGroupARNs ?? []).map((arn) => ({ Identifier: arn, Type: 'elbv2' })),
    AutoScalingGroupARN: group.arn,
    DesiredCapacity: group.desired,
    CreatedTime: group.created,
    Instances: membersOf(group, hosts).map((member) => describeMember(member)),
    SuspendedProcesses: [...group.suspended].map(([ProcessName, SuspensionReason]) => ({
      ProcessName,
      SuspensionReason,
    })),
    EnabledMetrics: [],
    Tags: [...group.tags],
    ...(group.deleting && { Status: 'Delete in progress' }),
  }
}

function describeMember({ id, zone, state, health, template }: Member): sdk.Instance {
  return {
    InstanceId: id,
    AvailabilityZone: zone,
    LifecycleState: state,
    HealthStatus: health,
    ProtectedFromScaleIn: false,
    ...(template && { LaunchTemplate: template }),
  }
}

/** The instances of groups as DescribeAutoScalingInstances returns them, whose health is in capitals. */
export const describeInstances = (group: ScalingGroup, hosts: Hosts): sdk.AutoScalingInstanceDetails[] =>
  membersOf(group, hosts).map((member) => ({
    ...describeMember(member),
    InstanceId: member.id,
    AvailabilityZone: member.zone,
    LifecycleState: member.state,
    ProtectedFromScaleIn: false,
    AutoScalingGroupName: group.name,
    HealthStatus: member.health.toUpperCase(),
  }))
