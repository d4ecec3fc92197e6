import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** A job of the workflow: scripts, then the step that uses this action. */
export interface WorkflowJob {
  readonly name: string
  readonly needs: readonly string[]
  readonly environment?: string
  readonly permissions: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
  /** Names of step outputs by job output. */
  readonly outputs: Readonly<Record<string, string>>
  readonly scripts: readonly Script[]
  readonly inputs: Readonly<Record<string, string>>
}

/** A `run` step. */
export interface Script {
  readonly name: string
  readonly run: string
  readonly env: Readonly<Record<string, string>>
}

/** `toJSON(needs)`: result and outputs of each needed job. */
export type Needs = Readonly<Record<string, { readonly result: string; readonly outputs: Record<string, string> }>>

interface RawJob {
  readonly needs?: readonly string[]
  readonly environment?: string
  readonly permissions?: Record<string, string>
  readonly outputs?: Record<string, string>
  readonly steps: readonly RawStep[]
}

interface RawStep {
  readonly name?: string
  readonly uses?: string
  readonly with?: Record<string, string>
  readonly if?: string
  readonly run?: string
  readonly env?: Record<string, string>
}

interface RawWorkflow {
  readonly on: { readonly workflow_call: { readonly inputs: Record<string, { readonly default?: string }> } }
  readonly env?: Record<string, string>
  readonly permissions?: Record<string, string>
  readonly jobs: Record<string, RawJob>
}

const OURS = /^org\/test-deployments@/
/** Actions of others that the rehearsal replaces. */
const PLAYED = /^actions\/checkout@/
const NEEDS = 'toJSON(needs)'

/**
 * Reads the reusable workflow, with the inputs of a caller. Throws for everything that is not supported, since a
 * rehearsal of another workflow would prove nothing. Jobs without steps to run are omitted.
 */
export function readWorkflow(path: string, given: Readonly<Record<string, string>>): WorkflowJob[] {
  const raw = parse(readFileSync(path, 'utf8')) as RawWorkflow
  const defaults = Object.entries(raw.on.workflow_call.inputs).map(([name, input]) => [name, input.default ?? ''])
  const inputs = { ...(Object.fromEntries(defaults) as Record<string, string>), ...given }
  const texts = (values: Readonly<Record<string, string>> = {}): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([name, text]) => [name, fillInputs(text, inputs)]))

  return Object.entries(raw.jobs).flatMap(([name, job]): WorkflowJob[] => {
    if (!job.steps.some(isOurs)) throw new Error(`the job ${name} of ${path} does not use this action`)
    const stranger = job.steps.find((each) => each.uses !== undefined && !isOurs(each) && !PLAYED.test(each.uses))
    if (stranger) throw new Error(`the rehearsal cannot play ${stranger.uses} in the job ${name}`)
    const steps = job.steps.filter((each) => runs(each, inputs))
    const step = steps.find(isOurs)
    if (!step) {
      if (steps.length === 0) return []
      throw new Error(`the job ${name} of ${path} leaves this action out, but not its other steps`)
    }
    const scripts = steps.flatMap(({ run, env, name: title = 'Run' }): Script[] =>
      run === undefined ? [] : [{ name: title, run: fillInputs(run, inputs), env: texts(env) }],
    )
    const one: WorkflowJob = {
      name,
      needs: job.needs ?? [],
      ...(job.environment !== undefined && { environment: fillInputs(job.environment, inputs) }),
      permissions: job.permissions ?? raw.permissions ?? {},
      env: texts(raw.env),
      outputs: Object.fromEntries(Object.entries(job.outputs ?? {}).map(([key, text]) => [key, outputOf(text, name)])),
      scripts,
      inputs: texts(step.with),
    }
    return [one]
  })
}

function isOurs({ uses }: RawStep): boolean {
  return uses !== undefined && OURS.test(uses)
}

/** Whether a step runs. The only supported `if` tests whether an input is set. */
function runs({ if: condition }: RawStep, inputs: Readonly<Record<string, string>>): boolean {
  if (condition === undefined) return true
  const value = inputs[/^inputs\.([\w-]+) != ''$/.exec(condition)?.[1] ?? '']
  if (value === undefined) throw new Error(`the rehearsal cannot tell whether ${condition}`)
  return value !== ''
}

/** The inputs of a job's step, with the results of the needed jobs filled in. */
export function inputsWith(job: WorkflowJob, needs: Needs): Record<string, string> {
  const json = JSON.stringify(needs, undefined, 2)
  return Object.fromEntries(Object.entries(job.inputs).map(([name, text]) => [name, text === NEEDS ? json : text]))
}

function fillInputs(text: string, inputs: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{\{\s*(.+?)\s*\}\}/g, (_, expression: string) => {
    if (expression === NEEDS) return NEEDS
    const value = inputs[/^inputs\.([\w-]+)$/.exec(expression)?.[1] ?? '']
    if (value === undefined) throw new Error(`the rehearsal cannot tell what \${{ ${expression} }} is`)
    return value
  })
}

function outputOf(text: string, job: string): string {
  const name = /^\$\{\{\s*steps\.step\.outputs\.([\w-]+)\s*\}\}$/.exec(text)?.[1]
  if (name === undefined) throw new Error(`the rehearsal cannot tell what the output ${text} of ${job} is`)
  return name
}

/** The inputs in a caller's workflow: `with:` of its only job. */
export function readCaller(path: string): Record<string, string> {
  const { jobs } = parse(readFileSync(path, 'utf8')) as { jobs: Record<string, { with?: Record<string, string> }> }
  return Object.values(jobs)[0]?.with ?? {}
}
