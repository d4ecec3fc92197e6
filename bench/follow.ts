/**
 * How late the end of an operation is noticed: the product's following against a fixed poll of 10 s, both on the same
 * operations of the sandbox in real time, by AWS's own clients.
 *
 *   npm run bench:follow [-- --json]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '../sandbox/sandbox.ts'
import type { CloudFormation } from '../src/cloudformation/client.ts'
import { endOf } from '../src/cloudformation/update/diagnose.ts'
import { executionToken, startUpdate, type UpdateRequest } from '../src/cloudformation/update/update.ts'
import { connections } from '../src/connect.ts'
import { Recorder } from '../src/evidence/recorder.ts'
import type { Ports } from '../src/ports.ts'
import { followStack } from '../src/deploy/follow-stack.ts'
import { Secrets } from '../src/support/secrets/secrets.ts'
import { wallClock } from '../src/support/clock.ts'

/**
 * Durations in seconds: those of a published measurement (3, 12, 25), and others, so that no poll interval fits all of
 * them.
 */
const DURATIONS = [3, 4.7, 6.1, 8.3, 9.6, 12, 13.4, 15.8, 17.9, 20.2, 22.7, 25]
const BASELINE_POLL_MS = 10_000
const TIMEOUT_MS = 120_000
const REGION = 'eu-west-1'

interface Result {
  readonly seconds: number
  /** Milliseconds after the last event of the stack. */
  readonly followed: number
  readonly polled: number
}

const sandbox = await startSandbox({
  scenario: {
    durations: {
      cloudformation: {
        changeSet: 50,
        stack: 50,
        resources: Object.fromEntries(DURATIONS.map((seconds, index) => [`Topic${index}`, seconds * 1_000])),
      },
    },
  },
})
const folder = await mkdtemp(join(tmpdir(), 'bench-'))
Object.assign(process.env, {
  AWS_ENDPOINT_URL: sandbox.awsUrl,
  AWS_ACCESS_KEY_ID: '111111111111',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_REGION: REGION,
})
let calls = 0
try {
  const ports = makePorts(folder)
  const real = await ports.connect.cloudformation({ region: REGION, session: 'bench' })
  const results = await Promise.all(DURATIONS.map((seconds, index) => measure(ports, real, seconds, index)))
  print(results)
} finally {
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
}

function makePorts(temp: string): Ports {
  const base: Omit<Ports, 'connect'> = {
    place: { env: { ...process.env }, workspace: temp, temp },
    clock: wallClock,
    log: {
      debug: () => undefined,
      info: () => undefined,
      warning: (text) => process.stderr.write(`${text}\n`),
      group: (_title, body) => body(),
      mask: () => undefined,
    },
    secrets: new Secrets(),
    cancelled: new AbortController().signal,
  }
  return { ...base, connect: connections(base, undefined) }
}

async function measure(ports: Ports, real: CloudFormation, seconds: number, index: number): Promise<Result> {
  const request = await prepare(real, index)
  const counted: CloudFormation = {
    ...real,
    describeStacks: (input) => (calls++, real.describeStacks(input)),
    describeStackEvents: (input) => (calls++, real.describeStackEvents(input)),
  }
  const update = await startUpdate({ ...ports, cloudformation: counted }, request)
  if (update.kind !== 'running') throw new Error(`${request.stackName} is ${update.kind}`)
  const record = new Recorder(() => new Date())
  const [followed, polled] = await Promise.all([
    followStack({ ports, record }, counted, request, update, { timeout: TIMEOUT_MS }).then(() => Date.now()),
    pollSlowly(real, request.stackArn),
  ])
  const { StackEvents = [] } = await real.describeStackEvents({ StackName: request.stackArn })
  const ended = StackEvents[0]?.Timestamp?.getTime() ?? Number.NaN
  return { seconds, followed: followed - ended, polled: polled - ended }
}

/** Prepares a stack with one slow resource. */
async function prepare(real: CloudFormation, index: number): Promise<UpdateRequest> {
  const stackName = `bench-${index}`
  const made = await real.createChangeSet({
    StackName: stackName,
    ChangeSetName: 'bench',
    ChangeSetType: 'CREATE',
    TemplateBody: JSON.stringify({ Resources: { [`Topic${index}`]: { Type: 'AWS::SNS::Topic' } } }),
  })
  const changeSetArn = made.Id ?? ''
  while ((await real.describeChangeSet({ ChangeSetName: changeSetArn })).Status !== 'CREATE_COMPLETE') {
    await wallClock.sleep(50)
  }
  return {
    stack: stackName,
    stackName,
    stackArn: made.StackId ?? '',
    changeSetArn,
    region: REGION,
    token: executionToken('bench', changeSetArn),
  }
}

/** Polls every ten seconds, as most actions do. */
async function pollSlowly(real: CloudFormation, stackArn: string): Promise<number> {
  for (;;) {
    const { Stacks = [] } = await real.describeStacks({ StackName: stackArn })
    if (endOf(Stacks[0]?.StackStatus ?? '') !== 'running') return Date.now()
    await wallClock.sleep(BASELINE_POLL_MS)
  }
}

function print(results: readonly Result[]): void {
  const ours = summary(results.map(({ followed }) => followed))
  const baseline = summary(results.map(({ polled }) => polled))
  const callsPerMinute = Math.round((calls / results.reduce((sum, { seconds }) => sum + seconds, 0)) * 60)
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ operations: results.length, ours, baseline, callsPerMinute })}\n`)
    return
  }
  const ms = (value: number): string => `${(value / 1_000).toFixed(1)} s`.padStart(8)
  const line = (...cells: readonly string[]): void => void process.stdout.write(`${cells.join('  ')}\n`)
  line('operation', 'followed', ' polled each 10 s')
  for (const { seconds, followed, polled } of results) line(`${seconds} s`.padStart(9), ms(followed), ms(polled))
  line('     mean', ms(ours.mean), ms(baseline.mean))
  line('      p95', ms(ours.p95), ms(baseline.p95))
  line(`${callsPerMinute} calls a minute for each operation that is followed`)
}

function summary(values: readonly number[]): { mean: number; p95: number; max: number } {
  const sorted = values.toSorted((a, b) => a - b)
  const mean = Math.round(sorted.reduce((sum, value) => sum + value, 0) / sorted.length)
  const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN
  return { mean, p95, max: sorted.at(-1) ?? Number.NaN }
}
