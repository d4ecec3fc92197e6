import { randomUUID, X509Certificate } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-acm'
import { ServiceError } from '../../contract.ts'
import type { Call, SandboxClock, Service } from '../../contract.ts'
import { asText, homeKey } from '../names.ts'
import { pageOf } from '../paging.ts'

interface Imported {
  readonly arn: string
  readonly home: string
  readonly certificate: X509Certificate
  readonly at: Date
}

const DEFAULT_PAGE = 1_000

/** ACM: certificates that were imported, which it does not renew. It issues none. */
export function createAcm(clock: SandboxClock): Service {
  const all = new Map<string, Imported>()

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
        all.set(arn, { arn, home: homeKey(call), certificate, at: clock.now() })
        return { CertificateArn: arn }
      },
      DescribeCertificate: (input: sdk.DescribeCertificateCommandInput, call) => ({
        Certificate: describe(get(call, input.CertificateArn), clock.now()),
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
        all.delete(get(call, input.CertificateArn).arn)
        return {}
      },
    },
    permissions: (operation, input) => [{ action: `acm:${operation}`, resource: asText(input.CertificateArn, '*') }],
  }
}

function describe({ arn, certificate, at }: Imported, now: Date): sdk.CertificateDetail {
  const names = (certificate.subjectAltName ?? '').split(', ').flatMap((name) => /^DNS:(.*)$/.exec(name)?.[1] ?? [])
  const end = new Date(certificate.validTo)
  return {
    CertificateArn: arn,
    DomainName: names[0] ?? /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? '',
    SubjectAlternativeNames: names,
    Serial: certificate.serialNumber.toLowerCase().replaceAll(/(..)(?!$)/g, '$1:'),
    Subject: certificate.subject.replaceAll('\n', ','),
    Issuer: certificate.issuer.replaceAll('\n', ','),
    ImportedAt: at,
    Status: end < now ? 'EXPIRED' : 'ISSUED',
    NotBefore: new Date(certificate.validFrom),
    NotAfter: end,
    InUseBy: [],
    Type: 'IMPORTED',
    RenewalEligibility: 'INELIGIBLE',
  }
}
