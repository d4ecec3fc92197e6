import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { digestOfBytes } from '../../src/evidence/digest.ts'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { makeScalingGroup } from '../dist/support/scaling-group.ts'
import { altered, replaced } from '../odd-engine.ts'
import { archive, clientsOf, makeFleet, revisionFiles } from '../sandbox/world.ts'
import { awsStage } from './aws-stage.ts'
import { rowsOf, type Row } from './row.ts'

const FLEET = 'fleet'
const WATCH = `
Resources:
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties: { AlarmName: errors, Namespace: Shop, MetricName: Errors, Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold }
`
const scenario: Omit<ScenarioInput, 'github'> = {
  pace: 100,
  buckets: [{ name: 'releases', account: '111111111111', region: 'eu-west-1' }],
  metrics: [{ namespace: 'Shop', name: 'Errors', value: 0 }],
  history: [{ deploy: { stack: 'watch', template: WATCH } }],
  applications: [
    {
      name: 'site',
      platform: 'Server',
      groups: {
        preprod: {
          deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
          autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
          alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
          autoScalingGroups: [FLEET],
        },
      },
    },
  ],
}

/** A group of servers that selects the instances of an Auto Scaling group. */
const servers = awsStage({
  name: 'precheck of servers',
  environment: 'preprod',
  scenario,
  before: (world) => makeScalingGroup(world, FLEET, 1),
  files: {
    '.github/test-deployments.yml': `version: 1
environments: { preprod: { approval: { none: this scenario has no GitHub environments } } }
deployments: [{ platform: server, application: site, group: preprod, revision: { directory: site, bucket: releases } }]
`,
    'site/appspec.yml': 'version: 0.0\nos: linux\nfiles: [{ source: index.htm, destination: /srv/site }]\n',
    'site/index.htm': 'hello',
  },
})

const BALANCER = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/shop/1'
const HOOKS = {
  ApplicationStart: `node -e 'require("http").createServer((_, answer) => answer.end("up")).listen(process.env.PORT, "127.0.0.1")' >/dev/null 2>&1 </dev/null &
sleep 0.3`,
  ValidateService: 'exit 0',
}

/** A group behind a load balancer, whose revision validates its service. */
const balanced = awsStage({
  name: 'servers behind a load balancer',
  environment: 'preprod',
  deploys: true,
  scenario: { ...scenario, buckets: [], applications: [] },
  async before({ sandbox, folder }) {
    for (const event of Object.keys(HOOKS)) chmodSync(join(folder, `app/${event}.sh`), 0o755)
    const { balancers } = sandbox.aws
    await balancers.open(BALANCER)
    balancers.addGroup({
      home: { account: '111111111111', region: 'eu-west-1' },
      name: 'web',
      arn: 'arn:tg',
      health: { path: '/', codes: '200', intervalMs: 5_000, healthyAfter: 2, timeoutMs: 2_000 },
      targets: new Map(),
      drainMs: 10_000,
      turn: 0,
    })
    await makeFleet({ sandbox, aws: clientsOf(sandbox), traffic: [], complaints: [] }, 1, {
      deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      loadBalancerInfo: { targetGroupInfoList: [{ name: 'web' }] },
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
      alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
    })
  },
  files: {
    '.github/test-deployments.yml': `version: 1
environments: { preprod: { approval: { none: this scenario has no GitHub environments } } }
deployments: [{ platform: server, application: shop, group: fleet, revision: { directory: app, bucket: revisions } }]
`,
    ...Object.fromEntries(Object.entries(revisionFiles('one', HOOKS)).map(([name, text]) => [`app/${name}`, text])),
  },
})

interface TargetsAnswer {
  readonly deploymentTargets: readonly {
    readonly instanceTarget: { readonly lifecycleEvents: readonly Readonly<Record<string, unknown>>[] }
  }[]
}

/** The hook ended a minute later than recorded: after the traffic. */
const validatedLate = altered((answer) => ({
  ...answer,
  deploymentTargets: (answer as unknown as TargetsAnswer).deploymentTargets.map(({ instanceTarget, ...others }) => ({
    ...others,
    instanceTarget: {
      ...instanceTarget,
      lifecycleEvents: instanceTarget.lifecycleEvents.map((event) =>
        event['lifecycleEventName'] === 'ValidateService' && typeof event['endTime'] === 'number'
          ? { ...event, endTime: event['endTime'] + 60 }
          : event,
      ),
    },
  })),
}))

/** Servers that get an existing object, by the digest of its bytes. */
const existing = awsStage({
  name: 'precheck of an object that exists',
  environment: 'preprod',
  scenario,
  async before(world) {
    await makeScalingGroup(world, FLEET, 1)
    const bytes = await archive(revisionFiles('hello', { ValidateService: 'exit 0' }))
    // Without a checksum of its own, by which the client would find the difference before.
    const { s3 } = clientsOf(world.sandbox, undefined, undefined, { requestChecksumCalculation: 'WHEN_REQUIRED' })
    await s3.send(new PutObjectCommand({ Bucket: 'releases', Key: 'site.tar', Body: bytes }))
    const revision = `{ s3: { bucket: releases, key: site.tar, sha256: "${digestOfBytes(bytes).slice('sha256:'.length)}" } }`
    writeFileSync(
      join(world.folder, '.github/test-deployments.yml'),
      `version: 1
environments: { preprod: { approval: { none: this scenario has no GitHub environments } } }
deployments: [{ platform: server, application: site, group: preprod, revision: ${revision} }]
`,
    )
  },
  files: { '.github/test-deployments.yml': 'version: 1' },
})

const COUNTED = { code: 'deployment/instances-counted', subject: 'deployment/app/targets' } as const

export const INSTANCES: readonly Row[] = [
  ...rowsOf(servers, { aws: { DescribeAutoScalingGroups: replaced('InService', 'Resting') } }, [
    { ...COUNTED, says: 'an instance in a state that no documentation lists', truth: 'it is not in service' },
  ]),
  ...rowsOf(
    servers,
    { aws: { DescribeAutoScalingGroups: replaced(/<AutoScalingGroupName>[^<]*/g, '<AutoScalingGroupName>other') } },
    [{ ...COUNTED, says: 'the instances of another Auto Scaling group', truth: 'those of the group are not known' }],
  ),
  ...rowsOf(existing, { aws: { 'GET /releases/site.tar': replaced('hello', 'HELLO') } }, [
    {
      code: 'release/revision-read',
      subject: 'deployment/app/revision',
      says: 'the object exists under its key',
      truth: 'its bytes are others than the configuration names',
    },
  ]),
  ...rowsOf(balanced, { aws: { BatchGetDeploymentTargets: validatedLate } }, [
    {
      code: 'deployment/validated-before-traffic',
      subject: 'deployment/app/validation',
      says: 'every lifecycle event Succeeded',
      truth: 'the host had traffic before its validation ended',
    },
  ]),
]
