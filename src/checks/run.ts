import { isAbsolute, relative, resolve } from 'node:path'
import { z } from 'zod'
import { oneOrMore, text } from '../config/scalars.ts'
import type { Finding, Source } from '../evidence/finding.ts'
import { showDuration } from '../support/durations.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { climbs, isOutside, matchFiles } from '../support/files.ts'
import { parseJUnit, type TestCase } from '../support/junit.ts'
import { runShell, scrubbed, withoutSecrets, type EndedCommand } from '../support/processes.ts'
import { plainLines } from '../support/text.ts'
import { bytesOfFile } from '../support/tree.ts'
import { defineCheck, type CheckContext, type Judgement } from './contract.ts'

const DEFAULT_TIMEOUT_MS = 900_000
const NAME_LENGTH = 80
const SHOWN_LINES = 25
const MOST_FAILURES = 100
const MOST_REPORT_BYTES = 32 * 1024 * 1024
/** Some file systems keep times in steps of two seconds. */
const CLOCK_STEP_MS = 2_000

interface Options {
  readonly run: string
  readonly junit?: readonly string[] | undefined
  readonly env: Readonly<Record<string, string>>
  readonly directory: string
}

interface Report {
  readonly path: string
  readonly stale: boolean
  readonly problem?: string
  readonly cases: readonly TestCase[]
  readonly unexplained: number
}

interface Facts {
  readonly command: EndedCommand
  /** Undefined where no reports were asked for. */
  readonly reports?: readonly Report[]
  readonly name: string
}

export const check = defineCheck({
  meta: {
    name: 'run',
    title: 'A command of yours succeeds',
    docs: "Runs a command through the shell, without credentials, tokens or the runner's command files in its environment. It passes when the command exits with 0 and, where `junit` is given, the reports that it wrote have at least one test and no failing one.",
    kind: 'integration',
    runsUserCode: true,
  },
  shape: {
    run: text.describe('The command, as for a shell.'),
    junit: oneOrMore(text.refine((glob) => !climbs(glob), { error: 'expected a glob below the workspace, without ..' }))
      .optional()
      .describe('Globs of JUnit reports that the command writes, from the root of the workspace.'),
    env: z
      .record(z.string().regex(/^[A-Za-z_]\w*$/), z.string())
      .default({})
      .describe('Variables for the command.'),
    directory: text.default('.').describe('Folder in which it runs, from the root of the workspace.'),
  },
  nameOf: ({ run }: Options) => {
    const line = run.trim().split('\n')[0] ?? ''
    return line.length > NAME_LENGTH ? `${line.slice(0, NAME_LENGTH - 1)}…` : line
  },
  timeoutOf: () => DEFAULT_TIMEOUT_MS,
  observe,
  judge,
})

async function observe(options: Options, { ports, signal, name, variables }: CheckContext): Promise<Facts> {
  const { workspace, env: ambient } = ports.place
  const directory = resolve(workspace, options.directory)
  if (isOutside(relative(workspace, directory))) {
    throw new ActionError('config/reference', {
      message: `the folder ${options.directory} leads out of the workspace`,
      observed: options.directory,
      advice: 'Give a folder below the root of the workspace.',
    })
  }
  const env = scrubbed(ambient, { ...variables, ...options.env })
  // A command can find more than it is given, such as the environment of its parent: none of that is shown either.
  const secret = { ...ambient, ...env }
  const startedAt = ports.clock.now().getTime()
  const before = new Map((await matchFiles(workspace, options.junit ?? [])).map((file) => [file.path, file.changedAt]))
  const ended = await ports.log.group(name, () =>
    runShell({
      command: options.run,
      directory,
      env,
      signal,
      onLine: (line) => ports.log.info(harmless(line)),
    }),
  )
  const command = { ...ended, tail: plainLines(withoutSecrets(ended.tail.join('\n'), secret)) }
  if (!options.junit) return { command, name }
  const files = await matchFiles(workspace, options.junit)
  const reports = await Promise.all(
    files.map(async ({ path, writtenAt, changedAt, size }): Promise<Report> => {
      const stale = before.get(path) === changedAt || writtenAt < startedAt - CLOCK_STEP_MS
      const nothing = { path, stale, cases: [], unexplained: 0 }
      if (size > MOST_REPORT_BYTES) return { ...nothing, problem: `it has more than ${MOST_REPORT_BYTES} bytes` }
      try {
        const read = await parseJUnit((await bytesOfFile(resolve(workspace, path))).toString('utf8'))
        if ('problem' in read) return { ...nothing, ...read }
        const cases = read.cases.map((one) => withPlace(one, workspace, secret))
        return { ...nothing, cases, unexplained: read.unexplained }
      } catch (error) {
        return { ...nothing, problem: messageOf(error) }
      }
    }),
  )
  return { command, reports, name }
}

/** No line of a user's command may speak to the runner: a bar keeps `::` from the beginning, a space breaks `##[`. */
function harmless(line: string): string {
  return `│ ${(plainLines(line)[0] ?? '').replaceAll('##[', '## [')}`
}

