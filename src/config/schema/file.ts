import { isCollection, isMap, isPair, isSeq, LineCounter, parseDocument, type Document, type ParsedNode } from 'yaml'
import type { z } from 'zod'
import type { Finding } from '../../evidence/finding.ts'
import { ActionError } from '../../support/errors.ts'
import { plural } from '../../support/text/text.ts'
import { numbersAsWritten, plainOf } from '../../support/text/yaml.ts'
import { schema, schemaNamedBy, type Config } from './index.ts'
import { mistakesOf, withoutExplained, type Mistake } from './mistakes.ts'
import { aboutKey, aboutValue, shown, stepAt, stepOfYaml, type Meaning } from './advice.ts'
import { keysAt, takesText, valuesAt } from './words.ts'

/** Reads a configuration. Throws `config/file`, as `readYaml` does. */
export function readConfig(yaml: string, file: string): Config {
  return readBy(yaml, { file, code: 'config/file' }, schemaNamedBy, schema)
}

/** The file to read, and the code of its mistakes. */
interface Reading {
  readonly file: string
  readonly code: 'config/file' | 'config/intent' | 'config/input'
}

/**
 * Reads a file by its schema; the result is frozen. Throws an ActionError whose `findings` are all mistakes, each with line,
 * column, expected and observed.
 */
export function readYaml<T>(yaml: string, reading: Reading, shape: z.ZodType<T>): T {
  return readBy(
    yaml,
    reading,
    () => shape,
    () => shape,
  )
}

/** @param named the schema of what the file names; what it refuses is read by the whole one */
function readBy<T>(
  yaml: string,
  reading: Reading,
  named: (value: unknown) => z.ZodType<T>,
  whole: () => z.ZodType<T>,
): T {
  const lines = new LineCounter()
  const document = parseDocument(yaml, {
    lineCounter: lines,
    uniqueKeys: true,
    version: '1.2',
    merge: false,
    logLevel: 'error',
  })
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const unreadable = (offset: number, problem: string): Finding =>
    mistake(reading, at(offset), 'file', 'valid YAML', problem, stepOfYaml(problem, lineOf(at(offset), reading)))
  const errors = document.errors.map((error) => unreadable(error.pos[0], error.message.split('\n')[0] ?? error.code))
  // The parser reports one mistake several times.
  const syntax = [...Map.groupBy(errors, ({ source }) => source?.line).values()].flatMap(([first]) => first ?? [])
  if (syntax.length > 0) throw mistaken(reading, syntax)

  const stacks = document.get('stacks')
  for (const stack of isSeq(stacks) ? stacks.items : []) {
    const parameters = isMap(stack) ? stack.get('parameters') : undefined
    if (isMap(parameters)) numbersAsWritten(parameters)
  }
  const plain = plainOf(document)
  if ('problem' in plain) throw mistaken(reading, [unreadable(plain.offset, plain.problem)])
  // A file is read once: to generate code for its validation, as zod does, takes longer than the validation.
  const read = (by: z.ZodType<T>): z.ZodSafeParseResult<T> => by.safeParse(plain.value, { jitless: true })
  const quick = read(named(plain.value))
  if (quick.success) return deepFreeze(quick.data)
  const shape = whole()
  const result = read(shape)
  if (!result.success) {
    const found = result.error.issues.flatMap((issue) =>
      mistakesOf(issue, { shape, has: (path) => document.hasIn(path as unknown[]) }),
    )
    const findings = withoutExplained(found, shape).map((one) => locate(one, document, at, reading, shape))
    // An expression of GitHub is refused for its form as well.
    const distinct = Map.groupBy(findings, ({ source, advice }) => `${source?.line}:${source?.column} ${advice}`)
    throw mistaken(
      reading,
      [...distinct.values()].flatMap(([first]) => first ?? []),
    )
  }
  return deepFreeze(result.data)
}

interface Place {
  readonly line: number
  readonly column: number
}

