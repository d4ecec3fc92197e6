import { describe, expect, test } from '@jest/globals'
import { schema } from '../../../src/config/schema/index.ts'
import type { ComposedEnvironment, Composition } from '../../../src/evidence/composition.ts'
import type { LastRelease } from '../../../src/evidence/document.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import type { Facts, LastReleaseAnswer } from '../../../src/policies/contract.ts'
import { rule } from '../../../src/policies/precheck/vanished.ts'
import { rule as weakenedRules } from '../../../src/policies/precheck/weakened-rules.ts'
import { configOf, factsOf } from '../facts.ts'

const environment = (key: string, more: Partial<ComposedEnvironment> = {}): ComposedEnvironment => ({
  key,
  name: key,
  github: key,
  region: 'eu-west-1',
  account: '111111111111',
  stacks: [
    { id: 'web', name: `shop-${key}` },
    { id: 'data', name: `data-${key}` },
  ],
  deployments: [{ id: 'app', platform: 'server', target: `shop/${key}` }],
  ...more,
})
const check = (name: string, more: Partial<Composition['checks'][number]> = {}): Composition['checks'][number] => ({
  name,
  key: 'http',
  kind: 'functional',
  named: true,
  ...more,
})
const BEFORE: Composition = {
  config: 'config.yml',
  environments: [environment('preprod'), environment('production')],
  checks: [check('orders'), check('GET https://shop/health answers', { named: false })],
}
const LAST: LastRelease = {
  runId: '17',
  runAttempt: 1,
  sha: 'abcdef0123456789',
  finishedAt: '2026-05-20T10:00:00.000Z',
  source: 'evidence',
  composition: BEFORE,
  steps: [],
  measurements: [],
}
const FOUND: LastReleaseAnswer = { kind: 'found', release: LAST }

function judge(now: Partial<Composition>, more: Partial<Facts> = {}, removed: readonly object[] = []): Finding[] {
  const facts = factsOf({ precheck: { removed } })
  return rule.judge({ ...facts, composition: { ...BEFORE, ...now }, lastRelease: FOUND, ...more })
}
const inBoth = (change: (key: string) => Partial<ComposedEnvironment>): Partial<Composition> => ({
  environments: ['preprod', 'production'].map((key) => environment(key, change(key))),
})
const short = (findings: readonly Finding[]): string[] =>
  findings.map(({ code, outcome, subject, waived }) => `${waived ? 'waived' : outcome} ${code} ${subject}`)
const PASSES = ['pass vanished/nothing release']

describe('a release with every item of the last one', () => {
  test.each<[string, Partial<Composition>]>([
    ['the same', {}],
    [
      'more items of every kind',
      inBoth((key) => ({ stacks: [...environment(key).stacks, { id: 'x', name: `x-${key}` }] })),
    ],
    [
      'other IDs for the same stacks',
      inBoth((key) => ({
        stacks: [
          { id: 'w', name: `shop-${key}` },
          { id: 'd', name: `data-${key}` },
        ],
      })),
    ],
    [
      'a check without a name and with another address',
      { checks: [check('orders'), check('GET https://shop/up answers', { named: false })] },
    ],
    [
      'an unknown account',
      { environments: [environment('preprod'), { ...environment('production'), account: undefined } as never] },
    ],
    ['one environment only', { environments: [environment('production')] }],
  ])('%s', (_, now) => {
    expect(short(judge(now))).toEqual(PASSES)
  })

  test('reports the run that it was compared with, and the number of items', () => {
    expect(judge({})).toMatchObject([
      { expected: '4 stacks, 2 deployments in 2 environments, 2 checks of run 17 of 2026-05-20 (commit abcdef012345)' },
    ])
  })

  test('is not a pass where the last release had no items', () => {
    const empty: Composition = { config: 'config.yml', environments: [], checks: [] }
    const answer: LastReleaseAnswer = { kind: 'found', release: { ...LAST, composition: empty } }
    expect(short(judge({}, { lastRelease: answer }))).toEqual(['noted vanished/not-compared release'])
  })
})

