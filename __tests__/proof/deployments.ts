import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CodeDeployClient, CreateDeploymentCommand, GetDeploymentCommand } from '@aws-sdk/client-codedeploy'
import { parse } from 'yaml'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { PROJECT } from '../dist/support/harness.ts'
import { altered, instead, replaced, withoutMember, type Oddity } from '../odd-engine.ts'
import { awsStage } from './aws-stage.ts'
import { rowsOf, type Row } from './row.ts'

/** A function and a service that CodeDeploy deploys: sandbox/scenarios/serverless.yml. */

const { github, ...scenario } = parse(
  readFileSync(join(PROJECT, 'sandbox/scenarios/serverless.yml'), 'utf8'),
) as ScenarioInput
const files = github?.files as Readonly<Record<string, string>>

const groups = awsStage({ name: 'precheck of deployments', environment: 'preprod', files, scenario })
const FUNCTION_GROUP = {
  deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
  autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
  alarmConfiguration: { enabled: true, alarms: [{ name: 'errors-preprod' }] },
}
/** One function gets a new version; the alias of the other points to the version of the release already. */
const deployments = awsStage({
  name: 'deployments',
  environment: 'preprod',
  deploys: true,
  files: {
    '.github/test-deployments.yml': `version: 1
environments: { preprod: { approval: { none: this scenario has no GitHub environments } } }
deployments:
  - { id: orders, platform: lambda, application: functions, group: orders, appspec: orders.yml, revision: { directory: dist } }
  - { id: still, platform: lambda, application: functions, group: still, appspec: still.yml }
`,
    'orders.yml': files['deploy/orders.yml'] ?? '',
    'still.yml': `version: 0.0
Resources:
  - still: { Type: AWS::Lambda::Function, Properties: { Name: still, Alias: live, TargetVersion: "1" } }
Hooks: [{ BeforeAllowTraffic: smoke }]
`,
    'dist/index.mjs': "export const handler = async () => ({ statusCode: 200, body: 'second' })\n",
  },
  scenario: {
    metrics: scenario.metrics,
    functions: [
      { name: 'orders-preprod', versions: ['first'], aliases: { live: '1' } },
      { name: 'still', versions: ['first'], aliases: { live: '1' } },
    ],
    hookFunctions: scenario.hookFunctions,
    applications: [
      { name: 'functions', platform: 'Lambda', groups: { orders: FUNCTION_GROUP, still: FUNCTION_GROUP } },
    ],
    history: [{ deploy: { stack: 'watch', template: files['watch.yml'] ?? '', parameters: { Name: 'preprod' } } }],
  },
})

/** A deployment moved the alias to version 1, which the rehearsal rolls back to. */
const rehearsed = awsStage({
  name: 'the rehearsed way back',
  environment: 'preprod',
  deploys: true,
  files: {
    '.github/test-deployments.yml': `version: 1
environments: { preprod: { approval: { none: this scenario has no GitHub environments } } }
rehearse-rollback: { deployments: true }
deployments:
  - { id: orders, platform: lambda, application: functions, group: orders, appspec: orders.yml, revision: { directory: dist } }
`,
    'orders.yml': files['deploy/orders.yml'] ?? '',
    'dist/index.mjs': "export const handler = async () => ({ statusCode: 200, body: 'third' })\n",
  },
  scenario: {
    metrics: scenario.metrics,
    functions: [{ name: 'orders-preprod', versions: ['first', 'second'], aliases: { live: '2' } }],
    hookFunctions: scenario.hookFunctions,
    applications: [{ name: 'functions', platform: 'Lambda', groups: { orders: FUNCTION_GROUP } }],
    history: [{ deploy: { stack: 'watch', template: files['watch.yml'] ?? '', parameters: { Name: 'preprod' } } }],
  },
  async before({ sandbox }) {
    const client = new CodeDeployClient({
      region: 'eu-west-1',
      endpoint: sandbox.awsUrl,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    })
    const content = JSON.stringify({
      version: 0,
      Resources: [
        {
          orders: {
            Type: 'AWS::Lambda::Function',
            Properties: { Name: 'orders-preprod', Alias: 'live', CurrentVersion: '2', TargetVersion: '1' },
          },
        },
      ],
    })
    const { deploymentId } = await client.send(
      new CreateDeploymentCommand({
        applicationName: 'functions',
        deploymentGroupName: 'orders',
        revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
      }),
    )
    for (;;) {
      const { deploymentInfo } = await client.send(new GetDeploymentCommand({ deploymentId }))
      if (deploymentInfo?.status === 'Succeeded') return
      if (deploymentInfo?.status === 'Failed') throw new Error('the deployment of before failed')
      await new Promise((later) => setTimeout(later, 100))
    }
  },
})

