import { stripVTControlCharacters, styleText } from 'node:util'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** Where the rehearsal speaks: the terminal in colours where that is one, and a log without. */
export interface Terminal {
  line(text?: string): void
  /** For the log alone. */
  aside(text: string): void
  /** Colours a text for the terminal; the log keeps it plain. */
  paint(style: Style, text: string): string
  /** A heading with a line after it, so that steps are found when scrolling back. */
  heading(text: string): void
  readonly log: readonly string[]
}

const WIDTH = 78

export function createTerminal(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Terminal {
  const coloured = stream.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
  const log: string[] = []
  const line = (text = ''): void => {
    // What a step prints is data: it must not move the cursor or change colours here.
    log.push(stripVTControlCharacters(text))
    stream.write(`${text}\n`)
  }
  const paint = (style: Style, text: string): string =>
    coloured ? styleText(style, text, { validateStream: false }) : text
  return {
    line,
    aside: (text) => void log.push(stripVTControlCharacters(text)),
    paint,
    heading(text) {
      line()
      line(paint('bold', `${text} ${'─'.repeat(Math.max(3, WIDTH - text.length - 1))}`))
    },
    log,
  }
}

/** Text of others as one harmless line: no escape sequences, no control characters. */
export function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is removed
  return stripVTControlCharacters(text).replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
}

/** Breaks a text into lines of at most `width` characters, at spaces where there are any. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
