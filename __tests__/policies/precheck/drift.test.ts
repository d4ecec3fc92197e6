import { describe, expect, test } from '@jest/globals'
import { rule } from '../../../src/policies/precheck/drift.ts'
import { factsOf } from '../facts.ts'

const differs = (path: string, expected: string, actual: string, kind = 'NOT_EQUAL') => ({
  status: 'MODIFIED',
  differences: [{ path, kind, expected, actual }],
})
const ignore = (property: string | undefined, until: string, resource = 'web/Topic') => ({
  drift: { ignore: [{ resource, ...(property && { property }), reason: 'r', owner: 'o', until }] },
})
const judged = (from: Parameters<typeof factsOf>[0]): string[] =>
  rule.judge(factsOf(from)).map(({ code, outcome, waived }) => `${waived ? 'waived' : outcome} ${code}`)

test('a finding has who changed the resource last, where CloudTrail has it', () => {
  const at = '2026-05-01T10:00:00.000Z'
  const details = (...changed: string[]): unknown[] =>
    rule
      .judge(
        factsOf({
          drift: [differs('/DisplayName', 'a', 'b')],
          changedBy: new Map(changed.map((id) => [id, [{ at, who: 'frank', call: 'sns:SetTopicAttributes' }]])),
        }),
      )
      .map((finding) => finding.details)
  const [drifted] = factsOf({ drift: [differs('/DisplayName', 'a', 'b')] }).environments.flatMap(({ drift }) =>
    drift.flatMap(({ resources }) => resources),
  )
  expect(details(drifted?.physicalId ?? '')).toEqual([
    expect.objectContaining({ environment: 'production', changedBy: `frank at ${at} (sns:SetTopicAttributes)` }),
  ])
  expect(details('other')).toEqual([expect.not.objectContaining({ changedBy: expect.anything() })])
})

