import type * as sdk from '@aws-sdk/client-api-gateway'
import { ServiceError } from '../../../contract.ts'
import type { Call, Properties, Service } from '../../../contract.ts'
import { asText } from '../../names.ts'
import { pageOf } from '../../paging.ts'
import type { World } from '../../world.ts'
import { modelsOf, nobody, outputOf, shaped } from './models.ts'
import type { Model } from './models.ts'
import { apiPermissions } from './permissions.ts'

const SERVICE = 'apigateway'
/** API Gateway API reference: 25 by default. */
const PAGE = 25

const notFound = (what: string): ServiceError =>
  new ServiceError('NotFoundException', `Invalid ${what} identifier specified`, 404)
const badRequest = (message: string): ServiceError => new ServiceError('BadRequestException', message, 400)

/** API Gateway: REST APIs, deployments, stages, custom domain names and base path mappings. */
export function createApiGateway(world: World): Service {
  const all = (call: Call, kind: string): Model[] => modelsOf(world, call, `AWS::ApiGateway::${kind}`)
  const ofApi = (call: Call, kind: string, restApiId: string | undefined): Model[] =>
    all(call, kind).filter(({ model }) => model.RestApiId === api(call, restApiId).model.RestApiId)
  const find = (models: readonly Model[], name: string, value: string | undefined, what: string): Model => {
    const found = models.find(({ model }) => asText(model[name]) === value)
    if (found === undefined) throw notFound(what)
    return found
  }
  const api = (call: Call, id: string | undefined): Model => find(all(call, 'RestApi'), 'RestApiId', id, 'API')
  const stage = (call: Call, input: { restApiId: string | undefined; stageName: string | undefined }): Model =>
    find(ofApi(call, 'Stage', input.restApiId), 'StageName', input.stageName, 'stage')
  const domain = (call: Call, name: string | undefined): Model =>
    find(all(call, 'DomainName'), 'DomainName', name, 'domain name')

  /** A model in the shape of the operation that gets one. */
  const shown = async (operation: string, given: Properties): Promise<object> =>
    shaped(await outputOf(SERVICE, operation), given) as object
  const listed = async (
    operation: string,
    given: readonly Properties[],
    { limit = PAGE, position }: { readonly limit?: number | undefined; readonly position?: string | undefined },
  ): Promise<object> => {
    const { items, next } = pageOf(given, limit, position, () => badRequest('Invalid position parameter specified'))
    const shownItems = await Promise.all(items.map((each) => shown(operation, each)))
    return { items: shownItems, ...(next !== undefined && { position: next }) }
  }

  return {
    name: SERVICE,
    operations: {
      GetRestApis: (input: sdk.GetRestApisCommandInput, call) =>
        listed('GetRestApi', all(call, 'RestApi').map(apiOf), input),
      GetRestApi: (input: sdk.GetRestApiCommandInput, call) => shown('GetRestApi', apiOf(api(call, input.restApiId))),
      GetDeployments: (input: sdk.GetDeploymentsCommandInput, call) =>
        listed('GetDeployment', ofApi(call, 'Deployment', input.restApiId).map(deploymentOf), input),
      GetDeployment(input: sdk.GetDeploymentCommandInput, call) {
        const deployments = ofApi(call, 'Deployment', input.restApiId)
        return shown('GetDeployment', deploymentOf(find(deployments, 'DeploymentId', input.deploymentId, 'Deployment')))
      },
      async GetStages(input: sdk.GetStagesCommandInput, call) {
        const stages = ofApi(call, 'Stage', input.restApiId).filter(
          ({ model }) => input.deploymentId === undefined || model.DeploymentId === input.deploymentId,
        )
        return { item: await Promise.all(stages.map((each) => shown('GetStage', stageOf(each)))) }
      },
      GetStage: (input: sdk.GetStageCommandInput, call) => shown('GetStage', stageOf(stage(call, input))),
      GetDomainNames: (input: sdk.GetDomainNamesCommandInput, call) =>
        listed(
          'GetDomainName',
          all(call, 'DomainName').map((each) => domainOf(each, call)),
          input,
        ),
      GetDomainName: (input: sdk.GetDomainNameCommandInput, call) =>
        shown('GetDomainName', domainOf(domain(call, input.domainName), call)),
      GetBasePathMappings(input: sdk.GetBasePathMappingsCommandInput, call) {
        const name = domain(call, input.domainName).model.DomainName
        const mappings = all(call, 'BasePathMapping').filter(({ model }) => model.DomainName === name)
        return listed('GetBasePathMapping', mappings.map(mappingOf), input)
      },
      GetBasePathMapping(input: sdk.GetBasePathMappingCommandInput, call) {
        const name = domain(call, input.domainName).model.DomainName
        const mappings = all(call, 'BasePathMapping').filter(({ model }) => model.DomainName === name)
        const found = mappings.map(mappingOf).find(({ BasePath }) => BasePath === input.basePath)
        if (found === undefined) throw notFound('base path mapping')
        return shown('GetBasePathMapping', found)
      },
      async CreateDeployment(input: sdk.CreateDeploymentCommandInput, call) {
        const { RestApiId } = api(call, input.restApiId).model
        const made = await world.cloudFormation
          .handler('AWS::ApiGateway::Deployment')
          .create(
            { RestApiId, ...(input.description !== undefined && { Description: input.description }) },
            nobody(call),
          )
        const deployment = all(call, 'Deployment').find(({ resource }) => resource.physicalId === made.physicalId)!
        const { DeploymentId } = deployment.model
        const { stageName: StageName } = input
        const known = ofApi(call, 'Stage', input.restApiId).find(({ model }) => model.StageName === StageName)
        if (known !== undefined) await change(known, { DeploymentId })
        else if (StageName !== undefined) {
          const stages = world.cloudFormation.handler('AWS::ApiGateway::Stage')
          await stages.create({ RestApiId, StageName, DeploymentId, Variables: input.variables }, nobody(call))
        }
        return shown('GetDeployment', deploymentOf(deployment))
      },
      async UpdateStage(input: sdk.UpdateStageCommandInput, call) {
        const found = stage(call, input)
        const ids = ofApi(call, 'Deployment', input.restApiId).map(({ model }) => asText(model.DeploymentId))
        await change(found, patched(found.resource.properties, input.patchOperations ?? [], ids))
        return shown('GetStage', stageOf(stage(call, input)))
      },
      async DeleteStage(input: sdk.DeleteStageCommandInput, call) {
        const { resource } = stage(call, input)
        await world.cloudFormation.handler(resource.type).remove(resource.physicalId, resource.owner)
        return {}
      },
    },
    permissions: apiPermissions,
  }

  async function change({ resource }: Model, changed: Properties): Promise<void> {
    const { type, physicalId, properties, owner } = resource
    await world.cloudFormation.handler(type).update(physicalId, { ...properties, ...changed }, properties, owner)
  }
}

