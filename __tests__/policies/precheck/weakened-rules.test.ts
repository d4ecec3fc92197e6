import { describe, expect, test } from '@jest/globals'
import { rule } from '../../../src/policies/precheck/weakened-rules.ts'
import { changesOf } from '../../../src/policies/configuration-changes/rules.ts'
import { configOf, factsOf, TODAY } from '../facts.ts'

const organisation = (digit: string) => ({
  precheck: { drift: { baseline: `acme/baselines/drift.yml@${digit.repeat(40)}` } },
})
const ignore = (until: string): object => ({
  precheck: { drift: { ignore: [{ resource: 'web/Topic', reason: 'r', owner: 'o', until }] } },
})
const http = (more: object = {}): object => ({ verify: [{ name: 'up', http: { url: 'http://x/' }, ...more }] })

const checks = (...verify: readonly object[]): object => ({ verify })
const A = { http: { url: 'http://a/' } }
const B = { http: { url: 'http://b/' } }

const calendar = (more: object): object => ({ gate: { calendar: more } })
const YEAR_END = { from: '2026-12-20', to: '2027-01-02', reason: 'year end' }
const OVER = { from: '2026-05-01', to: '2026-05-30', reason: 'spring' }
const OFFICE = { days: ['mon', 'tue'], from: '09:00', to: '16:00' }
const FREEZE = 'gate/calendar/freeze'
const OPEN = 'gate/calendar/open'
const ZONE = 'gate/calendar/time-zone'

