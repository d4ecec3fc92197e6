import { connect } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import {
  ACMClient,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  ImportCertificateCommand,
} from '@aws-sdk/client-acm'
import {
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import {
  AddListenerCertificatesCommand,
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { issue } from '../../checks/tls/pki.ts'
import type { Identity } from '../../checks/tls/pki.ts'
import { errorOf, openSandbox, PREPROD, until } from '../world.ts'
import type { Opened } from '../world.ts'

let opened: Opened
let elb: ElasticLoadBalancingV2Client
let acm: ACMClient
let identities: Readonly<Record<'shop' | 'other' | 'wildcard', Identity>>
let arns: Record<'shop' | 'other' | 'wildcard', string>
let ids: Record<string, string>

const listener = (port: number, protocol: string, more: object = {}) => ({
  Type: 'AWS::ElasticLoadBalancingV2::Listener',
  Properties: {
    LoadBalancerArn: { Ref: 'Balancer' },
    Port: port,
    Protocol: protocol,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Group' } }],
    ...more,
  },
})
const certificates = (...all: string[]) => ({ Certificates: all.map((CertificateArn) => ({ CertificateArn })) })
const templateOf = () => ({
  Resources: {
    Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Name: 'shop' } },
    Group: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { Name: 'shop', Port: 80 } },
    Secure: listener(443, 'HTTPS', certificates(arns.shop)),
    Modern: listener(8443, 'HTTPS', {
      ...certificates(arns.shop),
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
    }),
    Plain: listener(80, 'HTTP'),
    Unknown: listener(9443, 'HTTPS', certificates('arn:aws:acm:eu-west-1:111111111111:certificate/unknown')),
    More: {
      Type: 'AWS::ElasticLoadBalancingV2::ListenerCertificate',
      Properties: { ListenerArn: { Ref: 'Secure' }, ...certificates(arns.wildcard) },
    },
  },
})

const imported = async (identity: Identity, CertificateArn?: string): Promise<string> => {
  const input = { Certificate: Buffer.from(identity.pem), PrivateKey: Buffer.from(identity.key) }
  const { CertificateArn: arn = '' } = await acm.send(
    new ImportCertificateCommand({ ...input, ...(CertificateArn !== undefined && { CertificateArn }) }),
  )
  return arn
}

beforeAll(async () => {
  opened = await openSandbox()
  const config = {
    endpoint: opened.sandbox.awsUrl,
    region: PREPROD.region,
    credentials: { accessKeyId: PREPROD.account, secretAccessKey: 'x' },
    maxAttempts: 1,
  }
  elb = new ElasticLoadBalancingV2Client(config)
  acm = new ACMClient(config)
  const [shop, other, wildcard] = await Promise.all(
    ['shop.example.com', 'other.example.com', '*.example.org'].map((name) => issue({ names: [name] })),
  )
  identities = { shop: shop!, other: other!, wildcard: wildcard! }
  arns = {
    shop: await imported(identities.shop),
    other: await imported(identities.other),
    wildcard: await imported(identities.wildcard),
  }
  const StackName = 'tls'
  const { cloudformation } = opened.aws
  await cloudformation.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(templateOf()) }))
  await until(
    () => cloudformation.send(new DescribeStacksCommand({ StackName })),
    ({ Stacks }) => Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE',
  )
  const { StackResources = [] } = await cloudformation.send(new DescribeStackResourcesCommand({ StackName }))
  ids = Object.fromEntries(StackResources.map((each) => [each.LogicalResourceId, each.PhysicalResourceId!]))
})
afterAll(async () => {
  expect(opened.complaints).toEqual([])
  await opened.sandbox.close()
})

async function portOf(name: string): Promise<number> {
  const { Listeners } = await elb.send(new DescribeListenersCommand({ ListenerArns: [ids[name]!] }))
  return Listeners?.[0]?.Port ?? 0
}

