import { describe, expect, test } from '@jest/globals'
import type { OperationEvent } from '../../../src/cloudformation/update/events.ts'
import { isReported, judgeOutcome, leftBehind, type FinalResource } from '../../../src/cloudformation/update/outcome.ts'
import type { ChangeSetPlan, ResourceChange } from '../../../src/evidence/document.ts'

let second = 0
function event(id: string, status: string, more: Partial<OperationEvent> = {}): OperationEvent {
  second += 1
  return {
    id: `e${second}`,
    at: new Date(Date.UTC(2026, 10, 1, 12, 0, second)).toISOString(),
    stack: 'web',
    stackArn: 'arn:web',
    logicalId: id,
    physicalId: `physical-${id}`,
    type: 'AWS::SNS::Topic',
    status,
    reason: '',
    ofStack: false,
    ...more,
  }
}

function change(
  logicalId: string,
  action: ResourceChange['action'],
  more: Partial<ResourceChange> = {},
): ResourceChange {
  const properties =
    action === 'Modify'
      ? [
          {
            path: '/Properties/DisplayName',
            attribute: 'Properties',
            change: 'Modify' as const,
            requiresRecreation: 'Never' as const,
            causes: [],
            evaluation: 'Static' as const,
          },
        ]
      : []
  return { logicalId, type: 'AWS::SNS::Topic', action, replacement: 'False', properties, ...more }
}

const planOf = (changes: readonly ResourceChange[], nested: readonly ChangeSetPlan[] = [], stack = 'web') =>
  ({ stack, stackName: stack, kind: 'update', provisional: false, changes, nested }) satisfies ChangeSetPlan

function there(resources: Readonly<Record<string, string>>): FinalResource[] {
  return Object.entries(resources).map(([logicalId, status]) => ({
    logicalId,
    physicalId: `physical-${logicalId}`,
    type: 'AWS::SNS::Topic',
    status,
  }))
}

function judged(
  changes: readonly ResourceChange[],
  events: readonly OperationEvent[],
  resources: Readonly<Record<string, string>>,
): string[] {
  const facts = { plan: planOf(changes), events, resources: new Map([['web', there(resources)]]), region: 'eu-west-1' }
  return judgeOutcome(facts).map(({ outcome, code, observed }) => `${outcome} ${code}: ${observed}`)
}

const ALL = [change('New', 'Add'), change('Topic', 'Modify'), change('Old', 'Remove')]
const DONE = [
  event('New', 'CREATE_IN_PROGRESS'),
  event('New', 'CREATE_COMPLETE'),
  event('Topic', 'UPDATE_COMPLETE'),
  event('Old', 'DELETE_COMPLETE'),
]
const THERE = { New: 'CREATE_COMPLETE', Topic: 'UPDATE_COMPLETE', Other: 'CREATE_COMPLETE' }

