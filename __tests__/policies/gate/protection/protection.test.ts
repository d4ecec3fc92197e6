import { describe, expect, test } from '@jest/globals'
import type { Environment, ProtectionRule, Reviewer } from '../../../../src/github/environment.ts'
import { rule as adminBypass } from '../../../../src/policies/gate/protection/admin-bypass.ts'
import { judgeGate, judgeProtection } from '../../../../src/policies/gate/index.ts'
import { rule as approvalDemanded } from '../../../../src/policies/gate/protection/approval-demanded.ts'
import { rule as allowedBranches } from '../../../../src/policies/gate/protection/allowed-branches.ts'
import type { GateFacts } from '../../../../src/policies/gate/contract.ts'
import { rule as enforcedRules } from '../../../../src/policies/gate/protection/enforced-rules.ts'
import { rule as environmentExists } from '../../../../src/policies/gate/protection/environment-exists.ts'
import { rule as inside } from '../../../../src/policies/gate/protection/inside.ts'
import { rule as otherRules } from '../../../../src/policies/gate/protection/other-rules.ts'
import { rule as requiredReviewers } from '../../../../src/policies/gate/protection/required-reviewers.ts'
import { rule as selfReview } from '../../../../src/policies/gate/protection/self-review.ts'
import { verdictOf } from '../../../../src/evidence/verdict.ts'
import { environment, facts, github, judged, withEnvironment } from '../facts.ts'

const review = (reviewers: readonly Reviewer[], preventSelfReview?: boolean): ProtectionRule => ({
  kind: 'required-reviewers',
  reviewers,
  ...(preventSelfReview !== undefined && { preventSelfReview }),
})
const user = (name: string): Reviewer => ({ type: 'User', name })
const team = (name: string): Reviewer => ({ type: 'Team', name })

describe('the environment exists', () => {
  test.each<[string, GateFacts, string[]]>([
    ['it exists', facts, ['environment-exists pass']],
    ['it does not exist', { ...facts, github: { ...github, environment: undefined } }, ['environment-missing fail']],
    ['GitHub could not be read', { ...facts, github: undefined }, []],
  ])('%s', (_, about, expected) => expect(judged(environmentExists, about)).toEqual(expected))
})

describe('enough reviewers are required', () => {
  test.each<[string, Partial<Environment>, GateFacts['reviewers'], string[]]>([
    ['another person', {}, { atLeast: 1, notTrigger: true }, ['required-reviewers pass']],
    ['nobody', { rules: [] }, { atLeast: 1, notTrigger: true }, ['unprotected fail']],
    [
      'a timer alone',
      { rules: [{ kind: 'wait-timer', minutes: 5 }] },
      { atLeast: 1, notTrigger: true },
      ['unprotected fail'],
    ],
    [
      'an unknown rule alone',
      { rules: [{ kind: 'unknown', type: 'quorum' }] },
      { atLeast: 1, notTrigger: true },
      ['unprotected fail'],
    ],
    ['an empty list', { rules: [review([])] }, { atLeast: 1, notTrigger: true }, ['unprotected fail']],
    [
      'only the trigger',
      { rules: [review([user('Ann')])] },
      { atLeast: 1, notTrigger: true },
      ['too-few-reviewers fail'],
    ],
    [
      'the trigger, which is accepted',
      { rules: [review([user('ann')])] },
      { atLeast: 1, notTrigger: false },
      ['required-reviewers pass'],
    ],
    ['a team', { rules: [review([team('ops')])] }, { atLeast: 1, notTrigger: true }, ['required-reviewers pass']],
    [
      'one of two',
      { rules: [review([user('ann'), user('bob')])] },
      { atLeast: 2, notTrigger: true },
      ['too-few-reviewers fail'],
    ],
    [
      'two of two',
      { rules: [review([user('cem'), user('bob')])] },
      { atLeast: 2, notTrigger: true },
      ['required-reviewers pass'],
    ],
    [
      'one who is listed twice',
      { rules: [review([user('bob'), user('Bob')])] },
      { atLeast: 2, notTrigger: true },
      ['too-few-reviewers fail'],
    ],
    [
      'a reviewer of an unknown kind',
      { rules: [review([{ type: 'Robot', name: 'unknown' }])] },
      { atLeast: 1, notTrigger: true },
      ['too-few-reviewers fail'],
    ],
  ])('%s', (_, more, reviewers, expected) => {
    expect(judged(requiredReviewers, { ...withEnvironment(more), reviewers })).toEqual(expected)
  })

  test('rules that GitHub does not return are not a pass', () => {
    const { rules: _rules, ...silent } = environment
    expect(judged(requiredReviewers, { ...facts, github: { ...github, environment: silent } })).toEqual([
      'unprotected inconclusive',
    ])
  })

  test('or the configuration declares a reason for none', () => {
    const open = { ...facts, key: 'preprod' as const, environment: 'stage', reviewers: { none: 'it holds no data' } }
    const about = { ...open, where: 'unknown' as const, github: undefined }
    expect(judgeProtection(about)).toEqual([
      expect.objectContaining({
        code: 'gate/no-approval',
        outcome: 'skipped',
        title: 'preprod is deployed to without an approval: it holds no data',
        subject: 'environment/stage',
      }),
    ])
    expect(judged(approvalDemanded, facts)).toEqual([])
  })

  test('the next step has the path in the settings', () => {
    const [finding] = requiredReviewers.judge(withEnvironment({ rules: [] }))
    expect(finding).toMatchObject({
      subject: 'environment/production',
      expected: 'at least 1 required reviewer besides ann',
      observed: 'no required reviewers',
      advice:
        'Add them: Settings › Environments › production (https://github.com/octo/shop/settings/environments) › Required reviewers.',
    })
  })
})

