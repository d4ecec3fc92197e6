import { isRecord } from '../../support/records.ts'
import type { Entry, PlannedStack, WithoutEffect } from './contract.ts'

/** Types whose launch templates are in these properties, at any depth. */
const USERS = [
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::Batch::ComputeEnvironment',
  'AWS::EC2::EC2Fleet',
  'AWS::EC2::Instance',
  'AWS::EC2::SpotFleet',
  'AWS::EKS::Nodegroup',
]

/** Pure: changed launch templates of which a group or an instance keeps an old version. */
export function launchTemplatesWithoutEffect(stack: PlannedStack): WithoutEffect[] {
  return stack.changes
    .filter(({ type, action }) => type === 'AWS::EC2::LaunchTemplate' && action === 'Modify')
    .filter(({ properties }) => properties.length === 0 || properties.some(({ path }) => !OWN_TAGS.test(path)))
    .flatMap((changed) =>
      USERS.flatMap((type) => stack.ofType(type)).flatMap((server): WithoutEffect[] => {
        const version = specificationsIn(server)
          .filter((specification) => stack.refersTo(specification, changed.logicalId))
          .map(({ Version: its = DEFAULT }) => stack.textOf(its))
          .find((each) => each !== undefined && KEPT.test(each))
        if (version === undefined) return []
        return [
          {
            changed,
            server,
            title: `${changed.logicalId} changes, and ${server.id} keeps starting ${version === DEFAULT ? 'its default version' : `version ${version}`}`,
            observed:
              version === DEFAULT
                ? `the version in ${server.id} is ${DEFAULT}, and CloudFormation does not change which version is the default`
                : `the version in ${server.id} is a fixed number`,
            advice: `Write \`Version: !GetAtt ${changed.logicalId}.LatestVersionNumber\` into ${server.id}.`,
          },
        ]
      }),
    )
}

/** Tags of the launch template itself. */
const OWN_TAGS = /^\/?(Properties\/)?TagSpecifications(\/|$)/
const DEFAULT = '$Default'
const KEPT = /^(\d+|\$Default)$/

/**
 * Maps with a launch template by id or name, anywhere in the properties. Without a version it is the default one, as in
 * node groups of EKS, whose members are `Id` and `Name`.
 */
function specificationsIn({ resource }: Entry): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    if (!isRecord(value)) return
    if ('LaunchTemplateId' in value || 'LaunchTemplateName' in value) found.push(value)
    Object.values(value).forEach(visit)
  }
  visit(resource.properties)
  const { LaunchTemplate: ofNodes } = resource.properties
  if (resource.type === 'AWS::EKS::Nodegroup' && isRecord(ofNodes)) found.push(ofNodes)
  return found
}
