import { describe, expect, test } from '@jest/globals'
import type { Finding } from '../../../src/evidence/finding.ts'
import type { StackReference } from '../../../src/policies/contract.ts'
import { rule as exist } from '../../../src/policies/precheck/references.ts'
import { rule as same } from '../../../src/policies/precheck/same-content.ts'
import type { Content, LookedUp } from '../../../src/references/contract.ts'
import { s3Object } from '../../../src/references/kinds/s3-object.ts'
import { factsOf } from '../facts.ts'

const source = { file: 'infra/fn.yml', line: 7, column: 3 }
const found = (content: Content = { digests: {} }): LookedUp => ({ state: 'found', content })
const missing: LookedUp = { state: 'missing', observed: 'no object app.zip in code', advice: 'Upload it.' }
const denied: LookedUp = { state: 'unknown', why: 's3:GetObject is not allowed', denied: true, advice: 'Allow it.' }
const unanswered: LookedUp = { state: 'unknown', why: 's3:HeadObject answered 500', denied: false, advice: 'Again.' }

function code(answer: LookedUp | undefined, more: Partial<StackReference> = {}, bucket = 'code'): StackReference {
  const target = answer === undefined ? undefined : s3Object(bucket, 'app.zip')
  const reference = {
    kind: 's3-object',
    target,
    expression: '"x"',
    logicalId: 'Fn',
    type: 'AWS::Lambda::Function',
    property: 'Code',
    source,
  } as const
  return { stack: 'fn', stackName: 'fn-production', reference, used: true, answer, ...more }
}

/** The findings of a rule about production, and about pre-prod where its references are given. */
function judged(rule: typeof exist, production: StackReference[], preprod?: StackReference[]): Finding[] {
  const facts = factsOf({})
  const [environment] = facts.environments
  if (environment === undefined) throw new Error('there is one environment')
  const of = (key: 'preprod' | 'production', references: StackReference[]) => ({
    ...environment,
    environment: { ...environment.environment, key },
    references,
  })
  const environments = [...(preprod ? [of('preprod', preprod)] : []), of('production', production)]
  return rule.judge({ ...facts, environments })
}
const lines = (findings: readonly Finding[]): string[] =>
  findings.map(({ outcome, code: its, observed }) => `${outcome} ${its}: ${observed ?? ''}`)

describe('a reference to an object', () => {
  test.each<[string, StackReference[], string[]]>([
    ['that exists passes', [code(found())], ['pass reference/found: 1 S3 object']],
    ['that is missing fails', [code(missing)], ['fail reference/missing: no object app.zip in code']],
    [
      'of a resource that does not change is noted',
      [code(missing, { used: false })],
      ['noted reference/missing: no object app.zip in code'],
    ],
    [
      'that cannot be looked up is counted and listed, and proves nothing',
      [code(denied)],
      ['noted reference/not-checked: Fn.Code: s3://code/app.zip (s3:GetObject is not allowed)'],
    ],
    [
      'that is known only later is counted and listed',
      [code(undefined), code(found())],
      [
        'noted reference/not-checked: Fn.Code: "x" (the value is known only during the deployment)',
        'pass reference/found: 1 S3 object',
      ],
    ],
    [
      'without a response is inconclusive',
      [code(unanswered)],
      ['inconclusive reference/unknown: s3:HeadObject answered 500'],
    ],
    [
      'that cannot be used fails',
      [code({ state: 'unusable', expected: 'a bucket here', observed: 'another region', advice: 'Copy it.' })],
      ['fail reference/unusable: another region'],
    ],
    [
      'of several resources is one finding',
      [code(missing), code(missing)],
      ['fail reference/missing: no object app.zip in code'],
    ],
  ])('%s', (_, references, expected) => {
    expect(lines(judged(exist, references))).toEqual(expected)
  })

  test('is shown with environment, place and line', () => {
    expect(judged(exist, [code(missing)])[0]).toMatchObject({
      title: 'production: Fn.Code of fn-production refers to the S3 object s3://code/app.zip, which does not exist',
      subject: 'stack/fn/resource/Fn/property/Code',
      source,
      advice: 'Upload it.',
    })
  })

  test('the pass counts the found ones where the rest is unknown', () => {
    const [, pass] = judged(exist, [code(undefined), code(found())])
    expect(pass?.title).toBe('production: 1 of 2 references of fn-production lead to something that exists')
  })

  test('is not judged where a template has none', () => {
    expect(judged(exist, [])).toEqual([])
  })
})

