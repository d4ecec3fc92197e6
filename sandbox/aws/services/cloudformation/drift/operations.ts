import type { Call, Service } from '../../../../contract.ts'
import { invalid, messageOf } from '../errors.ts'
import type { Detection, PropertyDifference, ResourceDrift, ResourceRecord, Stack } from '../model.ts'
import type { Tampering } from '../options.ts'
import { nextToken, page } from '../paging.ts'
import { requireStack } from '../requests.ts'
import { newId } from '../store.ts'
import type { Store } from '../store.ts'
import { scalarsAsText, secretsOf } from '../template/no-echo.ts'
import { STACK_TYPE } from '../template/template.ts'
import type { Json } from '../template/template.ts'
import { textOf } from '../template/text.ts'
import { isUnreadable, readActual } from './actual.ts'
import { differences } from './equality.ts'

/** The stack states that allow drift detection. */
const DETECTABLE = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'UPDATE_ROLLBACK_FAILED',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
])
const DRIFTS_ON_A_PAGE = 100

interface DriftInput {
  readonly StackName?: string
  readonly LogicalResourceIds?: readonly string[]
  readonly LogicalResourceId?: string
  readonly StackDriftDetectionId?: string
  readonly StackResourceDriftStatusFilters?: readonly string[]
  readonly NextToken?: string
  readonly MaxResults?: number
}

