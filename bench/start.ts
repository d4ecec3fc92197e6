/**
 * Processor time of a start: the bundle as the runner starts it, until it fails on a missing input, and until a command
 * makes its first request. In the same run, in turn, it starts `node -e 0`, and CloudFormation's client alone as it is
 * installed, so that other work on the machine affects all alike.
 *
 *   npm run bench:start [-- --rounds 20 --dist dist]
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { filesOfAStart } from '../scripts/bundle/start.ts'
import { COMMAND_NAMES } from '../src/config/model/command-names.ts'

const PROJECT = resolve(import.meta.dirname, '..')
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '20' }, dist: { type: 'string', default: join(PROJECT, 'dist') } },
})
const ROUNDS = Number(values.rounds)
const ENTRY = resolve(values.dist, 'index.js')

/** Writes the processor time, user and system, at the first request or at the end; the request is not sent. */
const HOOK = `
import { subscribe } from 'node:diagnostics_channel'
import { writeSync } from 'node:fs'
const report = (at) => () => {
  const { user, system } = process.cpuUsage()
  const { maxRSS } = process.resourceUsage()
  writeSync(2, '\\n' + JSON.stringify({ at, cpu: (user + system) / 1_000, peak: maxRSS / 1_024 }) + '\\n')
  process.reallyExit(0)
}
subscribe('http.client.request.start', report('request'))
subscribe('undici:request:create', report('request'))
process.on('exit', report('end'))`

const CLIENT = `
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
await new CloudFormationClient({}).send(new DescribeStacksCommand({}))`

interface Measured {
  readonly at: 'request' | 'end'
  /** Milliseconds. */
  readonly cpu: number
  /** Megabytes. */
  readonly peak: number
}

interface Subject {
  readonly name: string
  readonly args: readonly string[]
  readonly inputs?: Readonly<Record<string, string>>
  readonly at: Measured['at'] | 'either'
}

const workspace = mkdtempSync(join(tmpdir(), 'bench-start-'))
const server = createServer((_, response) => void response.writeHead(500).end())
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
try {
  writeFileSync(join(workspace, 'template.yml'), 'Resources:\n  Topic: { Type: AWS::SNS::Topic }\n')
  writeFileSync(join(workspace, 'config.yml'), configuration())
  const nothing: Subject = { name: 'node -e 0', args: ['-e', '0'], at: 'end' }
  const client: Subject = { name: 'client alone', args: ['--input-type=module', '-e', CLIENT], at: 'request' }
  const missing: Subject = { name: 'no command', args: [ENTRY], inputs: {}, at: 'end' }
  const commands = COMMAND_NAMES.map((command): Subject => {
    return { name: command, args: [ENTRY], inputs: { command, config: 'config.yml' }, at: 'either' }
  })
  const subjects = [nothing, client, missing, ...commands]
  const all = new Map(subjects.map((subject): [Subject, Measured[]] => [subject, []]))
  // The first start of each reads the disk; it is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const subject of subjects) {
      const measured = measure(subject)
      if (round > 0) all.get(subject)?.push(measured)
    }
  }
  const medianOf = (subject: Subject): number => median((all.get(subject) ?? []).map(({ cpu }) => cpu))
  const [floor, clientAlone] = [medianOf(nothing), medianOf(client)]
  console.log(`processor time in ms, median of ${ROUNDS}, ${process.version}`)
  console.log(row('', 'until', 'ms', 'range', 'over node', 'times node', 'over client', 'times client', 'peak MB'))
  for (const [subject, measured] of all) {
    const cpu = medianOf(subject)
    const times = measured.map((each) => each.cpu)
    const until = [...new Set(measured.map(({ at }) => at))].join('/')
    const against = (other: number): [string, string] => [(cpu - other).toFixed(0), (cpu / other).toFixed(2)]
    const range = `${Math.min(...times).toFixed(0)}…${Math.max(...times).toFixed(0)}`
    const peak = median(measured.map((each) => each.peak)).toFixed(0)
    const overClient = until === 'request' ? against(clientAlone) : ['', '']
    console.log(row(subject.name, until, cpu.toFixed(0), range, ...against(floor), ...overClient, peak))
  }
  console.log(`a start reads   ${sizes(filesOfAStart(values.dist))}`)
  console.log(`dist/*.js       ${sizes(readdirSync(values.dist).filter((name) => name.endsWith('.js')))}`)
} finally {
  server.closeAllConnections()
  server.close()
  rmSync(workspace, { recursive: true, force: true })
}

/** One start. Throws when it does not end where the subject should. */
function measure({ name, args, inputs, at }: Subject): Measured {
  const hook = `data:text/javascript,${encodeURIComponent(HOOK)}`
  const ended = spawnSync(process.execPath, ['--import', hook, ...args], {
    cwd: PROJECT,
    env: environment(inputs ?? {}),
    encoding: 'utf8',
  })
  const line = ended.stderr.trim().split('\n').at(-1) ?? ''
  if (!line.startsWith('{')) throw new Error(`${name} ended with ${ended.status}: ${ended.stdout}${ended.stderr}`)
  const measured = JSON.parse(line) as Measured
  if (at !== 'either' && measured.at !== at) throw new Error(`${name} reached its ${measured.at}: ${ended.stdout}`)
  if (name === 'no command' && !ended.stdout.includes('the input `command` is missing')) throw new Error(ended.stdout)
  return measured
}

/** As on a runner, with credentials as variables. */
function environment(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    PATH: process.env['PATH'] ?? '',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_API_URL: url,
    RUNNER_TEMP: workspace,
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00',
    AWS_SECRET_ACCESS_KEY: 'example-secret-of-a-stranger-000000000000',
  }
}

function configuration(): string {
  return `version: 1
environments: { preprod: { region: eu-west-1 }, production: { region: eu-west-1 } }
stacks: [{ name: 'bench-{environment}', template: template.yml }]
verify: [{ http: '${url}/health' }]
`
}

function sizes(names: readonly string[]): string {
  const contents = names.map((name) => readFileSync(join(values.dist, name)))
  const total = (lengths: readonly number[]): string => lengths.reduce((sum, one) => sum + one, 0).toLocaleString('en')
  const zipped = total(contents.map((each) => gzipSync(each).length))
  return `${total(contents.map(({ length }) => length))} bytes in ${names.length} files, ${zipped} by gzip`
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

function row(name: string, ...cells: readonly string[]): string {
  return [name.padEnd(18), ...cells.map((cell) => cell.padStart(12))].join(' ').trimEnd()
}
