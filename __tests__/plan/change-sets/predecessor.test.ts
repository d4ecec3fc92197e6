import { describe, expect, test } from '@jest/globals'
import {
  changeSetAttempt,
  changeSetDescription,
  changeSetName,
} from '../../../src/cloudformation/change-sets/change-set.ts'
import { stackState } from '../../../src/cloudformation/stack.ts'
import { executionToken } from '../../../src/cloudformation/update/update.ts'
import { digestOfBytes } from '../../../src/evidence/digest.ts'
import type { ChangeSetPlan } from '../../../src/evidence/document.ts'
import type { StackPlanOptions } from '../../../src/plan/contract.ts'
import { executedByThisRun, takeOver } from '../../../src/plan/change-sets/predecessor.ts'

/** Whether the last operation on a stack is the one that an earlier attempt of this run executed, and nothing else. */

const RUN = { runId: '77', runAttempt: 2 }
const RELEASE = digestOfBytes('the release')
const STACK = 'arn:aws:cloudformation:eu-west-1:111111111111:stack/web-production/1'
const arnOf = (name: string): string => `arn:aws:cloudformation:eu-west-1:111111111111:changeSet/${name}/1`
const NAME = changeSetName('deploy', 'production', { runId: '77', runAttempt: 1 }, new Date(1_000))
const ARN = arnOf(NAME)
const ENVIRONMENT = {
  key: 'production',
  name: 'production',
  region: 'eu-west-1',
  words: {},
  stacks: [{ name: 'web-production' }],
  deployments: [],
}
const CHANGE = {
  Type: 'Resource',
  ResourceChange: {
    LogicalResourceId: 'Topic',
    ResourceType: 'AWS::SNS::Topic',
    Action: 'Modify',
    Replacement: 'False',
  },
}
const REVIEWED: ChangeSetPlan = {
  stack: 'web',
  stackName: 'web-production',
  kind: 'update',
  provisional: false,
  changes: [{ logicalId: 'Topic', type: 'AWS::SNS::Topic', action: 'Modify', replacement: 'False', properties: [] }],
  nested: [],
}

interface World {
  readonly arn?: string
  readonly status?: string
  readonly token?: string
  readonly description?: string
  readonly change?: object
  readonly reviewed?: ChangeSetPlan
  readonly gone?: boolean
}

async function adopted(world: World = {}): Promise<string | undefined> {
  const { arn = ARN, status = 'UPDATE_COMPLETE', reviewed = REVIEWED } = world
  const gone = Object.assign(new Error('gone'), { name: 'ChangeSetNotFoundException' })
  const event = {
    EventId: '1',
    StackId: STACK,
    PhysicalResourceId: STACK,
    ResourceType: 'AWS::CloudFormation::Stack',
    ResourceStatus: 'UPDATE_IN_PROGRESS',
    ClientRequestToken: world.token ?? executionToken(RUN.runId, arn),
  }
  const changeSet = {
    ChangeSetId: arn,
    StackId: STACK,
    StackName: 'web-production',
    Status: 'CREATE_COMPLETE',
    ExecutionStatus: 'EXECUTE_COMPLETE',
    Description: world.description ?? changeSetDescription({ runId: '77', runAttempt: 1 }, RELEASE),
    Changes: [world.change ?? CHANGE],
  }
  const options = {
    cloudformation: {
      describeStackEvents: () => Promise.resolve({ StackEvents: [event] }),
      describeChangeSet: () => (world.gone ? Promise.reject(gone) : Promise.resolve(changeSet)),
    },
    environment: ENVIRONMENT,
    ports: {
      log: { info: () => undefined },
      clock: { now: () => new Date(), sleep: () => Promise.resolve() },
      cancelled: new AbortController().signal,
    },
    run: RUN,
    stack: { id: 'web', name: 'web-production' },
    resume: { release: RELEASE, reviewed: [reviewed] },
  } as unknown as StackPlanOptions
  const before = stackState({
    StackId: STACK,
    StackName: 'web-production',
    StackStatus: status as 'UPDATE_COMPLETE',
    CreationTime: new Date(),
    ChangeSetId: arn,
  })
  return (await executedByThisRun(options, before, () => []))?.plan?.changeSetArn
}

