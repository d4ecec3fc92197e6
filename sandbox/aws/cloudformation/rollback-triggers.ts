import type { Stack } from './model.ts'
import type { Store } from './store.ts'

const LOOK_MS = 5_000
const MINUTE_MS = 60_000

interface Configuration {
  readonly RollbackTriggers?: readonly { readonly Arn: string }[]
  readonly MonitoringTimeInMinutes?: number
}

/**
 * Watches the alarms of a rollback configuration, from when everything is deployed until the monitoring time is over;
 * returns why the operation is to be rolled back, if it is.
 */
export async function watchTriggers(store: Store, stack: Stack): Promise<string | undefined> {
  const { RollbackTriggers: triggers = [], MonitoringTimeInMinutes: minutes = 0 } = stack.current
    .rollback as Configuration
  const { alarmState, clock } = store.options
  if (!alarmState || triggers.length === 0) return undefined
  // Slept time is simulated time, which the clock's own time is not.
  for (let watched = 0; ; watched += LOOK_MS) {
    const alarming = triggers
      .filter((trigger) => alarmState(stack, trigger.Arn) === 'ALARM')
      .map((trigger) => trigger.Arn)
    if (alarming.length > 0) return `The following rollback triggers are in ALARM state: [${alarming.join(', ')}]. `
    if (watched >= minutes * MINUTE_MS) return undefined
    await clock.sleep(LOOK_MS)
  }
}
