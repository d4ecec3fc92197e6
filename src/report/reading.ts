import type { ChangeSetPlan, Evidence, Plan, ResourceChange } from '../evidence/document.ts'
import { digestOf } from '../evidence/digest.ts'
import { leftUntouched } from '../evidence/execution.ts'
import type { Finding } from '../evidence/finding.ts'
import { AFTER_DEPLOYMENT } from '../evidence/phase.ts'
import { handleKey } from '../evidence/place.ts'
import { plural } from '../support/text/text.ts'
import { isProminent } from '../evidence/codes/lookup.ts'
import { blocking, blocks } from '../evidence/verdict.ts'
import { environmentsOf, isRehearsed, placeName, planPairs, plansOf } from './plans.ts'
import { actionOf, byCode, pastOf, quantity, stepName } from './words.ts'

/** What the documents say, put in the order in which a reviewer asks. Read once here, shown by summary and page. */

/** A change of one resource and where it is; `path` is the same in every environment. */
export interface PlannedChange extends ResourceChange {
  readonly path: string
  readonly stack: string
  readonly provisional: boolean
}

/** All changes of a plan, nested stacks included, those that can lose something first. */
export function changesOf(plan: Plan): PlannedChange[] {
  const found = plan.changeSets.flatMap((changeSet) => flatten(changeSet, changeSet.stack))
  return found.toSorted((a, b) => dangerOf(b) - dangerOf(a))
}

function flatten(changeSet: ChangeSetPlan, stack: string): PlannedChange[] {
  const own = changeSet.changes.map((change) => ({
    ...change,
    stack,
    path: `${stack}/${change.logicalId}`,
    provisional: changeSet.provisional,
  }))
  return [...own, ...changeSet.nested.flatMap((nested) => flatten(nested, nested.stack))]
}

/** 3 removes, 2 replaces or may do so, 1 is not known before it happens, 0 is ordinary. */
export function dangerOf(change: Pick<ResourceChange, 'action' | 'replacement'>): number {
  if (change.action === 'Remove') return 3
  if (change.replacement === 'True' || change.replacement === 'Conditional') return 2
  if (change.action === 'Add' || change.action === 'Import') return 0
  return change.action === 'Modify' && change.replacement === 'False' ? 0 : 1
}

/** `2 modify, 1 replace`; `no changes`, where that is known. */
export function countChanges(plan: Plan): string {
  if (plan.changeSets.length === 0) return 'nothing was planned'
  const counts = new Map<string, number>()
  for (const change of changesOf(plan)) counts.set(actionOf(change), (counts.get(actionOf(change)) ?? 0) + 1)
  if (counts.size === 0)
    return plan.changeSets.every(({ kind }) => kind === 'none') ? 'no changes' : 'no resource, only outputs or settings'
  return [...counts].map(([action, count]) => `${count} ${action}`).join(', ')
}

/** One resource in both environments. `same` compares action, replacement and the properties with their values. */
export interface Rehearsal {
  readonly path: string
  readonly type: string
  readonly rehearsed?: PlannedChange
  readonly planned?: PlannedChange
  readonly same: boolean
}

/** Production's plan beside pre-prod's; what is not alike comes first. */
export function rehearsals(rehearsed: Plan | undefined, planned: Plan | undefined): Rehearsal[] {
  const before = new Map((rehearsed ? changesOf(rehearsed) : []).map((change) => [change.path, change]))
  const after = new Map((planned ? changesOf(planned) : []).map((change) => [change.path, change]))
  return [...new Set([...after.keys(), ...before.keys()])]
    .map((path): Rehearsal => {
      const [there, here] = [before.get(path), after.get(path)]
      return {
        path,
        type: (here ?? there)?.type ?? '',
        ...(there && { rehearsed: there }),
        ...(here && { planned: here }),
        same: there !== undefined && here !== undefined && shapeOf(there) === shapeOf(here),
      }
    })
    .toSorted((a, b) => Number(a.same) - Number(b.same))
}

function shapeOf(change: ResourceChange): string {
  const properties = change.properties
    .map(({ path, change: how, before, after }) => JSON.stringify([path, how, before ?? null, after ?? null]))
    .toSorted()
  return JSON.stringify([change.action, change.replacement, change.policyAction ?? '', properties])
}