describe('changes of the rules by a release', () => {
  test.each<[string, object, object, [string, boolean][]]>([
    ['nothing', {}, {}, []],
    ['an additional exception', {}, ignore('2026-12-31'), [['precheck/drift/ignore/web/Topic', true]]],
    ['one exception less', ignore('2026-12-31'), {}, [['precheck/drift/ignore/web/Topic', false]]],
    [
      'an exception for longer',
      ignore('2026-12-31'),
      ignore('2027-12-31'),
      [['precheck/drift/ignore/web/Topic', true]],
    ],
    [
      'an exception for less long',
      ignore('2027-12-31'),
      ignore('2026-12-31'),
      [['precheck/drift/ignore/web/Topic', false]],
    ],
    ['an exception that has expired', {}, ignore('2026-05-31'), [['precheck/drift/ignore/web/Topic', false]]],
    ['less live state', { precheck: { drift: { live: 'all' } } }, {}, [['precheck/drift/live', true]]],
    ['no live state', {}, { precheck: { drift: { live: 'off' } } }, [['precheck/drift/live', true]]],
    ['more live state', {}, { precheck: { drift: { live: 'all' } } }, [['precheck/drift/live', false]]],
    ['the baseline of an organisation', {}, organisation('a'), [['precheck/drift/baseline', true]]],
    ['another commit of it', organisation('a'), organisation('b'), [['precheck/drift/baseline', true]]],
    ['no baseline', organisation('a'), {}, [['precheck/drift/baseline', false]]],
    ['less coverage', { precheck: { drift: { coverage: 0.9 } } }, {}, [['precheck/drift/coverage', true]]],
    [
      'a disabled rule',
      {},
      { precheck: { rules: { drift: { off: true, reason: 'r', owner: 'o', until: '2027-01-01' } } } },
      [['precheck/rules/drift', true]],
    ],
    ['a macro allowed', {}, { precheck: { transforms: ['Mine'] } }, [['precheck/transforms/Mine', true]]],
    [
      'the rollback is no longer rehearsed',
      { 'rehearse-rollback': { deployments: true } },
      {},
      [['rehearse-rollback/deployments', true]],
    ],
    ['no intent', { precheck: { intent: 'i.yml' } }, {}, [['precheck/intent', true]]],
    [
      'an allowance',
      {},
      { precheck: { parity: { allow: [{ path: 'a', reason: 'r' }] } } },
      [['precheck/parity/allow/a', true]],
    ],
    [
      'one kind less',
      { gate: { require: ['load', 'functional'] } },
      { gate: { require: ['functional'] } },
      [['gate/require/load', true]],
    ],
    [
      'an additional kind',
      { gate: { require: ['load'] } },
      { gate: { require: ['load', 'functional'] } },
      [['gate/require/functional', false]],
    ],
    ['older evidence', {}, { gate: { 'evidence-younger-than': '48h' } }, [['gate/evidence-younger-than', true]]],
    ['younger evidence', {}, { gate: { 'evidence-younger-than': '1h' } }, [['gate/evidence-younger-than', false]]],
    ['fewer reviewers', { gate: { reviewers: { 'at-least': 2 } } }, {}, [['gate/reviewers/at-least', true]]],
    [
      'no approval for pre-prod',
      {},
      { environments: { preprod: { approval: { none: 'r' } } } },
      [['environments/preprod/approval', true]],
    ],
    [
      'an approval for pre-prod again',
      { environments: { preprod: { approval: { none: 'r' } } } },
      {},
      [['environments/preprod/approval', false]],
    ],
    [
      'fewer reviewers for pre-prod',
      { environments: { preprod: { approval: { 'at-least': 2 } } } },
      {},
      [['environments/preprod/approval/at-least', true]],
    ],
    [
      'another GitHub environment',
      {},
      { environments: { production: { 'github-environment': 'open' } } },
      [['environments/production/github-environment', true]],
    ],
    ['the trigger may approve', {}, { gate: { reviewers: { not: [] } } }, [['gate/reviewers/not', true]]],
    [
      'another role of stacks that the CDK built',
      { stacks: [{ cdk: 'cdk.out' }] },
      { stacks: [{ cdk: 'cdk.out', role: 'arn:aws:iam::222222222222:role/admin' }] },
      [['stacks/cdk.out/role', true]],
    ],
    [
      'an additional capability, of what SAM built',
      { stacks: [{ sam: '.aws-sam/build', capabilities: ['CAPABILITY_IAM'] }] },
      { stacks: [{ sam: '.aws-sam/build', capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'] }] },
      [['stacks/.aws-sam/build/capabilities', true]],
    ],
    [
      'another role',
      { environments: { production: { 'plan-role': 'arn:aws:iam::111111111111:role/a' } } },
      { environments: { production: { 'plan-role': 'arn:aws:iam::111111111111:role/b' } } },
      [['environments/production/plan-role', true]],
    ],
    ['one check less', http(), { verify: [] }, [['verify/up', true]]],
    ['a check that may fail', http(), http({ failures: 1 }), [['verify/up/failures', true]]],
    ['a check that does not count', http(), http({ 'dry-run': true }), [['verify/up/dry-run', true]]],
    [
      'a slower answer',
      http({ http: { url: 'http://x/', within: '1s' } }),
      http({ http: { url: 'http://x/', within: '2s' } }),
      [['verify/up/http/within', true]],
    ],
    [
      'a faster answer',
      http({ http: { url: 'http://x/', within: '2s' } }),
      http({ http: { url: 'http://x/', within: '1s' } }),
      [['verify/up/http/within', false]],
    ],
    [
      'one expectation less',
      http({ http: { url: 'http://x/', contains: 'ok' } }),
      http(),
      [['verify/up/http/contains', true]],
    ],
    ['another address', http(), http({ http: { url: 'http://y/' } }), [['verify/up/http/url', false]]],
    [
      'a shorter steady-for',
      http({ 'steady-for': '1m' }),
      http({ 'steady-for': '10s' }),
      [['verify/up/steady-for', true]],
    ],
    ['another kind', http({ kind: 'load' }), http({ kind: 'functional' }), [['verify/up/kind', true]]],
    [
      'all hosts at once',
      { deployments: [{ platform: 'server', application: 'a', group: 'g', revision: { directory: 'd' } }] },
      {
        deployments: [
          {
            platform: 'server',
            application: 'a',
            group: 'g',
            revision: { directory: 'd' },
            'deployment-config': 'CodeDeployDefault.AllAtOnce',
          },
        ],
      },
      [['deployments/app/deployment-config', true]],
    ],
    ['a removed freeze', calendar({ freeze: [YEAR_END] }), {}, [[FREEZE, true]]],
    [
      'a freeze that ends earlier',
      calendar({ freeze: [YEAR_END] }),
      calendar({ freeze: [{ ...YEAR_END, to: '2027-01-01' }] }),
      [[FREEZE, true]],
    ],
    [
      'a freeze with a gap',
      calendar({ freeze: [YEAR_END] }),
      calendar({
        freeze: [
          { ...YEAR_END, to: '2026-12-24' },
          { ...YEAR_END, from: '2026-12-26' },
        ],
      }),
      [[FREEZE, true]],
    ],
    [
      'a freeze in two parts, and for longer',
      calendar({ freeze: [YEAR_END] }),
      calendar({
        freeze: [
          { ...YEAR_END, from: '2026-12-25', to: '2027-01-09' },
          { ...YEAR_END, from: '2026-12-10', to: '2026-12-24', reason: 'other' },
        ],
      }),
      [[FREEZE, false]],
    ],
    [
      'a freeze that is over',
      calendar({ freeze: [OVER, YEAR_END] }),
      calendar({ freeze: [YEAR_END] }),
      [[FREEZE, false]],
    ],
    [
      'a freeze whose last day has not ended in every time zone',
      calendar({ freeze: [{ ...OVER, to: '2026-05-31' }] }),
      {},
      [[FREEZE, true]],
    ],
    [
      'change windows',
      {},
      calendar({ open: [OFFICE] }),
      [
        [FREEZE, false],
        [OPEN, false],
        [ZONE, false],
      ],
    ],
    [
      'no change windows',
      calendar({ open: [OFFICE] }),
      {},
      [
        [FREEZE, false],
        [OPEN, true],
      ],
    ],
    [
      'a shorter window',
      calendar({ open: [OFFICE] }),
      calendar({ open: [{ ...OFFICE, to: '12:00' }] }),
      [[OPEN, false]],
    ],
    [
      'a window that ends later',
      calendar({ open: [OFFICE] }),
      calendar({ open: [{ ...OFFICE, to: '16:01' }] }),
      [[OPEN, true]],
    ],
    [
      'an additional day',
      calendar({ open: [OFFICE] }),
      calendar({ open: [{ ...OFFICE, days: ['mon', 'sun'] }] }),
      [[OPEN, true]],
    ],
    [
      'a window over midnight, from Sunday on',
      calendar({ open: [{ days: ['sun'], from: '22:00', to: '02:00' }] }),
      calendar({ open: [{ days: ['mon'], from: '00:00', to: '02:00' }] }),
      [[OPEN, false]],
    ],
    [
      'the same windows, divided',
      calendar({ open: [OFFICE] }),
      calendar({
        open: [
          { ...OFFICE, to: '12:00' },
          { ...OFFICE, from: '12:00' },
        ],
      }),
      [[OPEN, false]],
    ],
    [
      'another time zone',
      calendar({ open: [OFFICE] }),
      calendar({ open: [OFFICE], 'time-zone': 'Asia/Tokyo' }),
      [[ZONE, true]],
    ],
    ['observe', {}, { observe: { until: '2026-12-31' } }, [['observe', true]]],
    ['a check before one without a name', checks(A), checks(B, A), []],
    ['checks without names in another order', checks(A, B), checks(B, A), []],
    ['a name for a check', checks(A), checks({ ...A, name: 'a' }), []],
    ['one check without a name less', checks(A, B), checks(B), [['verify/check 1', true]]],
    ['one of two equal checks less', checks(A, A), checks(A), [['verify/check 2', true]]],
    [
      'a check without a name that tolerates more',
      checks(A),
      checks({ ...A, errors: 1 }),
      [['verify/check 1/errors', true]],
    ],
    ['another check in its place', checks(A), checks(B), [['verify/check 1/http/url', false]]],
    [
      'a name that another check had',
      checks({ ...A, name: 'a' }, B),
      checks({ ...B, name: 'a' }),
      [
        ['verify/a/http/url', false],
        ['verify/check 2', true],
      ],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changesOf(configOf(before), configOf(after), TODAY).map(({ path, weaker }) => [path, weaker])).toEqual(
      expected,
    )
  })

  test('block, unless the intent declares them', () => {
    const facts = factsOf({ precheck: { transforms: ['Mine'] }, base: configOf({}) })
    expect(rule.judge(facts)[0]).toMatchObject({
      code: 'rules/weakened',
      outcome: 'fail',
      subject: 'config/precheck/transforms/Mine',
    })
    const declared = factsOf({
      precheck: { transforms: ['Mine'] },
      base: configOf({}),
      intent: 'version: 1\nrules: [{ path: "precheck/transforms/*", reason: reviewed, owner: o, until: 2026-06-30 }]\n',
    })
    expect(rule.judge(declared)[0]?.waived?.reason).toBe('reviewed')
  })

  test('are skipped without an earlier commit, and unknown if it cannot be read', () => {
    expect(rule.judge(factsOf({}))[0]).toMatchObject({ code: 'rules/no-base', outcome: 'noted' })
    expect(rule.judge({ ...factsOf({}), baseUnknown: 'abc: no access' })[0]).toMatchObject({
      code: 'rules/base-unknown',
      outcome: 'inconclusive',
    })
  })

  test('are shown where the baseline gets later entries', () => {
    const known = (subject: string) => ({ code: 'drift/property-differs', subject })
    const facts = factsOf({ base: configOf({}) })
    const base = facts.base && { ...facts.base, baseline: { version: 1 as const, known: [known('a')] } }
    const judged = (...subjects: string[]) =>
      rule.judge({ ...facts, base, baseline: { version: 1, known: subjects.map(known) } })[0]
    expect(judged('a', 'b')).toMatchObject({
      code: 'rules/weakened',
      subject: 'config/observe/baseline',
      observed: '1 more: drift/property-differs of b',
    })
    expect(judged()?.code).toBe('rules/unchanged')
  })

  test('are proved absent where nothing changed', () => {
    expect(rule.judge(factsOf({ base: configOf({}) })).map((finding) => finding.code)).toEqual(['rules/unchanged'])
  })
})
