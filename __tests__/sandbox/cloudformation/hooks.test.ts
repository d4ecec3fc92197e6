import { describe, expect, test } from '@jest/globals'
import type { Hook } from '../../../sandbox/aws/services/cloudformation/hooks/hook.ts'
import { parseScenario } from '../../../sandbox/scenario.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { open, topic } from './world.ts'

type HookInput = NonNullable<ScenarioInput['hooks']>[number]

const hooks = (...given: HookInput[]): readonly Hook[] => parseScenario({ hooks: given }).hooks
const TYPE = 'Acme::Security::Encryption'
const encryption = (more: object = {}): HookInput => ({
  target: 'RESOURCE',
  type: TYPE,
  message: 'the topic is not encrypted',
  ...more,
})
const ONE = { Resources: { T: topic('one') } }
const CHANGED = { Resources: { T: topic('one', { DisplayName: 'changed' }), U: topic('two') } }

interface Event {
  readonly LogicalResourceId: string
  readonly ResourceStatus: string
  readonly ResourceStatusReason?: string
  readonly ResourceProperties?: string
  readonly HookStatus?: string
  readonly HookStatusReason?: string
  readonly HookInvocationId?: string
}

type World = ReturnType<typeof open>

/** `ID STATUS, the message of the hook or the status` of the events of some resources, oldest first. */
async function reported(world: World, ...ids: string[]): Promise<string[]> {
  const { StackEvents } = await world.ask('DescribeStackEvents', { StackName: 'stack' })
  return (StackEvents as Event[])
    .toReversed()
    .filter(({ LogicalResourceId }) => ids.includes(LogicalResourceId))
    .map((event) =>
      [
        `${event.LogicalResourceId} ${event.ResourceStatus}`,
        ...(event.HookStatus === undefined ? [] : [`${event.HookStatus}: ${event.HookStatusReason}`]),
        ...(event.ResourceStatusReason === undefined ? [] : [event.ResourceStatusReason]),
      ].join(', '),
    )
}

