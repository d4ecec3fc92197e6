import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { readEvidence } from '../../../__tests__/dist/support/evidence.ts'
import { clockOf } from '../../../__tests__/dist/support/precheck-world.ts'
import { runSourceStep } from '../../../__tests__/dist/support/source-step.ts'
import { readAction } from '../../../rehearsal/runner/action.ts'
import { Masks } from '../../../rehearsal/runner/masks.ts'
import { runStep, type Job } from '../../../rehearsal/runner/step.ts'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { SandboxRun } from '../../../sandbox/github/index.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { startInterceptor, type Interceptor } from './interceptor.ts'
import { FILES, REPOSITORY, REVIEWER, SCENARIO } from './shop.ts'

const PROJECT = resolve(import.meta.dirname, '../../..')

export type Command = 'deploy-preprod' | 'deploy-production'

/** The result of a step. `evidence` is undefined where the step was killed before it wrote any. */
export interface Step {
  readonly status: number | undefined
  readonly evidence: Evidence | undefined
  readonly log: string
}

export interface StepOptions {
  /** Gets a function that signals the step, before the step starts. */
  readonly kill?: (signal: (name: NodeJS.Signals) => void) => void
  /** Runs the step from the bundle in a process of its own (default), or from the source in this one. */
  readonly from?: 'bundle' | 'source'
  readonly inputs?: Readonly<Record<string, string>>
}

/** One release, whose steps run as the runner starts them, with all their calls through the interceptor. */
export interface KillWorld {
  readonly sandbox: Sandbox
  readonly calls: Interceptor
  readonly run: SandboxRun
  step(command: string, options?: StepOptions): Promise<Step>
  rerun(): void
  close(): Promise<void>
}

/** The released items, and their accounts. */
export interface Release {
  readonly scenario: ScenarioInput
  readonly files: Readonly<Record<string, string>>
}

export async function openKillWorld(
  { scenario, files }: Release = { scenario: SCENARIO, files: FILES },
): Promise<KillWorld> {
  const complaints: string[] = []
  const sandbox = await startSandbox({ scenario, complain: (text) => complaints.push(text) })
  const { github } = sandbox
  const calls = await startInterceptor({ aws: sandbox.awsUrl, github: github.url })
  const base = mkdtempSync(join(tmpdir(), 'kill-'))
  const sha = github.commit(REPOSITORY, 'second', { ...files, 'README.md': 'shop' })
  const run = github.startRun({ repository: REPOSITORY, sha, actor: 'ada' })
  /** The text of an approval's comment, as the gate gives it. */
  let naming = ''
  const before: string[] = []
  let steps = 0

  const approve = async (environment: string): Promise<void> => {
    const id = github.world.repositories.get(REPOSITORY)?.environments.get(environment)?.id
    const comment = `${naming}/${run.attempt()}`
    await fetch(`${github.url}/repos/${REPOSITORY}/actions/runs/${run.id}/pending_deployments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${github.tokenOf(REVIEWER)}` },
      body: JSON.stringify({ environment_ids: [id], state: 'approved', comment }),
    })
  }

  return {
    sandbox,
    calls,
    run,
    async step(command, { kill, from = 'bundle', inputs = {} } = {}) {
      const environment = command === 'deploy-production' ? 'production' : undefined
      const job = run.startJob({
        name: command,
        permissions: { contents: 'read', actions: 'read', 'id-token': 'write' },
        ...(environment !== undefined && { environment }),
      })
      if (environment !== undefined) await approve(environment)
      if ((await job.started) !== 'started') throw new Error(`the job ${command} did not start`)
      const folder = join(base, `${++steps}-${command}`)
      const [workspace, temp] = [join(folder, 'work'), join(folder, 'temp')]
      mkdirSync(temp, { recursive: true })
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(workspace, path)), { recursive: true })
        writeFileSync(join(workspace, path), text)
      }
      const lines: string[] = []
      const aborting = new AbortController()
      const variables = Object.entries({ ...job.variables(), GITHUB_API_URL: github.url })
      const given = { command, needs: run.needs(...before), mode: 'enforce', ...inputs }
      const host: Job = {
        workspace,
        temp,
        token: job.token,
        masks: new Masks(),
        env: {
          ...Object.fromEntries(variables.map(([key, value]) => [key, value.replace(github.url, calls.githubUrl)])),
          GITHUB_WORKSPACE: workspace,
          GITHUB_REF_PROTECTED: 'true',
          RUNNER_TEMP: temp,
          AWS_ENDPOINT_URL: calls.awsUrl,
          AWS_REGION: 'eu-west-1',
          AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00',
          AWS_SECRET_ACCESS_KEY: 'example-secret-of-a-stranger-000000000000',
          AWS_EC2_METADATA_DISABLED: 'true',
          ...sandbox.clientVariables,
        },
      }
      const options = { show: (line: string) => void lines.push(line), cancelled: aborting.signal }
      const result =
        from === 'bundle'
          ? await runStep(readAction(PROJECT), given, host, { ...options, ...(kill && { started: kill }) })
          : await runSourceStep(given, host, clockOf(sandbox), options)
      const digest = result.outputs.get('digest')
      const path = result.outputs.get('evidence')
      job.finish(result.status === 0 ? 'success' : 'failure', digest === undefined ? {} : { digest })
      if (result.status === 0 && digest !== undefined) {
        before.push(command)
      }
      const evidence = path === undefined ? undefined : readEvidence(readFileSync(path, 'utf8'), from)
      const suggested = evidence?.findings.find(({ code }) => code === 'gate/approval-comment')
      naming = /comment "([0-9a-f]+)\//.exec(suggested?.title ?? '')?.[1] ?? naming
      return {
        status: result.status,
        evidence,
        log: [...lines, ...complaints].join('\n'),
      }
    },
    rerun: () => void run.rerun('ada'),
    async close() {
      await calls.close()
      await sandbox.close()
      rmSync(base, { recursive: true, force: true })
    },
  }
}
