import { judgeBinding, otherSlots, type BindingFacts } from './binding.ts'
import type { Binding } from './bound-job.ts'
import type { FindingCode } from '../codes/index.ts'
import type { Digest } from '../digest.ts'
import type { Evidence, Origin } from '../document.ts'
import type { Finding } from '../finding.ts'
import { readNeeds, type Named, type SaidVerdict } from './needs.ts'
import { parseEvidence } from '../parse.ts'
import { isOfRun, newestOfEachSlot, rivals, slotPath, usurpers, type Found, type Link } from './slots.ts'
import { blocking, verdictOf } from '../verdict.ts'

/**
 * Which of the documents that were found are this run's evidence. GitHub carries the digests that jobs named (`needs`),
 * files carry the documents; only what both agree on counts.
 */
export interface ChainFacts {
  /** `toJSON(needs)`; absent when the step was given none. */
  readonly needs: string | undefined
  readonly found: readonly {
    readonly name: string
    readonly bytes: Uint8Array
    readonly binding?: Binding | undefined
  }[]
  /** Where the job can tell which job wrote a document; otherwise the origin of each is unverified. */
  readonly bindings?: BindingFacts | undefined
  readonly origin: Origin
  /** Digest of the release at hand. */
  readonly release: Digest
  readonly endpoints: Evidence['endpoints']
  readonly now: Date
  /** Milliseconds. */
  readonly youngerThan: number
}

export interface Chain {
  /** In the order in which they were finished. */
  readonly links: readonly Link[]
  /** Other documents of this run: not named by any job, not valid, or replaced by a later attempt. They prove nothing. */
  readonly others: readonly Link[]
  /** What is wrong with the evidence, and one pass for each valid document that passed. */
  readonly findings: readonly Finding[]
}

/** Clocks of two runners differ by this much at most. */
const SKEW_MS = 5 * 60_000
const RERUN = 'Run the job that wrote it again.'

/** Of a step that builds on no evidence. */
export const NO_CHAIN: Chain = { links: [], others: [], findings: [] }

/** Puts documents and named digests together, and judges each. Pure; every doubt is a finding that blocks. */
export function linkEvidence(facts: ChainFacts): Chain {
  const needs = readNeeds(facts.needs)
  const documents = uniqueDocuments(facts.found)
  const named = new Map(needs.named.map((entry) => [entry.digest, entry]))
  const mine = documents.filter((document): document is Link => isDocument(document) && named.has(document.digest))
  const strays = documents.filter((document) => document.digest === undefined || !named.has(document.digest))

  const findings: Finding[] = [...needs.findings]
  for (const document of documents) {
    if (!isDocument(document) && document.digest !== undefined && named.has(document.digest)) {
      findings.push(unreadable(document))
    }
  }
  findings.push(...lost(needs.named, documents, strays, facts.origin))

  const links: Link[] = []
  for (const link of mine) {
    const faults = [...judge(link, facts), ...(facts.bindings ? judgeBinding(link, facts.bindings) : [])]
    findings.push(...faults)
    if (faults.length === 0) links.push(link)
  }
  const current = newestOfEachSlot(links)
  findings.push(...rivals(current, links, strays, facts.origin))
  findings.push(...usurpers(current, links, needs.named))
  findings.push(...otherSlots(current, documents.filter(isDocument)))
  findings.push(...otherVerdicts(needs.said, needs.named, mine))
  findings.push(...current.map((link) => lapsedWaiver(link, facts.now) ?? judgeVerdict(link)))
  return {
    links: current.toSorted((a, b) => (a.evidence.finishedAt < b.evidence.finishedAt ? -1 : 1)),
    others: documents
      .filter(isDocument)
      .filter((document) => isOfRun(document.evidence, facts.origin) && !current.includes(document)),
    findings,
  }
}

function isDocument(document: Link | Found): document is Link {
  return document.evidence !== undefined && document.digest !== undefined
}

/** The same document may come in the folder and as an artifact. */
function uniqueDocuments(found: ChainFacts['found']): (Link | Found)[] {
  const documents = new Map<string, Link | Found>()
  for (const { name, bytes, binding } of found) {
    const document = { name, ...parseEvidence(bytes), ...(binding && { binding }) }
    const key = document.digest ?? name
    const known = documents.get(key)
    const isProved = known !== undefined && 'binding' in known && known.binding?.kind === 'bound'
    if (known === undefined || (binding?.kind === 'bound' && !isProved)) documents.set(key, document)
  }
  return [...documents.values()]
}

