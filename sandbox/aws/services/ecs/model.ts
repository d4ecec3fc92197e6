import { randomBytes, randomInt } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-ecs'
import type { Home } from '../../names.ts'

/** Durations of ECS's own steps, in simulated milliseconds. */
export interface EcsDurations {
  /** Time of a task in PROVISIONING, in PENDING (the pull of its images), and from its stop to STOPPED. */
  readonly provision: number
  readonly pull: number
  readonly stop: number
  /** Interval of the scheduler while a service changes. */
  readonly tick: number
  /** Interval of alarm checks of a deployment. */
  readonly alarms: number
  /** Time of a shift of traffic. */
  readonly shift: number
  /** Interval of invocations of a hook that returns IN_PROGRESS. */
  readonly hook: number
}

export const ECS_DURATIONS: EcsDurations = {
  provision: 2_000,
  pull: 4_000,
  stop: 2_000,
  tick: 5_000,
  alarms: 5_000,
  shift: 5_000,
  hook: 30_000,
}

/** The settings of a service, as CreateService and UpdateService take them. */
export type Settings = Omit<sdk.CreateServiceRequest, 'cluster' | 'serviceName' | 'taskDefinition' | 'desiredCount'>

/** A service revision: one workload configuration, its tasks, and its entry in `deployments`. */
export interface Revision {
  readonly arn: string
  /** `ecs-svc/…`: the ID of its entry in `deployments`. */
  readonly id: string
  readonly taskDefinition: string
  readonly settings: Settings
  readonly created: Date
  updated: Date
  /** The images and the digests that their tags had when the first task started. */
  images: readonly sdk.ContainerImage[]
  /** The number of tasks that the scheduler keeps. */
  wanted: number
  /** Consecutive failures of task starts. */
  failed: number
  status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE'
  rollout: sdk.DeploymentRolloutState
  rolloutReason: string
  /** Whether this revision uses the alternate target groups. */
  alternate: boolean
  testWeight: number
  productionWeight: number
}

export type StopRequest = {
  readonly kind: 'rollback' | 'abort' | 'superseded'
  /** Why, for `statusReason`; absent for a request of a user. */
  readonly reason?: string
}

export interface ServiceDeployment {
  readonly arn: string
  readonly target: Revision
  readonly sources: readonly Revision[]
  readonly configuration: sdk.DeploymentConfiguration
  readonly created: Date
  started?: Date
  finished?: Date
  stopped?: Date
  updated: Date
  status: sdk.ServiceDeploymentStatus
  reason?: string
  stage?: sdk.ServiceDeploymentLifecycleStage
  /** The details of the hooks of the current stage. */
  hooks: Hook[]
  rollback?: sdk.Rollback
  stop?: StopRequest
  /** Wakes the deployment after a request to it. */
  poke?: () => void
  readonly breaker: { status: sdk.ServiceDeploymentRollbackMonitorsStatus; readonly threshold: number }
  readonly alarms: { status: sdk.ServiceDeploymentRollbackMonitorsStatus; triggered: readonly string[] }
  /** Resolves when the deployment has ended, with its rollback. */
  ended: Promise<void>
}

/** A running hook. `answer` is set by ContinueServiceDeployment. */
export interface Hook {
  readonly detail: sdk.DeploymentLifecycleHookDetail
  answer?: sdk.DeploymentLifecycleHookAction
}

/** The state of ECS's own scheduler for a service with the controller ECS. */
export interface Managed {
  readonly home: Home
  readonly cluster: string
  readonly name: string
  readonly created: Date
  readonly createdBy: string
  status: 'ACTIVE' | 'DRAINING' | 'INACTIVE'
  desired: number
  settings: Settings
  tags: sdk.Tag[]
  /** Revisions with tasks, and the newest one; newest first. */
  revisions: Revision[]
  /** All revisions that were ever made. */
  readonly history: Revision[]
  /** The revision of the last successful deployment. */
  stable: Revision | undefined
  /** Newest first. */
  readonly deployments: ServiceDeployment[]
  /** Newest first. */
  readonly events: sdk.ServiceEvent[]
  steady: boolean
  /** Wakes the scheduler. */
  wake: () => void
}

const DIGITS = 19
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Nineteen digits, as in the IDs of deployments and service revisions. */
export const digits = (): string =>
  Array.from({ length: DIGITS }, (_, index) => randomInt(index === 0 ? 1 : 0, 10)).join('')

/** The ID of a service deployment: 21 characters. */
export const deploymentId = (): string =>
  Array.from({ length: 21 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

/** The ID of a task: 32 hexadecimal digits. */
export const taskId = (): string => randomBytes(16).toString('hex')

export const arnOf = ({ region, account }: Home, kind: string, ...names: readonly string[]): string =>
  `arn:aws:ecs:${region}:${account}:${kind}/${names.join('/')}`

export const strategyOf = ({ strategy = 'ROLLING' }: sdk.DeploymentConfiguration = {}): sdk.DeploymentStrategy =>
  strategy

export const running = ({ status }: ServiceDeployment): boolean =>
  ['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'].includes(status)
