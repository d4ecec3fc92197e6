import { describe, expect, test } from '@jest/globals'
import type { ResourceDrift } from '../../../src/cloudformation/drift/drift.ts'
import { rule } from '../../../src/policies/precheck/drift.ts'
import { factsOf } from '../facts.ts'

const TYPE = 'AWS::CloudFormation::StackSet'
const ID = 'baseline:12345678-abcd-4abc-8abc-1234567890ab'
const SET = { logicalId: 'Baseline', type: TYPE, physicalId: ID }
const templateWith = (properties: string): string =>
  `Resources: { Topic: { Type: AWS::SNS::Topic }, Baseline: { Type: ${TYPE}, Properties: ${properties} } }`
const group = (accounts: string, regions: string, more = ''): string =>
  `{ DeploymentTargets: { Accounts: ${accounts}${more} }, Regions: ${regions} }`

function instances(template: string, drift: readonly Partial<ResourceDrift>[] = [{}, SET]) {
  const findings = rule.judge(factsOf({ template, drift }))
  return findings.filter(({ subject }) => subject.endsWith('/instances'))
}

describe('the instances of a stack set', () => {
  test('are reported as not examined, with the name of the set and the command', () => {
    const [finding, ...others] = instances(
      templateWith(`{ StackInstancesGroup: [${group("['111111111111', '222222222222']", '[eu-west-1, us-east-1]')}] }`),
    )
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      code: 'drift/not-read',
      outcome: 'skipped',
      title: `production: the instances of the stack set Baseline (${ID}) of web were not examined`,
      subject: 'stack/web/resource/Baseline/instances',
      observed: 'not examined; its template declares 4 instances',
      details: { environment: 'production', stack: 'shop-production', region: 'eu-west-1' },
      source: { file: 'web.yml', line: 1 },
    })
    expect(finding?.advice).toContain(
      `\`aws cloudformation list-stack-instances --stack-set-name ${ID} --region eu-west-1\``,
    )
  })

  test.each([
    ['one that two groups name', `[${group('["1"]', '[a, b]')}, ${group('["1"]', '[b]')}]`, 'declares 2 instances'],
    ['one', `[${group('["1"]', '[a]')}]`, 'declares 1 instance'],
    ['none', '[]', 'declares 0 instances'],
    ['organizational units', '[{ DeploymentTargets: { OrganizationalUnitIds: [ou-1] }, Regions: [a] }]', 'not known'],
    [
      'a filter',
      `[${group('["1"]', '[a]', ', AccountFilterType: DIFFERENCE, OrganizationalUnitIds: [ou-1]')}]`,
      'not known',
    ],
    ['a file of accounts', `[${group('["1"]', '[a]', ', AccountsUrl: "s3://b/k"')}]`, 'not known'],
    ['a parameter', `[${group('!Ref Accounts', '[a]')}]`, 'not known'],
    ['a function in a list', `[${group('["1", !Ref Other]', '[a]')}]`, 'not known'],
    ['a condition', '!If [Is, [], []]', 'not known'],
    ['no group', '!Ref AWS::NoValue', 'not known'],
  ])('are counted where the template declares them: %s', (_, groups, expected) => {
    const [finding] = instances(templateWith(`{ StackInstancesGroup: ${groups} }`))
    expect(finding?.observed).toMatch(new RegExp(`${expected}$`))
  })

  test('of a set that this release creates are reported too, by the name in the template', () => {
    const [finding, ...others] = instances(templateWith('{ StackSetName: baseline }'), [{}])
    expect(others).toEqual([])
    expect(finding?.title).toBe(
      'production: the instances of the stack set Baseline (baseline) of web were not examined',
    )
    const [computed] = instances(templateWith('{ StackSetName: !Sub "x-${AWS::Region}" }'), [{}])
    expect(computed?.title).toBe('production: the instances of the stack set Baseline of web were not examined')
    const [hostile] = instances(templateWith('{ StackSetName: "x; rm -rf ~" }'), [{}])
    expect(hostile?.advice).toContain('--stack-set-name NAME ')
  })

  test('of a nested stack are reported with its path', () => {
    const facts = factsOf({ drift: [{}] })
    const [root] = facts.environments[0]?.drift ?? []
    if (!root) throw new Error('there is one report')
    const inNested = { ...SET, status: 'IN_SYNC', reason: '', differences: [] }
    const nested = { ...root, stack: 'web/Guard', stackArn: 'arn:nested', resources: [inNested] }
    Object.assign(root, { nested: [nested] })
    const findings = rule.judge(facts)
    expect(findings.filter(({ subject }) => subject.endsWith('/instances')).map(({ subject }) => subject)).toEqual([
      'stack/web/Guard/resource/Baseline/instances',
    ])
    const inSync = findings.filter(({ code }) => code === 'drift/in-sync').map(({ observed }) => observed ?? '')
    expect(inSync.map((each) => each.includes('not examined: instances of the stack set Baseline'))).toEqual([
      false,
      true,
    ])
  })

  test('do not exist in a stack without a stack set', () => {
    expect(instances('Resources: { Topic: { Type: AWS::SNS::Topic } }', [{}])).toEqual([])
  })
})
