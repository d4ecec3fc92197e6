import { resolve } from 'node:path'
import { declaredHooks, type DeclaredHooks } from '../../codedeploy/group/declared-hooks.ts'
import { judgeHostChecks } from '../../checks/hosts/judge-deployment.ts'
import { addedChecks, hookChecks, type AddedChecks } from '../../checks/hosts/revision.ts'
import { judgeValidation } from '../../codedeploy/judge-validation.ts'
import type { FindScript } from '../../codedeploy/diagnose.ts'
import type { ServerAppSpec } from '../../codedeploy/appspec/index.ts'
import { makeBundle, revisionKey } from '../../codedeploy/revision/revision.ts'
import type { ServerDeployment } from '../../config/model/environment.ts'
import type { Outputs } from '../../config/model/references.ts'
import { digestOf } from '../../evidence/digest.ts'
import type { Finding } from '../../evidence/finding.ts'
import { ActionError } from '../../support/errors.ts'
import { bytesOfFile, kindOfPath } from '../../support/files/tree.ts'
import { judgeRevision } from '../deployments/revision-digest.ts'
import { runDeployment } from '../deployments/codedeploy-deployment.ts'
import type { Content } from '../deployments/contract.ts'
import { uploadToBucket } from '../deployments/upload-revision.ts'
import type { DeployContext } from '../contract.ts'
import { greenInstances } from '../traffic/endpoints.ts'
import {
  revisionFile,
  revisionPath,
  revisionSource,
  showSource,
  type ExistingRevision,
} from '../../config/model/revision-source.ts'
import { digestOfExisting, readExisting } from '../../codedeploy/revision/existing.ts'
import { sameRevision } from '../../codedeploy/revision/location.ts'
import { withScratchFolder } from '../../support/files/scratch.ts'

const APPSPEC = 'appspec.yml'

/** Uploads the revision and deploys it to the servers of a group, followed to the end. */
export async function deployToServers(
  context: DeployContext,
  deployment: ServerDeployment,
  outputs: Outputs,
): Promise<readonly Finding[]> {
  const source = revisionSource(deployment)
  if (source.kind !== 'path') return deployExisting(context, deployment, source, outputs)
  const path = resolve(context.ports.place.workspace, source.path)
  const added = await addedTo(context, deployment)
  const appSpec = added ? await parse(added.appSpec, deployment) : await readAppSpec(path, deployment)
  // CodeDeploy unpacks nothing else on Windows.
  const format = appSpec?.os === 'windows' ? 'zip' : 'tgz'
  const packed = await makeBundle(path, `deployment/${deployment.id}/revision`, format, added?.files)
  const differs =
    judgeRevision(context, deployment.id, packed.content) ??
    (added && judgeRevision(context, `${deployment.id}/hosts`, added.digest))
  if (differs) return [differs]
  const bundle = added ? { ...packed, content: digestOf({ folder: packed.content, hosts: added.digest }) } : packed
  const { bucket: ownBucket, prefix } = deployment.revision
  const ownKey = revisionKey(prefix, deployment.id, bundle)
  const hooks = await hooksOf(path, deployment, appSpec)
  const content: Content = {
    content: bundle.content,
    findScript: scriptPlaces(appSpec),
    hooks,
    judgeEnd: (end, isReleased) => [
      ...judgeValidation(end, hooks),
      ...(added ? judgeHostChecks(end, added, isReleased) : []),
    ],
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
      ...settingsOf(deployment),
    }
  })
}

/** Deploys a revision that exists. It is read again: what precheck saw is days old, where an approval took its time. */
async function deployExisting(
  context: DeployContext,
  deployment: ServerDeployment,
  source: ExistingRevision,
  outputs: Outputs,
): Promise<readonly Finding[]> {
  const { ports, access, release } = context
  const { id } = deployment
  const digest = digestOfExisting(source, release.sha)
  const differs = judgeRevision(context, id, digest)
  if (differs) return [differs]
  // Rejects where checks on hosts would have to join it.
  await addedTo(context, deployment)
  return withScratchFolder(ports.place.temp, async (folder) => {
    const readers = {
      storage: () => ports.connect.storage(access),
      github: () => ports.connect.github(),
      signal: ports.cancelled,
      server: ports.place.env['GITHUB_SERVER_URL'],
    }
    const read = await readExisting(readers, { id, source, sha: release.sha }, folder)
    if ('code' in read) return [read]
    const hooks = await hooksOf(read.file, deployment, undefined)
    const content: Content = {
      content: digest,
      hooks,
      judgeEnd: (end) => judgeValidation(end, hooks),
      beforeTraffic: { outputs, endpoints: greenInstances },
      isIn: (found) => Promise.resolve(sameRevision(found, read.location)),
    }
    ports.log.info(`${id}: ${showSource(source)} is deployed as it is`)
    const findings = await runDeployment(context, deployment, content, () =>
      Promise.resolve({ revision: read.location, ...settingsOf(deployment) }),
    )
    return [read.finding, ...findings]
  })
}

function settingsOf(deployment: ServerDeployment) {
  return {
    ...(deployment['file-exists'] !== undefined && { fileExists: deployment['file-exists'] }),
    ignoreApplicationStopFailures: deployment['ignore-application-stop-failures'],
  }
}

/** The checks on hosts; never silently without them. */
async function addedTo(
  { config, checks, ports }: DeployContext,
  deployment: ServerDeployment,
): Promise<AddedChecks | undefined> {
  if (config !== undefined) return addedChecks(config, deployment, revisionFile(deployment, ports.place.workspace))
  if (hookChecks(checks, deployment.id).length === 0) return undefined
  throw new ActionError('config/file', {
    message: `the checks on hosts cannot join the revision of ${deployment.id} in this command`,
    subject: 'verify',
    expected: 'checks from this job',
    observed: 'on: hosts',
  })
}

/** What the AppSpec of a folder or an archive declares, as either agent reads it. */
async function hooksOf(
  path: string,
  deployment: ServerDeployment,
  appSpec: ServerAppSpec | undefined,
): Promise<DeclaredHooks | undefined> {
  const ignoresStop = deployment['ignore-application-stop-failures']
  if (appSpec) return { ...declaredHooks(appSpec), ignoresStop }
  const { collectRevisionFacts } = await import('../../codedeploy/appspec/index.ts')
  const { parsed, parsed2 } = await collectRevisionFacts(path)
  const read = [parsed, parsed2].find((one) => one?.ok)
  if (!read?.ok) return undefined
  return { ...declaredHooks(read.spec), ignoresStop }
}

/** The AppSpec of a folder, where it can be read; an archive is not opened for it. */
async function readAppSpec(folder: string, deployment: ServerDeployment): Promise<ServerAppSpec | undefined> {
  if ((await kindOfPath(folder)) !== 'directory') return undefined
  const path = `${folder}/${APPSPEC}`
  if ((await kindOfPath(path)) !== 'file') return undefined
  return parse((await bytesOfFile(path)).toString('utf8'), deployment)
}

async function parse(text: string, deployment: ServerDeployment): Promise<ServerAppSpec | undefined> {
  const { parseAppSpec } = await import('../../codedeploy/appspec/index.ts')
  const parsed = parseAppSpec(text, {
    file: `${revisionPath(deployment)}/${APPSPEC}`,
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