describe('a resource hook', () => {
  test('that fails a check fails the resource and rolls back the stack', async () => {
    const world = open({ hooks: hooks(encryption()) })
    expect(await world.deploy('stack', ONE)).toBe('ROLLBACK_COMPLETE')
    expect(await reported(world, 'T', 'stack')).toEqual([
      'stack CREATE_IN_PROGRESS, User Initiated',
      'T CREATE_IN_PROGRESS',
      'T CREATE_IN_PROGRESS, HOOK_IN_PROGRESS: Invoking hook',
      'T CREATE_IN_PROGRESS, HOOK_COMPLETE_FAILED: Hook failed with message: the topic is not encrypted',
      `T CREATE_FAILED, The following hook(s) failed: [${TYPE}]`,
      'stack ROLLBACK_IN_PROGRESS, The following resource(s) failed to create: [T]. Rollback requested by user.',
      'T DELETE_COMPLETE',
      'stack ROLLBACK_COMPLETE',
    ])
  })

  test('that succeeds, or only warns, lets the operation continue', async () => {
    const warning = encryption({ mode: 'WARN', type: 'Acme::Security::Naming', after: 900 })
    const world = open({ hooks: hooks(encryption({ answer: 'complies', message: 'all is well' }), warning) })
    expect(await world.deploy('stack', ONE)).toBe('CREATE_COMPLETE')
    expect(await reported(world, 'T')).toEqual([
      'T CREATE_IN_PROGRESS',
      'T CREATE_IN_PROGRESS, HOOK_IN_PROGRESS: Invoking hook',
      'T CREATE_IN_PROGRESS, HOOK_IN_PROGRESS: Invoking hook',
      'T CREATE_IN_PROGRESS, HOOK_COMPLETE_SUCCEEDED: Hook succeeded with message: all is well',
      'T CREATE_IN_PROGRESS, HOOK_COMPLETE_FAILED: Hook failed with message: the topic is not encrypted',
      'T CREATE_IN_PROGRESS, Hook invocations complete.  Resource creation initiated',
      'T CREATE_IN_PROGRESS, Resource creation Initiated',
      'T CREATE_COMPLETE',
    ])
  })

  test('that fails itself fails its target, and an update is rolled back', async () => {
    const world = open({ hooks: hooks(encryption({ actions: ['UPDATE'], answer: 'breaks', message: 'no function' })) })
    await world.deploy('stack', ONE)
    expect(await world.deploy('stack', CHANGED)).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect((await reported(world, 'T')).slice(3, 7)).toEqual([
      'T UPDATE_IN_PROGRESS',
      'T UPDATE_IN_PROGRESS, HOOK_IN_PROGRESS: Invoking hook',
      'T UPDATE_IN_PROGRESS, HOOK_FAILED: Hook failed with message: no function',
      `T UPDATE_FAILED, The following hook(s) failed: [${TYPE}]`,
    ])
  })

  test('is invoked for its types, stacks and actions only', async () => {
    const world = open({
      hooks: hooks(
        encryption({ resources: ['AWS::SQS::*'] }),
        encryption({ stacks: ['other-*'] }),
        encryption({ actions: ['DELETE'] }),
      ),
    })
    expect(await world.deploy('stack', ONE)).toBe('CREATE_COMPLETE')
    await world.ask('DeleteStack', { StackName: 'stack' })
    await world.settled()
    expect(await world.status('stack')).toBe('DELETE_FAILED')
  })

  test('is a HOOK_INVOCATION_ERROR in DescribeEvents', async () => {
    const world = open({ hooks: hooks(encryption()) })
    await world.deploy('stack', ONE)
    const { OperationEvents } = await world.ask('DescribeEvents', {
      StackName: 'stack',
      Filters: { FailedEvents: true },
    })
    const events = OperationEvents as (Event & { EventType: string })[]
    expect(events.map(({ EventType }) => EventType)).toEqual(['PROVISIONING_ERROR', 'HOOK_INVOCATION_ERROR'])
    expect(events[1]).toMatchObject({ HookStatusReason: expect.stringContaining('not encrypted') })
    expect(events[1]?.HookInvocationId).toBeUndefined()
  })

  test('is listed by DescribeChangeSetHooks for each change, in pages', async () => {
    const world = open({
      hooks: hooks(encryption(), encryption({ type: 'Acme::Security::Naming', mode: 'WARN', actions: ['CREATE'] })),
      pages: { hooks: 2 },
    })
    const made = await world.changeSet('stack', CHANGED, { ChangeSetType: 'CREATE' })
    const all: string[] = []
    let token: string | undefined
    do {
      const page = await world.ask('DescribeChangeSetHooks', { ChangeSetName: made.ChangeSetId, NextToken: token })
      expect(page.Status).toBe('PLANNED')
      for (const { TypeName, FailureMode, TargetDetails } of page.Hooks) {
        const { LogicalResourceId, ResourceAction } = TargetDetails.ResourceTargetDetails
        all.push(`${TypeName} ${FailureMode} ${LogicalResourceId} ${ResourceAction}`)
      }
      token = page.NextToken
    } while (token !== undefined)
    expect(all).toEqual([
      `${TYPE} FAIL T Add`,
      'Acme::Security::Naming WARN T Add',
      `${TYPE} FAIL U Add`,
      'Acme::Security::Naming WARN U Add',
    ])
    const one = await world.ask('DescribeChangeSetHooks', { ChangeSetName: made.ChangeSetId, LogicalResourceId: 'U' })
    expect(one.Hooks).toHaveLength(2)
  })

  test('has a result in ListHookResults and GetHookResult', async () => {
    const world = open({ hooks: hooks(encryption()) })
    await world.deploy('stack', ONE)
    const { HookResults } = await world.ask('ListHookResults')
    expect(HookResults).toMatchObject([{ TypeName: TYPE, Status: 'HOOK_COMPLETE_FAILED', TargetType: 'RESOURCE' }])
    const result = await world.ask('GetHookResult', { HookResultId: HookResults[0].HookResultId })
    expect(result).toMatchObject({
      Target: { TargetType: 'RESOURCE', TargetTypeName: 'AWS::SNS::Topic', TargetId: 'T', Action: 'CREATE' },
      HookStatusReason: 'Hook failed with message: the topic is not encrypted',
    })
  })
})

