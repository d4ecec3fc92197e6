import { describe, expect, test } from '@jest/globals'
import { open, parameter, topic } from './world.ts'

const EXTENDED = { Transform: 'AWS::LanguageExtensions' }
const CONSENT = { Capabilities: ['CAPABILITY_AUTO_EXPAND'] }

type World = ReturnType<typeof open>

/** The template of a change set after its transforms. */
async function processed(template: object, more: object = {}, world: World = open()): Promise<any> {
  const set = await world.changeSet('stack', template, { ChangeSetType: 'CREATE', ...more })
  if (set.Status !== 'CREATE_COMPLETE') return set.StatusReason
  const input = { ChangeSetName: set.ChangeSetId, TemplateStage: 'Processed' }
  const { TemplateBody: text, StagesAvailable: stages } = await world.ask('GetTemplate', input)
  expect(stages).toEqual(['Original', 'Processed'])
  return JSON.parse(text)
}

describe('AWS::LanguageExtensions', () => {
  const LOOP = (collection: unknown, fragment: object) => ({ 'Fn::ForEach::Loop': ['Item', collection, fragment] })

  test('a loop creates a resource for each item, and replaces the identifier in Ref and Sub only', async () => {
    const fragment = {
      'Param${Item}': parameter(
        { Ref: 'Item' },
        { Description: { 'Fn::Sub': 'of ${Item}' }, Tags: { '${Item}': '${Item}' } },
      ),
    }
    const { Resources, Transform } = await processed({ ...EXTENDED, Resources: LOOP(['alpha', 'beta'], fragment) })
    expect(Object.keys(Resources)).toEqual(['Paramalpha', 'Parambeta'])
    expect(Resources.Paramalpha.Properties).toEqual({
      Type: 'String',
      Value: 'alpha',
      Description: 'of alpha',
      Tags: { '${Item}': '${Item}' },
    })
    expect(Transform).toBeUndefined()
  })

  test('&{} drops characters that a logical ID cannot have', async () => {
    const { Resources } = await processed({ ...EXTENDED, Resources: LOOP(['a-1'], { 'P&{Item}': topic('t') }) })
    expect(Object.keys(Resources)).toEqual(['Pa1'])
  })

  test('collections are parameters, mappings and lists; loops are in loops, properties and outputs', async () => {
    const template = {
      ...EXTENDED,
      Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'a,b' } },
      Mappings: { Kinds: { all: { Of: ['x', 'y'] } } },
      Resources: {
        'Fn::ForEach::Outer': [
          'N',
          { Ref: 'Names' },
          {
            'Fn::ForEach::Inner': [
              'K',
              { 'Fn::FindInMap': ['Kinds', 'all', 'Of'] },
              { 'T${N}${K}': topic('t', { Tags: { 'Fn::ForEach::Tag': ['G', ['g'], { 'V_${G}': { Ref: 'N' } }] } }) },
            ],
          },
        ],
      },
      Outputs: LOOP(
        { Ref: 'Names' },
        { 'Out${Item}': { Value: { 'Fn::GetAtt': [{ 'Fn::Sub': 'T${Item}x' }, 'TopicName'] } } },
      ),
    }
    const { Resources, Outputs } = await processed(template)
    expect(Object.keys(Resources)).toEqual(['Tax', 'Tay', 'Tbx', 'Tby'])
    expect(Resources.Tby.Properties.Tags).toEqual({ V_g: 'b' })
    expect(Outputs.Outb).toEqual({ Value: { 'Fn::GetAtt': ['Tbx', 'TopicName'] } })
  })

  test('functions in resource policies are evaluated', async () => {
    const template = (stage: string) => ({
      ...EXTENDED,
      Parameters: { Stage: { Type: 'String', Default: stage } },
      Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
      Resources: {
        T: {
          ...topic('t'),
          DeletionPolicy: { 'Fn::If': ['Prod', 'Retain', 'Delete'] },
          UpdateReplacePolicy: { Ref: 'Stage' },
        },
      },
    })
    expect(await processed(template('prod'))).toBe(
      'Transform AWS::LanguageExtensions failed with: Unsupported value for UpdateReplacePolicy of resource T. Values can be one of Delete, Retain, Snapshot',
    )
    const { Resources } = await processed(template('Retain'))
    expect(Resources.T).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Retain' })
  })

  test('the processed template is deployed, and the original one can be read', async () => {
    const world = open()
    const original = {
      ...EXTENDED,
      Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'a,b' } },
      Resources: {
        'Fn::ForEach::All': [
          'N',
          { Ref: 'Names' },
          { 'P${N}': parameter({ 'Fn::ToJsonString': { n: { Ref: 'N' } } }) },
        ],
        Count: parameter({ 'Fn::Length': { Ref: 'Names' } }),
      },
    }
    expect(await world.deploy('stack', original, CONSENT)).toBe('CREATE_COMPLETE')
    const { StackResourceSummaries: made } = await world.ask('ListStackResources', { StackName: 'stack' })
    expect(made.map((one: { LogicalResourceId: string }) => one.LogicalResourceId).toSorted()).toEqual([
      'Count',
      'Pa',
      'Pb',
    ])
    const { drifts } = await world.detectDrift('stack')
    const values = drifts.map((one) => JSON.parse(one.ExpectedProperties).Value)
    expect(new Set(values)).toEqual(new Set(['2', '{"n":"a"}', '{"n":"b"}']))
    expect(JSON.parse((await world.ask('GetTemplate', { StackName: 'stack' })).TemplateBody)).toEqual(original)
    const fewer = { Parameters: [{ ParameterKey: 'Names', ParameterValue: 'a' }] }
    const set = await world.changeSet('stack', original, fewer)
    expect(
      set.Changes.map((each: any) => `${each.ResourceChange.Action} ${each.ResourceChange.LogicalResourceId}`),
    ).toEqual(['Modify Count', 'Remove Pb'])
    const same = await world.changeSet('stack', original)
    expect(same.StatusReason).toBe('No updates are to be performed.')
  })

  test.each([
    [
      'two rounds of a name',
      LOOP(['a', 'b'], { Same: topic('t') }),
      "Duplicate key 'Same' when merging keys to parent object in Fn::ForEach",
    ],
    [
      'a collection that only the deployment determines',
      LOOP({ 'Fn::GetAtt': ['T', 'Names'] }, { 'X${Item}': topic('t') }),
      'Fn::ForEach layout is incorrect',
    ],
    [
      'the length of a text',
      { T: topic('t', { DisplayName: { 'Fn::Length': 'text' } }) },
      'Fn::Length layout is incorrect',
    ],
  ])('%s fails the change set', async (_, resources, why) => {
    expect(await processed({ ...EXTENDED, Resources: resources })).toBe(
      `Transform AWS::LanguageExtensions failed with: ${why}`,
    )
  })

  test('the added functions need the transform, which needs a capability', async () => {
    const world = open()
    const length = { Resources: { T: topic('t', { DisplayName: { 'Fn::Length': ['a'] } }) } }
    await expect(world.deploy('stack', length)).rejects.toThrow(/Encountered unsupported function: Fn::Length/)
    await expect(world.deploy('stack', { ...length, ...EXTENDED })).rejects.toThrow(/CAPABILITY_AUTO_EXPAND/)
  })
})

describe('custom macros', () => {
  const macros = {
    Shop: { gives: { Resources: { Made: topic('made') } } },
    Tags: { gives: { DisplayName: 'by a macro' } },
    Broken: { fails: 'it is on fire' },
  }

  test('return the processed template, or the fragment that replaces the call', async () => {
    const whole = await processed({ Transform: ['Shop'], Resources: { T: topic('t') } }, {}, open({ macros }))
    expect(whole).toEqual({ Resources: { Made: topic('made') } })
    const part = { T: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 't', 'Fn::Transform': { Name: 'Tags' } } } }
    const { Resources } = await processed({ Resources: part }, {}, open({ macros }))
    expect(Resources.T.Properties).toEqual({ TopicName: 't', DisplayName: 'by a macro' })
  })

  test('fail the change set when they fail or do not exist', async () => {
    const of = (name: string) => processed({ Transform: name, Resources: { T: topic('t') } }, {}, open({ macros }))
    expect(await of('Broken')).toBe('Transform 111111111111::Broken failed with: it is on fire')
    expect(await of('Absent')).toBe('No transform named Absent found.')
  })
})
