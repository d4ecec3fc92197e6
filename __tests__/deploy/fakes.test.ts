import { describe, expect, it } from '@jest/globals'
import { awsError, FakeClock, FakeCloudFormation } from './fakes.ts'

describe('the scripted CloudFormation', () => {
  it('advances in time, newest event first, page by page', async () => {
    const clock = new FakeClock()
    const fake = new FakeCloudFormation(clock)
    const stack = fake.stack('shop', 'UPDATE_COMPLETE')
    const { arn } = fake.changeSet(stack, [
      { ms: 100, id: '*', status: 'UPDATE_IN_PROGRESS' },
      { ms: 200, id: 'Table', status: 'UPDATE_COMPLETE' },
      { ms: 900, id: '*', status: 'UPDATE_COMPLETE' },
    ])
    await fake.api.executeChangeSet({ ChangeSetName: arn, ClientRequestToken: 't' })
    await clock.sleep(150)
    expect(stack.status).toBe('UPDATE_IN_PROGRESS')
    await clock.sleep(1_000)
    expect(stack.status).toBe('UPDATE_COMPLETE')
    const first = await fake.api.describeStackEvents({ StackName: stack.arn })
    expect(first.StackEvents?.map((event) => event.ResourceStatus)).toEqual([
      'UPDATE_COMPLETE',
      'UPDATE_COMPLETE',
      'UPDATE_IN_PROGRESS',
    ])
    const second = await fake.api.describeStackEvents({ StackName: stack.arn, NextToken: first.NextToken })
    expect(second.StackEvents).toHaveLength(1)
    expect(second.NextToken).toBeUndefined()
  })

  it('executes once for one token and refuses another', async () => {
    const fake = new FakeCloudFormation(new FakeClock())
    const { arn } = fake.changeSet(fake.stack('shop', 'UPDATE_COMPLETE'), [])
    await fake.api.executeChangeSet({ ChangeSetName: arn, ClientRequestToken: 'a' })
    await fake.api.executeChangeSet({ ChangeSetName: arn, ClientRequestToken: 'a' })
    await expect(fake.api.executeChangeSet({ ChangeSetName: arn, ClientRequestToken: 'b' })).rejects.toThrow(
      'InvalidChangeSetStatus',
    )
  })

  it('loses responses after the effect', async () => {
    const fake = new FakeCloudFormation(new FakeClock())
    const { arn } = fake.changeSet(fake.stack('shop', 'UPDATE_COMPLETE'), [])
    fake.fails('executeChangeSet', awsError('ECONNRESET', 'reset', 'aws/unreachable'), 1, true)
    await expect(fake.api.executeChangeSet({ ChangeSetName: arn, ClientRequestToken: 'a' })).rejects.toThrow('reset')
    expect(fake.changeSets.get(arn)?.execution).toBe('EXECUTE_IN_PROGRESS')
  })
})

describe('the clock', () => {
  it('stops sleeping when it is interrupted', async () => {
    const clock = new FakeClock()
    const stop = new AbortController()
    clock.at(500, () => stop.abort(new Error('stop')))
    await expect(clock.sleep(1_000, stop.signal)).rejects.toThrow('stop')
    expect(clock.now().toISOString()).toBe('2026-11-01T12:00:00.500Z')
  })

  it('wakes parallel sleepers in the order of their times', async () => {
    const clock = new FakeClock()
    const woke: string[] = []
    const sleep = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms)
      woke.push(`${name} ${clock.now().getTime() - start}`)
    }
    const start = clock.now().getTime()
    await Promise.all([sleep('late', 300), sleep('early', 100).then(() => sleep('again', 100))])
    expect(woke).toEqual(['early 100', 'again 200', 'late 300'])
  })
})
