import { describe, expect, test } from '@jest/globals'
import type { ServiceFacts } from '../../../src/ecs/facts.ts'
import { rule as beforeStart } from '../../../src/policies/precheck/before-start.ts'
import { rule as phases } from '../../../src/policies/precheck/check-phases.ts'
import { rule } from '../../../src/policies/precheck/deployable-service.ts'
import { BREAKER, serviceFacts, serviceState } from '../../ecs/services.ts'
import { configOf, factsOf, type Change } from '../facts.ts'

type State = Parameters<typeof serviceState>[0]
const findings = (given: Partial<ServiceFacts> = {}, changes: readonly Change[] = []) =>
  rule.judge(factsOf({ services: [serviceFacts(given)], changes }))
const judged = (given: Partial<ServiceFacts> = {}, changes: readonly Change[] = []): string[] =>
  findings(given, changes).map(({ code, outcome }) => `${outcome} ${code}`)
const as = (state: State): Partial<ServiceFacts> => ({ state: serviceState(state) })
const CHANGES = 'noted service/changes'
const ALARMS = { alarms: { enable: true, rollback: true, alarmNames: ['errors'] } }

test.each<[string, Partial<ServiceFacts>, readonly string[]]>([
  ['that is complete', {}, [CHANGES, 'pass service/ready']],
  ['that does not exist', { state: undefined }, ['fail service/missing']],
  ['whose name is an output that does not exist yet', { state: undefined, isOpen: true }, ['skipped service/missing']],
  ['whose task definition ECS would reject', { released: undefined }, []],
  ['of CodeDeploy', as({ controller: 'CODE_DEPLOY' }), ['fail service/controller']],
  ['of another deployment controller', as({ controller: 'EXTERNAL' }), ['fail service/controller']],
  ['without desired tasks', as({ desired: 0 }), ['fail service/no-tasks']],
  ['of one task on each host', as({ desired: 0, scheduling: 'DAEMON' }), [CHANGES, 'pass service/ready']],
  ['without protection', as({ configuration: {} }), ['fail service/unprotected', CHANGES]],
  [
    'whose circuit breaker does not roll back',
    as({ configuration: { deploymentCircuitBreaker: { enable: true, rollback: false } } }),
    ['fail service/unprotected', CHANGES],
  ],
  [
    'whose circuit breaker may have no effect',
    as({ configuration: { ...BREAKER, strategy: 'CANARY' } }),
    ['inconclusive service/unprotected', CHANGES],
  ],
  ['with alarms', as({ configuration: { ...ALARMS, strategy: 'BLUE_GREEN' } }), [CHANGES, 'pass service/ready']],
  ['that is being deployed', { running: ['arn:x/D1'] }, ['fail service/busy', CHANGES]],
  [
    'whose image is missing',
    { images: [{ container: 'web', image: 'x', state: 'missing', observed: 'no image x' }] },
    ['fail service/image-missing', CHANGES],
  ],
  [
    'whose image is not looked up',
    { images: [{ container: 'web', image: 'x', state: 'not-looked-up', observed: 'not in ECR' }] },
    ['noted service/image-unknown', CHANGES, 'pass service/ready'],
  ],
])('a service %s', (_, given, expected) => expect(judged(given)).toEqual(expected))

test('an alarm of a service that is in ALARM is reported before the start', () => {
  const alarms = [{ name: 'errors', state: 'ALARM', reason: '' } as never]
  const found = beforeStart.judge(factsOf({ services: [serviceFacts({ alarms })] }))
  expect(found.map(({ code, outcome }) => `${outcome} ${code}`)).toEqual(['fail deployment/alarm-active'])
})

test('changes are shown member by member, without the values of variables', () => {
  const change = findings().find(({ code }) => code === 'service/changes')
  expect(change?.observed).toBe(
    'containerDefinitions[web].image: "shop:1" → "shop:2", containerDefinitions[web].environment[KEY].value: hidden → hidden',
  )
  const { definition } = serviceFacts()
  const released = { family: 'api', containerDefinitions: definition!.definition.containerDefinitions! }
  expect(findings({ released })[0]).toMatchObject({
    title: 'production: api:1 would be deployed again as it is to shop/api, by ROLLING',
    observed: 'no difference',
  })
})

