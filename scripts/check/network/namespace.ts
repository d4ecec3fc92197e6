import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { relay } from './relay.ts'

/** Starts a command in a network namespace of its own; as root of a user namespace where this user is not root. */
export const UNSHARE = ['unshare', ...(process.getuid?.() === 0 ? [] : ['--map-root-user']), '--net', '--'] as const

/** Why this machine has no network namespaces; undefined where it has. */
export function whyNoNamespace(): string | undefined {
  const [command, ...options] = UNSHARE
  const { error, status, stderr } = spawnSync(command, [...options, 'ip', 'link', 'set', 'lo', 'up'], {
    encoding: 'utf8',
  })
  if (error) return error.message
  return status === 0 ? undefined : stderr.trim()
}

export interface Namespace {
  /** What runs a program of Node there. */
  readonly main: string
  /** Variables for `main`, from those of the program. */
  variables(program: string, env: Readonly<Record<string, string>>): Record<string, string>
  close(): Promise<void>
}

/** A network in which these ports of loopback exist and lead to those outside, and nothing else. */
export async function openNamespace(ports: readonly number[]): Promise<Namespace> {
  const folder = await mkdtemp(join(tmpdir(), 'network-'))
  const relays = Object.fromEntries(ports.map((port) => [port, join(folder, String(port))]))
  const servers = await Promise.all(
    ports.map((port) => relay({ path: relays[port] ?? '' }, { port, host: '127.0.0.1' })),
  )
  return {
    main: join(import.meta.dirname, 'enter.ts'),
    variables: (program, { NODE_OPTIONS: options = '', ...env }) => ({
      ...env,
      NETWORK_PROGRAM: program,
      NETWORK_OPTIONS: options,
      NETWORK_RELAYS: JSON.stringify(relays),
    }),
    async close() {
      for (const server of servers) server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
