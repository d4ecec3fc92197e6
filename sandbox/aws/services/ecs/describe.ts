import type * as sdk from '@aws-sdk/client-ecs'
import { clusterArn, serviceArn } from './containers.ts'
import type { EcsService, TaskSet } from './containers.ts'
import { running, strategyOf } from './model.ts'
import type { Managed, Revision, ServiceDeployment, Settings } from './model.ts'
import { activeRevisions, targetGroupOf, tasksOf } from './scheduler.ts'
import type { EcsContext } from './scheduler.ts'

const MAX_EVENTS = 100
const PENDING: ReadonlySet<string | undefined> = new Set(['PROVISIONING', 'PENDING', 'ACTIVATING'])

type Counting = Pick<EcsContext, 'tasks'>

interface Counts {
  readonly runningCount: number
  readonly pendingCount: number
}

function countsOf(context: Counting, service: Managed, revision?: Revision): Counts {
  const tasks = tasksOf(context, service, revision)
  return {
    runningCount: tasks.filter(({ shown }) => shown.lastStatus === 'RUNNING').length,
    pendingCount: tasks.filter(({ shown }) => PENDING.has(shown.lastStatus)).length,
  }
}

/** The defaults of a deployment configuration. */
const withDefaults = (given: sdk.DeploymentConfiguration = {}): sdk.DeploymentConfiguration => ({
  maximumPercent: 200,
  minimumHealthyPercent: 100,
  bakeTimeInMinutes: 0,
  ...given,
  deploymentCircuitBreaker: given.deploymentCircuitBreaker ?? { enable: false, rollback: false },
  strategy: strategyOf(given),
})

/** Services of scenarios are on Fargate where they name no launch type. */
const launchOf = ({ launchType = 'FARGATE' }: Settings, platformVersion: string): Partial<sdk.Service> => ({
  launchType,
  ...(launchType === 'FARGATE' && { platformVersion, platformFamily: 'Linux' }),
})

/** A service with the controller ECS. */
export function shownManaged(context: Counting, service: Managed): sdk.Service {
  const { home, cluster, settings, deployments } = service
  const revisions = activeRevisions(context, service)
  const current = deployments.find(running)
  return {
    serviceArn: serviceArn(service),
    serviceName: service.name,
    clusterArn: clusterArn(home, cluster),
    status: service.status,
    desiredCount: service.desired,
    ...countsOf(context, service),
    ...launchOf(settings, settings.platformVersion ?? 'LATEST'),
    taskDefinition: revisions[0]?.taskDefinition ?? '',
    deploymentConfiguration: withDefaults(settings.deploymentConfiguration),
    deploymentController: { type: 'ECS' },
    loadBalancers: settings.loadBalancers ?? [],
    serviceRegistries: settings.serviceRegistries ?? [],
    deployments: service.status === 'INACTIVE' ? [] : revisions.map((each) => shownDeployment(context, service, each)),
    events: service.events.slice(0, MAX_EVENTS),
    createdAt: service.created,
    createdBy: service.createdBy,
    ...(current !== undefined && { currentServiceDeployment: current.arn }),
    currentServiceRevisions: revisions.map((revision) => {
      const { runningCount, pendingCount } = countsOf(context, service, revision)
      return {
        arn: revision.arn,
        requestedTaskCount: revision.wanted,
        runningTaskCount: runningCount,
        pendingTaskCount: pendingCount,
      }
    }),
    placementConstraints: settings.placementConstraints ?? [],
    placementStrategy: settings.placementStrategy ?? [],
    ...(settings.networkConfiguration && { networkConfiguration: settings.networkConfiguration }),
    ...(settings.healthCheckGracePeriodSeconds !== undefined && {
      healthCheckGracePeriodSeconds: settings.healthCheckGracePeriodSeconds,
    }),
    schedulingStrategy: 'REPLICA',
    enableECSManagedTags: settings.enableECSManagedTags ?? false,
    propagateTags: settings.propagateTags ?? 'NONE',
    enableExecuteCommand: settings.enableExecuteCommand ?? false,
    availabilityZoneRebalancing: settings.availabilityZoneRebalancing ?? 'ENABLED',
  }
}

function shownDeployment(context: Counting, service: Managed, revision: Revision): sdk.Deployment {
  const { settings } = revision
  return {
    id: revision.id,
    status: revision.status,
    taskDefinition: revision.taskDefinition,
    desiredCount: revision.status === 'PRIMARY' ? service.desired : revision.wanted,
    ...countsOf(context, service, revision),
    failedTasks: revision.failed,
    createdAt: revision.created,
    updatedAt: revision.updated,
    ...launchOf(settings, '1.4.0'),
    ...(settings.networkConfiguration && { networkConfiguration: settings.networkConfiguration }),
    rolloutState: revision.rollout,
    rolloutStateReason: revision.rolloutReason,
  }
}

