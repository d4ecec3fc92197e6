import { describe, expect, test } from '@jest/globals'
import type { Finding } from '../../../src/evidence/finding.ts'
import { baselineOf, observed } from '../../../src/policies/baseline.ts'
import { itemLabels, mergeAlike } from '../../../src/policies/drift/groups.ts'

const drift = (subject: string, environment: string, observedValue = 'b', expected = 'a'): Finding => ({
  code: 'drift/property-differs',
  outcome: 'fail',
  title: `${environment}: Topic/DisplayName was changed outside CloudFormation (another value)`,
  subject,
  expected,
  observed: observedValue,
  advice: 'Revert it.',
  details: { environment },
})
const NAME = 'stack/web/resource/Topic/property/DisplayName'
const tag = (id: string, environment = 'production', value = '{"Key":"team","Value":"x"}'): Finding =>
  drift(`stack/web/resource/${id}/property/Tags/0`, environment, value, '(absent)')

describe('the same drift in both environments', () => {
  test('is one finding that names both', () => {
    const merged = mergeAlike([drift(NAME, 'preprod'), drift(NAME, 'production')])
    expect(merged).toHaveLength(1)
    expect(merged[0]?.title).toBe(
      'preprod and production alike: Topic/DisplayName was changed outside CloudFormation (another value)',
    )
    expect(merged[0]?.advice).toContain('decide for both')
  })

  test('names who changed each of them, and nobody for both', () => {
    const [one, other] = [drift(NAME, 'preprod'), drift(NAME, 'production')]
    const by = (finding: Finding, environment: string, who: string): Finding => ({
      ...finding,
      title: `${finding.title}, by ${who}`,
      details: { environment, changedBy: who },
    })
    const [merged] = mergeAlike([
      by(one, 'preprod', 'maren at 08:00 (sns:SetTopicAttributes)'),
      by(other, 'production', 'frank at 09:00 (sns:SetTopicAttributes)'),
    ])
    expect(merged?.title).toMatch(/^preprod and production alike: .* \(another value\)$/)
    expect(merged?.details).toMatchObject({
      changedBy:
        'preprod: maren at 08:00 (sns:SetTopicAttributes); production: frank at 09:00 (sns:SetTopicAttributes)',
    })
    const [half] = mergeAlike([one, by(other, 'production', 'frank')])
    expect(half?.details).toMatchObject({ changedBy: 'production: frank' })
  })

  test('is two findings where the values differ, or where one is accepted', () => {
    expect(mergeAlike([drift(NAME, 'preprod', 'b'), drift(NAME, 'production', 'c')])).toHaveLength(2)
    const waived = { ...drift(NAME, 'preprod'), waived: { reason: 'r', owner: 'o', until: '2027-01-01' } }
    expect(mergeAlike([waived, drift(NAME, 'production')])).toHaveLength(2)
  })

  test('is accepted only where the baseline has it for both', () => {
    const [merged] = mergeAlike([drift(NAME, 'preprod'), drift(NAME, 'production')])
    const observe = { until: '2026-01-01' } as never
    const waivedBy = (...environments: string[]): boolean => {
      const known = environments.map((environment) => ({ code: 'drift/property-differs', subject: NAME, environment }))
      const judged = observed([merged as Finding], observe, { version: 1, known }, '2026-06-01')
      return judged[0]?.waived !== undefined
    }
    expect(waivedBy('preprod')).toBe(false)
    expect(waivedBy('preprod', 'production')).toBe(true)
    expect(baselineOf([merged as Finding]).known.map(({ environment }) => environment)).toEqual([
      'preprod',
      'production',
    ])
  })
})

describe('one tag on many resources', () => {
  test('has an author where all of them have the same one', () => {
    const by = (id: string, changedBy?: string): Finding => ({
      ...tag(id),
      details: { environment: 'production', ...(changedBy && { changedBy }) },
    })
    const details = (...findings: Finding[]): unknown => mergeAlike(findings)[0]?.details
    expect(details(by('A', 'maren'), by('B', 'maren'))).toEqual({ environment: 'production', changedBy: 'maren' })
    expect(details(by('A', 'maren'), by('B', 'frank'))).toEqual({ environment: 'production' })
    expect(details(by('A', 'maren'), by('B'))).toEqual({ environment: 'production' })
  })

  test('is one finding that names tag and resources', () => {
    const [one, ...others] = mergeAlike([tag('A'), tag('B'), tag('C')])
    expect(others).toEqual([])
    expect(one).toMatchObject({
      code: 'drift/on-many-resources',
      outcome: 'fail',
      title: 'production: the tag team was added to 3 resources of web outside CloudFormation',
      subject: 'stack/web/tag/team',
    })
    expect(one?.observed).toContain('A, B, C')
    expect(one?.advice).not.toContain('REVERT')
  })

  test.each<[string, string, string]>([
    ['a list', 'Tags/0', '{"Key":"team","Value":"x"}'],
    ['a list in lower case', 'Tags/0', '{"key":"team","value":"x"}'],
    ['a map', 'Tags/team', 'x'],
    ['a map of another name', 'TagsMap/team', 'x'],
    ['a property of another name', 'HostedZoneTags/0', '{"Key":"team","Value":"x"}'],
  ])('is one finding for two resources: %s', (_, property, value) => {
    const two = ['A', 'B'].map((id) =>
      drift(`stack/web/resource/${id}/property/${property}`, 'production', value, '(absent)'),
    )
    const [one, ...others] = mergeAlike(two)
    expect(others).toEqual([])
    expect(one?.title).toBe('production: the tag team was added to 2 resources of web outside CloudFormation')
    expect(one?.observed).toBe(`${value}: A, B`)
    expect(one?.advice).toContain(`resource: web/*, property: /${property.split('/')[0]},`)
  })

  test('on two of three resources does not affect the third tag', () => {
    const other = tag('C', 'production', '{"Key":"team","Value":"y"}')
    expect(mergeAlike([tag('A'), tag('B'), other]).map(({ subject }) => subject)).toEqual([
      'stack/web/tag/team',
      other.subject,
    ])
  })

  test('is not merged for one resource, other keys of maps, other stacks, accepted ones or other properties', () => {
    const map = (id: string, key: string) => drift(`stack/web/resource/${id}/property/Tags/${key}`, 'production', 'x')
    const waived = { ...tag('B'), waived: { reason: 'r', owner: 'o', until: '2027-01-01' } }
    const other = { ...tag('A'), subject: 'stack/api/resource/A/property/Tags/0' }
    const filter = (id: string) => drift(`stack/web/resource/${id}/property/Ec2TagFilters/0`, 'production')
    expect(mergeAlike([tag('A')])).toHaveLength(1)
    expect(mergeAlike([tag('A')])[0]?.code).toBe('drift/property-differs')
    for (const two of [
      [map('A', 'team'), map('B', 'cost')],
      [tag('A'), waived],
      [tag('A'), other],
      [filter('A'), filter('B')],
    ])
      expect(mergeAlike(two)).toHaveLength(2)
  })

  test('in both environments is one finding as well', () => {
    const all = ['preprod', 'production'].flatMap((each) => ['A', 'B', 'C'].map((id) => tag(id, each)))
    expect(mergeAlike(all).map(({ title }) => title)).toEqual([
      'preprod and production alike: the tag team was added to 3 resources of web outside CloudFormation',
    ])
  })
})

test('items of a list are identified by the values that differ, and no other value is shown', () => {
  expect(itemLabels('[{"Id":"s3","Secret":"hush"},"b.example.org",{"Value":"hush"}]')).toBe('s3, b.example.org, item 3')
})