describe('a change set hook', () => {
  const review = (more: object = {}): HookInput => ({
    target: 'CHANGE_SET',
    type: 'Acme::Release::Review',
    message: 'no deletions on Fridays',
    ...more,
  })

  test('that fails a check fails the change set; only its result has the reason', async () => {
    const world = open({ hooks: hooks(review(), encryption()) })
    const made = await world.changeSet('stack', ONE, { ChangeSetType: 'CREATE' })
    expect(made).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason: 'Change set creation failed. The following hook(s) failed: [Acme::Release::Review]',
    })
    const named = { ChangeSetName: made.ChangeSetId }
    expect(await world.ask('DescribeEvents', named)).toEqual({ OperationEvents: [] })
    expect(await world.ask('DescribeChangeSetHooks', named)).toMatchObject({ Status: 'UNAVAILABLE', Hooks: [] })
    const { HookResults } = await world.ask('ListHookResults', {
      TargetType: 'CHANGE_SET',
      TargetId: made.ChangeSetId,
    })
    expect(HookResults).toMatchObject([
      { FailureMode: 'FAIL', HookStatusReason: 'Hook failed with message: no deletions on Fridays' },
    ])
  })

  test('that only warns allows the execution of the change set', async () => {
    const world = open({ hooks: hooks(review({ mode: 'WARN' })) })
    const made = await world.changeSet('stack', ONE, { ChangeSetType: 'CREATE' })
    expect(made).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' })
  })

  test('that was not invoked has no results', async () => {
    const world = open()
    const made = await world.changeSet('stack', ONE, { ChangeSetType: 'CREATE' })
    await expect(
      world.ask('ListHookResults', { TargetType: 'CHANGE_SET', TargetId: made.ChangeSetId }),
    ).rejects.toMatchObject({ code: 'HookResultNotFound', status: 404 })
  })
})

test('a failed stack hook ends the operation before any resource changes', async () => {
  const world = open({
    hooks: hooks({ target: 'STACK', type: 'Acme::Stack::Tags', actions: ['UPDATE'], message: 'no owner' }),
  })
  await world.deploy('stack', ONE)
  expect(await world.deploy('stack', CHANGED)).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect((await reported(world, 'stack')).slice(2, 6)).toEqual([
    'stack UPDATE_IN_PROGRESS, User Initiated',
    'stack UPDATE_IN_PROGRESS, HOOK_IN_PROGRESS: Invoking hook',
    'stack UPDATE_IN_PROGRESS, HOOK_COMPLETE_FAILED: Hook failed with message: no owner',
    'stack UPDATE_ROLLBACK_IN_PROGRESS, The following hook(s) failed: [Acme::Stack::Tags]. ',
  ])
  expect(await reported(world, 'U')).toEqual([])
})

test('rejects invalid hooks in a scenario', () => {
  const wrong =
    (given: object): (() => unknown) =>
    () =>
      parseScenario({ hooks: [given] })
  expect(wrong({ target: 'CHANGE_SET', type: 'Acme::A1::B2', message: 'no', resources: ['*'] })).toThrow(/resources/)
  expect(wrong({ target: 'RESOURCE', type: 'AWS::Mine::Hook', message: 'no' })).toThrow(/type/)
  expect(wrong({ target: 'RESOURCE', type: TYPE, message: '' })).toThrow(/message/)
})
