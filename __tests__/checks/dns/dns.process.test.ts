import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Answer } from 'dns-packet'
import { z } from 'zod'
import { check } from '../../../src/checks/dns.ts'
import type { Judgement } from '../../../src/checks/contract.ts'
import { serveDns, type DnsServer } from './dns-server.ts'

/** A resolver on loopback, and its records. */

const RECORDS: readonly Answer[] = [
  { name: 'shop.example', type: 'A', ttl: 1, data: '192.0.2.7' },
  { name: 'shop.example', type: 'A', ttl: 1, data: '192.0.2.8' },
  { name: 'shop.example', type: 'AAAA', ttl: 1, data: '2001:db8::7' },
  { name: 'shop.example', type: 'MX', ttl: 1, data: { preference: 10, exchange: 'mail.shop.example' } },
  { name: 'shop.example', type: 'TXT', ttl: 1, data: ['v=spf1 ', '-all'] },
  { name: 'www.example', type: 'CNAME', ttl: 0, data: 'edge.example' },
  { name: 'edge.example', type: 'CNAME', ttl: 0, data: 'shop.example' },
  { name: 'books.example', type: 'CNAME', ttl: 0, data: 'xn--bcher-kva.example' },
  { name: 'old.example', type: 'CNAME', ttl: 0, data: 'gone.example' },
  { name: 'round.example', type: 'CNAME', ttl: 0, data: 'round2.example' },
  { name: 'round2.example', type: 'CNAME', ttl: 0, data: 'round.example' },
  { name: 'mute.example', type: 'MX', ttl: 0, data: { preference: 0, exchange: '.' } },
  { name: 'xn--bcher-kva.example', type: 'A', ttl: 0, data: '192.0.2.77' },
  { name: '7.2.0.192.in-addr.arpa', type: 'PTR', ttl: 0, data: 'shop.example' },
  { name: 'shop.example', type: 'CAA', ttl: 1, data: { flags: 0, tag: 'issue', value: 'amazon.com' } },
  { name: 'www.shop.example', type: 'CNAME', ttl: 1, data: 'Balancer.example' },
]
const servers: DnsServer[] = []
let resolver: string
let other: string

beforeAll(async () => {
  servers.push(
    await serveDns(RECORDS),
    await serveDns([{ name: 'shop.example', type: 'A', ttl: 1, data: '192.0.2.9' }]),
  )
  ;[resolver = '', other = ''] = servers.map(({ address }) => address)
})
afterAll(() => servers.forEach((server) => server.close()))

async function runCheck(options: Record<string, unknown>, signal = AbortSignal.timeout(60_000)): Promise<Judgement> {
  const parsed = z.object(check.shape).parse({ resolver, ...options })
  return check.judge(parsed, await check.observe(parsed, { signal } as never))
}

const dns = 'shop.example'

