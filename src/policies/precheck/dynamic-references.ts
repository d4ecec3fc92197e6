import type { Finding } from '../../evidence/finding.ts'
import { placedChanges, type PlacedChange } from '../planned/changes.ts'
import type { Rule, StackFacts } from '../contract.ts'

/** No changed resource has a value that is read only at execution. */
export const rule: Rule = {
  meta: {
    code: 'change/dynamic-reference',
    title: 'No changed resource has a value that is read only at execution',
    docs:
      'A dynamic reference without a version ({{resolve:ssm:…}}, {{resolve:secretsmanager:…}}) is read again when its ' +
      'resource is updated; a change set does not show that the value is another one. With a version it is part of the plan.',
    codes: ['change/dynamic-reference', 'change/reference-not-checked'],
  },
  judge(facts) {
    const changes = placedChanges(facts)
    const updated = changes.flatMap((placed): Finding[] => {
      const { change, environment, stack, subject } = placed
      if (change.action === 'Add' || change.action === 'Remove' || change.action === 'Import') return []
      const open = [...new Set(referencesOf(placed).filter((reference) => !isPinned(reference)))]
      if (open.length === 0) return []
      const declared = stack.source.template.resources[change.logicalId]
      return [
        {
          code: 'change/dynamic-reference',
          outcome: 'inconclusive',
          title: `${environment.environment.key}: ${change.logicalId} would be updated with values that no plan shows`,
          subject,
          expected: 'dynamic references with a version',
          observed: open.join(', '),
          advice: `Name a version: ${example(open[0] ?? '')}.`,
          ...(declared &&
            subject === `stack/${stack.stack.id}/resource/${change.logicalId}` && { source: declared.source }),
          details: { environment: environment.environment.key },
        },
      ]
    })
    const unseen = facts.environments.flatMap(({ stacks }) => stacks.flatMap((stack) => unseenOf(stack)))
    return [...updated, ...new Map(unseen.map((finding) => [JSON.stringify(finding), finding])).values()]
  },
}

/** What no plan shows: a changed value behind a reference of a resource that the plan does not change. */
function unseenOf({ stack, source, plan }: StackFacts): Finding[] {
  if (plan === undefined || plan.kind === 'create') return []
  const changing = new Set(plan.changes.map((change) => change.logicalId))
  const still = Object.entries(source.template.resources).flatMap(([id, { properties }]) => {
    const open = changing.has(id) ? [] : referencesIn(properties).filter((reference) => !isPinned(reference))
    return open.length === 0 ? [] : [{ id, open: [...new Set(open)] }]
  })
  if (still.length === 0) return []
  return [
    {
      code: 'change/reference-not-checked',
      outcome: 'noted',
      title: `Whether the values behind dynamic references of ${stack.id} have changed is not known`,
      subject: `stack/${stack.id}`,
      expected: 'dynamic references with a version, which are part of the plan',
      observed: still.map(({ id, open }) => `${id}: ${open.join(', ')}`).join('; '),
      advice:
        'This release does not change these resources. CloudFormation shows no change of such a value, and reads it ' +
        `with the next update of the resource: name a version, ${example(still[0]?.open[0] ?? '')}, to see it in a plan.`,
    },
  ]
}

const REFERENCE = /\{\{resolve:[^}]*\}\}/g

/** From CloudFormation's answer and from the template: either may leave some out. */
function referencesOf({ classified, change, stack, subject }: PlacedChange): string[] {
  const own = subject === `stack/${stack.stack.id}/resource/${change.logicalId}`
  const declared = own ? stack.source.template.resources[change.logicalId]?.properties : undefined
  return referencesIn([classified?.after ?? null, declared ?? null, change.properties])
}

function referencesIn(value: unknown): string[] {
  return [...(JSON.stringify(value) ?? '').matchAll(REFERENCE)].map(([reference]) => reference)
}

/** ssm and ssm-secure end with a version; secretsmanager with a version id as its last part. */
function isPinned(reference: string): boolean {
  const [, service, ...rest] = reference.slice(2, -2).split(':')
  if (service === 'ssm' || service === 'ssm-secure') return /^\d+$/.test(rest.at(-1) ?? '')
  if (service !== 'secretsmanager') return false
  // An ARN has seven parts of its own before SecretString, key, stage and version id.
  const at = rest.indexOf('SecretString')
  return at !== -1 && (rest[at + 3] ?? '') !== ''
}

function example(reference: string): string {
  const inner = reference.slice(2, -2)
  if (inner.startsWith('resolve:secretsmanager:'))
    return `{{${inner.split(':').slice(0, 3).join(':')}:SecretString:KEY::VERSION-ID}}`
  return `{{${inner}:VERSION}}`
}
