import type { Chain } from '../../evidence/chain/chain.ts'
import type { Slot } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { orderOf, type OrderedStep, type Predecessor, type Step } from '../../evidence/chain/order.ts'
import { isSamePlace } from '../../evidence/place.ts'
import { slotPath, type Link } from '../../evidence/chain/slots.ts'
import { rehearsedOn, type GateRule } from './contract.ts'

export const rule: GateRule = {
  meta: {
    code: 'order',
    title: 'Each step ran after the steps that it needs, and names their evidence.',
    docs: 'deploy-preprod builds on precheck, each verification of pre-prod on every deployment to pre-prod of this run, and the gate on all of them: by the digests that their jobs were given with `needs`, and by their times. A verification that ran beside the deployment, or before the deployment was repeated, tested something else and does not count.',
    codes: ['gate/not-built-on', 'gate/began-early', 'gate/deployed-again', 'gate/in-order'],
  },
  judge(facts) {
    const { chain, environments } = facts
    const ordered = orderOf(chain.links, environments)
    const faults = [
      ...ordered.flatMap((one) => one.predecessors.flatMap((before) => faultOf(one.step, before, chain))),
      ...deployedAgain(chain, rehearsedOn(facts)),
    ]
    if (faults.length > 0) return faults
    const edges = ordered.filter(({ predecessors }) => predecessors.length > 0)
    if (edges.length === 0) return []
    return [
      {
        code: 'gate/in-order',
        outcome: 'pass',
        title: 'each step ran after the steps that it needs',
        subject: 'release/order',
        expected: 'evidence that names the evidence of every step before it, and times that agree',
        observed: edges.map(show).join('; '),
      },
    ]
  },
}

function faultOf(step: Step, { step: before, state }: Predecessor, chain: Chain): Finding[] {
  if (state === 'in-order') return []
  const [slot, needed] = [slotPath(step.evidence.slot), slotPath(before.evidence.slot)]
  const { origin } = before.evidence
  const again = `Let the job ${step.evidence.origin.job} need the job ${origin.job}, pass \`needs: \${{ toJSON(needs) }}\`, and run it again.`
  if (state === 'early') {
    return [
      {
        code: 'gate/began-early',
        outcome: 'fail',
        title: `${slot} began before ${needed} had ended`,
        subject: `evidence/${slot}`,
        expected: `a start after ${before.evidence.finishedAt}`,
        observed: `started at ${step.evidence.startedAt}`,
        advice: `${again} If it did run afterwards, the clocks of the two runners differ: synchronise them.`,
      },
    ]
  }
  return [
    {
      code: 'gate/not-built-on',
      outcome: 'fail',
      title: `${slot} does not build on ${needed}`,
      subject: `evidence/${slot}`,
      expected: `${needed} of run attempt ${origin.runAttempt} (${before.digest})`,
      observed: namedBy(step, chain),
      advice: again,
    },
  ]
}

/** What a step says that it builds on; its own digests are genuine, so documents that they name can be told by slot. */
function namedBy({ evidence }: Step, { links, others }: Chain): string {
  const known = [...links, ...others]
  const named = evidence.previous.map((digest) => {
    const found = known.find((each) => each.digest === digest)
    return found === undefined
      ? digest
      : `${slotPath(found.evidence.slot)} of run attempt ${found.evidence.origin.runAttempt}`
  })
  return named.length === 0 ? 'it builds on no other step' : `it builds on ${named.join(', ')}`
}

/** Deployments of this run whose evidence no job named count here as well: the environment has what they deployed. */
function deployedAgain({ links, others }: Chain, rehearsed: readonly string[]): Finding[] {
  const verified = links.filter(
    ({ evidence: { slot } }) => slot.command === 'verify' && rehearsed.includes(slot.environment),
  )
  return verified.flatMap((step) => {
    const later = others.find((other) => isDeploymentOf(other, step.evidence.slot) && began(step) < ended(other))
    if (later === undefined) return []
    const [slot, deployed] = [slotPath(step.evidence.slot), slotPath(later.evidence.slot)]
    return [
      {
        code: 'gate/deployed-again',
        outcome: 'fail' as const,
        title: `${slot} began before another deployment of this run had ended: ${deployed}`,
        subject: `evidence/${slot}`,
        expected: `a start after ${later.evidence.finishedAt}, when the job ${later.evidence.origin.job} ended`,
        observed: `started at ${step.evidence.startedAt}`,
        advice: `Name the job ${later.evidence.origin.job} in \`needs\` of the verification and of this job, and run the verification again.`,
      },
    ]
  })
}

function isDeploymentOf({ evidence: { slot } }: Link, verified: Slot): boolean {
  return slot.command === `deploy-${verified.environment}` && isSamePlace(slot, verified)
}

function began({ evidence }: Link): number {
  return Date.parse(evidence.startedAt)
}

function ended({ evidence }: Link): number {
  return Date.parse(evidence.finishedAt)
}

function show({ step, predecessors }: OrderedStep): string {
  return `${slotPath(step.evidence.slot)} after ${predecessors.map((before) => slotPath(before.step.evidence.slot)).join(', ')}`
}
