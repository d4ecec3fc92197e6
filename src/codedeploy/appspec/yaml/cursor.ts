/** A place in a text, from 0: characters from its beginning, line, and characters from the line's beginning. */
export interface Mark {
  readonly index: number
  readonly line: number
  readonly column: number
}

/** Text that is not YAML, and where. `message` says what was met or missed. */
export class YamlError extends Error {
  readonly mark: Mark
  constructor(message: string, mark: Mark) {
    super(message)
    this.mark = mark
  }
}

/** What stands after the last character. YAML allows no NUL, so it cannot be met before. */
export const END = '\0'

/** Line breaks of YAML 1.1. Later versions know fewer. */
const BREAKS = '\r\n\u0085\u2028\u2029'

export const isBlank = (char: string): boolean => char === ' ' || char === '\t'
export const isBreak = (char: string): boolean => BREAKS.includes(char)
const isBreakOrEnd = (char: string): boolean => char === END || isBreak(char)
export const isSpaceOrEnd = (char: string): boolean => isBlank(char) || isBreakOrEnd(char)
export const isWordChar = (char: string): boolean => /^[\w-]$/.test(char)

/** Reads a text character by character, as far as possible without looking back. */
export class Cursor implements Mark {
  index = 0
  line = 0
  column = 0
  readonly #chars: readonly string[]

  constructor(text: string) {
    this.#chars = Array.from(text)
  }

  get mark(): Mark {
    return { index: this.index, line: this.line, column: this.column }
  }

  peek(ahead = 0): string {
    return this.#chars[this.index + ahead] ?? END
  }

  startsWith(text: string): boolean {
    return [...text].every((char, ahead) => this.peek(ahead) === char)
  }

  /** `---` or `...` at the beginning of a line and alone. */
  atDocumentMark(): boolean {
    return this.column === 0 && (this.startsWith('---') || this.startsWith('...')) && isSpaceOrEnd(this.peek(3))
  }

  /** One character, which is no line break. */
  take(): string {
    const char = this.peek()
    this.skip()
    return char
  }

  takeWhile(matches: (char: string) => boolean): string {
    let text = ''
    while (this.peek() !== END && matches(this.peek())) text += this.take()
    return text
  }

  skip(count = 1): void {
    this.index += count
    this.column += count
  }

  /** A line break, as the text that it stands for; empty at the end of the text. */
  takeBreak(): string {
    const char = this.peek()
    if (!isBreak(char)) return ''
    this.index += char === '\r' && this.peek(1) === '\n' ? 2 : 1
    this.newLine()
    return char === '\u2028' || char === '\u2029' ? char : '\n'
  }

  newLine(): void {
    this.line++
    this.column = 0
  }

  /** Blanks, a comment, and the line break. Anything else on the line is an error. */
  endLine(after: string): void {
    this.takeWhile(isBlank)
    if (this.peek() === '#') this.takeWhile((char) => !isBreak(char))
    if (!isBreakOrEnd(this.peek())) throw new YamlError(`only a comment may follow ${after}`, this.mark)
    this.takeBreak()
  }

  slice(from: number, to: number): string {
    return this.#chars.slice(from, to).join('')
  }
}
