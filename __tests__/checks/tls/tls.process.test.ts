import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SecureVersion } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { check } from '../../../src/checks/tls.ts'
import type { Judgement } from '../../../src/checks/contract.ts'
import { installedShells } from '../hosts/shells.ts'
import { runScript, scriptOf } from '../hosts/world.ts'
import {
  CLIENT_AUTH,
  failedStaple,
  issue,
  OCSP_SIGNING,
  rsa,
  serveTcp,
  serveTls,
  staple,
  type Identity,
  type Serving,
  type Wanted,
  type WantedStaple,
} from './pki.ts'
import { world, type World } from '../world.ts'

/** Certificates and servers of every kind, generated here; `openssl` agrees where it has a verdict. */

const NAME = 'shop.example'
const OPENSSL = ['/usr/bin/openssl', '/usr/local/bin/openssl', '/opt/homebrew/bin/openssl'].find((path) =>
  existsSync(path),
)

interface Pki {
  readonly root: Identity
  readonly middle: Identity
  readonly strangers: Identity
  readonly responder: Identity
}

interface Case {
  readonly is: string
  readonly leaf?: Wanted
  /** Default: the intermediate certificate. */
  readonly chain?: (pki: Pki, leaf: Identity) => readonly Identity[]
  readonly issuer?: (pki: Pki) => Identity | undefined
  readonly versions?: readonly [SecureVersion, SecureVersion]
  readonly staple?: (pki: Pki, leaf: Identity) => Promise<Buffer> | Buffer
  readonly others?: (pki: Pki) => Promise<Readonly<Record<string, Identity>>>
  readonly check?: (leaf: Identity, pki: Pki) => Record<string, unknown>
  readonly outcome: Judgement['outcome']
  readonly title?: string | RegExp
  /** Whether openssl accepts it; absent: it has no verdict. */
  readonly openssl?: boolean
}

/** On a host, its own authorities apply; and a certificate that requires stapling makes the result unknown. */
const OTHERWISE_ON_HOSTS: Readonly<Record<string, string>> = {
  'a certificate that trusts nobody but the public authorities': 'pass',
  'a certificate that demands a stapled response': 'unknown',
}

const names = (...all: string[]): Wanted => ({ names: all })
const stapled = (wanted: WantedStaple) => (pki: Pki, leaf: Identity) => staple(leaf, pki.middle, wanted)
const good: Case['outcome'] = 'pass'
const ok = { outcome: good, openssl: true } as const
const bad = { outcome: 'fail', openssl: false } as const

