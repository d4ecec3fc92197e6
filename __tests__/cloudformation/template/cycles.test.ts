import { describe, expect, test } from '@jest/globals'
import { circularMistakes } from '../../../src/cloudformation/template/cycles.ts'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'

const found = (text: string) =>
  circularMistakes(parseTemplate(text, 'web.yml')).map(({ details: { line, observed } }) => [line, observed])

const GROUP = (name: string, other: string, rest = '') =>
  `  ${name}: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x, SecurityGroupIngress: [{ SourceSecurityGroupId: ${other} }] }${rest} }\n`

describe('circular dependencies', () => {
  test.each([
    ['two groups', `Resources:\n${GROUP('A', '!Ref B')}${GROUP('B', '!GetAtt A.GroupId')}`, [[2, 'A → B → A']]],
    ['itself', `Resources:\n${GROUP('A', '!GetAtt [A, GroupId]')}`, [[2, 'A → A']]],
    ['itself by Fn::Sub', `Resources:\n${GROUP('A', '!Sub "${A.GroupId}"')}`, [[2, 'A → A']]],
    ['DependsOn', `Resources:\n${GROUP('A', '!Ref B')}${GROUP('B', 'sg-1', ', DependsOn: [A]')}`, [[2, 'A → B → A']]],
    [
      'a group that only refers to a cycle is not in it; the shortest cycle is shown, each group once',
      `Resources:\n${GROUP('Z', '!Ref A')}${GROUP('A', '!Sub ["${x}${C}", { x: !Ref B }]')}${GROUP('B', '!Ref C')}${GROUP('C', '!Ref A')}${GROUP('D', '!Ref D')}`,
      [
        [3, 'A → C → A'],
        [6, 'D → D'],
      ],
    ],
    [
      'beside a transform of AWS',
      `Transform: AWS::Serverless-2016-10-31\nResources:\n${GROUP('A', '!Ref B')}${GROUP('B', '!Ref A')}`,
      [[3, 'A → B → A']],
    ],
    ['a condition', `Conditions:\n  C: !Not [!Condition C]\nResources:\n${GROUP('A', 'sg-1')}`, [[2, 'C → C']]],
    [
      'conditions',
      `Conditions:\n  C: !And [!Condition D, !Equals [1, 1]]\n  D: !Or [!Condition C, !Equals [1, 1]]\nResources:\n${GROUP('A', 'sg-1')}`,
      [[2, 'C → D → C']],
    ],
  ])('%s', (_, text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  test.each([
    ['an order exists', `Resources:\n${GROUP('A', '!Ref B')}${GROUP('B', '!Ref C')}${GROUP('C', 'sg-1')}`],
    [
      'a branch that values may leave out',
      `Conditions: { C: !Equals [1, 2] }\nResources:\n${GROUP('A', '!If [C, !Ref B, !Ref AWS::NoValue]')}${GROUP('B', '!Ref A')}`,
    ],
    [
      'a resource that values may leave out',
      `Conditions: { C: !Equals [1, 2] }\nResources:\n${GROUP('A', '!Ref B', ', Condition: C')}${GROUP('B', '!If [C, !Ref A, x]')}`,
    ],
    ['a literal', `Resources:\n${GROUP('A', '!Sub "${!A}"')}`],
    ['a variable of Fn::Sub with the name of a resource', `Resources:\n${GROUP('A', '!Sub ["${A}", { A: sg-1 }]')}`],
    ['notes below Metadata', `Resources:\n${GROUP('A', 'sg-1', ', Metadata: { Of: !Ref A }')}`],
    [
      'what a transform rewrites',
      'Transform: AWS::Serverless-2016-10-31\nResources: { F: { Type: AWS::Serverless::Function, Properties: { Environment: { Variables: { SELF: !Ref F } } } } }\n',
    ],
    ['a macro', `Transform: Mine\nResources:\n${GROUP('A', '!Ref A')}`],
    [
      'conditions of a policy',
      'Conditions: { C: !Equals [1, 2] }\nResources: { R: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [{ Condition: { StringEquals: { R: C } } }] } } } }\n',
    ],
  ])('not: %s', (_, text) => {
    expect(found(text)).toEqual([])
  })
})
