import type { Evidence, Measurement } from '../../evidence/document.ts'
import { isNoted, proves } from '../../evidence/verdict.ts'
import { showDuration } from '../../support/text/durations.ts'
import { plural } from '../../support/text/text.ts'
import { chosen, handlesOf, kindsOf } from '../reading.ts'
import { asCode, block, cell, codeLink, manyLines, prose, shown } from './cells.ts'
import { inOrderOfTime } from '../timeline.ts'
import { nextStep, quantity, symbolOf, timeOfDay } from '../words.ts'

const MOST_ROWS = 200
const VALUE_LENGTH = 200
/** As many remarks are read without opening a fold. */
const OPEN_UP_TO = 5
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
    ? ['### Still running, and resources remaining', table]
    : [`<details><summary>Resources remaining (${found.length})</summary>`, table, '</details>']
}

/** Who approved, as GitHub records it. */
export function approvals({ approvals: given }: Evidence): string[] {
  if (given.length === 0) return []
  const rows = given.map(
    ({ environment, state, user, comment }) =>
      `| ${shown(environment)} | ${shown(state)} | ${shown(user)} | ${shown(comment)} |`,
  )
  return ['### Approvals', ['| Environment | State | By | Comment |', '|---|---|---|---|', ...rows].join('\n')]
}

/** Remarks, which neither prove nor block; of many of one kind the first few. */
export function noted(documents: readonly Evidence[]): string[] {
  const found = chosen(documents, isNoted)
  if (found.length === 0) return []
  const rows = kindsOf(found).flatMap(({ code, full, listed }) => [
    ...full.map(
      ({ finding: { outcome, title, subject, observed, advice = '' } }) =>
        `| ${symbolOf(outcome)} ${shown(title)}<br>${asCode(subject)} · ${codeLink(code)} | ${observed === undefined ? '' : cell(observed, VALUE_LENGTH)} | ${prose(advice)} |`,
    ),
    ...(listed.length > 0 ? [`| ${plural(listed.length, 'remark')} more of ${codeLink(code)} | | |`] : []),
  ])
  return [
    `<details${found.length <= OPEN_UP_TO ? ' open' : ''}><summary>${plural(found.length, 'thing')} noted, which neither prove nor block</summary>`,
    ['| What | Observed | Next |', '|---|---|---|', ...rows.slice(0, MOST_ROWS)].join('\n'),
    ...(rows.length > MOST_ROWS ? ['*The page lists the others.*'] : []),
    '</details>',
  ]
}

/** Everything that was proved, in a fold; long lists in folds of their own. */
export function proved({ findings }: Evidence): string[] {
  const found = findings.filter((finding) => proves(finding) || finding.outcome === 'skipped')
  if (found.length === 0) return []
  const rows = found
    .slice(0, MOST_ROWS)
    .map(
      ({ outcome, subject, title, observed }) =>
        `| ${symbolOf(outcome)} | ${asCode(subject)} | ${shown(title)} | ${observed === undefined || manyLines(observed) ? '' : cell(observed, VALUE_LENGTH)} |`,
    )
  const skipped = found.filter((finding) => !proves(finding)).length
  const more = found.length - rows.length
  const lists = found
    .slice(0, MOST_ROWS)
    .flatMap(({ title, observed = '' }) =>
      manyLines(observed)
        ? [`<details><summary>${shown(title)}</summary>`, block(observed, LIST_LENGTH), '</details>']
        : [],
    )
  return [
    `<details><summary>${plural(found.filter(proves).length, 'thing')} proved${skipped > 0 ? `, ${skipped} skipped` : ''}</summary>`,
    ['| Outcome | Subject | What | Observed |', '|---|---|---|---|', ...rows].join('\n'),
    ...(more > 0 ? [`*and ${more} more.*`] : []),
    '</details>',
    ...lists,
  ]
}

/** The last events, in a fold. */
export function timeline({ timeline: entries }: Evidence): string[] {
  if (entries.length === 0) return []
  const rows = inOrderOfTime(entries)
    .slice(-MOST_ROWS)
    .map(({ at, subject, event, outcome, detail, ms, rollback }) => {
      const words = [
        rollback ? '↩️ rollback:' : '',
        outcome === undefined ? '' : symbolOf(outcome),
        shown(event),
        detail ? `— ${shown(detail)}` : '',
      ]
      return `| ${timeOfDay(at)} | ${asCode(subject)} | ${words.filter(Boolean).join(' ')} | ${ms === undefined ? '' : showDuration(ms)} |`
    })
  const more = entries.length - rows.length
  return [
    `<details><summary>Timeline (${plural(entries.length, 'event')})</summary>`,
    ...(more > 0 ? [`*${plural(more, 'earlier event')} left out.*`] : []),
    ['| UTC | Subject | Event | Took |', '|---|---|---|--:|', ...rows].join('\n'),
    '</details>',
  ]
}
