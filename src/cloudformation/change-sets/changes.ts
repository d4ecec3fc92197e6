import type * as sdk from '@aws-sdk/client-cloudformation'
import { digestOfBytes } from '../../evidence/digest.ts'
import type { PropertyChange, ResourceChange } from '../../evidence/document.ts'

/** One change of a change set, classified. Rules need more members than evidence has. */
export interface ClassifiedChange {
  readonly change: ResourceChange
  readonly physicalId?: string
  /** Properties before and after, where CloudFormation gave them; NoEcho values are masked by AWS. */
  readonly before?: unknown
  readonly after?: unknown
  /** Change set of the nested stack that this resource is. */
  readonly nestedChangeSet?: string
  /** MODIFIED, DELETED, … in drift-aware change sets. */
  readonly driftStatus?: string
  /** Values that this version does not know; they are judged as unknown, never as harmless. */
  readonly unknownValues: readonly string[]
}

const ACTIONS = ['Add', 'Modify', 'Remove', 'Import', 'Dynamic', 'SyncWithActual'] as const
const RECREATION = ['Never', 'Conditionally', 'Always'] as const
const KINDS = ['Add', 'Remove', 'Modify', 'SyncWithActual'] as const
const REPLACEMENT = ['True', 'False', 'Conditional'] as const
const EVALUATION = ['Static', 'Dynamic'] as const
const SOURCES = [
  'DirectModification',
  'ParameterReference',
  'ResourceReference',
  'ResourceAttribute',
  'Automatic',
  'NoModification',
] as const

/** What CloudFormation writes for a value that is known only after the execution. */
export const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}'

/** Whether CloudFormation leaves open that the resource is replaced. It says True too where it does not know the new value yet. */
export function isPerhapsReplaced(change: ResourceChange): boolean {
  return change.replacement !== 'True' || isReplacementOpen(change)
}

/** Whether every value that would replace the resource is known only after the execution. */
export function isReplacementOpen({ properties }: ResourceChange): boolean {
  const causes = properties.filter((property) => property.requiresRecreation !== 'Never')
  return causes.length > 0 && causes.every(({ after }) => after?.includes(KNOWN_AFTER_APPLY))
}

const SHOWN_LENGTH = 400

/** Classifies one entry of DescribeChangeSet. An entry that is not about a resource is an unknown change. */
export function classifyChange(change: sdk.Change): ClassifiedChange {
  const resource = change.ResourceChange ?? {}
  const unknownValues: string[] = change.ResourceChange === undefined ? [`a change of ${change.Type ?? 'no type'}`] : []
  const known = <T extends string>(value: string | undefined, words: readonly T[], absent: T | 'Unknown') => {
    if (value === undefined) return absent
    if ((words as readonly string[]).includes(value)) return value as T
    unknownValues.push(value)
    return 'Unknown' as const
  }
  const action = known(resource.Action, ACTIONS, 'Unknown')
  const keeps = action === 'Add' || action === 'Remove' || action === 'Import'
  const nested = resource.ResourceType === 'AWS::CloudFormation::Stack'
  const properties = propertiesOf(resource.Details ?? [], known)
  const replacement = known(resource.Replacement, REPLACEMENT, keeps || nested ? 'False' : mostIntrusive(properties))
  const contradicts = action === 'Modify' && replacement === 'False' && mostIntrusive(properties) === 'True'
  if (contradicts) unknownValues.push('Replacement False of a property that always recreates the resource')
  return {
    change: {
      logicalId: resource.LogicalResourceId ?? '',
      type: resource.ResourceType ?? '',
      action,
      replacement: contradicts ? 'Unknown' : replacement,
      ...(resource.PolicyAction !== undefined && { policyAction: resource.PolicyAction }),
      properties,
    },
    ...(resource.PhysicalResourceId !== undefined && { physicalId: resource.PhysicalResourceId }),
    ...context('before', resource.BeforeContext),
    ...context('after', resource.AfterContext),
    ...(resource.ChangeSetId !== undefined && { nestedChangeSet: resource.ChangeSetId }),
    ...(resource.ResourceDriftStatus !== undefined && { driftStatus: resource.ResourceDriftStatus }),
    unknownValues,
  }
}

type Known = <T extends string>(value: string | undefined, words: readonly T[], absent: T | 'Unknown') => T | 'Unknown'

/**
 * CloudFormation lists one detail of a property for each cause; they are folded into one change. The change is static when
 * one of the details is static: then the value does change.
 */
