import { describe, expect, test } from '@jest/globals'
import type { Digest } from '../../src/evidence/digest.ts'
import type { ChangeSetPlan, PlannedImage, PropertyChange, ResourceChange } from '../../src/evidence/document.ts'
import { comparePlans, makePlan } from '../../src/plan/compare.ts'

const property = (more: Partial<PropertyChange> = {}): PropertyChange => ({
  path: '/Properties/Size',
  attribute: 'Properties',
  change: 'Modify',
  requiresRecreation: 'Never',
  before: '1',
  after: '2',
  causes: ['DirectModification'],
  evaluation: 'Static',
  ...more,
})
const change = (more: Partial<ResourceChange> = {}): ResourceChange => ({
  logicalId: 'Table',
  type: 'AWS::DynamoDB::Table',
  action: 'Modify',
  replacement: 'False',
  properties: [property()],
  ...more,
})
const stack = (more: Partial<ChangeSetPlan> = {}): ChangeSetPlan => ({
  stack: 'web',
  stackName: 'shop',
  stackArn: 'arn:1',
  changeSetArn: 'arn:2',
  kind: 'update',
  provisional: false,
  changes: [change()],
  nested: [],
  ...more,
})
const plan = (...stacks: readonly ChangeSetPlan[]) => makePlan({ environment: 'production' }, stacks)
const REVIEWED = plan(stack())

describe('the current plan compared with the reviewed one', () => {
  test.each<[string, ReturnType<typeof plan>, boolean]>([
    ['other ARNs', plan(stack({ stackArn: 'arn:3', changeSetArn: 'arn:4' })), true],
    ['another action', plan(stack({ changes: [change({ action: 'Remove' })] })), false],
    ['a replacement', plan(stack({ changes: [change({ replacement: 'True' })] })), false],
    [
      'another policy for the replaced resource',
      plan(stack({ changes: [change({ policyAction: 'ReplaceAndDelete' })] })),
      false,
    ],
    [
      'another property',
      plan(stack({ changes: [change({ properties: [property({ path: '/Properties/Name' })] })] })),
      false,
    ],
    ['another value', plan(stack({ changes: [change({ properties: [property({ after: '3' })] })] })), false],
    [
      'a value that is no longer known',
      plan(stack({ changes: [change({ properties: [{ ...property(), after: '' }] })] })),
      false,
    ],
    ['an additional change', plan(stack({ changes: [change(), change({ logicalId: 'Other' })] })), false],
    ['a missing change', plan(stack({ changes: [] })), false],
    ['an additional stack', plan(stack(), stack({ stack: 'api' })), false],
    ['a missing stack', plan(), false],
    ['an additional stack without changes', plan(stack(), stack({ stack: 'api', kind: 'none', changes: [] })), true],
    ['a stack with another name', plan(stack({ stackName: 'other' })), false],
    ['a creation', plan(stack({ kind: 'create' })), false],
    ['a change in a nested stack', plan(stack({ nested: [stack({ stack: 'web/Data' })] })), false],
  ])('%s', (_, now, same) => {
    const findings = comparePlans(REVIEWED, now)
    expect(findings.map((finding) => finding.outcome)).toEqual(same ? ['pass'] : findings.map(() => 'fail'))
  })

  test('order does not matter, of stacks, changes and properties', () => {
    const changes = [change(), change({ logicalId: 'Other' })]
    const one = plan(stack({ changes }), stack({ stack: 'api' }))
    const other = plan(stack({ stack: 'api' }), stack({ changes: changes.toReversed() }))
    expect(one.digest).toBe(other.digest)
    expect(comparePlans(one, other)[0]?.outcome).toBe('pass')
  })

  test('a provisional plan is compared by action, replacement and properties', () => {
    const provisional = plan(stack({ provisional: true }))
    expect(
      comparePlans(provisional, plan(stack({ changes: [change({ properties: [property({ after: '9' })] })] })))[0]
        ?.outcome,
    ).toBe('pass')
    expect(comparePlans(provisional, plan(stack({ changes: [change({ replacement: 'True' })] })))[0]?.outcome).toBe(
      'fail',
    )
  })

  test('a plan with another digest than its own was not written by precheck', () => {
    const forged = { ...REVIEWED, digest: plan().digest }
    expect(comparePlans(forged, REVIEWED)[0]).toMatchObject({ outcome: 'fail', subject: 'plan' })
  })

  test('a finding describes both changes', () => {
    const [finding] = comparePlans(
      REVIEWED,
      plan(stack({ changes: [change({ properties: [property({ after: '3' })] })] })),
    )
    expect(finding).toMatchObject({
      subject: 'stack/web/resource/Table',
      expected: 'Modify AWS::DynamoDB::Table: /Properties/Size 1 → 2',
      observed: 'Modify AWS::DynamoDB::Table: /Properties/Size 1 → 3',
    })
  })
})

test('the images of earlier builds are part of a plan, in any order', () => {
  const image = (tag: string, digit: string): PlannedImage => {
    const [built, digest] = [digit, '9'].map((each) => `sha256:${each.repeat(64)}` as const) as [Digest, Digest]
    return { repository: 'images', tag, built, digest, from: `h.io/images@${digest}` }
  }
  const [one, two] = [image('a', '1'), image('b', '2')]
  const place = { environment: 'production' }
  const reviewed = makePlan(place, [stack()], [one, two])
  expect(makePlan(place, [stack()], [two, one, two])).toEqual(reviewed)
  expect(comparePlans(reviewed, makePlan(place, [stack()], [two, one]))).toMatchObject([{ outcome: 'pass' }])
  expect(new Set([REVIEWED, reviewed, makePlan(place, [stack()], [one])].map(({ digest }) => digest)).size).toBe(3)
  const changed = { ...reviewed, images: [{ ...one, digest: two.built }, two] }
  expect(comparePlans(changed, reviewed)).toMatchObject([{ code: 'plan/differs', outcome: 'fail' }])
})

test('the plan of another region or account is not the reviewed one, with any changes', () => {
  const at = (account: string, region: string) => makePlan({ environment: 'production', account, region }, [stack()])
  const reviewed = at('111111111111', 'eu-west-1')
  expect(comparePlans(reviewed, at('111111111111', 'eu-west-1'))).toMatchObject([{ outcome: 'pass' }])
  for (const other of [at('111111111111', 'us-east-1'), at('222222222222', 'eu-west-1')]) {
    expect(comparePlans(reviewed, other)).toMatchObject([
      { code: 'plan/differs', outcome: 'fail', expected: '111111111111, eu-west-1' },
    ])
  }
  expect(comparePlans(reviewed, makePlan({ environment: 'production' }, [stack()]))).toMatchObject([
    { outcome: 'pass' },
  ])
})
