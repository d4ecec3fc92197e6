import { describe, expect, test } from '@jest/globals'
import type { LiveAspect, LiveFacts, LiveResource } from '../../../src/cloudformation/live/contract.ts'
import { rule } from '../../../src/policies/precheck/drift.ts'
import { factsOf } from '../facts.ts'

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess'
const NAME = '/ManagedPolicyArns'
const attached = (...undeclared: LiveAspect['undeclared']): LiveAspect => ({
  name: NAME,
  items: undeclared.length,
  undeclared,
})
const liveOf = (resource: Partial<LiveResource>, more: Partial<LiveFacts> = {}): LiveFacts => ({
  tier: 'access',
  unreadStacks: [],
  resources: [
    {
      stack: 'web',
      logicalId: 'Role',
      physicalId: 'shop-role',
      type: 'AWS::IAM::Role',
      aspects: [attached()],
      unread: [],
      ...resource,
    },
  ],
  ...more,
})
const admin = { key: ADMIN, value: ADMIN }
const ignore = (property: string, until = '2026-12-31') => ({
  drift: { ignore: [{ resource: 'web/Role', property, reason: 'r', owner: 'o', until }] },
})

const judged = (from: Parameters<typeof factsOf>[0]) =>
  rule
    .judge(factsOf({ drift: [{ logicalId: 'Role', type: 'AWS::IAM::Role', physicalId: 'shop-role' }], ...from }))
    .filter(({ code }) => code !== 'drift/in-sync')
const codes = (from: Parameters<typeof factsOf>[0]): string[] =>
  judged(from).map(({ code, outcome, waived }) => `${waived ? 'waived' : outcome} ${code}`)

