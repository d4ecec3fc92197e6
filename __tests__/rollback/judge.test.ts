import { describe, expect, test } from '@jest/globals'
import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import type { TargetState } from '../../src/codedeploy/targets.ts'
import { judgeAlias, judgeRecovered, mixedTime, type Walked } from '../../src/rollback/judge.ts'

const S3: RevisionLocation = { revisionType: 'S3', s3Location: { bucket: 'b', key: 'one.tgz', eTag: 'e1' } }
const lambda = (target: string): RevisionLocation => ({
  revisionType: 'AppSpecContent',
  appSpecContent: {
    content: JSON.stringify({
      Resources: [{ f: { Properties: { Name: 'f', Alias: 'live', CurrentVersion: '3', TargetVersion: target } } }],
    }),
  },
})
const target = (id: string, more: Partial<TargetState> = {}): TargetState => ({
  id,
  status: 'Succeeded',
  events: [],
  ...more,
})
const walked = (more: Partial<Walked>): Walked => ({
  id: 'app',
  expected: S3,
  revision: S3,
  targets: [target('i-1'), target('i-2')],
  seconds: 12,
  ...more,
})
const outcome = (more: Partial<Walked>): string => {
  const { code, observed } = judgeRecovered(walked(more))
  return `${code}: ${observed}`
}

describe('a rollback that was rehearsed', () => {
  test('is proved by every target and the revision of the group', () => {
    expect(outcome({})).toBe('rollback/recovered: 2 of 2 Succeeded')
    const located: RevisionLocation = { revisionType: 'S3', s3Location: { bucket: 'b', key: 'one.tgz', version: 'v' } }
    expect(outcome({ revision: located })).toContain('rollback/recovered')
  })

  test.each<[string, Partial<Walked>, string]>([
    ['no target', { targets: [] }, 'no target'],
    [
      'a target that is only an original instance of blue/green',
      { targets: [target('i-1', { label: 'Blue' })] },
      'no target',
    ],
    ['a target that was skipped', { targets: [target('i-1'), target('i-2', { status: 'Skipped' })] }, 'i-2 (Skipped)'],
    ['a group that reports no revision', { revision: undefined }, 'the group has no revision that is known'],
    [
      'a group that has another object',
      { revision: { revisionType: 'S3', s3Location: { bucket: 'b', key: 'two.tgz' } } },
      'the group has s3://b/two.tgz of unknown content',
    ],
    [
      'other content at the same location',
      { revision: { revisionType: 'S3', s3Location: { bucket: 'b', key: 'one.tgz', eTag: 'e2' } } },
      'the group has s3://b/one.tgz e2',
    ],
    [
      'an alias that points to the new version',
      { expected: lambda('2'), revision: lambda('2'), alias: { version: '3', others: {} } },
      'the alias leads to version 3',
    ],
    [
      'an alias that points to both',
      { expected: lambda('2'), revision: lambda('2'), alias: { version: '2', others: { '3': 0.5 } } },
      'the alias leads to version 2 and 3',
    ],
    [
      'an alias that was not read',
      { expected: lambda('2'), revision: lambda('2') },
      'the alias leads to version unknown',
    ],
  ])('is not proved by %s', (_, more, observed) => {
    expect(outcome(more)).toBe(`rollback/not-recovered: ${observed}`)
  })
})

describe('the time in which both versions serve', () => {
  const at = (seconds: number): string => new Date(seconds * 1_000).toISOString()
  const between = (id: string, from: number, to: number, more: Partial<TargetState> = {}): TargetState =>
    target(id, { events: [{ name: 'Install', status: 'Succeeded', startedAt: at(from), endedAt: at(to) }], ...more })

  test('is from the end of the first target to the start of the last', () => {
    expect(mixedTime([between('a', 0, 10), between('b', 10, 20), between('c', 20, 30)])).toEqual({
      from: 10_000,
      to: 20_000,
    })
  })

  test.each<[string, readonly TargetState[]]>([
    ['one target', [between('a', 0, 10)]],
    ['targets that change together', [between('a', 0, 10), between('b', 0, 10)]],
    ['targets without times', [target('a'), target('b')]],
    ['replacements of blue/green', [between('a', 0, 10, { label: 'Green' }), between('b', 10, 20, { label: 'Green' })]],
  ])('is unknown for %s', (_, targets) => expect(mixedTime(targets)).toBeUndefined())
})

test.each([
  ['points only to the previous version', { version: '1', others: {} }, 'pass'],
  ['points to the release', { version: '2', others: {} }, undefined],
  ['still shifts traffic to the release', { version: '1', others: { 2: 0.1 } }, undefined],
])('reports an alias that %s', (_, alias, expected) => {
  expect(judgeAlias('api', '1', alias)?.outcome).toBe(expected)
})
