import type { CodeTable } from './entry.ts'

/** The certificates of what the release's stacks serve, which are examined without being asked for. */
export const CERTIFICATES = {
  'certificate/ends': {
    title: 'A certificate has expired or expires soon',
    meaning:
      'A listener, a CloudFront distribution or a custom domain of the stacks names a certificate that has expired, is not issued, or expires in less than 21 days. `fail`: it has expired or is not issued.',
    outcomes: ['fail', 'noted'],
    prominent: true,
    next: 'Renew the certificate: `aws acm describe-certificate` shows what its renewal waits for. ACM does not renew an imported certificate.',
  },
  'certificate/not-renewed': {
    title: 'The renewal of a certificate is stuck',
    meaning: 'ACM reports that the renewal of a certificate failed, or waits for the validation of its names.',
    outcomes: ['noted'],
    prominent: true,
    next: 'Complete the validation: the DNS records, or the e-mail to the owners of the names.',
  },
  'certificate/not-served': {
    title: 'Another certificate is served than the one that is configured',
    meaning:
      'What an endpoint of the stacks served in a TLS handshake is none of the certificates that its configuration names, by their serial numbers.',
    outcomes: ['fail'],
    next: 'Find what terminates TLS in front of the endpoint, and check whether its configuration was changed.',
  },
  'certificate/unread': {
    title: 'A certificate was not examined',
    meaning:
      'The certificates of an endpoint could not be read, are not in ACM, or the endpoint was not reached from this runner, so that the served certificate was not compared. The check `tls` proves it.',
    outcomes: ['noted'],
    next: 'Allow the verify-role what the finding names, or add a `tls` check from a runner that reaches the endpoint.',
  },
} as const satisfies CodeTable
