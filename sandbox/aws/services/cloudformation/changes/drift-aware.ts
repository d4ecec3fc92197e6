import { isUnreadable, readActual } from '../drift/actual.ts'
import { differences, same } from '../drift/equality.ts'
import type { Desired, ResourceRecord, Stack } from '../model.ts'
import type { Store } from '../store.ts'
import { scalarsAsText, secretsOf } from '../template/no-echo.ts'
import { STACK_TYPE } from '../template/template.ts'
import type { JsonObject } from '../template/template.ts'
import { textOf } from '../template/text.ts'
import { planChanges } from './plan-changes.ts'
import type { PlannedChange } from './plan-changes.ts'

/** Actual properties by logical ID. Resources that cannot be read are absent, and count as in sync. */
export type Actual = ReadonlyMap<string, JsonObject | undefined>

export async function readActualState(store: Store, stack: Stack): Promise<Actual> {
  const actual = new Map<string, JsonObject | undefined>()
  for (const record of stack.resources.values()) {
    const forced = store.forcedDrift.get(`${stack.id} ${record.logicalId}`)?.drift
    if (record.type === STACK_TYPE || isUnreadable(record.type) || forced !== undefined) continue
    actual.set(record.logicalId, await readActual(store, stack, record))
  }
  return actual
}

type DriftStatus = 'IN_SYNC' | 'MODIFIED' | 'DELETED' | 'NOT_CHECKED'

function driftOf(record: ResourceRecord | undefined, actual: Actual): DriftStatus {
  if (!record || !actual.has(record.logicalId)) return 'NOT_CHECKED'
  const live = actual.get(record.logicalId)
  return live === undefined ? 'DELETED' : same(live, record.properties) ? 'IN_SYNC' : 'MODIFIED'
}

export function stackDrift(stack: Stack, actual: Actual): 'DRIFTED' | 'IN_SYNC' {
  const drifted = [...stack.resources.values()].some((r) => ['MODIFIED', 'DELETED'].includes(driftOf(r, actual)))
  return drifted ? 'DRIFTED' : 'IN_SYNC'
}

/** Plans the changes from the actual state to the template, annotated with the drift from the previous deployment. */
export function planFromActual(store: Store, stack: Stack, desired: Desired, actual: Actual): PlannedChange[] {
  const secrets = [...secretsOf(desired), ...secretsOf(stack.current)]
  const at: Seen = { at: store.now(), secrets }
  const planned = planChanges(store, stack, desired, { actual }).map((one): PlannedChange => {
    const record = stack.resources.get(one.logicalId)
    const status = driftOf(record, actual)
    const live = actual.get(one.logicalId)
    return {
      logicalId: one.logicalId,
      withoutValues: one.withoutValues && annotate(one.withoutValues, record, live, status, at),
      withValues: one.withValues && annotate(one.withValues, record, live, status, at),
    }
  })
  const listed = new Set(planned.map((one) => one.logicalId))
  const settled = [...stack.resources.values()].filter(
    (r) => !listed.has(r.logicalId) && driftOf(r, actual) === 'MODIFIED',
  )
  return [
    ...planned,
    ...settled.map((record) => synchronization(record, actual.get(record.logicalId)!, secrets)),
  ].toSorted((a, b) => (a.logicalId < b.logicalId ? -1 : 1))
}

interface Seen {
  readonly at: Date
  readonly secrets: readonly string[]
}

interface Answered {
  readonly Type: string
  readonly ResourceChange: {
    readonly Details: readonly { readonly Target: { readonly Path?: string } }[]
  }
}

function annotate(
  given: object,
  record: ResourceRecord | undefined,
  live: JsonObject | undefined,
  status: DriftStatus,
  { at, secrets }: Seen,
): object {
  const change = given as Answered
  const values = change.ResourceChange.Details.some((detail) => detail.Target.Path !== undefined)
  const drifts = record && live ? differences(record.properties, live, [], 'items') : []
  const details = change.ResourceChange.Details.map((detail) => {
    const path = detail.Target.Path
    if (path === undefined) return detail
    const drift = drifts.find((d) => `/Properties/${d.path.join('/')}` === path)
    const target = {
      ...detail.Target,
      BeforeValueFrom: 'ACTUAL_STATE',
      AfterValueFrom: 'TEMPLATE',
      ...(drift
        ? {
            Drift: {
              PreviousValue: written(drift.before, secrets),
              ActualValue: written(drift.after, secrets),
              DriftDetectionTimestamp: at,
            },
          }
        : {}),
    }
    return { ...detail, Target: target }
  })
  return {
    ...change,
    ResourceChange: {
      ...change.ResourceChange,
      Details: details,
      ResourceDriftStatus: status,
      ...(values && record
        ? { PreviousDeploymentContext: JSON.stringify(scalarsAsText({ Properties: record.properties }, secrets)) }
        : {}),
    },
  }
}

/** The change of a drifted resource whose actual state matches the template: only CloudFormation's record changes. */
function synchronization(record: ResourceRecord, live: JsonObject, secrets: readonly string[]): PlannedChange {
  const drifts = differences(record.properties, live, [])
  const base = {
    Action: 'SyncWithActual',
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.physicalId,
    ResourceType: record.type,
    Replacement: 'False',
    Scope: ['Properties'],
    ResourceDriftStatus: 'MODIFIED',
  }
  const target = (path: readonly string[]) => ({ Attribute: 'Properties', Name: path[0], RequiresRecreation: 'Never' })
  const reason = { Evaluation: 'Static', ChangeSource: 'NoModification' }
  const withoutValues = drifts.map((d) => ({ Target: target(d.path), ...reason }))
  const withValues = drifts.map((d) => ({
    Target: {
      ...target(d.path),
      Path: `/Properties/${d.path.join('/')}`,
      AttributeChangeType: 'SyncWithActual',
      BeforeValue: written(d.after, secrets),
      AfterValue: written(d.after, secrets),
      BeforeValueFrom: 'ACTUAL_STATE',
      AfterValueFrom: 'TEMPLATE',
    },
    ...reason,
  }))
  const context = JSON.stringify(scalarsAsText({ Properties: live }, secrets))
  return {
    logicalId: record.logicalId,
    withoutValues: { Type: 'Resource', ResourceChange: { ...base, Details: withoutValues } },
    withValues: {
      Type: 'Resource',
      ResourceChange: { ...base, Details: withValues, BeforeContext: context, AfterContext: context },
    },
  }
}

function written(value: unknown, secrets: readonly string[]): string {
  return value === undefined ? 'null' : textOf(scalarsAsText(value, secrets))
}

/** Records the actual state as the deployed one: the update starts from it, and a rollback returns to it. */
export function recordActual(stack: Stack, actual: Actual): void {
  for (const [logicalId, live] of actual) {
    const record = stack.resources.get(logicalId)
    if (!record) continue
    if (live === undefined) stack.resources.delete(logicalId)
    else record.properties = live
  }
}
