import { lookup } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { relative, resolve } from 'node:path'
import { domainToASCII } from 'node:url'
import { z } from 'zod'
import { ActionError, messageOf } from '../support/errors.ts'
import { climbs, isOutside } from '../support/files/files.ts'
import { mapLimit } from '../support/limit.ts'
import { oneOrMore, text } from '../support/option-types.ts'
import { listed, oneLine, plural } from '../support/text/text.ts'
import type { HandshakeRequest, NoHandshake } from '../support/tls/handshake.ts'
import type { RefusedVersion, ServedTls } from '../support/tls/observe.ts'
import { defineCheck, type CheckContext, type HostCall, type Judgement } from './contract.ts'
import { addressOf, showAddress, type Address } from './engine/address.ts'
import { tlsProblems, type TlsProblem } from './engine/judge-tls.ts'
import { listenerProblems, readListenerCertificates, type ListenerFacts } from './engine/listener-certificates.ts'
import { notOnHosts } from './hosts/words.ts'
import { isNotReached } from './engine/network-errors.ts'

const DEFAULT_TIMEOUT_MS = 30_000
const HTTPS = 443
const DEFAULT_DAYS_LEFT = 21
const DAY_MS = 86_400_000
const VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2'] as const
/** Addresses of one name that are examined, and how many at once. */
const MOST_ADDRESSES = 16
const AT_ONCE = 4
const NAMED_AT_MOST = 5

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

/** What one address served. */
interface Seen {
  readonly address: Address
  readonly served: ServedTls | NoHandshake
  readonly older: readonly RefusedVersion[]
}

interface Facts {
  /** As configured. */
  readonly address: Address
  readonly servername: string
  /** One for each address of the host, at least one. */
  readonly seen: readonly Seen[]
  /** Further addresses, which were not examined. */
  readonly unseen: number
  readonly listener?: ListenerFacts | undefined
  readonly at: number
}

export const check = defineCheck({
  meta: {
    name: 'tls',
    title: 'An endpoint serves the right certificate',
    docs: 'Makes a TLS handshake of its own per attempt with each address of the host and examines what the server sent: names, validity and order of the chain, trust, keys and signatures, the stapled OCSP response, and the protocol, with one more handshake for each older version that must be refused.',
    kind: 'security',
    runsUserCode: false,
  },
  shape: () => ({
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
  }),
  nameOf: ({ tls }: Options) => `${tls} serves a valid certificate`,
  timeoutOf: () => DEFAULT_TIMEOUT_MS,
  observe,
  judge,
  onHost,
})

async function observe(options: Options, { ports, signal, access }: CheckContext): Promise<Facts> {
  const address = addressOf(options.tls, HTTPS)
  const servername = options.servername ?? address.host
  const to = options.connect === undefined ? address : addressOf(options.connect, address.port)
  const ca = options.ca === undefined ? undefined : await authorities(ports.place.workspace, options.ca)
  const asked = { ...to, servername, signal, ...(ca !== undefined && { ca }) }
  const { addresses, unseen } = await addressesOf(to)
  const seen = await mapLimit(addresses, AT_ONCE, (each) => see({ ...asked, ...each }, options, servername))
  const listener = options.listener === undefined ? undefined : await listenerOf(options.listener, { ports, access })
  return { address: to, servername, seen, unseen, listener, at: ports.clock.now().getTime() }
}

async function see(
  asked: Address & HandshakeRequest,
  { names, 'at-least': atLeast }: Options,
  servername: string,
): Promise<Seen> {
  const { observeTls, observeVersion } = await import('../support/tls/observe.ts')
  const served = await observeTls(asked, names ?? [servername])
  const older: RefusedVersion[] = []
  // A refusal says something only of a server that is in reach.
  if (!('code' in served))
    for (const version of VERSIONS.filter((each) => each < atLeast)) older.push(await observeVersion(asked, version))
  return { address: { host: asked.host, port: asked.port }, served, older }
}

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

