import { expect, test } from '@jest/globals'
import { z } from 'zod'
import { check } from '../../src/checks/service.ts'
import type { Judgement } from '../../src/checks/contract.ts'
import type { NotRunning, Running } from '../../src/checks/engine/read-service.ts'
import { listenerAddresses } from '../../src/support/processes/listeners.ts'

const DEPLOYED = Date.parse('2026-05-04T10:00:00Z')
const LOOPBACK = '0100007F'
const EVERYWHERE = '00000000'
const running: Running = {
  kind: 'running',
  main: 42,
  born: 1_000,
  startedAt: DEPLOYED + 5_000,
  restarts: 0,
  listeners: [{ address: LOOPBACK, port: 8080, inode: '7' }],
  sockets: { own: new Set(['7']), denied: false },
}
const unknown: NotRunning = { kind: 'unknown', why: 'systemctl did not respond' }

function judge(
  options: Record<string, unknown>,
  first: Running | NotRunning = running,
  second: Running | NotRunning | undefined = first,
  deployedAt: number | undefined = DEPLOYED,
): Judgement {
  const parsed = z.object(check.shape).parse({ service: 'shop', ...options })
  return check.judge(parsed, {
    hosts: [{ host: 'this runner', first, ...(second && { second }) }],
    ...(deployedAt !== undefined && { deployedAt }),
  })
}

test.each<[Record<string, unknown>, Running]>([
  [{}, running],
  [{ port: 8080 }, running],
  [{ port: 8080, address: '127.0.0.1' }, running],
  [
    { port: 8080, address: '*' },
    { ...running, listeners: [{ address: EVERYWHERE, port: 8080, inode: '7' }] },
  ],
  [{ restarts: 2 }, { ...running, restarts: 2 }],
  [{ started: 'any' }, { ...running, startedAt: 0 }],
  [{}, { ...running, startedAt: DEPLOYED - 1_000 }],
  [{ by: 'pid-file' }, { ...running, namedAt: DEPLOYED + 5_200 }],
  [
    { by: 'pid-file', started: 'any' },
    { ...running, namedAt: DEPLOYED - 60_000 },
  ],
  [{ by: 'process' }, { kind: 'running', main: 42, born: 1_000, startedAt: DEPLOYED, sockets: running.sockets }],
])('%j passes', (options, reading) => {
  expect(judge(options, reading)).toMatchObject({ outcome: 'pass', observed: 'this runner: runs as process 42' })
})

test.each<[string, Record<string, unknown>, Running | NotRunning, (Running | NotRunning)?]>([
  ['the unit is failed (failed), exit-code', {}, { kind: 'absent', why: 'the unit is failed (failed), exit-code' }],
  ['nothing listens on port 80', { port: 80 }, running],
  ['another process listens on port 8080', { port: 8080 }, { ...running, sockets: { own: new Set(), denied: false } }],
  ['it does not listen on *:8080, but on another address', { port: 8080, address: '*' }, running],
  ['it does not listen on ::1:8080, but on another address', { port: 8080, address: '::1' }, running],
  ['the process 42 was started before this deployment', {}, { ...running, startedAt: DEPLOYED - 60_000 }],
  [
    'shop is older than the process 42, which is another one with its id',
    { by: 'pid-file' },
    { ...running, namedAt: DEPLOYED },
  ],
  ['the unit has been restarted 3 times', {}, { ...running, restarts: 3 }],
  ['it was restarted between two readings: 42, then 43', {}, running, { ...running, main: 43, born: 1_200 }],
  ['nothing listens on port 8080, after the first reading', { port: 8080 }, running, { ...running, listeners: [] }],
  [
    'another process listens on port 8080, after the first reading',
    { port: 8080 },
    running,
    { ...running, sockets: { own: new Set(), denied: false } },
  ],
  ['it ended: no such process runs', {}, running, { kind: 'absent', why: 'no such process runs' }],
])('fails where %s', (what, options, first, second = first) => {
  expect(judge(options, first, second)).toMatchObject({ outcome: 'fail', title: `this runner: ${what}` })
})

test.each<[string, Record<string, unknown>, Running | NotRunning]>([
  ['systemctl did not respond', {}, unknown],
  ['the ports of this host cannot be listed', { port: 80 }, { ...running, listeners: undefined } as unknown as Running],
  [
    'who listens on port 8080 cannot be read',
    { port: 8080 },
    { ...running, sockets: { own: new Set(), denied: true } },
  ],
  ['systemd does not count the restarts of the unit', {}, { ...running, restarts: undefined } as unknown as Running],
])('is inconclusive where %s', (what, options, reading) => {
  expect(judge(options, reading)).toMatchObject({ outcome: 'inconclusive', title: `this runner: ${what}` })
})

test('without a known deployment, or with one reading only, it is inconclusive', () => {
  const parsed = z.object(check.shape).parse({ service: 'shop' })
  const title = (facts: Parameters<typeof check.judge>[1]): string => check.judge(parsed, facts).title
  expect(title({ hosts: [{ host: 'a', first: running, second: running }] })).toBe(
    'a: when this deployment began is not known',
  )
  expect(title({ hosts: [{ host: 'a', first: running }], deployedAt: DEPLOYED })).toBe('a: it was read only once')
  expect(check.judge(parsed, { hosts: [] })).toMatchObject({ outcome: 'inconclusive' })
})

test.each([
  ['127.0.0.1', ['0100007F', '0000000000000000FFFF00000100007F']],
  ['::1', ['00000000000000000000000001000000']],
  ['fe80::1%eth0', ['000080FE000000000000000001000000']],
  ['*', [EVERYWHERE, '0'.repeat(32)]],
  ['localhost', undefined],
])('the address %s is %j in the table of the system', (address, expected) => {
  expect(listenerAddresses(address)).toEqual(expected)
})
