import { spawn } from 'node:child_process'

/** How a script on a host ended. */
export interface ScriptResult {
  /** The exit code; 137 when the script did not end in time. */
  readonly exitCode: number
  readonly timedOut: boolean
  readonly stdout: string
  readonly stderr: string
}

export interface ScriptRequest {
  readonly script: string
  readonly cwd: string
  /** The root of the host's disk, which scripts find in DESTDIR as CodeDeploy's hooks do. */
  readonly disk: string
  readonly timeoutMs: number
  /** Ends the script when the sandbox closes or the command is cancelled. */
  readonly signal: AbortSignal
}

const KILLED = 137
/** More than any response contains; output beyond it is dropped. */
const KEPT_CHARACTERS = 64_000

/** Runs a shell script as a real process in a process group of its own, which is killed when the time is over. */
export function runScript({ script, cwd, disk, timeoutMs, signal }: ScriptRequest): Promise<ScriptResult> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', script], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: disk, DESTDIR: disk },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output = { stdout: '', stderr: '' }
    let timedOut = false
    const kill = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      } catch {
        // The group has ended.
      }
    }
    const timer = setTimeout(() => {
      timedOut = true
      kill()
    }, timeoutMs)
    const end = (exitCode: number): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', kill)
      resolve({ exitCode, timedOut, ...output })
    }
    signal.addEventListener('abort', kill)
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        output[stream] = (output[stream] + text).slice(0, KEPT_CHARACTERS)
      })
    }
    child.once('error', ({ message }) => {
      output.stderr = message
      end(KILLED)
    })
    child.once('exit', () => kill())
    child.once('close', (code) => end(code ?? KILLED))
  })
}
