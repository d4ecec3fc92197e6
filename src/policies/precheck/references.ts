import type { Finding } from '../../evidence/finding.ts'
import type { LookedUp, Reference } from '../../references/contract.ts'
import { TASK_DEFINITION_FILE } from '../../references/of-task-definition.ts'
import { NOUNS } from '../../references/nouns.ts'
import { listed, plural } from '../../support/text/text.ts'
import type { Rule, StackReference } from '../contract.ts'
import { judgeVpcs } from '../access/one-vpc.ts'

const SHOWN = 5

/** A change set does not look at what a template refers to: a missing object, role or image fails the deployment. */
export const rule: Rule = {
  meta: {
    code: 'template/references',
    title: 'What a template refers to exists and can be used',
    docs:
      'CloudFormation creates a change set without reading what properties refer to. An S3 object that does not exist fails ' +
      'the deployment, and a secret or a log group that is missing keeps the tasks of a service from starting. Each target is looked up in the account of each environment, before anything is changed.',
    codes: [
      'reference/missing',
      'reference/unusable',
      'reference/not-checked',
      'reference/pending',
      'reference/unknown',
      'reference/found',
    ],
  },
  judge: ({ environments }) =>
    environments.flatMap(({ environment, references, definitionReferences }) => [
      ...judgeReferences(environment.key, references ?? []),
      ...judgeReferences(environment.key, definitionReferences ?? []),
    ]),
}

/** Pure: the findings from the answers about references of an environment. */
export function judgeReferences(environment: string, references: readonly StackReference[]): Finding[] {
  const stacks = Map.groupBy(references, ({ stack }) => stack)
  return [...stacks.values()].flatMap((each) => judgeStack(environment, each))
}

function judgeStack(environment: string, references: readonly StackReference[]): Finding[] {
  const faults = [
    ...oncePerTarget(references).flatMap((each) => faultOf(environment, each)),
    ...judgeVpcs(environment, references),
  ]
  const open = references.filter(({ answer }) => answer === undefined || (answer.state === 'unknown' && answer.denied))
  return [
    ...faults,
    ...(open.length === 0 ? [] : [notChecked(environment, references.length, open)]),
    ...pendingOf(environment, references),
    ...(faults.some(({ outcome }) => outcome !== 'noted') ? [] : foundOf(environment, references)),
  ]
}

/**
 * Several properties may name one target, which some of them can use; a resource that this release changes is shown before
 * others.
 */
function oncePerTarget(references: readonly StackReference[]): StackReference[] {
  const ordered = references.toSorted((a, b) => Number(b.used) - Number(a.used))
  const byTarget = new Map<string, StackReference>()
  for (const each of ordered) {
    const { kind, target } = each.reference
    const needed = each.answer?.state === 'unusable' ? each.answer.expected : ''
    const key = `${kind} ${target?.id} ${each.answer?.state} ${needed}`
    if (target !== undefined && !byTarget.has(key)) byTarget.set(key, each)
  }
  return references.filter((each) => [...byTarget.values()].includes(each))
}

type Faulty = Exclude<LookedUp, { state: 'found' | 'pending' }>

function faultOf(environment: string, each: StackReference): Finding[] {
  const { reference, answer, used } = each
  if (answer === undefined || answer.state === 'found' || answer.state === 'pending') return []
  if (answer.state === 'unknown' && answer.denied) return []
  const { kind, target } = reference
  const what = `${placeOf(reference)} of ${each.stackName} refers to the ${NOUNS[kind].one} ${target?.id}`
  return [
    {
      ...codeOf(answer, used),
      title: `${environment}: ${what}${ENDINGS[answer.state]}`,
      subject: subjectOf(each),
      expected: answer.state === 'unusable' ? answer.expected : `an existing ${NOUNS[kind].one}`,
      observed: answer.state === 'unknown' ? answer.why : answer.observed,
      advice: used
        ? answer.advice
        : `${answer.advice} This release does not change ${placeOf(reference).split('.')[0]}, so nothing reads it now.`,
      source: reference.source,
      details: { environment },
    },
  ]
}