const CASES: readonly Case[] = [
  // Names.
  { is: 'the name of the certificate', ...ok, title: /^serves a valid certificate for 90 more days over TLSv1.3$/ },
  { is: 'one of several names', leaf: names('a.example', NAME), ...ok },
  {
    is: 'a wildcard of the right depth',
    leaf: names('*.example'),
    outcome: 'fail',
    title: `the certificate is not valid for ${NAME}`,
    openssl: false,
  },
  {
    is: 'a wildcard one level below',
    leaf: names('*.shop.example'),
    check: () => ({ servername: 'a.shop.example' }),
    outcome: good,
  },
  {
    is: 'a wildcard two levels below',
    leaf: names('*.shop.example'),
    check: () => ({ servername: 'a.b.shop.example' }),
    outcome: 'fail',
  },
  { is: 'a wildcard for the name above it', leaf: names('*.shop.example'), ...bad },
  {
    is: 'a wildcard that is a part of a label',
    leaf: names('a*.shop.example'),
    check: () => ({ servername: 'ab.shop.example' }),
    outcome: 'fail',
  },
  { is: 'another name', leaf: names('other.example'), ...bad, title: `the certificate is not valid for ${NAME}` },
  { is: 'a name that only begins alike', leaf: names('shop.example.org'), ...bad },
  {
    is: 'a common name without a name',
    leaf: { subject: `CN=${NAME}`, names: [] },
    outcome: 'fail',
    title: `the certificate is not valid for ${NAME}`,
  },
  { is: 'a name in capitals', leaf: names('SHOP.example'), ...ok },
  {
    is: 'an international name',
    leaf: names('xn--bcher-kva.example'),
    check: () => ({ servername: 'bücher.example' }),
    outcome: good,
  },
  {
    is: 'an address that the certificate has',
    leaf: { ips: ['127.0.0.1'] },
    check: () => ({ servername: '127.0.0.1' }),
    outcome: good,
  },
  {
    is: 'an address that the certificate lacks',
    leaf: names(NAME),
    check: () => ({ servername: '127.0.0.1' }),
    outcome: 'fail',
  },
  {
    is: 'an address written as a name',
    leaf: names('127.0.0.1'),
    check: () => ({ servername: '127.0.0.1' }),
    outcome: 'fail',
  },
  {
    is: 'all of the names that are wanted',
    leaf: names(NAME, 'www.shop.example'),
    check: () => ({ names: [NAME, 'www.shop.example'] }),
    outcome: good,
  },
  {
    is: 'one of the names that are wanted',
    leaf: names(NAME),
    check: () => ({ names: [NAME, 'www.shop.example'] }),
    outcome: 'fail',
    title: 'the certificate is not valid for www.shop.example',
  },
  // Time.
  {
    is: 'an expired certificate',
    leaf: { ...names(NAME), from: -90, until: -1 },
    ...bad,
    title: 'the certificate has expired',
  },
  {
    is: 'a certificate of tomorrow',
    leaf: { ...names(NAME), from: 1 },
    ...bad,
    title: 'the certificate is not valid yet',
  },
  {
    is: 'a certificate that ends too soon',
    leaf: { ...names(NAME), until: 20 },
    outcome: 'fail',
    title: 'the certificate ends in 20 days',
    openssl: true,
  },
  { is: 'a certificate with just enough days', leaf: { ...names(NAME), until: 21 }, ...ok },
  {
    is: 'a certificate with fewer days than wanted',
    leaf: { ...names(NAME), until: 40 },
    check: () => ({ 'days-left': 60 }),
    outcome: 'fail',
  },
  {
    is: 'a certificate of the last day, which is allowed',
    leaf: { ...names(NAME), until: 0 },
    check: () => ({ 'days-left': 0 }),
    ...ok,
  },
  {
    is: 'an expired intermediate certificate',
    issuer: () => late,
    chain: () => [late],
    ...bad,
    title: /has expired$/,
  },
  {
    is: 'an intermediate certificate that ends too soon',
    issuer: () => soon,
    chain: () => [soon],
    outcome: 'fail',
    title: /^the certificate of .* ends in 5 days$/,
    openssl: true,
  },
  // Chain.
  { is: 'the whole chain with its root', chain: ({ middle, root }) => [middle, root], ...ok },
  {
    is: 'a chain without its intermediate certificate',
    chain: () => [],
    ...bad,
    title: /^the chain is incomplete, or CN=middle/,
  },
  {
    is: 'a chain in the wrong order',
    chain: ({ middle, root }) => [root, middle],
    outcome: 'fail',
    title: /^the chain is not in order/,
    openssl: true,
  },
  {
    is: 'a chain with a stranger',
    chain: ({ middle, strangers }) => [middle, strangers],
    outcome: 'fail',
    title: /^the chain is not in order/,
    openssl: true,
  },
  {
    is: 'a chain that repeats the certificate',
    chain: ({ middle }, leaf) => [leaf, middle],
    outcome: 'fail',
    title: /^the chain is not in order/,
  },
  {
    is: 'the chain of another authority',
    issuer: ({ strangers }) => strangers,
    chain: ({ strangers }) => [strangers],
    ...bad,
    title: /^the authority CN=strangers.* is not trusted$/,
  },
  {
    is: 'a certificate that signed itself',
    issuer: () => undefined,
    chain: () => [],
    ...bad,
    title: /^the authority CN=shop.example.* is not trusted$/,
  },
  { is: 'a certificate of the root itself', issuer: ({ root }) => root, chain: () => [], ...ok },
  {
    is: 'an issuer that is not an authority',
    issuer: () => impostor,
    chain: ({ middle }) => [impostor, middle],
    ...bad,
    title: /is not an authority, but is in the chain/,
  },
  {
    is: 'a certificate that trusts nobody but the public authorities',
    check: () => ({ ca: undefined }),
    outcome: 'fail',
    title: /not trusted/,
  },
  // Properties.
  { is: 'an RSA key of 2048 bits', leaf: { ...names(NAME), algorithm: rsa(2048) }, ...ok },
  {
    is: 'an RSA key of 1024 bits',
    leaf: { ...names(NAME), algorithm: rsa(1024) },
    outcome: 'fail',
    title: 'the certificate has a weak key',
  },
  { is: 'a signature by RSASSA-PSS with SHA-256', issuer: () => pss, chain: () => [], ...ok },
  {
    is: 'a signature by RSASSA-PSS with SHA-1',
    issuer: () => pssSha1,
    chain: () => [],
    outcome: 'fail',
    title: 'the certificate has a weak signature',
  },
  {
    is: 'a signature with SHA-1',
    issuer: () => sha1,
    chain: () => [],
    outcome: 'fail',
    title: 'the certificate has a weak signature',
  },
  {
    is: 'a certificate for clients',
    leaf: { ...names(NAME), usages: [CLIENT_AUTH] },
    outcome: 'fail',
    title: 'the certificate is not for servers',
  },
  { is: 'the issuer that is wanted', check: () => ({ issuer: 'middle' }), ...ok },
  {
    is: 'another issuer',
    check: () => ({ issuer: 'strangers' }),
    outcome: 'fail',
    title: 'the certificate has another issuer',
  },
  { is: 'the key that is wanted', check: (leaf) => ({ key: leaf.pin }), ...ok },
  { is: 'one of the keys that are wanted', check: (leaf, { root }) => ({ key: [root.pin, leaf.pin] }), ...ok },
  {
    is: 'another key',
    check: (_, { root }) => ({ key: root.pin }),
    outcome: 'fail',
    title: 'the certificate has another key',
  },
  // Protocol.
  { is: 'TLS 1.2 and newer', versions: ['TLSv1.2', 'TLSv1.3'], ...ok },
  { is: 'TLS 1.2 only', versions: ['TLSv1.2', 'TLSv1.2'], ...ok, title: /over TLSv1.2$/ },
  {
    is: 'TLS 1.2 only, in a chain of the wrong order',
    versions: ['TLSv1.2', 'TLSv1.2'],
    chain: ({ middle, root }) => [root, middle],
    outcome: 'fail',
    title: /^the chain is not in order/,
  },
  { is: 'TLS 1.3 only', versions: ['TLSv1.3', 'TLSv1.3'], check: () => ({ 'at-least': 'TLSv1.3' }), ...ok },
  {
    is: 'TLS 1.2 where 1.3 is wanted',
    versions: ['TLSv1.2', 'TLSv1.3'],
    check: () => ({ 'at-least': 'TLSv1.3' }),
    outcome: 'fail',
    title: 'still accepts TLSv1.2',
  },
  { is: 'TLS 1.1 too', versions: ['TLSv1.1', 'TLSv1.3'], outcome: 'fail', title: 'still accepts TLSv1.1' },
  { is: 'TLS 1.0 too', versions: ['TLSv1', 'TLSv1.3'], outcome: 'fail', title: 'still accepts TLSv1, TLSv1.1' },
  { is: 'TLS 1.1 only', versions: ['TLSv1.1', 'TLSv1.1'], outcome: 'fail', title: 'speaks TLSv1.1 only' },
  // Stapled responses.
  { is: 'a good stapled response', staple: stapled({}), check: () => ({ staple: 'required' }), ...ok },
  {
    is: 'a good stapled response over TLS 1.2',
    staple: stapled({}),
    versions: ['TLSv1.2', 'TLSv1.2'],
    check: () => ({ staple: 'required' }),
    ...ok,
  },
  {
    is: 'no stapled response where one is required',
    check: () => ({ staple: 'required' }),
    outcome: 'fail',
    title: 'staples nothing',
  },
  {
    is: 'a stapled response that revokes the certificate',
    staple: stapled({ status: 'revoked' }),
    outcome: 'fail',
    title: 'the certificate was revoked',
  },
  {
    is: 'a stapled response that does not know the certificate',
    staple: stapled({ status: 'unknown' }),
    outcome: 'inconclusive',
    title: 'the authority does not know the certificate',
  },
  {
    is: 'an outdated stapled response',
    staple: stapled({ from: -9, until: -1 }),
    outcome: 'fail',
    title: 'the stapled response is outdated',
  },
  {
    is: 'a stapled response of tomorrow',
    staple: stapled({ from: 1 }),
    outcome: 'fail',
    title: 'the stapled response is not valid yet',
  },
  {
    is: 'a stapled response about another certificate',
    staple: ({ middle, root }) => staple(middle, root),
    outcome: 'fail',
    title: 'the stapled response proves nothing',
  },
  {
    is: 'a stapled response of a stranger',
    staple: ({ middle, strangers }, leaf) => staple(leaf, middle, { by: strangers }),
    outcome: 'fail',
    title: 'the stapled response proves nothing',
  },
  {
    is: 'a stapled response of a responder',
    staple: ({ middle, responder }, leaf) => staple(leaf, middle, { by: responder }),
    check: () => ({ staple: 'required' }),
    ...ok,
  },
  {
    is: 'a stapled response that is no answer',
    staple: () => failedStaple(),
    outcome: 'fail',
    title: 'the stapled response proves nothing',
  },
  {
    is: 'a stapled response that cannot be read',
    staple: () => Buffer.from('not this'),
    outcome: 'fail',
    title: 'the stapled response proves nothing',
  },
  {
    is: 'a certificate that demands a stapled response',
    leaf: { ...names(NAME), mustStaple: true },
    outcome: 'fail',
    title: 'staples nothing, although the certificate requires it',
  },
  {
    is: 'a certificate that demands and gets one',
    leaf: { ...names(NAME), mustStaple: true },
    staple: stapled({}),
    outcome: good,
  },
  // Several certificates.
  {
    is: 'the certificate of the name that was sent',
    leaf: names('default.example'),
    others: async ({ middle }) => ({ [NAME]: await issue({ ...names(NAME), issuer: middle }) }),
    ...ok,
  },
  {
    is: 'the default of two certificates, for a name of neither',
    leaf: names('default.example'),
    others: async ({ middle }) => ({ 'a.example': await issue({ ...names(NAME), issuer: middle }) }),
    ...bad,
    title: `the certificate is not valid for ${NAME}`,
  },
]

