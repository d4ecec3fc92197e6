import { describe, expect, test } from '@jest/globals'
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec'
import { rule } from '../../../src/policies/precheck/replaces-state.ts'
import { STATEFUL_TYPES } from '../../../src/policies/planned/stateful-types.ts'
import { factsOf, type Change } from '../facts.ts'

const TABLE = 'AWS::DynamoDB::Table'
const table = (change: Partial<Change>): Change => ({ id: 'Orders', type: TABLE, ...change })
const REPLACED = { replacement: 'True', properties: ['/Properties/KeySchema'] } as const

describe('no resource that holds state is replaced or removed', () => {
  test.each<[string, Change, string]>([
    ['replaced', table({ ...REPLACED, policy: 'ReplaceAndDelete' }), 'change/replaces-state'],
    ['perhaps replaced', table({ ...REPLACED, replacement: 'Conditional' }), 'change/replaces-state'],
    ['changed in an unknown way', table({ action: 'Dissolve' }), 'change/replaces-state'],
    [
      'replaced and kept, which the intent does not declare',
      table({ ...REPLACED, policy: 'ReplaceAndRetain' }),
      'change/replaces-state',
    ],
    ['removed', table({ action: 'Remove', policy: 'Delete' }), 'change/removes-state'],
    ['removed, with an unknown deletion policy', table({ action: 'Remove' }), 'change/removes-state'],
    ['removed and retained', table({ action: 'Remove', policy: 'Retain' }), 'change/keeps-state'],
    ['removed with a snapshot', table({ action: 'Remove', policy: 'Snapshot' }), 'change/keeps-state'],
    ['updated in place', table({ properties: ['/Properties/Tags'] }), 'change/keeps-state'],
    ['added', table({ action: 'Add' }), 'change/keeps-state'],
    ['replaced, but it holds nothing', { id: 'T', type: 'AWS::SNS::Topic', replacement: 'True' }, 'change/keeps-state'],
    [
      'a nested stack removed',
      { id: 'N', type: 'AWS::CloudFormation::Stack', action: 'Remove', policy: 'Delete' },
      'change/removes-state',
    ],
  ])('%s', (_, change, code) => {
    expect(rule.judge(factsOf({ changes: [change] })).map((finding) => finding.code)).toEqual([code])
  })

  const INTENT = 'version: 1\nexpect: [{ resource: web/Orders, action: Modify, replacement: true }]\n'

  test('an intent can declare a replacement that keeps the old one, and none that loses it', () => {
    const judged = (policy: string): unknown[] =>
      rule
        .judge(factsOf({ changes: [table({ ...REPLACED, policy })], intent: INTENT }))
        .map(({ code, waived }) => [code, waived?.reason])
    expect(judged('ReplaceAndRetain')).toEqual([['change/replaces-state', 'declared by the intent of this release']])
    expect(judged('ReplaceAndDelete')).toEqual([['change/replaces-state', undefined]])
  })

  test('the finding has the property and the next step', () => {
    const [finding] = rule.judge(factsOf({ changes: [table({ ...REPLACED, policy: 'ReplaceAndDelete' })] }))
    expect(finding).toMatchObject({ subject: 'stack/web/resource/Orders', outcome: 'fail' })
    expect(finding?.observed).toContain('/Properties/KeySchema (DirectModification)')
    expect(finding?.advice).toContain('UpdateReplacePolicy: Retain')
  })

  test("the types are those of AWS's specification, and more", async () => {
    const specification = await loadAwsServiceSpec()
    const stateful = [...specification.all('resource')]
      .filter((type) => type.isStateful)
      .map((type) => type.cloudFormationType)
    const ours = Object.entries(STATEFUL_TYPES).flatMap(([type, { source }]) => (source === 'spec' ? [type] : []))
    expect(ours.toSorted()).toEqual(stateful.toSorted())
    const known = new Set([...specification.all('resource')].map((type) => type.cloudFormationType))
    expect(Object.keys(STATEFUL_TYPES).filter((type) => !known.has(type))).toEqual([])
  })
})
