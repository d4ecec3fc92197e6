import { expect, test } from '@jest/globals'
import { check } from '../../../src/checks/tls.ts'
import type { CertificateFacts } from '../../../src/support/tls/certificate.ts'
import type { NoHandshake } from '../../../src/support/tls/handshake.ts'
import type { ServedTls } from '../../../src/support/tls/observe.ts'

/** The results of all addresses of one name, judged together. */

const NOW = Date.parse('2026-11-22T00:00:00Z')
const DAY_MS = 86_400_000
const NAME = 'shop.example'

function serving(serial: string, more: Partial<CertificateFacts> = {}, names: readonly string[] = [NAME]): ServedTls {
  const certificate: CertificateFacts = {
    subject: `CN=${NAME}`,
    issuer: 'CN=authority',
    serial,
    from: NOW - 10 * DAY_MS,
    until: NOW + 90 * DAY_MS,
    names,
    pin: 'sha256/x',
    isSelfIssued: false,
    isAuthority: false,
    forServers: true,
    mustStaple: false,
    ...more,
  }
  return {
    protocol: 'TLSv1.3',
    resumed: false,
    certificates: [certificate],
    orderIsKnown: true,
    links: [],
    validFor: { [NAME]: names.includes(NAME) },
  }
}

const silent = (code: string): NoHandshake => ({ code, message: code })
const A = '192.0.2.1'
const B = '192.0.2.2'
const SIX = '2001:db8::1'
const GOOD = serving('AB1')

function judged(answers: Readonly<Record<string, ServedTls | NoHandshake>>, unseen = 0) {
  const seen = Object.entries(answers).map(([host, served]) => ({ address: { host, port: 443 }, served, older: [] }))
  const options = { tls: NAME, 'days-left': 21, 'at-least': 'TLSv1.2', staple: 'optional' } as const
  return check.judge(options, {
    address: { host: NAME, port: 443 },
    servername: NAME,
    seen,
    unseen,
    at: NOW,
  })
}

test.each<[string, Readonly<Record<string, ServedTls | NoHandshake>>, string, string]>([
  [
    'serve the same certificate',
    { [A]: GOOD, [B]: GOOD },
    'pass',
    'serves a valid certificate for 90 more days over TLSv1.3',
  ],
  [
    'serve two, of which the earlier end counts',
    { [A]: GOOD, [B]: serving('CD2', { until: NOW + 30 * DAY_MS }) },
    'pass',
    'serves a valid certificate for 30 more days over TLSv1.3',
  ],
  [
    'have one with the old certificate',
    { [A]: GOOD, [B]: serving('CD2', { until: NOW - DAY_MS }) },
    'fail',
    `${B}:443 only: the certificate has expired`,
  ],
  [
    'have one with the certificate of another name',
    { [A]: serving('CD2', {}, ['old.example']), [B]: GOOD },
    'fail',
    `${A}:443 only: the certificate is not valid for ${NAME}`,
  ],
  [
    'all serve the wrong one',
    { [A]: serving('CD2', {}, ['old.example']), [B]: serving('CD2', {}, ['old.example']) },
    'fail',
    `the certificate is not valid for ${NAME}`,
  ],
  [
    'have one that refuses connections',
    { [A]: GOOD, [B]: silent('ECONNREFUSED') },
    'fail',
    `${B}:443 only: no TLS handshake: ECONNREFUSED`,
  ],
  [
    'have one of IPv6 without a route from this runner',
    { [A]: GOOD, [SIX]: silent('ENETUNREACH') },
    'pass',
    'serves a valid certificate for 90 more days over TLSv1.3',
  ],
  [
    'cannot be reached',
    { [A]: silent('ENETUNREACH'), [SIX]: silent('ENETUNREACH') },
    'error',
    'no TLS handshake: ENETUNREACH',
  ],
  [
    'are not all reached, although the others of their family are',
    { [A]: GOOD, [B]: silent('EHOSTUNREACH'), [SIX]: silent('ENETUNREACH') },
    'error',
    `${B}:443 only: no TLS handshake: EHOSTUNREACH`,
  ],
])('the addresses of a name %s', (_, answers, outcome, title) => {
  expect(judged(answers)).toMatchObject({ outcome, title })
})

test('differences are listed, and unreached addresses are counted', () => {
  const { observed } = judged({ [A]: GOOD, [B]: serving('CD2'), [SIX]: silent('EHOSTUNREACH') }, 3)
  expect(observed).toContain(`the addresses differ: serial number AB1 from ${A}:443, serial number CD2 from ${B}:443`)
  expect(observed).toContain('2 addresses; 4 addresses not reached')
})