/** Whether a step ended in a way that does not let the release go on. */
export function isBlocked({ verdict }: Evidence): boolean {
  return verdict !== 'pass' && verdict !== 'skipped'
}

/** `Verification of pre-prod passed`; a deployment that changed nothing is not called failed. */
export function ending(evidence: Evidence): string {
  const { slot, verdict } = evidence
  if (slot.command.startsWith('deploy-') && isBlocked(evidence) && leftUntouched(evidence))
    return `Blocked. ${slot.environment === 'production' ? 'Production' : 'Pre-prod'} is untouched.`
  return `${stepName(slot)} ${pastOf(verdict)}`
}

/** The question that a reviewer has is the gate's; of every other step the page says how it ended. */
export function headline(evidence: Evidence): string {
  const { slot, verdict } = evidence
  if (slot.command === 'deploy-production' && verdict === 'pass') return 'Deployed to production'
  if (slot.command !== 'gate') return ending(evidence)
  if (verdict === 'pass') return `Ready for ${slot.environment}`
  if (verdict === 'fail') return 'Blocked: do not deploy'
  return `Not proven: do not deploy to ${slot.environment}`
}

/** Findings of all documents, each with the document it is from. */
export interface Placed {
  readonly finding: Finding
  readonly document: Evidence
}

export function blockingOf(documents: readonly Evidence[]): Placed[] {
  const placed = new Map(documents.flatMap((document) => document.findings.map((finding) => [finding, document])))
  return blocking([...placed.keys()]).flatMap((finding) => {
    const document = placed.get(finding)
    return document ? [{ finding, document }] : []
  })
}

/** A kind with more findings than this is shown by the first few, and the others in a table. */
const ALIKE = 5
const SHOWN_OF_MANY = 3

/** Findings of one code, those to be shown in full and those that are only listed. */
export interface Kind {
  readonly code: string
  readonly full: readonly Placed[]
  readonly listed: readonly Placed[]
}

/** Findings by their code, so that a thousand of one kind hide no other; the kinds in the order of their first ones. */
export function kindsOf(found: readonly Placed[]): Kind[] {
  const kinds = byCode(found, ({ finding }) => finding.code)
  return [...kinds].map(([code, all]) => {
    const shown = all.length > ALIKE ? SHOWN_OF_MANY : all.length
    return { code, full: all.slice(0, shown), listed: all.slice(shown) }
  })
}

export function chosen(documents: readonly Evidence[], choose: (finding: Finding) => boolean): Placed[] {
  return documents.flatMap((document) => document.findings.filter(choose).map((finding) => ({ finding, document })))
}

/** Kind of a check, where the finding is one of verify's. */
export function kindOf(finding: Finding): string | undefined {
  const kind = detailOf(finding, 'kind')
  return typeof kind === 'string' ? kind : undefined
}

/** The phase of a check, where it is another one than that after the deployment. */
export function phaseOf(finding: Finding): string | undefined {
  const phase = detailOf(finding, 'phase')
  return typeof phase === 'string' && phase !== AFTER_DEPLOYMENT ? phase : undefined
}

/** The environment that a finding says it is about. */
export function environmentOf(finding: Finding): string | undefined {
  const environment = detailOf(finding, 'environment')
  return typeof environment === 'string' ? environment : undefined
}

/** The last lines that the script of a lifecycle event wrote. */
export function logTailOf(finding: Finding): string | undefined {
  const lines = detailOf(finding, 'logTail')
  return Array.isArray(lines) && lines.length > 0 ? lines.join('\n') : undefined
}

/** Who changed a drifted resource last, when and by which call; undefined where it is not known. */
export function changedByOf(finding: Finding): string | undefined {
  const text = detailOf(finding, 'changedBy')
  return typeof text === 'string' ? text : undefined
}

function detailOf({ details }: Finding, name: string): unknown {
  if (typeof details !== 'object' || details === null || Array.isArray(details)) return undefined
  return (details as { readonly [key: string]: unknown })[name]
}

