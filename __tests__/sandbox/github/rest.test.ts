import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startGitHub, type Exchange, type Permissions, type SandboxGitHub } from '../../../sandbox/github/index.ts'
import { connectGitHub, type GitHub } from '../../../src/github/client.ts'
import { wallClock } from '../../../src/support/clock.ts'

const REPOSITORY = 'octo/shop'
const ALL: Permissions = { actions: 'read', contents: 'read', deployments: 'write', checks: 'write' }

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warning: () => undefined,
  mask: () => undefined,
  group: <T>(_: string, body: () => Promise<T>) => body(),
}

describe("GitHub on loopback, with the product's clients", () => {
  let github: SandboxGitHub
  let traffic: Exchange[]
  let sha: string

  beforeEach(async () => {
    traffic = []
    github = await startGitHub({ record: (exchange) => traffic.push(exchange) })
    github.repository({ name: REPOSITORY, admins: ['root'], protectedBranches: ['main'] })
    sha = github.commit(REPOSITORY, 'first', { 'infra/web.yml': 'a: 1\n', 'README.md': 'shop' })
  })

  afterEach(() => github.close())

  const connect = (token: string): Promise<GitHub> =>
    connectGitHub({
      token,
      apiUrl: github.url,
      repository: REPOSITORY,
      clock: wallClock,
      log: silent,
      signal: new AbortController().signal,
    })

  const post = async (token: string, path: string, body: object): Promise<{ status: number; body: any }> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${github.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const text = await answer.text()
    return { status: answer.status, body: text ? JSON.parse(text) : undefined }
  }

  const get = async (token: string, path: string): Promise<any> =>
    (await fetch(`${github.url}${path}`, { headers: { authorization: `Bearer ${token}` } })).json()

  const start = (actor = 'ann'): ReturnType<SandboxGitHub['startRun']> =>
    github.startRun({ repository: REPOSITORY, sha, actor })

  const approve = (token: string, run: string, environment: number, state = 'approved'): ReturnType<typeof post> =>
    post(token, `/repos/${REPOSITORY}/actions/runs/${run}/pending_deployments`, {
      environment_ids: [environment],
      state,
      comment: 'looks right',
    })

  const idOf = (name: string): number => github.world.repositories.get(REPOSITORY)!.environments.get(name)!.id

  test('successful runs of a workflow are listed, newest first', async () => {
    const ended = [true, false, true].map((well) => {
      const run = start()
      run.startJob({ name: 'release', permissions: ALL }).finish(well ? 'success' : 'failure')
      run.finish()
      return run
    })
    const other = github.startRun({ repository: REPOSITORY, sha, actor: 'ann', ref: 'refs/heads/other' })
    other.startJob({ name: 'release', permissions: ALL }).finish('success')
    other.finish()
    const client = await connect(start().startJob({ name: 'precheck', permissions: ALL }).token)
    const ids = async (branch: string | undefined): Promise<string[]> =>
      (await client.listSuccessfulRuns('release.yml', branch)).map(({ id }) => id)
    const [first, , third] = ended.map(({ run }) => String(run.id))
    expect(await ids('main')).toEqual([third, first])
    expect(await ids(undefined)).toEqual([String(other.run.id), third, first])
    expect(await client.listSuccessfulRuns('none.yml', 'main')).toEqual([])
  })

  test('an environment has its rules; a missing one is not found', async () => {
    github.environment(REPOSITORY, 'production', {
      reviewers: ['bob', 'team:ops'],
      preventSelfReview: true,
      waitTimerMinutes: 5,
      branches: ['main', 'release/*'],
      customRules: ['deploy-guard'],
    })
    const client = await connect(start().startJob({ name: 'gate', permissions: ALL }).token)
    expect(await client.getEnvironment('production')).toMatchObject({
      name: 'production',
      branches: 'custom',
      rules: [
        { kind: 'wait-timer', minutes: 5 },
        {
          kind: 'required-reviewers',
          preventSelfReview: true,
          reviewers: [
            { type: 'User', name: 'bob' },
            { type: 'Team', name: 'ops' },
          ],
        },
        { kind: 'branch-policy' },
      ],
    })
    expect(await client.listBranchPolicies('production')).toEqual([
      { name: 'main', type: 'branch' },
      { name: 'release/*', type: 'branch' },
    ])
    expect(await client.listCustomRules('production')).toEqual([{ app: 'deploy-guard', enabled: true }])
    expect(await client.getEnvironment('prodution')).toBeUndefined()
    expect(await client.getEnvironment('eu/production')).toBeUndefined()
  })

  test('lists are read to their last page', async () => {
    github.environment(REPOSITORY, 'production', { branches: Array.from({ length: 230 }, (_, i) => `release/${i}`) })
    const client = await connect(start().startJob({ name: 'gate', permissions: ALL }).token)
    expect(await client.listBranchPolicies('production')).toHaveLength(230)
    expect(traffic.filter(({ request }) => request.path.includes('branch-policies'))).toHaveLength(3)
  })

  test('a job waits for its reviewer, whom the approval names', async () => {
    github.environment(REPOSITORY, 'production', { reviewers: ['bob', 'ann'], preventSelfReview: true })
    const run = start('ann')
    const job = run.startJob({ name: 'production', environment: 'production', permissions: ALL })
    expect(job.status()).toBe('waiting')

    const id = idOf('production')
    expect((await approve(github.tokenOf('ann'), run.id, id)).status).toBe(422)
    expect((await approve(github.tokenOf('eve'), run.id, id)).status).toBe(422)
    expect(job.status()).toBe('waiting')

    expect((await approve(github.tokenOf('bob'), run.id, id)).status).toBe(200)
    expect(await job.started).toBe('started')
    const client = await connect(job.token)
    expect(await client.listApprovals(run.id)).toEqual([
      {
        environments: [{ id, name: 'production' }],
        state: 'approved',
        user: 'bob',
        userType: 'User',
        comment: 'looks right',
      },
    ])
    expect(await get(job.token, `/repos/${REPOSITORY}/actions/runs/${run.id}/pending_deployments`)).toEqual([])
  })

  test('without "prevent self-review", the user who started the run may approve', async () => {
    github.environment(REPOSITORY, 'production', { reviewers: ['ann'] })
    const run = start('ann')
    const job = run.startJob({ name: 'production', environment: 'production' })
    expect((await approve(github.tokenOf('ann'), run.id, idOf('production'))).status).toBe(200)
    expect(await job.started).toBe('started')
  })

  test('only members of a required team may approve', async () => {
    github.team('octo', 'quality', { members: ['carol'] })
    github.environment(REPOSITORY, 'production', { reviewers: ['team:quality'] })
    const run = start('ann')
    const job = run.startJob({ name: 'production', environment: 'production' })
    expect((await approve(github.tokenOf('bob'), run.id, idOf('production'))).status).toBe(422)
    expect((await approve(github.tokenOf('carol'), run.id, idOf('production'))).status).toBe(200)
    expect(await job.started).toBe('started')
  })

  test('a rejected job fails, a bypassed one starts without a review', async () => {
    github.environment(REPOSITORY, 'production', { reviewers: ['bob'] })
    const rejected = start()
    const job = rejected.startJob({ name: 'production', environment: 'production' })
    await approve(github.tokenOf('bob'), rejected.id, idOf('production'), 'rejected')
    expect(await job.started).toBe('rejected')
    expect(job.job.conclusion).toBe('failure')

    const bypassed = start()
    const other = bypassed.startJob({ name: 'production', environment: 'production', permissions: ALL })
    bypassed.bypass('production')
    expect(await other.started).toBe('started')
    expect(await (await connect(other.token)).listApprovals(bypassed.id)).toEqual([])
  })

  test('each job of the environment needs a review, in each attempt', async () => {
    github.environment(REPOSITORY, 'production', { reviewers: ['bob'] })
    const run = start()
    const first = run.startJob({ name: 'one', environment: 'production' })
    await approve(github.tokenOf('bob'), run.id, idOf('production'))
    expect(await first.started).toBe('started')
    expect(run.startJob({ name: 'two', environment: 'production' }).status()).toBe('waiting')
    run.rerun('cem')
    const again = run.startJob({ name: 'one', environment: 'production', permissions: ALL })
    expect(again.status()).toBe('waiting')
    const { token } = run.startJob({ name: 'look', permissions: ALL })
    const client = await connect(token)
    expect(await client.getRun(run.id)).toMatchObject({ attempt: 2, actor: 'ann', triggeringActor: 'cem' })
    expect(await client.getRun(run.id, 1)).toMatchObject({ attempt: 1, actor: 'ann', triggeringActor: 'ann' })
    const { jobs } = await get(token, `/repos/${REPOSITORY}/actions/runs/${run.id}/jobs?filter=all`)
    expect(jobs.map((job: any) => `${job.name}/${job.run_attempt}`)).toEqual(['one/1', 'two/1', 'one/2', 'look/2'])
  })

  test('a missing environment is created without rules; a job of a wrong branch fails', async () => {
    expect(start().startJob({ name: 'x', environment: 'prodution' }).status()).toBe('in_progress')
    expect(github.world.repositories.get(REPOSITORY)!.environments.get('prodution')!.rules).toEqual({})

    github.environment(REPOSITORY, 'production', { branches: ['release/*'] })
    const refused = start().startJob({ name: 'x', environment: 'production' })
    expect(await refused.started).toBe('refused')
    expect(refused.job.annotation).toContain('not allowed to deploy to production')
  })

  test('rules of a private repository on a small plan are returned and not enforced', () => {
    github.environment(REPOSITORY, 'production', { reviewers: ['bob'] })
    github.world.repositories.get(REPOSITORY)!.private = true
    expect(start().startJob({ name: 'x', environment: 'production' }).status()).toBe('in_progress')
  })

  test('the App of a custom rule starts the job', async () => {
    github.environment(REPOSITORY, 'production', { customRules: ['deploy-guard'] })
    const run = start()
    const job = run.startJob({ name: 'production', environment: 'production' })
    const path = `/repos/${REPOSITORY}/actions/runs/${run.id}/deployment_protection_rule`
    const body = { environment_name: 'production', state: 'approved', comment: 'all green' }
    expect((await post(github.tokenOf('bob'), path, body)).status).toBe(403)
    expect((await post(github.tokenOfApp('deploy-guard'), path, body)).status).toBe(204)
    expect(await job.started).toBe('started')
  })

  test('a token without the permission is rejected, and the permission is reported', async () => {
    github.environment(REPOSITORY, 'production', {})
    const client = await connect(start().startJob({ name: 'gate', permissions: { contents: 'read' } }).token)
    await expect(client.getEnvironment('production')).rejects.toMatchObject({
      code: 'github/denied',
      message: expect.stringContaining('Resource not accessible by integration'),
      advice: 'Give the job `permissions: actions: read`.',
    })
    await expect((await connect('ghs_wrong')).getRepository()).rejects.toMatchObject({ code: 'github/denied' })
  })

  test('commits are compared, and files are read at a commit', async () => {
    const second = github.commit(REPOSITORY, 'second', { 'infra/web.yml': 'a: 2\n', 'new.txt': 'x' })
    const { token } = start().startJob({ name: 'gate', permissions: ALL })
    const client = await connect(token)
    const compared = await get(token, `/repos/${REPOSITORY}/compare/${sha}...${second}`)
    expect(compared).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0, merge_base_commit: { sha } })
    expect(compared.files.map((file: any) => `${file.status} ${file.filename}`)).toEqual([
      'removed README.md',
      'modified infra/web.yml',
      'added new.txt',
    ])
    expect(await get(token, `/repos/${REPOSITORY}/compare/${second}...${sha}`)).toMatchObject({ status: 'behind' })
    await client.haveCommits(sha, second)
    await expect(client.haveCommits(sha, 'f'.repeat(40))).rejects.toMatchObject({ code: 'github/denied' })
    expect(await client.readFile('infra/web.yml', sha)).toBe('a: 1\n')
    expect(await client.readFile('new.txt', sha)).toBeUndefined()
  })

  test('a commit exists, is absent, or is in a repository that the token cannot read', async () => {
    const { token } = start().startJob({ name: 'gate', permissions: ALL })
    const client = await connect(token)
    expect(await client.stateOfCommit(REPOSITORY, sha)).toBe('served')
    // The object itself, not that of a branch or of an abbreviated ID.
    for (const name of ['f'.repeat(40), 'main', sha.slice(0, 10)])
      expect([name, await client.stateOfCommit(REPOSITORY, name)]).toEqual([name, 'absent'])
    expect(await client.stateOfCommit('octo/gone', sha)).toBe('unreadable')
    const pushedAway = github.commit(REPOSITORY, 'second', {}, 'ann', { branch: 'side' })
    github.moveBranch(REPOSITORY, 'side', sha, 'ann')
    expect(await client.stateOfCommit(REPOSITORY, pushedAway)).toBe('served')
    const limited = await connect(start().startJob({ name: 'gate', permissions: { actions: 'read' } }).token)
    await expect(limited.stateOfCommit(REPOSITORY, sha)).rejects.toMatchObject({ code: 'github/denied' })
  })

  test('a temporary fault is retried, and a lasting one is reported', async () => {
    const client = await connect(start().startJob({ name: 'gate', permissions: ALL }).token)
    const on = `GET /repos/${REPOSITORY}`
    github.trouble({ on, kind: 'secondary-limit', times: 1, amount: 1 })
    github.trouble({ on, kind: 'reset', times: 1 })
    expect((await client.getRepository()).private).toBe(false)
    github.trouble({ on, kind: 'rate-limit', amount: 3_000 })
    await expect(client.getRepository()).rejects.toMatchObject({ code: 'github/throttled' })
  })

  test('the record contains no secret', async () => {
    const job = start().startJob({ name: 'gate', permissions: ALL })
    await (await connect(job.token)).getRepository()
    expect(traffic[0]!.request.headers['authorization']).toBe('***')
    expect(JSON.stringify(traffic)).not.toContain(job.token)
  })
})
