import { AsyncLocalStorage } from 'node:async_hooks'
import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { join, resolve } from 'node:path'
import { defaults } from '@actions/github/lib/utils'
import { inputVariables, readAction } from '../../../rehearsal/runner/action.ts'
import {
  machineVariables,
  type Annotation,
  type Job,
  type StepOptions,
  type StepResult,
} from '../../../rehearsal/runner/step.ts'
import { run } from '../../../src/run.ts'
import type { Clock } from '../../../src/support/runtime.ts'

/** The clock of a step. `busy`: of simulated time, which is not skipped until that work ends. */
export interface StepClock extends Clock {
  readonly busy?: (work: Promise<void>) => unknown
}

/**
 * A step as `runStep` runs it, but from the source and in this process, which takes a tenth of the processor time. For
 * tests of what the commands find; tests of the step's process use the bundle.
 */
export async function runSourceStep(
  inputs: Readonly<Record<string, string>>,
  { workspace, temp, env: ofTheJob, token, masks }: Job,
  clock: StepClock,
  { show, cancelled }: StepOptions,
): Promise<StepResult> {
  // As clock-client.ts takes them from the environment of a process of its own: commands of checks do not get them.
  const { NODE_OPTIONS: _options, SANDBOX_CLOCK: _clock, ...own } = ofTheJob
  const env = { ...machineVariables(), HOME: temp, ...own }
  const given = inputVariables(readAction(resolve(import.meta.dirname, '../../..')), inputs, token)
  const outputs = new Map<string, string>()
  const annotations: Annotation[] = []
  let summary = ''
  /** `show` may write to the standard output. */
  let isShowing = false
  const say = (text: string): void => {
    isShowing = true
    for (const line of masks.hide(text).split('\n')) show(line, { folds: [] })
    isShowing = false
  }
  const started = performance.now()
  const restore = setVariables(env, temp)
  const stopWatching = watchProcesses(clock)
  // The client of the artifact service writes workflow commands and its log.
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = (text: string | Uint8Array): boolean => {
    if (isShowing) return write(text)
    say(String(text).trimEnd())
    return true
  }
  try {
    const green = await steps.run(clock, () =>
      run(
        {
          place: { env, workspace, temp },
          clock,
          cancelled,
          log: {
            debug: () => undefined,
            info: say,
            warning: say,
            group(title, body) {
              say(title)
              return body()
            },
            mask: (value) => masks.add(value),
          },
        },
        {
          input: (name) => given[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '',
          output: (name, value) => void outputs.set(name, value),
          async summary(markdown) {
            summary += markdown
          },
          annotate({ level, title, message }) {
            annotations.push({ level, title: masks.hide(title), message: masks.hide(message) })
            say(message)
          },
        },
      ),
    )
    const ms = Math.round(performance.now() - started)
    const status = green ? 0 : 1
    return { status, cancelled: cancelled.aborted, ms, outputs, annotations, summary: masks.hide(summary) }
  } finally {
    process.stdout.write = write
    stopWatching()
    restore()
  }
}

const PROCESSES = 'child_process'
/** The clock of the step in whose course something happens. */
const steps = new AsyncLocalStorage<StepClock>()

/** Time is not skipped while processes run that the step starts: hooks, and commands of checks. @returns what ends that */
function watchProcesses(clock: StepClock): () => void {
  const watch = (message: unknown): void => {
    if (steps.getStore() !== clock) return
    const { process: child } = message as { readonly process: ChildProcess }
    const { promise, resolve: ended } = Promise.withResolvers<void>()
    for (const event of ['exit', 'error']) child.once(event, () => ended())
    clock.busy?.(promise)
  }
  subscribe(PROCESSES, watch)
  return () => unsubscribe(PROCESSES, watch)
}

/**
 * The AWS SDK and the client of the artifact service read their own variables; GitHub's client reads the URL of the API
 * only when it is loaded. @returns a function that restores the variables
 */
function setVariables(env: Job['env'], temp: string): () => void {
  const isRead = (name: string): boolean => /^(AWS|ACTIONS)_|^GITHUB_(SERVER_URL|WORKSPACE)$/.test(name)
  const before = Object.entries(process.env).filter(([name]) => isRead(name))
  const { baseUrl } = defaults
  const clear = (): void => {
    for (const name of Object.keys(process.env)) if (isRead(name)) delete process.env[name]
  }
  clear()
  // The job does not use the files of this machine's user.
  process.env['AWS_CONFIG_FILE'] = join(temp, '.aws/config')
  process.env['AWS_SHARED_CREDENTIALS_FILE'] = join(temp, '.aws/credentials')
  Object.assign(process.env, Object.fromEntries(Object.entries(env).filter(([name]) => isRead(name))))
  Object.assign(defaults, { baseUrl: env['GITHUB_API_URL'] })
  return () => {
    Object.assign(defaults, { baseUrl })
    clear()
    Object.assign(process.env, Object.fromEntries(before))
  }
}
