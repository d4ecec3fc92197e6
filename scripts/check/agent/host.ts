import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deployRevision } from '../../../src/codedeploy/agent/index.ts'
import { AGENT_EVENTS } from '../../../src/codedeploy/lifecycle.ts'
import type { AgentOptions, AgentResult } from '../../../src/codedeploy/agent/index.ts'
import { findUser } from '../../../src/support/accounts.ts'
import type { RecordedRun } from './recorded.ts'
import { isRefusedByTool, REFUSED, withRequired } from './tool.ts'

/** The destination folder of the recordings, which is part of files that are recorded by their hash. */
export const RECORDED_DEST = '/tmp/cdt'

export const DEFAULT_GROUP = 'default-local-deployment-group'

let deployments = 0

export interface Place {
  readonly dest: string
  readonly root: string
  readonly fill: (text: string) => string
}

/**
 * A new destination and agent root, with the replacements for their recorded names. Names inside archives cannot be
 * replaced, so for archives the destination is the recorded one.
 */
export function newPlace(scratch: string, name: string, given?: string): Place {
  const base = join(scratch, name.replaceAll(/[^\w-]/g, '_'))
  const [dest, root, agent] = [given ?? join(base, 'dest'), join(base, 'root'), join(base, 'agent')]
  for (const made of [dest, root, join(agent, 'gen')]) mkdirSync(made, { recursive: true })
  writeFileSync(join(agent, 'gen', 'outside.sh'), '#!/bin/bash\necho outside ran\n', { mode: 0o755 })
  // A location above the revision is recorded with another depth, so that only its end is compared.
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

/** Creates the revision that all recorded AppSpec files were tried with. */
export function prepareBase(folder: string, target: string, fill: (text: string) => string): void {
  cpSync(join(folder, 'ec2-base'), target, { recursive: true, verbatimSymlinks: true })
  normalise(target, fill)
  const half = join(target, 'src', 'b.txt')
  if (existsSync(half)) chmodSync(half, 0o640)
}

/** Restores file modes, of which version control keeps the executable bit only, and replaces recorded names. */
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

/** Deploys as `codedeploy-local` with these arguments. */
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
    events: withRequired(events ?? AGENT_EVENTS),
    ...(agentCompatible !== undefined && { agentCompatible }),
  })
}

/** The reason for a difference that this host causes, such as a missing tool. */
export function excuse(text: string, run: RecordedRun): string | undefined {
  const user = /runas:\s*(\w+)/.exec(text)?.[1]
  if (user !== undefined && !findUser(user)) return `this host has no user ${user}`
  if (/acls:/.test(text) && run.exit_code === 0 && !hasTool('setfacl')) return 'this host has no setfacl'
  return undefined
}

export function hasTool(name: string): boolean {
  return !spawnSync(name, ['--version'], { stdio: 'ignore' }).error
}
