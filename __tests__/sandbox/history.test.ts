import {
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { parseScenario } from '../../sandbox/scenario.ts'
import { openSandbox, type Opened } from './world.ts'

let opened: Opened
afterEach(() => opened.sandbox.close())

async function open(scenario: ScenarioInput): Promise<void> {
  // As slow as in AWS: the history must not take time.
  opened = await openSandbox({ pace: 1, ...scenario })
}

async function statusOf(StackName: string): Promise<string> {
  const { Stacks } = await opened.aws.cloudformation.send(new DescribeStacksCommand({ StackName }))
  return String(Stacks?.[0]?.StackStatus)
}

const template = 'Resources:\n  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: old } }\n'

describe('the history of a scenario', () => {
  test('is complete when the sandbox listens', async () => {
    await open({
      failures: [{ resource: 'broken/Topic', on: 'update', reason: 'no more topics' }],
      durations: { cloudformation: { resources: { Slow: 600_000 } } },
      buckets: [{ name: 'templates', account: '111111111111', region: 'eu-west-1' }],
      history: [
        { object: { bucket: 'templates', key: 'a.txt', body: ['a', { each: ['b', 'c'], text: '-{each}' }] } },
        { each: ['settled', 'broken', 'busy', 'gone'], deploy: { stack: '{each}', template } },
        {
          deploy: {
            stack: 'broken',
            template: template.replace('old', 'new'),
            disableRollback: true,
            ends: 'UPDATE_FAILED',
          },
        },
        {
          deploy: {
            stack: 'busy',
            template: `${template}  Slow: { Type: AWS::SNS::Topic }\n`,
            ends: 'UPDATE_IN_PROGRESS',
          },
        },
        { delete: { stack: 'gone' } },
        { 'change-set': { stack: 'planned', name: 'first', template } },
      ],
    })
    expect(await Promise.all(['settled', 'broken', 'busy', 'planned'].map(statusOf))).toEqual([
      'CREATE_COMPLETE',
      'UPDATE_FAILED',
      'UPDATE_IN_PROGRESS',
      'REVIEW_IN_PROGRESS',
    ])
    await expect(statusOf('gone')).rejects.toThrow('does not exist')
    const changeSet = new DescribeChangeSetCommand({ StackName: 'planned', ChangeSetName: 'first' })
    expect((await opened.aws.cloudformation.send(changeSet)).Status).toBe('CREATE_COMPLETE')
    const { Body } = await opened.aws.s3.send(new GetObjectCommand({ Bucket: 'templates', Key: 'a.txt' }))
    expect(await Body?.transformToString()).toBe('a-b-c')
    expect(opened.complaints).toEqual([])
  })

  test('prevents the start when a step ends in another status', async () => {
    const failures = [{ resource: 'Topic', on: 'create' as const, reason: 'no more topics' }]
    await expect(open({ failures, history: [{ deploy: { stack: 'web', template } }] })).rejects.toThrow(
      'The stack web has come to ROLLBACK_COMPLETE, not to CREATE_COMPLETE or UPDATE_COMPLETE',
    )
    await open({})
  })

  test('is validated strictly', async () => {
    await open({})
    const read = (step: object) => () => parseScenario({ history: [step] })
    expect(read({ each: 2, deploy: { stack: 'web' } })).toThrow('history[0].deploy.template')
    expect(read({ deploy: { stack: 'web', template }, expire: {} })).toThrow('expected exactly one of deploy, ')
    expect(read({ invent: {} })).toThrow('invent')
  })
})

describe('other users act', () => {
  const again = [{ delete: { stack: 'web' } }, { deploy: { stack: 'web', template } }]
  const history = [{ deploy: { stack: 'web', template } }]
  const idOf = async (StackName: string): Promise<string> => {
    const { Stacks } = await opened.aws.cloudformation.send(new DescribeStacksCommand({ StackName }))
    return String(Stacks?.[0]?.StackId)
  }

  test('between two calls, and only once', async () => {
    await open({
      history,
      meanwhile: [{ before: 'cloudformation:ListStackResources', after: 1, steps: [{ delete: { stack: 'web' } }] }],
    })
    const list = () => opened.aws.cloudformation.send(new ListStackResourcesCommand({ StackName: 'web' }))
    expect((await list()).StackResourceSummaries).toHaveLength(1)
    await expect(list()).rejects.toThrow('does not exist')
    await expect(list()).rejects.toThrow('does not exist')
    expect(opened.complaints).toEqual([])
  })

  test('before any of the calls that arrive at the same time', async () => {
    await open({ history, meanwhile: [{ before: 'cloudformation:DescribeStacks', after: 1, steps: again }] })
    const before = await idOf('web')
    const after = new Set(await Promise.all(Array.from({ length: 5 }, () => idOf('web'))))
    expect(after.size).toBe(1)
    expect(after).not.toContain(before)
    expect(opened.complaints).toEqual([])
  })

  test('after the response to a call with a certain input', async () => {
    const answered = { answered: 'cloudformation:DescribeStacks', input: { StackName: 'web' }, steps: again }
    await open({ history: [...history, { deploy: { stack: 'other', template } }], meanwhile: [answered] })
    const other = await idOf('other')
    const before = await idOf('web')
    expect(await idOf('web')).not.toBe(before)
    expect(await idOf('other')).toBe(other)
    expect(opened.complaints).toEqual([])
  })
})