const GROUP = 'deployment/orders/group'
const ORDERS_ALIAS = 'GET /2015-03-31/functions/orders-preprod/aliases/live'
const STILL_ALIAS = 'GET /2015-03-31/functions/still/aliases/live'
const ALIAS = 'GET /2015-03-31/functions/*/aliases/*'

/** A change of the deployment group in a response. */
const group = (change: (info: Record<string, unknown>) => unknown): Oddity =>
  altered((answer) => ({ deploymentGroupInfo: change(answer['deploymentGroupInfo'] as Record<string, unknown>) }))
/** A change of each target in a response. */
const targets = (change: (target: Record<string, unknown>) => unknown): Oddity =>
  altered((answer) => ({
    deploymentTargets: (answer['deploymentTargets'] as Record<string, unknown>[]).map((target) =>
      Object.fromEntries(
        Object.entries(target).map(([key, value]) => [
          key,
          key.endsWith('Target') ? change(value as Record<string, unknown>) : value,
        ]),
      ),
    ),
  }))
const events = (change: (event: Record<string, unknown>) => unknown): Oddity =>
  targets((target) => ({
    ...target,
    lifecycleEvents: ((target['lifecycleEvents'] ?? []) as Record<string, unknown>[]).flatMap((event) => change(event)),
  }))

/** Original responses until the alias was read at its new version, and changed ones from then on. */
function onceMoved({
  alias = (answer) => answer,
  configuration = (answer) => answer,
}: {
  readonly alias?: Oddity
  readonly configuration?: Oddity
}): Readonly<Record<string, Oddity>> {
  let seen = 0
  return {
    [ORDERS_ALIAS]: (answer) => (answer.includes('"FunctionVersion":"2"') && seen++ > 0 ? alias(answer) : answer),
    'GET /2015-03-31/functions/orders-preprod/configuration': (answer) => (seen > 0 ? configuration(answer) : answer),
  }
}

