import { connect } from 'node:net'
import { syncBuiltinESMExports } from 'node:module'
import { createInterface } from 'node:readline'
import { once } from 'node:events'

/**
 * Makes a program use the simulated time of a sandbox (`node --import`): Date, performance.now() and the sleeps of
 * `node:timers/promises`. Timers with callbacks stay real, because they are deadlines of real work.
 */

interface Sleeper {
  readonly due: number
  readonly wake: () => void
}

const LONGEST_TIMER_MS = 2 ** 31 - 1
/** While the process works. */
const LOOK_AGAIN_MS = 1
/** Turns of the event loop without work after which the process is idle. */
const IDLE_TURNS = 5
/** Active resources of Node that do not mean work. Sockets that are kept for later requests are not listed. */
const STANDING = new Set(['Timeout', 'Immediate', 'TCPServerWrap', 'PipeWrap', 'TTYWrap', 'SignalWrap', 'MessagePort'])

const timers = process.getBuiltinModule('node:timers/promises')
const realSleep = timers.setTimeout
const realNow = performance.now.bind(performance)
const RealDate = Date

const { SANDBOX_CLOCK, NODE_OPTIONS } = process.env
const port = Number(SANDBOX_CLOCK)
// Child processes use real time.
delete process.env['SANDBOX_CLOCK']
delete process.env['NODE_OPTIONS']
// A program that takes the place of this process uses simulated time too. Older Node versions have no such function.
const { execve } = process as { readonly execve?: typeof process.execve }
if (execve !== undefined) {
  process.execve = (file, args, env) => execve.call(process, file, args, { ...env, SANDBOX_CLOCK, NODE_OPTIONS })
}

const socket = connect({ port, host: '127.0.0.1', noDelay: true })
await once(socket, 'connect')
const lines = createInterface({ input: socket })
const [greeting] = (await once(lines, 'line')) as [string]
let skipped = Number(greeting.split(' ')[1])
// Without the sandbox, time is real.
socket.on('error', () => undefined)
socket.unref()

const sleepers = new Set<Sleeper>()
let timer: NodeJS.Timeout | undefined
let said: { readonly number: number; readonly due: number } | undefined
let count = 0
let watching = false

const now = (): number => realNow() + skipped
const nextDue = (): number => Math.min(...[...sleepers].map(({ due }) => due))

lines.on('line', (line) => {
  const [, number, ahead] = line.split(' ')
  skipped = Number(ahead)
  if (Number(number) === said?.number) said = undefined
  wakeThoseWhoseTimeHasCome()
})

function wakeThoseWhoseTimeHasCome(): void {
  for (const sleeper of sleepers) {
    if (sleeper.due > now()) continue
    sleepers.delete(sleeper)
    sleeper.wake()
  }
  schedule()
}

function schedule(): void {
  clearTimeout(timer)
  if (sleepers.size > 0)
    timer = setTimeout(wakeThoseWhoseTimeHasCome, Math.min(LONGEST_TIMER_MS, Math.max(0, Math.ceil(nextDue() - now()))))
  if (said !== undefined && said.due !== nextDue()) {
    said = undefined
    socket.write('awake\n')
  }
  watch()
}

/** Tells the server as soon as the process only waits. */
function watch(): void {
  if (watching || said !== undefined || sleepers.size === 0) return
  watching = true
  let idle = 0
  const turn = (): void => {
    watching = said === undefined && sleepers.size > 0
    if (!watching) return
    idle = process.getActiveResourcesInfo().every((name) => STANDING.has(name)) ? idle + 1 : 0
    if (idle === 0) return void setTimeout(turn, LOOK_AGAIN_MS)
    if (idle <= IDLE_TURNS) return void setImmediate(turn)
    watching = false
    said = { number: ++count, due: nextDue() }
    socket.write(`sleep ${said.number} ${Math.max(0, said.due - now())}\n`)
  }
  setImmediate(turn)
}

async function sleep<T>(
  ms = 1,
  value?: T,
  options: { readonly signal?: AbortSignal; readonly ref?: boolean } = {},
): Promise<T> {
  // A sleep that does not keep the process alive is a deadline of real work.
  if (options.ref === false) return realSleep(ms, value as T, options)
  const { signal } = options
  // Node's own error for an aborted sleep.
  if (signal?.aborted) return realSleep(ms, value as T, { signal })
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => {
      sleepers.delete(sleeper)
      schedule()
      realSleep(0, undefined, { signal: signal as AbortSignal }).catch(reject)
    }
    const wake = (): void => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }
    const sleeper = { due: now() + ms, wake }
    sleepers.add(sleeper)
    signal?.addEventListener('abort', abort, { once: true })
    schedule()
  })
  return value as T
}

timers.setTimeout = sleep as typeof realSleep
performance.now = now
globalThis.Date = new Proxy(RealDate, {
  apply: () => new Date().toString(),
  construct: (target, given: [], newTarget: Function) =>
    Reflect.construct(target, given.length === 0 ? [RealDate.now() + skipped] : given, newTarget) as object,
  get: (target, name, receiver) =>
    name === 'now' ? () => RealDate.now() + skipped : (Reflect.get(target, name, receiver) as unknown),
})
syncBuiltinESMExports()
