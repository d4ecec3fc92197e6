import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SandboxJob } from '../sandbox/github/index.ts'
import type { Evidence } from '../src/evidence/document.ts'
import { digestOf } from '../src/evidence/digest.ts'
import { blocking } from '../src/evidence/verdict.ts'
import { EVIDENCE_FOLDS } from '../src/handover/evidence-store.ts'
import { LAST_RELEASE_FOLD } from '../src/handover/last-release.ts'
import { RELEASE_FOLDS } from '../src/handover/store-release.ts'
import { ask, review, type Answer } from './approval.ts'
import type { Break } from './breaks/contract.ts'
import type { World } from './contract.ts'
import type { Keeper } from './output/keep.ts'
import { Masks } from './runner/masks.ts'
import { runScript, type Script } from './runner/script.ts'
import { runStep, type Job, type Show, type StepResult } from './runner/step.ts'
import { readAction } from './runner/action.ts'
import { plain, type Terminal } from './output/terminal.ts'
import { showBlocking, showForReview, verdictWord } from './output/view.ts'
import {
  addressOf,
  folderOf,
  isInstaller,
  jobsOf,
  outputsOf,
  readJob,
  readStep,
  type Outputs,
  type WorkflowJob,
} from './workflow.ts'

export interface StepRecord {
  readonly job: string
  readonly command: string
  readonly environment: string
  readonly verdict: string
  readonly ms: number
  /** Codes of the blocking findings. */
  readonly codes: readonly string[]
  readonly cancelled: boolean
  /** The step's summary as Markdown. */
  readonly summary: string
  readonly evidence?: Evidence
}

export interface Played {
  readonly steps: readonly StepRecord[]
  /** Jobs that did not run, in order. */
  readonly notRun: readonly string[]
  /** The reason for an early end of the workflow, as a sentence. */
  readonly ended?: string
  /** The subject of the rehearsal, if it is not a release, and its result: some of its steps have to fail. */
  readonly other?: { readonly what: string; readonly verdict: 'pass' | 'fail' }
}

export interface Stage {
  readonly world: World
  /** The folder of this project, which has the action. */
  readonly project: string
  readonly terminal: Terminal
  readonly keeper: Keeper
  readonly cancelled: AbortSignal
  /** Approves without asking. */
  readonly yes: boolean
  readonly broken?: Break
  /** Runs the steps with the action; default: the bundle, in a process of its own. */
  readonly runStep?: typeof runStep
}

/** Groups of log lines that are written to the log file only. */
const QUIET: readonly string[] = [...EVIDENCE_FOLDS, ...RELEASE_FOLDS, LAST_RELEASE_FOLD]

/**
 * Runs the jobs that the workflow starts, one after the other, until one does not succeed, or until `before` is to start.
 * `passed`: the steps of the jobs that have passed already, in an earlier attempt of the run.
 */
export async function play(
  stage: Stage,
  { passed = [], before }: { readonly passed?: readonly StepRecord[]; readonly before?: string } = {},
): Promise<Played> {
  const { terminal, cancelled, world } = stage
  const { github, played } = world
  const names = jobsOf(played)
  const steps = [...passed]
  /** Jobs without a step of this action. */
  const empty = new Set<string>()
  const left = (): string[] => names.filter((name) => !empty.has(name) && !steps.some(({ job }) => job === name))
  const end = (ended: string): Played => ({ steps, notRun: left(), ended })
  let page: string | undefined

  for (;;) {
    const [fullName] = played.active()
    if (fullName === undefined) break
    const job = github.jobOf(played, fullName)
    const spec = readJob(played, fullName, job.token)
    if (spec.name === before) return { steps, notRun: left() }
    if (spec.steps.every((each) => readStep(spec, each, {}) === undefined)) {
      empty.add(spec.name)
      job.finish('success', outputsOf(spec, {}))
      continue
    }
    if (cancelled.aborted) return end(`cancelled before ${spec.name}`)
    const index = steps.length
    const { during } = stage.broken ?? {}
    const breaksHere = during?.job === spec.name
    const over = new AbortController()
    if (breaksHere && during.when === 'before') await breakNow(stage, over.signal)
    const documents = steps.flatMap(({ evidence }) => evidence ?? [])
    const refused = await approval(stage, spec, job, documents, page)
    if (refused !== undefined) return end(refused)

    terminal.heading(`${index + 1} ${spec.name}`)
    const meanwhile = breaksHere && during.when === 'while' ? breakNow(stage, over.signal) : Promise.resolve()
    const ran = await runJob(stage, spec, job).finally(() => over.abort())
    await meanwhile
    if (ran === undefined) {
      empty.add(spec.name)
      job.finish('success', {})
      continue
    }
    const { result, evidence, outputs, address, command } = ran
    const pagePath = result.outputs.get('report')
    const conclusion = result.cancelled ? 'cancelled' : result.status === 0 ? 'success' : 'failure'
    job.finish(conclusion, outputs, address)
    const shown = job.job.deployment?.statuses.at(-1)
    if (shown?.environmentUrl !== undefined)
      terminal.line(`  GitHub shows the deployment to ${spec.environment}: ${shown.state}, ${shown.environmentUrl}`)
    page = stage.keeper.step(index + 1, spec.name, {
      ...(evidence && { evidence: result.outputs.get('evidence') ?? '' }),
      ...(pagePath !== undefined && { page: pagePath }),
    })
    const record = recordOf(spec, command, result, evidence)
    steps.push(record)
    terminal.line(`  ${verdictWord(terminal, record.verdict)}  in ${(record.ms / 1_000).toFixed(1)} s`)
    showProblems(terminal, result, evidence)
    if (result.cancelled) return end(`${spec.name} was cancelled`)
    if (conclusion !== 'success') return end(`${spec.name} did not pass`)
  }
  // Each job of a pull request runs for some of its actions; all jobs of a release have to run.
  return { steps, notRun: world.payload?.['action'] === undefined ? left() : [] }
}

