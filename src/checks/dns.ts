import type { Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { z } from 'zod'
import { oneOrMore, text } from '../support/option-types.ts'
import { ActionError } from '../support/errors.ts'
import { defineCheck, type CheckContext, type Judgement } from './contract.ts'
import { addressOf, showAddress } from './engine/address.ts'

const DEFAULT_TIMEOUT_MS = 30_000
const QUERY_TIMEOUT_MS = 3_000
const TRIES = 2
const DNS_PORT = 53

const TYPES = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT'] as const
type RecordType = (typeof TYPES)[number]

interface Options {
  readonly dns: string
  readonly record: RecordType
  readonly answers?: readonly string[] | undefined
  readonly includes?: readonly string[] | undefined
  readonly absent?: 'name' | 'record' | 'either' | undefined
  readonly resolver?: readonly string[] | undefined
}

/** One resolver's answer: values; that there is no such name; that the name has no such record; or none. */
interface Answered {
  readonly resolver: string
  readonly answer: 'values' | 'no name' | 'no record' | 'none'
  readonly values: readonly string[]
  /** What the name is an alias of, where it has no record of its own. */
  readonly alias?: string
  /** Why there is no answer. */
  readonly code?: string
}

export const check = defineCheck({
  meta: {
    name: 'dns',
    title: 'A name has the expected records',
    docs: 'Queries resolvers for the records of a name, and compares all answers. A name that does not exist (NXDOMAIN) and one without a record of the type (no data) are different results. A resolver that fails, refuses or does not respond makes the attempt an error.',
    kind: 'deployment',
    runsUserCode: false,
  },
  shape: () => ({
    dns: text.describe('The name.'),
    record: z.enum(TYPES).default('A').describe('Type of the records.'),
    answers: oneOrMore(text)
      .optional()
      .describe('All values, in any order: `192.0.2.7`, `10 mail.example.com`, `0 issue letsencrypt.org`.'),
    includes: oneOrMore(text).optional().describe('Values that must be among the answers.'),
    absent: z
      .enum(['name', 'record', 'either'])
      .optional()
      .describe('What must not exist: the name (NXDOMAIN), the record of an existing name, or either.'),
    resolver: oneOrMore(text)
      .optional()
      .describe(
        'Addresses of the resolvers, each of which is asked: `192.0.2.53` or `192.0.2.53:5353`. Default: those of the runner.',
      ),
  }),
  nameOf: ({ dns, record, absent }: Options) => `${dns} has ${absent === undefined ? 'the' : 'no'} ${record} records`,
  timeoutOf: () => DEFAULT_TIMEOUT_MS,
  observe,
  judge,
})

async function observe(written: Options, { signal }: Pick<CheckContext, 'signal'>): Promise<readonly Answered[]> {
  refuseContradiction(written)
  const options = { ...written, dns: nameOf(written) }
  const { Resolver: Asking } = await import('node:dns/promises')
  const resolvers = options.resolver?.map(serverOf) ?? [undefined]
  return await Promise.all(
    resolvers.map(async (server) => {
      const asking = new Asking({ timeout: QUERY_TIMEOUT_MS, tries: TRIES })
      if (server !== undefined) asking.setServers([server])
      const cancel = (): void => asking.cancel()
      signal.addEventListener('abort', cancel, { once: true })
      try {
        return await ask(asking, options, server ?? `the runner's (${asking.getServers().join(', ')})`)
      } finally {
        signal.removeEventListener('abort', cancel)
      }
    }),
  )
}

function refuseContradiction({ absent, answers, includes }: Options): void {
  if (absent === undefined || (answers ?? includes) === undefined) return
  throw new ActionError('config/reference', {
    message: 'a name cannot be absent and have records',
    expected: '`absent`, or `answers` and `includes`',
    observed: 'both',
    advice: 'Remove one of them.',
  })
}

/** An address has its names under its reverse name, and no other records. */
function nameOf({ dns, record }: Options): string {
  const version = isIP(dns)
  if (version === 0) return dns
  if (record === 'PTR' && version === 4) return `${dns.split('.').toReversed().join('.')}.in-addr.arpa`
  throw new ActionError('config/reference', {
    message: `${dns} is an address, which has no ${record} records`,
    expected: 'a name; of an IPv4 address its PTR records',
    observed: dns,
    advice: version === 6 ? 'Write its name below ip6.arpa.' : 'Give a name, or `record: PTR`.',
  })
}

function serverOf(resolver: string): string {
  const address = addressOf(resolver, DNS_PORT)
  if (isIP(address.host) !== 0) return showAddress(address)
  throw new ActionError('config/reference', {
    message: `the resolver ${resolver} is not an address`,
    expected: 'an IP address, such as 192.0.2.53',
    observed: resolver,
    advice: 'Give the IP address of the resolver.',
  })
}

async function ask(resolver: Resolver, { dns, record }: Options, shown: string): Promise<Answered> {
  try {
    const answered = await resolver.resolve(dns, record)
    const values = (Array.isArray(answered) ? answered : [answered]).map((one) => shownRecord(one, record)).toSorted()
    return { resolver: shown, answer: values.length > 0 ? 'values' : 'no record', values }
  } catch (error) {
    const { code } = error as { code?: unknown }
    const about = { resolver: shown, values: [], code: typeof code === 'string' ? code : String(error) }
    if (code === 'EBADNAME')
      throw new ActionError('config/reference', {
        message: `${JSON.stringify(dns)} is no name of DNS`,
        expected: 'labels of at most 63 characters, with a dot between them',
        observed: dns,
        advice: 'Correct the name of the check, or the output of the stack that it refers to.',
      })
    if (code === 'ENOTFOUND')
      return record === 'CNAME' ? { ...about, answer: 'no name' } : ownName(resolver, dns, about)
    return { ...about, answer: code === 'ENODATA' ? 'no record' : 'none' }
  }
}

/** NXDOMAIN is about the end of a chain of aliases (RFC 6604, 2.1): the name itself may be an alias of one that is gone. */
async function ownName(
  resolver: Resolver,
  dns: string,
  about: Pick<Answered, 'resolver' | 'values' | 'code'>,
): Promise<Answered> {
  try {
    const [alias = ''] = await resolver.resolveCname(dns)
    return { ...about, answer: 'no record', alias: normal(alias, 'CNAME') }
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (code === 'ENOTFOUND' || code === 'ENODATA') return { ...about, answer: 'no name' }
    return { ...about, answer: 'none', code: `${String(code)} for its CNAME` }
  }
}

/** The text of a record, in the order of a zone file. */
function shownRecord(record: string | readonly string[] | object, type: RecordType): string {
  if (typeof record === 'string') return normal(record, type)
  if (Array.isArray(record)) return record.join('')
  const has = record as Readonly<Record<string, string | number>>
  if (type === 'MX') return normal(`${has['priority']} ${has['exchange'] || '.'}`, type)
  if (type === 'SRV') return normal(`${has['priority']} ${has['weight']} ${has['port']} ${has['name'] || '.'}`, type)
  if (type === 'SOA') return normal(`${has['nsname']} ${has['hostmaster']} ${has['serial']}`, type)
  const { critical = 0, type: _, ...properties } = has
  const [[name, value] = ['unknown', '']] = Object.entries(properties)
  return `${critical} ${name} ${value}`
}

/** Names in lower case without the last dot and more than single spaces; IPv6 in its short form; texts as they are. */
function normal(value: string, type: RecordType): string {
  if (type === 'TXT') return value
  // A zone file may quote the value.
  if (type === 'CAA') return value.trim().replace(/^(\d+)\s+(\S+)\s+"(.*)"$/, '$1 $2 $3')
  const address = value.trim()
  if (type === 'AAAA' && isIP(address) === 6) return new URL(`http://[${address}]`).hostname.slice(1, -1)
  return value
    .trim()
    .split(/\s+/)
    .map((part) => inAscii(part.toLowerCase()).replace(/(?<=.)\.$/, ''))
    .join(' ')
}

/** Names are sent in ASCII, and written as people read them: `bücher.example`. */
function inAscii(name: string): string {
  return /[^\0-\x7F]/.test(name) ? domainToASCII(name) || name : name
}

function judge(options: Options, answered: readonly Answered[]): Judgement {
  const { dns, record, absent } = options
  const expected = expectation(options)
  const observed = answered.map((one) => `${one.resolver}: ${showAnswer(one, record)}`).join('; ')
  const silent = answered.filter(({ answer }) => answer === 'none')
  const wrong = answered.flatMap((one) => (one.answer === 'none' ? [] : (wrongOf(options, one) ?? [])))
  const isThere = answered.some(({ answer }) => answer === 'values')
  const advice =
    absent === undefined
      ? 'Correct the record in its zone, and wait until its former TTL is over.'
      : isThere
        ? 'Remove the record from its zone, and wait until its TTL is over.'
        : 'Correct `absent` of the check, or the zone: it says whether the name itself exists.'
  if (wrong.length > 0) return { outcome: 'fail', title: [...new Set(wrong)].join('; '), expected, observed, advice }
  if (silent.length > 0 || answered.length === 0)
    return {
      outcome: 'error',
      title: `no answer about ${dns} from ${silent.map(({ resolver, code }) => `${resolver} (${code ?? ''})`).join(', ')}`,
      expected,
      observed,
      advice:
        'Check whether the resolver is in reach of this runner, and its log: SERVFAIL and REFUSED are failures of the resolver.',
    }
  const different = new Set(answered.map((one) => showAnswer(one, record)))
  if (different.size > 1)
    return {
      outcome: 'inconclusive',
      title: 'the resolvers disagree',
      expected: 'the same answer of each resolver',
      observed,
      advice: 'Wait until the former TTL is over, or name the expected `answers`.',
    }
  return { outcome: 'pass', title: `${dns}: ${[...different].join('')}`, expected, observed }
}

function wrongOf(options: Options, one: Answered): string[] | undefined {
  const { dns, record, absent, answers, includes = [] } = options
  if (absent !== undefined) {
    if (one.answer === 'values') return [`${dns} has ${record} records: ${one.values.join(', ')}`]
    const isRight = absent === 'either' || (absent === 'name') === (one.answer === 'no name')
    return isRight ? undefined : [showAbsence(dns, one, record)]
  }
  if (one.answer !== 'values') return [showAbsence(dns, one, record)]
  const all = (answers ?? []).map((value) => normal(value, record))
  const lacking = [...all, ...includes.map((value) => normal(value, record))].filter(
    (each) => !one.values.includes(each),
  )
  const more = answers ? one.values.filter((value) => !all.includes(value)) : []
  return [
    ...(lacking.length > 0 ? [`${dns} lacks ${[...new Set(lacking)].join(', ')}`] : []),
    ...(more.length > 0 ? [`${dns} also has ${more.join(', ')}`] : []),
  ]
}

function showAbsence(dns: string, { answer, alias }: Answered, record: RecordType): string {
  if (alias !== undefined) return `${dns} is an alias of ${alias}, which does not exist`
  return answer === 'no name' ? `${dns} does not exist` : `${dns} exists, but has no ${record} record`
}

function showAnswer({ answer, values, code, alias }: Answered, record: RecordType): string {
  if (answer === 'values') return values.join(', ')
  if (answer === 'no name') return 'no such name (NXDOMAIN)'
  if (alias !== undefined) return `an alias of ${alias}, which does not exist`
  return answer === 'no record' ? `no ${record} record` : `no answer (${code ?? 'unknown'})`
}

function expectation({ dns, record, absent, answers, includes }: Options): string {
  if (absent === 'name') return `no name ${dns}`
  if (absent === 'record') return `a name ${dns} without ${record} records`
  if (absent !== undefined) return `no ${record} records of ${dns}`
  if (answers) return `the ${record} records ${answers.join(', ')}`
  return includes
    ? `${record} records with ${includes.join(', ')}`
    : `${/^[AMNS]/.test(record) ? 'an' : 'a'} ${record} record of ${dns}`
}
