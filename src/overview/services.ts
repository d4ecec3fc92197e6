import type { Evidence } from '../evidence/document.ts'
import type { Finding, Waiver } from '../evidence/finding.ts'
import { newestOfEachSlot, slotKey, TEMPORARY, type Link } from '../evidence/chain/slots.ts'
import { blocking, verdictOf } from '../evidence/verdict.ts'

/** How the newest run of a service to production ended. */
export type Standing =
  /** Gate and deployment to production passed, and every document that they build on is there. */
  | 'proven'
  /** The same, but a document that they build on is not there, or the deployment does not build on that gate. */
  | 'incomplete'
  /** The run went back to the version before. */
  | 'rolled back'
  | 'blocked'
  /** The gate passed, and production was not deployed. */
  | 'not deployed'
  /** Steps with `mode: observe`: they report, and enforce nothing. */
  | 'observed'
  /** Something stood in for AWS or GitHub. */
  | 'stand-in'

/** A configuration of a repository: what is released together. */
export interface Service {
  readonly repository: string
  /** Path of the configuration; empty where no document names it. */
  readonly config: string
  readonly standing: Standing
  /** The newest run: its id, commit and the end of its last step (ISO 8601, UTC). */
  readonly run: { readonly id: string; readonly sha: string; readonly at: string }
  /** Of the newest run that is proven; absent where there is none. */
  readonly lastProof?: { readonly id: string; readonly sha: string; readonly at: string }
  /** Findings of the newest run that were accepted beforehand. */
  readonly waivers: readonly Accepted[]
  /** Codes of what blocked the newest run. */
  readonly blockers: readonly string[]
}

export interface Accepted extends Waiver {
  readonly code: string
  readonly subject: string
}

interface Run {
  readonly repository: string
  readonly config: string
  readonly id: string
  readonly links: readonly Link[]
  readonly at: string
}

/** One entry for each configuration of each repository: those that are not proven first. Pure. */
export function servicesOf(links: readonly Link[]): Service[] {
  const runs = runsOf(links)
  const services = Object.values(Object.groupBy(runs, ({ repository, config }) => JSON.stringify([repository, config])))
  return services
    .flatMap((all = []) => {
      const sorted = all.toSorted((a, b) => (a.at < b.at ? 1 : -1))
      const [newest] = sorted
      return newest === undefined ? [] : [serviceOf(newest, sorted, links)]
    })
    .toSorted(
      (a, b) =>
        Number(a.standing === 'proven') - Number(b.standing === 'proven') ||
        a.repository.localeCompare(b.repository) ||
        a.config.localeCompare(b.config),
    )
}

function serviceOf(newest: Run, runs: readonly Run[], all: readonly Link[]): Service {
  const proven = runs.find((run) => standingOf(run, all) === 'proven')
  const findings = current(newest).flatMap(({ evidence }) => evidence.findings)
  return {
    repository: newest.repository,
    config: newest.config,
    standing: standingOf(newest, all),
    run: about(newest),
    ...(proven && { lastProof: about(proven) }),
    waivers: waiversOf(findings),
    blockers: [...new Set(blocking(findings).map(({ code }) => code))],
  }
}

/** Documents of temporary environments belong to no release. */
function runsOf(links: readonly Link[]): Run[] {
  const own = links.filter(({ evidence }) => evidence.slot.environment !== TEMPORARY)
  const byRun = Object.groupBy(own, ({ evidence: { origin } }) => JSON.stringify([origin.repository, origin.runId]))
  return Object.values(byRun).flatMap((all = []) => {
    const [first] = all
    if (first === undefined) return []
    const byConfig = Object.groupBy(all, ({ evidence }) => evidence.composition?.config ?? '')
    const named = Object.keys(byConfig).filter((config) => config !== '')
    const { repository, runId: id } = first.evidence.origin
    // One run releases one configuration; a document that names none is of that one.
    const parts = named.length === 1 ? [[named[0] ?? '', all] as const] : Object.entries(byConfig)
    return parts.map(([config, of = []]) => ({
      repository,
      config,
      id,
      links: of,
      at: of.map(({ evidence }) => evidence.finishedAt).reduce((a, b) => (a > b ? a : b)),
    }))
  })
}

function current({ links }: Run): Link[] {
  return newestOfEachSlot(links)
}

function standingOf(run: Run, all: readonly Link[]): Standing {
  const links = current(run)
  const documents = links.map(({ evidence }) => evidence)
  if (documents.some(({ endpoints }) => endpoints.aws !== 'aws' || endpoints.github !== 'github')) return 'stand-in'
  if (documents.some(({ mode }) => mode === 'observe')) return 'observed'
  if (documents.some((document) => !passed(document))) return 'blocked'
  const gate = documents.find(({ slot }) => slot.command === 'gate')
  const deployed = documents.find(({ slot }) => slot.command === 'deploy-production')
  if (documents.some(({ slot }) => slot.command === 'rollback')) return 'rolled back'
  if (deployed?.verdict !== 'pass' || gate?.verdict !== 'pass') return 'not deployed'
  const digests = new Set(all.map(({ digest }) => digest))
  // A gate of a later attempt opened nothing, and of two documents in one slot neither counts.
  const opened = links.some(({ digest, evidence }) => evidence === gate && deployed.previous.includes(digest))
  if (!opened || hasRivals(run.links, links)) return 'incomplete'
  return documents.every(({ previous }) => previous.every((digest) => digests.has(digest))) ? 'proven' : 'incomplete'
}

function hasRivals(all: readonly Link[], chosen: readonly Link[]): boolean {
  return all.some(({ digest, evidence: { slot, origin } }) =>
    chosen.some(
      (each) =>
        each.digest !== digest &&
        slotKey(each.evidence.slot) === slotKey(slot) &&
        each.evidence.origin.runAttempt === origin.runAttempt,
    ),
  )
}

/** A verdict is never believed: it follows from the findings. */
function passed({ findings, verdict }: Evidence): boolean {
  const own = verdictOf(findings)
  return own === verdict && (own === 'pass' || own === 'skipped')
}

function waiversOf(findings: readonly Finding[]): Accepted[] {
  const accepted = findings.flatMap(({ code, subject, waived }) => (waived ? [{ code, subject, ...waived }] : []))
  return [...new Map(accepted.map((each) => [`${each.code} ${each.subject}`, each])).values()]
}

function about({ id, links, at }: Run): Service['run'] {
  return { id, sha: links[0]?.evidence.origin.sha ?? '', at }
}
