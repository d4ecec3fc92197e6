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
  [
    'a tag in the wrong case',
    withProperties('\n      DisplayName: !getAtt T.TopicName'),
    't.yml:5: CloudFormation has no function Fn::getAtt',
  ],
  [
    'a function in the wrong case',
    withProperties('\n      DisplayName: { "Fn::sub": x }'),
    't.yml:5: CloudFormation has no function Fn::sub',
  ],
  ['!ref', withProperties('\n      DisplayName: !ref T'), 't.yml:5: CloudFormation has no function Fn::ref'],
  [
    'Fn::Ref',
    withProperties('\n      DisplayName: { "Fn::Ref": T }'),
    't.yml:5: CloudFormation has no function Fn::Ref',
  ],
  [
    'a condition in the wrong case',
    `Conditions:\n  C: !equals [a, b]\n${TOPIC}`,
    't.yml:2: CloudFormation has no function Fn::equals',
  ],
  [
    'a function of a transform',
    withProperties('\n      DisplayName: !Length [a]'),
    'no function Fn::Length without the transform',
  ],
  [
    'a loop without its transform',
    `${TOPIC}  Fn::ForEach::Topics: [Name, [a], { "T\${Name}": { Type: AWS::SNS::Topic } }]\n`,
    'no function Fn::ForEach::Topics without',
  ],
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
  ['a function that is not known', withProperties('\n      DisplayName: { "Fn::Newest": x }')],
  [
    'each function as it is written',
    withProperties('\n      DisplayName: !Join ["", [!GetAtt T.TopicName, !Sub x, !Base64 x, !Ref T]]'),
  ],
  [
    'a function of a declared transform',
    `Transform: AWS::LanguageExtensions\n${withProperties('\n      DisplayName: !Length [a]')}`,
  ],
  ['a function in Metadata', 'Resources: { T: { Type: AWS::SNS::Topic, Metadata: { Note: { "Fn::sub": x } } } }'],
  ['a null in Metadata', 'Resources: { T: { Type: AWS::SNS::Topic, Metadata: { Note: } } }'],
  ['an empty text', withProperties('\n      DisplayName: ""')],
  ['an empty section of outputs', `${TOPIC}Outputs:\n`],
  ['a null that a macro may replace', `Transform: Shop\n${withProperties('\n      DisplayName:')}`],
])('%s is none', (_, text) => {
  expect(mistakes(text)).toEqual([])
})
