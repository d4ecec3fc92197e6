import type { Call } from '../../contract.ts'

/** Remembers responses of reads, for calls that are to get an outdated response (eventual consistency). */
export interface StaleReads {
  remember(call: Call, input: object, output: object): void
  /** The previous different response, or the newest one if there is no other. */
  recall(call: Call, input: object): object | undefined
}

const READS = /^(Get|List|Describe|Batch|Head)/

export function createStaleReads(): StaleReads {
  const answers = new Map<string, { older?: object; newest: object }>()
  const keyOf = (call: Call, input: object): string =>
    JSON.stringify([call.service, call.operation, call.account, call.region, input])
  return {
    remember(call, input, output) {
      // S3 has been strongly consistent since 2020, and its responses contain whole bodies.
      if (call.service === 's3' || !READS.test(call.operation)) return
      const key = keyOf(call, input)
      const known = answers.get(key)
      if (known !== undefined && JSON.stringify(known.newest) === JSON.stringify(output)) return
      answers.set(key, { newest: output, ...(known && { older: known.newest }) })
    },
    recall(call, input) {
      const known = answers.get(keyOf(call, input))
      return known?.older ?? known?.newest
    },
  }
}