/** All addresses of a host; the host itself where it is an address, or where its name does not resolve. */
async function addressesOf(to: Address): Promise<{ addresses: Address[]; unseen: number }> {
  if (isIP(to.host) !== 0) return { addresses: [to], unseen: 0 }
  const found = await lookup(to.host, { all: true }).catch(() => [])
  const hosts = [...new Set(found.map(({ address }) => address))]
  // Of `localhost` one family may be unused.
  if (hosts.every(isLoopback)) return { addresses: [to], unseen: 0 }
  const addresses = hosts.slice(0, MOST_ADDRESSES).map((host) => ({ host, port: to.port }))
  return { addresses, unseen: hosts.length - addresses.length }
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

function judge(options: Options, facts: Facts): Judgement {
  const { address, servername, seen, unseen, listener, at } = facts
  const demanded = expectation(options, servername)
  const whereOf = (each: Address): string => `${servername} at ${showAddress(each)}`
  // A runner without IPv6 reaches none of these addresses: it is enough that it reaches those of the other family.
  const isReached = ({ served }: Seen): boolean => !('code' in served && isNotReached(served.code))
  const families = new Set(seen.filter(isReached).map(({ address: { host } }) => isIP(host)))
  const dead =
    families.size === 0 ? undefined : seen.find((each) => !isReached(each) && families.has(isIP(each.address.host)))
  if (dead && 'code' in dead.served) return judgeSilence(dead.served, whereOf(dead.address), demanded, dead.address)
  const reached = seen.filter(isReached)
  const silent = reached.find(({ served }) => 'code' in served) ?? (reached.length === 0 ? seen[0] : undefined)
  if (silent && 'code' in silent.served) {
    const several = seen.length > 1 && reached.length > 0
    return judgeSilence(silent.served, whereOf(silent.address), demanded, several ? silent.address : undefined)
  }
  const answers = reached.flatMap(({ served, ...rest }) => ('code' in served ? [] : [{ ...rest, served }]))
  const problems = problemsOf(options, answers, at)
  const [first] = answers
  const leaves = answers.flatMap(({ served }) => served.certificates.slice(0, 1))
  if (listener)
    for (const leaf of new Map(leaves.map((each) => [each.serial, each])).values())
      problems.push(...listenerProblems(listener, leaf, options['days-left'], at))
  const ends = leaves.map(({ until }) => Math.floor((until - at) / DAY_MS)).filter(Number.isFinite)
  const left = ends.length === 0 ? undefined : Math.min(...ends)
  const measurements =
    left === undefined ? {} : { measurements: [{ name: 'days left', unit: 'count' as const, value: left }] }
  const others = seen.length - reached.length + unseen
  const shown = [
    `${first?.served.protocol}, ${first?.served.certificates.map(({ subject }) => oneLine(subject)).join(' ← ')}, from ${whereOf(answers.length > 1 ? address : (first?.address ?? address))}`,
    answers.length > 1 && plural(answers.length, 'address', 'addresses'),
    others > 0 && `${plural(others, 'address', 'addresses')} not reached`,
    differences(answers),
    listener && `${plural(listener.certificates.length, 'certificate')} of the listener`,
  ]
    .filter(Boolean)
    .join('; ')
  const distinct = [...new Map(problems.map((each) => [each.title, each])).values()]
  const worst = distinct.find(({ unknown }) => !unknown) ?? distinct[0]
  if (!worst)
    return {
      outcome: 'pass',
      title: `serves a valid certificate for ${left ?? 0} more days over ${first?.served.protocol ?? ''}`,
      expected: demanded,
      observed: `${shown}; ${leaves[0]?.pin ?? ''}`,
      ...measurements,
    }
  return {
    outcome: worst.unknown ? 'inconclusive' : 'fail',
    title: distinct.map(({ title }) => title).join('; '),
    expected: [...new Set(distinct.map(({ expected }) => expected))].join('; '),
    observed: `${[...new Set(distinct.map(({ observed }) => observed))].join('; ')} (${shown})`,
    advice: worst.advice,
    ...measurements,
  }
}

type Answer = Seen & { readonly served: ServedTls }

/** The problems of all addresses; one that not all of them have names those that have it. */
function problemsOf(options: Options, answers: readonly Answer[], at: number): TlsProblem[] {
  const expected = {
    daysLeft: options['days-left'],
    issuer: options.issuer,
    keys: options.key,
    atLeast: options['at-least'],
    staple: options.staple,
  }
  const found = answers.flatMap(({ address, served, older }) =>
    tlsProblems(expected, served, older, at).map((problem) => ({ address, problem })),
  )
  return [...Map.groupBy(found, ({ problem }) => problem.title).values()].flatMap((same) => {
    const [one] = same
    if (one === undefined) return []
    if (same.length === answers.length) return [one.problem]
    const where = listed(
      same.map(({ address }) => showAddress(address)),
      NAMED_AT_MOST,
    )
    return [{ ...one.problem, title: `${where} only: ${one.problem.title}` }]
  })
}

/** Which certificate each address serves, where they are not the same. */
function differences(answers: readonly Answer[]): string | undefined {
  const groups = [...Map.groupBy(answers, ({ served }) => served.certificates[0]?.serial ?? 'none')]
  if (groups.length < 2) return undefined
  return `the addresses differ: ${groups
    .map(
      ([serial, same]) =>
        `serial number ${serial} from ${listed(
          same.map(({ address }) => showAddress(address)),
          NAMED_AT_MOST,
        )}`,
    )
    .join(', ')}`
}

/** `only`: the address, where others of the name answered. */
function judgeSilence({ code, message }: NoHandshake, where: string, expected: string, only?: Address): Judgement {
  const outside = isNotReached(code)
  return {
    outcome: outside ? 'error' : 'fail',
    title: `${only === undefined ? '' : `${showAddress(only)} only: `}no TLS handshake: ${oneLine(message)}`,
    expected,
    observed: `${code} from ${where}`,
    advice: outside
      ? 'Check the name and the network of the runner: the service was not reached.'
      : 'Check whether the service listens on that port and speaks TLS there.',
  }
}

function expectation(options: Options, servername: string): string {
  return `a trusted certificate for ${(options.names ?? [servername]).join(', ')} with ${options['days-left']} days left, over ${options['at-least']} or newer only`
}

/** As openssl names them in its options. */
const FLAGS = { TLSv1: 'tls1', 'TLSv1.1': 'tls1_1', 'TLSv1.2': 'tls1_2' } as const

/** The same check by the function `tls_check` of the script, as openssl of the host sees it and trusts authorities. */
function onHost(options: Options): HostCall {
  for (const name of ['ca', 'listener'] as const)
    if (options[name] !== undefined)
      throw notOnHosts('tls', `\`${name}\``, 'Remove it: on a host, the authorities that the host trusts count.')
  if (options.staple === 'required') throw notOnHosts('tls', '`staple: required`', 'Make this check from this job.')
  const address = addressOf(options.tls, HTTPS)
  const servername = options.servername ?? address.host
  const to = options.connect === undefined ? address : addressOf(options.connect, address.port)
  return {
    words: [
      'tls_check',
      to.host,
      String(to.port),
      domainToASCII(servername),
      String(options['days-left']),
      options.issuer ?? '',
      (options.names ?? [servername]).map(domainToASCII).join(' '),
      (options.key ?? []).join(' '),
      VERSIONS.filter((each) => each < options['at-least'])
        .map((each) => FLAGS[each])
        .join(' '),
    ],
    expected: expectation(options, servername),
  }
}
