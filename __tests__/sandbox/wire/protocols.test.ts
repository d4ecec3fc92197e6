import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { NormalizedSchema } from '@smithy/core/schema'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createCredentialStore } from '../../../sandbox/aws/identity/credentials.ts'
import { DIALECTS } from '../../../sandbox/aws/wire/dialects.ts'
import type { Dialect } from '../../../sandbox/aws/wire/dialects.ts'
import { createGateway } from '../../../sandbox/aws/wire/gateway.ts'
import { modelOf } from '../../../sandbox/aws/wire/model.ts'
import type { OperationModel } from '../../../sandbox/aws/wire/model.ts'
import { createTrouble } from '../../../sandbox/aws/wire/trouble.ts'
import { ServiceError } from '../../../sandbox/contract.ts'

/** A service in which every operation stores its input, and returns the output of the test. */
const played: { input?: object; output: object | ServiceError } = { output: {} }
const echo = (name: string) => ({
  name,
  operations: new Proxy(
    {},
    {
      get: () => (input: object) => {
        played.input = input
        if (played.output instanceof ServiceError) throw played.output
        return played.output
      },
    },
  ),
})

const mistakes: unknown[] = []
let server: Server
let endpoint: string

beforeAll(async () => {
  const clock = { now: () => new Date(), sleep: () => Promise.resolve() }
  const gateway = createGateway({
    policiesOf: () => undefined,
    bucketOwner: () => undefined,
    serviceOf: (name) => Promise.resolve(echo(name)),
    credentials: createCredentialStore([], '111111111111'),
    trouble: createTrouble([], clock, () => 0),
    clock,
    principals: new WeakMap(),
    record: () => undefined,
    hidden: () => [],
    meanwhile: { before: () => Promise.resolve(), answered: () => Promise.resolve() },
    onInput: () => undefined,
    onPermission: () => undefined,
    onCall: () => undefined,
    onMistake: (error) => mistakes.push(error),
  })
  server = createServer((message, response) => void gateway(message, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const TEXT = 'a <b> & "c"/é 1'
const TIME = new Date('2026-03-04T05:06:07Z')

/** Values of members that clients, or the sandbox before it executes an operation, validate. */
const SPECIAL: Readonly<Record<string, string | undefined>> = {
  TemplateURL: 'https://templates.s3.amazonaws.com/shop.yml',
  // Signed by SigV4a, which is another package.
  EndpointId: undefined,
}

/** A value with every member of the shape; lists and maps have two items, and recursive shapes are left out. */
function sample(schema: NormalizedSchema, within: readonly string[] = []): unknown {
  if (schema.isListSchema()) {
    const item = sample(schema.getValueSchema(), within)
    return item === undefined ? undefined : [item, item]
  }
  if (schema.isMapSchema()) {
    const value = sample(schema.getValueSchema(), within)
    return value === undefined ? undefined : { first: value, second: value }
  }
  if (schema.isStructSchema()) {
    const shape = schema.getName() ?? ''
    if (within.includes(shape)) return undefined
    const members = [...schema.structIterator()]
      .map(([name, member]) => [name, name in SPECIAL ? SPECIAL[name] : sample(member, [...within, shape])] as const)
      .filter(([, value]) => value !== undefined)
    if (members.length === 0) return undefined
    return Object.fromEntries(schema.isUnionSchema() ? members.slice(0, 1) : members)
  }
  if (schema.isBooleanSchema()) return true
  if (schema.isNumericSchema()) return schema.getMergedTraits().httpResponseCode === undefined ? 7 : 202
  if (schema.isTimestampSchema()) return TIME
  if (schema.isBlobSchema()) return Uint8Array.from([0, 1, 254, 255])
  if (schema.isStringSchema()) return schema.getMergedTraits().httpHeader === undefined ? TEXT : 'text'
  return schema.isDocumentSchema() ? { any: [1, 'x'] } : undefined
}

const isStream = (schema: NormalizedSchema): boolean =>
  !schema.isUnitSchema() && [...schema.structIterator()].some(([, member]) => member.isStreaming())

/** Bytes as text, so that arrays of different kinds compare. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value ?? {}, (name, each: unknown) => {
      if (name === '$metadata') return undefined
      return each instanceof Uint8Array || (each as { type?: unknown } | null)?.type === 'Buffer'
        ? Buffer.from(each as Uint8Array).toString('hex')
        : each
    }),
  )

type Client = { send(command: unknown): Promise<object>; destroy(): void }

async function clientOf(dialect: Dialect) {
  const sdk = await dialect.load()
  const [, Class] = Object.entries(sdk).find(([name]) => /^[A-Z]\w+Client$/.test(name) && !name.startsWith('__')) ?? []
  const client = new (Class as new (config: object) => Client)({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: '111111111111', secretAccessKey: 'x' },
    maxAttempts: 1,
    md5: false,
  })
  const command = (name: string, input: unknown): unknown =>
    new (sdk[`${name}Command`] as new (input: unknown) => unknown)(input)
  return { client, command }
}

const MOST = 40

/** At most about that many operations of a service, without those that stream. */
function chosen(operations: readonly OperationModel[]): readonly OperationModel[] {
  const usable = operations.filter(({ input, output }) => !isStream(input) && !isStream(output))
  const step = Math.max(1, Math.floor(usable.length / MOST))
  return usable.filter((_, index) => index % step === 0)
}

describe.each(DIALECTS.map((dialect) => [dialect.service, dialect] as const))('%s', (_service, dialect) => {
  test('inputs and outputs with all members are transferred', async () => {
    const { client, command } = await clientOf(dialect)
    const operations = chosen((await modelOf(dialect)).operations())
    expect(operations.length).toBeGreaterThan(2)
    for (const { name, input, output } of operations) {
      const asked = input.isUnitSchema() ? {} : (sample(input) ?? {})
      const answered: unknown = output.isUnitSchema() ? {} : (sample(output) ?? {})
      Object.assign(played, { input: undefined, output: answered })
      const got = await client.send(command(name, asked)).catch((error: unknown) => error as Error)
      if (got instanceof Error) throw new Error(`${name}: ${got.message} ${String(mistakes.at(-1))}`)
      expect({ name, value: plain(played.input) }).toEqual({ name, value: plain(asked) })
      expect({ name, value: plain(got) }).toEqual({ name, value: plain(answered) })
    }
    client.destroy()
  })

  test('an error has its code and message', async () => {
    const { client, command } = await clientOf(dialect)
    const [operation] = chosen((await modelOf(dialect)).operations())
    played.output = new ServiceError('SomethingWrong', 'a < b & "c"', 409)
    const asked = sample(operation!.input) ?? {}
    await expect(client.send(command(operation!.name, asked))).rejects.toMatchObject({
      name: 'SomethingWrong',
      message: 'a < b & "c"',
      $metadata: { httpStatusCode: 409 },
    })
    client.destroy()
  })
})
