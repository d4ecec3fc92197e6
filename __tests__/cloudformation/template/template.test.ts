import { describe, expect, test } from '@jest/globals'
import { LARGEST_BYTES, parseTemplate } from '../../../src/cloudformation/template/template.ts'
import type { ActionError } from '../../../src/support/errors.ts'

const YAML = `AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Token: { Type: String, NoEcho: true }
  Size: { Type: Number, Default: 010 }
Resources:
  Topic:
    Type: AWS::SNS::Topic
    DeletionPolicy: Retain
    Properties:
      DisplayName: !Sub "\${Token} of \${AWS::Region}"
      Role: !GetAtt Role.Arn
      Zone: !Select [0, !GetAZs '']
      Name: !If [Big, !Ref Size, !Ref 'AWS::NoValue']
Outputs:
  Arn: { Value: !Ref Topic }
`

describe('a template', () => {
  test('in YAML has its short tags in their long form', () => {
    const template = parseTemplate(YAML, 'web.yml')
    expect(template.resources['Topic']).toMatchObject({ type: 'AWS::SNS::Topic', deletionPolicy: 'Retain' })
    expect(template.resources['Topic']?.properties).toEqual({
      DisplayName: { 'Fn::Sub': '${Token} of ${AWS::Region}' },
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Zone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
      Name: { 'Fn::If': ['Big', { Ref: 'Size' }, { Ref: 'AWS::NoValue' }] },
    })
    expect(template.body['AWSTemplateFormatVersion']).toBe('2010-09-09')
    expect(template.parameters['Token']).toMatchObject({ noEcho: true })
    expect(template.parameters['Token']?.default).toBeUndefined()
  })

  test('has the lines of its parts', () => {
    const template = parseTemplate(YAML, 'web.yml')
    expect(template.resources['Topic']?.source).toEqual({ file: 'web.yml', line: 6, column: 3 })
    expect(template.source(['Resources', 'Topic', 'Properties', 'Role'])).toMatchObject({ line: 11 })
    expect(template.source(['Resources', 'Nobody'])).toMatchObject({ line: 5 })
  })

  test('in JSON means the same', () => {
    const json = parseTemplate(
      '{"Resources":{"Topic":{"Type":"AWS::SNS::Topic","Properties":{"A":{"Ref":"B"}}}}}',
      'web.json',
    )
    const yaml = parseTemplate('Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { A: !Ref B } } }', 'web.yml')
    expect(json.body).toEqual(yaml.body)
  })

  test('in JSON may be indented with tabs', () => {
    const text = '{\n\t"Resources": {\n\t\t"Topic": {\n\t\t\t"Type": "AWS::SNS::Topic"\n\t\t}\n\t}\n}\n'
    expect(Object.keys(parseTemplate(text, 'web.json').resources)).toEqual(['Topic'])
  })

  test('lists its transforms, including those of its parts', () => {
    const text = 'Transform: [A, B]\nResources: { T: { Type: X::Y::Z, Properties: { "Fn::Transform": { Name: C } } } }'
    expect(parseTemplate(text, 'web.yml').transforms).toEqual(['A', 'B', 'C'])
  })

  test.each<[string, string, number]>([
    ['no YAML', 'Resources: [', 1],
    ['a duplicate key', 'Resources: { A: { Type: X } }\nResources: { B: { Type: X } }', 2],
    ['no map', '- a', 1],
    ['no resource', 'Resources: {}', 1],
    ['no type', 'Resources:\n  A:\n    Properties: {}', 2],
    ['a resource that is not a map', 'Resources:\n  A: 1', 2],
    ['parameters that are not a map', 'Parameters: [a]\nResources: { A: { Type: X } }', 1],
    ['nothing', '', 1],
    ['an alias without its anchor', 'Resources:\n  A: *a', 2],
    ['an alias, which CloudFormation does not accept', 'Resources:\n  A: &a { Type: X }\n  B: *a', 3],
    ['an additional comma in JSON', '{ "Resources": {\n  "A": { "Type": "X" },\n} }', 3],
    ['a comment in JSON', '{ # all\n "Resources": { "A": { "Type": "X" } } }', 1],
    ['a truncated template in JSON', '{ "Resources": {\n', 2],
    ['an incomplete character', 'Resources: { A: { Type: X, Properties: { N: "\\uD83D" } } }', 1],
  ])('that is invalid is refused with its line: %s', (_, text, line) => {
    expect.assertions(2)
    try {
      parseTemplate(text, 'web.yml')
    } catch (error) {
      expect((error as ActionError).code).toBe('config/template')
      expect((error as ActionError).details).toMatchObject({ file: 'web.yml', line })
    }
  })

  test('of more than a megabyte is refused with a next step', () => {
    expect(() => parseTemplate(`Description: ${'x'.repeat(LARGEST_BYTES)}`, 'web.yml')).toThrow(/accepts at most/)
  })

  test('does not treat inherited members as its own keys', () => {
    const template = parseTemplate(
      'Resources: { __proto__: { Type: X::Y::Z }, constructor: { Type: X::Y::Z } }',
      'web.yml',
    )
    expect(Object.keys(template.resources)).toEqual(['__proto__', 'constructor'])
    expect(({} as { Type?: string }).Type).toBeUndefined()
  })
})

