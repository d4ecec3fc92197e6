import { expect, test } from '@jest/globals'
import { classifyChange } from '../../src/cloudformation/change-sets/changes.ts'
import type { DriftReport } from '../../src/cloudformation/drift/drift.ts'
import { planFromFacts } from '../../src/plan/change-sets/from-change-set.ts'
import { plannedFindings } from '../../src/precheck/planned-findings.ts'
import { parseTemplate } from '../../src/cloudformation/template/template.ts'
import type { Survey } from '../../src/precheck/survey/index.ts'

const TOPIC = '{ Type: AWS::SNS::Topic }'

/** Precheck's findings about one stack with this template, these changes, and these resources; none: a new stack. */
function reported(
  template: string,
  changes: Readonly<Record<string, string>>,
  there?: readonly string[],
  { before, execution = 'AVAILABLE' }: { readonly before?: string; readonly execution?: string } = {},
): string[] {
  const facts = {
    arn: 'arn:set',
    stackArn: 'arn:stack',
    stackName: 'shop',
    outcome: 'changes' as const,
    status: 'CREATE_COMPLETE',
    executionStatus: execution,
    statusReason: '',
    description: '',
    changes: Object.entries(changes).map(([LogicalResourceId, Action]) =>
      classifyChange({
        Type: 'Resource',
        ResourceChange: { LogicalResourceId, ResourceType: 'AWS::SNS::Topic', Action: Action as 'Add' },
      }),
    ),
    nested: [],
    parameters: [],
    disableRollback: false,
    incomplete: [],
  }
  const source = { template: parseTemplate(template, 'web.yml') }
  const plan = planFromFacts('web', facts, there === undefined ? 'create' : 'update', false, { secrets: [] })
  const report: Partial<DriftReport> = {
    stack: 'web',
    resources: (there ?? []).map((logicalId) => ({
      logicalId,
      physicalId: '',
      type: 'AWS::SNS::Topic',
      status: 'IN_SYNC',
      reason: '',
      differences: [],
    })),
    nested: [],
  }
  const survey = {
    planned: {
      plan: { environment: 'preprod' },
      stacks: [{ stack: { id: 'web', name: 'shop' }, source, plan, facts }],
    },
    drift: there === undefined ? [] : [report],
    deployed: new Map(before === undefined ? [] : [['web', { body: before }]]),
  } as unknown as Survey
  return plannedFindings(survey).map(({ outcome, code, observed }) => `${outcome} ${code}: ${observed}`)
}

const ONE = `Resources:\n  A: ${TOPIC}\n`
const TWO = `${ONE}  B: ${TOPIC}\n`

test.each<[string, string, Record<string, string>, string[] | undefined, string]>([
  ['of a new stack, with all resources', TWO, { A: 'Add', B: 'Add' }, undefined, 'pass change-set/created: 2 changes'],
  [
    'of a new stack, without a resource',
    ONE,
    {},
    undefined,
    'inconclusive change-set/incomplete: 0 changes; A is declared, is not in the stack, and would not be added',
  ],
  [
    'of a new stack, without one of its resources',
    TWO,
    { A: 'Add' },
    undefined,
    'inconclusive change-set/incomplete: 1 change; B is declared, is not in the stack, and would not be added',
  ],
  [
    'of a new stack, without a resource under a condition',
    `Conditions: { C: !Equals [a, b] }\n${ONE}  B: { Type: AWS::SNS::Topic, Condition: C }\n`,
    { A: 'Add' },
    undefined,
    'pass change-set/created: 1 change',
  ],
  [
    'of a new stack of a module, without a resource',
    'Resources:\n  A: { Type: Shop::Web::Site::MODULE }\n',
    {},
    undefined,
    'inconclusive change-set/incomplete: 0 changes; a new stack without a resource',
  ],
  ['of an update of outputs alone', ONE, {}, ['A'], 'pass change-set/created: 0 changes'],
  [
    'of an update that does not add new resources',
    TWO,
    { A: 'Modify' },
    ['A'],
    'inconclusive change-set/incomplete: 1 change; B is declared, is not in the stack, and would not be added',
  ],
  [
    'of an update that does not remove deleted resources',
    ONE,
    {},
    ['A', 'B'],
    'inconclusive change-set/incomplete: 0 changes; B is in the stack, is not declared, and would not be removed',
  ],
  [
    'of an update that removes deleted resources',
    ONE,
    { B: 'Remove' },
    ['A', 'B'],
    'pass change-set/created: 1 change',
  ],
])('a change set %s', (_, template, changes, there, expected) => {
  expect(reported(template, changes, there)).toEqual([expected])
})

const named = (properties: string): string =>
  `Resources:\n  A: { Type: AWS::SNS::Topic, Properties: { ${properties} } }\n`

test.each<[string, string, string, Record<string, string>, string]>([
  [
    'without a property in another notation',
    'DisplayName: one',
    'DisplayName: two',
    {},
    'inconclusive change-set/incomplete: 0 changes; A/DisplayName differs from the deployed template and would not be changed',
  ],
  [
    'without a property that is new',
    'DisplayName: one',
    'DisplayName: one, FifoTopic: true',
    {},
    'inconclusive change-set/incomplete: 0 changes; A/FifoTopic differs from the deployed template and would not be changed',
  ],
  ['that lists it', 'DisplayName: one', 'DisplayName: two', { A: 'Modify' }, 'pass change-set/created: 1 change'],
  ['of a number in place of its text', 'DisplayName: "1"', 'DisplayName: 1', {}, 'pass change-set/created: 0 changes'],
  [
    'of a function that may have the same value',
    'DisplayName: one',
    'DisplayName: !Sub one',
    {},
    'pass change-set/created: 0 changes',
  ],
])('a change set of an update %s', (_, before, after, changes, expected) => {
  expect(reported(named(after), changes, ['A'], { before: named(before) })).toEqual([expected])
})

test('a change set that cannot be executed is not a plan', () => {
  expect(reported(ONE, { A: 'Modify' }, ['A'], { execution: 'OBSOLETE' })).toEqual([
    'fail change-set/not-executable: CREATE_COMPLETE, OBSOLETE',
  ])
})
