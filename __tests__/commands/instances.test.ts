import {
  AddTagsToOnPremisesInstancesCommand,
  CodeDeployClient,
  RegisterOnPremisesInstanceCommand,
} from '@aws-sdk/client-codedeploy'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import { blockers, KEYS, openSourceWorld, type PrecheckWorld, type Seen } from '../dist/support/precheck-world.ts'
import { makeScalingGroup } from '../dist/support/scaling-group.ts'

/** The number of instances that a deployment group selects is known before anything is deployed. */

let world: PrecheckWorld | undefined
afterEach(async () => {
  await world?.close()
  world = undefined
})

const ENVIRONMENTS = ['preprod', 'production']
const TAGS = [
  ['role', 'web'],
  ['stage', 'first'],
] as const

/** Alarms for the groups, and one instance an environment with two tags. */
const templateOf = (each: string, host = true): string => `
Resources:
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties: { AlarmName: errors-${each}, Namespace: Shop, MetricName: Errors, Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold }
${host ? `  Host: { Type: AWS::EC2::Instance, Properties: { ImageId: ami-12345678, InstanceType: t3.micro, Tags: ${JSON.stringify(TAGS.map(([Key, Value]) => ({ Key, Value })))} } }\n` : ''}`

const CONFIG = `version: 1
environments: { preprod: { approval: { none: this scenario has no GitHub environments } } }
deployments: [{ platform: server, application: site, group: "{environment}", revision: { directory: site, bucket: releases } }]
`
const APPSPEC = 'version: 0.0\nos: linux\nfiles: [{ source: index.htm, destination: /srv/site }]\n'

interface Given {
  /** The filters of the groups of both environments. */
  readonly selects: object
  readonly policy?: NonNullable<NonNullable<ScenarioInput['users']>[number]['policy']>
  readonly setUp?: (opened: PrecheckWorld) => Promise<void>
  readonly files?: Readonly<Record<string, string>>
}

async function precheck({ selects, policy, setUp, files = {} }: Given): Promise<Seen> {
  const group = (each: string) => ({
    deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
    autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
    alarmConfiguration: { enabled: true, alarms: [{ name: `errors-${each}` }] },
    ...selects,
  })
  world = await openSourceWorld({
    pace: 100,
    network: [{ account: '111111111111', region: 'eu-west-1', vpc: 'vpc-12345678', images: ['ami-12345678'] }],
    ...(policy && { users: [{ account: '111111111111', name: 'job', ...KEYS, policy }] }),
    buckets: [{ name: 'releases', account: '111111111111', region: 'eu-west-1', versioned: true }],
    history: ENVIRONMENTS.map((each) => ({ deploy: { stack: `watch-${each}`, template: templateOf(each) } })),
    metrics: [{ namespace: 'Shop', name: 'Errors', value: 0 }],
    applications: [
      {
        name: 'site',
        platform: 'Server',
        groups: Object.fromEntries(ENVIRONMENTS.map((each) => [each, group(each)])),
      },
    ],
    github: {
      repository: 'acme/shop',
      files: {
        '.github/test-deployments.yml': CONFIG,
        'site/appspec.yml': APPSPEC,
        'site/index.htm': 'hello',
        ...files,
      },
    },
  })
  await setUp?.(world)
  return world.precheck()
}

const targetsOf = ({ evidence }: Seen, environment = 'production'): Finding[] =>
  evidence.findings.filter(
    ({ subject, title }) => subject === 'deployment/app/targets' && title.startsWith(`${environment}: `),
  )
const both = (text: string): string[] => [text, text]
const NONE = both('fail deployment/no-instances deployment/app/targets').slice(1)

const filter = (Key: string | undefined, Value: string | undefined, Type: string) => ({
  ...(Key !== undefined && { Key }),
  ...(Value !== undefined && { Value }),
  Type,
})
const WEB = filter('role', 'web', 'KEY_AND_VALUE')
const OTHER = filter('role', 'database', 'KEY_AND_VALUE')
const FIRST = filter('stage', 'first', 'KEY_AND_VALUE')
const SECOND = filter('stage', 'second', 'KEY_AND_VALUE')

describe('tags of EC2', () => {
  test.each<[string, object, boolean]>([
    ['one that an instance has', { ec2TagFilters: [WEB] }, true],
    ['one that no instance has', { ec2TagFilters: [OTHER] }, false],
    ['any of several', { ec2TagFilters: [OTHER, FIRST] }, true],
    ['a key with any value', { ec2TagFilters: [filter('role', undefined, 'KEY_ONLY')] }, true],
    ['a key that no instance has', { ec2TagFilters: [filter('rôle', undefined, 'KEY_ONLY')] }, false],
    ['a value with any key', { ec2TagFilters: [filter(undefined, 'first', 'VALUE_ONLY')] }, true],
    ['a value that no instance has', { ec2TagFilters: [filter(undefined, 'role', 'VALUE_ONLY')] }, false],
    ['one of each of two groups', { ec2TagSet: { ec2TagSetList: [[OTHER, WEB], [FIRST]] } }, true],
    ['one of only one of two groups', { ec2TagSet: { ec2TagSetList: [[WEB], [SECOND]] } }, false],
  ])('%s', async (_, selects, isFound) => {
    const seen = await precheck({ selects })
    expect(blockers(seen)).toEqual(isFound ? [] : NONE)
    const [found, ...others] = targetsOf(seen)
    expect(others).toEqual([])
    // Stopped instances have their tags, too, and prove nothing.
    expect(found).toMatchObject(
      isFound
        ? {
            code: 'deployment/instances-counted',
            outcome: 'noted',
            title: expect.stringMatching(/selects at most 2 instances/),
          }
        : { code: 'deployment/no-instances', outcome: 'fail', observed: expect.stringMatching(/: 0 instances$/) },
    )
  })
})

