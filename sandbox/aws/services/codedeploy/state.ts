import type * as sdk from '@aws-sdk/client-codedeploy'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { failure } from './errors.ts'

export type Revision = sdk.RevisionLocation

export interface Application {
  readonly home: Home
  name: string
  readonly info: sdk.ApplicationInfo
  readonly groups: Map<string, Group>
  readonly revisions: { readonly location: Revision; readonly info: sdk.GenericRevisionInfo }[]
  tags: sdk.Tag[]
}

export interface Group {
  readonly application: Application
  info: sdk.DeploymentGroupInfo
  tags: sdk.Tag[]
  /** Ids of instances that a blue/green deployment took out of the group, whatever their tags are. */
  readonly removed: Set<string>
}

export type TargetKind = 'instanceTarget' | 'lambdaTarget' | 'ecsTarget' | 'cloudFormationTarget'

/** A target of a deployment: an instance, a Lambda alias or an ECS service. */
export interface Target {
  readonly kind: TargetKind
  readonly id: string
  readonly arn: string
  readonly label?: 'Blue' | 'Green'
  status: sdk.TargetStatus
  updated: Date
  readonly events: sdk.LifecycleEvent[]
  /** Members of its kind alone: task sets, function versions. */
  details: Record<string, unknown>
}

export interface StopRequest {
  readonly why: 'user' | 'alarm'
  readonly rollback: boolean
  readonly alarms?: readonly string[]
}

export interface Deployment {
  readonly id: string
  readonly home: Home
  readonly group: Group
  readonly info: sdk.DeploymentInfo
  readonly targets: Target[]
  /** The instances that an Auto Scaling group launched; other deployments are to the whole fleet. */
  readonly only?: readonly string[]
  stop?: StopRequest
  /** Set while the deployment waits for ContinueDeployment. */
  continueDeployment?: (kind: sdk.DeploymentWaitType) => void
  /** Hook executions without a reported status, by execution ID. */
  readonly hooks: Map<string, { readonly function: string; readonly report: (status: string) => void }>
}

/** A message that a trigger of a deployment group has sent to a topic. */
export interface Notification {
  readonly topicArn: string
  readonly time: Date
  readonly event: sdk.TriggerEventType
  /** A JSON document. */
  readonly message: string
}

/** A registration of an on-premises instance; it outlives its deregistration. */
export interface OnPremisesInstance {
  readonly home: Home
  readonly info: sdk.InstanceInfo & { readonly instanceName: string; readonly instanceArn: string; tags: sdk.Tag[] }
}

/** Lifecycle hooks in the Auto Scaling groups of a deployment group. */
export interface ScalingHooks {
  install(group: Group): void
  remove(group: Group): void
}

export interface CodeDeployState {
  /** What triggers have sent to topics, in order. */
  readonly notifications: Notification[]
  readonly onPremises: Map<string, OnPremisesInstance>
  readonly applications: Map<string, Application>
  readonly configs: Map<string, sdk.DeploymentConfigInfo>
  readonly deployments: Map<string, Deployment>
  /** Set once CodeDeploy can deploy. */
  scalingHooks?: ScalingHooks
}

export const createState = (): CodeDeployState => ({
  notifications: [],
  onPremises: new Map(),
  applications: new Map(),
  configs: new Map(),
  deployments: new Map(),
})

export function applicationOf(state: CodeDeployState, home: Home, name: string | undefined): Application {
  const application = state.applications.get(homeKey(home, name ?? ''))
  if (application === undefined)
    throw failure('ApplicationDoesNotExistException', `No application found for name: ${name}`)
  return application
}

export function groupOf(
  state: CodeDeployState,
  home: Home,
  application: string | undefined,
  name: string | undefined,
): Group {
  const group = applicationOf(state, home, application).groups.get(name ?? '')
  if (group === undefined) {
    throw failure('DeploymentGroupDoesNotExistException', `No Deployment Group found for name: ${name}`)
  }
  return group
}

const DEPLOYMENT_ID = /^d-[A-Z0-9]{9}$/

export function checkDeploymentId(id: string | undefined): void {
  if (DEPLOYMENT_ID.test(id ?? '')) return
  throw failure('InvalidDeploymentIdException', `Specified DeploymentId is not in the valid format: ${id}`)
}

export function deploymentOf(state: CodeDeployState, home: Home, id: string | undefined): Deployment {
  checkDeploymentId(id)
  const deployment = state.deployments.get(id ?? '')
  // Deployments of other accounts do not exist for the caller.
  if (deployment === undefined || homeKey(deployment.home) !== homeKey(home)) {
    throw failure('DeploymentDoesNotExistException', `The deployment ${id} could not be found`)
  }
  return deployment
}

const ENDED: ReadonlySet<string | undefined> = new Set(['Succeeded', 'Failed', 'Stopped'])

export const hasEnded = (deployment: Deployment): boolean => ENDED.has(deployment.info.status)

/** The deployments of a group, newest first. */
export const deploymentsOf = (state: CodeDeployState, group: Group): Deployment[] =>
  [...state.deployments.values()].filter((deployment) => deployment.group === group).toReversed()

export const activeDeployment = (state: CodeDeployState, group: Group): Deployment | undefined =>
  deploymentsOf(state, group).find((deployment) => !hasEnded(deployment))

export const sameRevision = (left: Revision | undefined, right: Revision | undefined): boolean => {
  const place = (revision: Revision | undefined): unknown => [
    revision?.s3Location?.bucket,
    revision?.s3Location?.key,
    revision?.s3Location?.version,
    revision?.s3Location?.eTag,
    revision?.appSpecContent?.sha256 ?? revision?.appSpecContent?.content,
    revision?.string?.sha256 ?? revision?.string?.content,
    revision?.gitHubLocation,
  ]
  return JSON.stringify(place(left)) === JSON.stringify(place(right))
}
