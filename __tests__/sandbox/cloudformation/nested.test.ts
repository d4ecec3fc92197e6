import { describe, expect, test } from '@jest/globals'
import { open, parameter } from './world.ts'

const child = (text: unknown, output: unknown = { Ref: 'P' }) =>
  JSON.stringify({
    Parameters: { V: { Type: 'String' } },
    Resources: { P: parameter(text) },
    Outputs: { Name: { Value: output } },
  })

const root = (value: string) => ({
  Resources: {
    N: {
      Type: 'AWS::CloudFormation::Stack',
      Properties: { TemplateURL: 'https://s3.amazonaws.com/templates/child.json', Parameters: { V: value } },
    },
    A: parameter({ 'Fn::GetAtt': ['N', 'Outputs.Name'] }),
  },
})

async function deployed() {
  const world = open({ objects: { 'templates/child.json': child({ Ref: 'V' }) } })
  const status = await world.deploy('root', root('one'))
  const {
    StackResources: [{ PhysicalResourceId: id }],
  } = await world.ask('DescribeStackResources', { StackName: 'root', LogicalResourceId: 'N' })
  return { world, status, id: id as string }
}

describe('nested stacks', () => {
  test('are separate stacks with a parent and a root', async () => {
    const { world, status, id } = await deployed()
    expect(status).toBe('CREATE_COMPLETE')
    const {
      Stacks: [stack],
    } = await world.ask('DescribeStacks', { StackName: id })
    expect(stack).toMatchObject({ StackStatus: 'CREATE_COMPLETE', StackName: expect.stringMatching(/^root-N-\w{12}$/) })
    expect(stack.ParentId).toBe(stack.RootId)
    expect(stack.ParentId).toContain(':stack/root/')
  })

  test('wait for the parent before their cleanup', async () => {
    const { world, id } = await deployed()
    world.stored['templates/child.json'] = child('fixed', 'other')
    const before = (await world.events(id)).length
    expect(await world.deploy('root', root('two'))).toBe('UPDATE_COMPLETE')
    expect((await world.events(id)).slice(before)).toEqual([
      '* UPDATE_IN_PROGRESS',
      'P UPDATE_IN_PROGRESS',
      'P UPDATE_COMPLETE',
      '* UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      '* UPDATE_COMPLETE',
    ])
  })

  test('roll back with the parent when another resource fails', async () => {
    const { world, id } = await deployed()
    world.stored['templates/child.json'] = child({ Ref: 'V' }, 'other')
    world.service.fail({ resource: 'A', on: 'update', reason: 'no', times: 1 })
    expect(await world.deploy('root', root('two'))).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await world.status(id)).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect((await world.detectDrift(id)).drifts[0].ExpectedProperties).toBe('{"Type":"String","Value":"one"}')
  })

  test("fail their parent with CloudFormation's message", async () => {
    const { world, id } = await deployed()
    world.service.fail({ resource: 'P', on: 'update', reason: 'no', times: 1 })
    expect(await world.deploy('root', root('two'))).toBe('UPDATE_ROLLBACK_COMPLETE')
    const { StackEvents: events } = await world.ask('DescribeStackEvents', { StackName: 'root' })
    const failed = events.find((e: any) => e.ResourceStatus === 'UPDATE_FAILED')
    expect(failed.ResourceStatusReason).toBe(
      `Embedded stack ${id} was not successfully updated. Currently in UPDATE_ROLLBACK_IN_PROGRESS with reason: The following resource(s) failed to update: [P]. `,
    )
  })

  test('are deleted with the parent', async () => {
    const { world, id } = await deployed()
    await world.ask('DeleteStack', { StackName: 'root' })
    await world.settled()
    expect(await world.status(id)).toBe('DELETE_COMPLETE')
  })
})

describe('nested change sets', () => {
  const nested = { IncludeNestedStacks: true }

  test('contain the changes of nested stacks, and are executed from the root only', async () => {
    const { world } = await deployed()
    const set = await world.changeSet('root', root('two'), nested)
    const inside = set.Changes.map((one: any) => one.ResourceChange).find((one: any) => one.LogicalResourceId === 'N')
    const below = await world.ask('DescribeChangeSet', { ChangeSetName: inside.ChangeSetId })
    expect(below).toMatchObject({ ParentChangeSetId: set.ChangeSetId, RootChangeSetId: set.ChangeSetId })
    expect(below.Changes[0].ResourceChange).toMatchObject({ LogicalResourceId: 'P', Action: 'Modify' })
    await expect(world.ask('ExecuteChangeSet', { ChangeSetName: inside.ChangeSetId })).rejects.toThrow(
      'root change set',
    )
    await world.ask('ExecuteChangeSet', { ChangeSetName: set.ChangeSetId })
    await world.settled()
    expect((await world.ask('DescribeChangeSet', { ChangeSetName: inside.ChangeSetId })).ExecutionStatus).toBe(
      'EXECUTE_COMPLETE',
    )
  })

  test('have no changes for an unchanged nested stack', async () => {
    const { world } = await deployed()
    expect(await world.changeSet('root', root('one'), nested)).toMatchObject({ Status: 'FAILED', Changes: [] })
  })

  test('are not created without IncludeNestedStacks, and nested stacks count as changed', async () => {
    const { world } = await deployed()
    const set = await world.changeSet('root', root('one'))
    const change = set.Changes[0].ResourceChange
    expect(change).toMatchObject({ LogicalResourceId: 'A', Replacement: 'False' })
    expect(set.Changes[1].ResourceChange.Details).toMatchObject([{ ChangeSource: 'Automatic', Evaluation: 'Dynamic' }])
  })

  test('create new nested stacks in review, and delete them with the change set', async () => {
    const world = open({ objects: { 'templates/child.json': child({ Ref: 'V' }) } })
    const set = await world.changeSet('root', root('one'), { ...nested, ChangeSetType: 'CREATE' })
    const states = async () =>
      ((await world.ask('ListStacks')).StackSummaries as { StackStatus: string }[]).map((s) => s.StackStatus)
    expect(await states()).toEqual(['REVIEW_IN_PROGRESS', 'REVIEW_IN_PROGRESS'])
    await world.ask('DeleteChangeSet', { ChangeSetName: set.ChangeSetId })
    expect(await states()).toEqual(['DELETE_COMPLETE', 'REVIEW_IN_PROGRESS'])
  })
})
