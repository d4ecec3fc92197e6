const MASK = '***'

/** Values that must not be seen, as the runner keeps them: longest first, so that no part of a secret stays. */
export class Masks {
  readonly #values = new Set<string>()

  /** The runner masks each line of a value of several lines, too. */
  add(value: string): void {
    for (const part of [value, ...value.split(/\r?\n/)]) {
      if (part.trim() !== '') this.#values.add(part)
    }
  }

  hide(text: string): string {
    return [...this.#values]
      .toSorted((a, b) => b.length - a.length)
      .reduce((hidden, value) => hidden.replaceAll(value, MASK), text)
  }
}
