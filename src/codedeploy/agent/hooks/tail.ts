/** The agent's limit for the log in its diagnostics, in characters. */
const TAIL_LENGTH = 2048

/** The end of what a hook wrote, in bounded memory. */
export interface Tail {
  /** One whole line with its line end, or the last piece of the output. */
  line(text: string): void
  text(): string
}

/** The last 2,048 characters, also where one line is longer. */
export class NewestTail implements Tail {
  #text = ''

  line(text: string): void {
    this.#text += text.slice(-TAIL_LENGTH)
    if (this.#text.length > 8 * TAIL_LENGTH) this.#text = this.#text.slice(-TAIL_LENGTH)
  }

  text(): string {
    return this.#text.slice(-TAIL_LENGTH).toWellFormed()
  }
}

/** As AWS's agent 1.8 does it: the last whole lines that together stay below 2,048 characters; a longer line empties it. */
export class WholeLinesTail implements Tail {
  #lines: string[] = []
  #length = 0

  line(text: string): void {
    const length = characters(text)
    this.#lines.push(text)
    this.#length += length
    while (this.#length >= TAIL_LENGTH) this.#length -= characters(this.#lines.shift() ?? '')
  }

  text(): string {
    return this.#lines.join('').toWellFormed()
  }
}

function characters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
