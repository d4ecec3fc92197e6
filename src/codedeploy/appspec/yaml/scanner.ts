/**
 * Cuts a text into tokens by the rules of YAML 1.1 as libyaml, which the agent reads with, has them. Where they differ
 * from the specification, or from other readers, is where AppSpecs are accepted that others refuse: indentation counts
 * for nothing within brackets and quotes, and a line left of everything ends the document.
 */
import { Cursor, END, isBlank, isBreak, isSpaceOrEnd, YamlError } from './cursor.ts'
import type { Mark } from './cursor.ts'
import { readDirective, readName, readTag } from './tags.ts'
import type { Directive, Tag } from './tags.ts'
import { readBlock, readPlain, readQuoted } from './text.ts'

type Sign =
  | 'end'
  | 'document-start'
  | 'document-end'
  | 'block-list'
  | 'block-map'
  | 'block-end'
  | '['
  | ']'
  | '{'
  | '}'
  | ','
  | '-'
  | 'key'
  | 'value'

type Content =
  | { readonly kind: Sign }
  | { readonly kind: 'directive'; readonly directive: Directive }
  | { readonly kind: 'anchor' | 'alias'; readonly name: string }
  | { readonly kind: 'tag'; readonly tag: Tag }
  | { readonly kind: 'scalar'; readonly text: string; readonly plain: boolean }

export type Token = Content & { readonly start: Mark; readonly end: Mark }

/** What may turn out to be a key when a colon follows. */
interface KeyCandidate {
  readonly token: number
  readonly mark: Mark
  /** Nothing else can stand here. */
  readonly required: boolean
}

/** A key longer than this needs a `?` before it. */
const MAX_KEY = 1024

export class Scanner {
  readonly cursor: Cursor
  readonly #queue: Token[] = []
  #taken = 0
  #indent = -1
  readonly #indents: number[] = []
  /** One for each open bracket, and one for the text around them. */
  readonly #candidates: (KeyCandidate | undefined)[] = [undefined]
  #keyAllowed = true
  #ended = false

  constructor(text: string) {
    this.cursor = new Cursor(text)
  }

  peek(): Token {
    while (this.#needsMore()) this.#fetch()
    const [first] = this.#queue
    if (!first) throw new YamlError('nothing follows', this.cursor.mark)
    return first
  }

  next(): Token {
    const token = this.peek()
    // What ends the text stays, for whoever asks again.
    if (token.kind !== 'end') {
      this.#queue.shift()
      this.#taken++
    }
    return token
  }

  get #inFlow(): boolean {
    return this.#candidates.length > 1
  }

  /** A token may be given away when it cannot become a key any more. */
  #needsMore(): boolean {
    if (this.#ended) return false
    if (this.#queue.length === 0) return true
    this.#dropStale()
    return this.#candidates.some((candidate) => candidate?.token === this.#taken)
  }

  /** A key stands on one line and is short. */
  #dropStale(): void {
    for (const [level, candidate] of this.#candidates.entries()) {
      if (!candidate) continue
      const { line, index } = candidate.mark
      if (line < this.cursor.line || index + MAX_KEY < this.cursor.index) this.#dropCandidate(level)
    }
  }

