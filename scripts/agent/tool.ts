/** What `codedeploy-local` itself does before and around the agent. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AgentOptions, AgentResult } from '../../src/codedeploy/agent/index.ts'

/** Events whose scripts come with the new revision; BeforeInstall is one, too, but the tool forgets it. */
const OF_NEW = ['AfterInstall', 'ApplicationStart', 'ValidateService', 'BeforeAllowTraffic', 'AfterAllowTraffic']

/** `codedeploy-local` adds these two where `--events` leaves them out, and puts them in order. */
export function withRequired(events: readonly string[]): string[] {
  const all = [...['DownloadBundle', 'Install'].filter((event) => !events.includes(event)), ...events]
  const [download, install] = [all.indexOf('DownloadBundle'), all.indexOf('Install')]
  if (install < download) [all[install], all[download]] = ['DownloadBundle', 'Install']
  return all
}

/** Whether it stops before the agent begins: a folder without an AppSpec, or events out of order. */
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

/** A deployment that never began. */
export const REFUSED: AgentResult = {
  outcome: 'failed',
  deploymentId: '',
  folder: '',
  log: '',
  events: [],
  actions: [],
  needsRoot: [],
}
