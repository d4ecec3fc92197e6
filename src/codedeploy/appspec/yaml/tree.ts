/** Makes a tree of the tokens of the first document. */
import { YamlError } from './cursor.ts'
import type { Mark } from './cursor.ts'
import { Scanner } from './scanner.ts'
import type { Token } from './scanner.ts'
import type { Tag } from './tags.ts'

/** One value of a document. `start` and `end` are those of its content, without anchor and tag. */
export type YamlNode = {
  readonly start: Mark
  readonly end: Mark
  readonly anchor?: string
  readonly tag?: string
} & (
  | { readonly kind: 'alias'; readonly name: string }
  | { readonly kind: 'scalar'; readonly text: string; readonly plain: boolean }
  | { readonly kind: 'list'; readonly items: readonly YamlNode[] }
  | { readonly kind: 'map'; readonly pairs: readonly (readonly [key: YamlNode, value: YamlNode])[] }
)

type Pair = readonly [key: YamlNode, value: YamlNode]

/** Deeper nesting is an attack on a reader, not an AppSpec. */
const MAX_DEPTH = 200

/** The first document of a text; undefined where there is none. What follows it is not read. */
export function readTree(text: string): YamlNode | undefined {
  const scanner = new Scanner(text)
  if (scanner.peek().kind === 'end') return undefined
  const root = new TreeReader(scanner).document()
  // The agent has the document only when it has seen what comes next.
  scanner.peek()
  return root
}

/** The first document of a text, and where something follows it. */
export function readDocument(text: string): { readonly root?: YamlNode; readonly rest?: Mark } {
  const scanner = new Scanner(text)
  if (scanner.peek().kind === 'end') return {}
  const root = new TreeReader(scanner).document()
  try {
    while (scanner.peek().kind === 'document-end') scanner.next()
    const { kind, start } = scanner.peek()
    if (kind === 'document-start') scanner.next()
    return { root, ...(scanner.peek().kind !== 'end' && { rest: start }) }
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    return { root, rest: error.mark }
  }
}

class TreeReader {
  readonly #scanner: Scanner
  readonly #prefixes = new Map<string, string>()
  #depth = 0

  constructor(scanner: Scanner) {
    this.#scanner = scanner
  }

  document(): YamlNode {
    let explicit = false
    let versioned = false
    for (let token = this.#peek(); token.kind === 'directive'; token = this.#peek()) {
      explicit = true
      this.#next()
      const { directive } = token
      if ('version' in directive) {
        if (versioned || !['1.1', '1.2'].includes(directive.version))
          throw new YamlError('%YAML stands once, with 1.1 or 1.2', token.start)
        versioned = true
      } else {
        if (this.#prefixes.has(directive.handle)) throw new YamlError('%TAG gives a handle twice', token.start)
        this.#prefixes.set(directive.handle, directive.prefix)
      }
    }
    if (!this.#prefixes.has('!')) this.#prefixes.set('!', '!')
    if (!this.#prefixes.has('!!')) this.#prefixes.set('!!', 'tag:yaml.org,2002:')
    if (!explicit && this.#peek().kind !== 'document-start') return this.#node(true)
    const start = this.#next()
    if (start.kind !== 'document-start') throw new YamlError('--- is missing after the directives', start.start)
    const isEmpty = this.#at('directive', 'document-start', 'document-end', 'end')
    return isEmpty ? this.#empty(this.#peek().start) : this.#node(true)
  }

  #peek(): Token {
    return this.#scanner.peek()
  }

  #next(): Token {
    return this.#scanner.next()
  }

  #at(...kinds: readonly Token['kind'][]): boolean {
    return kinds.includes(this.#peek().kind)
  }

  #empty(mark: Mark): YamlNode {
    return { kind: 'scalar', text: '', plain: true, start: mark, end: mark }
  }

  /** A value with its anchor and tag. `dashes`: a list may begin in the column of the key that it belongs to. */
  #node(inBlock: boolean, dashes = false): YamlNode {
    if (++this.#depth > MAX_DEPTH) throw new YamlError(`nested deeper than ${MAX_DEPTH} levels`, this.#peek().start)
    const first = this.#peek()
    if (first.kind === 'alias') this.#next()
    const node =
      first.kind === 'alias'
        ? ({ kind: 'alias', name: first.name, start: first.start, end: first.end } as const)
        : this.#withProperties(inBlock, dashes)
    this.#depth--
    return node
  }

  #withProperties(inBlock: boolean, dashes: boolean): YamlNode {
    let anchor: string | undefined
    let tag: string | undefined
    let token = this.#peek()
    const { start } = token
    for (; ; token = this.#peek()) {
      if (token.kind === 'anchor' && anchor === undefined) anchor = token.name
      else if (token.kind === 'tag' && tag === undefined) tag = this.#resolve(token.tag, token.start)
      else break
      this.#next()
    }
    const content = this.#content(token, inBlock, dashes)
    if (!content && anchor === undefined && tag === undefined) {
      throw new YamlError(`a value is missing${named(token)}`, token.start)
    }
    return {
      ...(content ?? this.#empty(start)),
      ...(anchor !== undefined && { anchor }),
      ...(tag !== undefined && { tag }),
    }
  }

  #resolve(tag: Tag, at: Mark): string {
    if (tag.handle === '') return tag.suffix
    const prefix = this.#prefixes.get(tag.handle)
    if (prefix === undefined) throw new YamlError(`no %TAG says what ${tag.handle} stands for`, at)
    return prefix + tag.suffix
  }

