import { describe, expect, test } from '@jest/globals'
import type { State } from '../../../../scripts/check/engines/contract.ts'
import { contradictionsOf } from '../../../../scripts/check/engines/judge.ts'
import { STORIES } from '../../../../scripts/check/engines/stories.ts'
import type { Evidence } from '../../../../src/evidence/document.ts'

/** The contradictions that check:engines reports for a passed step, by the engine's state. */

const BEFORE: State = {
  'stack update-preprod': 'CREATE_COMPLETE',
  'stack update-production': 'CREATE_COMPLETE',
  'bucket update-data-preprod': 'there',
  'alarm update-errors-preprod': '1',
  'bucket update-data-production': 'there',
  'alarm update-errors-production': '1',
}
const DEPLOYED: State = {
  ...BEFORE,
  'stack update-preprod': 'UPDATE_COMPLETE',
  'alarm update-errors-preprod': '2',
}

function story(name: string) {
  const found = STORIES.find((each) => each.name === name)
  if (!found) throw new Error(`there is no story ${name}`)
  return found
}

function evidence(...actions: readonly string[]): Evidence {
  const changes = actions.map((action) => ({ logicalId: action.split(' ')[0], action: action.split(' ')[1] }))
  const changeSets = [{ changes, nested: [] }]
  return { plans: ['preprod', 'production'].map((environment) => ({ environment, changeSets })) } as unknown as Evidence
}

const without = (state: State, key: string): State =>
  Object.fromEntries(Object.entries(state).filter(([name]) => name !== key))

describe('a passed deployment', () => {
  const deployed = (after: State): string[] =>
    contradictionsOf({ command: 'deploy-preprod', story: story('update'), evidence: evidence(), before: BEFORE, after })

  test('is not contradicted where the engine has the release, and production is unchanged', () => {
    expect(deployed(DEPLOYED)).toEqual([])
  })

  test.each([
    ['a resource is absent', without(DEPLOYED, 'bucket update-data-preprod'), 'there expected, absent found'],
    ['a property has its old value', { ...DEPLOYED, 'alarm update-errors-preprod': '1' }, '2 expected, 1 found'],
    ['an additional resource exists', { ...DEPLOYED, 'alarm update-old-preprod': '1' }, '1 found'],
    ['the stack failed', { ...DEPLOYED, 'stack update-preprod': 'UPDATE_ROLLBACK_COMPLETE' }, 'UPDATE_ROLLBACK'],
    ['there is no stack', without(DEPLOYED, 'stack update-preprod'), 'stack update-preprod is absent'],
    ['production was changed', { ...DEPLOYED, 'alarm update-errors-production': '2' }, '1 expected, 2 found'],
    ['the engine has nothing', {}, 'absent'],
  ])('is contradicted where %s', (_, after, said) => {
    expect(deployed(after).join('\n')).toContain(said)
  })
})

describe('a passed precheck', () => {
  const checked = (name: string, plan: readonly string[], after: State): string[] =>
    contradictionsOf({
      command: 'precheck',
      story: story(name),
      evidence: evidence(...plan),
      before: name === 'update' ? BEFORE : {},
      after,
    })

  test('is not contradicted where it changed nothing and planned the difference of the templates', () => {
    const kept = { ...BEFORE, 'change-set update-preprod td-1': 'CREATE_COMPLETE' }
    expect(checked('update', ['Errors Modify'], kept)).toEqual([])
  })

  test("is not contradicted by the empty stack of pre-prod's change set", () => {
    expect(checked('create', ['Errors Add', 'Data Add'], { 'stack create-preprod': 'REVIEW_IN_PROGRESS' })).toEqual([])
  })

  test.each([
    ['its plan is empty', 'update', [], BEFORE, 'Errors Modify expected, nothing found'],
    ['its plan has more changes', 'update', ['Data Modify', 'Errors Modify'], BEFORE, 'Data Modify'],
    [
      'a change set for production is left',
      'update',
      ['Errors Modify'],
      { ...BEFORE, 'change-set update-production td-1': 'CREATE_COMPLETE' },
      'change-set update-production td-1 was left',
    ],
    [
      'a stack for production is left',
      'create',
      ['Data Add', 'Errors Add'],
      { 'stack create-production': 'REVIEW_IN_PROGRESS' },
      'absent expected, REVIEW_IN_PROGRESS found',
    ],
    ['it changed something', 'update', ['Errors Modify'], DEPLOYED, 'alarm update-errors-preprod: 1 expected, 2 found'],
    ['something drifted', 'property-drift', ['Load Add'], {}, 'was changed outside CloudFormation'],
  ])('is contradicted where %s', (_, name, plan, after, said) => {
    expect(checked(name, plan, after).join('\n')).toContain(said)
  })

  test('without a plan is contradicted', () => {
    const nothing = { plans: [] } as unknown as Evidence
    expect(
      contradictionsOf({ command: 'precheck', story: story('unchanged'), evidence: nothing, before: {}, after: {} }),
    ).toEqual(['the evidence has no plan for preprod', 'the evidence has no plan for production'])
  })
})
