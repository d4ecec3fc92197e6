import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import { CreateDeploymentCommand } from '@aws-sdk/client-codedeploy'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { changeSetName } from '../../../src/cloudformation/change-sets/change-set.ts'
import { readStack } from '../../../src/cloudformation/stack.ts'
import { describeDeployment } from '../../../src/codedeploy/start.ts'
import { accessTo, resolveEnvironment } from '../../../src/config/model/environment.ts'
import { readConfig } from '../../../src/config/schema/file.ts'
import type { DeployContext } from '../../../src/deploy/contract.ts'
import { digestOf } from '../../../src/evidence/digest.ts'
import { Recorder } from '../../../src/evidence/recorder.ts'
import { blocks } from '../../../src/evidence/verdict.ts'
import { ChangeSetLedger } from '../../../src/plan/change-sets/ledger.ts'
import { planRollback, walkPlan } from '../../../src/rollback/production.ts'
import { recordingBefore } from '../../../src/rollback/stacks/record-before.ts'
import { archive, clientsOf, ended, makeFleet, revisionFiles, until } from '../../sandbox/world.ts'
import { actionsOf, arnOf, startRoles, type RoleWorld } from './roles.ts'

/**
 * The permissions of docs/iam/deploy-role-rollback.json: a rollback of servers and of a stack, while an alarm is in
 * ALARM.
 */

const YAML = `
version: 1
environments:
  preprod: { region: eu-west-1, deploy-role: "${arnOf('deploy')}" }
  production: { region: eu-west-1, deploy-role: "${arnOf('deploy-rollback')}" }
rehearse-rollback: { stacks: true }
stacks:
  - { id: web, name: "shop-{environment}", template: web.yml, role: "arn:aws:iam::{account}:role/shop-cloudformation" }
deployments:
  - { id: app, platform: server, application: shop, group: shop-fleet, timeout: 60s, revision: { directory: app, bucket: shop-store } }
`
const config = readConfig(YAML, 'config.yml')
const environment = resolveEnvironment(config, 'production', 'eu-west-1')
const ROLE = 'arn:aws:iam::111111111111:role/shop-cloudformation'
const template = (title: string): string =>
  `Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: shop-orders, DisplayName: ${title} } } }`

let roles: RoleWorld
beforeEach(async () => {
  roles = await startRoles({
    buckets: [{ name: 'shop-store', account: '111111111111', region: 'eu-west-1', versioned: true }],
  })
})
afterEach(() => roles.world.close())

test('a release is recorded and rolled back, and every allowed action was needed', async () => {
  const { world } = roles
  const aws = clientsOf(world.sandbox)
  const opened = { sandbox: world.sandbox, aws, traffic: [], complaints: [] }
  await makeFleet(opened, 1, {
    deploymentGroupName: 'shop-fleet',
    alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] },
  })
  await aws.cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'errors',
      Namespace: 'Shop',
      MetricName: 'Errors',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      Statistic: 'Sum',
    }),
  )
  const ports = await roles.job(undefined, 'production')
  const context = (runId: string): DeployContext => ({
    ports,
    record: new Recorder(() => new Date()),
    run: { runId, runAttempt: 1 },
    environment,
    access: accessTo(environment, 'deploy', runId),
    release: { digest: digestOf({}), sha: 'a', templates: [], revisions: [], config: digestOf({}) },
    checks: [],
  })
  const [stack] = environment.stacks
  const release = async (runId: string, text: string): Promise<void> => {
    const calls = await ports.connect.cloudformation(context(runId).access)
    const existing = await readStack(calls, 'shop-production')
    const made = await calls.createChangeSet({
      StackName: 'shop-production',
      ChangeSetName: changeSetName('deploy', 'production', { runId, runAttempt: 1 }, new Date()),
      ChangeSetType: existing === undefined ? 'CREATE' : 'UPDATE',
      TemplateBody: template(text),
      RoleARN: ROLE,
    })
    const status = async () => (await calls.describeChangeSet({ ChangeSetName: made.Id })).Status
    await until(async () => (await status()) === 'CREATE_COMPLETE', Boolean)
    await recordingBefore(context(runId), 'org/shop')(stack!, made.StackId!, made.Id!)
    await calls.executeChangeSet({ ChangeSetName: made.Id })
    await until(async () => (await readStack(calls, 'shop-production'))?.status.endsWith('_COMPLETE') === true, Boolean)
    const { attempt: description } = describeDeployment({
      runId,
      runAttempt: 1,
      environment: 'production',
      id: 'app',
      content: digestOf({ runId }),
    })
    const Key = `test-deployments/${text}.tar`
    const { VersionId: version } = await aws.s3.send(
      new PutObjectCommand({ Bucket: 'shop-store', Key, Body: await archive(revisionFiles(text)) }),
    )
    const { deploymentId } = await aws.codedeploy.send(
      new CreateDeploymentCommand({
        applicationName: 'shop',
        deploymentGroupName: 'shop-fleet',
        description,
        revision: { revisionType: 'S3', s3Location: { bucket: 'shop-store', key: Key, bundleType: 'tar', version } },
      }),
    )
    expect((await ended(opened, deploymentId!)).status).toBe('Succeeded')
  }
  await release('6', 'one')
  await release('7', 'two')
  await aws.cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'orders fail' }),
  )

  const rolling = context('8')
  const ledger = new ChangeSetLedger(ports.log, () => undefined, ports.clock)
  const lastRelease = { kind: 'not-compared', why: 'it is a test' } as const
  const plan = await planRollback(rolling, { only: [], lastRelease, repository: 'org/shop', ledger })
  expect(plan.findings.filter(blocks)).toEqual([])
  await walkPlan(rolling, plan, ledger)
  const { findings } = rolling.record.document({ schema: 'test-deployments/evidence/v1' } as never)
  expect(findings.filter(blocks)).toEqual([])
  expect(findings.at(-1)?.details).toEqual({ run: '7', back: ['deployment/app', 'stack/web'], remaining: [] })
  // Values are read back where the role may read the resource.
  expect(roles.refused.filter((action) => action !== 'sns:GetTopicAttributes')).toEqual([])
  const used = roles.used('deploy-rollback')
  const unused = actionsOf('deploy-role-rollback').filter((action) => !used.includes(action))
  // The sandbox does not check the first, and the second is needed where a revision was deleted.
  expect(unused).toEqual(['codedeploy:UpdateDeploymentGroup', 's3:ListBucket'])
})