describe('self-review is prevented', () => {
  test.each<[string, ProtectionRule[], boolean, string[]]>([
    ['on', [review([user('bob')], true)], true, ['self-review-prevented pass']],
    ['off', [review([user('bob')], false)], true, ['self-review fail']],
    ['not told', [review([user('bob')])], true, ['self-review inconclusive']],
    ['off, which is accepted', [review([user('bob')], false)], false, []],
    ['no review at all, which another rule reports', [], true, []],
  ])('%s', (_, rules, notTrigger, expected) => {
    const about = { ...withEnvironment({ rules }), reviewers: { atLeast: 1, notTrigger } }
    expect(judged(selfReview, about)).toEqual(expected)
  })
})

describe('the ref may be deployed', () => {
  const custom = (patterns: readonly string[], ref: string): GateFacts => ({
    ...facts,
    ref,
    github: {
      ...github,
      branchPolicies: patterns.map((name) =>
        name.startsWith('tag:') ? { name: name.slice(4), type: 'tag' } : { name, type: 'branch' },
      ),
    },
  })
  test.each<[string, GateFacts, string[]]>([
    ['by name', custom(['main'], 'refs/heads/main'), ['branch-allowed pass']],
    ['by pattern', custom(['release/*'], 'refs/heads/release/1.2'), ['branch-allowed pass']],
    ['does not match beyond a slash', custom(['release/*'], 'refs/heads/release/1/2'), ['branch-refused fail']],
    ['matches beyond a slash with two stars', custom(['**/fix'], 'refs/heads/a/b/fix'), ['branch-allowed pass']],
    ['a dot is literal', custom(['v1.2'], 'refs/heads/v1x2'), ['branch-refused fail']],
    ['a tag is not a branch', custom(['v*'], 'refs/tags/v1'), ['branch-refused fail']],
    ['a tag by its pattern', custom(['tag:v*'], 'refs/tags/v1'), ['branch-allowed pass']],
    ['no pattern', custom([], 'refs/heads/main'), ['branch-refused fail']],
    ['a set that does not end', custom(['[z'], 'refs/heads/z'), ['branch-refused fail']],
    ['a negative set', custom(['[!x]*'], 'refs/heads/main'), ['branch-allowed pass']],
    ['a negative set with its member', custom(['[!x]*'], 'refs/heads/xmain'), ['branch-refused fail']],
    ['two stars inside of a part', custom(['a**/b'], 'refs/heads/ax/y/b'), ['branch-refused fail']],
    ['every branch', withEnvironment({ branches: 'all' }), ['any-branch noted']],
    ['a protected branch', withEnvironment({ branches: 'protected' }), ['branch-allowed pass']],
    [
      'possibly a protected one',
      { ...withEnvironment({ branches: 'protected' }), refProtected: undefined },
      ['any-branch noted'],
    ],
    ['nobody knows', withEnvironment({ branches: 'unknown' }), ['branch-unknown inconclusive']],
  ])('%s', (_, about, expected) => expect(judged(allowedBranches, about)).toEqual(expected))
})

