import type { ResourceRecord, Stack } from '../model.ts'
import type { Store } from '../store.ts'
import { isObject } from '../template/template.ts'
import type { JsonObject } from '../template/template.ts'

/** Types whose properties CloudFormation cannot read. */
const UNREADABLE = /^(AWS::CloudFormation::(WaitCondition|WaitConditionHandle|CustomResource|Macro)|Custom::)/

export function isUnreadable(type: string): boolean {
  return UNREADABLE.test(type)
}

/** The actual values of the properties that the template sets; undefined when the resource does not exist any more. */
export async function readActual(store: Store, stack: Stack, record: ResourceRecord): Promise<JsonObject | undefined> {
  const { type, physicalId = '' } = record
  const owner = store.owner(stack, record.logicalId)
  const read = await store.handler(type).read(physicalId, owner)
  if (read === undefined) return undefined
  const live = store.options.observed?.(type, physicalId, owner, read) ?? read
  return onlyTemplateProperties(record.properties, live) as JsonObject
}

/**
 * Reduces actual values to what the template sets: members that the template does not name are dropped at each depth.
 * Items of a list are kept, so that an additional item is a difference.
 */
function onlyTemplateProperties(expected: unknown, live: unknown): unknown {
  // CloudFormation does not compare the resolved values of dynamic references.
  if (typeof expected === 'string' && expected.includes('{{resolve:')) return expected
  if (Array.isArray(expected) && Array.isArray(live)) {
    return live.map((item, index) => (index < expected.length ? onlyTemplateProperties(expected[index], item) : item))
  }
  if (!isObject(expected) || !isObject(live)) return live
  const named = Object.keys(expected).filter((name) => live[name] !== undefined)
  return Object.fromEntries(named.map((name) => [name, onlyTemplateProperties(expected[name], live[name])]))
}
