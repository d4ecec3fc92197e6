import { describe, expect, test } from '@jest/globals'
import {
  inlineParameters,
  parseParameters,
  resolveParameters,
} from '../../../src/cloudformation/template/parameters.ts'
import { stackState } from '../../../src/cloudformation/stack.ts'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'
import type { ActionError } from '../../../src/support/errors.ts'

describe('a parameter file', () => {
  test.each<[string, string]>([
    ["AWS's list", '[{"ParameterKey":"A","ParameterValue":"1"},{"ParameterKey":"B","UsePreviousValue":true}]'],
    ["AWS's list in YAML", '- { ParameterKey: A, ParameterValue: "1" }\n- { ParameterKey: B, UsePreviousValue: true }'],
  ])('in the form of %s', (_, text) => {
    expect(parseParameters(text, 'p').values).toEqual({ A: { value: '1' }, B: { previous: true } })
  })

  test('as a plain map, in JSON or YAML, with numbers, booleans and lists', () => {
    const values = { A: { value: '1' }, B: { value: 'true' }, C: { value: 'x,y' } }
    expect(parseParameters('{"A":1,"B":true,"C":["x","y"]}', 'p').values).toEqual(values)
    expect(parseParameters('A: 1\nB: true\nC: [x, y]\n', 'p').values).toEqual(values)
  })

  test('numbers keep the text that was written', () => {
    const values = { Version: { value: '1.10' }, Account: { value: '012345678901' }, List: { value: '1.0,2' } }
    expect(parseParameters('Version: 1.10\nAccount: 012345678901\nList: [1.0, 2]\n', 'p').values).toEqual(values)
    expect(parseParameters('[{ "ParameterKey": "V", "ParameterValue": 1.10 }]', 'p').values).toEqual({
      V: { value: '1.10' },
    })
  })

  test("in CodePipeline's format, with tags", () => {
    const given = parseParameters('{"Parameters":{"A":"1"},"Tags":{"team":"shop"},"StackPolicy":{}}', 'p')
    expect(given.values).toEqual({ A: { value: '1' } })
    expect(given.tags).toEqual({ team: 'shop' })
  })

  test('a map with a parameter named Parameters is a plain map', () => {
    expect(parseParameters('{"Parameters":"1","Other":"2"}', 'p').values).toEqual({
      Parameters: { value: '1' },
      Other: { value: '2' },
    })
  })

  test('with mistakes reports all of them, each with its line, and shows no value', () => {
    const text =
      '- { ParameterKey: A }\n- { ParameterValue: secret }\n- { ParameterKey: B, ParameterValue: { x: secret } }\n- { ParameterKey: C, ParameterValue: "1" }\n- { ParameterKey: C, ParameterValue: "2" }\n'
    expect.assertions(3)
    try {
      parseParameters(text, 'p.yml')
    } catch (error) {
      const { findings, code } = error as ActionError
      expect(code).toBe('config/parameters')
      expect(findings.map((finding) => finding.source?.line)).toEqual([1, 2, 3, 5])
      expect(JSON.stringify(findings)).not.toContain('secret')
    }
  })
})

describe('the parameters of a change set', () => {
  const template = parseTemplate(
    `Parameters:
  Plain: { Type: String }
  Chosen: { Type: String, Default: small }
  Token: { Type: String, NoEcho: true }
  Pin: { Type: String, NoEcho: true, Default: none }
Resources: { T: { Type: X::Y::Z } }
`,
    'web.yml',
  )
  const stack = stackState({
    StackName: 's',
    CreationTime: new Date(0),
    StackStatus: 'CREATE_COMPLETE',
    Parameters: [
      { ParameterKey: 'Plain', ParameterValue: 'kept' },
      { ParameterKey: 'Token', ParameterValue: '****' },
      { ParameterKey: 'Pin', ParameterValue: '****' },
    ],
  })
  const resolve = (given: Record<string, string>, existing: typeof stack | undefined) =>
    resolveParameters({
      template,
      given: inlineParameters(given),
      existing,
      subject: 'stack/web',
      fill: (text, unknown) =>
        text.replace('{stack.base.outputs.New}', unknown).replace('{stack.base.outputs.Old}', 'old'),
    })

  test('a new stack gets the given values and the defaults of the template', () => {
    const { parameters, findings, secrets } = resolve({ Plain: 'a', Token: 'secret' }, undefined)
    expect(parameters).toEqual([
      { ParameterKey: 'Plain', ParameterValue: 'a' },
      { ParameterKey: 'Token', ParameterValue: 'secret' },
    ])
    expect(findings).toEqual([])
    expect(secrets).toEqual(['secret'])
  })

  test('a long default that the template hides is known, so that it can be masked in messages of AWS', () => {
    const given = inlineParameters({ Token: 'secret' })
    const hiding = (text: string): readonly string[] =>
      resolveParameters({
        template: parseTemplate(`${text}\nResources: { T: { Type: X::Y::Z } }\n`, 'web.yml'),
        given,
        existing: undefined,
        subject: 'stack/web',
        fill: (value) => value,
      }).hiddenDefaults
    expect(hiding('Parameters: { Key: { Type: String, NoEcho: true, Default: hunter2-key } }')).toEqual(['hunter2-key'])
    expect(hiding('Parameters: { Key: { Type: String, NoEcho: true, Default: none } }')).toEqual([])
    expect(hiding('Parameters: { Key: { Type: String, Default: hunter2-key } }')).toEqual([])
    expect(hiding('Parameters: { Token: { Type: String, NoEcho: true, Default: hunter2-key } }')).toEqual([])
  })

  test('an existing stack keeps the previous values that are not given; secrets even where the template has a default', () => {
    expect(resolve({}, stack).parameters).toEqual([
      { ParameterKey: 'Plain', UsePreviousValue: true },
      { ParameterKey: 'Token', UsePreviousValue: true },
      { ParameterKey: 'Pin', UsePreviousValue: true },
    ])
  })

  test('outputs are resolved; missing ones are reported, and the previous value is used instead', () => {
    const { parameters, unknown } = resolve(
      { Plain: '{stack.base.outputs.New}', Chosen: '{stack.base.outputs.Old}' },
      stack,
    )
    expect(unknown).toEqual(['Plain'])
    expect(parameters.slice(0, 2)).toEqual([
      { ParameterKey: 'Plain', UsePreviousValue: true },
      { ParameterKey: 'Chosen', ParameterValue: 'old' },
    ])
  })

  test('a missing value and the mask of AWS are findings', () => {
    const { findings } = resolve({ Token: '****' }, undefined)
    expect(findings.map(({ subject, title }) => `${subject}: ${title}`)).toEqual([
      'stack/web/parameter/Plain: The parameter Plain has no value',
      "stack/web/parameter/Token: The parameter Token would be set to AWS's mask",
    ])
  })
})
