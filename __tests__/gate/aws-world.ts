import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch'
import { LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda'
import type { SandboxRun } from '../../sandbox/github/index.ts'
import { KEYS } from '../dist/support/precheck-world.ts'
import { openReleases, type Releases, type Step, type StepOptions } from '../dist/support/releases.ts'

/** A release of a stack and a function in AWS, up to the approval of production. */
export interface AwsWorld {
  readonly releases: Releases
  readonly run: SandboxRun
  readonly files: Readonly<Record<string, string>>
  step(command: string, options?: StepOptions): Promise<Step>
  /** Changes the threshold of an alarm, as a user of the console does. */
  setThreshold(environment: string, threshold: number): Promise<void>
  /** Moves the alias of the function to a version, as a user of the console does. */
  moveAlias(environment: string, version: string): Promise<void>
  close(): Promise<void>
}

const IT_ANSWERS = '{ name: it answers, run: "true" }'
const filesWith = (check: string): Readonly<Record<string, string>> => ({
  '.github/test-deployments.yml': `version: 1
stacks: [{ id: web, name: "web-{environment}", template: web.yml }]
deployments:
  - { id: orders, platform: lambda, application: functions, group: "{environment}", appspec: orders.yml, revision: { directory: dist } }
verify: [${check}]
`,
  'web.yml': 'Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: orders } } }\n',
  'orders.yml': `version: 0.0
Resources:
  - orders: { Type: AWS::Lambda::Function, Properties: { Name: "orders-{environment}", Alias: live } }
`,
  'dist/index.mjs': 'export const handler = async () => ({ statusCode: 200 })\n',
})
const ENVIRONMENTS = ['preprod', 'production']
const NEEDED = {
  'deploy-preprod': ['precheck'],
  verify: ['precheck', 'deploy-preprod'],
  gate: ['precheck', 'deploy-preprod', 'verify'],
  'deploy-production': ['precheck', 'deploy-preprod', 'verify', 'gate'],
} as const

/** `check`: the only entry of `verify`. */
export async function openAwsWorld(
  check = IT_ANSWERS,
  given: Parameters<typeof openReleases>[2] = {},
): Promise<AwsWorld> {
  const files = filesWith(check)
  const releases = await openReleases(
    files,
    {
      metrics: [{ namespace: 'Shop', name: 'Errors', value: 0 }],
      functions: ENVIRONMENTS.map((name) => ({ name: `orders-${name}`, versions: ['first'], aliases: { live: '1' } })),
      applications: [
        {
          name: 'functions',
          platform: 'Lambda',
          groups: Object.fromEntries(
            ENVIRONMENTS.map((name) => [
              name,
              {
                deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
                autoRollbackConfiguration: {
                  enabled: true,
                  events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
                },
                alarmConfiguration: { enabled: true, alarms: [{ name: `errors-${name}` }] },
              },
            ]),
          ),
        },
      ],
    },
    given,
  )
  const { awsUrl } = releases.sandbox
  const client = { region: 'eu-west-1', endpoint: awsUrl, credentials: KEYS }
  const cloudwatch = new CloudWatchClient(client)
  const lambda = new LambdaClient(client)
  const setThreshold = async (environment: string, threshold: number): Promise<void> => {
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: `errors-${environment}`,
        Namespace: 'Shop',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 2,
        Threshold: threshold,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    )
  }
  for (const environment of ENVIRONMENTS) await setThreshold(environment, 5)
  const run = releases.begin(files)
  return {
    releases,
    run,
    files,
    setThreshold,
    async moveAlias(environment, version) {
      await lambda.send(
        new UpdateAliasCommand({ FunctionName: `orders-${environment}`, Name: 'live', FunctionVersion: version }),
      )
    },
    step: (command, options = {}) =>
      releases.step(run, files, command, {
        needs: NEEDED[command as keyof typeof NEEDED] ?? [],
        ...(command.startsWith('deploy-') && { environment: command.slice('deploy-'.length) }),
        ...options,
      }),
    async close() {
      cloudwatch.destroy()
      lambda.destroy()
      await releases.close()
    },
  }
}