/** Digests that jobs named and no document has: it was altered since, or it is not here. */
function lost(
  named: readonly Named[],
  documents: readonly Found[],
  strays: readonly Found[],
  origin: Origin,
): Finding[] {
  const present = new Set(documents.map(({ digest }) => digest))
  const missing = named.filter(({ digest, ours }) => ours && !present.has(digest))
  const suspects = strays.filter(
    (stray) => stray.claims ?? (stray.evidence !== undefined && isOfRun(stray.evidence, origin)),
  )
  return missing.map(({ job, output, digest }) => {
    const altered =
      suspects.find(({ evidence, name }) => evidence?.origin.job === job || name.includes(job)) ??
      suspects.find(({ evidence }) => !evidence || evidence.origin.runAttempt === origin.runAttempt)
    if (altered) {
      return {
        code: 'evidence/altered',
        outcome: 'fail',
        title: `the evidence of the job ${job} is not what the job wrote`,
        subject: `evidence/${altered.evidence ? slotPath(altered.evidence.slot) : altered.name}`,
        expected: digest,
        observed: altered.digest ?? altered.problem ?? 'another document',
        advice: `Find out who changed ${altered.name}, then run the job ${job} again: its evidence cannot be trusted.`,
      }
    }
    return {
      code: 'evidence/missing',
      outcome: 'fail',
      title: `the evidence that the job ${job} named is not here`,
      subject: `evidence/${job}`,
      expected: `${digest} (output ${output})`,
      observed: `none of ${documents.length} documents has it`,
      advice:
        'Let the jobs share the artifacts of the run, or give them the same evidence folder; then run the job again.',
    }
  })
}

