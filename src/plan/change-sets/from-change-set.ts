import type { ChangeSetFacts } from '../../cloudformation/change-sets/change-set.ts'
import { isLoop, unroll } from '../../cloudformation/template/for-each.ts'
import type { ResolvedParameters } from '../../cloudformation/template/parameters.ts'
import { MASKED, type StackState } from '../../cloudformation/stack.ts'
import type { Stack } from '../../config/model/environment.ts'
import type { ChangeSetPlan } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { isRecord } from '../../support/records.ts'
import type { StackSource } from '../sources/read-sources.ts'
import type { StackPlan } from '../contract.ts'

/** The plan without the ARNs of stack and change set. */
export function withoutChangeSet(plan: ChangeSetPlan): ChangeSetPlan {
  const pinned: { -readonly [K in keyof ChangeSetPlan]: ChangeSetPlan[K] } = { ...plan }
  delete pinned.changeSetArn
  return { ...pinned, nested: plan.nested.map(withoutChangeSet) }
}

/** The plan of a change set; secret values are masked. */
export function planFromFacts(
  id: string,
  facts: ChangeSetFacts,
  kind: 'create' | 'update',
  provisional: boolean,
  hidden: Pick<ResolvedParameters, 'secrets'>,
): ChangeSetPlan {
  const redact = (text: string): string => redacted(text, hidden.secrets)
  return {
    stack: id,
    stackName: facts.stackName,
    stackArn: facts.stackArn,
    changeSetArn: facts.arn,
    kind: facts.outcome === 'none' ? 'none' : kind,
    provisional,
    changes:
      facts.outcome === 'none'
        ? []
        : facts.changes.map(({ change }) => ({
            ...change,
            properties: change.properties.map((property) => ({
              ...property,
              ...(property.before !== undefined && { before: redact(property.before) }),
              ...(property.after !== undefined && { after: redact(property.after) }),
            })),
          })),
    nested: facts.nested.map((child) => planFromFacts(`${id}/${child.logicalId}`, child, kind, provisional, hidden)),
  }
}

/** A short secret occurs in many texts: it is masked only where it is the whole value. */
const SHORT_SECRET = 4

function redacted(text: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => {
    if (secret === '') return shown
    if (secret.length < SHORT_SECRET) return shown === secret ? MASKED : shown
    return shown.replaceAll(secret, MASKED)
  }, text)
}

/** The values of NoEcho parameters, as messages of AWS may have them. */
export function hiddenOf({ secrets, hiddenDefaults }: ResolvedParameters): readonly string[] {
  return [...secrets, ...hiddenDefaults]
}

/** Masks secrets in messages of AWS. */
export function hideIn(findings: readonly Finding[], secrets: readonly string[]): Finding[] {
  return findings.map((finding) => ({
    ...finding,
    title: redacted(finding.title, secrets),
    ...(finding.observed !== undefined && { observed: redacted(finding.observed, secrets) }),
  }))
}

/** True where a value is unknown and has no previous value to plan with. */
export function lacksValues(source: StackSource, parameters: ResolvedParameters): boolean {
  const given = new Set(parameters.parameters.map((parameter) => parameter.ParameterKey))
  return parameters.unknown.some((name) => !given.has(name) && source.template.parameters[name]?.default === undefined)
}

/** The plan of a stack that CloudFormation cannot plan yet: the resources that its template declares. */
export function planFromTemplate(
  stack: Stack,
  source: StackSource,
  before: StackState | undefined,
  kind: 'create' | 'update',
): ChangeSetPlan {
  return {
    stack: stack.id,
    stackName: stack.name,
    ...(before !== undefined && { stackArn: before.arn }),
    kind,
    provisional: true,
    changes: declared(source).map(([logicalId, type]) => ({
      logicalId,
      type,
      action: kind === 'create' ? 'Add' : 'Dynamic',
      replacement: kind === 'create' ? 'False' : 'Conditional',
      properties: [],
    })),
    nested: [],
  }
}

/** Ids and types of the resources, including those of loops over known parameters. */
function declared({ template, parameters }: StackSource): (readonly [id: string, type: string])[] {
  const itemsOf = (name: string): string[] | undefined => {
    const given = Object.hasOwn(parameters.values, name) ? parameters.values[name] : undefined
    const value = given && 'value' in given ? given.value : template.parameters[name]?.default
    return value === undefined || value.includes('{stack.') ? undefined : value.split(',').map((item) => item.trim())
  }
  const section = template.body['Resources']
  return Object.entries(template.resources).flatMap(([id, { type }]): (readonly [string, string])[] => {
    const made = isLoop(id) && isRecord(section) ? unroll(section[id], itemsOf) : undefined
    return made?.map(([name, member]) => [name, isRecord(member) ? String(member['Type']) : type]) ?? [[id, type]]
  })
}

/** Outputs that dependent stacks can use: those of the stack, except where the resource they refer to will be replaced. */
export function outputsAfter({
  before,
  plan,
  source,
}: Pick<StackPlan, 'before' | 'plan' | 'source'>): Readonly<Record<string, string>> {
  const moving = new Set(
    (plan?.changes ?? []).filter((change) => change.replacement !== 'False').map((change) => change.logicalId),
  )
  return Object.fromEntries(
    Object.entries(before?.outputs ?? {}).filter(
      ([name]) => ![...namesIn(source.template.outputs[name])].some((id) => moving.has(id)),
    ),
  )
}

/** Logical ids that an expression refers to by Ref, GetAtt or Sub. */
function namesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) namesIn(item, found)
  else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) namesIn(member, found)
  else if (typeof value === 'string') {
    found.add(value)
    for (const [, name] of value.matchAll(/\$\{([A-Za-z0-9]+)/g)) found.add(name ?? '')
  }
  return found
}
