import type { LifecycleHook } from '@aws-sdk/client-auto-scaling'
import type * as sdk from '@aws-sdk/client-codedeploy'
import type { DeployRevision } from '../../../../src/codedeploy/agent/types.ts'
import type { PacedClock } from '../../../clock.ts'
import type { Alarms } from '../cloudwatch/alarms.ts'
import type { Containers } from '../ecs/containers.ts'
import type { TaskSetServing } from '../ecs/task-set-serving.ts'
import type { Functions } from '../functions/functions.ts'
import type { Balancers } from '../../hosts/balancers.ts'
import type { Host, Hosts } from '../../hosts/hosts.ts'
import type { Home } from '../../names.ts'
import type { ObjectStore } from '../s3/store.ts'
import type { CodeDeployState, Deployment } from './state.ts'

/** The behavior of a hook function. Functions have no code in the sandbox: they report a status, or they never do. */
export interface HookBehavior {
  readonly reports: 'Succeeded' | 'Failed' | 'nothing'
  /** Simulated milliseconds until it reports. */
  readonly after: number
}

/** Durations of CodeDeploy's own steps, in simulated milliseconds. */
export interface Durations {
  /** Time in the status Created, and in Queued. */
  readonly created: number
  readonly queued: number
  /** Overhead of the service and of the agent's polling per lifecycle event. */
  readonly event: number
  /** Interval of alarm checks. */
  readonly alarms: number
  /** Timeout of an event whose agent does not respond. */
  readonly silence: number
  /** Timeout of AllowTraffic for a target to become healthy. */
  readonly healthy: number
}

export const DURATIONS: Durations = {
  created: 1_000,
  queued: 2_000,
  event: 1_000,
  alarms: 5_000,
  silence: 300_000,
  healthy: 3_600_000,
}

/** An Auto Scaling group: its hooks, and who completes the lifecycle actions of instances, by hook. */
export interface ScalingGroup {
  readonly name: string
  readonly hooks: Map<string, LifecycleHook>
  readonly waiters: Map<string, (instance: string) => Promise<'CONTINUE' | 'ABANDON'>>
}

/** The services and settings that deployments use. */
export interface DeployContext {
  readonly state: CodeDeployState
  readonly clock: PacedClock
  readonly durations: Durations
  readonly hosts: Hosts
  readonly balancers: Balancers
  readonly alarms: Alarms
  readonly objects: ObjectStore
  readonly functions: Functions
  readonly containers: Containers
  readonly taskSets: TaskSetServing
  /** The instances in service of an Auto Scaling group. */
  readonly scalingHosts: (home: Home, name: string) => Host[]
  readonly scalingGroup: (home: Home, name: string) => ScalingGroup | undefined
  /** The behavior of a hook function; undefined when a client has to report its status. */
  readonly behaviorOf: (functionName: string) => HookBehavior | undefined
  /** Finds the files of a GitHub revision. */
  readonly commitFiles: (repository: string, commit: string) => Readonly<Record<string, string>> | undefined
  /** The host agent. */
  readonly deployRevision: DeployRevision
  /** Aborted when the sandbox closes, which ends running scripts. */
  readonly closing: AbortSignal
}

export interface Outcome {
  readonly status: 'Succeeded' | 'Failed' | 'Stopped'
  readonly error?: { readonly code: sdk.ErrorCode; readonly message: string }
}

export type Platform = (deployment: Deployment) => Promise<Outcome>