function judge({ name, evidence }: Link, facts: ChainFacts): Finding[] {
  const { origin, endpoints, now } = facts
  const subject = `evidence/${slotPath(evidence.slot)}`
  const fault = (code: FindingCode, title: string, expected: string, observed: string, advice = RERUN): Finding => ({
    code,
    outcome: 'fail',
    title: `${title} (${name})`,
    subject,
    expected,
    observed,
    advice,
  })
  const faults: Finding[] = []
  const theirs = evidence.origin
  // A start after the end would come after every step that this one must build on.
  if (!(Date.parse(evidence.startedAt) <= Date.parse(evidence.finishedAt))) {
    faults.push({
      code: 'evidence/invalid',
      outcome: 'error',
      title: `the step ended before it began (${name})`,
      subject,
      expected: `an end after ${evidence.startedAt}`,
      observed: evidence.finishedAt,
      advice: 'Synchronise the clock of the runner, and run the job again.',
    })
  }
  for (const member of ['repository', 'runId', 'sha'] as const) {
    if (theirs[member] !== origin[member]) {
      const what = { repository: 'repository', runId: 'run', sha: 'commit' }[member]
      faults.push(
        fault('evidence/other-run', `the evidence is of another ${what}`, origin[member], theirs[member] || 'none'),
      )
    }
  }
  if (theirs.runAttempt > origin.runAttempt || theirs.runAttempt < 1) {
    const expected = `attempt ${origin.runAttempt} or an earlier one`
    faults.push(
      fault('evidence/other-run', 'the evidence is of a later attempt', expected, `attempt ${theirs.runAttempt}`),
    )
  }
  if (evidence.release?.digest !== facts.release) {
    const observed = evidence.release?.digest ?? 'no release'
    faults.push(
      fault(
        'evidence/other-release',
        'the evidence is about another release',
        facts.release,
        observed,
        'Run the whole release again: templates, revisions or configuration are not those that were tested.',
      ),
    )
  }
  for (const [service, real] of [
    ['aws', 'aws'],
    ['github', 'github'],
  ] as const) {
    const from = evidence.endpoints[service]
    if (from !== real && from !== endpoints[service]) {
      faults.push(fault('evidence/other-endpoint', 'the evidence comes from a stand-in', endpoints[service], from))
    }
  }
  const age = now.getTime() - Date.parse(evidence.finishedAt)
  if (!(age <= facts.youngerThan)) {
    faults.push(
      fault('evidence/stale', 'the evidence is too old', `younger than ${hours(facts.youngerThan)}`, hours(age)),
    )
  }
  if (!(age >= -SKEW_MS)) {
    faults.push(
      fault('evidence/stale', 'the evidence is from the future', `before ${now.toISOString()}`, evidence.finishedAt),
    )
  }
  return faults
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** A step counts a waiver that was valid on its day: one that has ended since then accepts nothing any more. */
function lapsedWaiver({ evidence }: Link, now: Date): Finding | undefined {
  const today = now.toISOString().slice(0, 'yyyy-mm-dd'.length)
  const lapsed = evidence.findings.filter(
    ({ waived }) => DAY.test(waived?.until ?? '') && (waived?.until ?? '') < today,
  )
  const [first] = lapsed
  if (first === undefined) return undefined
  const slot = slotPath(evidence.slot)
  const others = lapsed.length > 1 ? `, and ${lapsed.length - 1} more` : ''
  return {
    code: 'evidence/not-passed',
    outcome: 'fail',
    title: `${slot} passed by a waiver that has ended: ${first.title}`,
    subject: `evidence/${slot}`,
    expected: `a waiver that is valid on ${today}`,
    observed: `${first.code} on ${first.subject}, waived until ${first.waived?.until}${others}`,
    advice: 'Correct the finding or let its owner renew the waiver; then run the whole release again.',
  }
}

/** The verdict is folded from the findings again: what the document says of itself is compared, not believed. */
function judgeVerdict({ evidence, digest, name }: Link): Finding {
  const slot = slotPath(evidence.slot)
  const verdict = verdictOf(evidence.findings)
  const subject = `evidence/${slot}`
  if (verdict !== evidence.verdict) {
    return {
      code: 'evidence/verdict-differs',
      outcome: 'fail',
      title: `${slot} says "${evidence.verdict}", but its findings come to "${verdict}"`,
      subject,
      expected: verdict,
      observed: evidence.verdict,
      advice: RERUN,
    }
  }
  if (verdict === 'pass' || verdict === 'skipped') {
    const title = verdict === 'pass' ? `${slot} passed` : `${slot} had nothing to do`
    return { code: 'evidence/valid', outcome: verdict, title, subject, observed: `${digest} (${name})` }
  }
  const first = blocking(evidence.findings)[0]
  return {
    code: 'evidence/not-passed',
    outcome: 'fail',
    title: `${slot} did not pass${first ? `: ${first.title}` : ''}`,
    subject,
    expected: 'pass',
    observed: first ? `${verdict}: ${first.code} on ${first.subject}` : verdict,
    advice: first?.advice ?? 'Read its report, and run the job again when the cause is gone.',
  }
}

/** A step that fails when its document is written says so by its output alone: no document of its job may say something else. */
function otherVerdicts(said: readonly SaidVerdict[], named: readonly Named[], documents: readonly Link[]): Finding[] {
  return said.flatMap(({ job, output, verdict }): Finding[] => {
    const digests = new Set(named.filter((one) => one.job === job).map(({ digest }) => digest))
    const verdicts = documents.filter(({ digest }) => digests.has(digest)).map(({ evidence }) => evidence.verdict)
    // That a step says it passed proves nothing: its document is judged.
    if (verdict === 'pass' || verdicts.length === 0 || verdicts.includes(verdict)) return []
    return [
      {
        code: 'evidence/verdict-differs',
        outcome: 'fail',
        title: `the job ${job} says "${verdict}" in its output ${output}, but its evidence says "${verdicts.join(', ')}"`,
        subject: `job/${job}`,
        expected: verdicts.join(', '),
        observed: verdict,
        advice: `Read the log of the job ${job} for why its step did not end with its evidence; then run it again.`,
      },
    ]
  })
}

function unreadable({ name, problem }: Found): Finding {
  return {
    code: 'evidence/invalid',
    outcome: 'error',
    title: `${name} cannot be read as evidence: ${problem}`,
    subject: `evidence/${name}`,
    expected: 'a document of this version of the action',
    observed: problem ?? 'another form',
    advice: 'Use the same version of the action in all jobs of the run.',
  }
}

function hours(ms: number): string {
  if (Number.isNaN(ms)) return 'unknown'
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`
  return ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`
}
