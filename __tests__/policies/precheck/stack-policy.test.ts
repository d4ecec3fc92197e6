import { expect, test } from '@jest/globals'
import { parseParameters } from '../../../src/cloudformation/template/parameters.ts'
import type { Json } from '../../../src/evidence/finding.ts'
import { rule } from '../../../src/policies/precheck/stack-policy.ts'
import { factsOf } from '../facts.ts'

const POLICY = { Statement: [{ Effect: 'Deny', Action: 'Update:Replace', Principal: '*', Resource: '*' }] }

function judged(file: object, deployed: Json, exists: Json = true): string[] {
  const facts = factsOf({})
  const [environment] = facts.environments
  const [stack] = environment?.stacks ?? []
  if (!environment || !stack) throw new Error('there is one stack')
  const parameters = parseParameters(JSON.stringify(file), 'p.json')
  const snapshot = {
    environment: 'production',
    facts: { 'stacks/web/start/exists': exists, 'stacks/web/policy': deployed },
  }
  const stacks = [{ ...stack, source: { ...stack.source, parameters } }]
  return rule
    .judge({ ...facts, environments: [{ ...environment, stacks, snapshot }] })
    .map(({ code, outcome, observed }) => `${outcome} ${code} ${observed}`)
}

test.each<[string, object, Json, string[]]>([
  ['a file without one', { Parameters: {} }, null, []],
  ['the stack has it', { Parameters: {}, StackPolicy: POLICY }, POLICY, []],
  ['the stack has none', { Parameters: {}, StackPolicy: POLICY }, null, ['noted stack/policy-not-set none']],
  [
    'the stack has another',
    { Parameters: {}, StackPolicy: POLICY },
    { Statement: [] },
    ['noted stack/policy-not-set {"Statement":[]}'],
  ],
])('%s', (_, file, deployed, expected) => {
  expect(judged(file, deployed)).toEqual(expected)
})

test('has no finding for a stack that could not be read', () => {
  expect(judged({ Parameters: {}, StackPolicy: POLICY }, null, null)).toEqual([])
})
