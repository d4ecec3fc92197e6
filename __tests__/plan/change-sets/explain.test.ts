import { describe, expect, test } from '@jest/globals'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import { explained, withoutExplained } from '../../../src/plan/change-sets/explain.ts'

const TEMPLATE = `Parameters:
  Size: { Type: String, Default: small }
  Stage: { Type: String }
  Password: { Type: String, NoEcho: true }
  Kept: { Type: String }
Rules:
  Sizes:
    RuleCondition: !Equals [!Ref Stage, production]
    Assertions:
      - { Assert: !Equals [a, a], AssertDescription: always }
      - Assert: !Not [!Equals [!Ref Size, small]]
        AssertDescription: >-
          Production is
          large
  No:
    Assertions: [{ Assert: !Equals [a, b], AssertDescription: No }]
  Secret:
    Assertions: [{ Assert: !Not [!Equals [!Ref Password, !Ref Kept]], AssertDescription: Another password }]
Resources: { Topic: { Type: AWS::SNS::Topic } }
`
const failed = (observed: string, code: Finding['code'] = 'change-set/failed'): Finding => ({
  code,
  outcome: 'fail',
  title: 'CloudFormation cannot plan the update of shop',
  subject: 'stack/web',
  observed,
  advice: 'validate with `aws cloudformation validate-template`.',
})
const reported = (finding: Finding) =>
  explained(finding, {
    template: parseTemplate(TEMPLATE, 'web.yml'),
    parameters: {
      parameters: [
        { ParameterKey: 'Stage', ParameterValue: 'production' },
        { ParameterKey: 'Password', ParameterValue: 'hush' },
        { ParameterKey: 'Kept', UsePreviousValue: true },
      ],
    },
    environment: { key: 'production', region: 'eu-west-1' },
  })

describe('a failed rule of the template', () => {
  test.each<Finding['code']>(['change-set/failed', 'change-set/refused'])(
    '%s reports it with its values and its line',
    (code) => {
      const finding = reported(failed('Template validation error: Production is large', code))
      expect(finding.title).toBe(
        'CloudFormation cannot plan the update of shop: assertion 2 of the rule Sizes does not hold',
      )
      expect(finding.expected).toBe('Production is large')
      expect(finding.advice).toContain('(Size = "small", Stage = "production")')
      expect(finding.advice).not.toContain('validate-template')
      expect(finding.source).toMatchObject({ file: 'web.yml', line: 11 })
    },
  )

  test('shows no NoEcho value, and no unknown one', () => {
    const finding = reported(failed('Template validation error: Another password'))
    expect(finding.advice).toContain('(Password = (NoEcho), Kept = the value of the stack)')
    expect(JSON.stringify(finding)).not.toContain('hush')
  })

  test.each(['Template format error: Unresolved resource dependencies', 'No export named x found', ''])(
    'is not found in another error: %s',
    (observed) => expect(reported(failed(observed))).toEqual(failed(observed)),
  )
})

describe('a dynamic reference without its parameter', () => {
  const observed = 'Parameters: [ssm:/shop/topic, ssm:/shop/other:3] cannot be found.'
  const missing = (name: string, environment = 'production', more: Partial<Finding> = {}): Finding => ({
    code: 'reference/missing',
    outcome: 'fail',
    title: `${environment}: Topic.DisplayName of shop refers to the parameter ${name}, which does not exist`,
    subject: 'stack/web/resource/Topic/property/DisplayName',
    details: { environment },
    ...more,
  })
  const all = [missing('/shop/topic'), missing('/shop/other')]

  test('has the next step to create the parameter, not to correct the template', () => {
    expect(reported(failed(observed)).advice).toBe(
      'Create /shop/topic, version 3 of /shop/other in Systems Manager of production (eu-west-1), or correct the name in {{resolve:ssm:…}}; then start the release again.',
    )
  })

  test('is reported once where the reference itself has a finding', () => {
    expect(withoutExplained([failed(observed)], all, 'production')).toEqual([])
  })

  test.each<[string, Finding[]]>([
    ['one of both is not', all.slice(0, 1)],
    ['it is of another environment', [missing('/shop/topic', 'preprod'), missing('/shop/other', 'preprod')]],
    ['it does not block', all.map((each) => ({ ...each, outcome: 'noted' as const }))],
    ['it is of another stack', all.map((each) => ({ ...each, subject: 'stack/webapp/resource/Topic' }))],
    ['only the end of the name matches', [missing('/a/shop/topic'), missing('/shop/other')]],
  ])('remains where %s', (_, judged) => {
    expect(withoutExplained([failed(observed)], judged, 'production')).toHaveLength(1)
  })

  test('does not affect other errors', () => {
    const others = [failed('Template format error'), failed(observed, 'change-set/validation-failed')]
    expect(withoutExplained(others, all, 'production')).toEqual(others)
  })
})
