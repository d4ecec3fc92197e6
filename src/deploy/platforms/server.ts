import { resolve } from 'node:path'
import { declaredHooks, type DeclaredHooks } from '../../codedeploy/declared-hooks.ts'
import type { FindScript } from '../../codedeploy/diagnose.ts'
import type { ServerAppSpec } from '../../codedeploy/appspec/index.ts'
import { makeBundle, revisionKey } from '../../codedeploy/revision.ts'
import type { ServerDeployment } from '../../config/model/environment.ts'
import type { Outputs } from '../../config/model/references.ts'
import type { Finding } from '../../evidence/finding.ts'
import { bytesOfFile, kindOfPath } from '../../support/files/tree.ts'
import { judgeRevision } from '../revision-digest.ts'
import { runDeployment, type Content } from '../codedeploy-deployment.ts'
import { uploadToBucket } from '../upload-revision.ts'
import type { DeployContext } from '../contract.ts'
import { greenInstances } from '../traffic/endpoints.ts'
import { revisionPath } from '../../config/model/revision-path.ts'

/** Uploads the revision and deploys it to the servers of a group, followed to the end. */
export async function deployToServers(
  context: DeployContext,
  deployment: ServerDeployment,
  outputs: Outputs,
): Promise<readonly Finding[]> {
  const path = resolve(context.ports.place.workspace, revisionPath(deployment))
  const appSpec = await readAppSpec(path, deployment)
  // CodeDeploy unpacks nothing else on Windows.
  const format = appSpec?.os === 'windows' ? 'zip' : 'tgz'
  const bundle = await makeBundle(path, `deployment/${deployment.id}/revision`, format)
  const differs = judgeRevision(context, deployment.id, bundle.content)
  if (differs) return [differs]
  const { bucket: ownBucket, prefix } = deployment.revision
  const ownKey = revisionKey(prefix, deployment.id, bundle)
  const content: Content = {
    content: bundle.content,
    findScript: scriptPlaces(appSpec),
    hooks: await hooksOf(path, deployment),
    beforeTraffic: { outputs, endpoints: greenInstances },
    isIn: ({ s3Location: place }) => Promise.resolve(place?.bucket === ownBucket && place?.key === ownKey),
  }
  return runDeployment(context, deployment, content, async () => {
    const { bucket, key, bundleType, eTag, version } = await uploadToBucket(context, deployment, bundle)
    return {
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
    }
  })
}

/** What the AppSpec of a folder or an archive declares, as either agent reads it. */
async function hooksOf(path: string, deployment: ServerDeployment): Promise<DeclaredHooks | undefined> {
  const { collectRevisionFacts } = await import('../../codedeploy/appspec/index.ts')
  const { parsed, parsed2 } = await collectRevisionFacts(path)
  const read = [parsed, parsed2].find((one) => one?.ok)
  if (!read?.ok) return undefined
  return { ...declaredHooks(read.spec), ignoresStop: deployment['ignore-application-stop-failures'] }
}

/** The AppSpec of a folder, where it can be read; an archive is not opened for it. */
async function readAppSpec(folder: string, deployment: ServerDeployment): Promise<ServerAppSpec | undefined> {
  if ((await kindOfPath(folder)) !== 'directory') return undefined
  const file = 'appspec.yml'
  const path = `${folder}/${file}`
  if ((await kindOfPath(path)) !== 'file') return undefined
  const { parseAppSpec } = await import('../../codedeploy/appspec/index.ts')
  const parsed = parseAppSpec((await bytesOfFile(path)).toString('utf8'), {
    file: `${revisionPath(deployment)}/${file}`,
    platform: 'server',
    systems: ['linux', 'windows'],
  })
  return parsed.ok ? parsed.spec : undefined
}

/** Where scripts stand in the AppSpec. */
function scriptPlaces(appSpec: ServerAppSpec | undefined): FindScript {
  return (event, script) => {
    const found = appSpec?.hooks
      .find((hook) => hook.event === event)
      ?.scripts.find(
        (one) => one.location === script || one.location.endsWith(`/${script}`) || script.endsWith(one.location),
      )
    return appSpec && found && { file: appSpec.file, line: found.at.line, column: found.at.column }
  }
}
