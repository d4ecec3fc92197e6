import { afterEach, expect, test } from '@jest/globals'
import { startWorld, type World } from '../world.ts'

const STACKS = 20
const RATE = 5
/** The burst that is available after a pause. */
const BURST = 25

const NAMES = Array.from({ length: STACKS }, (_, index) => `s${index}`)
const TEMPLATE = `
Resources:
${Array.from({ length: 5 }, (_, index) => `  Topic${index}: { Type: AWS::SNS::Topic }\n  Queue${index}: { Type: AWS::SQS::Queue }\n`).join('')}`
const CONFIG = `
version: 1
stacks:
${NAMES.map((name) => `  - { id: ${name}, name: "${name}-{environment}", template: web.yml }\n`).join('')}`

/** Operations that only read. */
const READ = /^(Describe|Detect|Get|List)/

let world: World
afterEach(() => world.close())

test('a release of 200 resources is read within the rate limit of each service, including repeated requests', async () => {
  const at = new Map<string, number[]>()
  const order: string[] = []
  let counting = false
  world = await startWorld(
    {
      pace: 'skip',
      history: NAMES.map((name) => ({ deploy: { stack: `${name}-preprod`, template: TEMPLATE } })),
    },
    {
      record(exchange) {
        if (!counting || !('operation' in exchange) || !READ.test(exchange.operation)) return
        const { service, operation } = exchange
        order.push(operation)
        at.set(service, [...(at.get(service) ?? []), world.sandbox.clock.now().getTime()])
      },
    },
  )
  await world.write({ 'web.yml': TEMPLATE })
  const throttled = { after: 0, ms: 0, code: '', message: '', status: 400, rate: 0.1 }
  world.sandbox.aws.trouble.add({ on: 'sns:*', do: 'throttle', ...throttled })
  const began = world.sandbox.clock.now().getTime()
  counting = true

  const evidence = await world.precheck(CONFIG, { environment: 'preprod' })

  expect(evidence.findings.filter(({ code }) => code === 'drift/access-declared')).toHaveLength(STACKS)
  const counts = Object.fromEntries([...at].map(([service, times]) => [service, times.length]))
  // Topics take two calls each, and some are repeated; queues take one.
  expect(counts['sns']).toBeGreaterThan(2 * 5 * STACKS)
  expect(counts['sqs']).toBe(5 * STACKS)
  expect(counts['cloudformation']).toBeGreaterThan(5 * STACKS)
  for (const [service, times] of at) {
    // At any speed of the machine, a request is not sent before its turn.
    const early = times.filter((time, index) => index + 1 > BURST + (RATE * (time - began)) / 1_000)
    expect([service, early]).toEqual([service, []])
  }
  expect(world.log.filter((line) => line.includes('aws-calls-per-second'))).toEqual([
    'preprod: 20 stacks with 200 resources are read by about 500 calls, at most 5 a second to each service (aws-calls-per-second): at least 35 s',
  ])
  // Topics are read while the drift of other stacks is still detected.
  expect(order.indexOf('GetTopicAttributes')).toBeLessThan(order.lastIndexOf('DescribeStackResourceDrifts'))
})
