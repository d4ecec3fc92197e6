import { errorName } from '../../aws/errors.ts'
import type { LookUps } from '../../aws/clients/look-ups.ts'
import { markedPagesOf } from '../../aws/pages.ts'
import type { StateReads } from '../../aws/clients/state-reads.ts'
import { ActionError } from '../../support/errors.ts'
import { listed, oneLine, plural } from '../../support/text/text.ts'
import { plainSerial, type CertificateFacts } from '../../support/tls/certificate.ts'
import type { TlsProblem } from './judge-tls.ts'

/** A certificate that a listener names, as ACM has it; `unread` where it is not in ACM. */
export type ListedCertificate = { readonly arn: string; readonly isDefault: boolean } & (
  | { readonly unread: string }
  | {
      readonly serial: string
      /** Milliseconds since 1970; undefined where ACM did not return it. */
      readonly until: number | undefined
      readonly status: string
      /** The first name of the certificate. */
      readonly domain?: string
      /** Of a certificate that ACM issued. */
      readonly renewal?: string
    }
)

export interface ListenerFacts {
  readonly arn: string
  readonly missing: boolean
  readonly certificates: readonly ListedCertificate[]
}

const DAY_MS = 86_400_000
const NAMED_AT_MOST = 5
/** Renewals that will not end without a person. */
export const STUCK_RENEWALS = new Set(['PENDING_VALIDATION', 'FAILED'])

/** The certificates of a listener: the default one, which the list may have twice, and those for other names. */
export async function readListenerCertificates(
  reads: Pick<StateReads, 'describeListenerCertificates'>,
  acm: Awaited<ReturnType<LookUps['certificates']>>,
  arn: string,
): Promise<ListenerFacts> {
  const named = new Map<string, boolean>()
  try {
    const pages = markedPagesOf((next) => reads.describeListenerCertificates({ ListenerArn: arn, ...next }))
    for await (const { Certificates = [] } of pages) {
      for (const { CertificateArn = '', IsDefault = false } of Certificates) {
        named.set(CertificateArn, IsDefault || named.get(CertificateArn) === true)
      }
    }
  } catch (error) {
    if (error instanceof ActionError && errorName(error).startsWith('ListenerNotFound')) {
      return { arn, missing: true, certificates: [] }
    }
    throw error
  }
  const certificates: ListedCertificate[] = []
  for (const [each, isDefault] of named)
    certificates.push({ arn: each, isDefault, ...(await readCertificate(acm, each)) })
  return { arn, missing: false, certificates }
}

/** A certificate by its ARN, as ACM has it. */
export async function readCertificate(acm: Awaited<ReturnType<LookUps['certificates']>>, arn: string) {
  if (!arn.includes(':acm:')) return { unread: 'it is not in ACM' }
  const { Certificate: found = {} } = await acm.describeCertificate({ CertificateArn: arn })
  const { Serial, NotAfter, Status: status, RenewalSummary: renewal, DomainName: domain } = found
  if (Serial === undefined || status === undefined)
    return { unread: `ACM did not return its serial number (${status})` }
  return {
    serial: plainSerial(Serial),
    until: NotAfter?.getTime(),
    status,
    ...(domain !== undefined && { domain }),
    ...(renewal?.RenewalStatus !== undefined && { renewal: renewal.RenewalStatus }),
  }
}

/**
 * What is wrong between the certificate that an endpoint serves and those that its listener names: that it is none of
 * them, and that one of them, served or not, ends soon or is not renewed. Pure.
 */
export function listenerProblems(
  { arn, missing, certificates }: ListenerFacts,
  leaf: CertificateFacts,
  daysLeft: number,
  at: number,
): TlsProblem[] {
  const names = listed(certificates.map(shortName), NAMED_AT_MOST)
  if (missing || certificates.length === 0) {
    return [
      {
        title: missing ? 'the listener does not exist' : 'the listener names no certificate',
        expected: `a listener with a certificate`,
        observed: arn,
        advice: 'Correct `listener` of the check, or give the listener its certificate.',
      },
    ]
  }
  const known = certificates.flatMap((each) => ('unread' in each ? [] : [each]))
  const unread = certificates.flatMap((each) => ('unread' in each ? [each] : []))
  const isListed = known.some(({ serial }) => serial === leaf.serial)
  const stray: TlsProblem[] = isListed
    ? []
    : [
        {
          title:
            unread.length > 0
              ? `whether the listener names the certificate that is served is not known: ${listed(
                  unread.map((each) => `${shortName(each)}: ${oneLine(each.unread)}`),
                  NAMED_AT_MOST,
                )}`
              : 'serves a certificate that its listener does not name',
          expected: `one of the ${plural(certificates.length, 'certificate')} of the listener: ${names}`,
          observed: `serial number ${leaf.serial} of ${oneLine(leaf.subject)}`,
          advice: 'Check whether the name resolves to the load balancer of this listener, and what is in front of it.',
          ...(unread.length > 0 && { unknown: true }),
        },
      ]
  return [...stray, ...known.flatMap((each) => stateProblems(each, daysLeft, at))]
}

type Known = Exclude<ListedCertificate, { readonly unread: string }>

function stateProblems(certificate: Known, daysLeft: number, at: number): TlsProblem[] {
  const { arn, until, status, renewal } = certificate
  const name = `the certificate ${shortName(certificate)} of the listener`
  const renewed = renewal === undefined ? 'it does not renew itself' : `renewal ${renewal}`
  const days = until === undefined ? undefined : Math.floor((until - at) / DAY_MS)
  const ends: TlsProblem[] =
    days === undefined || days < daysLeft
      ? [
          {
            title:
              days === undefined
                ? `the end of ${name} is not known`
                : `${name} ${days < 0 ? `ended ${plural(-days, 'day')} ago` : `ends in ${plural(days, 'day')}`}`,
            expected: `${plural(daysLeft, 'day')} left`,
            observed: `${until === undefined ? 'no end' : new Date(until).toISOString()}; ${renewed}`,
            advice: `Renew ${arn}: \`aws acm describe-certificate --certificate-arn ${arn}\` shows what its renewal waits for.`,
            ...(days === undefined && { unknown: true }),
          },
        ]
      : []
  const bad: TlsProblem[] =
    status === 'ISSUED'
      ? []
      : [
          {
            title: `${name} is ${status}`,
            expected: 'ISSUED',
            observed: status,
            advice: `See \`aws acm describe-certificate --certificate-arn ${arn}\`.`,
          },
        ]
  const stuck: TlsProblem[] =
    ends.length > 0 || renewal === undefined || !STUCK_RENEWALS.has(renewal)
      ? []
      : [
          {
            title: `the renewal of ${name} is ${renewal}`,
            expected: 'a renewal without manual steps',
            observed: renewed,
            advice: `Complete the validation of ${arn}: its DNS records, or the e-mail to its owners.`,
          },
        ]
  return [...ends, ...bad, ...stuck]
}

const shortName = ({ arn, isDefault }: Pick<ListedCertificate, 'arn' | 'isDefault'>): string =>
  `${arn.split('/').at(-1) ?? arn}${isDefault ? ' (default)' : ''}`
