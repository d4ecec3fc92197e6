import type { Clock, Log } from '../support/runtime.ts'
import { ActionError } from '../support/errors.ts'
import { withGrace } from '../support/processes/grace.ts'
import type { AwsAccess } from './access.ts'
import type { AwsCredentials, HandlerOptions } from './credentials.ts'
import { noteEndpoints, type CalledEndpoints } from './endpoints.ts'
import { toActionError } from './errors.ts'
import { ceilingKey, isRead } from './pace.ts'
import { retryStrategy, type RetryStrategy } from './retry.ts'

/** The configuration of every SDK client. */
export interface SdkConfig {
  readonly region: string
  readonly credentials?: () => Promise<AwsCredentials>
  readonly retryStrategy: RetryStrategy
  readonly requestHandler: HandlerOptions
}

interface Sender {
  send(command: any): Promise<unknown>
  readonly middlewareStack: Parameters<typeof noteEndpoints>[0]['middlewareStack']
}

/** A command of an SDK, by what it takes and what its answer is. */
type CommandClass = new (input: any) => {
  readonly input: object
  resolveMiddleware(...args: any): (...args: any) => Promise<{ output: object }>
}

/** The call that sends a command. It is a method, so that a substitute may take less than the SDK's whole input. */
type CallOf<C extends CommandClass> =
  InstanceType<C> extends {
    readonly input: infer Input
    resolveMiddleware(...args: any): (...args: any) => Promise<{ output: infer Output }>
  }
    ? { send(input: Input): Promise<Output> }['send']
    : never

/**
 * Makes an object of calls from SDK commands: credentials, retries and errors are the same for every service. A call is
 * named after its command: `{ getRole: GetRoleCommand }`.
 */
export type SdkFactory = <T extends Readonly<Record<string, CommandClass>>>(
  access: AwsAccess,
  service: string,
  makeClient: (config: SdkConfig) => Sender,
  commands: T,
) => { [K in keyof T]: CallOf<T[K]> }

export function sdkFactory(options: {
  readonly clock: Clock
  readonly log: Log
  readonly cancelled?: AbortSignal
  readonly credentials: (access: AwsAccess) => (() => Promise<AwsCredentials>) | undefined
  readonly called: CalledEndpoints
  readonly requestHandler: HandlerOptions
  /** Waits until a service of an account and region may be read; absent: at once. */
  readonly ceiling?: (key: string, signal?: AbortSignal) => Promise<void>
}): SdkFactory {
  return <T extends Readonly<Record<string, CommandClass>>>(
    access: AwsAccess,
    service: string,
    makeClient: (config: SdkConfig) => Sender,
    commands: T,
  ) => {
    const credentials = options.credentials(access)
    // Created for the first call: without a call neither region nor credentials are needed.
    let client: Sender | undefined
    const limited = (made: Sender): Sender => {
      const { ceiling, cancelled } = options
      if (ceiling === undefined) return made
      const key = ceilingKey(service, access)
      // What is read after a cancellation is part of the clean-up.
      return paceReads(made, () => ceiling(key, cancelled?.aborted ? undefined : cancelled))
    }
    const connected = (): Sender =>
      (client ??= noteEndpoints(
        limited(
          makeClient({
            region: access.region,
            ...(credentials && { credentials }),
            retryStrategy: retryStrategy({
              clock: options.clock,
              log: options.log,
              service: `${service} in ${access.region}`,
              cancelled: options.cancelled,
            }),
            requestHandler: options.requestHandler,
          }),
        ),
        options.called,
      ))
    const call = async (operation: string, Command: CommandClass, input: unknown): Promise<unknown> => {
      const { cancelled } = options
      const cleansUp = cancelled?.aborted
      try {
        return await connected().send(new Command(input))
      } catch (error) {
        // A call that ended by the cancellation reports the cancellation.
        if (!cleansUp) cancelled?.throwIfAborted()
        if (error instanceof ActionError) throw error
        throw toActionError(error, { service, operation, access, input })
      }
    }
    const calls: Record<string, unknown> = {}
    for (const [name, Command] of Object.entries(commands)) {
      const operation = name.charAt(0).toUpperCase() + name.slice(1)
      calls[name] = (input: unknown) => withGrace(call(operation, Command, input), options.cancelled)
    }
    return calls as { [K in keyof T]: CallOf<T[K]> }
  }
}

/** Lets each request of a client that reads wait for its turn, repeated ones too. */
function paceReads(client: Sender, turn: () => Promise<void>): Sender {
  client.middlewareStack.add(
    (next: (args: unknown) => Promise<unknown>, { commandName = '' }: { readonly commandName?: string }) =>
      async (args: unknown) => {
        if (isRead(commandName)) await turn()
        return next(args)
      },
    // Inside of the retries, which the client has added before with this priority, and before the signature.
    { step: 'finalizeRequest', priority: 'high', name: 'paceReads' },
  )
  return client
}
