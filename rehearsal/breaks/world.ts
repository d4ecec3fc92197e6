import { setTimeout as sleep } from 'node:timers/promises'
import { CloudWatch, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch'
import { IAM } from '@aws-sdk/client-iam'
import type { World } from '../contract.ts'
import type { Break } from './contract.ts'
import { rewriteArtifact, rewriteArtifactFiles } from './artifact.ts'
import { addLayer, CONFIG } from './files.ts'

/** Breaks in AWS, on GitHub, and by users. */

const POLL_MS = 50
const OLDEST_MINUTES = 60

export const WORLD_BREAKS: readonly Break[] = [
  {
    name: 'drift',
    story: 'Frank silenced the alarm of production in the console.',
    during: { job: 'precheck', when: 'before', act: silenceTheAlarm },
  },
  {
    name: 'attached-policy',
    story: "Frank attached AdministratorAccess to the role of production's hosts, to look into something.",
    during: { job: 'precheck', when: 'before', act: attachAdministrator },
  },
  {
    name: 'other-bits',
    story: 'The release adds a layer, whose archive was built and uploaded once for each account.',
    files: (repository) => addLayer(repository, 'Fonts', 'layers/fonts.zip'),
    during: {
      job: 'precheck',
      when: 'before',
      act: async ({ accounts }) => {
        for (const { environment, id, s3 } of Object.values(accounts)) {
          await s3.putObject({
            Bucket: `shop-releases-${environment}-${id}`,
            Key: 'layers/fonts.zip',
            Body: `built for ${environment}`,
            ChecksumAlgorithm: 'SHA256',
          })
        }
      },
    },
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
    anywhere: true,
    story: 'The evidence of the tests is rewritten after they ran.',
    during: {
      job: 'gate',
      when: 'before',
      act: ({ github }) =>
        rewriteArtifact(github, /verify.*tests/, (text) => text.replaceAll('customers can do', 'CUSTOMERS CAN DO')),
    },
  },
  {
    name: 'tampered-release',
    anywhere: true,
    story: 'What was built and tested is replaced where it is stored, after production was approved.',
    during: {
      job: 'deploy-production',
      when: 'before',
      act: ({ github }) => rewriteArtifactFiles(github, /\.release-/, () => Buffer.from('another release')),
    },
  },
  {
    name: 'stale-evidence',
    anywhere: true,
    story: `Evidence may be ${OLDEST_MINUTES} min old, and the run is left alone until it is older.`,
    files: (repository) =>
      repository.edit(CONFIG, '\ngate:\n', `\ngate:\n  evidence-younger-than: ${OLDEST_MINUTES}m\n`),
    during: {
      job: 'gate',
      when: 'before',
      act: ({ accounts }) => accounts.preprod.sleep((OLDEST_MINUTES + 1) * 60_000),
    },
  },
  {
    name: 'unordered-verification',
    story: 'The workflow was copied, and its job verify-aws needs no other: it may run before pre-prod is deployed.',
    workflow(files) {
      const path = '.github/workflows/preprod.yml'
      const text = files[path] ?? ''
      files[path] = text.replace('  verify-aws:\n    needs: [deploy-preprod]\n', '  verify-aws:\n')
      if (files[path] === text) throw new Error(`${path} has no job verify-aws that needs deploy-preprod`)
    },
  },
  {
    name: 'silent-alarm',
    story: 'Somebody disabled the actions of an alarm of pre-prod, to have a quiet night.',
    during: { job: 'verify-aws', when: 'before', act: disableAlarmActions },
  },
  {
    name: 'self-approval',
    anywhere: true,
    story: 'Who pushed the release switches off the rule against it, and approves production.',
    during: {
      job: 'deploy-production',
      when: 'before',
      act: ({ github, repositoryName, reviewers, author }) => {
        github.environment(repositoryName, 'production', { reviewers: [author, 'grace'], preventSelfReview: false })
        reviewers.production = author
      },
    },
  },
  {
    name: 'unprotected-preprod',
    anywhere: true,
    story: 'The environment preprod has no protection rules.',
    settings: (github, repository) => github.environment(repository, 'preprod', {}),
  },
  {
    name: 'unprotected-environment',
    anywhere: true,
    story: 'The environment production has no protection rules.',
    settings: (github, repository) => github.environment(repository, 'production', {}),
  },
  {
    name: 'cancelled',
    story: 'The job is cancelled while pre-prod is being deployed.',
    during: { job: 'deploy-preprod', when: 'while', act: cancelInMidDeployment },
  },
]

/** The credentials of `frank` in the scenario. */
const FRANK = { accessKeyId: 'AKIAFRANKINPRODUCTION', secretAccessKey: 'a-secret-of-franks-that-nobody-knows' }

async function silenceTheAlarm({ region, awsUrl }: World): Promise<void> {
  const cloudwatch = new CloudWatch({ region, endpoint: awsUrl, credentials: FRANK })
  await changeAlarm(cloudwatch, 'shop-production-failures', { Threshold: 5_000 })
}

async function disableAlarmActions({ region, awsUrl, accounts: { preprod } }: World): Promise<void> {
  const credentials = { accessKeyId: preprod.id, secretAccessKey: 'administrator' }
  const cloudwatch = new CloudWatch({ region, endpoint: awsUrl, credentials })
  await changeAlarm(cloudwatch, 'shop-preprod-unhealthy-hosts', { ActionsEnabled: false })
}

async function changeAlarm(
  cloudwatch: CloudWatch,
  AlarmName: string,
  change: Partial<PutMetricAlarmCommandInput>,
): Promise<void> {
  const { MetricAlarms: [alarm] = [] } = await cloudwatch.describeAlarms({ AlarmNames: [AlarmName] })
  if (!alarm) throw new Error(`the alarm ${AlarmName} does not exist`)
  await cloudwatch.putMetricAlarm({
    ...alarm,
    AlarmName,
    EvaluationPeriods: alarm.EvaluationPeriods,
    ComparisonOperator: alarm.ComparisonOperator,
    ...change,
  })
}

async function attachAdministrator({ region, awsUrl, accounts: { production } }: World): Promise<void> {
  const { StackResourceDetail: role } = await production.cloudformation.describeStackResource({
    StackName: 'shop-production',
    LogicalResourceId: 'HostRole',
  })
  const iam = new IAM({ region, endpoint: awsUrl, credentials: FRANK })
  await iam.attachRolePolicy({
    RoleName: role?.PhysicalResourceId,
    PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
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
    await sleep(POLL_MS)
  }
}
