/**
 * Runs a program of Node in this network namespace, in which nothing but loopback exists, with relays to sockets outside.
 * NETWORK_PROGRAM: the program; NETWORK_OPTIONS: its NODE_OPTIONS; NETWORK_RELAYS: JSON, a socket's path for each port.
 */
import { spawn, spawnSync } from 'node:child_process'
import { relay } from './relay.ts'

const {
  NETWORK_PROGRAM: program = '',
  NETWORK_OPTIONS: options = '',
  NETWORK_RELAYS: relays = '{}',
  ...env
} = process.env
const up = spawnSync('ip', ['link', 'set', 'lo', 'up'], { encoding: 'utf8' })
if (up.status !== 0) throw new Error(`loopback cannot be turned on: ${up.stderr}`)
for (const [port, path] of Object.entries(JSON.parse(relays) as Record<string, string>))
  await relay({ port: Number(port) }, { path })

const child = spawn(process.execPath, [program], { stdio: 'inherit', env: { ...env, NODE_OPTIONS: options } })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
child.once('exit', (status) => process.exit(status ?? 1))
