import { digestOfBytes } from '../../evidence/digest.ts'
import type { Evidence } from '../../evidence/document.ts'
import { showPlace } from '../../evidence/place.ts'
import { proves } from '../../evidence/verdict.ts'
import { showDuration } from '../../support/text/durations.ts'
import { plural } from '../../support/text/text.ts'
import { countRisks, declaredRisks } from '../declared-risks.ts'
import { clipped } from '../escape.ts'
import { markup, type Content, type Markup } from './markup.ts'
import { changesTable, findingsSection } from './findings.ts'
import { decisionSection } from './decision.ts'
import { kindsSection } from './kinds.ts'
import { orderSection } from './order.ts'
import {
  approvalsSection,
  checksSection,
  leftSection,
  notedSection,
  provedSection,
  provenanceSection,
  timelineSection,
} from './records.ts'
import { environmentsOf, plansOf } from '../plans.ts'
import { risksSection } from './risks.ts'
import { SCRIPT, searchForm } from './search.ts'
import { sinceSection } from './since.ts'
import { STYLE } from './style.ts'
import { wayBackSection } from './way-back.ts'
import { mark, withCode, withShortCode } from './words.ts'
import type { Finding } from '../../evidence/finding.ts'
import {
  blockingOf,
  changesOf,
  countChanges,
  currentOf,
  headline,
  prominentOf,
  standIns,
  unusual,
  type Placed,
} from '../reading.ts'
import { actionOf, dayAndTime, opening, pastOf, shortDigest, shortSha, stepName } from '../words.ts'
import { standingOf } from '../standing.ts'
import { whoCan } from '../who.ts'

const MOST_LISTED = 6
const HEADLINE_LENGTH = 120
const SENTENCE_LENGTH = 240
const ADVICE_LENGTH = 1_000

/**
 * The page on all documents of a run, the last of which is the one at hand: one HTML file by itself, without anything that
 * it would have to fetch. It is complete without its script, which only searches it. Its first screen answers whether to
 * approve, what changes and what is unusual.
 */
export function renderPage(documents: readonly Evidence[]): string {
  const steps = currentOf(documents)
  const current = steps.at(-1)
  const title = current ? headline(current) : 'No evidence'
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}${current?.origin.repository ? ` · ${current.origin.repository}` : ''}</title>
`
  // Style and script are ours, have a digest in the policy, and must stand there to the byte.
  return `${page.source}<style>${STYLE}</style>\n</head>\n${body(title, steps, current).source}\n<script>${SCRIPT}</script>\n</html>\n`
}

function policy(): string {
  return `default-src 'none'; style-src '${sourceOf(STYLE)}'; script-src '${sourceOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`
}

function sourceOf(text: string): string {
  return `sha256-${Buffer.from(digestOfBytes(text).slice('sha256:'.length), 'hex').toString('base64')}`
}

const CAUSES = 'against'

/** The parts of the page in their order, with their names in the jump list; those without content are left out. */
function sectionsOf(
  steps: readonly Evidence[],
): { readonly id: string; readonly name: string; readonly content: Content }[] {
  const sections: readonly (readonly [string, string, Content])[] = [
    [CAUSES, 'Findings', findingsSection(steps)],
    ['since', 'Since the last release', sinceSection(steps)],
    ['changes', 'Changes', changesTable(steps)],
    ['way-back', 'Way back', wayBackSection(steps)],
    ['kinds', 'Kinds of checks', kindsSection(steps)],
    ['checks', 'Checks', checksSection(steps)],
    ['order', 'Order', orderSection(steps)],
    ['timeline', 'Timeline', timelineSection(steps)],
    ['approvals', 'Approvals', approvalsSection(steps)],
    ['left', 'Remaining', leftSection(steps)],
    ['noted', 'Noted', notedSection(steps)],
    ['proved', 'Proved', provedSection(steps)],
    ['digests', 'Digests', provenanceSection(steps)],
  ]
  return sections.flatMap(([id, name, content]) => (content ? [{ id, name, content }] : []))
}

