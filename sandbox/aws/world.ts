import type { PacedClock } from '../clock.ts'
import type { Call, RequiredPermission, ResourceHandlers } from '../contract.ts'
import type { Scenario } from '../scenario.ts'
import type { CloudFormation } from './services/cloudformation/index.ts'
import type { Trail } from './services/cloudtrail/trail.ts'
import type { Alarms } from './services/cloudwatch/alarms.ts'
import type { Metrics } from './services/cloudwatch/metrics.ts'
import type { CodeDeploy } from './services/codedeploy/index.ts'
import type { CodeDeployState } from './services/codedeploy/state.ts'
import type { Containers } from './services/ecs/containers.ts'
import type { EcsState } from './services/ecs/state.ts'
import type { Runtime } from './services/functions/invoke.ts'
import type { Functions } from './services/functions/functions.ts'
import type { Balancers } from './hosts/balancers.ts'
import type { Hosts } from './hosts/hosts.ts'
import type { CredentialStore, Principal } from './identity/credentials.ts'
import type { IamState } from './services/iam/state.ts'
import type { ExistingResources } from './resources/existing.ts'
import type { LiveResources } from './resources/live.ts'
import type { ObjectStore } from './services/s3/store.ts'
import type { ParameterStore } from './services/ssm/parameter-store.ts'

/** State that the services of one sandbox share. */
export interface World {
  readonly clock: PacedClock
  readonly scenario: Scenario
  readonly objects: ObjectStore
  readonly alarms: Alarms
  readonly metrics: Metrics
  readonly hosts: Hosts
  readonly balancers: Balancers
  readonly functions: Functions
  readonly containers: Containers
  readonly ecs: EcsState
  readonly live: LiveResources
  readonly handlers: ResourceHandlers
  readonly codedeploy: CodeDeployState
  readonly codeDeploy: CodeDeploy
  readonly cloudFormation: CloudFormation
  readonly iam: IamState
  readonly trail: Trail
  readonly credentials: CredentialStore
  /** The URLs of trusted OpenID Connect issuers. */
  readonly issuers: () => readonly string[]
  /** The URL of the issuer that stands for GitHub's, once it listens. */
  readonly gitHubIssuer: () => string | undefined
  /** Where that issuer publishes its keys. */
  readonly gitHubIssuerUrl: () => string | undefined
  /** The URL of the sandbox, once it listens. */
  readonly ownUrl: () => string | undefined
  readonly principalOf: (call: Call) => Principal
  /**
   * The reason why IAM denies these actions to the caller, or to the role with that ARN; undefined when it allows them.
   */
  readonly refusal: (call: Call, role: string | undefined, needs: readonly RequiredPermission[]) => string | undefined
  /** All resources, whoever made them. */
  readonly existing: ExistingResources
  readonly parameters: ParameterStore
  /** Runs the code of functions. */
  readonly runtime: Runtime
  /** Aborted when the sandbox closes. */
  readonly closing: AbortSignal
}

/** State that only some services and resource types need: it is created at its first use, once for each sandbox. */
export function perWorld<T>(create: (world: World) => T): (world: World) => T {
  const made = new WeakMap<World, { readonly state: T }>()
  return (world) => {
    const known = made.get(world)
    if (known !== undefined) return known.state
    const state = create(world)
    made.set(world, { state })
    return state
  }
}
