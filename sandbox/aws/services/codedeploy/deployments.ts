import type * as sdk from '@aws-sdk/client-codedeploy'
import type { Call, Service } from '../../../contract.ts'
import { capitals, homeKey } from '../../names.ts'
import { pageOf } from '../../paging.ts'
import { register, requireRevision } from './applications.ts'
import { configOf, invalidToken } from './configs.ts'
import type { DeployContext, Outcome, Platform } from './contract.ts'
import { failure } from './errors.ts'
import { overview, runDeployment } from './run-deployment.ts'
import { activeDeployment, checkDeploymentId, deploymentOf, deploymentsOf, groupOf, hasEnded } from './state.ts'
import type { Deployment, Group } from './state.ts'

const PAGE = 100
const BATCH = 25
const MAX_DESCRIPTION_LENGTH = 256
const STATUSES: ReadonlySet<string> = new Set([
  'Created',
  'Queued',
  'InProgress',
  'Baking',
  'Succeeded',
  'Failed',
  'Stopped',
  'Ready',
])

export interface Launcher {
  /** `only`: the instances that an Auto Scaling group launched. */
  launch(
    group: Group,
    request: sdk.CreateDeploymentCommandInput,
    creator: sdk.DeploymentCreator,
    only?: readonly string[],
  ): Deployment
  /** Resolves when that deployment has ended. */
  ended(id: string): Promise<void>
  /** Resolves when no deployment is running. */
  settled(): Promise<void>
}

