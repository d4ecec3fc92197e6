/** The behaviour of `codedeploy-local` itself, outside of the agent. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AgentOptions, AgentResult } from '../../../src/codedeploy/agent/index.ts'

/** Events that use the new revision, according to the tool, which omits BeforeInstall. */
const OF_NEW = ['AfterInstall', 'ApplicationStart', 'ValidateService', 'BeforeAllowTraffic', 'AfterAllowTraffic']

/** Adds DownloadBundle and Install to `--events`, in order, as `codedeploy-local` does. */
export function withRequired(events: readonly string[]): string[] {
  const all = [...['DownloadBundle', 'Install'].filter((event) => !events.includes(event)), ...events]
  const [download, install] = [all.indexOf('DownloadBundle'), all.indexOf('Install')]
  if (install < download) [all[install], all[download]] = ['DownloadBundle', 'Install']
  return all
}

/** Whether the tool rejects the deployment: a folder without an AppSpec file, or events in a wrong order. */
export function isRefusedByTool(
  revision: string,
  type: AgentOptions['bundleType'],
  { events, appSpecFile }: { events: readonly string[] | undefined; appSpecFile: string | undefined },
): boolean {
  const names = appSpecFile === undefined ? ['appspec.yml', 'appspec.yaml'] : [appSpecFile]
  if (type === 'directory' && !names.some((name) => existsSync(join(revision, name)))) return true
  const before = (event: string): readonly string[] => events?.slice(0, Math.max(0, events.indexOf(event))) ?? []
  return (
    before('DownloadBundle').some((event) => event === 'Install' || OF_NEW.includes(event)) ||
    before('Install').some((event) => OF_NEW.includes(event))
  )
}

/** The result of a rejected deployment. */
export const REFUSED: AgentResult = {
  outcome: 'failed',
  deploymentId: '',
  folder: '',
  log: '',
  events: [],
  actions: [],
  needsRoot: [],
}
