import { setTimeout as sleep } from 'node:timers/promises'
import { CloudWatch } from '@aws-sdk/client-cloudwatch'
import type { World } from '../world.ts'
import type { Break } from './contract.ts'
import { rewriteArtifact } from './artifact.ts'

/** Breaks in the world: in AWS, on GitHub, and by people. */

const LOOK_EVERY_MS = 50

export const WORLD_BREAKS: readonly Break[] = [
  {
    name: 'drift',
    story: "Somebody silenced production's alarm in the console.",
    during: { job: 'precheck', when: 'before', act: silenceTheAlarm },
  },
  {
    name: 'parity',
    story: 'Production is protected against termination, pre-prod is not, and nobody said so.',
    during: {
      job: 'precheck',
      when: 'before',
      act: async ({ accounts: { production } }) => {
        await production.cloudformation.updateTerminationProtection({
          StackName: 'shop-production',
          EnableTerminationProtection: true,
        })
      },
    },
  },
  {
    name: 'tampered-evidence',
    story: 'The evidence of the tests is rewritten after they ran.',
    during: {
      job: 'gate',
      when: 'before',
      act: ({ github }) =>
        rewriteArtifact(github, /verify.*tests/, (text) => text.replaceAll('customers can do', 'CUSTOMERS CAN DO')),
    },
  },
  {
    name: 'self-approval',
    story: 'Who pushed the release approves it for production.',
    settings: (github, repository) =>
      github.environment(repository, 'production', { reviewers: ['ada', 'grace'], preventSelfReview: false }),
    reviewers: { production: 'ada' },
  },
  {
    name: 'unprotected-environment',
    story: 'The environment production has no protection rules.',
    settings: (github, repository) => github.environment(repository, 'production', {}),
  },
  {
    name: 'cancelled',
    story: 'The job is cancelled while pre-prod is being deployed.',
    during: { job: 'deploy-preprod', when: 'while', act: cancelInMidDeployment },
  },
]

async function silenceTheAlarm({ accounts: { production }, region, awsUrl }: World): Promise<void> {
  const cloudwatch = new CloudWatch({
    region,
    endpoint: awsUrl,
    credentials: { accessKeyId: production.id, secretAccessKey: 'administrator' },
  })
  const AlarmName = 'shop-production-failures'
  const { MetricAlarms: [alarm] = [] } = await cloudwatch.describeAlarms({ AlarmNames: [AlarmName] })
  if (!alarm) throw new Error('the alarm of production is not there')
  await cloudwatch.putMetricAlarm({
    ...alarm,
    AlarmName,
    EvaluationPeriods: alarm.EvaluationPeriods,
    ComparisonOperator: alarm.ComparisonOperator,
    Threshold: 5_000,
  })
}

async function cancelInMidDeployment(world: World, signal: AbortSignal): Promise<void> {
  const { codedeploy } = world.accounts.preprod
  while (!signal.aborted) {
    const { deployments = [] } = await codedeploy.listDeployments({
      applicationName: 'shop',
      deploymentGroupName: 'shop-preprod',
      includeOnlyStatuses: ['InProgress'],
    })
    if (deployments.length > 0) return world.cancelJob()
    await sleep(LOOK_EVERY_MS)
  }
}
