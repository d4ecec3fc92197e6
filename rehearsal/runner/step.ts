import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { inputVariables, type Action } from './action.ts'
import { parseCommand, parseFileCommands } from './commands.ts'
import type { Masks } from './masks.ts'
import { endOrphans } from './orphans.ts'

/** The part of a job that its steps use. */
export interface Job {
  /** Empty folders for the job; `temp` is RUNNER_TEMP. */
  readonly workspace: string
  readonly temp: string
  /** GITHUB_*, RUNNER_*, ACTIONS_*, and the workflow's `env`. */
  readonly env: Readonly<Record<string, string>>
  readonly token: string
  readonly masks: Masks
}

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly title?: string
  readonly message: string
}

/** Receives a masked line of the step's log. `folds`: titles of the groups around the line. */
export type Show = (
  line: string,
  about: { readonly level?: Annotation['level']; readonly folds: readonly string[] },
) => void

export interface StepResult {
  /** The exit status; undefined when a signal ended the process. */
  readonly status: number | undefined
  readonly cancelled: boolean
  readonly ms: number
  readonly outputs: ReadonlyMap<string, string>
  readonly annotations: readonly Annotation[]
  /** Masked Markdown. */
  readonly summary: string
}

/** The runner's wait times on cancellation in milliseconds, between SIGINT, SIGTERM and SIGKILL. */
export interface Patience {
  readonly untilSigterm: number
  readonly untilSigkill: number
}

const GITHUBS_PATIENCE: Patience = { untilSigterm: 7_500, untilSigkill: 2_500 }

export interface StepOptions {
  readonly show: Show
  readonly cancelled: AbortSignal
  readonly patience?: Patience
  /** Gets a function that sends a signal to the step's process, as soon as there is one. */
  readonly started?: (signal: (name: NodeJS.Signals) => void) => void
}

const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'] as const
/** Variables of this machine that every step gets; no others are passed on. */
const FROM_THE_MACHINE = ['PATH', 'LANG', 'TZ', 'SystemRoot', 'ComSpec', 'PATHEXT', 'NODE_COMPILE_CACHE'] as const

/** Runs a step with a JavaScript action as GitHub's runner does, then its `post` if it has one. */
export async function runStep(
  action: Action,
  inputs: Readonly<Record<string, string>>,
  job: Job,
  options: StepOptions,
): Promise<StepResult> {
  const main = await runProcess(action.main, inputVariables(action, inputs, job.token), job, options)
  if (action.post === undefined) return main
  const state = Object.fromEntries([...main.state].map(([name, value]) => [`STATE_${name}`, value]))
  const post = await runProcess(action.post, { ...inputVariables(action, inputs, job.token), ...state }, job, {
    ...options,
    // A post step also runs after a cancelled main step.
    cancelled: new AbortController().signal,
  })
  return {
    ...main,
    status: main.status || post.status,
    ms: main.ms + post.ms,
    annotations: [...main.annotations, ...post.annotations],
    summary: main.summary + post.summary,
  }
}

async function runProcess(
  script: string,
  variables: Readonly<Record<string, string>>,
  job: Job,
  { show, cancelled, patience = GITHUBS_PATIENCE, started: tell }: StepOptions,
): Promise<StepResult & { readonly state: ReadonlyMap<string, string> }> {
  mkdirSync(job.temp, { recursive: true })
  const folder = mkdtempSync(join(job.temp, '_runner_file_commands-'))
  const files = Object.fromEntries(FILES.map((name) => [name, join(folder, name.toLowerCase())]))
  for (const path of Object.values(files)) writeFileSync(path, '')
  const tracking = `rehearsal-${folder.slice(-6)}-${process.pid}`
  const started = performance.now()
  const child = spawn(process.execPath, [script], {
    cwd: job.workspace,
    env: { ...machineVariables(), HOME: job.temp, ...job.env, ...variables, ...files, RUNNER_TRACKING_ID: tracking },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group: Ctrl-C in the terminal reaches only the rehearsal, which then cancels the step as the runner
    // does.
    detached: true,
  })
  tell?.((name) => void child.kill(name))
  const listener = new Listener(job.masks, show)
  const stopCancelling = cancelLikeTheRunner(child, cancelled, patience)
  const listening = [child.stdout, child.stderr].map((stream) => listener.listen(stream))
  const status = await new Promise<number | undefined>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? undefined))
  })
  stopCancelling()
  endGroup(child)
  const orphans = await endOrphans(tracking)
  for (const orphan of orphans) show(`Terminate orphan process: pid (${orphan})`, { folds: [] })
  await Promise.all(listening)
  const read = (name: (typeof FILES)[number]): string => readFileSync(files[name] ?? '', 'utf8')
  return {
    status,
    cancelled: cancelled.aborted,
    ms: Math.round(performance.now() - started),
    outputs: parseFileCommands(read('GITHUB_OUTPUT')),
    state: parseFileCommands(read('GITHUB_STATE')),
    annotations: listener.annotations,
    summary: job.masks.hide(read('GITHUB_STEP_SUMMARY')),
  }
}

