import { Composer, isAlias, isMap, isPair, isScalar, isSeq, LineCounter, Parser } from 'yaml'
import type { Document, Node, ParsedNode } from 'yaml'
import { DisallowedClass, resolvePlain } from './scalars.ts'
import type { Place } from './types.ts'
import { inspect } from './values.ts'
import type { Entry, Value } from './values.ts'

/** Text that the agent cannot load: where, why, and the class of the error that it raises. */
export interface YamlFault extends Place {
  readonly message: string
  readonly raises: 'SyntaxError' | 'BadAlias' | 'DisallowedClass' | 'ArgumentError'
}

export type Loaded = { readonly value: Value | undefined } | { readonly fault: YamlFault }

/** Deeper nesting is an attack on a reader, not an AppSpec. */
const MAX_DEPTH = 200

/**
 * Loads YAML or JSON as the agent does (psych 4 over libyaml): the first document only, duplicate keys allowed and the
 * last one counts, aliases and dates refused. `value` is undefined for an empty document. `aliases` allows them, as
 * the 2.x agent does.
 */
export function loadYaml(text: string, options: { readonly aliases?: boolean } = {}): Loaded {
  const source = firstDocument(text)
  const control = /[^\t\n\r\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.exec(source)
  const lines = new LineCounter()
  const document = compose(source, lines)
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  // libyaml does not care how far a closing bracket is indented.
  const error = document?.errors.find(({ code, message }) => !(code === 'BAD_INDENT' && message.startsWith('Flow ')))
  if (control)
    return {
      fault: {
        ...place(control.index),
        message: 'control characters, and bytes that are not UTF-8, are not allowed',
        raises: 'SyntaxError',
      },
    }
  if (error) {
    const message = error.message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.code
    return { fault: { ...place(error.pos[0]), message, raises: 'SyntaxError' } }
  }
  if (!document?.contents) return { value: undefined }
  try {
    return { value: new Reader(source, place, document, options.aliases ?? false).read(document.contents, 0) }
  } catch (caught) {
    if (caught instanceof Refused) return { fault: caught.fault }
    throw caught
  }
}

/**
 * The text of a file. Bytes that are not UTF-8 become NUL, which no YAML may contain: the agent refuses them at the same
 * place.
 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('utf8').replaceAll('\uFFFD', '\0')
  }
}

/** Line breaks of YAML 1.1 that later versions do not know. */
const OTHER_BREAKS = /\r(?!\n)|[\u0085\u2028\u2029]/g

/**
 * libyaml takes a byte order mark for one column of indentation, and ends the first document where a line stands left of
 * its first key: what follows is never read.
 */
function firstDocument(text: string): string {
  const source = (text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text).replaceAll(OTHER_BREAKS, '\n')
  const first = /^(?: *(?:#.*)?\r?\n)*( +)(?=[^\s#])/.exec(source)
  const indent = first?.[1]?.length ?? 0
  if (!first || indent === 0) return source
  let offset = first[0].length
  for (const line of source
    .slice(offset)
    .split(/(?<=\n)/)
    .slice(0)) {
    const own = /^ */.exec(line)?.[0].length ?? 0
    const starts = offset > first[0].length
    if (starts && own < indent && /^ *[^\s#]/.test(line) && isClosed(source.slice(0, offset)))
      return source.slice(0, offset)
    offset += line.length
  }
  return source
}

/** Whether a text ends outside of quotes and brackets. */
function isClosed(text: string): boolean {
  return compose(text, new LineCounter())?.errors.length === 0
}

function compose(text: string, lines: LineCounter): Document.Parsed<ParsedNode> | undefined {
  const composer = new Composer({
    version: '1.1',
    schema: 'failsafe',
    uniqueKeys: false,
    strict: true,
    lineCounter: lines,
  })
  const documents = composer.compose(new Parser(lines.addNewLine).parse(text), true, text.length)
  return documents.next().value as Document.Parsed<ParsedNode> | undefined
}

class Refused extends Error {
  readonly fault: YamlFault
  constructor(fault: YamlFault) {
    super(fault.message)
    this.fault = fault
  }
}

class Reader {
  readonly #source: string
  readonly #place: (offset: number) => Place
  readonly #document: Document.Parsed<ParsedNode>
  readonly #aliases: boolean

  constructor(
    source: string,
    place: (offset: number) => Place,
    document: Document.Parsed<ParsedNode>,
    aliases: boolean,
  ) {
    this.#source = source
    this.#place = place
    this.#document = document
    this.#aliases = aliases
  }

  read(node: Node | null, depth: number): Value {
    if (node === null) return { kind: 'nil', line: 1, column: 1, written: '' }
    const [start = 0, end = 0] = node.range ?? []
    const at = { ...this.#place(start), written: this.#source.slice(start, end) }
    const refuse = (raises: YamlFault['raises'], message: string): never => {
      throw new Refused({ line: at.line, column: at.column, message, raises })
    }
    if (depth > MAX_DEPTH) return refuse('SyntaxError', `nested deeper than ${MAX_DEPTH} levels`)
    if (isAlias(node)) {
      const target = this.#aliases ? node.resolve(this.#document) : undefined
      return target ? this.read(target, depth + 1) : refuse('BadAlias', `Unknown alias: ${node.source}`)
    }
    if (isScalar(node)) return this.#scalar(node, at, refuse)
    const tag = tagOf(node)
    if (tag !== undefined && /^!ruby\/|^tag:ruby\.yaml\.org/.test(tag))
      refuse('DisallowedClass', `Tried to load unspecified class: ${tag}`)
    const last = this.#source[end - 1] ?? ''
    if ('flow' in node && node.flow && !']}'.includes(last)) refuse('SyntaxError', 'the bracket is never closed')
    if (isSeq(node)) {
      return { ...at, kind: 'list', items: node.items.map((item) => this.read(item as Node | null, depth + 1)) }
    }
    if (isMap(node)) return { ...at, kind: 'map', entries: this.#entries(node, at, depth, refuse) }
    return refuse('SyntaxError', 'this is not a value')
  }

  #entries(
    map: { readonly items: readonly unknown[]; readonly flow?: boolean },
    at: Place,
    depth: number,
    refuse: (raises: YamlFault['raises'], message: string) => never,
  ): Entry[] {
    const entries = new Map<string, Entry>()
    for (const item of map.items) {
      if (!isPair(item)) continue
      const [start, end] = (item.key as Node | null)?.range ?? [0, 0]
      if (!map.flow && start === end) refuse('SyntaxError', 'did not find expected key')
      const key = this.read(item.key as Node | null, depth + 1)
      const value = item.value === null ? empty(key, at) : this.read(item.value as Node, depth + 1)
      const merged = key.kind === 'string' && key.value === '<<' ? mergeable(value) : undefined
      for (const entry of merged ?? [{ key, value }]) entries.set(inspect(entry.key), entry)
    }
    return [...entries.values()]
  }

  #scalar(
    node: Node & { value: unknown; type?: string | undefined; source?: string },
    at: Place & { written: string },
    refuse: (raises: YamlFault['raises'], message: string) => never,
  ): Value {
    const plain = node.type === 'PLAIN' || node.type === undefined
    const text = plain ? (node.source ?? '') : typeof node.value === 'string' ? node.value : ''
    const tag = tagOf(node)
    if (!plain || tag === 'tag:yaml.org,2002:str' || tag === '!str' || tag === '!')
      return { ...at, kind: 'string', value: text }
    if (tag !== undefined && /^!ruby\/(?!sym|string)/.test(tag))
      refuse('DisallowedClass', `Tried to load unspecified class: ${tag}`)
    if (tag === 'tag:yaml.org,2002:binary' || tag === '!binary') {
      return { ...at, kind: 'string', value: Buffer.from(text, 'base64').toString('latin1') }
    }
    try {
      const value = resolvePlain(text, at)
      const asFloat = tag === 'tag:yaml.org,2002:float' || tag === '!float'
      if (asFloat && value.kind === 'int') return { ...at, kind: 'float', value: Number(value.value) }
      if (asFloat && value.kind !== 'float')
        refuse('ArgumentError', `invalid value for Float(): ${JSON.stringify(text)}`)
      return { ...value, written: at.written }
    } catch (error) {
      if (error instanceof DisallowedClass) return refuse('DisallowedClass', error.message)
      if (error instanceof RangeError) return refuse('ArgumentError', error.message)
      throw error
    }
  }
}

function tagOf(node: Node): string | undefined {
  return 'tag' in node && typeof node.tag === 'string' ? node.tag : undefined
}

function empty(key: Value, at: Place): Value {
  return { kind: 'nil', line: key.line, column: key.column || at.column, written: '' }
}

/** What `<<` brings in: the entries of a map, or of a list of maps of which the first wins. */
function mergeable(value: Value): readonly Entry[] | undefined {
  if (value.kind === 'map') return value.entries
  if (value.kind !== 'list' || value.items.some((item) => item.kind !== 'map')) return undefined
  return value.items.toReversed().flatMap((item) => (item.kind === 'map' ? item.entries : []))
}
