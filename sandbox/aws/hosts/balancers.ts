import { request as send } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { waitUntil } from '../../clock.ts'
import type { PacedClock } from '../../clock.ts'
import { untilNext } from '../services/cloudwatch/metrics.ts'
import type { Metrics } from '../services/cloudwatch/metrics.ts'
import { homeKey } from '../names.ts'
import type { Home } from '../names.ts'
import { openFront } from './fronts.ts'
import type { Front, ListenerTls } from './fronts.ts'
import { balancerOf, createWeights, listenerOf, ruleFor } from './listeners.ts'
import type { Listener, ListenerRule } from './listeners.ts'

/** Where a target listens: an instance, or a task of a service by address and port (`10.0.1.7:8080`). */
export interface Reachable {
  find(home: Home, id: string): { readonly port: number } | undefined
}

interface Target {
  inFlight: number
  /** The target has not passed its first health checks. */
  initial?: boolean
  /** When it was registered. */
  since?: Date
}

/** The result of a health check: healthy, the status that does not match, or why there is none. */
export type Probe = 'healthy' | 'timeout' | 'refused' | 'gone' | number

export interface TargetGroup {
  readonly home: Home
  readonly name: string
  readonly arn: string
  /** The port on which targets get traffic that have no port of their own. */
  readonly port?: number
  health: { path: string; codes: string; intervalMs: number; healthyAfter: number; timeoutMs: number }
  /** Registered targets, with their requests in flight. */
  readonly targets: Map<string, Target>
  /** Targets whose deregistration is in progress. */
  draining?: Set<string>
  drainMs: number
  turn: number
}

export interface Balancer {
  readonly arn: string
  /** The port of the DNS name. */
  readonly port: number
  readonly fronts: Front[]
  /** By ARN, in order of creation. */
  readonly listeners: Map<string, Listener>
}

/** Load balancers: each is a real reverse proxy, on its own port and with TLS where its listener has certificates. */
export interface Balancers {
  open(arn: string): Promise<Balancer>
  close(arn: string): Promise<void>
  closeAll(): Promise<void>
  find(arn: string): Balancer | undefined
  /** Adds a listener; the first one has the port of the load balancer, others have ports of their own. */
  addListener(arn: string): Promise<Listener>
  removeListener(arn: string): void
  /** Adds or replaces a rule of a listener. */
  putRule(rule: ListenerRule): void
  rule(arn: string): ListenerRule | undefined
  removeRule(arn: string): void
  /** The rules that forward to a target group, with any weight. */
  rulesTo(group: string): ListenerRule[]
  group(arn: string): TargetGroup | undefined
  groupByName(home: Home, name: string): TargetGroup | undefined
  addGroup(group: TargetGroup): void
  removeGroup(arn: string): void
  /** Deregisters an instance; resolves after its last request in flight or after the deregistration delay. */
  deregister(group: TargetGroup, instance: string): Promise<void>
  /** Registers an instance; resolves to whether it became healthy within the simulated time. */
  register(group: TargetGroup, instance: string, withinMs: number): Promise<boolean>
  /** Performs one health check of a registered target. */
  check(group: TargetGroup, id: string): Promise<boolean>
  /** The same, with the reason of a failure. */
  probe(group: TargetGroup, id: string): Promise<Probe>
}

const DRAIN_POLL_MS = 200
/** Interval of the metrics on targets. */
const METRICS_MS = 60_000

