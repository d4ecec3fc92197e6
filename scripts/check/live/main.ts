import { parseArgs } from 'node:util'
import { judgeRecorded, type Judgement } from './judge-access.ts'
import { isHandMade, readCases } from '../live-models/read.ts'
import { tamperings } from './tamper.ts'
import { policyRewritings, rewritings } from './rewritings.ts'
import { judgeTwins } from './twins.ts'

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
    problems.push(`${recorded.case}: ${what} was added, and ${aspect} is not a finding`)
  }
}

let rewritten = 0
for (const recorded of untouched) {
  const before = await judgeRecorded(recorded)
  if (before === undefined) continue
  const known = new Set(before.found.map(({ aspect }) => aspect))
  for (const [how, live] of Object.entries({ ...rewritings(recorded.live), ...policyRewritings(recorded.live) })) {
    const after = await judgeRecorded({ ...recorded, live })
    rewritten += 1
    for (const { aspect, key } of after?.found ?? []) {
      if (!known.has(aspect))
        problems.push(`${recorded.case}: ${how}: ${aspect} ${key} is a finding, and nobody added it`)
    }
  }
}

const twins = judgeTwins(cases)
problems.push(...twins.problems)
for (const problem of problems) console.log(problem)
console.log(
  `recorded: ${cases.length} resources; of a type whose access is read: ${judged.length} resources of ` +
    `${new Set(judged.map(({ recorded }) => recorded.type)).size} types; findings and non-findings agree: ${agreeing}, ` +
    `differences that are explained: ${explained}`,
)
console.log(
  `additions of our own: ${tampered}; found by the name of their property: ${tampered - problems.filter((text) => text.includes('was added')).length}`,
)
console.log(`written in other ways: ${rewritten} models, no finding more where nothing is listed above`)
console.log(
  `beside the same resource of another place: ${twins.resources} resources with ${twins.values} undeclared values, none of ` +
    `which differs in ${twins.rewritten} ways of writing them; changed: ${twins.changed}, all of them found by name, where ` +
    `nothing is listed above; identifiers: ${twins.identifiers.right} right, ${twins.identifiers.unknown} not known`,
)
process.exit(problems.length === 0 && judged.length > 0 && tampered >= TAMPERED ? 0 : 1)