describe('uncertain settings are reported', () => {
  test.each<[string, boolean | undefined, string[], string]>([
    ['administrators cannot bypass', false, ['no-admin-bypass pass'], 'cannot'],
    ['they can', true, ['admin-bypass noted'], 'can bypass'],
    ['unknown', undefined, ['admin-bypass noted'], 'does not say'],
  ])('%s', (_, adminsCanBypass, expected, title) => {
    const { adminsCanBypass: _known, ...rest } = environment
    const about = {
      ...facts,
      github: { ...github, environment: { ...rest, ...(adminsCanBypass !== undefined && { adminsCanBypass }) } },
    }
    expect(judged(adminBypass, about)).toEqual(expected)
    expect(adminBypass.judge(about)[0]?.title).toContain(title)
  })

  test.each<[string, GitHubFacts['repository'], string[]]>([
    ['public', github.repository, ['rules-enforced pass']],
    ['internal', { ...github.repository, private: true, visibility: 'internal' }, ['rules-enforced pass']],
    ['private', { ...github.repository, private: true, visibility: 'private' }, ['enforcement-unknown noted']],
    [
      'private, free',
      { ...github.repository, private: true, visibility: 'private', plan: 'free' },
      ['enforcement-unknown noted'],
    ],
    [
      'private, enterprise',
      { ...github.repository, private: true, visibility: 'private', plan: 'enterprise' },
      ['rules-enforced pass'],
    ],
    ['of an unknown kind', { ...github.repository, visibility: 'secret' }, ['enforcement-unknown noted']],
  ])('a repository that is %s', (_, repository, expected) => {
    expect(judged(enforcedRules, { ...facts, github: { ...github, repository } })).toEqual(expected)
  })

  test('timers, Apps and unknown rules are listed', () => {
    const about = withEnvironment({
      rules: [
        { kind: 'wait-timer', minutes: 30 },
        { kind: 'wait-timer', minutes: 0 },
        { kind: 'unknown', type: 'quorum' },
      ],
    })
    const customRules = [
      { app: 'guard', enabled: true },
      { app: 'off', enabled: false },
    ]
    expect(judged(otherRules, { ...about, github: { ...about.github!, customRules } })).toEqual([
      'wait-timer noted',
      'unknown-rule noted',
      'custom-rule noted',
    ])
  })
})

describe('the settings of an earlier environment', () => {
  const { key: _key, ...production } = facts
  const preprod = { ...production, key: 'preprod' as const, where: undefined }

  test('are judged without this job, and without an approval', () => {
    const codes = judgeProtection(preprod).map(({ code }) => code)
    expect(codes).toContain('gate/required-reviewers')
    expect(codes).toContain('gate/branch-allowed')
    expect(codes.filter((code) => /approv|identity|in-environment/.test(code))).toEqual([])
  })

  test('close the gate like those of production', () => {
    const open = { ...preprod, github: { ...github, environment: { ...environment, rules: [] } } }
    expect(verdictOf(judgeGate({ ...facts, before: [preprod] }))).toBe('pass')
    expect(verdictOf(judgeGate({ ...facts, before: [open] }))).toBe('fail')
  })
})

describe('the environment of the job', () => {
  test.each<[GateFacts['where'], boolean, string[]]>([
    ['outside', false, []],
    ['outside', true, ['not-in-environment fail']],
    ['inside', true, ['in-environment pass']],
    ['inside', false, ['in-environment pass']],
    ['another', false, ['not-in-environment fail']],
    ['another', true, ['not-in-environment fail']],
    ['unknown', false, ['no-identity fail']],
    ['unknown', true, ['no-identity fail']],
  ])('%s, before a deployment: %s', (where, mustBeInside, expected) => {
    expect(judged(inside, { ...facts, where, mustBeInside })).toEqual(expected)
  })
})

type GitHubFacts = NonNullable<GateFacts['github']>
