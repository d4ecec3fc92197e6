import type * as sdk from '@aws-sdk/client-cloudformation'
import { errorName, errorText } from '../../aws/errors.ts'
import { pagesOf } from '../../aws/pages.ts'
import type { Clock, Log } from '../../support/runtime.ts'
import { ActionError } from '../../support/errors.ts'
import { comparedProperties } from './compared.ts'
import { mergeReordered } from './reordered.ts'
import { tagsOfAwsOnly } from './tags.ts'
import { mapLimit } from '../../support/limit.ts'
import { poll, type UsualDuration } from '../../support/poll.ts'
import type { CloudFormation } from '../client.ts'
import { stackResources } from '../stack.ts'
import { showDuration } from '../../support/text/durations.ts'

export type DriftCalls = Pick<
  CloudFormation,
  | 'detectStackDrift'
  | 'describeStackDriftDetectionStatus'
  | 'describeStackResourceDrifts'
  | 'listStackResources'
  | 'describeStacks'
>

/** What scales a capacity, and which values it may give. */
export interface Scaled {
  /** Logical id of the policy, schedule, capacity provider or scalable target. */
  readonly by: string
  /** `1 to 4`, or the values of schedules: `0, 2`. */
  readonly allowed: string
}

/** One property that differs from the template. `path` is a JSON pointer below the resource's properties. */
export interface PropertyDrift {
  readonly path: string
  /** ADD, REMOVE, NOT_EQUAL, REORDERED (a list of the same items in another order), or a value that this version does not know. */
  readonly kind: string
  readonly expected: string
  readonly actual: string
  /** Where automatic scaling of the deployed template explains it. */
  readonly scaled?: Scaled
}

export interface ResourceDrift {
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  /** IN_SYNC, MODIFIED, DELETED, NOT_CHECKED, UNKNOWN, UNSUPPORTED, or a value that this version does not know. */
  readonly status: string
  readonly reason: string
  readonly differences: readonly PropertyDrift[]
  /** The number of declared properties that were compared; absent where it is not known. */
  readonly compared?: number
  /** True where an earlier detection checked it and this one did not. */
  readonly outdated?: boolean
}

/** The result of one detection of one stack; each nested stack has its own report. */
export interface DriftReport {
  /** Id of the stack in the configuration; `web/Database` for a nested one. */
  readonly stack: string
  readonly stackArn: string
  /** `failed`: the results until then are in `resources`; `refused`: AWS does not detect drift in this state of the stack. */
  readonly detection: 'complete' | 'failed' | 'refused'
  readonly reason: string
  /** True where AWS throttled the last attempt of the detection itself. */
  readonly throttled: boolean
  /** Where the detection's summary contradicts its resources: the difference. Undefined where both agree. */
  readonly disagrees?: string
  /** All resources except nested stacks; those without a result are NOT_CHECKED. */
  readonly resources: readonly ResourceDrift[]
  readonly nested: readonly DriftReport[]
}

export interface DriftOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly log: Log
  /** Timeout of detections; for callers that make many. */
  readonly usual?: UsualDuration
  /** Called for each stack, nested ones too, before its detection: with all of its resources except nested stacks. */
  readonly onResources?: (stackArn: string, resources: readonly sdk.StackResourceSummary[]) => void
}

const DETECTION_TIMEOUT_MS = 20 * 60_000
const FIRST_POLL_MS = 500
const SLOWEST_POLL_MS = 5_000
/** A detection that was throttled, or omitted resources that AWS can check, is repeated after growing pauses. */
const TRIES = 4
const FIRST_PAUSE_MS = 5_000
const NESTED_AT_ONCE = 4
const PAGE_LENGTH = 100
/** AWS may round times to seconds. */
const ROUNDED_MS = 1_000

const CHECKED = new Set(['IN_SYNC', 'MODIFIED', 'DELETED'])

/** True for a status that tells whether the resource drifted; any other status proves nothing. */
export function isChecked(drift: Pick<ResourceDrift, 'status'>): boolean {
  return CHECKED.has(drift.status)
}

/** Detects the drift of a stack and of its nested stacks, to any depth. */
export async function detectDrift(
  cloudformation: DriftCalls,
  stack: { readonly id: string; readonly arn: string },
  options: DriftOptions,
): Promise<DriftReport> {
  const resources = await stackResources(cloudformation, stack.arn)
  const nestedStacks = resources.filter((resource) => resource.ResourceType === 'AWS::CloudFormation::Stack')
  const own = resources.filter((resource) => resource.ResourceType !== 'AWS::CloudFormation::Stack')
  options.onResources?.(stack.arn, own)
  let report = await detectOnce(cloudformation, stack, { own, nestedStacks }, options)
  for (let attempt = 1; attempt < TRIES && shouldRepeat(report); attempt++) {
    const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1)
    options.log.info(`drift detection of ${stack.id} was incomplete; it is repeated in ${showDuration(pause)}`)
    await options.clock.sleep(pause, options.signal)
    report = await detectOnce(cloudformation, stack, { own, nestedStacks }, options)
  }
  const nested = await mapLimit(
    nestedStacks.filter((resource) => resource.PhysicalResourceId !== undefined),
    NESTED_AT_ONCE,
    (resource) =>
      detectDrift(
        cloudformation,
        { id: `${stack.id}/${resource.LogicalResourceId ?? ''}`, arn: resource.PhysicalResourceId ?? '' },
        options,
      ),
  )
  return { ...report, nested }
}

