import { describe, expect, test } from '@jest/globals'
import { open, parameter, topic } from './world.ts'

type World = ReturnType<typeof open>
type Detail = { Target: Record<string, string>; ChangeSource: string; Evaluation: string; CausingEntity?: string }

const change = (set: any, id: string) =>
  set.Changes.map((one: any) => one.ResourceChange).find((one: any) => one.LogicalResourceId === id)

/** `source/evaluation cause name recreation` of each detail, in order of the alphabet. */
const details = (set: any, id: string): string[] =>
  (change(set, id)?.Details ?? [])
    .map(
      (d: Detail) =>
        `${d.ChangeSource}/${d.Evaluation} ${d.CausingEntity ?? '-'} ${d.Target['Path'] ?? d.Target['Name']} ${d.Target['RequiresRecreation']}`,
    )
    .toSorted()

async function deployed(template: object, more: object = {}): Promise<World> {
  const world = open()
  await world.deploy('stack', template, more)
  return world
}

describe('causes of changes', () => {
  test('a change of the template', async () => {
    const world = await deployed({ Resources: { T: topic('one', { DisplayName: 'a' }) } })
    const set = await world.changeSet('stack', { Resources: { T: topic('two', { DisplayName: 'b' }) } })
    expect(change(set, 'T')).toMatchObject({
      Action: 'Modify',
      Replacement: 'True',
      PolicyAction: 'ReplaceAndDelete',
      Scope: ['Properties'],
    })
    expect(details(set, 'T')).toEqual([
      'DirectModification/Static - DisplayName Never',
      'DirectModification/Static - TopicName Always',
    ])
  })

  test('a parameter in any function of the property', async () => {
    const template = {
      Parameters: { P: { Type: 'String' } },
      Mappings: { Names: { a: { Name: 'first' }, b: { Name: 'second' } } },
      Resources: {
        Plain: parameter({ Ref: 'P' }),
        Within: parameter({ 'Fn::Sub': 'x-${P}' }),
        Mapped: parameter({ 'Fn::FindInMap': ['Names', { Ref: 'P' }, 'Name'] }),
        Other: parameter('same'),
      },
    }
    const given = (value: string) => ({ Parameters: [{ ParameterKey: 'P', ParameterValue: value }] })
    const world = await deployed(template, given('a'))
    const set = await world.changeSet('stack', template, given('b'))
    const reasons = ['DirectModification/Dynamic - Value Never', 'ParameterReference/Static P Value Never']
    for (const id of ['Plain', 'Within', 'Mapped']) expect(details(set, id)).toEqual(reasons)
    expect(change(set, 'Other')).toBeUndefined()
  })

  const chain = (name: string, text: string) => ({
    Resources: {
      T: topic(name, { DisplayName: text }),
      A: parameter({ 'Fn::GetAtt': 'T.DisplayName' }),
      R: parameter({ Ref: 'T' }),
    },
  })

  test('an attribute of a changed resource, but not its ID', async () => {
    const world = await deployed(chain('one', 'a'))
    const set = await world.changeSet('stack', chain('one', 'b'))
    expect(details(set, 'A')).toEqual(['ResourceAttribute/Dynamic T.DisplayName Value Never'])
    expect(change(set, 'R')).toBeUndefined()
  })

  test('a response with property values omits properties that are known to be equal', async () => {
    const world = await deployed(chain('one', 'a'))
    const set = await world.changeSet('stack', chain('one', 'b'), {}, { IncludePropertyValues: true })
    expect(set.Changes.map((one: any) => one.ResourceChange.LogicalResourceId)).toEqual(['T'])
  })

  test('a replaced resource changes all resources that refer to it', async () => {
    const world = await deployed(chain('one', 'a'))
    const set = await world.changeSet('stack', chain('two', 'a'))
    expect(details(set, 'A')).toEqual(['ResourceAttribute/Static T.DisplayName Value Never'])
    expect(details(set, 'R')).toEqual(['ResourceReference/Static T Value Never'])
    const values = await world.changeSet('stack', chain('two', 'a'), {}, { IncludePropertyValues: true })
    expect(details(values, 'R')).toEqual([
      'DirectModification/Dynamic - /Properties/Value Never',
      'ResourceReference/Static T /Properties/Value Never',
    ])
    expect(JSON.parse(change(values, 'R').AfterContext)).toEqual({
      Properties: { Type: 'String', Value: '{{changeSet:KNOWN_AFTER_APPLY}}' },
    })
  })

  test('a possible replacement is Conditional', async () => {
    const server = (size: unknown) => ({
      Resources: { I: { Type: 'AWS::EC2::Instance', Properties: { ImageId: 'ami-1', InstanceType: size } } },
    })
    const world = await deployed(server('t3.small'))
    expect(change(await world.changeSet('stack', server('t3.large')), 'I')).toMatchObject({
      Replacement: 'Conditional',
      PolicyAction: 'ReplaceAndDelete',
    })
  })

  test('metadata, policies and tags have their own scopes', async () => {
    const world = await deployed({ Resources: { T: topic('one') } })
    const wanted = { Resources: { T: { ...topic('one'), Metadata: { a: 1 }, DeletionPolicy: 'Retain' } } }
    const set = await world.changeSet('stack', wanted, { Tags: [{ Key: 'team', Value: 'shop' }] })
    expect(change(set, 'T')).toMatchObject({ Replacement: 'False', Scope: ['Metadata', 'DeletionPolicy', 'Tags'] })
  })

  test('the policy action of a removal follows the deletion policy', async () => {
    const world = await deployed({
      Resources: { A: parameter('a'), B: { ...parameter('b'), DeletionPolicy: 'Retain' }, C: parameter('c') },
    })
    const set = await world.changeSet('stack', { Resources: { C: parameter('c') } })
    expect([change(set, 'A'), change(set, 'B')]).toMatchObject([
      { Action: 'Remove', PolicyAction: 'Delete' },
      { Action: 'Remove', PolicyAction: 'Retain' },
    ])
  })

  test('paths are the deepest that differ', async () => {
    const tagged = (value: string) => ({
      Resources: {
        T: topic('one', {
          Tags: [
            { Key: 'a', Value: '1' },
            { Key: 'b', Value: value },
          ],
        }),
      },
    })
    const world = await deployed(tagged('2'))
    const set = await world.changeSet('stack', tagged('3'), {}, { IncludePropertyValues: true })
    expect(change(set, 'T').Details).toEqual([
      {
        ChangeSource: 'DirectModification',
        Evaluation: 'Static',
        Target: {
          Attribute: 'Tags',
          RequiresRecreation: 'Never',
          Path: '/Properties/Tags/1/Value',
          AttributeChangeType: 'Modify',
          BeforeValue: '2',
          AfterValue: '3',
        },
      },
    ])
  })
})

