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

/** Variables of the rehearsal itself: the job has its own, and npm describes its script. */
const OF_THE_REHEARSAL =
  /^(AWS|GITHUB|RUNNER|ACTIONS|INPUT|STATE|JEST|NODE_(ENV|OPTIONS|V8|TEST)|npm_(command|execpath|lifecycle|node|package)|npm_config_(local|global|node|user_agent|prefix|init))(_|$)|^(HOME|INIT_CWD|PWD|OLDPWD|SHLVL|_)$/i
/** Names of secrets, such as NPM_TOKEN, DB_PASSWORD or npm_config__auth. The workflow passes those that a step needs. */
const SECRET = /TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|(^|_)(AUTH|KEY|PAT)(_|$)|APIKEY|PRIVATE/i
const LOOPBACK = 'localhost,.localhost,127.0.0.1'

/**
 * Variables of this machine for a `run` step. GitHub's runner passes its whole environment, such as proxies,
 * certificate authorities and registries, which builds need to install packages. The sandbox is never used through a
 * proxy.
 */
export function hostVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  const passed = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || OF_THE_REHEARSAL.test(name) || SECRET.test(name) ? [] : [[name, value]],
    ),
  )
  if (!Object.keys(passed).some((name) => /^https?_proxy$/i.test(name))) return passed
  const direct = passed['NO_PROXY'] || passed['no_proxy']
  const list = direct ? `${direct},${LOOPBACK}` : LOOPBACK
  return { ...passed, NO_PROXY: list, no_proxy: list }
}

/** Runs a `run` step as GitHub's runner does: with bash, in the workspace. @returns its exit status */
export async function runScript(
  { run, env }: Script,
  job: Pick<Job, 'workspace' | 'temp' | 'env' | 'masks'>,
  { show, cancelled }: { readonly show: (line: string) => void; readonly cancelled: AbortSignal },
): Promise<number> {
  const given = Object.entries(job.env).filter(([name]) => !(FOR_ACTIONS as readonly string[]).includes(name))
  const child = spawn('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', run], {
    cwd: job.workspace,
    env: { ...hostVariables(process.env), ...machineVariables(), HOME: job.temp, ...Object.fromEntries(given), ...env },
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
