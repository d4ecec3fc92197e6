import { describe, expect, test } from '@jest/globals'
import { open, parameter } from './world.ts'

/** The value of one output of a real deployment. */
async function evaluated(expression: unknown, rest: object = {}): Promise<string | undefined> {
  const world = open()
  const template = { Resources: { Thing: parameter('seen') }, Outputs: { Out: { Value: expression } }, ...rest }
  await world.deploy('stack', template, { Capabilities: ['CAPABILITY_AUTO_EXPAND'] })
  return (await world.outputs('stack'))['Out']
}

describe('intrinsic functions', () => {
  const mappings = { Mappings: { Sizes: { prod: { Type: 'large', Zones: ['a', 'b'] } } } }
  const conditions = {
    Conditions: {
      Yes: { 'Fn::Equals': ['a', 'a'] },
      No: { 'Fn::Not': [{ Condition: 'Yes' }] },
      Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
      One: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    },
  }
  test.each([
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, {}, 'eu-west-1'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Thing', 'Value'] }, {}, 'seen'],
    ['GetAtt as a text', { 'Fn::GetAtt': 'Thing.Value' }, {}, 'seen'],
    ['Sub with an attribute', { 'Fn::Sub': 'is ${Thing.Value}, not ${!Thing}' }, {}, 'is seen, not ${Thing}'],
    [
      'Sub with its own values',
      { 'Fn::Sub': ['${A}-${AWS::AccountId}', { A: { Ref: 'AWS::Partition' } }] },
      {},
      'aws-111111111111',
    ],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::StackName' }]] }, {}, 'a-stack'],
    ['Select of Split', { 'Fn::Select': ['1', { 'Fn::Split': [',', 'a,b,c'] }] }, {}, 'b'],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', 'prod', 'Type'] }, mappings, 'large'],
    ['FindInMap of a list', { 'Fn::Select': [1, { 'Fn::FindInMap': ['Sizes', 'prod', 'Zones'] }] }, mappings, 'b'],
    [
      'FindInMap with a default',
      { 'Fn::FindInMap': ['Sizes', 'test', 'Type', { DefaultValue: 'small' }] },
      { ...mappings, Transform: 'AWS::LanguageExtensions' },
      'small',
    ],
    ['If', { 'Fn::If': ['Yes', 'a', 'b'] }, conditions, 'a'],
    ['If of And', { 'Fn::If': ['Both', 'a', 'b'] }, conditions, 'b'],
    ['If of Or', { 'Fn::If': ['One', 'a', 'b'] }, conditions, 'a'],
    ['Base64', { 'Fn::Base64': 'hello' }, {}, 'aGVsbG8='],
    ['GetAZs', { 'Fn::Select': [2, { 'Fn::GetAZs': '' }] }, {}, 'eu-west-1c'],
    ['Cidr', { 'Fn::Select': [3, { 'Fn::Cidr': ['10.0.0.0/16', 4, 8] }] }, {}, '10.0.3.0/24'],
    ['Length', { 'Fn::Length': ['a', 'b'] }, { Transform: 'AWS::LanguageExtensions' }, '2'],
    ['ToJsonString', { 'Fn::ToJsonString': { a: [1] } }, { Transform: 'AWS::LanguageExtensions' }, '{"a":[1]}'],
  ])('%s', async (_, expression, rest, expected) => {
    expect(await evaluated(expression, rest)).toBe(expected)
  })

  test('a property set to NoValue is removed', async () => {
    const world = open()
    await world.deploy('stack', { Resources: { Thing: parameter('v', { Description: { Ref: 'AWS::NoValue' } }) } })
    const { drifts } = await world.detectDrift('stack')
    expect(JSON.parse(drifts[0].ExpectedProperties)).toEqual({ Type: 'String', Value: 'v' })
  })
})

describe('YAML', () => {
  test('short forms are equal to long forms', async () => {
    const world = open()
    const status = await world.deploy(
      'stack',
      `AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Name: { Type: String, Default: shop }
Conditions:
  Named: !Not [!Equals [!Ref Name, '']]
Resources:
  Thing:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: !If [Named, !Sub '\${Name}-\${AWS::Region}', none]
Outputs:
  Out: { Value: !Join [/, [!GetAtt Thing.Value, !Select [0, !Split [',', 'a,b']]]] }
  Encoded:
    Value: !Base64
      Fn::Sub: \${Name}
`,
    )
    expect(status).toBe('CREATE_COMPLETE')
    expect(await world.outputs('stack')).toEqual({ Out: 'shop-eu-west-1/a', Encoded: 'c2hvcA==' })
  })
})

