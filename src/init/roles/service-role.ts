import { actionsOfType } from '../../cloudformation/permissions/needed.ts'
import type { Plan } from '../plan/planned.ts'
import { inTemplate, sub, type Statement } from './names.ts'

/** What CloudFormation changes the resources of stacks with. Pure. */

/** A managed policy may have 6,144 characters. */
const MOST_OF_A_POLICY = 5_000

/** What CloudFormation needs for the types of the templates, in policies that are small enough. */
export function serviceStatements(plan: Plan): Statement[][] {
  const types = [...new Set(plan.stacks.flatMap((stack) => stack.types))].toSorted()
  const byService = new Map<string, Set<string>>()
  const declared = types.flatMap((type) => actionsOfType(type)).filter((each) => !READS_OR_WRITES_DATA.test(each))
  for (const written of declared) {
    const action = written.startsWith('s3:') ? nameOfS3(written) : written
    const service = action.split(':')[0] ?? ''
    const reads = READS[service] ?? [`${service}:Describe*`, `${service}:List*`]
    byService.set(service, (byService.get(service) ?? new Set(reads)).add(action))
  }
  const own = ownIdentities(plan)
  const statements: Statement[] = [...byService].map(([service, allowed]) => ({
    Sid: sidOf(service),
    Effect: 'Allow',
    Action: [...allowed].toSorted(),
    Resource: service === 'iam' ? own : '*',
  }))
  const identities: Statement[] = [
    { Sid: 'PassRolesToServices', Effect: 'Allow', Action: 'iam:PassRole', Resource: own },
    // A template must not widen what releases it.
    { Sid: 'KeepTheRolesOfReleases', Effect: 'Deny', Action: 'iam:*', Resource: releaseRoles(plan) },
  ]
  const policies: Statement[][] = []
  for (const statement of [...statements, ...(types.length === 0 ? [] : identities)].flatMap(halved)) {
    const last = policies.at(-1)
    if (last && JSON.stringify([...last, statement]).length <= MOST_OF_A_POLICY) last.push(statement)
    else policies.push([statement])
  }
  return policies
}

/** Roles, instance profiles and policies that are named after the stacks. */
function ownIdentities({ stacks, name }: Plan): string[] {
  const prefixes = new Set([
    `${name}-`,
    ...stacks.map((stack) => stack.name.replace('{environment}', '${Environment}')),
  ])
  const own = stacks.flatMap(({ identities }) => identities).map(inTemplate)
  const names = new Set([...[...prefixes].map((prefix) => `${prefix}*`), ...own])
  return [...names].flatMap((each) =>
    ['role', 'instance-profile', 'policy'].map((kind) =>
      sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:${kind}/${each}`),
    ),
  ) as string[]
}

function releaseRoles({ name }: Plan): string[] {
  return ['plan', 'deploy', 'cloudformation'].map((role) =>
    sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${name}-\${Environment}-${role}`),
  ) as string[]
}

/** IAM's names for actions of S3 differ from those of the API: PutBucketCORS also deletes, PutLifecycleConfiguration too. */
function nameOfS3(action: string): string {
  if (/^s3:(Put|Delete)Bucket(Policy|Website)$|^s3:(Create|Delete)Bucket$/.test(action)) return action
  if (action.endsWith('Configuration')) return 's3:Put*Configuration'
  return 's3:PutBucket*'
}

/** Handlers need these for imports and replicas only. */
const READS_OR_WRITES_DATA = /^s3:.*Object(Acl)?$|^dynamodb:(.*Item|Query|Scan|ImportTable)$/

/** What handlers read, for services where Describe* and List* are not enough, or too much. None of it is data. */
const READS: Readonly<Record<string, readonly string[]>> = {
  iam: ['iam:Get*', 'iam:List*'],
  s3: ['s3:GetBucket*', 's3:Get*Configuration', 's3:ListBucket'],
  elasticloadbalancing: ['elasticloadbalancing:Describe*'],
  sns: ['sns:GetTopicAttributes', 'sns:GetSubscriptionAttributes', 'sns:List*'],
  sqs: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:List*'],
  lambda: [
    'lambda:GetFunction',
    'lambda:GetFunctionConfiguration',
    'lambda:GetAlias',
    'lambda:GetPolicy',
    'lambda:List*',
  ],
  codedeploy: ['codedeploy:Get*', 'codedeploy:BatchGet*', 'codedeploy:List*'],
  apigateway: ['apigateway:GET'],
  kms: ['kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:DescribeKey', 'kms:List*'],
}

function sidOf(service: string): string {
  return `Manage${service.replaceAll(/[^A-Za-z0-9]/g, '').replace(/^./, (letter) => letter.toUpperCase())}`
}

/** A statement whose list of actions is too long for one policy, as several. */
function halved(statement: Statement): Statement[] {
  const actions = Array.isArray(statement.Action) ? (statement.Action as readonly string[]) : []
  if (JSON.stringify(statement).length <= MOST_OF_A_POLICY || actions.length < 2) return [statement]
  const middle = Math.ceil(actions.length / 2)
  const part = (from: number, to: number, letter: string): Statement => ({
    ...statement,
    Sid: `${statement.Sid ?? ''}${letter}`,
    Action: actions.slice(from, to),
  })
  return [part(0, middle, 'A'), part(middle, actions.length, 'B')].flatMap(halved)
}
