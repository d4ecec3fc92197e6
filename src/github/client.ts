import * as z from 'zod'
import { ActionError } from '../support/errors.ts'
import type { UnpackBudget } from '../support/files/unzip.ts'
import type { ApprovalRecord, Repository, Run, RunArtifact } from './approvals.ts'
import { downloadFromRun } from './artifacts.ts'
import { authorsOf, commitShape, type Authors, type CommitFacts } from './authors.ts'
import type { BranchPolicy, CustomRule, Environment } from './environment.ts'
import { patiently, statusOf, type Patience } from './request.ts'
import {
  permissionShape,
  pullShape,
  reviewShape,
  timelineShape,
  type PullRequest,
  type PullReview,
  type TimelineEntry,
} from './reviews.ts'
import * as shapes from './shapes.ts'

/** GitHub's calls that are used, for one repository. Lists are read to their last page. All reject with an ActionError. */
export interface GitHub {
  /** `owner/name`. */
  readonly repository: string
  getRepository(): Promise<Repository>
  /** Undefined where it does not exist. Reading does not create it; a job that names it does. */
  getEnvironment(name: string): Promise<Environment | undefined>
  listBranchPolicies(environment: string): Promise<readonly BranchPolicy[]>
  listCustomRules(environment: string): Promise<readonly CustomRule[]>
  getRun(runId: string, attempt?: number): Promise<Run>
  /**
   * The newest successful runs of a workflow file (`release.yml`), newest first, one page at most, including those of pull
   * requests. `branch` limits them to one. Empty where the workflow does not exist.
   */
  listSuccessfulRuns(workflow: string, branch: string | undefined): Promise<readonly Run[]>
  listApprovals(runId: string): Promise<readonly ApprovalRecord[]>
  /** Artifacts of a run, of all its attempts, also those that have expired. */
  listRunArtifacts(runId: string): Promise<readonly RunArtifact[]>
  /** The artifacts of this name in all runs of the repository, in no order. */
  listArtifacts(name: string): Promise<readonly RunArtifact[]>
  /** Unpacks an artifact of any run into a folder. Rejects with `github/artifact-damaged` where its digest differs. */
  downloadRunArtifact(artifact: RunArtifact, folder: string, budget: UnpackBudget): Promise<void>
  /** Rejects where one of them is not in the repository. */
  haveCommits(base: string, head: string): Promise<void>
  /** Who wrote the commits that `head` has and `base` has not; without a base, its newest thousand commits. */
  listAuthors(base: string | undefined, head: string): Promise<Authors>
  /** Pull requests that have a commit. */
  listPullsOf(sha: string): Promise<readonly PullRequest[]>
  /** All reviews of a pull request, oldest first. */
  listReviews(pull: number): Promise<readonly PullReview[]>
  /** The timeline of a pull request, oldest first. */
  listTimeline(pull: number): Promise<readonly TimelineEntry[]>
  /** `admin`, `write`, `read` or `none`. */
  permissionOf(login: string): Promise<string>
  /** A text file at a commit, branch or tag, of this or another repository; undefined where it does not exist. */
  readFile(path: string, ref: string, repository?: string): Promise<string | undefined>
  /** The archive of a commit, a gzipped tar with one folder; undefined where it does not exist, or is not readable. */
  downloadCommit(repository: string, sha: string): Promise<Buffer | undefined>
  /** Whether GitHub serves a commit of any repository. `unreadable`: the repository does not exist, or the token does not read it. */
  stateOfCommit(repository: string, sha: string): Promise<'served' | 'absent' | 'unreadable'>
  /** Whether another repository has merged a commit; undefined where it does not exist, or is not readable. */
  isOnDefaultBranch(sha: string, repository: string): Promise<boolean | undefined>
}

export interface GitHubAccess extends Patience {
  /** The job's token, or the one given as `github-token`. */
  readonly token: string | undefined
  /** `https://api.github.com`, or the URL of a GitHub Enterprise Server. */
  readonly apiUrl: string
  /** `owner/name`. */
  readonly repository: string
}

type Parameters = Readonly<Record<string, string | number>>

const PAGE = 100
/** More pages than any list has: a server that repeats one page must not block the job. */
const MOST_PAGES = 1_000
/** Of a first release, whose commits have no other beginning than that of the repository. */
const MOST_COMMITS = 1_000
const LONGEST_ANSWER_MS = 30_000
const LONGEST_DOWNLOAD_MS = 300_000

