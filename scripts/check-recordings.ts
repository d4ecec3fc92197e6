import { playError } from './recordings/errors.ts'
import { playStory } from './recordings/play.ts'
import type { Result } from './recordings/play.ts'
import { readRecordings, storiesOf } from './recordings/read.ts'

/**
 * Holds the sandbox's CloudFormation against what the real one was recorded to answer. Usage:
 * `npm run check:recordings -- FOLDER [--verbose]`. Ends with status 1 when too little was played or agrees.
 */

const AGREEING = 0.9
const PLAYED: Readonly<Record<string, number>> = { 'change sets': 100, sequences: 40 }
const SHOWN_DIFFERENCES = 40

const [folder, ...flags] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Usage: npm run check:recordings -- FOLDER [--verbose]')
  process.exit(2)
}

const recordings = readRecordings(folder)
const results: Result[] = []
for (const story of storiesOf(recordings)) results.push(...(await playStory(story)))
for (const entry of recordings.errors) results.push(await playError(entry))

let good = true
console.log('| Recordings | recorded | played | agreeing | differing | not played |')
console.log('| --- | ---: | ---: | ---: | ---: | ---: |')
for (const kind of ['change sets', 'sequences', 'errors'] as const) {
  const all = results.filter((result) => result.kind === kind)
  const played = all.filter((result) => result.verdict !== 'not played')
  const differing = played.filter((result) => result.verdict === 'differs')
  const agreeing = played.length - differing.length
  good &&= played.length >= (PLAYED[kind] ?? 0) && agreeing >= AGREEING * played.length
  console.log(
    `| ${kind} | ${all.length} | ${played.length} | ${agreeing} | ${differing.length} | ${all.length - played.length} |`,
  )
}
const outdated = results.filter((result) => result.verdict === 'agrees but for what AWS changed').length
console.log(
  `\nOf those agreeing, ${outdated} were recorded before AWS stopped giving additions a Replacement (May 2025).`,
)
list('Differing', 'differs')
const reasons = Map.groupBy(
  results.filter((r) => r.verdict === 'not played'),
  (r) => `${r.kind}: ${r.notes.join('; ')}`,
)
console.log('\nNot played:')
for (const [reason, these] of reasons) console.log(`- ${these.length} × ${reason}`)
if (flags.includes('--verbose')) list('Agreeing', 'agrees')
process.exit(good ? 0 : 1)

function list(title: string, verdict: Result['verdict']): void {
  const these = results.filter((result) => result.verdict === verdict)
  if (these.length === 0) return
  console.log(`\n${title}:`)
  for (const result of these.slice(0, SHOWN_DIFFERENCES)) {
    console.log(`- ${result.kind}, ${result.name}`)
    for (const note of result.notes) console.log(`    ${note}`)
  }
}
