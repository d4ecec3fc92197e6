import { resolve } from 'node:path'
import type { RunKey } from '../cloudformation/change-set.ts'
import type { LocalRequest } from '../codedeploy/local.ts'
import type { LocalDeployment } from '../config/resolve.ts'
import type { Ports } from '../ports.ts'
import { revisionPath } from './release.ts'

/** What a deployment to this host is asked for, with every path made out. The same for a deployment and its dry run. */
export function requestHere(
  { place, clock }: Pick<Ports, 'place' | 'clock'>,
  run: RunKey,
  deployment: LocalDeployment,
): LocalRequest {
  const { id, application, group, environment, timeout } = deployment
  const { workspace, temp } = place
  const destinationRoot = deployment['destination-root']
  const fileExists = deployment['file-exists']
  // The agent tells deployments apart by their ids: one that came twice would take the first one's folder for its own.
  const time = clock
    .now()
    .toISOString()
    .replaceAll(/[-:.Z]/g, '')
  return {
    id,
    application,
    group,
    revision: resolve(workspace, revisionPath(deployment)),
    root: deployment.root === undefined ? resolve(temp, 'codedeploy-agent') : resolve(workspace, deployment.root),
    deploymentId: ['local', ...(run.runId === '' ? [] : [run.runId, run.runAttempt]), time, id].join('-'),
    ...(destinationRoot !== undefined && { destinationRoot: resolve(workspace, destinationRoot) }),
    ...(fileExists !== undefined && { fileExists }),
    ignoreApplicationStopFailures: deployment['ignore-application-stop-failures'],
    agentCompatible: deployment['agent-compatible'],
    environment,
    timeout,
  }
}
