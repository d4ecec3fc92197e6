import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { rewriteArtifactFiles } from '../../rehearsal/breaks/artifact.ts'
import { startGitHub, type SandboxGitHub, type SandboxRun } from '../../sandbox/github/index.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import { digestOf } from '../../src/evidence/digest.ts'
import { SCHEMA, type Evidence, type Release } from '../../src/evidence/document.ts'
import { Recorder } from '../../src/evidence/recorder.ts'
import { connectArtifacts } from '../../src/github/artifacts.ts'
import type { Connections } from '../../src/ports.ts'
import { restoreRelease } from '../../src/handover/restore-release.ts'
import { storeRelease, type HandingOn } from '../../src/handover/store-release.ts'
import { describeRelease } from '../../src/handover/release.ts'
import type { ActionError } from '../../src/support/errors.ts'
import { tarOf } from '../codedeploy/revisions.ts'
import { hideRunnerOutput } from '../quiet.ts'

/** The build of one job, and the files that later jobs restore in workspaces of their own. */

const REPOSITORY = 'octo/shop'
const CONFIG = `version: 1
stacks: [{ name: "shop-{environment}", template: out/web.yml }]
deployments:
  - { id: app, platform: server, application: shop, group: shop, revision: { directory: out/app, bucket: b } }
  - { id: job, platform: lambda, application: job, group: job, appspec: out/app/appspec.yml }
`
const config = readConfig(CONFIG, 'config')

let base: string
let builder: string
let later: string
let evidence: string
let record: Recorder
let lines: string[]
let release: Release
let cancel: AbortController

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'handing-on-'))
  ;[builder, later, evidence] = ['builder', 'later', 'evidence'].map((name) => join(base, name)) as [
    string,
    string,
    string,
  ]
  for (const folder of [later, evidence]) mkdirSync(folder)
  put(builder, 'out/web.yml', 'Resources: {}')
  put(builder, 'out/app/appspec.yml', 'version: 0.0')
  put(builder, 'out/app/hooks/start', '#!/bin/sh')
  chmodSync(join(builder, 'out/app/hooks/start'), 0o750)
  symlinkSync('hooks/start', join(builder, 'out/app/run'))
  mkdirSync(join(builder, 'out/app/empty'))
  record = new Recorder(() => new Date())
  lines = []
  cancel = new AbortController()
  release = await described(builder)
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const described = (workspace: string): Promise<Release> => describeRelease({ config, workspace, sha: 'a'.repeat(40) })

function handing(
  workspace: string,
  { env = {}, needs, attempt = 1, command = 'precheck' as const, asked = evidence as string | false } = {} as {
    env?: NodeJS.ProcessEnv
    needs?: string
    attempt?: number
    command?: 'precheck' | 'package'
    asked?: false
  },
): HandingOn {
  const place = { env, workspace, temp: join(base, 'temp') }
  const log = {
    debug: () => undefined,
    info: (text: string) => void lines.push(text),
    warning: () => undefined,
    group: <T>(_: string, body: () => Promise<T>) => body(),
    mask: () => undefined,
  }
  const clock = { now: () => new Date(), sleep: () => Promise.resolve() }
  return {
    ports: {
      place,
      log,
      clock,
      cancelled: cancel.signal,
      connect: {
        artifacts: () => connectArtifacts(place, { clock, log: { ...log, debug: () => undefined } }),
        evidenceBucket: () => Promise.resolve(undefined),
      } as unknown as Connections,
    },
    inputs: { command, only: [], ...(asked !== false && { evidence: asked }), needs },
    config,
    origin: { ...ORIGIN, runAttempt: attempt },
    record,
  } as unknown as HandingOn
}

const ORIGIN = {
  repository: REPOSITORY,
  sha: 'a'.repeat(40),
  ref: 'refs/heads/main',
  runId: '7',
  runAttempt: 1,
  job: 'precheck',
  actor: 'ann',
}

/** Writes the document of precheck to the folder. @returns `needs` of the next job */
function prechecked(of: Release, more: Partial<Evidence> = {}): string {
  const now = new Date().toISOString()
  const document = {
    schema: SCHEMA,
    slot: { command: 'precheck', environment: 'all' },
    origin: ORIGIN,
    endpoints: { aws: 'aws', github: 'github' },
    release: of,
    plans: [],
    snapshots: [],
    verdict: 'pass',
    findings: [{ code: 'drift/in-sync', outcome: 'pass', title: 'x', subject: 'x' }],
    measurements: [],
    timeline: [],
    handles: [],
    approvals: [],
    previous: [],
    startedAt: now,
    finishedAt: now,
    ...more,
  } satisfies Evidence
  writeFileSync(join(evidence, 'precheck.json'), JSON.stringify(document))
  return JSON.stringify({ precheck: { result: 'success', outputs: { digest: digestOf(document) } } })
}

