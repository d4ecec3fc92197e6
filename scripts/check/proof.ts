/**
 * Looks for false passes: for every code that may have the outcome `pass`, worlds in which AWS, GitHub or a service says
 * yes and it is not so are played through the bundle as the runner starts it.
 *
 *   npm run check:proof -- [--json] [CODE...]
 *
 * With codes, only their rows are played. Exits 1 on a false pass, on a row that proves nothing (what it says never
 * took place, or the code does not pass in the honest world either), and where a code has no row. Needs a built dist/.
 */
import { parseArgs } from 'node:util'
import { missingCodes, passingCodes, prove, type Proved } from '../../__tests__/proof/prove.ts'
import { ROWS } from '../../__tests__/proof/rows.ts'

const WORLDS_AT_ONCE = 2

const { values, positionals } = parseArgs({ options: { json: { type: 'boolean' } }, allowPositionals: true })
const rows = positionals.length === 0 ? ROWS : ROWS.filter(({ code }) => positionals.includes(code))
if (rows.length === 0) throw new Error(`no row is about ${positionals.join(', ')}`)
const missing = missingCodes(ROWS)
const started = performance.now()
const proved = await prove(rows, { atOnce: WORLDS_AT_ONCE, tell: (each) => !values.json && show(each) })
const summary = {
  codes: passingCodes().length,
  codesWithoutRow: missing,
  rows: proved.length,
  falsePasses: proved.filter(({ falsePass }) => falsePass).length,
  problems: proved.filter(({ problem }) => problem !== undefined).length,
  seconds: Math.round((performance.now() - started) / 1000),
}
if (values.json) {
  console.log(JSON.stringify({ ...summary, proved }, undefined, 2))
} else {
  for (const code of missing) console.log(`${code}: no row`)
  console.log(
    `${summary.rows} rows for ${summary.codes - missing.length} of ${summary.codes} codes that may pass: ` +
      `${summary.falsePasses} false passes, ${summary.problems} rows with a problem, ${summary.seconds} s`,
  )
}
if (missing.length > 0 || summary.problems > 0) process.exitCode = 1

function show({ code, subject, says, truth, outcome, problem }: Proved): void {
  console.log(`${problem === undefined ? 'ok' : `PROBLEM: ${problem}`} | ${code} ${subject}`)
  console.log(`   said: ${says}\n   truth: ${truth}\n   outcome: ${outcome}`)
}
