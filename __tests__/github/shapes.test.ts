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

describe("GitHub's answer about an environment", () => {
  test.each<[string, object, object]>([
    ['no policy is every branch', {}, { branches: 'all' }],
    ['a policy that is not told is unknown', { deployment_branch_policy: undefined }, { branches: 'unknown' }],
    [
      'a policy that says both is unknown',
      { deployment_branch_policy: { protected_branches: true, custom_branch_policies: true } },
      { branches: 'unknown' },
    ],
    [
      'a rule of a new kind stays visible',
      { protection_rules: [{ type: 'quorum' }] },
      { rules: [{ kind: 'unknown', type: 'quorum' }] },
    ],
    [
      'a reviewer of a new kind stays visible',
      { protection_rules: [{ type: 'required_reviewers', reviewers: [{ type: 'Robot', reviewer: { id: 1 } }] }] },
      { rules: [{ kind: 'required-reviewers', reviewers: [{ type: 'Robot', name: 'unknown' }] }] },
    ],
    ['what is told beyond the published form is read', { can_admins_bypass: true }, { adminsCanBypass: true }],
  ])('%s', (_, more, expected) => expect(readEnvironment(more)).toMatchObject(expected))

  test('absent rules are not "no rules"', () => {
    expect(readEnvironment({ protection_rules: undefined })).not.toHaveProperty('rules')
    expect(readEnvironment({})).not.toHaveProperty('adminsCanBypass')
  })

  test.each<[string, object]>([
    ['a rule without reviewers', { protection_rules: [{ type: 'required_reviewers' }] }],
    ['rules that are no list', { protection_rules: {} }],
    ['a bypass that is neither on nor off', { can_admins_bypass: 'perhaps' }],
    ['no name', { name: undefined }],
  ])('%s is no answer', (_, more) => {
    expect(() => readEnvironment(more)).toThrow(expect.objectContaining({ code: 'github/service' }))
  })
})

describe("GitHub's answer about a review", () => {
  const record = {
    environments: [{ id: 1, name: 'production', created_at: 'x' }],
    state: 'approved',
    comment: '',
    user: null,
  }

  test('a deleted account counts as no one', () => {
    expect(shapes.read(shapes.approvalShape, record, 'read it')).not.toHaveProperty('user')
  })

  test('a state of a new kind is kept as it is', () => {
    expect(shapes.read(shapes.approvalShape, { ...record, state: 'waved' }, 'read it')).toMatchObject({
      state: 'waved',
    })
  })
})
