import type { Played } from '../play.ts'
import type { Terminal } from './terminal.ts'
import { verdictWord } from './view.ts'

const PASSES = 'pass'

/** The verdict of the release: pass if every job ran and passed. */
export function verdictOfAll({ steps, notRun, ended, other }: Played): string {
  if (other) return other.verdict
  // A step may have nothing to do, such as `only: tests` without tests; the last one, which deploys, always has.
  const first = steps.find(
    ({ verdict }, at) => verdict !== PASSES && (verdict !== 'skipped' || at === steps.length - 1),
  )
  if (first) return first.verdict
  return ended === undefined && notRun.length === 0 && steps.length > 0 ? PASSES : 'fail'
}

/** Prints the result: a line for each step, why the release ended, and the jobs that did not run. */
export function showEnd(terminal: Terminal, played: Played, took: number): void {
  terminal.heading(played.other ? 'The steps' : 'The release')
  const width = Math.max(0, ...played.steps.map(({ job }) => job.length), ...played.notRun.map((job) => job.length))
  for (const { job, verdict, ms, codes } of played.steps) {
    const seconds = `${(ms / 1_000).toFixed(1).padStart(5)} s`
    const found = codes.length === 0 ? '' : `  ${terminal.paint('dim', codes.join(', '))}`
    terminal.line(`  ${job.padEnd(width)}  ${seconds}  ${verdictWord(terminal, verdict)}${found}`)
  }
  for (const job of played.notRun) terminal.line(terminal.paint('dim', `  ${job.padEnd(width)}         -  not run`))
  terminal.line()
  if (played.ended !== undefined) terminal.line(`  It ended there: ${played.ended}.`)
  const verdict = verdictOfAll(played)
  terminal.line(
    `  ${verdictWord(terminal, verdict)}  ${played.other?.what ?? 'the release'}, rehearsed in ${took.toFixed(0)} s`,
  )
}

/** The file summary.md of --out: the summaries of all steps. */
export function summaryOf(played: Played): string {
  const rows = played.steps.map(
    ({ job, verdict, ms, codes }) => `| ${job} | ${verdict} | ${(ms / 1_000).toFixed(1)} s | ${codes.join(', ')} |`,
  )
  const rest = played.notRun.map((job) => `| ${job} | not run | | |`)
  return [
    '# The release, rehearsed',
    '',
    `Verdict: **${verdictOfAll(played)}**${played.ended === undefined ? '' : `. It ended early: ${played.ended}.`}`,
    '',
    '| Job | Verdict | Took | Findings |',
    '| --- | --- | --- | --- |',
    ...rows,
    ...rest,
    '',
    ...played.steps.map(({ job, summary }) => `<!-- ${job} -->\n\n${summary.trim()}\n`),
  ].join('\n')
}
