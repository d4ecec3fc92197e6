import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { verdictOf } from '../../src/evidence/verdict.ts'
import { ActionError } from '../../src/support/errors.ts'
import { lines, startWorld, type World } from '../commands/world.ts'
import { recordsIn, stacksOf, step, type Step } from './stage.ts'

const BASE = `
Resources:
  Topic: { Type: AWS::SNS::Topic }
  Store: { Type: AWS::S3::Bucket }
Outputs:
  TopicArn: { Value: !Ref Topic }
  Store: { Value: !Ref Store }
  Shared: { Value: !Ref Topic, Export: { Name: !Sub "\${AWS::StackName}-topic" } }
`
const WEB = `
Parameters: { Topic: { Type: String } }
Resources:
  Setting: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !Ref Topic } }
Outputs:
  Url: { Value: !Sub "https://\${Setting}.example.com" }
`
const config = (more = ''): string => `
version: 1
environments:
  preprod:
    temporary: { name: "pr-{pull-request}", expires-after: 8h, url: "{stack.web.outputs.Url}"${more} }
stacks:
  - { id: base, name: "base-{environment}", template: base.yml }
  - { id: web, name: "web-{environment}", template: web.yml, parameters: { Topic: "{stack.base.outputs.TopicArn}" } }
`
const CONFIG = config()
let world: World
async function begin(scenario: ScenarioInput = {}): Promise<void> {
  world = await startWorld({ pace: 'skip', ...scenario })
  await world.write({ 'base.yml': BASE, 'web.yml': WEB })
}
beforeEach(() => begin())
afterEach(() => world.close())

const deploy = (pull: number, more: Partial<Step> = {}) => step(world, { config: CONFIG, pull, ...more })
const teardown = (pull: number | undefined, more: Partial<Step> = {}) =>
  step(world, { command: 'teardown', config: CONFIG, ...(pull !== undefined && { pull }), ...more })
const sweep = (apply: boolean) => teardown(undefined, { inputs: { expired: true, ...(apply && { apply }) } })
const state = async (name: string) => {
  const { Stacks = [] } = await (await world.cloudformation()).describeStacks({ StackName: name })
  return Stacks[0]
}
/** The contents of a stack, byte for byte. */
async function contents(...names: string[]): Promise<string> {
  const calls = await world.cloudformation()
  const all = names.map(async (name) => ({
    stack: await state(name),
    resources: (await calls.listStackResources({ StackName: name })).StackResourceSummaries,
    events: (await calls.describeStackEvents({ StackName: name })).StackEvents?.length,
  }))
  return JSON.stringify(
    (await Promise.all(all)).map((each) => each),
    (key, value: unknown) => (key === '$metadata' ? undefined : value),
  )
}

