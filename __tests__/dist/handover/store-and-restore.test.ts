import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { rewriteArtifactFiles } from '../../../rehearsal/breaks/artifact.ts'
import { readAction } from '../../../rehearsal/runner/action.ts'
import { Masks } from '../../../rehearsal/runner/masks.ts'
import { runStep, type Job } from '../../../rehearsal/runner/step.ts'
import { startGitHub, type SandboxGitHub, type SandboxRun } from '../../../sandbox/github/index.ts'
import { wallClock } from '../../../src/support/clock.ts'
import { readEvidence } from '../support/evidence.ts'
import { PROJECT } from '../support/harness.ts'
import { runSourceStep } from '../support/source-step.ts'

/** Three jobs, each with a checkout of its own; only the first one builds. */

const REPOSITORY = 'acme/shop'
const FILES: Readonly<Record<string, string>> = {
  '.github/test-deployments.yml': `version: 1
deployments: [{ platform: local, revision: { directory: out }, destination-root: ./host }]
`,
  'src/index.html': 'hello',
}
const TIMEOUT = 120_000

let base: string
let github: SandboxGitHub
let run: SandboxRun
let before: string
let needs: Record<string, { result: string; outputs: Record<string, string> }>

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'jobs-'))
  github = await startGitHub()
  github.repository({ name: REPOSITORY })
  before = github.commit(REPOSITORY, 'first', FILES)
  const sha = github.commit(REPOSITORY, 'second', { ...FILES, 'README.md': 'shop' })
  run = github.startRun({ repository: REPOSITORY, sha, actor: 'ada' })
  needs = {}
})
afterEach(async () => {
  await github.close()
  rmSync(base, { recursive: true, force: true })
})

/** The effect of actions/checkout for a job of that name. @returns its workspace */
function checkout(name: string): string {
  const workspace = join(base, name, 'work')
  for (const [path, text] of Object.entries(FILES)) put(workspace, path, text)
  return workspace
}

function put(workspace: string, path: string, text: string): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true })
  writeFileSync(join(workspace, path), text)
}

/** Each build is different. */
function build(workspace: string): void {
  cpSync(join(workspace, 'src'), join(workspace, 'out/www'), { recursive: true })
  put(workspace, 'out/built-at', String(process.hrtime.bigint()))
  put(workspace, 'out/appspec.yml', 'version: 0.0\nos: linux\nfiles: [{ source: www, destination: /srv/shop }]\n')
}

/** The bundle runs the steps of the first test, the source those of the others. */
let runner: 'bundle' | 'source' = 'bundle'
afterEach(() => void (runner = 'source'))

async function step(name: string, command: string, workspace: string) {
  const job = run.startJob({ name, permissions: { contents: 'read', actions: 'read' } })
  const lines: string[] = []
  const temp = join(base, name, 'temp')
  put(temp, 'event.json', JSON.stringify({ ref: 'refs/heads/main', before }))
  const inputs = { command, needs: JSON.stringify(needs) }
  const host: Job = {
    workspace,
    temp,
    token: job.token,
    masks: new Masks(),
    env: {
      ...job.variables(),
      GITHUB_API_URL: github.url,
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_PATH: join(temp, 'event.json'),
      RUNNER_TEMP: temp,
      AWS_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  }
  const options = { show: (line: string) => lines.push(line), cancelled: new AbortController().signal }
  const result =
    runner === 'bundle'
      ? await runStep(readAction(PROJECT), inputs, host, options)
      : await runSourceStep(inputs, host, wallClock, options)
  const outputs = { digest: result.outputs.get('digest') ?? '', verdict: result.outputs.get('verdict') ?? '' }
  const conclusion = result.status === 0 ? 'success' : 'failure'
  job.finish(conclusion, outputs)
  needs[name] = { result: conclusion, outputs }
  const evidence = readEvidence(readFileSync(result.outputs.get('evidence') ?? '', 'utf8'), runner)
  return { lines, evidence, codes: evidence.findings.flatMap((each) => (each.outcome === 'pass' ? [] : [each.code])) }
}

async function packaged(): Promise<void> {
  const workspace = checkout('build')
  build(workspace)
  const { evidence } = await step('build', 'package', workspace)
  expect(evidence.verdict).toBe('pass')
}

describe('a build that is not reproducible', () => {
  test(
    'runs once, and its bytes are checked and deployed',
    async () => {
      await packaged()
      const precheck = await step('precheck', 'precheck', checkout('precheck'))
      expect(precheck.codes).toEqual(['appspec/no-validate-service', 'vanished/first-release'])
      const workspace = checkout('deploy-preprod')
      const deployed = await step('deploy-preprod', 'deploy-preprod', workspace)
      expect(deployed.evidence.verdict).toBe('pass')
      expect(readFileSync(join(workspace, 'host/srv/shop/index.html'), 'utf8')).toBe('hello')
      expect(readFileSync(join(workspace, 'out/built-at'), 'utf8')).toBe(
        readFileSync(join(base, 'build/work/out/built-at'), 'utf8'),
      )
      for (const { lines } of [precheck, deployed]) {
        const reported = lines.filter((line) => line.startsWith('the release: '))
        expect(reported[0]).toMatch(/^the release: \d+ bytes fetched from the artifact \S+ in \d[^ ]* m?s$/)
        expect(reported[1]).toMatch(
          /^the release: out is the one in the artifact \S+-package-all-attempt1 \(sha256:\w{64}\)$/,
        )
      }
    },
    TIMEOUT,
  )

  test(
    'is stored by precheck where no job before it stored it',
    async () => {
      const workspace = checkout('precheck')
      build(workspace)
      const precheck = await step('precheck', 'precheck', workspace)
      expect(precheck.lines.some((line) => /^the release: \d+ bytes stored as the artifact \S+ in/.test(line))).toBe(
        true,
      )
      const deployed = await step('deploy-preprod', 'deploy-preprod', checkout('deploy-preprod'))
      expect(deployed.codes).toEqual(['evidence/origin-unproven'])
    },
    TIMEOUT,
  )

  test(
    'is refused where the stored files were replaced',
    async () => {
      await packaged()
      await step('precheck', 'precheck', checkout('precheck'))
      await rewriteArtifactFiles(github, /\.release-/, () => Buffer.from('another release'))
      const workspace = checkout('deploy-preprod')
      const { codes, evidence } = await step('deploy-preprod', 'deploy-preprod', workspace)
      expect(codes).toEqual(['release/restore-failed'])
      expect(evidence.findings[0]?.observed).toContain('package-all-attempt1')
      expect(readdirSync(workspace).toSorted()).toEqual(['.github', 'src'])
    },
    TIMEOUT,
  )

  test(
    'is refused by precheck where it changes files under version control',
    async () => {
      const workspace = checkout('build')
      build(workspace)
      await step('build', 'package', workspace)
      const again = checkout('precheck')
      build(again)
      const { codes, evidence } = await step('precheck', 'precheck', again)
      expect(codes).toContain('release/differs')
      const differs = evidence.findings.find(({ code }) => code === 'release/differs')
      expect(differs?.advice).toContain('folders that are not checked in')
      expect(existsSync(join(again, 'out/built-at'))).toBe(true)
    },
    TIMEOUT,
  )
})
