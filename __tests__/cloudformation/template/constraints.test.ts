import { describe, expect, test } from '@jest/globals'
import { valueMistakes } from '../../../src/cloudformation/template/constraints.ts'
import { inlineParameters, parseParameters } from '../../../src/cloudformation/template/parameters.ts'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'

const templateWith = (declaration: string) =>
  parseTemplate(`Resources: { T: { Type: AWS::SNS::Topic } }\nParameters:\n  P: ${declaration}\n`, 'web.yml')
/** The expectation for the value, or nothing. */
const expectedOf = (declaration: string, value: string) =>
  valueMistakes(templateWith(declaration), inlineParameters({ P: value }), 'stack/web').map(
    ({ details }) => details.expected,
  )

describe('values that break the constraints of the template', () => {
  test.each([
    ['{ Type: Number }', 'many', 'a number'],
    ['{ Type: Number, MinValue: 1 }', '0.5', 'at least 1'],
    ['{ Type: Number, MaxValue: "10" }', '1e2', 'at most 10'],
    ['{ Type: List<Number> }', '1, two', 'each item a number'],
    ['{ Type: String, AllowedValues: [small, large] }', 'Small', 'one of: small, large'],
    ['{ Type: CommaDelimitedList, AllowedValues: [a, b] }', 'a,c', 'each item one of: a, b'],
    ['{ Type: String, AllowedPattern: "[a-z]+" }', 'ab1', 'a text that matches [a-z]+'],
    ['{ Type: CommaDelimitedList, AllowedPattern: "[a-z]" }', 'a,bb', 'each item a text that matches [a-z]'],
    ['{ Type: String, MinLength: 2 }', 'é', 'at least 2 characters'],
    ['{ Type: String, MaxLength: 2 }', 'abc', 'at most 2 characters'],
    ['{ Type: String }', 'x'.repeat(4_097), 'at most 4096 bytes'],
    [
      '{ Type: String, AllowedPattern: "[a-z]+", ConstraintDescription: small letters only }',
      'A',
      'a text that matches [a-z]+; small letters only',
    ],
  ])('%s is not %s', (declaration, value, expected) => {
    expect(expectedOf(declaration, value)).toEqual([expected])
  })

  test.each([
    ['{ Type: Number, MinValue: 1, MaxValue: 10 }', '1e1'],
    ['{ Type: List<Number> }', '1, -2.5'],
    ['{ Type: CommaDelimitedList, AllowedValues: [a, b] }', 'a, b'],
    ['{ Type: CommaDelimitedList, AllowedPattern: "[a-z]+" }', ''],
    ['{ Type: String, AllowedValues: [yes, no] }', 'yes'],
    ['{ Type: String, AllowedValues: [1.10, 2] }', '1.10'],
    ['{ Type: String, AllowedValues: [010] }', '010'],
    ['{ Type: String, AllowedValues: [2020-01-01] }', '2020-01-01'],
    ['{ Type: String, MinLength: 1, MaxLength: 1 }', '😀'],
    // Java's regular expressions have more features than JavaScript's.
    ['{ Type: String, AllowedPattern: "(?i)[a-z]+" }', 'ABC'],
    ['{ Type: String, AllowedPattern: "[a-z&&[^b]]+" }', 'ac'],
    ['{ Type: String, AllowedPattern: "\\\\p{Alpha}+" }', 'abc'],
    // These constraints apply to the value in Systems Manager, or to existing resources.
    ['{ Type: "AWS::SSM::Parameter::Value<String>", AllowedValues: [large] }', '/shop/size'],
    ['{ Type: AWS::EC2::Subnet::Id }', 'subnet-1'],
    ['{ Type: Number }', '{stack.base.outputs.Size}'],
  ])('%s may be %s', (declaration, value) => {
    expect(expectedOf(declaration, value)).toEqual([])
  })

  test('are reported with the line of the value or of the Default, without secrets', () => {
    const template = parseTemplate(
      `Resources: { T: { Type: AWS::SNS::Topic } }
Parameters:
  Size: { Type: String, AllowedValues: [small] }
  Count: { Type: Number, Default: none }
  Token: { Type: String, NoEcho: true, MinLength: 20 }
  Kept: { Type: String, NoEcho: true, MinLength: 20 }
`,
      'web.yml',
    )
    const given = parseParameters('Size: huge\nToken: the-secret\nKept: "****"\nNobody: x\n', 'p.yml')
    const mistakes = valueMistakes(template, given, 'stack/web')
    expect(mistakes.map(({ message, subject, details }) => [message, subject, details.observed])).toEqual([
      ['p.yml:1: the value of Size is not what web.yml allows', 'stack/web/parameter/Size', 'huge'],
      ['web.yml:4: the Default of Count is not what web.yml allows', 'stack/web/parameter/Count', 'none'],
      [
        'p.yml:2: the value of Token is not what web.yml allows',
        'stack/web/parameter/Token',
        'a value that is not shown (NoEcho)',
      ],
      ['p.yml:4: the template declares no parameter Nobody', 'stack/web/parameter/Nobody', 'Nobody'],
    ])
    expect(mistakes[0]?.advice).toBe('Correct Size, or change what line 3 of web.yml allows.')
    expect(JSON.stringify(mistakes)).not.toContain('the-secret')
  })

  test('a template with a transform is not judged, because the transform may declare more', () => {
    const template = parseTemplate('Transform: Mine\nResources: { T: { Type: AWS::SNS::Topic } }\n', 'web.yml')
    expect(valueMistakes(template, inlineParameters({ Any: 'x' }), 'stack/web')).toEqual([])
  })
})