test('a map of tags is a property, a list of tags is the attribute Tags', async () => {
  const both = (value: string) => ({
    Resources: {
      Map: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'v', Tags: { a: value } } },
      List: topic('one', { Tags: [{ Key: 'a', Value: value }] }),
    },
  })
  const world = await deployed(both('1'))
  const set = await world.changeSet('stack', both('2'))
  expect(change(set, 'Map')).toMatchObject({ Scope: ['Properties'], Details: [{ Target: { Name: 'Tags' } }] })
  expect(change(set, 'List')).toMatchObject({ Scope: ['Tags'] })
  expect(change(set, 'List').Details[0].Target).toEqual({ Attribute: 'Tags', RequiresRecreation: 'Never' })
})

describe('the lifecycle of a change set', () => {
  const one = { Resources: { P: parameter('one') } }
  const two = { Resources: { P: parameter('two') } }

  test('an unchanged template fails with the message that tools expect', async () => {
    const world = await deployed(one)
    const none = await world.changeSet('stack', one)
    expect(none).toMatchObject({ Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE', Changes: [] })
    expect(none.StatusReason).toBe(
      "The submitted information didn't contain changes. Submit different information to create a change set.",
    )
    const transformed = { ...one, Transform: 'AWS::LanguageExtensions' }
    await world.deploy('other', transformed, { Capabilities: ['CAPABILITY_AUTO_EXPAND'] })
    expect((await world.changeSet('other', transformed)).StatusReason).toBe('No updates are to be performed.')
    await expect(world.deploy('stack', one)).rejects.toThrow('No updates are to be performed.')
    await expect(world.ask('ExecuteChangeSet', { ChangeSetName: none.ChangeSetId })).rejects.toMatchObject({
      code: 'InvalidChangeSetStatus',
    })
  })

  test('a change of outputs alone is a change', async () => {
    const world = await deployed(one)
    expect(await world.changeSet('stack', { ...one, Outputs: { Out: { Value: 'v' } } })).toMatchObject({
      Status: 'CREATE_COMPLETE',
      Changes: [],
    })
  })

  test('a new stack stays in review until its change set is executed', async () => {
    const world = open()
    const set = await world.changeSet('stack', one, { ChangeSetType: 'CREATE' })
    expect(await world.status('stack')).toBe('REVIEW_IN_PROGRESS')
    expect(await world.ask('GetTemplate', { StackName: 'stack' })).not.toHaveProperty('TemplateBody')
    await world.ask('DeleteChangeSet', { ChangeSetName: set.ChangeSetId })
    expect(await world.status('stack')).toBe('REVIEW_IN_PROGRESS')
    await expect(world.changeSet('stack', one)).rejects.toThrow('is in REVIEW_IN_PROGRESS state and can not be updated')
    await world.ask('DeleteStack', { StackName: 'stack' })
    await world.settled()
    expect(await world.status('stack')).toBe('DELETE_COMPLETE')
  })

  test('deleting a missing or executed change set by name does nothing', async () => {
    const world = await deployed(one)
    const set = await world.changeSet('stack', two)
    await world.ask('ExecuteChangeSet', { ChangeSetName: set.ChangeSetId })
    await world.settled()
    for (const ChangeSetName of [set.ChangeSetName, 'never-made']) {
      expect(await world.ask('DeleteChangeSet', { StackName: 'stack', ChangeSetName })).toEqual({})
    }
    expect(await world.ask('DescribeChangeSet', { ChangeSetName: set.ChangeSetId })).toMatchObject({
      ExecutionStatus: 'EXECUTE_COMPLETE',
    })
  })

  test('executing one deletes the others; then it is found by its ARN only', async () => {
    const world = await deployed(one)
    const [first, second] = [
      await world.changeSet('stack', two),
      await world.changeSet('stack', { Resources: { P: parameter('three') } }),
    ]
    expect((await world.ask('ListChangeSets', { StackName: 'stack' })).Summaries).toHaveLength(2)
    await world.ask('ExecuteChangeSet', { ChangeSetName: first.ChangeSetId })
    await world.settled()
    await expect(world.ask('DescribeChangeSet', { ChangeSetName: second.ChangeSetId })).rejects.toMatchObject({
      code: 'ChangeSetNotFound',
      status: 404,
    })
    expect((await world.ask('ListChangeSets', { StackName: 'stack' })).Summaries).toEqual([])
    expect((await world.ask('DescribeChangeSet', { ChangeSetName: first.ChangeSetId })).ExecutionStatus).toBe(
      'EXECUTE_COMPLETE',
    )
    expect((await world.ask('DescribeStacks', { StackName: 'stack' })).Stacks[0].ChangeSetId).toBe(first.ChangeSetId)
  })

  test('an update in between makes it obsolete', async () => {
    const world = await deployed(one)
    const set = await world.changeSet('stack', two)
    await world.deploy('stack', { Resources: { P: parameter('three') } })
    expect((await world.ask('DescribeChangeSet', { ChangeSetName: set.ChangeSetId })).ExecutionStatus).toBe('OBSOLETE')
    await expect(world.ask('ExecuteChangeSet', { ChangeSetName: set.ChangeSetId })).rejects.toThrow('[OBSOLETE]')
  })

  test('a failed execution is EXECUTE_FAILED, and OnStackFailure decides about the resources', async () => {
    const world = open({ failures: [{ resource: 'P', on: 'create', reason: 'no' }] })
    const set = await world.changeSet('stack', one, { ChangeSetType: 'CREATE', OnStackFailure: 'DELETE' })
    await world.ask('ExecuteChangeSet', { ChangeSetName: set.ChangeSetId })
    await world.settled()
    expect(await world.status('stack')).toBe('DELETE_COMPLETE')
    expect((await world.ask('DescribeChangeSet', { ChangeSetName: set.ChangeSetId })).ExecutionStatus).toBe(
      'EXECUTE_FAILED',
    )
  })

  test('changes come in pages', async () => {
    const world = open({ pages: { changes: 2 } })
    const resources = Object.fromEntries(['A', 'B', 'C'].map((id) => [id, parameter(id)]))
    const set = await world.changeSet('stack', { Resources: resources }, { ChangeSetType: 'CREATE' })
    const rest = await world.ask('DescribeChangeSet', { ChangeSetName: set.ChangeSetId, NextToken: set.NextToken })
    expect([...set.Changes, ...rest.Changes].map((each: any) => each.ResourceChange.LogicalResourceId)).toEqual([
      'A',
      'B',
      'C',
    ])
    expect(rest.NextToken).toBeUndefined()
  })

  test('a repeated token returns the same change set, a repeated name is rejected', async () => {
    const world = await deployed(one)
    const request = {
      StackName: 'stack',
      ChangeSetName: 'mine',
      TemplateBody: JSON.stringify(two),
      ClientToken: 'once',
    }
    const first = await world.ask('CreateChangeSet', request)
    expect(await world.ask('CreateChangeSet', request)).toEqual(first)
    await expect(world.ask('CreateChangeSet', { ...request, ClientToken: 'twice' })).rejects.toMatchObject({
      code: 'AlreadyExistsException',
    })
    await world.settled()
  })

  test('a missing export makes the response with property values incomplete, with a warning', async () => {
    const world = open()
    const template = { Resources: { P: parameter({ 'Fn::ImportValue': 'nobody' }) } }
    const set = await world.changeSet('stack', template, { ChangeSetType: 'CREATE' }, { IncludePropertyValues: true })
    expect(set.StatusReason).toMatch(
      /^\[WARN\] --include-property-values option can return incomplete ChangeSet data because: .*\[P\].*nobody/,
    )
    expect((await world.ask('DescribeChangeSet', { ChangeSetName: set.ChangeSetId })).StatusReason).toBeUndefined()
  })
})

test('a response with property values can omit a change, with a warning', async () => {
  const world = open({ incompleteValues: ['stack/T'] })
  const template = { Resources: { T: topic('one'), P: parameter('v') } }
  const set = await world.changeSet('stack', template, { ChangeSetType: 'CREATE' }, { IncludePropertyValues: true })
  expect(change(set, 'T')).toBeUndefined()
  expect(set.StatusReason).toMatch(/^\[WARN\] --include-property-values .*\[T\]/)
  const whole = await world.ask('DescribeChangeSet', { ChangeSetName: set.ChangeSetId })
  expect(whole.Changes).toHaveLength(2)
})

describe('early validation', () => {
  test('finds unsupported properties and missing required ones', async () => {
    const world = open()
    const template = { Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Valeu: 'v' } } } }
    const set = await world.changeSet('stack', template, { ChangeSetType: 'CREATE' })
    expect(set).toMatchObject({ Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE' })
    expect(set.StatusReason).toContain('[AWS::EarlyValidation::PropertyValidation]')
    const { OperationEvents: events } = await world.ask('DescribeEvents', {
      ChangeSetName: set.ChangeSetId,
      Filters: { FailedEvents: true },
    })
    expect(events).toMatchObject([
      {
        EventType: 'VALIDATION_ERROR',
        ValidationStatus: 'FAILED',
        ValidationFailureMode: 'FAIL',
        ValidationPath: '/Resources/P/Properties/Valeu',
      },
      { ValidationStatusReason: 'Required property [Value] not found', ValidationPath: '/Resources/P/Properties' },
    ])
    expect(
      await world.changeSet('stack', template, { ChangeSetType: 'CREATE', DisableValidation: true }),
    ).toMatchObject({ Status: 'CREATE_COMPLETE' })
  })

  test('finds existing names', async () => {
    const world = await deployed({ Resources: { P: parameter('v', { Name: 'taken' }) } })
    const set = await world.changeSet(
      'other',
      { Resources: { P: parameter('v', { Name: 'taken' }) } },
      { ChangeSetType: 'CREATE' },
    )
    expect(set.StatusReason).toContain('[AWS::EarlyValidation::ResourceExistenceCheck]')
    const {
      OperationEvents: [event],
    } = await world.ask('DescribeEvents', { ChangeSetName: set.ChangeSetId })
    expect(event).toMatchObject({
      ValidationName: 'NAME_CONFLICT_VALIDATION',
      ValidationStatusReason: "Resource of type 'AWS::SSM::Parameter' with identifier 'taken' already exists.",
    })
  })
})

describe('drift-aware change sets', () => {
  const template = (text: string) => ({ Resources: { T: topic('one', { DisplayName: text }), P: parameter('v') } })
  const aware = { DeploymentMode: 'REVERT_DRIFT' }

  test('start from the actual state, show the deployed one, and revert the drift', async () => {
    const world = await deployed(template('ours'))
    world.service.tamper('stack', 'T', { properties: { DisplayName: 'theirs' } })
    const set = await world.changeSet('stack', template('ours'), aware, { IncludePropertyValues: true })
    expect(set).toMatchObject({
      DeploymentMode: 'REVERT_DRIFT',
      StackDriftStatus: 'DRIFTED',
      Status: 'CREATE_COMPLETE',
    })
    expect(change(set, 'T')).toMatchObject({ Action: 'Modify', ResourceDriftStatus: 'MODIFIED' })
    expect(change(set, 'T').Details[0].Target).toMatchObject({
      BeforeValue: 'theirs',
      BeforeValueFrom: 'ACTUAL_STATE',
      AfterValue: 'ours',
      AfterValueFrom: 'TEMPLATE',
      Drift: { PreviousValue: 'ours', ActualValue: 'theirs' },
    })
    await world.ask('ExecuteChangeSet', { ChangeSetName: set.ChangeSetId })
    await world.settled()
    expect((await world.detectDrift('stack')).detection.StackDriftStatus).toBe('IN_SYNC')
  })

  test('change nothing when the template matches the actual state', async () => {
    const world = await deployed(template('ours'))
    world.service.tamper('stack', 'T', { properties: { DisplayName: 'theirs' } })
    const set = await world.changeSet('stack', template('theirs'), aware, { IncludePropertyValues: true })
    expect(change(set, 'T')).toMatchObject({ Action: 'SyncWithActual', Replacement: 'False' })
    const before = (await world.events('stack')).length
    await world.ask('ExecuteChangeSet', { ChangeSetName: set.ChangeSetId })
    await world.settled()
    expect((await world.events('stack')).slice(before).filter((event) => event.startsWith('T'))).toEqual([])
    expect((await world.detectDrift('stack')).detection.StackDriftStatus).toBe('IN_SYNC')
  })

  test('create a deleted resource again', async () => {
    const world = await deployed(template('ours'))
    world.service.tamper('stack', 'P', { properties: null })
    const set = await world.changeSet('stack', template('ours'), aware)
    expect(change(set, 'P')).toMatchObject({ Action: 'Add', ResourceDriftStatus: 'DELETED' })
    await world.ask('ExecuteChangeSet', { ChangeSetName: set.ChangeSetId })
    await world.settled()
    expect(await world.status('stack')).toBe('UPDATE_COMPLETE')
    expect((await world.detectDrift('stack')).detection.StackDriftStatus).toBe('IN_SYNC')
  })
})

describe('import change sets', () => {
  const kept = (value: string, more: object = {}) => ({ ...parameter(value, more), DeletionPolicy: 'Retain' })
  const naming = (name: string) => ({
    ChangeSetType: 'IMPORT',
    ResourcesToImport: [
      { ResourceType: 'AWS::SSM::Parameter', LogicalResourceId: 'New', ResourceIdentifier: { Name: name } },
    ],
  })

  /** Two stacks; resources that the first one leaves can be imported by the second. */
  async function orphaned(): Promise<World> {
    const world = await deployed({ Resources: { Old: parameter('old') } })
    await world.deploy('giver', { Resources: { P: kept('v', { Name: 'orphan' }) } })
    await world.ask('DeleteStack', { StackName: 'giver' })
    await world.settled()
    return world
  }
  const wanted = { Resources: { Old: parameter('old'), New: kept('v', { Name: 'orphan' }) } }

  test('add existing resources without changing them', async () => {
    const world = await orphaned()
    const set = await world.changeSet('stack', wanted, naming('orphan'))
    expect(change(set, 'New')).toMatchObject({ Action: 'Import', PhysicalResourceId: 'orphan' })
    await world.ask('ExecuteChangeSet', { ChangeSetName: set.ChangeSetId })
    await world.settled()
    expect((await world.events('stack')).slice(-4)).toEqual([
      '* IMPORT_IN_PROGRESS',
      'New IMPORT_IN_PROGRESS',
      'New IMPORT_COMPLETE',
      '* IMPORT_COMPLETE',
    ])
    expect((await world.detectDrift('stack')).detection.StackDriftStatus).toBe('IN_SYNC')
  })

  test('are rolled back when a resource does not exist', async () => {
    const world = await orphaned()
    const set = await world.changeSet('stack', wanted, naming('nobody'))
    await world.ask('ExecuteChangeSet', { ChangeSetName: set.ChangeSetId })
    await world.settled()
    expect(await world.status('stack')).toBe('IMPORT_ROLLBACK_COMPLETE')
    expect((await world.ask('DescribeStackResources', { StackName: 'stack' })).StackResources).toHaveLength(1)
  })

  test('reject other changes, and require a deletion policy', async () => {
    const world = await orphaned()
    const both = { Resources: { ...wanted.Resources, Old: parameter('new') } }
    expect((await world.changeSet('stack', both, naming('orphan'))).StatusReason).toContain(
      'You have modified resources [Old]',
    )
    const loose = { Resources: { ...wanted.Resources, New: parameter('v', { Name: 'orphan' }) } }
    await expect(world.changeSet('stack', loose, naming('orphan'))).rejects.toThrow('must have DeletionPolicy')
  })
})
