import type { Measurement } from '../../evidence/document.ts'
import type { Finding, Outcome } from '../../evidence/finding.ts'
import { verdictOf } from '../../evidence/verdict.ts'
import type { Judgement } from '../contract.ts'
import type { PlannedCheck, Sampling } from './select.ts'

/** One look at what is checked. Times in milliseconds since the first look began. */
export interface Look {
  readonly startedAt: number
  readonly endedAt: number
  readonly judgement: Judgement
}

interface Counts {
  readonly passed: number
  readonly failed: number
  /** Errors, and looks that could not tell. */
  readonly unanswered: number
}

function countsOf(looks: readonly Look[]): Counts {
  const passed = looks.filter(({ judgement }) => judgement.outcome === 'pass').length
  const failed = looks.filter(({ judgement }) => judgement.outcome === 'fail').length
  return { passed, failed, unanswered: looks.length - passed - failed }
}

/** How long the unbroken passes at the end have lasted. */
function steadyMs(looks: readonly Look[]): number {
  const broken = looks.findLastIndex(({ judgement }) => judgement.outcome !== 'pass')
  const first = looks[broken + 1]
  return first ? (looks.at(-1)?.endedAt ?? 0) - first.startedAt : 0
}

/** Whether there is more to see: a limit is not yet exceeded, and there were not enough looks. */
export function needsMore(looks: readonly Look[], sampling: Sampling): boolean {
  const { failed, unanswered } = countsOf(looks)
  if (failed > sampling.failures || unanswered > sampling.errors) return false
  if (looks.length < sampling.count) return true
  if (sampling.steadyFor === undefined) return false
  return looks.at(-1)?.judgement.outcome !== 'pass' || steadyMs(looks) < sampling.steadyFor
}

interface Conclusion {
  readonly outcome: Outcome
  /** The numbers behind it: `failed (3) > failures (2)`. */
  readonly why: string
}

/** An exceeded limit beats everything; nothing but failures within the limit, or no look at all, is never a pass. */
export function concludes(looks: readonly Look[], sampling: Sampling): Conclusion {
  const { passed, failed, unanswered } = countsOf(looks)
  const silent: Outcome = looks.some(({ judgement }) => judgement.outcome === 'error') ? 'error' : 'inconclusive'
  if (looks.length === 0) return { outcome: 'inconclusive', why: 'no look was taken' }
  if (failed > sampling.failures)
    return { outcome: 'fail', why: `failed (${failed}) > failures (${sampling.failures})` }
  if (unanswered > sampling.errors) {
    return { outcome: silent, why: `without an answer (${unanswered}) > errors (${sampling.errors})` }
  }
  if (passed === 0) return { outcome: failed > 0 ? 'fail' : silent, why: `none of ${looks.length} looks passed` }
  if (needsMore(looks, sampling))
    return { outcome: 'inconclusive', why: `ended after ${looks.length} looks, too early to tell` }
  const rest = [
    failed > 0 && `${failed} failed (${sampling.failures} may)`,
    unanswered > 0 && `${unanswered} gave no answer (${sampling.errors} may)`,
  ]
  return { outcome: 'pass', why: [`${passed} of ${looks.length} looks passed`, ...rest.filter(Boolean)].join(', ') }
}

/** What the looks mean, as findings (the check's own first) and measurements. Pure. */
export function conclude(
  planned: PlannedCheck,
  looks: readonly Look[],
): { findings: Finding[]; measurements: Measurement[] } {
  const { name, kind, key, sampling } = planned
  const { outcome, why } = concludes(looks, sampling)
  const shown = telling(looks, outcome)?.judgement
  const subject = `check/${name}`
  const counts = countsOf(looks)
  const details = { kind, check: name, key, looks: looks.length, ...counts }
  const severalLooks = looks.length > 1 || sampling.failures > 0 || sampling.errors > 0
  const said = shown?.title ?? 'nothing was measured'
  const title = outcome === 'pass' && looks.length > 1 ? `${name}: ${why}` : `${name}: ${said}`
  const own: Finding = {
    code: `check/${key}`,
    outcome,
    title,
    subject,
    ...(shown?.expected !== undefined && { expected: shown.expected }),
    observed: [severalLooks ? why : undefined, shown?.observed].filter(Boolean).join('; ') || why,
    ...(outcome !== 'pass' && { advice: shown?.advice ?? 'Run the job once more.' }),
    ...(shown?.source && { source: shown.source }),
    details,
  }
  const single = outcome === 'pass' ? [] : (shown?.findings ?? [])
  const findings = [own, ...single.map((finding) => ({ ...finding, details: { kind, check: name } }))]
  return {
    findings: sampling.dryRun ? findings.map(dryRun) : findings,
    measurements: measurementsOf(looks).map((one) => ({ ...one, subject })),
  }
}

/** The look that shows best why it ended so: the last one of that outcome, or the last at all. */
function telling(looks: readonly Look[], outcome: Outcome): Look | undefined {
  return looks.findLast(({ judgement }) => judgement.outcome === outcome) ?? looks.at(-1)
}

/** Measured and shown, but nothing follows from it. */
function dryRun(finding: Finding): Finding {
  const { advice: _, ...rest } = finding
  return { ...rest, outcome: 'skipped', title: `dry run, would be ${verdictOf([finding])}: ${finding.title}` }
}

/** One measurement for each name: of several looks the worst value, and all of them as a series. */
function measurementsOf(looks: readonly Look[]): Measurement[] {
  const byName = new Map<string, { at: number; measurement: Measurement }[]>()
  for (const { startedAt, judgement } of looks) {
    for (const measurement of judgement.measurements ?? []) {
      const known = byName.get(measurement.name) ?? []
      known.push({ at: startedAt, measurement })
      byName.set(measurement.name, known)
    }
  }
  return [...byName.values()].flatMap((values) => {
    const last = values.at(-1)?.measurement
    if (!last) return []
    if (values.length === 1) return [last]
    const value = Math.max(...values.map(({ measurement }) => measurement.value))
    return [
      { ...last, value, series: values.map(({ at, measurement }) => [Math.round(at), measurement.value] as const) },
    ]
  })
}
