import type { RevisionLocation } from '@aws-sdk/client-codedeploy'

/** A deployment that runs. */
export interface RunningDeployment {
  /** Id in the configuration. */
  readonly id: string
  readonly deploymentId: string
  readonly group: string
  readonly region: string
  readonly timeout: number
  /** Whether its group rolls back by itself; then the deployment that does it may appear a little after the failure. */
  readonly autoRollback: boolean
  /** Whether it undoes another one, which failed. */
  readonly isRollback?: boolean
  /** What was asked for; absent where CloudFormation asked. */
  readonly revision?: RevisionLocation
  /** As CodeDeploy names it: Server, Lambda or ECS; absent where CloudFormation asked. */
  readonly platform?: string | undefined
}
