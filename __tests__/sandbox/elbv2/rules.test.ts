import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy'
import { describe, expect, test } from '@jest/globals'
import { evaluate } from '../../../sandbox/aws/services/cloudwatch/metrics.ts'
import type { Rule } from '../../../sandbox/aws/services/cloudwatch/metrics.ts'
import { PREDEFINED, healthyHostsNeeded } from '../../../sandbox/aws/services/codedeploy/configs.ts'
import { matchesTags } from '../../../sandbox/aws/services/codedeploy/platforms/server-fleet.ts'
import { stepsOf } from '../../../sandbox/aws/services/codedeploy/platforms/traffic-shift.ts'
import { codesContain } from '../../../sandbox/aws/hosts/balancers.ts'
import { decide, policyDocument } from '../../../sandbox/aws/identity/policy.ts'
import { toApi, toTemplate } from '../../../sandbox/aws/resources/codedeploy.ts'

describe('a policy', () => {
  const policy = (statement: object) => policyDocument.parse({ Statement: statement })
  const ask = {
    action: 'cloudformation:DescribeStacks',
    resource: 'arn:x:stack/shop/1',
    context: { 'aws:requestedregion': 'eu-west-1' },
  }
  test.each([
    ['nothing said', [], 'not allowed'],
    ['the action itself', [{ Effect: 'Allow', Action: ask.action, Resource: '*' }], 'allowed'],
    [
      'in another case, with wildcards',
      [{ Effect: 'Allow', Action: 'CloudFormation:desc*s', Resource: 'arn:?:stack/*' }],
      'allowed',
    ],
    ['another resource', [{ Effect: 'Allow', Action: '*', Resource: 'arn:x:stack/other/*' }], 'not allowed'],
    ['all except others', [{ Effect: 'Allow', NotAction: 's3:*', NotResource: 'arn:y*' }], 'allowed'],
    [
      'a denial has precedence',
      [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 'cloudformation:*', Resource: '*' },
      ],
      'denied',
    ],
    [
      'a condition that is true',
      [
        {
          Effect: 'Allow',
          Action: '*',
          Resource: '*',
          Condition: { StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } },
        },
      ],
      'allowed',
    ],
    [
      'one that is false',
      [
        {
          Effect: 'Allow',
          Action: '*',
          Resource: '*',
          Condition: { StringNotLike: { 'aws:RequestedRegion': 'eu-*' } },
        },
      ],
      'not allowed',
    ],
    [
      'one about an unknown value',
      [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:SourceVpc': 'v' } } }],
      'not allowed',
    ],
  ])('%s', (_, statement, decision) => {
    expect(decide([policy(statement)], ask)).toBe(decision)
  })
})

describe('an alarm', () => {
  const rule: Rule = {
    statistic: 'Sum',
    comparison: 'GreaterThanThreshold',
    threshold: 5,
    periodMs: 60,
    periods: 3,
    datapoints: 2,
    missing: 'missing',
  }
  // Three periods of 60: (0, 60], (60, 120], (120, 180].
  const at = (...points: [number, number][]) => points.map(([time, value]) => ({ at: time, value }))
  test.each([
    ['no data', {}, at(), 'INSUFFICIENT_DATA'],
    ['no data, not breaching', { missing: 'notBreaching' }, at(), 'OK'],
    ['no data, breaching', { missing: 'breaching' }, at(), 'ALARM'],
    ['no data, ignored', { missing: 'ignore' }, at(), undefined],
    ['one bad period', {}, at([170, 9]), 'OK'],
    ['two bad periods', {}, at([170, 9], [30, 3], [40, 3]), 'ALARM'],
    [
      'one bad period among missing ones that count as breaching',
      { missing: 'breaching' },
      at([170, 9], [100, 1]),
      'ALARM',
    ],
    ['an average', { statistic: 'Average', datapoints: 1 }, at([170, 9], [175, 2]), 'ALARM'],
    [
      'the least',
      { statistic: 'Minimum', comparison: 'LessThanOrEqualToThreshold', datapoints: 1 },
      at([170, 9], [175, 5]),
      'ALARM',
    ],
  ])('%s', (_, change, data, state) => {
    expect(evaluate({ ...rule, ...change }, data, 180)).toBe(state)
  })
})

