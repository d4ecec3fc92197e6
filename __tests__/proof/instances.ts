import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { makeScalingGroup } from '../dist/scaling-group.ts'
import { replaced } from '../odd-engine.ts'
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
]
