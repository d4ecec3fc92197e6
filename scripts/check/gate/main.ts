/**
 * Plays attempts to get past the gate, each with the code that must refuse it, and honest situations that must pass, through
 * the bundle as the runner starts it.
 *
 *   npm run check:gate -- [--json] [--sample N] [WORD...]
 *
 * With words, only cases whose names have one of them are played; with a sample, so many, spread evenly over all. Exits 1 where an attempt gets through or is refused by
 * another code, where an honest situation is refused, and where fewer cases were played than the check has to have. Needs
 * a built dist/.
 */
import { parseArgs } from 'node:util'
import { playAll, type Judged } from './case.ts'
import { GROUPS } from './groups.ts'

const GROUPS_AT_ONCE = 2
const FEWEST = { attempts: 80, honest: 25 }

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean' }, sample: { type: 'string' } },
  allowPositionals: true,
})
const started = performance.now()
const judged = await playAll(GROUPS, {
  atOnce: GROUPS_AT_ONCE,
  every: values.sample === undefined ? 1 : Math.floor((FEWEST.attempts + FEWEST.honest) / Number(values.sample)),
  wanted: ({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)),
  tell: (each) => !values.json && show(each),
})
const attempts = judged.filter(({ kind }) => kind === 'attempt')
const honest = judged.filter(({ kind }) => kind === 'honest')
const summary = {
  attempts: attempts.length,
  through: attempts.filter(({ problem }) => problem === 'THROUGH').length,
  honest: honest.length,
  honestRefused: honest.filter(({ problem }) => problem !== undefined).length,
  problems: judged.filter(({ problem }) => problem !== undefined).length,
  seconds: Math.round((performance.now() - started) / 1000),
}
console.log(
  values.json
    ? JSON.stringify({ ...summary, judged }, undefined, 2)
    : `${summary.attempts} attempts, through ${summary.through}; ${summary.honest} honest situations, refused ${summary.honestRefused}; ${summary.problems} problems, ${summary.seconds} s`,
)
const whole = positionals.length === 0 && values.sample === undefined
const tooFew = whole && (attempts.length < FEWEST.attempts || honest.length < FEWEST.honest)
if (summary.problems > 0 || judged.length === 0 || tooFew) process.exitCode = 1

function show({ name, kind, codes, problem }: Judged): void {
  console.log(`${problem === undefined ? 'ok' : `PROBLEM: ${problem}`} | ${kind}: ${name} | ${codes.join(', ')}`)
}
