import { visible } from '../support/text/visible.ts'

export { visible }

/**
 * Everything that came from outside is data. Here it is made harmless for the place where it is shown; nothing else in
 * this module puts a text into Markdown or HTML.
 */

/** The same in one line. */
export function oneLine(text: string): string {
  return visible(text)
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ⏎ ')
    .replaceAll('\t', ' ')
}

/** Cut to so many characters, the end showing that it was cut. Never cuts a character in two. */
export function clipped(text: string, length: number): string {
  if (text.length <= length) return text
  return `${text
    .slice(0, Math.max(0, length - 1))
    .toWellFormed()
    .replace(/\uFFFD$/, '')}…`
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** For HTML, in elements and in quoted attributes. Lines stay. */
export function html(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (character) => HTML[character] ?? '')
}

/**
 * For one line of GitHub's Markdown, in cells of tables too: no markup, no links, no mentions, no emoji names, no
 * formulas come of it.
 */
export function markdown(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*[\]~$#!]/g, String.raw`\$&`)
    .replaceAll(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, String.raw`\_`)
    .replaceAll(/[&<>|]/g, (character) => (character === '|' ? '&#124;' : (HTML[character] ?? '')))
    .replaceAll('@', '@&#8203;')
    .replaceAll(/:(?=\/\/|[\w+-]+:)/g, '&#58;')
    .replaceAll(/\bwww\./gi, (start) => `${start.slice(0, -1)}&#46;`)
}

/** For one line of GitHub's Markdown, shown as code. Where a code span could end early, HTML takes its place. */
export function markdownCode(text: string): string {
  const line = oneLine(text)
  if (line === '') return '`∅`'
  return /[`|\\]/.test(line) ? `<code>${markdown(line)}</code>` : `\`${line}\``
}

/** A text in pieces: what stands between back quotes is code, a command to be copied. */
export function pieces(text: string): { readonly text: string; readonly code: boolean }[] {
  return text.split(/`([^`\n]+)`/).map((piece, index) => ({ text: piece, code: index % 2 === 1 }))
}

/** For one line of GitHub's Markdown, in which what stands between back quotes is code. */
export function markdownWithCode(text: string): string {
  return pieces(oneLine(text))
    .map(({ text: piece, code }) => {
      if (code) return markdownCode(piece)
      const [, before = '', after = ''] = /^(\s*).*?(\s*)$/.exec(piece) ?? []
      return piece.trim() === '' ? before : `${before}${markdown(piece)}${after}`
    })
    .join('')
}

/** Several lines as a fenced block, the fence longer than any in the text. */
export function markdownBlock(text: string): string {
  const lines = visible(text)
  const longest = Math.max(2, ...[...lines.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${lines}\n${fence}`
}
