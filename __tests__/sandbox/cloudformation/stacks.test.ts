import { describe, expect, test } from '@jest/globals'
import { open, parameter, topic } from './world.ts'

describe('order of events', () => {
  test('resources are created in the order of references, and deleted in reverse', async () => {
    const world = open()
    await world.deploy('stack', { Resources: { A: parameter({ Ref: 'B' }), B: parameter('v') } })
    const {
      Stacks: [{ StackId: id }],
    } = await world.ask('DescribeStacks')
    await world.ask('DeleteStack', { StackName: 'stack' })
    await world.settled()
    expect(await world.events(id)).toEqual([
      '* CREATE_IN_PROGRESS',
      'B CREATE_IN_PROGRESS',
      'B CREATE_IN_PROGRESS',
      'B CREATE_COMPLETE',
      'A CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS',
      'A CREATE_COMPLETE',
      '* CREATE_COMPLETE',
      '* DELETE_IN_PROGRESS',
      'A DELETE_IN_PROGRESS',
      'A DELETE_COMPLETE',
      'B DELETE_IN_PROGRESS',
      'B DELETE_COMPLETE',
      '* DELETE_COMPLETE',
    ])
  })

  test('a replacement is created first, and the old resource is deleted in the cleanup', async () => {
    const world = open()
    await world.deploy('stack', { Resources: { T: topic('one') } })
    const before = (await world.events('stack')).length
    expect(await world.deploy('stack', { Resources: { T: topic('two') } })).toBe('UPDATE_COMPLETE')
    expect((await world.events('stack')).slice(before)).toEqual([
      '* UPDATE_IN_PROGRESS',
      'T UPDATE_IN_PROGRESS',
      'T UPDATE_IN_PROGRESS',
      'T UPDATE_COMPLETE',
      '* UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'T DELETE_IN_PROGRESS',
      'T DELETE_COMPLETE',
      '* UPDATE_COMPLETE',
    ])
  })

  test.each([
    ['AWS::EC2::SecurityGroup', 'GroupId', { GroupDescription: 'hosts' }, { Tags: [{ Key: 'a', Value: 'b' }] }],
    ['AWS::KMS::Key', 'KeyId', { Description: 'one' }, { EnableKeyRotation: true }],
    ['AWS::ApiGatewayV2::Api', 'ApiEndpoint', { Name: 'api', ProtocolType: 'HTTP' }, { Description: 'two' }],
  ])(
    'an update of %s that keeps its %s does not change resources that refer to it',
    async (Type, attribute, properties, more) => {
      const world = open()
      const template = (own: object) => ({
        Resources: { Own: { Type, Properties: own }, Other: parameter({ 'Fn::GetAtt': ['Own', attribute] }) },
      })
      await world.deploy('stack', template(properties))
      const before = (await world.events('stack')).length
      expect(await world.deploy('stack', template({ ...properties, ...more }))).toBe('UPDATE_COMPLETE')
      expect((await world.events('stack')).slice(before).filter((event) => event.startsWith('Other'))).toEqual([])
    },
  )

  test('a failed creation is rolled back; a resource that was not created has DELETE_COMPLETE only', async () => {
    const world = open({ failures: [{ resource: 'B', on: 'create', reason: 'no room' }] })
    expect(
      await world.deploy('stack', {
        Resources: { A: parameter('a'), B: parameter({ Ref: 'A' }), C: parameter({ Ref: 'B' }) },
      }),
    ).toBe('ROLLBACK_COMPLETE')
    const events = await world.events('stack')
    expect(events).toEqual(
      expect.arrayContaining([
        'B CREATE_FAILED',
        '* ROLLBACK_IN_PROGRESS',
        'A DELETE_COMPLETE',
        'B DELETE_COMPLETE',
        '* ROLLBACK_COMPLETE',
      ]),
    )
    expect(events.filter((event) => event.startsWith('C'))).toEqual([])
    expect(events).not.toContain('B DELETE_IN_PROGRESS')
    const { StackEvents: all } = await world.ask('DescribeStackEvents', { StackName: 'stack' })
    const reasons = all.map((e: { ResourceStatusReason?: string }) => e.ResourceStatusReason)
    expect(reasons).toContain('no room')
    expect(reasons).toContain('The following resource(s) failed to create: [B]. Rollback requested by user.')
  })

  test('a failure cancels resources in progress', async () => {
    const world = open({
      failures: [{ resource: 'A', on: 'create', reason: 'no' }],
      durations: { resources: { A: 100, B: 60_000 } },
    })
    await world.deploy('stack', { Resources: { A: parameter('a'), B: parameter('b') } })
    const { StackEvents: all } = await world.ask('DescribeStackEvents', { StackName: 'stack' })
    const cancelled = all.find(
      (e: { ResourceStatusReason?: string }) => e.ResourceStatusReason === 'Resource creation cancelled',
    )
    expect(cancelled).toMatchObject({ LogicalResourceId: 'B', ResourceStatus: 'CREATE_FAILED' })
  })

  test.each([
    ['DO_NOTHING', 'CREATE_FAILED'],
    ['DELETE', 'DELETE_COMPLETE'],
    ['ROLLBACK', 'ROLLBACK_COMPLETE'],
  ])('a creation that fails with OnFailure %s ends in %s', async (OnFailure, expected) => {
    const world = open({ failures: [{ resource: 'A', on: 'create', reason: 'no' }] })
    expect(await world.deploy('stack', { Resources: { A: parameter('a') } }, { OnFailure })).toBe(expected)
  })

  test('a failed update restores the previous state, with new resources and replacements', async () => {
    const world = open()
    await world.deploy('stack', { Resources: { T: topic('one'), P: parameter('one'), Q: parameter('q') } })
    world.service.fail({ resource: 'Q', on: 'update', reason: 'no', times: 1 })
    const wanted = {
      Resources: {
        T: topic('two'),
        P: parameter('two'),
        N: parameter('n'),
        Q: { ...parameter('r'), DependsOn: ['T', 'P', 'N'] },
      },
    }
    const before = (await world.events('stack')).length
    expect(await world.deploy('stack', wanted)).toBe('UPDATE_ROLLBACK_COMPLETE')
    const events = (await world.events('stack')).slice(before)
    expect(events.slice(events.indexOf('* UPDATE_ROLLBACK_IN_PROGRESS'))).toEqual([
      '* UPDATE_ROLLBACK_IN_PROGRESS',
      ...events.slice(
        events.indexOf('* UPDATE_ROLLBACK_IN_PROGRESS') + 1,
        events.indexOf('* UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'),
      ),
      '* UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'T DELETE_IN_PROGRESS',
      'T DELETE_COMPLETE',
      'N DELETE_IN_PROGRESS',
      'N DELETE_COMPLETE',
      '* UPDATE_ROLLBACK_COMPLETE',
    ])
    const { drifts, detection } = await world.detectDrift('stack')
    expect(detection.StackDriftStatus).toBe('IN_SYNC')
    expect(
      drifts.map((d) => [d.LogicalResourceId, JSON.parse(d.ExpectedProperties).Value ?? d.PhysicalResourceId]),
    ).toEqual([
      ['T', 'arn:aws:sns:eu-west-1:111111111111:one'],
      ['P', 'one'],
      ['Q', 'q'],
    ])
  })

  test('a failed rollback can be continued with the resource skipped', async () => {
    const world = open({ failures: [{ resource: 'P', on: 'rollback', reason: 'stuck' }] })
    await world.deploy('stack', { Resources: { P: parameter('one'), Q: parameter('q') } })
    world.service.fail({ resource: 'Q', on: 'update', reason: 'no', times: 1 })
    expect(
      await world.deploy('stack', { Resources: { P: parameter('two'), Q: { ...parameter('r'), DependsOn: 'P' } } }),
    ).toBe('UPDATE_ROLLBACK_FAILED')
    await expect(world.deploy('stack', { Resources: { P: parameter('three') } })).rejects.toThrow(
      'is in UPDATE_ROLLBACK_FAILED state and can not be updated',
    )
    await expect(
      world.ask('ContinueUpdateRollback', { StackName: 'stack', ResourcesToSkip: ['Nowhere'] }),
    ).rejects.toThrow('not in the UPDATE_FAILED state: [Nowhere]')
    await world.ask('ContinueUpdateRollback', { StackName: 'stack', ResourcesToSkip: ['P'] })
    await world.settled()
    expect(await world.status('stack')).toBe('UPDATE_ROLLBACK_COMPLETE')
  })

  test('with rollback disabled, the stack stays failed until RollbackStack', async () => {
    const world = open()
    await world.deploy('stack', { Resources: { P: parameter('one') } })
    world.service.fail({ resource: 'P', on: 'update', reason: 'no', times: 1 })
    expect(await world.deploy('stack', { Resources: { P: parameter('two') } }, { DisableRollback: true })).toBe(
      'UPDATE_FAILED',
    )
    await world.ask('RollbackStack', { StackName: 'stack' })
    await world.settled()
    expect(await world.status('stack')).toBe('UPDATE_ROLLBACK_COMPLETE')
  })

  test('a cancelled update is rolled back with the reason User Initiated', async () => {
    const world = open({ durations: { resource: 60_000 } })
    await world.deploy('stack', { Resources: { P: parameter('one') } })
    await world.ask('UpdateStack', {
      StackName: 'stack',
      TemplateBody: JSON.stringify({ Resources: { P: parameter('two') } }),
    })
    await world.ask('CancelUpdateStack', { StackName: 'stack' })
    await world.settled()
    expect(await world.status('stack')).toBe('UPDATE_ROLLBACK_COMPLETE')
    await expect(world.ask('CancelUpdateStack', { StackName: 'stack' })).rejects.toThrow(
      'cannot be called from current stack status',
    )
  })
})

