import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { check } from '../../src/checks/load.ts'
import { measure } from '../../src/checks/engine/load/measure-load.ts'
import { loadOptions, measureLoad, startService } from './client.ts'

/**
 * `npm run bench:load -- FOLDER`: how many requests a second the check `load` sends at most, beside autocannon without a
 * rate in the same run. FOLDER is where `npm install autocannon` was run. The most of ours is the highest rate that it
 * kept: all requests left, none of the last ones late.
 */

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: npm run bench:load -- FOLDER')
const CONNECTIONS = 64
const SECONDS = 4
const ROUNDS = 3
const START_RATE = 500
const PRECISION = 1.1

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

async function keeps(rate: number): Promise<boolean> {
  const options = loadOptions({ url, rate: `${Math.round(rate)}/s`, for: `${SECONDS}s`, connections: CONNECTIONS })
  const facts = await measureLoad(options)
  const { latencies } = measure(facts)
  const { outcome } = check.judge(options, facts)
  process.stdout.write(`  ${Math.round(rate)}/s: ${outcome}, p99 ${latencies.p99.toFixed(1)} ms\n`)
  return outcome === 'pass'
}

/** The highest rate that is kept, within a tenth. */
async function ours(): Promise<number> {
  let kept = 0
  let rate = START_RATE
  for (; await keeps(rate); rate *= 2) kept = rate
  let missed = rate
  while (kept > 0 && missed / kept > PRECISION) {
    const middle = Math.sqrt(kept * missed)
    if (await keeps(middle)) kept = middle
    else missed = middle
  }
  return kept
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
