import { describe, expect, test } from '@jest/globals'
import { brokenNames } from '../../../src/cloudformation/template/references.ts'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'

const reported = (text: string): string[] => brokenNames(parseTemplate(text, 'web.yml')).map(({ message }) => message)

describe('undeclared names that a template refers to', () => {
  test('are reported with their lines, in all sections', () => {
    const text = `Conditions:
  Both: !And [!Condition Prod, !Equals [!Ref Gone, x]]
Resources:
  A:
    Type: AWS::SNS::Topic
    DependsOn: [B, C]
    Condition: Nothing
    Properties:
      DisplayName: !Sub "\${D} and \${E.Arn}"
      KmsMasterKeyId: !If [Never, !GetAtt F.Arn, !Ref AWS::NoValue]
  B: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref G } }
Outputs:
  Arn: { Value: !GetAtt [H, Arn] }
`
    const of = (line: number, where: string, name: string) =>
      `web.yml:${line}: ${where} refers to ${name}, which the template does not declare`
    expect(reported(text)).toEqual([
      of(2, 'Conditions.Both', 'Prod'),
      of(2, 'Conditions.Both', 'Gone'),
      of(6, 'Resources.A', 'C'),
      of(7, 'Resources.A', 'Nothing'),
      of(9, 'Resources.A', 'D'),
      of(9, 'Resources.A', 'E'),
      of(10, 'Resources.A', 'Never'),
      of(10, 'Resources.A', 'F'),
      of(11, 'Resources.B', 'G'),
      of(13, 'Outputs.Arn', 'H'),
    ])
  })

  test.each([
    '!Ref Topic',
    '!GetAtt Topic.TopicName',
    '!Sub "${Topic}"',
    '!FindInMap [M, !Ref Topic, x]',
    '!Join ["", [!Ref Topic]]',
  ])('a condition cannot refer to a resource: %s', (reference) => {
    const text = `Conditions:\n  C: !Not [!Equals [${reference}, x]]\nResources: { Topic: { Type: AWS::SNS::Topic } }\n`
    expect(reported(text)).toEqual([
      'web.yml:2: Conditions.C refers to the resource Topic; conditions are evaluated before there is a resource',
    ])
  })

  test('are not declared names, pseudo parameters, variables of Fn::Sub, or literals', () => {
    const text = `Parameters: { P: { Type: String } }
Conditions: { Yes: !Equals [!Ref P, x] }
Resources:
  A:
    Type: AWS::IAM::Role
    Condition: Yes
    Metadata: { Ref: Elsewhere }
    Properties:
      Path: !Sub ["/\${P}/\${Own}/\${AWS::Region}/\${!Literal}/\${B.Arn}", { Own: !Ref B }]
      AssumeRolePolicyDocument: { Statement: [{ Condition: { StringEquals: { "aws:x": !Ref "AWS::AccountId" } } }] }
  B: { Type: AWS::SNS::Topic, DependsOn: A }
Outputs: { Arn: { Condition: Yes, Value: !GetAtt A.Arn } }
`
    expect(reported(text)).toEqual([])
  })

  test('resources in a module are accepted; other names with the same prefix are not', () => {
    const template = (reference: string) =>
      `Resources: { Store: { Type: "A::B::C::MODULE" }, Topic: { Type: AWS::SNS::Topic }, X: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${reference} } } }`
    for (const inside of ['!Ref Store.Bucket', '!Ref StoreBucket', '!GetAtt StoreBucket.Arn', '!Sub "${Store.Bucket}"'])
      expect(reported(template(inside))).toEqual([])
    for (const outside of ['!Ref Stor', '!Ref Store-x', '!Ref TopicName', '!If [StoreBucket, a, b]'])
      expect(reported(template(outside))).toHaveLength(1)
  })

  test('a template with a transform is not judged, because the transform may declare more', () => {
    expect(
      reported('Transform: AWS::Serverless-2016-10-31\nResources: { A: { Type: X, Properties: { Y: !Ref Made } } }'),
    ).toEqual([])
  })
})
