import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { PREPROD } from '../../sandbox/world.ts'
import type { Releases } from './releases.ts'

/** An application `site` with a group and a host for each environment, for releases of revisions that exist. */

const ENVIRONMENTS = ['preprod', 'production'] as const

const WATCH = `
Resources:
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties: { AlarmName: errors, Namespace: Shop, MetricName: Errors, Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold }
`

export const SITE: Omit<ScenarioInput, 'github'> = {
  metrics: [{ namespace: 'Shop', name: 'Errors', value: 0 }],
  history: [{ deploy: { stack: 'watch', template: WATCH } }],
  applications: [
    {
      name: 'site',
      platform: 'Server',
      groups: Object.fromEntries(
        ENVIRONMENTS.map((key) => [
          key,
          {
            deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
            autoRollbackConfiguration: {
              enabled: true,
              events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'],
            },
            alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
            ec2TagFilters: [{ Key: 'fleet', Value: key, Type: 'KEY_AND_VALUE' as const }],
          },
        ]),
      ),
    },
  ],
}

/** Starts a host for each environment. */
export async function launchSite({ sandbox }: Releases): Promise<void> {
  for (const key of ENVIRONMENTS) {
    await sandbox.aws.hosts.launch(PREPROD, [{ Key: 'fleet', Value: key }], new Date())
  }
}

/** The version on the host of each environment. */
export function installedOn({ sandbox }: Releases): Record<string, string> {
  return Object.fromEntries(
    sandbox.aws.hosts.list(PREPROD).flatMap(({ tags, disk }) => {
      const file = join(disk, 'srv/app.txt')
      const key = tags.find(({ Key }) => Key === 'fleet')?.Value ?? ''
      return existsSync(file) ? [[key, readFileSync(file, 'utf8')]] : []
    }),
  )
}