export function shownServiceDeployment(
  context: Counting,
  service: Managed,
  deployment: ServiceDeployment,
): sdk.ServiceDeployment {
  const { configuration, alarms, breaker, target } = deployment
  const summary = (revision: Revision): sdk.ServiceRevisionSummary => {
    const { runningCount, pendingCount } = countsOf(context, service, revision)
    return {
      arn: revision.arn,
      requestedTaskCount: revision.wanted,
      runningTaskCount: runningCount,
      pendingTaskCount: pendingCount,
      ...(strategyOf(configuration) !== 'ROLLING' && {
        requestedTestTrafficWeight: revision.testWeight,
        requestedProductionTrafficWeight: revision.productionWeight,
      }),
    }
  }
  return {
    serviceDeploymentArn: deployment.arn,
    serviceArn: serviceArn(service),
    clusterArn: clusterArn(service.home, service.cluster),
    ...timesOf(deployment),
    updatedAt: deployment.updated,
    sourceServiceRevisions: deployment.sources.map(summary),
    targetServiceRevision: summary(target),
    status: deployment.status,
    ...(deployment.reason !== undefined && { statusReason: deployment.reason }),
    ...(deployment.stage !== undefined && { lifecycleStage: deployment.stage }),
    ...(deployment.hooks.length > 0 && { lifecycleHookDetails: deployment.hooks.map(({ detail }) => detail) }),
    deploymentConfiguration: withDefaults(configuration),
    ...(deployment.rollback && { rollback: deployment.rollback }),
    deploymentCircuitBreaker: { status: breaker.status, failureCount: target.failed, threshold: breaker.threshold },
    alarms: {
      status: alarms.status,
      alarmNames: configuration.alarms?.alarmNames ?? [],
      triggeredAlarmNames: [...alarms.triggered],
    },
  }
}

const timesOf = ({ created, started, finished, stopped }: ServiceDeployment) => ({
  createdAt: created,
  ...(started && { startedAt: started }),
  ...(finished && { finishedAt: finished }),
  ...(stopped && { stoppedAt: stopped }),
})

export function briefOf(service: Managed, deployment: ServiceDeployment): sdk.ServiceDeploymentBrief {
  const { stoppedAt: _stopped, ...times } = timesOf(deployment)
  return {
    serviceDeploymentArn: deployment.arn,
    serviceArn: serviceArn(service),
    clusterArn: clusterArn(service.home, service.cluster),
    ...times,
    targetServiceRevisionArn: deployment.target.arn,
    status: deployment.status,
    ...(deployment.reason !== undefined && { statusReason: deployment.reason }),
  }
}

export function shownRevision(service: Managed, revision: Revision): sdk.ServiceRevision {
  const { settings } = revision
  const resolved = (settings.loadBalancers ?? []).map((balancer) => ({
    targetGroupArn: targetGroupOf(revision, balancer),
    ...(balancer.advancedConfiguration?.productionListenerRule !== undefined && {
      productionListenerRule: balancer.advancedConfiguration.productionListenerRule,
    }),
  }))
  return {
    serviceRevisionArn: revision.arn,
    serviceArn: serviceArn(service),
    clusterArn: clusterArn(service.home, service.cluster),
    taskDefinition: revision.taskDefinition,
    ...launchOf(settings, '1.4.0'),
    loadBalancers: settings.loadBalancers ?? [],
    serviceRegistries: settings.serviceRegistries ?? [],
    ...(settings.networkConfiguration && { networkConfiguration: settings.networkConfiguration }),
    containerImages: [...revision.images],
    guardDutyEnabled: false,
    createdAt: revision.created,
    ...(resolved.length > 0 && { resolvedConfiguration: { loadBalancers: resolved } }),
  }
}

/** A service with another controller: its tasks are counted in task sets. */
export function shownWithTaskSets(service: EcsService): sdk.Service {
  const { home, cluster, name, controller, desired, taskSets } = service
  const primary = taskSets.find(({ status }) => status === 'PRIMARY')
  const balancers = primary?.balancer === undefined ? [] : [primary.balancer]
  return {
    serviceArn: serviceArn(service),
    serviceName: name,
    clusterArn: clusterArn(home, cluster),
    status: 'ACTIVE',
    desiredCount: desired,
    runningCount: taskSets.reduce((sum, set) => sum + set.running, 0),
    pendingCount: 0,
    launchType: 'FARGATE',
    taskDefinition: primary?.taskDefinition ?? service.taskDefinition,
    deploymentController: { type: controller },
    loadBalancers: balancers,
    serviceRegistries: [],
    deployments: [],
    events: [],
    taskSets: taskSets.map((set) => shownSet(service, set)),
    createdAt: service.created,
    schedulingStrategy: 'REPLICA',
    enableECSManagedTags: false,
    propagateTags: 'NONE',
    enableExecuteCommand: false,
  }
}

export function shownSet(service: EcsService, set: TaskSet): sdk.TaskSet {
  const { region, account } = service.home
  return {
    id: set.id,
    taskSetArn: `arn:aws:ecs:${region}:${account}:task-set/${service.cluster}/${service.name}/${set.id}`,
    serviceArn: serviceArn(service),
    clusterArn: clusterArn(service.home, service.cluster),
    startedBy: set.startedBy ?? 'CODE_DEPLOY',
    ...(set.externalId !== undefined && { externalId: set.externalId }),
    status: set.status,
    taskDefinition: set.taskDefinition,
    computedDesiredCount: set.desired,
    pendingCount: set.desired - set.running,
    runningCount: set.running,
    createdAt: set.created,
    updatedAt: set.created,
    launchType: 'FARGATE',
    loadBalancers: set.balancer === undefined ? [] : [set.balancer],
    serviceRegistries: [],
    scale: { value: set.scale ?? 100, unit: 'PERCENT' },
    stabilityStatus: set.running === set.desired ? 'STEADY_STATE' : 'STABILIZING',
    stabilityStatusAt: set.created,
    tags: [],
  }
}
