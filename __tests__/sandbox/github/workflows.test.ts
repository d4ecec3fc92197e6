import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startGitHub, type SandboxGitHub } from '../../../sandbox/github/index.ts'
import { AT, clientOf, REPOSITORY } from './client.ts'

const PATH = '.github/workflows/release.yml'
type Played = Awaited<ReturnType<SandboxGitHub['playWorkflow']>>

describe('workflow files', () => {
  let github: SandboxGitHub

  beforeEach(async () => {
    github = await startGitHub()
    github.repository({ name: REPOSITORY })
  })

  afterEach(() => github.close())

  const job = (more = ''): string => `{ runs-on: ubuntu-latest, steps: [{ run: 'true' }]${more} }`
  const play = (files: Readonly<Record<string, string>>, more: object = {}): Promise<Played> => {
    const sha = github.commit(REPOSITORY, 'workflow', files)
    return github.playWorkflow({ repository: REPOSITORY, sha, path: PATH, actor: 'ann', ...more })
  }
  const stateOf = async ({ run }: Played): Promise<string> => {
    const { data } = await clientOf(github)
      .as('ann')
      .rest.actions.getWorkflowRun({ ...AT, run_id: run.id })
    return `${data.status} ${data.conclusion}`
  }

  describe('needs and conditions', () => {
    const files = {
      [PATH]: `on: push
jobs:
  build: ${job()}
  test: ${job(', needs: build')}
  notify: ${job(', needs: [test], if: failure()')}
  main: ${job(', needs: build, if: "github.ref_name == \'main\'"')}
  clean: ${job(', needs: test, if: always()')}
`,
    }

    test('a job starts when its needs have succeeded, or when its condition is true', async () => {
      const played = await play(files)
      expect(played.states()).toMatchObject({ build: 'active', test: 'blocked', main: 'blocked' })
      played.finish('build', 'success')
      expect(played.states()).toMatchObject({ test: 'active', main: 'active', notify: 'blocked' })
      played.finish('test', 'failure')
      played.finish('main', 'success')
      expect(played.states()).toMatchObject({ notify: 'active', clean: 'active' })
      played.finish('notify', 'success')
      expect(await stateOf(played)).toBe('in_progress null')
      played.finish('clean', 'success')
      expect(await stateOf(played)).toBe('completed failure')
    })

    test('jobs after a failure are skipped', async () => {
      const played = await play(files)
      played.finish('build', 'failure')
      expect(played.states()).toMatchObject({ test: 'skipped', main: 'skipped' })
    })

    test("a workflow that GitHub's parser rejects does not start", async () => {
      const played = await play({ [PATH]: 'on: push\njobs:\n  build:\n    runs-on: x\n    stepz: []\n' })
      expect(played.failure).toContain('stepz')
      expect(await stateOf(played)).toBe('completed startup_failure')
    })
  })

  test('a workflow is found by its id and by its file, once it has a run', async () => {
    const { rest } = clientOf(github).as('ann')
    const get = async (workflow_id: string | number) => (await rest.actions.getWorkflow({ ...AT, workflow_id })).data
    await expect(get('release.yml')).rejects.toMatchObject({ status: 404 })
    await play({ [PATH]: `on: push\njobs: { a: ${job()} }\n` })
    const found = await get('release.yml')
    expect(found).toMatchObject({ path: PATH, state: 'active' })
    expect(await get(found.id)).toEqual(found)
  })

  describe('concurrency', () => {
    const groupOf = (more = ''): Record<string, string> => ({
      [PATH]: `on: push
concurrency: { group: "deploy-\${{ github.ref_name }}"${more} }
jobs:
  build: ${job()}
`,
    })
    const statesOf = (runs: readonly Played[]): Promise<string[]> => Promise.all(runs.map(stateOf))
    const several = async (count: number, files: Record<string, string>): Promise<Played[]> => {
      const runs: Played[] = []
      for (let i = 0; i < count; i++) runs.push(await play(files))
      return runs
    }

    test('one run waits by default, and is cancelled by the next', async () => {
      const runs = await several(3, groupOf())
      expect(await statesOf(runs)).toEqual(['in_progress null', 'completed cancelled', 'pending null'])
      expect(runs[1]!.run.attempts[0]?.annotation).toContain('higher priority waiting request')
      runs[0]!.finish('build', 'success')
      expect(await statesOf(runs)).toEqual(['completed success', 'completed cancelled', 'in_progress null'])
    })

    test('with cancel-in-progress, the running one is cancelled', async () => {
      const runs = await several(2, groupOf(', cancel-in-progress: true'))
      expect(await statesOf(runs)).toEqual(['completed cancelled', 'in_progress null'])
    })

    test('with `queue: max`, up to 100 wait in order, and the next is cancelled', async () => {
      const runs = await several(3, groupOf(', queue: max'))
      expect(await statesOf(runs)).toEqual(['in_progress null', 'pending null', 'pending null'])
      const { request } = clientOf(github).job({ actions: 'read' })
      const group = await request('GET /repos/{owner}/{repo}/actions/concurrency_groups/{name}', {
        ...AT,
        name: 'DEPLOY-main',
      })
      expect(group.data).toMatchObject({
        group_name: 'deploy-main',
        group_members: runs.map(({ run }, index) => ({ run_id: run.id, status: index ? 'pending' : 'in_progress' })),
      })
      const ofRun = await request('GET /repos/{owner}/{repo}/actions/runs/{run}/concurrency_groups', {
        ...AT,
        run: runs[2]!.run.id,
      })
      expect(ofRun.data).toMatchObject({ concurrency_groups: [{ group_members: [{ position: 2 }] }] })
      runs[0]!.finish('build', 'success')
      expect(await statesOf(runs)).toEqual(['completed success', 'in_progress null', 'pending null'])
      runs.push(...(await several(100, groupOf(', queue: max'))))
      expect((await statesOf(runs)).slice(-2)).toEqual(['pending null', 'completed cancelled'])
    })

    test('`queue: max` with cancel-in-progress is invalid', async () => {
      const played = await play(groupOf(', queue: max, cancel-in-progress: true'))
      expect(played.failure).toContain('queue: max')
    })

    const JOBS = {
      [PATH]: `on: push
jobs:
  one: ${job(', concurrency: deploy')}
  two: ${job(', needs: one, concurrency: deploy')}
`,
    }

    test('a group is free between two jobs of a run, so another run can use it', async () => {
      const [first, second] = (await several(2, JOBS)) as [Played, Played]
      expect([first.states()['one'], second.states()['one']]).toEqual(['active', 'pending'])
      first.finish('one', 'success')
      expect([first.states()['two'], second.states()['one']]).toEqual(['pending', 'active'])
    })

    test('a called workflow keeps the group of its calling job from its first to its last job', async () => {
      const called = '.github/workflows/called.yml'
      const files = {
        [called]: `on: workflow_call
jobs:
  one: ${job()}
  two: ${job(', needs: one')}
`,
        [PATH]: `on: push
jobs:
  deploy: { uses: ./${called}, concurrency: deploy }
`,
      }
      const [first, second] = (await several(2, files)) as [Played, Played]
      first.finish('deploy / one', 'success')
      expect(first.states()).toEqual({ deploy: 'active', 'deploy / one': 'success', 'deploy / two': 'active' })
      expect(second.states()).toMatchObject({ deploy: 'pending', 'deploy / one': 'blocked' })
      first.finish('deploy / two', 'success')
      expect(await stateOf(first)).toBe('completed success')
      expect(second.states()).toMatchObject({ deploy: 'active', 'deploy / one': 'active' })
    })

    test('a job that waits for a group of its own run is cancelled', async () => {
      const played = await play({
        [PATH]: `on: push
concurrency: deploy
jobs:
  one: ${job(', concurrency: deploy')}
`,
      })
      expect(played.states()).toEqual({ one: 'cancelled' })
      expect(played.job('one').annotation).toContain('a deadlock')
    })
  })

  describe('called workflows', () => {
    const CALLED = '.github/workflows/called.yml'
    const INNER = '.github/workflows/inner.yml'
    const calling = (uses: string, permissions: string): string => `on: push
permissions: ${permissions}
jobs:
  release:
    uses: ${uses}
    with: { environment: prod }
`
    const files = (allowed: string, nested: string) => ({
      [PATH]: calling(`./${CALLED}`, allowed),
      [CALLED]: `on: { workflow_call: { inputs: { environment: { type: string } } } }
jobs:
  build: ${job()}
  inner:
    uses: $/${INNER}
    needs: build
`,
      [INNER]: `on: workflow_call
jobs:
  deploy:
    runs-on: ubuntu-latest
    if: false
    permissions: ${nested}
    steps: [{ run: 'true' }]
`,
    })

    test('a nested job that requests more than its caller has stops the run at its start, even if it is skipped', async () => {
      const played = await play(files('{ contents: read }', '{ contents: read, id-token: write }'))
      expect(played.failure).toContain(
        "The nested job 'deploy' is requesting 'id-token: write', but is only allowed 'id-token: none'.",
      )
      expect(await stateOf(played)).toBe('completed startup_failure')
      const { data } = await clientOf(github)
        .as('ann')
        .rest.actions.listJobsForWorkflowRun({ ...AT, run_id: played.run.id })
      expect(data.jobs).toEqual([])
    })

    test('permissions are passed on, and may be reduced', async () => {
      const played = await play(files('{ contents: read, id-token: write }', '{ id-token: write }'))
      expect(played.failure).toBeUndefined()
      expect(played.job('release / build').permissions).toEqual({ contents: 'read', 'id-token': 'write' })
      played.finish('release / build', 'success')
      expect(played.states()).toMatchObject({ 'release / inner / deploy': 'skipped', release: 'success' })
    })

    test('`$/` and `./` in a workflow of another repository are files of that one', async () => {
      github.repository({ name: 'org/tool' })
      github.commit('org/tool', 'v1', {
        [CALLED]: files('', '')[CALLED],
        [INNER]: `on: workflow_call\njobs:\n  deploy: ${job()}\n`,
      })
      const played = await play({ [PATH]: calling(`org/tool/${CALLED}@main`, '{ contents: read }') })
      played.finish('release / build', 'success')
      expect(played.job('release / inner / deploy').workflowRef).toBe(`org/tool/${INNER}@refs/heads/main`)
    })

    test.each(['./.github/workflows/missing.yml', 'org/none/.github/workflows/a.yml@v1'])(
      'a called workflow that does not exist stops the run: %s',
      async (uses) => {
        expect((await play({ [PATH]: calling(uses, '{}') })).failure).toContain('workflow was not found')
      },
    )

    test('an environment is requested when the group is free, with the inputs of the call', async () => {
      github.environment(REPOSITORY, 'prod', { reviewers: ['bob'] })
      const played = await play({
        [PATH]: calling(`./${CALLED}`, '{}'),
        [CALLED]: `on: { workflow_call: { inputs: { environment: { type: string } } } }
jobs:
  deploy: ${job(", concurrency: deploy, environment: '${{ inputs.environment }}'")}
`,
      })
      expect(played.job('release / deploy')).toMatchObject({ environment: 'prod', status: 'waiting' })
      expect(await stateOf(played)).toBe('waiting null')
      played.cancel()
      expect(await stateOf(played)).toBe('completed cancelled')
    })
  })

  test('required reviewers cannot be set in private repositories of smaller plans', async () => {
    const repository = github.world.repositories.get(REPOSITORY)!
    repository.private = true
    repository.admins.add('root')
    const { rest } = clientOf(github).as('root')
    const set = (rules: object) =>
      rest.repos.createOrUpdateEnvironment({ ...AT, environment_name: 'production', ...rules })
    const reviewers = [{ type: 'User', id: github.world.user('bob').id }]
    for (const rules of [{ reviewers }, { wait_timer: 5 }]) {
      await expect(set(rules)).rejects.toMatchObject({
        status: 422,
        message: expect.stringContaining('Please ensure the billing plan supports the'),
      })
    }
    expect((await set({})).status).toBe(200)
    repository.plan = 'enterprise'
    expect((await set({ reviewers, wait_timer: 5 })).status).toBe(200)
  })
})
