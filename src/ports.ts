/**
 * The connections to services, as types. `connect.ts` makes the real ones; tests make their own.
 * A module takes the narrowest of these that it needs.
 */
import type { CloudFormation } from './cloudformation/client.ts'
import type { CodeDeploy } from './codedeploy/client.ts'
import type {
  Alarms,
  Functions,
  Identity,
  Roles,
  ScalingGroups,
  Storage,
  Tagging,
  Trail,
} from './aws/clients/services.ts'
import type { HostCommands } from './aws/clients/host-commands.ts'
import type { Containers } from './aws/clients/containers.ts'
import type { Inventory } from './aws/clients/inventory.ts'
import type { LookUps } from './aws/clients/look-ups.ts'
import type { AwsAccess } from './aws/access.ts'
import type { NetworkInsights } from './aws/clients/network-insights.ts'
import type { TemporaryCalls } from './aws/clients/temporary.ts'
import type { EventBuses, Topics } from './aws/clients/notifications.ts'
import type { StateReads } from './aws/clients/state-reads.ts'
import type { Traffic } from './aws/clients/traffic.ts'
import type { Registries } from './registry/registries.ts'
import type { RunBucket } from './aws/run-bucket.ts'
import type { ArtifactStore } from './github/artifacts.ts'
import type { GitHub } from './github/client.ts'
import type { JobIdentity } from './github/identity.ts'
import type { Proofs } from './github/proofs.ts'
import type { Runtime } from './support/runtime.ts'

/** Connections, each loaded and created at the first use. All reject with an ActionError only. */
export interface Connections {
  cloudformation(access: AwsAccess): Promise<CloudFormation>
  codedeploy(access: AwsAccess): Promise<CodeDeploy>
  storage(access: AwsAccess): Promise<Storage>
  alarms(access: AwsAccess): Promise<Alarms>
  functions(access: AwsAccess): Promise<Functions>
  containers(access: AwsAccess): Promise<Containers>
  scalingGroups(access: AwsAccess): Promise<ScalingGroups>
  tagging(access: AwsAccess): Promise<Tagging>
  trail(access: AwsAccess): Promise<Trail>
  identity(access: AwsAccess): Promise<Identity>
  roles(access: AwsAccess): Promise<Roles>
  /** Reads of the live state, of all services. */
  state(access: AwsAccess): Promise<StateReads>
  lookUps(access: AwsAccess): Promise<LookUps>
  /** Registries of container images. */
  registries(access: AwsAccess): Promise<Registries>
  /** Lists of what is in an account. */
  inventory(access: AwsAccess): Promise<Inventory>
  /** Where a version is reached that has no traffic yet. */
  traffic(access: AwsAccess): Promise<Traffic>
  /** Scripts on hosts, through Systems Manager. */
  hostCommands(access: AwsAccess): Promise<HostCommands>
  /** Paths through networks, by Reachability Analyzer. */
  networkInsights(access: AwsAccess): Promise<NetworkInsights>
  /** The record of temporary environments, and what keeps their stacks from being deleted. */
  temporary(access: AwsAccess): Promise<TemporaryCalls>
  topics(access: AwsAccess): Promise<Topics>
  eventBuses(access: AwsAccess): Promise<EventBuses>
  github(): Promise<GitHub>
  artifacts(): Promise<ArtifactStore>
  /** The bucket for evidence of this run; undefined where the step names none. */
  evidenceBucket(): Promise<RunBucket | undefined>
  /** The claims of the job's OIDC token; undefined when the job has no `id-token: write`. */
  job(): Promise<JobIdentity | undefined>
  /** Proofs of which job wrote a document; undefined when the job has no `id-token: write`. */
  proofs(): Promise<Proofs | undefined>
}

export interface Ports extends Runtime {
  readonly connect: Connections
}
