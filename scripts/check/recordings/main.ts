import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { playError } from './errors.ts'
import { playStory } from './play.ts'
import type { Result } from './play.ts'
import { readRecordings, storiesOf } from './read.ts'

/**
 * Holds the sandbox's CloudFormation against what the real one was recorded to return. Ends with status 1 when too
 * little was played or agrees. `--spec FILE` writes the numbers between the marks of that file.
 */

const USAGE = 'Usage: npm run check:recordings -- FOLDER [--spec FILE]'
const AGREEING = 0.9
const PLAYED: Readonly<Record<string, number>> = { 'change sets': 100, sequences: 40 }
const SHOWN_DIFFERENCES = 40
const MARKS = ['<!-- recordings: written by npm run check:recordings -->', '<!-- end of recordings -->'] as const
const KINDS = ['change sets', 'sequences', 'errors'] as const

const { values, positionals } = parseArgs({ allowPositionals: true, options: { spec: { type: 'string' } } })
const [folder] = positionals
if (folder === undefined) {
  console.error(USAGE)
  process.exit(2)
}

const recordings = readRecordings(folder)
const results: Result[] = []
for (const story of storiesOf(recordings)) results.push(...(await playStory(story)))
for (const entry of recordings.errors) results.push(await playError(entry))

const report = [...table(), '', ...outdated(), '', ...differing(), ...unplayed()].join('\n')
console.log(report)
if (values.spec !== undefined) await writeSpec(values.spec, report)
process.exit(KINDS.every(isGood) ? 0 : 1)

function of(kind: Result['kind']) {
  const all = results.filter((result) => result.kind === kind)
  const played = all.filter((result) => result.verdict !== 'not played')
  const different = played.filter((result) => result.verdict === 'differs')
  return {
    all: all.length,
    played: played.length,
    agreeing: played.length - different.length,
    differing: different.length,
  }
}

/** If fewer are recorded than the minimum, nearly all of them must be played. */
function isGood(kind: Result['kind']): boolean {
  const { all, played, agreeing } = of(kind)
  return played >= Math.min(PLAYED[kind] ?? 0, AGREEING * all) && agreeing >= AGREEING * played
}

function table(): string[] {
  const rows = KINDS.map((kind) => {
    const counts = of(kind)
    return `| ${kind} | ${counts.all} | ${counts.played} | ${counts.agreeing} | ${counts.differing} | ${counts.all - counts.played} |`
  })
  return [
    '| Recordings | recorded | played | agreeing | differing | not played |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ]
}

function outdated(): string[] {
  const count = results.filter((result) => result.verdict === 'agrees but for what AWS changed').length
  return [`Of those agreeing, ${count} were recorded before AWS stopped giving additions a Replacement (May 2025).`]
}

function differing(): string[] {
  const these = results.filter((result) => result.verdict === 'differs')
  if (these.length === 0) return ['Nothing differs.', '']
  const lines = these
    .slice(0, SHOWN_DIFFERENCES)
    .flatMap((result) => [`- ${result.kind}, ${result.name}`, ...result.notes.map((note) => `  - ${note}`)])
  return ['Differing:', '', ...lines, '']
}

function unplayed(): string[] {
  const these = results.filter((result) => result.verdict === 'not played')
  if (these.length === 0) return ['Everything was played.']
  const reasons = new Map<string, number>()
  for (const { kind, notes } of these) {
    const reason = `${kind}: ${notes.join('; ')}`
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  return ['Not played:', '', ...[...reasons].map(([reason, count]) => `- ${count} × ${reason}`)]
}

async function writeSpec(file: string, text: string): Promise<void> {
  const whole = readFileSync(file, 'utf8')
  const [start, end] = MARKS.map((mark) => whole.indexOf(mark))
  if (start === undefined || end === undefined || start < 0 || end < start) {
    throw new Error(`${file} has no marks ${MARKS.join(' and ')}`)
  }
  const written = `${whole.slice(0, start)}${MARKS[0]}\n\n${text}\n\n${whole.slice(end)}`
  writeFileSync(file, await format(written, { ...(await resolveConfig(file)), filepath: file }))
}