describe('deletion', () => {
  test('Retain keeps the resource, with DELETE_SKIPPED', async () => {
    const world = open()
    await world.deploy('stack', { Resources: { P: { ...parameter('v', { Name: 'kept' }), DeletionPolicy: 'Retain' } } })
    const {
      Stacks: [{ StackId: id }],
    } = await world.ask('DescribeStacks')
    await world.ask('DeleteStack', { StackName: 'stack' })
    await world.settled()
    expect((await world.events(id)).slice(-2)).toEqual(['P DELETE_SKIPPED', '* DELETE_COMPLETE'])
    expect(await world.deploy('again', { Resources: { P: parameter('v', { Name: 'kept' }) } })).toBe(
      'ROLLBACK_COMPLETE',
    )
  })

  test('a failed deletion can be repeated with the resource retained', async () => {
    const world = open({ failures: [{ resource: 'P', on: 'delete', reason: 'not empty' }] })
    await world.deploy('stack', { Resources: { P: parameter('v') } })
    const remove = async (more: object = {}) => {
      await world.ask('DeleteStack', { StackName: 'stack', ...more })
      await world.settled()
      return world.status('stack')
    }
    await expect(remove({ RetainResources: ['P'] })).rejects.toThrow('You can specify RetainResources')
    expect(await remove()).toBe('DELETE_FAILED')
    expect(await remove({ RetainResources: ['P'] })).toBe('DELETE_COMPLETE')
  })

  test('a protected stack is not deleted', async () => {
    const world = open()
    await world.deploy('stack', { Resources: { P: parameter('v') } }, { EnableTerminationProtection: true })
    await expect(world.ask('DeleteStack', { StackName: 'stack' })).rejects.toThrow(
      'cannot be deleted while TerminationProtection is enabled',
    )
    await world.ask('UpdateTerminationProtection', { StackName: 'stack', EnableTerminationProtection: false })
    await world.ask('DeleteStack', { StackName: 'stack' })
    await world.settled()
    expect(await world.status('stack')).toBe('DELETE_COMPLETE')
  })
})

