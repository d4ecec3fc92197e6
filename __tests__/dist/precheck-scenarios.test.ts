import { afterEach, describe, expect, test } from '@jest/globals'
import { blockers, findingsOf, HOME, openWorld, type PrecheckWorld } from './precheck-world.ts'

/** Stacks that others have brought into trouble, plans that mislead, and secrets: through the bundle. */

const CONFIG = 'version: 1\nstacks: [{ id: web, name: "shop-{environment}", template: web.yml }]\n'
const SETTLED = ['shop-preprod CREATE_COMPLETE', 'shop-production CREATE_COMPLETE']
const TOPIC = `
Parameters: { Name: { Type: String, Default: orders } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Name } }
`

let world: PrecheckWorld

afterEach(() => world.close())

async function deployBoth(template: string, parameters: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const environment of ['preprod', 'production']) await world.deploy(`shop-${environment}`, template, parameters)
}

describe('nested stacks', () => {
  const url = (name: string): string => `https://templates.s3.eu-west-1.amazonaws.com/${name}`
  const nesting = (id: string, name: string): string =>
    `Resources:\n  ${id}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "${url(name)}" } }\n`
  const table = (key: string): string => `
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: ${key}, AttributeType: S }]
      KeySchema: [{ AttributeName: ${key}, KeyType: HASH }]
`

  test('a database two levels deep is seen to be replaced', async () => {
    world = await openWorld(
      { buckets: [{ name: 'templates', account: HOME.account, region: HOME.region }] },
      { 'web.yml': nesting('Data', 'data-2.yml'), 'config.yml': CONFIG },
    )
    await world.put('templates', 'table-1.yml', table('id'))
    await world.put('templates', 'table-2.yml', table('customer'))
    await world.put('templates', 'data-1.yml', nesting('Database', 'table-1.yml'))
    await world.put('templates', 'data-2.yml', nesting('Database', 'table-2.yml'))
    await deployBoth(nesting('Data', 'data-1.yml'))
    const before = await world.left()
    const seen = await world.precheck()
    expect(seen.result.status).toBe(1)
    const [replaced, ...others] = findingsOf(seen, 'change/replaces-state')
    expect(others).toHaveLength(1)
    expect(replaced).toMatchObject({ outcome: 'fail', subject: 'stack/web/Data/Database/resource/Table' })
    expect(replaced.observed).toContain('/Properties/KeySchema')
    expect(replaced.advice).toContain('add a new resource beside Table')
    expect(before).toHaveLength(6)
    expect(await world.left()).toEqual(before)
  })
})

describe('a stack that cannot be updated', () => {
  test('while somebody else updates it', async () => {
    world = await openWorld(
      { durations: { cloudformation: { resources: { Slow: 6_000_000 } } } },
      { 'web.yml': TOPIC, 'config.yml': CONFIG },
    )
    await deployBoth(TOPIC)
    await world.client.updateStack({
      StackName: 'shop-production',
      TemplateBody: `${TOPIC}  Slow: { Type: AWS::SNS::Topic }\n`,
    })
    const seen = await world.precheck()
    expect(seen.result.status).toBe(1)
    const [busy] = findingsOf(seen, 'stack/busy')
    expect(busy).toMatchObject({ outcome: 'fail', subject: 'stack/web' })
    expect(busy.observed).toContain('UPDATE_IN_PROGRESS')
    expect(busy.advice).toContain('aws cloudformation describe-stacks --stack-name shop-production')
    expect(await world.left()).toEqual(['shop-preprod CREATE_COMPLETE', 'shop-production UPDATE_IN_PROGRESS'])
  })

  test.each([
    ['ROLLBACK_COMPLETE', ['create'], false, 'delete-stack'],
    ['UPDATE_ROLLBACK_FAILED', ['update', 'rollback'], false, 'continue-update-rollback'],
    ['UPDATE_FAILED', ['update'], true, 'rollback-stack'],
  ] as const)('in %s is left as it is, and the way out is told', async (status, failing, disabled, wayOut) => {
    world = await openWorld({}, { 'web.yml': TOPIC, 'config.yml': CONFIG })
    await world.deploy('shop-preprod', TOPIC)
    if (failing[0] === 'update') await world.deploy('shop-production', TOPIC)
    for (const on of failing) {
      world.sandbox.aws.cloudformation.fail({ resource: 'shop-production/Topic', on, reason: 'no more topics' })
    }
    expect(await world.deploy('shop-production', TOPIC, { Name: 'new' }, disabled)).toBe(status)
    const seen = await world.precheck()
    expect(seen.result.status).toBe(1)
    const [stuck, ...others] = findingsOf(seen, 'stack/stuck')
    expect(others).toEqual([])
    expect(stuck).toMatchObject({ outcome: 'fail', subject: 'stack/web' })
    expect(stuck.observed).toMatch(new RegExp(`^${status}\\b`))
    expect(stuck.advice).toContain(`aws cloudformation ${wayOut} --stack-name shop-production --region eu-west-1`)
    expect(await world.left()).toEqual(['shop-preprod CREATE_COMPLETE', `shop-production ${status}`])
    expect(world.asked.filter((request) => /Action=(DeleteStack|RollbackStack|Continue)/.test(request))).toEqual([])
  })
})

