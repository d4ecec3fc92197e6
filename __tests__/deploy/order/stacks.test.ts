import { expect, test } from '@jest/globals'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'
import { neededStacks, type OrderedStack } from '../../../src/deploy/order/stacks.ts'
import type { ResourceChange } from '../../../src/evidence/document.ts'

const PLAIN = 'Resources: { T: { Type: AWS::SNS::Topic } }'

function stack(id: string, template: string | undefined, more: Partial<OrderedStack> = {}): OrderedStack {
  return {
    id,
    dependsOn: [],
    template: template === undefined ? undefined : parseTemplate(template, `${id}.yml`),
    values: { 'AWS::StackName': id },
    before: undefined,
    changes: [],
    ...more,
  }
}

function change(type: string, action: ResourceChange['action']): ResourceChange {
  return { logicalId: 'X', type, action, replacement: 'False', properties: [] }
}

function needs(...stacks: readonly OrderedStack[]): Record<string, readonly string[]> {
  return Object.fromEntries(neededStacks(stacks))
}

test('stacks without references need no other stack', () => {
  expect(needs(stack('a', PLAIN), stack('b', PLAIN), stack('c', PLAIN))).toEqual({ a: [], b: [], c: [] })
})

test("stacks in the configuration's depends-on are needed, wherever they are in the list", () => {
  expect(needs(stack('a', PLAIN), stack('b', PLAIN, { dependsOn: ['a'] }))['b']).toEqual(['a'])
})

test('an import needs the stack that exports the name, and no other', () => {
  const exporting = `${PLAIN}\nOutputs: { O: { Value: !Ref T, Export: { Name: !Sub "\${AWS::StackName}-topic" } } }`
  const importing = 'Resources: { T: { Type: AWS::SNS::Topic, Properties: { DisplayName: !ImportValue a-topic } } }'
  expect(needs(stack('a', exporting), stack('b', exporting), stack('c', importing))).toEqual({ a: [], b: [], c: ['a'] })
})

test('an import with an unknown name needs all earlier stacks', () => {
  const importing =
    'Parameters: { P: { Type: String } }\nResources: { T: { Type: AWS::SNS::Topic, Properties: { DisplayName: !ImportValue { Ref: P } } } }'
  expect(needs(stack('a', PLAIN), stack('b', PLAIN), stack('c', importing))['c']).toEqual(['a', 'b'])
})

test('an import that no template exports needs an earlier stack whose nested stacks may export it', () => {
  const nested = 'Resources: { N: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: https://x/y } } }'
  const importing = 'Resources: { T: { Type: AWS::SNS::Topic, Properties: { DisplayName: !ImportValue of-nested } } }'
  expect(needs(stack('a', PLAIN), stack('b', nested), stack('c', importing))).toEqual({ a: [], b: ['a'], c: ['b'] })
})

test('a stack that creates a resource with a referenced name is needed', () => {
  const making = 'Resources: { R: { Type: AWS::IAM::Role, Properties: { RoleName: runner } } }'
  const using =
    'Resources: { F: { Type: AWS::Lambda::Function, Properties: { Role: "arn:aws:iam::111111111111:role/runner" } } }'
  expect(needs(stack('a', making), stack('b', PLAIN), stack('c', using))['c']).toEqual(['a'])
})

test('a stack whose export is removed follows the earlier ones, which may still import it', () => {
  const before = { exports: { O: 'old-name' }, outputs: { O: 'x' } }
  expect(needs(stack('a', PLAIN), stack('b', PLAIN, { before }))['b']).toEqual(['a'])
})

test('a stack whose exports remain needs no other stack', () => {
  const exporting = `${PLAIN}\nOutputs: { O: { Value: x, Export: { Name: kept } } }`
  const before = { exports: { O: 'kept' }, outputs: { O: 'x' } }
  expect(needs(stack('a', PLAIN), stack('b', exporting, { before }))['b']).toEqual([])
})

test('a resource that moves to another stack is removed first', () => {
  const removing = { changes: [change('AWS::DynamoDB::Table', 'Remove')] }
  const adding = { changes: [change('AWS::DynamoDB::Table', 'Add')] }
  expect(needs(stack('a', PLAIN, removing), stack('b', PLAIN, adding))['b']).toEqual(['a'])
  expect(needs(stack('a', PLAIN, adding), stack('b', PLAIN, removing))['b']).toEqual([])
})

test('a stack with an unknown template, or with a macro, needs all earlier ones', () => {
  const macro = `Transform: [Own]\n${PLAIN}`
  const all = needs(stack('a', PLAIN), stack('b', undefined), stack('c', PLAIN), stack('d', macro))
  expect(all).toEqual({ a: [], b: ['a'], c: [], d: ['a', 'b', 'c'] })
})
