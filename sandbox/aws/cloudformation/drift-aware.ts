import { readActual, unreadable } from './actual.ts'
import { planChanges } from './changes.ts'
import type { PlannedChange } from './changes.ts'
import { differences, same } from './equality.ts'
import { STACK_TYPE, asText } from './events.ts'
import type { Desired, ResourceRecord, Stack } from './model.ts'
import { secretsOf } from './no-echo.ts'
import type { Store } from './store.ts'
import type { JsonObject } from './template.ts'
import { textOf } from './text.ts'

/** What is really there, by logical ID; resources that cannot be read are left out and count as deployed. */
export type Actual = ReadonlyMap<string, JsonObject | undefined>

export async function readAllActual(store: Store, stack: Stack): Promise<Actual> {
  const actual = new Map<string, JsonObject | undefined>()
  for (const record of stack.resources.values()) {
    const forced = store.forced.get(`${stack.id} ${record.logicalId}`)?.drift
    if (record.type === STACK_TYPE || unreadable(record.type) || forced !== undefined) continue
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

/** A plan from what is there to what the template wants, with what was deployed in between shown beside it. */
export function planFromActual(store: Store, stack: Stack, desired: Desired, actual: Actual): PlannedChange[] {
  const secrets = [...secretsOf(desired), ...secretsOf(stack.current)]
  const at: Seen = { at: store.now(), secrets }
  const planned = planChanges(store, stack, desired, { actual }).map((one): PlannedChange => {
    const record = stack.resources.get(one.logicalId)
    const status = driftOf(record, actual)
    const live = actual.get(one.logicalId)
    return {
      logicalId: one.logicalId,
      plain: one.plain && annotate(one.plain, record, live, status, at),
      valued: one.valued && annotate(one.valued, record, live, status, at),
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
        ? { PreviousDeploymentContext: JSON.stringify(asText({ Properties: record.properties }, secrets)) }
        : {}),
    },
  }
}

/** The template now says what is there already: nothing is touched but CloudFormation's own memory. */
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
  const plain = drifts.map((d) => ({ Target: target(d.path), ...reason }))
  const valued = drifts.map((d) => ({
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
  const context = JSON.stringify(asText({ Properties: live }, secrets))
  return {
    logicalId: record.logicalId,
    plain: { Type: 'Resource', ResourceChange: { ...base, Details: plain } },
    valued: {
      Type: 'Resource',
      ResourceChange: { ...base, Details: valued, BeforeContext: context, AfterContext: context },
    },
  }
}

function written(value: unknown, secrets: readonly string[]): string {
  return value === undefined ? 'null' : textOf(asText(value, secrets))
}

/** Takes what is there for what was deployed: the update starts from it, and a rollback comes back to it. */
export function acceptActual(stack: Stack, actual: Actual): void {
  for (const [logicalId, live] of actual) {
    const record = stack.resources.get(logicalId)
    if (!record) continue
    if (live === undefined) stack.resources.delete(logicalId)
    else record.properties = live
  }
}