/** Connects to GitHub; octokit is loaded only here. */
export async function connectGitHub(access: GitHubAccess): Promise<GitHub> {
  const { token, repository } = access
  if (!token) throw new ActionError('github/no-token', { message: 'no token for GitHub is set', subject: 'github' })
  access.log.mask(token)
  const [owner, repo, ...rest] = repository.split('/')
  if (!owner || !repo || rest.length > 0) {
    throw new ActionError('config/input', {
      message: `"${repository}" is not a repository name`,
      subject: 'GITHUB_REPOSITORY',
      expected: 'owner/name',
    })
  }
  const { getOctokit } = await import('@actions/github')
  const octokit = getOctokit(token, { baseUrl: access.apiUrl })

  const ask = (
    what: string,
    route: string,
    parameters: Parameters,
    longest = LONGEST_ANSWER_MS,
  ): Promise<{ data: unknown; link: string }> =>
    patiently(access, what, async () => {
      // octokit has no timeout of its own.
      const signal = AbortSignal.any([access.signal, AbortSignal.timeout(longest)])
      const { data, headers } = await octokit.request(route, { owner, repo, ...parameters, request: { signal } })
      return { data, link: headers.link ?? '' }
    })

  /** Reads all pages. `member` is the name of the list in the response. */
  const pages = async <T>(
    what: string,
    route: string,
    parameters: Parameters,
    item: z.ZodType<T>,
    member: string,
  ): Promise<readonly T[]> => {
    const shape = z.object({ [member]: z.array(item) }).transform((raw): readonly T[] => raw[member] ?? [])
    const items: T[] = []
    const whole = z.object({ total_count: z.number().default(0) })
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { data, link } = await ask(what, route, { ...parameters, per_page: PAGE, page })
      items.push(...shapes.read(shape, data, what))
      if (/;\s*rel="next"/.test(link)) continue
      const { total_count: counted } = shapes.read(whole, data, what)
      if (items.length >= counted) return items
      throw tooFew(what, counted, items.length)
    }
    throw new ActionError('github/service', {
      message: `GitHub returned pages without end for the request to ${what}`,
      subject: `github/${what}`,
    })
  }

  /** Reads all pages of a response that is a list, or those until there are `most` items. */
  const lists = async <T>(
    what: string,
    route: string,
    parameters: Parameters,
    item: z.ZodType<T>,
    most = Number.POSITIVE_INFINITY,
  ): Promise<readonly T[]> => {
    const items: T[] = []
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { data, link } = await ask(what, route, { ...parameters, per_page: PAGE, page })
      items.push(...shapes.read(z.array(item), data, what))
      if (!/;\s*rel="next"/.test(link) || items.length >= most) return items
    }
    throw new ActionError('github/service', {
      message: `GitHub returned pages without end for the request to ${what}`,
      subject: `github/${what}`,
    })
  }

  /** Rejects a list that is shorter than GitHub's own count. */
  const tooFew = (what: string, counted: number, listed: number): ActionError =>
    new ActionError('github/service', {
      message: `GitHub counts ${counted} and lists ${listed} for the request to ${what}`,
      subject: `github/${what}`,
      expected: `${counted}`,
      observed: `${listed}`,
    })

  /** The response, or undefined where GitHub answers 404. */
  const askIfThere = async (
    what: string,
    route: string,
    parameters: Parameters,
    longest?: number,
  ): Promise<unknown> => {
    try {
      return (await ask(what, route, parameters, longest)).data
    } catch (error) {
      if (error instanceof ActionError && statusOf(error.cause) === 404) return undefined
      throw error
    }
  }

  const comparedCommits = async (what: string, basehead: string): Promise<readonly CommitFacts[]> => {
    const shape = z.object({ total_commits: z.number(), commits: z.array(commitShape) })
    const commits: CommitFacts[] = []
    for (let page = 1; page <= MOST_PAGES; page++) {
      const route = 'GET /repos/{owner}/{repo}/compare/{basehead}'
      const { data, link } = await ask(what, route, { basehead, per_page: PAGE, page })
      const { total_commits: counted, commits: listed } = shapes.read(shape, data, what)
      commits.push(...listed)
      if (/;\s*rel="next"/.test(link) && listed.length > 0) continue
      if (commits.length >= counted) return commits
      throw tooFew(what, counted, commits.length)
    }
    return commits
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
      if (data === undefined) return undefined
      const environment = shapes.read(shapes.environmentShape, data, what)
      if (environment.name.toLowerCase() !== name.toLowerCase()) {
        throw new ActionError('github/service', {
          message: `GitHub returned another one for the request to ${what}`,
          subject: `github/${what}`,
          expected: name,
          observed: environment.name,
        })
      }
      return environment
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
      if (data === undefined) return []
      const { total_count: counted, workflow_runs: runs } = shapes.read(shapes.runsShape, data, what)
      if (runs.length === 0 && counted > 0) throw tooFew(what, counted, runs.length)
      return runs
    },
    async listApprovals(runId) {
      const what = `list the approvals of run ${runId}`
      const { data } = await ask(what, `${runRoute}/approvals`, { run_id: runId })
      return shapes.read(z.array(shapes.approvalShape), data, what)
    },
    async listRunArtifacts(runId) {
      const what = `list the artifacts of run ${runId}`
      return pages(what, `${runRoute}/artifacts`, { run_id: runId }, shapes.runArtifactShape, 'artifacts')
    },
    async listArtifacts(name) {
      const what = `list the artifacts ${name}`
      const route = 'GET /repos/{owner}/{repo}/actions/artifacts'
      return pages(what, route, { name }, shapes.runArtifactShape, 'artifacts')
    },
    downloadRunArtifact: (artifact, folder, budget) =>
      downloadFromRun({ ...access, token, owner, repo }, artifact, folder, budget),
    async haveCommits(base, head) {
      const route = 'GET /repos/{owner}/{repo}/compare/{basehead}'
      await ask(`compare ${base} with ${head}`, route, { basehead: `${base}...${head}`, per_page: 1, page: 1 })
    },
    async listAuthors(base, head) {
      const what = `list the commits of ${head}`
      const commits: readonly CommitFacts[] =
        base === undefined
          ? await lists(what, 'GET /repos/{owner}/{repo}/commits', { sha: head }, commitShape, MOST_COMMITS)
          : await comparedCommits(what, `${base}...${head}`)
      return authorsOf(commits, new URL(access.apiUrl).hostname.replace(/^api\./, ''))
    },
    async listPullsOf(sha) {
      const what = `list the pull requests of ${sha}`
      return lists(what, 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', { commit_sha: sha }, pullShape)
    },
    async listReviews(pull) {
      const what = `list the reviews of pull request ${pull}`
      return lists(what, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', { pull_number: pull }, reviewShape)
    },
    async listTimeline(pull) {
      const what = `read the timeline of pull request ${pull}`
      const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/timeline'
      return lists(what, route, { issue_number: pull }, timelineShape)
    },
    async permissionOf(login) {
      const what = `read the permission of ${login}`
      const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission'
      const data = await askIfThere(what, route, { username: login })
      return data === undefined ? 'none' : shapes.read(permissionShape, data, what).permission
    },
    async isOnDefaultBranch(sha, other) {
      const what = `compare ${sha} with the default branch of ${other}`
      const route = 'GET /repos/{owner}/{repo}/compare/{basehead}'
      const of = partsOf(other)
      const found = await askIfThere(what, 'GET /repos/{owner}/{repo}', of)
      if (found === undefined) return undefined
      const { default_branch: branch } = shapes.read(z.object({ default_branch: z.string() }), found, what)
      const data = await askIfThere(what, route, { ...of, basehead: `${sha}...${branch}`, per_page: 1, page: 1 })
      // Without a common ancestor GitHub finds nothing to compare.
      if (data === undefined) return false
      const { status } = shapes.read(z.object({ status: z.string() }), data, what)
      return status === 'ahead' || status === 'identical'
    },
    async stateOfCommit(other, sha) {
      const what = `find the commit ${sha} of ${other}`
      const of = partsOf(other)
      const route = 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}'
      if ((await askIfThere(what, route, { ...of, commit_sha: sha })) !== undefined) return 'served'
      return (await askIfThere(what, 'GET /repos/{owner}/{repo}', of)) === undefined ? 'unreadable' : 'absent'
    },
    async downloadCommit(other, sha) {
      const what = `fetch the archive of ${sha} of ${other}`
      const route = 'GET /repos/{owner}/{repo}/tarball/{ref}'
      // GitHub redirects to a host of its own, which gets no token.
      const data = await askIfThere(what, route, { ...partsOf(other), ref: sha }, LONGEST_DOWNLOAD_MS)
      return data === undefined ? undefined : Buffer.from(shapes.read(z.instanceof(ArrayBuffer), data, what))
    },
    async readFile(path, ref, other) {
      const what = `read ${path} at ${ref}${other === undefined ? '' : ` of ${other}`}`
      const of = other === undefined ? {} : partsOf(other)
      const data = await askIfThere(what, 'GET /repos/{owner}/{repo}/contents/{path}', { ...of, path, ref })
      if (data === undefined) return undefined
      const { content, size } = shapes.read(shapes.fileShape, data, what)
      const bytes = Buffer.from(content, 'base64')
      if (size !== undefined && size !== bytes.length) {
        throw new ActionError('github/service', {
          message: `GitHub returned only a part for the request to ${what}`,
          subject: `github/${what}`,
          expected: `${size} bytes`,
          observed: `${bytes.length} bytes`,
        })
      }
      return bytes.toString('utf8')
    },
  }
}

/** `owner/name` as parameters of a route. */
function partsOf(repository: string): { readonly owner: string; readonly repo: string } {
  const [owner = '', repo = ''] = repository.split('/')
  return { owner, repo }
}
