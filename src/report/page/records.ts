import { digestOf } from '../../evidence/digest.ts'
import type { Evidence, Measurement } from '../../evidence/document.ts'
import { showPlace } from '../../evidence/place.ts'
import { isNoted, proves } from '../../evidence/verdict.ts'
import { showDuration } from '../../support/text/durations.ts'
import { plural } from '../../support/text/text.ts'
import { lineChart, limitBar, spanBar } from './charts.ts'
import { clipped } from '../escape.ts'
import { markup, type Content, type Markup } from './markup.ts'
import { codeLink, mark, ofStack, withCode } from './words.ts'
import { chosen, handlesOf, kindOf, kindsOf, phaseOf, type Placed } from '../reading.ts'
import { inOrderOfTime, type TimelineRow } from '../timeline.ts'
import { knownOutcome, nextStep, pastOf, quantity, stepName, timeOfDay } from '../words.ts'

const MOST_ROWS = 500
const MOST_CHARTS = 24
const TEXT_LENGTH = 2_000

function signed(outcome: string): Markup {
  return markup`<span class="mark" aria-hidden="true">${mark(outcome)}</span><span class="visually-hidden">${outcome}</span>`
}

/** The checks, what they measured against which limits, and charts of what has a course. */
export function checksSection(steps: readonly Evidence[]): Content {
  const checks = chosen(steps, (finding) => kindOf(finding) !== undefined).slice(0, MOST_ROWS)
  const measurements = steps.flatMap((step) => step.measurements)
  if (checks.length === 0 && measurements.length === 0) return undefined
  return markup`<section id="checks"><h2>${checks.length > 0 ? 'Checks' : 'Measurements'}</h2>
${
  checks.length > 0 &&
  markup`<div class="card"><div class="scroll"><table class="stack"><thead><tr><th><span class="visually-hidden">Outcome</span></th><th>Check</th><th>Kind</th><th>Observed</th></tr></thead><tbody>
${checks.map(
  ({ finding }) =>
    markup`<tr class="${knownOutcome(finding.outcome)}"><td class="sign">${signed(finding.outcome)}</td><td>${clipped(finding.title, TEXT_LENGTH)}</td><td><span class="badge skipped">${kindOf(finding)}</span>${phaseOf(finding) !== undefined && markup` <span class="badge">${phaseOf(finding)}</span>`}</td><td data-label="Observed">${clipped(finding.observed ?? '', TEXT_LENGTH)}</td></tr>`,
)}</tbody></table></div></div>`
}
${chartsOf(measurements)}
${measuredTable(measurements)}</section>`
}

/** One chart for each subject and unit; numbers without a course stand in the table alone. */
function chartsOf(measurements: readonly Measurement[]): Content {
  const drawn = measurements.filter(({ name, unit, series = [] }) => {
    // The highest single value hides the course of the others.
    if (series.length <= 1 || name === 'max') return false
    return unit !== 'percent' || series.some(([, value]) => value !== 0)
  })
  const groups = Map.groupBy(drawn, ({ subject, unit }) => JSON.stringify([subject, unit]))
  const charts = [...groups.values()].slice(0, MOST_CHARTS)
  if (charts.length === 0) return undefined
  return markup`<div class="charts">${charts.map((group) => {
    const title = (group[0]?.subject ?? '').replace(/^check\//, '')
    const names =
      group.length === 1 ? (group[0]?.name ?? '') : group[0]?.unit === 'ms' ? 'latency over time' : 'over time'
    return markup`<div class="card"><h3>${title} <span class="faint">${names}</span></h3>${lineChart(title, group)}</div>`
  })}</div>`
}

