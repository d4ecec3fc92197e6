import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { wallClock } from '../../../src/support/clock.ts'
import { ActionError } from '../../../src/support/errors.ts'
import { aliasTemplate, serviceTemplate } from '../../sandbox/codedeploy/stack-deployments.ts'
import { until } from '../../sandbox/world.ts'
import { deploying } from './deploying.ts'
import { serviceTemplate as ecsServiceTemplate } from '../ecs-service.ts'
import { lines, startWorld, type World } from '../world.ts'

/** Stack updates that start deployments: CloudFormation's events do not show the cause, the evidence does. */

const CONFIG = `
version: 1
stacks:
  - { id: web, name: "web-{environment}", template: web.yml }
`
/** The role of the function of the templates. */
const ROLES = [{ arn: 'arn:aws:iam::111111111111:role/r', trust: { repository: 'acme/shop' }, policy: [] }]
const SMOKE = (reports: 'Succeeded' | 'Failed') => ({ hookFunctions: { smoke: { reports, after: 1_000 } } })

const ALARM = `
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: orders
      Namespace: Shop
      MetricName: Orders
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: LessThanThreshold
      TreatMissingData: notBreaching
`

let world: World
afterEach(() => world.close())

async function begin(before: string, after: string, scenario: ScenarioInput): Promise<Evidence> {
  world = await startWorld({ pace: 2_000, roles: ROLES, ...scenario })
  await world.deploy('web-preprod', before)
  await world.write({ 'web.yml': after })
  // Observing: other tests cover the missing alarms of these groups.
  return world.precheck(CONFIG, { environment: 'preprod', mode: 'observe' })
}

async function update(before: string, after: string, scenario: ScenarioInput): Promise<Evidence> {
  const evidence = [await begin(before, after, scenario)]
  return deploying(world, CONFIG, { evidence, inputs: { mode: 'observe' } })
}

const failed = (evidence: Evidence) =>
  evidence.findings.filter(({ outcome, code }) => outcome === 'fail' && code.startsWith('stack/'))
const deployments = ({ handles }: Evidence) => handles.filter(({ kind }) => kind === 'deployment')