describe('the same reference in both environments', () => {
  const sum = (SHA256: string, bytes = 3): LookedUp => found({ bytes, digests: { SHA256 } })
  const pair = (one: LookedUp, other: LookedUp, more: Partial<StackReference> = {}): string[] =>
    lines(judged(same, [code(other, more, 'code-production')], [code(one, more, 'code-preprod')]))

  test.each<[string, LookedUp, LookedUp, Partial<StackReference>, string[]]>([
    ['with one digest passes', sum('a'), sum('a'), {}, ['pass content/same: 1 by SHA256']],
    [
      'with another digest fails',
      sum('a'),
      sum('b'),
      {},
      ['fail content/differs: production: SHA256 b (s3://code-production/app.zip)'],
    ],
    [
      'with another size fails, whatever else is known',
      found({ bytes: 3, digests: {} }),
      sum('a', 4),
      {},
      ['fail content/differs: production: 4 bytes (s3://code-production/app.zip)'],
    ],
    [
      'that no release reads is noted',
      sum('a'),
      sum('b'),
      { used: false },
      ['noted content/differs: production: SHA256 b (s3://code-production/app.zip)'],
    ],
    [
      'without a common digest is not compared',
      sum('a'),
      found({ bytes: 3, digests: { MD5: 'a' } }),
      {},
      ['noted content/not-compared: Fn.Code of fn-production'],
    ],
    [
      'that cannot be looked up is not compared',
      sum('a'),
      denied,
      {},
      ['noted content/not-compared: Fn.Code of fn-production'],
    ],
    ['that is missing in one is reported by another rule', sum('a'), missing, {}, []],
  ])('%s', (_, one, other, more, expected) => {
    expect(pair(one, other, more)).toEqual(expected)
  })

  const list = (bucket: string, ...answers: readonly LookedUp[]): StackReference[] =>
    answers.map((answer, index) => code(answer, {}, `${bucket}-${index}`))

  test.each<[string, LookedUp[], LookedUp[], string[]]>([
    ['are compared one by one', [sum('a'), sum('b')], [sum('a'), sum('b')], ['pass content/same: 2 by SHA256']],
    [
      'of which one differs fail',
      [sum('a'), sum('a')],
      [sum('b'), sum('a')],
      ['fail content/differs: production: SHA256 b (s3://production-0/app.zip)'],
    ],
    [
      'of which one has no counterpart are not all compared',
      [sum('a')],
      [sum('a'), sum('b')],
      ['noted content/not-compared: Fn.Code of fn-production', 'pass content/same: 1 by SHA256'],
    ],
    [
      'of which the first is missing are compared in their order',
      [missing, sum('b')],
      [sum('a'), sum('b')],
      ['pass content/same: 1 by SHA256'],
    ],
  ])('several of one property %s', (_, one, other, expected) => {
    expect(lines(judged(same, list('production', ...other), list('preprod', ...one)))).toEqual(expected)
  })

  test('to one object in a shared bucket is the same', () => {
    expect(lines(judged(same, [code(found())], [code(found())]))).toEqual([
      'pass content/same: 1 by name, since both read one object',
    ])
  })

  test('is not compared where only one environment is examined', () => {
    expect(judged(same, [code(sum('a'))])).toEqual([])
  })
})