/** Starts deployments and, after failures, the automatic rollbacks that their groups configure. */
export function createLauncher(context: DeployContext, platformOf: (deployment: Deployment) => Platform): Launcher {
  const { state, clock } = context
  const running = new Map<string, Promise<void>>()

  function launch(
    group: Group,
    request: sdk.CreateDeploymentCommandInput,
    creator: sdk.DeploymentCreator,
    only?: readonly string[],
  ): Deployment {
    const active = activeDeployment(state, group)
    if (active !== undefined) {
      throw failure(
        'DeploymentLimitExceededException',
        `The Deployment Group '${group.info.deploymentGroupName}' already has an active Deployment '${active.id}'`,
      )
    }
    const made = make(group, request, creator)
    const deployment = only === undefined ? made : { ...made, only }
    state.deployments.set(deployment.id, deployment)
    running.set(deployment.id, follow(deployment))
    return deployment
  }

  async function follow(deployment: Deployment): Promise<void> {
    const outcome = await runDeployment(context, deployment, platformOf(deployment))
    running.delete(deployment.id)
    rollBack(deployment, outcome)
  }

  function make(group: Group, request: sdk.CreateDeploymentCommandInput, creator: sdk.DeploymentCreator): Deployment {
    const { application, info: settings } = group
    const revision = requireRevision(request.revision)
    const config = request.deploymentConfigName ?? settings.deploymentConfigName ?? ''
    configOf(state, application.home, config)
    const id = `d-${capitals(9)}`
    register(application, revision, clock.now())
    const rollback = request.autoRollbackConfiguration ?? settings.autoRollbackConfiguration
    const info: sdk.DeploymentInfo = {
      applicationName: application.name,
      deploymentGroupName: settings.deploymentGroupName,
      deploymentConfigName: config,
      deploymentId: id,
      revision,
      status: 'Created',
      createTime: clock.now(),
      creator,
      ignoreApplicationStopFailures: request.ignoreApplicationStopFailures ?? false,
      updateOutdatedInstancesOnly: request.updateOutdatedInstancesOnly ?? false,
      deploymentStyle: settings.deploymentStyle,
      instanceTerminationWaitTimeStarted: false,
      fileExistsBehavior: request.fileExistsBehavior ?? 'DISALLOW',
      deploymentStatusMessages: [],
      computePlatform: application.info.computePlatform,
      ...(request.description !== undefined && { description: request.description }),
      ...(settings.targetRevision && { previousRevision: settings.targetRevision }),
      ...(rollback && { autoRollbackConfiguration: rollback }),
      ...(request.targetInstances && { targetInstances: request.targetInstances }),
      ...(request.overrideAlarmConfiguration && { overrideAlarmConfiguration: request.overrideAlarmConfiguration }),
      ...(settings.loadBalancerInfo && { loadBalancerInfo: settings.loadBalancerInfo }),
      ...(settings.blueGreenDeploymentConfiguration && {
        blueGreenDeploymentConfiguration: settings.blueGreenDeploymentConfiguration,
      }),
    }
    return { id, home: application.home, group, info, targets: [], hooks: new Map() }
  }

  /** Starts an automatic rollback: a new deployment of the last successful revision, linked in both directions. */
  function rollBack(deployment: Deployment, outcome: Outcome): void {
    const { info, group, stop } = deployment
    if (outcome.status === 'Succeeded' || deployment.only !== undefined) return
    if (info.creator === 'codeDeployRollback') return
    const configuration = info.autoRollbackConfiguration
    const event =
      outcome.status === 'Failed'
        ? 'DEPLOYMENT_FAILURE'
        : stop?.why === 'alarm'
          ? 'DEPLOYMENT_STOP_ON_ALARM'
          : 'DEPLOYMENT_STOP_ON_REQUEST'
    const asked = stop?.why === 'user' && stop.rollback
    if (!asked && !(configuration?.enabled === true && (configuration.events ?? []).includes(event))) return
    const revision = group.info.targetRevision
    if (revision === undefined) {
      info.rollbackInfo = {
        rollbackMessage: `Deployment ${deployment.id} cannot be rolled back because there is no previous successful deployment.`,
      }
      return
    }
    const request = { applicationName: group.application.name, revision, fileExistsBehavior: info.fileExistsBehavior }
    const rollback = launch(group, request, 'codeDeployRollback')
    rollback.info.rollbackInfo = {
      rollbackTriggeringDeploymentId: deployment.id,
      rollbackMessage: `Deployment ${rollback.id} is triggered to roll back deployment ${deployment.id}.`,
    }
    info.rollbackInfo = {
      rollbackDeploymentId: rollback.id,
      rollbackMessage: `Deployment ${deployment.id} terminated. Automatic rollback is triggered with a DeploymentId ${rollback.id}.`,
    }
  }

  return {
    launch,
    ended: async (id) => running.get(id),
    async settled() {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}

export function checkStatuses(statuses: readonly string[] = []): void {
  const unknown = statuses.find((status) => !STATUSES.has(status))
  if (unknown !== undefined) throw failure('InvalidDeploymentStatusException', `Invalid status: ${unknown}`)
}

export function deploymentOperations(context: DeployContext, launcher: Launcher): Service['operations'] {
  const { state } = context

  function find(input: sdk.ListDeploymentsCommandInput, call: Call): Deployment[] {
    const { applicationName, deploymentGroupName, includeOnlyStatuses: statuses, createTimeRange: range } = input
    if (deploymentGroupName !== undefined && applicationName === undefined) {
      throw failure('ApplicationNameRequiredException', 'Application name is required')
    }
    if (applicationName !== undefined && deploymentGroupName === undefined) {
      throw failure('DeploymentGroupNameRequiredException', 'Deployment group name is required')
    }
    checkStatuses(statuses)
    const all =
      deploymentGroupName === undefined
        ? [...state.deployments.values()].filter(({ home }) => homeKey(home) === homeKey(call)).toReversed()
        : deploymentsOf(state, groupOf(state, call, applicationName, deploymentGroupName))
    return all
      .filter(({ info }) => input.externalId === undefined || info.externalId === input.externalId)
      .filter(({ info }) => statuses === undefined || statuses.length === 0 || statuses.includes(info.status!))
      .filter(({ info }) => range?.start === undefined || info.createTime! >= range.start)
      .filter(({ info }) => range?.end === undefined || info.createTime! <= range.end)
  }

  return {
    CreateDeployment(input: sdk.CreateDeploymentCommandInput, call) {
      const { deploymentGroupName, description, fileExistsBehavior: behavior } = input
      if (deploymentGroupName === undefined) {
        throw failure('DeploymentGroupNameRequiredException', 'Deployment group name is required')
      }
      if ((description?.length ?? 0) > MAX_DESCRIPTION_LENGTH) {
        throw failure(
          'DescriptionTooLongException',
          `Description cannot be longer than ${MAX_DESCRIPTION_LENGTH} characters`,
        )
      }
      if (behavior !== undefined && !['DISALLOW', 'OVERWRITE', 'RETAIN'].includes(behavior)) {
        throw failure('InvalidFileExistsBehaviorException', `Invalid file exists behavior: ${behavior}`)
      }
      const group = groupOf(state, call, input.applicationName, deploymentGroupName)
      return { deploymentId: launcher.launch(group, input, 'user').id }
    },
    GetDeployment(input: sdk.GetDeploymentCommandInput, call) {
      return { deploymentInfo: shown(deploymentOf(state, call, input.deploymentId)) }
    },
    BatchGetDeployments(input: sdk.BatchGetDeploymentsCommandInput, call) {
      const ids = input.deploymentIds ?? []
      if (ids.length > BATCH)
        throw failure('BatchLimitExceededException', `The maximum number of deployments is ${BATCH}`)
      if (ids.length === 0) throw failure('DeploymentIdRequiredException', 'Deployment ID is required')
      for (const id of ids) checkDeploymentId(id)
      const found = ids.flatMap((id) => state.deployments.get(id) ?? [])
      return { deploymentsInfo: found.filter(({ home }) => homeKey(home) === homeKey(call)).map(shown) }
    },
    ListDeployments(input: sdk.ListDeploymentsCommandInput, call) {
      const { items, next } = pageOf(find(input, call), PAGE, input.nextToken, invalidToken)
      return { deployments: items.map(({ id }) => id), ...(next !== undefined && { nextToken: next }) }
    },
    StopDeployment(input: sdk.StopDeploymentCommandInput, call) {
      const deployment = deploymentOf(state, call, input.deploymentId)
      if (hasEnded(deployment)) {
        throw failure('DeploymentAlreadyCompletedException', `Deployment ${deployment.id} has already completed`)
      }
      const configured = deployment.info.autoRollbackConfiguration
      const byDefault = configured?.enabled === true && (configured.events ?? []).includes('DEPLOYMENT_STOP_ON_REQUEST')
      deployment.stop ??= { why: 'user', rollback: input.autoRollbackEnabled ?? byDefault }
      deployment.continueDeployment?.('READY_WAIT')
      return {
        status: 'Pending',
        statusMessage: 'No more commands will be scheduled for execution in the deployment instances',
      }
    },
    ContinueDeployment(input: sdk.ContinueDeploymentCommandInput, call) {
      const deployment = deploymentOf(state, call, input.deploymentId)
      if (hasEnded(deployment)) {
        throw failure('DeploymentAlreadyCompletedException', `Deployment ${deployment.id} has already completed`)
      }
      if (deployment.continueDeployment === undefined) {
        throw failure('DeploymentIsNotInReadyStateException', `Deployment ${deployment.id} is not in a ready state`)
      }
      deployment.continueDeployment(input.deploymentWaitType ?? 'READY_WAIT')
      return {}
    },
    PutLifecycleEventHookExecutionStatus(input: sdk.PutLifecycleEventHookExecutionStatusCommandInput, call) {
      const deployment = deploymentOf(state, call, input.deploymentId)
      const id = input.lifecycleEventHookExecutionId ?? ''
      const hook = deployment.hooks.get(id)
      if (hook === undefined) {
        throw failure(
          'InvalidLifecycleEventHookExecutionIdException',
          `Invalid lifecycle event hook execution ID: ${id}`,
        )
      }
      if (input.status !== 'Succeeded' && input.status !== 'Failed') {
        throw failure('InvalidLifecycleEventHookExecutionStatusException', `Invalid status: ${input.status}`)
      }
      deployment.hooks.delete(id)
      hook.report(input.status)
      return { lifecycleEventHookExecutionId: id }
    },
  }
}

const shown = (deployment: Deployment): sdk.DeploymentInfo => ({
  ...deployment.info,
  deploymentOverview: overview(deployment.targets),
})
