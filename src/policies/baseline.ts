import * as z from 'zod'
import type { Config } from '../config/schema.ts'
import type { Finding } from '../evidence/finding.ts'
import { ActionError, messageOf } from '../support/errors.ts'

/** What was already there when the rules began to be enforced: by code, subject and environment. */
const shape = z.strictObject({
  version: z.literal(1),
  known: z.array(z.strictObject({ code: z.string(), subject: z.string(), environment: z.string().optional() })),
})

export type Baseline = z.output<typeof shape>

/** Loss of state, and what could not be found out, block on the first day too. */
const NEVER_KNOWN = new Set(['change/replaces-state', 'change/removes-state'])

/** Reads a baseline. Throws `config/file` for what is none, or is of another version. */
export function readBaseline(text: string, file: string): Baseline {
  const wrong = (problem: string): ActionError =>
    new ActionError('config/file', {
      message: `${file} is not a baseline that this version can read: ${problem}`,
      advice: `Write it anew: run precheck with \`observe\`, and commit the file baseline.suggested.json that it leaves beside the evidence as ${file}.`,
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
  const read = shape.safeParse(plain)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw wrong(`${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? ''}`)
}

/** Pure: what would block now, to be known from now on. */
export function baselineOf(findings: readonly Finding[]): Baseline {
  return { version: 1, known: findings.filter(canBeKnown).map(keyOf) }
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
  const known = new Set((baseline?.known ?? []).map((entry) => JSON.stringify(entry)))
  const ended: Finding = {
    code: 'observe/ended',
    outcome: 'skipped',
    title: `Observing ended on ${observe.until}: what is not in the baseline blocks`,
    subject: 'config/observe',
    expected: `a day not after ${observe.until}, or a baseline that lists what was there before`,
    observed: `${today}, ${baseline === undefined ? 'no baseline' : `${baseline.known.length} known findings`}`,
    advice:
      'Mend what blocks. What was there before the rules is known by `observe.baseline`: a run before that day leaves such ' +
      'a file, baseline.suggested.json, beside the evidence. Where nothing is left to be known, remove `observe`.',
  }
  const judged = findings.map((finding) => {
    if (!canBeKnown(finding)) return finding
    if (today <= observe.until) {
      return { ...finding, waived: { reason: 'observed, not yet enforced', owner: 'observe', until: observe.until } }
    }
    if (!known.has(JSON.stringify(keyOf(finding)))) return finding
    return { ...finding, waived: { reason: 'was there before the rules', owner: 'baseline', until: 'it is mended' } }
  })
  return today <= observe.until ? judged : [...judged, ended]
}

/** Whether a finding keeps a step from being green even where it only observes. */
export function alwaysBlocks({ code, outcome, waived }: Finding): boolean {
  return NEVER_KNOWN.has(code) && outcome !== 'pass' && outcome !== 'skipped' && waived === undefined
}

function canBeKnown(finding: Finding): boolean {
  if (finding.waived !== undefined || NEVER_KNOWN.has(finding.code)) return false
  return finding.outcome === 'fail' || finding.outcome === 'inconclusive'
}

function keyOf({ code, subject, details }: Finding): Baseline['known'][number] {
  const environment =
    typeof details === 'object' && details !== null && 'environment' in details ? details['environment'] : undefined
  return { code, subject, ...(typeof environment === 'string' && { environment }) }
}
