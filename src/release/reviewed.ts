import type { Environment } from '../config/resolve.ts'
import type { Chain } from '../evidence/chain.ts'
import { readNeeds } from '../evidence/needs.ts'
import type { Evidence, Origin, Plan, Release } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { parseEvidence } from '../evidence/parse.ts'
import { linkEarlier } from './earlier.ts'
import type { FoundDocument } from './evidence-store.ts'
import { comparePlans, makePlan } from './compare.ts'
import { compareReleases } from './release.ts'
import type { Ports } from '../ports.ts'

/** The plan of an environment that reviewers saw, or why there is none that counts. */
export interface Reviewed {
  readonly plan: Plan | undefined
  readonly chain: Chain
  readonly findings: readonly Finding[]
}

/**
 * Reads what earlier jobs left and takes the plan of one environment from it. Only documents whose digests the jobs
 * named count, and only those about the release at hand; what differs is named item by item.
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
  const reviewed = reviewedPlan(chain, environment.key)
  return {
    plan: reviewed,
    chain,
    findings: [...differs, ...chain.findings, ...(reviewed ? [] : [noPlan(environment, differs.length > 0)])],
  }
}

/** The plan of an environment from the valid documents of precheck; several jobs may have planned a part each. */
export function reviewedPlan(chain: Chain, environment: Environment['key']): Plan | undefined {
  const plans = chain.links
    .filter(({ evidence }) => evidence.slot.command === 'precheck')
    .flatMap(({ evidence }) => evidence.plans.filter((plan) => plan.environment === environment))
  if (plans.length <= 1) return plans[0]
  return makePlan(
    environment,
    plans.flatMap((plan) => plan.changeSets),
  )
}

/**
 * Whether the release at hand is the one that an earlier job stored, where one did: a build that changes what is checked
 * in is not seen here. No finding where no job before this one left evidence.
 */
export async function compareWithEarlier(
  options: Omit<Parameters<typeof linkEarlier>[0], 'release'> & { readonly release: Release },
): Promise<Finding[]> {
  const { needs, release } = options
  if (readNeeds(needs).named.length === 0) return []
  const { chain, found } = await linkEarlier({ ...options, release: release.digest })
  return [...releaseDifferences(needs, found, release), ...chain.findings]
}

/** What makes the release at hand another than the one of the documents that jobs named, item by item. */
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
        title: `the ${item} is not the one that was tested`,
        subject: `release/${item.replaceAll(' ', '/')}`,
        expected,
        observed,
        advice:
          'Build once, into folders that are not checked in: jobs take from an earlier one what their checkout lacks, and keep what it has. Then start the release again.',
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
    title: `there is no reviewed plan for ${environment.key}${differs ? ' of this release' : ''}`,
    subject: `environment/${environment.key}`,
    expected: `the evidence of a precheck of ${environment.key}`,
    observed: 'none that is valid',
    advice:
      'Let this job need the job of precheck, and pass it on: `needs: ${{ toJSON(needs) }}`; then run the job again.',
  }
}

/** Compares the plan that reviewers saw with one that was made now. Pure; gives at least one finding. */
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