async function breakNow({ broken, terminal, world }: Stage, signal: AbortSignal): Promise<void> {
  if (!broken?.during) return
  terminal.line()
  terminal.line(terminal.paint('yellow', `Broken now: ${broken.story}`))
  await broken.during.act(world, signal)
}

/** Waits for the protection rules of the job's environment. @returns the reason if they did not pass */
async function approval(
  stage: Stage,
  spec: WorkflowJob,
  job: SandboxJob,
  documents: readonly Evidence[],
  page: string | undefined,
): Promise<string | undefined> {
  const { terminal, world, cancelled } = stage
  const environment = spec.environment === 'production' ? 'production' : 'preprod'
  if (job.status() === 'waiting' && spec.environment !== undefined) {
    const user = world.reviewers[environment]
    terminal.heading(`Approval of ${spec.environment}`)
    terminal.line(`  ${user} is asked to let this release into ${spec.environment}, and sees:`)
    terminal.line()
    showForReview(terminal, documents, environment, page)
    terminal.line()
    let answer: Answer
    try {
      answer = stage.yes ? 'approved' : await ask(`  Approve ${spec.environment} as ${user}?`, cancelled)
    } catch (error) {
      job.finish('cancelled')
      return `the approval of ${spec.environment} was cancelled${cancelled.aborted ? '' : `: ${(error as Error).message}`}`
    }
    const newest = documents.at(-1)
    await review(world.github, world.run, spec.environment, {
      user,
      answer,
      // GitHub does not record what was approved, so the comment of the reviewer names it.
      comment: newest ? `seen: ${digestOf(newest)}` : '',
    })
    terminal.line(`  ${answer} by ${user}`)
    if (answer === 'rejected') return `${user} rejected the deployment to ${spec.environment}`
  }
  const started = await job.started
  return started === 'started' ? undefined : `${spec.name} was ${started} by the rules of ${spec.environment}`
}

interface JobResult {
  readonly result: StepResult
  readonly command: string
  readonly evidence?: Evidence
  readonly outputs: Record<string, string>
  /** Of its environment, for GitHub. */
  readonly address?: string
}

