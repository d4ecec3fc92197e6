import { describe, expect, test } from '@jest/globals'
import { allReports, detectDrift, leftOut, type DriftCalls } from '../../../src/cloudformation/drift/drift.ts'
import { ActionError } from '../../../src/support/errors.ts'

const META = { $metadata: {} }
const options = {
  clock: { now: () => new Date(0), sleep: () => Promise.resolve() },
  signal: new AbortController().signal,
  log: {
    debug() {},
    info() {},
    warning() {},
    group: (_: string, body: () => Promise<unknown>) => body(),
    mask() {},
  } as never,
}

interface World {
  readonly resources: readonly (readonly [id: string, type: string, physicalId?: string])[]
  /** Statuses by detection: the first detection returns the first one. */
  readonly statuses: readonly Readonly<Record<string, string>>[]
  readonly detections?: readonly (readonly [status: string, reason: string])[]
  readonly refusals?: Error[]
  readonly pageSize?: number
  /** Of resources, in milliseconds; each detection starts a minute after the previous one. */
  readonly checkedAt?: Readonly<Record<string, number>>
}

const MINUTE = 60_000

function calls(world: World) {
  let detection = -1
  const described: string[] = []
  const made: DriftCalls = {
    detectStackDrift: async () => {
      const refusal = world.refusals?.shift()
      if (refusal) throw refusal
      detection++
      return { ...META, StackDriftDetectionId: `d-${detection}` }
    },
    describeStackDriftDetectionStatus: async () => {
      const [status, reason] = world.detections?.[Math.min(detection, world.detections.length - 1)] ?? [
        'DETECTION_COMPLETE',
        '',
      ]
      return {
        ...META,
        StackId: 's',
        StackDriftDetectionId: `d-${detection}`,
        DetectionStatus: status as 'DETECTION_COMPLETE',
        ...(reason && { DetectionStatusReason: reason }),
        Timestamp: new Date(detection * MINUTE),
      }
    },
    describeStackResourceDrifts: async ({ NextToken }) => {
      const statuses = Object.entries(world.statuses[Math.min(detection, world.statuses.length - 1)] ?? {})
      const size = world.pageSize ?? 100
      const start = Number(NextToken ?? 0)
      described.push(NextToken ?? 'first')
      return {
        ...META,
        StackResourceDrifts: statuses.slice(start, start + size).map(([id, told]) => {
          const [status = '', reason] = told.split('|')
          return {
            StackId: 's',
            LogicalResourceId: id,
            ResourceType: world.resources.find(([each]) => each === id)?.[1],
            StackResourceDriftStatus: status as 'IN_SYNC',
            Timestamp: new Date(world.checkedAt?.[id] ?? detection * MINUTE),
            ...(reason && { DriftStatusReason: reason }),
          }
        }),
        ...(start + size < statuses.length && { NextToken: String(start + size) }),
      }
    },
    listStackResources: async ({ StackName }) => ({
      ...META,
      StackResourceSummaries: (StackName === 's' ? world.resources : []).map(([id, type, physicalId]) => ({
        LogicalResourceId: id,
        ResourceType: type,
        PhysicalResourceId: physicalId ?? id,
        LastUpdatedTimestamp: new Date(0),
        ResourceStatus: 'CREATE_COMPLETE' as const,
      })),
    }),
    describeStacks: async () => ({ ...META, Stacks: [] }),
  }
  return { made, described, detections: () => detection + 1 }
}

const detect = (made: DriftCalls) => detectDrift(made, { id: 'web', arn: 's' }, options)
const refusal = (message: string): Error =>
  new ActionError('aws/service', { message, cause: Object.assign(new Error(message), { name: 'ValidationError' }) })