describe('a removed item blocks', () => {
  const typo = inBoth((key) => ({
    stacks: [
      { id: 'web', name: `shpo-${key}` },
      { id: 'data', name: `data-${key}` },
    ],
  }))

  test('a mistyped stack name, once for both environments, with the probable name', () => {
    const findings = judge(typo)
    expect(short(findings)).toEqual(['fail vanished/stack stack/web'])
    expect(findings).toMatchObject([
      {
        title:
          'The last release had the stack web, and this one does not have it: shpo-preprod is new, did you mean shop-preprod?',
        expected:
          'shop-preprod in 111111111111, eu-west-1 (preprod); shop-production in 111111111111, eu-west-1 (production), as in run 17 of 2026-05-20 (commit abcdef012345)',
        details: { environment: 'preprod, production' },
      },
    ])
  })

  test.each<[string, Partial<Composition>, string[]]>([
    [
      'a stack of one environment',
      {
        environments: [
          environment('preprod'),
          environment('production', { stacks: [{ id: 'web', name: 'shop-production' }] }),
        ],
      },
      ['fail vanished/stack stack/data'],
    ],
    [
      'a deployment to another group',
      inBoth((key) => ({ deployments: [{ id: 'app', platform: 'server', target: `shop/${key}s` }] })),
      ['fail vanished/deployment deployment/app'],
    ],
    ['a deployment', inBoth(() => ({ deployments: [] })), ['fail vanished/deployment deployment/app']],
    [
      'a check',
      { checks: [check('GET https://shop/health answers', { named: false })] },
      ['fail vanished/check check/orders'],
    ],
    [
      'a check of another kind in its place',
      { checks: [check('orders'), check('load', { key: 'load', kind: 'load' })] },
      ['fail vanished/check check/GET https://shop/health answers'],
    ],
    [
      'a check without a name, beside a new one with a name',
      { checks: [check('orders'), check('up')] },
      ['fail vanished/check check/GET https://shop/health answers'],
    ],
    [
      'a region',
      { environments: [environment('preprod'), environment('production', { region: 'eu-central-1' })] },
      ['fail vanished/environment environment/production'],
    ],
    [
      'an account',
      { environments: [environment('preprod'), environment('production', { account: '222222222222' })] },
      ['fail vanished/environment environment/production'],
    ],
    [
      'the name of an environment, and a stack with it',
      {
        environments: [
          environment('preprod'),
          environment('production', {
            name: 'prod',
            stacks: [{ id: 'web', name: 'shop-prod' }],
            deployments: [{ id: 'app', platform: 'server', target: 'shop/prod' }],
          }),
        ],
      },
      ['fail vanished/environment environment/production', 'fail vanished/stack stack/data'],
    ],
  ])('%s', (_, now, expected) => {
    const findings = judge(now)
    expect(short(findings)).toEqual(expected)
  })

  test('one of two deployments to the same group', () => {
    const group = (id: string) => ({ id, platform: 'server', target: 'shop/production' })
    const of = (...ids: string[]): Composition => ({
      ...BEFORE,
      environments: [environment('production', { deployments: ids.map(group) })],
    })
    const answer: LastReleaseAnswer = { kind: 'found', release: { ...LAST, composition: of('one', 'two') } }
    expect(short(judge(of('one'), { lastRelease: answer }))).toEqual(['fail vanished/deployment deployment/two'])
  })

  test('one of two deployments on the runner, which only their IDs distinguish', () => {
    const local = (id: string) => ({ id, platform: 'local', target: 'local/production' })
    const of = (...ids: string[]): Composition => ({
      ...BEFORE,
      environments: [environment('production', { deployments: ids.map(local) })],
    })
    const answer: LastReleaseAnswer = { kind: 'found', release: { ...LAST, composition: of('one', 'two') } }
    expect(short(judge(of('one'), { lastRelease: answer }))).toEqual(['fail vanished/deployment deployment/two'])
  })

  test('until it is declared, by ID, by name or by a glob, and only then', () => {
    const by = (entry: object): string[] => short(judge(typo, {}, [{ reason: 'r', owner: 'o', ...entry }]))
    const waived = ['waived vanished/stack stack/web']
    expect(by({ stack: 'web' })).toEqual(waived)
    expect(by({ stack: 'shop-production' })).toEqual(waived)
    expect(by({ stack: 'shop-*', until: '2026-06-01' })).toEqual(waived)
    expect(by({ stack: 'web', until: '2026-05-31' })).toEqual(['fail vanished/stack stack/web'])
    expect(by({ deployment: 'web' })).toEqual([
      'fail vanished/stack stack/web',
      'noted vanished/declaration-unused config/precheck/removed/deployment/web',
    ])
  })

  test('also where only the configuration of the last release is known, which is reported', () => {
    const answer: LastReleaseAnswer = {
      kind: 'found',
      withoutEvidence: 'its evidence has expired',
      release: { ...LAST, source: 'configuration' },
    }
    expect(short(judge(typo, { lastRelease: answer }))).toEqual([
      'noted vanished/evidence-unavailable release',
      'fail vanished/stack stack/web',
    ])
  })
})

describe('a release that was rolled back', () => {
  test('is reported, with the release that is compared instead', () => {
    const titleOf = (release: string, whole: boolean): string | undefined => {
      const undone = [{ release, by: '20', whole, at: '2026-11-22T10:25:00.000Z' }]
      const findings = judge({}, { lastRelease: { kind: 'found', release: LAST, undone } })
      expect(short(findings)).toContain('noted rollback/undone-release release')
      return findings.find(({ code }) => code === 'rollback/undone-release')?.title
    }
    expect(titleOf('99', true)).toContain(
      'run 99 was rolled back by run 20; this one is compared with the release before',
    )
    expect(titleOf(LAST.runId, true)).toContain('no earlier one is found')
    expect(titleOf(LAST.runId, false)).toContain('in part')
  })
})

