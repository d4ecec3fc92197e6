import { expect, test } from '@jest/globals'
import type { PlaceState } from '../../../src/evidence/document.ts'
import { stateChanges } from '../../../src/policies/comparison/state-changes.ts'

/** Changes of the serving state, in the user's terms; scaling is not a change. */

const state = (values: PlaceState['values']): PlaceState => ({
  environment: 'production',
  region: 'eu-west-1',
  account: '111111111111',
  at: '2026-11-29T08:00:00Z',
  values,
})

test.each([
  ['serving/alias/orders/live/code', 'alias orders/live: digest of the code'],
  ['serving/service/shop/web/images', 'service shop/web: images of the running tasks'],
  ['serving/scaling-group/shop/a/instances', 'Auto Scaling group shop/a: launch template of the instances in service'],
  ['serving/stage/stack/web/Prod/deployment', 'API stage of stack/web/Prod: deployment'],
  ['serving/deployment-group/shop/web/revisions', 'deployment group shop/web: revisions on the instances'],
])('%s is the %s', (path, name) => {
  expect(stateChanges(state({ [path]: 'one' }), state({ [path]: 'two' }))).toEqual([
    { path, name, before: 'one', after: 'two', kind: 'changed' },
  ])
  expect(stateChanges(state({ [path]: null }), state({ [path]: 'two' }))).toMatchObject([{ kind: 'unknown' }])
})

test('a group that is scaled to zero, or from it, has not changed', () => {
  const path = 'serving/scaling-group/shop/instances'
  const [none, some] = [state({ [path]: 'none' }), state({ [path]: 'lt-1:7' })]
  expect([stateChanges(none, some), stateChanges(some, none)]).toEqual([[], []])
})

test('a resource that one job may not read is unread, not absent', () => {
  const path = 'serving/deployment-group/shop/web'
  const [read, unread] = [state({ [`${path}/revisions`]: 's3://b/one.zip v1' }), state({ [path]: null })]
  const reported = { path: `${path}/revisions`, kind: 'unknown' }
  expect(stateChanges(read, unread)).toMatchObject([{ ...reported, before: 's3://b/one.zip v1', after: 'not read' }])
  expect(stateChanges(unread, read)).toMatchObject([{ ...reported, before: 'not read' }])
  expect(stateChanges(unread, unread)).toMatchObject([{ path, kind: 'unknown' }])
})

test('the serving state of a stack whose resources could not be listed is unread', () => {
  const read = state({ 'serving/alias/orders/live/version': '7' })
  expect(stateChanges(read, state({ 'serving/stack/web': null })).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
    'serving/alias/orders/live/version unknown',
    'serving/stack/web unknown',
  ])
})

test('a removed resource is absent, also beside an unread one', () => {
  const read = state({ 'serving/alias/orders/live/version': '7', 'serving/alias/users/live/version': '1' })
  const later = state({ 'serving/alias/users/live': null })
  expect(stateChanges(read, later).map(({ path, kind, after }) => `${path} ${kind} ${after}`)).toEqual([
    'serving/alias/orders/live/version changed absent',
    'serving/alias/users/live/version unknown not read',
  ])
})

test('an alarm is compared although it has parts', () => {
  const parts = { 'alarms/errors/Threshold': '1' }
  expect(
    stateChanges(state({ ...parts, 'alarms/errors': 'defined' }), state({ ...parts, 'alarms/errors': 'missing' })),
  ).toMatchObject([{ path: 'alarms/errors', kind: 'changed' }])
})
