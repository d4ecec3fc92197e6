import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  startGitHub,
  type Permissions,
  type SandboxGitHub,
  type SandboxJob,
  type SandboxRun,
} from '../../../sandbox/github/index.ts'
import { connectArtifacts } from '../../../src/github/artifacts.ts'
import type { Clock, Log } from '../../../src/support/runtime.ts'
import { hideRunnerOutput } from '../../quiet.ts'
import { AT, clientOf, REPOSITORY } from './client.ts'

const files = (text: string): Map<string, Uint8Array> => new Map([['evidence.json', Buffer.from(text)]])

describe("artifacts, through GitHub's client", () => {
  hideRunnerOutput()
  let github: SandboxGitHub
  let run: SandboxRun
  let temp: string
  let now: Date
  let before: NodeJS.ProcessEnv
  const warnings: string[] = []
  const clock: Clock = { now: () => new Date(), sleep: () => Promise.resolve() }
  const log = { warning: (text: string) => warnings.push(text) } as unknown as Log

  beforeEach(async () => {
    before = { ...process.env }
    warnings.length = 0
    temp = await mkdtemp(join(tmpdir(), 'artifacts-'))
    now = new Date()
    github = await startGitHub({ clock: { now: () => now, sleep: () => Promise.resolve() } })
    github.repository({ name: REPOSITORY, retentionDays: 30 })
    const sha = github.commit(REPOSITORY, 'first', { 'README.md': 'shop' })
    run = github.startRun({ repository: REPOSITORY, sha, actor: 'ann' })
  })

  afterEach(async () => {
    process.env = before
    await github.close()
    await rm(temp, { recursive: true, force: true })
  })

  /** The client reads its address and token from the process, as in a job. */
  const storeOf = async (job: SandboxJob): ReturnType<typeof connectArtifacts> => {
    Object.assign(process.env, job.variables(), { GITHUB_WORKSPACE: temp })
    return connectArtifacts({ env: process.env, workspace: temp, temp }, { clock, log })
  }

  test('a later job lists and downloads the artifacts of an earlier one', async () => {
    const precheck = run.startJob({ name: 'precheck' })
    const stored = await (await storeOf(precheck)).upload('evidence-precheck-1', files('{"ä": 1}'))
    expect(stored).toMatchObject({
      name: 'evidence-precheck-1',
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    })
    precheck.finish('success')

    const store = await storeOf(run.startJob({ name: 'gate' }))
    const [listed] = await store.list()
    expect(listed).toMatchObject({ id: stored.id, name: stored.name, digest: stored.digest })
    expect(Buffer.from((await store.download(listed!)).get('evidence.json')!).toString()).toBe('{"ä": 1}')
  })

  test('a name exists once in all attempts of a run', async () => {
    await (await storeOf(run.startJob({ name: 'a' }))).upload('evidence', files('1'))
    run.rerun('ann')
    const again = (await storeOf(run.startJob({ name: 'a' }))).upload('evidence', files('2'))
    await expect(again).rejects.toMatchObject({ code: 'github/artifact-exists' })
  })

  test('an archive that differs from the uploaded one is rejected', async () => {
    const store = await storeOf(run.startJob({ name: 'a' }))
    await store.upload('evidence', files('1'))
    const other = await store.upload('other', files('2'))
    const [first, second] = github.world.artifacts
    first!.content = second!.content!
    const listed = (await store.list()).find(({ name }) => name === 'evidence')!
    await expect(store.download(listed)).rejects.toMatchObject({ code: 'github/artifact-damaged' })
    expect([...(await store.download(other)).keys()]).toEqual(['evidence.json'])
  })

  test('an upload of several blocks is complete', async () => {
    const noise = randomBytes(9 * 1024 * 1024)
    const store = await storeOf(run.startJob({ name: 'a' }))
    const stored = await store.upload('noise', new Map([['noise.bin', noise]]))
    expect(github.world.artifacts[0]!.blocks.size).toBeGreaterThan(1)
    expect(noise.equals((await store.download(stored)).get('noise.bin')!)).toBe(true)
  })

  test('another run cannot see it', async () => {
    await (await storeOf(run.startJob({ name: 'a' }))).upload('evidence', files('1'))
    const other = github.startRun({ repository: REPOSITORY, sha: run.run.sha, actor: 'ann' })
    expect(await (await storeOf(other.startJob({ name: 'a' }))).list()).toEqual([])
  })

  const SERVICE = '/twirp/github.actions.results.api.v1.ArtifactService'
  test.each([
    ['the request for a storage location', `POST ${SERVICE}/CreateArtifact`, 'reset'],
    ['the response to it', `POST ${SERVICE}/CreateArtifact`, 'reset-after-effect'],
    ['the end of an upload', `POST ${SERVICE}/FinalizeArtifact`, 'reset'],
    ['the response to it', `POST ${SERVICE}/FinalizeArtifact`, 'reset-after-effect'],
    ['the list', `POST ${SERVICE}/ListArtifacts`, 'reset'],
    ['the URL of a download', `POST ${SERVICE}/GetSignedArtifactURL`, 'reset'],
  ] as const)('a connection that is reset once is repeated: %s (%s, %s)', async (_, on, kind) => {
    github.trouble({ on, kind, times: 1 })
    const store = await storeOf(run.startJob({ name: 'a' }))
    const stored = await store.upload('evidence', files('1'))
    const listed = (await store.list()).find(({ id }) => id === stored.id)
    expect(listed).toMatchObject({ name: stored.name, digest: stored.digest })
    expect([...(await store.download(listed!)).keys()]).toEqual(['evidence.json'])
    expect(warnings).toEqual([expect.stringMatching(/^could not .*; attempt 2 of 3 follows$/)])
  })

  test.each(['PUT /blob/*', 'GET /blob/*'])(
    'a storage connection that is reset once is repeated by the client: %s',
    async (on) => {
      github.trouble({ on, kind: 'reset', times: 1 })
      const store = await storeOf(run.startJob({ name: 'a' }))
      const stored = await store.upload('evidence', files('1'))
      expect([...(await store.download(stored)).keys()]).toEqual(['evidence.json'])
      expect(warnings).toEqual([])
    },
  )

  test('a connection that is always reset is an error after three attempts', async () => {
    github.trouble({ on: `POST ${SERVICE}/CreateArtifact`, kind: 'reset' })
    const store = await storeOf(run.startJob({ name: 'a' }))
    await expect(store.upload('evidence', files('1'))).rejects.toMatchObject({ code: 'github/service' })
    expect(warnings).toHaveLength(2)
  })

  test('the error without the service has the next step', async () => {
    await expect(connectArtifacts({ env: {}, workspace: temp, temp }, { clock, log })).rejects.toMatchObject({
      code: 'github/no-artifacts',
      advice: expect.stringContaining('evidence'),
    })
  })

  test('a later run fetches an artifact through the REST API, with `actions: read`, until it expires', async () => {
    const precheck = run.startJob({ name: 'precheck' })
    const { id } = await (await storeOf(precheck)).upload('evidence-precheck-1', files('{"a": 1}'))
    const later = github.startRun({ repository: REPOSITORY, sha: run.run.sha, actor: 'ann' })
    const ask = (permissions: Permissions, path = `${id}/zip`): Promise<Response> =>
      fetch(`${github.url}/repos/${REPOSITORY}/actions/artifacts/${path}`, {
        headers: { authorization: `Bearer ${later.startJob({ name: 'precheck', permissions }).token}` },
      })
    const answer = await ask({ actions: 'read' })
    expect([answer.status, answer.redirected, answer.headers.get('content-type')]).toEqual([
      200,
      true,
      'application/zip',
    ])
    expect(new TextDecoder('latin1').decode(await answer.arrayBuffer())).toContain('evidence.json')
    expect((await ask({ contents: 'read' })).status).toBe(403)
    expect((await ask({ actions: 'read' }, '1/zip')).status).toBe(404)
    const [stored] = github.world.artifacts
    github.world.artifacts[0] = { ...stored!, expiresAt: new Date(0) }
    expect((await ask({ actions: 'read' })).status).toBe(410)
  })

  describe('an artifact of one file, without an archive', () => {
    const upload = async (name: string, text: string, options: object = {}): Promise<number> => {
      const { DefaultArtifactClient } = await import('@actions/artifact')
      await storeOf(run.startJob({ name: 'a' }))
      const path = join(temp, name)
      await writeFile(path, text)
      const { id } = await new DefaultArtifactClient().uploadArtifact('ignored', [path], temp, {
        skipArchive: true,
        ...options,
      })
      return id!
    }
    const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`
    const rest = (permissions: Permissions) => clientOf(github).job(permissions).rest

    test('has the name of the file, the digest of its bytes and its type, and is downloaded as a file', async () => {
      const id = await upload('evidence ä.json', '{"a": 1}')
      const { DefaultArtifactClient } = await import('@actions/artifact')
      const client = new DefaultArtifactClient()
      const { artifacts } = await client.listArtifacts()
      expect(artifacts).toMatchObject([{ id, name: 'evidence ä.json', size: 8, digest: sha256('{"a": 1}') }])
      const target = join(temp, 'target')
      const { digestMismatch } = await client.downloadArtifact(id, { path: target, expectedHash: sha256('{"a": 1}') })
      expect(digestMismatch).toBe(false)
      expect(await readdir(target)).toEqual(['evidence ä.json'])
      expect(await readFile(join(target, 'evidence ä.json'), 'utf8')).toBe('{"a": 1}')
    })

    test('is redirected to by the REST API, for a minute', async () => {
      const id = await upload('page.html', '<p>all green</p>')
      const reading = rest({ actions: 'read' })
      const { data } = await reading.actions.getArtifact({ ...AT, artifact_id: id })
      expect(data).toMatchObject({ name: 'page.html', digest: sha256('<p>all green</p>'), size_in_bytes: 16 })
      const redirect = await fetch(data.archive_download_url, {
        headers: { authorization: `Bearer ${github.tokenOf('ann')}` },
        redirect: 'manual',
      })
      const location = redirect.headers.get('location')!
      expect(new URL(location).pathname).not.toMatch(/\.zip$/)
      const answer = await fetch(location)
      expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['text/html', '<p>all green</p>'])
      now = new Date(now.getTime() + 61_000)
      expect((await fetch(location)).status).toBe(403)
    })

    test('can be deleted, and its name is free for another one with another ID', async () => {
      const id = await upload('a.txt', '1')
      await expect(rest({ actions: 'read' }).actions.deleteArtifact({ ...AT, artifact_id: id })).rejects.toMatchObject({
        status: 403,
      })
      const writing = rest({ actions: 'write' })
      await writing.actions.deleteArtifact({ ...AT, artifact_id: id })
      await expect(writing.actions.getArtifact({ ...AT, artifact_id: id })).rejects.toMatchObject({ status: 404 })
      const again = await upload('a.txt', '2')
      expect(again).not.toBe(id)
      const { data } = await writing.actions.listArtifactsForRepo({ ...AT, name: 'a.txt' })
      expect(data.artifacts.map((artifact) => artifact.id)).toEqual([again])
    })

    test('is stored for the requested time, at most as long as the repository allows', async () => {
      const days = async (id: number): Promise<number> => {
        const { data } = await rest({ actions: 'read' }).actions.getArtifact({ ...AT, artifact_id: id })
        return Math.round((Date.parse(data.expires_at!) - Date.parse(data.created_at!)) / 86_400_000)
      }
      expect(await days(await upload('a.txt', '1', { retentionDays: 7 }))).toBe(7)
      expect(await days(await upload('b.txt', '1'))).toBe(30)
      expect(await days(await upload('c.txt', '1', { retentionDays: 80 }))).toBe(30)
    })
  })
})
