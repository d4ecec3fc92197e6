import type { Measurement } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { Outcome } from '../../evidence/outcome.ts'
import { verdictOf } from '../../evidence/verdict.ts'
import type { Judgement } from '../contract.ts'
import type { PlannedCheck, Sampling } from './select.ts'

/** One attempt at what is checked. Times in milliseconds since the first attempt began. */
export interface Attempt {
  readonly startedAt: number
  readonly endedAt: number
  readonly judgement: Judgement
}

interface Counts {
  readonly passed: number
  readonly failed: number
  /** Errors, and attempts without a result. */
  readonly unanswered: number
}

function countsOf(attempts: readonly Attempt[]): Counts {
  const passed = attempts.filter(({ judgement }) => judgement.outcome === 'pass').length
  const failed = attempts.filter(({ judgement }) => judgement.outcome === 'fail').length
  return { passed, failed, unanswered: attempts.length - passed - failed }
}

/** How long the unbroken passes at the end have lasted. */
function steadyMs(attempts: readonly Attempt[]): number {
  const broken = attempts.findLastIndex(({ judgement }) => judgement.outcome !== 'pass')
  const first = attempts[broken + 1]
  return first ? (attempts.at(-1)?.endedAt ?? 0) - first.startedAt : 0
}

/** Whether there is more to see: a limit is not yet exceeded, and there were not enough attempts. */
export function needsMore(attempts: readonly Attempt[], sampling: Sampling): boolean {
  const { failed, unanswered } = countsOf(attempts)
  if (failed > sampling.failures || unanswered > sampling.errors) return false
  if (attempts.length < sampling.count) return true
  if (sampling.steadyFor === undefined) return false
  return attempts.at(-1)?.judgement.outcome !== 'pass' || steadyMs(attempts) < sampling.steadyFor
}

interface Conclusion {
  readonly outcome: Outcome
  /** The numbers behind it: `failed (3) > failures (2)`. */
  readonly why: string
}

/** An exceeded limit beats everything; nothing but failures within the limit, or no attempt at all, is never a pass. */
export function concludes(attempts: readonly Attempt[], sampling: Sampling): Conclusion {
  const { passed, failed, unanswered } = countsOf(attempts)
  const silent: Outcome = attempts.some(({ judgement }) => judgement.outcome === 'error') ? 'error' : 'inconclusive'
  if (attempts.length === 0) return { outcome: 'inconclusive', why: 'no attempt was made' }
  if (failed > sampling.failures)
    return { outcome: 'fail', why: `failed (${failed}) > failures (${sampling.failures})` }
  if (unanswered > sampling.errors) {
    return { outcome: silent, why: `did not complete (${unanswered}) > errors (${sampling.errors})` }
  }
  if (passed === 0) return { outcome: failed > 0 ? 'fail' : silent, why: `none of ${attempts.length} attempts passed` }
  if (needsMore(attempts, sampling))
    return { outcome: 'inconclusive', why: `ended after ${attempts.length} attempts, too few for a result` }
  const rest = [
    failed > 0 && `${failed} failed (${sampling.failures} may)`,
    unanswered > 0 && `${unanswered} did not complete (${sampling.errors} may)`,
  ]
  return {
    outcome: 'pass',
    why: [`${passed} of ${attempts.length} attempts passed`, ...rest.filter(Boolean)].join(', '),
  }
}

/** What the attempts mean, as findings (the check's own first) and measurements. Pure. */
export function conclude(
  planned: PlannedCheck,
  attempts: readonly Attempt[],
): { findings: Finding[]; measurements: Measurement[] } {
  const { name, kind, key, phase, sampling } = planned
  const { outcome, why } = concludes(attempts, sampling)
  const shown = telling(attempts, outcome)?.judgement
  const subject = `check/${name}`
  const counts = countsOf(attempts)
  const details = { kind, check: name, key, phase, looks: attempts.length, ...counts }
  const several = attempts.length > 1 || sampling.failures > 0 || sampling.errors > 0
  const said = shown?.title ?? 'nothing was measured'
  const title = outcome === 'pass' && attempts.length > 1 ? `${name}: ${why}` : `${name}: ${said}`
  const own: Finding = {
    code: `check/${key}`,
    outcome,
    title,
    subject,
    ...(shown?.expected !== undefined && { expected: shown.expected }),
    observed: [several ? why : undefined, shown?.observed].filter(Boolean).join('; ') || why,
    ...(outcome !== 'pass' && { advice: shown?.advice ?? 'Run the job once more.' }),
    ...(shown?.source && { source: shown.source }),
    details,
  }
  // Remarks stand beside a pass too.
  const single = (shown?.findings ?? []).filter((finding) => outcome !== 'pass' || finding.outcome === 'noted')
  const findings = [own, ...single.map((finding) => ({ ...finding, details: { kind, check: name, phase } }))]
  return {
    findings: sampling.dryRun ? findings.map(dryRun) : findings,
    measurements: measurementsOf(attempts).map((one) => ({ ...one, subject })),
  }
}

/** The attempt that shows best why it ended so: the last one of that outcome, or the last at all. */
function telling(attempts: readonly Attempt[], outcome: Outcome): Attempt | undefined {
  return attempts.findLast(({ judgement }) => judgement.outcome === outcome) ?? attempts.at(-1)
}

/** Measured and shown, but nothing follows from it. */
function dryRun(finding: Finding): Finding {
  const { advice: _, ...rest } = finding
  return { ...rest, outcome: 'skipped', title: `dry run, would be ${verdictOf([finding])}: ${finding.title}` }
}

/** One measurement for each name: of several attempts the worst value, and all of them as a series. */
function measurementsOf(attempts: readonly Attempt[]): Measurement[] {
  const all = attempts.flatMap(({ startedAt, judgement }) =>
    (judgement.measurements ?? []).map((measurement) => ({ at: startedAt, measurement })),
  )
  const byName = Map.groupBy(all, ({ measurement }) => measurement.name)
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
