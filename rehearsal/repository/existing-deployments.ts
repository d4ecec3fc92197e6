import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { PacedClock } from '../../sandbox/clock.ts'
import type { Environment, ServerDeployment } from '../../src/config/model/environment.ts'
import { fillOutputs, type Outputs } from '../../src/config/model/references.ts'
import { messageOf } from '../../src/support/errors.ts'
import { UsageError } from '../arguments.ts'
import { archive, deploymentSucceeded, type Account } from '../installed.ts'
import { Masks } from '../runner/masks.ts'
import { runScript } from '../runner/script.ts'

/** What CodeDeploy answers where the group is not made by a stack that exists already. */
const ABSENT = ['ApplicationDoesNotExistException', 'DeploymentGroupDoesNotExistException']
const KEY = 'test-deployments/before-the-release.tgz'

/** Builds a copy of the repository as the job `build` does. @returns its folder; undefined where the build fails */
export async function buildEarlier(
  files: string,
  root: string,
  build: string | undefined,
  clock: PacedClock,
): Promise<string | undefined> {
  const workspace = join(root, 'earlier')
  const temp = join(root, 'earlier-home')
  mkdirSync(temp, { recursive: true })
  cpSync(files, workspace, { recursive: true })
  if (build === undefined) return workspace
  const job = { workspace, temp, env: {}, masks: new Masks() }
  const script = { name: 'build', run: build, env: {} }
  const status = await clock.busy(
    runScript(script, job, { show: () => undefined, cancelled: new AbortController().signal }),
  )
  return status === 0 ? workspace : undefined
}

/** Deploys the revisions of `workspace` to the servers of stacks that exist before the release. */
export async function deployEarlier(
  account: Account,
  { deployments }: Pick<Environment, 'deployments'>,
  workspace: string,
  outputs: Outputs,
  cancelled: AbortSignal,
): Promise<void> {
  const toServers = deployments.filter((each): each is ServerDeployment => each.platform === 'server')
  for (const { id, application, group, revision } of toServers) {
    const { directory, bucket } = revision as { readonly directory?: string; readonly bucket?: string }
    const known = fillOutputs({ application, group, bucket }, outputs, `deployment/${id}`, '')
    if (directory === undefined || !known.bucket || !known.group || !existsSync(join(workspace, directory))) continue
    try {
      await account.s3.putObject({ Bucket: known.bucket, Key: KEY, Body: await archive(join(workspace, directory)) })
      const { deploymentId } = await account.codedeploy.createDeployment({
        applicationName: known.application,
        deploymentGroupName: known.group,
        revision: { revisionType: 'S3', s3Location: { bucket: known.bucket, key: KEY, bundleType: 'tgz' } },
      })
      await deploymentSucceeded(account, deploymentId, cancelled)
    } catch (error) {
      cancelled.throwIfAborted()
      if (error instanceof Error && ABSENT.includes(error.name)) continue
      throw new UsageError(
        `${known.group} has to serve an earlier release, since parameters of its stack keep previous values, and ${directory} cannot be deployed to it: ${messageOf(error)}`,
      )
    }
  }
}
