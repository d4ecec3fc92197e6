import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Evidence } from '../../../src/evidence/document.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import { blocking } from '../../../src/evidence/verdict.ts'
import { lines, startWorld, type World } from '../world.ts'

const TEMPLATE = `
Parameters:
  Environment: { Type: String }
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Sub orders-\${Environment}
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: orders
Outputs:
  TopicArn: { Value: !Ref Topic }
`

const CONFIG = `
version: 1
stacks:
  - { id: web, name: "shop-{environment}", template: web.yml, parameters: { Environment: "{environment}" } }
`

let world: World

beforeEach(async () => {
  world = await startWorld()
  await world.write({ 'web.yml': TEMPLATE })
  for (const environment of ['preprod', 'production']) {
    await world.deploy(`shop-${environment}`, TEMPLATE, { Environment: environment })
  }
})
afterEach(() => world.close())

/** Current change sets and stacks: `shop-preprod: td-precheck-…`. */
async function leftBehind(): Promise<string[]> {
  const calls = await world.cloudformation()
  const { Stacks } = await calls.describeStacks({})
  const found = await Promise.all(
    (Stacks ?? []).map(async (stack) => {
      const { Summaries } = await calls.listChangeSets({ StackName: stack.StackId })
      const names = (Summaries ?? []).map((summary) => summary.ChangeSetName?.split('-').slice(0, 3).join('-'))
      return `${stack.StackName} ${stack.StackStatus}: ${names.join(', ')}`
    }),
  )
  return found.toSorted()
}

function first(evidence: Evidence): Finding {
  const finding = blocking(evidence.findings)[0]
  if (!finding) throw new Error(`nothing blocks:\n${lines(evidence).join('\n')}`)
  return finding
}

