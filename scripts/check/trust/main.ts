import { POLICIES, TOKENS } from './cases.ts'
import { loadOutsider, product, sandbox, type Judge } from './judges.ts'

/**
 * Compares how the product, the sandbox and an evaluator that others wrote judge trust policies, each for all tokens.
 * npm run check:trust
 * Exits 1 on a difference, and where the other evaluator gives one result to all tokens of an operator: then it does
 * not judge it. Without that evaluator, which is installed below ~/.cache, only the product and the sandbox are
 * compared.
 */
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const SHOWN = 20

const outsider = await loadOutsider()
if (typeof outsider === 'string') say(`check:trust: without the other evaluator: ${outsider}`)
const judges: Readonly<Record<string, Judge>> = { product, sandbox, ...(typeof outsider !== 'string' && { outsider }) }

const differing: string[] = []
const counts = new Map<string, number>()
const judged = new Map<string, Set<string>>()
let refused = 0
for (const [name, policy] of Object.entries(POLICIES)) {
  const text = JSON.stringify(policy)
  const operators = [...text.matchAll(/"((?:For\w+:)?(?:String\w+|Null))":/g)].map(([, operator = '']) => operator)
  for (const [who, token] of Object.entries(TOKENS)) {
    const answers = await Promise.all(
      Object.entries(judges).map(async ([judge, ask]) => [judge, await ask(policy, token)] as const),
    )
    const [, own] = answers[0] ?? []
    counts.set(String(own), (counts.get(String(own)) ?? 0) + 1)
    for (const [judge, answer] of answers) {
      if (answer === undefined) refused += 1
      else if (judge === 'outsider') {
        for (const operator of operators) judged.set(operator, (judged.get(operator) ?? new Set()).add(answer))
      }
      if (answer !== undefined && answer !== own)
        differing.push(`${name}, ${who}: the product says ${own}, the ${judge} ${answer}`)
    }
  }
}
const blind = [...judged].filter(([, answers]) => answers.size < 2).map(([operator]) => operator)
say(
  `check:trust: ${Object.keys(POLICIES).length} policies × ${Object.keys(TOKENS).length} tokens, ${Object.keys(judges).length} evaluators: ` +
    `${[...counts].map(([answer, count]) => `${count} ${answer}`).join(', ')}; ${refused} refused; ${differing.length} differ`,
)
say(`check:trust: operators that the other evaluator judges: ${[...judged.keys()].toSorted().join(', ') || 'none'}`)
for (const text of differing.slice(0, SHOWN)) say(text)
if (blind.length > 0) say(`check:trust: one answer to everything: ${blind.join(', ')}`)
process.exitCode = differing.length === 0 && blind.length === 0 && (counts.get('unknown') ?? 0) === 0 ? 0 : 1
