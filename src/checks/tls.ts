import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { z } from 'zod'
import { ActionError, messageOf } from '../support/errors.ts'
import { climbs, isOutside } from '../support/files/files.ts'
import { oneOrMore, text } from '../support/option-types.ts'
import { oneLine, plural } from '../support/text/text.ts'
import type { NoHandshake } from '../support/tls/handshake.ts'
import type { RefusedVersion, ServedTls } from '../support/tls/observe.ts'
import { defineCheck, type CheckContext, type Judgement } from './contract.ts'
import { addressOf, showAddress, type Address } from './engine/address.ts'
import { tlsProblems } from './engine/judge-tls.ts'
import { listenerProblems, readListenerCertificates, type ListenerFacts } from './engine/listener-certificates.ts'
import { isNotReached } from './engine/network-errors.ts'

const DEFAULT_TIMEOUT_MS = 30_000
const HTTPS = 443
const DEFAULT_DAYS_LEFT = 21
const DAY_MS = 86_400_000
const VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2'] as const

interface Options {
  readonly tls: string
  readonly names?: readonly string[] | undefined
  readonly servername?: string | undefined
  readonly connect?: string | undefined
  readonly ca?: string | undefined
  readonly 'days-left': number
  readonly issuer?: string | undefined
  readonly key?: readonly string[] | undefined
  readonly 'at-least': 'TLSv1.2' | 'TLSv1.3'
  readonly staple: 'required' | 'optional'
  readonly listener?: string | undefined
}

interface Facts {
  readonly address: Address
  readonly servername: string
  readonly served: ServedTls | NoHandshake
  readonly older: readonly RefusedVersion[]
  readonly listener?: ListenerFacts | undefined
  readonly at: number
}

export const check = defineCheck({
  meta: {
    name: 'tls',
    title: 'An endpoint serves the right certificate',
    docs: 'Makes a TLS handshake of its own per attempt and examines what the server sent: names, validity and order of the chain, trust, keys and signatures, the stapled OCSP response, and the protocol, with one more handshake for each older version that must be refused.',
    kind: 'security',
    runsUserCode: false,
  },
  shape: {
    tls: text.describe('Host, `host:port` or URL. Default port: 443.'),
    names: oneOrMore(text)
      .optional()
      .describe('Names that the certificate must be valid for. Default: the server name.'),
    servername: text.optional().describe('Name that is sent to the server (SNI). Default: the host.'),
    connect: text
      .optional()
      .describe('Host or `host:port` to connect to in place of the host, such as one instance behind a name.'),
    ca: text
      .refine((path) => !climbs(path), { error: 'expected a path below the workspace, without ..' })
      .optional()
      .describe('File with the certificates in PEM of the private authority that must have issued it.'),
    'days-left': z
      .int()
      .min(0)
      .default(DEFAULT_DAYS_LEFT)
      .describe('How many days each certificate of the chain must still be valid.'),
    issuer: text.optional().describe('Common name or organisation of the issuer of the certificate.'),
    key: oneOrMore(
      z
        .string()
        .regex(/^sha256\/[A-Za-z0-9+/]{43}=$/, { error: 'expected a pin such as sha256/BASE64 of the public key' }),
    )
      .optional()
      .describe('Pins of public keys (SHA-256 of the SPKI), one of which must be that of the certificate.'),
    'at-least': z
      .enum(['TLSv1.2', 'TLSv1.3'])
      .default('TLSv1.2')
      .describe('The oldest version of the protocol that may be accepted; all older ones must be refused.'),
    staple: z
      .enum(['required', 'optional'])
      .default('optional')
      .describe('Whether an OCSP response must be stapled. One that is stapled must always be good.'),
    listener: text
      .optional()
      .describe(
        'ARN of the listener of Elastic Load Balancing behind the endpoint: what is served must be a certificate that it names, and all that it names are examined in ACM.',
      ),
  },
  nameOf: ({ tls }: Options) => `${tls} serves a valid certificate`,
  timeoutOf: () => DEFAULT_TIMEOUT_MS,
  observe,
  judge,
})

