const MASK = '***'

/** Masked values, longest first so that no part of a secret remains. */
export class Masks {
  readonly #values = new Set<string>()

  /** The runner also masks each line of a multi-line value. */
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
