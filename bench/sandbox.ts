/**
 * Processor time and memory of the sandbox when it listens, of one or several checkouts in turn, so that other work on
 * the machine affects all alike. `node -e 0` is the floor. Needs /proc.
 *
 *   node bench/sandbox.ts [--rounds 10] [CHECKOUT…]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '10' } },
})
const TICKS_PER_SECOND = 100
const checkouts =
  positionals.length === 0 ? [resolve(import.meta.dirname, '..')] : positionals.map((path) => resolve(path))

interface Measured {
  /** Milliseconds of processor time, user and system. */
  readonly cpu: number
  /** Milliseconds until it listens. */
  readonly wall: number
  /** Megabytes that are resident, and at most were. */
  readonly resident: number
  readonly peak: number
}

async function start(cwd: string, args: readonly string[]): Promise<Measured> {
  const from = performance.now()
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  const wall = performance.now() - from
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  const megabytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1_024
  const measured = {
    cpu: ((Number(stat[11]) + Number(stat[12])) / TICKS_PER_SECOND) * 1_000,
    wall,
    resident: megabytes('VmRSS'),
    peak: megabytes('VmHWM'),
  }
  child.kill('SIGTERM')
  await once(child, 'close')
  return measured
}

const median = (all: readonly number[]): number => all.toSorted((left, right) => left - right)[all.length >> 1] ?? NaN

const FLOOR = ['-e', 'console.log(1);setInterval(()=>{},1000)']
const subjects = [
  { name: 'node -e 0', cwd: process.cwd(), args: FLOOR },
  ...checkouts.map((cwd) => ({ name: cwd, cwd, args: ['sandbox/main.ts'] })),
]
// The first start of each fills caches.
for (const { cwd, args } of subjects) await start(cwd, args)
const runs = subjects.map((): Measured[] => [])
for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const [index, { cwd, args }] of subjects.entries()) runs[index]?.push(await start(cwd, args))
}
const first = runs[1] ?? []
for (const [index, { name }] of subjects.entries()) {
  const of = (key: keyof Measured, all: readonly Measured[] = runs[index] ?? []): number =>
    median(all.map((run) => run[key]))
  const ratio = of('cpu') / of('cpu', first)
  process.stdout.write(
    `${name}: ${of('cpu').toFixed(0)} ms of processor time (${ratio.toFixed(2)} of the first checkout), ` +
      `${of('wall').toFixed(0)} ms, ${of('resident').toFixed(0)} MB resident, ${of('peak').toFixed(0)} MB at most\n`,
  )
}
