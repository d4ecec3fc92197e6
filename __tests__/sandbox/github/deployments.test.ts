import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startGitHub, type SandboxGitHub } from '../../../sandbox/github/index.ts'
import { AT, clientOf, REPOSITORY } from './client.ts'

describe('deployments, checks and statuses', () => {
  let github: SandboxGitHub
  let sha: string
  let rest: ReturnType<ReturnType<typeof clientOf>['job']>['rest']

  beforeEach(async () => {
    github = await startGitHub()
    github.repository({ name: REPOSITORY })
    sha = github.commit(REPOSITORY, 'first', { 'infra/web.yml': 'a: 1\n' })
    rest = clientOf(github).job({ deployments: 'write', checks: 'write', statuses: 'write' }).rest
  })

  afterEach(() => github.close())

  const deploy = async (environment: string, more: object = {}): Promise<any> =>
    (await rest.repos.createDeployment({ ...AT, ref: 'main', environment, required_contexts: [], ...more })).data
  const succeed = (deployment_id: number, more: object = {}) =>
    rest.repos.createDeploymentStatus({ ...AT, deployment_id, state: 'success', ...more })
  const statesOf = async (deployment_id: number): Promise<string[]> =>
    (await rest.repos.listDeploymentStatuses({ ...AT, deployment_id })).data.map(({ state }) => state)

  test('a deployment has its flags, its payload, and statuses with URLs', async () => {
    const preview = await deploy('pr-7', { transient_environment: true, payload: { release: '1.4' }, task: 'preview' })
    expect(preview).toMatchObject({
      sha,
      environment: 'pr-7',
      task: 'preview',
      payload: { release: '1.4' },
      transient_environment: true,
      production_environment: false,
    })
    expect(await deploy('production')).toMatchObject({ production_environment: true, transient_environment: false })
    const { data } = await succeed(preview.id, {
      environment_url: 'https://pr-7.example.com',
      log_url: 'https://l.example.com',
    })
    expect(data).toMatchObject({
      environment_url: 'https://pr-7.example.com',
      log_url: 'https://l.example.com',
      target_url: 'https://l.example.com',
    })
    const long = succeed(preview.id, { description: 'x'.repeat(141) })
    await expect(long).rejects.toMatchObject({ status: 422 })
    const { data: found } = await rest.repos.listDeployments({ ...AT, task: 'preview' })
    expect(found.map(({ id }) => id)).toEqual([preview.id])
  })

  test('a success makes the earlier ones inactive, but not those of production or transient ones', async () => {
    const [first, failed, second] = [await deploy('eu'), await deploy('eu'), await deploy('eu')]
    const [old, live] = [await deploy('production'), await deploy('production')]
    const [short, later] = [await deploy('pr', { transient_environment: true }), await deploy('pr')]
    await succeed(first.id)
    await rest.repos.createDeploymentStatus({ ...AT, deployment_id: failed.id, state: 'failure' })
    for (const { id } of [second, old, live, short, later]) await succeed(id)
    expect(await Promise.all([first, failed, second, old, live, short, later].map(({ id }) => statesOf(id)))).toEqual([
      ['inactive', 'success'],
      ['failure'],
      ['success'],
      ['success'],
      ['success'],
      ['success'],
      ['success'],
    ])
    const third = await deploy('eu')
    await succeed(third.id, { auto_inactive: false })
    expect(await statesOf(second.id)).toEqual(['success'])
  })

  test('without required contexts, every status and check must be green, the running job included', async () => {
    const create = (required_contexts?: string[]): Promise<{ status: number }> =>
      rest.repos.createDeployment({ ...AT, ref: 'main', ...(required_contexts && { required_contexts }) })
    await expect(create()).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining('Conflict: Commit status checks failed for main.'),
      response: {
        data: { errors: [{ field: 'required_contexts', contexts: [{ context: 'job-1', state: 'pending' }] }] },
      },
    })
    await expect(create(['ci'])).rejects.toMatchObject({ status: 409 })
    await rest.repos.createCommitStatus({ ...AT, sha, state: 'success', context: 'ci' })
    expect((await create(['ci'])).status).toBe(201)
  })

  test('a branch behind the default branch is merged instead of deployed, unless that is off', async () => {
    github.commit(REPOSITORY, 'change', { 'infra/web.yml': 'a: 1\n', 'b.yml': 'b\n' }, 'ann', { branch: 'change' })
    const tip = github.commit(REPOSITORY, 'second', { 'infra/web.yml': 'a: 2\n' })
    const given = { ...AT, ref: 'change', required_contexts: [] }
    const answer = await rest.repos.createDeployment(given)
    expect([answer.status, answer.data]).toEqual([202, { message: 'Auto-merged main into change on deployment.' }])
    const { branches, commits } = github.world.repositories.get(REPOSITORY)!
    expect(commits.get(branches.get('change')!)).toMatchObject({ merged: tip, files: { 'infra/web.yml': 'a: 2\n' } })
    expect((await rest.repos.createDeployment(given)).status).toBe(201)
    github.commit(REPOSITORY, 'third', { 'infra/web.yml': 'a: 3\n' })
    expect((await rest.repos.createDeployment({ ...given, auto_merge: false })).status).toBe(201)
  })

  test('an active deployment is not deleted', async () => {
    const [first, second] = [await deploy('eu'), await deploy('eu')]
    for (const { id } of [first, second]) await succeed(id)
    const remove = (deployment_id: number) => rest.repos.deleteDeployment({ ...AT, deployment_id })
    await expect(remove(second.id)).rejects.toMatchObject({ status: 422 })
    await remove(first.id)
    expect((await rest.repos.listDeployments({ ...AT, environment: 'eu' })).data).toHaveLength(1)
  })

  const annotation = (line: number) => ({
    path: 'infra/web.yml',
    start_line: line,
    end_line: line,
    annotation_level: 'failure' as const,
    message: `drift in line ${line}`,
  })

  test('annotations are sent in batches of 50, and are added to those of a check run', async () => {
    const batch = (from: number, size: number) => Array.from({ length: size }, (_, i) => annotation(from + i))
    const output = { title: 'Drift', summary: 'two batches' }
    const check = { ...AT, name: 'Gate', head_sha: sha, status: 'in_progress' as const }
    const tooMany = rest.checks.create({ ...check, output: { ...output, annotations: batch(1, 51) } })
    await expect(tooMany).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('No more than 50 items are allowed; 51 were supplied.'),
    })
    const { data } = await rest.checks.create({ ...check, output: { ...output, annotations: batch(1, 50) } })
    const updated = await rest.checks.update({
      ...AT,
      check_run_id: data.id,
      conclusion: 'neutral',
      output: { ...output, annotations: batch(51, 20) },
    })
    expect(updated.data).toMatchObject({
      status: 'completed',
      conclusion: 'neutral',
      output: { annotations_count: 70 },
    })
    const listed = await rest.checks.listAnnotations({ ...AT, check_run_id: data.id, per_page: 100 })
    expect(listed.data.map(({ start_line }) => start_line)).toEqual(batch(1, 70).map((each) => each.start_line))
  })

  test('the check runs of a commit are the newest of each name, with those of jobs', async () => {
    for (const conclusion of ['failure', 'success'] as const) {
      await rest.checks.create({ ...AT, name: 'Gate', head_sha: sha, conclusion })
    }
    const list = async (filter: 'latest' | 'all'): Promise<string[]> => {
      const { data } = await rest.checks.listForRef({ ...AT, ref: 'main', filter })
      return data.check_runs.map(({ name, conclusion }) => `${name} ${conclusion}`)
    }
    expect(await list('latest')).toEqual(['Gate success', 'job-1 null'])
    expect(await list('all')).toEqual(['Gate success', 'Gate failure', 'job-1 null'])
    const { data } = await rest.checks.listSuitesForRef({ ...AT, ref: sha })
    expect(data.check_suites).toMatchObject([{ app: { slug: 'github-actions' }, status: 'in_progress' }])
  })

  test('check runs are created by Apps, and changed by the App that created them', async () => {
    const mine = { ...AT, name: 'Gate', head_sha: sha }
    await expect(clientOf(github).as('ann').rest.checks.create(mine)).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('You must authenticate via a GitHub App.'),
    })
    const { data } = await rest.checks.create(mine)
    const { getOctokit } = await import('@actions/github')
    const other = getOctokit(github.tokenOfApp('other'), { baseUrl: github.url })
    const change = other.rest.checks.update({ ...AT, check_run_id: data.id, conclusion: 'success' })
    await expect(change).rejects.toMatchObject({ status: 403, message: expect.stringContaining('Invalid app_id') })
    await expect(rest.checks.create({ ...mine, head_sha: 'f'.repeat(40) })).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('No commit found for SHA'),
    })
  })

  test('the combined status is that of the newest status of each context', async () => {
    const combined = async (): Promise<string> =>
      (await rest.repos.getCombinedStatusForRef({ ...AT, ref: 'main' })).data.state
    expect(await combined()).toBe('pending')
    for (const [context, state] of [
      ['ci', 'failure'],
      ['ci', 'success'],
      ['e2e', 'success'],
    ] as const) {
      await rest.repos.createCommitStatus({ ...AT, sha, state, context })
    }
    expect(await combined()).toBe('success')
    await rest.repos.createCommitStatus({ ...AT, sha, state: 'error', context: 'e2e' })
    expect(await combined()).toBe('failure')
    const { data } = await rest.repos.listCommitStatusesForRef({ ...AT, ref: sha })
    expect(data.map(({ context, state }) => `${context} ${state}`)).toEqual([
      'e2e error',
      'e2e success',
      'ci success',
      'ci failure',
    ])
  })
})
