import type { Command } from './contract.ts'

interface Listed {
  readonly StackResources: readonly { readonly LogicalResourceId: string; readonly PhysicalResourceId: string }[]
}

const DOMAIN = 'shop.example.com'

/** API Gateway and CloudFront: what a stack made, then a deployment by calls. */
export const APIS: readonly Command[] = [
  { run: 'cloudformation deploy --stack-name cli-apis --template-file apis.yml' },
  {
    run: 'cloudformation describe-stack-resources --stack-name cli-apis',
    sets: ({ StackResources: all }: Listed) =>
      Object.fromEntries(all.map((each) => [`api${each.LogicalResourceId}`, each.PhysicalResourceId])),
  },
  { run: 'apigateway get-rest-apis', shows: "items[?name=='cli-shop'].id", is: ['{apiRest}'] },
  { run: 'apigateway get-rest-api --rest-api-id {apiRest}', shows: 'endpointConfiguration.types', is: ['REGIONAL'] },
  { run: 'apigateway get-rest-api --rest-api-id none', fails: 'NotFoundException' },
  {
    run: 'apigateway get-stages --rest-api-id {apiRest}',
    shows: 'item[].[stageName, variables.size]',
    is: [['live', 'large']],
  },
  {
    run: 'apigateway get-stage --rest-api-id {apiRest} --stage-name live',
    shows: 'deploymentId',
    sets: 'apiFirst',
  },
  { run: 'apigateway get-stage --rest-api-id {apiRest} --stage-name none', fails: 'Invalid stage identifier' },
  { run: 'apigateway get-deployments --rest-api-id {apiRest}', shows: 'items[].id', is: ['{apiFirst}'] },
  {
    run: 'apigateway create-deployment --rest-api-id {apiRest} --stage-name live --description second',
    shows: 'id',
    sets: 'apiSecond',
  },
  {
    run: 'apigateway get-deployment --rest-api-id {apiRest} --deployment-id {apiSecond}',
    shows: 'description',
    is: 'second',
  },
  {
    run: 'apigateway get-stage --rest-api-id {apiRest} --stage-name live',
    shows: 'deploymentId',
    is: '{apiSecond}',
  },
  {
    run: 'apigateway update-stage --rest-api-id {apiRest} --stage-name live --patch-operations op=replace,path=/deploymentId,value={apiFirst} op=replace,path=/variables/size,value=small',
    shows: '[deploymentId, variables.size]',
    is: ['{apiFirst}', 'small'],
  },
  {
    run: 'apigateway create-deployment --rest-api-id {apiRest} --stage-name next',
    shows: 'id',
  },
  { run: 'apigateway delete-stage --rest-api-id {apiRest} --stage-name next' },
  { run: 'apigateway get-domain-names', shows: 'items[].domainName', is: [DOMAIN] },
  {
    run: `apigateway get-domain-name --domain-name ${DOMAIN}`,
    shows: '[regionalCertificateArn, domainNameStatus]',
    is: ['arn:aws:acm:eu-west-1:111111111111:certificate/11111111-1111-4111-8111-111111111111', 'AVAILABLE'],
  },
  {
    run: `apigateway get-base-path-mappings --domain-name ${DOMAIN}`,
    shows: 'items[].[basePath, restApiId, stage]',
    is: [['(none)', '{apiRest}', 'live']],
  },
  {
    run: `apigateway get-base-path-mapping --domain-name ${DOMAIN} --base-path '(none)'`,
    shows: 'stage',
    is: 'live',
  },
  { run: 'apigatewayv2 get-apis', shows: 'Items[].Name', is: ['cli-http'] },
  { run: 'apigatewayv2 get-api --api-id {apiHttp}', shows: 'ProtocolType', is: 'HTTP' },
  { run: 'apigatewayv2 get-stages --api-id {apiHttp}', shows: 'Items[].StageName', is: ['live'] },
  {
    run: 'apigatewayv2 create-deployment --api-id {apiHttp} --stage-name live',
    shows: 'DeploymentId',
    sets: 'apiHttpSecond',
  },
  {
    run: 'apigatewayv2 get-stage --api-id {apiHttp} --stage-name live',
    shows: 'DeploymentId',
    is: '{apiHttpSecond}',
  },
  {
    run: 'apigatewayv2 get-deployment --api-id {apiHttp} --deployment-id {apiHttpSecond}',
    shows: 'DeploymentStatus',
    is: 'DEPLOYED',
  },
  { run: 'apigatewayv2 get-deployments --api-id {apiHttp}', shows: 'length(Items)', is: 2 },
  {
    run: 'apigatewayv2 update-stage --api-id {apiHttp} --stage-name live --stage-variables size=small',
    shows: 'StageVariables.size',
    is: 'small',
  },
  { run: 'apigatewayv2 get-domain-names', shows: 'Items[].DomainName', is: ['http.example.com'] },
  {
    run: 'apigatewayv2 get-domain-name --domain-name http.example.com',
    shows: 'DomainNameConfigurations[0].EndpointType',
    is: 'REGIONAL',
  },
  {
    run: 'apigatewayv2 get-api-mappings --domain-name http.example.com',
    shows: 'Items[].[ApiId, Stage]',
    is: [['{apiHttp}', 'live']],
  },
  {
    run: 'cloudfront list-distributions',
    shows: 'DistributionList.Items[].[Id, Aliases.Items[0]]',
    is: [['{apiEdge}', 'www.example.com']],
  },
  { run: 'cloudfront wait distribution-deployed --id {apiEdge}' },
  {
    run: 'cloudfront get-distribution --id {apiEdge}',
    shows:
      'Distribution.DistributionConfig.ViewerCertificate.[ACMCertificateArn, SSLSupportMethod, CloudFrontDefaultCertificate]',
    is: ['arn:aws:acm:us-east-1:111111111111:certificate/22222222-2222-4222-8222-222222222222', 'sni-only', false],
  },
  {
    run: 'cloudfront get-distribution-config --id {apiEdge}',
    shows: 'DistributionConfig.Origins.Items[0].DomainName',
    is: 'cli-store.s3.amazonaws.com',
  },
  { run: 'cloudfront get-distribution --id E0000000000000', fails: 'NoSuchDistribution' },
]