describe('a service that the release changes', () => {
  const change = (properties: object, names: readonly string[]): Change => ({
    id: 'Api',
    type: 'AWS::ECS::Service',
    action: 'Modify',
    properties: names.map((name) => `/Properties/${name}`),
    before: {},
    after: properties,
  })
  const CONFIGURATION = { DeploymentCircuitBreaker: { Enable: true, Rollback: true } }

  test('is judged by its state after the release', () => {
    const made: Change = {
      ...change({ ServiceName: 'api', DesiredCount: 2, DeploymentConfiguration: CONFIGURATION }, []),
      action: 'Add',
    }
    expect(judged({ state: undefined, definition: undefined }, [made])).toEqual([CHANGES, 'pass service/ready'])
    const other: Change = {
      ...change({ ServiceName: 'api', DeploymentController: { Type: 'EXTERNAL' } }, []),
      action: 'Add',
    }
    expect(judged({ state: undefined }, [other])).toEqual(['fail service/controller'])
  })

  test('that exists has the settings of the release, and keeps the others', () => {
    const state = serviceState({ name: 'physical-Api', configuration: {} })
    expect(judged({ state })).toEqual(['fail service/unprotected', CHANGES])
    const changed = change({ DeploymentConfiguration: CONFIGURATION }, ['DeploymentConfiguration'])
    expect(judged({ state }, [changed])).toEqual([CHANGES, 'pass service/ready'])
    const open = { DeploymentCircuitBreaker: { Enable: '{{changeSet:KNOWN_AFTER_APPLY}}' } }
    expect(judged({ state }, [change({ DeploymentConfiguration: open }, ['DeploymentConfiguration'])])).toEqual([
      'inconclusive service/unprotected',
      CHANGES,
    ])
  })
})

const BEFORE = [{ name: 'health', http: 'http://{test-endpoint}/', phase: 'before-traffic' }]
const API = { id: 'api', platform: 'ecs-native', cluster: 'shop', service: 'api', 'task-definition': 'task.json' }
const pauseAt = (stage: string, more: object = {}) => ({
  targetType: 'PAUSE' as const,
  lifecycleStages: [stage as 'POST_TEST_TRAFFIC_SHIFT'],
  ...more,
})
const PAUSE = pauseAt('POST_TEST_TRAFFIC_SHIFT', { timeoutConfiguration: { timeoutInMinutes: 10, action: 'ROLLBACK' } })
const ROUTE = [{ advancedConfiguration: { testListenerRule: 'arn:rule' } as never }]

test.each<[string, State, string]>([
  ['rolls', {}, 'fail phase/service-does-not-pause'],
  ['has no pause', { configuration: { strategy: 'BLUE_GREEN' } }, 'fail phase/service-does-not-pause'],
  [
    'pauses elsewhere',
    { configuration: { strategy: 'BLUE_GREEN', lifecycleHooks: [pauseAt('POST_PRODUCTION_TRAFFIC_SHIFT')] } },
    'fail phase/service-does-not-pause',
  ],
  [
    'has a pause for a person as well',
    { configuration: { strategy: 'BLUE_GREEN', lifecycleHooks: [PAUSE, PAUSE] } },
    'fail phase/service-does-not-pause',
  ],
  [
    'continues after the timeout',
    {
      configuration: {
        strategy: 'LINEAR',
        lifecycleHooks: [pauseAt('POST_TEST_TRAFFIC_SHIFT', { timeoutConfiguration: { action: 'CONTINUE' } })],
      },
    },
    'fail phase/service-does-not-pause',
  ],
  ['has no test route', { configuration: { strategy: 'CANARY', lifecycleHooks: [PAUSE] } }, 'fail phase/no-test-route'],
  [
    'pauses',
    { configuration: { strategy: 'CANARY', lifecycleHooks: [PAUSE] }, balancers: ROUTE },
    'pass phase/service-pauses',
  ],
])('for checks before traffic a service that %s', (_, state, expected) => {
  const facts = factsOf({ services: [serviceFacts(as(state))] })
  const found = phases.judge({ ...facts, config: configOf({ verify: BEFORE, deployments: [API] }) })
  expect(found.map(({ code, outcome }) => `${outcome} ${code}`)).toEqual(['pass phase/runnable', expected])
})

test('a pause that is shorter than its checks is reported', () => {
  const configuration = { strategy: 'CANARY' as const, lifecycleHooks: [PAUSE] }
  const facts = factsOf({ services: [serviceFacts(as({ configuration, balancers: ROUTE }))] })
  const verify = [{ ...BEFORE[0], 'steady-for': '20m' }]
  const found = phases.judge({ ...facts, config: configOf({ verify, deployments: [API] }) })
  expect(found.map(({ code }) => code)).toContain('phase/wait-too-short')
})
