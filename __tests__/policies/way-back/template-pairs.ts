import { isDeepStrictEqual } from 'node:util'
import type { ResourceChange } from '../../../src/evidence/document.ts'
import { judgeWayBack, type WayBack } from '../../../src/policies/way-back/judge.ts'
import { recreationOf } from '../../../sandbox/aws/services/cloudformation/template/resource-specification.ts'

/** A resource as a template declares it. */
export interface Resource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly DeletionPolicy?: string
  readonly UpdateReplacePolicy?: string
}

const RECREATION = { Never: 'False', Conditionally: 'Conditional', Always: 'True' } as const

/**
 * The change of one resource between two templates, by the update behaviours in AWS's specification of resources;
 * undefined where nothing changes.
 */
export function changeBetween(before: Resource | undefined, after: Resource | undefined): ResourceChange | undefined {
  const type = (after ?? before)?.Type ?? ''
  const base = { logicalId: 'R', type, properties: [] }
  if (before === undefined) return { ...base, action: 'Add', replacement: 'False' }
  if (after === undefined) {
    const policyAction = before.DeletionPolicy ?? 'Delete'
    return { ...base, action: 'Remove', replacement: 'False', policyAction }
  }
  const [was, is] = [before.Properties ?? {}, after.Properties ?? {}]
  const changed = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => !isDeepStrictEqual(was[name], is[name]),
  )
  if (changed.length === 0) return undefined
  const recreation = changed.map((name) => recreationOf(type, pathOf(name, was[name], is[name])))
  const worst = (['Always', 'Conditionally', 'Never'] as const).find((each) => recreation.includes(each)) ?? 'Never'
  return {
    ...base,
    action: 'Modify',
    replacement: RECREATION[worst],
    properties: changed.map((name, index) => ({
      path: `/Properties/${name}`,
      attribute: 'Properties',
      change: 'Modify',
      requiresRecreation: recreation[index] ?? 'Unknown',
      causes: ['DirectModification'],
      evaluation: 'Static',
    })),
  }
}

/** The path of the first member that differs. */
function pathOf(name: string, before: unknown, after: unknown): string[] {
  const isMap = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isMap(before) || !isMap(after)) return [name]
  const member = Object.keys({ ...before, ...after }).find((key) => !isDeepStrictEqual(before[key], after[key]))
  return member === undefined ? [name] : [name, ...pathOf(member, before[member], after[member])]
}

/** The derived change for the rollback from the second template to the first. */
export function wayBackOf(before: Resource | undefined, after: Resource | undefined): WayBack {
  const change = changeBetween(before, after)
  if (change === undefined) throw new Error('the templates do not differ')
  const policies = (resource: Resource | undefined) => ({
    deletion: resource?.DeletionPolicy,
    replacement: resource?.UpdateReplacePolicy,
  })
  return judgeWayBack({
    change,
    before: before && (before.Properties ?? {}),
    after: after && (after.Properties ?? {}),
    policies: { before: policies(before), after: policies(after) },
    secretParameters: new Set(),
  })
}
