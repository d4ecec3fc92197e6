import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startGitHub, type SandboxGitHub, type SandboxJob, type SandboxRun } from '../../../sandbox/github/index.ts'
import { connectArtifacts } from '../../../src/github/artifacts.ts'

const REPOSITORY = 'octo/shop'
const files = (text: string): Map<string, Uint8Array> => new Map([['evidence.json', Buffer.from(text)]])

describe('artifacts, through the client that GitHub publishes', () => {
  let github: SandboxGitHub
  let run: SandboxRun
  let temp: string
  let before: NodeJS.ProcessEnv

  beforeEach(async () => {
    before = { ...process.env }
    temp = await mkdtemp(join(tmpdir(), 'artifacts-'))
    github = await startGitHub()
    github.repository({ name: REPOSITORY })
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
    return connectArtifacts({ env: process.env, workspace: temp, temp })
  }

  test('what one job stores, a later one lists and fetches, byte by byte', async () => {
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

  test('a name is taken for the whole run, in every attempt of it', async () => {
    await (await storeOf(run.startJob({ name: 'a' }))).upload('evidence', files('1'))
    run.rerun('ann')
    const again = (await storeOf(run.startJob({ name: 'a' }))).upload('evidence', files('2'))
    await expect(again).rejects.toMatchObject({ code: 'github/artifact-exists' })
  })

  test('an archive that is not what was uploaded is refused', async () => {
    const store = await storeOf(run.startJob({ name: 'a' }))
    await store.upload('evidence', files('1'))
    const other = await store.upload('other', files('2'))
    const [first, second] = github.world.artifacts
    first!.content = second!.content!
    const listed = (await store.list()).find(({ name }) => name === 'evidence')!
    await expect(store.download(listed)).rejects.toMatchObject({ code: 'github/artifact-damaged' })
    expect([...(await store.download(other)).keys()]).toEqual(['evidence.json'])
  })

  test('more than one block arrives whole', async () => {
    const noise = randomBytes(9 * 1024 * 1024)
    const store = await storeOf(run.startJob({ name: 'a' }))
    const stored = await store.upload('noise', new Map([['noise.bin', noise]]))
    expect(github.world.artifacts[0]!.blocks.size).toBeGreaterThan(1)
    expect(noise.equals((await store.download(stored)).get('noise.bin')!)).toBe(true)
  })

  test('another run sees nothing of it', async () => {
    await (await storeOf(run.startJob({ name: 'a' }))).upload('evidence', files('1'))
    const other = github.startRun({ repository: REPOSITORY, sha: run.run.sha, actor: 'ann' })
    expect(await (await storeOf(other.startJob({ name: 'a' }))).list()).toEqual([])
  })

  test('where there is no service, the error says what to do', async () => {
    await expect(connectArtifacts({ env: {}, workspace: temp, temp })).rejects.toMatchObject({
      code: 'github/no-artifacts',
      advice: expect.stringContaining('evidence'),
    })
  })
})
