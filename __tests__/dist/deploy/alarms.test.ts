import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type PutMetricAlarmCommandInput,
} from '@aws-sdk/client-cloudwatch'
import { afterEach, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { blockers, KEYS, openWorld, type PrecheckWorld, type Seen } from '../support/precheck-world.ts'

/** Alarms of a deployment group, in simulated time. bake.test.ts watches alarms through the bundle. */

const CONFIG = `version: 1
environments: { preprod: { approval: { none: this scenario has no GitHub environments } } }
deployments:
  - { id: orders, platform: lambda, application: functions, group: "{environment}", appspec: orders.yml, revision: { directory: dist } }
`
const APPSPEC = `version: 0.0
Resources:
  - orders: { Type: AWS::Lambda::Function, Properties: { Name: "orders-{environment}", Alias: live } }
`
/** There are metrics for requests and errors, without errors; there is no metric `Latency`. */
const MEASURED = [{ namespace: 'Shop', name: 'Errors', value: 0 }]

let world: PrecheckWorld
let cloudwatch: CloudWatchClient
afterEach(async () => {
  cloudwatch.destroy()
  await world.close()
})

async function open(names: readonly string[], more: ScenarioInput = {}): Promise<void> {
  world = await openWorld(
    {
      metrics: MEASURED,
      functions: [{ name: 'orders-preprod', versions: ['first'], aliases: { live: '1' } }],
      applications: [
        {
          name: 'functions',
          platform: 'Lambda',
          groups: {
            preprod: {
              deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
              autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
              alarmConfiguration: { enabled: true, alarms: names.map((name) => ({ name })) },
            },
          },
        },
      ],
      github: {
        repository: 'acme/shop',
        files: {
          '.github/test-deployments.yml': CONFIG,
          'orders.yml': APPSPEC,
          'dist/index.mjs': 'export const handler = async () => ({ statusCode: 200 })\n',
        },
      },
      ...more,
    },
    { from: 'source' },
  )
  cloudwatch = new CloudWatchClient({ region: 'eu-west-1', endpoint: world.sandbox.awsUrl, credentials: KEYS })
}

async function alarm(name: string, metric: string, more: Partial<PutMetricAlarmCommandInput> = {}): Promise<void> {
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: name,
      Namespace: 'Shop',
      MetricName: metric,
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 2,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      ...more,
    }),
  )
}

async function deploy(): Promise<Seen> {
  const checked = await world.step({ command: 'precheck', environment: 'preprod' })
  expect(checked.result.status).toBe(0)
  const needs = JSON.stringify({
    precheck: { result: 'success', outputs: Object.fromEntries(checked.result.outputs) },
  })
  return world.step({ command: 'deploy-preprod', needs })
}

const reported = ({ evidence }: Seen): string[] =>
  evidence.findings
    .filter(({ code }) => code.startsWith('alarm/') || code === 'deployment/succeeded')
    .map(({ outcome, code, subject }) => `${outcome} ${code} ${subject}`)
const DEPLOYED = 'pass deployment/succeeded deployment/orders'

test('an alarm with data passes after some minutes, and a new alarm without data is noted', async () => {
  await open(['everything', 'latency'])
  await alarm('errors', 'Errors')
  await alarm('latency', 'Latency')
  await cloudwatch.send(
    new PutCompositeAlarmCommand({ AlarmName: 'everything', AlarmRule: 'ALARM("errors") OR FALSE' }),
  )
  const seen = await deploy()
  expect(reported(seen)).toEqual([
    DEPLOYED,
    'pass alarm/ok deployment/orders/alarm/everything',
    'noted alarm/no-data deployment/orders/alarm/latency',
  ])
  expect(seen.result.status).toBe(0)
  expect(seen.everything).toMatch(/watching the alarms everything, latency for [67] min/)
  const { startedAt, finishedAt } = seen.evidence
  expect(Date.parse(finishedAt) - Date.parse(startedAt)).toBeGreaterThan(6 * 60_000)
})

test('an alarm that is OK because missing data is treated as not breaching is inconclusive', async () => {
  await open(['latency'])
  await alarm('latency', 'Latency', { TreatMissingData: 'notBreaching' })
  const seen = await deploy()
  expect(reported(seen)).toEqual([DEPLOYED, 'inconclusive alarm/no-data deployment/orders/alarm/latency'])
  expect(seen.evidence.findings.find(({ code }) => code === 'alarm/no-data')?.observed).toMatch(
    /^OK; latency: data in 0 of 2 periods of 1 min/,
  )
  expect(seen.result.status).toBe(1)
})

test("an alarm whose evaluation takes longer than the deployment's timeout blocks before the deployment starts", async () => {
  await open(['daily'])
  await alarm('daily', 'Errors', { Period: 86_400, EvaluationPeriods: 1 })
  const checked = await world.step({ command: 'precheck', environment: 'preprod' })
  expect(blockers(checked)).toEqual(['inconclusive deployment/alarm-slow deployment/orders/alarm/daily'])
  expect(checked.everything).toMatch(/1 period of 24 h: at least 24 h 4 min/)
  expect(checked.result.status).toBe(1)
})

test('an alarm that goes off and recovers between two attempts fails the deployment', async () => {
  const home = { account: '111111111111', region: 'eu-west-1', name: 'errors' }
  await open(['errors'], {
    meanwhile: [
      // Twenty attempts take five minutes after the deployment.
      {
        answered: 'cloudwatch:DescribeAlarms',
        after: 20,
        steps: [{ alarm: { ...home, state: 'ALARM', reason: 'eleven errors' } }, { alarm: { ...home, state: 'OK' } }],
      },
    ],
  })
  await alarm('errors', 'Errors')
  await cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'OK', StateReason: 'tested' }))
  const seen = await deploy()
  expect(reported(seen)).toEqual([DEPLOYED, 'fail alarm/active deployment/orders/alarm/errors'])
  expect(seen.everything).toContain('eleven errors')
  expect(seen.result.status).toBe(1)
})
