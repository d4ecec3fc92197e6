import type { Evidence, Measurement } from '../evidence/document.ts'
import { chosen, handlesOf } from './reading.ts'
import { asCode, block, cell, manyLines, prose, shown } from './summary-cells.ts'
import { duration, nextStep, plural, quantity, symbolOf, timeOfDay } from './words.ts'

const MOST_ROWS = 200
const VALUE_LENGTH = 200
/** What is a list in a fold of its own. */
const LIST_LENGTH = 8_000

/** What was measured, beside its limits. */
export function measured(measurements: readonly Measurement[]): string[] {
  if (measurements.length === 0) return []
  const rows = measurements.slice(0, MOST_ROWS).map(({ name, subject, value, unit, limit }) => {
    const kept = limit === undefined ? '' : value <= limit ? '✅' : '❌'
    const most = limit === undefined ? '' : `≤ ${quantity(limit, unit)}`
    return `| ${shown(subject ?? '')} | ${shown(name)} | ${quantity(value, unit)} | ${most} | ${kept} |`
  })
  return [
    '### Measured',
    ['| Subject | Measure | Measured | Limit | Kept |', '|---|---|--:|--:|---|', ...rows].join('\n'),
  ]
}

/** What was accepted beforehand, by whom and until when. */
export function waivers(documents: readonly Evidence[]): string[] {
  const found = chosen(documents, ({ waived }) => waived !== undefined)
  if (found.length === 0) return []
  const rows = found.slice(0, MOST_ROWS).map(({ finding }) => {
    const { reason = '', owner = '', until = '' } = finding.waived ?? {}
    return `| ${asCode(finding.subject)}<br>${shown(finding.title)} | ${shown(reason)} | ${shown(owner)} | ${shown(until)} |`
  })
  return ['### Accepted beforehand', ['| What | Why | Owner | Until |', '|---|---|---|---|', ...rows].join('\n')]
}

/** What still runs or was left. */
export function handles(documents: readonly Evidence[]): string[] {
  const found = handlesOf(documents).filter(({ state }) => state !== 'removed')
  if (found.length === 0) return []
  const rows = found.slice(0, MOST_ROWS).map(({ kind, id, environment, state, advice }) => {
    const emphasis = state === 'kept' ? state : `**${state}**`
    return `| ${kind} | ${asCode(id)} | ${shown(environment)} | ${emphasis} | ${prose(nextStep(advice))} |`
  })
  const table = ['| Kind | Id | Environment | State | Next |', '|---|---|---|---|---|', ...rows].join('\n')
  return found.some(({ state }) => state !== 'kept')
    ? ['### What still runs, and what was left', table]
    : [`<details><summary>What was left (${found.length})</summary>`, table, '</details>']
}

/** Who approved, as GitHub tells it. */
export function approvals({ approvals: given }: Evidence): string[] {
  if (given.length === 0) return []
  const rows = given.map(
    ({ environment, state, user, comment }) =>
      `| ${shown(environment)} | ${shown(state)} | ${shown(user)} | ${shown(comment)} |`,
  )
  return ['### Approvals', ['| Environment | State | By | Comment |', '|---|---|---|---|', ...rows].join('\n')]
}

/** Everything that was proved, in a fold; long lists in folds of their own. */
export function proved({ findings }: Evidence): string[] {
  const found = findings.filter(({ outcome, waived }) => !waived && (outcome === 'pass' || outcome === 'skipped'))
  if (found.length === 0) return []
  const rows = found
    .slice(0, MOST_ROWS)
    .map(
      ({ outcome, subject, title, observed }) =>
        `| ${symbolOf(outcome)} | ${asCode(subject)} | ${shown(title)} | ${observed === undefined || manyLines(observed) ? '' : cell(observed, VALUE_LENGTH)} |`,
    )
  const more = found.length - rows.length
  const lists = found
    .slice(0, MOST_ROWS)
    .flatMap(({ title, observed = '' }) =>
      manyLines(observed)
        ? [`<details><summary>${shown(title)}</summary>`, block(observed, LIST_LENGTH), '</details>']
        : [],
    )
  return [
    `<details><summary>${plural(found.length, 'thing')} proved or skipped</summary>`,
    ['| Outcome | Subject | What | Observed |', '|---|---|---|---|', ...rows].join('\n'),
    ...(more > 0 ? [`*and ${more} more.*`] : []),
    '</details>',
    ...lists,
  ]
}

/** The last events, in a fold. */
export function timeline({ timeline: entries }: Evidence): string[] {
  if (entries.length === 0) return []
  const rows = entries.slice(-MOST_ROWS).map(({ at, subject, event, outcome, detail, ms }) => {
    const words = [outcome === undefined ? '' : symbolOf(outcome), shown(event), detail ? `— ${shown(detail)}` : '']
    return `| ${timeOfDay(at)} | ${asCode(subject)} | ${words.filter(Boolean).join(' ')} | ${ms === undefined ? '' : duration(ms)} |`
  })
  const more = entries.length - rows.length
  return [
    `<details><summary>Timeline (${plural(entries.length, 'event')})</summary>`,
    ...(more > 0 ? [`*${plural(more, 'earlier event')} left out.*`] : []),
    ['| UTC | Subject | Event | Took |', '|---|---|---|--:|', ...rows].join('\n'),
    '</details>',
  ]
}
