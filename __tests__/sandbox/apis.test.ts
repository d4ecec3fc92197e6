import {
  APIGatewayClient,
  CreateDeploymentCommand,
  DeleteStageCommand,
  GetBasePathMappingsCommand,
  GetDeploymentsCommand,
  GetDomainNameCommand,
  GetRestApisCommand,
  GetStageCommand,
  GetStagesCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import {
  ApiGatewayV2Client,
  CreateDeploymentCommand as CreateHttpDeploymentCommand,
  GetStageCommand as GetHttpStageCommand,
  UpdateStageCommand as UpdateHttpStageCommand,
} from '@aws-sdk/client-apigatewayv2'
import {
  CloudFrontClient,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  ListDistributionsCommand,
} from '@aws-sdk/client-cloudfront'
import {
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { APIS } from '../../scripts/check/clients/cli/world.ts'
import { errorOf, openSandbox, PREPROD, until } from './world.ts'
import type { Opened } from './world.ts'

let opened: Opened
let rest: APIGatewayClient
let http: ApiGatewayV2Client
let edge: CloudFrontClient
const ids: Record<string, string> = {}
beforeAll(async () => {
  opened = await openSandbox({ pace: 'skip' })
  const credentials = { accessKeyId: PREPROD.account, secretAccessKey: 'anything' }
  const config = { endpoint: opened.sandbox.awsUrl, region: PREPROD.region, credentials, maxAttempts: 1 }
  rest = new APIGatewayClient(config)
  http = new ApiGatewayV2Client(config)
  edge = new CloudFrontClient({ ...config, region: 'us-east-1' })
  const { cloudformation } = opened.aws
  await cloudformation.send(new CreateStackCommand({ StackName: 'apis', TemplateBody: APIS }))
  await until(
    async () => (await cloudformation.send(new DescribeStacksCommand({ StackName: 'apis' }))).Stacks?.[0]?.StackStatus,
    (status) => status === 'CREATE_COMPLETE',
  )
  const { StackResources = [] } = await cloudformation.send(new DescribeStackResourcesCommand({ StackName: 'apis' }))
  for (const { LogicalResourceId = '', PhysicalResourceId = '' } of StackResources)
    ids[LogicalResourceId] = PhysicalResourceId
})
afterAll(() => opened.sandbox.close())

describe('a REST API', () => {
  const stage = () => rest.send(new GetStageCommand({ restApiId: ids.Rest!, stageName: 'live' }))

  test('is described as its template creates it', async () => {
    const { items = [] } = await rest.send(new GetRestApisCommand())
    expect(items).toMatchObject([{ id: ids.Rest, name: 'cli-shop', endpointConfiguration: { types: ['REGIONAL'] } }])
    const { item = [] } = await rest.send(new GetStagesCommand({ restApiId: ids.Rest! }))
    expect(item).toMatchObject([{ stageName: 'live', variables: { size: 'large' }, cacheClusterEnabled: false }])
    const domain = await rest.send(new GetDomainNameCommand({ domainName: 'shop.example.com' }))
    expect(domain).toMatchObject({ domainNameStatus: 'AVAILABLE', regionalCertificateArn: expect.any(String) })
    const { items: mappings } = await rest.send(new GetBasePathMappingsCommand({ domainName: 'shop.example.com' }))
    expect(mappings).toEqual([{ basePath: '(none)', restApiId: ids.Rest, stage: 'live' }])
  })

  test('gets a deployment on a stage, which can be set back to the previous one', async () => {
    const { deploymentId: first = '' } = await stage()
    const { id: second } = await rest.send(new CreateDeploymentCommand({ restApiId: ids.Rest!, stageName: 'live' }))
    expect((await stage()).deploymentId).toBe(second)
    const { items = [] } = await rest.send(new GetDeploymentsCommand({ restApiId: ids.Rest! }))
    expect(items.map(({ id }) => id)).toEqual([first, second])
    const update = (path: string, value: string) =>
      rest.send(
        new UpdateStageCommand({
          restApiId: ids.Rest!,
          stageName: 'live',
          patchOperations: [{ op: 'replace', path, value }],
        }),
      )
    expect(await update('/deploymentId', first)).toMatchObject({ deploymentId: first })
    expect(await errorOf(update('/deploymentId', 'none'))).toMatchObject({ name: 'BadRequestException' })
    expect(await errorOf(update('/cacheClusterEnabled', 'true'))).toMatchObject({
      message: 'The sandbox does not change /cacheClusterEnabled of a stage',
    })
  })

  test('must exist, and so must its stage', async () => {
    await rest.send(new CreateDeploymentCommand({ restApiId: ids.Rest!, stageName: 'next' }))
    await rest.send(new DeleteStageCommand({ restApiId: ids.Rest!, stageName: 'next' }))
    const gone = rest.send(new GetStageCommand({ restApiId: ids.Rest!, stageName: 'next' }))
    expect(await errorOf(gone)).toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid stage identifier specified',
    })
    const nowhere = rest.send(new GetStagesCommand({ restApiId: 'none' }))
    expect(await errorOf(nowhere)).toMatchObject({ message: 'Invalid API identifier specified' })
  })
})

test('an HTTP API gets a deployment on a stage', async () => {
  const place = { ApiId: ids.Http!, StageName: 'live' }
  const { DeploymentId } = await http.send(new CreateHttpDeploymentCommand(place))
  expect(await http.send(new GetHttpStageCommand(place))).toMatchObject({ DeploymentId })
  const changed = await http.send(new UpdateHttpStageCommand({ ...place, StageVariables: { size: 'small' } }))
  expect(changed).toMatchObject({ StageVariables: { size: 'small' }, DeploymentId })
  const unknown = http.send(new UpdateHttpStageCommand({ ...place, DeploymentId: 'none' }))
  expect(await errorOf(unknown)).toMatchObject({ name: 'NotFoundException' })
})

test('a distribution has its aliases and its certificate, from every region', async () => {
  const { DistributionList: list } = await edge.send(new ListDistributionsCommand())
  expect(list).toMatchObject({
    Quantity: 1,
    IsTruncated: false,
    Items: [{ Id: ids.Edge, Status: 'Deployed', Aliases: { Quantity: 1, Items: ['www.example.com'] } }],
  })
  const { Distribution, ETag } = await edge.send(new GetDistributionCommand({ Id: ids.Edge! }))
  expect(Distribution?.DistributionConfig).toMatchObject({
    Origins: { Quantity: 1, Items: [{ DomainName: 'cli-store.s3.amazonaws.com', CustomHeaders: { Quantity: 0 } }] },
    ViewerCertificate: {
      ACMCertificateArn: expect.stringContaining(':us-east-1:'),
      SSLSupportMethod: 'sni-only',
      CertificateSource: 'acm',
      CloudFrontDefaultCertificate: false,
    },
  })
  expect(await edge.send(new GetDistributionConfigCommand({ Id: ids.Edge! }))).toMatchObject({
    ETag,
    DistributionConfig: { Enabled: true },
  })
  const none = edge.send(new GetDistributionCommand({ Id: 'E0' }))
  expect(await errorOf(none)).toMatchObject({ name: 'NoSuchDistribution' })
})
