import { describe, expect, test } from '@jest/globals'
import { digestOf } from '../../../src/evidence/digest.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { verdictOf } from '../../../src/evidence/verdict.ts'
import type { GateFacts } from '../../../src/policies/gate/contract.ts'
import { rule } from '../../../src/policies/gate/evidence-complete.ts'
import { GATE_RULES, judgeGate } from '../../../src/policies/gate/index.ts'
import { document, passed } from '../../evidence/documents.ts'
import { check, deploy, facts, judged, linkOf, precheck, verify } from './facts.ts'

const having = (documents: readonly Evidence[], more: Partial<GateFacts> = {}): GateFacts => ({
  ...facts,
  chain: { links: documents.map(linkOf), others: [], findings: [passed('evidence/valid')] },
  ...more,
})

const slot = (evidence: Evidence, more: Partial<Evidence['slot']>): Evidence => ({
  ...evidence,
  slot: { ...evidence.slot, ...more },
})

const failed = (evidence: Evidence): Evidence => ({
  ...evidence,
  findings: [passed('stack/unchanged', { outcome: 'fail' })],
})

describe('the evidence is complete', () => {
  test('in each region that was planned, not in one of them only', () => {
    const [eu, us] = ['eu-west-1', 'us-east-1'].map((region) => ({ environment: 'preprod', region }))
    const planned = {
      ...precheck,
      plans: [eu, us].map((place) => ({ ...place!, digest: digestOf([]), changeSets: [] })),
    }
    const verifications = [slot(verify, eu!), slot(verify, us!)]
    expect(judged(rule, having([planned, slot(deploy, eu!), ...verifications]))).toEqual(['step-missing fail'])
    expect(judged(rule, having([planned, slot(deploy, eu!), slot(deploy, us!), ...verifications]))).toEqual([
      'evidence-complete pass',
    ])
    expect(judged(rule, having([planned, deploy, slot(verify, eu!)]))).toEqual(['check-missing fail'])
    expect(judged(rule, having([planned, deploy, verify]))).toEqual(['evidence-complete pass'])
  })

  test('not by steps for a temporary environment', () => {
    const temporary = (evidence: Evidence): Evidence =>
      slot(evidence, {
        command: `${evidence.slot.command.replace('-preprod', '')}-temporary`,
        environment: 'temporary',
      })
    expect(judged(rule, having([precheck, temporary(deploy), temporary(verify)]))).toEqual([
      'step-missing fail',
      'check-missing fail',
    ])
    expect(judged(rule, having([temporary(precheck), deploy, verify]))).toEqual([
      'step-missing fail',
      'step-missing fail',
    ])
    expect(judged(rule, having([precheck, deploy, temporary(verify)]))).toEqual(['check-missing fail'])
  })

  test('where recovery is required, only with a rehearsed rollback', () => {
    const walking = (...findings: Evidence['findings']): Evidence => ({
      ...deploy,
      findings: [...deploy.findings, ...findings],
    })
    const demanding = (evidence: Evidence, checks = facts.checks) =>
      judged(
        rule,
        having([precheck, evidence, verify], {
          checks,
          require: checks.length > 1 ? ['functional'] : ['functional', 'recovery'],
        }),
      )
    expect(demanding(deploy)).toEqual(['kind-missing fail'])
    expect(demanding(walking(passed('rollback/recovered')))).toEqual(['evidence-complete pass'])
    expect(demanding(walking(passed('rollback/none', { outcome: 'noted' })))).toEqual(['kind-missing fail'])

    const old = { name: 'old version', kind: 'functional', dryRun: false, phase: 'after-rollback' } as const
    const checks = [...facts.checks, old]
    expect(demanding(deploy, checks)).toEqual(['check-missing fail'])
    // A first release has no old version for a check.
    expect(demanding(walking(passed('rollback/none', { outcome: 'noted' })), checks)).toEqual([
      'evidence-complete pass',
    ])
    const refused = passed('rollback/failed', { outcome: 'fail' })
    expect(demanding(walking(passed('rollback/none', { outcome: 'noted' }), refused), checks)).toContain(
      'check-missing fail',
    )
  })

  test('on each of three environments', () => {
    const three = (links: readonly Evidence[]): GateFacts => ({
      ...having(links),
      environments: ['preprod', 'staging', 'production'],
    })
    const staged = (evidence: Evidence, command: string) =>
      slot({ ...evidence, slot: { ...evidence.slot, command } }, { environment: 'staging' })
    const steps = [precheck, deploy, verify, staged(deploy, 'deploy-staging'), staged(verify, 'verify')]
    expect(judged(rule, three(steps))).toEqual(['evidence-complete pass'])
    expect(judged(rule, three(steps.slice(0, 3)))).toEqual(['step-missing fail', 'check-missing fail'])
    expect(judged(rule, three(steps.slice(0, 4)))).toEqual(['check-missing fail'])
  })

  test.each<[string, GateFacts, string[]]>([
    ['every step and check', facts, ['evidence-complete pass']],
    ['no document', having([]), ['step-missing fail', 'step-missing fail', 'step-missing fail', 'check-missing fail']],
    ['no precheck', having([deploy, verify]), ['step-missing fail', 'step-missing fail']],
    [
      'precheck of pre-prod only',
      having([slot(precheck, { environment: 'preprod' }), deploy, verify]),
      ['step-missing fail'],
    ],
    [
      'precheck in two jobs',
      having([
        slot(precheck, { environment: 'preprod' }),
        slot(precheck, { environment: 'production' }),
        deploy,
        verify,
      ]),
      ['evidence-complete pass'],
    ],
    [
      'a failed precheck, with any stated verdict',
      having([failed(precheck), deploy, verify]),
      ['step-missing fail', 'step-missing fail'],
    ],
    ['no deployment to pre-prod', having([precheck, verify]), ['step-missing fail']],
    ['one of two parts', having([precheck, slot(deploy, { shard: '1/2' }), verify]), ['step-missing fail']],
    [
      'both parts',
      having([precheck, slot(deploy, { shard: '1/2' }), slot(deploy, { shard: '2/2' }), verify]),
      ['evidence-complete pass'],
    ],
    ['a part of no whole', having([precheck, slot(deploy, { shard: 'all' }), verify]), ['step-missing fail']],
    [
      'one of two parts of the verification',
      having([precheck, deploy, slot(verify, { shard: '1/2' })]),
      ['check-missing fail'],
    ],
    [
      'both parts of the verification',
      having([precheck, deploy, slot(verify, { shard: '1/2' }), slot(verify, { shard: '2/2' })]),
      ['evidence-complete pass'],
    ],
    [
      'parts of two matrices',
      having([precheck, deploy, slot(verify, { shard: '1/2' }), slot(verify, { shard: '3/3' })]),
      ['check-missing fail'],
    ],
    [
      'one part of the verification beside a whole one',
      having([precheck, deploy, slot(verify, { shard: '1/2' }), slot(verify, { phase: 'tests' })]),
      ['evidence-complete pass'],
    ],
    [
      'two parts, each of other checks',
      having([
        precheck,
        deploy,
        slot(verify, { shard: '1/2', phase: 'a' }),
        slot(verify, { shard: '2/2', phase: 'b' }),
      ]),
      ['check-missing fail'],
    ],
    ['only some stacks', having([precheck, slot(deploy, { phase: 'web' }), verify]), ['step-missing fail']],
    [
      'all stacks, in two jobs',
      having([precheck, slot(deploy, { phase: 'web' }), slot(deploy, { phase: 'app' }), verify]),
      ['evidence-complete pass'],
    ],
    ['all stacks by name', having([precheck, slot(deploy, { phase: 'web+app' }), verify]), ['evidence-complete pass']],
    ['no verification', having([precheck, deploy]), ['check-missing fail']],
    [
      'a verification of production',
      having([precheck, deploy, slot(verify, { environment: 'production' })]),
      ['check-missing fail'],
    ],
    [
      'a check that was not run',
      having([precheck, deploy, verify], {
        checks: [...facts.checks, { name: 'search', kind: 'functional', dryRun: false }],
      }),
      ['check-missing fail'],
    ],
    [
      'a dry run that was not run',
      having([precheck, deploy, verify], { checks: [...facts.checks, { name: 'load', kind: 'load', dryRun: true }] }),
      ['evidence-complete pass'],
    ],
    [
      'a kind without a configured check',
      having([precheck, deploy, verify], { require: ['load'] }),
      ['kind-missing fail'],
    ],
    ['a kind that passed', having([precheck, deploy, verify], { require: ['functional'] }), ['evidence-complete pass']],
    ['no check at all', having([precheck, deploy], { checks: [] }), ['no-checks fail']],
    [
      'no check, which is declared',
      having([precheck, deploy], { checks: [], require: [] }),
      ['evidence-complete pass'],
    ],
  ])('%s', (_, about, expected) => expect(judged(rule, about)).toEqual(expected))

  test.each<[string, Partial<GateFacts>, readonly Evidence[], RegExp]>([
    [
      'a check that `only` left out',
      {},
      [slot({ ...verify, findings: [] }, { phase: 'aws' })],
      /in the job verify \(only aws\)/,
    ],
    ['a check of a job that did not run', {}, [], /no job with `command: verify`/],
    ['a kind without a check', { require: ['compliance'] }, [verify], /`kind: compliance`.*`command: verify`/],
    ['a rollback', { require: ['recovery'] }, [verify], /`rehearse-rollback.*`command: deploy-preprod`/],
    [
      'a kind with only a dry run',
      { require: ['load'], checks: [...facts.checks, { name: 'orders', kind: 'load', dryRun: true }] },
      [verify],
      /`dry-run` from the check "orders", .*`command: verify`/,
    ],
    [
      'a kind that is checked in production alone',
      {
        require: ['load'],
        checks: [...facts.checks, { name: 'live', kind: 'load', dryRun: false, phase: 'production' }],
      },
      [verify],
      /"live" runs on production alone.*`command: verify`/,
    ],
  ])('is incomplete without %s, and the job that should have run it is reported', (_, more, verified, expected) => {
    const [missing] = rule.judge(having([precheck, deploy, ...verified], more))
    expect(`${missing?.observed} ${missing?.advice}`).toMatch(expected)
    expect(missing?.details).toEqual({ required: more.require ?? ['functional'] })
  })

  test('for pre-prod itself, by its precheck alone', () => {
    const key = 'preprod' as const
    expect(judged(rule, having([precheck], { key }))).toEqual(['evidence-complete pass'])
    expect(judged(rule, having([slot(precheck, { environment: 'production' })], { key }))).toEqual([
      'step-missing fail',
    ])
  })

  test('checks may be spread over several jobs', () => {
    const checks = [...facts.checks, { name: 'orders', kind: 'load' as const, dryRun: false }]
    const parts = [
      slot(verify, { phase: 'aws' }),
      slot({ ...verify, findings: [check('orders', 'load')] }, { phase: 'tests' }),
    ]
    expect(judged(rule, having([precheck, deploy, ...parts], { checks }))).toEqual(['evidence-complete pass'])
  })

  test('a check of a phase of the deployment counts in the document of the deployment only', () => {
    const before = {
      name: 'test traffic',
      kind: 'functional' as const,
      dryRun: false,
      phase: 'before-traffic' as const,
    }
    const proof = passed('check/http', {
      details: { check: 'test traffic', kind: 'functional', phase: 'before-traffic' },
    })
    const checks = [...facts.checks, before]
    const inDeployment = { ...deploy, findings: [...deploy.findings, proof] }
    const inVerify = { ...verify, findings: [...verify.findings, proof] }
    expect(judged(rule, having([precheck, inDeployment, verify], { checks }))).toEqual(['evidence-complete pass'])
    expect(judged(rule, having([precheck, deploy, inVerify], { checks }))).toEqual(['check-missing fail'])
    const early = { ...deploy, findings: [...deploy.findings, check('home page', 'functional')] }
    expect(judged(rule, having([precheck, early]))).toEqual(['check-missing fail'])
  })

  test('a check of production is not required before production, nor is its kind', () => {
    const after = { name: 'live', kind: 'security' as const, dryRun: false, phase: 'production' as const }
    const checks = [...facts.checks, after]
    expect(judged(rule, having([precheck, deploy, verify], { checks }))).toEqual(['evidence-complete pass'])
    expect(judged(rule, having([precheck, deploy, verify], { checks, require: ['security'] }))).toEqual([
      'kind-missing fail',
    ])
    expect(judged(rule, having([precheck, deploy, verify], { checks: [after] }))).toEqual(['no-checks fail'])
  })

  test('a refused document is reported once, by its own finding', () => {
    const refused = (subject: string): GateFacts['chain'] => ({
      links: [linkOf(deploy), linkOf(verify)],
      others: [],
      findings: [passed('evidence/stale', { outcome: 'fail', subject })],
    })
    expect(judged(rule, { ...facts, chain: refused('evidence/precheck/all') })).toEqual([])
    expect(verdictOf(judgeGate({ ...facts, chain: refused('evidence/precheck/all') }))).toBe('fail')
    const other = { ...facts, chain: refused('evidence/verify/preprod/tests') }
    expect(judged(rule, other)).toEqual(['step-missing fail', 'step-missing fail'])
  })

  test('a required kind that only a dry run would prove is missing', () => {
    const checks = [...facts.checks, { name: 'load', kind: 'load' as const, dryRun: true }]
    expect(judged(rule, { ...facts, checks, require: ['load'] })).toEqual(['kind-missing fail'])
  })

  test.each<[string, ReturnType<typeof check>[]]>([
    ['of a configured check, by the kind in its document', [check('home page', 'load')]],
    ['of a check that is not configured', [check('home page', 'functional'), check('made up', 'load')]],
  ])('a kind is not proved by the finding %s', (_, findings) => {
    const documents = [precheck, deploy, { ...verify, findings }]
    expect(judged(rule, having(documents, { alsoRequired: ['load'] }))).toEqual(['kind-missing fail'])
  })

  test('a finding that is not a check does not count as one', () => {
    const odd = document('verify', {
      findings: [passed('stack/updated', { details: { check: 'home page', kind: 'functional' } })],
    })
    expect(judged(rule, having([precheck, deploy, odd]))).toEqual(['check-missing fail'])
  })
})

describe('the gate as a whole', () => {
  test('opens for a valid release', () => {
    expect(verdictOf(judgeGate(facts))).toBe('pass')
  })

  test('stays closed when GitHub could not be read', () => {
    const problem = passed('github/denied', { outcome: 'error' })
    expect(verdictOf(judgeGate({ ...facts, github: undefined, problems: [problem] }))).toBe('error')
  })

  test('stays closed when a rule fails', () => {
    const broken = { ...rule, judge: () => JSON.parse('{') as never }
    expect(judgeGate(facts, [broken])).toContainEqual(
      expect.objectContaining({ code: 'gate/rule-failed', outcome: 'error' }),
    )
  })

  test('every rule raises only codes that it declares, and each is documented', () => {
    const declared = new Set(GATE_RULES.flatMap(({ meta }) => meta.codes))
    for (const { code } of judgeGate(facts).filter((finding) => finding.code.startsWith('gate/'))) {
      expect(declared).toContain(code)
    }
    expect(new Set(GATE_RULES.map(({ meta }) => meta.code)).size).toBe(GATE_RULES.length)
    for (const { meta } of GATE_RULES) expect(meta.docs.length).toBeGreaterThan(40)
  })
})
