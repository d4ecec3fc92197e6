import type { ApprovalRecord, Comparison, Job, PendingDeployment, Repository, Run } from './approvals.ts'
import type { BranchPolicy, CustomRule, Environment } from './environment.ts'

/** GitHub's calls that are used, for one repository. Lists are read to their last page. All reject with an ActionError. */
export interface GitHub {
  /** `owner/name`. */
  readonly repository: string
  getRepository(): Promise<Repository>
  /** Undefined when there is none of that name. Asking does not create it; a job that names it does. */
  getEnvironment(name: string): Promise<Environment | undefined>
  listBranchPolicies(environment: string): Promise<readonly BranchPolicy[]>
  listCustomRules(environment: string): Promise<readonly CustomRule[]>
  getRun(runId: string, attempt?: number): Promise<Run>
  /** Jobs of all attempts. */
  listJobs(runId: string): Promise<readonly Job[]>
  listApprovals(runId: string): Promise<readonly ApprovalRecord[]>
  listPendingDeployments(runId: string): Promise<readonly PendingDeployment[]>
  /** What `head` has that `base` has not. */
  compareCommits(base: string, head: string): Promise<Comparison>
  /** A text file at a commit, branch or tag; undefined when it is not there. */
  readFile(path: string, ref: string): Promise<string | undefined>
}
