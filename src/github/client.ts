import * as z from 'zod'
import { ActionError } from '../support/errors.ts'
import type { ApprovalRecord, Repository, Run } from './approvals.ts'
import type { BranchPolicy, CustomRule, Environment } from './environment.ts'
import { patiently, statusOf, type Patience } from './request.ts'
import * as shapes from './shapes.ts'

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
  /**
   * The newest runs of a workflow file (`release.yml`) that ended well, newest first, a page at the most: who asks wants
   * the last one. `branch` narrows to one. Those of pull requests are among them. None where there is no such workflow.
   */
  listSuccessfulRuns(workflow: string, branch: string | undefined): Promise<readonly Run[]>
  listApprovals(runId: string): Promise<readonly ApprovalRecord[]>
  /** Rejects where one of them is not in the repository. */
  haveCommits(base: string, head: string): Promise<void>
  /** A text file at a commit, branch or tag; undefined when it is not there. */
  readFile(path: string, ref: string): Promise<string | undefined>
}

export interface GitHubAccess extends Patience {
  /** The job's token, or the one given as `github-token`. */
  readonly token: string | undefined
  /** `https://api.github.com`, or where a GitHub Enterprise Server listens. */
  readonly apiUrl: string
  /** `owner/name`. */
  readonly repository: string
}

type Parameters = Readonly<Record<string, string | number>>

const PAGE = 100
/** Far more pages than any list has that is read here: a server that repeats one page must not hold the job. */
const MOST_PAGES = 1_000
const LONGEST_ANSWER_MS = 30_000

/** Connects to GitHub; octokit is loaded here and not before. */
export async function connectGitHub(access: GitHubAccess): Promise<GitHub> {
  const { token, repository } = access
  if (!token)
    throw new ActionError('github/no-token', { message: 'there is no token to ask GitHub with', subject: 'github' })
  access.log.mask(token)
  const [owner, repo, ...rest] = repository.split('/')
  if (!owner || !repo || rest.length > 0) {
    throw new ActionError('config/input', {
      message: `"${repository}" is not the name of a repository`,
      subject: 'GITHUB_REPOSITORY',
      expected: 'owner/name',
    })
  }
  const { getOctokit } = await import('@actions/github')
  const octokit = getOctokit(token, { baseUrl: access.apiUrl })

  const ask = (what: string, route: string, parameters: Parameters): Promise<{ data: unknown; link: string }> =>
    patiently(access, what, async () => {
      // octokit itself waits for as long as the connection stays open.
      const signal = AbortSignal.any([access.signal, AbortSignal.timeout(LONGEST_ANSWER_MS)])
      const { data, headers } = await octokit.request(route, { owner, repo, ...parameters, request: { signal } })
      return { data, link: headers.link ?? '' }
    })

  /** Reads pages until GitHub names no next one. `member` is what the list is called in the answer. */
  const pages = async <T>(
    what: string,
    route: string,
    parameters: Parameters,
    item: z.ZodType<T>,
    member: string,
  ): Promise<readonly T[]> => {
    const shape = z.object({ [member]: z.array(item) }).transform((raw): readonly T[] => raw[member] ?? [])
    const items: T[] = []
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { data, link } = await ask(what, route, { ...parameters, per_page: PAGE, page })
      items.push(...shapes.read(shape, data, what))
      if (!/;\s*rel="next"/.test(link)) return items
    }
    throw new ActionError('github/service', {
      message: `GitHub does not stop giving pages when asked to ${what}`,
      subject: `github/${what}`,
    })
  }

  /** An answer, or undefined where GitHub says that there is no such thing. */
  const askIfThere = async (what: string, route: string, parameters: Parameters): Promise<unknown> => {
    try {
      return (await ask(what, route, parameters)).data
    } catch (error) {
      if (error instanceof ActionError && statusOf(error.cause) === 404) return undefined
      throw error
    }
  }

  const environmentRoute = 'GET /repos/{owner}/{repo}/environments/{environment_name}'
  const runRoute = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}'

  return {
    repository,
    async getRepository() {
      const what = 'read the repository'
      return shapes.read(shapes.repositoryShape, (await ask(what, 'GET /repos/{owner}/{repo}', {})).data, what)
    },
    async getEnvironment(name) {
      const what = `read the environment "${name}"`
      const data = await askIfThere(what, environmentRoute, { environment_name: name })
      return data === undefined ? undefined : shapes.read(shapes.environmentShape, data, what)
    },
    async listBranchPolicies(environment) {
      const what = `list the branch policies of "${environment}"`
      const route = `${environmentRoute}/deployment-branch-policies`
      return pages(what, route, { environment_name: environment }, shapes.branchPolicyShape, 'branch_policies')
    },
    async listCustomRules(environment) {
      const what = `list the custom rules of "${environment}"`
      const route = `${environmentRoute}/deployment_protection_rules`
      const { data } = await ask(what, route, { environment_name: environment })
      return shapes.read(shapes.customRulesShape, data, what)
    },
    async getRun(runId, attempt) {
      const what = attempt === undefined ? `read run ${runId}` : `read attempt ${attempt} of run ${runId}`
      const route = attempt === undefined ? runRoute : `${runRoute}/attempts/{attempt_number}`
      const parameters = { run_id: runId, ...(attempt !== undefined && { attempt_number: attempt }) }
      return shapes.read(shapes.runShape, (await ask(what, route, parameters)).data, what)
    },
    async listSuccessfulRuns(workflow, branch) {
      const what = `list the successful runs of ${workflow}`
      const data = await askIfThere(what, 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
        workflow_id: workflow,
        status: 'success',
        per_page: PAGE,
        ...(branch !== undefined && { branch }),
      })
      return data === undefined ? [] : shapes.read(shapes.runsShape, data, what).workflow_runs
    },
    async listApprovals(runId) {
      const what = `list the approvals of run ${runId}`
      const { data } = await ask(what, `${runRoute}/approvals`, { run_id: runId })
      return shapes.read(z.array(shapes.approvalShape), data, what)
    },
    async haveCommits(base, head) {
      const route = 'GET /repos/{owner}/{repo}/compare/{basehead}'
      await ask(`compare ${base} with ${head}`, route, { basehead: `${base}...${head}`, per_page: 1, page: 1 })
    },
    async readFile(path, ref) {
      const what = `read ${path} at ${ref}`
      const data = await askIfThere(what, 'GET /repos/{owner}/{repo}/contents/{path}', { path, ref })
      if (data === undefined) return undefined
      return Buffer.from(shapes.read(shapes.fileShape, data, what).content, 'base64').toString('utf8')
    },
  }
}
