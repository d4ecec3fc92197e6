import type { CertificateFacts } from '../../support/tls/certificate.ts'
import type { RefusedVersion, ServedTls } from '../../support/tls/observe.ts'

/** What is wrong with what an endpoint serves over TLS. Pure. */

export interface TlsProblem {
  readonly title: string
  readonly expected: string
  readonly observed: string
  readonly advice: string
  /** True: it is not known. */
  readonly unknown?: boolean
}

export interface TlsExpectation {
  readonly daysLeft: number
  /** Common name or organisation of what issued the certificate. */
  readonly issuer?: string | undefined
  /** Pins of public keys, one of which is the certificate's. */
  readonly keys?: readonly string[] | undefined
  readonly atLeast: 'TLSv1.2' | 'TLSv1.3'
  readonly staple: 'required' | 'optional'
}

const DAY_MS = 86_400_000
/** Clocks of servers and responders differ. */
const CLOCK_SKEW_MS = 300_000
/** Public authorities renew their responses within ten days (CA/Browser Forum, Baseline Requirements, 4.9.10). */
const LONGEST_STAPLE_MS = 10 * DAY_MS
const RENEW = 'Renew the certificate, and deploy it to what serves it.'
const CHAIN = 'Configure the certificate with its intermediate certificates: its own first, then each issuer in order.'

export function tlsProblems(
  expected: TlsExpectation,
  served: ServedTls,
  older: readonly RefusedVersion[],
  at: number,
): TlsProblem[] {
  const [leaf] = served.certificates
  if (served.resumed || !leaf)
    return [
      {
        title: 'showed no certificate',
        expected: 'a certificate in a separate handshake',
        observed: served.resumed ? 'a resumed session' : 'none',
        advice: 'Run the check again; report it if it happens again.',
        unknown: true,
      },
    ]
  return [
    ...nameProblems(leaf, served),
    ...served.certificates.flatMap((each, index) => timeProblems(each, index === 0, expected.daysLeft, at)),
    ...chainProblems(served, at),
    ...served.certificates.flatMap(strengthProblems),
    ...identityProblems(leaf, expected),
    ...protocolProblems(expected, served.protocol, older),
    ...stapleProblems(leaf, served, expected.staple, at),
  ]
}

function nameProblems(leaf: CertificateFacts, { validFor }: ServedTls): TlsProblem[] {
  return Object.entries(validFor)
    .filter(([, isValid]) => !isValid)
    .map(([name]) => ({
      title: `the certificate is not valid for ${name}`,
      expected: `a certificate for ${name}`,
      observed: leaf.names.length === 0 ? `no names, only ${leaf.subject}` : listed(leaf.names),
      advice:
        'Check which certificate is configured for this name, and whether the name resolves to the right endpoint.',
    }))
}

function timeProblems(each: CertificateFacts, isLeaf: boolean, daysLeft: number, at: number): TlsProblem[] {
  const what = isLeaf ? 'the certificate' : `the certificate of ${each.subject}`
  const until = `valid until ${dateOf(each.until)}`
  if (!(each.from <= at))
    return [
      {
        title: `${what} is not valid yet`,
        expected: 'a certificate that is valid now',
        observed: `valid from ${dateOf(each.from)}`,
        advice: 'Check which certificate is configured, and the clock of the runner.',
      },
    ]
  if (each.until < at)
    return [
      { title: `${what} has expired`, expected: 'a certificate that is valid now', observed: until, advice: RENEW },
    ]
  const left = Math.floor((each.until - at) / DAY_MS)
  // The end of a root counts for who trusts it, unless it is the server's own certificate.
  if (left >= daysLeft || (each.isSelfIssued && !isLeaf)) return []
  return [
    {
      title: `${what} ends in ${left} ${left === 1 ? 'day' : 'days'}`,
      expected: `${daysLeft} days left`,
      observed: `${left} days, ${until}`,
      advice: RENEW,
    },
  ]
}

const INCOMPLETE = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])
const EXPLAINED = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])

function chainProblems({ certificates, orderIsKnown, links, distrust }: ServedTls, at: number): TlsProblem[] {
  const problems: TlsProblem[] = []
  const subjects = listed(certificates.map(({ subject }) => subject))
  const expected = 'a chain in which each certificate is issued by the next one'
  if (!orderIsKnown && certificates.length > 1)
    problems.push({
      title: 'the order of the chain could not be seen',
      expected,
      observed: 'certificates that this client cannot read as they were sent',
      advice: 'Check the order with `openssl s_client -showcerts`.',
      unknown: true,
    })
  const broken = orderIsKnown ? links.indexOf(false) : -1
  if (broken !== -1)
    problems.push({
      title: `the chain is not in order: ${certificates[broken]?.subject ?? ''} is not issued by what follows it`,
      expected,
      observed: subjects,
      advice: CHAIN,
    })
  const outdated = certificates.some(({ from, until }) => from > at || until < at)
  const isExplained =
    distrust === undefined ||
    (EXPLAINED.has(distrust) ? outdated : distrust === 'INVALID_PURPOSE' && !certificates[0]?.forServers)
  if (isExplained) return problems
  const last = certificates.at(-1)
  const issuer = last?.issuer ?? 'unknown'
  if (INCOMPLETE.has(distrust))
    problems.push({
      title: `the chain is incomplete, or ${issuer} is not trusted`,
      expected: 'a chain up to a trusted authority',
      observed: `${subjects} (${distrust})`,
      advice: `${CHAIN} For a private authority give its certificate with \`ca\`.`,
    })
  else
    problems.push({
      title: /SELF_SIGNED/.test(distrust)
        ? `the authority ${issuer} is not trusted`
        : `the chain is not trusted: ${distrust}`,
      expected: 'a chain up to a trusted authority',
      observed: `${subjects} (${distrust})`,
      advice: 'Use a certificate of a public authority, or give the certificate of the private one with `ca`.',
    })
  return problems
}

