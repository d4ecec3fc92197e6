/** Characters that are shown as nothing, and marks that turn text around, but the selectors of the style of an emoji. */
const INVISIBLE = /(?!\t|\n|\uFE0E|\uFE0F)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu
/** Marks on one letter beyond those of any language, which cover the lines above and below. */
const STACKED = /(\p{M}{6})\p{M}+/gu
const ANSI =
  // eslint-disable-next-line no-control-regex
  /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?)/g

/** A text from outside without colour codes, in which each character that cannot be seen is named: `⟨U+202E⟩`. Lines stay. */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(ANSI, '')
    .replaceAll('\r\n', '\n')
    .replaceAll(STACKED, '$1…')
    .replaceAll(INVISIBLE, (mark) => `⟨U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
}
