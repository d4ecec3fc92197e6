import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { readAction } from '../../../rehearsal/runner/action.ts'
import { Masks } from '../../../rehearsal/runner/masks.ts'
import { runScript, type Script } from '../../../rehearsal/runner/script.ts'
import { runStep, type Job, type StepResult } from '../../../rehearsal/runner/step.ts'
import { folderOf, outputsOf, publishWorkflows, readJob, readStep, type Outputs } from '../../../rehearsal/workflow.ts'
import type { StepFile } from '../../../sandbox/github/workflows/model.ts'
import { startGitHub, type SandboxGitHub } from '../../../sandbox/github/index.ts'
import { readConfig } from '../../../src/config/schema/file.ts'
import { githubPage } from '../../browser/github-markdown.ts'
import { PROJECT } from '../support/harness.ts'

/** The workflow that runs `init`, executed as GitHub does: its steps run from the bundle. */

const REPOSITORY = 'acme/shop'
const BRANCH = 'test-deployments-init'
const CALLER = '.github/workflows/test-deployments-init.yml'
const CONFIG = '.github/test-deployments.yml'
const ROLES = '.github/test-deployments-roles.yml'
const WORKFLOW = '.github/workflows/test-deployments.yml'
const TEMPLATE = 'Resources:\n  Orders: { Type: AWS::SQS::Queue }\nOutputs: {}\n'
const ACCOUNTS = "preprod-account: '111111111111', production-account: '222222222222'"

const callerWith = (inputs: string): string => `on:
  workflow_dispatch:
jobs:
  init:
    uses: org/test-deployments/.github/workflows/init.yml@v1
    permissions: { contents: write, pull-requests: write }
    with: { ${inputs} }
`

let github: SandboxGitHub
let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'init-workflow-'))
  github = await startGitHub()
  github.repository({ name: REPOSITORY })
  github.world.repositories.get(REPOSITORY)!.actionsMayApprove = true
  publishWorkflows(github, PROJECT, () => undefined)
})
afterEach(async () => {
  await github.close()
  rmSync(folder, { recursive: true })
})

interface Ran {
  /** Names of the jobs that ran steps, with their conclusions. */
  readonly jobs: readonly string[]
  readonly steps: readonly StepResult[]
  readonly log: string
}

/** Starts the workflow manually on a commit with these files. */
async function dispatch(inputs: string, files: Readonly<Record<string, string>>): Promise<Ran> {
  const laidOut = { ...files, [CALLER]: callerWith(inputs) }
  const sha = github.commit(REPOSITORY, 'Before', laidOut)
  const played = await github.playWorkflow({
    repository: REPOSITORY,
    sha,
    path: CALLER,
    actor: 'ada',
    event: 'workflow_dispatch',
  })
  expect(played.failure).toBeUndefined()
  const [jobs, steps, log]: [string[], StepResult[], string[]] = [[], [], []]
  const show = (line: string): void => void log.push(line)
  const cancelled = new AbortController().signal
  for (let [name] = played.active(); name !== undefined; [name] = played.active()) {
    const job = github.jobOf(played, name)
    const spec = readJob(played, name, job.token)
    const work = join(folder, String(jobs.length))
    const [workspace, temp] = [join(work, 'workspace'), join(work, 'temp')]
    for (const each of [workspace, temp]) mkdirSync(each, { recursive: true })
    const env = { ...job.variables(), ...spec.env, GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp }
    const given: Job = { workspace, temp, token: job.token, masks: new Masks(), env }
    const done: Record<string, Outputs> = {}
    let passed = true
    for (const each of spec.steps) {
      const step: StepFile | undefined = passed ? readStep(spec, each, done) : undefined
      if (!step) continue
      const action = folderOf(step.uses ?? '')
      if (step.run !== undefined) {
        const script: Script = { name: step.name ?? '', run: step.run, env: step.env }
        passed = (await runScript(script, given, { show, cancelled })) === 0
      } else if (action === undefined) {
        for (const [path, text] of Object.entries(laidOut)) {
          mkdirSync(dirname(join(workspace, path)), { recursive: true })
          writeFileSync(join(workspace, path), text)
        }
      } else {
        const result = await runStep(readAction(join(PROJECT, action)), step.inputs, given, { show, cancelled })
        steps.push(result)
        passed = result.status === 0
        done[step.id ?? ''] = { outputs: Object.fromEntries(result.outputs) }
      }
    }
    jobs.push(`${spec.name} ${passed ? 'success' : 'failure'}`)
    job.finish(passed ? 'success' : 'failure', outputsOf(spec, done))
  }
  return { jobs, steps, log: log.join('\n') }
}

const pulls = () => github.world.repositories.get(REPOSITORY)!.pulls
const filesOf = (branch: string): Readonly<Record<string, string>> => {
  const { branches, commits } = github.world.repositories.get(REPOSITORY)!
  return commits.get(branches.get(branch) ?? '')?.files ?? {}
}
const before = { 'infra/orders.yml': TEMPLATE, 'README.md': 'Shop\n' }