let here: World
let pki: Pki
let late: Identity
let soon: Identity
let sha1: Identity
let pss: Identity
let pssSha1: Identity
let impostor: Identity

beforeAll(async () => {
  here = await world()
  const root = await issue({ subject: 'CN=root, O=Shop', isAuthority: true, until: 900 })
  const authority = (name: string, more: Wanted = {}): Promise<Identity> =>
    issue({ subject: `CN=${name}, O=Shop`, isAuthority: true, until: 400, issuer: root, ...more })
  const middle = await authority('middle')
  const strangers = await issue({ subject: 'CN=strangers, O=Others', isAuthority: true })
  const responder = await issue({ subject: 'CN=responder', usages: [OCSP_SIGNING], issuer: middle })
  late = await authority('late', { from: -90, until: -1 })
  soon = await authority('soon', { until: 5 })
  sha1 = await issue({ subject: 'CN=sha1', isAuthority: true, until: 400, algorithm: rsa(2048, 'SHA-1') })
  impostor = await issue({ ...names('impostor.example'), issuer: middle })
  pki = { root, middle, strangers, responder }
  const byPss = async (hash: string): Promise<Identity> =>
    issue({
      subject: `CN=pss ${hash}`,
      isAuthority: true,
      until: 400,
      algorithm: { ...rsa(2048, hash), name: 'RSA-PSS', saltLength: 20 },
    })
  pss = await byPss('SHA-256')
  pssSha1 = await byPss('SHA-1')
  await writeFile(join(here.workspace, 'ca.pem'), root.pem + sha1.pem + pss.pem + pssSha1.pem)
})
afterAll(() => here.end())

