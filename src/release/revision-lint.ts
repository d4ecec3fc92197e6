import { posix, resolve } from 'node:path'
import { collectRevisionFacts, lintRevision } from '../codedeploy/appspec/index.ts'
import type { Environment } from '../config/resolve.ts'
import type { Finding } from '../evidence/finding.ts'
import { revisionPath } from './release.ts'

/** Judges each revision once, before anything exists; where it is to run on this host, by this host too. */
export async function lintRevisions(environments: readonly Environment[], workspace: string): Promise<Finding[]> {
  const seen = new Map<string, Promise<Finding[]>>()
  for (const deployment of environments.flatMap((environment) => environment.deployments)) {
    const path = revisionPath(deployment)
    const key = `${deployment.id} ${path}`
    if (!seen.has(key)) seen.set(key, lintOne(deployment.id, path, workspace, deployment.platform === 'local'))
  }
  return (await Promise.all(seen.values())).flat()
}

async function lintOne(id: string, path: string, workspace: string, host: boolean): Promise<Finding[]> {
  const facts = await collectRevisionFacts(resolve(workspace, path), { host })
  return lintRevision({ ...facts, name: path }).map((finding) => ({
    ...finding,
    subject: finding.subject.startsWith('deployment/') ? finding.subject : `deployment/${id}/${finding.subject}`,
    // Places are told from the revision; annotations need them from the workspace.
    ...(finding.source && { source: { ...finding.source, file: posix.join(path, finding.source.file) } }),
  }))
}
