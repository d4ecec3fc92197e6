import { conditionHolds, textOf, type Values } from '../../cloudformation/template/values.ts'
import type { Template } from '../../cloudformation/template/template.ts'
import { UNKNOWN_ACCOUNT, type GivenName } from './contract.ts'
import { NAMINGS } from './types.ts'

export interface Home {
  readonly account: string | undefined
  readonly region: string
}

/** Pure: the name of its own that a template gives to a resource; undefined where it gives none, or it is not known yet. */
export function givenName(template: Template, values: Values, logicalId: string, home: Home): GivenName | undefined {
  const resource = template.resources[logicalId]
  if (resource === undefined) return undefined
  const { type, properties, condition } = resource
  const property = NAMINGS[type]?.property
  if (property === undefined || (condition !== undefined && conditionHolds(template, condition, values) !== true)) {
    return undefined
  }
  const path = textOf(template, properties.Path, values)
  return nameOf(type, logicalId, { name: textOf(template, properties[property], values), path }, home, () =>
    template.source(['Resources', logicalId, 'Properties', property]),
  )
}

/** Pure: the same of a resource whose properties are known from its change set. `source`: of what declares it. */
export function plannedName(
  { logicalId, type }: { readonly logicalId: string; readonly type: string },
  properties: Readonly<Record<string, unknown>>,
  home: Home,
  source: () => GivenName['source'],
): GivenName | undefined {
  const { [NAMINGS[type]?.property ?? '']: name, Path: path } = properties
  return nameOf(type, logicalId, { name, path }, home, source)
}

function nameOf(
  type: string,
  logicalId: string,
  given: { readonly name: unknown; readonly path: unknown },
  { account = UNKNOWN_ACCOUNT, region }: Home,
  source: () => GivenName['source'],
): GivenName | undefined {
  const naming = NAMINGS[type]
  const { name, path } = given
  if (naming === undefined || typeof name !== 'string' || name === '' || /\{\{/.test(name)) return undefined
  const { property, unique } = naming
  return {
    logicalId,
    type,
    property,
    name,
    ...(typeof path === 'string' && { path }),
    scope: unique === 'everywhere' ? '' : unique === 'account' ? account : `${account} ${region}`,
    source: source(),
  }
}
