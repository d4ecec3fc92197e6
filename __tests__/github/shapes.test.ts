import { describe, expect, test } from '@jest/globals'
import * as shapes from '../../src/github/shapes.ts'

const environment = {
  id: 1,
  name: 'production',
  protection_rules: [{ id: 3, node_id: 'x', type: 'wait_timer', wait_timer: 5 }],
  deployment_branch_policy: null,
}

const readEnvironment = (more: object): unknown =>
  shapes.read(shapes.environmentShape, { ...environment, ...more }, 'read it')

describe("GitHub's response about an environment", () => {
  test.each<[string, object, object]>([
    ['no policy means every branch', {}, { branches: 'all' }],
    ['a missing policy is unknown', { deployment_branch_policy: undefined }, { branches: 'unknown' }],
    [
      'a contradictory policy is unknown',
      { deployment_branch_policy: { protected_branches: true, custom_branch_policies: true } },
      { branches: 'unknown' },
    ],
    [
      'an unknown rule type remains visible',
      { protection_rules: [{ type: 'quorum' }] },
      { rules: [{ kind: 'unknown', type: 'quorum' }] },
    ],
    [
      'an unknown reviewer type remains visible',
      { protection_rules: [{ type: 'required_reviewers', reviewers: [{ type: 'Robot', reviewer: { id: 1 } }] }] },
      { rules: [{ kind: 'required-reviewers', reviewers: [{ type: 'Robot', name: 'unknown' }] }] },
    ],
    ['unknown members are accepted', { can_admins_bypass: true }, { adminsCanBypass: true }],
  ])('%s', (_, more, expected) => expect(readEnvironment(more)).toMatchObject(expected))

  test('absent rules are not "no rules"', () => {
    expect(readEnvironment({ protection_rules: undefined })).not.toHaveProperty('rules')
    expect(readEnvironment({})).not.toHaveProperty('adminsCanBypass')
  })

  test.each<[string, object]>([
    ['a rule without reviewers', { protection_rules: [{ type: 'required_reviewers' }] }],
    ['rules that are not a list', { protection_rules: {} }],
    ['a bypass that is neither true nor false', { can_admins_bypass: 'perhaps' }],
    ['no name', { name: undefined }],
  ])('%s is refused', (_, more) => {
    expect(() => readEnvironment(more)).toThrow(expect.objectContaining({ code: 'github/service' }))
  })
})

describe("GitHub's response about a review", () => {
  const record = {
    environments: [{ id: 1, name: 'production', created_at: 'x' }],
    state: 'approved',
    comment: '',
    user: null,
  }

  test('a deleted account counts as nobody', () => {
    expect(shapes.read(shapes.approvalShape, record, 'read it')).not.toHaveProperty('user')
  })

  test('an unknown state is kept unchanged', () => {
    expect(shapes.read(shapes.approvalShape, { ...record, state: 'waved' }, 'read it')).toMatchObject({
      state: 'waved',
    })
  })
})
