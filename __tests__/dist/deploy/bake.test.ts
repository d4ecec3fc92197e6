import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch'
import { LambdaClient, GetAliasCommand } from '@aws-sdk/client-lambda'
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { KEYS, openWorld, type PrecheckWorld, type Seen } from '../support/precheck-world.ts'

/**
 * Checks before traffic, during traffic and in the bake, in simulated time: consecutive releases of one function. The
 * first and the last run through the bundle.
 */

const PLACE = { account: '111111111111', region: 'eu-west-1' }
const server = createServer((_, answer) => answer.end('up'))
let world: PrecheckWorld
let cloudwatch: CloudWatchClient
let functions: LambdaClient
let run = 0
/** What runs the deployments from now on; prechecks run from the source. */
let deployer: 'bundle' | 'source' = 'source'
/** The alarm that goes off when alarms are read that long after a deployment was created; undefined: none. */
let rings: { readonly name: string; readonly at: number } | undefined
let reads: number | undefined

const config = (port: number, how: string) => `version: 1
environments: { preprod: { bake: 10m, approval: { none: this scenario has no GitHub environments } } }
deployments:
  - { id: orders, platform: lambda, application: functions, group: "{environment}", appspec: orders.yml, revision: { directory: dist }, deployment-config: CodeDeployDefault.${how} }
verify:
  - { name: adds, phase: before-traffic, invoke: { function: "{test-endpoint}", payload: { n: 2 }, json: { sum: 5 } } }
  - { name: home, phase: during, http: "http://127.0.0.1:${port}/", every: 1m }
  - { name: sales, phase: during, alarm: sales, actions: ignored, every: 1m }
`
const APPSPEC = `version: 0.0
Resources:
  - orders: { Type: AWS::Lambda::Function, Properties: { Name: "orders-{environment}", Alias: live } }
`

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  world = await openWorld(
    {
      metrics: [
        { namespace: 'Shop', name: 'Errors', value: 0 },
        { namespace: 'Shop', name: 'Lost', value: 0 },
      ],
      functions: [{ name: 'orders-preprod', versions: ['first'], aliases: { live: '1' } }],
      applications: [
        {
          name: 'functions',
          platform: 'Lambda',
          groups: {
            preprod: {
              autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
              alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
            },
          },
        },
      ],
      github: { repository: 'acme/shop', files: { 'orders.yml': APPSPEC } },
    },
    {
      env: () => ({ GITHUB_RUN_ID: String(run) }),
      from: (command) => (command === 'precheck' ? 'source' : deployer),
      heard: (request, { aws }) => {
        if (
          request.startsWith('codedeploy ') &&
          request.includes('"deploymentGroupName"') &&
          request.includes('"revision"')
        )
          reads ??= 0
        if (request.includes('"AlarmNames"') && reads !== undefined) reads++
        if (rings === undefined || (reads ?? 0) < rings.at) return
        aws.alarms.setState(PLACE, rings.name, 'ALARM', 'eleven of ten')
        rings = undefined
      },
    },
  )
  const options = { region: PLACE.region, endpoint: world.sandbox.awsUrl, credentials: KEYS }
  cloudwatch = new CloudWatchClient(options)
  functions = new LambdaClient(options)
  for (const [name, MetricName] of [
    ['errors', 'Errors'],
    ['sales', 'Lost'],
  ] as const) {
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: name,
        Namespace: 'Shop',
        MetricName,
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 2,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    )
    world.sandbox.aws.alarms.setState(PLACE, name, 'OK', 'tested')
  }
})
afterEach(() => void (deployer = 'source'))
afterAll(async () => {
  cloudwatch.destroy()
  functions.destroy()
  await world.close()
  server.close()
})

