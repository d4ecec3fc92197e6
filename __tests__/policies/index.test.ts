import { describe, expect, test } from '@jest/globals'
import { readdirSync } from 'node:fs'
import type { Finding } from '../../src/evidence/finding.ts'
import { judgeAll, RULES } from '../../src/policies/index.ts'
import type { EnvironmentFacts, Facts, Rule } from '../../src/policies/contract.ts'
import { factsOf } from './facts.ts'

const NO_RULE: Rule = {
  meta: { code: 'x', title: '', docs: '', codes: ['stack/express-mode'] },
  judge: () => [{ code: 'stack/express-mode', outcome: 'fail', title: 'it failed', subject: 's' }],
}

describe('the table of rules', () => {
  test('and the folder agree', async () => {
    const files = readdirSync('src/policies/precheck').filter((name) => name.endsWith('.ts'))
    const loaded = await Promise.all(
      files.map(async (name) => ((await import(`../../src/policies/precheck/${name}`)) as { rule: Rule }).rule),
    )
    expect(new Set(RULES)).toEqual(new Set(loaded))
    expect(RULES).toHaveLength(files.length)
  })

  test('lists each rule once, with a sentence, docs and the codes of its findings', () => {
    expect(new Set(RULES.map((rule) => rule.meta.code)).size).toBe(RULES.length)
    const codes = RULES.flatMap((rule) => rule.meta.codes)
    expect(new Set(codes).size).toBe(codes.length)
    for (const { meta } of RULES) {
      expect(meta.title.split(' ').length).toBeGreaterThan(3)
      expect(meta.docs.length).toBeGreaterThan(60)
    }
  })
})

describe('a rule', () => {
  const off = (until: string) => factsOf({ precheck: { rules: { x: { off: true, reason: 'r', owner: 'o', until } } } })

  test('that is disabled is still judged, and its findings are waived', () => {
    expect(judgeAll(off('2027-01-01'), [NO_RULE])).toEqual([
      expect.objectContaining({ code: 'stack/express-mode', waived: { reason: 'r', owner: 'o', until: '2027-01-01' } }),
    ])
  })

  test('that was disabled until yesterday blocks, and disabling it is a finding', () => {
    const findings = judgeAll(off('2026-01-01'), [NO_RULE])
    expect(findings.map(({ code, waived }) => [code, waived])).toEqual([
      ['stack/express-mode', undefined],
      ['rule/off-expired', undefined],
    ])
  })

  test('that does not exist is an error of the configuration', () => {
    const facts = factsOf({ precheck: { rules: { 'no/such': 'on' } } })
    expect(judgeAll(facts, [NO_RULE]).map((finding) => finding.code)).toContain('rule/unknown')
  })

  test('that throws is an error, and the other rules are still judged', () => {
    const broken: Rule = {
      ...NO_RULE,
      judge: () => {
        throw new Error('oh')
      },
    }
    expect(judgeAll(factsOf({}), [broken, NO_RULE]).map(({ code, outcome }) => [code, outcome])).toEqual([
      ['rule/failed', 'error'],
      ['stack/express-mode', 'fail'],
    ])
  })

  test('has a finding for an empty release only where there is something to judge', () => {
    expect(judgeAll(factsOf({})).map((finding) => finding.outcome)).not.toContain('fail')
  })
})