async function runCheck(port: number, options: Record<string, unknown> = {}, signal?: AbortSignal): Promise<Judgement> {
  const parsed = z.object(check.shape).parse({ tls: `127.0.0.1:${port}`, servername: NAME, ca: 'ca.pem', ...options })
  return check.judge(parsed, await check.observe(parsed, here.context(signal ? { signal } : {})))
}

async function servingOf(one: Case): Promise<Serving> {
  const issuer = one.issuer ? one.issuer(pki) : pki.middle
  const leaf = await issue({ ...names(NAME), ...one.leaf, ...(issuer && { issuer }) })
  return {
    leaf,
    chain: one.chain?.(pki, leaf) ?? [pki.middle],
    ...(one.versions && { versions: one.versions }),
    ...(one.staple && { staple: await one.staple(pki, leaf) }),
    ...(one.others && { others: await one.others(pki) }),
  }
}

/** Whether openssl trusts the server for the name. */
async function opensslAccepts(port: number): Promise<boolean> {
  const flags = [
    '-servername',
    NAME,
    '-verify_hostname',
    NAME,
    '-CAfile',
    join(here.workspace, 'ca.pem'),
    '-verify_return_error',
  ]
  const child = spawn(OPENSSL ?? 'openssl', ['s_client', '-connect', `127.0.0.1:${port}`, ...flags])
  child.stdin.end()
  let output = ''
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (output += bytes.toString()))
  const status = await new Promise((resolve) => child.on('close', resolve))
  return status === 0 && /Verify return code: 0 \(ok\)|Verification: OK/.test(output)
}

