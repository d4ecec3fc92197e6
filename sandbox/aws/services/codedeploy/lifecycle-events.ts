import type * as sdk from '@aws-sdk/client-codedeploy'
import type { DeployContext } from './contract.ts'
import type { Target } from './state.ts'

/** Begins a lifecycle event of a target. @returns a function that ends it */
export function beginEvent(context: DeployContext, target: Target, name: string) {
  const event = target.events.find((each) => each.lifecycleEventName === name)
  if (event === undefined) throw new Error(`${target.id} has no lifecycle event ${name}`)
  const now = context.clock.now()
  event.status = 'InProgress'
  event.startTime = now
  target.status = 'InProgress'
  target.updated = now
  return (status: sdk.LifecycleEventStatus, diagnostics?: sdk.Diagnostics): void => {
    const end = context.clock.now()
    event.status = status
    event.endTime = end
    if (diagnostics !== undefined) event.diagnostics = diagnostics
    target.updated = end
  }
}

/** The diagnostics of an event that succeeded. */
export const SUCCESS: sdk.Diagnostics = { errorCode: 'Success', scriptName: '', message: 'Succeeded', logTail: '' }
