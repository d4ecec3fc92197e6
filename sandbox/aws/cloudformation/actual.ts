import type { ResourceRecord, Stack } from './model.ts'
import type { Store } from './store.ts'
import { isObject } from './template.ts'
import type { JsonObject } from './template.ts'

/** Types that CloudFormation makes but cannot read back. */
const UNREADABLE = /^(AWS::CloudFormation::(WaitCondition|WaitConditionHandle|CustomResource|Macro)|Custom::)/

export function unreadable(type: string): boolean {
  return UNREADABLE.test(type)
}

/** The properties that the template sets, as they are now; undefined when the resource is gone. */
export async function readActual(store: Store, stack: Stack, record: ResourceRecord): Promise<JsonObject | undefined> {
  const live = await store.handler(record.type).read(record.physicalId ?? '', store.owner(stack, record.logicalId))
  return live === undefined ? undefined : (explicit(record.properties, live) as JsonObject)
}

/**
 * The live values of what the template sets, and of that alone: at each depth, members that the template does not name
 * are not CloudFormation's business. Items of a list are, so that an item too many is a difference.
 */
function explicit(expected: unknown, live: unknown): unknown {
  // What a reference resolved to is not CloudFormation's to compare.
  if (typeof expected === 'string' && expected.includes('{{resolve:')) return expected
  if (Array.isArray(expected) && Array.isArray(live)) {
    return live.map((item, index) => (index < expected.length ? explicit(expected[index], item) : item))
  }
  if (!isObject(expected) || !isObject(live)) return live
  const named = Object.keys(expected).filter((name) => live[name] !== undefined)
  return Object.fromEntries(named.map((name) => [name, explicit(expected[name], live[name])]))
}
