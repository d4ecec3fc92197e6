import { afterEach, describe, expect, test } from '@jest/globals'
import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import { DeregisterTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { Containers } from '../../../src/aws/clients/containers.ts'
import { ownerOf, withOwner } from '../../../src/ecs/own.ts'
import { listServiceDeployments, readServiceDeployment } from '../../../src/ecs/service-deployment.ts'
import { readService } from '../../../src/ecs/service.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { blocks } from '../../../src/evidence/verdict.ts'
import { clientsOf } from '../../sandbox/world.ts'
import { deploying } from '../deploy/deploying.ts'
import { serviceTemplate, taskFile } from '../ecs-service.ts'
import { rollingIn, startRollingWorld } from '../rolling.ts'
import { lines, startWorld, type World } from '../world.ts'

/** The rollback of services that ECS itself deploys. */

const CONFIG = `
version: 1
deployments:
  - { id: api, platform: ecs-native, cluster: shop, service: api, task-definition: task.json }
`
const HOME = { account: '111111111111', region: 'eu-west-1' }
const BREAKER = { DeploymentCircuitBreaker: { Enable: true, Rollback: true } }
const NAMED = { cluster: 'shop', service: 'api' }

let world: World
afterEach(() => world.close())

const scenarioOf = (configuration: Readonly<Record<string, unknown>>, more: ScenarioInput = {}): ScenarioInput => ({
  pace: 'skip',
  metrics: [{ namespace: 'Shop', name: 'Errors', value: 0 }],
  // A pause would also stop the creation of the service.
  history: [{ ...configuration, LifecycleHooks: [] }, configuration].map((each) => ({
    deploy: { ...HOME, stack: 'network', template: serviceTemplate({ configuration: each }) },
  })),
  ...more,
})
const containers = (): Promise<Containers> =>
  world.ports.connect.containers({ region: world.region, session: 'somebody' })
const failed = ({ findings }: Evidence) => findings.filter((finding) => blocks(finding))
const ofRollback = (evidence: Evidence): string[] => lines(evidence).filter((line) => line.includes(' rollback/'))
const served = async (): Promise<string | undefined> =>
  (await readService(await containers(), NAMED))?.taskDefinition?.split('/').at(-1)

const deregister = async (taskDefinition: string): Promise<void> =>
  void (await clientsOf(world.sandbox).ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition })))

const PAUSE = {
  TargetType: 'PAUSE',
  LifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
  TimeoutConfiguration: { TimeoutInMinutes: 60, Action: 'ROLLBACK' },
}
const ALARMS = { Alarms: { AlarmNames: ['errors'], Enable: true, Rollback: true } }
const BLUE_GREEN = { Strategy: 'BLUE_GREEN', BakeTimeInMinutes: 1, LifecycleHooks: [PAUSE], ...ALARMS }

describe('the rehearsed rollback of a service', () => {
  const rehearsed = (more = ''): string => `${CONFIG}rehearse-rollback: { deployments: true }\n${more}`
  const release = async (config: string): Promise<Evidence> => {
    const checked = await world.precheck(config, { environment: 'preprod' })
    return deploying(world, config, { evidence: [checked] })
  }

  test('deploys the previous task definition to every task, and the release again', async () => {
    world = await startWorld(scenarioOf(BREAKER))
    await world.write({ 'task.json': taskFile('shop:2') })
    const evidence = await release(rehearsed())
    expect(failed(evidence)).toEqual([])
    expect(ofRollback(evidence)).toEqual(
      expect.arrayContaining([
        'pass rollback/recovered deployment/api/rollback',
        'noted rollback/deployed-again deployment/api/rollback/again',
      ]),
    )
    const recovered = evidence.findings.find(({ code }) => code === 'rollback/recovered')
    expect(recovered?.title).toMatch(/^api was rolled back in [\d.]+ s: 2 of 2 tasks run api:1$/)
    expect(evidence.measurements.some(({ name }) => name === 'time to recover')).toBe(true)
    expect(await served()).toBe('api:3')
  })

  test('continues at a pause before traffic, whose checks belong to the release', async () => {
    world = await startWorld(
      scenarioOf(BLUE_GREEN, { images: { 'shop:1': { body: 'one' }, 'shop:2': { body: 'two' } } }),
    )
    await world.write({ 'task.json': taskFile('shop:2') })
    const checks = `verify: [{ name: answers, phase: before-traffic, http: { url: 'http://{test-endpoint}/', contains: two } }]\n`
    const evidence = await release(rehearsed(checks))
    expect(failed(evidence)).toEqual([])
    expect(ofRollback(evidence)).toContain('pass rollback/recovered deployment/api/rollback')
  })

  test('fails where tasks of the old version no longer start, and reports the running tasks', async () => {
    world = await startWorld(scenarioOf(BREAKER))
    await world.write({ 'task.json': taskFile('shop:2') })
    const config = rehearsed()
    const checked = await world.precheck(config, { environment: 'preprod' })
    const { connect, log } = world.ports
    const broken: World = {
      ...world,
      ports: {
        ...world.ports,
        connect,
        log: {
          ...log,
          group(title, body) {
            if (title === 'rehearse the way back of api')
              world.sandbox.aws.ecs.images.set('shop:1', {
                exit: { after: 1_000, code: 3 },
                log: ['cannot read'],
                health: 'HEALTHY',
                status: 200,
              })
            return log.group(title, body)
          },
        },
      },
    }
    const evidence = await deploying(broken, config, { evidence: [checked] })
    expect(ofRollback(evidence)).toContain('fail rollback/failed deployment/api/rollback')
    expect(evidence.findings.find(({ code }) => code === 'rollback/failed')?.observed).toMatch(/^tasks: 2 × api:2; /)
    expect(await served()).toBe('api:2')
  })

  test('deploys nothing where the previous task definition was deregistered', async () => {
    world = await startWorld(scenarioOf(BREAKER))
    await world.write({ 'task.json': taskFile('shop:2') })
    const config = rehearsed()
    const checked = await world.precheck(config, { environment: 'preprod' })
    await deregister('api:1')
    const evidence = await deploying(world, config, { evidence: [checked] })
    expect(failed(evidence).map(({ code }) => code)).toEqual(['rollback/lost-revision'])
    expect(await served()).toBe('api:1')
  })
})

