import { isLoop } from '../cloudformation/template/for-each.ts'
import { isModule, parseTemplate, type Template, type TemplateResource } from '../cloudformation/template/template.ts'
import { canonical } from '../evidence/digest.ts'
import type { StackPlan } from '../plan/contract.ts'
import { isRecord } from '../support/records.ts'

const NESTED = 'AWS::CloudFormation::Stack'

/**
 * Pure: resources with literal properties that differ between the deployed template and that of this release, and that the
 * change set does not list. Values with functions are not compared, since different texts can have the same value.
 */
export function unlistedChanges({ plan, source }: StackPlan, deployed: string | undefined): string[] {
  if (plan === undefined || deployed === undefined) return []
  const before = parsed(deployed, source.template.file)
  const after = source.template
  if (before === undefined || before.transforms.length > 0 || after.transforms.length > 0) return []
  const listed = new Set(plan.changes.map(({ logicalId }) => logicalId))
  return Object.entries(after.resources).flatMap(([id, resource]) => {
    const old = Object.hasOwn(before.resources, id) ? before.resources[id] : undefined
    if (old === undefined || old.type !== resource.type || listed.has(id)) return []
    if (old.condition !== undefined || resource.condition !== undefined) return []
    if (resource.type === NESTED || isLoop(id) || isModule(resource.type)) return []
    const differs = differingPath(old.properties, resource.properties)
    return differs === undefined ? [] : [`${id}${differs} differs from the deployed template and would not be changed`]
  })
}

/**
 * Pure: logical ids of resources that the deployed template defines as this release does. Undefined where a transform makes
 * resources, so that the templates do not show them.
 */
export function sameDefinitions(
  { source }: Pick<StackPlan, 'source'>,
  deployed: string | undefined,
): Set<string> | undefined {
  const before = deployed === undefined ? undefined : parsed(deployed, source.template.file)
  if (before === undefined || before.transforms.length > 0 || source.template.transforms.length > 0) return undefined
  const textOf = (resource: TemplateResource): string => canonical({ ...resource, source: null })
  return new Set(
    Object.entries(source.template.resources).flatMap(([id, resource]) => {
      const old = Object.hasOwn(before.resources, id) ? before.resources[id] : undefined
      return old !== undefined && textOf(old) === textOf(resource) ? [id] : []
    }),
  )
}

/** A template that cannot be parsed was deployed by other means and is not compared. */
function parsed(text: string, file: string): Template | undefined {
  try {
    return parseTemplate(text, file)
  } catch {
    return undefined
  }
}

/** The JSON pointer of a value that certainly differs; undefined where none does. */
function differingPath(before: unknown, after: unknown, path = ''): string | undefined {
  if (isCall(before) || isCall(after)) return undefined
  if (Array.isArray(before) && Array.isArray(after)) {
    if ([...before, ...after].some((item) => holdsCall(item))) return undefined
    const sorted = (list: readonly unknown[]): string[] => list.map((item) => canonical(plain(item))).toSorted()
    return canonical(sorted(before)) === canonical(sorted(after)) ? undefined : path
  }
  if (isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const differs = differingPath(before[key], after[key], `${path}/${key}`)
      if (differs !== undefined) return differs
    }
    return undefined
  }
  if (holdsCall(before) || holdsCall(after)) return undefined
  return canonical(plain(before)) === canonical(plain(after)) ? undefined : path
}

/** CloudFormation treats a number or boolean like its text. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]))
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const isCall = (value: unknown): boolean =>
  isRecord(value) && Object.keys(value).some((key) => key === 'Ref' || key === 'Condition' || key.startsWith('Fn::'))

function holdsCall(value: unknown): boolean {
  if (isCall(value)) return true
  if (Array.isArray(value)) return value.some((item) => holdsCall(item))
  return isRecord(value) && Object.values(value).some((member) => holdsCall(member))
}
