import { invalid } from '../errors.ts'
import type { ResourceRecord } from '../model.ts'
import { UNKNOWN } from './intrinsics.ts'
import { specOf } from './resource-specification.ts'
import type { Resources } from './scope.ts'
import { STACK_TYPE } from './template.ts'

/** Resolves Ref and Fn::GetAtt to existing resources; UNKNOWN for others. */
export function liveResources(records: ReadonlyMap<string, ResourceRecord>): Resources {
  return {
    reference: (logicalId) => records.get(logicalId)?.physicalId ?? UNKNOWN,
    attribute(logicalId, name) {
      const record = records.get(logicalId)
      return record?.physicalId === undefined ? UNKNOWN : attributeOf(record, name)
    },
  }
}

/** An attribute by its name or dotted path; throws when a type in the specification does not have it. */
function attributeOf(record: ResourceRecord, name: string): unknown {
  if (name in record.attributes) return record.attributes[name]
  const deep = name.split('.').reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
  }, record.attributes)
  if (deep !== undefined) return deep
  if (record.type !== STACK_TYPE && specOf(record.type) === undefined) return `${record.physicalId ?? ''}.${name}`
  throw invalid(`Requested attribute ${name} does not exist in schema for ${record.type}`)
}
