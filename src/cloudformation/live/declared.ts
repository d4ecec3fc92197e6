import { isRecord } from '../../support/records.ts'
import { MASKED, type StackState } from '../stack.ts'
import { callOf, conditionHolds, textOf, type Values } from '../template/values.ts'
import type { Template } from '../template/template.ts'
import type { DeployedResource } from './contract.ts'
import { UNKNOWN } from './pattern.ts'

/** A deployed stack with what its template declares. */
export interface DeclaredStack {
  /** `web`, or `web/Database`. */
  readonly stack: string
  readonly template: Template
  readonly state: Pick<StackState, 'arn' | 'name' | 'parameters' | 'outputs' | 'exports'>
  readonly resources: readonly DeployedResource[]
}

/** Values of a deployed stack: parameters as they were given, and pseudo parameters. Masked and resolved ones are unknown. */
function deployedValues({ template, state }: Pick<DeclaredStack, 'template' | 'state'>): Values {
  const [, partition = '', , region = '', account = ''] = state.arn.split(':')
  const values: Record<string, string> = {
    'AWS::StackName': state.name,
    'AWS::StackId': state.arn,
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::Partition': partition,
    'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
  }
  for (const [name, value] of Object.entries(state.parameters)) {
    const type = template.parameters[name]?.type ?? 'String'
    if (value !== MASKED && !type.startsWith('AWS::SSM::') && !type.includes('List')) values[name] = value
  }
  return values
}

/** Attributes that are the physical id of their resource. */
const OWN_ID = new Set([
  'AWS::EC2::SecurityGroup.GroupId',
  'AWS::EC2::SecurityGroup.Id',
  'AWS::IAM::ManagedPolicy.PolicyArn',
  'AWS::SNS::Topic.TopicArn',
  'AWS::SQS::Queue.QueueUrl',
  'AWS::KMS::Key.KeyId',
  'AWS::SecretsManager::Secret.Id',
  'AWS::ElasticLoadBalancingV2::Listener.ListenerArn',
  'AWS::ElasticLoadBalancingV2::ListenerRule.RuleArn',
])

/** What of a resource's ARN is known from its physical id. */
const ARNS: Readonly<
  Record<string, (id: string, place: { partition: string; region: string; account: string }) => string>
> = {
  'AWS::S3::Bucket': (id, { partition }) => `arn:${partition}:s3:::${id}`,
  'AWS::SQS::Queue': (id, { partition, region, account }) =>
    `arn:${partition}:sqs:${region}:${account}:${id.split('/').at(-1) ?? ''}`,
  'AWS::Lambda::Function': (id, { partition, region, account }) =>
    `arn:${partition}:lambda:${region}:${account}:function:${id}`,
  'AWS::DynamoDB::Table': (id, { partition, region, account }) =>
    `arn:${partition}:dynamodb:${region}:${account}:table/${id}`,
  'AWS::KMS::Key': (id, { partition, region, account }) => `arn:${partition}:kms:${region}:${account}:key/${id}`,
  'AWS::Events::Rule': (id, { partition, region, account }) =>
    id.startsWith('arn:') ? id : `arn:${partition}:events:${region}:${account}:rule/${id}`,
  'AWS::Logs::LogGroup': (id, { partition, region, account }) =>
    `arn:${partition}:logs:${region}:${account}:log-group:${id}:*`,
}

/** Resolves expressions of a deployed template. What is known during the execution only is `UNKNOWN`. */
export function resolver(
  { template, state, resources }: DeclaredStack,
  /** Values of exports, by name. */
  exports: ReadonlyMap<string, string>,
): (expression: unknown) => unknown {
  const values = deployedValues({ template, state })
  const byId = new Map(resources.map((resource) => [resource.logicalId, resource]))
  const [, partition = '', , region = '', account = ''] = state.arn.split(':')

  const attribute = (id: string, name: string): unknown => {
    const resource = byId.get(id)
    if (resource === undefined || resource.physicalId === '') return UNKNOWN
    if (OWN_ID.has(`${resource.type}.${name}`)) return resource.physicalId
    if (name !== 'Arn') return UNKNOWN
    if (resource.physicalId.startsWith('arn:')) return resource.physicalId
    return ARNS[resource.type]?.(resource.physicalId, { partition, region, account }) ?? UNKNOWN
  }
  const named = (name: string): unknown => values[name] ?? (byId.get(name)?.physicalId || UNKNOWN)

  const joined = (parts: readonly unknown[], separator: string): unknown =>
    parts.every((part) => typeof part === 'string') ? parts.join(separator) : UNKNOWN

  const filled = (argument: unknown): unknown => {
    const [text, given] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}]
    if (typeof text !== 'string' || !isRecord(given)) return UNKNOWN
    let known = true
    const result = text.replaceAll(/\$\{([^{}]*)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`
      const [id = '', ...rest] = name.split('.')
      const value = Object.hasOwn(given, name)
        ? resolve(given[name])
        : rest.length === 0
          ? named(name)
          : attribute(id, rest.join('.'))
      known &&= typeof value === 'string'
      return typeof value === 'string' ? value : ''
    })
    return known ? result : UNKNOWN
  }

  const applied = (name: string, argument: unknown): unknown => {
    switch (name) {
      case 'Ref':
        if (argument === 'AWS::NoValue') return undefined
        return typeof argument === 'string' ? named(argument) : UNKNOWN
      case 'Fn::GetAtt': {
        const [id = '', ...rest] = (Array.isArray(argument) ? argument : String(argument).split('.')).map(String)
        return attribute(id, rest.join('.'))
      }
      case 'Fn::Sub':
        return filled(argument)
      case 'Fn::Join': {
        if (!Array.isArray(argument) || typeof argument[0] !== 'string') return UNKNOWN
        const parts = resolve(argument[1])
        return Array.isArray(parts) ? joined(parts, argument[0]) : UNKNOWN
      }
      case 'Fn::If': {
        if (!Array.isArray(argument) || typeof argument[0] !== 'string') return UNKNOWN
        const met = conditionHolds(template, argument[0], values)
        return met === undefined ? UNKNOWN : resolve(argument[met ? 1 : 2])
      }
      case 'Fn::ImportValue': {
        const exported = resolve(argument)
        return (typeof exported === 'string' ? exports.get(exported) : undefined) ?? UNKNOWN
      }
      case 'Fn::Select': {
        if (!Array.isArray(argument)) return UNKNOWN
        const list = resolve(argument[1])
        return Array.isArray(list) ? ((list[Number(argument[0])] as unknown) ?? UNKNOWN) : UNKNOWN
      }
      case 'Fn::Split': {
        if (!Array.isArray(argument) || typeof argument[0] !== 'string') return UNKNOWN
        const text = resolve(argument[1])
        return typeof text === 'string' ? text.split(argument[0]) : UNKNOWN
      }
      default:
        return textOf(template, { [name]: argument }, values) ?? UNKNOWN
    }
  }

  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string') return value.includes('{{resolve:') ? UNKNOWN : value
    if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== undefined)
    if (!isRecord(value)) return value
    const call = callOf(value)
    if (call !== undefined && (call[0] === 'Ref' || call[0].startsWith('Fn::'))) return applied(...call)
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, member]) => [name, resolve(member)] as const)
        .filter(([, member]) => member !== undefined),
    )
  }
  return resolve
}
