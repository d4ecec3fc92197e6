import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling'
import type { Service } from '@aws-sdk/client-ecs'
import { beforeEach, describe, expect, test } from '@jest/globals'
import type { TargetGroup, TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2'
import { FakeClock, awsError } from '../deploy/fakes.ts'
import { line, runCheck, plannedOf, type AwsStage } from './aws.ts'

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:targetgroup/web/0123456789abcdef'

let clock: FakeClock
let stage: AwsStage
let group: TargetGroup
let targets: TargetHealthDescription[]
let zones: Record<string, string>
let desired: number
let service: Service
let fleet: Partial<AutoScalingGroup>
beforeEach(() => {
  clock = new FakeClock()
  group = { TargetGroupArn: ARN, TargetGroupName: 'web', TargetType: 'instance', LoadBalancerArns: ['arn:balancer'] }
  targets = ['i-1', 'i-2'].map((id) => target(id, 'healthy'))
  zones = { 'i-1': 'eu-west-1a', 'i-2': 'eu-west-1b' }
  desired = 2
  service = {}
  fleet = {}
  const reads = {
    describeTargetGroups: ({ Names = [], TargetGroupArns = [] }: { Names?: string[]; TargetGroupArns?: string[] }) => {
      if (![...Names, ...TargetGroupArns].some((each) => each === 'web' || each === ARN)) {
        throw awsError('TargetGroupNotFoundException', 'not found')
      }
      return Promise.resolve({ TargetGroups: [group] })
    },
    describeTargetHealth: () => Promise.resolve({ TargetHealthDescriptions: targets }),
    describeInstances: () =>
      Promise.resolve({
        Reservations: Object.entries(zones).map(([InstanceId, AvailabilityZone]) => ({
          Instances: [{ InstanceId, Placement: { AvailabilityZone } }],
        })),
      }),
    describeAutoScalingGroups: () =>
      Promise.resolve({ AutoScalingGroups: [{ AutoScalingGroupName: 'fleet', DesiredCapacity: desired, ...fleet }] }),
    describeServices: () =>
      Promise.resolve({ services: [{ serviceName: 'web', status: 'ACTIVE', desiredCount: desired, ...service }] }),
  }
  stage = { clock, connect: { state: () => Promise.resolve(reads as never) } }
})

function target(id: string, state: string, reason?: string): TargetHealthDescription {
  const TargetHealth = {
    State: state as 'healthy',
    ...(reason !== undefined && { Reason: reason as 'Target.Timeout' }),
  }
  return { Target: { Id: id, Port: 80 }, TargetHealth }
}

describe('the targets of a load balancer', () => {
  test('pass when all are healthy, in the required number and zones', async () => {
    expect(line(await runCheck('{ targets: web }', stage))).toBe('pass: 2 targets healthy in 2 zones')
    const judgement = await runCheck(`{ targets: { group: "${ARN}", healthy: 2, zones: 2 } }`, stage)
    expect(judgement).toMatchObject({ outcome: 'pass', observed: '2 healthy in eu-west-1a, eu-west-1b; wanted: 2' })
  })

  test.each([
    ['unhealthy', 'Target.Timeout'],
    ['unused', 'Target.NotInUse'],
  ])('fail where one is %s', async (state, reason) => {
    targets.push(target('i-3', state, reason))
    expect(line(await runCheck('{ targets: web }', stage))).toBe(
      `fail: 1 target of 3 not healthy: i-3:80 ${state} ${reason}`,
    )
  })

  test.each(['draining', 'unhealthy.draining'])('do not count while %s', async (state) => {
    targets.push(target('i-3', state))
    expect(line(await runCheck('{ targets: web }', stage))).toBe('pass: 2 targets healthy in 2 zones, 1 draining')
    targets = [target('i-3', state)]
    expect(line(await runCheck('{ targets: web }', stage))).toBe('fail: no target is registered but 1 drains')
  })

  test('are awaited while they are initial', async () => {
    targets.push(target('i-3', 'initial', 'Elb.InitialHealthChecking'))
    clock.at(60_000, () => void (targets[2] = target('i-3', 'healthy')))
    expect(line(await runCheck('{ targets: web }', stage))).toBe('pass: 3 targets healthy in 2 zones')
    targets[2] = target('i-3', 'initial', 'Elb.InitialHealthChecking')
    expect(line(await runCheck('{ targets: { group: web, settles: 1m } }', stage))).toMatch(
      /^inconclusive: 1 target of 3 in a state that proves nothing: i-3:80 initial/,
    )
  })

  test.each([
    ['unavailable', undefined],
    ['levitating', undefined],
    ['healthy', 'zonal_shift_active'],
  ])('are inconclusive in the state %s, override %s', async (state, override) => {
    const odd = target('i-3', state)
    targets.push({ ...odd, ...(override !== undefined && { AdministrativeOverride: { State: override as never } }) })
    expect((await runCheck('{ targets: web }', stage)).outcome).toBe('inconclusive')
  })

  test('fail where nothing is registered', async () => {
    targets = []
    expect(line(await runCheck('{ targets: web }', stage))).toBe('fail: no target is registered')
  })

  test('fail where there are fewer than the group or the service requires', async () => {
    desired = 3
    for (const by of ['{ scaling-group: fleet }', '{ cluster: shop, service: web }']) {
      expect(line(await runCheck(`{ targets: { group: web, desired-by: ${by} } }`, stage))).toBe(
        'fail: 2 of 3 targets healthy',
      )
    }
    const other = runCheck('{ targets: { group: web, desired-by: { scaling-group: other } } }', stage)
    await expect(other).rejects.toMatchObject({ message: 'the Auto Scaling group other does not exist' })
  })

  test.each<[string, string, () => void, string]>([
    [
      'a service of another name',
      '{ cluster: shop, service: web }',
      () => (service = { serviceName: 'other' }),
      'the ECS service shop/web does not exist',
    ],
    [
      'a service that is being deleted',
      '{ cluster: shop, service: web }',
      () => (service = { status: 'DRAINING' }),
      'the ECS service shop/web is in the state DRAINING',
    ],
    [
      'a service that was deleted',
      '{ cluster: shop, service: web }',
      () => (service = { status: 'INACTIVE' }),
      'the ECS service shop/web does not exist',
    ],
    [
      'an Auto Scaling group that is being deleted',
      '{ scaling-group: fleet }',
      () => (fleet = { Status: 'Delete in progress' }),
      'the Auto Scaling group fleet is in the state Delete in progress',
    ],
    [
      'an Auto Scaling group without a number',
      '{ scaling-group: fleet }',
      () => (fleet = { DesiredCapacity: Number.NaN }),
      'the Auto Scaling group fleet has no desired number of targets',
    ],
  ])('are not compared with what %s desires', async (_, by, change, message) => {
    change()
    await expect(runCheck(`{ targets: { group: web, desired-by: ${by} } }`, stage)).rejects.toMatchObject({ message })
  })

  test('are compared with a service by its ARN', async () => {
    service = { serviceArn: 'arn:aws:ecs:eu-west-1:111111111111:service/shop/web' }
    const by = `{ cluster: shop, service: "${service.serviceArn}" }`
    expect((await runCheck(`{ targets: { group: web, desired-by: ${by} } }`, stage)).outcome).toBe('pass')
  })

  test('that are listed twice are one', async () => {
    targets = [target('i-1', 'healthy'), target('i-1', 'healthy')]
    expect(line(await runCheck('{ targets: { group: web, healthy: 2 } }', stage))).toBe('fail: 1 of 2 targets healthy')
  })

  test('are inconclusive without a name, and without health checks', async () => {
    targets = [{ TargetHealth: { State: 'healthy' } }]
    expect((await runCheck('{ targets: web }', stage)).outcome).toBe('inconclusive')
    targets = [target('i-1', 'healthy')]
    group = { ...group, HealthCheckEnabled: false }
    expect(await runCheck('{ targets: web }', stage)).toMatchObject({
      outcome: 'inconclusive',
      observed: '1 healthy in eu-west-1a, health checks disabled, after 5 min',
    })
  })

  test('fail in too few zones, and are inconclusive where the zones are unknown', async () => {
    expect(line(await runCheck('{ targets: { group: web, zones: 3 } }', stage))).toBe(
      'fail: healthy targets in 2 zones instead of 3',
    )
    zones = { 'i-1': 'eu-west-1a' }
    expect((await runCheck('{ targets: { group: web, zones: 2 } }', stage)).outcome).toBe('inconclusive')
  })

  test('that are addresses report their zones', async () => {
    group = { ...group, TargetType: 'ip' }
    targets = [{ ...target('10.0.0.1', 'healthy'), Target: { Id: '10.0.0.1', AvailabilityZone: 'eu-west-1c' } }]
    expect(line(await runCheck('{ targets: web }', stage))).toBe('pass: 1 target healthy in 1 zone')
  })

  test.each(['all', undefined])(
    'that are functions or balancers, of the zone %s, are in one zone at least',
    async (zone) => {
      group = { ...group, TargetType: 'lambda' }
      targets = [
        {
          Target: { Id: 'arn:function', ...(zone !== undefined && { AvailabilityZone: zone }) },
          TargetHealth: { State: 'healthy' },
        },
      ]
      expect(line(await runCheck('{ targets: web }', stage))).toBe('pass: 1 target healthy')
      expect((await runCheck('{ targets: { group: web, zones: 2 } }', stage)).outcome).toBe('inconclusive')
    },
  )

  test('fail where none is required and none is registered', async () => {
    desired = 0
    targets = []
    const judgement = await runCheck('{ targets: { group: web, desired-by: { scaling-group: fleet } } }', stage)
    expect(line(judgement)).toBe('fail: no target is registered')
  })

  test('are inconclusive where none is desired and some are healthy, unless a number is given', async () => {
    desired = 0
    const by = 'desired-by: { scaling-group: fleet }'
    expect(line(await runCheck(`{ targets: { group: web, ${by} } }`, stage))).toBe(
      'inconclusive: 2 targets healthy, and none is desired',
    )
    expect((await runCheck(`{ targets: { group: web, healthy: 1, ${by} } }`, stage)).outcome).toBe('pass')
  })

  test('are inconclusive where no load balancer uses them', async () => {
    group = { ...group, LoadBalancerArns: [] }
    expect((await runCheck('{ targets: web }', stage)).outcome).toBe('inconclusive')
  })

  test('of a missing group are an error', async () => {
    expect(line(await runCheck('{ targets: wep }', stage))).toBe('error: the target group wep does not exist')
  })
})

test('the name is that of the group', () => {
  expect(plannedOf(`{ targets: "${ARN}" }`).name).toBe('the targets of web are healthy')
})
