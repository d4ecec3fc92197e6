import type { CodeTable } from './entry.ts'

/** The certificates of what the release's stacks serve, which are examined without being asked for. */
export const CERTIFICATES = {
  'certificate/ends': {
    title: 'A certificate ends',
    meaning:
      'A listener, a CloudFront distribution or a custom domain of the stacks names a certificate that has ended, is not issued, or ends in less than 21 days. What has ended or is not issued fails; the rest is a remark.',
    outcomes: ['fail', 'noted'],
    prominent: true,
    next: 'Renew the certificate: `aws acm describe-certificate` shows what its renewal waits for. One that was imported does not renew itself.',
  },
  'certificate/not-renewed': {
    title: 'The renewal of a certificate is stuck',
    meaning: 'ACM says that the renewal of a certificate failed, or waits for the validation of its names.',
    outcomes: ['noted'],
    prominent: true,
    next: 'Complete the validation: the DNS records, or the e-mail to the owners of the names.',
  },
  'certificate/not-served': {
    title: 'Another certificate is served than the one that is configured',
    meaning:
      'What an endpoint of the stacks served in a TLS handshake is none of the certificates that its configuration names, by their serial numbers.',
    outcomes: ['fail'],
    next: 'See what ends TLS in front of the endpoint, and whether its configuration was changed.',
  },
  'certificate/unread': {
    title: 'A certificate was not examined',
    meaning:
      'The certificates of an endpoint could not be read, are not in ACM, or the endpoint was not reached from this runner, so that what it serves was not compared. The check `tls` proves it where it matters.',
    outcomes: ['noted'],
    next: 'Allow the verify-role what the finding names, or add a `tls` check from a runner that reaches the endpoint.',
  },
} as const satisfies CodeTable
