import type { ServiceFacts } from '../../src/ecs/facts.ts'
import type { ServiceEnd } from '../../src/ecs/judge-end.ts'
import type { ServiceDeploymentState } from '../../src/ecs/service-deployment.ts'
import type { ServiceState } from '../../src/ecs/service.ts'
import type { TaskFacts } from '../../src/ecs/tasks.ts'

export const DIGEST = `sha256:${'a'.repeat(64)}`
export const OTHER_DIGEST = `sha256:${'b'.repeat(64)}`
export const definitionArn = (name: string): string => `arn:aws:ecs:eu-west-1:111111111111:task-definition/${name}`

export const deploymentState = (given: Partial<ServiceDeploymentState> = {}): ServiceDeploymentState => ({
  arn: 'arn:aws:ecs:eu-west-1:111111111111:service-deployment/shop/api/D1',
  id: 'D1',
  status: 'SUCCESSFUL',
  reason: '',
  strategy: 'ROLLING',
  target: { arn: 'arn:revision/2', requested: 2, running: 2, pending: 0 },
  sources: [],
  hooks: [],
  breaker: { status: 'MONITORING', failures: 0, threshold: 3 },
  alarms: { status: 'DISABLED', names: [], triggered: [] },
  createdAt: '2026-11-01T12:00:00.000Z',
  startedAt: '2026-11-01T12:00:00.000Z',
  ...given,
})

export const task = (given: Partial<TaskFacts> = {}): TaskFacts => ({
  id: 't1',
  definition: definitionArn('api:2'),
  status: 'RUNNING',
  desiredStatus: 'RUNNING',
  health: 'HEALTHY',
  stopCode: '',
  stoppedReason: '',
  stoppedAt: '',
  containers: [{ name: 'web', image: 'shop:2', digest: DIGEST, exitCode: undefined, reason: '' }],
  ...given,
})

export const serviceEnd = (given: Partial<ServiceEnd> = {}): ServiceEnd => ({
  id: 'api',
  cluster: 'shop',
  service: 'api',
  region: 'eu-west-1',
  state: deploymentState(),
  revision: {
    arn: 'arn:revision/2',
    taskDefinition: definitionArn('api:2'),
    digests: new Map([['web', DIGEST]]),
    targetGroups: [],
  },
  expected: definitionArn('api:2'),
  desired: 2,
  tasks: [task(), task({ id: 't2' })],
  ms: 1_000,
  ...given,
})

export const BREAKER = { deploymentCircuitBreaker: { enable: true, rollback: true } }

export const serviceState = (given: Partial<ServiceState> = {}): ServiceState => ({
  arn: 'arn:aws:ecs:eu-west-1:111111111111:service/shop/api',
  cluster: 'shop',
  name: 'api',
  status: 'ACTIVE',
  controller: 'ECS',
  scheduling: 'REPLICA',
  desired: 2,
  taskDefinition: definitionArn('api:1'),
  configuration: BREAKER,
  balancers: [],
  events: [],
  ...given,
})

export const serviceFacts = (given: Partial<ServiceFacts> = {}): ServiceFacts => ({
  deployment: 'api',
  cluster: 'shop',
  service: 'api',
  isOpen: false,
  state: serviceState(),
  running: [],
  definition: {
    arn: definitionArn('api:1'),
    definition: {
      family: 'api',
      revision: 1,
      containerDefinitions: [
        { name: 'web', image: 'shop:1', memory: 128, environment: [{ name: 'KEY', value: 's3' }] },
      ],
    },
    tags: [],
    owner: undefined,
  },
  alarms: [],
  released: {
    family: 'api',
    containerDefinitions: [{ name: 'web', image: 'shop:2', memory: 128, environment: [{ name: 'KEY', value: 'x' }] }],
  },
  file: 'task.json',
  images: [],
  ...given,
})
