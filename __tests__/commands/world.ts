import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run as precheck } from '../../src/commands/precheck.ts'
import type { Context } from '../../src/commands/contract.ts'
import type { Inputs } from '../../src/config/model/inputs.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import type { Config } from '../../src/config/schema/index.ts'
import { connections } from '../../src/connect.ts'
import type { CloudFormation } from '../../src/cloudformation/client.ts'
import { SCHEMA, type Evidence } from '../../src/evidence/document.ts'
import { Recorder } from '../../src/evidence/recorder.ts'
import { writeFiles } from '../../src/support/files/scratch.ts'
import { withBuiltStacks } from '../../src/handover/built-stacks.ts'
import type { HandingOn } from '../../src/handover/store-release.ts'
import { Secrets } from '../../src/support/secrets/secrets.ts'
import { wallClock } from '../../src/support/clock.ts'
import type { Clock } from '../../src/support/runtime.ts'
import type { Ports } from '../../src/ports.ts'
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/sandbox.ts'
import type { ScenarioInput } from '../../sandbox/scenario.ts'

/** A workspace with AWS on loopback, with precheck run in this process. */
export interface World {
  readonly sandbox: Sandbox
  readonly ports: Ports
  readonly region: string
  readonly account: string
  readonly log: string[]
  readonly aborter: AbortController
  cloudformation(): Promise<CloudFormation>
  write(files: Readonly<Record<string, string>>): Promise<void>
  /** Creates a stack, as an earlier release did. */
  deploy(name: string, template: string, parameters?: Readonly<Record<string, string>>): Promise<void>
  /** `as`: with other connections than the default account. */
  precheck(config: string, inputs?: Partial<Inputs>, as?: Ports): Promise<Evidence>
  close(): Promise<void>
}

/** The configuration with the stacks that other tools built, as `run` resolves it. */
export async function configured(
  yaml: string,
  { ports, inputs }: Pick<HandingOn, 'ports' | 'inputs'>,
): Promise<Config> {
  const origin = { repository: '', sha: '', ref: '', runId: '7', runAttempt: 1, job: '', actor: '' }
  return withBuiltStacks({ ports, inputs, config: unguarded(yaml), origin, record: { happened: () => undefined } })
}

/** A configuration in which no GitHub environment protects pre-prod; other tests cover its rules. */
export function unguarded(yaml: string): Config {
  const config = readConfig(yaml, 'config.yml')
  const preprod = { ...config.environments.preprod, approval: { none: 'nobody is asked here' } }
  return { ...config, environments: { ...config.environments, preprod } }
}

const ENVIRONMENT = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'] as const

export async function startWorld(
  scenario: ScenarioInput = {},
  options: Pick<SandboxOptions, 'record'> = {},
): Promise<World> {
  const sandbox = await startSandbox({ scenario: { pace: 100, ...scenario }, ...options })
  const workspace = await mkdtemp(join(tmpdir(), 'workspace-'))
  const region = 'eu-west-1'
  const before = ENVIRONMENT.map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: sandbox.awsUrl,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00',
    AWS_SECRET_ACCESS_KEY: 'example-secret-of-a-stranger-000000000000',
    AWS_REGION: region,
  })
  const logged: string[] = []
  const aborter = new AbortController()
  const base: Omit<Ports, 'connect'> = {
    place: { env: { AWS_REGION: region }, workspace, temp: workspace },
    // Pauses of a paced sandbox are short; no test waits for a person. Where idle time is skipped, the pauses are
    // skipped.
    clock:
      sandbox.scenario.pace === 'skip'
        ? { now: () => sandbox.clock.now(), sleep: (ms, signal) => sandbox.clock.wait(ms, signal) }
        : { ...wallClock, sleep: (ms, signal) => wallClock.sleep(Math.min(ms, 20), signal) },
    log: {
      debug: (text) => void logged.push(text),
      info: (text) => void logged.push(text),
      warning: (text) => void logged.push(text),
      group: (_title, body) => body(),
      mask: () => undefined,
    },
    secrets: new Secrets(),
    cancelled: aborter.signal,
  }
  const ports: Ports = { ...base, connect: connections(base, undefined) }
  const cloudformation = (): Promise<CloudFormation> => ports.connect.cloudformation({ region, session: 'test' })
  return {
    sandbox,
    ports,
    region,
    account: '111111111111',
    log: logged,
    aborter,
    cloudformation,
    async write(files) {
      const encoder = new TextEncoder()
      await writeFiles(workspace, new Map(Object.entries(files).map(([name, text]) => [name, encoder.encode(text)])))
    },
    async deploy(name, template, parameters = {}) {
      const calls = await cloudformation()
      const type = await calls.describeStacks({ StackName: name }).then(
        () => 'UPDATE' as const,
        () => 'CREATE' as const,
      )
      const made = await calls.createChangeSet({
        StackName: name,
        ChangeSetName: `earlier-${Date.now()}`,
        ChangeSetType: type,
        TemplateBody: template,
        Capabilities: ['CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
          ParameterKey,
          ParameterValue,
        })),
      })
      await settled(ports.clock, async () => (await calls.describeChangeSet({ ChangeSetName: made.Id })).Status)
      await calls.executeChangeSet({ ChangeSetName: made.Id })
      await settled(
        ports.clock,
        async () => (await calls.describeStacks({ StackName: made.StackId })).Stacks?.[0]?.StackStatus,
      )
    },
    async precheck(config, inputs = {}, as = ports) {
      const record = new Recorder(() => new Date())
      const context: Context = {
        ports: as,
        inputs: { command: 'precheck', config: { path: 'config.yml' }, only: [], mode: 'enforce', ...inputs },
        config: await configured(config, { ports: as, inputs: { command: 'precheck', only: [], ...inputs } }),
        origin: {
          repository: 'acme/shop',
          sha: '0'.repeat(40),
          ref: 'refs/heads/main',
          runId: '7',
          runAttempt: 1,
          job: 'precheck',
          actor: 'ada',
        },
        record,
      }
      await precheck(context)
      return record.document({
        schema: SCHEMA,
        slot: { command: 'precheck', environment: inputs.environment ?? 'all' },
        origin: context.origin,
        endpoints: { aws: sandbox.awsUrl, github: 'github' },
        startedAt: new Date().toISOString(),
      })
    },
    async close() {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
      await sandbox.close()
      await rm(workspace, { recursive: true, force: true })
    },
  }
}

/** Short in a paced sandbox, where a second takes ten milliseconds. */
const POLL_MS = 20

async function settled(clock: Clock, look: () => Promise<string | undefined>): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    const status = await look()
    if (status !== undefined && !/PROGRESS|PENDING/.test(status)) {
      if (/FAILED|ROLLBACK/.test(status)) throw new Error(`the world was not made: ${status}`)
      return
    }
    await clock.sleep(POLL_MS)
  }
  throw new Error('the world was not made in time')
}

/** Findings as a reader sees them: code, outcome and subject, one a line, without gate/no-approval. */
export function lines(evidence: Evidence): string[] {
  return evidence.findings
    .filter(({ code }) => code !== 'gate/no-approval')
    .map((finding) => `${finding.outcome} ${finding.code} ${finding.subject}`)
}
