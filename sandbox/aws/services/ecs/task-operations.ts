import type * as sdk from '@aws-sdk/client-ecs'
import type { Call, Service } from '../../../contract.ts'
import { lastPart } from './containers.ts'
import type { Containers } from './containers.ts'
import { activeDefinition, checkCount, clusterOf, invalid, listed } from './lookup.ts'
import { arnOf } from './model.ts'
import { notFound } from './services/operations.ts'
import type { EcsState } from './state.ts'
import type { RunningTask } from './tasks.ts'
import { tasksOfTaskSets } from './task-set-tasks.ts'

const MAX_TASKS = 100
const MAX_STARTED = 10
/** Stopped tasks are shown for an hour. */
const SHOWN_MS = 3_600_000

export function taskOperations(
  containers: Containers,
  { tasks, services, clock, images }: EcsState,
): Service['operations'] {
  function visible(call: Call, cluster: string): RunningTask[] {
    const oldest = clock.now().getTime() - SHOWN_MS
    return tasks
      .list(call, cluster)
      .filter(({ shown }) => shown.stoppedAt === undefined || shown.stoppedAt.getTime() > oldest)
  }
  /** Tasks of task sets that are only counted. */
  const counted = (call: Call, cluster: string): sdk.Task[] => {
    const served = new Set(tasks.list(call, cluster).flatMap(({ request }) => request.startedBy ?? []))
    return tasksOfTaskSets({ containers, images, served }, call, cluster)
  }
  const find = (call: Call, cluster: string, given: string): RunningTask | undefined =>
    visible(call, cluster).find(({ shown }) => lastPart(shown.taskArn) === lastPart(given))

  return {
    ListTasks(input: sdk.ListTasksCommandInput, call) {
      const cluster = clusterOf(containers, call, input.cluster)
      const { serviceName, desiredStatus = 'RUNNING', family, launchType, startedBy } = input
      if (serviceName !== undefined) {
        const known = services.find(call, cluster, serviceName) ?? containers.service(call, cluster, serviceName)
        if (known === undefined) throw notFound()
      }
      const found = visible(call, cluster).filter(
        ({ shown, request }) =>
          shown.desiredStatus === desiredStatus &&
          (serviceName === undefined || shown.group === `service:${lastPart(serviceName)}`) &&
          (family === undefined || request.definition.family === family) &&
          (launchType === undefined || shown.launchType === launchType) &&
          (startedBy === undefined || shown.startedBy === startedBy),
      )
      const ofSets = counted(call, cluster).filter(
        (task) =>
          desiredStatus === 'RUNNING' &&
          (serviceName === undefined || task.group === `service:${lastPart(serviceName)}`) &&
          (family === undefined || lastPart(task.taskDefinitionArn ?? '').split(':')[0] === family) &&
          launchType === undefined &&
          (startedBy === undefined || task.startedBy === startedBy),
      )
      return listed(
        'taskArns',
        [...found.map(({ shown }) => shown), ...ofSets].map(({ taskArn }) => taskArn ?? ''),
        input,
      )
    },
    DescribeTasks(input: sdk.DescribeTasksCommandInput, call) {
      const given = input.tasks ?? []
      checkCount('Tasks', given, MAX_TASKS)
      const cluster = clusterOf(containers, call, input.cluster)
      const ofSets = counted(call, cluster)
      const found = given.map((name) => ({
        name,
        task:
          find(call, cluster, name)?.shown ?? ofSets.find(({ taskArn = '' }) => lastPart(taskArn) === lastPart(name)),
      }))
      return {
        tasks: found.flatMap(({ task }) => task ?? []),
        failures: found
          .filter(({ task }) => task === undefined)
          .map(({ name }) => ({ arn: arnOf(call, 'task', cluster, lastPart(name)), reason: 'MISSING' })),
      }
    },
    StopTask(input: sdk.StopTaskCommandInput, call) {
      const cluster = clusterOf(containers, call, input.cluster)
      const task = find(call, cluster, input.task ?? '')
      if (task === undefined) throw invalid('The referenced task was not found.')
      tasks.stop(task, 'UserInitiated', input.reason ?? 'Task stopped by user')
      return { task: task.shown }
    },
    RunTask(input: sdk.RunTaskCommandInput, call) {
      const cluster = clusterOf(containers, call, input.cluster)
      const { count = 1, launchType = 'EC2', group, startedBy, overrides, tags } = input
      if (count < 1 || count > MAX_STARTED) throw invalid(`count must be between 1 and ${MAX_STARTED}.`)
      const definition = activeDefinition(containers, call, input.taskDefinition ?? '')
      if (definition.networkMode === 'awsvpc' && input.networkConfiguration === undefined) {
        throw invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.")
      }
      const home = { account: call.account, region: call.region }
      const started = Array.from({ length: count }, () =>
        tasks.start(home, {
          cluster,
          group: group ?? `family:${definition.family}`,
          startedBy,
          definition,
          launchType,
          overrides,
          tags,
          network: input.networkConfiguration,
        }),
      )
      return { tasks: started.map(({ shown }) => shown), failures: [] }
    },
  }
}
