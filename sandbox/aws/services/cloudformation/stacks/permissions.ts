import { randomUUID } from 'node:crypto'
import type { RequiredPermission } from '../../../../contract.ts'
import { asText } from '../../../names.ts'
import { ResourceFailure } from '../errors.ts'
import type { ResourceRecord, Stack } from '../model.ts'
import { suffix } from '../names.ts'
import type { Store } from '../store.ts'
import { identifiersOf } from '../template/resource-specification.ts'
import type { JsonObject } from '../template/template.ts'

type Verb = 'create' | 'update' | 'delete'

/** The IAM actions of a resource type, and its ARN after `arn:aws:`, where `*` stands for the name. */
interface Permissions extends Readonly<Record<Verb, string>> {
  readonly arn: string
  /** The property that names a role, which needs iam:PassRole. */
  readonly passes?: string
}

const PLACE = 'REGION:ACCOUNT'

/** The main action of each operation. CloudFormation needs more, depending on the properties. */
const PERMISSIONS: Readonly<Record<string, Permissions>> = {
  'AWS::S3::Bucket': {
    arn: 's3:::*',
    create: 's3:CreateBucket',
    update: 's3:PutBucketTagging',
    delete: 's3:DeleteBucket',
  },
  'AWS::DynamoDB::Table': {
    arn: `dynamodb:${PLACE}:table/*`,
    create: 'dynamodb:CreateTable',
    update: 'dynamodb:UpdateTable',
    delete: 'dynamodb:DeleteTable',
  },
  'AWS::SNS::Topic': {
    arn: `sns:${PLACE}:*`,
    create: 'sns:CreateTopic',
    update: 'sns:SetTopicAttributes',
    delete: 'sns:DeleteTopic',
  },
  'AWS::SQS::Queue': {
    arn: `sqs:${PLACE}:*`,
    create: 'sqs:CreateQueue',
    update: 'sqs:SetQueueAttributes',
    delete: 'sqs:DeleteQueue',
  },
  'AWS::SSM::Parameter': {
    arn: `ssm:${PLACE}:parameter/*`,
    create: 'ssm:PutParameter',
    update: 'ssm:PutParameter',
    delete: 'ssm:DeleteParameter',
  },
  'AWS::IAM::Role': {
    arn: 'iam::ACCOUNT:role/*',
    create: 'iam:CreateRole',
    update: 'iam:PutRolePolicy',
    delete: 'iam:DeleteRole',
  },
  'AWS::IAM::InstanceProfile': {
    arn: 'iam::ACCOUNT:instance-profile/*',
    create: 'iam:CreateInstanceProfile',
    update: 'iam:AddRoleToInstanceProfile',
    delete: 'iam:DeleteInstanceProfile',
  },
  'AWS::CloudWatch::Alarm': {
    arn: `cloudwatch:${PLACE}:alarm:*`,
    create: 'cloudwatch:PutMetricAlarm',
    update: 'cloudwatch:PutMetricAlarm',
    delete: 'cloudwatch:DeleteAlarms',
  },
  'AWS::EC2::Instance': {
    arn: `ec2:${PLACE}:instance/*`,
    create: 'ec2:RunInstances',
    update: 'ec2:ModifyInstanceAttribute',
    delete: 'ec2:TerminateInstances',
  },
  'AWS::EC2::SecurityGroup': {
    arn: `ec2:${PLACE}:security-group/*`,
    create: 'ec2:CreateSecurityGroup',
    update: 'ec2:AuthorizeSecurityGroupIngress',
    delete: 'ec2:DeleteSecurityGroup',
  },
  ...balancing('LoadBalancer', 'loadbalancer', 'ModifyLoadBalancerAttributes'),
  ...balancing('TargetGroup', 'targetgroup', 'ModifyTargetGroup'),
  ...balancing('Listener', 'listener', 'ModifyListener'),
  'AWS::Lambda::Function': {
    arn: `lambda:${PLACE}:function:*`,
    create: 'lambda:CreateFunction',
    update: 'lambda:UpdateFunctionCode',
    delete: 'lambda:DeleteFunction',
    passes: 'Role',
  },
  'AWS::Lambda::Version': {
    arn: `lambda:${PLACE}:function:*`,
    create: 'lambda:PublishVersion',
    update: 'lambda:PublishVersion',
    delete: 'lambda:DeleteFunction',
  },
  'AWS::Lambda::Alias': {
    arn: `lambda:${PLACE}:function:*`,
    create: 'lambda:CreateAlias',
    update: 'lambda:UpdateAlias',
    delete: 'lambda:DeleteAlias',
  },
  'AWS::CodeDeploy::Application': codedeploy('Application', 'application'),
  'AWS::CodeDeploy::DeploymentConfig': codedeploy('DeploymentConfig', 'deploymentconfig'),
  'AWS::CodeDeploy::DeploymentGroup': { ...codedeploy('DeploymentGroup', 'deploymentgroup'), passes: 'ServiceRoleArn' },
}