test.each([
  ['OneAtATime', 1, 0],
  ['OneAtATime', 5, 4],
  ['HalfAtATime', 5, 3],
  ['AllAtOnce', 5, 0],
])('%s keeps of %i hosts %i in service', (name, hosts, needed) => {
  expect(healthyHostsNeeded(PREDEFINED.get(`CodeDeployDefault.${name}`)!, hosts)).toBe(needed)
})

test.each([
  ['LambdaAllAtOnce', [100]],
  ['LambdaCanary10Percent5Minutes', [10, 100]],
  ['LambdaLinear10PercentEvery1Minute', [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]],
])('%s advances by steps', (name, weights) => {
  expect(
    stepsOf(PREDEFINED.get(`CodeDeployDefault.${name}`)?.trafficRoutingConfig).map(({ weight }) => weight),
  ).toEqual(weights)
})

test('steps of a third end with the remainder', () => {
  const routing = { type: 'TimeBasedLinear', timeBasedLinear: { linearPercentage: 33, linearInterval: 1 } } as const
  expect(stepsOf(routing).map(({ weight }) => weight)).toEqual([33, 66, 99, 100])
})

test.each([
  [{ ec2TagFilters: [{ Key: 'a', Value: '1', Type: 'KEY_AND_VALUE' }] }, true],
  [
    {
      ec2TagFilters: [
        { Key: 'a', Value: '2', Type: 'KEY_AND_VALUE' },
        { Key: 'b', Type: 'KEY_ONLY' },
      ],
    },
    true,
  ],
  [{ ec2TagFilters: [{ Value: '2', Type: 'VALUE_ONLY' }] }, true],
  [{ ec2TagFilters: [{ Key: 'c', Type: 'KEY_ONLY' }] }, false],
  [{ ec2TagSet: { ec2TagSetList: [[{ Key: 'a', Type: 'KEY_ONLY' }], [{ Key: 'b', Type: 'KEY_ONLY' }]] } }, true],
  [{ ec2TagSet: { ec2TagSetList: [[{ Key: 'a', Type: 'KEY_ONLY' }], [{ Key: 'c', Type: 'KEY_ONLY' }]] } }, false],
  [{}, false],
] as const)('tags against %j: %s', (group, matches) => {
  const tags = [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ]
  const { ec2TagFilters, ec2TagSet } = structuredClone(group) as DeploymentGroupInfo
  expect(matchesTags(tags, ec2TagFilters, ec2TagSet?.ec2TagSetList)).toBe(matches)
})

test.each([
  ['200', 200, true],
  ['200,302', 302, true],
  ['200-299', 204, true],
  ['200-299', 301, false],
])('the matcher %s with %i: %s', (codes, status, healthy) => {
  expect(codesContain(codes, status)).toBe(healthy)
})

test('properties of a template and API members are converted in both directions', () => {
  const template = {
    Ec2TagSet: { Ec2TagSetList: [{ Ec2TagGroup: [{ Key: 'a', Value: 'b', Type: 'KEY_AND_VALUE' }] }] },
    AlarmConfiguration: { Enabled: true, Alarms: [{ Name: 'x' }] },
  }
  const api = {
    ec2TagSet: { ec2TagSetList: [[{ Key: 'a', Value: 'b', Type: 'KEY_AND_VALUE' }]] },
    alarmConfiguration: { enabled: true, alarms: [{ name: 'x' }] },
  }
  expect(toApi(template)).toEqual(api)
  expect(toTemplate(api)).toEqual(template)
  expect(toApi({ MinimumHealthyHosts: { Type: 'HOST_COUNT', Value: '3' }, Enabled: 'true' })).toEqual({
    minimumHealthyHosts: { type: 'HOST_COUNT', value: 3 },
    enabled: true,
  })
})
