/** Access to one environment with one role: all that creating a client needs. */
export interface AwsAccess {
  readonly region: string
  /** ARN of the role to assume with the job's OIDC token; absent: the ambient credentials. */
  readonly role?: string
  /** Shown in CloudTrail as the session's name. */
  readonly session: string
}
