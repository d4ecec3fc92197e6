import type { Digest } from '../evidence/digest.ts'
import type { Composition } from '../evidence/composition.ts'
import type { Evidence, LastRelease, Measurement, Origin, Release } from '../evidence/document.ts'
import { parseEvidence } from '../evidence/parse.ts'
import { newestOfEachSlot, slotPath, type Link } from '../evidence/chain/slots.ts'
import { verdictOf } from '../evidence/verdict.ts'
import type { Run } from '../github/approvals.ts'
import { showNumber } from '../support/text/rounding.ts'
import type { FoundDocument } from './evidence-store.ts'
import { mergedComposition } from './composition.ts'

/** What GitHub says of a run, by which the documents in its artifacts are judged. */
export interface RunFacts {
  readonly run: Run
  /** The repository and the endpoints of this job. */
  readonly repository: Origin['repository']
  readonly endpoints: Evidence['endpoints']
  readonly now: Date
}

/** A document that tells what was released, or why none does. `not-released`: the deployment did not pass. */
export type Judged =
  { readonly lastRelease: LastRelease } | { readonly unusable: string } | { readonly notReleased: true }

/** Clocks of runners differ by this much at most. */
const SKEW_MS = 5 * 60_000
/** Far more than a release has; with more, the record is not read. */
const MOST_PARTS = 5_000
const MOST_TEXT = 2_048
const MOST_MEASUREMENTS = 500
/** Of a sample: no check of this version records more. */
const MOST_VALUES = 60
const MOST_STEPS = 500

/**
 * Pure: reads the documents of a run as those of a release. The deployment to production must be of this repository, run
 * and commit, its findings must give a pass, and it names the digests of all other documents that count.
 */
export function judgeRelease(found: readonly FoundDocument[], facts: RunFacts): Judged {
  const links: Link[] = []
  let problem = 'no document of the deployment to production is in its artifacts'
  for (const { name, bytes } of found) {
    const parsed = parseEvidence(bytes)
    if ('evidence' in parsed) links.push({ name, ...parsed })
    else if (name.includes('deploy-production')) problem = `${name} cannot be read as evidence: ${parsed.problem}`
  }
  const deployments = newestOfEachSlot(links.filter(({ evidence }) => evidence.slot.command === 'deploy-production'))
  if (deployments.length === 0) return { unusable: problem }
  for (const { name, evidence } of deployments) {
    const why = whyForeign(evidence, facts)
    if (why !== undefined) return { unusable: `${name}: ${why}` }
  }
  if (deployments.some(({ evidence }) => evidence.verdict !== 'pass' || verdictOf(evidence.findings) !== 'pass'))
    return { notReleased: true }
  const named = new Set<Digest>(deployments.flatMap(({ evidence }) => evidence.previous))
  const earlier = links.filter(({ digest, evidence }) => named.has(digest) && whyForeign(evidence, facts) === undefined)
  const composition = mergedComposition(
    earlier.flatMap(({ evidence }) =>
      evidence.slot.command === 'precheck' && evidence.composition ? [evidence.composition] : [],
    ),
  )
  if (composition === undefined) return { unusable: 'no evidence of its precheck says what the release consisted of' }
  const why = whyUnusable(composition)
  if (why !== undefined) return { unusable: why }
  return { lastRelease: summaryOf([...earlier, ...deployments], deployments, composition, facts.run) }
}

/** Why a document is not of this run of this repository; undefined where it is. */
export function whyForeign(
  {
    origin,
    endpoints,
    release,
    finishedAt,
  }: Pick<Evidence, 'origin' | 'endpoints' | 'finishedAt'> & {
    readonly release?: Pick<Release, 'sha'>
  },
  facts: RunFacts,
): string | undefined {
  const { run, repository } = facts
  const differences = [
    ['repository', origin.repository, repository],
    ['run', origin.runId, run.id],
    ['commit', origin.sha, run.sha],
    ['commit of the release', release?.sha ?? 'none', run.sha],
  ].filter(([, observed, expected]) => observed !== expected)
  const [first] = differences
  if (first) return `it is of another ${first[0]}: ${first[1]}, not ${first[2]}`
  if (origin.runAttempt < 1 || origin.runAttempt > run.attempt) return `it is of run attempt ${origin.runAttempt}`
  for (const service of ['aws', 'github'] as const) {
    if (endpoints[service] !== service && endpoints[service] !== facts.endpoints[service])
      return `it comes from a stand-in of ${service}: ${endpoints[service]}`
  }
  if (!(Date.parse(finishedAt) <= facts.now.getTime() + SKEW_MS)) return `it is from the future: ${finishedAt}`
  return undefined
}

function whyUnusable(composition: Composition): string | undefined {
  const { environments, checks } = composition
  const parts = environments.flatMap(({ stacks, deployments }) => [...stacks, ...deployments])
  if (parts.length + checks.length > MOST_PARTS) return `it lists more than ${showNumber(MOST_PARTS)} parts`
  const texts = [composition.config, ...[...environments, ...parts, ...checks].flatMap((each) => Object.values(each))]
  if (texts.some((value) => typeof value === 'string' && value.length > MOST_TEXT))
    return `a name in it is longer than ${showNumber(MOST_TEXT)} characters`
  if (!environments.some(({ key }) => key === 'production')) return 'its precheck did not examine production'
  return undefined
}

function summaryOf(
  links: readonly Link[],
  deployments: readonly Link[],
  composition: Composition,
  run: Run,
): LastRelease {
  const last = deployments.map(({ evidence }) => evidence).toSorted((a, b) => (a.finishedAt < b.finishedAt ? 1 : -1))[0]
  return {
    runId: run.id,
    runAttempt: last?.origin.runAttempt ?? run.attempt,
    sha: run.sha,
    ...(last && { ref: last.origin.ref, finishedAt: last.finishedAt }),
    source: 'evidence',
    composition,
    ...(last?.release && { release: last.release }),
    steps: links.slice(0, MOST_STEPS).map(({ evidence: { slot, startedAt, finishedAt } }) => ({
      slot: slotPath(slot),
      ms: Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt)),
    })),
    measurements: links
      .flatMap(({ evidence }) => evidence.measurements)
      .toSorted((a, b) => Number(a.sample === undefined) - Number(b.sample === undefined))
      .slice(0, MOST_MEASUREMENTS)
      .map(withoutSeries),
  }
}

function withoutSeries(measurement: Measurement): Measurement {
  const { series: _, sample, ...rest } = measurement
  return sample === undefined || sample.values.length > MOST_VALUES ? rest : { ...rest, sample }
}
