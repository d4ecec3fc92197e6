import type { Evidence } from '../../evidence/document.ts'
import { countPassed, isLacking, kindStandings, type KindStanding } from '../kinds.ts'
import { symbolOf } from '../words.ts'
import { prose, shown } from './cells.ts'

const MOST_NAMES = 20
const NAME_LENGTH = 200

/** Every kind of checks: run and with what, not run, or not configured. Open where a required one did not pass. */
export function kinds(documents: readonly Evidence[]): string[] {
  const standings = kindStandings(documents)
  if (standings.length === 0) return []
  const ran = standings.filter((one) => one.ran.length > 0).length
  const lacking = standings.filter(isLacking)
  const headline =
    lacking.length > 0
      ? `: required and not passed: ${lacking.map(({ kind }) => kind).join(', ')}`
      : ` (${ran} of ${standings.length} run)`
  return [
    `<details${lacking.length > 0 ? ' open' : ''}><summary>Kinds of checks${headline}</summary>`,
    ['| Kind | Stands | With | Required |', '|---|---|---|---|', ...standings.map(row)].join('\n'),
    '</details>',
  ]
}

function row(standing: KindStanding): string {
  const { kind, state, required, ran, idle } = standing
  const names = [
    ...ran.map(({ name, verdict }) => `${symbolOf(verdict)} ${shown(name, NAME_LENGTH)}`),
    ...idle.map(({ name, why }) => `⬜ ${shown(name, NAME_LENGTH)}: ${prose(why)}`),
  ]
  const more = names.length - MOST_NAMES
  const count = countPassed(standing)
  const stands = count === '' ? `**${state}**` : `${state}: ${count}`
  const needed = required ? (isLacking(standing) ? '❌ required' : 'required') : ''
  return `| ${kind} | ${stands} | ${[...names.slice(0, MOST_NAMES), ...(more > 0 ? [`and ${more} more`] : [])].join('<br>')} | ${needed} |`
}
