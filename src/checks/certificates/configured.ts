import type { EndpointType } from './contract.ts'

export interface ConfiguredCertificates {
  /** ARNs, the first of which is the default one. */
  readonly arns: readonly string[]
  /** Where it is asked. */
  readonly host?: string
  /** The name that it serves; absent: one of the certificate's. */
  readonly servername?: string
}

interface Properties {
  readonly DomainName?: string
  readonly DistributionDomainName?: string
  readonly RegionalDomainName?: string
  readonly CertificateArn?: string
  readonly RegionalCertificateArn?: string
  readonly DomainNameConfigurations?: readonly { readonly CertificateArn?: string }[]
  readonly DistributionConfig?: {
    readonly Aliases?: readonly string[]
    readonly ViewerCertificate?: { readonly AcmCertificateArn?: string; readonly IamCertificateId?: string }
  }
}

/** The certificates in the properties of a resource, as Cloud Control gives them in JSON. Pure. */
export function configuredIn(type: EndpointType, json: string): ConfiguredCertificates {
  const properties = JSON.parse(json) as Properties
  const given = (...values: readonly (string | undefined)[]): string[] => values.flatMap((value) => value ?? [])
  switch (type) {
    case 'AWS::CloudFront::Distribution': {
      const { ViewerCertificate: own, Aliases: [alias] = [] } = properties.DistributionConfig ?? {}
      const host = properties.DomainName
      return {
        arns: given(own?.AcmCertificateArn, own?.IamCertificateId),
        ...(host !== undefined && { host }),
        ...(alias !== undefined && { servername: alias }),
      }
    }
    case 'AWS::ApiGateway::DomainName':
    case 'AWS::ApiGatewayV2::DomainName': {
      const host = properties.RegionalDomainName ?? properties.DistributionDomainName
      const listed = (properties.DomainNameConfigurations ?? []).flatMap(({ CertificateArn }) => CertificateArn ?? [])
      return {
        arns: [...new Set([...given(properties.RegionalCertificateArn, properties.CertificateArn), ...listed])],
        ...(host !== undefined && { host }),
        ...(properties.DomainName !== undefined && { servername: properties.DomainName }),
      }
    }
    default:
      return { arns: [] }
  }
}
