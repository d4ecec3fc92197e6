import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import type { Oddity } from '../odd-engine.ts'
import { atOnce, blockers, openSourceWorld, type PrecheckWorld, type Seen } from '../dist/support/precheck-world.ts'

/** Hooks that can never run, and hooks that did not run in a deployment that succeeded. */

let world: PrecheckWorld | undefined
afterEach(async () => {
  await world?.close()
  world = undefined
})

const CONFIG = '.github/test-deployments.yml'
const ENVIRONMENTS = ['preprod', 'production']
/** For a whole deployment, on a machine with other load. Milliseconds. */
const TIMEOUT = 120_000
const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/shop/1'

async function precheck(scenario: object, files: Readonly<Record<string, string>>): Promise<Seen> {
  const input = { pace: 100, ...scenario, github: { repository: 'acme/shop', files } } as ScenarioInput
  world = await openSourceWorld(input)
  return world.precheck()
}

/** Alarms and rollback are configured correctly, so that only the hooks are judged. */
const alarmOf = (each: string): object => ({
  deploy: {
    stack: `watch-${each}`,
    template: `Resources:
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties: { AlarmName: errors-${each}, Namespace: Shop, MetricName: Errors, Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold }
`,
  },
})
const groupsOf = (more: (each: string) => object): object =>
  Object.fromEntries(
    ENVIRONMENTS.map((each) => [
      each,
      {
        autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
        alarmConfiguration: { enabled: true, alarms: [{ name: `errors-${each}` }] },
        ...more(each),
      },
    ]),
  )

