/**
 * How long precheck takes for 1, 20 and 200 stacks under its own ceiling of reads, where AWS allows ten calls a second, and
 * how large what it leaves becomes. Writes one line of JSON for each size, and a table at the end.
 *
 *   npm run bench:precheck [-- --stacks 1,20,200] [--resources 10] [--parameters 0] [--template-bytes 0]
 *                          [--refuse bucket|chance|none] [--per-second 10] [--ceiling 5] [--live access|all|off]
 *                          [--environments 1] [--dist dist]
 *
 * The floor is what the ceiling (`aws-calls-per-second`) alone costs: of each service the reads beyond the burst, divided by
 * the rate, and of the services the slowest. AWS does not publish the limits of CloudFormation's calls; ten a second with
 * bursts of twenty is what users report for describing calls. By chance, one call in ten is refused.
 */
import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { S3 } from '@aws-sdk/client-s3'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { BUCKET, filesOf, type Size } from './files.ts'

/** Of AWS. */
const BURST_SECONDS = 2
/** Of the ceiling. */
const CEILING_BURST_SECONDS = 5
const READ = /^(Describe|Detect|Get|Head|List)/
const REGION = 'eu-west-1'
const KEYS = { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'example-secret-of-a-stranger-000000000000' }

const { values } = parseArgs({
  options: {
    stacks: { type: 'string', default: '1,20,200' },
    resources: { type: 'string', default: '10' },
    parameters: { type: 'string', default: '0' },
    'template-bytes': { type: 'string', default: '0' },
    refuse: { type: 'string', default: 'bucket' },
    'per-second': { type: 'string', default: '10' },
    ceiling: { type: 'string', default: '5' },
    live: { type: 'string', default: 'access' },
    environments: { type: 'string', default: '1' },
    dist: { type: 'string', default: resolve(import.meta.dirname, '../../dist') },
  },
})
const perSecond = Number(values['per-second'])
const ceiling = Number(values.ceiling)
const environments = ['preprod', 'production'].slice(0, Number(values.environments))

interface Measured {
  readonly stacks: number
  readonly verdict: string
  /** Wall time in seconds. */
  readonly wall: number
  readonly floor: number
  /** Wall time divided by the floor. */
  readonly ratio: number
  /** Responses that were not throttled, of all services. */
  readonly calls: number
  readonly throttled: number
  readonly peakMegabytes: number
  /** Size of the evidence in kilobytes. */
  readonly evidence: number
  readonly page: number
  readonly summary: number
  readonly annotations: number
  readonly logLines: number
  readonly byOperation: Readonly<Record<string, number>>
}