describe('Auto Scaling groups', () => {
  const selects = { autoScalingGroups: ['fleet'] }
  const groupOf = (size: number) => (opened: PrecheckWorld) => makeScalingGroup(opened, 'fleet', size)

  test('with instances in service are proved to have some', async () => {
    const seen = await precheck({ selects, setUp: groupOf(2) })
    expect(blockers(seen)).toEqual([])
    expect(targetsOf(seen)).toMatchObject([
      {
        code: 'deployment/instances-counted',
        outcome: 'pass',
        title: 'production: site/production selects 2 instances',
        observed: 'the Auto Scaling group fleet: 2 InService, desired 2',
      },
    ])
  })

  test.each([
    ['an empty one', groupOf(0), 'the Auto Scaling group fleet: 0 InService, desired 0'],
    ['a missing one', undefined, 'the Auto Scaling group fleet: no such Auto Scaling group'],
  ])('%s has nothing to deploy to', async (_, setUp, observed) => {
    const seen = await precheck({ selects, ...(setUp && { setUp }) })
    expect(blockers(seen)).toEqual(NONE)
    expect(targetsOf(seen)).toMatchObject([{ observed }])
  })

  test('tags beside an empty one count', async () => {
    const seen = await precheck({ selects: { ...selects, ec2TagFilters: [WEB] }, setUp: groupOf(0) })
    expect(blockers(seen)).toEqual([])
    expect(targetsOf(seen)).toMatchObject([{ code: 'deployment/instances-counted', outcome: 'noted' }])
  })
})

describe('on-premises instances', () => {
  const registered = async ({ sandbox }: PrecheckWorld): Promise<void> => {
    const client = new CodeDeployClient({
      endpoint: sandbox.awsUrl,
      region: 'eu-west-1',
      credentials: { ...KEYS },
    })
    const instanceName = 'rack-1'
    const iamUserArn = `arn:aws:iam::111111111111:user/${instanceName}`
    await client.send(new RegisterOnPremisesInstanceCommand({ instanceName, iamUserArn }))
    const tags = TAGS.map(([Key, Value]) => ({ Key, Value }))
    await client.send(new AddTagsToOnPremisesInstancesCommand({ instanceNames: [instanceName], tags }))
    client.destroy()
  }
  test.each<[string, object, boolean]>([
    ['one with the tag', { onPremisesInstanceTagFilters: [WEB] }, true],
    ['one with a tag of each group', { onPremisesTagSet: { onPremisesTagSetList: [[WEB], [FIRST, SECOND]] } }, true],
    ['one with a tag of one group only', { onPremisesTagSet: { onPremisesTagSetList: [[WEB], [SECOND]] } }, false],
    ['none with the tag', { onPremisesInstanceTagFilters: [OTHER] }, false],
  ])('%s', async (_, selects, isFound) => {
    const seen = await precheck({ selects, setUp: registered })
    expect(blockers(seen)).toEqual(isFound ? [] : NONE)
    expect(targetsOf(seen)).toMatchObject([
      { code: isFound ? 'deployment/instances-counted' : 'deployment/no-instances' },
    ])
  })
})

describe('instances that cannot be counted', () => {
  test('are reported with the missing permission', async () => {
    const policy: Given['policy'] = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: 'tag:GetResources', Resource: '*' },
      ],
    }
    const seen = await precheck({ selects: { ec2TagFilters: [OTHER] }, policy })
    expect(blockers(seen)).toEqual([])
    expect(targetsOf(seen)).toMatchObject([
      {
        code: 'deployment/instances-not-counted',
        outcome: 'noted',
        observed: expect.stringContaining('tag:GetResources'),
        advice: expect.stringContaining('tag:GetResources'),
      },
    ])
  })

  test('are those that this release creates', async () => {
    const files = {
      '.github/test-deployments.yml': `${CONFIG}stacks: [{ id: more, name: "more-{environment}", template: more.yml }]\n`,
      'more.yml':
        'Resources: { Host: { Type: AWS::EC2::Instance, Properties: { ImageId: ami-12345678, InstanceType: t3.micro, Tags: [{ Key: role, Value: database }] } } }\n',
    }
    const seen = await precheck({ selects: { ec2TagFilters: [OTHER] }, files })
    expect(blockers(seen)).toEqual([])
    expect(targetsOf(seen)).toMatchObject([
      {
        code: 'deployment/instances-not-counted',
        observed: expect.stringContaining('this release makes or changes instances'),
      },
    ])
  })
})