describe('without a checkout', () => {
  test('opens a pull request with new files and the commands, and links the workflow file, which a job may not add', async () => {
    const { jobs } = await dispatch(`region: eu-west-1, ${ACCOUNTS}, reviewers: 'grace, team/ops'`, before)
    expect(jobs).toEqual(['read success', 'pull-request success'])
    const [pull] = pulls()
    expect(pull).toMatchObject({ head: BRANCH, base: 'main', user: 'github-actions[bot]' })
    const files = filesOf(BRANCH)
    expect(Object.keys(files).toSorted()).toEqual([...Object.keys(before), CALLER, CONFIG, ROLES].toSorted())
    expect(readConfig(files[CONFIG] ?? '', CONFIG).stacks).toHaveLength(1)
    const body = pull?.body ?? ''
    expect(body).toContain('aws cloudformation deploy --region eu-west-1 --stack-name shop-preprod-roles')
    expect(body).toContain('gh api -X PUT repos/acme/shop/environments/production --input - <<JSON')
    expect(body).toContain('orgs/acme/teams/ops')
    // The link contains the text of the workflow, which the caller parses.
    const url = new URL(/\(([^)]*\/new\/[^)]*)\)/.exec(body)?.[1] ?? '')
    expect(url.pathname).toBe(`/acme/shop/new/${BRANCH}`)
    expect(url.searchParams.get('filename')).toBe(WORKFLOW)
    expect(parse(url.searchParams.get('value') ?? '')).toMatchObject({
      on: { push: { branches: ['main'] } },
      jobs: { release: { uses: 'org/test-deployments/.github/workflows/release.yml@v1' } },
    })
  })

  test('overwrites nothing: existing files are left out, and nothing is done where all exist', async () => {
    const own = { ...before, [CONFIG]: 'version: 1\n', [WORKFLOW]: 'on: push\n' }
    const { jobs } = await dispatch(`region: eu-west-1, ${ACCOUNTS}`, own)
    expect(jobs).toEqual(['read success', 'pull-request success'])
    expect(filesOf(BRANCH)).toMatchObject(own)
    expect(pulls()[0]?.body).not.toContain(CONFIG)
    const all = await dispatch(`region: eu-west-1, ${ACCOUNTS}`, { ...own, [ROLES]: 'Resources: {}\n' })
    expect(all.jobs).toEqual(['read success'])
    expect(all.steps[0]?.summary).toContain('All files exist')
    expect(pulls()).toHaveLength(1)
  })

  test('runs the build without write permission and without a token', async () => {
    const cdk = join(PROJECT, '__tests__/assembly/fixtures/cdk-out')
    const { jobs } = await dispatch(`build: 'cp -R ${cdk} cdk.out && env > environment', ${ACCOUNTS}`, before)
    expect(jobs).toEqual(['read success', 'pull-request success'])
    expect(filesOf(BRANCH)[CONFIG]).toContain('cdk: cdk.out')
    const [read, write] = github.world.runs.values().next().value?.jobs ?? []
    expect([read?.permissions, write?.permissions]).toEqual([
      { contents: 'read' },
      { contents: 'write', 'pull-requests': 'write' },
    ])
    expect(readFileSync(join(folder, '0/workspace/environment'), 'utf8')).not.toMatch(/gh[ps]_|RUNTIME_TOKEN/)
  })

  test.each([
    ['a wrong account', "preprod-account: '12'", 'the input preprod-account is "12"; expected twelve digits'],
    ['a wrong region', 'region: ireland', 'the input region is "ireland"; expected a region such as eu-west-1'],
  ])('reports %s before anything is written', async (_, inputs, message) => {
    const { jobs, steps } = await dispatch(inputs, before)
    expect(jobs).toEqual(['read failure'])
    expect(steps[0]?.annotations).toMatchObject([{ level: 'error', message }])
    expect(filesOf(BRANCH)).toEqual({})
  })

  test('reports the branch, its link and the setting where the repository does not let jobs open pull requests', async () => {
    github.world.repositories.get(REPOSITORY)!.actionsMayApprove = false
    const { jobs, steps } = await dispatch(`region: eu-west-1, ${ACCOUNTS}`, before)
    expect(jobs).toEqual(['read success', 'pull-request failure'])
    const { annotations = [], summary = '' } = steps[1] ?? {}
    expect(annotations[0]?.message).toContain('GitHub Actions is not permitted to create or approve pull requests')
    expect(annotations[0]?.message).toContain('"Allow GitHub Actions to create and approve pull requests"')
    expect(annotations[0]?.message).toContain(`/acme/shop/compare/main...${BRANCH}?quick_pull=1`)
    expect(summary).toContain('aws cloudformation deploy')
    expect(filesOf(BRANCH)[CONFIG]).toContain('version: 1')
  })

  test('does not change a branch of an earlier run', async () => {
    github.commit(REPOSITORY, 'Mine', { mine: 'x' }, 'ada', { branch: BRANCH })
    const { jobs, steps } = await dispatch(`region: eu-west-1, ${ACCOUNTS}`, before)
    expect(jobs).toEqual(['read success', 'pull-request failure'])
    expect(steps[1]?.annotations[0]?.message).toContain('Reference already exists')
    expect(steps[1]?.annotations[0]?.message).toContain(`delete the branch`)
    expect(filesOf(BRANCH)).toEqual({ mine: 'x' })
  })

  test('escapes hostile file names', async () => {
    const hostile = 'infra/x`](https://evil.example) ![p](https://evil.example/p.png) <img src=x> @everyone.yml'
    const { jobs, log } = await dispatch(`region: eu-west-1, ${ACCOUNTS}`, {
      ...before,
      [hostile]: TEMPLATE.replace('{ Type: AWS::SQS::Queue }', '{ Type: AWS::SQS::Queue'),
    })
    expect(jobs).toEqual(['read success', 'pull-request success'])
    const page = await githubPage(pulls()[0]?.body ?? '')
    expect(page).toContain('evil.example')
    expect(page).not.toMatch(/(href|src)="https?:\/+evil|<img/)
    // A mention in code notifies nobody.
    expect(page.replaceAll(/<code>[^<]*<\/code>/g, '')).not.toContain('@everyone')
    expect(log).not.toMatch(/^::(?!(group|endgroup|error|add-mask))/m)
  })
})
