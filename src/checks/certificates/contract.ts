import type { ListedCertificate } from '../engine/listener-certificates.ts'

/** Types whose resources serve over TLS with certificates that their configuration names. */
export const ENDPOINT_TYPES = [
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::CloudFront::Distribution',
  'AWS::ApiGateway::DomainName',
  'AWS::ApiGatewayV2::DomainName',
] as const
export type EndpointType = (typeof ENDPOINT_TYPES)[number]

/** A resource of a stack that may serve over TLS. */
export interface EndpointResource {
  readonly type: EndpointType
  /** `web/Listener`, or `web/Nested/Listener`. */
  readonly path: string
  readonly physicalId: string
}

/** Where an endpoint is asked, and for which name. */
export interface EndpointAddress {
  readonly host: string
  readonly port: number
}

/** What an endpoint of a stack names, and what it serves. */
export interface EndpointFacts {
  readonly path: string
  /** None where it serves no TLS, or has the certificate of the service's own name. */
  readonly certificates: readonly ListedCertificate[]
  /** Serial number of what it served; absent where it was not asked. */
  readonly served?: { readonly serial: string; readonly servername: string }
  /** Why it was not asked or did not answer. */
  readonly notAsked?: string
}

/** An endpoint, or all of them, of which the configuration could not be read. */
export interface UnreadEndpoint {
  readonly path: string
  readonly reason: string
  readonly advice?: string
}

export interface CertificateFacts {
  readonly endpoints: readonly EndpointFacts[]
  readonly unread: readonly UnreadEndpoint[]
  readonly at: number
}
