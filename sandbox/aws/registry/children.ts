import type { ExistingResource, Properties } from '../../contract.ts'
import { asText } from '../names.ts'

/**
 * Resources that separate calls attach to another one: whether the other one's model shows them, and which call makes
 * them. Bucket, topic, queue and secret policies are not part of their parent's model.
 */

interface Parent {
  /** The property that refers to the parent, or to a list of parents. */
  readonly by: string
  /** The list of the parent's model that has an item for the child, and the item. */
  readonly list?: string
  readonly item?: (child: ExistingResource) => unknown
}

interface ChildType {
  /** The call that makes one, as CloudTrail names it. */
  readonly call: `${string}:${string}`
  readonly parents: Readonly<Record<string, Parent>>
}

const policy = ({ properties }: ExistingResource): unknown => ({
  PolicyName: properties['PolicyName'],
  PolicyDocument: properties['PolicyDocument'],
})

const without =
  (...names: readonly string[]) =>
  ({ properties }: ExistingResource): unknown =>
    Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)))

const rule = without('GroupId', 'GroupName')

export const CHILDREN: Readonly<Record<string, ChildType>> = {
  'AWS::EC2::SecurityGroupIngress': {
    call: 'ec2:AuthorizeSecurityGroupIngress',
    parents: { 'AWS::EC2::SecurityGroup': { by: 'GroupId', list: 'SecurityGroupIngress', item: rule } },
  },
  'AWS::EC2::SecurityGroupEgress': {
    call: 'ec2:AuthorizeSecurityGroupEgress',
    parents: { 'AWS::EC2::SecurityGroup': { by: 'GroupId', list: 'SecurityGroupEgress', item: rule } },
  },
  'AWS::IAM::Policy': {
    call: 'iam:PutRolePolicy',
    parents: {
      'AWS::IAM::Role': { by: 'Roles', list: 'Policies', item: policy },
      'AWS::IAM::User': { by: 'Users', list: 'Policies', item: policy },
      'AWS::IAM::Group': { by: 'Groups', list: 'Policies', item: policy },
    },
  },
  'AWS::IAM::RolePolicy': {
    call: 'iam:PutRolePolicy',
    parents: { 'AWS::IAM::Role': { by: 'RoleName', list: 'Policies', item: policy } },
  },
  'AWS::IAM::UserPolicy': {
    call: 'iam:PutUserPolicy',
    parents: { 'AWS::IAM::User': { by: 'UserName', list: 'Policies', item: policy } },
  },
  'AWS::IAM::GroupPolicy': {
    call: 'iam:PutGroupPolicy',
    parents: { 'AWS::IAM::Group': { by: 'GroupName', list: 'Policies', item: policy } },
  },
  'AWS::IAM::ManagedPolicy': {
    call: 'iam:AttachRolePolicy',
    parents: {
      'AWS::IAM::Role': { by: 'Roles', list: 'ManagedPolicyArns', item: ({ physicalId }) => physicalId },
      'AWS::IAM::User': { by: 'Users', list: 'ManagedPolicyArns', item: ({ physicalId }) => physicalId },
      'AWS::IAM::Group': { by: 'Groups', list: 'ManagedPolicyArns', item: ({ physicalId }) => physicalId },
    },
  },
  'AWS::SNS::Subscription': {
    call: 'sns:Subscribe',
    parents: {
      'AWS::SNS::Topic': {
        by: 'TopicArn',
        list: 'Subscription',
        item: ({ properties: { Endpoint, Protocol } }) => ({ Endpoint, Protocol }),
      },
    },
  },
  'AWS::S3::BucketPolicy': { call: 's3:PutBucketPolicy', parents: { 'AWS::S3::Bucket': { by: 'Bucket' } } },
  'AWS::SNS::TopicPolicy': { call: 'sns:SetTopicAttributes', parents: { 'AWS::SNS::Topic': { by: 'Topics' } } },
  'AWS::SQS::QueuePolicy': { call: 'sqs:SetQueueAttributes', parents: { 'AWS::SQS::Queue': { by: 'Queues' } } },
  'AWS::SecretsManager::ResourcePolicy': {
    call: 'secretsmanager:PutResourcePolicy',
    parents: { 'AWS::SecretsManager::Secret': { by: 'SecretId' } },
  },
  'AWS::Lambda::Permission': {
    call: 'lambda:AddPermission20150331v2',
    parents: { 'AWS::Lambda::Function': { by: 'FunctionName' } },
  },
  'AWS::Lambda::Url': {
    call: 'lambda:CreateFunctionUrlConfig',
    parents: { 'AWS::Lambda::Function': { by: 'TargetFunctionArn' } },
  },
  'AWS::Logs::SubscriptionFilter': {
    call: 'logs:PutSubscriptionFilter',
    parents: { 'AWS::Logs::LogGroup': { by: 'LogGroupName' } },
  },
  'AWS::ElasticLoadBalancingV2::ListenerRule': {
    call: 'elasticloadbalancing:CreateRule',
    parents: { 'AWS::ElasticLoadBalancingV2::Listener': { by: 'ListenerArn' } },
  },
  'AWS::ElasticLoadBalancingV2::ListenerCertificate': {
    call: 'elasticloadbalancing:AddListenerCertificates',
    parents: { 'AWS::ElasticLoadBalancingV2::Listener': { by: 'ListenerArn' } },
  },
}

/** The child types that a model of this type shows. */
export function shownIn(type: string): readonly string[] {
  return Object.keys(CHILDREN).filter((child) => CHILDREN[child]?.parents[type]?.list !== undefined)
}

/** The properties of a parent with an item for each child that refers to it. */
export function withChildren(parent: ExistingResource, children: readonly ExistingResource[]): Properties {
  const names = namesOf(parent)
  return children.reduce<Properties>((properties, child) => {
    const how = CHILDREN[child.type]?.parents[parent.type]
    if (how?.list === undefined || how.item === undefined) return properties
    const references = [child.properties[how.by]].flat()
    if (!references.some((reference) => names.has(asText(reference)))) return properties
    const items = [properties[how.list] ?? []].flat()
    const item = how.item(child)
    return items.some((other) => isSame(other, item)) ? properties : { ...properties, [how.list]: [...items, item] }
  }, parent.properties)
}

/** The property of a child that refers to its parent; undefined when the types do not belong together. */
export function referenceOf(child: string, parent: ExistingResource): Properties | undefined {
  const by = CHILDREN[child]?.parents[parent.type]?.by
  if (by === undefined) return undefined
  const id = by === 'GroupId' ? (parent.attributes['GroupId'] ?? parent.physicalId) : parent.physicalId
  return { [by]: by.endsWith('s') ? [id] : id }
}

const namesOf = ({ physicalId, attributes }: ExistingResource): ReadonlySet<string> =>
  new Set([physicalId, ...['Arn', 'GroupId'].map((name) => asText(attributes[name], physicalId))])

function isSame(left: unknown, right: unknown): boolean {
  const [one, other] = [left, right].map((item) => (item as { PolicyName?: unknown } | null)?.PolicyName)
  if (one !== undefined || other !== undefined) return one === other
  return JSON.stringify(left) === JSON.stringify(right)
}