function body(title: string, steps: readonly Evidence[], current: Evidence | undefined): Markup {
  if (!current) return markup`<body><main><h1>${title}</h1><p>There is no evidence document.</p></main></body>`
  const all = sectionsOf(steps)
  // The cause comes first: who looks at a release that is blocked wants nothing else.
  const causes = all.filter(({ id }) => id === CAUSES)
  const sections = all.filter(({ id }) => id !== CAUSES)
  const risks = risksSection(steps)
  const decision = decisionSection(
    steps,
    all.map(({ id }) => id),
  )
  const links = (some: typeof all): Content => some.map(({ id, name }) => markup`<a href="#${id}">${name}</a>`)
  return markup`<body>
<a class="skip" href="#first">To the content</a>
<header class="top">${trail(current)}
<div class="verdict ${current.verdict}">
<span class="mark" aria-hidden="true">${mark(current.verdict)}</span><div><h1>${clipped(title, HEADLINE_LENGTH)}</h1><p>${because(current, steps)}</p>${nextOf(rootOf(current, steps)?.finding)}${standingOf(current).map((line) => markup`<p>${clipped(line, SENTENCE_LENGTH)}</p>`)}</div>
</div>
${notices(current, steps)}
</header>
<nav class="jump" aria-label="Sections"><div><a href="#first">Overview</a>${links(causes)}${risks && markup`<a href="#risks">Declared risks</a>`}${decision && markup`<a href="#decide">To decide</a>`}${links(sections)}</div>${searchForm(stacksOf(steps))}</nav>
<main id="first">
${causes.map(({ content }) => content)}
${risks}
${decision}
<div class="first">
${stepsCard(steps)}
${changesCard(steps)}
${unusualCard(steps)}
</div>
${sections.map(({ content }) => [content, '\n'])}
</main>
<footer>Made from the evidence alone. Values that AWS does not tell (NoEcho parameters, resolved dynamic references) are bound by no digest here: a change of them alone shows in no plan.</footer>
</body>`
}

const MOST_STACKS = 2_000

/** Stacks of the plans by name, as the filter lists them. */
function stacksOf(steps: readonly Evidence[]): string[] {
  const ids = steps.flatMap(({ plans }) => plans.flatMap(({ changeSets }) => changeSets.map(({ stack }) => stack)))
  return [...new Set(ids)].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).slice(0, MOST_STACKS)
}

/** What must be known before anything else: that it was a rehearsal, and what the step asks of its reader. */
function notices(current: Evidence, steps: readonly Evidence[]): Content {
  const stand = standIns(steps)
  return [
    stand.length > 0 &&
      markup`<div class="note"><b>A rehearsal.</b> ${stand.join(', ')}. It does not open a real gate.</div>`,
    prominentOf(current)
      .slice(0, MOST_LISTED)
      .map(
        (finding) =>
          markup`<div class="note"><b>${clipped(opening(finding), SENTENCE_LENGTH)}.</b> ${withCode(finding.advice ?? '')}</div>`,
      ),
  ]
}

/** The root of it: a gate's own findings only repeat what an earlier step found. */
function rootOf(current: Evidence, steps: readonly Evidence[]): Placed | undefined {
  const against = blockingOf(steps)
  return against.find(({ document }) => document !== current || current.slot.command !== 'gate') ?? against[0]
}

/** What to do about the first cause, and who can. */
function nextOf(finding: Finding | undefined): Content {
  if (finding === undefined) return undefined
  const who = whoCan(finding)
  return [
    finding.advice !== undefined &&
      markup`<p class="next"><b>Next:</b> ${withShortCode(clipped(finding.advice, ADVICE_LENGTH))}</p>`,
    who !== undefined && markup`<p><b>Who can:</b> ${who}</p>`,
  ]
}

function because(current: Evidence, steps: readonly Evidence[]): string {
  const against = blockingOf(steps)
  const first = rootOf(current, steps)?.finding
  if (!first) {
    const proved = steps.reduce((sum, step) => sum + step.findings.filter(proves).length, 0)
    if (proved === 0) return 'Nothing was checked.'
    const odd = unusual(steps).length
    const look =
      odd === 0 ? '' : ` ${plural(odd, 'thing')} ${odd === 1 ? 'is' : 'are'} unusual: review them before you approve.`
    const risks = declaredRisks(steps)
    const standing =
      risks.length === 0
        ? ', and nothing blocks the release.'
        : `. ${countRisks(risks)}, listed below, would block if not accepted.`
    return `${plural(proved, 'thing')} ${proved === 1 ? 'was' : 'were'} proved${standing}${current.slot.command === 'gate' ? look : ''}`
  }
  const others = against.length - 1
  return `${clipped(opening(first), SENTENCE_LENGTH)}.${others > 0 ? ` And ${plural(others, 'finding')} more.` : ''}`
}

