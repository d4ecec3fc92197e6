import { clipped, html } from '../escape.ts'

/** Of any text: what is longer stands in the evidence, and would only make the page too large to open. */
const MOST_TEXT = 8_000

/** A piece of HTML. It is made by `markup` alone, so whatever else is put into a page is text and escaped. */
export class Markup {
  readonly source: string

  private constructor(source: string) {
    this.source = source
  }

  static of(parts: readonly string[], values: readonly Content[]): Markup {
    return new Markup(parts.map((part, index) => part + (index < values.length ? render(values[index]) : '')).join(''))
  }
}

export type Content = Markup | string | number | undefined | null | false | readonly Content[]

/** HTML with values in it: texts are escaped, markup and lists of it are taken as they are, nothing becomes nothing. */
export function markup(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return Markup.of(parts, values)
}

function render(value: Content): string {
  if (value instanceof Markup) return value.source
  if (Array.isArray(value)) return value.map((one: Content) => render(one)).join('')
  if (typeof value === 'string') return html(clipped(value, MOST_TEXT))
  return typeof value === 'number' ? String(value) : ''
}
