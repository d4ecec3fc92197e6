import type * as sdk from '@aws-sdk/client-cloudformation'
import { errorName, errorText } from '../aws/errors.ts'
import type { Clock, Log } from '../ports.ts'
import { ActionError } from '../support/errors.ts'
import { mapLimit } from '../support/limit.ts'
import { poll, type UsualDuration } from '../support/poll.ts'
import type { CloudFormation } from './client.ts'
import { stackResources } from './stack.ts'

export type DriftCalls = Pick<
  CloudFormation,
  | 'detectStackDrift'
  | 'describeStackDriftDetectionStatus'
  | 'describeStackResourceDrifts'
  | 'listStackResources'
  | 'describeStacks'
>

/** One property that is not what the template says. `path` is a JSON pointer below the resource's properties. */
export interface PropertyDrift {
  readonly path: string
  /** ADD, REMOVE, NOT_EQUAL, or a word that this version does not know. */
  readonly kind: string
  readonly expected: string
  readonly actual: string
}

export interface ResourceDrift {
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  /** IN_SYNC, MODIFIED, DELETED, NOT_CHECKED, UNKNOWN, UNSUPPORTED, or a word that this version does not know. */
  readonly status: string
  readonly reason: string
  readonly differences: readonly PropertyDrift[]
  /** True where an earlier detection checked it, and this one did not. */
  readonly outdated?: boolean
}

/** What one detection found out about one stack; nested stacks have reports of their own. */
export interface DriftReport {
  /** Id of the stack in the configuration; `web/Database` for a nested one. */
  readonly stack: string
  readonly stackArn: string
  /** `failed` keeps what was found until then; `refused`: the stack is in a state in which AWS does not detect drift. */
  readonly detection: 'complete' | 'failed' | 'refused'
  readonly reason: string
  /** True where AWS throttled the detection from inside to the last try. */
  readonly throttled: boolean
  /** All resources but nested stacks; those that AWS said nothing about are NOT_CHECKED. */
  readonly resources: readonly ResourceDrift[]
  readonly nested: readonly DriftReport[]
}

export interface DriftOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly log: Log
  /** Of detections; for callers that make many. */
  readonly usual?: UsualDuration
}

const DETECTION_TIMEOUT_MS = 20 * 60_000
const FIRST_LOOK_MS = 500
const SLOWEST_LOOK_MS = 5_000
/** A detection that was throttled inside, or left out what it can check, is made again, ever later. */
const TRIES = 4
const FIRST_PAUSE_MS = 5_000
const NESTED_AT_ONCE = 4
const PAGE_LENGTH = 100
/** Times may be told in whole seconds. */
const ROUNDED_MS = 1_000

const CHECKED = new Set(['IN_SYNC', 'MODIFIED', 'DELETED'])

/** True for a status that says what the resource is like; anything else proves nothing. */
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
  let report = await detectOnce(cloudformation, stack, own, options)
  for (let attempt = 1; attempt < TRIES && isWorthAnother(report); attempt++) {
    const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1)
    options.log.info(`drift detection of ${stack.id} was not complete; again in ${pause / 1_000} s`)
    await options.clock.sleep(pause, options.signal)
    report = await detectOnce(cloudformation, stack, own, options)
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

function isWorthAnother(report: DriftReport): boolean {
  return report.throttled || leftOut(report).length > 0
}

/**
 * Resources that were not checked although others of their type were, or they themselves before: AWS can check them and
 * silently did not (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/801).
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
  own: readonly sdk.StackResourceSummary[],
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
      first: FIRST_LOOK_MS,
      slowest: SLOWEST_LOOK_MS,
      timeout: DETECTION_TIMEOUT_MS,
      ...(options.usual && { usual: options.usual }),
      subject: `stack/${stack.id}`,
      waitingFor: `drift detection of ${stack.arn}`,
      onTimeout: `Look at it with \`aws cloudformation describe-stack-drift-detection-status --stack-drift-detection-id ${detectionId}\`.`,
    },
    async () => {
      const now = await cloudformation.describeStackDriftDetectionStatus({ StackDriftDetectionId: detectionId })
      return now.DetectionStatus === 'DETECTION_IN_PROGRESS' ? undefined : now
    },
  )
  const drifts = await resourceDrifts(cloudformation, stack.arn)
  const resources = own.map((resource) => foundOf(resource, drifts, status.Timestamp))
  const reason = status.DetectionStatusReason ?? ''
  const complete = status.DetectionStatus === 'DETECTION_COMPLETE'
  return {
    ...base,
    detection: complete ? 'complete' : 'failed',
    reason: complete ? reason : reason || `DetectionStatus ${status.DetectionStatus ?? 'absent'}`,
    throttled:
      saysThrottled(reason) || resources.some((resource) => !isChecked(resource) && saysThrottled(resource.reason)),
    resources,
  }
}

/** What a detection leaves out keeps what an earlier one found, and AWS may answer as things were before. */
function foundOf(
  resource: sdk.StackResourceSummary,
  drifts: ReadonlyMap<string, sdk.StackResourceDrift>,
  since: Date | undefined,
): ResourceDrift {
  const drift = drifts.get(resource.LogicalResourceId ?? '')
  if (drift === undefined) return unchecked(resource, 'AWS said nothing about it')
  const found = resourceDrift(drift)
  const age = since === undefined || drift.Timestamp === undefined ? 0 : since.getTime() - drift.Timestamp.getTime()
  if (!isChecked(found) || age <= ROUNDED_MS) return found
  const reason = `what AWS tells is of ${drift.Timestamp?.toISOString() ?? ''}, before this detection`
  return { ...unchecked(resource, reason), outdated: true }
}

function saysThrottled(reason: string): boolean {
  return /rate exceeded|throttl|too many requests/i.test(reason)
}

/** Starts a detection; one that somebody else started on the same stack is waited for first. */
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
      slowest: SLOWEST_LOOK_MS,
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
      message: `cloudformation:DetectStackDrift gave no id for ${stack.arn}`,
      subject: `stack/${stack.id}`,
    })
  }
  return id
}

async function resourceDrifts(cloudformation: DriftCalls, arn: string): Promise<Map<string, sdk.StackResourceDrift>> {
  const found = new Map<string, sdk.StackResourceDrift>()
  let token: string | undefined
  do {
    const page = await cloudformation.describeStackResourceDrifts({
      StackName: arn,
      MaxResults: PAGE_LENGTH,
      ...(token !== undefined && { NextToken: token }),
    })
    for (const drift of page.StackResourceDrifts ?? []) found.set(drift.LogicalResourceId ?? '', drift)
    token = page.NextToken
  } while (token !== undefined)
  return found
}

function resourceDrift(drift: sdk.StackResourceDrift): ResourceDrift {
  return {
    logicalId: drift.LogicalResourceId ?? '',
    physicalId: drift.PhysicalResourceId ?? '',
    type: drift.ResourceType ?? '',
    status: drift.StackResourceDriftStatus ?? 'UNKNOWN',
    reason: drift.DriftStatusReason ?? '',
    differences: (drift.PropertyDifferences ?? []).map((difference) => ({
      path: difference.PropertyPath ?? '',
      kind: difference.DifferenceType ?? 'UNKNOWN',
      expected: difference.ExpectedValue ?? '',
      actual: difference.ActualValue ?? '',
    })),
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

/** The reports of a stack and of all that are nested in it. */
export function allReports(report: DriftReport): DriftReport[] {
  return [report, ...report.nested.flatMap(allReports)]
}
