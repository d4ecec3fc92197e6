import { mkdir, rm } from 'node:fs/promises'
import { randomInt } from 'node:crypto'
import { createServer } from 'node:http'
import { connect, createServer as createTcpServer } from 'node:net'
import type { Server } from 'node:net'
import { join } from 'node:path'
import { closeServer, listenOnLoopback, LOOPBACK } from '../../loopback.ts'
import { homeKey, hexId } from '../names.ts'
import type { Home } from '../names.ts'
import { startReaper } from './reaper.ts'
import type { Reaper } from './reaper.ts'

export type HostKind = 'ec2' | 'on-premises'

/** An instance: a folder of this machine is its disk, and a port is its network. */
export interface Host {
  /** The ID of an EC2 instance, or the name of an on-premises instance. */
  readonly id: string
  readonly kind: HostKind
  readonly home: Home
  readonly tags: readonly { readonly Key: string; readonly Value: string }[]
  /** The root directory of the instance. */
  readonly disk: string
  /** The folder of the CodeDeploy agent. */
  readonly agentRoot: string
  /** The port of its service. */
  readonly port: number
  /** The private address: one of loopback of its own, where the system has more than one. */
  readonly address: string
  readonly launched: Date
  /** The agent does not respond. */
  silent: boolean
  /** Systems Manager does not know it. */
  readonly unmanaged: boolean
}

export interface Hosts {
  /** Starts an EC2 instance or, with a name, an on-premises instance. */
  launch(home: Home, tags: Host['tags'], launched: Date, name?: string): Promise<Host>
  find(home: Home, id: string): Host | undefined
  list(home: Home, kind?: HostKind): Host[]
  /** Lets its service listen on its private address and this port too, where the system allows it. */
  expose(host: Host, port: number): Promise<void>
  retag(host: Host, tags: Host['tags']): void
  /** The EC2 instances that were terminated. */
  terminated(home: Home): Host[]
  /** Ends the processes of the instance and removes its folder. */
  terminate(home: Home, id: string): Promise<void>
  all(): Host[]
  /** Terminates all instances. */
  close(): Promise<void>
}

export interface HostOptions {
  /** IDs or Name tags of instances whose agent does not respond. */
  readonly silent?: readonly string[]
  /** IDs or Name tags of instances that Systems Manager does not know. */
  readonly unmanaged?: readonly string[]
  /** Called with each host that was launched. */
  readonly onLaunch?: (host: Host) => void
}

/** `end` stops all processes of the agent at a root. */
export function createHosts(
  folder: string,
  end: (agentRoot: string) => Promise<unknown>,
  { silent = [], unmanaged = [], onLaunch }: HostOptions = {},
): Hosts {
  const hosts = new Map<string, Host>()
  const exposed = new Map<string, Server[]>()
  const terminated: Host[] = []
  let reaper: Reaper | undefined
  return {
    async launch(home, tags, launched, name) {
      reaper ??= startReaper(folder)
      const id = name ?? hexId('i-')
      const place = join(folder, 'hosts', home.account, id)
      const host = {
        id,
        kind: name === undefined ? ('ec2' as const) : ('on-premises' as const),
        home,
        tags,
        disk: join(place, 'disk'),
        agentRoot: join(place, 'agent'),
        port: await freePort(),
        address: privateAddress(),
        launched,
        silent: isNamed(silent, id, tags),
        unmanaged: isNamed(unmanaged, id, tags),
      }
      await mkdir(host.disk, { recursive: true })
      await mkdir(host.agentRoot, { recursive: true })
      hosts.set(homeKey(home, id), host)
      onLaunch?.(host)
      return host
    },
    find: (home, id) => hosts.get(homeKey(home, id)),
    list: (home, kind = 'ec2') =>
      [...hosts.values()].filter((host) => host.kind === kind && homeKey(host.home) === homeKey(home)),
    async expose(host, port) {
      if (host.address === LOOPBACK) return
      const server = createTcpServer((socket) => {
        const onward = connect(host.port, LOOPBACK)
        const destroy = (): void => {
          socket.destroy()
          onward.destroy()
        }
        for (const each of [socket, onward]) each.on('error', destroy).on('close', destroy)
        socket.pipe(onward).pipe(socket)
      })
      const listens = await new Promise<boolean>((resolve) => {
        server.once('error', () => resolve(false))
        server.listen(port, host.address, () => resolve(true))
      })
      server.unref()
      if (listens) exposed.set(host.id, [...(exposed.get(host.id) ?? []), server])
    },
    terminated: (home) => terminated.filter((host) => homeKey(host.home) === homeKey(home)),
    retag: (host, tags) => void Object.assign(host, { tags }),
    async terminate(home, id) {
      const host = hosts.get(homeKey(home, id))
      if (host === undefined) return
      hosts.delete(homeKey(home, id))
      if (host.kind === 'ec2') terminated.push(host)
      for (const server of exposed.get(id) ?? []) server.close()
      exposed.delete(id)
      await end(host.agentRoot)
      await rm(join(host.disk, '..'), { recursive: true, force: true })
    },
    all: () => [...hosts.values()],
    async close() {
      await Promise.all([...hosts.values()].map((host) => this.terminate(host.home, host.id)))
      await rm(folder, { recursive: true, force: true })
      await reaper?.dismiss()
    },
  }
}

function isNamed(names: readonly string[], id: string, tags: Host['tags']): boolean {
  return names.includes(id) || tags.some(({ Key, Value }) => Key === 'Name' && names.includes(Value))
}

/** A free port. If another process takes it before the service listens, the service fails to start. */
async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listenOnLoopback(server)
  await closeServer(server)
  return port
}

/** Linux has the whole of 127.0.0.0/8 on loopback; other systems have one address. */
function privateAddress(): string {
  if (process.platform !== 'linux') return LOOPBACK
  return `127.${randomInt(16, 255)}.${randomInt(256)}.${randomInt(1, 255)}`
}