describe('an execution of an earlier attempt', () => {
  test('is used as the plan where it succeeded, and where it still runs', async () => {
    expect(await adopted()).toBe(ARN)
    expect(await adopted({ status: 'UPDATE_IN_PROGRESS' })).toBe(ARN)
  })

  test.each<[string, World]>([
    ['failed and was rolled back', { status: 'UPDATE_ROLLBACK_COMPLETE' }],
    ['cannot be continued', { status: 'UPDATE_ROLLBACK_FAILED' }],
    ['was never executed', { status: 'REVIEW_IN_PROGRESS' }],
    ['ended in an unknown status', { status: 'NEW_STATUS' }],
    ['was executed by another process', { token: 'console-by-hand' }],
    ['has the token of another run', { token: executionToken('78', ARN) }],
    [
      'is of another release',
      { description: changeSetDescription({ runId: '77', runAttempt: 1 }, digestOfBytes('x')) },
    ],
    ['names no release', { description: changeSetDescription({ runId: '77', runAttempt: 1 }, undefined) }],
    ['has other changes', { change: { ...CHANGE, ResourceChange: { ...CHANGE.ResourceChange, Action: 'Remove' } } }],
    ['was reviewed as unchanged', { reviewed: { ...REVIEWED, kind: 'none', changes: [] } }],
    ['can no longer be read', { gone: true }],
    ['is a change set of precheck', { arn: arnOf(NAME.replace('deploy', 'precheck')) }],
    ['is of another environment', { arn: arnOf(NAME.replace('production', 'preprod')) }],
    ['is of another run', { arn: arnOf(NAME.replace('-77-', '-78-')) }],
    ['is of a later attempt', { arn: arnOf(NAME.replace('-77-1-', '-77-3-')) }],
  ])('is not used where it %s', async (_, world) => {
    expect(await adopted(world)).toBeUndefined()
  })
})

test('the attempt is parsed from the whole name only', () => {
  expect(changeSetAttempt(ARN, 'deploy', 'production', '77')).toBe(1)
  expect(changeSetAttempt(ARN, 'deploy', 'prod', '77')).toBeUndefined()
  // The environment `a` in run 1 and the environment `a-1` in run 2 have the same prefix.
  const other = arnOf(changeSetName('deploy', 'a-1', { runId: '2', runAttempt: 1 }, new Date(1_000)))
  expect(changeSetAttempt(other, 'deploy', 'a', '1')).toBeUndefined()
  expect(changeSetAttempt(other, 'deploy', 'a-1', '2')).toBe(1)
})

test('change sets of earlier attempts are adopted, and no others', async () => {
  const names = [
    NAME,
    NAME.replace('deploy', 'precheck'),
    NAME.replace('-77-', '-78-'),
    NAME.replace('-77-1-', '-77-2-'),
  ]
  const summaries = [
    ...names.map((name) => ({ ChangeSetId: arnOf(name), StackId: STACK, ExecutionStatus: 'AVAILABLE' })),
    { ChangeSetId: arnOf(NAME.replace('-77-1-', '-77-0-')), StackId: STACK, ExecutionStatus: 'EXECUTE_COMPLETE' },
  ]
  const pages = [{ Summaries: summaries.slice(0, 1), NextToken: 'more' }, { Summaries: summaries.slice(1) }]
  const taken: string[] = []
  const options = (runAttempt: number) =>
    ({
      ports: {
        connect: {
          cloudformation: () =>
            Promise.resolve({
              listChangeSets: ({ NextToken }: { NextToken?: string }) => Promise.resolve(pages[NextToken ? 1 : 0]),
            }),
        },
        log: { info: () => undefined },
      },
      environment: ENVIRONMENT,
      run: { runId: '77', runAttempt },
      ledger: { take: (_: unknown, { arn }: { arn: string }) => taken.push(arn) },
    }) as unknown as Parameters<typeof takeOver>[0]
  await takeOver(options(2))
  expect(taken).toEqual([ARN])
  await takeOver(options(1))
  expect(taken).toEqual([ARN])
})
