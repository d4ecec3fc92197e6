/**
 * Kills a deployment at its calls, and starts it again as GitHub does: deploy-preprod and deploy-production through dist/,
 * with SIGKILL, SIGINT and SIGTERM when a call has taken effect and its response has not arrived. Which calls of equal
 * effect stand for each other: scripts/check/kill/points.ts.
 *
 *   npm run check:kill -- [--sample N] [--minutes N] [--signal SIGKILL] [--command deploy-preprod] [--at CALL] [--json]
 *
 * `--minutes`: begins no further case after that time; the result says how many were played. The order of a sample is
 * that of its seed, so that an early end leaves cases of both commands.
 *
 * It then reads AWS with its own clients. Exits 1 where something was made twice, where something waits or runs that no
 * evidence names, where the second attempt neither goes on nor says what stands, and where the call of a case was not
 * made. Needs a built dist/.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { OutsideCall } from './interceptor.ts'
import type { Case, Result } from './play.ts'
import type { Request } from './player.ts'
import { pointsOf, sampleOf, SIGNALS } from './points.ts'
import type { Command } from './world.ts'

const COMMANDS: readonly Command[] = ['deploy-preprod', 'deploy-production']
const AT_ONCE = 2
const SEED = 13

const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    minutes: { type: 'string' },
    signal: { type: 'string' },
    command: { type: 'string' },
    at: { type: 'string' },
    json: { type: 'boolean' },
  },
})
const started = performance.now()
const cache = mkdtempSync(join(tmpdir(), 'kill-cache-'))
// Steps compile the bundle once.
const env = { ...process.env, NODE_COMPILE_CACHE: cache }
const players = Array.from({ length: AT_ONCE }, () => fork(join(import.meta.dirname, 'player.ts'), { env }))
process.once('exit', () => {
  for (const player of players) player.kill()
  rmSync(cache, { recursive: true, force: true })
})
const commands = COMMANDS.filter((command) => (values.command ?? command) === command)
const all = (
  await Promise.all(commands.map((command, index) => casesOf(command, players[index] as ChildProcess)))
).flat()
const chosen = all.filter(
  ({ signal, call }) => (values.signal ?? signal) === signal && call.name.includes(values.at ?? ''),
)
const cases = values.sample === undefined ? chosen : sampleOf(chosen, Number(values.sample), SEED)
if (cases.length === 0) throw new Error('no case is left')
const results: Result[] = []
const waiting = [...cases]
await Promise.all(
  players.map(async (player) => {
    for (let each = waiting.shift(); each !== undefined; each = inTime() ? waiting.shift() : undefined) {
      const result = await ask<Result>(player, { play: each })
      results.push(result)
      if (!values.json) show(result)
    }
  }),
)
const total = (list: (result: Result) => readonly string[]): number =>
  results.reduce((sum, each) => sum + list(each).length, 0)
const summary = {
  cases: results.length,
  chosen: cases.length,
  ofAll: all.length,
  green: results.filter(({ ending }) => ending === 'green').length,
  stands: results.filter(({ ending }) => ending === 'stands').length,
  duplicates: total(({ duplicates }) => duplicates),
  unnamedOrphans: total(({ orphans }) => orphans),
  stuck: results.filter(({ stuck }) => stuck.length > 0).length,
  notReached: results.filter(({ reached }) => !reached).length,
  seconds: Math.round((performance.now() - started) / 1000),
}
console.log(values.json ? JSON.stringify({ ...summary, results }, undefined, 2) : JSON.stringify(summary))
const faulty = summary.duplicates + summary.unnamedOrphans + summary.stuck + summary.notReached
process.exit(faulty > 0 ? 1 : 0)

function inTime(): boolean {
  return values.minutes === undefined || performance.now() - started < Number(values.minutes) * 60_000
}

async function casesOf(command: Command, player: ChildProcess): Promise<Case[]> {
  const calls = await ask<readonly OutsideCall[]>(player, { learn: command })
  return SIGNALS.flatMap((signal) => pointsOf(calls, signal).map((call) => ({ command, signal, call })))
}

async function ask<T>(player: ChildProcess, request: Request): Promise<T> {
  player.send(request)
  const [{ answer, error }] = (await once(player, 'message')) as [{ answer?: T; error?: string }]
  if (answer === undefined) throw new Error(error)
  return answer
}

function show({ command, signal, call, ending, duplicates, orphans, stuck, reached }: Result): void {
  const faults = [
    ...duplicates.map((text) => `DUPLICATE ${text}`),
    ...orphans.map((text) => `ORPHAN ${text}`),
    ...stuck.map((text) => `STUCK ${text}`),
    ...(reached ? [] : ['NOT REACHED']),
  ]
  console.log(
    `${faults.length === 0 ? 'ok' : 'FAULT'} | ${command} ${signal} at ${call.number} ${call.name}: ${ending}`,
  )
  for (const fault of faults) console.log(`   ${fault}`)
}
