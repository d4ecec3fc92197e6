import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { createGzip } from 'node:zlib'
import { CloudFormation, type Parameter, type Stack } from '@aws-sdk/client-cloudformation'
import { CodeDeploy } from '@aws-sdk/client-codedeploy'
import { S3 } from '@aws-sdk/client-s3'
import tar from 'tar-stream'
import type { Sandbox } from '../sandbox/sandbox.ts'

/** Clients of an account, with the credentials of an administrator. */
export interface Account {
  readonly environment: 'preprod' | 'production'
  readonly id: string
  readonly cloudformation: CloudFormation
  readonly codedeploy: CodeDeploy
  readonly s3: S3
  /** The configuration of its clients, for those of other services. */
  readonly client: {
    readonly region: string
    readonly endpoint: string
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  }
  /** Waits in simulated time. */
  readonly sleep: (ms: number) => Promise<void>
}

/** Pauses between two polls, and the longest wait, in simulated time. */
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000
const PAUSE_GROWTH = 1.3
const LONGEST_WAIT_MS = 60 * 60_000

export function accountAt(
  { awsUrl, clock }: Pick<Sandbox, 'awsUrl' | 'clock'>,
  region: string,
  environment: Account['environment'],
  id: string,
): Account {
  // In the sandbox, the account ID is an access key of its administrator.
  const config = { region, endpoint: awsUrl, credentials: { accessKeyId: id, secretAccessKey: 'administrator' } }
  return {
    environment,
    id,
    client: config,
    cloudformation: new CloudFormation(config),
    codedeploy: new CodeDeploy(config),
    s3: new S3({ ...config, forcePathStyle: true }),
    sleep: (ms) => clock.wait(ms),
  }
}

/**
 * Deploys the installed version of the shop to an account, through AWS's API: stack, revision, deployment. @returns the
 * URL of the shop
 */
export async function install(account: Account, folder: string, cancelled: AbortSignal): Promise<string> {
  const { environment, cloudformation, codedeploy, s3 } = account
  const stack = `shop-${environment}`
  const parameters = JSON.parse(
    readFileSync(join(folder, `infra/parameters.${environment}.json`), 'utf8'),
  ) as Parameter[]
  await cloudformation.createStack({
    StackName: stack,
    TemplateBody: readFileSync(join(folder, 'infra/web.yml'), 'utf8'),
    Capabilities: ['CAPABILITY_IAM'],
    Parameters: parameters.map((parameter) =>
      parameter.UsePreviousValue
        ? { ParameterKey: parameter.ParameterKey, ParameterValue: `never-shown-${account.id}` }
        : parameter,
    ),
  })
  const created = await stackReady(account, stack, cancelled)
  const output = (key: string): string => created.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue ?? ''
  const location = {
    bucket: output('Releases'),
    key: 'test-deployments/shop-installed.tgz',
    bundleType: 'tgz' as const,
  }
  await s3.putObject({ Bucket: location.bucket, Key: location.key, Body: await archive(join(folder, 'app')) })
  const { deploymentId } = await codedeploy.createDeployment({
    applicationName: 'shop',
    deploymentGroupName: stack,
    revision: { revisionType: 'S3', s3Location: location },
  })
  await deploymentSucceeded(account, deploymentId, cancelled)
  return output('Url')
}

/** Waits until a deployment is over. A deployment that waits before the traffic is continued. */
export async function deploymentSucceeded(
  account: Account,
  deploymentId: string | undefined,
  cancelled: AbortSignal,
): Promise<void> {
  const { codedeploy } = account
  await until(account, `the deployment ${deploymentId} is over`, cancelled, async () => {
    const { deploymentInfo: info } = await codedeploy.getDeployment({ deploymentId })
    if (info?.status === 'Failed' || info?.status === 'Stopped') {
      throw new Error(`the deployment ${deploymentId} is ${info.status}: ${await whyOf(codedeploy, deploymentId)}`)
    }
    if (info?.status === 'Ready')
      await codedeploy.continueDeployment({ deploymentId, deploymentWaitType: 'READY_WAIT' })
    return info?.status === 'Succeeded' || undefined
  })
}

/** Waits until the creation or the update of a stack is over. */
export function stackReady(account: Account, name: string, cancelled: AbortSignal): Promise<Stack> {
  return until(account, `the stack ${name} is ready`, cancelled, async () => {
    const { Stacks: [found] = [] } = await account.cloudformation.describeStacks({ StackName: name })
    if (/FAILED|ROLLBACK/.test(found?.StackStatus ?? ''))
      throw new Error(`the stack ${name} is ${found?.StackStatus}: ${found?.StackStatusReason ?? ''}`)
    return /^(CREATE|UPDATE)_COMPLETE$/.test(found?.StackStatus ?? '') ? found : undefined
  })
}

/** Waits until no deployment is running in the account, including the rollback after a failed or stopped one. */
export async function deploymentsEnded(account: Account, cancelled: AbortSignal): Promise<void> {
  const { environment, codedeploy } = account
  const { applications = [] } = await codedeploy.listApplications({})
  const groups = await Promise.all(
    applications.map(async (applicationName) => {
      const { deploymentGroups = [] } = await codedeploy.listDeploymentGroups({ applicationName })
      return deploymentGroups.map((deploymentGroupName) => ({ applicationName, deploymentGroupName }))
    }),
  )
  for (const group of groups.flat()) {
    await until(account, `the deployments to ${environment} are over`, cancelled, async () => {
      const { deployments = [] } = await codedeploy.listDeployments({
        ...group,
        includeOnlyStatuses: ['Created', 'Queued', 'InProgress', 'Baking', 'Ready'],
      })
      return deployments.length === 0 || undefined
    })
  }
}

/** The message and log of the first failed lifecycle event. */
async function whyOf(codedeploy: CodeDeploy, deploymentId: string | undefined): Promise<string> {
  const { targetIds = [] } = await codedeploy.listDeploymentTargets({ deploymentId })
  const { deploymentTargets = [] } = await codedeploy.batchGetDeploymentTargets({ deploymentId, targetIds })
  const events = deploymentTargets.flatMap(({ instanceTarget }) => instanceTarget?.lifecycleEvents ?? [])
  const failed = events.find(({ status }) => status === 'Failed')
  return `${failed?.lifecycleEventName}: ${failed?.diagnostics?.message} ${failed?.diagnostics?.logTail ?? ''}`
}

async function until<T>(
  { sleep }: Account,
  what: string,
  cancelled: AbortSignal,
  look: () => Promise<T | undefined>,
): Promise<T> {
  let pause = FIRST_PAUSE_MS
  for (let waited = 0; waited < LONGEST_WAIT_MS; waited += pause) {
    cancelled.throwIfAborted()
    const found = await look()
    if (found !== undefined) return found
    await sleep(pause)
    pause = Math.min(LONGEST_PAUSE_MS, pause * PAUSE_GROWTH)
  }
  throw new Error(`waited ${LONGEST_WAIT_MS / 60_000} minutes in vain until ${what}`)
}

/** A folder as a .tgz archive, including file modes. */
export async function archive(folder: string): Promise<Buffer> {
  const pack = tar.pack()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    pack.entry(
      { name: relative(folder, path).split(sep).join('/'), mode: statSync(path).mode & 0o777 },
      readFileSync(path),
    )
  }
  pack.finalize()
  return buffer(pack.pipe(createGzip()))
}
