import { relative, resolve } from 'node:path'
import { z } from 'zod'
import { oneOrMore, text } from '../support/option-types.ts'
import { showDuration } from '../support/text/durations.ts'
import { ActionError } from '../support/errors.ts'
import { climbs, isOutside } from '../support/files/files.ts'
import { howToEnd, showEnding, withCommands } from '../support/processes/process-tree.ts'
import { plainLines, plural } from '../support/text/text.ts'
import {
  countReports,
  findingsOf,
  flakyTests,
  problemsOf,
  showCounts,
  showPassed,
  type Problem,
} from './engine/judge-reports.ts'
import { lookBefore, readReports, type Report, type WantedReports } from './engine/test-reports.ts'
import { FORMAT_NAMES, FORMATS, type FormatName } from './formats/index.ts'
import { K6_EXITS } from './formats/k6-exits.ts'
import { SARIF_LEVELS, type ReportOptions } from './formats/report.ts'
import { defineCheck, type CheckContext, type Judgement } from './contract.ts'
import { runShell, scrubbed, type EndedCommand } from './engine/shell.ts'

const DEFAULT_TIMEOUT_MS = 900_000
const NAME_LENGTH = 80
const SHOWN_LINES = 25
/**
 * Characters and lines of output in the log of the job: what the runner has not read yet stays in memory, and Node ends with
 * EINVAL where a few million writes wait.
 */
const MOST_LOGGED = { characters: 16 * 1024 * 1024, lines: 100_000 }

type Globs = { readonly [Name in FormatName]?: readonly string[] | undefined }

interface Options extends Globs, ReportOptions {
  readonly run: string
  readonly env: Readonly<Record<string, string>>
  readonly directory: string
}

interface Facts {
  readonly command: EndedCommand
  /** Undefined where no reports were asked for. */
  readonly reports?: readonly Report[]
  readonly name: string
}

function globsOf(format: FormatName) {
  return oneOrMore(text.refine((glob) => !climbs(glob), { error: 'expected a glob below the workspace, without ..' }))
    .optional()
    .describe(FORMATS[format].docs)
}

export const check = defineCheck({
  meta: {
    name: 'run',
    title: 'A command succeeds',
    docs: "Runs a command through the shell, without credentials, tokens or the runner's command files in its environment. It passes when the command exits with 0 and, where reports are expected (`junit`, `ctrf`, `tap`, `trx`, `sarif`, `k6`), each of these globs finds reports that it wrote, with at least one test that ran and none that failed or ended in any other way. As in a shell, `*` and `**` match no name that begins with a dot: write such a folder itself, `.reports/*.xml`. What it leaves running in the background is ended and named.",
    kind: 'integration',
    runsUserCode: true,
  },
  shape: () => ({
    run: text.describe('The command, as for a shell.'),
    junit: globsOf('junit'),
    ctrf: globsOf('ctrf'),
    tap: globsOf('tap'),
    trx: globsOf('trx'),
    sarif: globsOf('sarif'),
    'sarif-level': z
      .enum(SARIF_LEVELS)
      .default('warning')
      .describe('The lowest level of a SARIF result that is a failure.'),
    k6: globsOf('k6'),
    env: z
      .record(z.string().regex(/^[A-Za-z_]\w*$/), z.string())
      .default({})
      .describe('Variables for the command.'),
    directory: text.default('.').describe('Folder in which it runs, from the root of the workspace.'),
  }),
  nameOf: ({ run }: Options) => {
    const line = run.trim().split('\n')[0] ?? ''
    return line.length > NAME_LENGTH ? `${line.slice(0, NAME_LENGTH - 1)}…` : line
  },
  timeoutOf: () => DEFAULT_TIMEOUT_MS,
  alone: () => true,
  observe,
  judge,
})

async function observe(options: Options, { ports, signal, name, variables }: CheckContext): Promise<Facts> {
  const { workspace, temp, env: ambient } = ports.place
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
  ports.secrets.addVariables({ ...variables, ...options.env })
  const wanted = wantedBy(options)
  const before = await lookBefore(workspace, wanted, temp)
  const ended = await ports.log.group(name, async () => {
    const log = loggingUpTo(MOST_LOGGED, (line) => ports.log.info(line))
    const end = await runShell({
      command: options.run,
      directory,
      env,
      signal,
      secrets: ports.secrets,
      onLine: (line) => log.line(line),
    })
    log.end(end.tail)
    return end
  })
  const hide = (said: string): string => ports.secrets.hide(said)
  const command = {
    ...ended,
    tail: plainLines(ended.tail.join('\n')),
    background: withCommands(ended.background, hide),
  }
  for (const clause of showEnding(command.background)) ports.log.warning(`${name}: ${clause}`)
  if (wanted.length === 0) return { command, name }
  return { command, reports: await readReports(workspace, wanted, options, before, hide), name }
}

