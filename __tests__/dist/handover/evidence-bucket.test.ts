import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readAction } from '../../../rehearsal/runner/action.ts'
import { Masks } from '../../../rehearsal/runner/masks.ts'
import { runStep, type Job } from '../../../rehearsal/runner/step.ts'
import type { SandboxRun } from '../../../sandbox/github/index.ts'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import { wallClock } from '../../../src/support/clock.ts'
import { readEvidence } from '../support/evidence.ts'
import { PROJECT } from '../support/harness.ts'
import { KEYS } from '../support/precheck-world.ts'
import { runSourceStep } from '../support/source-step.ts'

/** A GitHub Enterprise Server without artifacts: evidence and deployed files are stored in S3 for later jobs. */

const REPOSITORY = 'acme/shop'
const BUCKET = 's3://evidence/td'
const FILES: Readonly<Record<string, string>> = {
  '.github/test-deployments.yml': `version: 1
deployments: [{ platform: local, revision: { directory: out }, destination-root: ./host }]
`,
  'src/index.html': 'hello',
}
const TIMEOUT = 180_000

let base: string
let sandbox: Sandbox
let run: SandboxRun
let s3: S3Client
let before: string
const needs: Record<string, { result: string; outputs: Record<string, string> }> = {}

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'bucket-'))
  sandbox = await startSandbox({ scenario: { github: { repository: REPOSITORY } } })
  const { github } = sandbox
  before = github.commit(REPOSITORY, 'second', FILES)
  const sha = github.commit(REPOSITORY, 'third', { ...FILES, 'README.md': 'shop' })
  run = github.startRun({ repository: REPOSITORY, sha, actor: 'ada' })
  s3 = new S3Client({
    region: 'eu-west-1',
    endpoint: sandbox.awsUrl,
    credentials: KEYS,
    forcePathStyle: true,
    maxAttempts: 10,
  })
  await s3.send(new CreateBucketCommand({ Bucket: 'evidence' }))
})
afterAll(async () => {
  s3.destroy()
  await sandbox.close()
  rmSync(base, { recursive: true, force: true })
})

/** A job with a checkout of its own; `builds`: it makes the files that are deployed. */
async function job(
  name: string,
  command: string,
  inputs: Readonly<Record<string, string>>,
  builds = false,
  from: 'bundle' | 'source' = 'bundle',
) {
  const playing = run.startJob({ name, permissions: { contents: 'read', actions: 'read' } })
  const [workspace, temp] = [join(base, name, 'work'), join(base, name, 'temp')]
  for (const [path, text] of Object.entries(FILES)) put(workspace, path, text)
  if (builds) {
    cpSync(join(workspace, 'src'), join(workspace, 'out/www'), { recursive: true })
    put(workspace, 'out/appspec.yml', 'version: 0.0\nos: linux\nfiles: [{ source: www, destination: /srv/shop }]\n')
  }
  put(temp, 'event.json', JSON.stringify({ ref: 'refs/heads/main', before }))
  const lines: string[] = []
  const given = { command, needs: JSON.stringify(needs), ...inputs }
  const host: Job = {
    workspace,
    temp,
    token: playing.token,
    masks: new Masks(),
    env: {
      ...playing.variables(),
      GITHUB_SERVER_URL: 'https://github.example.com',
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_PATH: join(temp, 'event.json'),
      RUNNER_TEMP: temp,
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: sandbox.awsUrl,
      AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  }
  const options = { show: (line: string) => lines.push(line), cancelled: new AbortController().signal }
  const result =
    from === 'bundle'
      ? await runStep(readAction(PROJECT), given, host, options)
      : await runSourceStep(given, host, wallClock, options)
  const outputs = { digest: result.outputs.get('digest') ?? '' }
  playing.finish(result.status === 0 ? 'success' : 'failure', outputs)
  // Evidence that cannot be stored for later jobs sets no outputs, and remains in the folder of the job.
  const folder = join(temp, 'test-deployments')
  const [own = ''] = readdirSync(folder).filter((file) => file.endsWith('.json'))
  const evidence = readEvidence(readFileSync(join(folder, own), 'utf8'), from)
  return {
    workspace,
    outputs,
    lines,
    evidence,
    codes: evidence.findings.flatMap(({ code, outcome }) => (outcome === 'pass' ? [] : [code])),
  }
}

function put(workspace: string, path: string, text: string): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true })
  writeFileSync(join(workspace, path), text)
}

const keys = async (): Promise<string[]> =>
  ((await s3.send(new ListObjectsV2Command({ Bucket: 'evidence' }))).Contents ?? []).map(({ Key = '' }) => Key)

describe('on a GitHub Enterprise Server', () => {
  test(
    'a step without storage for evidence is refused before it starts, with the setting that is missing',
    async () => {
      const { evidence } = await job('refused', 'precheck', {}, true, 'source')
      expect(evidence.findings).toEqual([
        expect.objectContaining({
          code: 'config/input',
          title: expect.stringContaining('https://github.example.com is a GitHub Enterprise Server'),
          advice: expect.stringContaining('evidence: s3://BUCKET/PREFIX'),
        }),
      ])
    },
    TIMEOUT,
  )

  test(
    'evidence and build outputs are stored in S3 for later jobs, each once',
    async () => {
      const built = await job('build', 'package', { evidence: BUCKET }, true)
      expect(built.evidence.verdict).toBe('pass')
      needs['build'] = { result: 'success', outputs: built.outputs }
      const checked = await job('precheck', 'precheck', { evidence: BUCKET })
      expect(checked.codes).toEqual(['appspec/no-validate-service', 'vanished/first-release'])
      needs['precheck'] = { result: 'success', outputs: checked.outputs }
      const deployed = await job('deploy-preprod', 'deploy-preprod', { evidence: BUCKET })
      expect(deployed.codes).toEqual(['evidence/origin-unproven'])
      expect(readFileSync(join(deployed.workspace, 'host/srv/shop/index.html'), 'utf8')).toBe('hello')
      const below = `td/${REPOSITORY}/${run.id}/`
      expect((await keys()).map((key) => key.replace(/[0-9a-f]{64}/, 'HEX'))).toEqual([
        `${below}deploy-preprod-preprod-attempt1.html`,
        `${below}deploy-preprod-preprod-attempt1.json`,
        `${below}package-all-attempt1.html`,
        `${below}package-all-attempt1.json`,
        `${below}precheck-all-attempt1.html`,
        `${below}precheck-all-attempt1.json`,
        `${below}release/HEX.tgz`,
      ])
    },
    TIMEOUT,
  )

  test(
    'a document that was replaced in the bucket is rejected, and an existing document is not overwritten',
    async () => {
      const key = `td/${REPOSITORY}/${run.id}/precheck-all-attempt1.json`
      await s3.send(
        new PutObjectCommand({ Bucket: 'evidence', Key: key, Body: '{"schema":"test-deployments/evidence/v1"}' }),
      )
      const deployed = await job('deploy-again', 'deploy-preprod', { evidence: BUCKET }, false, 'source')
      expect(deployed.codes).toContain('evidence/altered')
      expect(deployed.evidence.verdict).not.toBe('pass')
      // Its own document has the same name as the previous one, which is not changed.
      expect(deployed.lines.join('\n')).toContain('another step of this run has stored deploy-preprod-preprod-attempt1')
      expect(await keys()).toContain(`td/${REPOSITORY}/${run.id}/deploy-preprod-preprod-attempt1-step2.json`)
    },
    TIMEOUT,
  )
})
