import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { PROJECT } from '../dist/support/harness.ts'
import { replaced } from '../odd-engine.ts'
import { awsStage } from './aws-stage.ts'
import { rowsOf, type Row } from './row.ts'

/** Checks before traffic: of a function by its new version, and of a service whose deployment waits. */

const { github, ...scenario } = parse(
  readFileSync(join(PROJECT, 'sandbox/scenarios/serverless.yml'), 'utf8'),
) as ScenarioInput
const files = github?.files as Readonly<Record<string, string>>
const PROTECTED = {
  autoRollbackConfiguration: {
    enabled: true,
    events: ['DEPLOYMENT_FAILURE' as const, 'DEPLOYMENT_STOP_ON_ALARM' as const],
  },
  alarmConfiguration: { enabled: true, alarms: [{ name: 'errors-preprod' }] },
}
const APPROVAL = 'environments: { preprod: { approval: { none: this scenario has no GitHub environments } } }'
const CONFIG = '.github/test-deployments.yml'

const versions = awsStage({
  name: 'a new version before traffic',
  environment: 'preprod',
  deploys: true,
  files: {
    [CONFIG]: `version: 1
${APPROVAL}
deployments:
  - { id: orders, platform: lambda, application: functions, group: orders, appspec: orders.yml, revision: { directory: dist } }
verify:
  - { name: it answers, invoke: { function: "{test-endpoint}", json: { statusCode: 200 } }, phase: before-traffic }
`,
    'orders.yml': files['deploy/orders.yml'] ?? '',
    'dist/index.mjs': "export const handler = async () => ({ statusCode: 200, body: 'second' })\n",
  },
  scenario: {
    metrics: scenario.metrics,
    functions: [{ name: 'orders-preprod', versions: ['first'], aliases: { live: '1' } }],
    hookFunctions: scenario.hookFunctions,
    applications: [
      {
        name: 'functions',
        platform: 'Lambda',
        groups: { orders: { deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce', ...PROTECTED } },
      },
    ],
    history: [{ deploy: { stack: 'watch', template: files['watch.yml'] ?? '', parameters: { Name: 'preprod' } } }],
  },
})

const waits = awsStage({
  name: 'precheck of a group that waits',
  environment: 'preprod',
  files: {
    ...files,
    [CONFIG]: `version: 1
${APPROVAL}
deployments:
  - { id: web, platform: ecs, application: services, group: web, appspec: deploy/web.yml, task-definition: deploy/task.json }
verify: [{ name: it answers, http: "http://shop.example.com/", phase: before-traffic }]
`,
  },
  scenario: {
    ...scenario,
    applications: [
      {
        name: 'services',
        platform: 'ECS',
        groups: {
          web: {
            ...PROTECTED,
            deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
            deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
            blueGreenDeploymentConfiguration: {
              deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 30 },
              terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 0 },
            },
            ecsServices: [{ clusterName: 'preprod', serviceName: 'web' }],
            loadBalancerInfo: {
              targetGroupPairInfoList: [
                {
                  targetGroups: [{ name: 'blue' }, { name: 'green' }],
                  prodTrafficRoute: {
                    listenerArns: ['arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/shop/1/2'],
                  },
                },
              ],
            },
          },
        },
      },
    ],
  },
})

const ANSWER = 'POST /2015-03-31/functions/*/invocations'

export const PHASES: readonly Row[] = [
  ...rowsOf(versions, { aws: { [ANSWER]: replaced('"statusCode":200', '"statusCode":500') } }, [
    {
      code: 'check/invoke',
      subject: 'check/it answers',
      says: 'StatusCode 200, and no function error',
      truth: 'the answer of the handler says 500',
    },
    {
      code: 'traffic/checked',
      subject: 'deployment/orders/before-traffic',
      says: 'the version was published, and its function is active',
      truth: 'its check before traffic fails',
    },
  ]),
  ...rowsOf(versions, { files: { [CONFIG]: replaced('phase: before-traffic', 'phase: after-rollback') } }, [
    {
      code: 'phase/runnable',
      subject: 'config/verify/phase/after-rollback',
      honestSubject: 'config/verify/phase/before-traffic',
      says: 'a configuration that is valid',
      truth: 'nothing rolls back, so its check would never run',
    },
  ]),
  ...rowsOf(waits, { aws: { GetDeploymentGroup: replaced('STOP_DEPLOYMENT', 'CONTINUE_DEPLOYMENT') } }, [
    {
      code: 'phase/group-waits',
      subject: 'deployment/web/group',
      says: 'the group is blue/green and waits 30 minutes',
      truth: 'AWS continues the deployment at the timeout',
    },
  ]),
]
