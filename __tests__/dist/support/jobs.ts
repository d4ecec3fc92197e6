import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readAction } from '../../../rehearsal/runner/action.ts'
import { Masks } from '../../../rehearsal/runner/masks.ts'
import { runStep, type Job } from '../../../rehearsal/runner/step.ts'
import {
  startGitHub,
  type Permissions,
  type RepositoryOptions,
  type SandboxGitHub,
  type SandboxJob,
  type SandboxRun,
} from '../../../sandbox/github/index.ts'
import type { Artifact } from '../../../sandbox/github/world.ts'
import { digestOfBytes } from '../../../src/evidence/digest.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { blocks } from '../../../src/evidence/verdict.ts'
import { wallClock } from '../../../src/support/clock.ts'
import { readEvidence } from './evidence.ts'
import { PROJECT } from './harness.ts'
import { runSourceStep } from './source-step.ts'

/** A GitHub run whose jobs are executed one after the other, each with its own checkout. */
export interface Jobs {
  readonly github: SandboxGitHub
  readonly run: SandboxRun
  play(job: PlayedJob): Promise<Seen>
  /** An OIDC token that a finished job could have had at that time. */
  proof(job: string, audience: string, at: Date): Promise<string>
  /** A reviewer responds to a waiting job. */
  review(environment: string, state: 'approved' | 'rejected', comment?: string, user?: string): Promise<void>
  close(): Promise<void>
}

export interface PlayedJob {
  readonly name: string
  readonly command: string
  /** Jobs whose outputs it receives, each from its newest attempt. */
  readonly needs?: readonly string[]
  readonly environment?: string
  readonly permissions?: Permissions
  readonly inputs?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  /** The checkout, where it is not the repository. */
  readonly files?: Readonly<Record<string, string>>
  /** The server that the job calls in place of GitHub. */
  readonly githubUrl?: string
  /** Runs while the job waits for its environment. */
  readonly waiting?: () => Promise<void> | void
  /**
   * If the file has already executed this job in another sandbox, after the same jobs, its step is not executed again:
   * the job gets the recorded outputs and artifacts. Only for jobs that no setting of a test affects.
   */
  readonly stored?: boolean
}

export interface Seen {
  readonly status: number | undefined
  readonly evidence: Evidence
  /** Of the evidence. */
  readonly digest: string
  readonly summary: string
  readonly page: string
  readonly lines: readonly string[]
  /** Codes of the blocking findings, in order. */
  readonly blockers: readonly string[]
}

/** An executed job, with its outputs and artifacts for later jobs. */
interface Stored {
  readonly seen: Seen
  readonly conclusion: 'success' | 'failure'
  readonly outputs: Readonly<Record<string, string>>
  readonly artifacts: readonly Artifact[]
}

/**
 * Keyed by repository and earlier jobs. The sandboxes of a file have the same IDs of runs and commits, and the same
 * URL.
 */
const stored = new Map<string, Stored>()
let url: string | undefined

async function startSameGitHub(): Promise<SandboxGitHub> {
  const port = Number(new URL(url ?? 'http://127.0.0.1:0').port)
  // The port may be in use by another program.
  const github = await startGitHub({ port, endConnections: true }).catch(() => startGitHub({ endConnections: true }))
  if (github.url !== url) stored.clear()
  url = github.url
  return github
}

export const REPOSITORY = 'acme/shop'
const EVERYTHING: Permissions = { contents: 'read', actions: 'read', 'id-token': 'write' }
const AUTHOR = 'ada'
const REVIEWER = 'grace'
const BRANCH = 'change'

export interface JobsOptions {
  /** Roles of people in the repository. */
  readonly collaborators?: RepositoryOptions['collaborators']
  /** Commits of the release before its last one. */
  readonly commits?: readonly (readonly [author: string, message: string])[]
  readonly ref?: string
  /** Author of a pull request whose head is the run's commit. */
  readonly pull?: string
  /** Runs the steps from the bundle in a process of its own, or from the source in this process. */
  readonly from?: 'bundle' | 'source'
}

