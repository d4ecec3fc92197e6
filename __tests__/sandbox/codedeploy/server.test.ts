import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import { CreateDeploymentCommand, ListDeploymentsCommand, StopDeploymentCommand } from '@aws-sdk/client-codedeploy'
import { afterEach, describe as story, expect, test } from '@jest/globals'
import {
  BUCKET,
  PREPROD,
  deploy,
  describe,
  ended,
  errorOf,
  eventsOf,
  makeFleet,
  openSandbox,
  revisionFiles,
  targetsOf,
  until,
} from '../world.ts'
import type { Opened } from '../world.ts'

let opened: Opened
afterEach(async () => {
  await opened.sandbox.close()
  expect(opened.complaints).toEqual([])
})

story('a deployment to servers', () => {
  test('installs the revision in the folder of each instance, event by event', async () => {
    opened = await openSandbox({ durations: { codedeploy: { created: 3_600_000 } } })
    const hosts = await makeFleet(opened, 2)
    const id = await deploy(opened, revisionFiles('one'))
    expect(await describe(opened.aws, id)).toMatchObject({ status: 'Created', creator: 'user' })
    opened.sandbox.clock.advance(3_600_000)
    const info = await ended(opened, id)
    expect(info).toMatchObject({ status: 'Succeeded', deploymentOverview: { Succeeded: 2, Failed: 0, Pending: 0 } })
    for (const host of hosts) expect(readFileSync(join(host.disk, 'srv/app.txt'), 'utf8')).toBe('one')
    const [target] = await targetsOf(opened.aws, id)
    expect(eventsOf(target!)).toEqual([
      'ApplicationStop Succeeded',
      'DownloadBundle Succeeded',
      'BeforeInstall Succeeded',
      'Install Succeeded',
      'AfterInstall Succeeded',
      'ApplicationStart Succeeded',
      'ValidateService Succeeded',
    ])
    expect(target?.instanceTarget?.lifecycleEvents?.[3]?.diagnostics).toEqual({
      errorCode: 'Success',
      scriptName: '',
      message: 'Succeeded',
      logTail: '',
    })
  })

  test('returns the end of the log of the failed script only', async () => {
    opened = await openSandbox()
    await makeFleet(opened, 1)
    const hooks = { BeforeInstall: 'echo fine', ValidateService: 'echo the database is gone; exit 3' }
    const info = await ended(opened, await deploy(opened, revisionFiles('one', hooks)))
    expect(info).toMatchObject({ status: 'Failed', errorInformation: { code: 'HEALTH_CONSTRAINTS' } })
    const [target] = await targetsOf(opened.aws, info.deploymentId!)
    const events = target?.instanceTarget?.lifecycleEvents ?? []
    expect(events.find((event) => event.lifecycleEventName === 'BeforeInstall')?.diagnostics?.logTail).toBe('')
    const failed = events.find((event) => event.status === 'Failed')
    expect(failed).toMatchObject({
      lifecycleEventName: 'ValidateService',
      diagnostics: { errorCode: 'ScriptFailed', scriptName: 'ValidateService.sh' },
    })
    expect(failed?.diagnostics?.logTail).toContain('the database is gone')
  })

  test('rolls back by a new deployment of the last successful revision, linked in both directions', async () => {
    opened = await openSandbox()
    const [host] = await makeFleet(opened, 1, {
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
    })
    await ended(opened, await deploy(opened, revisionFiles('one')))
    const failed = await ended(opened, await deploy(opened, revisionFiles('two', { ApplicationStart: 'exit 1' })))
    const linked = await until(
      () => describe(opened.aws, failed.deploymentId!),
      ({ rollbackInfo }) => rollbackInfo !== undefined,
    )
    const rollback = await ended(opened, linked.rollbackInfo!.rollbackDeploymentId!)
    expect(rollback).toMatchObject({
      status: 'Succeeded',
      creator: 'codeDeployRollback',
      rollbackInfo: { rollbackTriggeringDeploymentId: failed.deploymentId },
    })
    expect(readFileSync(join(host!.disk, 'srv/app.txt'), 'utf8')).toBe('one')
  })

  test('reports the reason when there is no previous revision', async () => {
    opened = await openSandbox()
    await makeFleet(opened, 1, { autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } })
    const { deploymentId } = await ended(
      opened,
      await deploy(opened, revisionFiles('one', { BeforeInstall: 'exit 1' })),
    )
    const info = await until(
      () => describe(opened.aws, deploymentId!),
      ({ rollbackInfo }) => rollbackInfo !== undefined,
    )
    expect(info.rollbackInfo?.rollbackDeploymentId).toBeUndefined()
    expect(info.rollbackInfo?.rollbackMessage).toContain('no previous successful deployment')
  })

  test('stops for an alarm', async () => {
    opened = await openSandbox()
    const { aws } = opened
    await aws.cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'errors',
        ComparisonOperator: 'GreaterThanThreshold',
        EvaluationPeriods: 1,
      }),
    )
    await makeFleet(opened, 1, { alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] } })
    const id = await deploy(opened, revisionFiles('one', { BeforeInstall: 'sleep 1' }))
    await aws.cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'rehearsed' }),
    )
    const info = await ended(opened, id)
    expect(info).toMatchObject({ status: 'Stopped', errorInformation: { code: 'ALARM_ACTIVE' } })
    expect(info.errorInformation?.message).toContain('Activated alarms: <errors>')
  })

  test('finishes the running event and skips the rest when stopped', async () => {
    opened = await openSandbox()
    await makeFleet(opened, 1)
    const id = await deploy(opened, revisionFiles('one', { AfterInstall: 'sleep 1' }))
    await until(
      async () => (await describe(opened.aws, id)).status === 'InProgress' && (await targetsOf(opened.aws, id)),
      (targets) => targets !== false && targets.some((target) => eventsOf(target).includes('AfterInstall InProgress')),
    )
    const answer = await opened.aws.codedeploy.send(new StopDeploymentCommand({ deploymentId: id }))
    expect(answer.status).toBe('Pending')
    expect(await ended(opened, id)).toMatchObject({ status: 'Stopped', errorInformation: { code: 'MANUAL_STOP' } })
    const [target] = await targetsOf(opened.aws, id)
    expect(eventsOf(target!).slice(-3)).toEqual([
      'AfterInstall Succeeded',
      'ApplicationStart Skipped',
      'ValidateService Skipped',
    ])
    const again = await errorOf(opened.aws.codedeploy.send(new StopDeploymentCommand({ deploymentId: id })))
    expect(again.name).toBe('DeploymentAlreadyCompletedException')
  })

  test('fails without instances, without the revision, and without a response of the agent', async () => {
    opened = await openSandbox({ pace: 1_000 })
    await makeFleet(opened, 0)
    const none = await ended(opened, await deploy(opened, revisionFiles('one')))
    expect(none.errorInformation?.code).toBe('NO_INSTANCES')

    const tags = [{ Key: 'fleet', Value: 'shop' }]
    const host = await opened.sandbox.aws.hosts.launch(PREPROD, tags, new Date())
    const { deploymentId: lost } = await opened.aws.codedeploy.send(
      new CreateDeploymentCommand({
        applicationName: 'shop',
        deploymentGroupName: 'fleet',
        revision: { revisionType: 'S3', s3Location: { bucket: BUCKET, key: 'gone.tar', bundleType: 'tar' } },
      }),
    )
    await ended(opened, lost!)
    const [target] = await targetsOf(opened.aws, lost!)
    expect(target?.instanceTarget?.lifecycleEvents?.[1]?.diagnostics?.message).toBe('The specified key does not exist.')

    host.silent = true
    const silent = await ended(opened, await deploy(opened, revisionFiles('one')))
    expect(silent.status).toBe('Failed')
    const [unheard] = await targetsOf(opened.aws, silent.deploymentId!)
    expect(unheard?.instanceTarget?.lifecycleEvents?.[0]?.diagnostics?.message).toContain(
      'CodeDeploy agent was not able to receive the lifecycle event',
    )
  })

  test('allows one deployment of a group at a time', async () => {
    opened = await openSandbox()
    await makeFleet(opened, 1)
    const first = await deploy(opened, revisionFiles('one'))
    const error = await errorOf(deploy(opened, revisionFiles('two')))
    expect(error).toEqual({
      name: 'DeploymentLimitExceededException',
      message: `The Deployment Group 'fleet' already has an active Deployment '${first}'`,
    })
    await ended(opened, first)
    const { deployments } = await opened.aws.codedeploy.send(
      new ListDeploymentsCommand({ applicationName: 'shop', deploymentGroupName: 'fleet' }),
    )
    expect(deployments).toEqual([first])
  })

  test.each([
    ['CodeDeployDefault.OneAtATime', 3, 1],
    ['CodeDeployDefault.HalfAtATime', 4, 2],
    ['CodeDeployDefault.AllAtOnce', 3, 3],
  ])('%s with %i instances fails after %i of them', async (deploymentConfigName, size, broken) => {
    opened = await openSandbox()
    await makeFleet(opened, size, { deploymentConfigName })
    const info = await ended(opened, await deploy(opened, revisionFiles('one', { BeforeInstall: 'exit 1' })))
    expect(info).toMatchObject({
      status: 'Failed',
      errorInformation: { code: 'HEALTH_CONSTRAINTS' },
      deploymentOverview: { Succeeded: 0, Failed: broken, Skipped: size - broken },
    })
  })

  test('ignores a failing ApplicationStop if configured', async () => {
    opened = await openSandbox()
    const [host] = await makeFleet(opened, 1)
    await ended(opened, await deploy(opened, revisionFiles('one', { ApplicationStop: 'exit 1' })))
    const blocked = await ended(opened, await deploy(opened, revisionFiles('two')))
    expect(blocked.status).toBe('Failed')
    const id = await deploy(opened, revisionFiles('three'), { ignoreApplicationStopFailures: true })
    expect((await ended(opened, id)).status).toBe('Succeeded')
    expect(readFileSync(join(host!.disk, 'srv/app.txt'), 'utf8')).toBe('three')
  })

  test('leaves no folder and no process when the sandbox closes in the middle of a script', async () => {
    opened = await openSandbox()
    const [host] = await makeFleet(opened, 1)
    const id = await deploy(opened, revisionFiles('one', { BeforeInstall: 'sleep 60' }))
    await until(
      async () => (await describe(opened.aws, id)).status === 'InProgress' && (await targetsOf(opened.aws, id)),
      (targets) => targets !== false && targets.some((target) => eventsOf(target).includes('BeforeInstall InProgress')),
    )
    await opened.sandbox.close()
    expect(existsSync(host!.disk)).toBe(false)
    opened = await openSandbox()
  })
})
