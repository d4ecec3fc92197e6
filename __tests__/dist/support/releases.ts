import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readAction } from '../../../rehearsal/runner/action.ts'
import { Masks } from '../../../rehearsal/runner/masks.ts'
import { runStep, type Job } from '../../../rehearsal/runner/step.ts'
import type { Edition } from '../../../sandbox/github/edition.ts'
import type { Permissions, SandboxRun } from '../../../sandbox/github/index.ts'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { blocks } from '../../../src/evidence/verdict.ts'
import { readEvidence } from './evidence.ts'
import { PROJECT } from './harness.ts'
import { clockOf, KEYS } from './precheck-world.ts'
import { runSourceStep } from './source-step.ts'

export const REPOSITORY = 'acme/shop'
const REVIEWER = 'grace'
const EVERYTHING: Permissions = { contents: 'read', actions: 'read', 'id-token': 'write' }
const CONFIG = '.github/test-deployments.yml'

export type Tree = Readonly<Record<string, string>>

/** The result of a step. */
export interface Step {
  readonly status: number | undefined
  readonly evidence: Evidence
  readonly summary: string
  readonly page: string
  readonly log: string
  /** `fail vanished/stack stack/web` for every finding that blocks the release. */
  readonly blockers: readonly string[]
  /** Of the evidence. */
  readonly digest: string
}

export interface RunOptions {
  readonly ref?: string
  readonly event?: string
  readonly workflow?: string
  /** Path of the configuration, where it is not the default. */
  readonly config?: string
  /** Variables of the steps in addition to those of the job. */
  readonly env?: Readonly<Record<string, string>>
  readonly permissions?: Permissions
  readonly only?: string
  /** Runs the steps from the bundle or the source, where the others run differently. */
  readonly from?: 'bundle' | 'source'
  /** Commands of a release that run from the bundle, whatever runs the others. */
  readonly bundled?: readonly string[]
}

export interface StepOptions extends RunOptions {
  readonly needs?: readonly string[]
  readonly environment?: string
  /** Name of the job; default: the command. */
  readonly job?: string
  readonly inputs?: Readonly<Record<string, string>>
  /** Runs while the job waits for its environment; default: an approval. */
  readonly waiting?: (run: SandboxRun) => Promise<void> | void
  /** SIGKILL ends the step at a log line that matches. The step leaves no evidence. */
  readonly killedAt?: RegExp
}

/** A repository, its GitHub and its AWS accounts, with releases executed job by job by the bundle. */
export interface Releases {
  readonly sandbox: Sandbox
  /** Runs all jobs of a release; throws where one does not pass. */
  release(files: Tree, options?: RunOptions): Promise<{ readonly run: SandboxRun; readonly steps: readonly Step[] }>
  /** Starts a run, of which only precheck is executed. The run fails, so it is never the last release. */
  precheck(files: Tree, options?: RunOptions): Promise<Step>
  /** Starts a run of a commit; `step` executes its jobs one by one. */
  begin(files: Tree, options?: RunOptions): SandboxRun
  step(run: SandboxRun, files: Tree, command: string, options?: StepOptions): Promise<Step>
  approve(run: SandboxRun, environment: string, comment?: string, user?: string): Promise<void>
  /** A run that succeeds without a release. */
  idle(files: Tree, options?: RunOptions): SandboxRun
  close(): Promise<void>
}

/**
 * `from`: runs the steps from the bundle in processes of its own, or from the source in this process; a step may
 * differ.
 */
