import { resolve } from 'node:path'
import type { FindScript } from '../codedeploy/diagnose.ts'
import { makeBundle } from '../codedeploy/revision.ts'
import type { ServerDeployment } from '../config/resolve.ts'
import type { Finding } from '../evidence/finding.ts'
import { bytesOfFile, kindOfPath } from '../support/tree.ts'
import { judgeRevision } from './deploy-shared.ts'
import type { Execution } from './execute.ts'
import { revisionPath } from './release.ts'
import { runDeployment } from './run-deployment.ts'
import { uploadToBucket } from './upload-revision.ts'

/** Uploads the revision and deploys it to the servers of a group, followed to the end. */
export async function deployToServers(execution: Execution, deployment: ServerDeployment): Promise<readonly Finding[]> {
  const path = resolve(execution.ports.place.workspace, revisionPath(deployment))
  const bundle = await makeBundle(path, `deployment/${deployment.id}/revision`)
  const differs = judgeRevision(execution, deployment.id, bundle.content)
  if (differs) return [differs]
  return runDeployment(execution, deployment, async () => {
    const { bucket, key, bundleType, eTag, version } = await uploadToBucket(execution, deployment, bundle)
    return {
      content: bundle.content,
      revision: {
        revisionType: 'S3',
        s3Location: {
          bucket,
          key,
          bundleType,
          ...(eTag !== undefined && { eTag }),
          ...(version !== undefined && { version }),
        },
      },
      ...(deployment['file-exists'] !== undefined && { fileExists: deployment['file-exists'] }),
      ignoreApplicationStopFailures: deployment['ignore-application-stop-failures'],
      findScript: await scriptPlaces(path, deployment),
    }
  })
}

/** Where scripts stand in the AppSpec of a folder; an archive is not opened for it. */
async function scriptPlaces(folder: string, deployment: ServerDeployment): Promise<FindScript> {
  if ((await kindOfPath(folder)) !== 'directory') return () => undefined
  const { parseAppSpec } = await import('../codedeploy/appspec/index.ts')
  const file = 'appspec.yml'
  const name = `${revisionPath(deployment)}/${file}`
  const place = `${folder}/${file}`
  if ((await kindOfPath(place)) !== 'file') return () => undefined
  const parsed = parseAppSpec((await bytesOfFile(place)).toString('utf8'), {
    file: name,
    platform: 'server',
  })
  if (!parsed.ok) return () => undefined
  return (event, script) => {
    const found = parsed.spec.hooks
      .find((hook) => hook.event === event)
      ?.scripts.find(
        (one) => one.location === script || one.location.endsWith(`/${script}`) || script.endsWith(one.location),
      )
    return found && { file: name, line: found.at.line, column: found.at.column }
  }
}
