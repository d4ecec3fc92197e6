import { expect, test } from '@jest/globals'
import { formMistakes } from '../../../src/cloudformation/template/form.ts'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'

const TOPIC = 'Resources:\n  T: { Type: AWS::SNS::Topic }\n'
const withProperties = (lines: string): string =>
  `Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:${lines}\n`
const mistakes = (text: string): string[] => formMistakes(parseTemplate(text, 't.yml')).map(({ message }) => message)

test.each([
  ['another version', `AWSTemplateFormatVersion: "2010-09-10"\n${TOPIC}`, 't.yml:1: CloudFormation has no such'],
  [
    'an output without a value',
    `${TOPIC}Outputs:\n  Name: { Description: x }\n`,
    't.yml:4: the output Name has no Value',
  ],
  ['a null property', withProperties('\n      DisplayName:'), 't.yml:5: Resources.T.Properties.DisplayName is null'],
  ['null properties', withProperties(''), 't.yml:4: Resources.T.Properties is null'],
  ['a null in a list', withProperties('\n      Subscription: [~]'), 'Resources.T.Properties.Subscription.0 is null'],
  ['a null output', `${TOPIC}Outputs:\n  Name: { Value: }\n`, 'Outputs.Name.Value is null'],
])('%s is a mistake with its line', (_, text, expected) => {
  expect(mistakes(text)).toEqual([expect.stringContaining(expected)])
})

test.each([
  ['the version as a date', `AWSTemplateFormatVersion: 2010-09-09\n${TOPIC}`],
  ['no version', TOPIC],
  ['AWS::NoValue', withProperties('\n      DisplayName: !Ref AWS::NoValue')],
  [
    'a function without an argument, as templates of AWS have it',
    withProperties('\n      DisplayName: { Fn::GetAZs: }'),
  ],
  ['a null in Metadata', 'Resources: { T: { Type: AWS::SNS::Topic, Metadata: { Note: } } }'],
  ['an empty text', withProperties('\n      DisplayName: ""')],
  ['an empty section of outputs', `${TOPIC}Outputs:\n`],
  ['a null that a macro may replace', `Transform: Shop\n${withProperties('\n      DisplayName:')}`],
])('%s is none', (_, text) => {
  expect(mistakes(text)).toEqual([])
})
