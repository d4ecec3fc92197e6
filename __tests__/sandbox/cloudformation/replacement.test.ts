import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff'
import { describe, expect, test } from '@jest/globals'
import { recreationOf } from '../../../sandbox/aws/services/cloudformation/template/resource-specification.ts'
import { STATEFUL_TYPES } from '../../../src/policies/planned/stateful-types.ts'
import { specification } from '../../specification.ts'

const template = (Type: string, Properties: object): object => ({ Resources: { R: { Type, Properties } } })

describe("replacement, by the CDK's diff", () => {
  const IMPACTS: Readonly<Record<string, ResourceImpact>> = {
    Never: ResourceImpact.WILL_UPDATE,
    Conditionally: ResourceImpact.MAY_REPLACE,
    Always: ResourceImpact.WILL_REPLACE,
  }
  // AWS's own change sets and the template reference state it; the schemas that the CDK reads do not.
  const TOLD_OTHERWISE = new Map([['AWS::DynamoDB::Table', ['AttributeDefinitions']]])
  const resources = [...specification.all('resource')]
  const types = [
    ...Object.keys(STATEFUL_TYPES),
    'AWS::EC2::Instance',
    'AWS::Lambda::Function',
    'AWS::IAM::Role',
    'AWS::SNS::Topic',
  ]

  test.each(types)('%s is replaced by the same properties as in the sandbox', (type) => {
    const reported = TOLD_OTHERWISE.get(type) ?? []
    expect(reported.map((name) => recreationOf(type, [name]))).toEqual(reported.map(() => 'Conditionally'))
    const all = Object.keys(resources.find((each) => each.cloudFormationType === type)?.properties ?? {})
    const properties = all.filter((name) => !reported.includes(name))
    expect(properties.length).toBeGreaterThan(0)
    const verdicts = properties.map((name) => {
      const diff = fullDiff(template(type, { [name]: 'a' }), template(type, { [name]: 'b' }))
      return [name, diff.resources.changes['R']?.changeImpact]
    })
    expect(verdicts).toEqual(properties.map((name) => [name, IMPACTS[recreationOf(type, [name])]]))
  })
})
