import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createClock } from '../../../sandbox/clock.ts'
import { createMetrics } from '../../../sandbox/aws/services/cloudwatch/metrics.ts'
import { createBalancers } from '../../../sandbox/aws/hosts/balancers.ts'
import type { Balancer, Balancers } from '../../../sandbox/aws/hosts/balancers.ts'
import { DEFAULT_PRIORITY } from '../../../sandbox/aws/hosts/listeners.ts'
import type { ListenerRule } from '../../../sandbox/aws/hosts/listeners.ts'
import { closeServer, listenOnLoopback } from '../../../sandbox/loopback.ts'

const HOME = { account: '111111111111', region: 'eu-west-1' }
const BALANCER = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/shop/1'
const LISTENER = `${BALANCER.replace(':loadbalancer/', ':listener/')}/1`
const RULE = LISTENER.replace(':listener/', ':listener-rule/')

let clock: ReturnType<typeof createClock>
let balancers: Balancers
let balancer: Balancer
let servers: Server[]

/** Two target groups, `blue` and `green`, with one target each that responds with the name of its group. */
beforeEach(async () => {
  clock = createClock(1_000)
  const ports = new Map<string, number>()
  servers = []
  balancers = createBalancers(
    {
      find(_home, id) {
        const port = ports.get(id)
        return port === undefined ? undefined : { port }
      },
    },
    clock,
    createMetrics(clock),
  )
  balancer = await balancers.open(BALANCER)
  await balancers.addListener(LISTENER)
  for (const name of ['blue', 'green']) {
    const server = createServer((_message, response) => response.end(name))
    servers.push(server)
    ports.set(name, await listenOnLoopback(server))
    balancers.addGroup({
      home: HOME,
      name,
      arn: name,
      health: { path: '/', codes: '200', intervalMs: 5_000, healthyAfter: 2, timeoutMs: 2_000 },
      targets: new Map([[name, { inFlight: 0 }]]),
      drainMs: 0,
      turn: 0,
    })
  }
})
afterEach(async () => {
  clock.stop()
  await balancers.closeAll()
  await Promise.all(servers.map(closeServer))
})

const rule = (given: Partial<ListenerRule>): void =>
  balancers.putRule({
    arn: `${RULE}/default`,
    listener: LISTENER,
    priority: DEFAULT_PRIORITY,
    conditions: [],
    forward: [{ group: 'blue', weight: 1 }],
    ...given,
  })
const toGreen = (conditions: ListenerRule['conditions']): void =>
  rule({ arn: `${RULE}/test`, priority: 1, conditions, forward: [{ group: 'green', weight: 1 }] })
const ask = async (path = '/', init: RequestInit = {}, port = balancer.port): Promise<string> =>
  (await fetch(`http://127.0.0.1:${port}${path}`, init)).text()

test.each([
  ['path-pattern', { field: 'path-pattern', values: ['/test/*'] }, '/test/1', {}],
  ['http-header', { field: 'http-header', name: 'X-Test', values: ['true'] }, '/', { headers: { 'x-test': 'true' } }],
  ['http-request-method', { field: 'http-request-method', values: ['PUT'] }, '/', { method: 'PUT' }],
  ['query-string', { field: 'query-string', values: [{ Key: 'test', Value: 'yes' }] }, '/?test=yes', {}],
] as [string, ListenerRule['conditions'][number], string, RequestInit][])(
  'a rule with the condition %s receives its requests only',
  async (_name, condition, path, init) => {
    rule({})
    toGreen([condition])
    expect(await ask(path, init)).toBe('green')
    expect(await ask('/other')).toBe('blue')
  },
)

test('the lowest priority wins, and all conditions of a rule must hold', async () => {
  rule({})
  toGreen([
    { field: 'path-pattern', values: ['/test'] },
    { field: 'http-header', name: 'x-test', values: ['1'] },
  ])
  expect(await ask('/test')).toBe('blue')
  expect(await ask('/test', { headers: { 'x-test': '1' } })).toBe('green')
})

test('a condition that is not implemented never holds', async () => {
  rule({})
  toGreen([{ field: 'unknown' }])
  expect(await ask()).toBe('blue')
})

test('requests are distributed by weight', async () => {
  rule({
    forward: [
      { group: 'blue', weight: 90 },
      { group: 'green', weight: 10 },
    ],
  })
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask()))
  expect(answers.filter((answer) => answer === 'green')).toHaveLength(2)
})

test('a target group without weight receives no requests', async () => {
  rule({
    forward: [
      { group: 'blue', weight: 0 },
      { group: 'green', weight: 1 },
    ],
  })
  expect(new Set(await Promise.all(Array.from({ length: 4 }, () => ask())))).toEqual(new Set(['green']))
})

test('a second listener has a port and rules of its own', async () => {
  rule({})
  const second = await balancers.addListener(LISTENER.replace(/1$/, '2'))
  balancers.putRule({
    arn: RULE.replace(/1$/, '2/default'),
    listener: second.arn,
    priority: DEFAULT_PRIORITY,
    conditions: [],
    forward: [{ group: 'green', weight: 1 }],
  })
  expect(await ask('/', {}, second.port)).toBe('green')
  expect(await ask()).toBe('blue')
})