function balancing(type: string, kind: string, update: string): Record<string, Permissions> {
  const call = (name: string) => `elasticloadbalancing:${name}`
  return {
    [`AWS::ElasticLoadBalancingV2::${type}`]: {
      arn: `elasticloadbalancing:${PLACE}:${kind}/*`,
      create: call(`Create${type}`),
      update: call(update),
      delete: call(`Delete${type}`),
    },
  }
}

function codedeploy(type: string, kind: string): Permissions {
  return {
    arn: `codedeploy:${PLACE}:${kind}:*`,
    create: `codedeploy:Create${type}`,
    update: `codedeploy:Update${type}`,
    delete: `codedeploy:Delete${type}`,
  }
}

function rootOf(stack: Stack): Stack {
  return stack.parent ? rootOf(stack.parent) : stack
}

/** The actions that an operation on a resource needs; none for types that are not in the table. */
function requiredPermissions(
  stack: Stack,
  record: ResourceRecord,
  verb: Verb,
  properties: JsonObject,
): readonly RequiredPermission[] {
  const known = PERMISSIONS[record.type]
  if (known === undefined) return []
  const arn = `arn:aws:${known.arn.replace('REGION', stack.region).replace('ACCOUNT', stack.account)}`
  const own = { action: known[verb], resource: arn.replace('*', nameOf(stack, record, properties)) }
  const role = known.passes === undefined ? undefined : properties[known.passes]
  const passed = verb === 'create' && typeof role === 'string'
  return [own, ...(passed ? [{ action: 'iam:PassRole', resource: role }] : [])]
}

/** The name in the ARN of a resource: from its physical ID, its properties, or generated as CloudFormation does. */
function nameOf(stack: Stack, { type, physicalId, logicalId }: ResourceRecord, properties: JsonObject): string {
  const given = identifiersOf(type)[0]
  const name = physicalId ?? (given === undefined ? undefined : properties[given])
  const text = name === undefined ? `${stack.name}-${logicalId}-${suffix()}` : asText(name)
  return text.startsWith('arn:') ? (text.split(':').at(-1) ?? '').replace(/^[a-z]+\//, '') : text
}

/** Throws AWS's error when the actor of the stack operation lacks the permissions for an operation on a resource. */
export function assertPermitted(
  store: Store,
  stack: Stack,
  record: ResourceRecord,
  verb: Verb,
  properties: JsonObject = record.properties,
): void {
  const root = rootOf(stack)
  const call = root.operations.at(-1)?.call
  if (call === undefined) return
  const actor = { call, role: root.current.roleArn }
  const refusal = store.options.refusal?.(actor, requiredPermissions(stack, record, verb, properties))
  if (refusal === undefined) return
  const service = record.type.split('::')[1]
  throw new ResourceFailure(
    `Resource handler returned message: "${refusal} (Service: ${service}, Status Code: 403, Request ID: ${randomUUID()})" (RequestToken: ${randomUUID()}, HandlerErrorCode: AccessDenied)`,
  )
}
