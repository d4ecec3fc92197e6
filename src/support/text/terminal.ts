import { writeFileSync } from 'node:fs'
import type { Annotation, Log, Runner } from '../runtime.ts'
import { visible } from './visible.ts'

/** Output of a step without GitHub's runner: on a laptop, or in another CI. */
export interface Terminal {
  readonly log: Log
  readonly runner: Omit<Runner, 'input'>
}

/** `write` gets one line at a time, without a line end, in which secrets are masked. */
export function terminal(write: (line: string) => void): Terminal {
  const secrets: string[] = []
  const said: string[] = []
  let report = ''
  const say = (text: string): void => {
    const shown = secrets.reduce((line, secret) => line.replaceAll(secret, '***'), visible(text))
    said.push(shown)
    if (said.length > REMEMBERED) said.shift()
    write(shown)
  }
  return {
    log: {
      debug: () => undefined,
      info: say,
      warning: (text) => say(`warning: ${text}`),
      async group(title, body) {
        say(`--- ${title}`)
        return body()
      },
      mask: (value) => void (value !== '' && secrets.push(value)),
    },
    runner: {
      output(name, value) {
        if (name === 'report') report = value
      },
      summary: (markdown) => {
        if (report === '') return Promise.resolve()
        const path = report.replace(/\.html$/, '.md')
        writeFileSync(path, markdown)
        say(`summary: ${path}`)
        say(`page: ${report}`)
        return Promise.resolve()
      },
      annotate: (annotation) => {
        for (const line of linesOf(annotation, said)) say(line)
      },
    },
  }
}

/** Number of last lines that are compared to avoid repetition. */
const REMEMBERED = 20

/** Where the log already has the first cause in full, only its place is printed. */
function linesOf({ level, title, message, file, line, column }: Annotation, said: readonly string[]): string[] {
  const place = [file, line, column].filter((part) => part !== undefined).join(':')
  const [first = '', ...more] = message.split('\n')
  if (said.some((earlier) => earlier.includes(first))) return place === '' ? [] : [`  at        ${place}`]
  return [
    `${level}: ${first} [${title}]`,
    ...more.map((each) => `  ${each}`),
    ...(place === '' ? [] : [`  at ${place}`]),
  ]
}