function shouldRepeat(report: DriftReport): boolean {
  return report.throttled || leftOut(report).length > 0
}

/**
 * Resources that were not checked, although AWS checked others of their type, or checked them before: AWS can check them
 * and omitted them without an error (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/801).
 */
export function leftOut(report: DriftReport): ResourceDrift[] {
  const checkable = new Set(report.resources.filter(isChecked).map((resource) => resource.type))
  return report.resources.filter(
    ({ status, type, outdated }) => status === 'NOT_CHECKED' && (outdated === true || checkable.has(type)),
  )
}

async function detectOnce(
  cloudformation: DriftCalls,
  stack: { readonly id: string; readonly arn: string },
  { own, nestedStacks }: Readonly<Record<'own' | 'nestedStacks', readonly sdk.StackResourceSummary[]>>,
  options: DriftOptions,
): Promise<DriftReport> {
  const base = { stack: stack.id, stackArn: stack.arn, nested: [], throttled: false }
  let detectionId: string
  try {
    detectionId = await startDetection(cloudformation, stack, options)
  } catch (error) {
    if (errorName(error) !== 'ValidationError') throw error
    return {
      ...base,
      detection: 'refused',
      reason: errorText(error),
      resources: own.map((resource) => unchecked(resource, '')),
    }
  }
  const status = await poll(
    {
      clock: options.clock,
      signal: options.signal,
      first: FIRST_POLL_MS,
      slowest: SLOWEST_POLL_MS,
      timeout: DETECTION_TIMEOUT_MS,
      ...(options.usual && { usual: options.usual }),
      subject: `stack/${stack.id}`,
      waitingFor: `drift detection of ${stack.arn}`,
      onTimeout: `See \`aws cloudformation describe-stack-drift-detection-status --stack-drift-detection-id ${detectionId}\`.`,
    },
    async () => {
      const now = await cloudformation.describeStackDriftDetectionStatus({ StackDriftDetectionId: detectionId })
      return now.DetectionStatus === 'DETECTION_IN_PROGRESS' ? undefined : now
    },
  )
  const drifts = await resourceDrifts(cloudformation, stack.arn)
  // A nested stack has a report of its own; it is a resource, too, whose own parameters or template may differ.
  const fresh = [...drifts.values()].filter((drift) => isDrifted(drift) && !isOutdated(drift, status.Timestamp))
  const differing = nestedStacks.filter(({ LogicalResourceId: id }) =>
    fresh.some(
      (drift) =>
        drift.LogicalResourceId === id &&
        (drift.StackResourceDriftStatus === 'DELETED' || (drift.PropertyDifferences ?? []).length > 0),
    ),
  )
  const disagrees = disagreement(status, [...drifts.values()]) ?? unlisted(fresh, [...own, ...nestedStacks])
  const resources = [...own, ...differing].map((resource) => foundOf(resource, drifts, status.Timestamp))
  const reason = status.DetectionStatusReason ?? ''
  const complete = status.DetectionStatus === 'DETECTION_COMPLETE'
  return {
    ...base,
    detection: complete ? 'complete' : 'failed',
    reason: complete ? reason : reason || `DetectionStatus ${status.DetectionStatus ?? 'absent'}`,
    throttled:
      isThrottlingReason(reason) ||
      resources.some((resource) => !isChecked(resource) && isThrottlingReason(resource.reason)),
    ...(disagrees !== undefined && { disagrees }),
    resources,
  }
}

/** Compares the count of drifted resources and the status of the stack with the single resources. */
function disagreement(
  status: sdk.DescribeStackDriftDetectionStatusCommandOutput,
  drifts: readonly sdk.StackResourceDrift[],
): string | undefined {
  const { StackDriftStatus: whole, DriftedStackResourceCount: counted } = status
  const drifted = drifts.filter(isDrifted).length
  if (counted !== undefined && counted !== drifted) return `${counted} drifted resources counted, ${drifted} listed`
  if (whole === 'DRIFTED' && drifted === 0) return 'the stack is DRIFTED, but none of its resources is'
  return whole === 'IN_SYNC' && drifted > 0
    ? `the stack is IN_SYNC, but ${drifted} of its resources are not`
    : undefined
}

function isDrifted({ StackResourceDriftStatus: status }: sdk.StackResourceDrift): boolean {
  return status === 'MODIFIED' || status === 'DELETED'
}

