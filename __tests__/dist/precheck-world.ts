import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { CloudFormation, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation'
import { S3 } from '@aws-sdk/client-s3'
import { readAction } from '../../rehearsal/runner/action.ts'
import { Masks } from '../../rehearsal/runner/masks.ts'
import { runStep, type StepResult } from '../../rehearsal/runner/step.ts'
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import type { Evidence } from '../../src/evidence/document.ts'
import type { Finding } from '../../src/evidence/finding.ts'

const PROJECT = resolve(import.meta.dirname, '../..')
const KEYS = { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'example-secret-of-a-stranger-000000000000' }
/** Where the stacks of both environments are. */
export const HOME = { account: '111111111111', region: 'eu-west-1' }

/** What a precheck came to, as the workflow and its reader see it. */
export interface Seen {
  readonly result: StepResult
  readonly evidence: Evidence
  /** `fail drift/property-differs` */
  readonly codes: readonly string[]
  /** Evidence, log, summary and annotations: all that anybody can read. */
  readonly everything: string
}

type TroubleInput = NonNullable<ScenarioInput['trouble']>[number]

/** A workspace beside AWS on loopback, with precheck started from the bundle as the runner starts it. */
export interface PrecheckWorld {
  readonly sandbox: Sandbox
  readonly client: CloudFormation
  /** Requests to AWS until now: `cloudformation Action=CreateChangeSet&…`. */
  readonly asked: string[]
  write(name: string, text: string): void
  put(bucket: string, key: string, body: string): Promise<void>
  /** Creates the stack, or updates it when it is there; resolves to the status that it ends in. */
  deploy(
    name: string,
    template: string,
    parameters?: Readonly<Record<string, string>>,
    disableRollback?: boolean,
  ): Promise<string>
  /** Trouble from now on, or none any more. */
  trouble(how: TroubleInput | { readonly clear: true }): Promise<void>
  status(name: string): Promise<string | undefined>
  precheck(cancelled?: AbortSignal): Promise<Seen>
  /** Stacks and change sets that are there: `shop-preprod CREATE_COMPLETE td-precheck-…`. */
  left(): Promise<string[]>
  close(): Promise<void>
}

export async function openWorld(
  scenario: ScenarioInput,
  files: Readonly<Record<string, string>>,
): Promise<PrecheckWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'dist-precheck-'))
  const asked: string[] = []
  const sandbox = await startSandbox({
    scenario: { pace: 100, ...scenario },
    record: (exchange) => {
      if ('service' in exchange) asked.push(`${exchange.service} ${exchange.request.body}`)
    },
  })
  const client = new CloudFormation({ region: HOME.region, endpoint: sandbox.awsUrl, credentials: KEYS })
  const storage = new S3({ region: HOME.region, endpoint: sandbox.awsUrl, credentials: KEYS, forcePathStyle: true })
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
  const stacks = async (): Promise<Stack[]> => {
    const all: Stack[] = []
    for await (const page of paginateDescribeStacks({ client }, {})) all.push(...(page.Stacks ?? []))
    return all
  }
  const status = (name: string): Promise<string | undefined> =>
    client.describeStacks({ StackName: name }).then(
      ({ Stacks }) => Stacks?.[0]?.StackStatus,
      (error: unknown) => {
        if (error instanceof Error && error.message.includes('does not exist')) return undefined
        throw error
      },
    )
  for (const [name, text] of Object.entries(files)) write(name, text)

  return {
    sandbox,
    client,
    asked,
    write,
    async put(Bucket, Key, Body) {
      await storage.putObject({ Bucket, Key, Body })
    },
    async deploy(StackName, TemplateBody, parameters = {}, DisableRollback = false) {
      const given = Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      }))
      const request = { StackName, TemplateBody, Parameters: given, DisableRollback }
      if ((await status(StackName)) === undefined) await client.createStack(request)
      else await client.updateStack(request)
      await until(async () => !/PROGRESS/.test((await status(StackName)) ?? ''))
      return (await status(StackName)) ?? ''
    },
    async trouble(how) {
      const answer = await fetch(`${sandbox.awsUrl}/_sandbox/trouble`, { method: 'POST', body: JSON.stringify(how) })
      if (!answer.ok) throw new Error(await answer.text())
    },
    status,
    async precheck(cancelled = new AbortController().signal) {
      const lines: string[] = []
      const temp = join(folder, 'temp')
      const result = await runStep(
        readAction(PROJECT),
        { command: 'precheck', config: 'config.yml' },
        {
          workspace: folder,
          temp,
          token: 'ghs_of_the_job',
          masks: new Masks(),
          env: {
            GITHUB_ACTIONS: 'true',
            GITHUB_REPOSITORY: 'acme/shop',
            GITHUB_SHA: '0'.repeat(40),
            GITHUB_RUN_ID: '7',
            GITHUB_RUN_ATTEMPT: '1',
            GITHUB_WORKSPACE: folder,
            RUNNER_TEMP: temp,
            GITHUB_API_URL: sandbox.github.url,
            AWS_ENDPOINT_URL: sandbox.awsUrl,
            AWS_REGION: HOME.region,
            AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
            AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
          },
        },
        { show: (line) => lines.push(line), cancelled },
      )
      const text = readFileSync(result.outputs.get('evidence') ?? '', 'utf8')
      const evidence = JSON.parse(text) as Evidence
      const codes = evidence.findings.map(({ code, outcome }) => `${outcome} ${code}`)
      const said = [...lines, result.summary, ...result.annotations.map(({ title, message }) => `${title} ${message}`)]
      return { result, evidence, codes, everything: `${text}\n${said.join('\n')}` }
    },
    async left() {
      const all = await Promise.all(
        (await stacks()).map(async ({ StackName, StackStatus }) => {
          const { Summaries } = await client.listChangeSets({ StackName })
          const sets = (Summaries ?? []).map((summary) => String(summary.ChangeSetName))
          return [`${StackName} ${StackStatus}`, ...sets].join(' ')
        }),
      )
      return all.filter((line) => !line.includes('DELETE_IN_PROGRESS')).toSorted()
    },
    async close() {
      client.destroy()
      storage.destroy()
      await sandbox.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((done) => setTimeout(done, 20))
}

/** All findings of that code; fails the test where there is none, or where one has no next step. */
export function findingsOf({ evidence, codes }: Seen, code: string): readonly [Finding, ...Finding[]] {
  const [first, ...others] = evidence.findings.filter((finding) => finding.code === code)
  if (first === undefined) throw new Error(`no ${code} among ${codes.join(', ')}`)
  for (const finding of [first, ...others]) {
    if (finding.outcome !== 'pass' && !finding.advice) throw new Error(`${code} of ${finding.subject} has no advice`)
  }
  return [first, ...others]
}

/** Codes of all that keeps the release from going on. */
export function blockers({ codes }: Seen): string[] {
  return codes.filter((line) => !line.startsWith('pass') && !line.startsWith('skipped'))
}