describe('a declared removal that does not apply', () => {
  test('is noted after the release that removed the item', () => {
    expect(short(judge({}, {}, [{ stack: 'old', reason: 'r', owner: 'o' }]))).toEqual([
      ...PASSES,
      'noted vanished/declaration-unused config/precheck/removed/stack/old',
    ])
  })

  test('blocks where the item exists, because it would hide the next mistake', () => {
    expect(short(judge({}, {}, [{ stack: 'data', reason: 'r', owner: 'o' }]))).toEqual([
      ...PASSES,
      'fail vanished/declaration-unused config/precheck/removed/stack/data',
    ])
  })

  test.each([
    { reason: 'r', owner: 'o' },
    { stack: 'a', check: 'b', reason: 'r', owner: 'o' },
    { stack: 'a', owner: 'o' },
    { stack: 'a', reason: 'r' },
  ])('is refused in another form: %j', (entry) => {
    expect(schema().safeParse({ version: 1, precheck: { removed: [entry] } }).success).toBe(false)
  })
})

describe('a release that cannot be compared', () => {
  test.each<[LastReleaseAnswer, string]>([
    [{ kind: 'first', workflow: '.github/workflows/release.yml' }, 'noted vanished/first-release release'],
    [{ kind: 'not-compared', why: 'no workflow' }, 'noted vanished/not-compared release'],
    [{ kind: 'unknown', why: 'refused', advice: 'Allow it.' }, 'inconclusive vanished/last-release-unknown release'],
  ])('is never a pass: %j', (lastRelease, expected) => {
    expect(short(judge({}, { lastRelease }))).toEqual([expected])
  })
})

describe('a removed check', () => {
  const http = (name: string): object => ({ name, http: { url: 'http://x/' } })
  const base = configOf({ verify: [http('orders'), http('new')] })
  const facts = (more: Partial<Facts>): Facts => ({ ...factsOf({ base }), lastRelease: FOUND, ...more })
  const paths = (given: Facts): string[] =>
    weakenedRules
      .judge(given)
      .flatMap(({ code, subject, waived }) => (code === 'rules/weakened' && !waived ? [subject] : []))

  test('is reported by one rule: for checks of the last release, by this one', () => {
    expect(paths(facts({}))).toEqual(['config/verify/new'])
    expect(paths(facts({ lastRelease: { kind: 'not-compared', why: '' } }))).toEqual([
      'config/verify/orders',
      'config/verify/new',
    ])
  })

  test('is still reported by the other rule where an unnamed check moved and changed', () => {
    const unnamed = (url: string): object => ({ http: { url } })
    const moved = { ...BEFORE, checks: [check('new'), check('GET http://z/ answers', { named: false })] }
    const last = {
      ...LAST,
      composition: { ...BEFORE, checks: [check('GET http://y/ answers', { named: false }), check('new')] },
    }
    const given = factsOf({ base: configOf({ verify: [unnamed('http://y/'), http('new')] }) })
    const config = configOf({ verify: [http('new'), unnamed('http://z/')] })
    const now: Facts = { ...given, config, composition: moved, lastRelease: { kind: 'found', release: last } }
    expect(paths(now)).toContain('config/verify/check 1')
  })

  test('is declared once for both rules', () => {
    const intent = 'version: 1\nrules: [{ path: verify/orders, reason: r, owner: o, until: 2026-12-31 }]\n'
    const now = { ...BEFORE, checks: BEFORE.checks.slice(1) }
    const { intent: declared } = factsOf({ intent })
    expect(short(judge(now, { intent: declared }))).toEqual(['waived vanished/check check/orders'])
    const { config } = factsOf({ precheck: { removed: [{ check: 'new', reason: 'r', owner: 'o' }] } })
    expect(paths(facts({ config }))).toEqual([])
  })
})

describe('several regions of one environment', () => {
  const eu = environment('production')
  const us = environment('production', { region: 'us-east-1' })
  const since = (before: readonly ComposedEnvironment[], now: readonly ComposedEnvironment[]): string[] => {
    const release = { ...LAST, composition: { ...BEFORE, environments: before } }
    return judge({ environments: now }, { lastRelease: { kind: 'found', release } }).map(
      ({ code, expected }) => `${code}: ${expected?.split(', as in')[0]}`,
    )
  }

  test('are compared each with its own', () => {
    expect(since([eu, us], [us, eu])).toEqual([expect.stringContaining('vanished/nothing')])
    expect(since([eu, us], [eu, { ...us, stacks: us.stacks.slice(0, 1) }])).toEqual([
      'vanished/stack: data-production in 111111111111, us-east-1 (production)',
    ])
  })

  test('a removed one is found', () => {
    expect(since([eu, us], [eu])).toEqual(['vanished/environment: production, 111111111111, us-east-1'])
    expect(since([eu], [eu, us])).toEqual([expect.stringContaining('vanished/nothing')])
  })
})