test('there are at least 50 kinds of servers', () => expect(CASES.length).toBeGreaterThanOrEqual(50))

if (OPENSSL === undefined) process.stdout.write('openssl is not installed: its verdicts are not compared\n')

describe('a server with', () => {
  test.each(CASES.map((one) => [one.is, one] as const))('%s', async (_, one) => {
    const serving = await servingOf(one)
    const server = await serveTls(serving)
    try {
      const options = one.check?.(serving.leaf, pki) ?? {}
      const judgement = await runCheck(server.port, options)
      expect([judgement.outcome, judgement.title]).toEqual([
        one.outcome,
        typeof one.title === 'string' ? one.title : one.title ? expect.stringMatching(one.title) : expect.any(String),
      ])
      // No session is resumed: the second attempt has the same result.
      expect(await runCheck(server.port, options)).toEqual(judgement)
      if (one.openssl !== undefined && OPENSSL !== undefined)
        expect(['openssl', await opensslAccepts(server.port)]).toEqual(['openssl', one.openssl])
    } finally {
      await server.end()
    }
  })
})

describe('no handshake', () => {
  test.each([
    ['a server that sends nothing', () => undefined, 'error', 'no TLS handshake: the handshake did not end in time'],
    ['one that closes the connection', (socket: { end(): void }) => socket.end(), 'fail', /^no TLS handshake/],
    [
      'one that sends plain text',
      (socket: { end(text: string): void }) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'fail',
      /^no TLS handshake/,
    ],
    [
      'one that sends without end',
      (socket: { write(bytes: Buffer): void; on(event: 'drain', more: () => void): void }) => {
        const more = (): void => socket.write(Buffer.alloc(65_536, 22))
        socket.on('drain', more)
        more()
      },
      'fail',
      /^no TLS handshake/,
    ],
  ])('with %s', async (_, answer, outcome, title) => {
    const server = await serveTcp(answer)
    try {
      const judgement = await runCheck(server.port, {}, AbortSignal.timeout(500))
      expect([outcome === 'error' ? 'fail' : judgement.outcome, judgement.title]).toEqual([
        'fail',
        expect.stringMatching(title),
      ])
    } finally {
      await server.end()
    }
  })

  test('a refused connection is a failure, and a name that does not resolve is an error', async () => {
    const server = await serveTcp(() => undefined)
    await server.end()
    expect(await runCheck(server.port)).toMatchObject({
      outcome: 'fail',
      observed: expect.stringContaining('ECONNREFUSED'),
    })
    expect(await runCheck(1, { tls: 'does-not-exist.invalid' })).toMatchObject({ outcome: 'error' })
  })

  test('an invalid CA file is an error of the configuration', async () => {
    await expect(runCheck(1, { ca: 'missing.pem' })).rejects.toMatchObject({ code: 'config/reference' })
    await writeFile(join(here.workspace, 'empty.pem'), '')
    await expect(runCheck(1, { ca: 'empty.pem' })).rejects.toMatchObject({ code: 'config/reference' })
    await expect(runCheck(1, { tls: 'a b' })).rejects.toMatchObject({ code: 'config/reference' })
  })
})

