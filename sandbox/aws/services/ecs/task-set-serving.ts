import { waitUntil } from '../../../clock.ts'
import type { PacedClock } from '../../../clock.ts'
import type { Balancers } from '../../hosts/balancers.ts'
import type { Containers, EcsService, TaskSet } from './containers.ts'
import { isRunning } from './tasks.ts'
import type { RunningTask, Tasks } from './tasks.ts'

const LOOK_MS = 500

/** Tasks and traffic of task sets whose target group exists in the sandbox. Other task sets are only counted. */
export interface TaskSetServing {
  /** Starts the tasks of a set, and registers them. @returns whether all became healthy within the simulated time */
  start(service: EcsService, set: TaskSet, withinMs: number): Promise<boolean>
  /** Deregisters and stops them. */
  stop(service: EcsService, set: TaskSet): Promise<void>
  /** Gives `percent` of what the rules of a listener forward to two target groups, by ARN, to the second one. */
  shift(listener: string, groups: readonly [from: string, to: string], percent: number): void
}

export function createTaskSetServing(
  { clock, tasks }: { readonly clock: PacedClock; readonly tasks: Tasks },
  { containers, balancers }: { readonly containers: Containers; readonly balancers: Balancers },
): TaskSetServing {
  const groupOf = ({ balancer }: TaskSet) => balancers.group(balancer?.targetGroupArn ?? '')
  const idOf = ({ address }: RunningTask, { balancer }: TaskSet): string => `${address}:${balancer?.containerPort}`
  const running = ({ home, cluster }: EcsService, { id }: TaskSet): RunningTask[] =>
    tasks.list(home, cluster).filter(({ request }) => request.startedBy === id)

  return {
    async start(service, set, withinMs) {
      const { home, cluster, name } = service
      const group = groupOf(set)
      const definition = containers.definition(home, set.taskDefinition)
      if (group === undefined || definition === undefined) return true
      const started = Array.from({ length: set.desired }, () =>
        tasks.start(home, {
          cluster,
          group: `service:${name}`,
          startedBy: set.id,
          definition,
          launchType: 'FARGATE',
        }),
      )
      const deadline = clock.elapsed() + withinMs
      const results = started.map(async (task) => {
        await waitUntil(clock, { limit: withinMs, step: LOOK_MS }, () => isRunning(task))
        if (!isRunning(task)) return false
        const left = Math.max(0, deadline - clock.elapsed())
        return balancers.register(group, idOf(task, set), left)
      })
      return (await Promise.all(results)).every(Boolean)
    },
    async stop(service, set) {
      const group = groupOf(set)
      const stopping = running(service, set).map(async (task) => {
        if (group !== undefined) await balancers.deregister(group, idOf(task, set))
        tasks.stop(task, 'ServiceSchedulerInitiated', `Scaling activity initiated by (task-set ${set.id})`)
      })
      await Promise.all(stopping)
    },
    shift(listener, [from, to], percent) {
      for (const rule of [...balancers.rulesTo(from), ...balancers.rulesTo(to)]) {
        if (rule.listener !== listener) continue
        rule.forward.splice(
          0,
          rule.forward.length,
          { group: to, weight: percent },
          { group: from, weight: 100 - percent },
        )
      }
    },
  }
}