/** @returns undefined for a job of scripts only, which have succeeded */
async function runJob(stage: Stage, spec: WorkflowJob, job: SandboxJob): Promise<JobResult | undefined> {
  const { terminal, world } = stage
  const folder = join(world.root, 'jobs', spec.name)
  const workspace = join(folder, 'work', 'shop', 'shop')
  const temp = join(folder, 'work', '_temp')
  // Another attempt runs on a new runner.
  rmSync(folder, { recursive: true, force: true })
  for (const each of [workspace, temp]) mkdirSync(each, { recursive: true })
  const event = join(temp, 'event.json')
  writeFileSync(
    event,
    JSON.stringify({
      ref: world.run.run.ref,
      before: world.before,
      after: world.run.run.sha,
      repository: { full_name: world.repositoryName },
      ...world.payload,
    }),
  )
  const masks = new Masks()
  const variables = job.variables()
  for (const name of ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN']) masks.add(variables[name] ?? '')
  masks.add(job.token)
  const given: Job = {
    workspace,
    temp,
    token: job.token,
    masks,
    env: {
      ...variables,
      ...spec.env,
      ...world.clientVariables,
      AWS_ENDPOINT_URL: world.awsUrl,
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_PATH: event,
      RUNNER_TEMP: temp,
      RUNNER_WORKSPACE: join(workspace, '..'),
      RUNNER_TOOL_CACHE: join(folder, 'tools'),
    },
  }
  const cancelled = AbortSignal.any([stage.cancelled, world.jobCancelled])
  const show: Show = (line, { level, folds }) => {
    const text = `  ${'  '.repeat(folds.length)}${plain(line)}`
    // Annotations repeat the findings, which are printed after the step.
    if (level !== undefined || [line, ...folds].some((each) => QUIET.includes(each))) terminal.aside(text)
    else terminal.line(terminal.paint('dim', text))
  }
  const done: Record<string, Outputs> = {}
  let own: { readonly result: StepResult; readonly command: string } | undefined
  for (const each of spec.steps) {
    const step = readStep(spec, each, done)
    if (!step) continue
    const { uses, run, id, inputs } = step
    const action = uses === undefined ? undefined : folderOf(uses)
    if (action !== undefined) {
      const runIt = stage.runStep ?? runStep
      const result = await runIt(readAction(join(stage.project, action)), inputs, given, { cancelled, show })
      own = { result, command: inputs['command'] ?? '' }
      if (id !== undefined) done[id] = { outputs: Object.fromEntries(result.outputs) }
      if (result.status !== 0) break
    } else if (run !== undefined) {
      const failed = await script(stage, { name: step.name ?? 'Run', run, env: step.env }, given, cancelled)
      if (failed) return { result: failed, command: '', outputs: {} }
    } else if (uses !== undefined && isInstaller(uses)) {
      terminal.line(terminal.paint('dim', `  ${uses}: the tools of this machine are used`))
    } else {
      world.repository.checkout(workspace)
    }
  }
  if (!own) return undefined
  const evidence = readEvidence(own.result.outputs.get('evidence'))
  const address = addressOf(spec, done)
  return {
    ...own,
    ...(evidence && { evidence }),
    // GitHub shows no address with a masked value.
    ...(address !== undefined && masks.hide(address) === address && { address }),
    outputs: withoutSecrets(outputsOf(spec, done), masks, terminal),
  }
}

/** Runs a script. @returns its result if it did not succeed */
async function script(
  { terminal }: Stage,
  given: Script,
  job: Job,
  cancelled: AbortSignal,
): Promise<StepResult | undefined> {
  const began = performance.now()
  terminal.line(terminal.paint('dim', `  Run ${given.name}`))
  const show = (line: string): void => terminal.line(terminal.paint('dim', `    ${plain(line)}`))
  const status = await runScript(given, job, { show, cancelled })
  if (status === 0 && !cancelled.aborted) return undefined
  const message = `${given.name} ended with the exit status ${status}`
  return {
    status,
    cancelled: cancelled.aborted,
    ms: Math.round(performance.now() - began),
    outputs: new Map(),
    annotations: [{ level: 'error', message }],
    summary: '',
  }
}

/** Prints why the step did not pass: its findings or, without evidence, its annotations. */
function showProblems(terminal: Terminal, result: StepResult, evidence: Evidence | undefined): void {
  if (evidence) return showBlocking(terminal, evidence)
  for (const { level, message } of result.annotations)
    terminal.line(terminal.paint('red', `  ${level}: ${plain(message)}`))
}

function readEvidence(path: string | undefined): Evidence | undefined {
  return path === undefined ? undefined : (JSON.parse(readFileSync(path, 'utf8')) as Evidence)
}

/** The outputs for later jobs; GitHub drops those with masked values. */
function withoutSecrets(
  outputs: Readonly<Record<string, string>>,
  masks: Masks,
  terminal: Terminal,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, value]) => {
      if (masks.hide(value) === value) return [[name, value]]
      terminal.line(terminal.paint('yellow', `  Skip output '${name}' since it may contain secret.`))
      return []
    }),
  )
}

function recordOf(spec: WorkflowJob, command: string, result: StepResult, evidence: Evidence | undefined): StepRecord {
  return {
    job: spec.name,
    command,
    environment: evidence?.slot.environment ?? spec.environment ?? '',
    // Without evidence there is no verdict, regardless of the exit status.
    verdict: evidence?.verdict ?? 'error',
    ms: result.ms,
    codes: evidence
      ? [...new Set(blocking(evidence.findings).map(({ code }) => code))]
      : [result.cancelled ? 'cancelled' : 'no-evidence'],
    cancelled: result.cancelled,
    summary: result.summary,
    ...(evidence && { evidence }),
  }
}
