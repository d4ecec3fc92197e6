import { ActionError } from './errors.ts'

/** Aborted when the runner, or a person, ends this process: whoever imports this listens from then on. */
export const cancelled: AbortSignal = listen()

function listen(): AbortSignal {
  const cancelling = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () =>
      cancelling.abort(new ActionError('cancelled', { message: `the job was cancelled (${signal})` })),
    )
  }
  return cancelling.signal
}
