import { expect, test } from '@jest/globals'
import type { PlaceState } from '../../../src/evidence/document.ts'
import { judgeStates } from '../../../src/precheck/state/verified-state.ts'
import { deploy, linkOf } from '../../policies/gate/facts.ts'

/**
 * A verification compares the serving state before and after its checks with the state that the deployment recorded.
 */

const state = (at: string, last = 'd-1'): PlaceState => ({
  environment: 'preprod',
  at,
  values: { 'deployments/app/last': last, 'deployments/app/revision': `s3://shop/app.zip ${last}` },
})
const deployed = linkOf({ ...deploy, states: [state('2026-11-22T10:00:00Z')] })
const [before, after] = [state('2026-11-22T10:10:00Z'), state('2026-11-22T10:20:00Z')]
const NOTHING: PlaceState = { environment: 'preprod', at: '2026-11-22T10:10:00Z', values: {} }
const other = state('2026-11-22T10:20:00Z', 'd-2')

test.each<[string, Parameters<typeof judgeStates>, string[]]>([
  ['the same before and after', [[deployed], [before, after]], ['verify/same-state pass']],
  [
    'another deployment during the checks',
    [[deployed], [before, other]],
    Array(2).fill('verify/deployed-meanwhile fail'),
  ],
  [
    'another deployment before the checks',
    [[deployed], [{ ...other, at: before.at }, other]],
    Array(2).fill('verify/deployed-meanwhile fail'),
  ],
  [
    'a change during the checks, without a deployment of this run',
    [[], [before, other]],
    Array(2).fill('verify/deployed-meanwhile fail'),
  ],
  [
    'a value that could not be read',
    [[deployed], [before, { ...after, values: { ...after.values, 'deployments/app/revision': null } }]],
    ['verify/state-unknown inconclusive'],
  ],
  [
    'no serving resource',
    [[linkOf({ ...deploy, states: [NOTHING] })], [NOTHING, NOTHING]],
    ['verify/state-unknown inconclusive'],
  ],
  ['no deployment of this run', [[], [before, after]], []],
  ['a job without the permission to read', [[deployed], [undefined, undefined]], []],
])('%s', (_, given, expected) => {
  expect(judgeStates(...given).map(({ code, outcome }) => `${code} ${outcome}`)).toEqual(expected)
})
