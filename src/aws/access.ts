/** How one environment is reached with one role. Everything a client needs to be made. */
export interface AwsAccess {
  readonly region: string
  /** ARN to take with the job's OIDC token; ambient credentials serve where there is none. */
  readonly role?: string
  /** Shown in CloudTrail as the session's name. */
  readonly session: string
}