describe('precheck', () => {
  test('passes where nothing was changed outside CloudFormation and nothing would change', async () => {
    const evidence = await world.precheck(CONFIG)
    expect(evidence.verdict).toBe('pass')
    expect(lines(evidence)).toContain('pass drift/in-sync stack/web')
    expect(evidence.findings.find((finding) => finding.code === 'drift/in-sync')?.observed).toBe(
      '2 of 2 resources checked, 5 properties of them compared, none differ; other properties that the template does not declare are not read',
    )
    expect(evidence.plans.map((plan) => plan.environment)).toEqual(['preprod', 'production'])
    expect(await leftBehind()).toEqual(['shop-preprod CREATE_COMPLETE: ', 'shop-production CREATE_COMPLETE: '])
  })

  test.each(['wbe', 'web+app'])('refuses `only: %s`, which would silently omit everything', async (word) => {
    await expect(world.precheck(CONFIG, { only: [word] })).rejects.toMatchObject({
      code: 'config/input',
      details: { expected: 'web', observed: word },
    })
  })

  test('reports the findings of the files before the first request to AWS, then each stack with its number', async () => {
    await world.precheck(CONFIG)
    const reported = world.log.filter((line) => /the files of the release|: (?:drift|plan) \d+ of \d+: /.test(line))
    expect(reported[0]).toMatch(/^the files of the release: \d+ things? proved, nothing against them$/)
    expect(reported.slice(1).toSorted()).toEqual([
      expect.stringMatching(/^preprod: drift 1 of 1: \S+: \d+ of \d+ resources? checked, none drifted$/),
      expect.stringMatching(/^preprod: plan 1 of 1: \S+: no change$/),
      expect.stringMatching(/^production: drift 1 of 1: /),
      expect.stringMatching(/^production: plan 1 of 1: /),
    ])
  })

  test('checks everything where `only` names all parts', async () => {
    const evidence = await world.precheck(CONFIG, { only: ['web'] })
    expect(lines(evidence)).toContain('pass parity/mirrors parity')
    expect(evidence.snapshots.map(({ environment }) => environment)).toEqual(['preprod', 'production'])
  })

  test("keeps pre-prod's change set for its execution, and production's plan only as evidence", async () => {
    await world.write({ 'web.yml': TEMPLATE.replace('DisplayName: orders', 'DisplayName: new orders') })
    const evidence = await world.precheck(CONFIG)
    expect(evidence.verdict).toBe('pass')
    const [preprod, production] = evidence.plans
    expect(preprod?.changeSets[0]).toMatchObject({ kind: 'update', provisional: false })
    expect(production?.changeSets[0]?.changes).toEqual([
      {
        logicalId: 'Topic',
        type: 'AWS::SNS::Topic',
        action: 'Modify',
        replacement: 'False',
        properties: [
          {
            path: '/Properties/DisplayName',
            attribute: 'Properties',
            change: 'Modify',
            requiresRecreation: 'Never',
            before: 'orders',
            after: 'new orders',
            causes: ['DirectModification'],
            evaluation: 'Static',
          },
        ],
      },
    ])
    expect(await leftBehind()).toEqual([
      'shop-preprod CREATE_COMPLETE: td-precheck-preprod',
      'shop-production CREATE_COMPLETE: ',
    ])
    expect(evidence.handles.map((handle) => handle.state).toSorted()).toEqual(['kept', 'removed'])
  })

  test('reports the changed property, its previous value and the next step', async () => {
    await world.sandbox.admin.tamper({
      account: world.account,
      region: world.region,
      stack: 'shop-production',
      resource: 'Topic',
      properties: { DisplayName: 'changed at the console' },
      by: 'mallory',
    })
    const evidence = await world.precheck(`${CONFIG}precheck: { drift: { who-did-it: true } }\n`)
    expect(evidence.verdict).toBe('fail')
    expect(first(evidence)).toMatchObject({
      code: 'drift/property-differs',
      subject: 'stack/web/resource/Topic/property/DisplayName',
      expected: 'orders',
      observed: 'changed at the console',
      source: { file: 'web.yml' },
    })
    expect(first(evidence).title).toMatch(/by mallory at \d{4}-\d\d-\d\dT/)
    expect(first(evidence).advice).toContain(
      '--deployment-mode REVERT_DRIFT --use-previous-template --parameters ParameterKey=Environment,UsePreviousValue=true',
    )
    expect(await leftBehind()).toEqual(['shop-preprod CREATE_COMPLETE: ', 'shop-production CREATE_COMPLETE: '])
  })

  test('refuses to replace a table with items', async () => {
    await world.write({ 'web.yml': TEMPLATE.replaceAll(/\bid\b/g, 'customer') })
    const evidence = await world.precheck(CONFIG)
    expect(first(evidence)).toMatchObject({
      code: 'change/replaces-state',
      subject: 'stack/web/resource/Orders',
      outcome: 'fail',
    })
    expect(first(evidence).observed).toContain('/Properties/KeySchema')
    expect(await leftBehind()).toEqual(['shop-preprod CREATE_COMPLETE: ', 'shop-production CREATE_COMPLETE: '])
  })

  test('blocks undeclared changes and expected changes that do not occur', async () => {
    await world.write({
      'web.yml': TEMPLATE.replace('DisplayName: orders', 'DisplayName: new orders'),
      'intent.yml': 'version: 1\nexpect: [{ resource: web/Orders, properties: [/Properties/BillingMode] }]\n',
    })
    const evidence = await world.precheck(`${CONFIG}precheck: { intent: intent.yml }\n`)
    expect(blocking(evidence.findings).map((finding) => `${finding.code} ${finding.subject}`)).toEqual([
      'change/undeclared stack/web/resource/Topic',
      'change/undeclared stack/web/resource/Topic',
      'change/expected-absent intent/expect/web/Orders',
      'change/expected-absent intent/expect/web/Orders',
    ])
  })

  test('logs a baseline in observe mode only', async () => {
    await world.sandbox.admin.tamper({
      account: world.account,
      region: world.region,
      stack: 'shop-production',
      resource: 'Topic',
      properties: { DisplayName: 'changed at the console' },
    })
    await world.precheck(CONFIG)
    expect(world.log.join('\n')).not.toContain('"known"')
    await world.precheck(CONFIG, { mode: 'observe' })
    expect(world.log.join('\n')).toMatch(/"known": \[\s+\{\s+"code": "drift\/property-differs"/)
  })

  test('reports the expected change as done in pre-prod when it runs again after the deployment', async () => {
    const next = TEMPLATE.replace('DisplayName: orders', 'DisplayName: new orders')
    await world.write({ 'web.yml': next, 'intent.yml': 'version: 1\nexpect: [{ resource: web/Topic }]\n' })
    await world.deploy('shop-preprod', next, { Environment: 'preprod' })
    const evidence = await world.precheck(`${CONFIG}precheck: { intent: intent.yml }\n`)
    expect(blocking(evidence.findings)).toEqual([])
    expect(lines(evidence)).toContain('noted change/already-deployed intent/expect/web/Topic')
    await world.deploy('shop-production', next, { Environment: 'production' })
    const done = await world.precheck(`${CONFIG}precheck: { intent: intent.yml }\n`)
    expect(first(done).code).toBe('change/expected-absent')
  })

  const CHANGED = TEMPLATE.replace('DisplayName: orders', 'DisplayName: new orders').replace(
    'Outputs:',
    '  Late: { Type: AWS::SNS::Topic, Properties: { DisplayName: late } }\nOutputs:',
  )
  const EXPECTED = '{ resource: web/Topic }, { resource: web/Late, action: Add }'

  test.each<[string, string, string, string[]]>([
    ['that changes outputs', CHANGED, `${CHANGED}  Added: { Value: one }\n`, []],
    ['that corrects a created resource', CHANGED.replace('DisplayName: late', 'DisplayName: wrong'), CHANGED, []],
    ['that corrects a changed resource', CHANGED.replace('new orders', 'wrong orders'), CHANGED, []],
    ['that expects a change that does not occur', CHANGED, `${CHANGED}  Added: { Value: one }\n`, ['web/Orders']],
  ])('a fix after a partly failed deployment to pre-prod, %s', async (title, before, after, absent) => {
    const wanted = [EXPECTED, ...absent.map((resource) => `{ resource: ${resource} }`)].join(', ')
    await world.write({
      'web.yml': after,
      'intent.yml': `version: 1\nexpect: [${wanted}]\nallow: [{ resource: "web/*" }]\n`,
    })
    await world.deploy('shop-preprod', before, { Environment: 'preprod' })
    const evidence = await world.precheck(`${CONFIG}precheck: { intent: intent.yml }\n`)
    expect([title, blocking(evidence.findings).map(({ code, subject }) => `${code} ${subject}`)]).toEqual([
      title,
      ['preprod', 'production'].flatMap(() =>
        absent.map((resource) => `change/expected-absent intent/expect/${resource}`),
      ),
    ])
    expect(lines(evidence)).toContain('noted change/already-deployed intent/expect/web/Late')
  })

  test('reports the errors of early validation, and leaves no empty stack behind', async () => {
    const evidence = await world.precheck(CONFIG.replace('shop-{environment}', 'fresh-{environment}'))
    expect(first(evidence)).toMatchObject({
      code: 'change-set/validation-failed',
      subject: 'stack/web/resource/Orders',
      source: { file: 'web.yml' },
    })
    expect(await leftBehind()).toEqual(['shop-preprod CREATE_COMPLETE: ', 'shop-production CREATE_COMPLETE: '])
  })

  test('plans the creation of a stack and leaves no empty stack in production', async () => {
    const fresh = CONFIG.replace('shop-{environment}', 'fresh-{environment}')
    const evidence = await world.precheck(
      fresh.replace('Environment: "{environment}"', 'Environment: "new-{environment}"'),
    )
    expect(blocking(evidence.findings)).toEqual([])
    expect(evidence.verdict).toBe('pass')
    expect(evidence.plans[1]?.changeSets[0]).toMatchObject({ kind: 'create', stackName: 'fresh-production' })
    expect(evidence.plans[1]?.changeSets[0]?.changes.map((change) => change.action)).toEqual(['Add', 'Add'])
    expect(await leftBehind()).toEqual([
      'fresh-preprod REVIEW_IN_PROGRESS: td-precheck-preprod',
      'shop-preprod CREATE_COMPLETE: ',
      'shop-production CREATE_COMPLETE: ',
    ])
  })
})
