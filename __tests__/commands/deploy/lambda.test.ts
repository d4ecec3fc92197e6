import { afterEach, describe, expect, test } from '@jest/globals'
import { GetAliasCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { deploying } from './deploying.ts'
import { lines, startWorld, type World } from '../world.ts'

/** A deployment to Lambda: code becomes a version, and CodeDeploy moves the alias to it. */

const CONFIG = `
version: 1
deployments:
  - { id: api, platform: lambda, application: shop, group: "shop-{environment}", appspec: api.yml, revision: { directory: dist } }
`
const APPSPEC = `version: 0.0
Resources:
  - api: { Type: "AWS::Lambda::Function", Properties: { Name: "orders-{environment}", Alias: live } }
Hooks:
  - BeforeAllowTraffic: "smoke-{environment}"
`
const GROUP = {
  deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
  autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
}
const SCENARIO: ScenarioInput = {
  pace: 2_000,
  functions: [{ name: 'orders-preprod', versions: ['one', 'two'], aliases: { live: '2' } }],
  applications: [{ name: 'shop', platform: 'Lambda', groups: { 'shop-preprod': GROUP } }],
  hookFunctions: { 'smoke-preprod': { reports: 'Succeeded', after: 1_000 } },
}

let world: World
afterEach(() => world.close())

async function begin(scenario: ScenarioInput = {}, files: Readonly<Record<string, string>> = {}): Promise<void> {
  world = await startWorld({ ...SCENARIO, ...scenario })
  await world.write({ 'api.yml': APPSPEC, 'dist/index.mjs': 'export const handler = () => 3', ...files })
}
// Observing: other tests cover the missing alarms of this group.
const precheck = (config = CONFIG) => world.precheck(config, { environment: 'preprod', mode: 'observe' })
const deploy = (evidence: Evidence, config = CONFIG, runAttempt = 1) =>
  deploying(world, config, { evidence: [evidence], inputs: { mode: 'observe' }, runAttempt })
const release = async (config = CONFIG): Promise<Evidence> => deploy(await precheck(config), config)
const about = (evidence: Evidence) => lines(evidence).filter((line) => line.includes('deployment/'))
const failed = ({ findings }: Evidence) =>
  findings.filter(({ outcome, code }) => outcome === 'fail' && !code.startsWith('evidence/'))

async function alias(): Promise<unknown> {
  const client = new LambdaClient({ region: world.region })
  const { FunctionVersion, RoutingConfig } = await client.send(
    new GetAliasCommand({ FunctionName: 'orders-preprod', Name: 'live' }),
  )
  return RoutingConfig?.AdditionalVersionWeights ? { FunctionVersion, RoutingConfig } : FunctionVersion
}

describe('precheck', () => {
  test('parses the AppSpec, and reports the version of the alias', async () => {
    await begin()
    expect(about(await precheck())).toEqual(
      expect.arrayContaining([
        'pass appspec/valid deployment/api/appspec/lambda',
        'pass deployment/fits deployment/api/group',
        'pass deployment/ready deployment/api/group',
      ]),
    )
  })

  test.each([
    ['9', [expect.stringContaining('orders-preprod has no version 9')]],
    ['1', []],
  ])('looks up the version that the AppSpec names: %s', async (version, expected) => {
    const config = CONFIG.replace(', revision: { directory: dist }', '')
    await begin({}, { 'api.yml': APPSPEC.replace('Alias: live', `Alias: live, TargetVersion: "${version}"`) })
    const findings = failed(await precheck(config)).filter(({ code }) => code !== 'deployment/no-alarms')
    expect(findings.map(({ title }) => title)).toEqual(expected)
  })

  test('reports errors in the AppSpec, with their place', async () => {
    await begin({}, { 'api.yml': APPSPEC.replace('Alias: live', 'Alais: live') })
    expect(failed(await precheck())).toContainEqual(
      expect.objectContaining({
        code: 'appspec/invalid',
        title: 'Alias is missing.',
        source: { file: 'api.yml', line: 3, column: expect.any(Number) },
      }),
    )
  })

  test('reports a missing alias', async () => {
    await begin({ functions: [{ name: 'orders-preprod', versions: ['one'] }] })
    expect(failed(await precheck())).toContainEqual(
      expect.objectContaining({
        code: 'deployment/alias-missing',
        title: 'preprod: the alias orders-preprod:live does not exist, and no stack of this release would create it',
        advice: expect.stringContaining('aws lambda create-alias --function-name orders-preprod --name live'),
      }),
    )
  })
})

describe('a deployment to Lambda', () => {
  test('publishes the code and moves the alias', async () => {
    await begin()
    const evidence = await release()
    expect(about(evidence)).toEqual([
      'pass deployment/succeeded deployment/api',
      'pass deployment/hooks-ran deployment/api/hooks',
      'pass deployment/alias-moved deployment/api/alias/live',
      'pass serving/released deployment/api/serving',
    ])
    expect(await alias()).toBe('3')
    expect(evidence.handles).toContainEqual(
      expect.objectContaining({ kind: 'function-version', id: 'orders-preprod:3', state: 'kept' }),
    )
    expect(evidence.release?.revisions.map(({ id }) => id)).toEqual(['api', 'api/appspec'])
    expect(evidence.timeline.map(({ event }) => event)).toContain('BeforeAllowTraffic Succeeded')
  })

  test('does nothing where the alias already points to the same code', async () => {
    await begin()
    await release()
    expect(about(await release())).toEqual([
      'pass deployment/already-deployed deployment/api/alias/live',
      'pass serving/released deployment/api/serving',
    ])
    expect(await alias()).toBe('3')
  })

  describe('whose version is checked before traffic', () => {
    const CHECKED = `${CONFIG}verify:
  - { name: answers, phase: before-traffic, invoke: { function: "{test-endpoint}", payload: { n: 2 }, json: { sum: 5 } } }
`
    const code = (text: string) => ({ 'dist/index.mjs': text })

    test('is created by version number once the version has passed', async () => {
      await begin({}, code('export const handler = ({ n }) => ({ sum: n + 3 })'))
      const evidence = await release(CHECKED)
      expect(lines(evidence)).toEqual(
        expect.arrayContaining([
          'pass check/invoke check/answers',
          'pass traffic/checked deployment/api/before-traffic',
        ]),
      )
      expect(about(evidence)).toContain('pass deployment/alias-moved deployment/api/alias/live')
      expect(await alias()).toBe('3')
    })

    test.each([
      ['answers wrongly', 'export const handler = ({ n }) => ({ sum: n })'],
      ['throws', 'export const handler = () => { throw new Error("no table") }'],
    ])('is not created where the version %s', async (_, text) => {
      await begin({}, code(text))
      const evidence = await release(CHECKED)
      expect(failed(evidence).map(({ code: found }) => found)).toEqual(['check/invoke', 'traffic/not-started'])
      expect(await alias()).toBe('2')
      expect(evidence.timeline.map(({ event }) => event).join()).not.toContain('BeforeAllowTraffic')
    })
  })

  test('that a function refuses reports the function and the location of its log', async () => {
    await begin({ hookFunctions: { 'smoke-preprod': { reports: 'Failed', after: 1_000 } } })
    const [finding] = failed(await release())
    expect(finding).toMatchObject({
      code: 'deployment/failed',
      title: 'BeforeAllowTraffic failed on orders-preprod:live in smoke-preprod',
      subject: 'deployment/api/target/orders-preprod:live/event/BeforeAllowTraffic',
      advice: expect.stringContaining('/aws/lambda/smoke-preprod in CloudWatch Logs'),
    })
    expect(await alias()).toBe('2')
  })

  test('deploys a version that the AppSpec references', async () => {
    const config = CONFIG.replace(', revision: { directory: dist }', '')
    await begin({}, { 'api.yml': APPSPEC.replace('Alias: live', 'Alias: live, TargetVersion: "1"') })
    expect(about(await release(config))).toContain('pass deployment/alias-moved deployment/api/alias/live')
    expect(await alias()).toBe('1')
  })

  test('does not start where the AppSpec has another version of the alias', async () => {
    await begin({}, { 'api.yml': APPSPEC.replace('Alias: live', 'Alias: live, CurrentVersion: "1"') })
    expect(failed(await release())).toContainEqual(
      expect.objectContaining({ code: 'deployment/alias-wrong-version', expected: 'version 1', observed: 'version 2' }),
    )
    expect(await alias()).toBe('2')
  })

  test('is refused where the code changed after it was checked', async () => {
    await begin()
    const evidence = await precheck()
    await world.write({ 'dist/index.mjs': 'export const handler = () => 4' })
    expect(failed(await deploy(evidence)).map(({ code }) => code)).toContain('release/differs')
    expect(await alias()).toBe('2')
  })

  test('reports why code did not become ready, and leaves the alias unchanged', async () => {
    const broken = { code: 'InvalidZipFileException', reason: 'Could not unzip uploaded file.' }
    await begin({ functions: [{ ...SCENARIO.functions![0]!, updateFails: broken }] })
    const { findings } = await release()
    expect(findings.filter(({ outcome }) => outcome === 'error')).toMatchObject([
      { title: expect.stringContaining('the code of orders-preprod did not become ready: Could not unzip') },
    ])
    expect(await alias()).toBe('2')
  })
})

describe('reports during the deployment', () => {
  test('show the share of traffic for the new version', async () => {
    // At a real pace, a slow machine would not poll while a part of the traffic is shifted.
    await begin({ pace: 'skip' })
    const { timeline } = await release()
    expect(timeline.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['10% of the traffic goes to version 3', '100% of the traffic goes to version 3']),
    )
  })
})

test('a function that never reports is named, an hour later', async () => {
  await begin({ pace: 10_000, hookFunctions: { 'smoke-preprod': { reports: 'nothing', after: 1 } } })
  expect(failed(await release())[0]).toMatchObject({
    title: 'BeforeAllowTraffic failed on orders-preprod:live in smoke-preprod',
    observed: expect.stringContaining('smoke-preprod'),
  })
  expect(await alias()).toBe('2')
})
