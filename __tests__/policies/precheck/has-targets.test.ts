import { describe, expect, test } from '@jest/globals'
import type { GroupFacts } from '../../../src/codedeploy/group/group.ts'
import { rule } from '../../../src/policies/precheck/has-targets.ts'
import { factsOf } from '../facts.ts'

type Info = NonNullable<GroupFacts['info']>

const group = (info: Info | undefined, platform: string | undefined = 'server'): GroupFacts => ({
  deployment: 'app',
  application: 'shop',
  group: 'shop-production',
  ...(platform !== undefined && { platform }),
  info,
  config: undefined,
  alarms: [],
  running: [],
})
const judged = (from: Parameters<typeof factsOf>[0]): (string | undefined)[][] =>
  rule.judge(factsOf(from)).map(({ outcome, code, observed }) => [`${outcome} ${code}`, observed])

const SERVER: Info = { computePlatform: 'Server' }
const NOTHING = ['fail deployment/group-selects-nothing', 'nothing']
const some = (observed: string): string[] => ['noted deployment/instances-not-counted', observed]
const FILTER = { Key: 'fleet', Value: 'shop', Type: 'KEY_AND_VALUE' } as const

describe('a group of servers selects', () => {
  test.each<[string, Info, (string | undefined)[][]]>([
    ['nothing', SERVER, [NOTHING]],
    [
      'nothing, in empty lists',
      {
        ...SERVER,
        ec2TagFilters: [],
        autoScalingGroups: [],
        ec2TagSet: { ec2TagSetList: [] },
        onPremisesTagSet: { onPremisesTagSetList: [] },
        onPremisesInstanceTagFilters: [],
      },
      [NOTHING],
    ],
    ['by tags', { ...SERVER, ec2TagFilters: [FILTER] }, [some('1 EC2 tag filter')]],
    ['by sets of tags', { ...SERVER, ec2TagSet: { ec2TagSetList: [[FILTER]] } }, [some('1 EC2 tag set')]],
    [
      'by Auto Scaling groups',
      { ...SERVER, autoScalingGroups: [{ name: 'a' }, { name: 'b' }] },
      [some('2 Auto Scaling groups')],
    ],
    [
      'on-premises instances',
      { ...SERVER, onPremisesInstanceTagFilters: [FILTER] },
      [some('1 on-premises tag filter')],
    ],
    [
      'on-premises instances by sets',
      { ...SERVER, onPremisesTagSet: { onPremisesTagSetList: [[FILTER]] } },
      [some('1 on-premises tag set')],
    ],
    ['on another platform, which another rule reports', { computePlatform: 'ECS' }, []],
  ])('%s', (_, info, expected) => expect(judged({ groups: [group(info)] })).toEqual(expected))

  test('a group that selects nothing is reported with the setting to add', () => {
    const [finding] = rule.judge(factsOf({ groups: [group(SERVER)] }))
    expect(finding).toMatchObject({
      title: 'production: shop/shop-production selects nothing to deploy to',
      subject: 'deployment/app/targets',
      advice: expect.stringContaining('--current-deployment-group-name shop-production'),
    })
  })
})

describe('a group of ECS selects', () => {
  const ECS: Info = { computePlatform: 'ECS' }
  test.each<[string, Info, (string | undefined)[][]]>([
    ['no service', ECS, [NOTHING]],
    ['no service, in an empty list', { ...ECS, ecsServices: [] }, [NOTHING]],
    ['a service', { ...ECS, ecsServices: [{ clusterName: 'shop', serviceName: 'web' }] }, []],
  ])('%s', (_, info, expected) => expect(judged({ groups: [group(info, 'ecs')] })).toEqual(expected))
})

test('a group of Lambda selects nothing, because the AppSpec names the alias', () => {
  expect(judged({ groups: [group({ computePlatform: 'Lambda' }, 'lambda')] })).toEqual([])
})

test('groups of update policies are those of Lambda', () => {
  expect(judged({ groups: [{ ...group(SERVER), platform: undefined } as unknown as GroupFacts] })).toEqual([])
})

describe('a group that the release creates or changes', () => {
  const TYPE = 'AWS::CodeDeploy::DeploymentGroup'
  const made = (after: object) => ({
    groups: [group(undefined)],
    changes: [{ id: 'Group', type: TYPE, action: 'Add', after: { DeploymentGroupName: 'shop-production', ...after } }],
  })
  const changed = (info: Info, after: object) => ({
    groups: [{ ...group(info), group: 'physical-Group' }],
    changes: [{ id: 'Group', type: TYPE, after }],
  })
  const OPEN = 'inconclusive deployment/selection-unknown'
  test.each<[string, Parameters<typeof factsOf>[0], (string | undefined)[][]]>([
    ['selects nothing', made({}), [NOTHING]],
    ['selects nothing, in an empty list', made({ AutoScalingGroups: [] }), [NOTHING]],
    ['by references', made({ AutoScalingGroups: [{ Ref: 'Fleet' }] }), [some('1 Auto Scaling group')]],
    ['by sets of tags', made({ Ec2TagSet: { Ec2TagSetList: [{ Ec2TagGroup: [FILTER] }] } }), [some('1 EC2 tag set')]],
    [
      'by a list from a function',
      made({ Ec2TagFilters: { 'Fn::If': ['A', [], []] } }),
      [[OPEN, 'EC2 tag filters by a function']],
    ],
    [
      'by an entry that may be empty',
      made({ AutoScalingGroups: [{ 'Fn::If': ['A', 'b', { Ref: 'AWS::NoValue' }] }] }),
      [[OPEN, 'Auto Scaling groups by a function']],
    ],
    ['loses its tags', changed({ ...SERVER, ec2TagFilters: [FILTER] }, { Ec2TagFilters: [] }), [NOTHING]],
    [
      'keeps its tags',
      changed({ ...SERVER, ec2TagFilters: [FILTER] }, { DeploymentConfigName: 'mine' }),
      [some('1 EC2 tag filter')],
    ],
    ['is created by nothing, which another rule reports', { groups: [group(undefined)] }, []],
  ])('%s', (_, from, expected) => expect(judged(from)).toEqual(expected))
})
