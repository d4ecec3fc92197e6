/**
 * Compares the AppSpec reader and the host agent with recordings of AWS's own agent.
 *
 *   npm run check:agent -- FOLDER [--only TEXT] [--verbose]
 *
 * FOLDER holds index.json (AppSpec files with verdicts), bundles.json (successive deployments) and what they name. It is
 * only read. Runs need root and umask 022, as the recordings were made. Exits 1 on any difference without a reason.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { playBundle, playCase } from './play.ts'
import type { Comparison } from './play.ts'
import { readRecordings } from './recorded.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, verbose: { type: 'boolean', default: false } },
})
const folder = resolve(positionals[0] ?? '../shared/oracles/codedeploy-agent')
const scratch = mkdtempSync(join(tmpdir(), 'check-agent-'))
const tally = { compared: 0, agreeing: 0, excused: 0, failing: 0 }

process.umask(0o022)
// Hooks also run as other users, who need access.
chmodSync(scratch, 0o755)
try {
  const wanted = (name: string): boolean => !values.only || name.includes(values.only)
  const { cases, bundles } = readRecordings(folder)
  for (const recorded of cases.filter(({ id }) => wanted(id))) await report(playCase({ folder, scratch }, recorded))
  for (const [name, { steps }] of Object.entries(bundles)) {
    if (wanted(name)) await report(playBundle({ folder, scratch }, name, steps))
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
console.log(
  `${tally.compared} comparisons: ${tally.agreeing} agree, ${tally.excused} differ with a reason, ${tally.failing} fail`,
)
process.exitCode = tally.failing > 0 || tally.compared === 0 ? 1 : 0

/** Prints and counts comparisons. */
async function report(comparisons: AsyncIterable<Comparison>): Promise<void> {
  for await (const { name, differences, reason } of comparisons) {
    tally.compared++
    if (differences.length === 0) {
      tally.agreeing++
      if (values.verbose) console.log(`ok      ${name}`)
      continue
    }
    if (reason !== undefined) tally.excused++
    else tally.failing++
    console.log(`${reason === undefined ? 'FAIL' : 'reason'}  ${name}${reason === undefined ? '' : ` (${reason})`}`)
    for (const difference of differences) console.log(`        ${difference}`)
  }
}
