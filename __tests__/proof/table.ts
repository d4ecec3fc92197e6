import { CODES } from '../../src/evidence/codes/index.ts'
import type { Row } from './row.ts'

/** The rows as a table in Markdown, in the order of the catalogue. */
export function tableOf(rows: readonly Pick<Row, 'code' | 'says' | 'truth'>[]): string {
  const codes = Object.keys(CODES)
  const sorted = rows.toSorted((a, b) => codes.indexOf(a.code) - codes.indexOf(b.code))
  const cells = [
    ['code', 'what is answered', 'what is so'],
    ...sorted.map(({ code, says, truth }) => [`\`${code}\``, says, truth]),
  ]
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)))
  const lines = cells.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
  const [head = '', ...rest] = lines
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rest].join('\n')
}
