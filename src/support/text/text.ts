import { showNumber } from './rounding.ts'

const SHOWN_LENGTH = 600

/** A text from outside as one line: control characters become spaces, long texts are cut with an ellipsis. */
export function oneLine(text: string, length = SHOWN_LENGTH): string {
  const line = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
  return line.length > length ? `${line.slice(0, length).toWellFormed()}…` : line
}

/** A text in one line in which control characters, such as a line break in a file's name, can be told apart: `two\nlines`. */
export function exactLine(text: string): string {
  return text.toWellFormed().replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (found) => {
    const code = found.codePointAt(0) ?? 0
    return found === '\n' ? '\\n' : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** Lines of a text from outside, without colours and other control sequences, each as one line; empty lines are left out. */
export function plainLines(text: string): string[] {
  return (
    text
      // eslint-disable-next-line no-control-regex -- the escape character is searched for
      .replaceAll(/\u001B\[[0-?]*[ -/]*[@-~]/g, '')
      .split(/\r?\n|\r/)
      .map((line) => oneLine(line))
      .filter((line) => line !== '')
  )
}

/** `1 target`, `1,200 targets` */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${showNumber(count)} ${count === 1 ? one : many}`
}

/** `web, db and 3 more` */
export function listed(names: readonly string[], most: number): string {
  const more = names.length - most
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${showNumber(more)} more` : names.join(', ')
}
