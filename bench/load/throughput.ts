import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { measure } from '../../src/checks/engine/load/measure-load.ts'
import { loadOptions, measureLoad, startService } from './client.ts'

/**
 * `npm run bench:load -- FOLDER`: how many requests a second the check `load` sends at most, beside autocannon without
 * a rate in the same run. FOLDER is where `npm install autocannon` was run. The rate rises until no more responses a
 * second come back: above that, requests only wait for a connection.
 */

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: npm run bench:load -- FOLDER')
const CONNECTIONS = 64
const SECONDS = 4
const ROUNDS = 3
const START_RATE = 2_000
const FASTER = 1.5
/** At a lower share of the rate, requests wait. */
const KEPT = 0.9

const service = await startService()
const url = `${service.url}/bare`

function autocannon(): number {
  const bin = join(folder ?? '', 'node_modules/autocannon/autocannon.js')
  const flags = ['-c', String(CONNECTIONS), '-d', String(SECONDS), '-j', url]
  const { stdout, stderr } = spawnSync(process.execPath, [bin, ...flags], { encoding: 'utf8' })
  try {
    return (JSON.parse(stdout) as { requests: { average: number } }).requests.average
  } catch {
    throw new Error(stderr)
  }
}

/** Responses a second, until the last of them came. */
async function answersAt(rate: number): Promise<number> {
  const facts = await measureLoad(
    loadOptions({ url, rate: `${rate}/s`, for: `${SECONDS}s`, connections: CONNECTIONS, timeout: '60s' }),
  )
  const { well } = measure(facts)
  const last = facts.due.reduce((end, due, index) => Math.max(end, due + (facts.latency[index] || 0)), 0)
  return well / (last / 1_000)
}

async function ours(): Promise<number> {
  let most = 0
  for (let rate = START_RATE; ; rate *= FASTER) {
    const answers = await answersAt(Math.round(rate))
    process.stdout.write(`  sent at ${Math.round(rate)}/s, answered at ${Math.round(answers)}/s\n`)
    if (answers < rate * KEPT && answers <= most) return most
    most = Math.max(most, answers)
  }
}

const rows: string[] = []
try {
  for (let round = 1; round <= ROUNDS; round++) {
    const [other, own] = [autocannon(), await ours()]
    rows.push(`| ${round} | ${Math.round(own)} | ${Math.round(other)} | ${(own / other).toFixed(2)} |`)
  }
} finally {
  service.end()
}
process.stdout.write(
  ['', '| round | `load`, 1/s | autocannon, 1/s | ratio |', '|--|--:|--:|--:|', ...rows, ''].join('\n'),
)
