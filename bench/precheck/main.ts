/**
 * How long precheck takes for 1, 20 and 200 stacks where AWS allows ten calls a second. Usage:
 * npm run bench:precheck [-- STACKS…]. Writes one line of JSON for each size, and a table at the end.
 *
 * The floor is what the rate limit alone costs: calls beyond the burst, divided by the rate. AWS does not publish the
 * limits of CloudFormation's calls; ten a second with bursts of twenty is what users report for describing calls.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { startSandbox } from '../../sandbox/sandbox.ts'

const BURST = 20
const PER_SECOND = 10
const REGION = 'eu-west-1'
const KEYS = { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'example-secret-of-a-stranger-000000000000' }

interface Measured {
  readonly stacks: number
  readonly verdict: string
  /** Seconds. */
  readonly wall: number
  readonly floor: number
  /** Answers that were not throttled. */
  readonly calls: number
  readonly throttled: number
  readonly peakMegabytes: number
}

function template(changed: boolean): string {
  const resources = Array.from(
    { length: 10 },
    (_, index) =>
      `  Topic${index}: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${changed && index === 0 ? 'new' : 'topic'} ${index} } }`,
  )
  return `Resources:\n${resources.join('\n')}\n`
}

async function measure(stacks: number): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-precheck-'))
  let counting = false
  let calls = 0
  let throttled = 0
  const sandbox = await startSandbox({
    scenario: { pace: 1, durations: { cloudformation: { resource: 0, stack: 0, changeSet: 500, drift: 2_000 } } },
    record: (exchange) => {
      if (!counting || exchange.service !== 'cloudformation') return
      if (exchange.response.status === 400 && exchange.response.body.includes('Rate exceeded')) throttled++
      else calls++
    },
  })
  try {
    const client = new CloudFormation({ region: REGION, endpoint: sandbox.awsUrl, credentials: KEYS })
    const names = Array.from({ length: stacks }, (_, index) => `bench-preprod-${index}`)
    for (const StackName of names) await client.createStack({ StackName, TemplateBody: template(false) })
    for (const StackName of names) {
      for (;;) {
        const { Stacks } = await client.describeStacks({ StackName })
        if (Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE') break
      }
    }
    await writeFile(join(folder, 'template.yml'), template(true))
    await writeFile(
      join(folder, 'config.yml'),
      `version: 1\nenvironments: { preprod: { region: ${REGION} }, production: { region: ${REGION} } }\nstacks:\n${names
        .map((_, index) => `  - { id: s${index}, name: "bench-{environment}-${index}", template: template.yml }`)
        .join('\n')}\n`,
    )
    sandbox.aws.trouble.add({
      on: 'cloudformation:*',
      do: 'throttle',
      bucket: { capacity: BURST, perSecond: PER_SECOND },
      after: 0,
      ms: 0,
      code: '',
      message: '',
      status: 400,
    })
    counting = true
    const started = performance.now()
    const { peak, verdict } = await precheck(folder, sandbox.awsUrl)
    const wall = (performance.now() - started) / 1_000
    return {
      stacks,
      verdict,
      wall: round(wall),
      floor: round(Math.max(0, calls - BURST) / PER_SECOND),
      calls,
      throttled,
      peakMegabytes: Math.round(peak / 1_024),
    }
  } finally {
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Runs the action as the runner does, in a process of its own that tells its peak memory at its end. */
async function precheck(folder: string, endpoint: string): Promise<{ peak: number; verdict: string }> {
  const main = resolve('src/main.ts')
  const tell = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n')); await import(${JSON.stringify(main)})`
  const child = spawn(process.execPath, ['--input-type=module', '-e', tell], {
    env: {
      PATH: process.env['PATH'],
      INPUT_COMMAND: 'precheck',
      INPUT_CONFIG: 'config.yml',
      INPUT_ENVIRONMENT: 'preprod',
      GITHUB_WORKSPACE: folder,
      RUNNER_TEMP: join(folder, 'temp'),
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const out: string[] = []
  const err: string[] = []
  child.stdout.on('data', (data) => out.push(String(data)))
  child.stderr.on('data', (data) => err.push(String(data)))
  await new Promise((done) => child.on('close', done))
  const peak = Number(/peak (\d+)/.exec(err.join(''))?.[1] ?? Number.NaN)
  const verdict = /verdict::(\w+)/.exec(out.join(''))?.[1] ?? 'none'
  if (Number.isNaN(peak)) throw new Error(`precheck did not end by itself: ${err.join('')}`)
  return { peak, verdict }
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10
}

const sizes = process.argv.slice(2).map(Number)
const results: Measured[] = []
for (const size of sizes.length > 0 ? sizes : [1, 20, 200]) {
  const measured = await measure(size)
  results.push(measured)
  process.stdout.write(`${JSON.stringify(measured)}\n`)
}
process.stdout.write('\nstacks   wall s  floor s  calls  throttled  peak MB  verdict\n')
for (const { stacks, wall, floor, calls, throttled, peakMegabytes, verdict } of results) {
  const columns = [wall, floor, calls, throttled, peakMegabytes].map((value) => String(value).padStart(8))
  process.stdout.write(`${String(stacks).padStart(6)} ${columns.join(' ')}  ${verdict}\n`)
}
// Numbers of a precheck that did not do its work are none.
if (results.some(({ verdict }) => verdict !== 'pass')) process.exitCode = 1
