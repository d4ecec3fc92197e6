import { parseArgs } from 'node:util'
import { evaluate } from '../../../sandbox/aws/identity/decision.ts'
import type { Outcome } from '../../../sandbox/aws/identity/decision.ts'
import { UnknownEvaluation } from '../../../sandbox/aws/identity/conditions.ts'
import type { Case } from './cases.ts'
import { ACCOUNT, pickedCases, randomCases } from './cases.ts'
import { askByBoto3 } from './clients.ts'
import { loadJudge } from './judge.ts'

/**
 * Compares the sandbox's evaluation of IAM policies with an evaluator that others wrote, on picked and random cases,
 * and asks the sandbox's IAM and resource policies by boto3.
 *
 *   npm run check:iam -- [--cases N] [--seed N]
 *
 * Exits 1 on a difference. The evaluator is installed below ~/.cache; where it or boto3 cannot be had, that part is
 * skipped, with the reason.
 */
const { values } = parseArgs({
  options: { cases: { type: 'string', default: '3000' }, seed: { type: 'string', default: '1' } },
})
/** Where the other evaluator deviates from AWS's documentation, so that its verdict counts for nothing. */
const EXPLAINED: readonly (readonly [why: string, applies: (given: Case) => boolean])[] = [
  [
    'It compares seconds since 1970 with milliseconds (IAM User Guide, date condition operators)',
    (given) =>
      /Date\w+":\{[^}]*"\d+"/.test(JSON.stringify(given)) || /^\d+$/.test(String(given.context['aws:CurrentTime'])),
  ],
  [
    'A negated operator matches a variable without a value (IAM User Guide, policy variables with no value)',
    (given) =>
      given.context['aws:username'] === undefined && /Not\w*":\{[^}]*\$\{aws:username/.test(JSON.stringify(given)),
  ],
  [
    'NotIpAddress with a single address is false for an address of the other family',
    (given) => /NotIpAddress\w*":\{[^}]*"[\d.:a-f]+"/.test(JSON.stringify(given)),
  ],
  ['A number with an exponent is cut at the e', (given) => /Numeric\w+":\{[^}]*"1e3"/.test(JSON.stringify(given))],
]

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** Differences that are printed in full. */
const SHOWN = 5

/** The sandbox's verdict; undefined where it refuses to evaluate. */
function ownVerdict(given: Case): Outcome['decision'] | undefined {
  try {
    return evaluateCase(given).decision
  } catch (error) {
    if (error instanceof UnknownEvaluation) return undefined
    throw error
  }
}

function evaluateCase(given: Case): Outcome {
  const { identity, boundary, session, control, resourcePolicy, principal, action, resource } = given
  const context = Object.fromEntries(Object.entries(given.context).map(([key, value]) => [key.toLowerCase(), value]))
  const role = principal.includes(':assumed-role/') ? `arn:aws:iam::${ACCOUNT}:role/deploy` : undefined
  const policies = {
    identity,
    control,
    ...(boundary && { boundary }),
    ...(session && { session: [session] }),
    ...(resourcePolicy && { resource: resourcePolicy }),
  }
  return evaluate(policies, { action, resource, context }, { account: ACCOUNT, arn: principal, ...(role && { role }) })
}

async function compare(): Promise<number> {
  const judge = await loadJudge()
  if (typeof judge === 'string') {
    say(`check:iam: skipped: ${judge}`)
    return 0
  }
  const cases = [...pickedCases(), ...randomCases(Number(values.cases), Number(values.seed))]
  const decisions = new Map<string, number>()
  const differing: string[] = []
  const explained = new Map<string, number>()
  let refused = 0
  for (const given of cases) {
    const [own, theirs] = [ownVerdict(given), await judge(given)]
    if (own === undefined) {
      refused += 1
      continue
    }
    decisions.set(own, (decisions.get(own) ?? 0) + 1)
    if (own === theirs) continue
    const why = EXPLAINED.find(([, applies]) => applies(given))?.[0]
    if (why !== undefined) {
      explained.set(why, (explained.get(why) ?? 0) + 1)
      continue
    }
    const text = given.name === 'random' ? JSON.stringify(given) : given.name
    differing.push(`${text}: the sandbox says ${own}, the other evaluator ${theirs}`)
  }
  const shares = [...decisions].map(([decision, count]) => `${count} ${decision}`).join(', ')
  for (const [why, count] of explained) say(`explained: ${count} × ${why}`)
  say(
    `check:iam: ${cases.length} cases: ${shares}, ${refused} that the sandbox does not evaluate; ${differing.length} differ`,
  )
  for (const text of differing.slice(0, SHOWN)) say(text)
  return differing.length === 0 ? 0 : 1
}

async function askByClient(): Promise<number> {
  const asked = await askByBoto3()
  say(`check:iam: ${asked?.output.trim() ?? 'skipped: there is no python3 with boto3'}`)
  return asked?.status ?? 0
}

const compared = await compare()
process.exitCode = (await askByClient()) === 0 ? compared : 1