function mistaken({ file, code }: Reading, findings: readonly Finding[]): ActionError {
  const sorted = findings.toSorted((a, b) => (a.source?.line ?? 0) - (b.source?.line ?? 0))
  const first = sorted[0]
  const line = first?.source?.line
  const count = sorted.length === 1 ? 'a mistake' : plural(sorted.length, 'mistake')
  return new ActionError(code, {
    message: `${file} has ${count}; line ${line ?? '?'}: ${first?.title ?? ''}`,
    subject: `file/${file}`,
    file,
    ...(line !== undefined && { line }),
    findings: sorted,
  })
}

function mistake(
  { file, code }: Reading,
  place: Place,
  where: string,
  expected: string,
  read: string,
  next: Meaning | string,
): Finding {
  const meaning = typeof next === 'string' ? undefined : next
  return {
    code,
    outcome: 'error',
    title: `${where}: expected ${expected}, read ${read}${meaning === undefined ? '' : `: ${meaning.question}`}`,
    subject: `file/${file}`,
    expected,
    observed: read,
    advice: typeof next === 'string' ? next : `${next.step} in line ${place.line} of ${file}.`,
    source: { file, ...place },
  }
}

function locate(
  found: Mistake,
  document: Document.Parsed,
  at: (offset: number) => Place,
  reading: Reading,
  shape: z.core.$ZodType,
): Finding {
  const { path } = found
  const where = path.length === 0 ? 'file' : path.map(String).join('.')
  const node = deepestNode(document, path)
  if (found.key !== undefined) {
    const keys = isMap(node) ? node.items.filter(isPair).map((item) => String(item.key)) : []
    const pair = isMap(node) ? node.items.find((item) => isPair(item) && String(item.key) === found.key) : undefined
    const place = at(pair?.key?.range?.[0] ?? node?.range?.[0] ?? 0)
    const read = `the key ${JSON.stringify(found.key)}`
    const meaning = aboutKey(found.key, path, keys, shape)
    const plain = `Correct \`${where}\` in ${lineOf(place, reading)}: write ${found.expected}.`
    return mistake(reading, place, where, found.expected, read, meaning ?? plain)
  }
  const value = valueAt(document, path)
  const nothing = value === undefined || (path.length === 0 && value === null)
  const known = valuesAt(shape, path)
  const expected = found.expected.startsWith('a known `') ? listed(known) : found.expected
  const place = at(node?.range?.[0] ?? 0)
  const state = nothing ? (path.length > 0 && document.hasIn(path as unknown[]) ? 'empty' : 'absent') : 'wrong'
  const step = stepAt(
    { where, line: lineOf(place, reading), state },
    expected,
    keysAt(shape, expected === 'a list' ? [...path, 0] : path, []),
  )
  return mistake(
    reading,
    place,
    where,
    expected,
    nothing ? 'nothing' : shown(value),
    aboutValue(value, expected, { known, ofTexts: takesText(shape, [...path, 0]) }) ?? step,
  )
}

function lineOf({ line }: Place, { file }: Reading): string {
  return `line ${line} of ${file}`
}

/** The value at the path. A short form, such as a URL for a map with a `url`, is the value of its members. */
function valueAt(document: Document.Parsed, path: readonly PropertyKey[]): unknown {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1) as unknown[]) : undefined
  const own = document.getIn(path as unknown[])
  return (isCollection(own) ? own.toJS(document) : own) ?? (typeof parent === 'string' ? parent : undefined)
}

function listed(words: readonly string[]): string {
  return words.join(' or ')
}

/** The node at the path, or its nearest existing ancestor: a missing key is reported at its map. */
function deepestNode(document: Document.Parsed, path: readonly PropertyKey[]): ParsedNode | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length) as unknown[], true)
    if (typeof node === 'object' && node !== null && 'range' in node) return node as ParsedNode
  }
  return document.contents ?? undefined
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}
