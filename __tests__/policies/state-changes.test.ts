import { expect, test } from '@jest/globals'
import type { PlaceState } from '../../src/evidence/document.ts'
import { stateChanges } from '../../src/policies/state-changes.ts'

/** What serves changed meanwhile: named as a person would, and scaling is no change. */

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