const ENDINGS: Readonly<Record<Faulty['state'], string>> = {
  missing: ', which does not exist',
  unusable: ', which cannot be used',
  unknown: '; whether it exists is not known',
}

function codeOf({ state }: Faulty, used: boolean): Pick<Finding, 'code' | 'outcome'> {
  if (state === 'unknown') return { code: 'reference/unknown', outcome: 'inconclusive' }
  return { code: state === 'missing' ? 'reference/missing' : 'reference/unusable', outcome: used ? 'fail' : 'noted' }
}

export function subjectOf({ stack, reference }: StackReference): string {
  const { logicalId, property, type } = reference
  if (type === TASK_DEFINITION_FILE) return `deployment/${stack}/task-definition/${property}`
  return `stack/${stack}/${logicalId === undefined ? `parameter/${property}` : `resource/${logicalId}/property/${property}`}`
}

/** Of all references of a template or a task definition. */
function ownerOf({ stack, reference }: StackReference): string {
  return reference.type === TASK_DEFINITION_FILE ? `deployment/${stack}/task-definition` : `stack/${stack}`
}

function notChecked(environment: string, all: number, open: readonly StackReference[]): Finding {
  const [first] = open as [StackReference, ...StackReference[]]
  const denied = open.flatMap(({ answer }) => (answer?.state === 'unknown' ? [answer] : []))
  const names = open.map(({ reference }) => `${placeOf(reference)}: ${reference.target?.id ?? reference.expression}`)
  const reasons = [
    ...new Set(denied.map(({ why }) => why)),
    ...(denied.length < open.length ? ['the value is known only during the deployment'] : []),
  ]
  const advice = [...new Set(denied.map((each) => each.advice))]
  return {
    code: 'reference/not-checked',
    outcome: 'noted',
    title: `${environment}: ${open.length} of ${plural(all, 'reference')} of ${first.stackName} ${open.length === 1 ? 'was' : 'were'} not checked`,
    subject: `${ownerOf(first)}/references`,
    expected: 'targets that are known before the deployment and may be looked up',
    observed: `${listed(names, SHOWN)} (${listed(reasons, SHOWN)})`,
    ...(advice.length > 0 && { advice: listed(advice, SHOWN) }),
    details: { environment },
  }
}

/** `Fn.Code`, or the name of a parameter. */
export function placeOf({ logicalId, property }: Reference): string {
  return logicalId === undefined ? property : `${logicalId}.${property}`
}

function pendingOf(environment: string, references: readonly StackReference[]): Finding[] {
  const pending = references.flatMap((each) =>
    each.answer?.state === 'pending' ? [{ ...each, by: each.answer.by }] : [],
  )
  const [first] = pending
  if (first === undefined) return []
  const names = pending.map(({ reference, by }) => `${placeOf(reference)}: ${reference.target?.id}, by ${by}`)
  return [
    {
      code: 'reference/pending',
      outcome: 'noted',
      title: `${environment}: ${plural(names.length, 'reference')} of ${first.stackName} ${names.length === 1 ? 'is' : 'are'} to what this release makes`,
      subject: `${ownerOf(first)}/references`,
      expected: 'targets that exist before the deployment, or are made by it before they are needed',
      observed: listed(names, SHOWN),
      details: { environment },
    },
  ]
}

function foundOf(environment: string, references: readonly StackReference[]): Finding[] {
  const found = references.filter(({ answer }) => answer?.state === 'found')
  const [first] = found
  if (first === undefined) return []
  const targets = new Map(found.map(({ reference }) => [`${reference.kind} ${reference.target?.id}`, reference.kind]))
  const counts = [...Map.groupBy(targets.values(), (kind) => kind)].map(([kind, each]) =>
    plural(each.length, NOUNS[kind].one, NOUNS[kind].many),
  )
  return [
    {
      code: 'reference/found',
      outcome: 'pass',
      title:
        found.length === references.length
          ? `${environment}: what ${first.stackName} refers to exists`
          : `${environment}: ${found.length} of ${plural(references.length, 'reference')} of ${first.stackName} lead to something that exists`,
      subject: `${ownerOf(first)}/references`,
      expected: 'an existing target for each reference',
      observed: counts.join(', '),
      details: { environment },
    },
  ]
}