function wantedBy(options: Options): WantedReports[] {
  return FORMAT_NAMES.flatMap((format) => (options[format] ?? []).map((glob) => ({ format, glob })))
}

/** Passes lines on, as many as that; of what follows, at the end, the number of lines and the last ones. */
function loggingUpTo(
  most: typeof MOST_LOGGED,
  write: (line: string) => void,
): { line(line: string): void; end(tail: readonly string[]): void } {
  let characters = 0
  let lines = 0
  let more = 0
  return {
    line(line) {
      if (characters >= most.characters || lines >= most.lines) {
        more += 1
        return
      }
      const shown = harmless(line)
      characters += shown.length
      lines += 1
      write(shown)
    },
    end(tail) {
      if (more === 0) return
      const last = tail.slice(-Math.min(more, SHOWN_LINES))
      for (const line of [`… ${plural(more, 'line')} more, which end with:`, ...last]) write(harmless(line))
    },
  }
}

/** No line of a user's command may speak to the runner: a bar keeps `::` from the beginning, a space breaks `##[`. */
function harmless(line: string): string {
  return `│ ${(plainLines(line)[0] ?? '').replaceAll('##[', '## [')}`
}

function judge(options: Options, { command, reports, name }: Facts): Judgement {
  const tail = command.tail.slice(-SHOWN_LINES).join('\n')
  const withTail = (what: string): string =>
    tail === '' ? `${what}; no output` : `${what}; end of its output:\n${tail}`
  const took = showDuration(command.ms)
  const left = showEnding(command.background)
    .map((clause) => `; ${clause}`)
    .join('')
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
      title: `had not ended after ${took}${left || '; it and all that it started were ended'}`,
      expected: 'an end within the timeout',
      observed: withTail(`still running after ${took}${left}`),
      advice: ['Read in the output where it hangs, or give the check a longer `timeout`.', howToEnd(command.background)]
        .join(' ')
        .trim(),
    }
  }
  const exit =
    command.exitCode === undefined ? `ended by ${command.signal ?? 'a signal'}` : `exit status ${command.exitCode}`
  const again = `Run it yourself: ${options.run.trim()}`
  const wanted = wantedBy(options)
  const problems: Problem[] = reports ? problemsOf(wanted, reports, again) : []
  const meaning = options.k6 && command.exitCode !== undefined ? K6_EXITS[command.exitCode] : undefined
  if (command.exitCode !== 0)
    problems.push({ title: meaning === undefined ? exit : `${exit} (k6: ${meaning})`, advice: again })
  const counts = reports && countReports(reports)
  const about = {
    expected: reports
      ? `exit status 0 and reports in each of ${wanted.map(({ glob }) => glob).join(', ')} with at least one test that ran, and only passed or skipped ones`
      : 'exit status 0',
    ...(counts && {
      measurements: [{ name: 'tests', unit: 'count' as const, value: counts.passed + counts.failed }],
    }),
  }
  const observed = [exit, reports && showCounts(reports)].filter(Boolean).join('; ')
  const flaky = reports ? flakyTests(reports, name) : []
  const unsteady = flaky.length === 0 ? '' : `, ${flaky.length} when run again`
  const first = problems.find(({ unknown }) => !unknown) ?? problems[0]
  if (!first) {
    const what = reports ? `${showPassed(reports)}${unsteady} in ${took}` : `succeeded in ${took}`
    return {
      outcome: 'pass',
      title: `${what}${left}`,
      observed: `${observed}; took ${took}${left}`,
      ...about,
      ...(flaky.length > 0 && { findings: flaky }),
    }
  }
  return {
    outcome: first.unknown ? 'inconclusive' : 'fail',
    title: problems.map(({ title }) => title).join('; '),
    observed: withTail(`${observed}${left}`),
    advice: first.advice,
    ...about,
    ...(reports && { findings: [...findingsOf(reports, name, again), ...flaky] }),
  }
}
