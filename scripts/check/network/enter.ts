/** Runs inside.ts in a network namespace of its own. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { UNSHARE } from './namespace.ts'

const [command, ...options] = UNSHARE
const child = spawn(command, [...options, process.execPath, join(import.meta.dirname, 'inside.ts')], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
child.once('exit', (status) => process.exit(status ?? 1))