async function release(text: string, how = 'LambdaAllAtOnce', ringing?: typeof rings): Promise<Seen> {
  run++
  reads = undefined
  rings = ringing
  const { port } = server.address() as AddressInfo
  for (const name of ['errors', 'sales']) world.sandbox.aws.alarms.setState(PLACE, name, 'OK', 'tested')
  for (const name of ['dist', '.github']) mkdirSync(join(world.folder, name), { recursive: true })
  writeFileSync(join(world.folder, 'dist/index.mjs'), text)
  writeFileSync(join(world.folder, '.github/test-deployments.yml'), config(port, how))
  const checked = await world.step({ command: 'precheck', environment: 'preprod' })
  if (checked.result.status !== 0) throw new Error(checked.everything)
  const needs = JSON.stringify({
    precheck: { result: 'success', outputs: Object.fromEntries(checked.result.outputs) },
  })
  return world.step({ command: 'deploy-preprod', needs })
}

const code = (text: string) => `// ${text}\nexport const handler = ({ n }) => ({ sum: n + 3 })\n`
/** The duration of an attempt varies where time is skipped: for `sales` only the failures are compared. */
const reported = ({ evidence }: Seen): string[] =>
  evidence.findings
    .filter(({ code: found }) => !/^(evidence|gate|serving|check\/alarm\/|state)/.test(found))
    .filter(({ subject, outcome }) => subject !== 'check/sales' || outcome === 'fail')
    .map(({ outcome, code: found }) => `${outcome} ${found}`)
async function version(): Promise<string | undefined> {
  const alias = await functions.send(new GetAliasCommand({ FunctionName: 'orders-preprod', Name: 'live' }))
  return alias.FunctionVersion
}

test('a release that passes its checks and alarms remains deployed', async () => {
  deployer = 'bundle'
  const seen = await release(code('good'))
  expect(reported(seen)).toEqual([
    'pass check/invoke',
    'pass traffic/checked',
    'pass deployment/succeeded',
    'pass deployment/alias-moved',
    'pass alarm/ok',
    'pass check/http',
  ])
  expect(seen.result.status).toBe(0)
  const { startedAt, finishedAt } = seen.evidence
  expect(Date.parse(finishedAt) - Date.parse(startedAt)).toBeGreaterThan(10 * 60_000)
  expect(await version()).toBe('2')
})

test('an alarm in the bake rolls back to the previous version', async () => {
  const seen = await release(code('rings late'), 'LambdaAllAtOnce', { name: 'errors', at: 8 })
  expect(reported(seen)).toEqual([
    'pass check/invoke',
    'pass traffic/checked',
    'pass deployment/succeeded',
    'pass deployment/alias-moved',
    'fail alarm/active',
    'noted rollback/went-back',
    'fail rollback/after-alarm',
    'pass check/http',
  ])
  expect(seen.result.status).toBe(1)
  expect(seen.result.summary).toContain('preprod: 1 of 1 deployment went back, because errors was in ALARM')
  // A rollback after an alarm is not a rehearsal.
  expect(seen.result.summary).not.toContain('the rehearsed way back')
  expect(await version()).toBe('2')
})

test('a failed alarm check during the traffic shift stops the deployment', async () => {
  const seen = await release(code('rings early'), 'LambdaCanary10Percent30Minutes', { name: 'sales', at: 2 })
  expect(reported(seen)).toEqual([
    'pass check/invoke',
    'pass traffic/checked',
    'fail alarm/stopped-deployment',
    'fail deployment/stopped',
    'fail deployment/rolled-back',
    'pass check/http',
    'fail check/alarm',
    'noted during/failed',
  ])
  expect(seen.result.status).toBe(1)
  expect(await version()).toBe('2')
})

test('a version that fails a check before traffic receives no traffic', async () => {
  deployer = 'bundle'
  const seen = await release('export const handler = ({ n }) => ({ sum: n })')
  expect(reported(seen)).toEqual(['fail check/invoke', 'fail traffic/not-started', 'pass check/http'])
  expect(seen.result.status).toBe(1)
  expect(await version()).toBe('2')
})