describe('an update that CloudFormation reports as complete', () => {
  test('is as planned where each change is reported and has its final state', () => {
    expect(judged(ALL, DONE, THERE)).toEqual([])
  })

  test.each<[string, ResourceChange[], OperationEvent[], Record<string, string>, string[]]>([
    [
      'left a resource behind',
      [change('Old', 'Remove')],
      [event('Old', 'DELETE_FAILED', { reason: 'sg-1 has a dependent\nobject' })],
      {},
      ['fail stack/left-behind: DELETE_FAILED: sg-1 has a dependent object'],
    ],
    [
      'removed a resource on the second try',
      [change('Old', 'Remove')],
      [event('Old', 'DELETE_FAILED'), event('Old', 'DELETE_COMPLETE')],
      {},
      [],
    ],
    [
      'left a replaced resource behind',
      [change('Topic', 'Modify')],
      [event('Topic', 'UPDATE_COMPLETE'), event('Topic', 'DELETE_FAILED', { physicalId: 'before', reason: 'in use' })],
      { Topic: 'UPDATE_COMPLETE' },
      ['fail stack/left-behind: DELETE_FAILED: in use'],
    ],
    [
      'retained a resource as its policy says',
      [change('Old', 'Remove', { policyAction: 'Retain' })],
      [event('Old', 'DELETE_SKIPPED')],
      { Old: 'DELETE_SKIPPED' },
      [],
    ],
    [
      'reports no event for a planned change',
      [change('Topic', 'Modify'), change('New', 'Add')],
      [event('Topic', 'UPDATE_COMPLETE')],
      THERE,
      ['inconclusive stack/not-as-planned: web/New (Add): CREATE_COMPLETE expected, no event reported'],
    ],
    [
      'lacks a resource that it reports as created',
      [change('New', 'Add')],
      [event('New', 'CREATE_COMPLETE')],
      {},
      ['inconclusive stack/not-as-planned: web/New (Add): the stack does not have it'],
    ],
    [
      'has a resource that it reports as removed',
      [change('Old', 'Remove')],
      [event('Old', 'DELETE_COMPLETE')],
      { Old: 'CREATE_COMPLETE' },
      ['inconclusive stack/not-as-planned: web/Old (Remove): the stack still has it, as CREATE_COMPLETE'],
    ],
    [
      'changed more than the plan',
      [change('Topic', 'Modify')],
      [event('Topic', 'UPDATE_COMPLETE'), event('Other', 'UPDATE_COMPLETE')],
      { Topic: 'UPDATE_COMPLETE', Other: 'UPDATE_COMPLETE' },
      ['inconclusive stack/unplanned-change: also changes of web/Other'],
    ],
    [
      'has a resource in no final state',
      [change('Topic', 'Modify')],
      [event('Topic', 'UPDATE_COMPLETE')],
      { Topic: 'UPDATE_COMPLETE', Other: 'UPDATE_FAILED' },
      ['fail stack/unsettled: web/Other (UPDATE_FAILED)'],
    ],
  ])('and that %s', (_, changes, events, resources, expected) => {
    expect(judged(changes, events, resources)).toEqual(expected)
  })

  test('may not report a change that depends on an unknown value', () => {
    const [property] = change('Topic', 'Modify').properties
    const open = change('Topic', 'Modify', property && { properties: [{ ...property, evaluation: 'Dynamic' }] })
    expect(judged([open], [], { Topic: 'CREATE_COMPLETE' })).toEqual([])
  })

  test('is compared in nested stacks too, except removed ones, which have no plan', () => {
    const Stack = { type: 'AWS::CloudFormation::Stack' }
    const plan = planOf(
      [change('Data', 'Modify', Stack), change('Gone', 'Remove', Stack)],
      [planOf([change('Table', 'Add')], [], 'web/Data')],
    )
    const below = { stack: 'web/Data', stackArn: 'arn:data' }
    const events = [
      event('Data', 'UPDATE_COMPLETE', Stack),
      event('Table', 'CREATE_COMPLETE', below),
      event('Topic', 'DELETE_COMPLETE', { stack: 'web/Gone', stackArn: 'arn:gone' }),
      event('Gone', 'DELETE_COMPLETE', Stack),
    ]
    const resources = new Map([
      ['web', there({ Data: 'UPDATE_COMPLETE' })],
      ['web/Data', there({ Table: 'CREATE_COMPLETE' })],
    ])
    expect(judgeOutcome({ plan, events, resources, region: 'eu-west-1' })).toEqual([])
    const codes = judgeOutcome({ plan, events: events.toSpliced(1, 1), resources, region: 'eu-west-1' })
    expect(codes).toMatchObject([{ code: 'stack/not-as-planned', observed: expect.stringContaining('web/Data/Table') }])
  })
})

test('a failed removal is named with its reason and the command that removes the resource', () => {
  const group = { type: 'AWS::EC2::SecurityGroup', physicalId: 'sg-1', reason: 'a dependent object' }
  const [finding] = leftBehind([event('Old', 'DELETE_FAILED', group)], 'eu-west-1')
  expect(finding).toMatchObject({ subject: 'stack/web/resource/Old', observed: 'DELETE_FAILED: a dependent object' })
  expect(finding?.advice).toContain(
    'aws cloudcontrol delete-resource --type-name AWS::EC2::SecurityGroup --identifier sg-1 --region eu-west-1',
  )
})

test('late events are awaited', () => {
  expect(isReported(planOf(ALL), DONE.slice(0, 3))).toBe(false)
  expect(isReported(planOf(ALL), DONE)).toBe(true)
})