describe('an alias that CodeDeploy shifts', () => {
  test('is followed: its lifecycle is logged, and the deployment is a handle', async () => {
    const evidence = await update(aliasTemplate('1'), aliasTemplate('2'), SMOKE('Succeeded'))
    expect(lines(evidence)).toEqual(
      expect.arrayContaining(['pass stack/updated stack/web', 'pass deployment/hooks-ran deployment/web/Group/hooks']),
    )
    expect(world.log).toContainEqual(expect.stringMatching(/the update deploys with d-[A-Z0-9]{9} of CodeDeploy/))
    expect(evidence.timeline.map(({ event }) => event)).toContain('BeforeAllowTraffic Succeeded')
    expect(deployments(evidence)).toMatchObject([{ state: 'kept', environment: 'preprod' }])
  })

  test.each([
    ['has data', 3, 'pass alarm/ok deployment/web/Group/alarm/orders'],
    ['has none', undefined, 'inconclusive alarm/no-data deployment/web/Group/alarm/orders'],
  ])('is watched by the alarm of its group, which %s', async (_, value, expected) => {
    const alarmed = (version: string): string =>
      aliasTemplate(version, ALARM).replace(
        '      AutoRollback',
        '      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: !Ref Alarm }] }\n      AutoRollback',
      )
    const metrics = value === undefined ? [] : [{ namespace: 'Shop', name: 'Orders', value }]
    const evidence = await update(alarmed('1'), alarmed('2'), { pace: 'skip', ...SMOKE('Succeeded'), metrics })
    expect(lines(evidence)).toEqual(expect.arrayContaining(['pass stack/updated stack/web', expected]))
  })

  test('fails with the lifecycle event and the function that failed', async () => {
    const evidence = await update(aliasTemplate('1'), aliasTemplate('2'), SMOKE('Failed'))
    expect(failed(evidence)).toMatchObject([
      {
        code: 'stack/update-failed',
        title:
          'Live (AWS::Lambda::Alias) made the update of web-preprod fail: BeforeAllowTraffic failed on orders:live in smoke',
        subject: 'stack/web/resource/Live',
        observed: expect.stringMatching(
          /^UPDATE_ROLLBACK_COMPLETE: UPDATE_FAILED: The deployment failed .*; d-[A-Z0-9]{9} Failed: ScriptFailed; The lifecycle event hook smoke reported Failed/,
        ),
        advice: expect.stringContaining('/aws/lambda/smoke in CloudWatch Logs'),
        source: { file: 'web.yml' },
        details: { event: 'BeforeAllowTraffic', script: 'smoke', stackStatus: 'UPDATE_ROLLBACK_COMPLETE' },
      },
    ])
  })

  test('reports the first failure where CloudFormation reports only a successful rollback', async () => {
    const hooks = {
      hookFunctions: { smoke: { reports: 'Succeeded', after: 1 }, broken: { reports: 'Failed', after: 1 } },
    } as const
    world = await startWorld({ pace: 2_000, roles: ROLES, ...hooks })
    await world.deploy('web-preprod', aliasTemplate('1'))
    await world.deploy('web-preprod', aliasTemplate('2'))
    await world.write({
      'web.yml': aliasTemplate('3').replace('BeforeAllowTrafficHook: smoke', 'AfterAllowTrafficHook: broken'),
    })
    const evidence = [await world.precheck(CONFIG, { environment: 'preprod', mode: 'observe' })]
    const [finding] = failed(await deploying(world, CONFIG, { evidence, inputs: { mode: 'observe' } }))
    expect(finding?.observed).toMatch(
      /UPDATE_FAILED: Rollback successful; d-[A-Z0-9]{9} Failed: .*hook broken reported Failed/,
    )
    expect(finding?.title).toMatch(/AfterAllowTraffic failed on orders:live in broken$/)
  })

  test('cannot be found where the role may not read it: that is reported, and the failure remains', async () => {
    const evidence = await update(aliasTemplate('1'), aliasTemplate('2'), {
      ...SMOKE('Failed'),
      trouble: [{ on: 'codedeploy:*', do: 'deny' }],
    })
    expect(failed(evidence)).toMatchObject([
      { code: 'stack/update-failed', advice: expect.stringContaining('aws deploy list-deployments') },
    ])
    expect(world.log).toContainEqual(
      expect.stringContaining('the deployments that this update starts could not be read'),
    )
  })

  test('is inconclusive where the role may not read its hooks', async () => {
    const evidence = await update(aliasTemplate('1'), aliasTemplate('2'), {
      ...SMOKE('Succeeded'),
      trouble: [{ on: 'codedeploy:*', do: 'deny' }],
    })
    expect(lines(evidence)).toContain('inconclusive deployment/hook-not-run deployment/web/Live/hooks')
    expect(lines(evidence)).not.toContainEqual(expect.stringContaining('hooks-ran'))
  })

  test('is found in a nested stack, too', async () => {
    world = await startWorld({
      pace: 2_000,
      ...SMOKE('Failed'),
      buckets: [{ name: 'templates', account: '111111111111', region: 'eu-west-1' }],
    })
    const storage = await world.ports.connect.storage({ region: world.region, session: 'test' })
    const outer = (key: string): string =>
      `Resources: { Inner: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "https://templates.s3.eu-west-1.amazonaws.com/${key}" } } }`
    for (const version of ['1', '2']) {
      await storage.putObject({ Bucket: 'templates', Key: version, Body: aliasTemplate(version) })
    }
    await world.deploy('web-preprod', outer('1'))
    await world.write({ 'web.yml': outer('2') })
    const evidence = [await world.precheck(CONFIG, { environment: 'preprod', mode: 'observe' })]
    const [finding] = failed(await deploying(world, CONFIG, { evidence, inputs: { mode: 'observe' } }))
    expect(finding?.subject).toBe('stack/web/Inner/resource/Live')
    expect(finding?.title).toMatch(/BeforeAllowTraffic failed on orders:live in smoke$/)
  })

  test('is reported when the job is cancelled', async () => {
    const prechecked = await begin(aliasTemplate('1'), aliasTemplate('2'), { pace: 100 })
    const timely = { ...world, ports: { ...world.ports, clock: wallClock } }
    const running = deploying(timely, CONFIG, { evidence: [prechecked], inputs: { mode: 'observe' } })
    await until(() => world.log.some((line) => line.includes('UPDATE_IN_PROGRESS') && line.includes('Live')), Boolean)
    world.aborter.abort(new ActionError('cancelled', { message: 'the job was cancelled' }))
    expect(deployments(await running)).toMatchObject([
      { id: expect.stringMatching(/^d-/), advice: expect.stringContaining('aws deploy get-deployment') },
    ])
  })
})

