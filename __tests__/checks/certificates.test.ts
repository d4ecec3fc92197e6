import { expect, test } from '@jest/globals'
import { configuredIn } from '../../src/checks/certificates/configured.ts'
import type { EndpointFacts } from '../../src/checks/certificates/contract.ts'
import { judgeCertificates } from '../../src/checks/certificates/judge.ts'
import type { ListedCertificate } from '../../src/checks/engine/listener-certificates.ts'

const AT = Date.parse('2026-11-01T12:00:00Z')
const DAY_MS = 86_400_000
const ARN = 'arn:aws:acm:eu-west-1:111111111111:certificate/one'

const certificate = (days: number | undefined, more: object = {}): ListedCertificate => ({
  arn: ARN,
  isDefault: true,
  serial: 'AB1',
  until: days === undefined ? undefined : AT + days * DAY_MS,
  status: 'ISSUED',
  domain: 'shop.example',
  ...more,
})
const SERVED = { serial: 'AB1', servername: 'shop.example' }
const judged = (endpoint: Partial<EndpointFacts>): string[] =>
  judgeCertificates({
    endpoints: [{ path: 'web/Listener', certificates: [certificate(60)], served: SERVED, ...endpoint }],
    unread: [],
    at: AT,
  }).map(({ code, outcome, title }) => `${outcome} ${code}: ${title}`)

const NAME = 'the certificate of web/Listener for shop.example'

test.each<[string, Partial<EndpointFacts>, string[]]>([
  ['is valid', {}, []],
  ['has 21 days left', { certificates: [certificate(21)] }, []],
  ['ends soon', { certificates: [certificate(20)] }, [`noted certificate/ends: ${NAME} ends in 20 days`]],
  ['has ended', { certificates: [certificate(-2)] }, [`fail certificate/ends: ${NAME} ended 2 days ago`]],
  [
    'was revoked',
    { certificates: [certificate(60, { status: 'REVOKED' })] },
    [`fail certificate/ends: ${NAME} is REVOKED`],
  ],
  [
    'has no known end',
    { certificates: [certificate(undefined)] },
    [`noted certificate/unread: the end of ${NAME} is not known`],
  ],
  [
    'waits for its validation',
    { certificates: [certificate(60, { renewal: 'PENDING_VALIDATION' })] },
    [`noted certificate/not-renewed: the renewal of ${NAME} is PENDING_VALIDATION`],
  ],
  [
    'is not the served one',
    { served: { ...SERVED, serial: 'FF' } },
    [
      'fail certificate/not-served: web/Listener serves a certificate for shop.example that its configuration does not name',
    ],
  ],
  [
    'may be a served certificate of IAM',
    {
      served: { ...SERVED, serial: 'FF' },
      certificates: [
        certificate(60),
        { arn: 'arn:aws:iam::111111111111:server-certificate/old', isDefault: false, unread: 'it is not in ACM' },
      ],
    },
    ['noted certificate/unread: a certificate of web/Listener was not examined: it is not in ACM'],
  ],
])('a certificate that %s', (_, endpoint, expected) => {
  expect(judged(endpoint)).toEqual(expected)
})

test('an endpoint that was not reached does not prove the served certificate', () => {
  const { served: _, ...unasked } = { path: 'web/Listener', certificates: [certificate(60)], served: SERVED }
  const facts = { endpoints: [{ ...unasked, notAsked: 'its load balancer is internal' }], unread: [], at: AT }
  expect(judgeCertificates(facts)).toMatchObject([{ code: 'certificate/unread', outcome: 'noted' }])
})

test('a denied read is reported with the next step', () => {
  const unread = [{ path: 'web/Listener', reason: 'AWS denied the call', advice: 'Allow it.' }]
  expect(judgeCertificates({ endpoints: [], unread, at: AT })).toMatchObject([
    { code: 'certificate/unread', outcome: 'noted', advice: 'Allow it.', observed: 'AWS denied the call' },
  ])
})

test.each([
  [
    'AWS::CloudFront::Distribution',
    {
      DomainName: 'd1.cloudfront.net',
      DistributionConfig: { Aliases: ['shop.example'], ViewerCertificate: { AcmCertificateArn: ARN } },
    },
    { arns: [ARN], host: 'd1.cloudfront.net', servername: 'shop.example' },
  ],
  [
    'AWS::CloudFront::Distribution',
    {
      DomainName: 'd1.cloudfront.net',
      DistributionConfig: { ViewerCertificate: { CloudFrontDefaultCertificate: true } },
    },
    { arns: [], host: 'd1.cloudfront.net' },
  ],
  [
    'AWS::ApiGateway::DomainName',
    { DomainName: 'api.example', RegionalCertificateArn: ARN, RegionalDomainName: 'd-1.execute-api.aws' },
    { arns: [ARN], host: 'd-1.execute-api.aws', servername: 'api.example' },
  ],
  [
    'AWS::ApiGatewayV2::DomainName',
    { DomainName: 'api.example', DomainNameConfigurations: [{ CertificateArn: ARN }], RegionalDomainName: 'd-2.aws' },
    { arns: [ARN], host: 'd-2.aws', servername: 'api.example' },
  ],
] as const)('%s lists its certificates in its properties', (type, properties, expected) => {
  expect(configuredIn(type, JSON.stringify(properties))).toEqual(expected)
})
