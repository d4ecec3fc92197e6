import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { blocking } from '../../src/evidence/verdict.ts'
import type { Evidence } from '../../src/evidence/document.ts'
import { lines, startWorld, type World } from './world.ts'

/** The scenarios that users fear, each against AWS on loopback. */

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.close())

const TOPIC = `
Parameters: { Name: { Type: String, Default: orders } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Name } }
`
const CONFIG = 'version: 1\nstacks: [{ id: web, name: "shop-{environment}", template: web.yml }]\n'

async function deployBoth(template: string, parameters: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const environment of ['preprod', 'production']) await world.deploy(`shop-${environment}`, template, parameters)
}

function codes(evidence: Evidence): string[] {
  return blocking(evidence.findings).map((finding) => `${finding.code} ${finding.subject}`)
}

async function changeSetsLeft(): Promise<string[]> {
  const calls = await world.cloudformation()
  const { Stacks } = await calls.describeStacks({})
  const all = await Promise.all(
    (Stacks ?? []).map(async (stack) => {
      const { Summaries } = await calls.listChangeSets({ StackName: stack.StackId })
      return (Summaries ?? []).map((summary) => `${stack.StackName} ${summary.ChangeSetName}`)
    }),
  )
  return all.flat()
}

describe('nested stacks', () => {
  const url = (name: string): string => `https://templates.s3.eu-west-1.amazonaws.com/${name}`
  const table = (key: string): string => `
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: ${key}, AttributeType: S }]
      KeySchema: [{ AttributeName: ${key}, KeyType: HASH }]
`
  const nesting = (id: string, name: string): string => `
Resources:
  ${id}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "${url(name)}" } }
`

  beforeEach(async () => {
    await world.close()
    world = await startWorld({
      buckets: [{ name: 'templates', account: '111111111111', region: 'eu-west-1' }],
    })
    const storage = await world.ports.connect.storage({ region: world.region, session: 'test' })
    const put = (Key: string, Body: string): Promise<unknown> => storage.putObject({ Bucket: 'templates', Key, Body })
    await put('table-1.yml', table('id'))
    await put('table-2.yml', table('customer'))
    await put('data-1.yml', nesting('Database', 'table-1.yml'))
    await put('data-2.yml', nesting('Database', 'table-2.yml'))
    await deployBoth(nesting('Data', 'data-1.yml'))
  })

  test('a table two levels deep is seen to be replaced', async () => {
    await world.write({ 'web.yml': nesting('Data', 'data-2.yml') })
    const evidence = await world.precheck(CONFIG)
    expect(codes(evidence)).toContain('change/replaces-state stack/web/Data/Database/resource/Table')
    expect(evidence.plans[1]?.changeSets[0]?.nested[0]?.nested[0]).toMatchObject({
      stack: 'web/Data/Database',
      changes: [{ logicalId: 'Table', action: 'Modify', replacement: 'True' }],
    })
    expect(await changeSetsLeft()).toEqual([])
  })

  test('drift two levels deep is found', async () => {
    await world.write({ 'web.yml': nesting('Data', 'data-1.yml') })
    const calls = await world.cloudformation()
    const { Stacks } = await calls.describeStacks({})
    const deepest = Stacks?.find((stack) => /shop-production-Data-.*Database/.test(stack.StackName ?? ''))
    await world.sandbox.admin.tamper({
      account: world.account,
      region: world.region,
      stack: deepest?.StackName ?? '',
      resource: 'Table',
      properties: { BillingMode: 'PROVISIONED' },
    })
    const evidence = await world.precheck(CONFIG)
    expect(codes(evidence)).toEqual([
      'drift/property-differs stack/web/Data/Database/resource/Table/property/BillingMode',
    ])
  })
})

