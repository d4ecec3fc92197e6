import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import {
  BatchGetDeploymentTargetsCommand,
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentCommand,
  CreateDeploymentGroupCommand,
  GetDeploymentCommand,
  ListDeploymentTargetsCommand,
} from '@aws-sdk/client-codedeploy'
import type {
  CreateDeploymentCommandInput,
  CreateDeploymentGroupCommandInput,
  DeploymentInfo,
  DeploymentTarget,
} from '@aws-sdk/client-codedeploy'
import { ECSClient } from '@aws-sdk/client-ecs'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { CreateBucketCommand, PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { STSClient } from '@aws-sdk/client-sts'
import { pack } from 'tar-stream'
import { startSandbox } from '../../sandbox/sandbox.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import type { ScenarioInput } from '../../sandbox/scenario.ts'

export const PREPROD = { account: '111111111111', region: 'eu-west-1' }
export const PRODUCTION = { account: '222222222222', region: 'eu-west-1' }
export const BUCKET = 'revisions'

/** In the sandbox an account's number is an access key of that account. */
const keysOf = (account: string) => ({ accessKeyId: account, secretAccessKey: 'anything' })

export function clientsOf(
  sandbox: Sandbox,
  { account, region } = PREPROD,
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } = keysOf(account),
  ofStorage: S3ClientConfig = {},
) {
  const config = { endpoint: sandbox.awsUrl, region, credentials, maxAttempts: 1 }
  return {
    cloudformation: new CloudFormationClient(config),
    codedeploy: new CodeDeployClient(config),
    cloudwatch: new CloudWatchClient(config),
    cloudtrail: new CloudTrailClient(config),
    ecs: new ECSClient(config),
    lambda: new LambdaClient(config),
    s3: new S3Client({ ...config, ...ofStorage }),
    sts: new STSClient(config),
  }
}

export type Clients = ReturnType<typeof clientsOf>

/** A fast sandbox, and its recorded traffic. */
export async function openSandbox(scenario: ScenarioInput = {}) {
  const traffic: { service: string; request: { body: string }; response: { status: number; body: string } }[] = []
  const complaints: string[] = []
  const sandbox = await startSandbox({
    scenario: { pace: 200, ...scenario },
    record: (exchange) => traffic.push(exchange),
    complain: (text) => complaints.push(text),
  })
  return { sandbox, traffic, complaints, aws: clientsOf(sandbox) }
}

export type Opened = Awaited<ReturnType<typeof openSandbox>>

/** A revision's archive. Scripts are executable. */
export async function archive(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const tar = pack()
  for (const [name, text] of Object.entries(files))
    tar.entry({ name, mode: text.startsWith('#!') ? 0o755 : 0o644 }, text)
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** A revision that installs `app.txt` with that text, and scripts by lifecycle event. */
export function revisionFiles(text: string, hooks: Readonly<Record<string, string>> = {}): Record<string, string> {
  const sections = Object.keys(hooks).map((event) => `  ${event}:\n    - location: ${event}.sh\n      timeout: 20\n`)
  const scripts = Object.entries(hooks).map(([event, body]) => [`${event}.sh`, `#!/bin/sh\n${body}\n`])
  return {
    'appspec.yml': `version: 0.0\nos: linux\nfiles:\n  - source: app.txt\n    destination: /srv\nfile_exists_behavior: OVERWRITE\n${
      sections.length > 0 ? `hooks:\n${sections.join('')}` : ''
    }`,
    'app.txt': text,
    ...Object.fromEntries(scripts),
  }
}

/** An application, a group named `fleet` and that many tagged instances. */
export async function makeFleet(opened: Opened, size: number, group: Partial<CreateDeploymentGroupCommandInput> = {}) {
  const { sandbox, aws } = opened
  await aws.s3.send(new CreateBucketCommand({ Bucket: BUCKET }))
  await aws.codedeploy.send(new CreateApplicationCommand({ applicationName: 'shop', computePlatform: 'Server' }))
  await aws.codedeploy.send(
    new CreateDeploymentGroupCommand({
      applicationName: 'shop',
      deploymentGroupName: 'fleet',
      serviceRoleArn: 'arn:aws:iam::111111111111:role/deploy',
      ec2TagFilters: [{ Key: 'fleet', Value: 'shop', Type: 'KEY_AND_VALUE' }],
      ...group,
    }),
  )
  const tags = [{ Key: 'fleet', Value: 'shop' }]
  return Promise.all(Array.from({ length: size }, () => sandbox.aws.hosts.launch(PREPROD, tags, new Date())))
}

/** Uploads a revision and starts its deployment. */
export async function deploy(
  { aws }: Opened,
  files: Readonly<Record<string, string>>,
  options: Partial<CreateDeploymentCommandInput> = {},
): Promise<string> {
  const key = `${crypto.randomUUID()}.tar`
  await aws.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: await archive(files) }))
  const { deploymentId } = await aws.codedeploy.send(
    new CreateDeploymentCommand({
      applicationName: 'shop',
      deploymentGroupName: 'fleet',
      revision: { revisionType: 'S3', s3Location: { bucket: BUCKET, key, bundleType: 'tar' } },
      ...options,
    }),
  )
  return deploymentId!
}

export async function describe(aws: Clients, deploymentId: string): Promise<DeploymentInfo> {
  const { deploymentInfo } = await aws.codedeploy.send(new GetDeploymentCommand({ deploymentId }))
  return deploymentInfo!
}

const hasEnded = ({ status }: DeploymentInfo): boolean => ['Succeeded', 'Failed', 'Stopped'].includes(status ?? '')

export async function ended({ aws }: Opened, deploymentId: string): Promise<DeploymentInfo> {
  return until(() => describe(aws, deploymentId), hasEnded)
}

export async function targetsOf(aws: Clients, deploymentId: string): Promise<DeploymentTarget[]> {
  const { targetIds = [] } = await aws.codedeploy.send(new ListDeploymentTargetsCommand({ deploymentId }))
  const { deploymentTargets = [] } = await aws.codedeploy.send(
    new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }),
  )
  return deploymentTargets
}

/** `Install Succeeded`, in order. */
export const eventsOf = (target: DeploymentTarget): string[] => {
  const { lifecycleEvents = [] } = target.instanceTarget ?? target.lambdaTarget ?? target.ecsTarget ?? {}
  return lifecycleEvents.map(({ lifecycleEventName, status }) => `${lifecycleEventName} ${status}`)
}

const LOOK_MS = 25
/** Less than the timeout of a test, to report the last observation. */
const PATIENCE_MS = 110_000

/** Polls until the condition is true. */
export async function until<T>(look: () => Promise<T> | T, good: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const value = await look()
    if (good(value)) return value
    if (Date.now() > deadline) throw new Error(`it did not become so: ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

/** The error's name and message, as a client receives them. */
export async function errorOf(call: Promise<unknown>): Promise<{ name: string; message: string }> {
  return call.then(
    () => ({ name: 'none', message: '' }),
    (error: Error) => ({ name: error.name, message: error.message }),
  )
}