describe('CloudFormation rejects before an operation starts', () => {
  const thing = parameter('v')
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`R${i}`, thing]))
  test.each([
    ['no resources', { Resources: {} }, 'At least one Resources member must be defined'],
    [
      'an unknown section',
      { Resources: { Thing: thing }, Resource: {} },
      'Invalid template property or properties [Resource]',
    ],
    [
      'an unknown resource attribute',
      { Resources: { Thing: { ...thing, Property: 1 } } },
      "Invalid template resource property 'Property'",
    ],
    [
      'a resource name with other characters',
      { Resources: { 'My-Thing': thing } },
      'Resource name My-Thing is non alphanumeric',
    ],
    [
      'a null',
      { Resources: { Thing: { ...thing, Metadata: { a: null } } } },
      "[/Resources/Thing/Metadata/a] 'null' values are not allowed",
    ],
    [
      'a reference to a missing resource',
      { Resources: { Thing: parameter({ Ref: 'Nobody' }) } },
      'Unresolved resource dependencies [Nobody] in the Resources block',
    ],
    [
      'a DependsOn to a missing resource',
      { Resources: { Thing: { ...thing, DependsOn: 'Nobody' } } },
      'Unresolved resource dependencies [Nobody] in the Resources block',
    ],
    [
      'an output of a missing resource',
      { Resources: { Thing: thing }, Outputs: { Out: { Value: { 'Fn::Sub': '${Nobody.Arn}' } } } },
      'Unresolved resource dependencies [Nobody] in the Outputs block',
    ],
    [
      'a cycle',
      {
        Resources: {
          A: parameter({ Ref: 'B' }),
          B: parameter({ 'Fn::GetAtt': ['A', 'Value'] }),
          C: parameter({ Ref: 'A' }),
        },
      },
      'Circular dependency between resources: [A, B]',
    ],
    [
      'a missing condition',
      { Resources: { Thing: parameter({ 'Fn::If': ['Nobody', 1, 2] }) } },
      'unresolved condition dependency Nobody in Fn::If',
    ],
    [
      'a missing mapping',
      { Resources: { Thing: parameter({ 'Fn::FindInMap': ['No', 'a', 'b'] }) } },
      "Mapping named 'No' is not present",
    ],
    [
      'a resource whose condition is false',
      {
        Conditions: { No: { 'Fn::Equals': [1, 2] } },
        Resources: { A: { ...thing, Condition: 'No' }, B: parameter({ Ref: 'A' }) },
      },
      'Unresolved resource dependencies [A] in the Resources block',
    ],
    ['501 resources', { Resources: many(501) }, 'Number of resources, 501, is greater than maximum allowed, 500'],
    [
      'a macro without an acknowledged capability',
      { Transform: 'My::Macro', Resources: { Thing: thing } },
      'Requires capabilities : [CAPABILITY_AUTO_EXPAND]',
    ],
    [
      'a role without an acknowledged capability',
      { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: {} } } },
      'Requires capabilities : [CAPABILITY_IAM]',
    ],
    [
      'a failed rule',
      {
        Rules: { One: { Assertions: [{ Assert: { 'Fn::Equals': ['a', 'b'] }, AssertDescription: 'a is b' }] } },
        Resources: { Thing: thing },
      },
      'a is b',
    ],
  ])('%s', async (_, template, words) => {
    const world = open()
    await expect(world.deploy('stack', template)).rejects.toThrow(words)
    expect(await world.status('stack')).toBe('none')
  })

  test('a template over 51,200 bytes in the request, or over a megabyte in S3', async () => {
    const world = open({
      objects: { 'templates/large.json': JSON.stringify({ Resources: { Thing: parameter('x'.repeat(1_048_576)) } }) },
    })
    await expect(world.deploy('stack', ' '.repeat(51_201))).rejects.toThrow('less than or equal to 51200')
    const url = 'https://templates.s3.eu-west-1.amazonaws.com/large.json'
    await expect(world.ask('CreateStack', { StackName: 'stack', TemplateURL: url })).rejects.toThrow(
      'may not exceed 1048576 bytes',
    )
  })

  test('reads a template from each form of S3 URL, and from no other URL', async () => {
    const world = open({ objects: { 'templates/a/b.json': JSON.stringify({ Resources: { Thing: parameter('v') } }) } })
    const good = [
      'https://templates.s3.amazonaws.com/a/b.json',
      'https://s3.eu-west-1.amazonaws.com/templates/a/b.json',
      'http://127.0.0.1:4566/templates/a/b.json',
    ]
    for (const TemplateURL of good) {
      expect((await world.ask('GetTemplateSummary', { TemplateURL })).ResourceTypes).toEqual(['AWS::SSM::Parameter'])
    }
    await expect(world.ask('GetTemplateSummary', { TemplateURL: 'https://example.com/a/b.json' })).rejects.toThrow(
      'must be a supported URL',
    )
    await expect(
      world.ask('GetTemplateSummary', { TemplateURL: good[0]!.replace('b.json', 'c.json') }),
    ).rejects.toThrow('The specified key does not exist')
  })
})

