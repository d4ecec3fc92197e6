import { describe, expect, test } from '@jest/globals'
import { limitMistakes } from '../../../src/cloudformation/template/limits.ts'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'

const TOPIC = 'Resources:\n  Topic: { Type: AWS::SNS::Topic }\n'
const many = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `  ${line(index)}\n`).join('')
const parameters = (count: number): string =>
  `${TOPIC}Parameters:\n${many(count, (index) => `P${index}: { Type: String }`)}`
const outputs = (count: number): string => `${TOPIC}Outputs:\n${many(count, (index) => `O${index}: { Value: "1" }`)}`
const mappings = (count: number): string => `${TOPIC}Mappings:\n${many(count, (index) => `M${index}: { a: { b: c } }`)}`
const resources = (count: number): string =>
  `Resources:\n${many(count, (index) => `R${index}: { Type: AWS::SNS::Topic }`)}`

const reported = (text: string) =>
  limitMistakes(parseTemplate(text, 'web.yml')).map(({ code, message, details }) => [code, message, details.line])

describe('mistakes for which CloudFormation rejects a template', () => {
  test.each([
    ['parameters', parameters, 200, 204],
    ['outputs', outputs, 200, 204],
    ['mappings', mappings, 200, 204],
    ['resources', resources, 500, 502],
  ])('too many %s, with the line of the first one above the limit', (what, make, most, line) => {
    expect(reported(make(most))).toEqual([])
    const message = `web.yml:${line}: it has ${most + 1} ${what}; CloudFormation accepts at most ${most}`
    expect(reported(make(most + 1))).toEqual([['config/template', message, line]])
  })

  test('resources of a loop are counted', () => {
    const items = Array.from({ length: 501 }, (_, index) => `n${index}`)
    const loop = `Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::Topics: [Name, [${items.join(', ')}], { "T\${Name}": { Type: AWS::SNS::Topic } }]\n`
    expect(reported(loop)).toEqual([
      ['config/template', 'web.yml:2: it has 501 resources; CloudFormation accepts at most 500', 2],
    ])
  })

  test('invalid names, unknown sections, and a long description', () => {
    const text = `Description: ${'x'.repeat(1_025)}\nParamters: {}\nResources:\n  my-Topic: { Type: AWS::SNS::Topic }\n  Größe: { Type: AWS::SNS::Topic }\n`
    expect(reported(text)).toEqual([
      ['config/template', 'web.yml:2: CloudFormation has no template section Paramters', 2],
      ['config/template', 'web.yml:4: CloudFormation does not accept the name my-Topic in Resources', 4],
      ['config/template', 'web.yml:5: CloudFormation does not accept the name Größe in Resources', 5],
      ['config/template', 'web.yml:1: its Description has 1025 bytes; CloudFormation accepts at most 1024', 1],
    ])
  })

  test('an invalid deletion policy', () => {
    const text =
      'Resources:\n  T:\n    Type: AWS::SNS::Topic\n    DeletionPolicy: retain\n    UpdateReplacePolicy: Retain\n'
    expect(reported(text)).toEqual([
      ['config/template', 'web.yml:4: CloudFormation does not accept retain as DeletionPolicy', 4],
    ])
  })

  test.each([
    ['UpdateReplacePolicy', 'RetainExceptOnCreate', 'RetainExceptOnCreate'],
    ['UpdateReplacePolicy', '!Ref Keep', '{"Ref":"Keep"}'],
    ['DeletionPolicy', '!If [C, Retain, Delete]', '{"Fn::If":["C","Retain","Delete"]}'],
    ['DeletionPolicy', '[Retain]', '["Retain"]'],
    ['DeletionPolicy', 'true', 'true'],
    ['DeletionPolicy', '""', ''],
  ])('%s: %s', (key, value, observed) => {
    const text = `Resources:\n  T:\n    Type: AWS::SNS::Topic\n    ${key}: ${value}\n`
    expect(reported(text)).toEqual([
      ['config/template', `web.yml:4: CloudFormation does not accept ${observed} as ${key}`, 4],
    ])
    expect(reported(`Transform: AWS::LanguageExtensions\n${text}`)).toEqual([])
  })

  test.each(['DeletionPolicy: RetainExceptOnCreate', 'DeletionPolicy: Snapshot', 'UpdateReplacePolicy: Snapshot'])(
    '%s is accepted',
    (policy) => expect(reported(`Resources:\n  T:\n    Type: AWS::RDS::DBInstance\n    ${policy}\n`)).toEqual([]),
  )

  test('a section of an AWS transform is accepted, and a template with a macro is not judged', () => {
    expect(reported(`Transform: AWS::Serverless-2016-10-31\nGlobals: {}\n${TOPIC}`)).toEqual([])
    expect(reported(`Transform: [Mine]\n${resources(501)}`)).toEqual([])
  })
})
