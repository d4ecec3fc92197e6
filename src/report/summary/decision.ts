import type { Evidence } from '../../evidence/document.ts'
import { decisionRows } from '../decision.ts'
import { shown } from './cells.ts'

const TEXT_LENGTH = 400

/** What a reviewer has to know to decide. */
export function decision(documents: readonly Evidence[]): string[] {
  const rows = decisionRows(documents)
  if (rows.length === 0) return []
  return [
    [
      '| To decide | |',
      '|---|---|',
      ...rows.map(
        ({ question, lines, link }) =>
          `| **${question}** | ${[...lines.map((line) => shown(line, TEXT_LENGTH)), ...(link === undefined ? [] : [`[compare the commits](${link})`])].join('<br>')} |`,
      ),
    ].join('\n'),
  ]
}
