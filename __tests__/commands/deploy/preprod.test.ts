import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Evidence } from '../../../src/evidence/document.ts'
import { deploying } from './deploying.ts'
import { lines, startWorld, type World } from '../world.ts'

const BASE = `
Parameters:
  Environment: { Type: String }
  Title: { Type: String, Default: orders }
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: { DisplayName: !Ref Title, TopicName: !Sub "topic-\${Environment}" }
Outputs:
  TopicArn: { Value: !Ref Topic }
`
const WEB = `
Parameters:
  Topic: { Type: String }
Resources:
  Setting:
    Type: AWS::SSM::Parameter
    Properties: { Type: String, Value: !Ref Topic }
Outputs:
  Setting: { Value: !Ref Setting }
`
const CONFIG = `
version: 1
stacks:
  - { id: base, name: "base-{environment}", template: base.yml, parameters: { Environment: "{environment}" } }
  - { id: web, name: "web-{environment}", template: web.yml, parameters: { Topic: "{stack.base.outputs.TopicArn}" } }
`
let world: World
beforeEach(async () => {
  world = await startWorld()
  await world.write({ 'base.yml': BASE, 'web.yml': WEB })
})
afterEach(() => world.close())

const statuses = async (): Promise<string[]> => {
  const calls = await world.cloudformation()
  const { Stacks = [] } = await calls.describeStacks({})
  return Stacks.map((stack) => `${stack.StackName} ${stack.StackStatus}`).toSorted()
}
/** Findings of the release itself, without those of precheck. */
const reported = (evidence: Evidence): string[] => lines(evidence).filter((line) => !line.includes('alarm/'))
const onlyPreprod = { environment: 'preprod' } as const

describe('pre-prod', () => {
  test('is created from nothing, stack by stack, planned again when outputs become known', async () => {
    const precheck = await world.precheck(CONFIG, onlyPreprod)
    expect(precheck.plans[0]?.changeSets.map(({ stack, provisional }) => [stack, provisional])).toEqual([
      ['base', false],
      ['web', true],
    ])
    const deployed = await deploying(world, CONFIG, { evidence: [precheck] })
    expect(reported(deployed)).toEqual([
      'pass evidence/valid evidence/precheck/preprod',
      'noted evidence/origin-unproven github/identity',
      'pass stack/updated stack/base',
      'pass plan/unchanged environment/preprod',
      'pass stack/updated stack/web',
    ])
    expect(deployed.verdict).toBe('pass')
    expect(deployed.previous).toHaveLength(1)
    // No check references an output, so none is recorded.
    expect(deployed.outputs?.flatMap(({ stacks }) => Object.values(stacks).flatMap(Object.keys))).toEqual([])
    expect(await statuses()).toEqual(['base-preprod CREATE_COMPLETE', 'web-preprod CREATE_COMPLETE'])
    expect(deployed.handles.filter(({ state }) => state !== 'kept' && state !== 'removed')).toEqual([])
  })

  test('gets a change without resources: a new output', async () => {
    await world.deploy('base-preprod', BASE, { Environment: 'preprod' })
    await world.write({ 'base.yml': `${BASE}  Name: { Value: !GetAtt Topic.TopicName }\n` })
    const config = 'version: 1\nstacks: [{ id: base, name: "base-{environment}", template: base.yml }]\n'
    const precheck = await world.precheck(config, onlyPreprod)
    expect(precheck.plans[0]?.changeSets).toMatchObject([{ stack: 'base', kind: 'update', changes: [] }])
    const deployed = await deploying(world, config, { evidence: [precheck] })
    expect(reported(deployed)).toContain('pass stack/updated stack/base')
    const calls = await world.cloudformation()
    const { Stacks } = await calls.describeStacks({ StackName: 'base-preprod' })
    expect(Stacks?.[0]?.Outputs?.map(({ OutputKey }) => OutputKey)).toEqual(['TopicArn', 'Name'])
  })

  test('that already has the state of the release is not changed, and passes', async () => {
    const first = await world.precheck(CONFIG, onlyPreprod)
    await deploying(world, CONFIG, { evidence: [first] })
    const second = await world.precheck(CONFIG, onlyPreprod)
    const deployed = await deploying(world, CONFIG, { evidence: [second] })
    expect(reported(deployed)).toEqual(
      expect.arrayContaining(['pass stack/unchanged stack/base', 'pass stack/unchanged stack/web']),
    )
    expect(deployed.verdict).toBe('pass')
  })

  test('is not executed twice when its job is run again', async () => {
    const precheck = await world.precheck(CONFIG, onlyPreprod)
    await deploying(world, CONFIG, { evidence: [precheck], inputs: { only: ['base'] } })
    const again = await deploying(world, CONFIG, { evidence: [precheck], runAttempt: 2 })
    expect(again.verdict).toBe('pass')
    expect(reported(again)).toContain('pass stack/updated stack/base')
    expect(await statuses()).toEqual(['base-preprod CREATE_COMPLETE', 'web-preprod CREATE_COMPLETE'])
  })
})

