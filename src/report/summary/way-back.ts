import type { Evidence } from '../../evidence/document.ts'
import { asCode, shown } from './cells.ts'
import { wayBackOf } from '../way-back.ts'
import { quantity } from '../words.ts'

const MOST_ROWS = 50

/** What rolls back on which alarms, and how long it took in the rehearsal; what is not restored is a finding. */
export function wayBack(documents: readonly Evidence[]): string[] {
  const { parts } = wayBackOf(documents)
  if (parts.length === 0) return []
  const rows = parts.slice(0, MOST_ROWS).map(({ environment, part, how, on, byCommand, rehearsed }) => {
    const starts = on.length === 0 ? 'nothing: by command only' : on.join(', ')
    const took = rehearsed === undefined ? 'not rehearsed' : quantity(rehearsed, 's')
    return `| ${asCode(part)} ${shown(environment)} | ${shown(how)} | ${shown(starts)} | ${shown(byCommand)} | ${took} |`
  })
  const more = parts.length - MOST_ROWS
  return [
    '<details><summary>If it fails: the way back</summary>',
    ['| Part | By itself | On | By command | In rehearsal |', '|---|---|---|---|--:|', ...rows].join('\n'),
    ...(more > 0 ? [`*and ${more} more: see the page.*`] : []),
    '</details>',
  ]
}
