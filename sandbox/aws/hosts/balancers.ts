import { createServer, request as send } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { waitUntil } from '../../clock.ts'
import type { PacedClock } from '../../clock.ts'
import type { Metrics } from '../cloudwatch/metrics.ts'
import { homeKey } from '../names.ts'
import type { Home } from '../names.ts'
import type { Host, Hosts } from './hosts.ts'

export interface TargetGroup {
  readonly home: Home
  readonly name: string
  readonly arn: string
  health: { path: string; codes: string; intervalMs: number; healthyAfter: number; timeoutMs: number }
  /** Registered instances and their requests in flight. */
  readonly targets: Map<string, { inFlight: number }>
  drainMs: number
  turn: number
}

export interface Balancer {
  readonly arn: string
  readonly port: number
  readonly server: Server
  /** By listener's ARN, in the order of their making: the group that gets the traffic. */
  readonly listeners: Map<string, string>
}

/** Load balancers that really forward: one reverse proxy each, on a port of its own. */
export interface Balancers {
  open(arn: string): Promise<Balancer>
  close(arn: string): Promise<void>
  closeAll(): Promise<void>
  find(arn: string): Balancer | undefined
  group(arn: string): TargetGroup | undefined
  groupByName(home: Home, name: string): TargetGroup | undefined
  addGroup(group: TargetGroup): void
  removeGroup(arn: string): void
  /** Takes an instance out; resolves when its last request is answered or the group's delay is over. */
  deregister(group: TargetGroup, instance: string): Promise<void>
  /** Brings an instance in; resolves to whether it became healthy within that simulated time. */
  register(group: TargetGroup, instance: string, withinMs: number): Promise<boolean>
}

const DRAIN_LOOK_MS = 200

export function createBalancers(hosts: Hosts, clock: PacedClock, metrics: Metrics): Balancers {
  const balancers = new Map<string, Balancer>()
  const groups = new Map<string, TargetGroup>()

  /** What a load balancer measures of itself: answers by status, of its targets or its own. */
  function measure(arn: string, whose: 'Target' | 'ELB', status: number): void {
    const [, , , region = '', account = '', path = ''] = arn.split(':')
    const dimensions = { LoadBalancer: path.replace(/^loadbalancer\//, '') }
    const names = ['RequestCount', `HTTPCode_${whose}_${Math.floor(status / 100)}XX_Count`]
    for (const name of names) {
      metrics.put({ account, region }, { namespace: 'AWS/ApplicationELB', name, dimensions }, 1)
    }
  }

  function forward(
    balancer: Pick<Balancer, 'arn' | 'listeners'>,
    message: IncomingMessage,
    response: ServerResponse,
  ): void {
    const [groupArn] = balancer.listeners.values()
    const group = groupArn === undefined ? undefined : groups.get(groupArn)
    const target = group && nextTarget(group)
    if (target === undefined) {
      measure(balancer.arn, 'ELB', 503)
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
        measure(balancer.arn, 'Target', back.statusCode ?? 502)
        response.writeHead(back.statusCode ?? 502, back.headers)
        back.pipe(response)
        back.once('error', () => response.destroy())
      },
    )
    onward.once('error', () => {
      measure(balancer.arn, 'ELB', 502)
      if (response.headersSent) response.destroy()
      else answer(response, 502, 'Bad Gateway')
    })
    message.pipe(onward)
  }

  function nextTarget(group: TargetGroup): { host: Host; count: { inFlight: number } } | undefined {
    const ready = [...group.targets].flatMap(([id, count]) => {
      const host = hosts.find(group.home, id)
      return host === undefined ? [] : [{ host, count }]
    })
    group.turn += 1
    return ready[group.turn % Math.max(1, ready.length)]
  }

  return {
    open(arn) {
      const listeners = new Map<string, string>()
      const server = createServer((message, response) => forward({ arn, listeners }, message, response))
      return new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(0, '127.0.0.1', () => {
          const address = server.address()
          const port = typeof address === 'object' && address !== null ? address.port : 0
          const balancer = { arn, port, server, listeners }
          balancers.set(arn, balancer)
          resolve(balancer)
        })
      })
    },
    async close(arn) {
      const balancer = balancers.get(arn)
      balancers.delete(arn)
      if (balancer !== undefined) await closeServer(balancer.server)
    },
    async closeAll() {
      const servers = [...balancers.values()].map(({ server }) => closeServer(server))
      balancers.clear()
      await Promise.all(servers)
    },
    find: (arn) => balancers.get(arn),
    group: (arn) => groups.get(arn),
    groupByName: (home, name) =>
      [...groups.values()].find((group) => group.name === name && homeKey(group.home) === homeKey(home)),
    addGroup: (group) => void groups.set(group.arn, group),
    removeGroup: (arn) => void groups.delete(arn),
    async deregister(group, instance) {
      const count = group.targets.get(instance)
      group.targets.delete(instance)
      if (count === undefined) return
      await waitUntil(clock, { limit: group.drainMs, step: DRAIN_LOOK_MS }, () => count.inFlight === 0)
    },
    async register(group, instance, withinMs) {
      group.targets.set(instance, { inFlight: 0 })
      const { health } = group
      let good = 0
      return waitUntil(clock, { limit: withinMs, step: health.intervalMs }, async () => {
        const host = hosts.find(group.home, instance)
        good = host !== undefined && (await isHealthy(host, health)) ? good + 1 : 0
        return good >= health.healthyAfter
      })
    },
  }
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/html', server: 'awselb/2.0' })
  response.end(`<html><head><title>${status} ${text}</title></head><body><h1>${status} ${text}</h1></body></html>\n`)
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

async function isHealthy(host: Host, health: TargetGroup['health']): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(health.timeoutMs)
    const back = await fetch(`http://127.0.0.1:${host.port}${health.path}`, { signal, redirect: 'manual' })
    await back.body?.cancel()
    return codesContain(health.codes, back.status)
  } catch {
    return false
  }
}

/** A target group's matcher: `200`, `200,202` or `200-299`. */
export function codesContain(codes: string, status: number): boolean {
  return codes.split(',').some((part) => {
    const [from = '', to = from] = part.trim().split('-')
    return status >= Number(from) && status <= Number(to)
  })
}
