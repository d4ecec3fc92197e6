import type { Evidence } from '../evidence/document.ts'
import type { Json } from '../evidence/finding.ts'
import { isNoted } from '../evidence/verdict.ts'
import { showNumber } from '../support/text/rounding.ts'
import { listed, plural } from '../support/text/text.ts'
import { kindStandings } from './kinds.ts'
import { environmentsOf } from './plans.ts'
import { sinceLastRelease } from './since.ts'
import { wayBackOf } from './way-back.ts'
import { quantity, shortDigest, shortSha } from './words.ts'

/** What a reviewer has to know to decide, a few lines for each question. */
export interface DecisionRow {
  readonly question: string
  readonly lines: readonly string[]
  /** Where the commits are compared: ours, and safe to be a link. */
  readonly link?: string
  /** The section of the page that has more. */
  readonly section?: string
}

const MOST_LINES = 6
const MOST_NAMES = 8

export function decisionRows(documents: readonly Evidence[]): DecisionRow[] {
  const rows = [whoMay(documents), application(documents), notTested(documents), ifItFails(documents)]
  return rows.filter((row) => row !== undefined && row.lines.length > 0) as DecisionRow[]
}

/** Who may approve, who not, until when, as the gate read it. */
function whoMay(documents: readonly Evidence[]): DecisionRow | undefined {
  const found = documents
    .at(-1)
    ?.findings.map(({ details }) => member(details, 'approvers'))
    .find((approvers) => approvers !== undefined)
  if (!Array.isArray(member(found, 'may'))) return undefined
  const [may, not] = ['may', 'not'].map((name) => textsOf(member(found, name)))
  const until = member(found, 'until')
  const end = typeof until === 'string' ? /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(until) : null
  return {
    question: 'Who may approve',
    lines: [
      may?.length ? listed(may, MOST_NAMES) : 'no required reviewer',
      ...(not?.length ? [`not: ${listed(not, MOST_NAMES)}`] : []),
      ...(end ? [`until ${end[1]} ${end[2]} UTC: then the evidence is too old`] : []),
    ],
  }
}

/** Each revision, what serves before and what will, and the commits between them. */
function application(documents: readonly Evidence[]): DecisionRow | undefined {
  const release = documents.findLast((document) => document.release)?.release
  if (release === undefined) return undefined
  const since = sinceLastRelease(documents)
  const target = environmentsOf(documents).at(-1)
  const values = documents
    .flatMap(({ states = [] }) => states)
    .find(({ environment }) => environment === target)?.values
  const ids = new Set(
    documents
      .flatMap(({ composition }) => composition?.environments ?? [])
      .flatMap(({ deployments }) => deployments.map(({ id }) => id)),
  )
  const lines = release.revisions
    .filter(({ id }) => ids.size === 0 || ids.has(id))
    .map(({ id, digest }) => {
      const last = since?.contents.find(({ name }) => name === `revision ${id}`)?.from
      const before = last ?? servingOf(values, id)
      const now = shortDigest(digest)
      return before === now ? `${id}: unchanged (${now})` : `${id}: ${before ?? 'not known'} → ${now}`
    })
  if (lines.length === 0) return undefined
  const commits =
    since && since.from !== since.to
      ? `commits ${shortSha(since.from)} → ${shortSha(since.to)}`
      : `commit ${shortSha(release.sha)}`
  return {
    question: 'Application',
    lines: [...few(lines), commits],
    ...(since?.compare !== undefined && { link: since.compare }),
  }
}

/** What a deployment serves now: its revision, or the version of its alias. */
function servingOf(values: Readonly<Record<string, string | null>> | undefined, id: string): string | undefined {
  const entries = Object.entries(values ?? {})
  const version = entries.find(([path]) => path.startsWith(`deployments/${id}/alias/`) && path.endsWith('/version'))
  if (version?.[1]) return `version ${version[1]}`
  return values?.[`deployments/${id}/revision`] ?? undefined
}

/** What no check, rehearsal or read has shown. */
function notTested(documents: readonly Evidence[]): DecisionRow | undefined {
  const standings = kindStandings(documents)
  if (standings.length === 0) return undefined
  const names = (...states: string[]): string[] =>
    standings.filter(({ state }) => states.includes(state)).map(({ kind }) => kind)
  const unknown = names('unknown')
  const absent = names('not configured', 'not run')
  const part = [
    ...names('run in part').map((kind) => `${kind} in part`),
    ...names('waiting').map((kind) => `${kind} waits for a person`),
  ]
  const { parts } = wayBackOf(documents)
  const unproven = parts.filter(({ rehearsed }) => rehearsed === undefined).length
  const unread = sum(documents, /: resources not checked for drift$/)
  const skipped = documents.flatMap(({ findings }) =>
    findings.filter((finding) => isNoted(finding) && NOT_LOOKED_UP.test(finding.code)),
  )
  return {
    question: 'Not tested',
    section: 'kinds',
    lines: [
      ...(unknown.length > 0 ? [`not known: which checks of the kind ${unknown.join(', ')} there are`] : []),
      ...(absent.length > 0 ? [`no check of the kind ${absent.join(', ')}`] : []),
      ...part,
      ...(unproven > 0 ? [`the way back of ${plural(unproven, 'part')}: it was not rehearsed`] : []),
      ...(unread > 0 ? [`drift of ${plural(unread, 'resource')}: AWS cannot tell it`] : []),
      ...(skipped.length > 0 ? [`${plural(skipped.length, 'thing')} that could not be looked up: see Noted`] : []),
    ],
  }
}

const NOT_LOOKED_UP =
  /\/(?:not-(?:checked|compared|read|simulated|judged)|content-not-compared|values-unknown|perhaps-missing|unread)$/

function sum(documents: readonly Evidence[], name: RegExp): number {
  return documents
    .flatMap(({ measurements }) => measurements)
    .reduce((all, one) => (name.test(one.name) ? all + one.value : all), 0)
}

/** How each part of the environment that is released to comes back. */
function ifItFails(documents: readonly Evidence[]): DecisionRow | undefined {
  const { parts, remains } = wayBackOf(documents)
  const target = environmentsOf(documents).at(-1)
  const own = parts.filter(({ environment }) => environment === target)
  if (own.length === 0) return undefined
  const lines = own.map(({ part, how, on, rehearsed }) => {
    const took = rehearsed === undefined ? '' : `; took ${quantity(rehearsed, 's')} in the rehearsal`
    return `${part}: ${on.length === 0 ? 'by command only' : `${how}, on ${listed(on, 3)}`}${took}`
  })
  const lost = remains.filter(({ code }) => code !== 'rollback/none').length
  return {
    question: 'If it fails',
    section: 'way-back',
    lines: [...few(lines), ...(lost > 0 ? [`${plural(lost, 'thing')} would not come back as before`] : [])],
  }
}

function few(lines: readonly string[]): string[] {
  const more = lines.length - MOST_LINES
  return [...lines.slice(0, MOST_LINES), ...(more > 0 ? [`and ${showNumber(more)} more`] : [])]
}

function member(value: unknown, name: string): Json | undefined {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, Json>>)[name] : undefined
}

function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((one: Json) => typeof one === 'string') : []
}
