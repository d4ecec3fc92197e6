import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { CodeDeploy } from '@aws-sdk/client-codedeploy'
import { ECS } from '@aws-sdk/client-ecs'
import { serviceTemplate, taskFile } from '../../../__tests__/commands/ecs-service.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { REPOSITORY, REVIEWER } from '../kill/shop.ts'
import type { Release } from '../kill/world.ts'

/** One release to pre-prod for each platform, and how its deployment is seen, continued and stopped. */

export interface Access {
  readonly region: string
  readonly endpoint: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/** An operation that the run started. */
export interface Operation {
  readonly id: string
  /** The command that lists it, for a run that could not read its id. */
  readonly listedBy?: string
  readonly state: 'running' | 'succeeded' | 'failed'
  /** AWS's word. */
  readonly status: string
}

export interface Platform {
  readonly name: string
  /** The service whose calls fail. */
  readonly service: string
  readonly release: Release
  /** Pure: the stage that a response shows, if it shows one. */
  readonly stageOf: (call: string, answer: string) => string | undefined
  /** What was started since the release began, and was not made by a rollback. */
  readonly operations: (access: Access) => Promise<readonly Operation[]>
  /** A person lets it go on, where it waits. */
  readonly goOn?: (access: Access, id: string) => Promise<unknown>
  readonly stop: (access: Access, id: string) => Promise<unknown>
  /** Whether the new version serves alone. */
  readonly serves: (access: Access) => Promise<boolean>
}

const ENVIRONMENTS = `version: 1
environments: { preprod: { approval: { none: nobody is asked in this check } } }
`
const github = (files: Readonly<Record<string, string>>): NonNullable<ScenarioInput['github']> => ({
  repository: REPOSITORY,
  files: { ...files },
  protectedBranches: ['main'],
  environments: { production: { reviewers: [REVIEWER], preventSelfReview: true, branches: 'protected' } },
})
const released = (scenario: ScenarioInput, config: string, files: Readonly<Record<string, string>>): Release => {
  const all = { ...files, '.github/test-deployments.yml': `${ENVIRONMENTS}${config}` }
  return { files: all, scenario: { pace: 'skip', ...scenario, github: github(all) } }
}
const METRICS = [{ namespace: 'Shop', name: 'Errors', value: 0 }]
const ALARM = {
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: 'errors',
    Namespace: 'Shop',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  },
}
const GROUP = {
  alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
  autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
}
const WAITS = {
  deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 60 },
  terminateBlueInstancesOnDeploymentSuccess: { action: 'KEEP_ALIVE' },
}

const ended = (status = ''): Operation['state'] =>
  status === 'Succeeded' ? 'succeeded' : ['Failed', 'Stopped'].includes(status) ? 'failed' : 'running'

type CodeDeployPart = Pick<Platform, 'service' | 'stageOf' | 'operations' | 'goOn' | 'stop'>
const byCodeDeploy = (applicationName: string): CodeDeployPart => ({
  service: 'codedeploy',
  stageOf(call, answer) {
    if (call === 'codedeploy CreateDeployment') return 'started'
    if (!/Get(Deployment|Deployments)$/.test(call)) return undefined
    return /"status":"(\w+)"/.exec(answer)?.[1]
  },
  async operations(access) {
    const codedeploy = new CodeDeploy(access)
    const { deployments = [] } = await codedeploy.listDeployments({ applicationName, deploymentGroupName: 'preprod' })
    const infos = await Promise.all(deployments.map((deploymentId) => codedeploy.getDeployment({ deploymentId })))
    return infos.flatMap(({ deploymentInfo: info }) =>
      info?.rollbackInfo?.rollbackTriggeringDeploymentId === undefined
        ? [{ id: info?.deploymentId ?? '', state: ended(info?.status), status: info?.status ?? '' }]
        : [],
    )
  },
  goOn: (access, deploymentId) =>
    new CodeDeploy(access).continueDeployment({ deploymentId, deploymentWaitType: 'READY_WAIT' }),
  stop: (access, deploymentId) => new CodeDeploy(access).stopDeployment({ deploymentId, autoRollbackEnabled: true }),
})
/** The newest deployment that has succeeded, rollbacks included, is the one of the run. */
const newestIsOurs =
  (part: CodeDeployPart, applicationName: string): Platform['serves'] =>
  async (access) => {
    const codedeploy = new CodeDeploy(access)
    const { deploymentGroupInfo: info } = await codedeploy.getDeploymentGroup({
      applicationName,
      deploymentGroupName: 'preprod',
    })
    const own = await part.operations(access)
    return own.some(({ id }) => id === info?.lastSuccessfulDeployment?.deploymentId)
  }

const before = (url: string): string =>
  `verify: [{ name: looked at, kind: functional, phase: before-traffic, http: '${url}' }]\n`

