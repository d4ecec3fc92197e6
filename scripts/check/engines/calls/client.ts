import { setTimeout as delay } from 'node:timers/promises'
import { dialectOf } from '../../../../sandbox/aws/wire/dialects.ts'
import { KEYS, REGION } from '../steps.ts'
import type { Answer, Call } from './contract.ts'

const REQUEST_LIMIT_MS = 20_000
const POLL_MS = 200
const LOOKS = 100
/** Responses in which an engine lacks the operation, or fails at it. */
const NOT_PLAYED =
  /InvalidAction|UnknownOperation|NotImplemented|not (?:yet )?(?:been )?implemented|not (?:yet )?supported|InternalFailure|InternalError|ServiceException$|UnknownError|SyntaxError|is not valid JSON|Deserialization error|Unknown action/i

interface SdkClient {
  send(command: object): Promise<object>
  destroy(): void
}
type Sdk = Readonly<Record<string, new (input: object) => object>>

/** Calls operations by the SDK of their service; it decodes responses by the service's model. */
export function callerOf(endpoint: string): { call: (call: Call, values: Values) => Promise<Answer>; close(): void } {
  const clients = new Map<string, Promise<{ sdk: Sdk; client: SdkClient }>>()
  const clientOf = (service: string) => {
    let client = clients.get(service)
    if (client === undefined) clients.set(service, (client = startClient(service, endpoint)))
    return client
  }
  return {
    async call({ call, with: input = {}, until }, values) {
      const [service = '', operation = ''] = call.split(':')
      const { sdk, client } = await clientOf(service)
      const Command = sdk[`${operation}Command`]
      if (Command === undefined) throw new Error(`the SDK has no ${call}`)
      const given = filled(input, values) as object
      for (let look = 1; ; look += 1) {
        const answer = await send(client, new Command(given))
        if (until === undefined || look === LOOKS || 'error' in answer) return answer
        if (valueAt(answer.output, until[0]) === until[1]) return answer
        await delay(POLL_MS)
      }
    },
    close() {
      for (const client of clients.values()) void client.then((one) => one.client.destroy())
    },
  }
}

export type Values = ReadonlyMap<string, string>

async function startClient(service: string, endpoint: string): Promise<{ sdk: Sdk; client: SdkClient }> {
  const sdk = (await (service === 's3' ? import('@aws-sdk/client-s3') : dialectOf(service)?.load())) as Sdk | undefined
  if (sdk === undefined) throw new Error(`there is no service ${service}`)
  const name = Object.keys(sdk).find((each) => /^[A-Z]\w*Client$/.test(each))
  const Client = sdk[name ?? '']
  if (Client === undefined) throw new Error(`the SDK of ${service} has no client`)
  const requestHandler = { requestTimeout: REQUEST_LIMIT_MS, throwOnRequestTimeout: true }
  const options = { region: REGION, endpoint, credentials: KEYS, maxAttempts: 1, requestHandler }
  return { sdk, client: new Client({ ...options, forcePathStyle: true }) as SdkClient }
}

async function send(client: SdkClient, command: object): Promise<Answer> {
  try {
    const { $metadata: _, ...output } = (await client.send(command)) as Record<string, unknown>
    return { output: await withoutStreams(output) }
  } catch (error) {
    const { name, message } = error as Error
    const code = (error as { Code?: string }).Code ?? name
    return { error: code, message, played: !NOT_PLAYED.test(`${code} ${message}`) }
  }
}

/** Bodies of objects and payloads as text. */
async function withoutStreams(output: Record<string, unknown>): Promise<Record<string, unknown>> {
  const entries = Object.entries(output).map(async ([name, value]) => {
    const stream = value as { transformToString?: () => Promise<string> } | undefined
    return [name, typeof stream?.transformToString === 'function' ? await stream.transformToString() : value] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** An input with its values. */
function filled(input: unknown, values: Values): unknown {
  if (typeof input === 'string') return input.replace(/\{(\w+)\}/g, (whole, name: string) => values.get(name) ?? whole)
  if (Array.isArray(input)) return input.map((each) => filled(each, values))
  if (typeof input !== 'object' || input === null || input instanceof Uint8Array || input instanceof Date) return input
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, filled(value, values)]))
}

/** The value at `Reservations.0.ReservationId`; `Name=value` in place of an index takes the first entry that has it. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce((inner: unknown, part) => {
    const [name, wanted] = part.split('=')
    if (wanted !== undefined && Array.isArray(inner)) {
      return inner.find((each: Record<string, unknown>) => each[name ?? ''] === wanted)
    }
    return (inner as Record<string, unknown> | undefined)?.[part]
  }, value)
}
