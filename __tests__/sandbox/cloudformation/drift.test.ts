import { describe, expect, test } from '@jest/globals'
import { open, parameter, topic } from './world.ts'

const template = {
  Resources: {
    T: topic('one', { DisplayName: 'ours', Tags: [{ Key: 'a', Value: '1' }] }),
    P: parameter('v'),
    Q: parameter('w'),
  },
}

async function deployed(options: object = {}) {
  const world = open(options)
  await world.deploy('stack', template)
  return world
}

const status = (drifts: any[]) =>
  Object.fromEntries(drifts.map((d) => [d.LogicalResourceId, d.StackResourceDriftStatus]))

describe('drift detection compares', () => {
  test('each path where a property of the template differs', async () => {
    const world = await deployed()
    world.service.tamper('stack', 'T', {
      properties: {
        DisplayName: 'theirs',
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      },
    })
    world.service.tamper('stack', 'P', { properties: { Value: undefined } })
    world.service.tamper('stack', 'Q', { properties: null })
    const { detection, drifts } = await world.detectDrift('stack')
    expect(detection).toMatchObject({
      DetectionStatus: 'DETECTION_COMPLETE',
      StackDriftStatus: 'DRIFTED',
      DriftedStackResourceCount: 3,
    })
    expect(status(drifts)).toEqual({ T: 'MODIFIED', P: 'MODIFIED', Q: 'DELETED' })
    expect(drifts[0].PropertyDifferences).toEqual([
      { PropertyPath: '/DisplayName', ExpectedValue: 'ours', ActualValue: 'theirs', DifferenceType: 'NOT_EQUAL' },
      { PropertyPath: '/Tags/1', ExpectedValue: 'null', ActualValue: '{"Key":"b","Value":"2"}', DifferenceType: 'ADD' },
    ])
    expect(drifts[1].PropertyDifferences).toEqual([
      { PropertyPath: '/Value', ExpectedValue: 'v', ActualValue: 'null', DifferenceType: 'REMOVE' },
    ])
  })

  test('no properties that the template does not set', async () => {
    const world = await deployed()
    world.service.tamper('stack', 'T', { properties: { KmsMasterKeyId: 'alias/theirs' } })
    const { detection, drifts } = await world.detectDrift('stack')
    expect(detection).toMatchObject({ StackDriftStatus: 'IN_SYNC', DriftedStackResourceCount: 0 })
    expect(JSON.parse(drifts[0].ActualProperties)).not.toHaveProperty('KmsMasterKeyId')
  })

  test('an implemented resource through its handler', async () => {
    let live: object | undefined = { Size: 1, Extra: true }
    const handler = {
      type: 'Test::Own::Thing',
      create: async () => ({ physicalId: 'thing', attributes: {} }),
      update: async () => ({ physicalId: 'thing', attributes: {} }),
      remove: async () => {},
      read: async () => live as never,
    }
    const world = open({ handlers: [handler] })
    await world.deploy('stack', { Resources: { Thing: { Type: 'Test::Own::Thing', Properties: { Size: '1' } } } })
    expect(status((await world.detectDrift('stack')).drifts)).toEqual({ Thing: 'IN_SYNC' })
    live = { Size: 2 }
    expect(status((await world.detectDrift('stack')).drifts)).toEqual({ Thing: 'MODIFIED' })
    live = undefined
    expect(status((await world.detectDrift('stack')).drifts)).toEqual({ Thing: 'DELETED' })
    expect(() => world.service.tamper('stack', 'Thing', { properties: {} })).toThrow(
      'change it through its own service',
    )
  })
})

