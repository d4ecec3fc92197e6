import { describe, expect, test } from '@jest/globals'
import { open, topic } from './world.ts'

const EXPRESS = { DeploymentConfig: { Mode: 'EXPRESS' } }
const DONE = 'Resource operation completed using Express Mode. It may continue becoming available in the background.'
const ONE = { Resources: { T: topic('one') } }
const TWO = { Resources: { T: topic('one', { DisplayName: 'changed' }) } }
const SLOW = { durations: { resource: 60_000, stack: 0 } }

interface Event {
  readonly LogicalResourceId: string
  readonly ResourceStatus: string
  readonly ResourceStatusReason?: string
  readonly Timestamp: Date
}

/** Seconds from the first to the last event of a resource, and the reasons of its final events. */
async function story(world: ReturnType<typeof open>, id: string) {
  const { StackEvents } = await world.ask('DescribeStackEvents', { StackName: 'stack' })
  const events = (StackEvents as Event[]).toReversed().filter((event) => event.LogicalResourceId === id)
  const ends = events.filter(({ ResourceStatus }) => ResourceStatus.endsWith('_COMPLETE'))
  const [first] = events
  return {
    seconds: (Number(ends[0]?.Timestamp) - Number(first?.Timestamp)) / 1_000,
    reasons: ends.map(({ ResourceStatusReason }) => ResourceStatusReason),
  }
}

describe('in EXPRESS mode', () => {
  test('a resource is complete when it is configured, with a reason', async () => {
    const [fast, usual] = [open(SLOW), open(SLOW)]
    expect(await fast.deploy('stack', ONE, EXPRESS)).toBe('CREATE_COMPLETE')
    expect(await usual.deploy('stack', ONE)).toBe('CREATE_COMPLETE')
    expect(await story(fast, 'T')).toEqual({ seconds: 30, reasons: [DONE] })
    expect(await story(usual, 'T')).toEqual({ seconds: 60, reasons: [undefined] })
    const { Stacks } = await fast.ask('DescribeStacks', { StackName: 'stack' })
    expect(Stacks[0]).toMatchObject({ DeploymentConfig: { Mode: 'EXPRESS' }, DisableRollback: true })
  })

  test('a custom resource is awaited', async () => {
    const world = open(SLOW)
    const custom = {
      Type: 'Custom::Thing',
      Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111111111111:function:f' },
    }
    await world.deploy('stack', { Resources: { T: custom } }, EXPRESS)
    expect(await story(world, 'T')).toEqual({ seconds: 60, reasons: [undefined] })
  })

  test('a failure is not rolled back by default', async () => {
    const failing = { failures: [{ resource: 'T', on: 'update' as const, reason: 'on fire' }] }
    const left = open(failing)
    await left.deploy('stack', ONE)
    expect(await left.deploy('stack', TWO, EXPRESS)).toBe('UPDATE_FAILED')
    const back = open(failing)
    await back.deploy('stack', ONE)
    const asking = { DeploymentConfig: { Mode: 'EXPRESS', DisableRollback: false } }
    expect(await back.deploy('stack', TWO, asking)).toBe('UPDATE_ROLLBACK_COMPLETE')
  })

  test('a failed stack cannot be rolled back, and continues in the same mode only', async () => {
    const world = open({ failures: [{ resource: 'T', on: 'update', reason: 'on fire', times: 1 }] })
    await world.deploy('stack', ONE)
    await world.deploy('stack', TWO, EXPRESS)
    await expect(world.ask('RollbackStack', { StackName: 'stack' })).rejects.toThrow(
      'RollbackStack is not supported for stacks that were last updated using EXPRESS deployment mode',
    )
    await expect(world.deploy('stack', TWO)).rejects.toThrow('must use the same DeploymentConfig (mode=EXPRESS)')
    await expect(world.changeSet('stack', TWO)).rejects.toThrow('must use the same DeploymentConfig (mode=EXPRESS)')
    expect(await world.deploy('stack', TWO, EXPRESS)).toBe('UPDATE_COMPLETE')
    expect(await world.deploy('stack', ONE)).toBe('UPDATE_COMPLETE')
  })

  test('the mode of a change set also applies to nested stacks', async () => {
    const url = 'https://templates.s3.eu-west-1.amazonaws.com/inner.yml'
    const outer = { Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url } } } }
    const world = open({ ...SLOW, objects: { 'templates/inner.yml': JSON.stringify(ONE) } })
    const made = await world.changeSet('stack', outer, {
      ChangeSetType: 'CREATE',
      IncludeNestedStacks: true,
      ...EXPRESS,
    })
    await world.ask('ExecuteChangeSet', { ChangeSetName: made.ChangeSetId })
    await world.settled()
    const { StackSummaries } = await world.ask('ListStacks')
    const inner = (StackSummaries as { StackName: string }[]).find(({ StackName }) => StackName.startsWith('stack-N-'))
    const { StackEvents } = await world.ask('DescribeStackEvents', { StackName: inner?.StackName })
    const done = (StackEvents as Event[]).find(
      ({ ResourceStatus, LogicalResourceId }) => LogicalResourceId === 'T' && ResourceStatus === 'CREATE_COMPLETE',
    )
    expect(done?.ResourceStatusReason).toBe(DONE)
  })
})

test('a replacement fails when rollback is disabled', async () => {
  const world = open()
  await world.deploy('stack', ONE)
  expect(await world.deploy('stack', { Resources: { T: topic('other') } }, { DisableRollback: true })).toBe(
    'UPDATE_FAILED',
  )
  const { StackResources } = await world.ask('DescribeStackResources', { StackName: 'stack' })
  expect(StackResources[0]).toMatchObject({
    ResourceStatus: 'UPDATE_FAILED',
    ResourceStatusReason: 'Replacement type updates not supported on stack with disable-rollback',
  })
})
