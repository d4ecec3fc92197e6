import { mkdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { homeKey, hexId } from '../names.ts'
import type { Home } from '../names.ts'
import { startReaper } from './reaper.ts'
import type { Reaper } from './reaper.ts'

/** An instance: a folder on this host that stands for its disk, and a port that stands for its network. */
export interface Host {
  readonly id: string
  readonly home: Home
  readonly tags: readonly { readonly Key: string; readonly Value: string }[]
  /** What the instance sees as `/`. */
  readonly disk: string
  /** The CodeDeploy agent's own folder. */
  readonly agentRoot: string
  /** Where its service is to listen. */
  readonly port: number
  readonly launched: Date
  /** The agent does not answer: the machine hangs, or its agent died. */
  silent: boolean
}

export interface Hosts {
  launch(home: Home, tags: Host['tags'], launched: Date): Promise<Host>
  find(home: Home, id: string): Host | undefined
  list(home: Home): Host[]
  retag(host: Host, tags: Host['tags']): void
  /** Ends what runs there and removes its folder. */
  terminate(home: Home, id: string): Promise<void>
  all(): Host[]
  /** Terminates all of them. */
  close(): Promise<void>
}

/** `end` stops all processes that an agent under that root started; `silent` are IDs or Name tags of dead agents. */
export function createHosts(
  folder: string,
  end: (agentRoot: string) => Promise<unknown>,
  silent: readonly string[] = [],
): Hosts {
  const hosts = new Map<string, Host>()
  let reaper: Reaper | undefined
  return {
    async launch(home, tags, launched) {
      reaper ??= startReaper(folder)
      const id = hexId('i-')
      const place = join(folder, 'hosts', home.account, id)
      const host = {
        id,
        home,
        tags,
        disk: join(place, 'disk'),
        agentRoot: join(place, 'agent'),
        port: await freePort(),
        launched,
        silent: tags.some(({ Key, Value }) => Key === 'Name' && silent.includes(Value)) || silent.includes(id),
      }
      await mkdir(host.disk, { recursive: true })
      await mkdir(host.agentRoot, { recursive: true })
      hosts.set(homeKey(home, id), host)
      return host
    },
    find: (home, id) => hosts.get(homeKey(home, id)),
    list: (home) => [...hosts.values()].filter((host) => homeKey(host.home) === homeKey(home)),
    retag: (host, tags) => void Object.assign(host, { tags }),
    async terminate(home, id) {
      const host = hosts.get(homeKey(home, id))
      if (host === undefined) return
      hosts.delete(homeKey(home, id))
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

/** A port that nothing listens on. Somebody else may take it before the service does: its start then fails, visibly. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
