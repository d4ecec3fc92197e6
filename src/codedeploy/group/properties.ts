import { isRecord } from '../../support/records.ts'

/** Properties of AWS::CodeDeploy::DeploymentGroup, and what GetDeploymentGroup calls them. */
export const GROUP_MEMBERS = {
  DeploymentConfigName: 'deploymentConfigName',
  DeploymentStyle: 'deploymentStyle',
  BlueGreenDeploymentConfiguration: 'blueGreenDeploymentConfiguration',
  LoadBalancerInfo: 'loadBalancerInfo',
  AlarmConfiguration: 'alarmConfiguration',
  AutoRollbackConfiguration: 'autoRollbackConfiguration',
  TriggerConfigurations: 'triggerConfigurations',
  Ec2TagFilters: 'ec2TagFilters',
  Ec2TagSet: 'ec2TagSet',
  OnPremisesInstanceTagFilters: 'onPremisesInstanceTagFilters',
  OnPremisesTagSet: 'onPremisesTagSet',
  ECSServices: 'ecsServices',
  AutoScalingGroups: 'autoScalingGroups',
  ServiceRoleArn: 'serviceRoleArn',
  OutdatedInstancesStrategy: 'outdatedInstancesStrategy',
  TerminationHookEnabled: 'terminationHookEnabled',
} as const

export type GroupProperty = keyof typeof GROUP_MEMBERS

/** MinimumHealthyHosts and MinimumHealthyHostsPerZone: `{ Type, Value }`, where the value is a number. */
const COUNTS = /^MinimumHealthyHosts/
/** Members of tag filters are capitalised in the API, too. */
const SAME_IN_BOTH = new Set(['Key', 'Value', 'Type'])
/** In a template a list of lists has maps between the two. */
const TAG_SETS: Readonly<Record<string, string>> = {
  Ec2TagSetList: 'Ec2TagGroup',
  OnPremisesTagSetList: 'OnPremisesTagGroup',
}

/**
 * Pure: a property of a deployment group, or of a deployment configuration, in the form of CodeDeploy's API.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-deploymentgroup.html
 */
export function apiValue(property: string, value: unknown): unknown {
  if (property === 'AutoScalingGroups' && Array.isArray(value)) return value.map((name: unknown) => ({ name }))
  const set = TAG_SETS[property]
  if (set !== undefined && Array.isArray(value)) {
    return value.map((group: unknown) => (isRecord(group) ? apiValue('', group[set] ?? []) : group))
  }
  if (Array.isArray(value)) return value.map((item: unknown) => apiValue('', item))
  if (isRecord(value)) {
    const isCount = COUNTS.test(property)
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        SAME_IN_BOTH.has(name) && !isCount ? name : name.charAt(0).toLowerCase() + name.slice(1),
        isCount && name === 'Value' ? Number(member) : apiValue(name, member),
      ]),
    )
  }
  return typeof value === 'string' ? typed(property, value) : value
}

/** A change set gives numbers and truth values as texts. */
function typed(property: string, text: string): unknown {
  if (/^(Enabled|IgnorePollAlarmFailure|TerminationHookEnabled)$/.test(property)) return truth(text)
  const isNumber = /(InMinutes|InSeconds|Percentage|Interval)$/.test(property) && /^\d+$/.test(text)
  return isNumber ? Number(text) : text
}

function truth(text: string): boolean | string {
  return text === 'true' ? true : text === 'false' ? false : text
}