describe('before a deployment to servers', () => {
  const scenario = (more: object): object => ({
    buckets: [{ name: 'releases', account: '111111111111', region: 'eu-west-1', versioned: true }],
    history: [
      ...ENVIRONMENTS.map(alarmOf),
      ...ENVIRONMENTS.map((each) => ({ deploy: { stack: `hosts-${each}`, template: hostOf(each) } })),
    ],
    applications: [
      {
        name: 'site',
        platform: 'Server',
        groups: groupsOf((each) => ({
          ec2TagFilters: [{ Key: 'Name', Value: `host-${each}`, Type: 'KEY_AND_VALUE' }],
          ...more,
        })),
      },
    ],
  })
  const hostOf = (each: string): string =>
    `Resources: { Host: { Type: AWS::EC2::Instance, Properties: { Tags: [{ Key: Name, Value: host-${each} }] } } }\n`
  const files = (hook: string): Readonly<Record<string, string>> => ({
    [CONFIG]: `version: 1
deployments: [{ platform: server, application: site, group: "{environment}", revision: { directory: site, bucket: releases } }]
`,
    'site/appspec.yml': `version: 0.0
os: linux
hooks:
  ValidateService: [{ location: check }]
  ${hook}: [{ location: check }]
`,
    'site/check': '#!/bin/sh\ntrue\n',
  })
  const BALANCED = { loadBalancerInfo: { targetGroupInfoList: [{ name: 'shop' }] } }
  const WITH = { deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL' } }

  test.each<[string, string, object, string | undefined]>([
    [
      'AfterAllowTraffic without a load balancer can never run',
      'AfterAllowTraffic',
      {},
      'fail deployment/hook-cannot-run',
    ],
    ['BeforeBlockTraffic without one neither', 'BeforeBlockTraffic', {}, 'fail deployment/hook-cannot-run'],
    [
      'BeforeAllowTraffic without traffic control is unknown',
      'BeforeAllowTraffic',
      BALANCED,
      'inconclusive deployment/hook-run-unknown',
    ],
    ['AfterAllowTraffic with traffic control runs', 'AfterAllowTraffic', { ...BALANCED, ...WITH }, undefined],
    ['AfterInstall always runs', 'AfterInstall', {}, undefined],
  ])('%s', async (_, hook, more, expected) => {
    const seen = await precheck(scenario(more), files(hook))
    expect(blockers(seen)).toEqual(expected === undefined ? [] : [`${expected} deployment/app/hook/${hook}`])
    expect(seen.result.status).toBe(expected === undefined ? 0 : 1)
    if (expected !== undefined) {
      const places = seen.evidence.findings.filter(({ subject }) => subject === `deployment/app/hook/${hook}`)
      expect(places.map(({ source }) => [source?.file, source?.line])).toEqual([
        ['site/appspec.yml', 5],
        ['site/appspec.yml', 5],
      ])
    }
  })

  test('a hook of another platform is refused with its line', async () => {
    const seen = await precheck(scenario({}), files('AfterAllowTestTraffic'))
    expect(blockers(seen)).toEqual(['fail appspec/hook-unknown deployment/app/appspec/hook/AfterAllowTestTraffic'])
    const [finding] = seen.evidence.findings.filter(({ code }) => code === 'appspec/hook-unknown')
    expect(finding?.source).toMatchObject({ file: 'site/appspec.yml', line: 5 })
  })
})

test('a group that selects no instance is not a pass before the deployment', async () => {
  const seen = await precheck(
    {
      buckets: [{ name: 'releases', account: '111111111111', region: 'eu-west-1', versioned: true }],
      history: ENVIRONMENTS.map(alarmOf),
      applications: [
        {
          name: 'site',
          platform: 'Server',
          groups: groupsOf(() => ({})),
        },
      ],
    },
    {
      [CONFIG]: `version: 1
deployments: [{ platform: server, application: site, group: "{environment}", revision: { directory: site, bucket: releases } }]
`,
      'site/appspec.yml': 'version: 0.0\nos: linux\nhooks: { ValidateService: [{ location: check }] }\n',
      'site/check': '#!/bin/sh\ntrue\n',
    },
  )
  expect(blockers(seen)).toEqual(['fail deployment/group-selects-nothing deployment/app/targets'])
  expect(seen.result.status).toBe(1)
  expect(seen.everything).toContain('production: site/production selects nothing to deploy to')
})

describe('before a deployment to ECS', () => {
  const scenario = (route: object): object => ({
    history: ENVIRONMENTS.map(alarmOf),
    hookFunctions: { smoke: { reports: 'Succeeded', after: 1000 } },
    taskDefinitions: ENVIRONMENTS.map((each) => ({
      family: `api-${each}`,
      containerDefinitions: [{ name: 'api', image: 'shop/api:1', memory: 64, portMappings: [{ containerPort: 8080 }] }],
    })),
    services: ENVIRONMENTS.map((each) => ({ cluster: each, name: 'api', taskDefinition: `api-${each}` })),
    applications: [
      {
        name: 'services',
        platform: 'ECS',
        groups: groupsOf((each) => ({
          deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
          ecsServices: [{ clusterName: each, serviceName: 'api' }],
          loadBalancerInfo: {
            targetGroupPairInfoList: [
              {
                targetGroups: [{ name: 'blue' }, { name: 'green' }],
                prodTrafficRoute: { listenerArns: [`${LISTENER}/2`] },
                ...route,
              },
            ],
          },
        })),
      },
    ],
  })
  const files = (hook: string): Readonly<Record<string, string>> => ({
    [CONFIG]: `version: 1
deployments: [{ id: api, platform: ecs, application: services, group: "{environment}", appspec: api.yml, task-definition: api.json }]
`,
    'api.yml': `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties: { TaskDefinition: <TASK_DEFINITION>, LoadBalancerInfo: { ContainerName: api, ContainerPort: 8080 } }
Hooks:
  - BeforeAllowTraffic: smoke
  - ${hook}: other
`,
    'api.json': JSON.stringify({
      family: 'api-{environment}',
      containerDefinitions: [{ name: 'api', image: 'shop/api:2', memory: 64, portMappings: [{ containerPort: 8080 }] }],
    }),
  })

  test.each<[string, string, object, readonly string[]]>([
    [
      'AfterAllowTestTraffic without a test listener is unknown',
      'AfterAllowTestTraffic',
      {},
      ['inconclusive deployment/hook-run-unknown deployment/api/hook/AfterAllowTestTraffic'],
    ],
    [
      'AfterAllowTestTraffic with a test listener runs',
      'AfterAllowTestTraffic',
      { testTrafficRoute: { listenerArns: [`${LISTENER}/3`] } },
      [],
    ],
    ['a hook of servers is refused', 'ValidateService', {}, ['fail appspec/invalid deployment/api/appspec/file']],
  ])('%s', async (_, hook, route, expected) => {
    const seen = await precheck(scenario(route), files(hook))
    expect(blockers(seen)).toEqual(expected)
  })
})

describe('after a deployment with the status Succeeded', () => {
  const events =
    (change: (event: Record<string, unknown>) => Record<string, unknown>): Oddity =>
    (answer) =>
      JSON.stringify(JSON.parse(answer), (key, value: unknown) =>
        key === 'lifecycleEvents' && Array.isArray(value)
          ? value.map((event) => change(event as Record<string, unknown>))
          : value,
      )
  const ofHook = (changed: object) =>
    events((event) => (event['lifecycleEventName'] === 'BeforeAllowTraffic' ? { ...event, ...changed } : event))

  const NOT_RUN = 'deployment/hook-not-run deployment/orders/hooks'
  test.each<[string, Oddity, readonly string[]]>([
    ['a hook that was skipped fails', ofHook({ status: 'Skipped' }), [`fail ${NOT_RUN}`]],
    [
      'a hook that failed fails',
      ofHook({ status: 'Failed' }),
      ['orders/target/orders-preprod:live', 'web/target/preprod:web'].map(
        (target) => `fail deployment/incomplete deployment/${target}/event/BeforeAllowTraffic`,
      ),
    ],
    ['a hook without an end is inconclusive', ofHook({ status: 'Unknown' }), [`inconclusive ${NOT_RUN}`]],
    ['a hook that is not listed is inconclusive', ofHook({ lifecycleEventName: 'Other' }), [`inconclusive ${NOT_RUN}`]],
  ])(
    '%s',
    async (_, oddity, expected) => {
      world = await openSourceWorld(atOnce('serverless.yml'), { oddities: { BatchGetDeploymentTargets: oddity } })
      const checked = await world.precheck()
      expect(blockers(checked)).toEqual([])
      const needs = { precheck: { result: 'success', outputs: Object.fromEntries(checked.result.outputs) } }
      const deployed = await world.step({ command: 'deploy-preprod', needs: JSON.stringify(needs) })
      expect(blockers(deployed)).toEqual(expected)
      expect(deployed.result.status).toBe(1)
      expect(world.odd.get('BatchGetDeploymentTargets')).toBeGreaterThan(0)
    },
    TIMEOUT,
  )
})