export async function openReleases(
  files: Tree,
  scenario: Omit<ScenarioInput, 'github'> = {},
  { from: usual = 'bundle', edition }: Pick<RunOptions, 'from'> & { readonly edition?: Edition } = {},
): Promise<Releases> {
  const rules = { reviewers: [REVIEWER], preventSelfReview: true, branches: 'protected' as const }
  const sandbox = await startSandbox({
    pace: 'skip',
    ...(edition && { edition }),
    scenario: {
      ...scenario,
      github: {
        repository: REPOSITORY,
        files: { ...files },
        protectedBranches: ['main'],
        environments: { preprod: rules, production: rules, prod: rules },
      },
    },
  })
  const { github } = sandbox
  const base = mkdtempSync(join(tmpdir(), 'releases-'))
  let commits = 0

  const start = (tree: Tree, { ref, event, workflow }: RunOptions): SandboxRun => {
    const sha = github.commit(REPOSITORY, `commit ${++commits}`, tree)
    const path = workflow ?? '.github/workflows/release.yml'
    return github.startRun({
      repository: REPOSITORY,
      sha,
      actor: 'ada',
      workflow: { name: 'Release', path },
      ...(ref !== undefined && { ref }),
      ...(event !== undefined && { event }),
    })
  }

  const approve: Releases['approve'] = async (run, environment, comment = '', user = REVIEWER) => {
    const id = github.world.repositories.get(REPOSITORY)?.environments.get(environment)?.id
    const answer = await fetch(`${github.url}/repos/${REPOSITORY}/actions/runs/${run.id}/pending_deployments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${github.tokenOf(user)}` },
      body: JSON.stringify({ environment_ids: [id], state: 'approved', comment }),
    })
    if (!answer.ok) throw new Error(`the review of ${environment} was refused: ${await answer.text()}`)
  }

  const play = async (
    run: SandboxRun,
    tree: Tree,
    command: string,
    {
      needs = [],
      environment,
      config,
      env,
      permissions = EVERYTHING,
      only = '',
      job: name = command,
      inputs,
      waiting,
      killedAt,
      from = usual,
    }: StepOptions = {},
  ): Promise<Step> => {
    const job = run.startJob({ name, permissions, ...(environment !== undefined && { environment }) })
    if (waiting) await waiting(run)
    else if (environment !== undefined) await approve(run, environment)
    const started = await job.started
    if (started !== 'started') throw new Error(`the job ${name} was ${started}`)
    const folder = join(base, `${run.id}-${run.attempt()}-${name}`)
    const workspace = join(folder, 'work')
    const temp = join(folder, 'temp')
    mkdirSync(temp, { recursive: true })
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(workspace, path)), { recursive: true })
      writeFileSync(join(workspace, path), text)
    }
    const lines: string[] = []
    const given = { command, needs: run.needs(...needs), config: config ?? CONFIG, only, ...inputs }
    const host: Job = {
      workspace,
      temp,
      token: job.token,
      masks: new Masks(),
      env: {
        ...job.variables(),
        GITHUB_WORKSPACE: workspace,
        GITHUB_REF_PROTECTED: 'true',
        RUNNER_TEMP: temp,
        AWS_ENDPOINT_URL: sandbox.awsUrl,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
        ...sandbox.clientVariables,
        ...env,
      },
    }
    let signal: ((name: NodeJS.Signals) => void) | undefined
    const options = {
      show: (line: string) => {
        lines.push(line)
        if (killedAt?.test(line) === true) signal?.('SIGKILL')
      },
      cancelled: new AbortController().signal,
      started: (send: (name: NodeJS.Signals) => void) => (signal = send),
    }
    const result =
      from === 'bundle'
        ? await runStep(readAction(PROJECT), given, host, options)
        : await runSourceStep(given, host, clockOf(sandbox), options)
    const outputs = { digest: result.outputs.get('digest') ?? '', verdict: result.outputs.get('verdict') ?? '' }
    job.finish(result.status === 0 ? 'success' : 'failure', outputs)
    if (result.status === undefined) return { status: undefined, log: lines.join('\n') } as Step
    const evidence = readEvidence(readFileSync(result.outputs.get('evidence') ?? '', 'utf8'), from)
    return {
      status: result.status,
      evidence,
      digest: outputs.digest,
      summary: result.summary,
      page: readFileSync(result.outputs.get('report') ?? '', 'utf8'),
      log: lines.join('\n'),
      blockers: evidence.findings.filter(blocks).map(({ outcome, code, subject }) => `${outcome} ${code} ${subject}`),
    }
  }

  return {
    sandbox,
    begin: (tree, options = {}) => start(tree, options),
    step: play,
    approve,
    async release(tree, options = {}) {
      const run = start(tree, options)
      const production = /name: prod\b/.test(tree[options.config ?? CONFIG] ?? '') ? 'prod' : 'production'
      const jobs = [
        ['precheck', {}],
        ['deploy-preprod', { needs: ['precheck'], environment: 'preprod' }],
        ['verify', { needs: ['precheck', 'deploy-preprod'] }],
        ['deploy-production', { needs: ['precheck', 'deploy-preprod', 'verify'], environment: production }],
      ] as const
      const steps: Step[] = []
      for (const [command, more] of jobs) {
        const isBundled = options.bundled?.includes(command)
        const step = await play(run, tree, command, { ...options, ...more, ...(isBundled && { from: 'bundle' }) })
        steps.push(step)
        if (step.status !== 0) throw new Error(`${command} is not green: ${step.blockers.join(', ')}\n${step.log}`)
      }
      run.finish()
      return { run, steps }
    },
    async precheck(tree, options = {}) {
      const run = start(tree, options)
      const step = await play(run, tree, 'precheck', options)
      run.startJob({ name: 'deploy', permissions: EVERYTHING }).finish('failure')
      run.finish()
      return step
    },
    idle(tree, options = {}) {
      const run = start(tree, options)
      run.startJob({ name: 'precheck', permissions: EVERYTHING }).finish('success')
      run.finish()
      return run
    },
    async close() {
      await sandbox.close()
      rmSync(base, { recursive: true, force: true })
    },
  }
}
