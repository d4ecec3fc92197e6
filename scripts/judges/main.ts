/**
 * Writes the table of the sandbox's operations and their judges into sandbox/spec/judges.md.
 *
 *   npm run judges -- [--wire FILE] [--clients FILE] [--engines FILE]
 *
 * The files are what check:wire and check:clients wrote with `--results`, and what check:engines printed with `--json`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { tableOf } from './table.ts'
import type { Results } from './table.ts'

const FILE = join(import.meta.dirname, '../../sandbox/spec/judges.md')
const MARKS = ['<!-- judges: written by npm run judges -->', '<!-- end of judges -->'] as const

const { values } = parseArgs({
  options: { wire: { type: 'string' }, clients: { type: 'string' }, engines: { type: 'string' } },
})

function read<K extends keyof Results>(name: K): Results[K] {
  const file = values[name]
  return file === undefined ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as Results[K])
}

const sandbox = await startSandbox()
const operations = await sandbox.aws.operations()
await sandbox.close()
const { lines, summary } = tableOf(operations, {
  wire: read('wire'),
  clients: read('clients'),
  engines: read('engines'),
})
const whole = readFileSync(FILE, 'utf8')
const [start, end] = MARKS.map((mark) => whole.indexOf(mark))
if (start === undefined || end === undefined || start < 0 || end < start) throw new Error(`${FILE} has no marks`)
const text = `${whole.slice(0, start)}${MARKS[0]}\n\n${lines.join('\n')}\n\n${whole.slice(end)}`
writeFileSync(FILE, await format(text, { ...(await resolveConfig(FILE)), filepath: FILE }))
process.stdout.write(`${summary}\n`)
