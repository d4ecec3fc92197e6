import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy'
import type { StackResourceSummary } from '@aws-sdk/client-cloudformation'
import type { CloudFormation } from '../cloudformation/client.ts'
import { stackResources } from '../cloudformation/stack.ts'
import { propertyOf } from '../codedeploy/appspec/content.ts'
import { selectionOf } from '../codedeploy/selection.ts'
import type { ServingResource } from './contract.ts'

const STACK = 'AWS::CloudFormation::Stack'
const DEPLOYMENT_OF_STAGE = {
  'AWS::ApiGateway::Stage': { api: 'AWS::ApiGateway::RestApi', deployment: 'AWS::ApiGateway::Deployment' },
  'AWS::ApiGatewayV2::Stage': { api: 'AWS::ApiGatewayV2::Api', deployment: 'AWS::ApiGatewayV2::Deployment' },
} as const
/** A function's ARN with the version or the alias behind its name. */
const QUALIFIED_FUNCTION = /^arn:[^:]+:lambda:[^:]+:\d+:function:([^:]+):([^:]+)$/
/** With the cluster, or in the old form without it. */
const SERVICE_ARN = /^arn:[^:]+:ecs:[^:]+:\d+:service\/(?:([^/]+)\/)?([^/]+)$/

/** The resources of a stack and of the stacks nested in it that serve. */
export async function servingOfStack(
  cloudformation: Pick<CloudFormation, 'listStackResources'>,
  stack: { readonly id: string; readonly arn: string },
): Promise<ServingResource[]> {
  const of = `stack/${stack.id}`
  const below = async (arn: string, prefix: string): Promise<ServingResource[]> => {
    const resources = await stackResources(cloudformation, arn)
    const found = servingIn(resources, of, prefix)
    for (const { ResourceType, LogicalResourceId = '', PhysicalResourceId = '' } of resources) {
      if (ResourceType !== STACK || !PhysicalResourceId.startsWith('arn:')) continue
      found.push(...(await below(PhysicalResourceId, `${prefix}${LogicalResourceId}/`)))
    }
    return found
  }
  return below(stack.arn, '')
}

/** Pure: what serves among the resources of one stack. */
function servingIn(resources: readonly StackResourceSummary[], of: string, prefix: string): ServingResource[] {
  const physicalIds = (type: string): string[] =>
    resources.flatMap(({ ResourceType, PhysicalResourceId = '' }) =>
      ResourceType === type && PhysicalResourceId !== '' ? [PhysicalResourceId] : [],
    )
  const versions = physicalIds('AWS::Lambda::Version').map((arn) => QUALIFIED_FUNCTION.exec(arn))
  return resources.flatMap(
    ({ ResourceType: type = '', LogicalResourceId = '', PhysicalResourceId: id = '' }): ServingResource[] => {
      const logicalId = `${prefix}${LogicalResourceId}`
      if (id === '') return []
      switch (type) {
        case 'AWS::Lambda::Alias': {
          const [, functionName, alias] = QUALIFIED_FUNCTION.exec(id) ?? []
          if (functionName === undefined || alias === undefined) return []
          const own = versions.flatMap((match) => (match?.[1] === functionName ? (match[2] ?? []) : []))
          return [{ kind: 'alias', of, logicalId, functionName, alias, versions: own }]
        }
        case 'AWS::ECS::Service': {
          const [, cluster = 'default', service] = SERVICE_ARN.exec(id) ?? []
          if (service === undefined) return []
          const taskDefinitions = physicalIds('AWS::ECS::TaskDefinition')
          return [{ kind: 'service', of, logicalId, cluster, service, taskDefinitions }]
        }
        case 'AWS::AutoScaling::AutoScalingGroup':
          return [{ kind: 'scaling-group', of, logicalId, name: id }]
        case 'AWS::ApiGateway::Stage':
        case 'AWS::ApiGatewayV2::Stage': {
          const { api, deployment } = DEPLOYMENT_OF_STAGE[type]
          return [
            {
              kind: 'stage',
              of,
              logicalId,
              type,
              stage: id,
              apis: physicalIds(api),
              deployments: physicalIds(deployment),
            },
          ]
        }
        default:
          return []
      }
    },
  )
}

/** Pure: what serves of a deployment of CodeDeploy, by its group. */
export function servingOfGroup(
  { id, application, group }: { readonly id: string; readonly application: string; readonly group: string },
  info: DeploymentGroupInfo,
): ServingResource[] {
  const of = `deployment/${id}`
  const { targetRevision: revision } = info
  switch (info.computePlatform) {
    case 'Lambda': {
      const [functionName, alias] = [propertyOf(revision, 'Name'), propertyOf(revision, 'Alias')]
      const version = propertyOf(revision, 'TargetVersion')
      if (functionName === undefined || alias === undefined) return []
      const versions = version === undefined ? [] : [version]
      return [{ kind: 'alias', of, functionName: nameOf(functionName), alias, versions }]
    }
    case 'ECS': {
      const taskDefinition = propertyOf(revision, 'TaskDefinition')
      const taskDefinitions = taskDefinition === undefined ? [] : [taskDefinition]
      return (info.ecsServices ?? []).flatMap(({ clusterName: cluster = 'default', serviceName: service }) =>
        service === undefined ? [] : [{ kind: 'service' as const, of, cluster, service, taskDefinitions }],
      )
    }
    case 'Server':
      return [
        { kind: 'deployment-group', of, application, group },
        ...selectionOf(info).scalingGroups.map((name) => ({ kind: 'scaling-group' as const, of, name })),
      ]
    default:
      return []
  }
}

/** A function is named by its name or its ARN. */
function nameOf(functionName: string): string {
  return /^arn:[^:]+:lambda:[^:]+:\d+:function:([^:]+)/.exec(functionName)?.[1] ?? functionName
}

/**
 * One entry for each resource: what a deployment and a stack both bring is of the deployment, which is the later. The launch
 * template of a group comes from its stack.
 */
export function distinctServing(resources: readonly ServingResource[]): ServingResource[] {
  const found = new Map<string, ServingResource>()
  for (const resource of resources) {
    const path = pathOfServing(resource)
    const known = found.get(path)
    const later = resource.kind === 'scaling-group' ? 'stack/' : 'deployment/'
    if (known === undefined || resource.of.startsWith(later)) found.set(path, resource)
  }
  return [...found.values()]
}

/** `alias/shop/live`: the identity of a resource within an environment. */
export function pathOfServing(resource: ServingResource): string {
  switch (resource.kind) {
    case 'alias':
      return `alias/${resource.functionName}/${resource.alias}`
    case 'service':
      return `service/${resource.cluster}/${resource.service}`
    case 'scaling-group':
      return `scaling-group/${resource.name}`
    case 'stage':
      return `stage/${resource.of}/${resource.logicalId ?? resource.stage}`
    case 'deployment-group':
      return `deployment-group/${resource.application}/${resource.group}`
  }
}
