import * as z from 'zod'
import type { Config } from '../config/schema/index.ts'
import { currentCode, firstBlockingDay } from '../evidence/codes/lookup.ts'
import type { Finding } from '../evidence/finding.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { lazy } from '../support/lazy.ts'
import { losesState } from './always-blocks.ts'

/** What was already there when the rules began to be enforced: by code, subject and environment. */
const shape = lazy(() =>
  z.strictObject({
    version: z.literal(1),
    known: z.array(
      z.strictObject({
        code: z.string(),
        subject: z.string(),
        environment: z.string().optional(),
        /** Why it is accepted. */
        reason: z.string().min(1).optional(),
        owner: z.string().min(1).optional(),
        /** The last day on which it is accepted; absent: until it is corrected. */
        until: z.iso.date().optional(),
      }),
    ),
  }),
)

export type Baseline = z.output<ReturnType<typeof shape>>
export type KnownFinding = Baseline['known'][number]

/** Reads a baseline; codes of earlier versions get their present names. Throws `config/file` for what is none, or is of another version. */
export function readBaseline(text: string, file: string): Baseline {
  const wrong = (problem: string): ActionError =>
    new ActionError('config/file', {
      message: `${file} cannot be read as a baseline: ${problem}`,
      advice: `Create it again: run precheck with \`observe\`, and commit baseline.suggested.json, which it writes beside the evidence, as ${file}.`,
      subject: `file/${file}`,
      expected: 'version 1 with a list `known` of code, subject and environment',
      observed: problem,
      file,
    })
  let plain: unknown
  try {
    plain = JSON.parse(text)
  } catch (error) {
    throw wrong(messageOf(error))
  }
  const read = shape().safeParse(plain)
  if (read.success) {
    return { ...read.data, known: read.data.known.map((entry) => ({ ...entry, code: currentCode(entry.code) })) }
  }
  const [issue] = read.error.issues
  throw wrong(`${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? ''}`)
}

/** Pure: what would block now, to be known from now on. */
export function baselineOf(findings: readonly Finding[]): Baseline {
  return { version: 1, known: findings.filter(canBeKnown).flatMap(keysOf) }
}

/**
 * Pure: until the last day of `observe` everything that may be known is waived; afterwards what the baseline holds is.
 * Nothing is left out: what is waived is shown as such.
 */
export function observed(
  findings: readonly Finding[],
  observe: Config['observe'],
  baseline: Baseline | undefined,
  today: string,
): Finding[] {
  if (observe === undefined) return [...findings]
  const known = new Map((baseline?.known ?? []).map((entry) => [keyOf(entry), entry]))
  const ended: Finding = {
    code: 'observe/ended',
    outcome: 'noted',
    title: `Observing ended on ${observe.until}: what is not in the baseline blocks`,
    subject: 'config/observe',
    expected: `a day not after ${observe.until}, or a baseline that lists earlier findings`,
    observed: `${today}, ${baseline === undefined ? 'no baseline' : `${baseline.known.length} known findings`}`,
    advice:
      'Correct what blocks. `observe.baseline` names a file of findings that existed before the rules; a run before that day writes ' +
      'one, baseline.suggested.json, beside the evidence. Remove `observe` when the baseline is empty.',
  }
  const judged = findings.map((finding) => {
    if (!canBeKnown(finding)) return finding
    if (today <= observe.until) {
      return { ...finding, waived: { reason: 'observed, not yet enforced', owner: 'observe', until: observe.until } }
    }
    const entries = keysOf(finding).map((key) => known.get(keyOf(key)))
    const [first] = entries
    if (first === undefined || entries.some((entry) => entry === undefined || isOver(entry, today))) return finding
    const { reason = 'existed before the rules', owner = 'baseline' } = first
    const [until = 'it is corrected'] = entries.flatMap((entry) => entry?.until ?? []).toSorted()
    return { ...finding, waived: { reason, owner, until } }
  })
  return today <= observe.until ? judged : [...judged, ended]
}

/**
 * Pure: a finding of a new kind does not block before the day that the catalogue names; it is `noted` and names the day.
 * Loss of state and errors block at once.
 */
export function informing(
  findings: readonly Finding[],
  today: string,
  blocksFrom: (code: Finding['code']) => string | undefined = firstBlockingDay,
): Finding[] {
  return findings.map((finding) => {
    const day = blocksFrom(finding.code)
    if (day === undefined || today >= day || !canBeKnown(finding)) return finding
    return { ...finding, outcome: 'noted', title: `${finding.title}; blocks from ${day}` }
  })
}

function canBeKnown(finding: Finding): boolean {
  if (finding.waived !== undefined || losesState(finding)) return false
  return finding.outcome === 'fail' || finding.outcome === 'inconclusive'
}

/** What an entry is about; its reason, owner and end are not part of it. */
function keyOf({ code, subject, environment }: KnownFinding): string {
  return JSON.stringify([code, subject, environment])
}

function isOver({ until }: KnownFinding, today: string): boolean {
  return until !== undefined && until < today
}

/** Pure: the entries that accept more than another baseline does: other findings, or the same ones for longer. */
export function acceptedMore(now: Baseline, before: Baseline): KnownFinding[] {
  const earlier = new Map(before.known.map((entry) => [keyOf(entry), entry]))
  return now.known.filter((entry) => {
    const same = earlier.get(keyOf(entry))
    if (same === undefined) return true
    return same.until !== undefined && (entry.until === undefined || entry.until > same.until)
  })
}

/** One key for each environment that the finding is about. */
function keysOf({ code, subject, details }: Finding): Baseline['known'][number][] {
  const environment =
    typeof details === 'object' && details !== null && 'environment' in details ? details['environment'] : undefined
  if (typeof environment !== 'string') return [{ code, subject }]
  return environment.split(', ').map((each) => ({ code, subject, environment: each }))
}
