import { ActionError } from '../errors.ts'

/** Aborted when the process gets SIGINT or SIGTERM; importing this module installs the handlers. */
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
