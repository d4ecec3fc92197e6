import { DefaultArtifactClient } from '@actions/artifact'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGitHub, type Exchange, type Permissions } from '../../../../sandbox/github/index.ts'
import type { Route } from '../../../../sandbox/github/server/router.ts'
import { connectArtifacts } from '../../../../src/github/artifacts.ts'
import { connectGitHub } from '../../../../src/github/client.ts'
import { readJobIdentity } from '../../../../src/github/identity.ts'
import type { Log } from '../../../../src/support/runtime.ts'
import { wallClock } from '../../../../src/support/clock.ts'
import { visitAttestations } from './attestations.ts'
import { visitChecks } from './checks.ts'
import type { Ask } from './contract.ts'
import { visitDeployments } from './deployments.ts'
import { visitPulls } from './pulls.ts'
import { visitSubjects } from './subjects.ts'
import { visitWorkflows } from './workflows.ts'

const NAME = 'octo/shop'
const WORK: Permissions = {
  actions: 'write',
  attestations: 'write',
  contents: 'write',
  deployments: 'write',
  checks: 'write',
  issues: 'write',
  'pull-requests': 'write',
  statuses: 'write',
  'id-token': 'write',
}

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warning: () => undefined,
  mask: () => undefined,
  group: (_, body) => body(),
}

export interface Tour {
  readonly exchanges: readonly Exchange[]
  readonly routes: readonly Route[]
}

/**
 * Sends requests to all routes of the sandbox: with the product's clients, and directly for the others, including
 * errors. @returns the exchanges
 */