const GROUPS: readonly Row[] = [
  ...rowsOf(groups, { aws: { GetDeploymentGroup: replaced('"Lambda"', '"Server"') } }, [
    {
      code: 'deployment/fits',
      subject: GROUP,
      says: 'the group is for Server, its application for Lambda',
      truth: 'two answers disagree',
    },
  ]),
  ...rowsOf(
    groups,
    { aws: { GetDeploymentGroup: withoutMember('computePlatform'), GetApplication: withoutMember('computePlatform') } },
    [{ code: 'deployment/fits', subject: GROUP, says: 'no platform', truth: 'an absent member is unknown' }],
  ),
  ...rowsOf(
    groups,
    { aws: { GetDeploymentGroup: replaced('"Lambda"', '"lambda"'), GetApplication: replaced('"Lambda"', '"lambda"') } },
    [
      {
        code: 'deployment/fits',
        subject: GROUP,
        says: 'a platform that no documentation lists',
        truth: 'the platform is not known',
      },
    ],
  ),
  ...rowsOf(
    groups,
    {
      aws: { [ALIAS]: altered((answer) => ({ ...answer, RoutingConfig: { AdditionalVersionWeights: { '7': 0.5 } } })) },
    },
    [
      {
        code: 'deployment/fits',
        subject: GROUP,
        says: 'the alias points to version 1',
        truth: 'half of the calls go to version 7',
      },
    ],
  ),
  ...rowsOf(groups, { aws: { [ALIAS]: withoutMember('FunctionVersion') } }, [
    {
      code: 'deployment/fits',
      subject: GROUP,
      says: 'an alias without a version',
      truth: 'where it leads is not known',
    },
  ]),
  ...rowsOf(groups, { aws: { GetDeploymentGroup: group((info) => ({ ...info, deploymentGroupName: 'another' })) } }, [
    {
      code: 'deployment/fits',
      subject: GROUP,
      says: 'another group than was asked for',
      truth: 'nothing is known of this group',
    },
    {
      code: 'deployment/protected',
      subject: GROUP,
      says: 'another group than was asked for',
      truth: 'nothing is known of this group',
    },
  ]),
  ...rowsOf(groups, { aws: { GetDeploymentGroup: withoutMember('enabled') } }, [
    {
      code: 'deployment/protected',
      subject: GROUP,
      says: 'alarms and events, and not that they are enabled',
      truth: 'an absent member is unknown',
    },
  ]),
  ...rowsOf(groups, { aws: { GetDeploymentGroup: replaced('"DEPLOYMENT_FAILURE"', '"deployment_failure"') } }, [
    {
      code: 'deployment/protected',
      subject: GROUP,
      says: 'an event that no documentation lists',
      truth: 'a failure is not rolled back',
    },
  ]),
  ...rowsOf(groups, { aws: { GetDeploymentGroup: replaced(/"alarms":\[[^\]]*\]/, '"alarms":[{}]') } }, [
    { code: 'deployment/protected', subject: GROUP, says: 'one alarm, without a name', truth: 'no alarm is known' },
  ]),
  ...rowsOf(
    groups,
    {
      aws: {
        GetDeploymentGroup: group((info) => ({
          ...info,
          lastAttemptedDeployment: { deploymentId: 'd-RUNNING00', status: 'InProgress' },
        })),
      },
    },
    [
      {
        code: 'deployment/ready',
        subject: GROUP,
        says: 'the list of running deployments is empty',
        truth: 'the last deployment of the group is InProgress',
      },
    ],
  ),
  ...rowsOf(groups, { aws: { DescribeAlarms: replaced('"StateValue":"INSUFFICIENT_DATA"', '"StateValue":"ok"') } }, [
    {
      code: 'deployment/ready',
      subject: GROUP,
      says: 'an alarm in a state that no documentation lists',
      truth: 'the state is not known',
    },
  ]),
  ...rowsOf(groups, { aws: { DescribeAlarms: instead({ MetricAlarms: [], CompositeAlarms: [] }) } }, [
    {
      code: 'deployment/ready',
      subject: GROUP,
      says: 'no alarm is in ALARM',
      truth: 'the alarm of the group does not exist',
    },
  ]),
  ...rowsOf(groups, { files: { 'deploy/web.yml': (text) => `${text}Hooks: [{ AfterAllowTestTraffic: smoke }]\n` } }, [
    {
      code: 'deployment/hooks-can-run',
      subject: 'deployment/web/hooks',
      honestSubject: 'deployment/orders/hooks',
      says: 'CreateDeployment takes the hook',
      truth: 'the group has no listener for test traffic',
    },
  ]),
  ...rowsOf(groups, { files: { 'deploy/orders.yml': replaced('BeforeAllowTraffic', 'BeforeAllowTrafic') } }, [
    {
      code: 'appspec/valid',
      subject: 'deployment/orders/appspec/lambda',
      says: 'CreateDeployment takes the text',
      truth: 'its event does not exist',
    },
  ]),
  ...rowsOf(groups, { files: { 'deploy/web.yml': replaced('ContainerPort: 80', 'ContainerPort: 8080') } }, [
    {
      code: 'appspec/container-found',
      subject: 'deployment/web/appspec/container/web',
      says: 'RegisterTaskDefinition takes the definition',
      truth: 'the container has no such port',
    },
  ]),
  ...rowsOf(groups, { files: { 'deploy/task.json': replaced('shop/web:2', '<IMAGE1_NAME>') } }, [
    {
      code: 'task-definition/valid',
      subject: 'deployment/web/task-definition',
      says: 'RegisterTaskDefinition takes any image',
      truth: 'the image is a placeholder',
    },
  ]),
  ...rowsOf(groups, { files: { 'deploy/task.json': replaced('"memory": 128', '"memory": "128"') } }, [
    {
      code: 'task-definition/valid',
      subject: 'deployment/web/task-definition',
      says: 'the console takes a text',
      truth: 'memory is a number',
    },
  ]),
]