  #dropCandidate(level = this.#candidates.length - 1): void {
    const candidate = this.#candidates[level]
    if (candidate?.required) throw new YamlError('a colon is missing after the key', candidate.mark)
    this.#candidates[level] = undefined
  }

  #saveCandidate(): void {
    if (!this.#keyAllowed) return
    this.#dropCandidate()
    const { mark } = this.cursor
    const required = !this.#inFlow && this.#indent === mark.column
    this.#candidates[this.#candidates.length - 1] = { token: this.#taken + this.#queue.length, mark, required }
  }

  #fetch(): void {
    const { cursor } = this
    this.#skipToToken()
    this.#dropStale()
    this.#unroll(cursor.column)
    const char = cursor.peek()
    const alone = isSpaceOrEnd(cursor.peek(1))
    if (char === END) return this.#end()
    if (cursor.column === 0 && char === '%') return this.#topLevel(() => this.#directive())
    if (cursor.atDocumentMark())
      return this.#topLevel(() => this.#add(char === '-' ? 'document-start' : 'document-end', 3))
    if (char === '[' || char === '{') return this.#open(char)
    if (char === ']' || char === '}') return this.#close(char)
    if (char === ',') return this.#comma()
    if (char === '-' && alone) return this.#dash()
    if (char === '?' && (this.#inFlow || alone)) return this.#questionMark()
    if (char === ':' && (this.#inFlow || alone)) return this.#colon()
    if ((char === '|' || char === '>') && !this.#inFlow) return this.#block()
    return this.#node(char)
  }

  /** An anchor, an alias, a tag or a scalar: each may begin a key, and none may follow within one. */
  #node(char: string): void {
    const { cursor } = this
    const start = cursor.mark
    const next = cursor.peek(1)
    const forbidden = ' \t-?:,[]{}#&*!|>\'"%@`'
    const isPlain =
      !forbidden.includes(char) ||
      (char === '-' && !isBlank(next)) ||
      ((char === '?' || char === ':') && !this.#inFlow && !isSpaceOrEnd(next))
    if (!isPlain && !'*&!\'"'.includes(char)) {
      throw new YamlError(
        char === '\t' ? 'Tabs cannot indent' : `nothing can begin with ${char}: it needs quotes`,
        start,
      )
    }
    this.#saveCandidate()
    this.#keyAllowed = false
    if (char === '*') this.#push({ kind: 'alias', name: readName(cursor) }, start)
    else if (char === '&') this.#push({ kind: 'anchor', name: readName(cursor) }, start)
    else if (char === '!') this.#push({ kind: 'tag', tag: readTag(cursor, this.#inFlow) }, start)
    else if (char === '"' || char === "'") this.#push({ kind: 'scalar', text: readQuoted(cursor), plain: false }, start)
    else {
      const { text, end, multiline } = readPlain(cursor, this.#inFlow, this.#indent + 1)
      if (multiline) this.#keyAllowed = true
      this.#push({ kind: 'scalar', text, plain: true }, start, end)
    }
  }

  #skipToToken(): void {
    const { cursor } = this
    for (;;) {
      // A byte order mark takes up a column.
      if (cursor.column === 0 && cursor.peek() === '\uFEFF') cursor.skip()
      const tabs = this.#inFlow || !this.#keyAllowed
      cursor.takeWhile((char) => char === ' ' || (tabs && char === '\t'))
      if (cursor.peek() === '#') cursor.takeWhile((char) => !isBreak(char))
      if (!isBreak(cursor.peek())) return
      cursor.takeBreak()
      if (!this.#inFlow) this.#keyAllowed = true
    }
  }

  #push(token: Content, start: Mark, end: Mark = this.cursor.mark): void {
    this.#queue.push({ ...token, start, end })
  }

  #add(kind: Sign, length = 1): void {
    const start = this.cursor.mark
    this.cursor.skip(length)
    this.#push({ kind }, start)
  }

  #insert(kind: Sign, mark: Mark, token?: number): void {
    const at = token === undefined ? this.#queue.length : token - this.#taken
    this.#queue.splice(at, 0, { kind, start: mark, end: mark })
  }

  /** Begins a list or a map where something stands further to the right than what it stands in. */
  #roll(kind: 'block-map' | 'block-list', mark: Mark, token?: number): void {
    if (this.#inFlow || this.#indent >= mark.column) return
    this.#indents.push(this.#indent)
    this.#indent = mark.column
    this.#insert(kind, mark, token)
  }

  #unroll(column: number): void {
    if (this.#inFlow) return
    while (this.#indent > column) {
      this.#push({ kind: 'block-end' }, this.cursor.mark)
      this.#indent = this.#indents.pop() ?? -1
    }
  }

  #topLevel(add: () => void): void {
    this.#unroll(-1)
    this.#dropCandidate()
    this.#keyAllowed = false
    add()
  }

  #end(): void {
    if (this.cursor.column !== 0) this.cursor.newLine()
    this.#topLevel(() => this.#push({ kind: 'end' }, this.cursor.mark))
    this.#ended = true
  }

  #directive(): void {
    const start = this.cursor.mark
    this.#push({ kind: 'directive', directive: readDirective(this.cursor) }, start)
  }

  #open(char: '[' | '{'): void {
    this.#saveCandidate()
    this.#candidates.push(undefined)
    this.#keyAllowed = true
    this.#add(char)
  }

  #close(char: ']' | '}'): void {
    this.#dropCandidate()
    if (this.#inFlow) this.#candidates.pop()
    this.#keyAllowed = false
    this.#add(char)
  }

  #comma(): void {
    this.#dropCandidate()
    this.#keyAllowed = true
    this.#add(',')
  }

  /** Within brackets a dash is refused by whoever reads the tokens. */
  #dash(): void {
    this.#beginOrRefuse('block-list', 'a list cannot begin here')
    this.#dropCandidate()
    this.#keyAllowed = true
    this.#add('-')
  }

  #questionMark(): void {
    this.#beginOrRefuse('block-map', 'a key cannot begin here')
    this.#dropCandidate()
    this.#keyAllowed = !this.#inFlow
    this.#add('key')
  }

  #colon(): void {
    const candidate = this.#candidates.at(-1)
    if (candidate) {
      this.#insert('key', candidate.mark, candidate.token)
      this.#roll('block-map', candidate.mark, candidate.token)
      this.#candidates[this.#candidates.length - 1] = undefined
      this.#keyAllowed = false
    } else {
      this.#beginOrRefuse('block-map', 'a colon cannot stand here: a text that contains one needs quotes')
      this.#keyAllowed = !this.#inFlow
    }
    this.#add('value')
  }

  #beginOrRefuse(kind: 'block-map' | 'block-list', message: string): void {
    if (this.#inFlow) return
    if (!this.#keyAllowed) throw new YamlError(message, this.cursor.mark)
    this.#roll(kind, this.cursor.mark)
  }

  #block(): void {
    this.#dropCandidate()
    this.#keyAllowed = true
    const start = this.cursor.mark
    this.#push({ kind: 'scalar', text: readBlock(this.cursor, this.#indent), plain: false }, start)
  }
}
