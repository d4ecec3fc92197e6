import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isAbsolute, join, normalize } from 'node:path'
import type { Config } from '../../src/config/schema/index.ts'
import { UsageError } from '../arguments.ts'
import { hasRoles, ROLES } from './scenario.ts'

/** In what the sandbox differs from the accounts of this repository, so that a rehearsal fails or passes otherwise. */
export function notesOn(folder: string, config: Config): string[] {
  const roles = `The repository has no ${ROLES}: its roles have the actions of docs/iam on resources of any name here. What yours allow is not rehearsed; \`init\` writes the file.`
  return [
    ...(hasRoles(folder) ? [] : [roles]),
    ...revisionsOnHosts(config).flatMap((each) => noteOnPaths(folder, each)),
  ]
}

/**
 * A deployment to the host of the job would install files on this machine itself, and leave them. Throws a UsageError
 * where it is not below the folder of its job.
 */
export function refuseThisMachine({ deployments }: Config): void {
  for (const each of deployments) {
    if (each.platform !== 'local') continue
    const root = each['destination-root']
    const inside = root !== undefined && !isAbsolute(root) && !normalize(root).startsWith('..')
    if (inside) continue
    throw new UsageError(
      `the deployment ${each.id ?? each.application} has platform: local and ${root === undefined ? 'no destination-root' : `destination-root: ${root}`}, so a rehearsal would install its files on this machine. Set \`destination-root: ./host\`, a folder in the workspace of the job; its hooks find it in DESTDIR.`,
    )
  }
}

/** Folders of revisions that are deployed to servers. */
function revisionsOnHosts({ deployments }: Config): string[] {
  const folders = deployments.flatMap((each) =>
    each.platform === 'server' && each.revision.directory !== undefined ? [each.revision.directory] : [],
  )
  return [...new Set(folders)]
}

/** A folder that a build makes is not read. */
function noteOnPaths(folder: string, revision: string): string[] {
  const root = join(folder, revision)
  if (!existsSync(root)) return []
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  if (files.some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes('DESTDIR'))) return []
  return [
    `Servers are folders of this machine here: files of the AppSpec are installed below $DESTDIR, and a service listens on $PORT. No file of ${revision} names DESTDIR, and a script that uses an absolute path does not find it: write "\${DESTDIR:-}/opt/app" and "\${PORT:-8080}". On a server both are unset.`,
  ]
}
