import { fillOutputs, fillWords, type Outputs, type Words } from '../../config/model/references.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { Phase } from '../../evidence/phase.ts'
import type { Recorder } from '../../evidence/recorder.ts'
import type { Ports } from '../../ports.ts'
import type { CheckInput } from '../common-options.ts'
import { conclude } from './conclude.ts'
import { sample, type Surroundings } from './sample.ts'
import { planChecks, type PlannedCheck } from './select.ts'

/** What checks that run together have in common. */
export interface ChecksRun {
  readonly ports: Ports
  readonly record: Pick<Recorder, 'measure' | 'happened'>
  readonly around: Surroundings
  /** Outputs of the stacks, for the references of the checks. */
  readonly outputs: Outputs
  /** Fills what else the texts of a check refer to, such as the endpoint of a version without traffic. */
  readonly fill?: (planned: PlannedCheck) => PlannedCheck
}

/**
 * The checks of some phases in the order of the file, with the placeholders of an environment filled; without those that
 * hosts make in a hook.
 */
export function checksOf(inputs: readonly CheckInput[], phases: readonly Phase[], words: Words): PlannedCheck[] {
  return planChecks(inputs)
    .filter(({ on, phase }) => phases.includes(phase) && !(on === 'hosts' && phase === 'before-traffic'))
    .map((one) => ({ ...one, options: fillWords(one.options, words, `check/${one.name}`) }))
}

/**
 * Runs checks one after another, so that none disturbs another's measurement. Records measurements and what happened; the
 * findings, at least one of each check, are for the caller to record. Rejects only where a reference cannot be filled, and
 * when `ports.cancelled` is aborted.
 */
export async function runChecks(run: ChecksRun, planned: readonly PlannedCheck[]): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const one of planned) findings.push(...(await runCheck(run, one)))
  return findings
}

/** Runs one check to its conclusion, which is the first finding. */
export async function runCheck(run: ChecksRun, planned: PlannedCheck): Promise<Finding[]> {
  const { ports, record, around, outputs, fill = (one) => one } = run
  const subject = `check/${planned.name}`
  const startedAt = ports.clock.now()
  const filled = fill({ ...planned, options: fillOutputs(planned.options, outputs, subject) })
  const attempts = await sample(filled, ports, around)
  const { findings, measurements } = conclude(filled, attempts)
  record.measure(...measurements)
  const [own] = findings
  record.happened({
    at: startedAt.toISOString(),
    subject,
    event: attempts.length === 1 ? planned.kind : `${planned.kind}, ${attempts.length} attempts`,
    ms: ports.clock.now().getTime() - startedAt.getTime(),
    ...(own && { outcome: own.outcome, detail: own.title }),
  })
  return findings
}
