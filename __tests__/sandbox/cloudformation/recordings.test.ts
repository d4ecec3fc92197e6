import { expect, test } from '@jest/globals'
import { playError } from '../../../scripts/check/recordings/errors.ts'
import { playStory } from '../../../scripts/check/recordings/play.ts'
import { storiesOf } from '../../../scripts/check/recordings/read.ts'
import type { Recordings } from '../../../scripts/check/recordings/read.ts'

/** One sequence in the recordings' own form, invented for this test: a topic whose name a parameter changes. */
function recordings(change: (second: Record<string, any>) => void = () => {}) {
  const common = {
    Capabilities: [],
    CreationTime: 'datetime',
    ExecutionStatus: 'AVAILABLE',
    IncludeNestedStacks: false,
    NotificationARNs: [],
    RollbackConfiguration: {},
    StackId: '<stack-id:1>',
    StackName: '<stack-name:1>',
    Status: 'CREATE_COMPLETE',
    ChangeSetName: '<name:1>',
  }
  const parameters = (value: string) => [{ ParameterKey: 'Name', ParameterValue: value }]
  const first = {
    ...common,
    ChangeSetId: '<set:1>',
    Parameters: parameters('topic-a'),
    Changes: [
      {
        Type: 'Resource',
        ResourceChange: {
          Action: 'Add',
          LogicalResourceId: 'Topic',
          ResourceType: 'AWS::SNS::Topic',
          Scope: [],
          Details: [],
          AfterContext: { Properties: { TopicName: 'topic-a' } },
        },
      },
    ],
  }
  const target = {
    Attribute: 'Properties',
    Name: 'TopicName',
    RequiresRecreation: 'Always',
    Path: '/Properties/TopicName',
    AttributeChangeType: 'Modify',
    BeforeValue: 'topic-a',
    AfterValue: 'topic-b',
  }
  const modified: Record<string, any> = {
    Action: 'Modify',
    LogicalResourceId: 'Topic',
    ResourceType: 'AWS::SNS::Topic',
    Replacement: 'True',
    PolicyAction: 'ReplaceAndDelete',
    PhysicalResourceId: 'arn:<partition>:sns:<region>:111111111111:topic-a',
    Scope: ['Properties'],
    BeforeContext: { Properties: { TopicName: 'topic-a' } },
    AfterContext: { Properties: { TopicName: 'topic-b' } },
    Details: [
      { ChangeSource: 'ParameterReference', Evaluation: 'Static', CausingEntity: 'Name', Target: target },
      { ChangeSource: 'DirectModification', Evaluation: 'Dynamic', Target: target },
    ],
  }
  change(modified)
  const second = {
    ...common,
    ChangeSetId: '<set:2>',
    Parameters: parameters('topic-b'),
    Changes: [{ Type: 'Resource', ResourceChange: modified }],
  }
  const event = (id: string, ResourceStatus: string) => ({
    LogicalResourceId: 'Topic',
    PhysicalResourceId: id,
    ResourceType: 'AWS::SNS::Topic',
    ResourceStatus,
    Timestamp: 'timestamp',
  })
  const stack = (ResourceStatus: string) => ({
    LogicalResourceId: 'Stack',
    PhysicalResourceId: 'stack',
    ResourceType: 'AWS::CloudFormation::Stack',
    ResourceStatus,
    Timestamp: 'timestamp',
  })
  return {
    changeSets: [first, second].map((DescribeChangeSet, i) => ({
      test: 'made up',
      at: [`describe-${i + 1}-prop-values`],
      recorded: '01-01-2026, 00:00:00',
      DescribeChangeSet,
    })),
    sequences: [
      {
        test: 'made up',
        at: ['events'],
        events: {
          Topic: [
            event('a', 'CREATE_IN_PROGRESS'),
            event('a', 'CREATE_COMPLETE'),
            event('b', 'UPDATE_IN_PROGRESS'),
            event('b', 'UPDATE_COMPLETE'),
            event('a', 'DELETE_IN_PROGRESS'),
            event('a', 'DELETE_COMPLETE'),
            event('b', 'DELETE_IN_PROGRESS'),
            event('b', 'DELETE_COMPLETE'),
          ],
          Stack: [
            'REVIEW_IN_PROGRESS',
            'CREATE_IN_PROGRESS',
            'CREATE_COMPLETE',
            'UPDATE_IN_PROGRESS',
            'UPDATE_COMPLETE',
            'DELETE_IN_PROGRESS',
            'DELETE_COMPLETE',
          ].map(stack),
        },
      },
    ],
    errors: [],
  }
}

