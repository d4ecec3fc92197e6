import { resolve } from 'node:path'
import type { RunKey } from '../cloudformation/change-set.ts'
import type { LocalRequest } from '../codedeploy/local.ts'
import type { Environment, LocalDeployment } from '../config/resolve.ts'
import type { Ports } from '../ports.ts'
import { ActionError } from '../support/errors.ts'
import { isInside } from '../support/folders.ts'
import { revisionPath } from './release.ts'

/**
 * What a deployment to this host is asked for, with every path made out. The same for a deployment and its dry run.
 * Rejects with `config/revision` a revision in which we ourselves would write.
 */
export function requestHere(
  { place, clock }: Pick<Ports, 'place' | 'clock'>,
  run: RunKey,
  { key }: Pick<Environment, 'key'>,
  deployment: LocalDeployment,
): LocalRequest {
  const { id, application, group, environment, timeout } = deployment
  const { workspace, temp } = place
  const destinationRoot = deployment['destination-root']
  const fileExists = deployment['file-exists']
  const revisionName = revisionPath(deployment)
  const revision = resolve(workspace, revisionName)
  const root = deployment.root === undefined ? resolve(temp, 'codedeploy-agent') : resolve(workspace, deployment.root)
  const within = [root, temp].find((folder) => isInside(revision, folder))
  if (within !== undefined) {
    throw new ActionError('config/revision', {
      message: `the revision ${revisionName} holds the folder ${within} of this action, which would become a part of it`,
      advice:
        'Put what is deployed into a folder of its own (`directory: app`), or set `root` and RUNNER_TEMP to folders outside of it.',
      subject: `deployment/${id}/revision`,
      expected: 'a revision in which nothing else is written',
      observed: within,
    })
  }
  // The agent tells deployments apart by their ids: one that came twice would take the first one's folder for its own.
  const time = clock
    .now()
    .toISOString()
    .replaceAll(/[-:.Z]/g, '')
  return {
    id,
    application,
    group,
    revision,
    revisionName,
    environmentKey: key,
    root,
    deploymentId: ['local', ...(run.runId === '' ? [] : [run.runId, run.runAttempt]), time, id].join('-'),
    ...(destinationRoot !== undefined && { destinationRoot: resolve(workspace, destinationRoot) }),
    ...(fileExists !== undefined && { fileExists }),
    ignoreApplicationStopFailures: deployment['ignore-application-stop-failures'],
    agentCompatible: deployment['agent-compatible'],
    environment,
    timeout,
  }
}
