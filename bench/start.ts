/**
 * Cold start: the bundle as the runner starts it, failing fast on a missing input, against a Node that does nothing.
 * Both are started in turn in the same run, so that what else the machine does weighs on both alike.
 *
 *   npm run bench:start [-- --rounds 20]
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'

const DIST = join(import.meta.dirname, '../dist')
const MAIN = join(DIST, 'index.js')
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } })

const workspace = mkdtempSync(join(tmpdir(), 'bench-start-'))
try {
  const [ours, nothing]: [number[], number[]] = [[], []]
  // The first start of each reads the disk; it is not counted.
  start([MAIN], 1)
  start(['-e', '0'], 0)
  for (let round = 0; round < Number(values.rounds); round++) {
    ours.push(start([MAIN], 1))
    nothing.push(start(['-e', '0'], 0))
  }
  const [action, node] = [median(ours), median(nothing)]
  console.log(`median of ${values.rounds}, ${process.version}`)
  console.log(
    `node dist/index.js   ${action.toFixed(0)} ms   (${Math.min(...ours).toFixed(0)}…${Math.max(...ours).toFixed(0)})`,
  )
  console.log(
    `node -e 0            ${node.toFixed(0)} ms   (${Math.min(...nothing).toFixed(0)}…${Math.max(...nothing).toFixed(0)})`,
  )
  console.log(`times                ${(action / node).toFixed(2)}`)
  console.log(`peak memory          ${peakMegabytes()} MB`)
  const bundles = readdirSync(DIST).filter((name) => name.endsWith('.js'))
  console.log(`what it loads        ${sizes(loaded())}`)
  console.log(`dist/*.js            ${sizes(bundles)}, of which a command loads what it uses`)
} finally {
  rmSync(workspace, { recursive: true, force: true })
}

/** Milliseconds from start to end. */
function start(args: readonly string[], status: number): number {
  const began = performance.now()
  const ended = spawnSync(process.execPath, args, { env: environment(), encoding: 'utf8' })
  const took = performance.now() - began
  if (ended.status !== status) throw new Error(`node ${args.join(' ')} ended with ${ended.status}: ${ended.stderr}`)
  if (status === 1 && !/command/.test(ended.stdout)) throw new Error(`it was not the input: ${ended.stdout}`)
  return took
}

/** Files of the bundle that such a start runs; V8's coverage names them. */
function loaded(): string[] {
  const folder = join(workspace, 'coverage')
  spawnSync(process.execPath, [MAIN], { env: { ...environment(), NODE_V8_COVERAGE: folder } })
  const urls = readdirSync(folder).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: { url: string }[] }
    return result.map(({ url }) => url)
  })
  return [...new Set(urls)].filter((url) => url.startsWith(`${pathToFileURL(DIST).href}/`)).map((url) => basename(url))
}

function peakMegabytes(): number {
  const tell = "process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS))"
  const hook = `data:text/javascript,${encodeURIComponent(tell)}`
  const { stderr } = spawnSync(process.execPath, ['--import', hook, MAIN], { env: environment(), encoding: 'utf8' })
  return Math.round(Number(/peak (\d+)/.exec(stderr)?.[1]) / 1_024)
}

function environment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', GITHUB_WORKSPACE: workspace, RUNNER_TEMP: workspace }
}

function sizes(names: readonly string[]): string {
  const contents = names.map((name) => readFileSync(join(DIST, name)))
  const total = (lengths: readonly number[]): string => lengths.reduce((sum, one) => sum + one, 0).toLocaleString('en')
  return `${total(contents.map(({ length }) => length))} bytes, ${total(contents.map((each) => gzipSync(each).length))} by gzip`
}

function median(times: readonly number[]): number {
  return times.toSorted((left, right) => left - right)[Math.floor(times.length / 2)] ?? Number.NaN
}
