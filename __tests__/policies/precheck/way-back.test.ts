import { describe, expect, test } from '@jest/globals'
import type { GroupFacts } from '../../../src/codedeploy/group/group.ts'
import { rule } from '../../../src/policies/precheck/way-back.ts'
import { factsOf, type Change } from '../facts.ts'

const SECRET: Change = {
  id: 'Secret',
  type: 'AWS::SecretsManager::Secret',
  properties: ['/Properties/GenerateSecretString'],
  before: { GenerateSecretString: { PasswordLength: 16 } },
  after: { GenerateSecretString: { PasswordLength: 32 } },
}
const GROWN: Change = {
  id: 'Db',
  type: 'AWS::RDS::DBInstance',
  properties: ['/Properties/AllocatedStorage'],
  before: { AllocatedStorage: '20' },
  after: { AllocatedStorage: '50' },
}
const codes = (findings: ReturnType<typeof rule.judge>) =>
  findings.map(({ code, outcome, waived }) => `${outcome} ${code}${waived ? ', waived' : ''}`)

describe('changes of the release can be rolled back', () => {
  test('a change in place is restored', () => {
    const found = rule.judge(
      factsOf({ changes: [{ id: 'T', type: 'AWS::SNS::Topic', properties: ['/Properties/DisplayName'] }] }),
    )
    expect(codes(found)).toEqual(['pass rollback/restores'])
    expect(found[0]?.observed).toContain('1 change back: 1 in place')
  })

  test('without a change nothing is proved', () => {
    expect(rule.judge(factsOf({}))).toEqual([])
  })

  test("a rotated secret and grown storage block, each with a link to AWS's documentation", () => {
    const found = rule.judge(factsOf({ changes: [SECRET, GROWN] }))
    expect(codes(found)).toEqual(['fail rollback/loses-state', 'fail rollback/refused'])
    expect(found[1]?.title).toBe(
      'production: Db: the way back cannot set AllocatedStorage back to 20: allocated storage is not reduced',
    )
    expect(found[1]?.advice).toContain('one-way: [{ resource: web/Db, rollback: impossible')
    expect(found[1]?.advice).toContain('https://docs.aws.amazon.com/AmazonRDS/')
  })

  const ENTRY = { rollback: 'impossible', reason: 'a larger shop', owner: 'data' }

  test('`rollback: impossible` waives with reason and owner, until its date', () => {
    const judged = (entry: object) =>
      codes(
        rule.judge(factsOf({ changes: [GROWN], precheck: { 'one-way': [{ resource: 'web/*', ...ENTRY, ...entry }] } })),
      )
    expect(judged({})).toEqual(['fail rollback/refused, waived'])
    expect(judged({ until: '2026-06-01' })).toEqual(['fail rollback/refused, waived'])
    expect(judged({ until: '2026-05-31' })).toEqual(['fail rollback/refused', 'noted rollback/declaration-unused'])
    expect(judged({ resource: 'web/Other' })).toEqual(['fail rollback/refused', 'noted rollback/declaration-unused'])
  })

  test('a declared deployment is a risk of its own', () => {
    const judged = (deployment: string) => {
      const facts = factsOf({ precheck: { 'one-way': [{ deployment, ...ENTRY }] } })
      const deployments = [
        { id: 'app', platform: 'local', application: 'a', group: 'g', revision: { directory: 'app' } },
      ]
      return rule.judge({ ...facts, config: { ...facts.config, deployments: deployments as never } })
    }
    expect(codes(judged('app'))).toEqual(['fail rollback/impossible, waived'])
    expect(judged('app')[0]?.waived).toEqual({ reason: 'a larger shop', owner: 'data' })
    expect(codes(judged('ap'))).toEqual(['fail rollback/declaration-unused'])
  })

  test("a deployment to the job's host is refused where its rollback is to be rehearsed", () => {
    const judged = (rehearse: boolean, precheck: object = {}) => {
      const facts = factsOf({ precheck })
      const deployments = [{ platform: 'local', application: 'a', group: 'g', revision: { directory: 'app' } }]
      const rehearsing = { ...facts.config['rehearse-rollback'], deployments: rehearse }
      return rule.judge({
        ...facts,
        config: { ...facts.config, deployments: deployments as never, 'rehearse-rollback': rehearsing },
      })
    }
    expect(judged(false)).toEqual([])
    const [refused] = judged(true)
    expect(refused).toMatchObject({ code: 'rollback/local', outcome: 'fail', subject: 'deployment/app/rollback' })
    expect(refused?.advice).toContain('platform: server')
    expect(codes(judged(true, { 'one-way': [{ deployment: 'app', ...ENTRY }] }))).toEqual([
      'fail rollback/impossible, waived',
      'fail rollback/local, waived',
    ])
  })

  test('a NoEcho parameter has no previous value', () => {
    const facts = factsOf({
      template:
        'Parameters: { Password: { Type: String, NoEcho: true } }\nResources: { T: { Type: AWS::RDS::DBInstance } }',
      changes: [{ id: 'T', type: 'AWS::RDS::DBInstance', properties: ['/Properties/MasterUserPassword'] }],
    })
    const [environment] = facts.environments
    const [stack] = environment?.stacks ?? []
    const changes = stack?.plan?.changes.map((change) => ({
      ...change,
      properties: change.properties.map((property) => ({ ...property, causes: ['ParameterReference Password'] })),
    }))
    const plan = { ...stack?.plan, changes }
    const changed = { ...facts, environments: [{ ...environment, stacks: [{ ...stack, plan }] }] } as typeof facts
    expect(codes(rule.judge(changed))).toEqual(['fail rollback/secret-unknown'])
  })

  test('state that the release deletes is reported once, by the rule about state, and nothing passes', () => {
    expect(
      rule.judge(factsOf({ changes: [{ id: 'T', type: 'AWS::DynamoDB::Table', action: 'Remove', policy: 'Delete' }] })),
    ).toEqual([])
  })

  test('a resource that is removed and retained under its name cannot be restored', () => {
    const found = rule.judge(
      factsOf({
        changes: [
          {
            id: 'T',
            type: 'AWS::DynamoDB::Table',
            action: 'Remove',
            policy: 'Retain',
            before: { TableName: 'orders' },
          },
        ],
      }),
    )
    expect(codes(found)).toEqual(['fail rollback/refused'])
  })

  test('a first release has no rollback', () => {
    const found = rule.judge(
      factsOf({ kind: 'create', changes: [{ id: 'T', type: 'AWS::SNS::Topic', action: 'Add' }] }),
    )
    expect(codes(found)).toEqual(['noted rollback/none'])
  })

  const group = (info: object): GroupFacts => ({
    deployment: 'app',
    application: 'shop',
    group: 'shop-production',
    platform: 'server',
    info: { lastSuccessfulDeployment: { deploymentId: 'd-1' }, ...info },
    config: undefined,
    alarms: [],
    running: [],
  })
  const WATCHED = {
    autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] as const },
    alarmConfiguration: { enabled: true, alarms: [{ name: 'shop-failures' }] },
  }

  test('deployments and their rollback alarms are listed', () => {
    const [found] = rule.judge(factsOf({ groups: [group(WATCHED)] }))
    expect(found).toMatchObject({
      code: 'rollback/ways',
      outcome: 'noted',
      observed: 'deployment/app: a failed deployment, shop-failures',
    })
  })

  test('services that ECS deploys are rolled back as configured', () => {
    const judged = (configuration: object): string | undefined => {
      const facts = factsOf({})
      const service = { deployment: 'api', state: { taskDefinition: 'arn:task/api:1', configuration } }
      const environments = facts.environments.map((each) => ({ ...each, services: [service as never] }))
      return rule.judge({ ...facts, environments }).find(({ code }) => code === 'rollback/ways')?.observed
    }
    const alarms = { alarmNames: ['errors'], enable: true, rollback: true }
    expect(judged({ deploymentCircuitBreaker: { enable: true, rollback: true }, alarms })).toBe(
      'deployment/api: a failed deployment, errors',
    )
    expect(judged({ alarms: { ...alarms, rollback: false } })).toBe('deployment/api: by command only')
    expect(judged({ alarms: { ...alarms, enable: false } })).toBe('deployment/api: by command only')
  })

  test.each([
    ['disabled alarms', { ...WATCHED, alarmConfiguration: { enabled: false, alarms: [{ name: 'a' }] } }],
    ['alarms without a rollback', { ...WATCHED, autoRollbackConfiguration: { enabled: false } }],
  ])('%s roll nothing back', (_, info) => {
    const [found] = rule.judge(factsOf({ groups: [group(info)] }))
    expect(found?.title).toBe('production: 0 of 1 part are rolled back on alarms')
  })

  test('a deployment that never succeeded has no rollback', () => {
    const info = { ...WATCHED, lastSuccessfulDeployment: undefined }
    expect(codes(rule.judge(factsOf({ groups: [group(info)] })))).toEqual(['noted rollback/none'])
  })
})
