export interface DeploymentStatus {
  readonly id: number
  readonly state: string
  readonly description: string
  readonly at: Date
  readonly creator?: string
  readonly logUrl?: string
  readonly environmentUrl?: string
  /** Of the deployment, unless the status changes it. */
  readonly environment?: string
}

export interface Deployment {
  readonly id: number
  readonly sha: string
  readonly ref: string
  readonly task: string
  environment: string
  readonly originalEnvironment: string
  readonly transient: boolean
  readonly production: boolean
  readonly payload: unknown
  readonly creator: string
  readonly description: string | null
  readonly createdAt: Date
  readonly statuses: DeploymentStatus[]
}