describe('a service of production', () => {
  /** A release by a run whose artifacts are deleted. */
  async function released(run: string, image: string): Promise<string> {
    const calls = await containers()
    const definition = JSON.parse(taskFile(image)) as Parameters<typeof withOwner>[0]
    const { taskDefinition } = await calls.registerTaskDefinition(
      withOwner(definition, ownerOf({ runId: run }, 'production', 'api')),
    )
    await calls.updateService({ ...NAMED, taskDefinition: taskDefinition?.taskDefinitionArn })
    return (await listServiceDeployments(calls, NAMED, 'active'))[0] ?? ''
  }
  async function ended(): Promise<void> {
    const calls = await containers()
    while ((await listServiceDeployments(calls, NAMED, 'active')).length > 0) await world.sandbox.clock.wait(1_000)
  }
  const rolled = (): Promise<Evidence> => rollingIn(world, CONFIG)

  test('is rolled back while its alarm is in ALARM, in a run of its own; the next rollback has nothing to do', async () => {
    world = await startRollingWorld(scenarioOf({ ...BREAKER, ...ALARMS }))
    await released('7', 'shop:2')
    await ended()
    await clientsOf(world.sandbox).cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'orders fail' }),
    )
    const evidence = await rolled()
    expect(failed(evidence)).toEqual([])
    expect(ofRollback(evidence)).toEqual(
      expect.arrayContaining([
        'noted rollback/planned deployment/api/rollback',
        'noted rollback/alarm deployment/api/alarm/errors',
        'pass rollback/recovered deployment/api/rollback',
      ]),
    )
    expect(evidence.findings.find(({ code }) => code === 'rollback/planned')?.title).toMatch(
      /^api goes back from \S+ \(\S+api:2\) to \S+ \(\S+api:1\)$/,
    )
    expect(await served()).toBe('api:1')
    const again = await rolled()
    expect(failed(again)).toEqual([])
    expect(again.findings.find(({ code }) => code === 'rollback/recovered')?.title).toBe(
      'api has the previous version already: 2 of 2 tasks run api:1',
    )
  })

  test('is rolled back by ECS from a deployment that still runs after its job was killed', async () => {
    world = await startRollingWorld(scenarioOf(BREAKER, { images: { 'shop:2': { health: 'UNHEALTHY' } } }))
    const arn = await released('7', 'shop:2')
    const evidence = await rolled()
    expect(failed(evidence)).toEqual([])
    expect(evidence.findings.find(({ code }) => code === 'rollback/planned')?.title).toMatch(
      /of api still runs: it is stopped, and ECS rolls it back$/,
    )
    expect((await readServiceDeployment(await containers(), arn)).status).toBe('ROLLBACK_SUCCESSFUL')
    expect(ofRollback(evidence)).toContain('pass rollback/recovered deployment/api/rollback')
  })

  test('is not changed where another process deployed since, or the previous task definition is deleted', async () => {
    world = await startRollingWorld(scenarioOf(BREAKER))
    await released('7', 'shop:2')
    await ended()
    const calls = await containers()
    await deregister('api:1')
    const gone = await rolled()
    expect(failed(gone).map(({ code }) => code)).toEqual(['rollback/lost-revision'])
    const { taskDefinition } = await calls.registerTaskDefinition(JSON.parse(taskFile('shop:3')) as never)
    await calls.updateService({ ...NAMED, taskDefinition: taskDefinition?.taskDefinitionArn })
    await ended()
    const foreign = await rolled()
    expect(failed(foreign).map(({ code }) => code)).toEqual(['rollback/foreign', 'rollback/not-walked'])
    expect(await served()).toBe('api:3')
  })
})
