import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { AwsAccess } from '../../../src/aws/access.ts'
import type { Containers } from '../../../src/aws/clients/containers.ts'
import { listServiceDeployments, readServiceDeployment } from '../../../src/ecs/service-deployment.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { blocks } from '../../../src/evidence/verdict.ts'
import { ActionError } from '../../../src/support/errors.ts'
import { deploying } from './deploying.ts'
import { serviceTemplate, taskFile } from '../ecs-service.ts'
import { lines, startWorld, type World } from '../world.ts'

/** A deployment by ECS itself: a task definition is registered, the service updated once, and followed to its end. */

const CONFIG = `
version: 1
deployments:
  - { id: api, platform: ecs-native, cluster: shop, service: api, task-definition: task.json }
`
const HOME = { account: '111111111111', region: 'eu-west-1' }
const BREAKER = { DeploymentCircuitBreaker: { Enable: true, Rollback: true } }

let world: World
afterEach(() => world.close())

async function begin(configuration: Readonly<Record<string, unknown>>, scenario: ScenarioInput = {}): Promise<void> {
  world = await startWorld({
    pace: 'skip',
    metrics: [{ namespace: 'Shop', name: 'Errors', value: 0 }],
    // A pause would also stop the creation of the service.
    history: [{ ...configuration, LifecycleHooks: [] }, configuration].map((each) => ({
      deploy: { ...HOME, stack: 'network', template: serviceTemplate({ configuration: each }) },
    })),
    ...scenario,
  })
  await world.write({ 'task.json': taskFile('shop:2') })
}
const precheck = (config = CONFIG) => world.precheck(config, { environment: 'preprod' })
const release = async (config = CONFIG): Promise<Evidence> =>
  deploying(world, config, { evidence: [await precheck(config)] })
const about = (evidence: Evidence) => lines(evidence).filter((line) => line.includes('deployment/'))
const failed = ({ findings }: Evidence) => findings.filter((finding) => blocks(finding))

const LOGGED = {
  logConfiguration: {
    logDriver: 'awslogs',
    options: { 'awslogs-group': '/shop', 'awslogs-stream-prefix': 'api', 'awslogs-create-group': 'true' },
  },
}

describe('a rolling deployment', () => {
  test('is proved by all tasks of the service, and does not replace a deployment of another process', async () => {
    await begin(BREAKER)
    const evidence = await release()
    expect(failed(evidence)).toEqual([])
    expect(about(evidence)).toEqual([
      'pass service/deployed deployment/api',
      'pass serving/released deployment/api/serving',
    ])
    expect(evidence.findings.find(({ code }) => code === 'service/deployed')?.observed).toMatch(
      /^2 of 2 tasks run api:2; web sha256:[0-9a-f]{64}$/,
    )

    // A later attempt of the same run has nothing to do.
    const again = await deploying(world, CONFIG, { evidence: [await precheck()], runAttempt: 2 })
    expect(about(again)).toEqual([
      'noted release/resumed deployment/api',
      'pass service/deployed deployment/api',
      'pass serving/released deployment/api/serving',
    ])

    const containers = await world.ports.connect.containers({ region: world.region, session: 'somebody' })
    const checked = await precheck()
    await containers.updateService({ cluster: 'shop', service: 'api', taskDefinition: 'api:1' })
    const refused = await deploying(world, CONFIG, { evidence: [checked] })
    expect(about(refused)[0]).toBe('fail service/busy deployment/api')
  })

  test('that fails is reported with the container that exited first and the end of its log', async () => {
    await begin(BREAKER, {
      images: { 'shop:2': { exit: { after: 1_000, code: 3 }, log: ['listening', 'no database'] } },
    })
    await world.write({ 'task.json': taskFile('shop:2', LOGGED) })
    const evidence = await release()
    expect(about(evidence)).toEqual([
      'fail service/failed deployment/api',
      'fail service/rolled-back deployment/api/rollback',
    ])
    const [first] = failed(evidence)
    expect(first?.title).toMatch(/failed: the container web of task [0-9a-f]{32} exited with 3: no database$/)
    expect(first?.advice).toContain('aws logs get-log-events')
  })

  test('is found although the response of UpdateService was lost, and is reported where there is none', async () => {
    await begin(BREAKER)
    const checked = await precheck()
    const lost = new ActionError('aws/unreachable', { message: 'the connection was reset' })
    const through = (updateService: (containers: Containers) => Containers['updateService']): World => {
      const { connect } = world.ports
      const containers = async (access: AwsAccess): Promise<Containers> => {
        const real = await connect.containers(access)
        return { ...real, updateService: updateService(real) }
      }
      return { ...world, ports: { ...world.ports, connect: { ...connect, containers } } }
    }
    const nothing = await deploying(
      through(() => () => Promise.reject(lost)),
      CONFIG,
      { evidence: [checked] },
    )
    expect(about(nothing)).toEqual(['inconclusive service/no-deployment deployment/api'])
    const found = await deploying(
      through((real) => async (input) => {
        await real.updateService(input)
        throw lost
      }),
      CONFIG,
      { evidence: [checked] },
    )
    expect(about(found)[0]).toBe('pass service/deployed deployment/api')
  })

  test('is stopped and rolled back when the job is cancelled, and what still runs is reported', async () => {
    await begin(BREAKER, { images: { 'shop:2': { health: 'UNHEALTHY' } } })
    const checked = await precheck()
    const cancelled = deploying(
      {
        ...world,
        ports: {
          ...world.ports,
          log: {
            ...world.ports.log,
            info(text) {
              if (/IN_PROGRESS/.test(text)) world.aborter.abort(new Error('the job was cancelled'))
            },
          },
        },
      },
      CONFIG,
      { evidence: [checked] },
    )
    await expect(cancelled).rejects.toThrow('the job was cancelled')
    const containers = await world.ports.connect.containers({ region: world.region, session: 'somebody' })
    const [arn = ''] = await listServiceDeployments(containers, { cluster: 'shop', service: 'api' }, 'newest')
    expect((await readServiceDeployment(containers, arn)).status).toMatch(/^ROLLBACK_/)
  })

  test('whose image cannot be pulled is reported with ECS’s reason', async () => {
    await begin(BREAKER, {
      images: {
        'shop:2': {
          pullFails: 'CannotPullContainerError: pull image manifest has been retried 1 time(s): shop:2: not found',
        },
      },
    })
    const [first] = failed(await release())
    expect(first?.title).toMatch(/stopped: CannotPullContainerError: .*shop:2: not found$/)
  })
})