describe('access that no template declares', () => {
  test.each<[string, Parameters<typeof factsOf>[0], string[]]>([
    ['no undeclared access', { live: liveOf({}) }, ['pass drift/access-declared']],
    ['a policy was attached', { live: liveOf({ aspects: [attached(admin)] }) }, ['fail drift/undeclared']],
    [
      'a template may declare it',
      { live: liveOf({ aspects: [attached({ ...admin, perhaps: 'web/Extra' })] }) },
      ['inconclusive drift/perhaps-undeclared'],
    ],
    [
      'it is accepted',
      { live: liveOf({ aspects: [attached(admin)] }), precheck: ignore(`${NAME}/${ADMIN}`) },
      ['waived drift/undeclared', 'pass drift/access-declared'],
    ],
    [
      'another one is accepted',
      { live: liveOf({ aspects: [attached(admin)] }), precheck: ignore(`${NAME}/arn:other`) },
      ['fail drift/undeclared', 'noted drift/ignore-unused'],
    ],
    [
      'it was accepted until yesterday',
      { live: liveOf({ aspects: [attached(admin)] }), precheck: ignore(NAME, '2026-05-31') },
      ['fail drift/undeclared', 'fail drift/ignore-expired'],
    ],
    [
      'a part cannot be read',
      { live: liveOf({ unread: [{ what: '/Policies', reason: 'denied: iam:GetRole', action: 'iam:GetRole' }] }) },
      ['pass drift/access-declared', 'skipped drift/not-read'],
    ],
    [
      'nothing can be read',
      { live: liveOf({ aspects: [], unread: [{ what: '/Policies', reason: 'throttled' }] }) },
      ['skipped drift/not-read'],
    ],
    [
      'the template cannot be read',
      { live: liveOf({}, { resources: [], unreadStacks: [{ stack: 'web', reason: 'x' }] }) },
      ['skipped drift/not-read'],
    ],
    ['there is nothing to read', { live: { tier: 'access', resources: [], unreadStacks: [] } }, []],
    [
      'drift detection reports it already',
      {
        drift: [
          {
            logicalId: 'Role',
            type: 'AWS::IAM::Role',
            status: 'MODIFIED',
            differences: [{ path: `${NAME}/1`, kind: 'ADD', expected: '', actual: ADMIN }],
          },
        ],
        live: liveOf({ aspects: [attached(admin)] }),
      },
      ['fail drift/property-differs'],
    ],
    [
      'drift detection reports another one, which is accepted',
      {
        drift: [
          {
            logicalId: 'Role',
            type: 'AWS::IAM::Role',
            status: 'MODIFIED',
            differences: [{ path: `${NAME}/0`, kind: 'NOT_EQUAL', expected: 'arn:old', actual: 'arn:new' }],
          },
        ],
        live: liveOf({ aspects: [attached(admin)] }),
        precheck: ignore(`${NAME}/0`),
      },
      ['waived drift/property-differs', 'fail drift/undeclared'],
    ],
  ])('%s', (_, from, expected) => {
    expect(codes(from).filter((line) => expected.includes(line) || !line.startsWith('pass'))).toEqual(expected)
  })

  test('access that another stack of the account declares is counted and listed', () => {
    const aspect = { ...attached(), items: 2, declaredBy: ['tools', 'tools'] }
    const [finding] = judged({ live: liveOf({ aspects: [aspect] }) }).filter(({ outcome }) => outcome === 'pass')
    expect(finding?.observed).toContain('2 declared by other stacks of the account: tools')
  })

  test('is reported with resource, author and time, and how to remove it', () => {
    const at = '2026-05-01T10:00:00.000Z'
    const [finding] = judged({
      live: liveOf({ aspects: [attached(admin)] }),
      changedBy: new Map([['shop-role', [{ at, who: 'frank', call: 'iam:AttachRolePolicy' }]]]),
    })
    expect(finding).toMatchObject({
      title: `production: Role (AWS::IAM::Role) has ${ADMIN} in ${NAME}, which no template declares; last changed by frank at ${at} (iam:AttachRolePolicy)`,
      subject: `stack/web/resource/Role/property${NAME}/${ADMIN}`,
      expected: '(absent)',
      observed: ADMIN,
      details: { environment: 'production', changedBy: `frank at ${at} (iam:AttachRolePolicy)` },
      advice: expect.stringContaining(`aws iam detach-role-policy --role-name shop-role --policy-arn ${ADMIN}`),
    })
  })

  test('an invalid name is not part of a command', () => {
    const [finding] = judged({ live: liveOf({ aspects: [attached({ key: 'x; rm -rf /', value: 'x' })] }) })
    expect(finding?.advice).toMatch(/^Remove it, or declare it/)
  })

  test('many are counted', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ key: `p${index}`, value: `p${index}` }))
    const findings = judged({ live: liveOf({ aspects: [attached(...many)] }) })
    expect(findings).toHaveLength(10)
    expect(findings[9]?.observed).toBe('p9; and 190 other items')
  })

  test('the missing permissions are reported once', () => {
    const unread = [1, 2].map((each) => ({ what: `/P${each}`, reason: 'denied: iam:GetRole', action: 'iam:GetRole' }))
    const finding = judged({ live: liveOf({ unread }) }).find(({ code }) => code === 'drift/not-read')
    expect(finding?.title).toBe('production: 2 of 3 kinds of access of web were not read')
    expect(finding?.advice).toMatch(/^Allow iam:GetRole for the plan role/)
  })
})

test('access that the organisation accepts is waived, and its other exceptions are not shown', () => {
  const entry = { reason: 'r (acme/baselines/drift.yml@1)', owner: 'platform', until: '2026-12-31' }
  const facts = {
    ...factsOf({
      drift: [{ logicalId: 'Role', type: 'AWS::IAM::Role', physicalId: 'shop-role' }],
      live: liveOf({ aspects: [attached(admin)] }),
    }),
    organisation: {
      source: 'acme/baselines/drift.yml@1',
      ignore: [
        { ...entry, resource: '*/Role', property: `${NAME}/${ADMIN}` },
        { ...entry, resource: '*/Other' },
        { ...entry, resource: '*/Role', until: '2020-01-01' },
      ],
    },
  }
  const findings = rule.judge(facts)
  expect(findings.find(({ code }) => code === 'drift/undeclared')?.waived).toEqual(entry)
  expect(
    findings.filter(({ code }) => /ignore|organisation/.test(code)).map(({ title, observed }) => [title, observed]),
  ).toEqual([
    [
      'The organisation accepts drift in acme/baselines/drift.yml@1: 1 of 3 exceptions apply to this release',
      `2 of 3 are valid; needed: */Role${NAME}/${ADMIN}`,
    ],
  ])
})
