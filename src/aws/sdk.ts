import type { Clock, Log } from '../ports.ts'
import { ActionError } from '../support/errors.ts'
import { withGrace } from '../support/grace.ts'
import type { AwsAccess } from './access.ts'
import { PATIENCE, type AwsCredentials } from './credentials.ts'
import { errorName, isThrottling, toActionError } from './errors.ts'

/** What every SDK client is made with. */
export interface SdkConfig {
  readonly region: string
  readonly credentials?: () => Promise<AwsCredentials>
  readonly maxAttempts: number
  readonly retryMode: 'adaptive'
  readonly requestHandler: typeof PATIENCE
}

type Calls = Readonly<Record<string, (input: any) => Promise<any>>>
interface Sender {
  send(command: any): Promise<unknown>
}

type CommandClass = new (input: any) => object

/** Makes an object of calls from SDK commands: credentials, retries and errors are the same for every service. */
export type SdkFactory = <T extends object>(
  access: AwsAccess,
  service: string,
  makeClient: (config: SdkConfig) => Sender,
  commands: { readonly [K in keyof T]: CommandClass },
) => T

/** The SDK's own attempts for one call; connection failures and 5xx answers end with the last of them. */
const ATTEMPTS = 5
/** After the SDK gave up on throttling: patience is cheaper than a half-done deployment. */
const THROTTLE_PAUSE_MS = 5_000
const THROTTLE_PATIENCE = 24

export function sdkFactory(options: {
  readonly clock: Clock
  readonly log: Log
  readonly cancelled?: AbortSignal
  readonly credentials: (access: AwsAccess) => (() => Promise<AwsCredentials>) | undefined
}): SdkFactory {
  return <T extends object>(
    access: AwsAccess,
    service: string,
    makeClient: (config: SdkConfig) => Sender,
    commands: { readonly [K in keyof T]: CommandClass },
  ): T => {
    const credentials = options.credentials(access)
    // Made when the first call is: who has nothing to ask needs neither region nor credentials.
    let client: Sender | undefined
    const connected = (): Sender =>
      (client ??= makeClient({
        region: access.region,
        ...(credentials && { credentials }),
        maxAttempts: ATTEMPTS,
        retryMode: 'adaptive',
        requestHandler: PATIENCE,
      }))
    const call = async (operation: string, Command: CommandClass, input: unknown): Promise<unknown> => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await connected().send(new Command(input))
        } catch (error) {
          if (error instanceof ActionError) throw error
          if (!isThrottling(error) || attempt > THROTTLE_PATIENCE)
            throw toActionError(error, { service, operation, access })
          options.log.info(`${service} ${operation}: ${errorName(error)}; waiting ${THROTTLE_PAUSE_MS / 1_000} s`)
          await options.clock.sleep(THROTTLE_PAUSE_MS)
        }
      }
    }
    const calls: Record<string, unknown> = {}
    for (const [name, Command] of Object.entries<CommandClass>(commands)) {
      const operation = name.charAt(0).toUpperCase() + name.slice(1)
      calls[name] = (input: unknown) => withGrace(call(operation, Command, input), options.cancelled)
    }
    return calls as Calls as T
  }
}