describe('unknown results', () => {
  test('a failed check fails the detection, and the other results remain', async () => {
    const world = await deployed()
    world.service.tamper('stack', 'P', { drift: 'FAILED', reason: 'Rate exceeded' })
    world.service.tamper('stack', 'T', { properties: { DisplayName: 'theirs' } })
    const { detection, drifts } = await world.detectDrift('stack')
    expect(detection).toMatchObject({
      DetectionStatus: 'DETECTION_FAILED',
      StackDriftStatus: 'DRIFTED',
      DriftedStackResourceCount: 1,
    })
    expect(detection.DetectionStatusReason).toContain('Rate exceeded')
    expect(status(drifts)).toMatchObject({ T: 'MODIFIED', Q: 'IN_SYNC', P: 'UNKNOWN' })
  })

  test('unsupported and unknown resources are listed as such, unchecked ones are not listed', async () => {
    const world = await deployed()
    world.service.tamper('stack', 'T', { drift: 'UNSUPPORTED' })
    world.service.tamper('stack', 'P', { drift: 'UNKNOWN', reason: 'cannot tell' })
    world.service.tamper('stack', 'Q', { drift: 'NOT_CHECKED' })
    const { drifts } = await world.detectDrift('stack')
    expect(status(drifts)).toEqual({ T: 'UNSUPPORTED', P: 'UNKNOWN' })
    expect(drifts[1].DriftStatusReason).toBe('cannot tell')
    const { StackResourceSummaries: all } = await world.ask('ListStackResources', { StackName: 'stack' })
    expect(all.map((r: any) => r.DriftInformation.StackResourceDriftStatus)).toEqual([
      'UNSUPPORTED',
      'UNKNOWN',
      'NOT_CHECKED',
    ])
  })

  test('a detection of some resources does not check the others', async () => {
    const world = await deployed()
    const { drifts } = await world.detectDrift('stack', { LogicalResourceIds: ['P'] })
    expect(status(drifts)).toEqual({ P: 'IN_SYNC' })
  })
})

describe('a detection', () => {
  test('is asynchronous, has an ID, and runs once at a time', async () => {
    const world = await deployed()
    const { StackDriftDetectionId: id } = await world.ask('DetectStackDrift', { StackName: 'stack' })
    expect((await world.ask('DescribeStackDriftDetectionStatus', { StackDriftDetectionId: id })).DetectionStatus).toBe(
      'DETECTION_IN_PROGRESS',
    )
    await expect(world.ask('DetectStackDrift', { StackName: 'stack' })).rejects.toThrow('already in progress')
    await world.settled()
    expect((await world.ask('DescribeStackDriftDetectionStatus', { StackDriftDetectionId: id })).DetectionStatus).toBe(
      'DETECTION_COMPLETE',
    )
  })

  test('is rejected during an operation, and after a failed one', async () => {
    const world = open({ failures: [{ resource: 'P', on: 'create', reason: 'no' }] })
    await world.deploy('stack', template)
    await expect(world.ask('DetectStackDrift', { StackName: 'stack' })).rejects.toThrow('ROLLBACK_COMPLETE')
    await world.changeSet('review', template, { ChangeSetType: 'CREATE' })
    await expect(world.ask('DetectStackDrift', { StackName: 'review' })).rejects.toThrow('REVIEW_IN_PROGRESS')
  })

  test('of one resource returns at once', async () => {
    const world = await deployed()
    world.service.tamper('stack', 'P', { properties: { Value: 'theirs' } })
    const { StackResourceDrift: drift } = await world.ask('DetectStackResourceDrift', {
      StackName: 'stack',
      LogicalResourceId: 'P',
    })
    expect(drift).toMatchObject({ StackResourceDriftStatus: 'MODIFIED', LogicalResourceId: 'P' })
  })
})

test('lists drifts in pages and by status', async () => {
  const world = await deployed({ pages: { drifts: 2 } })
  world.service.tamper('stack', 'P', { properties: { Value: 'theirs' } })
  await world.detectDrift('stack')
  const first = await world.ask('DescribeStackResourceDrifts', { StackName: 'stack' })
  const second = await world.ask('DescribeStackResourceDrifts', { StackName: 'stack', NextToken: first.NextToken })
  expect([first, second].map((page) => page.StackResourceDrifts.length)).toEqual([2, 1])
  const modified = await world.ask('DescribeStackResourceDrifts', {
    StackName: 'stack',
    StackResourceDriftStatusFilters: ['MODIFIED'],
  })
  expect(modified.StackResourceDrifts.map((d: any) => d.LogicalResourceId)).toEqual(['P'])
})