/** `url`: of a service beside AWS that a check before traffic asks. */
export function platformsWith(url: string): readonly Platform[] {
  const lambda = byCodeDeploy('functions')
  const ecs = byCodeDeploy('services')
  const server = byCodeDeploy('servers')
  const history = (resources: object) => [
    { deploy: { stack: 'base', template: JSON.stringify({ Resources: { Errors: ALARM, ...resources } }) } },
  ]
  const container = (image: string) => ({
    family: 'web',
    containerDefinitions: [{ name: 'web', image, memory: 128, portMappings: [{ containerPort: 80 }] }],
  })
  return [
    {
      name: 'stack',
      service: 'cloudformation',
      release: released(
        {
          history: [
            {
              deploy: {
                stack: 'web-preprod',
                template: TOPIC,
                parameters: { Title: 'old' },
              },
            },
          ],
          durations: { cloudformation: { resource: 12_000 } },
        },
        'stacks: [{ id: web, name: "web-{environment}", template: web.yml, parameters: { Title: new } }]\n',
        { 'web.yml': TOPIC },
      ),
      stageOf(call, answer) {
        if (call === 'cloudformation ExecuteChangeSet') return 'started'
        if (!/Describe(Stacks|StackEvents)$/.test(call)) return undefined
        return /<(?:StackStatus|ResourceStatus)>(\w+)</.exec(answer)?.[1]
      },
      async operations(access) {
        const { StackEvents = [] } = await new CloudFormation(access).describeStackEvents({ StackName: 'web-preprod' })
        const own = StackEvents.filter(({ ClientRequestToken: token }) => token?.startsWith('test-deployments-'))
        const tokens = [...new Set(own.flatMap(({ ClientRequestToken: token }) => token ?? []))]
        return tokens.map((token) => {
          const last = own.find((each) => each.ClientRequestToken === token && each.PhysicalResourceId === each.StackId)
          const status = last?.ResourceStatus ?? ''
          const state = status.endsWith('IN_PROGRESS')
            ? 'running'
            : status === 'UPDATE_COMPLETE'
              ? 'succeeded'
              : 'failed'
          return { id: last?.StackId ?? token, state, status }
        })
      },
      stop: (access) => new CloudFormation(access).cancelUpdateStack({ StackName: 'web-preprod' }),
      async serves(access) {
        const { Stacks: [stack] = [] } = await new CloudFormation(access).describeStacks({ StackName: 'web-preprod' })
        return stack?.Parameters?.[0]?.ParameterValue === 'new' && stack.StackStatus === 'UPDATE_COMPLETE'
      },
    },
    {
      name: 'lambda',
      ...lambda,
      release: released(
        {
          metrics: METRICS,
          history: history({}),
          functions: [{ name: 'orders-preprod', versions: ['first'], aliases: { live: '1' } }],
          applications: [
            {
              name: 'functions',
              platform: 'Lambda',
              groups: {
                preprod: { ...GROUP, deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes' },
              },
            },
          ],
        },
        'deployments: [{ id: orders, platform: lambda, application: functions, group: "{environment}", appspec: orders.yml, revision: { directory: dist } }]\n',
        {
          'dist/index.mjs': "export const handler = async () => 'second'\n",
          'orders.yml':
            'version: 0.0\nResources:\n  - orders:\n      Type: AWS::Lambda::Function\n      Properties: { Name: "orders-{environment}", Alias: live }\n',
        },
      ),
      serves: newestIsOurs(lambda, 'functions'),
    },
    {
      name: 'ecs',
      ...ecs,
      release: released(
        {
          metrics: METRICS,
          history: history({}),
          taskDefinitions: [container('shop/web:1')],
          services: [{ cluster: 'preprod', name: 'web', taskDefinition: 'web' }],
          applications: [
            {
              name: 'services',
              platform: 'ECS',
              groups: {
                preprod: {
                  ...GROUP,
                  deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
                  blueGreenDeploymentConfiguration: WAITS,
                  ecsServices: [{ clusterName: 'preprod', serviceName: 'web' }],
                  loadBalancerInfo: {
                    targetGroupPairInfoList: [
                      {
                        targetGroups: [{ name: 'blue' }, { name: 'green' }],
                        prodTrafficRoute: { listenerArns: [`${LISTENER}/2`] },
                        testTrafficRoute: { listenerArns: [`${LISTENER}/3`] },
                      },
                    ],
                  },
                },
              },
            },
          ],
        },
        `deployments: [{ id: web, platform: ecs, application: services, group: "{environment}", appspec: web.yml, task-definition: task.json }]\n${before(url)}`,
        {
          'task.json': JSON.stringify(container('shop/web:2')),
          'web.yml':
            'version: 0.0\nResources:\n  - TargetService:\n      Type: AWS::ECS::Service\n      Properties:\n        TaskDefinition: <TASK_DEFINITION>\n        LoadBalancerInfo: { ContainerName: web, ContainerPort: 80 }\n',
        },
      ),
      serves: newestIsOurs(ecs, 'services'),
    },
    {
      name: 'ecs-native',
      service: 'ecs',
      release: released(
        {
          metrics: METRICS,
          history: [{ ...NATIVE, LifecycleHooks: [] }, NATIVE].map((configuration) => ({
            deploy: { stack: 'network', template: serviceTemplate({ configuration }) },
          })),
        },
        `deployments: [{ id: api, platform: ecs-native, cluster: shop, service: api, task-definition: task.json }]\n${before(url)}`,
        { 'task.json': taskFile('shop:2') },
      ),
      stageOf(call, answer) {
        if (call === 'ecs UpdateService') return 'started'
        if (call !== 'ecs DescribeServiceDeployments') return undefined
        return /"lifecycleStage":"(\w+)"/.exec(answer)?.[1] ?? /"status":"(\w+)"/.exec(answer)?.[1]
      },
      async operations(access) {
        const { serviceDeployments = [] } = await new ECS(access).listServiceDeployments({
          cluster: 'shop',
          service: 'api',
        })
        const oldest = serviceDeployments.toSorted((a, b) => Number(a.createdAt) - Number(b.createdAt)).slice(1)
        return oldest.map(({ serviceDeploymentArn: id = '', status = '' }) => ({
          id,
          listedBy: 'aws ecs list-service-deployments --region eu-west-1 --cluster shop --service api',
          state:
            status === 'SUCCESSFUL'
              ? 'succeeded'
              : /^(ROLLBACK_SUCCESSFUL|ROLLBACK_FAILED|STOPPED)$/.test(status)
                ? 'failed'
                : 'running',
          status,
        }))
      },
      async goOn(access, serviceDeploymentArn) {
        const ecsClient = new ECS(access)
        const { serviceDeployments: [found] = [] } = await ecsClient.describeServiceDeployments({
          serviceDeploymentArns: [serviceDeploymentArn],
        })
        const pause = found?.lifecycleHookDetails?.find(({ status }) => status === 'AWAITING_ACTION')
        await ecsClient.continueServiceDeployment({ serviceDeploymentArn, hookId: pause?.hookId, action: 'CONTINUE' })
      },
      stop: (access, serviceDeploymentArn) =>
        new ECS(access).stopServiceDeployment({ serviceDeploymentArn, stopType: 'ROLLBACK' }),
      async serves(access) {
        const { services: [found] = [] } = await new ECS(access).describeServices({
          cluster: 'shop',
          services: ['api'],
        })
        const primary = found?.deployments?.find(({ status }) => status === 'PRIMARY')
        return primary?.taskDefinition?.endsWith(':1') === false && primary.rolloutState === 'COMPLETED'
      },
    },
    {
      name: 'server',
      ...server,
      release: released(
        {
          metrics: METRICS,
          history: history({ Host: HOST }),
          applications: [
            {
              name: 'servers',
              platform: 'Server',
              groups: {
                preprod: {
                  ...GROUP,
                  deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
                  deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
                  loadBalancerInfo: { targetGroupInfoList: [{ name: 'web' }] },
                  blueGreenDeploymentConfiguration: {
                    ...WAITS,
                    greenFleetProvisioningOption: { action: 'COPY_AUTO_SCALING_GROUP' },
                  },
                  ec2TagFilters: [{ Key: 'Name', Value: 'web', Type: 'KEY_AND_VALUE' }],
                },
              },
            },
          ],
          buckets: [{ name: 'revisions', account: '111111111111', region: 'eu-west-1' }],
        },
        `deployments: [{ id: app, platform: server, application: servers, group: "{environment}", revision: { directory: app, bucket: revisions } }]\n${before(url)}`,
        {
          'app/appspec.yml':
            'version: 0.0\nos: linux\nfiles: [{ source: app.txt, destination: /srv }]\nhooks:\n  ValidateService: [{ location: validate, timeout: 60 }]\n',
          'app/app.txt': 'second\n',
          'app/validate': '#!/bin/sh\necho fine\n',
        },
      ),
      serves: newestIsOurs(server, 'servers'),
    },
  ]
}

const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/shop/1'
const TOPIC = JSON.stringify({
  Parameters: { Title: { Type: 'String' } },
  Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: { Ref: 'Title' } } } },
})
const HOST = { Type: 'AWS::EC2::Instance', Properties: { Tags: [{ Key: 'Name', Value: 'web' }] } }
const NATIVE = {
  Strategy: 'BLUE_GREEN',
  BakeTimeInMinutes: 1,
  Alarms: { AlarmNames: ['errors'], Enable: true, Rollback: true },
  LifecycleHooks: [
    {
      TargetType: 'PAUSE',
      LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
      TimeoutConfiguration: { TimeoutInMinutes: 60, Action: 'ROLLBACK' },
    },
  ],
}
