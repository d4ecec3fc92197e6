import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGitHub, type SandboxGitHub } from '../../../sandbox/github/index.ts'
import { hideRunnerOutput } from '../../quiet.ts'
import { AT, clientOf, REPOSITORY } from './client.ts'

describe('a GitHub Enterprise Server', () => {
  hideRunnerOutput()
  let github: SandboxGitHub
  let sha: string

  beforeEach(async () => {
    github = await startGitHub({ edition: 'enterprise-server' })
    github.repository({ name: REPOSITORY })
    sha = github.commit(REPOSITORY, 'first', { 'README.md': 'shop' })
  })

  afterEach(() => github.close())

  test('has its REST API below /api/v3, and names its version', async () => {
    expect(new URL(github.url).pathname).toBe('/api/v3')
    const { data, headers } = await clientOf(github).as('ann').rest.repos.get(AT)
    expect(data.url).toBe(`${github.url}/repos/${REPOSITORY}`)
    expect(headers['x-github-enterprise-version']).toMatch(/^enterprise-server@3\./)
    const other = await fetch(`${new URL(github.url).origin}/repos/${REPOSITORY}`)
    expect(other.status).toBe(404)
  })

  test('has no attestations and no concurrency groups', async () => {
    const { request } = clientOf(github).job({ attestations: 'write', actions: 'read' })
    for (const path of ['attestations/sha256:00', 'actions/concurrency_groups']) {
      await expect(request(`GET /repos/octo/shop/${path}`)).rejects.toMatchObject({ status: 404 })
    }
  })

  test('does not accept artifacts of the current client, which refuses it', async () => {
    const job = github.startRun({ repository: REPOSITORY, sha, actor: 'ann' }).startJob({ name: 'gate' })
    expect(job.variables()['ACTIONS_RESULTS_URL']).toBeUndefined()
    const before = { ...process.env }
    const folder = await mkdtemp(join(tmpdir(), 'enterprise-'))
    try {
      const file = join(folder, 'a.txt')
      await writeFile(file, 'a')
      Object.assign(process.env, job.variables())
      const { DefaultArtifactClient } = await import('@actions/artifact')
      const upload = new DefaultArtifactClient().uploadArtifact('a', [file], folder)
      await expect(upload).rejects.toMatchObject({ name: 'GHESNotSupportedError' })
    } finally {
      process.env = before
      await rm(folder, { recursive: true, force: true })
    }
    const { data } = await clientOf(github).job({ actions: 'read' }).rest.actions.listArtifactsForRepo(AT)
    expect(data.total_count).toBe(0)
  })

  test.each([
    ['queues', 'concurrency: { group: a, queue: max }\njobs: { a: { runs-on: x, steps: [{ run: a }] } }'],
    ['paths with $/', 'jobs: { a: { uses: $/.github/workflows/b.yml } }'],
  ])('its workflows have no %s', async (_, text) => {
    const path = '.github/workflows/a.yml'
    const commit = github.commit(REPOSITORY, 'workflow', { [path]: `on: push\n${text}\n` })
    const played = await github.playWorkflow({ repository: REPOSITORY, sha: commit, path, actor: 'ann' })
    expect(played.failure).toContain('Unexpected value')
  })
})
