import { expect, test } from '@jest/globals'
import { readIntent } from '../../../src/config/schema/intent.ts'
import type { ChangeSetPlan, ResourceChange } from '../../../src/evidence/document.ts'
import { makePlan } from '../../../src/plan/compare.ts'
import { suggestIntent } from '../../../src/precheck/suggestions/intent.ts'

const change = (logicalId: string, more: Partial<ResourceChange> = {}): ResourceChange => ({
  logicalId,
  type: 'AWS::SNS::Topic',
  action: 'Modify',
  replacement: 'False',
  properties: [],
  ...more,
})
const stack = (changes: ResourceChange[], nested: ChangeSetPlan[] = [], id = 'web'): ChangeSetPlan => ({
  stack: id,
  stackName: id,
  kind: 'update',
  provisional: false,
  changes,
  nested,
})

test('a suggestion is an intent that declares exactly the observed changes', () => {
  const both = [change('Topic', { replacement: 'True' }), change('Data', { type: 'AWS::CloudFormation::Stack' })]
  const nested = [stack([change('Table', { action: 'Add' })], [], 'web/Data')]
  const yaml = suggestIntent([
    makePlan({ environment: 'preprod' }, [stack(both, nested)]),
    makePlan({ environment: 'production' }, [stack([...both, change('Only')], nested)]),
  ])
  expect(readIntent(yaml ?? '', 'intent.yml').expect).toEqual([
    { resource: 'web/Topic', action: ['Modify'], replacement: true },
    { resource: 'web/Data/Table', action: ['Add'] },
    { resource: 'web/Only', action: ['Modify'], environment: 'production' },
  ])
})

test('a suggestion keeps the other entries of the present intent', () => {
  const now = readIntent(
    'version: 1\nexpect: [{ resource: web/Old, action: Add }]\nforbid: [{ type: "AWS::DynamoDB::*", replacement: true }]\n' +
      'rules: [{ path: "gate/*", reason: r, owner: o, until: 2027-01-01 }]\n',
    'intent.yml',
  )
  const suggested = readIntent(
    suggestIntent([makePlan({ environment: 'preprod' }, [stack([change('Topic')])])], now) ?? '',
    'i.yml',
  )
  expect(suggested).toEqual({ ...now, expect: [{ resource: 'web/Topic', action: ['Modify'] }] })
})

test('without changes there is no suggestion', () => {
  expect(suggestIntent([makePlan({ environment: 'preprod' }, [stack([])])])).toBeUndefined()
})
