import type { Evidence } from '../../evidence/document.ts'
import { plural } from '../../support/text/text.ts'
import { declaredRisks, expiryOf, missingWords, ownerOf, type DeclaredRisk } from '../declared-risks.ts'
import { asCode, cell, shown } from './cells.ts'
import { propertyLine } from './findings.ts'

/** So many are open on the first screen; the others are in a fold below them. */
const MOST_OPEN = 12
const MOST_ROWS = 200
const MOST_PROPERTIES = 5
const VALUE_LENGTH = 400

/** What was accepted beforehand and would block otherwise: old and new value, why, by whom and until when. */
export function risks(documents: readonly Evidence[]): string[] {
  const found = declaredRisks(documents)
  if (found.length === 0) return []
  const [open, folded] = [found.slice(0, MOST_OPEN), found.slice(MOST_OPEN, MOST_ROWS)]
  const more = found.length - MOST_ROWS
  return [
    '### Declared risks',
    table(open),
    ...(folded.length > 0
      ? [
          `<details><summary>${plural(found.length - open.length, 'declared risk')} more</summary>`,
          table(folded),
          ...(more > 0 ? [`*and ${plural(more, 'declared risk')} more: the page lists them.*`] : []),
          '</details>',
        ]
      : []),
  ]
}

function table(found: readonly DeclaredRisk[]): string {
  return ['| Risk | Old → new | Reason | Owner | Until |', '|---|---|---|---|---|', ...found.map(row)].join('\n')
}

function row({ finding, waived, before, after, properties }: DeclaredRisk): string {
  const missing = missingWords(waived)
  const more = properties.length - MOST_PROPERTIES
  const values = [
    `${cell(before, VALUE_LENGTH)} → **${cell(after, VALUE_LENGTH)}**`,
    ...properties.slice(0, MOST_PROPERTIES).map(propertyLine),
    ...(more > 0 ? [`and ${more} more: see what will change`] : []),
  ]
  const what = [
    `⚠️ **${shown(finding.title)}**`,
    asCode(finding.subject),
    ...(missing === undefined ? [] : [shown(missing)]),
  ]
  return `| ${what.join('<br>')} | ${values.join('<br>')} | ${shown(waived.reason)} | ${shown(ownerOf(waived))} | ${shown(expiryOf(waived))} |`
}