describe('what detection cannot tell', () => {
  beforeEach(async () => {
    await world.write({ 'web.yml': TOPIC })
    await deployBoth(TOPIC)
  })

  test.each([
    ['UNSUPPORTED', 'drift/nothing-checked'],
    ['NOT_CHECKED', 'drift/nothing-checked'],
    ['UNKNOWN', 'drift/unknown-status'],
  ] as const)('is never in sync: %s', async (drift, code) => {
    await world.sandbox.admin.tamper({
      account: world.account,
      region: world.region,
      stack: 'shop-production',
      resource: 'Topic',
      drift,
    })
    const evidence = await world.precheck(CONFIG)
    expect(evidence.verdict).not.toBe('pass')
    expect(codes(evidence).join('\n')).toContain(code)
    expect(lines(evidence).filter((line) => line.startsWith('pass drift/in-sync'))).toHaveLength(1)
  })

  test('keeps the partial results of a failed detection', async () => {
    await world.sandbox.admin.tamper({
      account: world.account,
      region: world.region,
      stack: 'shop-production',
      resource: 'Topic',
      drift: 'FAILED',
      reason: 'Failed to detect drift: access denied',
    })
    const evidence = await world.precheck(CONFIG)
    expect(codes(evidence).join('\n')).toContain('drift/detection-failed stack/web')
  })
})

describe('a stack that cannot be updated', () => {
  test('in the hands of somebody else says who has to be waited for', async () => {
    await world.close()
    world = await startWorld({ pace: 1, durations: { cloudformation: { resource: 60_000 } } })
    await world.write({ 'web.yml': TOPIC })
    const other = await world.cloudformation()
    const made = await other.createChangeSet({
      StackName: 'shop-production',
      ChangeSetName: 'theirs',
      ChangeSetType: 'CREATE',
      TemplateBody: TOPIC,
    })
    for (;;) {
      const { Status } = await other.describeChangeSet({ ChangeSetName: made.Id })
      if (Status === 'CREATE_COMPLETE') break
    }
    await other.executeChangeSet({ ChangeSetName: made.Id })
    const evidence = await world.precheck(CONFIG)
    const busy = evidence.findings.find((finding) => finding.code === 'stack/busy')
    expect(busy).toMatchObject({ outcome: 'fail', observed: expect.stringContaining('CREATE_IN_PROGRESS') })
    expect(busy?.advice).toContain('aws cloudformation describe-stacks --stack-name shop-production')
  })

  test('after a creation that was rolled back is not deleted, and the way out is told', async () => {
    await world.close()
    world = await startWorld({ failures: [{ resource: 'Topic', on: 'create', reason: 'no more topics' }] })
    await world.write({ 'web.yml': TOPIC })
    await expect(world.deploy('shop-production', TOPIC)).rejects.toThrow('ROLLBACK_COMPLETE')
    const evidence = await world.precheck(CONFIG)
    const stuck = evidence.findings.find((finding) => finding.code === 'stack/stuck')
    expect(stuck?.observed).toContain('ROLLBACK_COMPLETE')
    expect(stuck?.advice).toContain('aws cloudformation delete-stack --stack-name shop-production')
    const { Stacks } = await (await world.cloudformation()).describeStacks({ StackName: 'shop-production' })
    expect(Stacks?.[0]?.StackStatus).toBe('ROLLBACK_COMPLETE')
  })
})

describe('secrets', () => {
  const SECRET = `
Parameters: { Token: { Type: String, NoEcho: true } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Token } }
`
  const WITH = (value: string): string =>
    `version: 1\nstacks: [{ id: web, name: "shop-{environment}", template: web.yml, parameters: ${value} }]\n`

  beforeEach(() => deployBoth(SECRET, { Token: 'first-secret-value' }))

  test('are in no evidence, also where they change', async () => {
    await world.write({
      'web.yml': SECRET,
      'parameters.json': '[{ "ParameterKey": "Token", "ParameterValue": "second-secret-value" }]',
    })
    const evidence = await world.precheck(WITH('parameters.json'))
    expect(JSON.stringify(evidence)).not.toContain('secret-value')
    expect(world.log.join('\n')).not.toContain('secret-value')
  })

  test("AWS's mask is never written back", async () => {
    await world.write({
      'web.yml': SECRET,
      'parameters.json': '[{ "ParameterKey": "Token", "ParameterValue": "****" }]',
    })
    const evidence = await world.precheck(WITH('parameters.json'))
    expect(codes(evidence)).toEqual([
      'stack/parameter stack/web/parameter/Token',
      'stack/parameter stack/web/parameter/Token',
    ])
    expect(blocking(evidence.findings)[0]?.source).toMatchObject({ file: 'parameters.json', line: 1 })
  })

  test('UsePreviousValue keeps it, and cannot create a stack', async () => {
    await world.write({
      'web.yml': SECRET,
      'parameters.json': '[{ "ParameterKey": "Token", "UsePreviousValue": true }]',
    })
    expect((await world.precheck(WITH('parameters.json'))).verdict).toBe('pass')
    const created = await world.precheck(WITH('parameters.json').replace('shop-{', 'new-{'))
    expect(codes(created)[0]).toBe('stack/parameter stack/web/parameter/Token')
  })
})

