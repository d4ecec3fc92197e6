import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PlayedRun, SandboxGitHub } from '../sandbox/github/index.ts'
import { fill, holds, type Contexts } from '../sandbox/github/workflows/expressions.ts'
import type { StepFile } from '../sandbox/github/workflows/model.ts'
import { UsageError } from './arguments.ts'

/** A job of the workflow that GitHub has started, with the values that its steps need. */
export interface WorkflowJob {
  /** Its key in the workflow file; `fullName` is prefixed with the jobs that call the file. */
  readonly name: string
  readonly fullName: string
  readonly environment?: string
  /** Address of the environment, with expressions. */
  readonly environmentUrl?: string
  readonly env: Readonly<Record<string, string>>
  readonly steps: readonly StepFile[]
  readonly contexts: Contexts
  /** Texts with expressions, by the name of the output. */
  readonly outputs: Readonly<Record<string, string>>
}

export interface Outputs {
  readonly outputs: Readonly<Record<string, string>>
}

const TOOL = 'org/test-deployments'
const FOLDER = '.github/workflows'
/** The action: at the root, and for the workflows of its own repository. */
const ACTIONS: readonly (readonly [uses: RegExp, folder: string])[] = [
  [/^org\/test-deployments@/, '.'],
  [/^\$\/\.github\/actions\/step$/, '.github/actions/step'],
  [/^\$\/\.github\/actions\/init$/, '.github/actions/init'],
]
/** Actions of others that the rehearsal replaces. */
const PLAYED = /^actions\/checkout@/
/** They install what this machine has itself. */
const INSTALLS = /^actions\/setup-(dotnet|go|java|node|python)@/

/** Commits the workflows of the project to their own repository, under the tag that callers name. `change`: edits them. */
export function publishWorkflows(
  github: SandboxGitHub,
  project: string,
  change: (files: Record<string, string>) => void,
): void {
  if (!github.world.repositories.has(TOOL)) github.repository({ name: TOOL })
  const paths = readdirSync(join(project, FOLDER)).map((name) => `${FOLDER}/${name}`)
  const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(project, path), 'utf8')]))
  change(files)
  github.tag(TOOL, 'v1', github.commit(TOOL, 'release', files))
}

/** The jobs of a run with steps, by their keys, in the order of the files. Throws for unsupported features. */
export function jobsOf(played: PlayedRun): string[] {
  if (played.failure !== undefined) throw new UsageError(`the workflow does not start: ${played.failure}`)
  return played.names().map((name) => {
    const { file } = played.plan(name).plan
    const stranger = file.steps.find(
      ({ uses }) => uses !== undefined && !PLAYED.test(uses) && !isInstaller(uses) && !folderOf(uses),
    )
    if (stranger)
      throw new UsageError(
        `the rehearsal cannot play ${stranger.uses} in the job ${name}: it plays this action, actions/checkout, actions/setup-node and the like, and \`run\`. Play a copy of the workflow without that step: --workflow NAME`,
      )
    return file.key
  })
}

/** A job that the workflow has started. */
export function readJob(played: PlayedRun, fullName: string, token: string): WorkflowJob {
  const { plan, contexts } = played.plan(fullName)
  const { file } = plan
  const all = { ...contexts, github: { ...(contexts['github'] as object), token } }
  const env = filledBy(plan.env, all)
  const environment = file.environment === undefined ? undefined : fill(file.environment, all)
  return {
    name: file.key,
    fullName,
    ...(environment !== undefined && { environment }),
    ...(file.environmentUrl !== undefined && { environmentUrl: file.environmentUrl }),
    env: { ...env, ...filledBy(file.env, { ...all, env }) },
    steps: file.steps,
    contexts: { ...all, env },
    outputs: file.outputs,
  }
}

/** The folder of this project's action that a step uses; undefined for others. */
export function folderOf(uses: string): string | undefined {
  return ACTIONS.find(([pattern]) => pattern.test(uses))?.[1]
}

/** Whether a step installs tools: the rehearsal uses those of this machine. */
export function isInstaller(uses: string): boolean {
  return INSTALLS.test(uses)
}

/** A step with its texts filled in; undefined where its condition is false. `before`: steps by their IDs. */
export function readStep(
  { contexts }: WorkflowJob,
  step: StepFile,
  before: Readonly<Record<string, Outputs>>,
): StepFile | undefined {
  const all = { ...contexts, steps: before }
  if (!holds(step.condition, all, { failed: false, cancelled: false })) return undefined
  return {
    ...step,
    env: filledBy(step.env, all),
    inputs: filledBy(step.inputs, all),
    ...(step.run !== undefined && { run: fill(step.run, all) }),
  }
}

export function outputsOf(
  { contexts, outputs }: WorkflowJob,
  steps: Readonly<Record<string, Outputs>>,
): Record<string, string> {
  return filledBy(outputs, { ...contexts, steps })
}

/** What GitHub shows with the deployment of the job; undefined where its workflow names none, or it is empty. */
export function addressOf(
  { contexts, environmentUrl }: WorkflowJob,
  steps: Readonly<Record<string, Outputs>>,
): string | undefined {
  return environmentUrl === undefined ? undefined : fill(environmentUrl, { ...contexts, steps }) || undefined
}

function filledBy(texts: Readonly<Record<string, string>>, contexts: Contexts): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(text, contexts)]))
}
