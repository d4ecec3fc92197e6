/**
 * Stages of deployments and faults: deploy-preprod through dist/ on each platform, with a fault from the moment at
 * which the step has seen a stage: AWS throttles, resets connections, denies, is slow, loses a response, the runner is
 * killed (and started again), a person lets the deployment go on, or stops it.
 * npm run check:stages -- [--platform NAME] [--stage NAME] [--fault NAME] [--sample N] [--minutes N] [--verbose]
 * [--json]
 *
 * `--minutes`: begins no further case after that time, but the first two.
 * It then reads AWS with its own clients. Exits 1 where a step is green and the new version does not serve alone, where
 * there are two deployments, where one runs that no evidence names, and where nothing says why a step is not green.
 * Needs a built dist/.
 */
import { parseArgs } from 'node:util'
import { sampleOf } from '../kill/points.ts'
import { casesOf, play, type Result } from './play.ts'

const PLATFORMS = ['stack', 'lambda', 'ecs', 'ecs-native', 'server']
const AT_ONCE = 2
const SEED = 7

const { values } = parseArgs({
  options: {
    platform: { type: 'string' },
    fault: { type: 'string' },
    stage: { type: 'string' },
    sample: { type: 'string' },
    minutes: { type: 'string' },
    verbose: { type: 'boolean' },
    json: { type: 'boolean' },
  },
})
const started = performance.now()
/** A step from the source takes the output of this process as its own meanwhile. */
const write = process.stdout.write.bind(process.stdout)
const print = (line: string): void => void write(`${line}\n`)
const names = PLATFORMS.filter((name) => (values.platform ?? name) === name)
const all = (await eachOf(names, casesOf)).flat()
const chosen = all.filter(({ fault, stage }) => (values.fault ?? fault) === fault && (values.stage ?? stage) === stage)
const cases = values.sample === undefined ? chosen : sampleOf(chosen, Number(values.sample), SEED)
if (cases.length === 0) throw new Error('no case is left')
let begun = 0
const results = await eachOf(cases, async (each) => {
  begun += 1
  if (begun > AT_ONCE && !inTime()) return undefined
  const result = await play(each)
  if (!values.json) show(result)
  return result
})
const played = results.filter((result) => result !== undefined)
const count = (ending: Result['ending']): number => played.filter((result) => result.ending === ending).length
const summary = {
  cases: played.length,
  chosen: cases.length,
  ofAll: all.length,
  green: count('green'),
  notGreen: count('not green'),
  notReached: count('not reached'),
  wrong: played.filter(({ wrong }) => wrong.length > 0).length,
  seconds: Math.round((performance.now() - started) / 1000),
}
console.log(values.json ? JSON.stringify({ ...summary, results: played }, undefined, 2) : JSON.stringify(summary))
if (summary.wrong > 0 || summary.cases === summary.notReached) process.exitCode = 1

function inTime(): boolean {
  return values.minutes === undefined || performance.now() - started < Number(values.minutes) * 60_000
}

async function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const found: R[] = []
  const waiting = [...items.entries()]
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) found[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return found
}

function show({ platform, stage, fault, ending, codes, wrong, seconds, log }: Result): void {
  const what = codes.length > 0 ? ` (${codes.join(', ')})` : ''
  print(`${wrong.length === 0 ? 'ok' : 'WRONG'} | ${platform} at ${stage}: ${fault}: ${ending}${what}, ${seconds} s`)
  for (const each of wrong) print(`   ${each}`)
  if (wrong.length > 0 && values.verbose) print(log)
}
