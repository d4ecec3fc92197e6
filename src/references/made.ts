import { conditionHolds, textOf, type Values } from '../cloudformation/template/values.ts'
import type { Template } from '../cloudformation/template/template.ts'
import type { Kind, Target } from './contract.ts'
import { logGroupName } from './kinds/log-group.ts'
import { lastPart } from './kinds/outcomes.ts'

/** The property with the name that a resource gets, by its type. */
const NAMES: Readonly<Record<string, { readonly kind: Kind; readonly property: string }>> = {
  'AWS::IAM::Role': { kind: 'role', property: 'RoleName' },
  'AWS::IAM::ManagedPolicy': { kind: 'policy', property: 'ManagedPolicyName' },
  'AWS::IAM::InstanceProfile': { kind: 'instance-profile', property: 'InstanceProfileName' },
  'AWS::Lambda::Function': { kind: 'function', property: 'FunctionName' },
  'AWS::Logs::LogGroup': { kind: 'log-group', property: 'LogGroupName' },
  'AWS::SNS::Topic': { kind: 'topic', property: 'TopicName' },
  'AWS::SQS::Queue': { kind: 'queue', property: 'QueueName' },
  'AWS::S3::Bucket': { kind: 'bucket', property: 'BucketName' },
  'AWS::KMS::Alias': { kind: 'key', property: 'AliasName' },
  'AWS::SSM::Parameter': { kind: 'parameter', property: 'Name' },
  'AWS::SecretsManager::Secret': { kind: 'secret', property: 'Name' },
  'AWS::EC2::KeyPair': { kind: 'key-pair', property: 'KeyName' },
  'AWS::StepFunctions::StateMachine': { kind: 'state-machine', property: 'StateMachineName' },
}

/** A named resource that a template declares, with its kind and name in one text. */
export interface Made {
  readonly key: string
  readonly logicalId: string
}

/** Pure: the resources with a name of their own that a template makes. */
export function madeBy(template: Template, values: Values): Made[] {
  return Object.entries(template.resources).flatMap(([logicalId, { type, properties, condition }]): Made[] => {
    const naming = NAMES[type]
    if (naming === undefined) return []
    if (condition !== undefined && conditionHolds(template, condition, values) !== true) return []
    const name = textOf(template, properties[naming.property], values)
    return name === undefined ? [] : [{ key: `${naming.kind} ${name}`, logicalId }]
  })
}

/** Kind and name of a target, as of a resource that is made; an ARN is reduced to the name in it. */
export function madeKey(target: Target): string {
  const { kind, id } = target
  switch (kind) {
    case 'log-group':
      return `${kind} ${logGroupName(id)}`
    case 'role':
    case 'policy':
    case 'instance-profile':
      return `${kind} ${lastPart(id)}`
    case 'topic':
    case 'queue':
    case 'state-machine':
      return `${kind} ${id.split(':').at(-1)}`
    case 'function':
      return `${kind} ${/:function:([^:]+)/.exec(id)?.[1] ?? id}`
    case 'key':
      return `${kind} ${/:(alias\/.+)$/.exec(id)?.[1] ?? id}`
    case 'secret':
      return `${kind} ${/:secret:(.+?)(?:-[A-Za-z0-9]{6})?$/.exec(id)?.[1] ?? id}`
    case 'parameter':
      return `${kind} ${id.replace(/:\d+$/, '')}`
    default:
      return `${kind} ${id}`
  }
}