function measuredTable(measurements: readonly Measurement[]): Content {
  if (measurements.length === 0) return undefined
  return markup`<details><summary>All measurements <span class="took">${plural(measurements.length, 'value')}</span></summary><div class="inside scroll"><table class="stack"><thead><tr><th>Subject</th><th>Measure</th><th class="num">Measured</th><th class="num">Limit</th><th>Used</th></tr></thead><tbody>
${measurements
  .slice(0, MOST_ROWS)
  .map(
    ({ subject, name, value, unit, limit }) =>
      markup`<tr><td>${subject?.replace(/^check\//, '')}</td><td>${name}</td><td class="num" data-label="Measured">${quantity(value, unit)}</td><td class="num" data-label="Limit">${limit === undefined ? '' : quantity(limit, unit)}</td><td>${limit !== undefined && limit > 0 && limitBar(value / limit)}</td></tr>`,
  )}</tbody></table></div></details>`
}

/** The release as it went: each step on its own scale, beside its place in the whole. */
export function timelineSection(steps: readonly Evidence[]): Content {
  const spans = steps.map((step) => ({ step, from: Date.parse(step.startedAt), to: Date.parse(step.finishedAt) }))
  const whole = { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) }
  if (!Number.isFinite(whole.from) || !Number.isFinite(whole.to)) return undefined
  return markup`<section id="timeline"><h2>Timeline <span class="faint">${showDuration(whole.to - whole.from)}, times in UTC</span></h2>
<div class="card">${spans.map(({ step, from, to }) => timelineRow(step.startedAt, stepName(step.slot), pastOf(step.verdict), to - from, spanBar(from, to, whole, step.verdict), step.verdict))}</div>
${spans.filter(({ step }) => step.timeline.length > 0).map(({ step, from, to }) => stepTimeline(step, { from, to }))}</section>`
}

function stepTimeline(step: Evidence, span: { from: number; to: number }): Markup {
  const shown = inOrderOfTime(step.timeline).slice(-MOST_ROWS)
  const left = step.timeline.length - shown.length
  return markup`<details${step.verdict === 'pass' ? undefined : markup` open`}><summary>${stepName(step.slot)} <span class="took">${plural(step.timeline.length, 'event')}</span></summary><div class="inside">
${left > 0 && markup`<p class="dim">${left} earlier ones are in the evidence.</p>`}
${shown.map((entry) => entryRow(entry, span))}</div></details>`
}

function entryRow(entry: TimelineRow, span: { from: number; to: number }): Markup {
  const outcome = entry.outcome === undefined ? 'info' : knownOutcome(entry.outcome)
  const bar = Number.isFinite(entry.from) ? spanBar(entry.from, entry.to, span, outcome) : undefined
  const text = markup`${entry.rollback && markup`<span class="badge inconclusive">rollback</span> `}${entry.event}${entry.detail !== undefined && markup` <span class="dim">${clipped(entry.detail, TEXT_LENGTH)}</span>`}`
  return timelineRow(entry.at, entry.subject, text, entry.ms, bar, entry.rollback ? `${outcome} rollback` : outcome)
}

function timelineRow(
  at: string,
  what: string,
  text: Content,
  ms: number | undefined,
  bar: Content,
  outcome: string,
): Markup {
  return markup`<div class="row ${outcome}"${ofStack(what)}><span class="at">${timeOfDay(at)}</span><span class="what"><b>${what}</b> ${text}</span><span class="track">${bar}</span><span class="took">${ms === undefined ? '' : showDuration(ms)}</span></div>`
}

/** Who approved. */
export function approvalsSection(steps: readonly Evidence[]): Content {
  const approvals = steps.flatMap((step) => step.approvals)
  if (approvals.length === 0) return undefined
  return markup`<section id="approvals"><h2>Approvals</h2><div class="card"><div class="scroll"><table class="stack"><thead><tr><th>Environment</th><th>State</th><th>By</th><th>Comment</th></tr></thead><tbody>
${approvals.map(({ environment, state, user, comment }) => markup`<tr><td>${environment}</td><td><span class="badge ${state === 'approved' ? 'pass' : 'inconclusive'}">${state}</span></td><td data-label="By">${user}</td><td data-label="Comment">${clipped(comment, TEXT_LENGTH)}</td></tr>`)}</tbody></table></div></div></section>`
}

/** What still runs or was left. */
export function leftSection(steps: readonly Evidence[]): Content {
  const handles = handlesOf(steps)
    .filter(({ state }) => state !== 'removed')
    .slice(0, MOST_ROWS)
  if (handles.length === 0) return undefined
  const advised = handles.some(({ advice }) => advice !== undefined)
  return markup`<section id="left"><h2>${handles.some(({ state }) => state !== 'kept') ? 'Still running, and resources remaining' : 'Resources remaining'}</h2><div class="card"><div class="scroll"><table class="stack"><thead><tr><th>Thing</th><th>Where</th><th>State</th>${advised && markup`<th>Next</th>`}</tr></thead><tbody>
${handles.map(({ kind, id, environment, region, state, advice }) => markup`<tr><td>${kind}<br><code>${id}</code></td><td data-label="Where">${[environment, region].filter(Boolean).join(', ')}</td><td><span class="badge ${state === 'kept' ? '' : 'inconclusive'}">${state === 'unknown' ? 'unknown' : state}</span></td>${advised && markup`<td data-label="Next">${withCode(nextStep(advice))}</td>`}</tr>`)}</tbody></table></div></div></section>`
}

/** Remarks, which neither prove nor block, of all steps. */
export function notedSection(steps: readonly Evidence[]): Content {
  const found = chosen(steps, isNoted)
  if (found.length === 0) return undefined
  const rows = kindsOf(found).flatMap(({ full, listed }) => [
    ...full.map((one) => remarkRow(one, one.finding.advice)),
    ...listed.map((one) => remarkRow(one)),
  ])
  return markup`<section id="noted"><h2>Noted</h2>
<details><summary>Findings that neither prove nor block <span class="took">${found.length}</span></summary><div class="inside scroll"><table class="stack"><thead><tr><th><span class="visually-hidden">Outcome</span></th><th>What</th><th>Observed</th><th>Next</th></tr></thead><tbody>
${rows.slice(0, MOST_ROWS)}</tbody></table>${rows.length > MOST_ROWS && markup`<p class="dim">and ${rows.length - MOST_ROWS} more: they are in the evidence.</p>`}</div></details></section>`
}

function remarkRow({ finding, document }: Placed, advice = ''): Markup {
  const { code, outcome, title, subject, observed = '' } = finding
  return markup`<tr class="noted"${ofStack(subject)}><td class="sign">${signed(outcome)}</td><td>${clipped(title, TEXT_LENGTH)}<br><code class="dim">${subject}</code> <span class="dim">${codeLink(code)}, ${stepName(document.slot)}</span></td><td data-label="Observed">${clipped(observed, TEXT_LENGTH)}</td><td data-label="Next">${withCode(clipped(advice, TEXT_LENGTH))}</td></tr>`
}

/** Everything that was proved, step by step, closed at first. */
export function provedSection(steps: readonly Evidence[]): Content {
  const proved = steps
    .map((step) => ({
      step,
      found: step.findings.filter((finding) => proves(finding) || finding.outcome === 'skipped'),
    }))
    .filter(({ found }) => found.length > 0)
  if (proved.length === 0) return undefined
  return markup`<section id="proved"><h2>Proved</h2>
${proved.map(
  ({
    step,
    found,
  }) => markup`<details><summary>${stepName(step.slot)} <span class="took">${found.length}</span></summary><div class="inside scroll"><table class="stack"><thead><tr><th><span class="visually-hidden">Outcome</span></th><th>What</th><th>Subject</th><th>Observed</th></tr></thead><tbody>
${found.slice(0, MOST_ROWS).map(({ outcome, title, subject, observed }) => markup`<tr class="${knownOutcome(outcome)}"${ofStack(subject)}><td class="sign">${signed(outcome)}</td><td>${clipped(title, TEXT_LENGTH)}</td><td><code>${subject}</code></td><td data-label="Observed">${clipped(observed ?? '', TEXT_LENGTH)}</td></tr>`)}</tbody></table>${found.length > MOST_ROWS && markup`<p class="dim">and ${found.length - MOST_ROWS} more: they are in the evidence.</p>`}</div></details>`,
)}</section>`
}

/** The digests that bind all this to the very bits. */
export function provenanceSection(steps: readonly Evidence[]): Markup {
  const release = steps.findLast((step) => step.release)?.release
  const plans = steps.flatMap((step) => step.plans)
  return markup`<section id="digests"><h2>Digests of this release</h2>
<details><summary>Digests</summary><div class="inside scroll"><table class="stack"><thead><tr><th>What</th><th>SHA-256</th></tr></thead><tbody>
${
  release &&
  markup`<tr><td><b>Release</b></td><td><code>${release.digest}</code></td></tr><tr><td>commit</td><td><code>${release.sha}</code></td></tr><tr><td>configuration</td><td><code>${release.config}</code></td></tr>
${[...release.templates, ...release.revisions].map(({ id, kind, digest }) => markup`<tr><td>${kind} ${id}</td><td><code>${digest}</code></td></tr>`)}`
}
${plans.map((plan) => markup`<tr><td>plan for ${showPlace(plan, plans)}</td><td><code>${plan.digest}</code></td></tr>`)}
${steps.map((step) => markup`<tr><td>evidence: ${stepName(step.slot)}, run attempt ${step.origin.runAttempt}</td><td><code>${digestOf(step)}</code></td></tr>`)}</tbody></table></div></details></section>`
}
