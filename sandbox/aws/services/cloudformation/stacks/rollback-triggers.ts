import type { Stack } from '../model.ts'
import type { Store } from '../store.ts'

const POLL_MS = 5_000
const MINUTE_MS = 60_000

interface Configuration {
  readonly RollbackTriggers?: readonly { readonly Arn: string }[]
  readonly MonitoringTimeInMinutes?: number
}

/** Watches the alarms of the rollback configuration during its monitoring time. @returns the reason to roll back */
export async function watchTriggers(store: Store, stack: Stack): Promise<string | undefined> {
  const { RollbackTriggers: triggers = [], MonitoringTimeInMinutes: minutes = 0 } = stack.current
    .rollback as Configuration
  const { alarmState, clock } = store.options
  if (!alarmState || triggers.length === 0) return undefined
  // Counts sleeps, which are in simulated time; the clock's `now` is not.
  for (let watched = 0; ; watched += POLL_MS) {
    const alarming = triggers
      .filter((trigger) => alarmState(stack, trigger.Arn) === 'ALARM')
      .map((trigger) => trigger.Arn)
    if (alarming.length > 0) return `The following rollback triggers are in ALARM state: [${alarming.join(', ')}]. `
    if (watched >= minutes * MINUTE_MS) return undefined
    await clock.sleep(POLL_MS)
  }
}
