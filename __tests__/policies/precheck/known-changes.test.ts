import { expect, test } from '@jest/globals'
import { rule } from '../../../src/policies/precheck/known-changes.ts'
import { factsOf } from '../facts.ts'

const TYPE = 'AWS::SNS::Topic'

test.each<[string, Parameters<typeof factsOf>[0], string[]]>([
  ['an ordinary change', { changes: [{ id: 'Topic', type: TYPE, properties: ['/Properties/DisplayName'] }] }, []],
  [
    'an unknown action',
    { changes: [{ id: 'Topic', type: TYPE, action: 'Teleport' }] },
    ['inconclusive change/unrecognized Teleport'],
  ],
  [
    'an unknown replacement',
    { changes: [{ id: 'Topic', type: TYPE, replacement: 'Perhaps' }] },
    ['inconclusive change/unrecognized Perhaps'],
  ],
])('%s', (_, from, expected) => {
  expect(rule.judge(factsOf(from)).map(({ code, outcome, observed }) => `${outcome} ${code} ${observed}`)).toEqual(
    expected,
  )
})

test('values that CloudFormation omitted are reported, also in a nested stack', () => {
  const facts = factsOf({ changes: [{ id: 'Topic', type: TYPE }] })
  const [environment] = facts.environments
  const [stack] = environment?.stacks ?? []
  if (!environment || !stack?.facts) throw new Error('there is one stack')
  const nested = [{ ...stack.facts, logicalId: 'Data', incomplete: ['[WARN] incomplete'] }]
  const stacks = [{ ...stack, facts: { ...stack.facts, nested } }]
  expect(rule.judge({ ...facts, environments: [{ ...environment, stacks }] })).toMatchObject([
    { code: 'change/values-unknown', outcome: 'noted', observed: '[WARN] incomplete' },
  ])
})
