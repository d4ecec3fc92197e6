import { resolve } from 'node:path'
import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import type { Functions } from '../../aws/clients/services.ts'
import { declaredHooks } from '../../codedeploy/group/declared-hooks.ts'
import { judgeAliasAfter, judgeAliasBefore } from '../../codedeploy/alias.ts'
import { appSpecContent, propertyOf } from '../../codedeploy/appspec/content.ts'
import type { LambdaAppSpec } from '../../codedeploy/appspec/index.ts'
import { listDeployments } from '../../codedeploy/deployment.ts'
import { hasCode, MOST_DIRECT_BYTES, publishVersion, readAlias, type Code } from '../../codedeploy/function-version.ts'
import { makeBundle, type Bundle } from '../../codedeploy/revision/revision.ts'
import { placeOfEnvironment, type LambdaDeployment } from '../../config/model/environment.ts'
import { digestOf, digestOfBytes } from '../../evidence/digest.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import { checkVersion, versionChecks } from '../traffic/version-checks.ts'
import { notHeld } from '../traffic/waiting-checks.ts'
import { ActionError } from '../../support/errors.ts'
import { readAppSpecFile } from '../deployments/appspec-file.ts'
import { judgeRevision } from '../deployments/revision-digest.ts'
import { runDeployment } from '../deployments/codedeploy-deployment.ts'
import { uploadToBucket } from '../deployments/upload-revision.ts'
import type { Outputs } from '../../config/model/references.ts'
import type { DeployContext } from '../contract.ts'
import { revisionPath } from '../../config/model/revision-source.ts'

/** Publishes the code, if the deployment brings any, and moves the alias of the AppSpec to its version. */
export async function deployToLambda(
  context: DeployContext,
  deployment: LambdaDeployment,
  outputs: Outputs,
): Promise<readonly Finding[]> {
  const { ports, access } = context
  const read = await readAppSpecFile(context, deployment, outputs)
  if ('outcome' in read) return [read]
  const { text, spec, words } = read
  const functions = await ports.connect.functions(access)
  const code = await readCode(context, deployment)
  if ('outcome' in code) return [code]
  const checks = versionChecks(context, deployment.id, outputs)
  let moved: string | undefined
  let checked: readonly Finding[] | undefined
  const content = {
    content: digestOf({ appspec: digestOfBytes(Buffer.from(text)), code: code.content ?? spec.targetVersion }),
    hooks: declaredHooks(spec),
    isIn: async (found: RevisionLocation): Promise<boolean> => {
      const target = propertyOf(found, 'TargetVersion') ?? ''
      const properties = { CurrentVersion: propertyOf(found, 'CurrentVersion') ?? '', TargetVersion: target }
      const expected = appSpecContent(text, { words, properties })
      if (found.appSpecContent?.content !== expected.appSpecContent?.content) return false
      if (code.bundle && !(await hasCode(functions, { name: spec.name, version: target }, code.bundle.bytes)))
        return false
      moved = target
      return true
    },
  }
  const findings = await runDeployment(context, deployment, content, async () => {
    moved = undefined
    const target = await publish(context, deployment, functions, spec, code.bundle)
    const alias = await readAlias(functions, { id: deployment.id, ...spec })
    // While a deployment runs in the group an alias is rightly between two versions: it is taken up, or waited for.
    const busy = (await listDeployments(await ports.connect.codedeploy(access), deployment, 'active')).length > 0
    const before = busy ? undefined : judgeAliasBefore(deployment.id, spec, alias, target)
    if (before && blocks(before)) return [before]
    checked = await checkVersion(checks, { id: deployment.id, name: spec.name, version: target })
    if (before || checked.some(blocks)) return before ? [...checked, before] : checked
    moved = target
    const properties = { CurrentVersion: alias.version, TargetVersion: target }
    return { revision: appSpecContent(text, { words, properties }) }
  })
  if (moved === undefined || findings.some(blocks))
    return [...(moved === undefined ? [] : (checked ?? [])), ...findings]
  const after = await readAlias(functions, { id: deployment.id, ...spec })
  const unchecked = checks && checked === undefined ? [notHeld(deployment.id, 'an earlier deployment')] : []
  return [...(checked ?? []), ...findings, ...unchecked, judgeAliasAfter(deployment.id, spec, after, moved)]
}

/** The code that the deployment brings, if it brings any. */
async function readCode(
  context: DeployContext,
  { id, revision }: LambdaDeployment,
): Promise<{ readonly bundle?: Bundle; readonly content?: string } | Finding> {
  if (revision === undefined) return {}
  const path = resolve(context.ports.place.workspace, revisionPath({ id, revision }))
  const bundle = await makeBundle(path, `deployment/${id}/revision`, 'zip')
  return judgeRevision(context, id, bundle.content) ?? { bundle, content: bundle.content }
}

/** The version that the alias is to lead to: the code's, or the one that the AppSpec names. */
async function publish(
  context: DeployContext,
  { id, revision }: LambdaDeployment,
  functions: Functions,
  spec: LambdaAppSpec,
  bundle: Bundle | undefined,
): Promise<string> {
  if (revision === undefined || bundle === undefined) return spec.targetVersion
  const { ports, record, environment } = context
  const version = await publishVersion(
    { functions, clock: ports.clock, log: ports.log, cancelled: ports.cancelled },
    { id, name: spec.name, bytes: bundle.bytes, code: () => codeOf(context, { id, revision }, bundle) },
  )
  record.handle({
    kind: 'function-version',
    id: `${spec.name}:${version}`,
    ...placeOfEnvironment(environment),
    state: 'kept',
  })
  return version
}

/** Small archives travel in the request; larger ones, and those with a bucket, by S3. */
async function codeOf(
  context: DeployContext,
  deployment: { readonly id: string; readonly revision: NonNullable<LambdaDeployment['revision']> },
  bundle: Bundle,
): Promise<Code> {
  const { id, revision } = deployment
  if (bundle.type !== 'zip') {
    throw new ActionError('config/revision', {
      message: `the revision of ${id} is a ${bundle.type}, and Lambda takes a zip`,
      advice: 'Give a folder, or a zip.',
      subject: `deployment/${id}/revision`,
      expected: 'a folder or a zip',
      observed: bundle.type,
    })
  }
  if (revision.bucket !== undefined) {
    const { bucket, key, version } = await uploadToBucket(context, deployment, bundle)
    return { S3Bucket: bucket, S3Key: key, ...(version !== undefined && { S3ObjectVersion: version }) }
  }
  if (bundle.bytes.length <= MOST_DIRECT_BYTES) return { ZipFile: bundle.bytes }
  throw new ActionError('config/revision', {
    message: `the code of ${id} has ${bundle.bytes.length} bytes when packed, more than a request to Lambda may have`,
    advice: `Set \`revision.bucket\` of the deployment ${id}: larger code travels by S3.`,
    subject: `deployment/${id}/revision`,
    expected: `at most ${MOST_DIRECT_BYTES} bytes, or a bucket`,
    observed: `${bundle.bytes.length} bytes`,
  })
}
