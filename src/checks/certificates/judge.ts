import type { Finding } from '../../evidence/finding.ts'
import { oneLine, plural } from '../../support/text/text.ts'
import { STUCK_RENEWALS, type ListedCertificate } from '../engine/listener-certificates.ts'
import type { CertificateFacts, EndpointFacts } from './contract.ts'

/** Days that a certificate should have left. */
const DAYS_LEFT = 21
const DAY_MS = 86_400_000

/** What is wrong with the certificates of the endpoints of a release. Nothing is said of what is in order. Pure. */
export function judgeCertificates({ endpoints, unread, at }: CertificateFacts): Finding[] {
  return [
    ...endpoints.flatMap((endpoint) => [
      ...endpoint.certificates.flatMap((each) => ofCertificate(endpoint, each, at)),
      ...ofServed(endpoint),
    ]),
    ...unread.map(({ path, reason, advice }): Finding => ({
      code: 'certificate/unread',
      outcome: 'noted',
      title: `the certificates of ${path} were not examined: ${oneLine(reason)}`,
      subject: `certificate/${path}`,
      expected: 'the certificates that its configuration names',
      observed: oneLine(reason),
      advice: advice ?? 'Allow the verify-role to read it.',
    })),
  ]
}

function ofCertificate({ path }: EndpointFacts, certificate: ListedCertificate, at: number): Finding[] {
  const { arn } = certificate
  const subject = `certificate/${path}/${arn.split('/').at(-1) ?? arn}`
  if ('unread' in certificate) {
    return [
      {
        code: 'certificate/unread',
        outcome: 'noted',
        title: `a certificate of ${path} was not examined: ${oneLine(certificate.unread)}`,
        subject,
        expected: 'a certificate in ACM',
        observed: arn,
        advice: 'Examine it with a `tls` check, or import it to ACM.',
      },
    ]
  }
  const { until, status, renewal, domain = arn } = certificate
  const name = `the certificate of ${path} for ${oneLine(domain)}`
  const see = `See \`aws acm describe-certificate --certificate-arn ${arn}\`.`
  const renewed = renewal === undefined ? 'it does not renew itself' : `renewal ${renewal}`
  if (until === undefined) {
    return [
      {
        code: 'certificate/unread',
        outcome: 'noted',
        title: `the end of ${name} is not known`,
        subject,
        expected: 'an end',
        observed: status,
        advice: see,
      },
    ]
  }
  const days = Math.floor((until - at) / DAY_MS)
  const observed = `${status}, until ${new Date(until).toISOString()}; ${renewed}`
  const expected = `ISSUED, with ${DAYS_LEFT} days left`
  if (days < 0 || status !== 'ISSUED') {
    const what = days < 0 ? `ended ${plural(Math.max(-days, 1), 'day')} ago` : `is ${status}`
    return [
      { code: 'certificate/ends', outcome: 'fail', title: `${name} ${what}`, subject, expected, observed, advice: see },
    ]
  }
  if (days < DAYS_LEFT) {
    const advice = `Renew it before it ends. ${see}`
    const title = `${name} ends in ${plural(days, 'day')}`
    return [{ code: 'certificate/ends', outcome: 'noted', title, subject, expected, observed, advice }]
  }
  if (renewal === undefined || !STUCK_RENEWALS.has(renewal)) return []
  return [
    {
      code: 'certificate/not-renewed',
      outcome: 'noted',
      title: `the renewal of ${name} is ${renewal}`,
      subject,
      expected: 'a renewal without manual steps',
      observed,
      advice: `Complete the validation of its names. ${see}`,
    },
  ]
}

function ofServed({ path, certificates, served, notAsked }: EndpointFacts): Finding[] {
  const known = certificates.flatMap((each) => ('unread' in each ? [] : [each]))
  if (known.length === 0) return []
  if (served === undefined) {
    return [
      {
        code: 'certificate/unread',
        outcome: 'noted',
        title: `what ${path} serves was not compared with its certificates: ${oneLine(notAsked ?? 'it was not asked')}`,
        subject: `certificate/${path}`,
        expected: 'a TLS handshake with the endpoint',
        observed: oneLine(notAsked ?? 'none'),
        advice: 'Nothing to do where the endpoint is not public; otherwise add a `tls` check.',
      },
    ]
  }
  if (known.some(({ serial }) => serial === served.serial) || known.length < certificates.length) return []
  return [
    {
      code: 'certificate/not-served',
      outcome: 'fail',
      title: `${path} serves a certificate for ${oneLine(served.servername)} that its configuration does not name`,
      subject: `certificate/${path}`,
      expected: `serial number ${known.map(({ serial }) => serial).join(' or ')}`,
      observed: `serial number ${served.serial}`,
      advice: 'Find what terminates TLS in front of the endpoint, and check whether its configuration was changed.',
    },
  ]
}
