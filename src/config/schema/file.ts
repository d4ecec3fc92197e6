import { isMap, isPair, isSeq, LineCounter, parseDocument, type Document, type ParsedNode } from 'yaml'
import type { z } from 'zod'
import type { Finding } from '../../evidence/finding.ts'
import { ActionError } from '../../support/errors.ts'
import { plural } from '../../support/text/text.ts'
import { numbersAsWritten, plainOf } from '../../support/text/yaml.ts'
import { schema, type Config } from './index.ts'

/** A mistake in the file. */
interface Mistake {
  readonly path: readonly PropertyKey[]
  readonly expected: string
  /** True where the key is wrong, not its value. */
  readonly key?: string
}

const SHOWN_VALUE_LENGTH = 60

/** Names of the schema's types for users of YAML. */
const YAML_WORDS: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  string: 'a text',
  int: 'a whole number',
  boolean: 'true or false',
}

/** Reads a configuration. Throws `config/file`, as `readYaml` does. */
export function readConfig(yaml: string, file: string): Config {
  return readYaml(yaml, { file, code: 'config/file' }, schema)
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
    mistake(reading, at(offset), 'file', 'valid YAML', problem)
  const syntax = document.errors.map((error) => unreadable(error.pos[0], error.message.split('\n')[0] ?? error.code))
  if (syntax.length > 0) throw mistaken(reading, syntax)

  const stacks = document.get('stacks')
  for (const stack of isSeq(stacks) ? stacks.items : []) {
    const parameters = isMap(stack) ? stack.get('parameters') : undefined
    if (isMap(parameters)) numbersAsWritten(parameters)
  }
  const plain = plainOf(document)
  if ('problem' in plain) throw mistaken(reading, [unreadable(plain.offset, plain.problem)])
  const result = shape.safeParse(plain.value)
  if (!result.success) {
    const findings = result.error.issues
      .flatMap((issue) => mistakesOf(issue))
      .map((found) => locate(found, document, at, reading))
    throw mistaken(reading, findings)
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

function mistake({ file, code }: Reading, place: Place, where: string, expected: string, read: string): Finding {
  return {
    code,
    outcome: 'error',
    title: `${where}: expected ${expected}, read ${read}`,
    subject: `file/${file}`,
    expected,
    observed: read,
    advice: `Correct line ${place.line} of ${file}.`,
    source: { file, ...place },
  }
}

/** Zod's issue as mistakes; of a union, those of the member that matches best: a map is not reported as a wrong text. */
function mistakesOf(issue: z.core.$ZodIssue, prefix: readonly PropertyKey[] = []): Mistake[] {
  const path = [...prefix, ...issue.path]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path, key, expected: 'a known key' }))
    case 'invalid_union': {
      const members = issue.errors.map((errors) => errors.flatMap((inner) => mistakesOf(inner, path)))
      const distinct = members.filter((found) => found.length > 0)
      if (distinct.length === 0) return [{ path, expected: discriminatorText(issue) }]
      const scalar = distinct.every((found) =>
        found.every((one) => one.path.length === path.length && one.key === undefined),
      )
      if (scalar) return [{ path, expected: [...new Set(distinct.flat().map((one) => one.expected))].join(' or ') }]
      const shapeless = (found: readonly Mistake[]): number =>
        Number(found.some((one) => one.path.length === path.length && one.key === undefined))
      return (
        distinct.toSorted(
          (a, b) => shapeless(a) - shapeless(b) || unknownKeys(a) - unknownKeys(b) || a.length - b.length,
        )[0] ?? []
      )
    }
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({
        path: path.slice(0, -1),
        key: String(path.at(-1)),
        expected: message.replace(/^expected /, ''),
      }))
    case 'invalid_value':
      return [{ path, expected: issue.values.map(String).join(' or ') }]
    case 'invalid_type':
      return [{ path, expected: YAML_WORDS[issue.expected] ?? `a ${issue.expected}` }]
    case 'too_small':
      return [{ path, expected: worded(issue.message) ?? `at least ${issue.minimum}` }]
    case 'too_big':
      return [{ path, expected: worded(issue.message) ?? `at most ${issue.maximum}` }]
    default:
      return [{ path, expected: worded(issue.message) ?? issue.message }]
  }
}

/** The schema's own message. */
function worded(message: string): string | undefined {
  return message.startsWith('expected ') ? message.slice('expected '.length) : undefined
}

function unknownKeys(found: readonly Mistake[]): number {
  return found.filter((one) => one.key !== undefined).length
}

function discriminatorText(issue: z.core.$ZodIssue): string {
  return 'discriminator' in issue && typeof issue.discriminator === 'string'
    ? `a known \`${issue.discriminator}\``
    : issue.message
}

function locate(found: Mistake, document: Document.Parsed, at: (offset: number) => Place, reading: Reading): Finding {
  const where = found.path.length === 0 ? 'file' : found.path.map(String).join('.')
  const node = deepestNode(document, found.path)
  if (found.key !== undefined) {
    const pair = isMap(node) ? node.items.find((item) => isPair(item) && String(item.key) === found.key) : undefined
    const key = pair?.key
    const place = at(key?.range?.[0] ?? node?.range?.[0] ?? 0)
    return mistake(reading, place, where, found.expected, `the key ${JSON.stringify(found.key)}`)
  }
  const value = document.getIn(found.path as unknown[])
  const isEmpty = found.path.length === 0 && value === null
  const read = value === undefined || isEmpty ? 'nothing' : shown(value)
  return mistake(reading, at(node?.range?.[0] ?? 0), where, found.expected, read)
}

/** The node at the path, or its nearest existing ancestor: a missing key is reported at its map. */
function deepestNode(document: Document.Parsed, path: readonly PropertyKey[]): ParsedNode | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length) as unknown[], true)
    if (typeof node === 'object' && node !== null && 'range' in node) return node as ParsedNode
  }
  return document.contents ?? undefined
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value)
  return json.length > SHOWN_VALUE_LENGTH ? `${json.slice(0, SHOWN_VALUE_LENGTH)}…` : json
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}
