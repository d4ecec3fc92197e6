import type { DriftReport } from '../../cloudformation/drift/drift.ts'
import type { StackFacts } from '../contract.ts'

const NAMED_AT_MOST = 10

/** Properties that give access, by type. An attachment or policy that is made outside the template is one of these. */
const ACCESS_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['ManagedPolicyArns', 'Policies', 'PermissionsBoundary'],
  'AWS::IAM::User': ['ManagedPolicyArns', 'Policies', 'Groups', 'PermissionsBoundary'],
  'AWS::IAM::Group': ['ManagedPolicyArns', 'Policies'],
  'AWS::EC2::SecurityGroup': ['SecurityGroupIngress', 'SecurityGroupEgress'],
  'AWS::S3::Bucket': ['PublicAccessBlockConfiguration', 'bucket policy'],
  'AWS::SNS::Topic': ['topic policy'],
  'AWS::SQS::Queue': ['queue policy'],
  'AWS::Lambda::Function': ['function policy'],
  'AWS::SecretsManager::Secret': ['resource policy'],
  'AWS::ECR::Repository': ['RepositoryPolicyText'],
  'AWS::KMS::Key': ['grants'],
}

/** CloudFormation compares declared properties only: access that no template declares stays unseen. */
export function unseen(report: DriftReport, stack: StackFacts | undefined): string {
  const open = report.resources.flatMap((resource) => {
    const properties = ACCESS_PROPERTIES[resource.type]
    if (properties === undefined) return []
    const declared = report.stack.includes('/')
      ? undefined
      : stack?.source.template.resources[resource.logicalId]?.properties
    const left = properties.filter((property) => declared === undefined || !Object.hasOwn(declared, property))
    return left.length === 0 ? [] : [`${resource.logicalId} (${left.join(', ')})`]
  })
  if (open.length === 0) return '; properties that the template does not declare are not read'
  const more = open.length - NAMED_AT_MOST
  return (
    `; not read, since no template declares it: access of ${open.slice(0, NAMED_AT_MOST).join(', ')}` +
    (more > 0 ? ` and ${more} more` : '')
  )
}
