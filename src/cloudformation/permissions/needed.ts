import type { ResourceChange } from '../../evidence/document.ts'
import { textOf, type Values } from '../template/values.ts'
import type { Template } from '../template/template.ts'
import { HANDLER_ACTIONS } from './handler-actions.ts'

/** What CloudFormation's handler of one resource needs, on one ARN. */
export interface Need {
  readonly logicalId: string
  readonly type: string
  readonly handler: Handler
  /** Undefined where the ARN of the resource is not known before the deployment. */
  readonly arn: string | undefined
  /** Actions without which the handler fails: `sns:CreateTopic`. */
  readonly essential: readonly string[]
  /** Actions that the handler calls where the resource has the property for it. */
  readonly others: readonly string[]
}

interface Entry {
  readonly arn: string
  readonly actions: Readonly<Record<Handler, readonly string[]>>
}
export type Handler = 'create' | 'update' | 'delete'

const VERBS: Readonly<Record<Handler, readonly string[]>> = {
  create: ['Create', 'Put'],
  update: [],
  delete: ['Delete'],
}
const RANDOM = 'XXXXXXXXXXXX'

/** Pure: the actions that the planned changes of a stack need. A type that the table does not have is left out. */
export function neededActions(
  changes: readonly ResourceChange[],
  {
    template,
    values,
    stackName,
    physicalIds,
  }: {
    readonly template: Template
    readonly values: Values
    readonly stackName: string
    /** By logical id, of the resources that exist. */
    readonly physicalIds: ReadonlyMap<string, string>
  },
): Need[] {
  return changes.flatMap(({ logicalId, type, action, replacement, properties }): Need[] => {
    const entry = entryOf(type)
    if (entry === undefined) return []
    const declared = template.resources[logicalId]?.properties ?? {}
    const created = arnOf(entry.arn, values, (variable) => {
      const given = declared[variable] ?? declared[variable.replace(/WithPath$/, '')]
      if (given !== undefined) return textOf(template, given, values)
      // CloudFormation makes a name where the resource has none of its own.
      const isNamed = Object.keys(declared).some((property) => property.endsWith('Name'))
      const made = `${stackName}-${logicalId}-${RANDOM}`
      return isNamed ? undefined : type.startsWith('AWS::S3::') ? made.toLowerCase() : made
    })
    const existing = arnOf(entry.arn, values, () => physicalIds.get(logicalId)?.replace(/^https:.*\//, ''))
    const need = (handler: Handler, arn: string | undefined): Need[] => {
      const all = entry.actions[handler]
      const name = type.split('::')[2] ?? ''
      const named = all.filter((each) => VERBS[handler].some((verb) => each.endsWith(`:${verb}${name}`)))
      const isOnly =
        all.length === 1 && (handler !== 'update' || changesMoreThanTags(properties)) && !TAGS.test(all[0] ?? '')
      const essential = isOnly ? all : named
      return all.length === 0
        ? []
        : [{ logicalId, type, handler, arn, essential, others: all.filter((each) => !essential.includes(each)) }]
    }
    if (action === 'Add') return need('create', created)
    if (action === 'Remove') return need('delete', existing)
    if (action !== 'Modify') return []
    return replacement === 'False'
      ? need('update', existing)
      : [...need('create', created), ...need('update', existing)]
  })
}

/** An action about tags only. */
const TAGS = /Tags?(Resource)?$/

function changesMoreThanTags(properties: ResourceChange['properties']): boolean {
  return properties.some(({ path }) => !/^\/?(Properties\/)?Tags(\/|$)/.test(path))
}

/** All actions of its own service with which CloudFormation's handlers create, update and delete a type. */
export function actionsOfType(type: string): string[] {
  return [...new Set(Object.values(entryOf(type)?.actions ?? {}).flat())]
}

let table: ReadonlyMap<string, Entry> | undefined

function entryOf(type: string): Entry | undefined {
  table ??= new Map(
    HANDLER_ACTIONS.trim()
      .split('\n')
      .map((line): [string, Entry] => {
        const [name = '', arn = '', service = '', create = '', update = '', remove = ''] = line.split(' ')
        const of = (list: string): string[] =>
          list.split(',').flatMap((each) => (each === '' ? [] : [`${service}:${each}`]))
        return [name, { arn, actions: { create: of(create), update: of(update), delete: of(remove) } }]
      }),
  )
  return table.get(type)
}

const PLACES: Readonly<Record<string, string>> = {
  Partition: 'AWS::Partition',
  Region: 'AWS::Region',
  Account: 'AWS::AccountId',
}

/** The ARN of a template of the service specification, with one variable beside the place; undefined for another. */
function arnOf(template: string, values: Values, name: (variable: string) => string | undefined): string | undefined {
  const variables = [...template.matchAll(/\$\{(\w+)\}/g)].flatMap(([, each = '']) => (each in PLACES ? [] : [each]))
  const [variable, ...more] = variables
  if (template === '' || variable === undefined || more.length > 0 || variable.endsWith('Id')) return undefined
  let known = true
  const arn = template.replaceAll(/\$\{(\w+)\}/g, (_, each: string) => {
    const place = PLACES[each]
    const found = place === undefined ? name(each) : (values[place] ?? (each === 'Partition' ? 'aws' : undefined))
    known &&= found !== undefined
    return found ?? ''
  })
  if (!known) return undefined
  // The physical id of some types is the ARN itself.
  return arn.includes(':arn:') ? arn.slice(arn.lastIndexOf('arn:')) : arn
}