describe('exports', () => {
  const exporting = (value: string) => ({
    Resources: { P: parameter('v') },
    Outputs: { Out: { Value: value, Export: { Name: 'shared' } } },
  })
  const importing = { Resources: { P: parameter({ 'Fn::ImportValue': 'shared' }) } }

  test('are imported, listed, and cannot be deleted while they are used', async () => {
    const world = open()
    await world.deploy('giver', exporting('one'))
    await world.deploy('taker', importing)
    expect((await world.ask('ListExports')).Exports).toMatchObject([{ Name: 'shared', Value: 'one' }])
    expect((await world.ask('ListImports', { ExportName: 'shared' })).Imports).toEqual(['taker'])
    await world.ask('DeleteStack', { StackName: 'giver' })
    await world.settled()
    const { Stacks: stacks } = await world.ask('DescribeStacks', { StackName: 'giver' })
    expect(stacks[0]).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      StackStatusReason: 'Export shared cannot be deleted as it is in use by taker',
    })
    expect(await world.deploy('giver', exporting('two'))).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await world.outputs('giver')).toEqual({ Out: 'one' })
  })

  test('are unique, and a missing one fails the creation', async () => {
    const world = open()
    expect(await world.deploy('taker', importing)).toBe('ROLLBACK_COMPLETE')
    await world.deploy('giver', exporting('one'))
    expect(await world.deploy('other', exporting('one'))).toBe('ROLLBACK_COMPLETE')
  })
})