async function refusalOf(
  promise: Promise<unknown>,
): Promise<{ code: string; message: string; why: string; codes: string[] }> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown as ActionError,
  )
  if (!error) throw new Error('nothing was refused')
  return {
    code: error.code,
    message: error.message,
    why: error.details.observed ?? '',
    codes: error.findings.map(({ code }) => code),
  }
}

describe('in the folder of the evidence', () => {
  test('missing files are restored unchanged, and the release is the same', async () => {
    expect(await storeRelease(handing(builder), release)).toBe(true)
    await restoreRelease(handing(later, { needs: prechecked(release) }))
    expect(await described(later)).toEqual(release)
    expect(statSync(join(later, 'out/app/hooks/start')).mode & 0o777).toBe(0o750)
    expect(readlinkSync(join(later, 'out/app/run'))).toBe('hooks/start')
    expect(readdirSync(later)).toEqual(['out'])
    expect(lines.some((line) => /^the release: \d+ bytes stored in .* in \d[^ ]* m?s$/.test(line))).toBe(true)
    expect(record.document({} as Evidence).timeline.map(({ subject, event }) => [subject, event])).toEqual([
      ['release', 'stored for later jobs'],
      ['deployment/app/revision', 'restored from an earlier job'],
      ['stack/stack', 'restored from an earlier job'],
    ])
  })

  test('a content that is used twice is stored once', async () => {
    put(builder, 'out/web.yml', 'version: 0.0')
    release = await described(builder)
    await storeRelease(handing(builder), release)
    const stored = readdirSync(join(evidence, 'release'))
    expect(stored.map((name) => name.replace(/^\w+/, '')).toSorted()).toEqual(['.file', '.tgz'])
    await storeRelease(handing(builder), release)
    expect(lines.at(-1)).toMatch(/^the release: 0 bytes stored/)
  })

  test('a parameter file is kept in its place', async () => {
    const withSecret = readConfig(CONFIG.replace('web.yml }', 'web.yml, parameters: secret.json }'), 'config')
    put(builder, 'secret.json', '{ "Token": "of-nobody-else" }')
    const describedWith = (workspace: string) => describeRelease({ config: withSecret, workspace, sha: 'a'.repeat(40) })
    release = await describedWith(builder)
    await storeRelease({ ...handing(builder), config: withSecret }, release)
    const stored = readdirSync(join(evidence, 'release'))
    expect(stored).toHaveLength(3)
    expect(stored.map((name) => readFileSync(join(evidence, 'release', name), 'latin1')).join()).not.toContain('nobody')
    await restoreRelease({ ...handing(later, { needs: prechecked(release) }), config: withSecret })
    await expect(describedWith(later)).rejects.toMatchObject({
      code: 'config/missing-file',
      subject: 'stack/stack/preprod',
    })
  })

  test('without a folder nothing is written', async () => {
    expect(await storeRelease(handing(builder, { asked: false }), release)).toBe(false)
    expect(readdirSync(base).toSorted()).toEqual(['builder', 'evidence', 'later'])
  })

  test('existing files of the workspace are not overwritten', async () => {
    await storeRelease(handing(builder), release)
    put(later, 'out/app/appspec.yml', 'another')
    symlinkSync('nowhere', join(later, 'out/web.yml'))
    await restoreRelease(handing(later, { needs: prechecked(release) }))
    expect(readdirSync(join(later, 'out/app'))).toEqual(['appspec.yml'])
    expect(readFileSync(join(later, 'out/app/appspec.yml'), 'utf8')).toBe('another')
    expect(readlinkSync(join(later, 'out/web.yml'))).toBe('nowhere')
  })

  test('files that changed after they were described are not stored under that description', async () => {
    put(builder, 'out/app/late', 'x')
    expect(await refusalOf(storeRelease(handing(builder), release))).toMatchObject({ code: 'release/store-failed' })
    expect(readdirSync(join(evidence, 'release')).filter((name) => name.endsWith('.tgz'))).toEqual([])
  })

  test.each<readonly [string, string, (file: string) => unknown]>([
    ['a part', 'it is truncated or damaged', (file: string) => truncateSync(file, 40)],
    [
      'another content',
      'expected sha256:',
      async (file: string) => writeFileSync(file, gzipSync(await tarOf([{ name: 'x', content: 'y' }]))),
    ],
    ['no archive', 'it is truncated or damaged', (file: string) => writeFileSync(file, 'x')],
    ['nothing', 'it does not exist', (file: string) => rmSync(file)],
  ])('%s is refused, and no part of it remains', async (_, why, change) => {
    await storeRelease(handing(builder), release)
    const stored = readdirSync(join(evidence, 'release')).find((name) => name.endsWith('.tgz')) ?? ''
    await change(join(evidence, 'release', stored))
    const refused = await refusalOf(restoreRelease(handing(later, { needs: prechecked(release) })))
    expect(refused.code).toBe('release/restore-failed')
    expect(refused.message).toContain('out/app')
    expect(refused.why).toContain(why)
    expect(existsSync(join(later, 'out/app'))).toBe(false)
    expect(readdirSync(later).filter((name) => name !== 'out')).toEqual([])
  })

  test('a cancelled job leaves no incomplete file', async () => {
    await storeRelease(handing(builder), release)
    const needs = prechecked(release)
    cancel.abort(new Error('cancelled'))
    await expect(restoreRelease(handing(later, { needs }))).rejects.toThrow('cancelled')
    expect(readdirSync(later)).toEqual([])
  })

  test('a link in the workspace does not lead outside it', async () => {
    await storeRelease(handing(builder), release)
    const outside = mkdtempSync(join(base, 'outside-'))
    symlinkSync(outside, join(later, 'out'))
    const refused = await refusalOf(restoreRelease(handing(later, { needs: prechecked(release) })))
    expect(refused.why).toContain('leads out of the workspace')
    expect(readdirSync(outside)).toEqual([])
  })

  test.each([
    ['of another commit', { origin: { ...ORIGIN, sha: 'b'.repeat(40) } }, 'evidence/other-run'],
    ['of another run', { origin: { ...ORIGIN, runId: '8' } }, 'evidence/other-run'],
  ])('evidence that is %s proves nothing about the release', async (_, more, code) => {
    await storeRelease(handing(builder), release)
    const refused = await refusalOf(restoreRelease(handing(later, { needs: prechecked(release, more) })))
    expect(refused.codes).toEqual([code, 'release/restore-failed'])
    expect(readdirSync(later)).toEqual([])
  })

  test('neither does altered evidence', async () => {
    await storeRelease(handing(builder), release)
    const needs = prechecked(release)
    prechecked(release, { startedAt: '2026-01-01T00:00:00.000Z' })
    const refused = await refusalOf(restoreRelease(handing(later, { needs })))
    expect(refused.codes).toEqual(['evidence/altered', 'release/restore-failed'])
  })

  test('a job without earlier jobs needs the path, as usual', async () => {
    await restoreRelease(handing(later, { needs: '{}' }))
    await expect(described(later)).rejects.toMatchObject({ code: 'config/missing-file' })
  })
})