function strengthProblems(each: CertificateFacts, index: number): TlsProblem[] {
  const what = index === 0 ? 'the certificate' : `the certificate of ${each.subject}`
  const advice = 'Issue it again with an ECDSA key of 256 bits or an RSA key of 2048 bits, signed with SHA-256.'
  const problems: TlsProblem[] = []
  if (each.weakKey !== undefined)
    problems.push({
      title: `${what} has a weak key`,
      expected: 'RSA of 2048 bits, or ECDSA of 256',
      observed: each.weakKey,
      advice,
    })
  // The signature of a self-issued one proves nothing anyway.
  if (each.weakSignature !== undefined && !each.isSelfIssued)
    problems.push({
      title: `${what} has a weak signature`,
      expected: 'SHA-256 or better',
      observed: each.weakSignature,
      advice,
    })
  if (index === 0 && !each.forServers)
    problems.push({
      title: 'the certificate is not for servers',
      expected: 'the extended key usage serverAuth',
      observed: 'other usages only',
      advice: 'Issue a certificate for servers.',
    })
  if (index > 0 && !each.isAuthority)
    problems.push({
      title: `${each.subject} is not an authority, but is in the chain`,
      expected: 'intermediate certificates of authorities',
      observed: each.subject,
      advice: CHAIN,
    })
  return problems
}

function identityProblems(leaf: CertificateFacts, { issuer, keys }: TlsExpectation): TlsProblem[] {
  const problems: TlsProblem[] = []
  const parts = leaf.issuer.split(', ').map((part) => part.replace(/^(?:CN|O|OU)=/, ''))
  if (issuer !== undefined && issuer !== leaf.issuer && !parts.includes(issuer))
    problems.push({
      title: 'the certificate has another issuer',
      expected: issuer,
      observed: leaf.issuer,
      advice: 'Check which certificate is configured.',
    })
  if (keys && !keys.includes(leaf.pin))
    problems.push({
      title: 'the certificate has another key',
      expected: listed(keys),
      observed: leaf.pin,
      advice: 'Check which certificate is configured, and whether something between decrypts the connection.',
    })
  return problems
}

function protocolProblems(
  { atLeast }: TlsExpectation,
  protocol: string,
  older: readonly RefusedVersion[],
): TlsProblem[] {
  const expected = `${atLeast} or newer`
  const advice = 'Correct the security policy of the listener, or the settings of the server.'
  const problems: TlsProblem[] = []
  const isNew = /^TLSv1\.[23]$/.test(protocol) && protocol >= atLeast
  if (!isNew) problems.push({ title: `speaks ${protocol} only`, expected, observed: protocol, advice })
  const accepted = older.filter(({ answer, version }) => answer === 'accepted' && (isNew || version !== protocol))
  if (accepted.length > 0) {
    const versions = accepted.map(({ version }) => version).join(', ')
    problems.push({ title: `still accepts ${versions}`, expected, observed: `${versions} accepted`, advice })
  }
  for (const { version, why } of older.filter(({ answer }) => answer !== 'accepted' && answer !== 'refused'))
    problems.push({
      title: `whether it refuses ${version} could not be seen`,
      expected: `${version} refused`,
      observed: why,
      advice: 'Run the check again, on a runner whose OpenSSL can speak that version.',
      unknown: true,
    })
  return problems
}

function stapleProblems(
  leaf: CertificateFacts,
  { staple }: ServedTls,
  demanded: TlsExpectation['staple'],
  at: number,
): TlsProblem[] {
  const expected = 'a stapled OCSP response that is signed, current and good'
  const problem = (title: string, observed: string, unknown = false): TlsProblem[] => [
    {
      title,
      expected,
      observed,
      advice: 'Check stapling on the server, and the certificate with its authority.',
      ...(unknown && { unknown }),
    },
  ]
  if (!staple) {
    if (demanded === 'optional' && !leaf.mustStaple) return []
    return problem(
      leaf.mustStaple ? 'staples nothing, although the certificate requires it' : 'staples nothing',
      'none',
    )
  }
  if ('problem' in staple) return problem('the stapled response proves nothing', staple.problem)
  if (staple.status === 'revoked')
    return problem('the certificate was revoked', `revoked at ${staple.revokedAt ?? 'an unknown time'}`)
  if (staple.status === 'unknown') return problem('the authority does not know the certificate', 'unknown', true)
  if (Date.parse(staple.thisUpdate) > at + CLOCK_SKEW_MS)
    return problem('the stapled response is not valid yet', `from ${staple.thisUpdate}`)
  if (staple.nextUpdate !== undefined && Date.parse(staple.nextUpdate) < at)
    return problem('the stapled response is outdated', `until ${staple.nextUpdate}`)
  if (staple.nextUpdate === undefined && !(Date.parse(staple.thisUpdate) > at - LONGEST_STAPLE_MS))
    return problem('the stapled response is old and has no end', `from ${staple.thisUpdate}`, true)
  return []
}

const SHOWN = 10

function listed(values: readonly string[]): string {
  const rest = values.length > SHOWN ? `, and ${values.length - SHOWN} more` : ''
  return `${values.slice(0, SHOWN).join(', ')}${rest}`
}

function dateOf(time: number): string {
  return Number.isFinite(time) ? new Date(time).toISOString() : 'an unknown time'
}
