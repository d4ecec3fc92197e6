import { fillOutputs, fillWords, type Outputs, type Words } from '../../config/model/references.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { Phase } from '../../evidence/phase.ts'
import type { Recorder } from '../../evidence/recorder.ts'
import type { Ports } from '../../ports.ts'
import { showDuration } from '../../support/text/durations.ts'
import type { CheckInput } from '../common-options.ts'
import { throughSystemsManager } from '../hosts/systems-manager/check.ts'
import { conclude } from './conclude.ts'
import { sample, type Surroundings } from './sample.ts'
import { planChecks, type PlannedCheck } from './select.ts'

/** What checks that run together have in common. */
export interface ChecksRun {
  readonly ports: Ports
  readonly record: Pick<Recorder, 'measure' | 'happened'>
  readonly surroundings: Surroundings
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
    .map((one) => ({ ...one, ...fillWords(filledOf(one), words, `check/${one.name}`) }))
}

/** What placeholders and references may stand in. */
function filledOf({ options, tags }: PlannedCheck): Pick<PlannedCheck, 'options' | 'tags'> {
  return { options, ...(tags && { tags }) }
}

/** How many checks run at once. */
const AT_ONCE = 8

/** What became of a check, in the order in which it is recorded. */
interface Ended {
  /** For the log. */
  readonly inShort: string
  readonly findings: readonly Finding[]
  readonly record: () => void
}

/**
 * Runs checks: those that only read side by side, those that run alone (`alone` of the check) after all before them and
 * before all behind them. Records measurements, what happened and, by `found`, the findings, at least one of each check, in
 * the order given as soon as it is known. Rejects only where a reference cannot be filled, and when `ports.cancelled` is
 * aborted; then no check runs any more.
 */
export async function runChecks(
  run: ChecksRun,
  planned: readonly PlannedCheck[],
  found: (findings: readonly Finding[]) => void = () => undefined,
): Promise<Finding[]> {
  const { log } = run.ports
  const findings: Finding[] = []
  const results: Promise<Ended>[] = []
  const slots = createSlots(AT_ONCE)
  const stopped = { by: undefined as unknown, is: false }
  const beside = planned.filter((one) => !isAlone(one))
  if (beside.length > 1) log.info(`checks that only read run side by side, at most ${AT_ONCE} at once`)
  const inOrder = async (before: Promise<void>, result: Promise<Ended>): Promise<void> => {
    const [, ended] = await Promise.all([before, result])
    ended.record()
    findings.push(...ended.findings)
    found(ended.findings)
  }
  let ended = 0
  let recorded = Promise.resolve()
  for (const [index, one] of planned.entries()) {
    const awaited = planned.flatMap((other, at) =>
      at < index && mustEndBefore(other, one) ? [(results[at] as Promise<Ended>).catch(() => undefined)] : [],
    )
    const result = Promise.all(awaited).then(() =>
      slots(async () => {
        if (stopped.is) throw stopped.by
        const end = await runCheck(run, one)
        ended += 1
        if (planned.length > 1) log.info(`check ${ended} of ${planned.length} ended: ${end.inShort}`)
        return end
      }),
    )
    result.catch((error: unknown) => {
      if (!stopped.is) Object.assign(stopped, { by: error, is: true })
    })
    results.push(result)
    recorded = inOrder(recorded, result)
    recorded.catch(() => undefined)
  }
  await Promise.allSettled(results)
  await recorded
  return findings
}

/** Whether a check that stands before another one must have ended when that starts. */
function mustEndBefore(earlier: PlannedCheck, later: PlannedCheck): boolean {
  return isAlone(later) || isAlone(earlier) || later.after?.includes(earlier.name) === true
}

function isAlone({ check, options }: PlannedCheck): boolean {
  return check.alone?.(options as never) === true
}

/** Lets at most `most` tasks run at once. */
function createSlots(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  let free = most
  const waiting: (() => void)[] = []
  return async (task) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else free -= 1
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}

/** Runs one check to its conclusion, which is the first finding. */
async function runCheck(run: ChecksRun, planned: PlannedCheck): Promise<Ended> {
  const { ports, record, surroundings, outputs, fill = (one) => one } = run
  const subject = `check/${planned.name}`
  const startedAt = ports.clock.now()
  const filled = fill({ ...planned, ...fillOutputs(filledOf(planned), outputs, subject) })
  const attempts = await sample(filled.tags ? throughSystemsManager(filled) : filled, ports, surroundings)
  const { findings, measurements } = conclude(filled, attempts)
  const ms = ports.clock.now().getTime() - startedAt.getTime()
  const [own] = findings
  return {
    inShort: `${planned.name}: ${own?.outcome ?? 'no answer'} in ${showDuration(ms)}`,
    findings,
    record() {
      record.measure(...measurements)
      record.happened({
        at: startedAt.toISOString(),
        subject,
        event: attempts.length === 1 ? planned.kind : `${planned.kind}, ${attempts.length} attempts`,
        ms,
        ...(own && { outcome: own.outcome, detail: own.title }),
      })
    },
  }
}
