import type { LaunchTemplateSpecification } from '@aws-sdk/client-auto-scaling'
import type { StateReads } from '../aws/clients/state-reads.ts'
import { ActionError } from '../support/errors.ts'
import type { ServedByScalingGroup } from './contract.ts'

type Calls = Pick<StateReads, 'describeAutoScalingGroups' | 'describeLaunchTemplates'>

/** The launch template of a group, and that from which its instances were started. */
export async function readScalingGroup(
  reads: Calls,
  { name }: { readonly name: string },
): Promise<ServedByScalingGroup> {
  const { AutoScalingGroups = [] } = await reads.describeAutoScalingGroups({ AutoScalingGroupNames: [name] })
  const group = AutoScalingGroups.find((one) => one.AutoScalingGroupName === name)
  if (group === undefined) {
    throw new ActionError('aws/service', {
      message: `the Auto Scaling group ${name} does not exist`,
      subject: `scaling-group/${name}`,
      expected: 'an Auto Scaling group',
      observed: 'none',
    })
  }
  const { Instances = [], LaunchConfigurationName: launchConfiguration, MixedInstancesPolicy: mixed } = group
  const serving = Instances.filter(({ LifecycleState }) => LifecycleState === 'InService')
  const specification = group.LaunchTemplate ?? mixed?.LaunchTemplate?.LaunchTemplateSpecification
  const template = specification && (await resolved(reads, specification))
  const overrides = mixed?.LaunchTemplate?.Overrides ?? []
  const counts = Map.groupBy(serving, ({ LaunchTemplate: used, LaunchConfigurationName: configuration }) =>
    used?.LaunchTemplateId !== undefined && used.Version !== undefined
      ? `${used.LaunchTemplateId}:${used.Version}`
      : (configuration ?? 'unknown'),
  )
  return {
    kind: 'scaling-group',
    ...(template && { template }),
    ...(launchConfiguration !== undefined && { launchConfiguration }),
    inService: Object.fromEntries([...counts].map(([key, list]) => [key, list.length])),
    changing: Instances.length - serving.length,
    desired: group.DesiredCapacity ?? 0,
    isMixed: overrides.some(({ LaunchTemplateSpecification: own }) => own !== undefined),
  }
}

/** A group may name `$Latest` or `$Default`, or no version, which is the default one. */
async function resolved(
  reads: Calls,
  { LaunchTemplateId, LaunchTemplateName, Version: version = '$Default' }: LaunchTemplateSpecification,
): Promise<NonNullable<ServedByScalingGroup['template']>> {
  if (LaunchTemplateId !== undefined && /^\d+$/.test(version)) {
    return { id: LaunchTemplateId, version, resolved: version }
  }
  const named = LaunchTemplateId ?? LaunchTemplateName ?? ''
  const { LaunchTemplates = [] } = await reads.describeLaunchTemplates(
    LaunchTemplateId === undefined ? { LaunchTemplateNames: [named] } : { LaunchTemplateIds: [named] },
  )
  const found = LaunchTemplates.find((one) => [one.LaunchTemplateId, one.LaunchTemplateName].includes(named))
  const number = /^\d+$/.test(version)
    ? version
    : version === '$Latest'
      ? found?.LatestVersionNumber
      : version === '$Default'
        ? found?.DefaultVersionNumber
        : undefined
  if (found?.LaunchTemplateId === undefined || number === undefined) {
    throw new ActionError('aws/service', {
      message: `ec2:DescribeLaunchTemplates did not return the version ${version} of ${named}`,
      subject: `launch-template/${named}`,
      expected: `the number of ${version}`,
      observed: found === undefined ? 'no such template' : 'no number',
    })
  }
  return { id: found.LaunchTemplateId, version, resolved: String(number) }
}