/** Ends the processes of the step's process group that are still running. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined && process.platform !== 'win32') process.kill(-pid, 'SIGKILL')
  } catch {
    // No process is left in the group.
  }
}

function cancelLikeTheRunner(
  child: ChildProcess,
  cancelled: AbortSignal,
  { untilSigterm, untilSigkill }: Patience,
): () => void {
  const timers: NodeJS.Timeout[] = []
  const cancel = (): void => {
    child.kill('SIGINT')
    timers.push(
      setTimeout(() => child.kill('SIGTERM'), untilSigterm),
      setTimeout(() => child.kill('SIGKILL'), untilSigterm + untilSigkill),
    )
  }
  if (cancelled.aborted) cancel()
  else cancelled.addEventListener('abort', cancel, { once: true })
  return () => {
    cancelled.removeEventListener('abort', cancel)
    timers.forEach(clearTimeout)
  }
}

/** Processes the output of a step line by line, and executes its workflow commands. */
class Listener {
  readonly annotations: Annotation[] = []
  readonly #masks: Masks
  readonly #show: Show
  readonly #folds: string[] = []
  /** While set, workflow commands are disabled until `::token::`. */
  #stopped: string | undefined

  constructor(masks: Masks, show: Show) {
    this.#masks = masks
    this.#show = show
  }

  async listen(stream: Readable): Promise<void> {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) this.#hear(line)
  }

  #hear(line: string): void {
    const command = parseCommand(line)
    if (this.#stopped !== undefined) {
      if (command?.name === this.#stopped.toLowerCase()) this.#stopped = undefined
      else this.#say(line)
      return
    }
    switch (command?.name) {
      case 'add-mask':
        return this.#masks.add(command.message)
      case 'group':
        this.#say(command.message)
        this.#folds.push(command.message)
        return
      case 'endgroup':
        this.#folds.pop()
        return
      case 'stop-commands':
        this.#stopped = command.message
        return
      case 'error':
      case 'warning':
      case 'notice':
        return this.#annotate(command.name, command.properties['title'], command.message)
      case 'debug':
        // The runner prints these only with ACTIONS_STEP_DEBUG.
        return
      default:
        this.#say(line)
    }
  }

  #annotate(level: Annotation['level'], title: string | undefined, text: string): void {
    const message = this.#masks.hide(text)
    this.annotations.push({ level, message, ...(title !== undefined && { title: this.#masks.hide(title) }) })
    for (const line of message.split('\n')) this.#show(line, { level, folds: [...this.#folds] })
  }

  #say(text: string): void {
    for (const line of this.#masks.hide(text).split('\n')) this.#show(line, { folds: [...this.#folds] })
  }
}

/** Variables of a hosted runner that every step gets. */
export function machineVariables(): Record<string, string> {
  return Object.fromEntries(FROM_THE_MACHINE.flatMap((name) => pairOf(name, process.env[name])))
}

function pairOf(name: string, value: string | undefined): [string, string][] {
  return value === undefined ? [] : [[name, value]]
}