test('single letters are strings, true and false are not', () => {
  const { body } = parseTemplate(
    'Metadata: { a: N, b: y, c: [Y, n], d: yes, e: false }\nResources: { T: { Type: AWS::SNS::Topic } }',
    'web.yml',
  )
  expect(body['Metadata']).toEqual({ a: 'N', b: 'y', c: ['Y', 'n'], d: true, e: false })
})

describe('quoted texts whose lines start left of their key, as PyYAML reads them', () => {
  const body = (text: string) => parseTemplate(text, 't.yml').body
  const resource = (value: string) =>
    `Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Metadata:\n      Text: ${value}\n`

  test.each([
    ['\'{\n  "a": 1\n}\'', '{ "a": 1 }'],
    ['"one\ntwo"', 'one two'],
    ["'it''s\n\n  so'", "it's\nso"],
    ['"a \\" b\\\n    c"', 'a " bc'],
    ["!Sub 'x\ny'", { 'Fn::Sub': 'x y' }],
  ])('%j', (value, expected) => {
    const text = `${resource(value)}  B:\n    Type: AWS::SNS::Topic\n    Metadata: { Text: ${value.startsWith('!') ? 'z' : value} }\n`
    expect(body(text)).toMatchObject({ Resources: { A: { Metadata: { Text: expected } }, B: {} } })
  })

  test('lines keep their numbers', () => {
    const template = parseTemplate(`${resource("'x\ny'")}  B:\n    Type: AWS::SNS::Topic\n`, 't.yml')
    expect(template.source(['Resources', 'B'])).toMatchObject({ line: 7 })
  })

  test.each(["'open", '"open\n', "'a' b 'c", '"a\n---\nb: c'])('%j is refused', (value) => {
    expect(() => body(resource(value))).toThrow('t.yml:')
  })
})

test.each([
  [
    'an included object',
    'Resources: { T: { Fn::Transform: { Name: AWS::Include, Parameters: { Location: "s3://b/k" } } } }',
  ],
  ['a macro of the template', 'Transform: Shop\nResources: { T: { Kind: topic } }'],
  ['a macro that is given a list', 'Transform: [AWS::LanguageExtensions, Shop]\nResources: { T: [topic] }'],
])('%s may give a resource its type', (_, text) => {
  const { resources } = parseTemplate(text, 'web.yml')
  expect(resources['T']).toMatchObject({ type: 'Fn::Transform' })
})

test.each([
  ['without a transform', 'Resources: { T: { Kind: topic } }'],
  ['with a transform of fixed rules', 'Transform: AWS::Serverless-2016-10-31\nResources: { T: { Kind: topic } }'],
])('a resource without a type is refused %s', (_, text) => {
  expect(() => parseTemplate(text, 'web.yml')).toThrow('the resource T has no Type')
})