/** Whether it is the result of an earlier detection. */
function isOutdated({ Timestamp: at }: sdk.StackResourceDrift, since: Date | undefined): boolean {
  return since !== undefined && at !== undefined && since.getTime() - at.getTime() > ROUNDED_MS
}

/** A resource that drifted, and that CloudFormation does not list for the stack. */
function unlisted(
  drifts: readonly sdk.StackResourceDrift[],
  listed: readonly sdk.StackResourceSummary[],
): string | undefined {
  const ids = new Set(listed.map(({ LogicalResourceId: id }) => id))
  const found = drifts.find((drift) => !ids.has(drift.LogicalResourceId))
  return found && `${found.LogicalResourceId} is ${found.StackResourceDriftStatus}, and is not in the list of resources`
}

/** A resource that a detection omitted has the result of an earlier one; such a result does not count. */
function foundOf(
  resource: sdk.StackResourceSummary,
  drifts: ReadonlyMap<string, sdk.StackResourceDrift>,
  since: Date | undefined,
): ResourceDrift {
  const drift = drifts.get(resource.LogicalResourceId ?? '')
  if (drift === undefined) return unchecked(resource, 'AWS gave no result')
  const found = resourceDrift(drift)
  if (!isChecked(found) || !isOutdated(drift, since)) return found
  const reason = `the result of AWS is from ${drift.Timestamp?.toISOString() ?? ''}, before this detection`
  return { ...unchecked(resource, reason), outdated: true }
}

function isThrottlingReason(reason: string): boolean {
  return /rate exceeded|throttl|too many requests/i.test(reason)
}

/** Starts a detection, after the end of another one on the same stack. */
async function startDetection(
  cloudformation: DriftCalls,
  stack: { readonly id: string; readonly arn: string },
  options: DriftOptions,
): Promise<string> {
  const id = await poll(
    {
      clock: options.clock,
      signal: options.signal,
      first: 1_000,
      slowest: SLOWEST_POLL_MS,
      timeout: DETECTION_TIMEOUT_MS,
      subject: `stack/${stack.id}`,
      waitingFor: `another drift detection on ${stack.arn} to end`,
      onTimeout: 'Run the job again when the other detection has ended.',
    },
    async () => {
      try {
        const answer = await cloudformation.detectStackDrift({ StackName: stack.arn })
        return answer.StackDriftDetectionId ?? ''
      } catch (error) {
        if (/already in progress/i.test(errorText(error))) return undefined
        throw error
      }
    },
  )
  if (id === '') {
    throw new ActionError('aws/service', {
      message: `cloudformation:DetectStackDrift did not return an id for ${stack.arn}`,
      subject: `stack/${stack.id}`,
    })
  }
  return id
}

async function resourceDrifts(cloudformation: DriftCalls, arn: string): Promise<Map<string, sdk.StackResourceDrift>> {
  const found = new Map<string, sdk.StackResourceDrift>()
  const pages = pagesOf('NextToken', (next) =>
    cloudformation.describeStackResourceDrifts({ StackName: arn, MaxResults: PAGE_LENGTH, ...next }),
  )
  for await (const page of pages) {
    for (const drift of page.StackResourceDrifts ?? []) found.set(drift.LogicalResourceId ?? '', drift)
  }
  return found
}

function resourceDrift(drift: sdk.StackResourceDrift): ResourceDrift {
  const compared = comparedProperties(
    drift.ExpectedProperties,
    drift.ActualProperties,
    (drift.PropertyDifferences ?? []).map(({ PropertyPath: path = '' }) => path),
  )
  return {
    logicalId: drift.LogicalResourceId ?? '',
    physicalId: drift.PhysicalResourceId ?? '',
    type: drift.ResourceType ?? '',
    status: drift.StackResourceDriftStatus ?? 'UNKNOWN',
    reason: drift.DriftStatusReason ?? '',
    ...(compared !== undefined && { compared }),
    differences: tagsOfAwsOnly(
      mergeReordered(
        (drift.PropertyDifferences ?? []).map((difference) => ({
          path: difference.PropertyPath ?? '',
          kind: difference.DifferenceType ?? 'UNKNOWN',
          expected: difference.ExpectedValue ?? '',
          actual: difference.ActualValue ?? '',
        })),
        drift.ExpectedProperties,
        drift.ActualProperties,
      ),
      drift.ExpectedProperties,
      drift.ActualProperties,
    ),
  }
}

function unchecked(resource: sdk.StackResourceSummary, reason: string): ResourceDrift {
  return {
    logicalId: resource.LogicalResourceId ?? '',
    physicalId: resource.PhysicalResourceId ?? '',
    type: resource.ResourceType ?? '',
    status: 'NOT_CHECKED',
    reason,
    differences: [],
  }
}

/** The reports of a stack and of all its nested stacks. */
export function allReports(report: DriftReport): DriftReport[] {
  return [report, ...report.nested.flatMap(allReports)]
}