describe('a temporary environment', () => {
  test('is created beside pre-prod, is updated to the next commit, and is removed without a trace', async () => {
    await world.deploy('base-preprod', BASE)
    const before = await contents('base-preprod')
    const made = await deploy(12)
    expect(lines(made)).toEqual([
      'pass temporary/parallel-safe environment/pr-12/names',
      'pass stack/updated stack/base',
      'pass plan/unchanged environment/pr-12',
      'pass stack/updated stack/web',
      'pass temporary/deployed environment/pr-12',
    ])
    expect(made.temporary).toMatchObject({ name: 'pr-12', url: expect.stringMatching(/^https:.*example\.com$/) })
    const { Tags = [] } = (await state('web-pr-12')) ?? {}
    expect(Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))).toEqual({
      'test-deployments:environment': 'pr-12',
      'test-deployments:repository': 'acme/shop',
      'test-deployments:run': '7',
      'test-deployments:expires': made.temporary?.expiresAt,
    })
    expect(await recordsIn(world)).toEqual(['pr-12/environment', 'pr-12/stacks/base', 'pr-12/stacks/web'])

    expect(verdictOf((await deploy(12, { runId: '8' })).findings)).toBe('pass')

    const removed = await teardown(12)
    expect(lines(removed)).toEqual(['pass temporary/removed environment/pr-12'])
    expect(await stacksOf(world)).toEqual(['base-preprod CREATE_COMPLETE'])
    expect(await recordsIn(world)).toEqual([])
    expect(await contents('base-preprod')).toBe(before)
    expect(lines(await teardown(12))).toEqual(['pass temporary/absent environment/pr-12'])
  })

  test('is one of three: the removal of one leaves the others byte for byte, and a sweep removes the expired one only', async () => {
    await deploy(1)
    await deploy(2)
    const before = await contents('base-pr-1', 'web-pr-1', 'base-pr-2', 'web-pr-2')
    await deploy(3)
    await teardown(3)
    expect(await contents('base-pr-1', 'web-pr-1', 'base-pr-2', 'web-pr-2')).toBe(before)
    await world.ports.clock.sleep(5 * 3_600_000)
    await deploy(2, { runId: '9' })
    await world.ports.clock.sleep(4 * 3_600_000)
    const second = await contents('base-pr-2', 'web-pr-2')
    const listed = await sweep(false)
    expect(lines(listed)).toEqual([
      'skipped temporary/expired environment/pr-1',
      'skipped temporary/not-expired environment/pr-2',
    ])
    expect(await stacksOf(world)).toHaveLength(4)
    expect(lines(await sweep(true))).toEqual([
      'pass temporary/removed environment/pr-1',
      'skipped temporary/not-expired environment/pr-2',
    ])
    expect(await contents('base-pr-2', 'web-pr-2')).toBe(second)
    await teardown(2)
    expect(lines(await sweep(true))).toEqual(['skipped temporary/none environments'])
  })

  test('that cannot be created twice is refused before the first copy', async () => {
    await world.write({
      'base.yml': BASE.replace('AWS::SNS::Topic }', 'AWS::SNS::Topic, Properties: { TopicName: a } }'),
    })
    const refused = await deploy(12)
    expect(lines(refused)).toEqual(['fail temporary/fixed-name stack/base/resource/Topic/property/TopicName'])
    expect(await stacksOf(world)).toEqual([])
    expect(await recordsIn(world)).toEqual([])
  })

  test('is created in a job of its own GitHub environment only', async () => {
    expect(lines(await deploy(12, { job: 'preprod' }))).toContain('fail temporary/wrong-job environment/pr-12/job')
    const unknown = await deploy(12, { connect: { job: () => Promise.resolve(undefined) } })
    expect(lines(unknown)).toContain('inconclusive temporary/wrong-job environment/pr-12/job')
    expect(lines(await teardown(12, { job: 'production' }))).toEqual(['fail temporary/wrong-job environment/pr-12/job'])
    expect(await stacksOf(world)).toEqual([])
  })

  test('does not adopt a stack that another process created', async () => {
    await world.deploy('web-pr-12', BASE)
    const before = await contents('web-pr-12')
    expect(lines(await deploy(12))).toContain('fail temporary/foreign-stack stack/web-pr-12')
    expect(lines(await teardown(12))).toEqual(['fail temporary/not-recorded stack/web-pr-12'])
    expect(await contents('web-pr-12')).toBe(before)
  })
})

