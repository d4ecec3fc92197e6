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

/** A form from one of the positions at which a search for it starts. */
interface Start {
  readonly form: SecretForm
  readonly from: number
}

/** Finds forms of secrets in texts. */
export class SecretMatcher {
  readonly #byStart = new Map<string, Start[]>()
  /** Hashes of the possible starts: most of a text is skipped by them. */
  readonly #buckets = new Uint8Array(BUCKETS)
  readonly #known = new Set<string>()
  /** Beginnings that are shorter than a start. */
  readonly #tails = new Set<string>()

  add(form: SecretForm): void {
    if (this.#known.has(form.text)) return
    this.#known.add(form.text)
    for (let from = 0; from < form.starts; from++) {
      const start = form.text.slice(from, from + START)
      if (start.length === START) this.#addStart(start, { form, from })
    }
  }

  #addStart(text: string, start: Start): void {
    const others = this.#byStart.get(text)
    if (others) others.push(start)
    else this.#byStart.set(text, [start])
    this.#buckets[bucketOf(text, 0)] = 1
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
    for (const { form, from } of this.#byStart.get(start) ?? []) {
      const walked = walk(form, from, text, at)
      isOpen ||= walked.isOpen
      if (walked.isWhole || walked.matched >= form.leastPart) length = Math.max(length, walked.length)
    }
    return { length, isOpen }
  }
}

/** How many characters of a form, from one of its starts, match at this position, and the length of the match. */
function walk(
  { text: form, wraps }: SecretForm,
  from: number,
  text: string,
  position: number,
): { matched: number; isWhole: boolean; length: number; isOpen: boolean } {
  let next = from
  let length = 0
  let skipped = 0
  let isOpen = false
  for (let at = position; next < form.length; at++) {
    isOpen = at === text.length
    if (isOpen) break
    const char = text.charAt(at)
    if (char === form.charAt(next)) {
      next += 1
      length = at - position + 1
      skipped = 0
    } else {
      skipped += 1
      if (!wraps || skipped > MOST_BREAK || (char !== '\n' && char !== '\r' && char !== ' ')) break
    }
  }
  return { matched: next - from, isWhole: next === form.length, length, isOpen }
}

const FACTOR = 31

function bucketOf(text: string, at: number): number {
  let hash = 0
  for (let index = at; index < at + START; index++) hash = (hash * FACTOR + text.charCodeAt(index)) % BUCKETS
  return hash
}