describe('detecting drift', () => {
  test('reads more than one page of resources', async () => {
    const ids = Array.from({ length: 250 }, (_, index) => `R${index}`)
    const { made, described } = calls({
      resources: ids.map((id) => [id, 'AWS::SNS::Topic']),
      statuses: [Object.fromEntries(ids.map((id) => [id, id === 'R249' ? 'MODIFIED' : 'IN_SYNC']))],
    })
    const report = await detect(made)
    expect(described).toHaveLength(3)
    expect(report.resources.at(-1)?.status).toBe('MODIFIED')
  })

  test('counts resources without a result as not checked', async () => {
    const { made } = calls({
      resources: [
        ['A', 'X'],
        ['B', 'Y'],
      ],
      statuses: [{ A: 'IN_SYNC' }],
    })
    expect((await detect(made)).resources.map((resource) => resource.status)).toEqual(['IN_SYNC', 'NOT_CHECKED'])
  })

  test('finds a drifted resource that CloudFormation does not list', async () => {
    const resources = [['A', 'X']] as const
    const { made } = calls({ resources, statuses: [{ A: 'IN_SYNC', B: 'MODIFIED' }] })
    expect((await detect(made)).disagrees).toBe('B is MODIFIED, and is not in the list of resources')
    const old = calls({ resources, statuses: [{ A: 'IN_SYNC', B: 'MODIFIED' }], checkedAt: { B: -MINUTE } })
    expect((await detect(old.made)).disagrees).toBeUndefined()
  })

  test.each([
    ['whose parameters differ', 'MODIFIED', [{ PropertyPath: '/Parameters/Size', DifferenceType: 'NOT_EQUAL' }], 1],
    ['that is gone', 'DELETED', [], 1],
    ['of which its own report tells the drift', 'MODIFIED', [], 0],
    ['in sync', 'IN_SYNC', [], 0],
  ])('a nested stack %s', async (_, status, PropertyDifferences, count) => {
    const { made } = calls({ resources: [['N', 'AWS::CloudFormation::Stack']], statuses: [{ N: status }] })
    const { describeStackResourceDrifts: drifted } = made
    const report = await detect({
      ...made,
      describeStackResourceDrifts: async (input) => {
        const { StackResourceDrifts: drifts = [], ...rest } = await drifted(input)
        return { ...rest, StackResourceDrifts: drifts.map((each) => ({ ...each, PropertyDifferences }) as never) }
      },
    })
    expect(report.resources.map((resource) => [resource.logicalId, resource.status])).toEqual(
      count === 0 ? [] : [['N', status]],
    )
  })

  test('repeats a detection that AWS throttled, and reads the new result', async () => {
    const { made, detections } = calls({
      resources: [['A', 'X']],
      statuses: [{ A: 'UNKNOWN|Rate exceeded' }, { A: 'MODIFIED' }],
      detections: [
        ['DETECTION_FAILED', 'Failed to detect drift on resources [A]: Rate exceeded'],
        ['DETECTION_COMPLETE', ''],
      ],
    })
    const report = await detect(made)
    expect(detections()).toBe(2)
    expect(report).toMatchObject({ detection: 'complete', throttled: false, resources: [{ status: 'MODIFIED' }] })
  })

  test('repeats a detection that omitted resources which AWS can check', async () => {
    const { made, detections } = calls({
      resources: [
        ['A', 'X'],
        ['B', 'X'],
      ],
      statuses: [{ A: 'IN_SYNC' }, { A: 'IN_SYNC', B: 'IN_SYNC' }],
    })
    expect((await detect(made)).resources.map((resource) => resource.status)).toEqual(['IN_SYNC', 'IN_SYNC'])
    expect(detections()).toBe(2)
  })

  test('does not count results of an earlier detection', async () => {
    const { made, detections } = calls({
      resources: [
        ['A', 'X'],
        ['B', 'Y'],
      ],
      statuses: [{ A: 'IN_SYNC', B: 'IN_SYNC' }],
      checkedAt: { B: -MINUTE },
    })
    const report = await detect(made)
    expect(detections()).toBe(4)
    expect(report.resources).toMatchObject([
      { status: 'IN_SYNC' },
      { status: 'NOT_CHECKED', reason: 'the result of AWS is from 1969-12-31T23:59:00.000Z, before this detection' },
    ])
    expect(leftOut(report).map(({ logicalId }) => logicalId)).toEqual(['B'])
  })

  test('never treats lasting throttling as in sync', async () => {
    const { made, detections } = calls({ resources: [['A', 'X']], statuses: [{ A: 'NOT_CHECKED|Rate exceeded' }] })
    expect(await detect(made)).toMatchObject({ throttled: true, resources: [{ status: 'NOT_CHECKED' }] })
    expect(detections()).toBe(4)
  })

  test('keeps partial results of a failed detection', async () => {
    const { made } = calls({
      resources: [
        ['A', 'X'],
        ['B', 'Y'],
      ],
      statuses: [{ A: 'MODIFIED', B: 'NOT_CHECKED' }],
      detections: [['DETECTION_FAILED', 'no permission on B']],
    })
    expect(await detect(made)).toMatchObject({
      detection: 'failed',
      reason: 'no permission on B',
      resources: [{ status: 'MODIFIED' }, { status: 'NOT_CHECKED' }],
    })
  })

  test('waits for the detection of another process', async () => {
    const { made, detections } = calls({
      resources: [['A', 'X']],
      statuses: [{ A: 'IN_SYNC' }],
      refusals: [refusal('Drift detection is already in progress for stack s')],
    })
    expect((await detect(made)).detection).toBe('complete')
    expect(detections()).toBe(1)
  })

  test('reports that AWS refused the detection', async () => {
    const { made } = calls({
      resources: [['A', 'X']],
      statuses: [{}],
      refusals: [refusal('Stack is in ROLLBACK_FAILED state')],
    })
    expect(await detect(made)).toMatchObject({
      detection: 'refused',
      reason: 'Stack is in ROLLBACK_FAILED state',
      resources: [{ status: 'NOT_CHECKED' }],
    })
  })

  test('includes nested stacks, each with its own report', async () => {
    const { made } = calls({
      resources: [
        ['A', 'X'],
        ['Nested', 'AWS::CloudFormation::Stack', 'arn:nested'],
      ],
      statuses: [{ A: 'IN_SYNC' }],
    })
    const report = await detect(made)
    expect(allReports(report).map(({ stack, stackArn }) => [stack, stackArn])).toEqual([
      ['web', 's'],
      ['web/Nested', 'arn:nested'],
    ])
    expect(report.resources).toHaveLength(1)
  })
})
