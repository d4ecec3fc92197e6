import { afterEach, describe, expect, test } from '@jest/globals'
import { blockers, findingsOf, HOME, openWorld, until, type PrecheckWorld } from './precheck-world.ts'

/** Plans that are large, refused, partly known or lead to loss, and detections that see only a part: through the bundle. */

const CONFIG = 'version: 1\nstacks: [{ id: web, name: "shop-{environment}", template: web.yml }]\n'
const SETTLED = ['shop-preprod CREATE_COMPLETE', 'shop-production CREATE_COMPLETE']
const TOPIC = `
Parameters: { Name: { Type: String, Default: orders } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Name } }
`
const PRODUCTION = { ...HOME, stack: 'shop-production' }

let world: PrecheckWorld

afterEach(() => world.close())

async function deployBoth(template: string, parameters: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const environment of ['preprod', 'production']) {
    expect(await world.deploy(`shop-${environment}`, template, parameters)).toBe('CREATE_COMPLETE')
  }
}

describe('lists of more than one page', () => {
  const MANY = 130
  const topics = (name: string): string =>
    `Resources:\n${Array.from({ length: MANY }, (_, index) => `  T${index}: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${name} } }\n`).join('')}`

  test('every drift and every change is seen', async () => {
    world = await openWorld(
      { pace: 1000, pages: { changes: 40, resources: 50 } },
      { 'web.yml': topics('new'), 'config.yml': CONFIG },
    )
    await deployBoth(topics('old'))
    for (let index = 0; index < MANY; index++) {
      await world.sandbox.admin.tamper({ ...PRODUCTION, resource: `T${index}`, properties: { DisplayName: 'x' } })
    }
    const seen = await world.precheck()
    expect(seen.result.status).toBe(1)
    const drifts = findingsOf(seen, 'drift/property-differs')
    expect(new Set(drifts.map(({ subject }) => subject)).size).toBe(MANY)
    expect(drifts[0]).toMatchObject({ expected: 'old', observed: 'x' })
    expect(drifts[0].advice).toContain('--deployment-mode REVERT_DRIFT')
    expect(seen.evidence.plans.map(({ changeSets }) => changeSets[0]?.changes.length)).toEqual([MANY, MANY])
    expect(await world.left()).toEqual(SETTLED)
  })
})

describe('a detection that sees only a part', () => {
  const TWO = `${TOPIC}  Other: { Type: AWS::SNS::Topic, Properties: { DisplayName: other } }\n`

  test('keeps what it saw, and is not in sync', async () => {
    world = await openWorld({}, { 'web.yml': TWO, 'config.yml': CONFIG })
    await deployBoth(TWO)
    const reason = 'Failed to detect drift: access denied'
    await world.sandbox.admin.tamper({ ...PRODUCTION, resource: 'Other', drift: 'UNKNOWN', reason })
    await world.sandbox.admin.tamper({ ...PRODUCTION, resource: 'Topic', properties: { DisplayName: 'x' } })
    const seen = await world.precheck()
    expect(seen.result.status).toBe(1)
    expect(findingsOf(seen, 'drift/property-differs')[0].subject).toBe('stack/web/resource/Topic/property/DisplayName')
    const [unknown] = findingsOf(seen, 'drift/unknown-status')
    expect(unknown).toMatchObject({ outcome: 'inconclusive', subject: 'stack/web/resource/Other' })
    expect(unknown.advice).toContain('read permission on AWS::SNS::Topic')
    expect(seen.codes.filter((line) => line === 'pass drift/in-sync')).toHaveLength(1)
    expect(await world.left()).toEqual(SETTLED)
  })

  test('and failed, keeps it too', async () => {
    const queue = `${TOPIC}  Queue: { Type: AWS::SQS::Queue }\n`
    world = await openWorld({}, { 'web.yml': queue, 'config.yml': CONFIG })
    await deployBoth(queue)
    await world.sandbox.admin.tamper({ ...PRODUCTION, resource: 'Queue', drift: 'FAILED', reason: 'Access denied' })
    await world.sandbox.admin.tamper({ ...PRODUCTION, resource: 'Topic', properties: { DisplayName: 'x' } })
    const seen = await world.precheck()
    expect(seen.result.status).toBe(1)
    findingsOf(seen, 'drift/property-differs')
    const [failed] = findingsOf(seen, 'drift/detection-failed')
    expect(failed).toMatchObject({ outcome: 'inconclusive', subject: 'stack/web' })
    expect(failed.observed).toContain('Access denied')
    expect(failed.advice).toContain('aws cloudformation detect-stack-drift --stack-name shop-production')
    expect(seen.codes.filter((line) => line === 'pass drift/in-sync')).toHaveLength(1)
    expect(await world.left()).toEqual(SETTLED)
  })

  test('because it was throttled inside, is made again', async () => {
    world = await openWorld({}, { 'web.yml': TWO, 'config.yml': CONFIG })
    await deployBoth(TWO)
    await world.sandbox.admin.tamper({ ...PRODUCTION, resource: 'Topic', properties: { DisplayName: 'x' } })
    await world.sandbox.admin.tamper({
      ...PRODUCTION,
      resource: 'Topic',
      drift: 'FAILED',
      reason: 'Rate exceeded',
      times: 1,
    })
    const seen = await world.precheck()
    expect(seen.result.status).toBe(1)
    expect(blockers(seen)).toEqual(['fail drift/property-differs'])
    expect(seen.everything).toContain('drift detection of web was not complete; again in 5 s')
    expect(await world.left()).toEqual(SETTLED)
  })
})

