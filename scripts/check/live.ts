import { parseArgs } from 'node:util'
import { judgeRecorded, type Judgement } from '../live-models/judge-access.ts'
import { isHandMade, readCases } from '../live-models/read.ts'
import { tamperings } from '../live-models/tamper.ts'

/**
 * Judges the comparison of live state by resources that AWS returned: what nobody added to a recorded resource is no
 * finding, what somebody added is one, and each of many additions of our own is found under the name of its property.
 * Ends with status 1 otherwise.
 */

const USAGE = 'Usage: npm run check:live -- FOLDER [--verbose]'
/** So many additions have to be made, so that the check is none of a few types. */
const TAMPERED = 60

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean', default: false } },
})
const [folder] = positionals
if (folder === undefined) {
  console.error(USAGE)
  process.exit(2)
}

const cases = readCases(folder)
const judged: Judgement[] = []
for (const recorded of cases) {
  const answer = await judgeRecorded(recorded)
  if (answer !== undefined) judged.push(answer)
}
const problems: string[] = []
let agreeing = 0
let explained = 0
for (const { recorded, found, unread } of judged) {
  const expected = recorded.expected.filter(({ tier }) => tier === 'undeclared' || tier === 'declared')
  const isExpected = (name: string): boolean => expected.some(({ path }) => sameProperty(path, name))
  const surplus = found.filter(({ aspect }) => !isExpected(aspect))
  const names = new Set(found.map(({ aspect }) => aspect))
  if (unread.length > 0) problems.push(`${recorded.case}: not read: ${unread.join(', ')}`)
  for (const { aspect, key, why } of surplus) {
    if (why !== undefined) {
      explained += 1
      if (values.verbose) console.log(`${recorded.case}: ${aspect} ${key}: ${why}`)
    } else problems.push(`${recorded.case}: ${aspect} ${key} is a finding, and nobody added it`)
  }
  if (surplus.every(({ why }) => why !== undefined)) agreeing += 1
  if (values.verbose && names.size > 0) console.log(`${recorded.case}: found ${[...names].join(', ')}`)
}

/** `Policies[x]` and `Environment.Variables.X` against `/Policies` and `/Environment/Variables`. */
function sameProperty(path: string, aspect: string): boolean {
  const plain = `/${path.replaceAll(/[.[]/g, '/')}`
  return plain === aspect || plain.startsWith(`${aspect}/`) || aspect.startsWith(`${plain}/`)
}

const untouched = cases.filter(
  (recorded) =>
    !isHandMade(recorded) && recorded.expected.every(({ tier }) => tier !== 'undeclared' && tier !== 'declared'),
)
let tampered = 0
for (const { recorded, aspect, what } of tamperings(untouched)) {
  const answer = await judgeRecorded(recorded)
  tampered += 1
  if (answer?.found.some((each) => each.aspect === aspect) !== true) {
    problems.push(`${recorded.case}: ${what} was added, and ${aspect} is no finding`)
  }
}

for (const problem of problems) console.log(problem)
console.log(
  `recorded: ${cases.length} resources; of a type whose access is read: ${judged.length} resources of ` +
    `${new Set(judged.map(({ recorded }) => recorded.type)).size} types; findings and non-findings agree: ${agreeing}, ` +
    `differences that are explained: ${explained}`,
)
console.log(
  `additions of our own: ${tampered}; found by the name of their property: ${tampered - problems.filter((text) => text.includes('was added')).length}`,
)
process.exit(problems.length === 0 && judged.length > 0 && tampered >= TAMPERED ? 0 : 1)
