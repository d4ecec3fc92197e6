import type { ResourceChange } from '../../evidence/document.ts'
import type { Entry, PlannedStack, WithoutEffect } from './contract.ts'

/** Parts of an API of which a deployment is a snapshot. */
const PARTS_OF_APIS: Readonly<Record<string, RegExp>> = {
  'AWS::ApiGateway::Deployment':
    /^AWS::ApiGateway::(RestApi|Resource|Method|Authorizer|Model|RequestValidator|GatewayResponse)$/,
  'AWS::ApiGatewayV2::Deployment':
    /^AWS::ApiGatewayV2::(Api|Route|Integration|Authorizer|Model|RouteResponse|IntegrationResponse)$/,
}

/** Pure: changed APIs whose stages go on serving an old snapshot. */
export function apisWithoutEffect(stack: PlannedStack): WithoutEffect[] {
  return Object.entries(PARTS_OF_APIS).flatMap(([type, parts]) => {
    const deployments = Map.groupBy(stack.ofType(type), ({ resource }) => JSON.stringify(apiOf(resource.properties)))
    return [...deployments.values()].flatMap((ofApi) => judgeApi(stack, type, { parts, deployments: ofApi }))
  })
}

function judgeApi(
  stack: PlannedStack,
  type: string,
  { parts, deployments }: { readonly parts: RegExp; readonly deployments: readonly Entry[] },
): WithoutEffect[] {
  const api = apiOf(deployments[0]?.resource.properties ?? {})
  const changes = stack.changes.filter(
    (change) => parts.test(change.type) && change.action !== 'Unknown' && isOfApi(stack, change, api),
  )
  const [changed] = changes
  if (changed === undefined) return []
  return deployments.flatMap((deployment): WithoutEffect[] => {
    const stages = stagesOf(stack, type, deployment)
    if (!stack.isMade(deployment.id)) {
      const made = deployments.find(({ id }) => stack.isMade(id))
      return stages.map((server) => ({
        changed,
        server,
        title: `${changed.logicalId} changes, and the stage ${server.id} keeps serving the old API`,
        observed:
          made === undefined
            ? `${deployment.id} is not made again: a deployment is a snapshot of the API at its creation`
            : `${made.id} is made, and ${server.id} refers to ${deployment.id}`,
        advice: `Give ${deployment.id} another logical id with each change of the API, and let ${server.id} refer to it.`,
      }))
    }
    // What is removed is handled last, and an API with a body holds its parts itself.
    const early = changes.find(
      ({ logicalId, action }) => action !== 'Remove' && !stack.comesAfter(deployment.id, logicalId),
    )
    if (early === undefined) return []
    return stages.map((server) => ({
      outcome: 'inconclusive' as const,
      changed: early,
      server,
      title: `${early.logicalId} changes, and ${deployment.id} may be made before it`,
      observed: `${deployment.id} neither refers to ${early.logicalId} nor depends on it: a deployment is a snapshot of the API at its creation`,
      advice: `Add ${early.logicalId} to DependsOn of ${deployment.id}.`,
    }))
  })
}

/** Stages that serve a deployment. One without a stage of the template may make its own, with its StageName. */
function stagesOf(stack: PlannedStack, type: string, deployment: Entry): readonly Entry[] {
  const stages = stack
    .ofType(type.replace('Deployment', 'Stage'))
    .filter(({ resource: { properties } }) => stack.refersTo(properties['DeploymentId'], deployment.id))
    .filter(({ resource: { properties } }) => properties['AutoDeploy'] !== true)
  const makesOwn = type === 'AWS::ApiGateway::Deployment' && deployment.resource.properties['StageName'] !== undefined
  return stages.length === 0 && makesOwn ? [deployment] : stages
}

function apiOf(properties: Readonly<Record<string, unknown>>): unknown {
  return properties['RestApiId'] ?? properties['ApiId']
}

/** Whether a part belongs to the API that the deployment is of. A removed part has no properties any more. */
function isOfApi(stack: PlannedStack, change: ResourceChange, api: unknown): boolean {
  if (/::(RestApi|Api)$/.test(change.type)) {
    const isContent = ({ path }: { readonly path: string }): boolean => /(^|\/)(Body|BodyS3Location)(\/|$)/.test(path)
    return stack.refersTo(api, change.logicalId) && change.properties.some(isContent)
  }
  const part = stack.ofType(change.type).find(({ id }) => id === change.logicalId)
  return part === undefined || JSON.stringify(apiOf(part.resource.properties)) === JSON.stringify(api)
}
