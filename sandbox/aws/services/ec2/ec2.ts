import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import { asText } from '../../names.ts'
import type { World } from '../../world.ts'
import { instanceOperations } from './instances.ts'
import { launchTemplateOperations } from './launch-templates.ts'
import { topologyOperations } from './network/operations.ts'
import { networkOperations } from './networks.ts'
import { reachabilityOperations } from './reachability/operations.ts'
import { securityGroupOperations } from './security-group-operations.ts'
import { tagOperations } from './tags.ts'

/** EC2: security groups, launch templates and instances, what templates record of networks, and Reachability Analyzer. */
export function createEc2(world: World): Service {
  const operations = {
    ...securityGroupOperations(world),
    ...launchTemplateOperations(world),
    ...instanceOperations(world),
    ...networkOperations(world),
    ...topologyOperations(world),
    ...reachabilityOperations(world),
    ...tagOperations(world),
  }
  const dry = Object.entries(operations).map(([name, run]) => [
    name,
    (input: { DryRun?: boolean }, call: Call) => {
      if (input.DryRun === true) {
        throw new ServiceError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412)
      }
      return run(input, call)
    },
  ])
  return {
    name: 'ec2',
    operations: Object.fromEntries(dry) as Service['operations'],
    permissions: (operation, input, call) =>
      resourcesOf(operation, input, call).map((resource) => ({ action: `ec2:${operation}`, resource })),
  }
}

/** The members of inputs with IDs, and the type in the ARN. */
const TYPES: readonly [member: string, type: string][] = [
  ['GroupId', 'security-group'],
  ['LaunchTemplateId', 'launch-template'],
  ['InstanceIds', 'instance'],
  ['NetworkInterfaceId', 'network-interface'],
  ['NetworkInsightsPathId', 'network-insights-path'],
  ['NetworkInsightsAnalysisId', 'network-insights-analysis'],
]

/** The ARNs of the resources that a call changes; reads have none, and those of creations and of tags are not told apart. */
function resourcesOf(operation: string, input: Readonly<Record<string, unknown>>, { region, account }: Call): string[] {
  if (operation.startsWith('Describe')) return ['*']
  const found = TYPES.flatMap(([member, type]) =>
    [input[member] ?? []].flat().map((id) => `arn:aws:ec2:${region}:${account}:${type}/${asText(id)}`),
  )
  return found.length === 0 ? ['*'] : found
}