export function createBalancers(
  hosts: Reachable,
  clock: PacedClock,
  metrics: Metrics,
  tlsOf: (listener: string) => Promise<ListenerTls | undefined> = () => Promise.resolve(undefined),
): Balancers {
  const balancers = new Map<string, Balancer>()
  const groups = new Map<string, TargetGroup>()
  const nextGroup = createWeights()

  const rules = (): ListenerRule[] =>
    [...balancers.values()].flatMap(({ listeners }) =>
      [...listeners.values()].flatMap((each) => [...each.rules.values()]),
    )

  function listener(arn: string): Listener | undefined {
    return balancers.get(balancerOf(arn))?.listeners.get(arn)
  }

  async function probe(group: TargetGroup, id: string): Promise<Probe> {
    const host = hosts.find(group.home, id)
    return host === undefined ? 'gone' : probeHost(host, group.health)
  }

  const check = async (group: TargetGroup, id: string): Promise<boolean> => (await probe(group, id)) === 'healthy'

  /** Records the metrics of a response of a target or of the load balancer itself. */
  function measure(arn: string, whose: 'Target' | 'ELB', status: number): void {
    const [, , , region = '', account = '', path = ''] = arn.split(':')
    const dimensions = { LoadBalancer: path.replace(/^loadbalancer\//, '') }
    const names = ['RequestCount', `HTTPCode_${whose}_${Math.floor(status / 100)}XX_Count`]
    for (const name of names) {
      metrics.put({ account, region }, { namespace: 'AWS/ApplicationELB', name, dimensions }, 1)
    }
  }

  /** Records how many targets pass their health check, until the group is deleted. */
  async function measureHealth(group: TargetGroup): Promise<void> {
    for (;;) {
      await clock.sleep(untilNext(METRICS_MS, clock))
      if (groups.get(group.arn) !== group) return
      const naming = rules().filter((rule) => rule.forward.some((each) => each.group === group.arn))
      const serving = [...new Set(naming.map((rule) => balancerOf(rule.listener)))]
      if (serving.length === 0) continue
      const checks = [...group.targets.keys()].map((id) => check(group, id))
      const answers = await clock.busy(Promise.all(checks))
      const healthy = answers.filter(Boolean).length
      for (const arn of serving) {
        const dimensions = {
          TargetGroup: group.arn.split(':').at(-1) ?? '',
          LoadBalancer: arn.split(':loadbalancer/').at(-1) ?? '',
        }
        const put = (name: string, value: number): void =>
          metrics.put(group.home, { namespace: 'AWS/ApplicationELB', name, dimensions }, value)
        put('HealthyHostCount', healthy)
        put('UnHealthyHostCount', answers.length - healthy)
      }
    }
  }

  function forward(balancer: string, from: Listener | undefined, message: IncomingMessage, response: ServerResponse) {
    const rule = from && ruleFor(from, message)
    const groupArn = rule && nextGroup(rule)
    const group = groupArn === undefined ? undefined : groups.get(groupArn)
    const target = group && nextTarget(group)
    if (target === undefined) {
      measure(balancer, 'ELB', 503)
      return answer(response, 503, 'Service Temporarily Unavailable')
    }
    const { host, count } = target
    count.inFlight += 1
    response.once('close', () => (count.inFlight -= 1))
    const onward = send(
      {
        host: '127.0.0.1',
        port: host.port,
        method: message.method,
        path: message.url,
        headers: { ...message.headers, 'x-forwarded-for': message.socket.remoteAddress ?? '' },
        agent: false,
      },
      (back) => {
        measure(balancer, 'Target', back.statusCode ?? 502)
        response.writeHead(back.statusCode ?? 502, back.headers)
        back.pipe(response)
        back.once('error', () => response.destroy())
      },
    )
    onward.once('error', () => {
      measure(balancer, 'ELB', 502)
      if (response.headersSent) response.destroy()
      else answer(response, 502, 'Bad Gateway')
    })
    message.pipe(onward)
  }

  /** The next target in turn; those that have not passed their first health checks only when there are no others. */
  function nextTarget(group: TargetGroup): { host: { port: number }; count: Target } | undefined {
    const known = [...group.targets].flatMap(([id, count]) => {
      const host = hosts.find(group.home, id)
      return host === undefined ? [] : [{ host, count }]
    })
    const checked = known.filter(({ count }) => count.initial !== true)
    const ready = checked.length > 0 ? checked : known
    group.turn += 1
    return ready[group.turn % Math.max(1, ready.length)]
  }

  return {
    async open(arn) {
      const listeners = new Map<string, Listener>()
      const first = (): Listener | undefined => [...listeners.values()][0]
      const front = await openFront(
        (message, response) => forward(arn, first(), message, response),
        () => tlsOf(first()?.arn ?? ''),
      )
      const balancer = { arn, port: front.port, fronts: [front], listeners }
      balancers.set(arn, balancer)
      return balancer
    },
    async close(arn) {
      const balancer = balancers.get(arn)
      balancers.delete(arn)
      await Promise.all((balancer?.fronts ?? []).map((front) => front.close()))
    },
    async closeAll() {
      const fronts = [...balancers.values()].flatMap((each) => each.fronts)
      balancers.clear()
      await Promise.all(fronts.map((front) => front.close()))
    },
    find: (arn) => balancers.get(arn),
    async addListener(arn) {
      const balancer = balancers.get(balancerOf(arn))
      if (balancer === undefined) throw new Error(`There is no load balancer for ${arn}`)
      let port = balancer.port
      if (balancer.listeners.size > 0) {
        const front = await openFront(
          (message, response) => forward(balancer.arn, balancer.listeners.get(arn), message, response),
          () => tlsOf(arn),
        )
        port = front.port
        balancer.fronts.push(front)
      }
      const made = { arn, port, rules: new Map() }
      balancer.listeners.set(arn, made)
      return made
    },
    removeListener: (arn) => void balancers.get(balancerOf(arn))?.listeners.delete(arn),
    putRule(rule) {
      listener(rule.listener)?.rules.set(rule.arn, rule)
    },
    rule: (arn) => listener(listenerOf(arn))?.rules.get(arn),
    removeRule: (arn) => void listener(listenerOf(arn))?.rules.delete(arn),
    rulesTo: (group) => rules().filter((rule) => rule.forward.some((each) => each.group === group)),
    check,
    probe,
    group: (arn) => groups.get(arn),
    groupByName: (home, name) =>
      [...groups.values()].find((group) => group.name === name && homeKey(group.home) === homeKey(home)),
    addGroup(group) {
      groups.set(group.arn, group)
      void measureHealth(group)
    },
    removeGroup: (arn) => void groups.delete(arn),
    async deregister(group, instance) {
      const count = group.targets.get(instance)
      group.targets.delete(instance)
      if (count === undefined) return
      group.draining = (group.draining ?? new Set()).add(instance)
      await waitUntil(clock, { limit: group.drainMs, step: DRAIN_POLL_MS }, () => count.inFlight === 0)
      group.draining.delete(instance)
    },
    async register(group, instance, withinMs) {
      const target: Target = { inFlight: 0, initial: true, since: clock.now() }
      group.targets.set(instance, target)
      const { health } = group
      let good = 0
      return waitUntil(clock, { limit: withinMs, step: health.intervalMs }, async () => {
        good = (await check(group, instance)) ? good + 1 : 0
        if (good < health.healthyAfter) return false
        delete target.initial
        return true
      })
    },
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/html', server: 'awselb/2.0' })
  response.end(`<html><head><title>${status} ${text}</title></head><body><h1>${status} ${text}</h1></body></html>\n`)
}

async function probeHost(host: { readonly port: number }, health: TargetGroup['health']): Promise<Probe> {
  const signal = AbortSignal.timeout(health.timeoutMs)
  try {
    const back = await fetch(`http://127.0.0.1:${host.port}${health.path}`, { signal, redirect: 'manual' })
    await back.body?.cancel()
    return codesContain(health.codes, back.status) ? 'healthy' : back.status
  } catch {
    return signal.aborted ? 'timeout' : 'refused'
  }
}

/** Whether a status matches a target group's matcher: `200`, `200,202` or `200-299`. */
export function codesContain(codes: string, status: number): boolean {
  return codes.split(',').some((part) => {
    const [from = '', to = from] = part.trim().split('-')
    return status >= Number(from) && status <= Number(to)
  })
}
