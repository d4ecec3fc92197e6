import type { GroupFacts } from '../../codedeploy/group/group.ts'
import { recordOf } from '../../support/records.ts'
import type { ChangeInStack } from './changes.ts'
import type { EnvironmentFacts, StackFacts } from '../contract.ts'
import { nameAfter, plannedResources, type PlannedFrom, type PlannedResource } from './resource.ts'

export const GROUP_TYPE = 'AWS::CodeDeploy::DeploymentGroup'
export const NESTED = 'AWS::CloudFormation::Stack'

/**
 * The change that makes or changes a deployment group; `perhaps` where the names of several new groups are not known
 * yet and each of them may be it. Undefined where the release leaves the group as it is.
 */
export function findPlannedGroup(group: GroupFacts, from: PlannedFrom): PlannedResource | 'perhaps' | undefined {
  const candidates = plannedResources(from, [GROUP_TYPE]).filter((each) => isOfApplication(each, group))
  const found =
    candidates.find((each) => isReferenced(each, group)) ??
    candidates.find((each) => nameAfter(each.placed, from) === group.group) ??
    // Another one takes the place of the group that is there.
    candidates.find(({ placed }) => group.info !== undefined && placed.classified?.physicalId === group.group)
  if (found !== undefined || group.info !== undefined) return found
  const nameless = candidates.filter(({ placed, isNew }) => isNew && nameAfter(placed, from) === undefined)
  return nameless.length > 1 ? 'perhaps' : nameless[0]
}

/** Properties of a deployment group as this release makes it; undefined where the release leaves the group as it is. */
export function plannedGroup(
  group: GroupFacts,
  environment: PlannedFrom,
): Readonly<Record<string, unknown>> | undefined {
  const found = findPlannedGroup(group, environment)
  if (found === undefined || found === 'perhaps') return undefined
  return Object.fromEntries([...found.properties].map(([name, { value }]) => [name, value]))
}

/** Whether a stack without a plan declares groups, or what may hold some. */
export function mayMakeGroups({ stacks }: EnvironmentFacts): boolean {
  return stacks.some(
    ({ plan, source: { template } }) =>
      plan === undefined &&
      (template.transforms.length > 0 ||
        Object.values(template.resources).some(({ type }) => type === GROUP_TYPE || type === NESTED)),
  )
}

/** The properties that a resource will have, from CloudFormation, or else from its template. */
export function propertiesOf({
  classified,
  stack,
  subject,
  change,
}: ChangeInStack): Readonly<Record<string, unknown>> | undefined {
  const told = recordOf(classified?.after)['Properties']
  if (told !== undefined) return recordOf(told)
  if (subject !== `stack/${stack.stack.id}/resource/${change.logicalId}`) return undefined
  return stack.source.template.resources[change.logicalId]?.properties
}

/** A function in place of a value: only the deployment resolves it. */
export function isCall(value: unknown): boolean {
  return Object.keys(recordOf(value)).some((key) => /^(Ref$|Fn::)/.test(key))
}

/** A function in place of a setting, or of one of its members. */
export function isOpen(setting: unknown): boolean {
  return isCall(setting) || Object.values(recordOf(setting)).some(isCall)
}

/** An application whose name is not known yet may be that of the group. */
function isOfApplication({ properties }: PlannedResource, group: GroupFacts): boolean {
  const application = properties.get('ApplicationName')
  return application === undefined || application.isOpen || application.value === group.application
}

/** Whether the configuration names the group by an output that refers to this resource. */
function isReferenced({ placed }: PlannedResource, { reference }: GroupFacts): boolean {
  if (reference === undefined || placed.stack.stack.id !== reference.stack) return false
  return logicalIdOf(placed.stack, reference.output) === placed.change.logicalId && placed.id.split('/').length === 2
}

function logicalIdOf({ source: { template } }: StackFacts, output: string): string | undefined {
  const value = recordOf(recordOf(template.outputs[output])['Value'])
  const written = value['Ref'] ?? value['Fn::Sub']
  return typeof written === 'string' ? written.replace(/^\$\{(\w+)\}$/, '$1') : undefined
}
