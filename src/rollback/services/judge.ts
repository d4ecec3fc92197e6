import { nameOfArn } from '../../ecs/names.ts'
import { isRunning, type TaskFacts } from '../../ecs/tasks.ts'
import type { Finding } from '../../evidence/finding.ts'
import { listed, plural } from '../../support/text/text.ts'

const NAMED = 5

/** Pure: whether every task of a service has the previous task definition. */
export function judgeServiceBack(facts: {
  readonly id: string
  /** ARN of the previous task definition. */
  readonly expected: string
  readonly desired: number
  readonly tasks: readonly TaskFacts[]
  /** Seconds that it took; undefined where it was there already. */
  readonly seconds: number | undefined
}): Finding {
  const { id, expected, desired, seconds } = facts
  const running = facts.tasks.filter(isRunning)
  const own = running.filter(({ definition, health }) => definition === expected && health !== 'UNHEALTHY')
  const others = running
    .filter((task) => !own.includes(task))
    .map((task) => `${task.id} (${nameOfArn(task.definition)})`)
  const name = nameOfArn(expected)
  const observed = [`${own.length} of ${plural(desired, 'task')} run ${name}`, ...others].slice(0, NAMED + 1)
  const about = {
    subject: `deployment/${id}/rollback`,
    expected: `${name} on every task`,
    observed: listed(observed, NAMED),
  }
  if (own.length === 0 || own.length < desired || others.length > 0) {
    return {
      ...about,
      code: 'rollback/not-recovered',
      outcome: 'fail',
      title: `the way back of ${id} succeeded, and not every task has the previous version`,
      advice: 'Find in the events of the service what differs; do not rely on this way back for production.',
    }
  }
  return {
    ...about,
    code: 'rollback/recovered',
    outcome: 'pass',
    title:
      seconds === undefined
        ? `${id} has the previous version already: ${own.length} of ${plural(desired, 'task')} run ${name}`
        : `${id} was rolled back in ${seconds} s: ${own.length} of ${plural(desired, 'task')} run ${name}`,
    ...(seconds !== undefined && { details: { seconds, targets: own.length } }),
  }
}
