import { digestOf, type Digest } from '../evidence/digest.ts'
import type { ChangeSetPlan, Plan, PlannedImage, PropertyChange, ResourceChange } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { isSamePlace, placeOf, type Place } from '../evidence/place.ts'
import { plural } from '../support/text/text.ts'

/** The digest of the changes: action, replacement and properties; no times, ids, ARNs or order. And of the images. */
export function planDigest(changeSets: readonly ChangeSetPlan[], images: readonly PlannedImage[] = []): Digest {
  const changes = changeSets.map(meaning).toSorted((a, b) => (a.stack < b.stack ? -1 : 1))
  return digestOf(images.length === 0 ? changes : { changes, images: inOrder(images) })
}

/** Makes the plan of a place, with its digest. */
export function makePlan(
  place: Place,
  changeSets: readonly ChangeSetPlan[],
  images: readonly PlannedImage[] = [],
): Plan {
  return {
    ...placeOf(place),
    digest: planDigest(changeSets, images),
    changeSets,
    ...(images.length > 0 && { images: inOrder(images) }),
  }
}

/** Each once. */
function inOrder(images: readonly PlannedImage[]): PlannedImage[] {
  const keyed = new Map(images.map((image) => [JSON.stringify(image), image]))
  return [...keyed].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, image]) => image)
}

interface Meaning {
  readonly stack: string
  readonly stackName: string
  readonly kind: ChangeSetPlan['kind']
  readonly changes: readonly object[]
  readonly nested: readonly Meaning[]
}

function meaning(plan: ChangeSetPlan): Meaning {
  return {
    stack: plan.stack,
    // CloudFormation generates the names of nested stacks, with random parts.
    stackName: plan.stack.includes('/') ? '' : plan.stackName,
    kind: plan.kind,
    changes: plan.changes.map((change) => ({ ...change, properties: [...change.properties] })).toSorted(byId),
    nested: plan.nested.map(meaning).toSorted((a, b) => (a.stack < b.stack ? -1 : 1)),
  }
}

function byId(a: ResourceChange, b: ResourceChange): number {
  return a.logicalId < b.logicalId ? -1 : a.logicalId > b.logicalId ? 1 : 0
}

const CODE = 'plan/differs'

/**
 * Pure: compares the present plan with the reviewed one. A provisional plan is compared by action, replacement and
 * properties; any other also by values. Findings that all pass mean that both are equal.
 */
export function comparePlans(reviewed: Plan, now: Plan): Finding[] {
  const findings: Finding[] = []
  const own = planDigest(reviewed.changeSets, reviewed.images)
  if (reviewed.digest !== own) {
    findings.push(differs('plan', 'The reviewed plan does not match its digest', own, reviewed.digest))
  }
  if (!isSamePlace(reviewed, now)) {
    const [seen, is] = [reviewed, now].map((plan) => [plan.account, plan.region].filter(Boolean).join(', '))
    findings.push(differs('plan', 'The reviewed plan is for another account or region', seen ?? '', is ?? ''))
  }
  const before = flat(reviewed.changeSets)
  const after = flat(now.changeSets)
  for (const stack of new Set([...before.keys(), ...after.keys()])) {
    const [seen, is] = [before.get(stack), after.get(stack)]
    // CloudFormation may omit a nested stack without changes.
    if (seen === undefined && is?.kind === 'none') continue
    if (is === undefined && seen?.kind === 'none') continue
    if (seen === undefined || is === undefined) {
      findings.push(
        differs(
          `stack/${stack}`,
          seen === undefined
            ? 'A stack that is not in the reviewed plan would change'
            : 'A stack of the reviewed plan is not in the present plan',
          seen === undefined ? 'no change of this stack' : summaryOf(seen),
          is === undefined ? 'no plan' : summaryOf(is),
        ),
      )
      continue
    }
    findings.push(...compareStacks(stack, seen, is))
  }
  if (findings.length > 0) return findings
  return [
    {
      code: 'plan/unchanged',
      outcome: 'pass',
      title: 'The present plan equals the reviewed plan',
      subject: `environment/${now.environment}`,
      expected: reviewed.digest,
      observed: now.digest,
    },
  ]
}

function flat(plans: readonly ChangeSetPlan[]): Map<string, ChangeSetPlan> {
  return new Map(plans.flatMap((plan) => [[plan.stack, plan] as const, ...flat(plan.nested)]))
}

function compareStacks(stack: string, seen: ChangeSetPlan, is: ChangeSetPlan): Finding[] {
  const findings: Finding[] = []
  if (seen.kind !== is.kind) {
    findings.push(differs(`stack/${stack}`, 'The kind of change differs from the reviewed plan', seen.kind, is.kind))
  }
  if (!stack.includes('/') && seen.stackName !== is.stackName) {
    findings.push(differs(`stack/${stack}`, 'The stack differs from the reviewed plan', seen.stackName, is.stackName))
  }
  const provisional = seen.provisional || is.provisional
  const before = new Map(seen.changes.map((change) => [change.logicalId, change]))
  const after = new Map(is.changes.map((change) => [change.logicalId, change]))
  for (const id of [...new Set([...before.keys(), ...after.keys()])].toSorted()) {
    const [expected, observed] = [showChange(before.get(id), provisional), showChange(after.get(id), provisional)]
    if (expected === observed) continue
    const title = before.has(id)
      ? after.has(id)
        ? 'A change differs from the reviewed plan'
        : 'A change of the reviewed plan is not in the present plan'
      : 'A change is not in the reviewed plan'
    findings.push(differs(`stack/${stack}/resource/${id}`, title, expected, observed))
  }
  return findings
}

/** The text of a change; two changes are equal when their texts are. */
function showChange(change: ResourceChange | undefined, withoutValues = false): string {
  if (change === undefined) return 'no change'
  const replacing = change.replacement === 'False' ? '' : `, replacement ${change.replacement}`
  const policy = change.policyAction === undefined ? '' : `, ${change.policyAction}`
  const properties = change.properties.map((property) => showProperty(property, withoutValues)).toSorted()
  const list = properties.length === 0 ? '' : `: ${properties.join('; ')}`
  return `${change.action} ${change.type}${replacing}${policy}${list}`
}

function showProperty(property: PropertyChange, withoutValues: boolean): string {
  const recreation = property.requiresRecreation === 'Never' ? '' : `, recreation ${property.requiresRecreation}`
  const values =
    withoutValues || (property.before === undefined && property.after === undefined)
      ? ''
      : ` ${property.before ?? '(none)'} → ${property.after ?? '(none)'}`
  const kind = property.change === 'Modify' ? '' : ` ${property.change}`
  return `${property.path}${kind}${values}${recreation}`
}

function summaryOf(plan: ChangeSetPlan): string {
  return `${plan.kind}, ${plural(plan.changes.length, 'change')}`
}

function differs(subject: string, title: string, expected: string, observed: string): Finding {
  return {
    code: CODE,
    outcome: 'fail',
    title,
    subject,
    expected,
    observed,
    advice: 'Start the release again from precheck, so that reviewers see the present plan.',
  }
}