export function driftOperations(store: Store): Service['operations'] {
  return {
    DetectStackDrift(input: DriftInput, call: Call) {
      const stack = requireDetectable(store, input, call)
      const unknown = input.LogicalResourceIds?.find((id) => !stack.resources.has(id))
      if (unknown !== undefined) throw invalid(`Resource ${unknown} does not exist for stack ${stack.name}`)
      if (store.detections.some((d) => d.stackId === stack.id && d.status === 'DETECTION_IN_PROGRESS')) {
        throw invalid(`Drift detection is already in progress for stack [${stack.id}]`)
      }
      const detection: Detection = {
        id: newId(),
        stackId: stack.id,
        startedAt: store.now(),
        status: 'DETECTION_IN_PROGRESS',
      }
      store.detections.push(detection)
      store.runInBackground(() => detect(store, stack, detection, input.LogicalResourceIds))
      return { StackDriftDetectionId: detection.id }
    },

    DescribeStackDriftDetectionStatus(input: DriftInput) {
      const found = store.detections.find((d) => d.id === input.StackDriftDetectionId)
      if (!found) throw invalid(`Stack drift detection id ${input.StackDriftDetectionId} does not exist`)
      return {
        StackId: found.stackId,
        StackDriftDetectionId: found.id,
        DetectionStatus: found.status,
        ...(found.reason === undefined ? {} : { DetectionStatusReason: found.reason }),
        ...(found.stackStatus === undefined ? {} : { StackDriftStatus: found.stackStatus }),
        ...(found.drifted === undefined ? {} : { DriftedStackResourceCount: found.drifted }),
        Timestamp: found.startedAt,
      }
    },

    DescribeStackResourceDrifts(input: DriftInput, call: Call) {
      const stack = requireStack(store, call, input.StackName)
      const wanted = input.StackResourceDriftStatusFilters ?? []
      const all = [...stack.resources.values()].filter(
        (r) => r.drift.checkedAt !== undefined && (wanted.length === 0 || wanted.includes(r.drift.status)),
      )
      const size = Math.min(input.MaxResults ?? DRIFTS_ON_A_PAGE, store.options.pages?.drifts ?? DRIFTS_ON_A_PAGE)
      const { items, next } = page(all, size, input.NextToken)
      return { StackResourceDrifts: items.map((r) => describeDrift(stack, r)), ...nextToken(next) }
    },

    async DetectStackResourceDrift(input: DriftInput, call: Call) {
      const stack = requireDetectable(store, input, call)
      const record = stack.resources.get(input.LogicalResourceId ?? '')
      if (!record) throw invalid(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.name}`)
      record.drift = await checkResource(store, stack, record)
      if (record.drift.status === 'UNSUPPORTED') {
        throw invalid(`Resource type ${record.type} is not currently supported by drift detection.`)
      }
      return { StackResourceDrift: describeDrift(stack, record) }
    },
  }
}

function requireDetectable(store: Store, input: DriftInput, call: Call): Stack {
  const stack = requireStack(store, call, input.StackName)
  if (DETECTABLE.has(stack.status)) return stack
  throw invalid(`Drift detection is not supported on stack [${stack.id}] in state [${stack.status}]`)
}

/**
 * Runs drift detection on a stack. A failed check makes its resource UNKNOWN and the detection DETECTION_FAILED; the
 * results of the other checks are kept.
 */
async function detect(
  store: Store,
  stack: Stack,
  detection: Detection,
  only: readonly string[] | undefined,
): Promise<void> {
  await store.pause('drift')
  const failures: string[] = []
  for (const record of stack.resources.values()) {
    if (only && !only.includes(record.logicalId)) continue
    try {
      record.drift = await checkResource(store, stack, record)
    } catch (error) {
      record.drift = { status: 'UNKNOWN', reason: messageOf(error), checkedAt: store.now() }
      failures.push(`${record.logicalId}: ${messageOf(error)}`)
    }
  }
  const all = [...stack.resources.values()].map((r) => r.drift.status)
  const drifted = all.filter((status) => status === 'MODIFIED' || status === 'DELETED').length
  const unknown = all.length > 0 && all.every((s) => s === 'NOT_CHECKED' || s === 'UNKNOWN' || s === 'UNSUPPORTED')
  detection.drifted = drifted
  detection.stackStatus = drifted > 0 ? 'DRIFTED' : unknown && failures.length > 0 ? 'UNKNOWN' : 'IN_SYNC'
  detection.status = failures.length > 0 ? 'DETECTION_FAILED' : 'DETECTION_COMPLETE'
  if (failures.length > 0) {
    detection.reason = `Failed to detect drift on resource [${failures.map((f) => f.split(':')[0]).join(', ')}]: ${failures[0]}`
  }
  stack.driftStatus = detection.stackStatus
  stack.driftCheckedAt = store.now()
}

async function checkResource(store: Store, stack: Stack, record: ResourceRecord): Promise<ResourceDrift> {
  const checkedAt = store.now()
  const forced = takeForcedResult(store, `${stack.id} ${record.logicalId}`)
  if (forced?.drift === 'FAILED') throw new Error(forced.reason ?? 'Rate exceeded')
  if (forced?.drift !== undefined) {
    const unchecked = forced.drift === 'NOT_CHECKED' ? {} : { checkedAt }
    return { status: forced.drift, ...unchecked, ...(forced.reason === undefined ? {} : { reason: forced.reason }) }
  }
  if (isUnreadable(record.type)) return { status: 'UNSUPPORTED', checkedAt }
  if (record.type === STACK_TYPE)
    return { status: 'IN_SYNC', checkedAt, expected: record.properties, actual: record.properties, differences: [] }
  const live = await readActual(store, stack, record)
  const secrets = secretsOf(stack.current)
  const expected = scalarsAsText(record.properties, secrets) as Json
  if (live === undefined) return { status: 'DELETED', checkedAt, expected }
  const actual = scalarsAsText(live, secrets) as Json
  const found = differences(expected, actual, [], 'items').map(difference)
  return { status: found.length > 0 ? 'MODIFIED' : 'IN_SYNC', checkedAt, expected, actual, differences: found }
}

/** The forced result of a check, if there is one. It applies for the number of times that the scenario gives. */
function takeForcedResult(store: Store, key: string): Tampering | undefined {
  const forced = store.forcedDrift.get(key)
  if (forced?.times === undefined) return forced
  if (forced.times > 1) store.forcedDrift.set(key, { ...forced, times: forced.times - 1 })
  else store.forcedDrift.delete(key)
  return forced
}

function difference(found: ReturnType<typeof differences>[number]): PropertyDifference {
  const text = (value: unknown) => (value === undefined ? 'null' : textOf(value))
  return {
    PropertyPath: `/${found.path.join('/')}`,
    ExpectedValue: text(found.before),
    ActualValue: text(found.after),
    DifferenceType: found.kind === 'Add' ? 'ADD' : found.kind === 'Remove' ? 'REMOVE' : 'NOT_EQUAL',
  }
}

function describeDrift(stack: Stack, record: ResourceRecord): object {
  const { drift } = record
  return {
    StackId: stack.id,
    LogicalResourceId: record.logicalId,
    ...(record.physicalId === undefined ? {} : { PhysicalResourceId: record.physicalId }),
    ResourceType: record.type,
    ...(drift.expected === undefined ? {} : { ExpectedProperties: JSON.stringify(drift.expected) }),
    ...(drift.actual === undefined ? {} : { ActualProperties: JSON.stringify(drift.actual) }),
    ...(drift.differences === undefined ? {} : { PropertyDifferences: drift.differences }),
    StackResourceDriftStatus: drift.status,
    Timestamp: drift.checkedAt ?? record.updatedAt,
    ...(drift.reason === undefined ? {} : { DriftStatusReason: drift.reason }),
  }
}
