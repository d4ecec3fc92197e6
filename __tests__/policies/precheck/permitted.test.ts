import { describe, expect, test } from '@jest/globals'
import type { Need } from '../../../src/cloudformation/permissions/needed.ts'
import type { Decision } from '../../../src/cloudformation/permissions/simulate.ts'
import type { RoleNeed } from '../../../src/policies/contract.ts'
import { rule } from '../../../src/policies/precheck/permitted.ts'
import { factsOf } from '../facts.ts'

const ARN = 'arn:aws:sns:eu-west-1:222222222222:shop-alerts'
const ALLOWED = { allowed: true, why: '', dependsOnResource: false, missingKeys: [] }
const ABSENT = { ...ALLOWED, allowed: false, why: 'no policy of the role allows it', dependsOnResource: true }
const FORBIDDEN = {
  ...ABSENT,
  why: 'a service control policy of the organization does not allow it',
  dependsOnResource: false,
}
const [CREATE, SUBSCRIBE] = ['sns:CreateTopic', 'sns:Subscribe']

function need(
  create: Omit<Decision, 'action'> | undefined,
  subscribe: Omit<Decision, 'action'> = ALLOWED,
  more: Partial<RoleNeed> & {
    readonly arn?: string | undefined
    readonly essential?: readonly string[]
    readonly handler?: Need['handler']
  } = {},
): RoleNeed {
  const { arn = 'arn' in more ? undefined : ARN, essential = [CREATE], handler = 'create', ...rest } = more
  const others = [CREATE, SUBSCRIBE].filter((action) => !essential.includes(action))
  return {
    stack: 'web',
    stackName: 'shop-production',
    role: 'arn:aws:iam::222222222222:role/shop-deploy',
    need: { logicalId: 'Alerts', type: 'AWS::SNS::Topic', handler, arn, essential, others },
    source: { file: 'web.yml', line: 3 },
    decisions: create && [
      { action: CREATE, ...create },
      { action: SUBSCRIBE, ...subscribe },
    ],
    ...rest,
  }
}

function judged(...permissions: RoleNeed[]) {
  const facts = factsOf({})
  const [environment] = facts.environments
  if (environment === undefined) throw new Error('there is one environment')
  return rule.judge({ ...facts, environments: [{ ...environment, permissions }] })
}
const lines = (...needs: RoleNeed[]): string[] =>
  judged(...needs).map(({ outcome, code, observed }) => `${outcome} ${code}: ${observed}`)

describe('a planned change that', () => {
  test.each<[string, RoleNeed, string[]]>([
    ['is allowed is noted', need(ALLOWED), ['noted permission/allowed: 1 of 1 resource simulated']],
    ['no policy allows fails', need(ABSENT), ['fail permission/denied: no policy of the role allows it']],
    [
      'the organization denies fails, with any ARN',
      need(FORBIDDEN, ALLOWED, { arn: undefined }),
      ['fail permission/denied: a service control policy of the organization does not allow it'],
    ],
    [
      'lacks an action for a property is noted',
      need(ALLOWED, ABSENT),
      [
        'noted permission/perhaps-missing: Alerts: sns:Subscribe',
        'noted permission/allowed: 1 of 1 resource simulated',
      ],
    ],
    [
      'has no known ARN is not simulated where a policy might name it',
      need(ABSENT, ALLOWED, { arn: undefined }),
      ['noted permission/not-simulated: Alerts (the ARN is known only during the deployment)'],
    ],
    [
      'depends on a condition is not simulated',
      need({ ...ABSENT, missingKeys: ['aws:RequestTag/team'] }),
      ['noted permission/not-simulated: Alerts (conditions on aws:RequestTag/team)'],
    ],
    [
      'was not sent to IAM is not simulated',
      need(undefined, ALLOWED, {
        unknown: { why: 'the role plan may not call iam:SimulatePrincipalPolicy', advice: 'Allow it.' },
      }),
      ['noted permission/not-simulated: Alerts (the role plan may not call iam:SimulatePrincipalPolicy)'],
    ],
    [
      'needs one of several actions is noted where all are denied',
      need(ABSENT, ABSENT, { essential: [] }),
      ['noted permission/denied: no policy of the role allows it'],
    ],
    [
      'creates by one of several actions, all of which the organization denies, fails',
      need(FORBIDDEN, FORBIDDEN, { essential: [] }),
      ['fail permission/denied: a service control policy of the organization does not allow it'],
    ],
    [
      'updates by one of several actions, all of which the organization denies, is noted',
      need(FORBIDDEN, FORBIDDEN, { essential: [], handler: 'update' }),
      ['noted permission/denied: a service control policy of the organization does not allow it'],
    ],
    [
      'lacks a decision is not simulated',
      need(ALLOWED, ALLOWED, { decisions: [{ action: CREATE, ...ALLOWED }] }),
      ['noted permission/not-simulated: Alerts (IAM did not decide about each action)'],
    ],
  ])('%s', (_, each, expected) => {
    expect(lines(each)).toEqual(expected)
  })

  test('that is denied has role, action, resource and line, and the missing statement', () => {
    expect(judged(need(ABSENT))[0]).toMatchObject({
      title: 'production: the role shop-deploy may not call sns:CreateTopic for Alerts of shop-production',
      subject: 'stack/web/resource/Alerts/permission',
      expected: `sns:CreateTopic allowed on ${ARN}`,
      source: { file: 'web.yml', line: 3 },
      advice: expect.stringContaining(`{"Effect":"Allow","Action":["sns:CreateTopic"],"Resource":"${ARN}"}`),
    })
  })
})