describe('stacks that need each other', () => {
  test('are planned in order; what is not known yet is provisional', async () => {
    await world.write({
      'base.yml': `${TOPIC}Outputs: { Arn: { Value: !Ref Topic } }\n`,
      'web.yml': TOPIC,
    })
    const evidence = await world.precheck(`
version: 1
stacks:
  - { id: web, name: "web-{environment}", template: web.yml, parameters: { Name: "{stack.base.outputs.Arn}" } }
  - { id: base, name: "base-{environment}", template: base.yml }
`)
    expect(evidence.verdict).toBe('pass')
    expect(evidence.plans[0]?.changeSets.map(({ stack, provisional }) => [stack, provisional])).toEqual([
      ['base', false],
      ['web', true],
    ])
    expect(await changeSetsLeft()).toHaveLength(1)
  })
})

describe('a cancelled precheck', () => {
  test('leaves no change set and no shell of a stack', async () => {
    await world.close()
    world = await startWorld({ pace: 1, durations: { cloudformation: { changeSet: 30_000 } } })
    await world.write({ 'web.yml': TOPIC })
    const running = world.precheck(CONFIG)
    setTimeout(() => world.aborter.abort(new Error('cancelled')), 300)
    await expect(running).rejects.toThrow()
    const calls = await world.cloudformation()
    const left = async (): Promise<(string | undefined)[]> =>
      ((await calls.describeStacks({})).Stacks ?? []).map((stack) => stack.StackStatus)
    expect((await left()).filter((status) => status !== 'DELETE_IN_PROGRESS')).toEqual([])
    expect(await changeSetsLeft()).toEqual([])
  })
})

describe('a template of more than 51,200 bytes', () => {
  const LARGE = `Metadata: { Notes: ${'x'.repeat(52_000)} }\n${TOPIC}`

  test('goes to the bucket of the stack', async () => {
    await world.close()
    world = await startWorld({ buckets: [{ name: 'templates', account: '111111111111', region: 'eu-west-1' }] })
    await world.write({ 'web.yml': LARGE })
    const evidence = await world.precheck(CONFIG.replace('web.yml }', 'web.yml, template-bucket: templates }'))
    expect(codes(evidence)).toEqual([])
    expect(evidence.plans[0]?.changeSets[0]).toMatchObject({ kind: 'create', changes: [{ logicalId: 'Topic' }] })
  })

  test('without a bucket is refused before AWS is asked', async () => {
    await world.write({ 'web.yml': LARGE })
    await world.sandbox.close()
    await expect(world.precheck(CONFIG)).rejects.toMatchObject({
      code: 'config/template',
      advice: 'Set `template-bucket` of the stack web.',
    })
  })
})

describe('mistakes', () => {
  test.each([
    ['web.yml', 'Resources:\n  Topic:\n    Properties: {}\n', 'config/template', 2],
    ['web.yml', 'Resources: [\n', 'config/template', 2],
    ['parameters.json', '[{ "ParameterKey": "Name" }]', 'config/parameters', 1],
    ['intent.yml', 'version: 1\nallow:\n  - { action: Add }\n', 'config/intent', 3],
  ])('in %s are told with their line before AWS is asked', async (file, text, code, line) => {
    await world.write({ 'web.yml': TOPIC, 'parameters.json': '[]', 'intent.yml': 'version: 1\n', [file]: text })
    const config =
      'version: 1\nprecheck: { intent: intent.yml }\nstacks: [{ id: web, name: s, template: web.yml, parameters: parameters.json }]\n'
    await world.sandbox.close()
    await expect(world.precheck(config)).rejects.toMatchObject({ code, details: { file, line } })
  })
})
