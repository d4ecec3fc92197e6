/**
 * Who this job is, from the claims of its OIDC token: GitHub signs them, no input and no step can forge them.
 * https://docs.github.com/en/actions/reference/security/oidc
 */
export interface JobIdentity {
  readonly repository: string
  readonly repositoryVisibility?: string
  readonly sha: string
  readonly ref: string
  readonly runId: string
  readonly runAttempt: number
  readonly actor: string
  readonly event?: string
  /** Only in a job that names an environment. */
  readonly environment?: string
  /** `owner/repo/.github/workflows/file.yml@ref` of the workflow that holds the job. */
  readonly jobWorkflowRef?: string
  readonly workflowRef?: string
  readonly subject: string
  readonly issuer: string
}