test.each<readonly [Record<string, unknown>, Judgement['outcome'], string]>([
  [{ dns }, 'pass', 'shop.example: 192.0.2.7, 192.0.2.8'],
  [{ dns, answers: ['192.0.2.8', '192.0.2.7'] }, 'pass', 'shop.example: 192.0.2.7, 192.0.2.8'],
  [{ dns, answers: '192.0.2.7' }, 'fail', 'shop.example also has 192.0.2.8'],
  [
    { dns, answers: ['192.0.2.7', '192.0.2.9'] },
    'fail',
    'shop.example lacks 192.0.2.9; shop.example also has 192.0.2.8',
  ],
  [{ dns, includes: '192.0.2.7' }, 'pass', 'shop.example: 192.0.2.7, 192.0.2.8'],
  [{ dns, includes: '192.0.2.9' }, 'fail', 'shop.example lacks 192.0.2.9'],
  [{ dns, record: 'AAAA', answers: '2001:DB8:0::7' }, 'pass', 'shop.example: 2001:db8::7'],
  [{ dns, record: 'MX', answers: '10 mail.shop.example.' }, 'pass', 'shop.example: 10 mail.shop.example'],
  [{ dns, record: 'MX', answers: ' 10  Mail.shop.example. ' }, 'pass', 'shop.example: 10 mail.shop.example'],
  [{ dns, record: 'TXT', answers: 'v=spf1 -all' }, 'pass', 'shop.example: v=spf1 -all'],
  [{ dns, record: 'CAA', includes: '0 issue amazon.com' }, 'pass', 'shop.example: 0 issue amazon.com'],
  [
    { dns: 'www.shop.example', record: 'CNAME', answers: 'balancer.example' },
    'pass',
    'www.shop.example: balancer.example',
  ],
  [{ dns, record: 'SRV' }, 'fail', 'shop.example exists, but has no SRV record'],
  [{ dns: 'www.example', record: 'A' }, 'pass', 'www.example: 192.0.2.7, 192.0.2.8'],
  [{ dns, record: 'CAA', answers: '0 issue "amazon.com"' }, 'pass', 'shop.example: 0 issue amazon.com'],
  [
    { dns: 'books.example', record: 'CNAME', answers: 'bücher.example' },
    'pass',
    'books.example: xn--bcher-kva.example',
  ],
  [{ dns: 'www.example', record: 'CNAME', answers: 'Edge.example.' }, 'pass', 'www.example: edge.example'],
  [{ dns: 'old.example' }, 'fail', 'old.example is an alias of gone.example, which does not exist'],
  [{ dns: 'old.example', absent: 'name' }, 'fail', 'old.example is an alias of gone.example, which does not exist'],
  [{ dns: 'old.example', absent: 'either' }, 'pass', 'old.example: an alias of gone.example, which does not exist'],
  [{ dns: 'old.example', record: 'CNAME', absent: 'record' }, 'fail', 'old.example has CNAME records: gone.example'],
  [{ dns: 'round.example' }, 'fail', 'round.example exists, but has no A record'],
  [{ dns: 'mute.example', record: 'MX', answers: '0 .' }, 'pass', 'mute.example: 0 .'],
  [{ dns: 'b\u00FCcher.example', answers: '192.0.2.77' }, 'pass', 'b\u00FCcher.example: 192.0.2.77'],
  [{ dns: '192.0.2.7', record: 'PTR', answers: 'shop.example' }, 'pass', '192.0.2.7: shop.example'],
  [{ dns: 'gone.example' }, 'fail', 'gone.example does not exist'],
  [{ dns: 'gone.example', absent: 'name' }, 'pass', 'gone.example: no such name (NXDOMAIN)'],
  [{ dns: 'gone.example', absent: 'record' }, 'fail', 'gone.example does not exist'],
  [{ dns: 'gone.example', absent: 'either' }, 'pass', 'gone.example: no such name (NXDOMAIN)'],
  [{ dns, record: 'SRV', absent: 'record' }, 'pass', 'shop.example: no SRV record'],
  [{ dns, record: 'SRV', absent: 'name' }, 'fail', 'shop.example exists, but has no SRV record'],
  [{ dns, absent: 'either' }, 'fail', 'shop.example has A records: 192.0.2.7, 192.0.2.8'],
])('%j is %s', async (options, outcome, title) => {
  expect(await runCheck(options)).toMatchObject({ outcome, title })
})

test.each(['failing.example', 'refused.example'])(
  '%s gets no response, which is neither presence nor absence',
  async (name) => {
    expect(await runCheck({ dns: name })).toMatchObject({ outcome: 'error' })
    expect(await runCheck({ dns: name, absent: 'either' })).toMatchObject({ outcome: 'error' })
  },
)

test('a resolver without a response ends with the attempt', async () => {
  expect(await runCheck({ dns: 'silent.example', absent: 'name' }, AbortSignal.timeout(300))).toMatchObject({
    outcome: 'error',
  })
})

test('every resolver is queried, and their answers must agree', async () => {
  expect(await runCheck({ dns, resolver: [resolver, other] })).toMatchObject({
    outcome: 'inconclusive',
    title: 'the resolvers disagree',
  })
  expect(await runCheck({ dns, resolver: [resolver, other], includes: '192.0.2.7' })).toMatchObject({ outcome: 'fail' })
})

test.each([
  [{ dns, absent: 'name', answers: '192.0.2.7' }],
  [{ dns, resolver: 'dns.example' }],
  [{ dns: '192.0.2.7', absent: 'name' }],
  [{ dns: '2001:db8::7', record: 'PTR', absent: 'name' }],
  [{ dns: 'a..b' }],
  [{ dns: `${'a'.repeat(64)}.example` }],
])('%j is an error of the configuration', async (options) => {
  await expect(runCheck(options)).rejects.toMatchObject({ code: 'config/reference' })
})
