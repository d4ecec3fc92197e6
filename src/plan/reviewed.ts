import { placeOfEnvironment, type Environment } from '../config/model/environment.ts'
import type { Chain } from '../evidence/chain/chain.ts'
import type { Digest } from '../evidence/digest.ts'
import { readNeeds } from '../evidence/chain/needs.ts'
import type { Evidence, Origin, Plan, Release } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { byPlace, isSamePlace, type Place } from '../evidence/place.ts'
import { parseEvidence } from '../evidence/parse.ts'
import { linkEarlier } from '../handover/earlier-jobs.ts'
import type { FoundDocument } from '../handover/evidence-store.ts'
import { comparePlans, makePlan } from './compare.ts'
import { compareReleases } from '../handover/release.ts'
import type { Ports } from '../ports.ts'

/** The reviewed plan of an environment, or why there is no valid one. */
export interface Reviewed {
  readonly plan: Plan | undefined
  readonly chain: Chain
  readonly findings: readonly Finding[]
}

/**
 * Reads the plan of one environment from the evidence of earlier jobs. Only documents count whose digests the jobs named and
 * that are about this release; differences are named item by item.
 */
export async function readReviewed(options: {
  readonly ports: Pick<Ports, 'place' | 'connect' | 'clock' | 'log' | 'cancelled'>
  readonly needs: string | undefined
  readonly folder: string | undefined
  readonly origin: Origin
  readonly release: Release
  readonly environment: Environment
  /** Milliseconds. */
  readonly youngerThan: number
}): Promise<Reviewed> {
  const { needs, release, environment } = options
  const { chain, found } = await linkEarlier({ ...options, release: release.digest })
  const differs = releaseDifferences(needs, found, release)
  const reviewed = reviewedPlan(chain, placeOfEnvironment(environment))
  return {
    plan: reviewed,
    chain,
    findings: [...differs, ...chain.findings, ...(reviewed ? [] : [noPlan(environment, differs.length > 0)])],
  }
}

/**
 * The plan of a place from the valid documents of precheck; each of several jobs may have planned a part. Undefined where
 * several planned places match.
 */
export function reviewedPlan(chain: Chain, place: Place): Plan | undefined {
  const plans = chain.links
    .filter(({ evidence }) => evidence.slot.command === 'precheck')
    .flatMap(({ evidence }) => evidence.plans.filter((plan) => isSamePlace(plan, place)))
  if (plans.length <= 1) return plans[0]
  const [only, ...others] = byPlace(plans)
  if (only === undefined || others.length > 0) return undefined
  return makePlan(
    only.place,
    plans.flatMap((plan) => plan.changeSets),
    plans.flatMap(({ images = [] }) => images),
  )
}

/**
 * Compares this release with the one that an earlier job stored. A build that changes checked-in files is not detected here.
 * No finding where no earlier job wrote evidence.
 */
export async function compareWithEarlier(
  options: Omit<Parameters<typeof linkEarlier>[0], 'release'> & { readonly release: Release },
): Promise<{ readonly findings: readonly Finding[]; readonly builtOn: readonly Digest[] }> {
  const { needs, release } = options
  if (readNeeds(needs).named.length === 0) return { findings: [], builtOn: [] }
  const { chain, found } = await linkEarlier({ ...options, release: release.digest })
  return {
    findings: [...releaseDifferences(needs, found, release), ...chain.findings],
    builtOn: chain.links.map(({ digest }) => digest),
  }
}

/** The items in which this release differs from that of the documents that jobs named. */
export function releaseDifferences(
  needs: string | undefined,
  found: readonly FoundDocument[],
  release: Release,
): Finding[] {
  const named = new Set(readNeeds(needs).named.map(({ digest }) => digest))
  const findings = new Map<string, Finding>()
  for (const { bytes } of found) {
    const parsed = parseEvidence(bytes)
    if (!('evidence' in parsed) || parsed.evidence === undefined || !named.has(parsed.digest)) continue
    for (const { item, expected, observed } of differencesOf(parsed.evidence, release)) {
      findings.set(item, {
        code: 'release/differs',
        outcome: 'fail',
        title: `the ${item} differs from the tested one`,
        subject: `release/${item.replaceAll(' ', '/')}`,
        expected,
        observed,
        advice:
          'Build once, into folders that are not checked in: a job restores files that its checkout lacks, and keeps those that it has. Then start the release again.',
      })
    }
  }
  return [...findings.values()]
}

function differencesOf(evidence: Evidence, release: Release): ReturnType<typeof compareReleases> {
  return evidence.release === undefined ? [] : compareReleases(evidence.release, release)
}

function noPlan(environment: Environment, differs: boolean): Finding {
  return {
    code: 'plan/missing',
    outcome: 'fail',
    title: `no reviewed plan exists for ${environment.key}${differs ? ' of this release' : ''}`,
    subject: `environment/${environment.key}`,
    expected: `the evidence of a precheck of ${environment.key}`,
    observed: 'no valid document',
    advice:
      'Add the job of precheck to `needs:` of this job, set `needs: ${{ toJSON(needs) }}` in its `with:`, and run the job again.',
  }
}

/** Compares the reviewed plan with a present one. Pure; returns at least one finding. */
export function judgePlans(reviewed: Plan, now: Plan): Finding[] {
  const findings = comparePlans(reviewed, now)
  if (findings.length > 0) return findings
  return [
    {
      code: 'plan/differs',
      outcome: 'inconclusive',
      title: 'the plans could not be compared',
      subject: `environment/${now.environment}`,
      expected: reviewed.digest,
      observed: now.digest,
      advice: 'Start the release again from precheck.',
    },
  ]
}