describe('parameters', () => {
  const template = (definition: object) => ({
    Parameters: { P: definition },
    Resources: { Thing: parameter({ Ref: 'P' }) },
    Outputs: { Out: { Value: { 'Fn::GetAtt': 'Thing.Value' } } },
  })
  test.each([
    ['missing', { Type: 'String' }, undefined, 'Parameters: [P] must have values'],
    ['not allowed', { Type: 'String', AllowedValues: ['a'] }, 'b', "Parameter 'P' must be one of AllowedValues"],
    [
      'against the pattern',
      { Type: 'String', AllowedPattern: '[a-z]+' },
      'A1',
      "Parameter 'P' must match pattern [a-z]+",
    ],
    [
      'with the template’s own message',
      { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'small letters' },
      'A1',
      'Parameter P failed to satisfy constraint: small letters',
    ],
    ['too short', { Type: 'String', MinLength: 3 }, 'ab', 'must contain at least 3 characters'],
    ['no number', { Type: 'Number' }, 'many', 'must be a number'],
    ['too large', { Type: 'Number', MaxValue: 5 }, '6', 'must be a number not greater than 5'],
    [
      'unknown in the store',
      { Type: 'AWS::SSM::Parameter::Value<String>' },
      '/no/such',
      'Unable to fetch parameters [/no/such]',
    ],
  ])('%s', async (_, definition, value, words) => {
    const given = value === undefined ? [] : [{ ParameterKey: 'P', ParameterValue: value }]
    await expect(open().deploy('stack', template(definition), { Parameters: given })).rejects.toThrow(words)
  })

  test('a parameter that the template does not declare is rejected', async () => {
    const given = { Parameters: [{ ParameterKey: 'Q', ParameterValue: 'v' }] }
    await expect(open().deploy('stack', template({ Type: 'String', Default: 'd' }), given)).rejects.toThrow(
      'Parameters: [Q] do not exist in the template',
    )
  })

  test('previous values are used in updates, and rejected in creations', async () => {
    const world = open()
    const keep = { Parameters: [{ ParameterKey: 'P', UsePreviousValue: true }] }
    await expect(world.deploy('stack', template({ Type: 'String' }), keep)).rejects.toThrow(
      'Cannot specify usePreviousValue',
    )
    await world.deploy('stack', template({ Type: 'String' }), {
      Parameters: [{ ParameterKey: 'P', ParameterValue: 'mine' }],
    })
    const changed = template({ Type: 'String' })
    changed.Resources.Thing = parameter({ 'Fn::Sub': '${P}!' })
    expect(await world.deploy('stack', changed, keep)).toBe('UPDATE_COMPLETE')
    expect(await world.outputs('stack')).toEqual({ Out: 'mine!' })
  })

  test('an SSM parameter is resolved, and both values are returned', async () => {
    const world = open({ resolve: (reference) => (reference === 'ssm:/size' ? 'large' : undefined) })
    const given = { Parameters: [{ ParameterKey: 'P', ParameterValue: '/size' }] }
    await world.deploy('stack', template({ Type: 'AWS::SSM::Parameter::Value<String>' }), given)
    const { Stacks: stacks } = await world.ask('DescribeStacks', { StackName: 'stack' })
    expect(stacks[0].Parameters).toEqual([{ ParameterKey: 'P', ParameterValue: '/size', ResolvedValue: 'large' }])
    expect(await world.outputs('stack')).toEqual({ Out: 'large' })
  })

  test('no response contains a NoEcho value', async () => {
    const world = open()
    const secret = 'correct-horse'
    const body = {
      Parameters: { P: { Type: 'String', NoEcho: true } },
      Resources: { Thing: parameter({ 'Fn::Sub': 'key=${P}' }) },
    }
    const given = (value: string) => ({ Parameters: [{ ParameterKey: 'P', ParameterValue: value }] })
    await world.deploy('stack', body, given(secret))
    const set = await world.changeSet('stack', body, given('battery-staple'), { IncludePropertyValues: true })
    const { drifts } = await world.detectDrift('stack')
    const all = JSON.stringify([
      set,
      drifts,
      await world.ask('DescribeStacks'),
      await world.ask('DescribeStackEvents', { StackName: 'stack' }),
    ])
    expect(all).not.toContain(secret)
    expect(all).not.toContain('battery-staple')
    expect(all).toContain('key=****')
  })
})

test('a dynamic reference is resolved for the resource only', async () => {
  const made: unknown[] = []
  const handler = {
    type: 'Test::Own::Thing',
    create: async (desired: object) => (made.push(desired), { physicalId: 'thing', attributes: {} }),
    update: async () => ({ physicalId: 'thing', attributes: {} }),
    remove: async () => {},
    read: async () => ({ Password: 'resolved' }),
  }
  const reference = '{{resolve:secretsmanager:db:SecretString:password}}'
  const world = open({ handlers: [handler], resolve: () => 'resolved' })
  await world.deploy('stack', {
    Resources: { Thing: { Type: 'Test::Own::Thing', Properties: { Password: reference } } },
  })
  expect(made).toEqual([{ Password: 'resolved' }])
  const { drifts } = await world.detectDrift('stack')
  expect(drifts[0]).toMatchObject({
    StackResourceDriftStatus: 'IN_SYNC',
    ExpectedProperties: JSON.stringify({ Password: reference }),
  })
})