test('stack policies forbid only what they deny', async () => {
  const world = open()
  const allow = { Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' }
  const deny = { Effect: 'Deny', Action: 'Update:Replace', Principal: '*', Resource: 'LogicalResourceId/T' }
  const StackPolicyBody = JSON.stringify({ Statement: [allow, deny] })
  await world.deploy('stack', { Resources: { T: topic('one') } }, { StackPolicyBody })
  expect(await world.deploy('stack', { Resources: { T: topic('one', { DisplayName: 'd' }) } })).toBe('UPDATE_COMPLETE')
  const replaced = { Resources: { N: parameter('v'), T: topic('two') } }
  expect(await world.deploy('stack', replaced)).toBe('UPDATE_ROLLBACK_COMPLETE')
  const failures = async () => {
    const { StackEvents: all } = await world.ask('DescribeStackEvents', { StackName: 'stack' })
    return all
      .filter((event: Record<string, string>) => event['ResourceStatus'] === 'UPDATE_FAILED')
      .map((event: Record<string, string>) => [event['LogicalResourceId'], event['ResourceStatusReason']])
  }
  const denied =
    'Action denied by stack policy: Statement [#1] does not allow [Update:Replace] for resource [LogicalResourceId/T];'
  expect(await failures()).toEqual([['T', denied]])
  const during = { StackPolicyDuringUpdateBody: JSON.stringify({ Statement: [allow] }) }
  expect(await world.deploy('stack', { Resources: { T: topic('two') } }, during)).toBe('UPDATE_COMPLETE')
  expect(await world.ask('GetStackPolicy', { StackName: 'stack' })).toEqual({ StackPolicyBody })

  const modifying = JSON.stringify({ Statement: [{ ...allow, Action: 'Update:Modify' }] })
  await world.ask('SetStackPolicy', { StackName: 'stack', StackPolicyBody: modifying })
  const without = { Resources: { P: parameter('v') } }
  expect(await world.deploy('stack', without)).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect((await failures())[0]).toEqual(['T', 'Action not allowed by stack policy'])
  const { StackResources: left } = await world.ask('DescribeStackResources', { StackName: 'stack' })
  expect(left).toMatchObject([{ LogicalResourceId: 'T', ResourceStatus: 'UPDATE_COMPLETE' }])
})

test('a repeated token does not start a second operation', async () => {
  const world = open()
  const request = {
    StackName: 'stack',
    TemplateBody: JSON.stringify({ Resources: { P: parameter('v') } }),
    ClientRequestToken: 'once',
  }
  const first = await world.ask('CreateStack', request)
  await world.settled()
  expect((await world.ask('CreateStack', request)).StackId).toBe(first.StackId)
  await expect(world.ask('CreateStack', { ...request, ClientRequestToken: 'twice' })).rejects.toThrow(
    'Stack [stack] already exists',
  )
})

test('a wait condition waits for its signals, and fails without them', async () => {
  const handle = { Type: 'AWS::CloudFormation::WaitConditionHandle' }
  const wait = (seconds: number) => ({
    Type: 'AWS::CloudFormation::WaitCondition',
    Properties: { Handle: { Ref: 'H' }, Count: 1, Timeout: String(seconds) },
  })
  const world = open()
  expect(await world.deploy('late', { Resources: { H: handle, W: wait(2) } })).toBe('ROLLBACK_COMPLETE')
  await world.ask('CreateStack', {
    StackName: 'good',
    TemplateBody: JSON.stringify({ Resources: { H: handle, W: wait(10_000) } }),
  })
  const signal = { StackName: 'good', LogicalResourceId: 'W', UniqueId: 'one', Status: 'SUCCESS' }
  for (;;) {
    const events = await world.events('good')
    if (events.filter((event) => event === 'W CREATE_IN_PROGRESS').length === 2) break
    await new Promise((done) => setImmediate(done))
  }
  await world.ask('SignalResource', signal)
  await world.settled()
  expect(await world.status('good')).toBe('CREATE_COMPLETE')
})

test('an alarm in the rollback configuration rolls back the update', async () => {
  let state = 'OK'
  const world = open({ alarmState: () => state })
  const arn = 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:errors'
  const RollbackConfiguration = {
    RollbackTriggers: [{ Arn: arn, Type: 'AWS::CloudWatch::Alarm' }],
    MonitoringTimeInMinutes: 5,
  }
  expect(await world.deploy('stack', { Resources: { P: parameter('one') } }, { RollbackConfiguration })).toBe(
    'CREATE_COMPLETE',
  )
  state = 'ALARM'
  expect(await world.deploy('stack', { Resources: { P: parameter('two') } })).toBe('UPDATE_ROLLBACK_COMPLETE')
})

test('accounts and regions are separate', async () => {
  const world = open()
  await world.deploy('stack', { Resources: { P: parameter('v') } })
  for (const other of [{ region: 'us-east-1' }, { account: '222222222222' }]) {
    expect((await world.ask('DescribeStacks', {}, other)).Stacks).toEqual([])
    await expect(world.ask('DescribeStacks', { StackName: 'stack' }, other)).rejects.toThrow(
      'Stack with id stack does not exist',
    )
  }
})

test('DescribeAccountLimits lists quotas', async () => {
  const { AccountLimits: limits } = await open().ask('DescribeAccountLimits')
  expect(limits).toContainEqual({ Name: 'StackLimit', Value: 2000 })
})

test('lists have pages that a token connects', async () => {
  const world = open({ pages: { stacks: 2, events: 3, resources: 1 } })
  for (const name of ['a', 'b', 'c']) await world.deploy(name, { Resources: { P: parameter('v'), Q: parameter('w') } })
  const all = async (operation: string, member: string, input: object): Promise<unknown[]> => {
    const first = await world.ask(operation, input)
    const items = [...first[member]]
    for (let token = first.NextToken; token !== undefined;) {
      const next = await world.ask(operation, { ...input, NextToken: token })
      items.push(...next[member])
      token = next.NextToken
    }
    return items
  }
  expect(await all('ListStacks', 'StackSummaries', {})).toHaveLength(3)
  expect(await all('ListStackResources', 'StackResourceSummaries', { StackName: 'a' })).toHaveLength(2)
  expect(await all('DescribeStackEvents', 'StackEvents', { StackName: 'a' })).toHaveLength(8)
  await expect(world.ask('ListStacks', { NextToken: 'nonsense' })).rejects.toThrow('Invalid NextToken')
})
