import { describe, expect, test } from '@jest/globals'
import type { GroupFacts } from '../../../src/codedeploy/group/group.ts'
import { findPlannedGroup } from '../../../src/policies/planned/group.ts'
import type { EnvironmentFacts } from '../../../src/policies/contract.ts'
import { factsOf, type Change } from '../facts.ts'

const TYPE = 'AWS::CodeDeploy::DeploymentGroup'
const group = (more: Partial<GroupFacts> = {}): GroupFacts => ({
  deployment: 'app',
  application: 'shop',
  group: 'shop-production',
  info: undefined,
  config: undefined,
  alarms: [],
  running: [],
  ...more,
})
const added = (id: string, after: object): Change => ({ id, type: TYPE, action: 'Add', after })
const templateOf = (groups: Readonly<Record<string, string>>, outputs = ''): string =>
  `Resources:\n  New: { Type: AWS::DynamoDB::Table }\n${Object.entries(groups)
    .map(([id, properties]) => `  ${id}: { Type: ${TYPE}, Properties: { ${properties} } }`)
    .join('\n')}\n${outputs}`

function found(facts: GroupFacts, changes: readonly Change[], template?: string): string | undefined {
  const [environment] = factsOf({ changes, ...(template !== undefined && { template }) }).environments
  const planned = findPlannedGroup(facts, environment as EnvironmentFacts)
  return planned === undefined || planned === 'perhaps' ? planned : planned.placed.change.logicalId
}

describe('the resource of the release that is the deployment group', () => {
  const others = [added('First', { DeploymentGroupName: 'other' })]

  test('is the new one with its name, and no other', () => {
    expect(found(group(), [...others, added('Second', { DeploymentGroupName: 'shop-production' })])).toBe('Second')
    expect(found(group(), others)).toBeUndefined()
  })

  test('is not a new one without a name, which CloudFormation generates', () => {
    expect(found(group(), [added('First', {})], templateOf({ First: '' }))).toBeUndefined()
  })

  test('is not one of another application', () => {
    const named = { DeploymentGroupName: 'shop-production' }
    expect(found(group(), [added('First', { ...named, ApplicationName: 'site' })])).toBeUndefined()
    expect(found(group(), [added('First', { ...named, ApplicationName: 'shop' })])).toBe('First')
  })

  const OPEN = '{{changeSet:KNOWN_AFTER_APPLY}}'
  const byTable = 'DeploymentGroupName: !GetAtt New.StreamArn'

  test('may be each of several new ones with unknown names', () => {
    const two = ['First', 'Second'].map((id) => added(id, { DeploymentGroupName: OPEN }))
    expect(found(group(), two, templateOf({ First: byTable, Second: byTable }))).toBe('perhaps')
    expect(found(group(), two.slice(0, 1), templateOf({ First: byTable }))).toBe('First')
  })

  test('a name that the change set does not give is resolved from the template', () => {
    const names = {
      First: 'DeploymentGroupName: !Sub "${AWS::StackName}-a"',
      Second: 'DeploymentGroupName: shop-production',
    }
    const two = ['First', 'Second'].map((id) => added(id, { DeploymentGroupName: OPEN }))
    expect(found(group(), two, templateOf(names))).toBe('Second')
  })

  test('an output that refers to it identifies it, without a name', () => {
    const written = '{stack.web.outputs.Group}'
    const reference = { stack: 'web', output: 'Group' }
    const two = ['First', 'Second'].map((id) => added(id, {}))
    const template = templateOf({ First: '', Second: '' }, 'Outputs: { Group: { Value: !Ref Second } }')
    expect(found(group({ group: written, reference }), two, template)).toBe('Second')
    expect(found(group({ group: written }), two, template)).toBeUndefined()
  })

  test('an existing one is found by its physical ID', () => {
    const changes = ['First', 'Second'].map((id) => ({ id, type: TYPE, properties: ['/Properties/ServiceRoleArn'] }))
    expect(found(group({ group: 'physical-Second', info: {} }), changes)).toBe('Second')
  })

  test('a cycle of names in a template ends', () => {
    const circle = { First: 'DeploymentGroupName: !Sub "${Second}"', Second: 'DeploymentGroupName: !Sub "${First}"' }
    const two = ['First', 'Second'].map((id) => added(id, { DeploymentGroupName: OPEN }))
    expect(found(group(), two, templateOf(circle))).toBe('perhaps')
  })
})
