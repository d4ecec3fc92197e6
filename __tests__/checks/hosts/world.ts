import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { planChecks, type PlannedCheck } from '../../../src/checks/engine/select.ts'
import { hostScript, type HostScript } from '../../../src/checks/hosts/script.ts'
import { readHostLog, type HostLog } from '../../../src/checks/hosts/log.ts'
import { CHECK_KEYS } from '../../../src/checks/index.ts'
import { checkAmong } from '../../../src/config/schema/verify.ts'
import { lazy } from '../../../src/support/lazy.ts'
import type { Shell } from './shells.ts'

const schema = lazy(() => checkAmong(CHECK_KEYS))

export const GROUP = 'shop-preprod'

/** Entries of `verify` on hosts, with every default. */
export function planned(entries: readonly Readonly<Record<string, unknown>>[]): PlannedCheck[] {
  return planChecks(entries.map((entry) => schema().parse({ on: 'hosts', ...entry })))
}

export function scriptOf(entries: readonly Readonly<Record<string, unknown>>[], group = GROUP): HostScript {
  return hostScript([{ group, checks: planned(entries) }])
}

export interface RanScript extends HostLog {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a script as the agent does: by its path, with the variables of a hook. */
export async function runScript(
  script: HostScript,
  {
    shell,
    folder,
    root = '',
    group = GROUP,
    env = {},
  }: { shell: Shell; folder: string; root?: string; group?: string; env?: Readonly<Record<string, string>> },
): Promise<RanScript> {
  const path = join(folder, `script-${Math.random().toString(36).slice(2)}`)
  writeFileSync(path, script.text, { mode: 0o755 })
  const [program, ...args] = shell.command
  const child = spawn(program, [...args, path], {
    env: { ...env, PATH: shell.path, DESTDIR: root, DEPLOYMENT_GROUP_NAME: group },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text))
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { exitCode, ...output, ...readHostLog(output.stdout, script.mark) }
}
