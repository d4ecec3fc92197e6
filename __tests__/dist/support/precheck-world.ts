import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CloudFormation, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation'
import { parse } from 'yaml'
import { readAction } from '../../../rehearsal/runner/action.ts'
import { Masks } from '../../../rehearsal/runner/masks.ts'
import { runStep, type Job, type StepResult } from '../../../rehearsal/runner/step.ts'
import type { Pace, PacedClock } from '../../../sandbox/clock.ts'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { blocks } from '../../../src/evidence/verdict.ts'
import { wallClock } from '../../../src/support/clock.ts'
import { startOddEngine, type Oddity } from '../../odd-engine.ts'
import { readEvidence } from './evidence.ts'
import { PROJECT } from './harness.ts'
import { runSourceStep, type StepClock } from './source-step.ts'

const REGION = 'eu-west-1'
/** Credentials of another account, for which the sandbox allows everything. */
export const KEYS = {
  accessKeyId: 'AKIAEXAMPLEEXAMPLE00',
  secretAccessKey: 'example-secret-of-a-stranger-000000000000',
}

/** The result of a precheck, as the workflow and its user see it. */
export interface Seen {
  readonly result: StepResult
  readonly evidence: Evidence
  /** Evidence, log, summary and annotations: everything that is readable. */
  readonly everything: string
}

/**
 * A scenario's repository checked out beside its AWS, with precheck started from the bundle as the runner starts it.
 */
export interface PrecheckWorld {
  readonly sandbox: Sandbox
  /** The checkout. */
  readonly folder: string
  /** Requests to AWS so far: `cloudformation Action=CreateChangeSet&…`. */
  readonly asked: string[]
  /** Number of altered responses of an operation. */
  readonly odd: ReadonlyMap<string, number>
  precheck(cancelled?: AbortSignal): Promise<Seen>
  /** `started` receives a function that sends a signal to the process of the step. */
  step(
    inputs: Readonly<Record<string, string>>,
    cancelled?: AbortSignal,
    started?: (signal: (name: NodeJS.Signals) => void) => void,
  ): Promise<Seen>
  /** Stacks and change sets that remain: `shop-preprod CREATE_COMPLETE td-precheck-…`. */
  left(): Promise<string[]>
  close(): Promise<void>
}

type Runs = 'bundle' | 'source'

/**
 * Opens a scenario, or the scenario in that file of `sandbox/scenarios`. Idle time is skipped, unless another pace is
 * set. `heard` is called for each request to AWS, before its response is sent. The responses of the operations in
 * `oddities` are altered in ways that AWS does not.
 */
export async function openWorld(
  scenario: ScenarioInput | string,
  {
    pace = 'skip',
    heard,
    oddities = {},
    bytes = {},
    env = () => ({}),
    from: given = 'bundle',
  }: {
    readonly pace?: Pace
    readonly heard?: (request: string, sandbox: Sandbox) => void
    readonly oddities?: Readonly<Record<string, Oddity>>
    /** Files of the repository that are not plain UTF-8 texts. */
    readonly bytes?: Readonly<Record<string, Uint8Array>>
    /** Runs the steps from the bundle in a process of its own, or from the source in this process. */
    readonly from?: Runs | ((command: string) => Runs)
    /** Variables of the job, which extend or replace the usual ones. */
    readonly env?: (world: { readonly awsUrl: string; readonly folder: string }) => Readonly<Record<string, string>>
  } = {},
): Promise<PrecheckWorld> {
  const requests: string[] = []
  const complaints: string[] = []
  const sandbox = await startSandbox({
    scenario: typeof scenario === 'string' ? join(PROJECT, 'sandbox/scenarios', scenario) : scenario,
    pace,
    record: (exchange) => {
      const request = `${exchange.service} ${exchange.request.body}`
      if (exchange.service === 'github') return
      requests.push(request)
      heard?.(request, sandbox)
    },
    complain: (text) => complaints.push(text),
  })
  const engine = await startOddEngine(sandbox.awsUrl, oddities)
  const folder = mkdtempSync(join(tmpdir(), 'dist-precheck-'))
  for (const [name, text] of Object.entries({ ...sandbox.scenario.github.files, ...bytes })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  // The other end may close a kept connection at the moment of its reuse.
  const client = new CloudFormation({ region: REGION, endpoint: sandbox.awsUrl, credentials: KEYS, maxAttempts: 10 })

  const step: PrecheckWorld['step'] = async (inputs, cancelled = new AbortController().signal, started) => {
    const lines: string[] = []
    const job: Job = {
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
        AWS_ENDPOINT_URL: Object.keys(oddities).length > 0 ? engine.url : sandbox.awsUrl,
        AWS_REGION: REGION,
        AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
        ...sandbox.clientVariables,
        ...env({ awsUrl: sandbox.awsUrl, folder }),
      },
    }
    const options = { show: (line: string) => lines.push(line), cancelled, ...(started && { started }) }
    const from = typeof given === 'string' ? given : given(inputs['command'] ?? '')
    const result =
      from === 'bundle'
        ? await runStep(readAction(PROJECT), inputs, job, options)
        : await runSourceStep(inputs, job, clockOf(sandbox), options)
    // A scenario that did not occur proves nothing.
    if (complaints.length > 0) throw new Error(complaints.join('\n'))
    const text = readFileSync(result.outputs.get('evidence') ?? '', 'utf8')
    const logged = [...lines, result.summary, ...result.annotations.map(({ title, message }) => `${title} ${message}`)]
    return { result, evidence: readEvidence(text, from), everything: `${text}\n${logged.join('\n')}` }
  }

  mkdirSync(join(folder, 'temp'), { recursive: true })
  return {
    sandbox,
    folder,
    asked: requests,
    odd: engine.told,
    step,
    precheck: (cancelled) => step({ command: 'precheck' }, cancelled),
    async left() {
      // Requests of the test itself are not disturbed.
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
      await engine.close()
      await sandbox.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A scenario whose steps run from the source in this process, for tests of what the commands find. */
export function openSourceWorld(
  scenario: ScenarioInput | string,
  options: Parameters<typeof openWorld>[1] = {},
): Promise<PrecheckWorld> {
  return openWorld(scenario, { ...options, from: 'source' })
}

/** Where idle time is skipped, the product's waits are skipped too. */
export function clockOf({ clock, scenario }: Sandbox): StepClock {
  return scenario.pace === 'skip' ? simulated(clock) : wallClock
}

/** The simulated time of the sandbox, for a step in this process. */
export function simulated(clock: PacedClock): StepClock {
  return {
    now: () => clock.now(),
    sleep: (ms, signal) => clock.wait(ms, signal),
    busy: (work) => clock.busy(work),
  }
}

/** That file of `sandbox/scenarios`, with deployments that shift all traffic at once: for tests of later steps. */
export function atOnce(name: string): ScenarioInput {
  const text = readFileSync(join(PROJECT, 'sandbox/scenarios', name), 'utf8')
  return parse(text.replaceAll('Canary10Percent5Minutes', 'AllAtOnce'), { merge: true }) as ScenarioInput
}

/** `fail drift/property-differs stack/web/resource/Topic` for every finding that blocks the release. */
export function blockers({ evidence }: Seen): string[] {
  const open = evidence.findings.filter(blocks)
  return [...new Set(open.map(({ code, outcome, subject }) => `${outcome} ${code} ${subject}`))].toSorted()
}
