import { describe, expect, test } from '@jest/globals'
import { rule } from '../../../src/policies/precheck/intent.ts'
import { factsOf, type Change } from '../facts.ts'

const modify = (more: Partial<Change> = {}): Change => ({
  id: 'Topic',
  type: 'AWS::SNS::Topic',
  properties: ['/Properties/DisplayName'],
  ...more,
})
const intent = (section: string): string => `version: 1\n${section}\n`

describe('the intent', () => {
  test.each<[string, string, Change[], string[]]>([
    ['allows by name', 'allow: [{ resource: web/Topic }]', [modify()], ['change/as-declared']],
    ['allows by type', 'allow: [{ type: "AWS::SNS::*" }]', [modify()], ['change/as-declared']],
    ['allows within a stack only', 'allow: [{ resource: web/* }]', [modify()], ['change/as-declared']],
    [
      'allows by property',
      'allow: [{ resource: web/Topic, properties: [/Properties/DisplayName] }]',
      [modify()],
      ['change/as-declared'],
    ],
    [
      'allows below a property',
      'allow: [{ resource: web/Topic, properties: [/Properties/DisplayName] }]',
      [modify({ properties: ['/Properties/DisplayName/0'] })],
      ['change/as-declared'],
    ],
    [
      'does not allow another property',
      'allow: [{ resource: web/Topic, properties: [/Properties/Tags] }]',
      [modify()],
      ['change/undeclared'],
    ],
    [
      'does not allow an undeclared replacement',
      'allow: [{ resource: web/Topic }]',
      [modify({ replacement: 'True' })],
      ['change/undeclared'],
    ],
    [
      'does not allow a possible replacement',
      'allow: [{ resource: web/Topic }]',
      [modify({ replacement: 'Conditional' })],
      ['change/undeclared'],
    ],
    [
      'allows a replacement that it names',
      'allow: [{ resource: web/Topic, replacement: true }]',
      [modify({ replacement: 'True' })],
      ['change/as-declared'],
    ],
    [
      'does not allow another action',
      'allow: [{ resource: web/Topic, action: Add }]',
      [modify()],
      ['change/undeclared'],
    ],
    [
      'does not allow an unknown action',
      'allow: [{ resource: web/Topic, action: [Add, Modify, Remove] }]',
      [modify({ action: 'Dissolve' })],
      ['change/undeclared'],
    ],
    [
      'allows for one environment only',
      'allow: [{ resource: web/Topic, environment: preprod }]',
      [modify()],
      ['change/undeclared'],
    ],
    ['has no entry for a change', 'expect: []', [modify()], ['change/undeclared']],
    ['expects a change that occurs', 'expect: [{ resource: web/Topic }]', [modify()], ['change/as-declared']],
    ['expects a change that does not occur', 'expect: [{ resource: web/Topic }]', [], ['change/expected-absent']],
    [
      'expects a change of the other environment',
      'expect: [{ resource: web/Topic, environment: preprod }]',
      [],
      ['change/as-declared'],
    ],
    [
      'forbids with precedence',
      'forbid: [{ type: "AWS::SNS::*" }]\nallow: [{ resource: web/Topic }]',
      [modify()],
      ['change/forbidden'],
    ],
    [
      'forbids replacements',
      'forbid: [{ type: "AWS::SNS::*", replacement: true }]\nallow: [{ resource: web/Topic }]',
      [modify()],
      ['change/as-declared'],
    ],
    [
      'forbids a possible replacement',
      'forbid: [{ type: "AWS::SNS::*", replacement: true }]\nallow: [{ resource: web/Topic }]',
      [modify({ replacement: 'Conditional' })],
      ['change/forbidden'],
    ],
    [
      'forbids a possible action',
      'forbid: [{ resource: web/Topic, action: Remove }]',
      [modify({ action: 'Dynamic' })],
      ['change/forbidden'],
    ],
  ])('%s', (_, section, changes, codes) => {
    expect(rule.judge(factsOf({ intent: intent(section), changes })).map((finding) => finding.code)).toEqual(codes)
  })

  test('an expected change of a stack that was not examined is ignored in this job', () => {
    const facts = factsOf({ intent: intent('expect: [{ resource: base/Topic }, { resource: web/Gone }]'), changes: [] })
    const [one] = facts.environments
    if (!one?.environment.stacks[0]) throw new Error('there is one stack')
    const base = { ...one.environment.stacks[0], id: 'base' }
    const environment = { ...one, environment: { ...one.environment, stacks: [...one.environment.stacks, base] } }
    const judged = rule.judge({ ...facts, environments: [environment] })
    expect(judged.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      'change/expected-absent intent/expect/web/Gone',
    ])
  })

  test('without a file has no finding', () => {
    expect(rule.judge(factsOf({ changes: [modify()] }))).toEqual([])
  })

  test('an undeclared change has the line that declares it as its next step', () => {
    const [finding] = rule.judge(
      factsOf({ intent: intent('expect: []'), changes: [modify()], precheck: { intent: 'intent.yml' } }),
    )
    expect(finding?.advice).toContain('intent.yml: expect: [{ resource: web/Topic, action: Modify }]')
    expect(finding?.observed).toBe('Modify (/Properties/DisplayName)')
  })
})

describe('an intent for environments that differ', () => {
  /** The same stack in pre-prod, where the topic exists, and in production, where it does not. */
  const both = (text: string) => {
    const changing = factsOf({ intent: intent(text), changes: [modify()] })
    const creating = factsOf({ changes: [modify({ action: 'Add' })], kind: 'create' })
    const [first] = changing.environments
    if (first === undefined) throw new Error('there is one environment')
    const preprod = { ...first, environment: { ...first.environment, key: 'preprod' as const } }
    return rule.judge({ ...changing, environments: [preprod, ...creating.environments] })
  }

  test('the suggested declaration for one of them names that one', () => {
    const undeclared = both('allow: [{ resource: web/Topic, action: Modify }]')
    expect(undeclared.map(({ code, advice }) => [code, advice])).toEqual([
      ['change/undeclared', expect.stringContaining('[{ resource: web/Topic, action: Add, environment: production }]')],
    ])
    const [, absent] = both('expect: [{ resource: web/Topic, action: Modify }]')
    expect(absent).toMatchObject({
      code: 'change/expected-absent',
      title: 'production: the change of web/Topic that the intent expects is not planned',
      advice: expect.stringMatching(/^Add `environment: preprod` to the entry/),
    })
  })

  test('the suggested declaration is enough', () => {
    const each = ['Modify, environment: preprod', 'Add, environment: production']
    const entries = each.map((action) => `{ resource: web/Topic, action: ${action} }`)
    expect(both(`expect: [${entries.join(', ')}]`).map(({ code }) => code)).toEqual(['change/as-declared'])
  })
})
