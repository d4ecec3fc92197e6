import type { RequiredPermission } from '../../../contract.ts'
import { asText } from '../../names.ts'

const METHODS: readonly (readonly [RegExp, string])[] = [
  [/^Create/, 'POST'],
  [/^Update/, 'PATCH'],
  [/^Delete/, 'DELETE'],
]
/** Members that are in paths, with the name of their collection. */
const COLLECTIONS: readonly (readonly [member: string, collection: string])[] = [
  ['restApiId', 'restapis'],
  ['ApiId', 'apis'],
  ['domainName', 'domainnames'],
  ['DomainName', 'domainnames'],
  ['stageName', 'stages'],
  ['StageName', 'stages'],
  ['deploymentId', 'deployments'],
  ['DeploymentId', 'deployments'],
]

/** API Gateway's actions are methods on paths (service authorization reference, API Gateway Management). */
export function apiPermissions(
  operation: string,
  input: Readonly<Record<string, unknown>>,
  { region }: { readonly region: string },
): RequiredPermission[] {
  const method = METHODS.find(([pattern]) => pattern.test(operation))?.[1] ?? 'GET'
  const isInBody = /^Create(?:Deployment|Stage)/.test(operation)
  const named = COLLECTIONS.filter(([member]) => input[member] !== undefined && !(isInBody && /^stage/i.test(member)))
  const parts = named.map(([member, collection]) => `/${collection}/${asText(input[member])}`)
  const listed = /^Get(RestApis|Apis|DomainNames|Stages|Deployments|BasePathMappings|ApiMappings)$/.exec(operation)?.[1]
  const last = listed ?? (isInBody ? operation.slice('Create'.length).concat('s') : undefined)
  const path = `${parts.join('')}${last === undefined ? '' : `/${last.toLowerCase()}`}`
  return [{ action: `apigateway:${method}`, resource: `arn:aws:apigateway:${region}::${path}` }]
}
