import { afterEach, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { startWorld, type World } from '../world.ts'

/** Quotas of planned changes, as the services of the sandbox report them. */

const CONFIG = `
version: 1
stacks: [{ id: web, name: "shop-{environment}", template: web.yml, capabilities: [CAPABILITY_NAMED_IAM] }]
`
const TOPIC = 'Resources:\n  Topic: { Type: AWS::SNS::Topic }\n'
const ROLES = ['One', 'Two']
  .map(
    (id) =>
      `  ${id}: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: "sts:AssumeRole" }] } } }\n`,
  )
  .join('')
const FN = (reserved: number): string =>
  `  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs24.x, Handler: i.h, Role: "arn:aws:iam::111111111111:role/fn", ReservedConcurrentExecutions: ${reserved}, Code: { ZipFile: "exports.h = 1" } } }\n`

let world: World
afterEach(() => world.close())

async function quotas(template: string, before: readonly string[], scenario: ScenarioInput = {}): Promise<string[]> {
  world = await startWorld(scenario)
  await world.write({ 'web.yml': template })
  for (const [index, body] of before.entries()) {
    await world.deploy(index === 0 ? 'shop-preprod' : `other-${index}`, body)
  }
  const evidence = await world.precheck(CONFIG, { environment: 'preprod' })
  return evidence.findings
    .filter(({ code }) => code.startsWith('quota/'))
    .map(({ outcome, code, title, observed }) => `${outcome} ${code} ${title}: ${observed}`)
}

test('a release without additional resources reads no quota', async () => {
  expect(await quotas(TOPIC, [TOPIC])).toEqual([])
})

test('the last stack is within the quota, and one more is not', async () => {
  const limit = (StackLimit: number): ScenarioInput => ({ quotas: { 'cloudformation/StackLimit': StackLimit } })
  const others = Array.from({ length: 3 }, () => TOPIC)
  // The three others; the empty stack of the preview is the stack itself.
  const moved = async (StackLimit: number): Promise<string[]> => {
    world = await startWorld(limit(StackLimit))
    await world.write({ 'web.yml': TOPIC })
    for (const [index, body] of others.entries()) await world.deploy(`other-${index}`, body)
    const evidence = await world.precheck(CONFIG, { environment: 'preprod' })
    return evidence.findings
      .filter(({ code }) => code.startsWith('quota/'))
      .map(({ outcome, code, title, observed }) => `${outcome} ${code} ${title}: ${observed}`)
  }
  expect(await moved(3)).toEqual([
    'fail quota/exceeded preprod: the planned changes need 1 more stacks of CloudFormation, and the quota of 3 leaves 0: 3 in use, 1 more by web',
  ])
  await world.close()
  expect(await moved(4)).toEqual([
    'noted quota/near preprod: the planned changes bring CloudFormation near its quota of 4 stacks: 3 in use, 1 more by web',
  ])
  await world.close()
  expect(await moved(100)).toEqual([
    'noted quota/enough preprod: 1 of 1 quotas have room for the planned changes: CloudFormation: 3 of 100 stacks, 1 more',
  ])
})

test('roles are counted by IAM', async () => {
  expect(await quotas(TOPIC + ROLES, [TOPIC], { quotas: { 'iam/RolesQuota': 1 } })).toEqual([
    'fail quota/exceeded preprod: the planned changes need 2 more roles of IAM, and the quota of 1 leaves 1: 0 in use, 2 more by web/One, web/Two',
  ])
})

test('reserved concurrency leaves a hundred to other functions', async () => {
  const scenario = { quotas: { 'lambda/ConcurrentExecutions': 1000 } } as const
  expect(await quotas(TOPIC + FN(901), [TOPIC], scenario)).toEqual([
    'fail quota/exceeded preprod: the planned changes need 901 more reservable concurrent executions of Lambda, and the quota of 900 leaves 900: 0 in use, 901 more by web/Fn',
    expect.stringMatching(/^noted quota\/enough preprod: 1 of 2 quotas have room .*: Lambda: 0 of \d+ bytes of code$/),
  ])
  await world.close()
  // A function that reserves 500 needs only 400 more.
  expect(await quotas(TOPIC + FN(900), [TOPIC + FN(500)], scenario)).toEqual([
    'noted quota/near preprod: the planned changes bring Lambda near its quota of 900 reservable concurrent executions: 500 in use, 400 more by web/Fn',
    expect.stringMatching(/^noted quota\/enough /),
  ])
})

test('a quota that cannot be read is reported with the missing action', async () => {
  const found = await quotas(TOPIC + ROLES, [TOPIC], { trouble: [{ on: 'iam:GetAccountSummary', do: 'deny' }] })
  expect(found).toEqual([
    expect.stringMatching(/^noted quota\/not-read preprod: the quotas of IAM were not read: .*iam:GetAccountSummary/),
  ])
})