function propertiesOf(details: readonly sdk.ResourceChangeDetail[], known: Known): PropertyChange[] {
  const byPath = new Map<string, PropertyChange>()
  for (const detail of details) {
    const target = detail.Target ?? {}
    const attribute = target.Attribute ?? 'Unknown'
    const path = target.Path ?? (target.Name === undefined ? `/${attribute}` : `/${attribute}/${target.Name}`)
    const cause = known(detail.ChangeSource, SOURCES, 'Unknown')
    const described: PropertyChange = {
      path,
      attribute,
      change: known(target.AttributeChangeType, KINDS, 'Modify'),
      requiresRecreation: known(
        target.RequiresRecreation,
        RECREATION,
        attribute === 'Properties' ? 'Unknown' : 'Never',
      ),
      ...(target.BeforeValue !== undefined && { before: shownValue(target.BeforeValue) }),
      ...(target.AfterValue !== undefined && { after: shownValue(target.AfterValue) }),
      causes: [detail.CausingEntity === undefined ? cause : `${cause} ${detail.CausingEntity}`],
      evaluation: known(detail.Evaluation, EVALUATION, 'Unknown'),
    }
    const earlier = byPath.get(path)
    byPath.set(path, earlier === undefined ? described : foldProperty(earlier, described))
  }
  return [...byPath.values()].toSorted(byPathName)
}

function foldProperty(a: PropertyChange, b: PropertyChange): PropertyChange {
  const evaluations = [a.evaluation, b.evaluation]
  return {
    ...a,
    ...(a.before === undefined && b.before !== undefined && { before: b.before }),
    ...(a.after === undefined && b.after !== undefined && { after: b.after }),
    requiresRecreation: moreIntrusive(a.requiresRecreation, b.requiresRecreation),
    causes: [...new Set([...a.causes, ...b.causes])].toSorted(),
    evaluation: evaluations.includes('Static') ? 'Static' : evaluations.includes('Unknown') ? 'Unknown' : 'Dynamic',
  }
}

const INTRUSION = ['Never', 'Conditionally', 'Unknown', 'Always'] as const

function moreIntrusive(
  a: PropertyChange['requiresRecreation'],
  b: PropertyChange['requiresRecreation'],
): PropertyChange['requiresRecreation'] {
  return INTRUSION.indexOf(a) >= INTRUSION.indexOf(b) ? a : b
}

/** Where AWS gives no `Replacement`, the most intrusive of the details decides. */
function mostIntrusive(properties: readonly PropertyChange[]): ResourceChange['replacement'] {
  const worst = properties.reduce<PropertyChange['requiresRecreation']>(
    (soFar, property) => moreIntrusive(soFar, property.requiresRecreation),
    'Never',
  )
  if (properties.length === 0 || worst === 'Unknown') return 'Unknown'
  return worst === 'Never' ? 'False' : worst === 'Always' ? 'True' : 'Conditional'
}

/** A long value is cut, and identified by its digest. */
function shownValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (text.length <= SHOWN_LENGTH) return text
  return `${text.slice(0, SHOWN_LENGTH).toWellFormed()}… (${text.length} characters, ${digestOfBytes(text)})`
}

/** A context is JSON in a string; one that cannot be parsed stays a string. */
function context(name: 'before' | 'after', value: unknown): { before?: unknown; after?: unknown } {
  if (value === undefined) return {}
  if (typeof value !== 'string') return { [name]: value }
  try {
    return { [name]: JSON.parse(value) as unknown }
  } catch {
    return { [name]: value }
  }
}

/**
 * Merges two descriptions of one change set: one with property values, from which CloudFormation may omit whole changes,
 * and one without. The result has the changes of both.
 */
export function mergeChanges(
  withValues: readonly ClassifiedChange[],
  without: readonly ClassifiedChange[],
): ClassifiedChange[] {
  const merged = new Map(withValues.map((each) => [each.change.logicalId, each]))
  for (const each of without) {
    const described = merged.get(each.change.logicalId)
    merged.set(each.change.logicalId, described === undefined ? each : mergeChange(described, each))
  }
  return [...merged.values()]
}

function mergeChange(described: ClassifiedChange, other: ClassifiedChange): ClassifiedChange {
  const has = (property: PropertyChange): boolean =>
    described.change.properties.some(
      (known) =>
        known.path === property.path ||
        known.path.startsWith(`${property.path}/`) ||
        // The description without values names tags by the attribute only; the one with values names each tag's path.
        (known.attribute === 'Tags' && property.path === '/Tags'),
    )
  const added = other.change.properties.filter((property) => !has(property))
  return {
    ...other,
    ...described,
    change: { ...described.change, properties: [...described.change.properties, ...added].toSorted(byPathName) },
    unknownValues: [...new Set([...described.unknownValues, ...other.unknownValues])],
  }
}

function byPathName(a: PropertyChange, b: PropertyChange): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}