/**
 * The documents to show, in the order in which they began, the one at hand (given last) at the end. Of the others only
 * those that it is built on, by digest: whatever else lies in the folder may be stale or forged, and is no evidence.
 */
export function currentOf(documents: readonly Evidence[]): Evidence[] {
  const current = documents.at(-1)
  if (!current) return []
  const known = new Set<string>(current.previous)
  const others = documents.slice(0, -1).filter((document) => known.delete(digestOf(document)))
  return [...others.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1)), current]
}

/** From this share of its limit on, a measurement is worth a word before it fails one day. */
const TIGHT = 0.8

/** What a reviewer would not expect of an everyday release, one sentence each. Empty: nothing stands out. */
export function unusual(documents: readonly Evidence[]): string[] {
  const notes: string[] = []
  const targets = plansOf(documents, environmentsOf(documents).at(-1))
  for (const plan of targets) {
    const where = targets.length > 1 ? `${placeName(plan, documents)}: ` : ''
    for (const change of changesOf(plan).filter((one) => dangerOf(one) > 0)) {
      const policy = change.policyAction === undefined ? '' : ` (${change.policyAction})`
      notes.push(`${where}${change.path}: ${actionOf(change)}${policy}`)
    }
  }
  for (const { rehearsed, planned } of planPairs(documents)) {
    if (!rehearsed || !planned) continue
    const differing = rehearsals(rehearsed, planned).filter(({ same }) => !same)
    if (differing.length === 0) continue
    const [name, target] = [placeName(rehearsed, documents), placeName(planned, documents)]
    const there = isRehearsed(documents, rehearsed) ? `what ${name} rehearsed` : `what is planned for ${name}`
    notes.push(
      `${plural(differing.length, 'change')} in ${target} ${differing.length === 1 ? 'is' : 'are'} not ${there}`,
    )
  }
  if (targets.flatMap(changesOf).some(({ provisional }) => provisional)) {
    notes.push('part of the plan is provisional: it is computed again when the outputs that it needs are known')
  }
  for (const { name, subject, value, unit, limit } of documents.flatMap((document) => document.measurements)) {
    if (limit === undefined || limit <= 0 || value > limit || value < limit * TIGHT) continue
    notes.push(`${name} of ${subject ?? 'a check'} is ${quantity(value, unit)}, the limit is ${quantity(limit, unit)}`)
  }
  const waived = chosen(documents, ({ waived: accepted }) => accepted !== undefined).length
  if (waived > 0) notes.push(`${plural(waived, 'finding')} would block if not accepted: see the declared risks`)
  const rules = chosen(documents, ({ code }) => code === 'rules/changed').map(
    ({ finding: { subject, expected, observed } }) =>
      `${subject}${expected === undefined || observed === undefined ? '' : ` (${expected} → ${observed})`}`,
  )
  if (rules.length > 0) notes.push(`${plural(rules.length, 'rule')} changed: ${rules.join(', ')}`)
  const running = handlesOf(documents).filter(({ state }) => state === 'running' || state === 'unknown').length
  if (running > 0) notes.push(`${plural(running, 'thing')} still running or in an unknown state`)
  const attempts = Math.max(0, ...documents.map(({ origin }) => origin.runAttempt))
  if (attempts > 1) notes.push(`this is run attempt ${attempts}`)
  return notes
}

/** What its reader has to know first although it does not block, such as how an approval must be given. */
export function prominentOf({ findings }: Evidence): Finding[] {
  return findings.filter((finding) => !blocks(finding) && isProminent(finding.code))
}

/** What stood in for AWS or GitHub. */
export function standIns(documents: readonly Evidence[]): string[] {
  const found = documents.flatMap(({ endpoints: { aws, github } }) => [
    ...(aws === 'aws' ? [] : [`AWS was ${aws}`]),
    ...(github === 'github' ? [] : [`GitHub was ${github}`]),
  ])
  return [...new Set(found)]
}

/** The newest word on each thing that was created. */
export function handlesOf(documents: readonly Evidence[]): Evidence['handles'] {
  const newest = new Map(documents.flatMap((document) => document.handles).map((handle) => [handleKey(handle), handle]))
  return [...newest.values()]
}
