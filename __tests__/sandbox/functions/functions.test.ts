import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { zip } from '../../../rehearsal/breaks/artifact.ts'
import { createRuntime, type Runtime } from '../../../sandbox/aws/services/functions/invoke.ts'
import { isAlive } from '../../support/alive.ts'

/** How the sandbox runs the code of functions: as Lambda does, in environments that are reused. */

const NEVER_MS = 100_000

let runtime: Runtime
beforeEach(() => {
  runtime = createRuntime()
})
afterEach(() => runtime.close())

const invoke = (code: string, { event = {}, timeoutMs = NEVER_MS, handler = 'index.handler', environment = {} } = {}) =>
  runtime.invoke({
    archive: zip(new Map([['index.mjs', Buffer.from(code)]])),
    handler,
    payload: JSON.stringify(event),
    timeoutMs,
    environment,
  })

const COUNTING = 'let calls = 0; export const handler = async (event) => ({ calls: ++calls, pid: process.pid, event })'

const answerOf = async (invoked: ReturnType<typeof invoke>): Promise<{ calls: number; pid: number; event: unknown }> =>
  JSON.parse((await invoked).payload) as never

test('an environment is reused for the next event of its version, and for no other version', async () => {
  const first = await answerOf(invoke(COUNTING, { event: { text: 'a\nb' } }))
  expect(first).toMatchObject({ calls: 1, event: { text: 'a\nb' } })
  expect(await answerOf(invoke(COUNTING))).toEqual({ calls: 2, pid: first.pid, event: {} })
  const others = [invoke(`${COUNTING};`), invoke(COUNTING, { environment: { STAGE: 'preprod' } })]
  for (const other of await Promise.all(others.map(answerOf))) {
    expect(other.calls).toBe(1)
    expect(other.pid).not.toBe(first.pid)
  }
})

test('an environment handles one event at a time', async () => {
  const [left, right] = await Promise.all([answerOf(invoke(COUNTING)), answerOf(invoke(COUNTING))])
  expect([left.calls, right.calls]).toEqual([1, 1])
  expect(left.pid).not.toBe(right.pid)
})

test.each([
  ['throws', "export const handler = () => { throw new TypeError('no table') }", 'no table'],
  ['throws a text', "export const handler = async () => { throw 'no table' }", 'no table'],
  ['is not a function', 'export const handler = 1', 'index.handler is undefined or not exported'],
  ['does not load', "throw new Error('no module')", 'no module'],
  ['ends its process', 'export const handler = () => process.exit(3)', 'Runtime exited with error: exit status 3'],
  ['returns a value that is not JSON', 'export const handler = () => { const a = {}; a.a = a; return a }', 'circular'],
])('a handler that %s is an unhandled error', async (_, code, message) => {
  const { error, payload } = await invoke(code)
  expect(error).toBe('Unhandled')
  expect((JSON.parse(payload) as { errorMessage: string }).errorMessage).toContain(message)
})

test('a missing module is an unhandled error', async () => {
  const { error, payload } = await invoke(COUNTING, { handler: 'other.handler' })
  expect([error, payload]).toEqual(['Unhandled', expect.stringContaining("Cannot find module 'other'")])
})

test('output of a handler is not the response, and no result is null', async () => {
  expect(await invoke("export const handler = () => { console.log('{}'); console.error('{}') }")).toEqual({
    payload: 'null',
  })
})

test('an environment that exceeds the timeout is ended, and the next event has a new one', async () => {
  const code =
    'let calls = 0; export const handler = async (late) => (late.ms ? new Promise(() => setInterval(() => {}, 1_000)) : ++calls)'
  expect(await invoke(code, { event: {} })).toEqual({ payload: '1' })
  expect(await invoke(code, { event: { ms: 1 }, timeoutMs: 100 })).toEqual({
    error: 'Unhandled',
    payload: expect.stringContaining('Task timed out after 0.10 seconds'),
  })
  expect(await invoke(code, { event: {} })).toEqual({ payload: '1' })
})

test('environments end with the sandbox', async () => {
  const { pid } = await answerOf(invoke(COUNTING))
  expect(isAlive(pid)).toBe(true)
  await runtime.close()
  expect(isAlive(pid)).toBe(false)
})
