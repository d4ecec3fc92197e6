import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findUser } from '../../src/codedeploy/agent/accounts.ts'
import { deployRevision, LIFECYCLE } from '../../src/codedeploy/agent/index.ts'
import type { AgentOptions, AgentResult } from '../../src/codedeploy/agent/index.ts'
import type { RecordedRun } from './recorded.ts'
import { isRefusedByTool, REFUSED, withRequired } from './tool.ts'

/** The destination of the recordings: it stands in files of which only the hash was kept. */
export const RECORDED_DEST = '/tmp/cdt'

export const DEFAULT_GROUP = 'default-local-deployment-group'

let deployments = 0

export interface Place {
  readonly dest: string
  readonly root: string
  readonly fill: (text: string) => string
}

/**
 * A destination and an agent's root of their own, and what replaces their names in recordings. What stands in an archive
 * cannot be replaced: there the destination is the recorded one, `dest`.
 */
export function newPlace(scratch: string, name: string, given?: string): Place {
  const base = join(scratch, name.replaceAll(/[^\w-]/g, '_'))
  const [dest, root, agent] = [given ?? join(base, 'dest'), join(base, 'root'), join(base, 'agent')]
  for (const made of [dest, root, join(agent, 'gen')]) mkdirSync(made, { recursive: true })
  writeFileSync(join(agent, 'gen', 'outside.sh'), '#!/bin/bash\necho outside ran\n', { mode: 0o755 })
  // A location that climbs out of the revision is recorded from another depth: only its end tells where it leads.
  const upTo = `${'../'.repeat(20)}..`
  const fill = (text: string): string =>
    text
      .replaceAll(/(?:\.\.\/)+\.\.@AGENT@/g, `${upTo}${agent}`)
      .replaceAll('@DEST@', dest)
      .replaceAll(`${RECORDED_DEST.slice(1)}/`, `${dest.slice(1)}/`)
      .replaceAll('@ROOT@', root)
      .replaceAll('@AGENT@', agent)
  return { dest, root, fill }
}

/** The revision that every AppSpec file of the recordings was tried in. */
export function prepareBase(folder: string, target: string, fill: (text: string) => string): void {
  cpSync(join(folder, 'ec2-base'), target, { recursive: true, verbatimSymlinks: true })
  normalise(target, fill)
  const half = join(target, 'src', 'b.txt')
  if (existsSync(half)) chmodSync(half, 0o640)
}

/** Version control keeps the executable bit only, and recordings name folders of their own. */
export function normalise(path: string, fill: (text: string) => string): void {
  const stat = lstatSync(path)
  if (stat.isDirectory()) {
    chmodSync(path, 0o755)
    for (const name of readdirSync(path)) normalise(join(path, name), fill)
  } else if (stat.isFile()) {
    const text = readFileSync(path, 'latin1')
    chmodSync(path, stat.mode & 0o111 ? 0o755 : 0o644)
    if (text.includes('@')) writeFileSync(path, Buffer.from(fill(text), 'latin1'))
  }
}

/** Deploys as `codedeploy-local` does with these arguments. */
export async function deploy(
  place: Place,
  revision: string,
  bundleType: NonNullable<AgentOptions['bundleType']>,
  args: readonly string[],
  agentCompatible: AgentOptions['agentCompatible'],
): Promise<AgentResult> {
  const option = (...names: string[]): string | undefined => {
    const at = args.findIndex((argument) => names.includes(argument))
    return at === -1 ? undefined : args[at + 1]
  }
  const events = option('-e', '--events')?.split(',')
  const appSpecFile = option('-A', '--appspec-filename')
  if (isRefusedByTool(revision, bundleType, { events, appSpecFile })) return REFUSED
  const { HOME = '/root', PATH = '', LANG = 'C.UTF-8' } = process.env
  return deployRevision({
    revision,
    bundleType,
    root: place.root,
    applicationName: option('--application-name') ?? revision,
    deploymentGroupName: option('--deployment-group-name') ?? 'LocalFleet',
    deploymentGroupId: option('-g', '--deployment-group') ?? DEFAULT_GROUP,
    deploymentId: `d-${String(++deployments).padStart(9, '0')}-local`,
    environment: { HOME, PATH, LANG },
    workingDirectory: place.dest,
    fileExistsBehavior: option('-b', '--file-exists-behavior') ?? 'DISALLOW',
    appSpecFile: appSpecFile ?? 'appspec.yml',
    events: withRequired(events ?? LIFECYCLE),
    ...(agentCompatible !== undefined && { agentCompatible }),
  })
}

/** What this host lacks of the one on which the recordings were made. */
export function excuse(text: string, run: RecordedRun): string | undefined {
  const user = /runas:\s*(\w+)/.exec(text)?.[1]
  if (user !== undefined && !findUser(user)) return `this host has no user ${user}`
  if (/acls:/.test(text) && run.exit_code === 0 && !hasTool('setfacl')) return 'this host has no setfacl'
  return undefined
}

export function hasTool(name: string): boolean {
  return !spawnSync(name, ['--version'], { stdio: 'ignore' }).error
}
