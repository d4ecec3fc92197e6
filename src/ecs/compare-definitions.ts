import { isDeepStrictEqual } from 'node:util'
import type { RegisterTaskDefinitionCommandInput, TaskDefinition } from '@aws-sdk/client-ecs'
import { isRecord } from '../support/records.ts'
import { withoutReadOnly } from './task-definition/registered.ts'

/** A member in which two task definitions differ. Undefined values: the member is absent. */
export interface DefinitionChange {
  /** `containerDefinitions[web].image`, `containerDefinitions[web].environment[LOG_LEVEL]` */
  readonly path: string
  /** As JSON; `hidden` for values of environment variables, which may be secrets. */
  readonly before: string | undefined
  readonly after: string | undefined
}

/** The member by which the items of a list are told apart. */
const KEYS: Readonly<Record<string, string>> = {
  containerDefinitions: 'name',
  environment: 'name',
  secrets: 'name',
  volumes: 'name',
  ulimits: 'name',
  tags: 'key',
  mountPoints: 'containerPath',
  portMappings: 'containerPort',
}
const HIDDEN = 'hidden'
/** What ECS adds where a registration gives nothing. */
const DEFAULTS: Readonly<Record<string, unknown>> = { essential: true, protocol: 'tcp', networkMode: 'bridge', cpu: 0 }

/** Pure: what the task definition of a release changes in the one that runs. */
export function compareDefinitions(
  before: TaskDefinition,
  after: RegisterTaskDefinitionCommandInput,
): DefinitionChange[] {
  const { tags: _tags, ...input } = after
  return compare('', withoutReadOnly(before), input, [])
}

function compare(path: string, before: unknown, after: unknown, names: readonly string[]): DefinitionChange[] {
  const name = names.at(-1) ?? ''
  if (isNothing(name, before) && isNothing(name, after)) return []
  if (isRecord(before) && isRecord(after)) {
    const members = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return members.flatMap((member) =>
      compare(path === '' ? member : `${path}.${member}`, before[member], after[member], [...names, member]),
    )
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const [one, other] = [keyed(name, before), keyed(name, after)]
    return [...new Set([...one.keys(), ...other.keys()])].flatMap((key) =>
      compare(`${path}[${key}]`, one.get(key), other.get(key), [...names, key]),
    )
  }
  if (isDeepStrictEqual(before, after)) return []
  const show = (value: unknown): string | undefined =>
    value === undefined ? undefined : names.includes('environment') ? HIDDEN : JSON.stringify(value)
  return [{ path, before: show(before), after: show(after) }]
}

function keyed(list: string, items: readonly unknown[]): Map<string, unknown> {
  const key = KEYS[list]
  return new Map(
    items.map((item, index) => {
      const named = key !== undefined && isRecord(item) ? item[key] : undefined
      return [typeof named === 'string' || typeof named === 'number' ? String(named) : String(index), item] as const
    }),
  )
}

/** An absent member, and what ECS puts in its place. */
function isNothing(name: string, value: unknown): boolean {
  if (value === undefined || value === 0 || value === DEFAULTS[name]) return true
  // With awsvpc the port of the host is that of the container.
  if (name === 'hostPort') return true
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
