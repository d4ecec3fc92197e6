import { resolve } from 'node:path'
import type { Environment, LocalDeployment } from '../../config/model/environment.ts'
import type { Runtime } from '../../support/runtime.ts'
import { ActionError } from '../../support/errors.ts'
import { isInside } from '../../support/files/folders.ts'
import type { RunKey } from '../../support/runtime.ts'
import { revisionPath } from '../../config/model/revision-source.ts'

/** A local deployment. */
export interface LocalRequest {
  /** Id in the configuration. */
  readonly id: string
  readonly application: string
  readonly group: string
  /** Absolute path of a folder or an archive. */
  readonly revision: string
  /** The path in the configuration: sources in the revision are shown relative to the workspace. */
  readonly revisionName: string
  /** `preprod` or `production`. */
  readonly environmentKey: string
  /** Folder of the agent's state between deployments. Absolute. */
  readonly root: string
  readonly deploymentId: string
  readonly destinationRoot?: string
  readonly fileExists?: 'DISALLOW' | 'OVERWRITE' | 'RETAIN'
  readonly ignoreApplicationStopFailures: boolean
  readonly agentCompatible: boolean
  /** Variables of the configuration for the hooks. */
  readonly environment: Readonly<Record<string, string>>
  /** Milliseconds for the whole deployment. */
  readonly timeout: number
}

/**
 * The request of a local deployment, with absolute paths; equal for a deployment and its dry run. Rejects with
 * `config/revision` where this action would write into the revision.
 */
export function localRequest(
  { place, clock }: Pick<Runtime, 'place' | 'clock'>,
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
      message: `the revision ${revisionName} contains the folder ${within} of this action, which would become a part of it`,
      advice:
        'Move the revision into a separate folder (`directory: app`), or set `root` and RUNNER_TEMP to folders outside of it.',
      subject: `deployment/${id}/revision`,
      expected: 'a revision outside of the folders of this action',
      observed: within,
    })
  }
  // The agent identifies deployments by their ids: a repeated id would reuse the folder of the first one.
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
