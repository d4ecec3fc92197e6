import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { machineVariables, type Job } from './step.ts'

/** A `run` step. */
export interface Script {
  readonly name: string
  readonly run: string
  readonly env: Readonly<Record<string, string>>
}

/** Variables that the runner passes to actions, but not to scripts. */
const FOR_ACTIONS = ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RESULTS_URL'] as const

/** Runs a `run` step as GitHub's runner does: with bash, in the workspace. @returns its exit status */
export async function runScript(
  { run, env }: Script,
  job: Pick<Job, 'workspace' | 'temp' | 'env' | 'masks'>,
  { show, cancelled }: { readonly show: (line: string) => void; readonly cancelled: AbortSignal },
): Promise<number> {
  const given = Object.entries(job.env).filter(([name]) => !(FOR_ACTIONS as readonly string[]).includes(name))
  const child = spawn('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', run], {
    cwd: job.workspace,
    env: { ...machineVariables(), HOME: job.temp, ...Object.fromEntries(given), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group, so that all its processes can be ended.
    detached: true,
  })
  const end = (): void => void (child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'))
  if (cancelled.aborted) end()
  else cancelled.addEventListener('abort', end, { once: true })
  const heard = [child.stdout, child.stderr].map(async (stream) => {
    for await (const line of createInterface({ input: stream })) show(job.masks.hide(line))
  })
  const status = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code ?? 1))
  })
  cancelled.removeEventListener('abort', end)
  await Promise.all(heard)
  return status
}
