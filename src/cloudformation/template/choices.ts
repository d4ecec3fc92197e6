import type { Json } from '../../evidence/finding.ts'
import { isRecord } from '../../support/records.ts'
import type { Template } from './template.ts'
import { callOf, conditionHolds, textOf, type Values } from './values.ts'

/** The CDK's own resource, which exists in the regions that it knows. */
const METADATA = 'AWS::CDK::Metadata'
type Choices = Record<string, Json>

/**
 * Pure: what a template chooses by the values of its parameters and by its place, one fact for each choice:
 * `conditions/IsProd/Resources/Firewall` and `conditions/IsProd/Resources/Db/Properties/MultiAZ` with the value of the condition or the number that it chooses,
 * `mappings/Sizes/Resources/Db/Properties/MultiAZ` with the value found. Only what is known before the execution; what a mapping
 * has for the region is left out, since it differs by nature, as images do.
 */
export function choicesOf(template: Template, values: Values): Choices {
  const choices: Choices = {}
  for (const section of ['Resources', 'Outputs']) {
    const members = template.body[section]
    for (const [id, member] of Object.entries(isRecord(members) ? members : {})) {
      if (isRecord(member) && member['Type'] === METADATA) continue
      const { Condition: name, ...rest } = isRecord(member) ? member : { Condition: undefined }
      const exists = typeof name === 'string' ? conditionHolds(template, name, values) : undefined
      if (typeof name === 'string' && exists !== undefined) choices[`conditions/${name}/${section}/${id}`] = exists
      if (exists !== false) collect(template, values, rest, `${section}/${id}`, choices)
    }
  }
  return choices
}

function collect(template: Template, values: Values, value: unknown, path: string, into: Choices): void {
  const inner = (member: unknown, at: string): void => collect(template, values, member, at, into)
  if (Array.isArray(value)) {
    value.forEach((item, index) => inner(item, `${path}/${index}`))
    return
  }
  if (!isRecord(value)) return
  const [name, argument] = callOf(value) ?? []
  if (name === 'Fn::If' && Array.isArray(argument) && typeof argument[0] === 'string') {
    const [condition, ...branches] = argument as [string, unknown, unknown]
    const met = conditionHolds(template, condition, values)
    if (met !== undefined) into[`conditions/${condition}/${path}`] = numberOf(branches[met ? 0 : 1]) ?? met
    for (const [index, branch] of branches.entries()) if (met !== (index === 1)) inner(branch, path)
    return
  }
  if (name === 'Fn::FindInMap' && Array.isArray(argument)) {
    const [map, key, second] = argument.map((part) => textOf(template, part, values))
    const found = memberAt(template.body['Mappings'], [map, key, second])
    if (map !== undefined && key !== values['AWS::Region'] && found !== undefined)
      into[`mappings/${map}/${path}`] = found
    return
  }
  for (const [key, member] of Object.entries(value)) inner(member, key.startsWith('Fn::') ? path : `${path}/${key}`)
}

/** A number tells more than which branch it is in: none is another matter than few. */
function numberOf(branch: unknown): string | undefined {
  const isNumber = typeof branch === 'number' || (typeof branch === 'string' && /^\d+(\.\d+)?$/.test(branch))
  return isNumber ? String(branch) : undefined
}

function memberAt(value: unknown, keys: readonly (string | undefined)[]): Json | undefined {
  const [key, ...rest] = keys
  if (keys.length === 0) return value as Json
  return key !== undefined && isRecord(value) && Object.hasOwn(value, key) ? memberAt(value[key], rest) : undefined
}
