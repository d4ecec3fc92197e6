import { expect, test } from '@jest/globals'
import type { DescribeChangeSetCommandOutput } from '@aws-sdk/client-cloudformation'
import { objections, readRecording } from '../../../scripts/check/changesets.ts'

const NESTED = 'arn:aws:cloudformation:eu-west-1:111111111111:changeSet/child/1'

function recorded(change: object, more: object = {}): DescribeChangeSetCommandOutput {
  const resource = { Action: 'Modify', LogicalResourceId: 'One', ResourceType: 'AWS::SNS::Topic', ...change }
  const answer = { ChangeSetId: 'set', Status: 'CREATE_COMPLETE', Changes: [{ ResourceChange: resource }], ...more }
  return answer as unknown as DescribeChangeSetCommandOutput
}

function place(Path: string | undefined, more: object = {}): object {
  const target = { Attribute: 'Tags', RequiresRecreation: 'Never', ...(Path && { Path }) }
  return { Target: target, Evaluation: 'Static', ChangeSource: 'DirectModification', ...more }
}

const read = async (answer: DescribeChangeSetCommandOutput) => objections(answer, await readRecording(answer))

test.each<[string, DescribeChangeSetCommandOutput]>([
  [
    'two places of one property',
    recorded({ Details: [place('/Properties/Tags/0/Key'), place('/Properties/Tags/0/Value')] }),
  ],
  ['tags without a name', recorded({ Details: [place(undefined)] })],
  ['a missing nested change set', recorded({ ResourceType: 'AWS::CloudFormation::Stack', ChangeSetId: NESTED })],
  ['a nested change set under the same placeholder', recorded({ Replacement: 'False', ChangeSetId: 'set' })],
  ['an additional page', recorded({ Replacement: 'False' }, { NextToken: 'more' })],
  ['no changes at all', recorded({}, { Status: 'FAILED', Changes: undefined })],
])('a recording with %s is read completely, without an error', async (_, answer) => {
  expect(await read(answer)).toEqual([])
})

test.each<[string, object]>([
  ['action', { Action: 'Transmute', Replacement: 'False' }],
  ['replacement', { Replacement: 'Perhaps' }],
  ['source', { Details: [place(undefined, { ChangeSource: 'Whim' })] }],
  ['evaluation', { Details: [place(undefined, { Evaluation: 'Guessed' })] }],
  ['member', { Details: [{}] }],
])('a recording with an unknown or missing %s is an error', async (_, change) => {
  expect((await read(recorded(change))).length).toBeGreaterThan(0)
})
