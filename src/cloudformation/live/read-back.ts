import type { ChangeSetPlan, PropertyChange } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { isRecord } from '../../support/records.ts'
import { listed, plural } from '../../support/text/text.ts'
import { KNOWN_AFTER_APPLY } from '../change-sets/changes.ts'
import { whyEquivalent } from '../drift/equal.ts'
import { MASKED } from '../stack.ts'
import type { FinalResource } from '../update/outcome.ts'
import type { Unread } from './contract.ts'

/** A value that the plan gives to a property of a resource that exists. */
export interface PlannedValue {
  /** `web`, or `web/Database` in a nested stack. */
  readonly stack: string
  readonly logicalId: string
  readonly type: string
  readonly physicalId: string
  /** JSON pointer below the properties: `/Tags/0/Value`. */
  readonly path: string
  readonly before: string | undefined
  /** Undefined where the property is removed, or its value is not stated. */
  readonly after: string | undefined
  readonly isRemoved: boolean
}

/** The properties of a resource after the update, or why they were not read. */
export type LiveModel =
  { readonly model: Readonly<Record<string, unknown>> } | { readonly unread: Omit<Unread, 'what'> }

export interface ComparedValue {
  readonly value: PlannedValue
  /** `other`: neither the old nor the planned one, as where the service writes it in another way. */
  readonly kind: 'applied' | 'old' | 'other' | 'unread'
  readonly reason: string
  readonly action?: string
}

const PROPERTIES = '/Properties'
const MOST_NAMED = 10

/** Pure: the planned changes of properties, nested stacks included, with the resources as they are after the update. */
export function plannedValues(
  plan: ChangeSetPlan,
  resources: ReadonlyMap<string, readonly FinalResource[]>,
): PlannedValue[] {
  const own = plan.changes
    .filter(({ action }) => action === 'Modify')
    .flatMap(({ logicalId, type, properties }) => {
      const found = resources.get(plan.stack)?.find((resource) => resource.logicalId === logicalId)
      if (found === undefined || found.physicalId === '' || found.type !== type) return []
      return properties
        .filter(({ path }) => path.startsWith(`${PROPERTIES}/`))
        .map((change) => ({
          stack: plan.stack,
          logicalId,
          type,
          physicalId: found.physicalId,
          path: change.path.slice(PROPERTIES.length),
          before: stated(change.before),
          after: stated(change.after),
          isRemoved: change.change === 'Remove',
        }))
    })
  return [...own, ...plan.nested.flatMap((nested) => plannedValues(nested, resources))]
}

/** A masked value, or one that only the execution resolves, is not known. */
function stated(value: PropertyChange['before']): string | undefined {
  return value === undefined || value.includes(MASKED) || value.includes(KNOWN_AFTER_APPLY) ? undefined : value
}

/** Pure: whether a property has the planned value. */
export function compareValue(value: PlannedValue, live: LiveModel): ComparedValue {
  const { path, before, after, isRemoved } = value
  const as = (kind: ComparedValue['kind'], reason: string, action?: string): ComparedValue => ({
    value,
    kind,
    reason,
    ...(action !== undefined && { action }),
  })
  if ('unread' in live) return as('unread', live.unread.reason, live.unread.action)
  if (after === undefined && !isRemoved) return as('unread', 'the plan does not state its value')
  const found = valuesAt(live.model, path.split('/').slice(1).map(unescaped))
  const has = (text: string | undefined): boolean =>
    text !== undefined && found.some((one) => whyEquivalent(text, textOf(one), path) !== undefined)
  if (isRemoved) {
    if (found.length === 0) return as('applied', 'removed')
    // Without the property many services have a default, which may be the old value.
    return has(before) ? as('other', 'the service may keep it as its default') : as('applied', 'removed')
  }
  const isChanged = before === undefined || whyEquivalent(before, after ?? '', path) === undefined
  if (found.length === 0) return as('unread', 'the service does not return it, as a property that is only written')
  if (has(after) && !(isInList(path) && isChanged && has(before))) return as('applied', 'read')
  if (isChanged && has(before) && !has(after)) return as('old', 'it has the old value')
  return as('other', 'the service returns it in another form')
}

/** The values at a path; a list has no order that one can rely on, so that an index stands for each element. */
function valuesAt(value: unknown, [head, ...rest]: readonly string[]): unknown[] {
  if (value === undefined || value === null) return []
  if (head === undefined) return [value]
  if (Array.isArray(value)) return value.flatMap((one: unknown) => valuesAt(one, rest))
  return isRecord(value) ? valuesAt(Object.hasOwn(value, head) ? value[head] : undefined, rest) : []
}

const isInList = (path: string): boolean => /\/\d+(\/|$)/.test(path)
const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~')
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** Pure: what became of the planned values of one stack. */
export function judgeReadBack(stack: string, stackName: string, compared: readonly ComparedValue[]): Finding[] {
  if (compared.length === 0) return []
  const of = (kind: ComparedValue['kind']): ComparedValue[] => compared.filter((one) => one.kind === kind)
  const [applied, old] = [of('applied'), of('old')]
  const unseen = compared.filter(({ kind }) => kind === 'unread' || kind === 'other')
  const subject = `stack/${stack}/values`
  const findings = old.map(({ value }): Finding => ({
    code: 'stack/value-not-applied',
    outcome: 'fail',
    title: `${value.logicalId} (${value.type}): ${value.path.slice(1)} still has its old value, although the update is complete`,
    subject: `stack/${value.stack}/resource/${value.logicalId}/property${value.path}`,
    expected: value.after ?? 'removed',
    observed: value.before ?? 'the old value',
    advice: `Check ${value.physicalId} in the console. If the value is the old one there, too, change the property by itself, or replace the resource.`,
  }))
  if (applied.length > 0) {
    findings.push({
      code: 'stack/values-applied',
      outcome: 'pass',
      title: `${stackName}: ${applied.length} of ${plural(compared.length, 'planned value')} ${applied.length === 1 ? 'is' : 'are'} what the resources have`,
      subject,
      expected: 'the planned values, read from the resources',
      observed: listed(applied.map(nameOf), MOST_NAMED),
    })
  }
  if (unseen.length > 0) {
    const actions = [...new Set(unseen.flatMap(({ action }) => action ?? []))]
    findings.push({
      code: 'stack/values-not-read',
      outcome: 'noted',
      title: `${stackName}: ${unseen.length} of ${plural(compared.length, 'planned value')} could not be compared with the resources`,
      subject: `${subject}/not-read`,
      expected: 'values that the services return',
      observed: listed(
        unseen.map((one) => `${nameOf(one)}: ${one.reason}`),
        MOST_NAMED,
      ),
      advice:
        actions.length > 0
          ? `Allow ${actions.join(', ')} for the deploy-role.`
          : 'Check these values by a test of the release.',
    })
  }
  return findings
}

function nameOf({ value: { stack, logicalId, path } }: ComparedValue): string {
  return `${stack}/${logicalId}${path}`
}