describe('throttling', () => {
  test('of twenty stacks in both environments takes time and nothing else', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `s${index}`)
    const stacks = ids.map((id) => `  - { id: ${id}, name: "${id}-{environment}", template: web.yml }\n`)
    world = await openWorld({ pace: 1000 }, { 'web.yml': TOPIC, 'config.yml': `version: 1\nstacks:\n${stacks.join('')}` })
    await Promise.all(
      ids.flatMap((id) => ['preprod', 'production'].map((name) => world.deploy(`${id}-${name}`, TOPIC))),
    )
    const before = await world.left()
    await world.trouble({ on: 'cloudformation:*', do: 'throttle', after: 150, times: 4 })
    const seen = await world.precheck()
    await world.trouble({ clear: true })
    expect([seen.result.status, blockers(seen)]).toEqual([0, []])
    expect(seen.codes.filter((line) => line === 'pass drift/in-sync')).toHaveLength(40)
    expect(seen.codes.filter((line) => line === 'pass change-set/none')).toHaveLength(40)
    expect(before).toHaveLength(40)
    expect(await world.left()).toEqual(before)
  })
})

describe('a template that is too large', () => {
  const large = (bytes: number): string => `Metadata: { Notes: ${'x'.repeat(bytes)} }\n${TOPIC}`

  test('for a request goes by the bucket of the stack', async () => {
    world = await openWorld(
      { buckets: [{ name: 'templates', account: HOME.account, region: HOME.region }] },
      { 'web.yml': large(52_000), 'config.yml': CONFIG.replace('web.yml }', 'web.yml, template-bucket: templates }') },
    )
    await deployBoth(TOPIC)
    const seen = await world.precheck()
    expect([seen.result.status, blockers(seen)]).toEqual([0, []])
    const made = world.asked.filter((request) => request.includes('Action=CreateChangeSet'))
    expect(made.map((request) => /TemplateURL=([^&]*)/.exec(request)?.[1] ?? request.length)).toEqual([
      expect.stringContaining('templates.s3.eu-west-1.amazonaws.com'),
      expect.stringContaining('templates.s3.eu-west-1.amazonaws.com'),
    ])
    expect((await world.left()).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(SETTLED)
    expect((await world.left())[1]).toBe('shop-production CREATE_COMPLETE')
  })

  test.each([
    [52_000, 'at most 51200 bytes, or a template-bucket', 'Set `template-bucket` of the stack web.'],
    [1_100_000, 'at most 1048576 bytes', 'Move a part of it into a nested stack (AWS::CloudFormation::Stack).'],
  ])('with %i bytes is refused before AWS is asked', async (bytes, expected, advice) => {
    world = await openWorld({}, { 'web.yml': large(bytes), 'config.yml': CONFIG })
    const seen = await world.precheck()
    expect(seen.result.status).toBe(1)
    const [refused] = findingsOf(seen, 'config/template')
    expect(refused).toMatchObject({ outcome: 'error', expected, advice, source: { file: 'web.yml' } })
    expect(world.asked).toEqual([])
    expect(await world.left()).toEqual([])
  })
})

describe('a stack that does not exist yet', () => {
  const TABLE = `
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: orders
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
`
  const gone = async (name: string): Promise<boolean> => (await world.status(name)) === undefined

  test('leaves no shell behind where early validation objects', async () => {
    world = await openWorld({}, { 'web.yml': TABLE, 'config.yml': CONFIG })
    await world.deploy('owner-of-orders', TABLE)
    const seen = await world.precheck()
    expect(seen.result.status).toBe(1)
    const [objection] = findingsOf(seen, 'change-set/objection')
    expect(objection).toMatchObject({ outcome: 'fail', subject: 'stack/web/resource/Orders', source: { file: 'web.yml' } })
    expect(objection.observed).toContain('already exists')
    expect(objection.advice).toContain('Correct Orders in web.yml')
    await until(async () => (await gone('shop-preprod')) && (await gone('shop-production')))
    expect(await world.left()).toEqual(['owner-of-orders CREATE_COMPLETE'])
  })

  test("is planned, and only pre-prod's shell, which will be executed, stays", async () => {
    world = await openWorld({}, { 'web.yml': TOPIC, 'config.yml': CONFIG })
    const seen = await world.precheck()
    expect([seen.result.status, blockers(seen)]).toEqual([0, []])
    expect(seen.evidence.plans.map(({ changeSets }) => changeSets[0]?.kind)).toEqual(['create', 'create'])
    await until(() => gone('shop-production'))
    expect(await world.left()).toEqual([expect.stringMatching(/^shop-preprod REVIEW_IN_PROGRESS td-precheck-\S+$/)])
  })

  test("and of which somebody else has a change set, keeps that somebody's", async () => {
    world = await openWorld({}, { 'web.yml': TOPIC, 'config.yml': CONFIG })
    const theirs = { StackName: 'shop-production', ChangeSetName: 'theirs' }
    await world.client.createChangeSet({ ...theirs, ChangeSetType: 'CREATE', TemplateBody: TOPIC })
    await until(async () => (await world.client.describeChangeSet(theirs)).Status === 'CREATE_COMPLETE')
    const seen = await world.precheck()
    expect(seen.result.status).toBe(0)
    expect((await world.left())[1]).toBe('shop-production REVIEW_IN_PROGRESS theirs')
  })
})

describe('what a change set does not show', () => {
  const referring = (tracing: string, reference: string): string => `
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { TracingConfig: ${tracing}, DisplayName: "{{resolve:${reference}}}" } }
`

  test.each([
    ['ssm:/shop/topic', 'change/dynamic-reference', 1],
    ['ssm:/shop/topic:3', undefined, 0],
  ] as const)('of a resource that takes %s', async (reference, code, status) => {
    world = await openWorld(
      { values: { [reference]: 'orders' } },
      { 'web.yml': referring('Active', reference), 'config.yml': CONFIG },
    )
    const environments = ['preprod', 'production']
    for (const name of environments) await world.deploy(`shop-${name}`, referring('PassThrough', reference))
    const seen = await world.precheck()
    expect(seen.result.status).toBe(status)
    expect(new Set(blockers(seen))).toEqual(new Set(code === undefined ? [] : [`inconclusive ${code}`]))
    if (code !== undefined) {
      const [open] = findingsOf(seen, code)
      expect(open).toMatchObject({ subject: 'stack/web/resource/Topic', observed: `{{resolve:${reference}}}` })
      expect(open.advice).toBe(`Name a version: {{resolve:${reference}:VERSION}}.`)
    }
    expect((await world.left())[1]).toBe('shop-production CREATE_COMPLETE')
  })

  test('values that CloudFormation leaves out take no change away', async () => {
    world = await openWorld(
      { incompleteValues: ['shop-production/Topic'] },
      { 'web.yml': TOPIC.replace('Default: orders', 'Default: others'), 'config.yml': CONFIG },
    )
    await deployBoth(TOPIC)
    const seen = await world.precheck()
    expect([seen.result.status, blockers(seen)]).toEqual([0, []])
    expect(seen.evidence.plans[1]?.changeSets[0]?.changes).toMatchObject([{ logicalId: 'Topic', action: 'Modify' }])
    expect((await world.left())[1]).toBe('shop-production CREATE_COMPLETE')
  })

  test('a transform that changes nothing is no change', async () => {
    const transformed = `Transform: AWS::LanguageExtensions\n${TOPIC}`
    world = await openWorld(
      {},
      { 'web.yml': transformed, 'config.yml': CONFIG.replace('web.yml }', 'web.yml, capabilities: [CAPABILITY_AUTO_EXPAND] }') },
    )
    await deployBoth(transformed)
    const seen = await world.precheck()
    expect([seen.result.status, blockers(seen)]).toEqual([0, []])
    expect(seen.codes.filter((line) => line === 'pass change-set/none')).toHaveLength(2)
    expect(await world.left()).toEqual(SETTLED)
  })
})

describe('a table whose replacement is decided only by the execution', () => {
  const named = (topic: string, policy: string): string => `
Parameters: { Environment: { Type: String } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: !Sub "${topic}-\${Environment}" } }
  Orders:
    Type: AWS::DynamoDB::Table${policy}
    Properties:
      TableName: !GetAtt Topic.TopicName
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
`
  const RETAIN = '\n    UpdateReplacePolicy: Retain'
  const OWN = CONFIG.replace('web.yml }', 'web.yml, parameters: { Environment: "{environment}" } }')
  const INTENT = `version: 1
expect:
  - { resource: web/Orders, action: Modify, replacement: true }
  - { resource: web/Topic, action: Modify, replacement: true }
`

  async function prepare(policy: string, intent?: string): Promise<void> {
    const config = intent === undefined ? OWN : `${OWN}precheck: { intent: intent.yml }\n`
    world = await openWorld({}, { 'web.yml': named('new', policy), 'config.yml': config, 'intent.yml': intent ?? '' })
    for (const Environment of ['preprod', 'production']) {
      await world.deploy(`shop-${Environment}`, named('old', policy), { Environment })
    }
  }

  test.each([
    ['without a policy', '', 'its items lost', '`UpdateReplacePolicy: Retain` keeps the old one'],
    ['with UpdateReplacePolicy: Retain', RETAIN, 'the old one is kept', 'an intent file (precheck.intent)'],
  ])('is refused %s', async (_how, policy, title, advice) => {
    await prepare(policy)
    const seen = await world.precheck()
    expect(seen.result.status).toBe(1)
    const replaced = findingsOf(seen, 'change/replaces-state')
    expect(replaced).toHaveLength(2)
    expect(replaced[0]).toMatchObject({ outcome: 'fail', subject: 'stack/web/resource/Orders' })
    expect(replaced[0].title).toContain(title)
    expect(replaced[0].advice).toContain(advice)
    expect(await world.left()).toEqual(SETTLED)
  })

  test('may be replaced where the old one is kept and the intent names it', async () => {
    await prepare(RETAIN, INTENT)
    const seen = await world.precheck()
    expect([seen.result.status, blockers(seen)]).toEqual([0, []])
    expect((await world.left())[1]).toBe('shop-production CREATE_COMPLETE')
  })
})