function trail({ origin, release, finishedAt }: Evidence): Markup {
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['', origin.repository],
    ['release', release && shortDigest(release.digest)],
    ['commit', shortSha(origin.sha)],
    ['from', origin.ref.replace(/^refs\/(heads|tags)\//, '')],
    ['by', origin.actor],
    ['run', origin.runId && `${origin.runId}${origin.runAttempt > 1 ? `, run attempt ${origin.runAttempt}` : ''}`],
    ['at', dayAndTime(finishedAt)],
  ]
  return markup`<div class="trail">${parts.map(([label, value]) => value && markup`<span>${label} <b>${clipped(value, HEADLINE_LENGTH)}</b></span>`)}</div>`
}

function stepsCard(steps: readonly Evidence[]): Markup {
  return markup`<section class="card"><h2>Steps</h2><ul class="plain">${steps.map((step) => {
    const took = Date.parse(step.finishedAt) - Date.parse(step.startedAt)
    return markup`<li class="${step.verdict}"><span class="mark" aria-hidden="true">${mark(step.verdict)}</span><span>${clipped(stepName(step.slot), HEADLINE_LENGTH)}<span class="visually-hidden"> ${pastOf(step.verdict)}</span></span><span class="took">${showDuration(took)}</span></li>`
  })}</ul></section>`
}

function changesCard(steps: readonly Evidence[]): Content {
  const environments = environmentsOf(steps).toReversed()
  const environment = environments.find((key) => plansOf(steps, key).length > 0)
  const plans = plansOf(steps, environment)
  if (plans.length === 0)
    return markup`<section class="card"><h2>Changes</h2><p class="dim">No plan is part of this evidence.</p></section>`
  return plans.map((plan) => {
    const changes = changesOf(plan)
    const shown = changes.slice(0, MOST_LISTED)
    return markup`<section class="card"><h2>Changes in ${showPlace(plan, plans)}</h2><p class="sum">${countChanges(plan)}</p><ul class="plain">${shown.map(
      (change) =>
        markup`<li><span class="badge ${badgeOf(actionOf(change))}">${actionOf(change)}</span><span>${clipped(change.path, HEADLINE_LENGTH)}</span></li>`,
    )}</ul>${changes.length > 0 && markup`<a class="more" href="#changes">${changes.length > shown.length ? `All ${changes.length}, property by property` : 'Property by property'}</a>`}</section>`
  })
}

function badgeOf(action: string): string {
  if (action === 'remove' || action === 'replace') return 'fail'
  if (action === 'add' || action === 'import') return 'pass'
  return action === 'modify' ? 'info' : 'inconclusive'
}

/** Whether the step examined anything: a plan, a measurement, or an answered question. */
function isExamined({ findings, plans, measurements }: Evidence): boolean {
  return plans.length > 0 || measurements.length > 0 || findings.some(({ outcome }) => outcome !== 'skipped')
}

function unusualCard(steps: readonly Evidence[]): Markup {
  const notes = unusual(steps)
  const list: Content =
    notes.length === 0 && !steps.some(isExamined)
      ? markup`<p class="dim">Nothing was examined, so it is not known what is unusual.</p>`
      : notes.length === 0
        ? markup`<p class="dim">Nothing unusual: no replacement, no exception, no limit that is nearly reached.</p>`
        : markup`<ul class="plain">${notes
            .slice(0, MOST_LISTED)
            .map(
              (note) =>
                markup`<li class="inconclusive"><span class="mark" aria-hidden="true">!</span><span>${clipped(note, SENTENCE_LENGTH)}</span></li>`,
            )}</ul>`
  const more = notes.length - MOST_LISTED
  return markup`<section class="card"><h2>Unusual</h2>${list}${more > 0 && markup`<p class="dim">and ${more} more</p>`}</section>`
}