async function observe(options: Options, { ports, signal, access }: CheckContext): Promise<Facts> {
  const address = addressOf(options.tls, HTTPS)
  const servername = options.servername ?? address.host
  const to = options.connect === undefined ? address : addressOf(options.connect, address.port)
  const ca = options.ca === undefined ? undefined : await authorities(ports.place.workspace, options.ca)
  const asked = { ...to, servername, signal, ...(ca !== undefined && { ca }) }
  const { observeTls, observeVersion } = await import('../support/tls/observe.ts')
  const served = await observeTls(asked, options.names ?? [servername])
  const older: RefusedVersion[] = []
  // A refusal says something only of a server that is in reach.
  if (!('code' in served))
    for (const version of VERSIONS.filter((each) => each < options['at-least']))
      older.push(await observeVersion(asked, version))
  const listener = options.listener === undefined ? undefined : await listenerOf(options.listener, { ports, access })
  return { address: to, servername, served, older, listener, at: ports.clock.now().getTime() }
}

async function listenerOf(
  arn: string,
  { ports, access }: Pick<CheckContext, 'ports' | 'access'>,
): Promise<ListenerFacts> {
  const [reads, lookUps] = await Promise.all([ports.connect.state(access), ports.connect.lookUps(access)])
  return readListenerCertificates(reads, await lookUps.certificates(), arn)
}

async function authorities(workspace: string, path: string): Promise<string> {
  const file = resolve(workspace, path)
  const wrong = (observed: string): ActionError =>
    new ActionError('config/reference', {
      message: `the file ${path} of \`ca\` has no certificate in PEM`,
      expected: '-----BEGIN CERTIFICATE-----',
      observed,
      advice: 'Give the path of a PEM file from the root of the workspace.',
    })
  if (isOutside(relative(workspace, file))) throw wrong('a path outside of the workspace')
  let pem: string
  try {
    pem = await readFile(file, 'utf8')
  } catch (error) {
    throw wrong(messageOf(error))
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw wrong('no such line')
  return pem
}

function judge(options: Options, { address, servername, served, older, listener, at }: Facts): Judgement {
  const where = `${servername} at ${showAddress(address)}`
  const demanded = `a trusted certificate for ${(options.names ?? [servername]).join(', ')} with ${options['days-left']} days left, over ${options['at-least']} or newer only`
  if ('code' in served) return judgeSilence(served, where, demanded)
  const ofEndpoint = tlsProblems(
    {
      daysLeft: options['days-left'],
      issuer: options.issuer,
      keys: options.key,
      atLeast: options['at-least'],
      staple: options.staple,
    },
    served,
    older,
    at,
  )
  const [leaf] = served.certificates
  const ofListener = listener && leaf ? listenerProblems(listener, leaf, options['days-left'], at) : []
  const problems = [...ofEndpoint, ...ofListener]
  const left = leaf && Math.floor((leaf.until - at) / DAY_MS)
  const measurements =
    left === undefined || !Number.isFinite(left)
      ? {}
      : { measurements: [{ name: 'days left', unit: 'count' as const, value: left }] }
  const shown = `${served.protocol}, ${served.certificates.map(({ subject }) => oneLine(subject)).join(' ← ')}, from ${where}${listener === undefined ? '' : `; ${plural(listener.certificates.length, 'certificate')} of the listener`}`
  const first = problems.find(({ unknown }) => !unknown) ?? problems[0]
  if (!first)
    return {
      outcome: 'pass',
      title: `serves a valid certificate for ${left ?? 0} more days over ${served.protocol}`,
      expected: demanded,
      observed: `${shown}; ${leaf?.pin ?? ''}`,
      ...measurements,
    }
  return {
    outcome: first.unknown ? 'inconclusive' : 'fail',
    title: problems.map(({ title }) => title).join('; '),
    expected: problems.map(({ expected }) => expected).join('; '),
    observed: `${problems.map(({ observed }) => observed).join('; ')} (${shown})`,
    advice: first.advice,
    ...measurements,
  }
}

function judgeSilence({ code, message }: NoHandshake, where: string, expected: string): Judgement {
  const outside = isNotReached(code)
  return {
    outcome: outside ? 'error' : 'fail',
    title: `no TLS handshake: ${oneLine(message)}`,
    expected,
    observed: `${code} from ${where}`,
    advice: outside
      ? 'Check the name and the network of the runner: the service was not reached.'
      : 'Check whether the service listens on that port and speaks TLS there.',
  }
}