const verdicts = async (given: ReturnType<typeof recordings>) =>
  (await playStory(storiesOf(given as unknown as Recordings)[0]!)).map((result) => result.verdict)

test('the sandbox agrees with a possible recording of AWS', async () => {
  expect(await verdicts(recordings())).toEqual(['agrees', 'agrees', 'agrees'])
})

test.each<[string, (second: Record<string, any>) => void]>([
  [
    'another replacement',
    (second) => {
      second['Replacement'] = 'False'
    },
  ],
  [
    'one detail less',
    (second) => {
      second['Details'].pop()
    },
  ],
  [
    'another evaluation',
    (second) => {
      second['Details'][0].Evaluation = 'Dynamic'
    },
  ],
  [
    'another policy',
    (second) => {
      second['PolicyAction'] = 'ReplaceAndRetain'
    },
  ],
  [
    'another physical resource',
    (second) => {
      second['PhysicalResourceId'] = 'arn:<partition>:sns:<region>:111111111111:topic-c'
    },
  ],
  [
    'a member that AWS does not return',
    (second) => {
      second['ModuleInfo'] = {}
    },
  ],
])('the comparison detects %s', async (_, change) => {
  expect((await verdicts(recordings(change)))[1]).toBe('differs')
})

test('the comparison detects a different order of statuses', async () => {
  const given = recordings()
  given.sequences[0]!.events.Topic.splice(2, 2)
  expect((await verdicts(given)).at(-1)).toBe('differs')
})

test('policies and metadata of contexts are part of the rebuilt templates', async () => {
  const kept = { DeletionPolicy: 'Retain', Metadata: { Owner: 'shop' } }
  const given = recordings((second) => {
    second['BeforeContext'] = { ...second['BeforeContext'], ...kept }
    second['AfterContext'] = { ...second['AfterContext'], ...kept }
  })
  const [first] = given.changeSets as unknown as { DescribeChangeSet: { Changes: Record<string, any>[] } }[]
  Object.assign(first!.DescribeChangeSet.Changes[0]!['ResourceChange'].AfterContext, kept)
  given.sequences = []
  expect(await verdicts(given)).toEqual(['agrees', 'agrees'])
})

test('an inconsistent recording does not agree, and the reason is reported', async () => {
  const given = recordings((second) => {
    second['LogicalResourceId'] = undefined
  })
  const results = await playStory(storiesOf(given as unknown as Recordings)[0]!)
  const second = results.find((result) => result.name.includes('describe-2'))
  expect(second?.verdict).not.toBe('agrees')
  expect(second?.notes.join()).not.toBe('')
})

test('errors are compared by code and message, or not replayed if the request is unknown', async () => {
  const entry = (Code: string, Message: string) => ({ test: 'made up', at: ['error'], error: { Code, Message } })
  expect(await playError(entry('ValidationError', 'Stack with id <stack-name:1> does not exist'))).toMatchObject({
    verdict: 'agrees',
  })
  expect(await playError(entry('StackNotFound', 'Stack with id <stack-name:1> does not exist'))).toMatchObject({
    verdict: 'differs',
  })
  expect(await playError(entry('NoSuchBucket', 'The specified bucket does not exist'))).toMatchObject({
    verdict: 'not played',
  })
})