describe('a green deployment of a whole stack', () => {
  const options = (hooks: string) => ({ hooks, routing: 'TrafficRoutingConfig: { Type: AllAtOnce }' })

  test('passes with hooks that ran', async () => {
    const hooks = options('{ AfterInstall: smoke }')
    const evidence = await update(
      serviceTemplate('shop:1', hooks),
      serviceTemplate('shop:2', hooks),
      SMOKE('Succeeded'),
    )
    expect(lines(evidence)).toEqual(
      expect.arrayContaining(['pass stack/updated stack/web', 'pass deployment/hooks-ran deployment/web/Deploy/hooks']),
    )
  })

  test('reports the function that failed', async () => {
    const hooks = options('{ AfterInstall: smoke }')
    const evidence = await update(serviceTemplate('shop:1', hooks), serviceTemplate('shop:2', hooks), SMOKE('Failed'))
    expect(failed(evidence)).toMatchObject([
      {
        code: 'stack/update-failed',
        subject: 'stack/web',
        title: expect.stringMatching(/^the update of web-preprod failed: AfterInstall failed on .* in smoke$/),
        observed: expect.stringMatching(
          /'Deploy' of type AWS::CodeDeploy::BlueGreen failed with message: .*; d-[A-Z0-9]{9} Failed/,
        ),
      },
    ])
    expect(deployments(evidence)).toMatchObject([{ state: 'kept' }])
  })
})

describe('a service that ECS deploys because its stack changes', () => {
  const configuration = { DeploymentCircuitBreaker: { Enable: true, Rollback: true } }
  const template = (image: string): string => ecsServiceTemplate({ image, configuration })
  const begins = (images: ScenarioInput['images']): Promise<Evidence> =>
    update(template('shop:1'), template('shop:2'), { images })

  test('is followed: stages, tasks and events are logged, and the deployment is a handle', async () => {
    const evidence = await begins({})
    expect(lines(evidence)).toContain('pass stack/updated stack/web')
    expect(deployments(evidence)).toEqual([
      expect.objectContaining({ id: expect.stringContaining(':service-deployment/shop/api/'), state: 'kept' }),
    ])
    expect(world.log.join('\n')).toMatch(/web: the update deploys shop\/api with \S+ of ECS/)
    expect(world.log.join('\n')).toMatch(/web\/Api {2}\S+ {2}SUCCESSFUL {2}2 of 2 tasks run/)
  })

  test('that fails is reported with the container that exited first', async () => {
    const evidence = await begins({ 'shop:2': { exit: { after: 1_000, code: 3 } } })
    const [finding] = failed(evidence)
    expect(finding?.title).toMatch(/the container web of task [0-9a-f]{32} exited with 3/)
    expect(finding?.subject).toBe('stack/web/resource/Api')
    expect(world.log.join('\n')).toMatch(/the circuit breaker is /)
  })
})
