import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-acm'
import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import { asText, homeKey } from '../../names.ts'
import { balancerOf } from '../../hosts/listeners.ts'
import { listedCertificates } from '../elbv2/certificates.ts'
import { pageOf } from '../../paging.ts'
import type { World } from '../../world.ts'
import { certificatesOf } from './certificates.ts'
import type { Imported } from './certificates.ts'

const DEFAULT_PAGE = 1_000

/** ACM: certificates that were imported, which it does not renew. It issues none. */
export function createAcm(world: World): Service {
  const { clock } = world
  const all = certificatesOf(world)

  const described = (one: Imported): sdk.CertificateDetail => ({
    ...describe(one, clock.now()),
    InUseBy: usersOf(world, one.arn),
  })
  const get = (call: Call, arn: string | undefined): Imported => {
    const found = all.get(arn ?? '')
    if (found === undefined || found.home !== homeKey(call)) {
      throw new ServiceError('ResourceNotFoundException', `Could not find certificate ${arn}.`)
    }
    return found
  }

  return {
    name: 'acm',
    operations: {
      ImportCertificate(input: sdk.ImportCertificateCommandInput, call) {
        let certificate: X509Certificate
        try {
          certificate = new X509Certificate(Buffer.from(input.Certificate ?? ''))
        } catch {
          throw new ServiceError(
            'ValidationException',
            'The certificate field contains more than one certificate or none.',
          )
        }
        const known = input.CertificateArn === undefined ? undefined : get(call, input.CertificateArn)
        const arn = known?.arn ?? `arn:aws:acm:${call.region}:${call.account}:certificate/${randomUUID()}`
        const key = keyOf(input.PrivateKey, certificate)
        const chain = [input.Certificate, input.CertificateChain].map(textOf).filter(Boolean).join('\n')
        all.set(arn, { arn, home: homeKey(call), certificate, chain, key, at: clock.now() })
        return { CertificateArn: arn }
      },
      DescribeCertificate: (input: sdk.DescribeCertificateCommandInput, call) => ({
        Certificate: described(get(call, input.CertificateArn)),
      }),
      ListCertificates(input: sdk.ListCertificatesCommandInput, call) {
        const own = [...all.values()].filter(({ home }) => home === homeKey(call))
        const { items, next } = pageOf(own, input.MaxItems ?? DEFAULT_PAGE, input.NextToken, () => {
          return new ServiceError('ValidationException', 'The next token is invalid.')
        })
        const summaries = items.map((each) => {
          const { CertificateArn, DomainName, Status, Type } = describe(each, clock.now())
          return { CertificateArn, DomainName, Status, Type }
        })
        return { CertificateSummaryList: summaries, ...(next !== undefined && { NextToken: next }) }
      },
      DeleteCertificate(input: sdk.DeleteCertificateCommandInput, call) {
        const { arn } = get(call, input.CertificateArn)
        if (usersOf(world, arn).length > 0) {
          throw new ServiceError('ResourceInUseException', `Certificate ${arn} in account ${call.account} is in use.`)
        }
        all.delete(arn)
        return {}
      },
    },
    permissions: (operation, input) => [{ action: `acm:${operation}`, resource: asText(input.CertificateArn, '*') }],
  }
}

/** The load balancers whose listeners name a certificate. */
function usersOf(world: World, arn: string): string[] {
  const lists = listedCertificates(world)
  const using = world.live.all().filter(({ type, physicalId, properties }) => {
    if (type !== 'AWS::ElasticLoadBalancingV2::Listener') return false
    const own = (properties.Certificates as { CertificateArn?: string }[] | undefined) ?? []
    return own.some(({ CertificateArn: each }) => each === arn) || lists.of(physicalId).includes(arn)
  })
  return [...new Set(using.map(({ physicalId }) => balancerOf(physicalId)))]
}

const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? '').toString('utf8')

/** The private key, which has to be that of the certificate. */
function keyOf(given: Uint8Array | undefined, certificate: X509Certificate): string | undefined {
  if (given === undefined) return undefined
  const text = textOf(given)
  try {
    if (certificate.checkPrivateKey(createPrivateKey(text))) return text
  } catch {
    throw new ServiceError('ValidationException', 'The private key is not supported.')
  }
  throw new ServiceError('ValidationException', 'The certificate does not match the private key.')
}

function describe({ arn, certificate, at }: Imported, now: Date): sdk.CertificateDetail {
  const names = (certificate.subjectAltName ?? '').split(', ').flatMap((name) => /^DNS:(.*)$/.exec(name)?.[1] ?? [])
  const domain = names[0] ?? /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? ''
  const end = new Date(certificate.validTo)
  return {
    CertificateArn: arn,
    DomainName: domain,
    SubjectAlternativeNames: names.length > 0 ? names : [domain],
    Serial: certificate.serialNumber.toLowerCase().replaceAll(/(..)(?!$)/g, '$1:'),
    Subject: certificate.subject.replaceAll('\n', ','),
    Issuer: certificate.issuer.replaceAll('\n', ','),
    ImportedAt: at,
    Status: end < now ? 'EXPIRED' : 'ISSUED',
    NotBefore: new Date(certificate.validFrom),
    NotAfter: end,
    Type: 'IMPORTED',
    RenewalEligibility: 'INELIGIBLE',
  }
}
