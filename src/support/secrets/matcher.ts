import type { SecretForm } from './forms.ts'

/** Masks secrets in a text that comes in pieces. */
export interface MaskedStream {
  /** @returns the text that can be shown; a possible beginning of a secret is held back until the next piece */
  push(text: string): string
  /** @returns the text that was held back */
  end(): string
}

const HIDDEN = '***'
/** Number of adjacent characters with which a search starts. */
const START = 4
/** Maximum length of a line break with indentation in a form that wraps. */
const MOST_BREAK = 8
const BUCKETS = 65_536

/** Finds forms of secrets in texts. */
export class SecretMatcher {
  readonly #byStart = new Map<string, SecretForm[]>()
  /** Hashes of the possible starts: most of a text is skipped by them. */
  readonly #buckets = new Uint8Array(BUCKETS)
  readonly #known = new Set<string>()
  /** Beginnings that are shorter than a start. */
  readonly #tails = new Set<string>()

  add(form: SecretForm): void {
    const { text } = form
    if (text.length < START || this.#known.has(text)) return
    this.#known.add(text)
    const start = text.slice(0, START)
    const forms = this.#byStart.get(start) ?? []
    forms.push(form)
    this.#byStart.set(start, forms)
    this.#buckets[bucketOf(start, 0)] = 1
    for (let length = 1; length < START; length++) this.#tails.add(text.slice(0, length))
  }

  hide(text: string): string {
    return this.#known.size === 0 ? text : this.#scan(text, true).shown
  }

  stream(): MaskedStream {
    let held = ''
    const scan = (text: string, isLast: boolean): string => {
      const { shown, rest } = this.#scan(held + text, isLast)
      held = rest
      return shown
    }
    return { push: (text) => scan(text, false), end: () => scan('', true) }
  }

  #scan(text: string, isLast: boolean): { shown: string; rest: string } {
    let shown = ''
    let from = 0
    let at = 0
    while (at < text.length) {
      if (at + START <= text.length && this.#buckets[bucketOf(text, at)] === 0) {
        at += 1
        continue
      }
      const { length, isOpen } = this.#match(text, at)
      if (isOpen && !isLast) break
      if (length === 0) {
        at += 1
        continue
      }
      shown += text.slice(from, at) + HIDDEN
      at += length
      from = at
    }
    return { shown: shown + text.slice(from, at), rest: text.slice(at) }
  }

  /** The length of the secret, or part of one, at this position; open where the following text decides. */
  #match(text: string, at: number): { length: number; isOpen: boolean } {
    const start = text.slice(at, at + START)
    if (start.length < START) return { length: 0, isOpen: this.#tails.has(start) }
    let length = 0
    let isOpen = false
    for (const form of this.#byStart.get(start) ?? []) {
      const walked = walk(form, text, at)
      isOpen ||= walked.isOpen
      if (walked.matched === form.text.length || walked.matched >= form.leastPart)
        length = Math.max(length, walked.length)
    }
    return { length, isOpen }
  }
}

/** How many characters of a form match at this position, and the length of the match in the text. */
function walk(form: SecretForm, text: string, from: number): { matched: number; length: number; isOpen: boolean } {
  let matched = 0
  let length = 0
  let skipped = 0
  for (let at = from; matched < form.text.length; at++) {
    if (at === text.length) return { matched, length, isOpen: true }
    const char = text.charAt(at)
    if (char === form.text.charAt(matched)) {
      matched += 1
      length = at - from + 1
      skipped = 0
    } else {
      skipped += 1
      if (!form.wraps || skipped > MOST_BREAK || (char !== '\n' && char !== '\r' && char !== ' ')) break
    }
  }
  return { matched, length, isOpen: false }
}

const FACTOR = 31

function bucketOf(text: string, at: number): number {
  let hash = 0
  for (let index = at; index < at + START; index++) hash = (hash * FACTOR + text.charCodeAt(index)) % BUCKETS
  return hash
}
