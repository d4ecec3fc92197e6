import type { Kind, LookedUp, Reference } from './contract.ts'
import { NOUNS } from './nouns.ts'
import { TASK_DEFINITION_FILE } from './of-task-definition.ts'

const GLOBAL = 'us-east-1'

/** Certificates of these properties belong to a distribution, which is in us-east-1 for certificates. */
const OF_DISTRIBUTIONS: Readonly<Record<string, RegExp>> = {
  'AWS::CloudFront::Distribution': /./,
  'AWS::CloudFront::DistributionTenant': /./,
  'AWS::Cognito::UserPoolDomain': /./,
  'AWS::AppSync::DomainName': /./,
  'AWS::ApiGateway::DomainName': /^CertificateArn$/,
}
/** Kinds that a resource takes from its own region only. */
const SAME_REGION = new Set(['layer', 'log-group', 'certificate', 'key', 'secret'])
/** Of other types, such as accelerators and distributions, a load balancer may be elsewhere. */
const BALANCING = new Set(['load-balancer', 'target-group', 'listener'])
const BALANCED = /^AWS::(?:ElasticLoadBalancingV2|AutoScaling|ECS)::/

/** Pure: the fault where a target is in another region than the resource can use; undefined where there is none. */
export function regionFault({ kind, target, type, property }: Reference, region: string): LookedUp | undefined {
  const own = SAME_REGION.has(kind) || (BALANCING.has(kind) && BALANCED.test(type))
  if (target?.region === undefined || !own) return undefined
  const distributed = kind === 'certificate' && OF_DISTRIBUTIONS[type]?.test(property) === true
  const needed = distributed ? GLOBAL : region
  if (target.region === needed) return undefined
  return {
    state: 'unusable',
    expected: `a ${NOUNS[kind].one} in ${needed}`,
    observed: `it is in ${target.region}`,
    advice: `Name one of ${needed}${distributed ? ': CloudFront takes certificates from there only' : ''}.`,
  }
}

/** Properties with the role that a service takes for a resource, by type. */
const PASSED_ROLES: Readonly<Record<string, readonly string[]>> = {
  'AWS::Batch::JobDefinition': ['ContainerProperties.ExecutionRoleArn', 'ContainerProperties.JobRoleArn'],
  'AWS::CodeBuild::Project': ['ServiceRole'],
  'AWS::CodeDeploy::DeploymentGroup': ['ServiceRoleArn'],
  'AWS::CodePipeline::Pipeline': ['RoleArn'],
  'AWS::ECS::TaskDefinition': ['ExecutionRoleArn', 'TaskRoleArn'],
  'AWS::EKS::Cluster': ['RoleArn'],
  'AWS::Events::Rule': ['RoleArn', 'Targets.RoleArn'],
  'AWS::Glue::Job': ['Role'],
  'AWS::Lambda::Function': ['Role'],
  'AWS::Pipes::Pipe': ['RoleArn'],
  'AWS::Scheduler::Schedule': ['Target.RoleArn'],
  'AWS::Serverless::Function': ['Role'],
  'AWS::StepFunctions::StateMachine': ['RoleArn'],
  [TASK_DEFINITION_FILE]: ['executionRoleArn', 'taskRoleArn'],
}

/**
 * Pure: the fault where a role of another account is to be passed, which IAM allows to nobody
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html); undefined where there is none.
 */
export function accountFault(
  { kind, target, type, property }: Reference,
  account: string | undefined,
): LookedUp | undefined {
  if (kind !== 'role' || account === undefined || target?.account === undefined) return undefined
  if (target.account === account || PASSED_ROLES[type]?.includes(property) !== true) return undefined
  return {
    state: 'unusable',
    expected: `a role of ${account}`,
    observed: `it is a role of ${target.account}, and no role can be passed to another account`,
    advice: 'Name a role of each account: by a parameter, `${AWS::AccountId}` or the word `{account}`.',
  }
}

/** Kinds of which the name of a property tells that it takes nothing else. */
const ONLY: readonly (readonly [property: RegExp, kind: Kind])[] = [
  [/(?:^|\.)LoadBalancerArn$/, 'load-balancer'],
  [/(?:^|\.)ListenerArn$/, 'listener'],
  [/(?:^|\.)TargetGroup(?:Arn|ARNs)$/, 'target-group'],
  [/(?:^|\.)StateMachineArn$/, 'state-machine'],
]

/** Pure: the fault where a property of a type of AWS gets another kind of thing than it takes. */
export function kindFault({ target, type, property }: Reference): LookedUp | undefined {
  const kind = ONLY.find(([form]) => form.test(property))?.[1]
  if (kind === undefined || target === undefined || target.kind === kind || !type.startsWith('AWS::')) return undefined
  return {
    state: 'unusable',
    expected: `a ${NOUNS[kind].one}`,
    observed: `the ${NOUNS[target.kind].one} ${target.id}`,
    advice: `Name the ARN of a ${NOUNS[kind].one}.`,
  }
}
