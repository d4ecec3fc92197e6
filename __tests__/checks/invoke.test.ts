import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { InvokeCommandOutput } from '@aws-sdk/client-lambda'
import { check } from '../../src/checks/invoke.ts'
import type { Functions } from '../../src/aws/clients/services.ts'
import { world, type World } from './world.ts'

let here: World
beforeEach(async () => {
  here = await world()
})
afterEach(() => here.end())

/** `text` is the response as it is sent; `body` becomes JSON. */
type Answer = Partial<Omit<InvokeCommandOutput, 'Payload'>> & { readonly body?: unknown; readonly text?: string }

async function judged(invoke: unknown, { body, text, ...rest }: Answer) {
  const { shape } = check
  const options = { invoke: shape.invoke.parse(invoke) }
  const requests: unknown[] = []
  const functions: Partial<Functions> = {
    invoke: (input) => {
      requests.push(input)
      return Promise.resolve({
        $metadata: {},
        StatusCode: 200,
        ExecutedVersion: '7',
        Payload: Buffer.from(text ?? JSON.stringify(body ?? null)) as never,
        ...rest,
      })
    },
  }
  const ports = { ...here.ports, connect: { functions: () => Promise.resolve(functions as Functions) } as never }
  const facts = await check.observe(options, here.context({ ports }))
  return { ...check.judge(options, facts), asked: requests }
}

test('a function that responds passes, and its version is reported', async () => {
  const { outcome, title, asked } = await judged(
    { function: 'orders:7', payload: { id: 1 }, json: { ok: true } },
    {
      body: { ok: true },
    },
  )
  expect(outcome).toBe('pass')
  expect(title).toContain('answered by version 7')
  expect(asked).toMatchObject([{ FunctionName: 'orders:7', InvocationType: 'RequestResponse' }])
})

test.each([
  ['orders', 'orders'],
  ['orders:live', 'orders'],
  ['111111111111:function:orders:7', 'orders'],
  ['arn:aws:lambda:eu-west-1:111111111111:function:orders', 'orders'],
  ['arn:aws-cn:lambda:cn-north-1:111111111111:function:orders:live', 'orders'],
])('the log of %s is that of the function', async (name, expected) => {
  const { advice } = await judged(name, { FunctionError: 'Unhandled', body: {} })
  expect(advice).toContain(`aws logs tail /aws/lambda/${expected}\``)
})

test.each<[string, unknown, Answer, string, string]>([
  ['threw', 'orders:7', { FunctionError: 'Unhandled', body: { errorMessage: 'no table' } }, 'fail', 'no table'],
  ['is another version', 'orders:6', {}, 'inconclusive', 'version 7'],
  ['was only queued', 'orders:7', { StatusCode: 202 }, 'inconclusive', '202'],
  [
    'returns something else',
    { function: 'orders:7', json: { ok: true } },
    { body: { ok: false } },
    'fail',
    'ok = false',
  ],
  ['lacks an expected member', { function: 'orders:7', json: { ok: true } }, { body: [] }, 'fail', 'no ok'],
  [
    'returns 500 to its caller',
    'orders:7',
    { body: { statusCode: 502, body: 'Bad Gateway' } },
    'fail',
    'statusCode = 502',
  ],
  [
    'returns "500" to its caller',
    'orders:7',
    { body: { statusCode: '500', headers: {} } },
    'fail',
    'statusCode = "500"',
  ],
  ['returns only 500 to its caller', 'orders:7', { body: { statusCode: 500 } }, 'fail', 'statusCode = 500'],
  ['returns 500 with cookies', 'orders:7', { body: { statusCode: 503, cookies: [] } }, 'fail', 'statusCode = 503'],
  [
    'has a duplicate name',
    { function: 'orders:7', json: { ok: true } },
    { text: '{"ok":false,"ok":true}' },
    'inconclusive',
    '"ok" twice',
  ],
  [
    'has a nested duplicate name',
    { function: 'orders:7', json: { ok: true } },
    { text: '{"ok":true,"of":[{"a":1,"\\u0061":2}]}' },
    'inconclusive',
    '"a" twice',
  ],
])('a function that %s does not pass', async (_, invoke, answer, expected, said) => {
  const { outcome, title } = await judged(invoke, answer)
  expect(outcome).toBe(expected)
  expect(title).toContain(said)
})

test.each<[string, unknown, unknown]>([
  ['a rejection of the caller', 'orders:7', { statusCode: 400, body: 'no id' }],
  ['an expected status', { function: 'orders:7', json: { statusCode: 503 } }, { statusCode: 503, body: '' }],
  ['a member of that name without an HTTP response', 'orders:7', { statusCode: 500, orders: 3 }],
])('%s passes', async (_, invoke, body) => {
  expect((await judged(invoke, { body })).outcome).toBe('pass')
})
