/**
 * How long 400 calls take, sixteen at a time, when AWS refuses some of them: by a token bucket of ten a second with
 * bursts of twenty, and one in ten by chance. Ours beside the SDK's two ways, all with as many attempts as they need,
 * and beside the floor: what the rate limit alone costs, or no refusals at all.
 *
 *   npm run bench:throttling [-- --calls 400]
 */
import { parseArgs } from 'node:util'
import {
  CloudFormationClient,
  DescribeStacksCommand,
  type CloudFormationClientConfig,
} from '@aws-sdk/client-cloudformation'
import { startSandbox } from '../sandbox/sandbox.ts'
import type { TroubleRule } from '../sandbox/aws/wire/trouble.ts'
import { retryStrategy } from '../src/aws/retry.ts'
import { wallClock } from '../src/support/clock.ts'
import { mapLimit } from '../src/support/limit.ts'

const AT_ONCE = 16
const BUCKET = { capacity: 20, perSecond: 10 }
const log = { debug() {}, info() {}, warning() {}, mask() {}, group: <T>(_: string, body: () => Promise<T>) => body() }
const { values } = parseArgs({ options: { calls: { type: 'string', default: '400' } } })
const calls = Number(values.calls)

const REFUSALS: Readonly<Record<string, Partial<TroubleRule> | undefined>> = {
  none: undefined,
  bucket: { bucket: BUCKET },
  'one in ten': { rate: 0.1 },
}
const WAYS: Readonly<Record<string, () => CloudFormationClientConfig>> = {
  ours: () => ({ retryStrategy: retryStrategy({ clock: wallClock, log, service: 'cloudformation' }) }),
  standard: () => ({ retryMode: 'standard', maxAttempts: 100 }),
  adaptive: () => ({ retryMode: 'adaptive', maxAttempts: 100 }),
}

console.log('refusals     way         wall s   refused   failed calls')
console.log(`bucket       floor     ${((calls - BUCKET.capacity) / BUCKET.perSecond).toFixed(1).padStart(8)}`)
for (const [refusal, rule] of Object.entries(REFUSALS)) {
  for (const [way, config] of Object.entries(WAYS)) {
    let refused = 0
    const sandbox = await startSandbox({
      record: (exchange) => {
        if ('service' in exchange && exchange.response.body.includes('Rate exceeded')) refused++
      },
    })
    try {
      if (rule) {
        const rest = { after: 0, ms: 0, code: '', message: '', status: 400 }
        sandbox.aws.trouble.add({ on: '*', do: 'throttle', ...rest, ...rule })
      }
      const client = new CloudFormationClient({
        region: 'eu-west-1',
        endpoint: sandbox.awsUrl,
        credentials: { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'example-secret-of-a-stranger' },
        ...config(),
      })
      const started = performance.now()
      const ended = await mapLimit(Array.from({ length: calls }), AT_ONCE, () =>
        client.send(new DescribeStacksCommand({})).then(
          () => true,
          () => false,
        ),
      )
      const seconds = (performance.now() - started) / 1_000
      const failed = ended.filter((good) => !good).length
      console.log(
        `${refusal.padEnd(12)} ${way.padEnd(9)} ${seconds.toFixed(1).padStart(8)} ${String(refused).padStart(9)} ${String(failed).padStart(14)}`,
      )
      client.destroy()
    } finally {
      await sandbox.close()
    }
  }
}
