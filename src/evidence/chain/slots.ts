import type { Binding } from './bound-job.ts'
import type { Digest } from '../digest.ts'
import type { Evidence, Origin, Slot } from '../document.ts'
import type { Finding } from '../finding.ts'
import type { Named } from './needs.ts'

/** A document as it was found; what could be read of it. */
export interface Found {
  readonly name: string
  readonly digest?: Digest
  readonly evidence?: Evidence
  readonly problem?: string
  readonly claims?: boolean
}

/** A document that was read, such as the valid one of a slot. */
export interface Link {
  readonly name: string
  readonly digest: Digest
  readonly evidence: Evidence
  /** Absent where it was not asked which job wrote it. */
  readonly binding?: Binding
}

/** `verify/preprod/2of5/tests`: a slot as the subject of findings, with account and region where it is limited to one. */
export function slotPath(slot: Slot): string {
  const parts = [slot.command, slot.environment, slot.account, slot.region, slot.shard?.replace('/', 'of'), slot.phase]
  return parts.filter((part) => part !== undefined).join('/')
}

/** The key of a slot in maps. Unlike the path, it tells a region from a phase of the same name. */
export function slotKey({ command, environment, account, region, shard, phase }: Slot): string {
  return JSON.stringify([command, environment, account, region, shard, phase].map((part) => part ?? null))
}

export function isOfRun(evidence: Evidence, origin: Origin): boolean {
  return evidence.origin.repository === origin.repository && evidence.origin.runId === origin.runId
}

/** The part of precheck that asks no account, as `only` names it. No stack and no deployment has this id. */
export const OFFLINE = 'offline'

/** The environment of the slots of temporary environments: no step of a release reads them. */
export const TEMPORARY = 'temporary'

/** Whether a step asked no account: what it found proves nothing about what is deployed. */
export function isOffline({ phase }: Slot): boolean {
  return phase?.split('+').includes(OFFLINE) === true
}

/** Whether an earlier step of the same job wrote it. */
export function isOfJob(evidence: Evidence, origin: Origin): boolean {
  const { job, runAttempt } = evidence.origin
  return isOfRun(evidence, origin) && job === origin.job && runAttempt === origin.runAttempt
}

export function newestOfEachSlot(links: readonly Link[]): Link[] {
  const newest = new Map<string, Link>()
  for (const link of links) {
    const slot = slotKey(link.evidence.slot)
    const known = newest.get(slot)
    if (!known || known.evidence.origin.runAttempt < link.evidence.origin.runAttempt) newest.set(slot, link)
  }
  return [...newest.values()]
}

/**
 * A slot that two documents of one attempt fill has no valid one: which of them counts would be chance. Documents that
 * no job named count here too, since a matrix keeps only the outputs of the part that ended last.
 */
export function rivals(
  current: readonly Link[],
  links: readonly Link[],
  strays: readonly Found[],
  origin: Origin,
): Finding[] {
  const others = [...links, ...strays.filter(({ evidence }) => evidence && isOfRun(evidence, origin))]
  return current.flatMap((link) => {
    const slot = slotPath(link.evidence.slot)
    const rival = others.find(
      ({ digest, evidence }) =>
        digest !== link.digest &&
        evidence !== undefined &&
        slotKey(evidence.slot) === slotKey(link.evidence.slot) &&
        evidence.origin.runAttempt >= link.evidence.origin.runAttempt &&
        evidence.origin.runAttempt <= origin.runAttempt,
    )
    if (!rival) return []
    return [
      {
        code: 'evidence/ambiguous',
        outcome: 'fail' as const,
        title: `two documents fill the slot ${slot}`,
        subject: `evidence/${slot}`,
        expected: `only ${link.digest}`,
        observed: `${rival.digest ?? 'another'} (${rival.name}) too`,
        advice: 'Give each part of a matrix its own `shard`, name the digests of all parts, and run the jobs again.',
      },
    ]
  })
}

/**
 * A job that runs code of the user's may write whatever it likes and name it. In a later attempt its document would take
 * the place of one that another job wrote and still names. Who is run again names its new document only.
 */
export function usurpers(current: readonly Link[], links: readonly Link[], named: readonly Named[]): Finding[] {
  const jobsOf = ({ digest }: Link): string[] =>
    named.filter((entry) => entry.digest === digest).map((entry) => entry.job)
  return current.flatMap((link) => {
    const slot = slotPath(link.evidence.slot)
    const jobs = jobsOf(link)
    const before = links.find(
      (other) =>
        other !== link &&
        slotKey(other.evidence.slot) === slotKey(link.evidence.slot) &&
        jobsOf(other).some((job) => !jobs.includes(job)),
    )
    if (!before || before.evidence.origin.runAttempt === link.evidence.origin.runAttempt) return []
    return [
      {
        code: 'evidence/ambiguous',
        outcome: 'fail' as const,
        title: `two jobs fill the slot ${slot}`,
        subject: `evidence/${slot}`,
        expected: `only ${before.digest} of the job ${jobsOf(before).join(', ')}`,
        observed: `${link.digest} of the job ${jobs.join(', ')} too`,
        advice: `Find out why ${jobs.join(', ')} writes the evidence of ${jobsOf(before).join(', ')}; then start a new run.`,
      },
    ]
  })
}