/** The changes of a stage that deployments need; the others are refused. */
function patched(
  before: Properties,
  operations: readonly sdk.PatchOperation[],
  deployments: readonly string[],
): Properties {
  return operations.reduce<Properties>((changed, { op, path = '', value = '' }) => {
    const [, member = '', name = ''] = path.split('/')
    if (op !== 'replace' && op !== 'remove') throw badRequest(`Invalid patch operation specified: ${op}`)
    if (member === 'deploymentId' && op === 'replace') {
      if (!deployments.includes(value)) throw badRequest('Deployment id does not exist')
      return { ...changed, DeploymentId: value }
    }
    if (member === 'description') return { ...changed, Description: op === 'remove' ? undefined : value }
    if (member === 'variables' && name !== '') {
      const { [name]: _, ...others } = (changed.Variables ?? before.Variables ?? {}) as Record<string, unknown>
      return { ...changed, Variables: op === 'remove' ? others : { ...others, [name]: value } }
    }
    throw badRequest(`The sandbox does not change ${path} of a stage`)
  }, {})
}

const apiOf = ({ model }: Model): Properties => ({
  ...model,
  id: model.RestApiId,
  apiKeySource: model.ApiKeySourceType,
  apiStatus: 'AVAILABLE',
})

const deploymentOf = ({ model }: Model): Properties => ({ ...model, id: model.DeploymentId })

/** Settings of methods are a list in templates, and by `PATH/METHOD` in the API. */
function stageOf({ model }: Model): Properties {
  const settings = (model.MethodSettings as Properties[] | undefined) ?? []
  const keyOf = ({ ResourcePath, HttpMethod }: Properties): string =>
    `${asText(ResourcePath, '/*').replace(/^\//, '').replaceAll('/', '~1')}/${asText(HttpMethod, '*')}`
  return {
    ...model,
    AccessLogSettings: model.AccessLogSetting,
    CanarySettings: model.CanarySetting,
    MethodSettings: Object.fromEntries(settings.map((each) => [keyOf(each), each])),
    cacheClusterStatus: model.CacheClusterEnabled === true ? 'AVAILABLE' : 'NOT_AVAILABLE',
  }
}

function domainOf({ model }: Model, { region, account }: Call): Properties {
  const name = asText(model.DomainName)
  return {
    ...model,
    domainNameStatus: 'AVAILABLE',
    domainNameArn: `arn:aws:apigateway:${region}:${account}:/domainnames/${name}`,
  }
}

/** A mapping without a base path has the name `(none)`. */
const mappingOf = ({ model, resource }: Model): Properties => ({
  ...model,
  BasePath: asText(resource.properties.BasePath) || '(none)',
})
