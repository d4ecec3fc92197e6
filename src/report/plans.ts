import type { Evidence, Plan } from '../evidence/document.ts'
import { byPlace, isSamePlace, pairsOf, showPlace, type Place } from '../evidence/place.ts'

/** Which plans the documents have, by environment, account and region. */

/** Environments of the release, in the order in which it gets them: as a step declares, then as documents name them. */
export function environmentsOf(documents: readonly Evidence[]): string[] {
  const declared = documents.findLast(({ environments }) => environments)?.environments ?? []
  const planned = documents.flatMap(({ plans }) => plans.map(({ environment }) => environment))
  const slots = documents.map(({ slot }) => slot.environment).filter((environment) => environment !== 'all')
  return [...new Set([...declared, ...planned, ...slots])]
}

/** The last plan that is known of each place of an environment, in the order in which the documents were made. */
export function plansOf(documents: readonly Evidence[], environment: string | undefined): Plan[] {
  const plans = documents.flatMap((document) => document.plans).filter((plan) => plan.environment === environment)
  return byPlace(plans).flatMap(({ entries }) => entries.slice(-1))
}

/** A plan for the environment that is released to last, beside one that rehearses it; one of them may be absent. */
export interface PlanPair {
  readonly rehearsed?: Plan
  readonly planned?: Plan
}

/** The plans that a reviewer compares: those of each earlier environment with those of the last, region by region. */
export function planPairs(documents: readonly Evidence[]): PlanPair[] {
  const environments = environmentsOf(documents)
  const planned = plansOf(documents, environments.at(-1))
  const rehearsed = environments.slice(0, -1).map((environment) => plansOf(documents, environment))
  const pairs = rehearsed.flatMap((plans) =>
    pairsOf(plans, planned).map(({ one, other }) => ({ rehearsed: one, planned: other })),
  )
  if (pairs.length > 0) return pairs
  return [...planned.map((plan) => ({ planned: plan })), ...rehearsed.flat().map((plan) => ({ rehearsed: plan }))]
}

/** `production`, `pre-prod`; with region or account where the documents have several places of the environment. */
export function placeName(place: Place, documents: readonly Evidence[]): string {
  const plans = documents.flatMap((document) => document.plans)
  return showPlace(place, plans).replace(/^preprod(?= |$)/, 'pre-prod')
}

/** Whether a place was brought to this release: a plan by itself rehearses nothing. */
export function isRehearsed(documents: readonly Evidence[], place: Place): boolean {
  return documents.some(
    ({ slot, verdict }) =>
      slot.command === `deploy-${place.environment}` && isSamePlace(slot, place) && verdict === 'pass',
  )
}