describe('in artifacts of the run', () => {
  hideRunnerOutput()
  let github: SandboxGitHub
  let run: SandboxRun
  let before: NodeJS.ProcessEnv

  beforeEach(async () => {
    before = { ...process.env }
    github = await startGitHub()
    github.repository({ name: REPOSITORY })
    run = github.startRun({
      repository: REPOSITORY,
      sha: github.commit(REPOSITORY, 'first', { 'README.md': 'shop' }),
      actor: 'ann',
    })
  })
  afterEach(async () => {
    process.env = before
    await github.close()
  })

  /** The client reads its address and token from the process, as in a job. */
  function jobEnv(name: string): NodeJS.ProcessEnv {
    Object.assign(process.env, run.startJob({ name }).variables(), { GITHUB_WORKSPACE: base })
    return { ...process.env, GITHUB_API_URL: '', AWS_ENDPOINT_URL: '' }
  }
  const keep = (command: 'precheck' | 'package', attempt = 1): Promise<boolean> =>
    storeRelease(handing(builder, { env: jobEnv(command), command, attempt, asked: false }), release)
  const bring = (): Promise<void> => {
    const needs = prechecked(release)
    return restoreRelease(handing(later, { env: jobEnv('gate'), needs }))
  }
  const names = (): string[] => github.world.artifacts.map(({ name }) => name)

  test('they are kept as long as evidence counts, and restored in another workspace', async () => {
    await keep('precheck')
    expect(names()).toEqual([`test-deployments.release-${release.digest.slice(7, 23)}-precheck-all-attempt1`])
    const [stored] = github.world.artifacts
    const days = ((stored?.expiresAt.getTime() ?? 0) - (stored?.createdAt.getTime() ?? 0)) / 86_400_000
    expect(Math.round(days)).toBe(2)
    await bring()
    expect(await described(later)).toEqual(release)
    expect(
      lines.some((line) => /^the release: \d+ bytes fetched from the artifact \S+ in \d[^ ]* m?s$/.test(line)),
    ).toBe(true)
  })

  test('files that the building job has stored are not stored again by precheck', async () => {
    await keep('package')
    await keep('precheck')
    expect(names()).toHaveLength(1)
    expect(lines.at(-1)).toContain('package-all-attempt1 already has it')
  })

  test('an altered one is refused, and the newest unaltered one counts', async () => {
    await keep('precheck')
    const rewrite = (): Promise<void> =>
      rewriteArtifactFiles(github, /release/, (bytes) => Buffer.concat([bytes, Buffer.from('x')]))
    await rewrite()
    const refused = await refusalOf(bring())
    expect(refused.code).toBe('release/restore-failed')
    expect(existsSync(join(later, 'out/app'))).toBe(false)

    run.rerun('ann')
    await keep('precheck', 2)
    await bring()
    expect(await described(later)).toEqual(release)
    rmSync(join(later, 'out'), { recursive: true })

    github.world.artifacts.reverse()
    await rewrite()
    await expect(bring()).rejects.toMatchObject({ code: 'release/restore-failed' })
  })
})
