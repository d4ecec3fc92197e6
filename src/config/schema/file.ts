import { isMap, isPair, isSeq, LineCounter, parseDocument, type Document, type ParsedNode } from 'yaml'
import type { z } from 'zod'
import type { Finding } from '../../evidence/finding.ts'
import { ActionError } from '../../support/errors.ts'
import { nearestWord } from '../../support/text/nearest.ts'
import { plural } from '../../support/text/text.ts'
import { numbersAsWritten, plainOf } from '../../support/text/yaml.ts'
import { schema, schemaNamedBy, type Config } from './index.ts'
import { mistakesOf, withoutExplained, type Mistake } from './mistakes.ts'
import { alternativesAt, keysAt, ownersOf, placesOf, valuesAt } from './words.ts'

const SHOWN_VALUE_LENGTH = 60
/** A key that more maps have is too common to say where it belongs. */
const SHOWN_PLACES = 3
const SHOWN_KEYS = 12
/** Words of other tools for those of the schema. */
const USUAL_WORDS: Readonly<Record<string, string>> = {
  ec2: 'server',
  'on-premises': 'server',
  function: 'lambda',
  staging: 'preprod',
  stage: 'preprod',
  test: 'preprod',
  prod: 'production',
  live: 'production',
  checks: 'verify',
  tests: 'verify',
}

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

/** What was probably meant, as a question and as the next step. */
interface Meaning {
  readonly question: string
  readonly step: string
}

function mistake(
  { file, code }: Reading,
  place: Place,
  where: string,
  expected: string,
  read: string,
  meaning?: Meaning,
): Finding {
  return {
    code,
    outcome: 'error',
    title: `${where}: expected ${expected}, read ${read}${meaning === undefined ? '' : `: ${meaning.question}`}`,
    subject: `file/${file}`,
    expected,
    observed: read,
    advice:
      meaning === undefined
        ? nextStep(read, where, expected, `line ${place.line} of ${file}`)
        : `${meaning.step} in line ${place.line} of ${file}.`,
    source: { file, ...place },
  }
}

function nextStep(read: string, where: string, expected: string, line: string): string {
  if (where === 'file' && read === 'nothing') return `Write ${expected} into ${line}; docs/reference.md lists its keys.`
  // What the parser of YAML says of a tab names the place, and not the way out.
  if (where === 'file' && read.startsWith('Tabs are not allowed')) return `Replace the tab in ${line} by spaces.`
  if (where === 'file') return `Correct ${line}.`
  if (read === 'nothing' && /^\w+$/.test(expected)) return `Add \`${where}: ${expected}\` at ${line}.`
  return read === 'nothing'
    ? `Add \`${where}\` at ${line}: ${expected}.`
    : `Correct \`${where}\` in ${line}: write ${expected}.`
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
    return mistake(reading, place, where, found.expected, read, aboutKey(found.key, path, keys, shape))
  }
  const value = valueAt(document, path)
  const read = value === undefined || (path.length === 0 && value === null) ? 'nothing' : shown(value)
  const known = valuesAt(shape, path)
  const expected = found.expected.startsWith('a known `') ? listed(known) : found.expected
  const near = typeof value === 'string' && !known.includes(value) ? meantBy(value, known) : undefined
  const more =
    near === undefined
      ? undefined
      : { question: `did you mean ${near}?`, step: `Write \`${near}\` instead of \`${String(value)}\`` }
  return mistake(reading, at(node?.range?.[0] ?? 0), where, expected, read, more)
}

/** The value at the path. A short form, such as a URL for a map with a `url`, is the value of its members. */
function valueAt(document: Document.Parsed, path: readonly PropertyKey[]): unknown {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1) as unknown[]) : undefined
  return document.getIn(path as unknown[]) ?? (typeof parent === 'string' ? parent : undefined)
}

function meantBy(written: string, known: readonly string[]): string | undefined {
  const usual = USUAL_WORDS[written.toLowerCase()]
  return usual !== undefined && known.includes(usual) ? usual : nearestWord(written, known)
}

function listed(words: readonly string[]): string {
  return words.join(' or ')
}

/** What may be meant by an unknown key: a known one of its map, or one that belongs elsewhere. */
function aboutKey(
  key: string,
  path: readonly PropertyKey[],
  present: readonly string[],
  shape: z.core.$ZodType,
): Meaning | undefined {
  const alternatives = alternativesAt(shape, path)
  const other = alternatives.find((name) => name !== key && present.includes(name))
  if (other !== undefined && alternatives.includes(key)) {
    const shown = alternatives.length > SHOWN_KEYS ? [other, key] : alternatives
    return {
      question: `an entry has one of ${shown.map((name) => `\`${name}\``).join(', ')}`,
      step: `Make two entries, one of \`${other}\` and one of \`${key}\`,`,
    }
  }
  const known = keysAt(shape, path, present).filter((name) => !present.includes(name))
  const near = meantBy(key, known)
  if (near !== undefined) return { question: `did you mean ${near}?`, step: `Write \`${near}\` instead of \`${key}\`` }
  const owners = ownersOf(shape, path, key)
  if (owners.length > 0) {
    const which = owners.map((owner) => `\`${owner}\``).join(' or ')
    return { question: `it is an option of ${which}`, step: `Remove \`${key}\`, or use it beside ${which}` }
  }
  const here = path.reduce<string>(
    (before, part) =>
      typeof part === 'number' ? `${before}[]` : before === '' ? String(part) : `${before}.${String(part)}`,
    '',
  )
  const places = placesOf(shape, key).filter((place) => place !== here)
  const [place] = places
  if (place !== undefined && places.length <= SHOWN_PLACES) {
    const homes = places.map((each) => `\`${each || 'the top level'}\``).join(' or ')
    return { question: `it is a key of ${homes}`, step: `Move \`${key}\` to ${homes}` }
  }
  return known.length > 0 && known.length <= SHOWN_KEYS
    ? { question: `known here: ${known.join(', ')}`, step: `Remove \`${key}\`, or write one of ${known.join(', ')}` }
    : undefined
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