describe('drift', () => {
  test.each<[string, Parameters<typeof factsOf>[0], string[]]>([
    ['nothing differs', { drift: [{}, { logicalId: 'B' }] }, ['pass drift/in-sync']],
    ['a value differs', { drift: [differs('/DisplayName', 'a', 'b')] }, ['fail drift/property-differs']],
    [
      'AWS reports a difference without its property',
      { drift: [{ status: 'MODIFIED' }] },
      ['fail drift/property-differs'],
    ],
    ['a resource was deleted', { drift: [{ status: 'DELETED' }] }, ['fail drift/resource-deleted']],
    [
      'a number is a text',
      { drift: [differs('/A', '{"a":1024}', '{"a":"1024"}')] },
      ['pass drift/equivalent', 'pass drift/in-sync'],
    ],
    ['a value was added', { drift: [differs('/A', '', 'b', 'ADD')] }, ['fail drift/property-differs']],
    ['no resource is reported', { drift: [] }, ['inconclusive drift/nothing-checked']],
    ['nothing was checked', { drift: [{ status: 'NOT_CHECKED' }] }, ['inconclusive drift/nothing-checked']],
    [
      'one of two cannot be checked',
      { drift: [{}, { logicalId: 'B', type: 'Custom::B', status: 'UNSUPPORTED' }] },
      ['pass drift/in-sync'],
    ],
    [
      'one of its type was left out',
      { drift: [{}, { logicalId: 'B', status: 'NOT_CHECKED' }] },
      ['inconclusive drift/unchecked'],
    ],
    [
      'a status is unknown',
      { drift: [{}, { logicalId: 'B', type: 'X', status: 'SHIFTED' }] },
      ['inconclusive drift/unknown-status'],
    ],
    [
      'detection failed half way',
      { drift: [{}, { logicalId: 'B', type: 'X', status: 'NOT_CHECKED' }], detection: 'failed' },
      ['inconclusive drift/detection-failed'],
    ],
    ['detection was throttled', { drift: [{}], throttled: true }, ['inconclusive drift/throttled']],
    [
      'less than the required share',
      { drift: [{}, { logicalId: 'B', type: 'X', status: 'UNSUPPORTED' }], precheck: { drift: { coverage: 0.9 } } },
      ['fail drift/coverage'],
    ],
    [
      'an ignored property',
      { drift: [differs('/DisplayName', 'a', 'b')], precheck: ignore('/DisplayName', '2026-06-01') },
      ['waived drift/property-differs', 'pass drift/in-sync'],
    ],
    [
      'a property below an ignored one',
      { drift: [differs('/A/B/0', 'a', 'b')], precheck: ignore('/A', '2026-06-01') },
      ['waived drift/property-differs', 'pass drift/in-sync'],
    ],
    [
      'another property of an ignored one',
      { drift: [differs('/AB', 'a', 'b')], precheck: ignore('/A', '2026-06-01') },
      ['fail drift/property-differs', 'noted drift/ignore-unused'],
    ],
    [
      'an expired exception',
      { drift: [differs('/A', 'a', 'b')], precheck: ignore('/A', '2026-05-31') },
      ['fail drift/property-differs', 'fail drift/ignore-expired'],
    ],
    [
      'an exception that matches nothing',
      { drift: [{}], precheck: ignore(undefined, '2026-12-31', 'web/Nobody') },
      ['pass drift/in-sync', 'fail drift/ignore-unused'],
    ],
    [
      'an exception that was not needed',
      { drift: [{}], precheck: ignore('/A', '2026-12-31') },
      ['pass drift/in-sync', 'noted drift/ignore-unused'],
    ],
    [
      'an exception for a resource that cannot be checked',
      { drift: [{ status: 'UNSUPPORTED' }], precheck: ignore(undefined, '2026-12-31') },
      ['skipped drift/nothing-checked'],
    ],
  ])('%s', (_, from, expected) => {
    expect(judged(from).filter((line) => line !== 'pass drift/in-sync' || expected.includes(line))).toEqual(expected)
  })

  test('tags that AWS services add are counted and do not block, beside a difference that does', () => {
    const own = (key: string, kind = 'ADD') => ({
      path: '/Tags/1',
      kind,
      expected: '',
      actual: `{"Key":"${key}","Value":"x"}`,
    })
    const fleet = { logicalId: 'Fleet', status: 'MODIFIED', differences: [own('aws:a'), own('aws:b')] }
    const other = { logicalId: 'Other', status: 'MODIFIED', differences: [own('aws:a')] }
    expect(judged({ drift: [fleet, other] })).toEqual(['noted drift/system-tags', 'pass drift/in-sync'])
    const [finding] = rule.judge(factsOf({ drift: [fleet, other] }))
    expect(finding?.title).toBe('production: AWS services added 3 tags to resources of web, which are not drift')
    expect(finding?.observed).toBe('Fleet (aws:a, aws:b), Other (aws:a)')
    expect(finding?.advice).not.toMatch(/Add it|REVERT/)
    const both = { ...fleet, differences: [own('aws:a'), own('team')] }
    expect(judged({ drift: [both] })).toEqual(['fail drift/property-differs', 'noted drift/system-tags'])
    expect(judged({ drift: [{ ...fleet, differences: [own('aws:a', 'NOT_EQUAL')] }] })).toEqual([
      'fail drift/property-differs',
    ])
    const precheck = ignore('/Tags', '2026-12-31', 'web/Fleet')
    expect(judged({ drift: [fleet], precheck })).toEqual(['noted drift/system-tags', 'pass drift/in-sync'])
  })

  test('an exception without a stack is reported with the right form', () => {
    const precheck = { drift: { ignore: [{ resource: 'Topic', reason: 'r', owner: 'o', until: '2026-12-31' }] } }
    const unused = rule.judge(factsOf({ drift: [{}], precheck })).find(({ code }) => code === 'drift/ignore-unused')
    expect(unused).toMatchObject({
      outcome: 'fail',
      advice: 'Name the resource with its stack: `resource: web/Topic`; or remove the entry.',
    })
  })

  test('in sync reports how much was checked, and lists the rest', () => {
    const findings = rule.judge(factsOf({ drift: [{}, { logicalId: 'B', type: 'Custom::B', status: 'UNSUPPORTED' }] }))
    expect(findings[0]?.title).toMatch(/: CloudFormation reports no difference in 1 of 2 resources of web$/)
    expect(findings[0]?.observed).toBe(
      '1 of 2 resources checked, the number of compared properties is not known, none differ; not checked: B (UNSUPPORTED); not read, since no template declares it: access of Topic (TopicPolicy, Subscription)',
    )
  })

  test.each<[string, (number | undefined)[], string, RegExp]>([
    [
      'of all resources',
      [3, 4],
      '2 of 2 resources checked, 7 properties of them compared, none differ; ',
      /: 7 declared properties of 2 of 2 resources of web equal its template$/,
    ],
    [
      'one',
      [1, 0],
      '2 of 2 resources checked, 1 property of them compared, none differ; ',
      /: 1 declared property of 2 of/,
    ],
    [
      'of some resources only',
      [3, undefined],
      '2 of 2 resources checked, 3 properties of 1 of them compared, the number is not known of the others, none differ; ',
      /: CloudFormation reports no difference in 2 of 2 resources of web$/,
    ],
    [
      'of none',
      [undefined, undefined],
      '2 of 2 resources checked, the number of compared properties is not known, none differ; ',
      /: CloudFormation reports no difference in 2 of 2 resources of web$/,
    ],
    [
      'no property',
      [0, 0],
      '2 of 2 resources checked, 0 properties of them compared, none differ; ',
      /: 2 of 2 resources of web exist; they have no declared property that CloudFormation compared$/,
    ],
  ])('in sync reports how many properties were compared, as far as known: %s', (_, counts, start, title) => {
    const drift = counts.map((compared, at) => ({
      logicalId: `R${at}`,
      ...(compared !== undefined && { compared }),
    }))
    const [finding] = rule.judge(factsOf({ drift }))
    expect(finding?.observed?.slice(0, start.length)).toBe(start)
    expect(finding?.title).toMatch(title)
  })

  test('an accepted difference is not counted as equal', () => {
    const drift = [{ compared: 2, ...differs('/DisplayName', 'a', 'b') }]
    const findings = rule.judge(factsOf({ drift, precheck: ignore('/DisplayName', '2026-06-01') }))
    const finding = findings.find(({ code }) => code === 'drift/in-sync')
    expect(finding?.title).toMatch(/: CloudFormation reports only accepted differences in 1 of 1 resources of web$/)
    expect(finding?.observed).toMatch(
      /^1 of 1 resources checked, 2 properties of them compared, 1 accepted differences/,
    )
  })

  test('unchecked properties do not count', () => {
    const drift = [{ compared: 2 }, { logicalId: 'B', type: 'Custom::B', status: 'UNSUPPORTED' }]
    const [finding] = rule.judge(factsOf({ drift }))
    expect(finding?.title).toMatch(/: 2 declared properties of 1 of 2 resources of web equal its template$/)
    expect(finding?.observed).toMatch(
      /^1 of 2 resources checked, 2 properties of them compared, none differ; not checked: B/,
    )
  })

  test('the next step adds it to the template, reverts it or ignores it', () => {
    const [finding] = rule.judge(factsOf({ drift: [differs('/DisplayName', 'a', 'b')] }))
    expect(finding).toMatchObject({
      subject: 'stack/web/resource/Topic/property/DisplayName',
      expected: 'a',
      observed: 'b',
    })
    expect(finding?.advice).toMatch(
      /Add it to web\.yml .*--deployment-mode REVERT_DRIFT.*execute-change-set.*precheck\.drift\.ignore/,
    )
  })

  test('a deleted resource can be removed from the template, created again or ignored', () => {
    const [finding] = rule.judge(factsOf({ drift: [{ status: 'DELETED' }] }))
    expect(finding?.advice).toMatch(
      /Take Resources\.Topic out of web\.yml.*REVERT_DRIFT.*ignore: \[\{ resource: web\/Topic, /,
    )
  })

  test('in a nested stack is corrected in its own template, and reverted from the root', () => {
    const facts = factsOf({ drift: [] })
    const [environment] = facts.environments
    if (!environment) throw new Error('there is one environment')
    const [root] = environment.drift
    if (!root) throw new Error('there is one report')
    const table = { ...differs('/BillingMode', 'a', 'b'), logicalId: 'Table', physicalId: 't', type: 'T', reason: '' }
    const nested = { ...root, stack: 'web/Data', stackArn: 'arn:nested', resources: [table] }
    const drift = [{ ...root, nested: [nested] }]
    const finding = rule
      .judge({ ...facts, environments: [{ ...environment, drift }] })
      .find(({ code }) => code === 'drift/property-differs')
    expect(finding?.advice).toMatch(
      /the template of the nested stack web\/Data .*--stack-name shop-production .*--include-nested-stacks/,
    )
  })

  test('of a stack in progress has no permission as its next step', () => {
    const [finding] = rule.judge(factsOf({ drift: [], detection: 'refused' }))
    expect(finding?.advice).toMatch(/settled state first/)
  })
})
