import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { deployRevision } from '../../../src/codedeploy/agent/index.ts'
import { codeOf } from '../../../src/codedeploy/agent/files.ts'
import type { AgentOptions, AgentResult } from '../../../src/codedeploy/agent/index.ts'
import type { Scratch } from '../revisions.ts'

let count = 0

/** A host of its own: a folder that stands for `/`, and the agent's root beside it. */
export class Host {
  readonly root: string
  readonly slash: string

  constructor(scratch: Scratch) {
    const base = scratch.folder()
    this.root = join(base, 'agent')
    this.slash = join(base, 'host')
  }

  deploy(revision: string, options: Partial<AgentOptions> = {}): Promise<AgentResult> {
    return deployRevision({
      revision,
      root: this.root,
      applicationName: 'shop',
      deploymentGroupName: 'shop-preprod',
      deploymentGroupId: 'group',
      deploymentId: `d-${++count}`,
      destinationRoot: this.slash,
      environment: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: '/' },
      ...options,
    })
  }

  /** A file of the host. */
  at(path: string): string {
    return join(this.slash, path)
  }

  /** Everything on the host: `srv/app/a.txt 0644 content`. */
  tree(): string[] {
    return existsSync(this.slash) ? treeOf(this.slash) : []
  }
}

/** A file that only root may read is shown as unreadable. */
export function treeOf(folder: string): string[] {
  const walk = (path: string): string[] =>
    (allowed(() => readdirSync(path)) ?? []).toSorted().flatMap((name) => {
      const here = join(path, name)
      const stat = allowed(() => lstatSync(here))
      if (!stat) return [`${relative(folder, here)} may not be looked at`]
      const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0')
      const label = relative(folder, here)
      if (stat.isSymbolicLink()) return [`${label} -> ${readlinkSync(here)}`]
      if (stat.isDirectory()) return [`${label}/ ${mode}`, ...walk(here)]
      return [`${label} ${mode} ${allowed(() => readFileSync(here, 'utf8').trim()) ?? 'may not be read'}`]
    })
  return walk(folder)
}

function allowed<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (error) {
    if (codeOf(error) === 'EACCES') return undefined
    throw error
  }
}

/** An AppSpec that installs `app` to /srv/app, with additional text after it. */
export function appSpec(more = ''): string {
  return `version: 0.0\nos: linux\nfiles:\n  - source: app\n    destination: /srv/app\n${more}`
}