test('`connect` requests one address for the name of another', async () => {
  const right = await serveTls({ leaf: await issue({ ...names(NAME), issuer: pki.middle }), chain: [pki.middle] })
  const wrong = await serveTls({
    leaf: await issue({ ...names('old.example'), issuer: pki.middle }),
    chain: [pki.middle],
  })
  try {
    const options = (port: number) => ({ tls: NAME, servername: undefined, connect: `127.0.0.1:${port}` })
    expect(await runCheck(0, options(right.port))).toMatchObject({ outcome: 'pass' })
    expect(await runCheck(0, options(wrong.port))).toMatchObject({
      outcome: 'fail',
      title: `the certificate is not valid for ${NAME}`,
    })
  } finally {
    await right.end()
    await wrong.end()
  }
})

describe('on a host', () => {
  const shells = installedShells(mkdtempSync(join(tmpdir(), 'tls-hosts-')))
  // A stapled response is only judged for revocation.
  const cases = CASES.filter(({ staple: stapling, title }) => stapling === undefined || /revoked/.test(String(title)))
  test.each(cases.map((one, index) => [one.is, one, index] as const))('%s', async (_, one, index) => {
    const serving = await servingOf(one)
    const server = await serveTls(serving)
    try {
      const { ca: _ca, listener: _listener, ...options } = one.check?.(serving.leaf, pki) ?? {}
      if (options['staple'] === 'required') return
      const entry = { tls: `127.0.0.1:${server.port}`, servername: NAME, ...options }
      const shell = shells[index % shells.length]
      if (shell === undefined) throw new Error('no shell is installed')
      const env = { SSL_CERT_FILE: join(here.workspace, 'ca.pem'), SSL_CERT_DIR: '/none' }
      const ran = await runScript(scriptOf([entry]), { shell, folder: here.workspace, env })
      const result = ran.results.get(1)
      expect([shell.name, result?.verdict, result?.said, ran.stderr]).toEqual([
        shell.name,
        OTHERWISE_ON_HOSTS[one.is] ?? (one.outcome === 'pass' || one.outcome === 'fail' ? one.outcome : 'unknown'),
        expect.any(String),
        '',
      ])
    } finally {
      await server.end()
    }
  })
})
