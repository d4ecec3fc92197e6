import { stripVTControlCharacters, styleText } from 'node:util'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** The output of the rehearsal: the terminal, with colours if it supports them, and the log without. */
export interface Terminal {
  line(text?: string): void
  /** Writes a line to the log only. */
  aside(text: string): void
  /** Colours a text for the terminal; the log has it without colours. */
  paint(style: Style, text: string): string
  /** Prints a heading with a rule. */
  heading(text: string): void
  readonly log: readonly string[]
}

const WIDTH = 78

export function createTerminal(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Terminal {
  const coloured = stream.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb'
  const log: string[] = []
  const line = (text = ''): void => {
    // The output of a step is data, which must not move the cursor or change colours.
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

/** Untrusted text as one line without escape sequences and control characters. */
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