describe('unread facts', () => {
  const TEMPLATE = `
Resources:
  Orders: { Type: AWS::DynamoDB::Table }
  Guard: { Type: AWS::CodeDeploy::DeploymentGroup, Properties: { AlarmConfiguration: { Enabled: true, Alarms: [{ Name: a }] },
    AutoRollbackConfiguration: { Enabled: true, Events: [DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM] } } }
  Live: { Type: AWS::Lambda::Alias, UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: shop, DeploymentGroupName: !Ref Guard } } }
`
  const whole = factsOf({
    template: TEMPLATE,
    intent: 'version: 1\nallow: [{ type: "*" }]',
    drift: [{}],
    groups: [
      {
        deployment: 'app',
        application: 'shop',
        group: 'shop-production',
        info: {
          alarmConfiguration: { enabled: true, alarms: [{ name: 'a' }] },
          autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
        },
        config: undefined,
        alarms: [],
        running: [],
      },
    ],
  })
  const [environment] = whole.environments as [EnvironmentFacts]
  const [stack] = environment.stacks
  const blind: EnvironmentFacts = {
    ...environment,
    stacks: environment.stacks.map((each) => ({ ...each, plan: undefined, facts: undefined })),
    drift: environment.drift.map((each) => ({ ...each, detection: 'failed', resources: [] })),
    groups: [],
    snapshot: { environment: 'production', facts: { 'stacks/web/start/exists': null } },
  }
  const preprod: EnvironmentFacts = { ...blind, snapshot: { ...blind.snapshot, environment: 'preprod', facts: {} } }
  const unknown = { base: undefined, baseUnknown: 'the network is down' }
  const passes = (facts: Facts): Finding[] => judgeAll(facts).filter(({ outcome }) => outcome === 'pass')

  test.each<[string, Facts]>([
    ['of both environments', { ...whole, ...unknown, environments: [preprod, blind] }],
    ['of one, where only it was read', { ...whole, ...unknown, environments: [blind] }],
    ['where nothing was requested', { ...whole, ...unknown, environments: [] }],
    ['of the stacks, while groups are known', { ...whole, ...unknown, environments: [{ ...blind, groups: [] }] }],
  ])('%s do not let any rule pass', (_, facts) => {
    expect(passes(facts)).toEqual([])
  })

  test('are reported, and the same rules pass', () => {
    expect(passes(whole).map(({ code }) => code)).toEqual([
      'drift/in-sync',
      'change/keeps-state',
      'change/access-unchanged',
      'change/as-declared',
      'deployment/protected',
      'deployment/protected',
      'deployment/ready',
    ])
  })

  test('are listed in each pass that depends on plans', () => {
    const about = passes({
      ...whole,
      environments: [{ ...preprod, environment: { ...preprod.environment, key: 'preprod' } }, environment],
    })
    expect(about.filter(({ subject }) => subject === 'stacks' || subject === 'intent')).toEqual(
      ['change/keeps-state', 'change/access-unchanged', 'change/as-declared'].map((code) =>
        expect.objectContaining({
          code,
          title: expect.stringMatching(/, as far as stacks could be planned$/),
          observed: expect.stringMatching(/; 1 of 2 stacks are planned; not planned: preprod: web$/),
        }),
      ),
    )
  })

  test('of a nested stack are reported, and listed in the passes', () => {
    const plan = stack?.plan && {
      ...stack.plan,
      kind: 'update' as const,
      changes: [
        {
          logicalId: 'Database',
          type: 'AWS::CloudFormation::Stack',
          action: 'Modify' as const,
          replacement: 'False' as const,
          properties: [],
        },
      ],
    }
    const facts = { ...whole, environments: [{ ...environment, stacks: stack ? [{ ...stack, plan }] : [] }] }
    expect(judgeAll(facts).map(({ code }) => code)).toContain('change/nested-unknown')
    expect(passes(facts).find(({ code }) => code === 'change/keeps-state')?.observed).toMatch(
      /not planned: production: web\/Database$/,
    )
  })

  test('do not report a group as missing that a stack without a plan would create', () => {
    const [group] = environment.groups
    const groups = group ? [{ ...group, info: undefined }] : []
    const codes = (stacks: EnvironmentFacts['stacks']): string[] =>
      judgeAll({ ...whole, environments: [{ ...environment, stacks, groups }] }).map(({ code }) => code)
    expect(codes(blind.stacks)).not.toContain('deployment/group-missing')
    expect(codes(environment.stacks)).toContain('deployment/group-missing')
  })
})