describe('input that was not reviewed is not deployed', () => {
  let precheck: Evidence
  beforeEach(async () => {
    precheck = await world.precheck(CONFIG, onlyPreprod)
  })
  const nothingHappened = async (): Promise<void> => {
    expect((await statuses()).filter((line) => !line.endsWith('REVIEW_IN_PROGRESS'))).toEqual([])
  }

  test('a template that changed since precheck, by name', async () => {
    await world.write({ 'web.yml': `${WEB}\n# changed` })
    const deployed = await deploying(world, CONFIG, { evidence: [precheck] })
    const differs = deployed.findings.filter(({ code }) => code === 'release/differs')
    expect(differs.map(({ subject }) => subject)).toEqual(['release/template/web'])
    expect(differs[0]).toMatchObject({ outcome: 'fail', expected: expect.stringMatching(/^sha256:/) })
    expect(deployed.verdict).toBe('fail')
    await nothingHappened()
  })

  test('a configuration that changed since precheck', async () => {
    const deployed = await deploying(world, `${CONFIG}application: other\n`, { evidence: [precheck] })
    expect(reported(deployed)).toContain('fail release/differs release/configuration')
    await nothingHappened()
  })

  test('evidence that was altered', async () => {
    const needs = await import('../../../src/evidence/digest.ts').then(({ digestOf }) => digestOf(precheck))
    const altered = { ...precheck, findings: [] }
    const deployed = await deploying(world, CONFIG, {
      evidence: [altered],
      inputs: { needs: JSON.stringify({ precheck: { result: 'success', outputs: { digest: needs } } }) },
    })
    expect(deployed.verdict).toBe('fail')
    expect(reported(deployed)).toContain('fail plan/missing environment/preprod')
    await nothingHappened()
  })

  test('evidence that no job named', async () => {
    const deployed = await deploying(world, CONFIG, { evidence: [precheck], inputs: { needs: '{}' } })
    expect(deployed.verdict).not.toBe('pass')
    await nothingHappened()
  })

  test('a failed precheck, except in observe mode', async () => {
    const failed: Evidence = {
      ...precheck,
      verdict: 'fail',
      findings: [
        ...precheck.findings,
        { code: 'drift/property-differs', outcome: 'fail', title: 'drifted', subject: 'stack/base' },
      ],
    }
    const refused = await deploying(world, CONFIG, { evidence: [failed] })
    expect(reported(refused)).toContain('fail evidence/not-passed evidence/precheck/preprod')
    await nothingHappened()
    const observed = await deploying(world, CONFIG, { evidence: [failed], inputs: { mode: 'observe' } })
    expect(reported(observed)).toContain('pass stack/updated stack/web')
    expect(observed.verdict).toBe('fail')
  })

  test('a stack that another process changed since precheck', async () => {
    await deploying(world, CONFIG, { evidence: [precheck] })
    await world.write({ 'base.yml': BASE.replace('Default: orders', 'Default: sales') })
    const next = await world.precheck(CONFIG, onlyPreprod)
    await world.deploy('base-preprod', BASE.replace('Default: orders', 'Default: other'), { Environment: 'preprod' })
    const deployed = await deploying(world, CONFIG, { evidence: [next] })
    const [first] = deployed.findings.filter(({ outcome }) => outcome === 'fail')
    expect(['change-set/obsolete', 'change-set/gone']).toContain(first?.code)
    expect(first).toMatchObject({ subject: 'stack/base', advice: expect.stringContaining('precheck') })
    expect(reported(deployed)).toContain('skipped release/not-started stack/web')
  })
})

describe('the input `only`', () => {
  test('rejects an unknown value and suggests a known one', async () => {
    const deployed = await deploying(world, CONFIG, { inputs: { only: ['bas'] } })
    expect(deployed.findings).toMatchObject([
      {
        code: 'config/input',
        outcome: 'error',
        subject: 'input/only',
        title: expect.stringContaining('did you mean base?'),
      },
    ])
  })

  test('never passes where nothing was deployed, even in observe mode', async () => {
    const deployed = await deploying(world, CONFIG, { inputs: { mode: 'observe' } })
    expect(deployed.verdict).toBe('error')
    expect(reported(deployed)).toContain('error release/not-deployed environment/preprod')
  })
})

describe('a stack that cannot be updated', () => {
  test('is rolled back by CloudFormation, and the finding names the first cause', async () => {
    const precheck = await world.precheck(CONFIG, onlyPreprod)
    world.sandbox.aws.cloudformation.fail({ resource: 'Topic', on: 'create', reason: 'Topic already exists' })
    const deployed = await deploying(world, CONFIG, { evidence: [precheck] })
    expect(deployed.findings.find(({ outcome }) => outcome === 'fail')).toMatchObject({
      code: 'stack/update-failed',
      subject: 'stack/base/resource/Topic',
      observed: expect.stringContaining('already exists'),
      advice: expect.stringContaining('delete-stack'),
      source: { file: 'base.yml', line: 6 },
    })
    expect(await statuses()).toContain('base-preprod ROLLBACK_COMPLETE')
    expect(reported(deployed)).toContain('skipped release/not-started stack/web')
  })
})