/** The name of the certificate that a listener serves, or the reason for a failed handshake. */
async function served(name: string, servername: string | undefined, options: ConnectionOptions = {}): Promise<string> {
  const port = await portOf(name)
  return new Promise((resolve) => {
    const input = { host: '127.0.0.1', port, rejectUnauthorized: false, ...options }
    const socket = connect({ ...input, ...(servername !== undefined && { servername }) }, () => {
      resolve(socket.getPeerX509Certificate()?.subjectAltName ?? 'none')
      socket.destroy()
    })
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
  })
}

test('the server name selects the certificate; without one, or for an unknown one, the default is served', async () => {
  expect(await served('Secure', 'shop.example.com')).toBe('DNS:shop.example.com')
  expect(await served('Secure', 'a.example.org')).toBe('DNS:*.example.org')
  expect(await served('Secure', 'unknown.example.net')).toBe('DNS:shop.example.com')
  expect(await served('Secure', undefined)).toBe('DNS:shop.example.com')
})

test('requests over TLS reach the targets, and plain HTTP does not', async () => {
  const port = await portOf('Secure')
  const { request } = await import('node:https')
  const status = await new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, rejectUnauthorized: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    asked.once('error', reject)
    asked.end()
  })
  // The group has no targets.
  expect(status).toBe(503)
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed')
})

test('added, removed, replaced and other default certificates are served at once', async () => {
  const more = { ListenerArn: ids.Secure, ...certificates(arns.other) }
  expect(await served('Secure', 'other.example.com')).toBe('DNS:shop.example.com')
  await elb.send(new AddListenerCertificatesCommand(more))
  expect(await served('Secure', 'other.example.com')).toBe('DNS:other.example.com')
  const renewed = await issue({ names: ['other.example.com', 'renewed.example.com'] })
  await imported(renewed, arns.other)
  expect(await served('Secure', 'renewed.example.com')).toBe('DNS:other.example.com, DNS:renewed.example.com')
  await elb.send(new RemoveListenerCertificatesCommand(more))
  expect(await served('Secure', 'renewed.example.com')).toBe('DNS:shop.example.com')
  await elb.send(new ModifyListenerCommand({ ListenerArn: ids.Secure, ...certificates(arns.wildcard) }))
  expect(await served('Secure', undefined)).toBe('DNS:*.example.org')
  await elb.send(new ModifyListenerCommand({ ListenerArn: ids.Secure, ...certificates(arns.shop) }))
})

test('the security policy limits the versions', async () => {
  expect(await served('Secure', undefined, { minVersion: 'TLSv1.3' })).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')
  expect(await served('Modern', undefined, { maxVersion: 'TLSv1.2' })).toBe('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION')
  expect(await served('Modern', undefined, { minVersion: 'TLSv1.3' })).toBe('DNS:shop.example.com')
  const old: ConnectionOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }
  expect(await served('Secure', undefined, old)).toBe('DNS:shop.example.com')
})

test('HTTP listeners, and those whose certificate ACM does not have, use HTTP', async () => {
  expect((await fetch(`http://127.0.0.1:${await portOf('Plain')}/`)).status).toBe(503)
  expect(await portOf('Unknown')).toBe(9443)
})

test('a certificate that a listener uses is in use and cannot be deleted', async () => {
  const { Certificate: shop } = await acm.send(new DescribeCertificateCommand({ CertificateArn: arns.shop }))
  expect(shop?.InUseBy).toEqual([ids.Balancer])
  const remove = (CertificateArn: string) => acm.send(new DeleteCertificateCommand({ CertificateArn }))
  expect((await errorOf(remove(arns.wildcard))).name).toBe('ResourceInUseException')
  await remove(arns.other)
  expect((await errorOf(remove(arns.other))).name).toBe('ResourceNotFoundException')
})

test('a key that does not match the certificate is rejected', async () => {
  const wrong = new ImportCertificateCommand({
    Certificate: Buffer.from(identities.shop.pem),
    PrivateKey: Buffer.from(identities.other.key),
  })
  expect(await errorOf(acm.send(wrong))).toEqual({
    name: 'ValidationException',
    message: 'The certificate does not match the private key.',
  })
})