async function measure(size: Size): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-precheck-'))
  let counting = false
  let throttled = 0
  const byOperation: Record<string, number> = {}
  /** Requests, repeated ones too, by service. */
  const reads: Record<string, number> = {}
  const sandbox = await startSandbox({
    scenario: {
      pace: 1,
      durations: { cloudformation: { resource: 0, stack: 0, changeSet: 500, drift: 2_000 } },
      buckets: [{ name: BUCKET, account: '111111111111', region: REGION }],
    },
    record: (exchange) => {
      if (!counting || !('operation' in exchange)) return
      const { service, operation, response } = exchange
      if (response.status === 400 && response.body.includes('Rate exceeded')) throttled++
      else byOperation[`${service}:${operation}`] = (byOperation[`${service}:${operation}`] ?? 0) + 1
      if (READ.test(operation)) reads[service] = (reads[service] ?? 0) + 1
    },
  })
  try {
    await install(sandbox.awsUrl, size)
    const { template, config } = filesOf(size, 'new', REGION, { ceiling, live: values.live })
    await writeFile(join(folder, 'template.yml'), template)
    await writeFile(join(folder, 'config.yml'), config)
    // A copy, so that a concurrent build does not change the running code.
    await cp(values.dist, join(folder, 'dist'), { recursive: true })
    if (values.refuse !== 'none') {
      const how =
        values.refuse === 'chance' ? { rate: 0.1 } : { bucket: { capacity: perSecond * BURST_SECONDS, perSecond } }
      const rest = { after: 0, ms: 0, code: '', message: '', status: 400 }
      sandbox.aws.trouble.add({ on: 'cloudformation:*', do: 'throttle', ...how, ...rest })
    }
    counting = true
    const started = performance.now()
    const seen = await precheck(folder, sandbox.awsUrl)
    const wall = (performance.now() - started) / 1_000
    const calls = Object.values(byOperation).reduce((sum, count) => sum + count, 0)
    const floor = Math.max(0, ...Object.values(reads).map((count) => count / ceiling - CEILING_BURST_SECONDS))
    return {
      stacks: size.stacks,
      ...seen,
      wall: round(wall),
      floor: round(floor),
      ratio: floor === 0 ? 0 : Math.round((wall / floor) * 100) / 100,
      calls,
      throttled,
      byOperation,
    }
  } finally {
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Creates the stacks before the release. */
async function install(endpoint: string, size: Size): Promise<void> {
  const { template } = filesOf(size, 'old', REGION, { ceiling, live: values.live })
  const at = { region: REGION, endpoint, credentials: KEYS }
  const client = new CloudFormation(at)
  const storage = new S3({ ...at, forcePathStyle: true })
  await storage.putObject({ Bucket: BUCKET, Key: 'old.yml', Body: template })
  for (const environment of environments) {
    for (let index = 0; index < size.stacks; index++) {
      const StackName = `bench-${environment}-${index}`
      await client.createStack({ StackName, TemplateURL: `https://${BUCKET}.s3.${REGION}.amazonaws.com/old.yml` })
      for (;;) {
        const { Stacks } = await client.describeStacks({ StackName })
        if (Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE') break
      }
    }
  }
}

/** Runs the bundle as the runner does, in a process that reports its peak memory. */
async function precheck(
  folder: string,
  endpoint: string,
): Promise<Omit<Measured, 'stacks' | 'wall' | 'floor' | 'ratio' | 'calls' | 'throttled' | 'byOperation'>> {
  const main = join(folder, 'dist/index.js')
  const tell = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n')); await import(${JSON.stringify(main)})`
  const summary = join(folder, 'summary.md')
  const output = join(folder, 'output.txt')
  const temp = join(folder, 'temp')
  await mkdir(temp)
  await Promise.all([summary, output].map((file) => writeFile(file, '')))
  const child = spawn(process.execPath, ['--input-type=module', '-e', tell], {
    env: {
      PATH: process.env['PATH'],
      GITHUB_ACTIONS: 'true',
      INPUT_COMMAND: 'precheck',
      INPUT_CONFIG: 'config.yml',
      INPUT_ENVIRONMENT: environments.length === 1 ? 'preprod' : '',
      GITHUB_WORKSPACE: folder,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_OUTPUT: output,
      RUNNER_TEMP: temp,
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
  if (Number.isNaN(peak)) throw new Error(`precheck did not end by itself: ${err.join('')}`)
  const lines = out.join('').split('\n')
  const told = await readFile(output, 'utf8')
  const files = (await readdir(temp, { recursive: true })).map((name) => join(temp, name))
  const kilobytes = async (path: string | undefined): Promise<number> =>
    path === undefined ? 0 : Math.round((await stat(path)).size / 1_000)
  const evidence = files.find((name) => name.endsWith('.json') && name.includes('precheck'))
  return {
    verdict: /verdict<<(\S+)\n(\w+)\n\1/.exec(told)?.[2] ?? 'none',
    peakMegabytes: Math.round(peak / 1_024),
    evidence: await kilobytes(evidence),
    page: await kilobytes(files.find((name) => name.endsWith('.html'))),
    summary: await kilobytes(summary),
    annotations: lines.filter((line) => /^::(error|warning|notice)/.test(line)).length,
    logLines: lines.length,
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 10) / 10
}

const results: Measured[] = []
for (const stacks of values.stacks.split(',').map(Number)) {
  const measured = await measure({
    stacks,
    resources: Number(values.resources),
    parameters: Number(values.parameters),
    bytes: Number(values['template-bytes']),
  })
  results.push(measured)
  process.stdout.write(`${JSON.stringify(measured)}\n`)
}
const columns = [
  'stacks',
  'wall',
  'floor',
  'ratio',
  'calls',
  'throttled',
  'peakMegabytes',
  'evidence',
  'page',
  'summary',
] as const
process.stdout.write(`\n${columns.map((name) => name.padStart(15)).join('')}  verdict\n`)
for (const result of results) {
  process.stdout.write(`${columns.map((name) => String(result[name]).padStart(15)).join('')}  ${result.verdict}\n`)
}
// A precheck that did not pass makes the measurement invalid.
if (results.some(({ verdict }) => verdict !== 'pass')) process.exitCode = 1
