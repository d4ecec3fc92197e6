import type { DefaultsByType } from '../contract.ts'
import { eachFilled, filled, fixed } from './fill.ts'

/** API Gateway. */
export const API_DEFAULTS: DefaultsByType = {
  'AWS::ApiGateway::RestApi': {
    source: 'API Gateway developer guide and API reference, CreateRestApi: endpoint types, security policies',
    complete: (known) => {
      const types = (known['EndpointConfiguration'] as { Types?: readonly unknown[] } | undefined)?.Types ?? ['EDGE']
      const isPrivate = types.includes('PRIVATE')
      return filled(known, {
        ApiKeySourceType: 'HEADER',
        DisableExecuteApiEndpoint: false,
        EndpointConfiguration: { IpAddressType: isPrivate ? 'dualstack' : 'ipv4', Types: types },
        SecurityPolicy: isPrivate ? 'TLS_1_2' : 'TLS_1_0',
      })
    },
  },
  'AWS::ApiGateway::Stage': {
    source: 'API Gateway API reference, Stage and MethodSetting',
    complete: (known) => {
      const settings = eachFilled(known['MethodSettings'], {
        CacheDataEncrypted: false,
        CacheTtlInSeconds: 300,
        CachingEnabled: false,
        MetricsEnabled: false,
      })
      return filled(
        { ...known, ...(settings !== undefined && { MethodSettings: settings }) },
        { CacheClusterEnabled: false, TracingEnabled: false },
      )
    },
  },
  'AWS::ApiGateway::Method': {
    source: 'template reference; API Gateway API reference, PutIntegration',
    complete: (known) =>
      filled(known, {
        ApiKeyRequired: false,
        ...(known['Integration'] !== undefined && {
          Integration: {
            CacheNamespace: known['ResourceId'],
            PassthroughBehavior: 'WHEN_NO_MATCH',
            ResponseTransferMode: 'BUFFERED',
            TimeoutInMillis: 29_000,
          },
        }),
      }),
  },
  'AWS::ApiGatewayV2::Api': fixed('template reference; API Gateway V2 API reference, Api', {
    DisableExecuteApiEndpoint: false,
    IpAddressType: 'ipv4',
    RouteSelectionExpression: '$request.method $request.path',
  }),
  'AWS::ApiGatewayV2::Stage': fixed('API Gateway V2 API reference, RouteSettings', {
    DefaultRouteSettings: { DetailedMetricsEnabled: false },
  }),
}
