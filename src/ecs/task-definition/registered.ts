import { isDeepStrictEqual } from 'node:util'
import type { RegisterTaskDefinitionCommandInput, TaskDefinition } from '@aws-sdk/client-ecs'
import { isRecord } from '../../support/records.ts'

/** Members of a registered revision that no registration gives. */
const READ_ONLY = new Set([
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
])

/** What ECS adds where the registration gives nothing, beside empty lists, empty objects and zero. */
const DEFAULTS: Readonly<Record<string, unknown>> = { essential: true, protocol: 'tcp', networkMode: 'bridge' }

/** Whether a registered revision has the members of the input, and nothing else but defaults. Pure. */
export function isRegistered(
  input: RegisterTaskDefinitionCommandInput,
  found: Partial<TaskDefinition> & { readonly tags?: unknown },
): boolean {
  return isEqual(input, withoutReadOnly(found))
}

/** A registered revision without what ECS gives it. */
export function withoutReadOnly(found: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(found).filter(([name]) => !READ_ONLY.has(name)))
}

function isEqual(given: unknown, found: unknown): boolean {
  if (Array.isArray(given) && Array.isArray(found)) {
    return given.length === found.length && given.every((item, index) => isEqual(item, found[index]))
  }
  if (!isRecord(given) || !isRecord(found)) return isDeepStrictEqual(given, found)
  return [...new Set([...Object.keys(given), ...Object.keys(found)])].every((name) => {
    const [one, other] = [given[name], found[name]]
    if (one === undefined) return isDefault(name, other)
    if (other === undefined) return isDefault(name, one)
    return isEqual(one, other)
  })
}

function isDefault(name: string, value: unknown): boolean {
  if (value === undefined || value === 0 || value === DEFAULTS[name]) return true
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
