import { describe, expect, test } from '@jest/globals'
import type { CertificateDetail } from '@aws-sdk/client-acm'
import {
  listenerProblems,
  readListenerCertificates,
  type ListenerFacts,
} from '../../../src/checks/engine/listener-certificates.ts'
import type { CertificateFacts } from '../../../src/support/tls/certificate.ts'
import { awsError } from '../../deploy/fakes.ts'

const AT = Date.parse('2026-11-01T12:00:00Z')
const DAY = 86_400_000
const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/shop/1/2'
const arn = (name: string): string => `arn:aws:acm:eu-west-1:111111111111:certificate/${name}`
const leaf = (serial: string): CertificateFacts => ({ serial, subject: 'CN=shop.example' }) as CertificateFacts
const details = (Serial: string, days: number, more: Partial<CertificateDetail> = {}): CertificateDetail => ({
  Serial,
  Status: 'ISSUED',
  NotAfter: new Date(AT + days * DAY),
  ...more,
})

/** A listener with these certificates, the first of which is the default one and is listed twice, two per page. */
function read(certificates: Readonly<Record<string, CertificateDetail>>): Promise<ListenerFacts> {
  const arns = Object.keys(certificates)
  const all = [...arns.slice(0, 1), ...arns].map((each, index) => ({ CertificateArn: each, IsDefault: index === 0 }))
  return readListenerCertificates(
    {
      describeListenerCertificates: ({ Marker = '0', ListenerArn }) => {
        if (ListenerArn !== LISTENER) throw awsError('ListenerNotFoundException')
        const next = Number(Marker) + 2
        return Promise.resolve({
          $metadata: {},
          Certificates: all.slice(Number(Marker), next),
          ...(next < all.length && { NextMarker: String(next) }),
        })
      },
    },
    {
      describeCertificate: ({ CertificateArn = '' }) =>
        Promise.resolve({ $metadata: {}, Certificate: certificates[CertificateArn] }),
    },
    LISTENER,
  )
}

const judged = async (certificates: Readonly<Record<string, CertificateDetail>>, serial = 'AB1'): Promise<string[]> =>
  listenerProblems(await read(certificates), leaf(serial), 21, AT).map(
    ({ title, unknown }) => `${unknown === true ? 'unknown: ' : ''}${title}`,
  )

test('each certificate of a listener is read once, from all pages', async () => {
  const { certificates } = await read({
    [arn('one')]: details('0a:b1', 60),
    [arn('two')]: details('02', 90, { RenewalSummary: { RenewalStatus: 'SUCCESS' } as never }),
  })
  expect(certificates).toEqual([
    { arn: arn('one'), isDefault: true, serial: 'AB1', until: AT + 60 * DAY, status: 'ISSUED' },
    { arn: arn('two'), isDefault: false, serial: '2', until: AT + 90 * DAY, status: 'ISSUED', renewal: 'SUCCESS' },
  ])
})

describe('the served certificate', () => {
  test('is one of the listener, the default one or another', async () => {
    const both = { [arn('one')]: details('01', 60), [arn('two')]: details('0a:b1', 60) }
    expect(await judged(both)).toEqual([])
    expect(await judged(both, '1')).toEqual([])
  })

  test("is none of the listener's: the name resolves to another endpoint", async () => {
    expect(await judged({ [arn('one')]: details('01', 60) })).toEqual([
      'serves a certificate that its listener does not name',
    ])
  })

  test('may be one outside ACM', async () => {
    const iam = 'arn:aws:iam::111111111111:server-certificate/shop'
    expect(await judged({ [arn('one')]: details('01', 60), [iam]: {} })).toEqual([
      'unknown: whether the listener names the certificate that is served is not known: shop: it is not in ACM',
    ])
    expect(await judged({ [arn('one')]: details('ab1', 60), [iam]: {} })).toEqual([])
  })
})

describe('the certificates of a listener', () => {
  const other = (more: CertificateDetail) => judged({ [arn('one')]: details('ab1', 60), [arn('two')]: more })

  test.each<[string, CertificateDetail, string[]]>([
    ['ends soon', details('02', 20), ['the certificate two of the listener ends in 20 days']],
    ['has ended', details('02', -2), ['the certificate two of the listener ended 2 days ago']],
    ['lasts', details('02', 21), []],
    ['is revoked', details('02', 60, { Status: 'REVOKED' }), ['the certificate two of the listener is REVOKED']],
    [
      "waits for a person's action",
      details('02', 60, { RenewalSummary: { RenewalStatus: 'PENDING_VALIDATION' } as never }),
      ['the renewal of the certificate two of the listener is PENDING_VALIDATION'],
    ],
    [
      'has no known end',
      { Serial: '02', Status: 'ISSUED' },
      ['unknown: the end of the certificate two of the listener is not known'],
    ],
  ])('are examined, even if not served: it %s', async (_, more, problems) => {
    expect(await other(more)).toEqual(problems)
  })

  test('must exist', async () => {
    expect(await judged({})).toEqual(['the listener names no certificate'])
    const missing = await readListenerCertificates(
      { describeListenerCertificates: () => Promise.reject(awsError('ListenerNotFoundException')) },
      { describeCertificate: () => Promise.reject(new Error('not asked')) },
      'arn:other',
    )
    expect(listenerProblems(missing, leaf('1'), 21, AT).map(({ title }) => title)).toEqual([
      'the listener does not exist',
    ])
  })
})