/** The release changes a topic, which is rolled back and deployed again. */
const rehearsedStack = awsStage({
  name: 'the rehearsed way back of a stack',
  environment: 'preprod',
  deploys: true,
  files: {
    '.github/test-deployments.yml': `version: 1
environments: { preprod: { approval: { none: this scenario has no GitHub environments } } }
rehearse-rollback: { stacks: true }
stacks: [{ id: web, name: "web-{environment}", template: web.yml }]
`,
    'web.yml': 'Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: two } } }\n',
  },
  scenario: {
    history: [
      {
        deploy: {
          stack: 'web-preprod',
          template: 'Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: one } } }\n',
        },
      },
    ],
  },
})
/** Of the change set of the rollback alone. */
const backWithoutChanges: Oddity = (text) =>
  text.includes('changeSet/td-rollback-') ? text.replace(/<Changes>.*<\/Changes>/s, '') : text

const ORDERS = 'deployment/orders'

const DEPLOYED: readonly Row[] = [
  ...rowsOf(rehearsedStack, { aws: { DescribeChangeSet: backWithoutChanges } }, [
    {
      code: 'rollback/as-derived',
      subject: 'stack/web/rollback/change-set',
      says: 'the change set back is CREATE_COMPLETE',
      truth: 'it does not have the change that was derived',
    },
  ]),
  ...rowsOf(rehearsed, { aws: { GetDeploymentGroup: group((info) => ({ ...info, targetRevision: undefined })) } }, [
    {
      code: 'rollback/recovered',
      subject: `${ORDERS}/rollback`,
      says: 'every target Succeeded, and no revision of the group',
      truth: 'which revision the group has is not known',
    },
  ]),
  ...rowsOf(deployments, { aws: { ListDeploymentTargets: instead({ targetIds: [] }) } }, [
    { code: 'deployment/succeeded', subject: ORDERS, says: 'Succeeded', truth: 'the deployment has no target' },
  ]),
  ...rowsOf(
    deployments,
    { aws: { BatchGetDeploymentTargets: targets((target) => ({ ...target, status: 'Skipped' })) } },
    [{ code: 'deployment/succeeded', subject: ORDERS, says: 'Succeeded', truth: 'its target was skipped' }],
  ),
  ...rowsOf(
    deployments,
    { aws: { BatchGetDeploymentTargets: targets((target) => ({ ...target, deploymentId: 'd-ANOTHER00' })) } },
    [
      {
        code: 'deployment/succeeded',
        subject: ORDERS,
        says: 'Succeeded',
        truth: 'its target is of another deployment',
      },
    ],
  ),
  ...rowsOf(
    deployments,
    { aws: { GetDeployment: replaced('"deploymentGroupName":"orders"', '"deploymentGroupName":"another"') } },
    [{ code: 'deployment/succeeded', subject: ORDERS, says: 'Succeeded', truth: 'the deployment is of another group' }],
  ),
  ...rowsOf(
    deployments,
    { aws: { GetDeployment: replaced('"computePlatform":"Lambda"', '"computePlatform":"ECS"') } },
    [
      {
        code: 'deployment/succeeded',
        subject: ORDERS,
        says: 'Succeeded',
        truth: 'the deployment is of another platform',
      },
    ],
  ),
  ...rowsOf(deployments, { aws: { GetDeployment: withoutMember('deploymentGroupName') } }, [
    { code: 'deployment/succeeded', subject: ORDERS, says: 'Succeeded', truth: 'its group is not known' },
  ]),
  ...rowsOf(
    deployments,
    {
      aws: {
        BatchGetDeploymentTargets: events((event) =>
          event['lifecycleEventName'] === 'BeforeAllowTraffic' ? { ...event, status: 'Skipped' } : event,
        ),
      },
    },
    [{ code: 'deployment/hooks-ran', subject: `${ORDERS}/hooks`, says: 'Succeeded', truth: 'the hook was skipped' }],
  ),
  ...rowsOf(
    deployments,
    {
      aws: {
        BatchGetDeploymentTargets: events((event) =>
          event['lifecycleEventName'] === 'BeforeAllowTraffic' ? [] : event,
        ),
      },
    },
    [
      {
        code: 'deployment/hooks-ran',
        subject: `${ORDERS}/hooks`,
        says: 'Succeeded',
        truth: 'the hook is not among the events',
      },
    ],
  ),
  ...rowsOf(deployments, { aws: { BatchGetDeploymentTargets: withoutMember('startTime') } }, [
    {
      code: 'deployment/hooks-ran',
      subject: `${ORDERS}/hooks`,
      says: 'each event Succeeded',
      truth: 'when it ran is not returned',
    },
  ]),
  ...rowsOf(deployments, { aws: { [ORDERS_ALIAS]: replaced('"FunctionVersion":"2"', '"FunctionVersion":"1"') } }, [
    {
      code: 'deployment/alias-moved',
      subject: `${ORDERS}/alias/live`,
      says: 'the deployment Succeeded',
      truth: 'the alias leads to the old version',
    },
  ]),
  ...rowsOf(deployments, { aws: onceMoved({ alias: replaced('"FunctionVersion":"2"', '"FunctionVersion":"1"') }) }, [
    {
      code: 'serving/released',
      subject: `${ORDERS}/serving`,
      says: 'the alias was moved',
      truth: 'it was moved back before the step ended',
    },
  ]),
  ...rowsOf(
    deployments,
    {
      aws: {
        ...onceMoved({ alias: replaced('"FunctionVersion":"2"', '"FunctionVersion":"1"') }),
        GetDeploymentGroup: replaced(/(TargetVersion\W+)2/, '$11'),
      },
    },
    [
      {
        code: 'serving/released',
        subject: `${ORDERS}/serving`,
        says: 'the alias leads to the version that its group has',
        truth: 'both went back after the deployment',
      },
    ],
  ),
  ...rowsOf(deployments, { aws: onceMoved({ configuration: withoutMember('CodeSha256') }) }, [
    {
      code: 'serving/released',
      subject: `${ORDERS}/serving`,
      says: 'the alias leads to version 2',
      truth: 'the digest of its code is not returned',
    },
  ]),
  ...rowsOf(
    deployments,
    {
      aws: {
        [ORDERS_ALIAS]: (answer) =>
          answer.includes('"FunctionVersion":"2"')
            ? JSON.stringify({
                ...(JSON.parse(answer) as object),
                RoutingConfig: { AdditionalVersionWeights: { '1': 0.9 } },
              })
            : answer,
      },
    },
    [
      {
        code: 'deployment/alias-moved',
        subject: `${ORDERS}/alias/live`,
        says: 'the alias points to version 2',
        truth: 'nine of ten calls go to version 1',
      },
    ],
  ),
  ...rowsOf(
    deployments,
    {
      aws: {
        [STILL_ALIAS]: altered((answer) => ({ ...answer, RoutingConfig: { AdditionalVersionWeights: { '7': 0.5 } } })),
      },
    },
    [
      {
        code: 'deployment/already-deployed',
        subject: 'deployment/still/alias/live',
        says: 'the alias points to version 1',
        truth: 'half of the calls go to version 7',
      },
    ],
  ),
  ...rowsOf(deployments, { aws: { [STILL_ALIAS]: withoutMember('FunctionVersion') } }, [
    {
      code: 'deployment/already-deployed',
      subject: 'deployment/still/alias/live',
      says: 'an alias without a version',
      truth: 'where it leads is not known',
    },
  ]),
  ...rowsOf(deployments, { aws: { [STILL_ALIAS]: replaced('"Name":"live"', '"Name":"other"') } }, [
    {
      code: 'deployment/already-deployed',
      subject: 'deployment/still/alias/live',
      says: 'another alias than was asked for',
      truth: 'where this one leads is not known',
    },
  ]),
  ...rowsOf(deployments, { aws: { GetMetricData: replaced(/"Values":\[[^\]]*\]/g, '"Values":[]') } }, [
    { code: 'alarm/ok', subject: `${ORDERS}/alarm/errors-preprod`, says: 'OK', truth: 'its metric had no data' },
  ]),
  ...rowsOf(deployments, { aws: { DescribeAlarms: withoutMember('EvaluationPeriods') } }, [
    {
      code: 'alarm/ok',
      subject: `${ORDERS}/alarm/errors-preprod`,
      says: 'OK',
      truth: 'how long it evaluates is not returned',
    },
  ]),
]

export const DEPLOYMENTS: readonly Row[] = [...GROUPS, ...DEPLOYED]
