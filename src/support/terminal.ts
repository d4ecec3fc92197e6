import { writeFileSync } from 'node:fs'
import type { Annotation, Log, Runner } from '../ports.ts'

/** Where a step runs without GitHub's runner: on a laptop, or in another CI. People read its lines as they come. */
export interface Terminal {
  readonly log: Log
  readonly runner: Omit<Runner, 'input'>
}

/** `write` gets one line at a time, without a line end, in which nothing that was masked is left. */
export function terminal(write: (line: string) => void): Terminal {
  const secrets: string[] = []
  const said: string[] = []
  let report = ''
  const say = (text: string): void => {
    const shown = secrets.reduce((line, secret) => line.replaceAll(secret, '***'), text)
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

/** Lines that are looked through for what was said already. */
const REMEMBERED = 20

/** The first cause stands in the log with all about it: then only its place is news. */
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
