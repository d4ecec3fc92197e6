import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CloudFormation, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation'
import { readAction } from '../../rehearsal/runner/action.ts'
import { Masks } from '../../rehearsal/runner/masks.ts'
import { runStep, type StepResult } from '../../rehearsal/runner/step.ts'
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import type { Evidence } from '../../src/evidence/document.ts'
import { PROJECT } from './harness.ts'

const REGION = 'eu-west-1'
/** Of a stranger, whom the sandbox lets do everything. */
export const KEYS = {
  accessKeyId: 'AKIAEXAMPLEEXAMPLE00',
  secretAccessKey: 'example-secret-of-a-stranger-000000000000',
}

/** What a precheck came to, as the workflow and its reader see it. */
export interface Seen {
  readonly result: StepResult
  readonly evidence: Evidence
  /** Evidence, log, summary and annotations: all that anybody can read. */
  readonly everything: string
}

/** A scenario's repository checked out beside its AWS, with precheck started from the bundle as the runner starts it. */
export interface PrecheckWorld {
  readonly sandbox: Sandbox
  /** Requests to AWS until now: `cloudformation Action=CreateChangeSet&…`. */
  readonly asked: string[]
  precheck(cancelled?: AbortSignal): Promise<Seen>
  step(inputs: Readonly<Record<string, string>>, cancelled?: AbortSignal): Promise<Seen>
  /** Stacks and change sets that stay: `shop-preprod CREATE_COMPLETE td-precheck-…`. */
  left(): Promise<string[]>
  close(): Promise<void>
}

/** Opens a scenario, or the scenario in that file of `sandbox/scenarios`. */
export async function openWorld(scenario: ScenarioInput | string): Promise<PrecheckWorld> {
  const asked: string[] = []
  const sandbox = await startSandbox({
    scenario: typeof scenario === 'string' ? join(PROJECT, 'sandbox/scenarios', scenario) : scenario,
    record: (exchange) => {
      if ('service' in exchange) asked.push(`${exchange.service} ${exchange.request.body}`)
    },
  })
  const folder = mkdtempSync(join(tmpdir(), 'dist-precheck-'))
  for (const [name, text] of Object.entries(sandbox.scenario.github.files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const client = new CloudFormation({ region: REGION, endpoint: sandbox.awsUrl, credentials: KEYS })

  const step: PrecheckWorld['step'] = async (inputs, cancelled = new AbortController().signal) => {
    const lines: string[] = []
    const result = await runStep(
      readAction(PROJECT),
      inputs,
      {
        workspace: folder,
        temp: join(folder, 'temp'),
        token: 'ghs_of_the_job',
        masks: new Masks(),
        env: {
          GITHUB_ACTIONS: 'true',
          GITHUB_REPOSITORY: 'acme/shop',
          GITHUB_SHA: '0'.repeat(40),
          GITHUB_RUN_ID: '7',
          GITHUB_RUN_ATTEMPT: '1',
          GITHUB_JOB: inputs['command'] ?? '',
          GITHUB_WORKSPACE: folder,
          RUNNER_TEMP: join(folder, 'temp'),
          GITHUB_API_URL: sandbox.github.url,
          AWS_ENDPOINT_URL: sandbox.awsUrl,
          AWS_REGION: REGION,
          AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
          AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
        },
      },
      { show: (line) => lines.push(line), cancelled },
    )
    const text = readFileSync(result.outputs.get('evidence') ?? '', 'utf8')
    const said = [...lines, result.summary, ...result.annotations.map(({ title, message }) => `${title} ${message}`)]
    return { result, evidence: JSON.parse(text) as Evidence, everything: `${text}\n${said.join('\n')}` }
  }

  return {
    sandbox,
    asked,
    step,
    precheck: (cancelled) => step({ command: 'precheck' }, cancelled),
    async left() {
      // Whoever looks from outside is not in trouble.
      sandbox.aws.trouble.clear()
      const stacks: Stack[] = []
      for await (const page of paginateDescribeStacks({ client }, {})) stacks.push(...(page.Stacks ?? []))
      const there = stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_IN_PROGRESS')
      const all = await Promise.all(
        there.map(async ({ StackName, StackStatus }) => {
          const { Summaries } = await client.listChangeSets({ StackName })
          const sets = (Summaries ?? []).map((summary) => String(summary.ChangeSetName))
          return [`${StackName} ${StackStatus}`, ...sets].join(' ')
        }),
      )
      for (const rule of sandbox.scenario.trouble) sandbox.aws.trouble.add(rule)
      return all.toSorted()
    },
    async close() {
      client.destroy()
      await sandbox.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** `fail drift/property-differs stack/web/resource/Topic`, of all that keeps the release from going on. */
export function blockers({ evidence }: Seen): string[] {
  const open = evidence.findings.filter(({ outcome, waived }) => outcome !== 'pass' && outcome !== 'skipped' && !waived)
  return [...new Set(open.map(({ code, outcome, subject }) => `${outcome} ${code} ${subject}`))].toSorted()
}