describe('secrets', () => {
  const SECRET = `
Parameters: { Token: { Type: String, NoEcho: true } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Token } }
`
  const WITH = CONFIG.replace('web.yml }', 'web.yml, parameters: parameters.json }')
  const parameters = (entry: object): string => JSON.stringify([{ ParameterKey: 'Token', ...entry }])

  test('that change are nowhere to be read', async () => {
    const given = parameters({ ParameterValue: 'second-secret-value' })
    world = await openWorld({}, { 'web.yml': SECRET, 'config.yml': WITH, 'parameters.json': given })
    await deployBoth(SECRET, { Token: 'first-secret-value' })
    const seen = await world.precheck()
    expect(seen.result.status).toBe(0)
    expect(seen.evidence.plans[1]?.changeSets[0]?.changes).toMatchObject([{ logicalId: 'Topic', action: 'Modify' }])
    expect(seen.everything).not.toContain('secret-value')
    expect(seen.everything).toContain('change-set/made')
    expect(world.asked.filter((request) => request.includes('Action=CreateChangeSet'))).toHaveLength(2)
    const [preprod, production] = await world.left()
    expect(preprod).toMatch(/^shop-preprod CREATE_COMPLETE td-precheck-preprod-\S+$/)
    expect(production).toBe('shop-production CREATE_COMPLETE')
  })

  test("AWS's mask is never written back", async () => {
    const given = parameters({ ParameterValue: '****' })
    world = await openWorld({}, { 'web.yml': SECRET, 'config.yml': WITH, 'parameters.json': given })
    await deployBoth(SECRET, { Token: 'first-secret-value' })
    const seen = await world.precheck()
    expect(seen.result.status).toBe(1)
    const [refused] = findingsOf(seen, 'stack/parameter')
    expect(refused).toMatchObject({ outcome: 'fail', subject: 'stack/web/parameter/Token' })
    expect(refused.source).toMatchObject({ file: 'parameters.json', line: 1 })
    expect(refused.advice).toBe('Write UsePreviousValue: true for Token.')
    expect(world.asked.filter((request) => request.includes('Action=CreateChangeSet'))).toEqual([])
    expect(await world.left()).toEqual(SETTLED)
  })

  test('UsePreviousValue keeps one, and cannot create a stack', async () => {
    const given = parameters({ UsePreviousValue: true })
    world = await openWorld({}, { 'web.yml': SECRET, 'config.yml': WITH, 'parameters.json': given })
    await deployBoth(SECRET, { Token: 'first-secret-value' })
    const kept = await world.precheck()
    expect([kept.result.status, blockers(kept)]).toEqual([0, []])
    world.write('config.yml', WITH.replace('shop-{', 'new-{'))
    const created = await world.precheck()
    expect(created.result.status).toBe(1)
    const [refused] = findingsOf(created, 'stack/parameter')
    expect(refused.advice).toBe('Replace UsePreviousValue of Token by a value for the first deployment.')
    expect(await world.left()).toEqual(SETTLED)
  })
})
