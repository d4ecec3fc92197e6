import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { ServiceError } from '../../../contract.ts'
import type { Call, Properties, Service } from '../../../contract.ts'
import { asText } from '../../names.ts'
import { pageOf } from '../../paging.ts'
import type { World } from '../../world.ts'
import { modelsOf, nobody, outputOf, shaped } from './models.ts'
import type { Model } from './models.ts'
import { apiPermissions } from './permissions.ts'

const SERVICE = 'apigatewayv2'
/** A number of our own: the API reference gives none. */
const PAGE = 100

const notFound = (what: string): ServiceError =>
  new ServiceError('NotFoundException', `Invalid ${what} identifier specified`, 404, { ResourceType: what })

/** API Gateway V2: HTTP and WebSocket APIs, deployments, stages, custom domain names and API mappings. */
export function createApiGatewayV2(world: World): Service {
  const all = (call: Call, kind: string): Model[] => modelsOf(world, call, `AWS::ApiGatewayV2::${kind}`)
  const find = (models: readonly Model[], name: string, value: string | undefined, what: string): Model => {
    const found = models.find(({ model }) => asText(model[name]) === value)
    if (found === undefined) throw notFound(what)
    return found
  }
  const api = (call: Call, id: string | undefined): Model => find(all(call, 'Api'), 'ApiId', id, 'API')
  const ofApi = (call: Call, kind: string, id: string | undefined): Model[] =>
    all(call, kind).filter(({ model }) => model.ApiId === api(call, id).model.ApiId)
  const stage = (call: Call, input: { ApiId: string | undefined; StageName: string | undefined }): Model =>
    find(ofApi(call, 'Stage', input.ApiId), 'StageName', input.StageName, 'stage')
  const domain = (call: Call, name: string | undefined): Model =>
    find(all(call, 'DomainName'), 'DomainName', name, 'domain name')
  const shown = async (operation: string, given: Properties): Promise<object> =>
    shaped(await outputOf(SERVICE, operation), given) as object
  const listed = async (
    operation: string,
    given: readonly Properties[],
    { MaxResults, NextToken }: { readonly MaxResults?: string | undefined; readonly NextToken?: string | undefined },
  ): Promise<object> => {
    const size = MaxResults === undefined ? PAGE : Number(MaxResults)
    const invalid = (): ServiceError => new ServiceError('BadRequestException', 'Invalid nextToken specified', 400)
    const { items, next } = pageOf(given, size, NextToken, invalid)
    const shownItems = await Promise.all(items.map((each) => shown(operation, each)))
    return { Items: shownItems, ...(next !== undefined && { NextToken: next }) }
  }
  const handler = (kind: string) => world.cloudFormation.handler(`AWS::ApiGatewayV2::${kind}`)
  async function change({ resource }: Model, changed: Properties): Promise<void> {
    const { type, physicalId, properties, owner } = resource
    await world.cloudFormation.handler(type).update(physicalId, { ...properties, ...changed }, properties, owner)
  }

  return {
    name: SERVICE,
    operations: {
      GetApis: (input: sdk.GetApisCommandInput, call) => listed('GetApi', all(call, 'Api').map(modelIn), input),
      GetApi: (input: sdk.GetApiCommandInput, call) => shown('GetApi', api(call, input.ApiId).model),
      GetStages: (input: sdk.GetStagesCommandInput, call) =>
        listed('GetStage', ofApi(call, 'Stage', input.ApiId).map(modelIn), input),
      GetStage: (input: sdk.GetStageCommandInput, call) => shown('GetStage', stage(call, input).model),
      GetDeployments: (input: sdk.GetDeploymentsCommandInput, call) =>
        listed('GetDeployment', ofApi(call, 'Deployment', input.ApiId).map(deploymentOf), input),
      GetDeployment(input: sdk.GetDeploymentCommandInput, call) {
        const deployments = ofApi(call, 'Deployment', input.ApiId)
        return shown('GetDeployment', deploymentOf(find(deployments, 'DeploymentId', input.DeploymentId, 'Deployment')))
      },
      GetDomainNames: (input: sdk.GetDomainNamesCommandInput, call) =>
        listed('GetDomainName', all(call, 'DomainName').map(domainOf), input),
      GetDomainName: (input: sdk.GetDomainNameCommandInput, call) =>
        shown('GetDomainName', domainOf(domain(call, input.DomainName))),
      GetApiMappings(input: sdk.GetApiMappingsCommandInput, call) {
        const name = domain(call, input.DomainName).model.DomainName
        const mappings = all(call, 'ApiMapping').filter(({ model }) => model.DomainName === name)
        return listed('GetApiMapping', mappings.map(modelIn), input)
      },
      async CreateDeployment(input: sdk.CreateDeploymentCommandInput, call) {
        const { ApiId } = api(call, input.ApiId).model
        const known = input.StageName === undefined ? undefined : stage(call, { ...input, StageName: input.StageName })
        const made = await handler('Deployment').create({ ApiId, Description: input.Description }, nobody(call))
        const deployment = all(call, 'Deployment').find(({ resource }) => resource.physicalId === made.physicalId)!
        if (known !== undefined) await change(known, { DeploymentId: deployment.model.DeploymentId })
        return shown('GetDeployment', deploymentOf(deployment))
      },
      async UpdateStage(input: sdk.UpdateStageCommandInput, call) {
        const found = stage(call, input)
        const { ApiId: _api, StageName: _stage, ...given } = input
        const changed = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
        const deployments = ofApi(call, 'Deployment', input.ApiId)
        if (input.DeploymentId !== undefined) find(deployments, 'DeploymentId', input.DeploymentId, 'Deployment')
        await change(found, changed)
        return shown('GetStage', stage(call, input).model)
      },
    },
    permissions: apiPermissions,
  }
}

const modelIn = ({ model }: Model): Properties => model

const deploymentOf = ({ model }: Model): Properties => ({
  ...model,
  DeploymentStatus: 'DEPLOYED',
  AutoDeployed: false,
})

function domainOf({ model }: Model): Properties {
  const configurations = (model.DomainNameConfigurations as Properties[] | undefined) ?? []
  return {
    ...model,
    DomainNameConfigurations: configurations.map((each) => ({
      ...each,
      ApiGatewayDomainName: model.RegionalDomainName,
      HostedZoneId: model.RegionalHostedZoneId,
      DomainNameStatus: 'AVAILABLE',
    })),
  }
}
