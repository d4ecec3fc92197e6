import { handlerOptions } from '../../src/aws/credentials.ts'
import { createServer as createHttpServer } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { sdkFactory } from '../../src/aws/sdk.ts'
import type { Clock, Log } from '../../src/support/runtime.ts'
import { GRACE_MS } from '../../src/support/processes/grace.ts'

const access = { region: 'eu-west-1', session: 'test' }
const named = (name: string, message: string) => Object.assign(new Error(message), { name })

class DescribeStacks {
  /** The type of the response. */
  declare resolveMiddleware: () => () => Promise<{ output: { found: string } }>
  readonly input: { StackName: string }
  constructor(input: { StackName: string }) {
    this.input = input
  }
}

/** A clock whose sleeps take no time, and a log that is stored. */
function surroundings() {
  const lines: string[] = []
  const clock: Clock = { now: () => new Date(0), sleep: () => Promise.resolve() }
  const log: Log = {
    debug() {},
    info: (text) => void lines.push(text),
    warning() {},
    group: (_title, body) => body(),
    mask() {},
  }
  return { clock, log, lines }
}

/** A service that responds with the entries of the script in order. */
function service(...script: readonly (Error | { found: string })[]) {
  const sent: unknown[] = []
  const { clock, log } = surroundings()
  const make = sdkFactory({
    clock,
    log,
    credentials: () => undefined,
    called: new Set(),
    requestHandler: handlerOptions({}),
  })
  const client = {
    middlewareStack: { add: () => undefined },
    send(command: DescribeStacks) {
      sent.push(command.input)
      const answer = script[Math.min(sent.length, script.length) - 1]
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
  }
  const calls = make(access, 'cloudformation', () => client, { describeStacks: DescribeStacks })
  return { calls, sent }
}

describe('calls to AWS', () => {
  it('pass on requests and responses', async () => {
    const { calls, sent } = service({ found: 'web' })
    expect(await calls.describeStacks({ StackName: 'web' })).toEqual({ found: 'web' })
    expect(sent).toEqual([{ StackName: 'web' }])
  })

  it('wait for throttling to end, and report it: it does not fail a deployment', async () => {
    const { clock, log, lines } = surroundings()
    const refusals = ['Throttling', 'Throttling']
    const server = createHttpServer((_request, response) => {
      const code = refusals.pop()
      response.writeHead(code ? 400 : 200, { 'content-type': 'text/xml' })
      response.end(
        code
          ? `<ErrorResponse><Error><Code>${code}</Code><Message>Rate exceeded</Message></Error></ErrorResponse>`
          : '<DescribeStacksResponse><DescribeStacksResult><Stacks/></DescribeStacksResult></DescribeStacksResponse>',
      )
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const make = sdkFactory({
      clock,
      log,
      credentials: () => undefined,
      called: new Set(),
      requestHandler: handlerOptions({}),
    })
    const calls = make(
      access,
      'cloudformation',
      (config) =>
        new CloudFormationClient({
          ...config,
          endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
          credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        }),
      { describeStacks: DescribeStacksCommand },
    )
    expect(await calls.describeStacks({})).toMatchObject({ Stacks: [] })
    expect(lines).toEqual([
      expect.stringContaining('AWS throttles cloudformation in eu-west-1 (throttled calls so far: 1)'),
    ])
    server.closeAllConnections()
    server.close()
  })

  it('that are throttled until the end report that the deployment did not cause it', async () => {
    const { calls } = service(named('Throttling', 'Rate exceeded'))
    await expect(calls.describeStacks({ StackName: 'web' })).rejects.toMatchObject({
      code: 'aws/throttled',
      advice: expect.stringContaining('Nothing is wrong with the deployment'),
    })
  })

  it('report service and operation in every other error, at once', async () => {
    const { calls, sent } = service(named('ValidationError', 'Stack with id web does not exist'))
    await expect(calls.describeStacks({ StackName: 'web' })).rejects.toMatchObject({
      code: 'aws/service',
      message: 'cloudformation:DescribeStacks answered ValidationError: Stack with id web does not exist',
      subject: 'aws/cloudformation/DescribeStacks',
    })
    expect(sent).toHaveLength(1)
  })

  it('need no region and no credentials where no request is sent', () => {
    const { clock, log } = surroundings()
    const make = sdkFactory({
      clock,
      log,
      credentials: () => undefined,
      called: new Set(),
      requestHandler: handlerOptions({}),
    })
    const connect = () => {
      throw new Error('Region is missing')
    }
    const calls = make({ region: '', session: 'test' }, 'cloudformation', connect, {
      describeStacks: DescribeStacks,
    })
    expect(Object.keys(calls)).toEqual(['describeStacks'])
  })
})

describe('an endpoint that does not respond', () => {
  afterEach(() => void jest.useRealTimers())

  it('delays a cancelled job for a few seconds at most', async () => {
    jest.useFakeTimers()
    const { clock, log } = surroundings()
    const job = new AbortController()
    const reason = new Error('the job was cancelled')
    const make = sdkFactory({
      clock,
      log,
      credentials: () => undefined,
      called: new Set(),
      requestHandler: handlerOptions({}),
      cancelled: job.signal,
    })
    const client = { middlewareStack: { add: () => undefined }, send: () => new Promise<never>(() => undefined) }
    const calls = make(access, 'cloudformation', () => client, { describeStacks: DescribeStacks })
    const asked = expect(calls.describeStacks({ StackName: 'web' })).rejects.toBe(reason)
    job.abort(reason)
    await jest.advanceTimersByTimeAsync(GRACE_MS)
    await asked
    // Clean-up calls after the cancellation are sent too, with the same time limit.
    const cleanUp = expect(calls.describeStacks({ StackName: 'web' })).rejects.toBe(reason)
    await jest.advanceTimersByTimeAsync(GRACE_MS)
    await cleanUp
  })

  it('is abandoned after the timeouts of the clients', async () => {
    const { clock, log } = surroundings()
    const sockets: Socket[] = []
    const hole = createServer((socket) => sockets.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1')
    await new Promise((resolve) => hole.once('listening', resolve))
    let handler: { connectionTimeout: number; socketTimeout: number } | undefined
    const make = sdkFactory({
      clock,
      log,
      credentials: () => undefined,
      called: new Set(),
      requestHandler: handlerOptions({}),
    })
    const calls = make(
      access,
      'cloudformation',
      (config) => {
        handler = config.requestHandler
        return new CloudFormationClient({
          ...config,
          endpoint: `http://127.0.0.1:${(hole.address() as AddressInfo).port}`,
          credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
          // The same settings with shorter timeouts than in a job.
          requestHandler: Object.fromEntries(Object.entries(config.requestHandler).map(([name]) => [name, 200])),
        })
      },
      { describeStacks: DescribeStacksCommand },
    )
    await expect(calls.describeStacks({ StackName: 'web' })).rejects.toMatchObject({ code: 'aws/unreachable' })
    expect(handler?.socketTimeout).toBeLessThanOrEqual(60_000)
    hole.close()
    for (const socket of sockets) socket.destroy()
  })
})
