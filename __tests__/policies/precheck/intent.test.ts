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
      'does not allow a replacement unasked',
      'allow: [{ resource: web/Topic }]',
      [modify({ replacement: 'True' })],
      ['change/undeclared'],
    ],
    [
      'does not allow what might be a replacement',
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
      'does not allow an action that is not known',
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
    ['says nothing about a change', 'expect: []', [modify()], ['change/undeclared']],
    ['expects and gets', 'expect: [{ resource: web/Topic }]', [modify()], ['change/as-declared']],
    ['expects in vain', 'expect: [{ resource: web/Topic }]', [], ['change/expected-absent']],
    [
      'expects of the other environment',
      'expect: [{ resource: web/Topic, environment: preprod }]',
      [],
      ['change/as-declared'],
    ],
    [
      'forbids before it allows',
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
      'forbids what might be one',
      'forbid: [{ type: "AWS::SNS::*", replacement: true }]\nallow: [{ resource: web/Topic }]',
      [modify({ replacement: 'Conditional' })],
      ['change/forbidden'],
    ],
    [
      'forbids an action that might be it',
      'forbid: [{ resource: web/Topic, action: Remove }]',
      [modify({ action: 'Dynamic' })],
      ['change/forbidden'],
    ],
  ])('%s', (_, section, changes, codes) => {
    expect(rule.judge(factsOf({ intent: intent(section), changes })).map((finding) => finding.code)).toEqual(codes)
  })

  test('what is expected of a stack that was not looked at is no matter of this job', () => {
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

  test('without a file has nothing to say', () => {
    expect(rule.judge(factsOf({ changes: [modify()] }))).toEqual([])
  })

  test('an undeclared change comes with the line that would declare it', () => {
    const [finding] = rule.judge(
      factsOf({ intent: intent('expect: []'), changes: [modify()], precheck: { intent: 'intent.yml' } }),
    )
    expect(finding?.advice).toContain('intent.yml: expect: [{ resource: web/Topic, action: Modify }]')
    expect(finding?.observed).toBe('Modify (/Properties/DisplayName)')
  })
})

describe('an intent for environments that differ', () => {
  /** The same stack on pre-prod, where the topic is there already, and on production, where it is not. */
  const both = (text: string) => {
    const changing = factsOf({ intent: intent(text), changes: [modify()] })
    const creating = factsOf({ changes: [modify({ action: 'Add' })], kind: 'create' })
    const [first] = changing.environments
    if (first === undefined) throw new Error('there is one environment')
    const preprod = { ...first, environment: { ...first.environment, key: 'preprod' as const } }
    return rule.judge({ ...changing, environments: [preprod, ...creating.environments] })
  }

  test('what is to be declared for one of them is written for that one', () => {
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

  test('so written, the advice is enough', () => {
    const each = ['Modify, environment: preprod', 'Add, environment: production']
    const entries = each.map((action) => `{ resource: web/Topic, action: ${action} }`)
    expect(both(`expect: [${entries.join(', ')}]`).map(({ code }) => code)).toEqual(['change/as-declared'])
  })
})
