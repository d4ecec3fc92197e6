import { expect, test } from '@jest/globals'
import { tlsProblems } from '../../../src/checks/engine/judge-tls.ts'
import type { CertificateFacts } from '../../../src/support/tls/certificate.ts'
import type { RefusedVersion, ServedTls } from '../../../src/support/tls/observe.ts'

/** TLS endpoints that no available server imitates. */

const NOW = Date.parse('2026-11-22T00:00:00Z')
const DAY_MS = 86_400_000
const certificate = (more: Partial<CertificateFacts> = {}): CertificateFacts => ({
  subject: 'CN=shop.example',
  issuer: 'CN=authority',
  serial: '1',
  from: NOW - 10 * DAY_MS,
  until: NOW + 90 * DAY_MS,
  names: ['shop.example'],
  pin: 'sha256/x',
  isSelfIssued: false,
  isAuthority: false,
  forServers: true,
  mustStaple: false,
  ...more,
})
const served = (more: Partial<ServedTls> = {}): ServedTls => ({
  protocol: 'TLSv1.3',
  resumed: false,
  certificates: [certificate()],
  orderIsKnown: true,
  links: [],
  validFor: { 'shop.example': true },
  ...more,
})
const GOOD = { status: 'good', thisUpdate: new Date(NOW - DAY_MS).toISOString() } as const

test.each<[string, ServedTls, string[]]>([
  ['in order', served(), []],
  [
    'self-signed, that ends soon',
    served({ certificates: [certificate({ isSelfIssued: true, until: NOW + DAY_MS })] }),
    ['the certificate ends in 1 day'],
  ],
  [
    'with an unreadable start of its validity',
    served({ certificates: [certificate({ from: Number.NaN })] }),
    ['the certificate is not valid yet'],
  ],
  ["with yesterday's response", served({ staple: GOOD }), []],
  [
    'with an old response without an end',
    served({ staple: { ...GOOD, thisUpdate: '2020-01-01T00:00:00.000Z' } }),
    ['the stapled response is old and has no end'],
  ],
])('a certificate %s', (_, about, expected) => {
  const demanded = { daysLeft: 21, atLeast: 'TLSv1.2', staple: 'optional' } as const
  expect(tlsProblems(demanded, about, [], NOW).map(({ title }) => title)).toEqual(expected)
})

test('an older protocol version with an unknown response was not observed', () => {
  const older = [{ version: 'TLSv1', answer: 'maybe', why: 'x' }] as unknown as RefusedVersion[]
  const demanded = { daysLeft: 21, atLeast: 'TLSv1.2', staple: 'optional' } as const
  expect(tlsProblems(demanded, served(), older, NOW)).toMatchObject([{ unknown: true }])
})
