import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGitHub, type Exchange, type Permissions } from '../../sandbox/github/index.ts'
import { connectArtifacts } from '../../src/github/artifacts.ts'
import { connectGitHub } from '../../src/github/client.ts'
import { readJobIdentity } from '../../src/github/identity.ts'
import type { Log } from '../../src/ports.ts'
import { wallClock } from '../../src/support/clock.ts'

const NAME = 'octo/shop'
const WORK: Permissions = {
  actions: 'read',
  contents: 'read',
  deployments: 'write',
  checks: 'write',
  issues: 'write',
  'id-token': 'write',
}

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warning: () => undefined,
  mask: () => undefined,
  group: (_, body) => body(),
}

/**
 * Asks the sandbox everything that it can answer: what the product asks with its own clients, and the rest, with
 * refusals among it, by plain requests. Gives what went over the wire.
 */
export async function tour(): Promise<Exchange[]> {
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

    const ask = async (token: string, method: string, path: string, body?: object): Promise<unknown> => {
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
    const deployment = (await ask(job.token, 'POST', `${repository}/deployments`, {
      ref: 'main',
      environment: 'eu',
      required_contexts: [],
    })) as { id: number }
    await ask(job.token, 'POST', `${repository}/deployments/${deployment.id}/statuses`, {
      state: 'success',
      description: 'done',
    })
    await ask(job.token, 'GET', `${repository}/deployments/${deployment.id}/statuses`)
    await ask(job.token, 'POST', `${repository}/check-runs`, {
      name: 'Gate',
      head_sha: second,
      status: 'completed',
      conclusion: 'success',
      output: { title: 'open', summary: 'All evidence is there.' },
    })
    await ask(job.token, 'POST', `${repository}/issues/1/comments`, { body: 'The plan of this release' })
    await ask(job.token, 'GET', `${repository}/issues/1/comments`)
    await ask('ghs_unknown', 'GET', repository)
    await ask(run.startJob({ name: 'poor', permissions: {} }).token, 'GET', runPath)

    await readJobIdentity({ env: job.variables(), clock: wallClock, log: silent, signal })
    // The client of the artifact service reads the process's variables, as in a job.
    Object.assign(process.env, job.variables(), { GITHUB_WORKSPACE: temp })
    const store = await connectArtifacts({ env: process.env, workspace: temp, temp })
    const stored = await store.upload('evidence-1', new Map([['evidence.json', Buffer.from('{}')]]))
    await store.upload('evidence-1', new Map([['evidence.json', Buffer.from('{}')]])).catch(() => undefined)
    await store.list()
    await store.download(stored)
    await ask(job.token, 'GET', `${runPath}/artifacts`)

    github.trouble({ on: `GET ${repository}`, kind: 'secondary-limit', times: 1, amount: 1 })
    github.trouble({ on: `GET ${repository}`, kind: 'error', status: 502, times: 1 })
    await client.getRepository()
    guarded.finish('cancelled')
  } finally {
    process.env = before
    await github.close()
    await rm(temp, { recursive: true, force: true })
  }
  return exchanges
}