function withPlace(one: TestCase, workspace: string, env: Readonly<Record<string, string | undefined>>): TestCase {
  const { file, message, ...rest } = one
  const inside = file === undefined ? undefined : isAbsolute(file) ? relative(workspace, file) : file
  return {
    ...rest,
    ...(message !== undefined && { message: withoutSecrets(message, env) }),
    ...(inside !== undefined && !isOutside(inside) && { file: inside }),
  }
}

function judge(options: Options, { command, reports, name }: Facts): Judgement {
  const tail = command.tail.slice(-SHOWN_LINES).join('\n')
  const withTail = (what: string): string => (tail === '' ? `${what}; no output` : `${what}; it said last:\n${tail}`)
  const took = showDuration(command.ms)
  if (command.startError !== undefined) {
    return {
      outcome: 'error',
      title: `could not be started: ${command.startError}`,
      expected: 'a command that starts',
      observed: command.startError,
      advice: `Check that the folder ${options.directory} exists and that the runner has a shell.`,
    }
  }
  if (command.ended) {
    return {
      outcome: 'error',
      title: `had not ended after ${took}; it and all that it started were ended`,
      expected: 'an end within the timeout',
      observed: withTail(`still running after ${took}`),
      advice: 'See in the output where it hangs, or give the check a longer `timeout`.',
    }
  }
  const exit =
    command.exitCode === undefined ? `ended by ${command.signal ?? 'a signal'}` : `exit status ${command.exitCode}`
  if (!reports) {
    if (command.exitCode === 0)
      return {
        outcome: 'pass',
        title: `succeeded in ${took}`,
        expected: 'exit status 0',
        observed: `${exit} after ${took}`,
      }
    return {
      outcome: 'fail',
      title: exit,
      expected: 'exit status 0',
      observed: withTail(exit),
      advice: `Run it yourself: ${options.run.trim()}`,
    }
  }
  return judgeReports(options, reports, { exit, failed: command.exitCode !== 0, took, withTail, name })
}

interface Run {
  readonly exit: string
  readonly failed: boolean
  readonly took: string
  readonly withTail: (what: string) => string
  readonly name: string
}

function judgeReports(options: Options, reports: readonly Report[], run: Run): Judgement {
  const cases = reports.filter(({ stale }) => !stale).flatMap((report) => report.cases)
  const count = (outcome: TestCase['outcome']): number => cases.filter((one) => one.outcome === outcome).length
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')]
  const sums = `${passed} passed, ${failed} failed, ${skipped} skipped`
  const problems: { title: string; advice: string }[] = []
  const globs = (options.junit ?? []).join(', ')
  const again = `Run it yourself: ${options.run.trim()}`
  if (failed > 0)
    problems.push({
      title: `${failed} of ${failed + passed} tests failed`,
      advice: 'Read the findings of the single tests.',
    })
  for (const { path, problem } of reports.filter((report) => report.problem !== undefined)) {
    problems.push({
      title: `the report ${path} cannot be read: ${problem ?? ''}`,
      advice: 'See why the test runner did not finish its report.',
    })
  }
  const stale = reports.filter((report) => report.stale).map(({ path }) => path)
  if (stale.length > 0) {
    problems.push({
      title: `${stale.join(', ')} ${stale.length === 1 ? 'was' : 'were'} written before the command started`,
      advice: 'Remove old reports before the tests, or give a glob that only the new ones match.',
    })
  }
  const unexplained = reports.filter((report) => !report.stale).reduce((sum, report) => sum + report.unexplained, 0)
  if (unexplained > 0)
    problems.push({ title: `${unexplained} failures are counted in the reports but not shown`, advice: again })
  if (passed + failed === 0 && problems.length === 0) {
    problems.push({
      title: reports.length === 0 ? `no report matches ${globs}` : 'the reports have no test that ran',
      advice: 'A suite without tests proves nothing: check the globs and the filters of the test runner.',
    })
  }
  if (run.failed) problems.push({ title: run.exit, advice: again })
  const measurements = [{ name: 'tests', unit: 'count' as const, value: passed + failed }]
  const expected = `exit status 0 and reports in ${globs} with at least one test, none failing`
  const first = problems[0]
  if (!first)
    return {
      outcome: 'pass',
      title: `${passed} tests passed in ${run.took}`,
      expected,
      observed: `${run.exit}; ${sums}`,
      measurements,
    }
  return {
    outcome: 'fail',
    title: problems.map(({ title }) => title).join('; '),
    expected,
    observed: run.withTail(`${run.exit}; ${sums}`),
    advice: first.advice,
    findings: cases
      .filter(({ outcome }) => outcome === 'failed')
      .slice(0, MOST_FAILURES)
      .map((one) => findingOf(one, run.name, again)),
    measurements,
  }
}

function findingOf(one: TestCase, name: string, advice: string): Finding {
  const title = [one.className || one.suite, one.name].filter(Boolean).join(' › ')
  const source: Source | undefined =
    one.file === undefined ? undefined : { file: one.file, ...(one.line !== undefined && { line: one.line }) }
  return {
    code: 'check/run/test',
    outcome: 'fail',
    title: `${title} failed: ${plainLines(one.message ?? '')[0] ?? 'no message'}`,
    subject: `check/${name}/test/${title}`,
    expected: 'a passing test',
    observed:
      plainLines(one.message ?? '')
        .slice(0, SHOWN_LINES)
        .join('\n') || 'a failure without a message',
    advice,
    ...(source && { source }),
  }
}
