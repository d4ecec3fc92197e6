import { appendFileSync, mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdmin } from './aws/admin.ts'
import type { Admin } from './aws/admin.ts'
import { createInitialState } from './aws/initial-state.ts'
import { createAws } from './aws/index.ts'
import type { Aws } from './aws/index.ts'
import type { Exchange } from './aws/wire/record.ts'
import { serveClock } from './clock-server.ts'
import { createClock } from './clock.ts'
import type { Pace, PacedClock } from './clock.ts'
import { defined } from './defined.ts'
import type { Edition } from './github/edition.ts'
import { startGitHub } from './github/index.ts'
import type { Exchange as GitHubExchange, SandboxGitHub } from './github/index.ts'
import { closeServer, listenOnLoopback, LOOPBACK } from './loopback.ts'
import { createMeanwhile } from './meanwhile.ts'
import { loadScenario, parseScenario } from './scenario.ts'
import type { Scenario, ScenarioInput } from './scenario.ts'

export interface SandboxOptions {
  /** A scenario, or the path of a YAML file with one. */
  readonly scenario?: ScenarioInput | string
  /** Overrides the pace of the scenario. */
  readonly pace?: Pace
  /** The port of AWS. Default: any free port. */
  readonly port?: number
  /** Default: github.com. */
  readonly edition?: Edition
  /** The issuer that OIDC tokens name. Default: the URL of the sandbox's GitHub. */
  readonly issuer?: string
  /** Called for each exchange with AWS and GitHub, with secrets masked. */
  readonly record?: (exchange: Exchange | GitHubExchange) => void
  /** Called for each defect of the sandbox itself. */
  readonly complain?: (text: string) => void
}

export interface Sandbox {
  /** The value for AWS_ENDPOINT_URL. */
  readonly awsUrl: string
  readonly aws: Aws
  readonly admin: Admin
  readonly github: SandboxGitHub
  /** The GitHub token of the scenario's user. */
  readonly token: string
  readonly clock: PacedClock
  /** Environment variables that make a Node process use the time of a sandbox that skips idle time. */
  readonly clientVariables: Readonly<Record<string, string>>
  readonly scenario: Scenario
  /** Ends all processes, closes all ports and removes the folder. */
  close(): Promise<void>
}

/** Starts AWS and GitHub on loopback. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const read =
    typeof options.scenario === 'string' ? await loadScenario(options.scenario) : parseScenario(options.scenario)
  const scenario = { ...read, pace: options.pace ?? read.pace }
  const record = recorder(options.record)
  const complain = options.complain ?? ((text) => process.stderr.write(`sandbox: ${text}\n`))
  const clock = createClock(scenario.pace)
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
  const github = await startGitHub({
    clock,
    ...(record && { record }),
    ...(options.edition && { edition: options.edition }),
    ...(options.issuer !== undefined && { issuer: options.issuer }),
  })
  const meanwhile = createMeanwhile(scenario, () => admin, complain)
  let url: string | undefined
  const aws = createAws({
    scenario,
    clock,
    folder,
    issuer: () => github.issuer,
    issuerUrl: () => github.issuerUrl,
    commitFiles: (repository, commit) => github.world.repositories.get(repository)?.commits.get(commit)?.files,
    url: () => url,
    record,
    meanwhile,
    onMistake: (error, { service, operation }) =>
      complain(`${service}:${operation}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  })
  const admin: Admin = createAdmin(aws, clock)
  const server = createServer((message, response) => {
    const handled = admin.handles(message) ? admin.answer(message, response) : aws.answer(message, response)
    clock.busy(handled).catch((error: unknown) => {
      // A client that disconnects during its request is not a defect of the sandbox.
      if (!message.destroyed) complain(String(error))
      response.destroy()
    })
  })
  const port = await listenOnLoopback(server, options.port)
  url = `http://${LOOPBACK}:${port}`
  const shared = scenario.pace === 'skip' ? await serveClock(clock) : undefined
  const token = createInitialGitHub(github, scenario)
  const close = async (): Promise<void> => {
    const closed = closeServer(server)
    clock.stop()
    await Promise.all([closed, github.close(), aws.close(), shared?.close()])
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await createInitialState(aws, scenario, clock)
    await admin.play(scenario.history)
  } catch (error) {
    await close()
    throw error
  }

  return {
    awsUrl: url,
    aws,
    admin,
    github,
    token,
    clock,
    clientVariables: shared?.variables ?? {},
    scenario,
    close,
  }
}

/** Also appends exchanges to a file in the folder SANDBOX_TRAFFIC, if it is set. Undefined where nothing is recorded. */
function recorder(told: SandboxOptions['record']): SandboxOptions['record'] {
  const folder = process.env.SANDBOX_TRAFFIC
  if (folder === undefined || folder === '') return told
  const file = join(folder, `${process.pid}.jsonl`)
  mkdirSync(folder, { recursive: true })
  return (exchange) => {
    told?.(exchange)
    appendFileSync(file, `${JSON.stringify(exchange)}\n`)
  }
}

function createInitialGitHub(github: SandboxGitHub, { github: wanted }: Scenario): string {
  const { repository, user, environments, trouble, files, ...settings } = wanted
  for (const rule of trouble) github.trouble(defined(rule))
  github.repository({ name: repository, ...settings, admins: [...settings.admins, user] })
  github.commit(repository, 'Initial commit', { 'README.md': `# ${repository}\n`, ...files }, user)
  for (const [name, rules] of Object.entries(environments)) {
    github.environment(repository, name, defined(rules))
  }
  return github.tokenOf(user)
}
