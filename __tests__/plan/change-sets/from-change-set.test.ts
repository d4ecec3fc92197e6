import { expect, test } from '@jest/globals'
import { inlineParameters } from '../../../src/cloudformation/template/parameters.ts'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'
import { resolveEnvironment } from '../../../src/config/model/environment.ts'
import { schema } from '../../../src/config/schema/index.ts'
import { planFromTemplate } from '../../../src/plan/change-sets/from-change-set.ts'

const TEMPLATE = `
Transform: AWS::LanguageExtensions
Parameters: { Given: { Type: CommaDelimitedList }, Known: { Type: CommaDelimitedList, Default: "x" }, Late: { Type: CommaDelimitedList } }
Resources:
  Fn::ForEach::A: [N, !Ref Given, { "A\${N}": { Type: AWS::SQS::Queue } }]
  Fn::ForEach::B: [N, !Ref Known, { "B\${N}": { Type: AWS::SNS::Topic } }]
  Fn::ForEach::C: [N, !Ref Late, { "C\${N}": { Type: AWS::SNS::Topic } }]
  Fn::ForEach::D: [N, [1], { "D\${N}": { Type: AWS::SNS::Topic } }]
`

test('a plan from a template alone has the resources of its loops, as far as their collections are known', () => {
  const config = schema().parse({ version: 1, stacks: [{ id: 'web', name: 'web', template: 'web.yml' }] })
  const [stack] = resolveEnvironment(config, 'preprod', 'eu-west-1').stacks
  const source = {
    id: 'web',
    template: parseTemplate(TEMPLATE, 'web.yml'),
    parameters: inlineParameters({ Given: 'a, b', Late: '{stack.base.outputs.Names}' }),
    dependsOn: [],
  }
  const { changes } = planFromTemplate(stack!, source, undefined, 'create')
  expect(changes.map(({ logicalId, type }) => `${logicalId} ${type}`)).toEqual([
    'Aa AWS::SQS::Queue',
    'Ab AWS::SQS::Queue',
    'Bx AWS::SNS::Topic',
    'Fn::ForEach::C Fn::ForEach::C',
    'D1 AWS::SNS::Topic',
  ])
})
