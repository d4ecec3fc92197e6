import { ActionError } from '../../support/errors.ts'
import type { ServerDeployment } from './environment.ts'

/** The folder or archive of a deployment. Rejects where the configuration names none, or both. */
export function revisionPath(deployment: Pick<ServerDeployment, 'id' | 'revision'>): string {
  const { directory, archive } = deployment.revision
  const path = directory ?? archive
  if (path !== undefined && (directory === undefined || archive === undefined)) return path
  throw new ActionError('config/revision', {
    message: `the deployment ${deployment.id} names ${path === undefined ? 'no revision' : 'two revisions'}`,
    subject: `deployment/${deployment.id}/revision`,
    expected: 'one of `directory` and `archive`',
    observed: path === undefined ? 'neither' : 'both',
  })
}