describe('a teardown leaves', () => {
  test('all of an environment, one stack of which another process created again', async () => {
    await deploy(12)
    const calls = await world.cloudformation()
    await calls.deleteStack({ StackName: 'web-pr-12' })
    await world.ports.clock.sleep(60_000)
    await world.deploy('web-pr-12', WEB, { Topic: 'theirs' })
    const before = await contents('web-pr-12')
    expect(lines(await teardown(12))).toEqual(['pass temporary/removed environment/pr-12'])
    // The recorded ID is that of the deleted stack.
    expect(await contents('web-pr-12')).toBe(before)
    expect(await stacksOf(world)).toEqual(['web-pr-12 CREATE_COMPLETE'])
  })

  test('an environment with a deployment or an operation in progress', async () => {
    await deploy(12)
    const calls = await world.cloudformation()
    const busy = {
      ...calls,
      describeStacks: async (input: Parameters<typeof calls.describeStacks>[0]) => {
        const answer = await calls.describeStacks(input)
        return {
          ...answer,
          Stacks: (answer.Stacks ?? []).map((stack) =>
            stack.StackName === 'web-pr-12' ? { ...stack, StackStatus: 'UPDATE_IN_PROGRESS' as const } : stack,
          ),
        }
      },
    }
    const connect = { cloudformation: () => Promise.resolve(busy) }
    expect(lines(await teardown(12, { connect }))).toEqual(['fail temporary/in-use environment/pr-12'])
    expect(await stacksOf(world)).toEqual(['base-pr-12 CREATE_COMPLETE', 'web-pr-12 CREATE_COMPLETE'])
  })
})

describe('a deletion that fails', () => {
  test('reports the objects in a bucket, and continues when the configuration lets buckets be emptied', async () => {
    await deploy(12)
    const { Outputs = [] } = (await state('base-pr-12')) ?? {}
    const Bucket = Outputs.find(({ OutputKey }) => OutputKey === 'Store')?.OutputValue ?? ''
    const storage = await world.ports.connect.storage({ region: world.region, session: 'test' })
    await storage.putObject({ Bucket, Key: 'orders/1.json', Body: '{}' })
    const failed = await teardown(12)
    expect(lines(failed)).toEqual(['fail temporary/delete-failed stack/base/resource/Store'])
    expect(failed.findings[0]?.title).toContain('it holds orders/1.json')
    expect(failed.findings[0]?.advice).toContain('empty-buckets: true')
    expect(await stacksOf(world)).toEqual(['base-pr-12 DELETE_FAILED'])
    expect(await recordsIn(world)).toEqual(['pr-12/environment', 'pr-12/stacks/base'])
    const done = await teardown(12, { config: config(', empty-buckets: true') })
    expect(lines(done)).toEqual(['pass temporary/removed environment/pr-12'])
    expect(await stacksOf(world)).toEqual([])
  })

  test('reports the stack that imports an export', async () => {
    await deploy(12)
    await world.deploy(
      'other',
      'Resources: { P: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !ImportValue base-pr-12-topic } } }',
    )
    const failed = await teardown(12)
    expect(lines(failed)).toEqual(['fail temporary/delete-failed stack/base'])
    expect(failed.findings[0]?.title).toBe('base-pr-12 was not deleted: its export base-pr-12-topic is in use by other')
  })
})

test.each([
  ['a name that production matches', 'production-{pull-request}', {}, 'config/file'],
  ["a name that is a prefix of pre-prod's", 'pre{pull-request}', {}, 'config/file'],
  ['no pull request', 'pr-{pull-request}', { pull: undefined }, 'config/input'],
  ['a name of another environment', 'pr-{pull-request}', { inputs: { temporary: 'preprod' } }, 'config/input'],
])('%s is refused', async (_, name, more, code) => {
  const text = CONFIG.replace('pr-{pull-request}', name)
  const evidence = await step(world, { config: text, command: 'teardown', pull: 12, ...more })
  expect(evidence.findings.map((finding) => finding.code)).toEqual([code])
})

test('change sets that earlier runs may have left, and that cannot be listed, are reported', async () => {
  await deploy(12)
  const calls = await world.cloudformation()
  const denied = new ActionError('aws/denied', { message: 'may not call cloudformation:ListChangeSets' })
  const connect = { cloudformation: () => Promise.resolve({ ...calls, listChangeSets: () => Promise.reject(denied) }) }
  expect(lines(await teardown(12, { connect }))).toContain(
    'noted temporary/change-sets-left stack/base-preprod/change-sets',
  )
  expect(await stacksOf(world)).toEqual([])
})