/** `files` is the repository; both environments require a review by somebody other than the author. */
export async function openJobs(
  files: Readonly<Record<string, string>>,
  { collaborators, commits = [], ref, pull, from = 'bundle' }: JobsOptions = {},
): Promise<Jobs> {
  const base = mkdtempSync(join(tmpdir(), 'jobs-'))
  const github = await startSameGitHub()
  github.repository({ name: REPOSITORY, protectedBranches: ['main'], ...(collaborators && { collaborators }) })
  for (const environment of ['preprod', 'production']) {
    github.environment(REPOSITORY, environment, {
      reviewers: [REVIEWER],
      preventSelfReview: true,
      branches: 'protected',
      adminsCanBypass: true,
    })
  }
  const before = github.commit(REPOSITORY, 'first', files)
  const branch = pull === undefined ? {} : { branch: BRANCH }
  if (pull !== undefined) github.moveBranch(REPOSITORY, BRANCH, before, pull)
  for (const [author, message] of commits) {
    github.commit(REPOSITORY, message, { ...files, 'README.md': message }, author, branch)
  }
  const sha = github.commit(REPOSITORY, 'second', { ...files, 'README.md': 'shop' }, pull, branch)
  if (pull !== undefined) github.openPull(REPOSITORY, { user: pull, title: 'a change', head: BRANCH, base: 'main' })
  const at = ref ?? (pull === undefined ? undefined : `refs/heads/${BRANCH}`)
  const run = github.startRun({ repository: REPOSITORY, sha, actor: AUTHOR, ...(at !== undefined && { ref: at }) })
  const { artifacts } = github.world
  /** Everything that affects the result of a job, except the settings of GitHub. */
  const identities = new Map<
    string,
    { readonly entity: SandboxJob['job']; readonly variables: Record<string, string> }
  >()
  let history: string = JSON.stringify([files, collaborators, commits, ref, pull])

  return {
    github,
    run,
    async play(played) {
      const { name, command, needs = [], environment, permissions = EVERYTHING } = played
      const { inputs, env, githubUrl, waiting, files: checkout = files } = played
      // Of bounded length: nested strings double their escapes with each job.
      history = digestOfBytes(JSON.stringify([history, run.attempt(), played]))
      const job = run.startJob({ name, permissions, ...(environment !== undefined && { environment }) })
      await waiting?.()
      const started = await job.started
      if (started !== 'started') throw new Error(`the job ${name} was ${started}`)
      const entity = run.run.jobs.at(-1)
      identities.set(name, { entity: job.job, variables: job.variables() })
      const isStored = played.stored === true
      const earlier = isStored ? stored.get(history) : undefined
      if (earlier && entity) {
        artifacts.push(
          ...earlier.artifacts.map((each) => ({ ...each, id: github.world.id(), run: run.run, job: entity })),
        )
        job.finish(earlier.conclusion, earlier.outputs)
        return earlier.seen
      }
      const folder = join(base, `${name}-${run.attempt()}`)
      const workspace = join(folder, 'work')
      const temp = join(folder, 'temp')
      for (const [path, text] of Object.entries(checkout)) put(workspace, path, text)
      put(temp, 'event.json', JSON.stringify({ ref: 'refs/heads/main', before }))
      const lines: string[] = []
      const given = { command, needs: run.needs(...needs), ...inputs }
      const step: Job = {
        workspace,
        temp,
        token: job.token,
        masks: new Masks(),
        env: {
          ...Object.fromEntries(
            Object.entries({ ...job.variables(), GITHUB_API_URL: github.url }).map(([key, value]) => [
              key,
              value.replace(github.url, githubUrl ?? github.url),
            ]),
          ),
          GITHUB_WORKSPACE: workspace,
          GITHUB_EVENT_PATH: join(temp, 'event.json'),
          GITHUB_REF_PROTECTED: 'true',
          RUNNER_TEMP: temp,
          AWS_REGION: 'eu-west-1',
          AWS_EC2_METADATA_DISABLED: 'true',
          ...env,
        },
      }
      const options = { show: (line: string) => lines.push(line), cancelled: new AbortController().signal }
      const result =
        from === 'bundle'
          ? await runStep(readAction(PROJECT), given, step, options)
          : await runSourceStep(given, step, wallClock, options)
      const outputs = { digest: result.outputs.get('digest') ?? '', verdict: result.outputs.get('verdict') ?? '' }
      const conclusion = result.status === 0 ? 'success' : 'failure'
      job.finish(conclusion, outputs)
      const evidence = readEvidence(readFileSync(result.outputs.get('evidence') ?? '', 'utf8'), from)
      const open = evidence.findings.filter(blocks)
      const seen: Seen = {
        status: result.status,
        evidence,
        digest: outputs.digest,
        summary: result.summary,
        page: readFileSync(result.outputs.get('report') ?? '', 'utf8'),
        lines,
        blockers: open.map(({ code }) => code),
      }
      if (isStored) {
        const own = artifacts.filter((each) => each.job === entity).map((each) => ({ ...each }))
        stored.set(history, { seen, conclusion, outputs, artifacts: own })
      }
      return seen
    },
    async proof(name, audience, when) {
      const { entity, variables } = identities.get(name) ?? {}
      if (!entity || !variables) throw new Error(`the job ${name} was not played`)
      const { status } = entity
      const iat = Math.floor(when.getTime() / 1_000)
      github.alterClaims((claims) => ({ ...claims, iat, nbf: iat - 300, exp: iat + 300 }))
      entity.status = 'in_progress'
      try {
        const address = `${variables['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=${encodeURIComponent(audience)}`
        const authorization = `Bearer ${variables['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}`
        const answer = await fetch(address, { headers: { authorization, connection: 'close' } })
        return ((await answer.json()) as { value: string }).value
      } finally {
        entity.status = status
        github.alterClaims((claims) => claims)
      }
    },
    async review(environment, state, comment = '', user = REVIEWER) {
      const id = github.world.repositories.get(REPOSITORY)?.environments.get(environment)?.id
      const answer = await fetch(`${github.url}/repos/${REPOSITORY}/actions/runs/${run.id}/pending_deployments`, {
        method: 'POST',
        // The next sandbox has the same URL, and an open connection to this one would be reused.
        headers: { authorization: `Bearer ${github.tokenOf(user)}`, connection: 'close' },
        body: JSON.stringify({ environment_ids: [id], state, comment }),
      })
      if (!answer.ok) throw new Error(`the review of ${environment} was refused: ${await answer.text()}`)
    },
    async close() {
      await github.close()
      rmSync(base, { recursive: true, force: true })
    },
  }
}

function put(workspace: string, path: string, text: string): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true })
  writeFileSync(join(workspace, path), text)
}
