import type { Digest } from '../digest.ts'
import type { Evidence, Slot } from '../document.ts'
import { isSamePlace } from '../place.ts'
import { isOffline } from './slots.ts'

/** A document of the run, by its digest. */
export interface Step {
  readonly digest: Digest
  readonly evidence: Evidence
}

/** A document that a step must build on. */
export interface Predecessor {
  readonly step: Step
  /** `unnamed`: the step does not name its digest. `early`: the step began before that one had ended. */
  readonly state: 'in-order' | 'unnamed' | 'early'
}

export interface OrderedStep {
  readonly step: Step
  readonly predecessors: readonly Predecessor[]
}

/**
 * The graph of a release: each step with the steps that it must build on. A digest cannot be named before its document
 * exists, so a step that names all its predecessors ran after them; the times must agree with that. `environments` are
 * those of the release, in the order in which they get it.
 */
export function orderOf(steps: readonly Step[], environments: readonly string[]): OrderedStep[] {
  return steps.map((step) => ({
    step,
    predecessors: steps
      .filter((other) => other !== step && mustBuildOn(step.evidence.slot, other.evidence.slot, environments))
      .map((other) => ({ step: other, state: stateOf(step, other) })),
  }))
}

const DEPLOY = 'deploy-'

/** Whether a step of one slot needs the result of a step of the other. */
export function mustBuildOn(slot: Slot, other: Slot, environments: readonly string[]): boolean {
  switch (slot.command) {
    case 'precheck':
      return other.command === 'package'
    case 'verify':
      return other.command === `${DEPLOY}${slot.environment}` && isSamePlace(slot, other)
    case 'gate':
      return isBefore(other, slot, slot.environment, environments)
    default:
      return slot.command.startsWith(DEPLOY) && isBeforeDeployment(slot, other, environments)
  }
}

/** The first environment needs the precheck of what is deployed to it; a later one all that was rehearsed, and its gate. */
function isBeforeDeployment(slot: Slot, other: Slot, environments: readonly string[]): boolean {
  const key = slot.command.slice(DEPLOY.length)
  if (environments.indexOf(key) <= 0) return isPrecheckOf(other, slot, key) && overlap(slot, other)
  const isGate = other.command === 'gate' && other.environment === key && isSamePlace(slot, other)
  return isGate || isBefore(other, slot, key, environments)
}

/** Whether a step belongs to what the release did before it reached `key`: prechecks, and rehearsals elsewhere. */
function isBefore(other: Slot, slot: Slot, key: string, environments: readonly string[]): boolean {
  const position = environments.indexOf(key)
  if (position <= 0) return isPrecheckOf(other, slot, key)
  const earlier = environments.slice(0, position)
  if (other.command === 'precheck') {
    return !isOffline(other) && (earlier.includes(other.environment) || concerns(other, slot, key))
  }
  if (other.command === 'verify') return earlier.includes(other.environment)
  return earlier.some((environment) => other.command === `${DEPLOY}${environment}`)
}

function isPrecheckOf(other: Slot, slot: Slot, key: string): boolean {
  return other.command === 'precheck' && !isOffline(other) && concerns(other, slot, key)
}

/** Whether a step was about all environments, or about the place of `slot` in the environment `key`. */
function concerns(other: Slot, slot: Slot, key: string): boolean {
  return other.environment === 'all' || isSamePlace(other, { ...slot, environment: key })
}

/** Whether two slots have a stack or deployment in common; a slot without a phase has all of them. */
function overlap(a: Slot, b: Slot): boolean {
  if (a.phase === undefined || b.phase === undefined) return true
  const parts = b.phase.split('+')
  return a.phase.split('+').some((part) => parts.includes(part))
}

function stateOf({ evidence }: Step, before: Step): Predecessor['state'] {
  if (!evidence.previous.includes(before.digest)) return 'unnamed'
  return Date.parse(evidence.startedAt) >= Date.parse(before.evidence.finishedAt) ? 'in-order' : 'early'
}