  #content(token: Token, inBlock: boolean, dashes: boolean): YamlNode | undefined {
    if (token.kind === 'scalar') {
      this.#next()
      const { text, plain, start, end } = token
      return { kind: 'scalar', text, plain, start, end }
    }
    if (token.kind === '[') return this.#flowList()
    if (token.kind === '{') return this.#flowMap()
    if (dashes && token.kind === '-') return this.#dashes()
    if (inBlock && token.kind === 'block-list') return this.#blockList()
    if (inBlock && token.kind === 'block-map') return this.#blockMap()
    return undefined
  }

  #blockList(): YamlNode {
    const { start } = this.#next()
    const items: YamlNode[] = []
    while (this.#at('-')) {
      const dash = this.#next()
      items.push(this.#at('-', 'block-end') ? this.#empty(dash.end) : this.#node(true))
    }
    const end = this.#closing('block-end', 'a list continues with - in its own column')
    return { kind: 'list', items, start, end }
  }

  /** A list in the column of its key: it ends where the next key begins. */
  #dashes(): YamlNode {
    const { start } = this.#peek()
    const items: YamlNode[] = []
    while (this.#at('-')) {
      const dash = this.#next()
      items.push(this.#at('-', 'key', 'value', 'block-end') ? this.#empty(dash.end) : this.#node(true))
    }
    return { kind: 'list', items, start, end: this.#peek().start }
  }

  #blockMap(): YamlNode {
    const { start } = this.#next()
    const pairs: Pair[] = []
    const part = (mark: Mark): YamlNode =>
      this.#at('key', 'value', 'block-end') ? this.#empty(mark) : this.#node(true, true)
    // A value without a key is refused where a key is expected.
    while (this.#at('key')) {
      const key = part(this.#next().end)
      const value = this.#at('value') ? part(this.#next().end) : this.#empty(this.#peek().start)
      pairs.push([key, value])
    }
    const end = this.#closing('block-end', 'a map continues with a key in its own column')
    return { kind: 'map', pairs, start, end }
  }

  #flowList(): YamlNode {
    const { start } = this.#next()
    const items: YamlNode[] = []
    while (!this.#at(']')) {
      if (items.length > 0) this.#closing(',', 'a comma or ] is missing')
      if (this.#at(']')) break
      items.push(this.#at('key') ? this.#flowPair() : this.#node(false))
    }
    return { kind: 'list', items, start, end: this.#next().end }
  }

  /** `[a: 1]` is a list with a map of one pair. */
  #flowPair(): YamlNode {
    const { start } = this.#next()
    // libyaml loses the token that stands where the key is missing.
    const key = this.#at('value', ',', ']') ? this.#empty(this.#next().end) : this.#node(false)
    const value = this.#flowValue(']')
    return { kind: 'map', pairs: [[key, value]], start, end: this.#peek().start }
  }

  #flowMap(): YamlNode {
    const { start } = this.#next()
    const pairs: Pair[] = []
    while (!this.#at('}')) {
      if (pairs.length > 0) this.#closing(',', 'a comma or } is missing')
      if (this.#at('}')) break
      if (this.#at('key')) {
        this.#next()
        const key = this.#at('value', ',', '}') ? this.#empty(this.#peek().start) : this.#node(false)
        pairs.push([key, this.#flowValue('}')])
      } else {
        const key = this.#node(false)
        pairs.push([key, this.#empty(this.#peek().start)])
      }
    }
    return { kind: 'map', pairs, start, end: this.#next().end }
  }

  #flowValue(close: ']' | '}'): YamlNode {
    if (!this.#at('value')) return this.#empty(this.#peek().start)
    this.#next()
    return this.#at(',', close) ? this.#empty(this.#peek().start) : this.#node(false)
  }

  #closing(kind: Token['kind'], message: string): Mark {
    const token = this.#next()
    if (token.kind !== kind) {
      const unfinished = token.kind === 'end' && (kind === ',' || message.includes('comma'))
      throw new YamlError(unfinished ? 'the bracket is never closed' : `${message}${named(token)}`, token.start)
    }
    return token.end
  }
}

function named(token: Token): string {
  if (token.kind === 'end') return ', and the file ends'
  return token.kind === 'scalar' ? `, and "${token.text.slice(0, 40)}" stands here` : ''
}