const pauseAt = (stage: string, action = 'ROLLBACK') => ({
  TargetType: 'PAUSE',
  LifecycleStages: [stage],
  TimeoutConfiguration: { TimeoutInMinutes: 60, Action: action },
})
const BLUE_GREEN = {
  Strategy: 'BLUE_GREEN',
  BakeTimeInMinutes: 1,
  Alarms: { AlarmNames: ['errors'], Enable: true, Rollback: true },
  LifecycleHooks: [pauseAt('POST_TEST_TRAFFIC_SHIFT')],
}
const checked = (text: string) => `${CONFIG}
verify:
  - { name: answers, phase: before-traffic, http: { url: 'http://{test-endpoint}/', contains: ${text} } }
`

describe('a blue/green deployment that pauses', () => {
  test('gets traffic once its checks have passed on the test route', async () => {
    await begin(BLUE_GREEN, { images: { 'shop:1': { body: 'one' }, 'shop:2': { body: 'two' } } })
    const evidence = await release(checked('two'))
    expect(failed(evidence)).toEqual([])
    expect(about(evidence)).toEqual([
      'pass traffic/checked deployment/api/before-traffic',
      'pass service/deployed deployment/api',
      'pass alarm/ok deployment/api/alarm/errors',
      'pass serving/released deployment/api/serving',
    ])
    const events = evidence.timeline.filter(({ subject }) => subject === 'deployment/api').map(({ event }) => event)
    expect(events).toEqual(
      expect.arrayContaining([
        'SCALE_UP',
        'POST_TEST_TRAFFIC_SHIFT',
        'POST_TEST_TRAFFIC_SHIFT pause AWAITING_ACTION',
        '100% of the traffic and 100% of the test traffic go to the new revision',
        'BAKE_TIME',
      ]),
    )
    expect(world.log.join('\n')).toContain('the checks before traffic passed')
  })

  test('is rolled back where its checks fail', async () => {
    await begin(BLUE_GREEN, { images: { 'shop:1': { body: 'one' }, 'shop:2': { body: 'two' } } })
    const evidence = await release(checked('three'))
    expect(about(evidence)).toEqual([
      'fail traffic/stopped deployment/api/before-traffic',
      'fail service/failed deployment/api',
      'fail service/rolled-back deployment/api/rollback',
    ])
    expect(evidence.timeline.map(({ event }) => event)).not.toContain('PRODUCTION_TRAFFIC_SHIFT')
  })
})

test('a tag that is another image in production stops the release before anything is changed', async () => {
  const places = { preprod: 'eu-west-1', production: 'us-east-1' }
  const regions = Object.values(places)
  const template = serviceTemplate({ configuration: BREAKER })
  await begin(BREAKER, {
    history: regions.map((region) => ({ deploy: { ...HOME, region, stack: 'network', template } })),
    repositories: regions.map((region) => ({ ...HOME, region, name: 'shop', images: [{ tag: '2', content: region }] })),
  })
  const { preprod, production } = places
  const imageIn = (region: string): string => `${HOME.account}.dkr.ecr.${region}.amazonaws.com/shop:2`
  await world.write({ 'preprod.json': taskFile(imageIn(preprod)), 'production.json': taskFile(imageIn(production)) })
  const evidence = await world.precheck(
    `${CONFIG.replace('task.json', "'{environment}.json'")}environments: { preprod: { region: ${preprod} }, production: { region: ${production} } }\n`,
  )
  const different = failed(evidence).filter(({ code }) => code === 'parity/differs')
  expect(different.map(({ subject }) => subject)).toEqual(['parity/deployments/api/image/web'])
  expect(different[0]).toMatchObject({
    expected: expect.stringMatching(/^sha256:[0-9a-f]{64} \(production/),
    observed: expect.stringMatching(/^sha256:[0-9a-f]{64} \(preprod/),
  })
})