export async function tour(): Promise<Tour> {
  const exchanges: Exchange[] = []
  const temp = await mkdtemp(join(tmpdir(), 'github-tour-'))
  const github = await startGitHub({ record: (exchange) => exchanges.push(exchange) })
  const before = { ...process.env }
  try {
    github.repository({ name: NAME, admins: ['root'], protectedBranches: ['main'] })
    const first = github.commit(NAME, 'first', { 'infra/web.yml': 'a: 1\n', 'README.md': 'shop\n' })
    const second = github.commit(NAME, 'second', { 'infra/web.yml': 'a: 2\n', 'app/new.txt': 'x\n' })
    const rules = { reviewers: ['bob', 'team:ops'], preventSelfReview: true, waitTimerMinutes: 1 }
    github.environment(NAME, 'production', { ...rules, branches: ['main', 'tag:v*'], customRules: ['guard'] })
    github.environment(NAME, 'preprod', { branches: 'protected', adminsCanBypass: true })
    github.environment(NAME, 'review', { reviewers: ['bob'] })

    const run = github.startRun({ repository: NAME, sha: second, actor: 'ann' })
    const job = run.startJob({ name: 'gate', permissions: WORK })
    const waiting = run.startJob({ name: 'review', environment: 'review', permissions: WORK })
    const guarded = run.startJob({ name: 'production', environment: 'production', permissions: WORK })
    const signal = new AbortController().signal

    const client = await connectGitHub({
      token: job.token,
      apiUrl: github.url,
      repository: NAME,
      clock: wallClock,
      log: silent,
      signal,
    })
    await client.getRepository()
    for (const name of ['production', 'preprod', 'nowhere', 'eu/west']) await client.getEnvironment(name)
    await client.listBranchPolicies('production')
    await client.listCustomRules('production')
    await client.getRun(run.id)
    await client.getRun(run.id, 1)
    await client.listSuccessfulRuns('release.yml', 'main')
    await client.listSuccessfulRuns('none.yml', undefined)
    await client.haveCommits(first, second)
    await client.haveCommits(second, first)
    await client.readFile('infra/web.yml', second)
    await client.readFile('missing.txt', second)
    await client.downloadCommit(NAME, second)

    const ask: Ask = async (token, method, path, body) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const init = body ? { method, headers, body: JSON.stringify(body) } : { method, headers }
      const answer = await fetch(`${github.url}${path}`, init)
      const text = await answer.text()
      return text === '' ? undefined : JSON.parse(text)
    }
    const repository = `/repos/${NAME}`
    const runPath = `${repository}/actions/runs/${run.id}`
    const bob = github.tokenOf('bob')
    const jobs = `${runPath}/jobs?filter=all&per_page=100&page=1`
    await ask(job.token, 'GET', jobs)
    await ask(job.token, 'GET', `${repository}/actions/workflows/release.yml`)
    await ask(job.token, 'GET', `${runPath}/pending_deployments`)
    const { environments } = github.world.repositories.get(NAME)!
    const review = (name: string): object => ({
      environment_ids: [environments.get(name)!.id],
      state: 'approved',
      comment: 'fine',
    })
    await ask(github.tokenOf('ann'), 'POST', `${runPath}/pending_deployments`, review('review'))
    await ask(bob, 'GET', `${runPath}/pending_deployments`)
    await ask(bob, 'POST', `${runPath}/pending_deployments`, review('review'))
    await ask(bob, 'POST', `${runPath}/pending_deployments`, review('production'))
    await ask(github.tokenOfApp('guard'), 'POST', `${runPath}/deployment_protection_rule`, {
      environment_name: 'production',
      state: 'approved',
      comment: 'guarded',
    })
    await waiting.started
    await client.listApprovals(run.id)
    await ask(job.token, 'GET', jobs)
    run.rerun('cem')
    await ask(bob, 'GET', runPath)
    await ask(bob, 'GET', `${runPath}/attempts/1/jobs`)
    await ask(bob, 'GET', `${repository}/environments`)
    await ask(github.tokenOf('root'), 'PUT', `${repository}/environments/staging`, { wait_timer: 5, reviewers: null })
    await ask(bob, 'PUT', `${repository}/environments/staging`, {})
    const [waited] = (await ask(bob, 'GET', `${repository}/deployments?environment=review`)) as { id: number }[]
    await ask(bob, 'GET', `${repository}/deployments/${waited?.id}/statuses`)
    await visitChecks(ask, { repository, token: job.token, user: bob, sha: second })
    await visitDeployments(ask, { repository, token: job.token, user: bob, sha: second })
    await visitSubjects(ask, { repository, token: job.token, user: bob, sha: second })
    await visitPulls(ask, github, { repository: NAME, token: job.token })
    await ask('ghs_unknown', 'GET', repository)
    await ask(run.startJob({ name: 'poor', permissions: {} }).token, 'GET', runPath)

    await readJobIdentity({ env: job.variables(), clock: wallClock, log: silent, signal })
    // The artifact client reads environment variables of the process, as in a job.
    Object.assign(process.env, job.variables(), { GITHUB_WORKSPACE: temp })
    const store = await connectArtifacts({ env: process.env, workspace: temp, temp }, { clock: wallClock, log: silent })
    const stored = await store.upload('evidence-1', new Map([['evidence.json', Buffer.from('{}')]]))
    await store.upload('evidence-1', new Map([['evidence.json', Buffer.from('{}')]])).catch(() => undefined)
    await store.list()
    await store.download(stored)
    const [listed] = await client.listRunArtifacts(run.id)
    const headers = { authorization: `Bearer ${job.token}` }
    const zip = `${github.url}${repository}/actions/artifacts/${listed?.id}/zip`
    await fetch(zip, { headers, redirect: 'manual' })
    await ask(job.token, 'GET', `${runPath}/artifacts`)
    await ask(job.token, 'GET', `${repository}/actions/artifacts/1/zip`)
    const past = { ...github.world.artifacts[0]!, id: 5, expiresAt: new Date(0) }
    github.world.artifacts.push(past)
    await ask(job.token, 'GET', `${repository}/actions/artifacts/${past.id}/zip`)
    await client.listRunArtifacts(run.id)
    const artifacts = new DefaultArtifactClient()
    await artifacts.deleteArtifact('evidence-1')
    const page = join(temp, 'page.html')
    await writeFile(page, '<p>open</p>')
    const { id } = await artifacts.uploadArtifact('page', [page], temp, { skipArchive: true })
    await artifacts.downloadArtifact(Number(id), { path: temp })
    await ask(job.token, 'GET', `${repository}/actions/artifacts?name=page.html`)
    await ask(job.token, 'GET', `${repository}/actions/artifacts/${id}`)
    await ask(job.token, 'DELETE', `${repository}/actions/artifacts/${id}`)
    await visitWorkflows(ask, github, { repository: NAME, token: job.token })
    await visitAttestations(ask, github, { repository: NAME, job })

    github.trouble({ on: `GET ${repository}`, kind: 'secondary-limit', times: 1, amount: 1 })
    github.trouble({ on: `GET ${repository}`, kind: 'error', status: 502, times: 1 })
    await client.getRepository()
    guarded.finish('cancelled')
  } finally {
    process.env = before
    await github.close()
    await rm(temp, { recursive: true, force: true })
  }
  return { exchanges, routes: github.routes }
}
