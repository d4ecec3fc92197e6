import { appendFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAdmin } from './aws/admin.ts'
import type { Admin } from './aws/admin.ts'
import { furnish as furnishAws } from './aws/furnish.ts'
import { createAws } from './aws/index.ts'
import type { Aws } from './aws/index.ts'
import type { Exchange } from './aws/wire/record.ts'
import { createClock } from './clock.ts'
import type { PacedClock } from './clock.ts'
import { startGitHub } from './github/index.ts'
import type { Exchange as GitHubExchange, SandboxGitHub } from './github/index.ts'
import { createMeanwhile } from './meanwhile.ts'
import { loadScenario, parseScenario } from './scenario.ts'
import type { Scenario, ScenarioInput } from './scenario.ts'

export interface SandboxOptions {
  /** A scenario, or the path of a YAML file with one. */
  readonly scenario?: ScenarioInput | string
  /** Of AWS. Default: any free port. */
  readonly port?: number
  /** Told of every exchange with AWS and GitHub, secrets masked. */
  readonly record?: (exchange: Exchange | GitHubExchange) => void
  /** Told what is wrong with the sandbox itself. */
  readonly complain?: (text: string) => void
}

export interface Sandbox {
  /** For AWS_ENDPOINT_URL. */
  readonly awsUrl: string
  readonly aws: Aws
  readonly admin: Admin
  readonly github: SandboxGitHub
  /** Of the scenario's user, for GitHub's API. */
  readonly token: string
  readonly clock: PacedClock
  readonly scenario: Scenario
  /** Leaves nothing behind: no process, port or folder. */
  close(): Promise<void>
}

const HOST = '127.0.0.1'

/** Starts AWS and GitHub on loopback. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const scenario =
    typeof options.scenario === 'string' ? await loadScenario(options.scenario) : parseScenario(options.scenario)
  const record = recorder(options.record)
  const complain = options.complain ?? ((text) => process.stderr.write(`sandbox: ${text}\n`))
  const clock = createClock(scenario.pace)
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
  const github = await startGitHub({ clock, record })
  const meanwhile = createMeanwhile(scenario, () => admin)
  const aws = createAws({
    scenario,
    clock,
    folder,
    issuer: () => github.issuer,
    record,
    before: (call) => meanwhile(call).catch((error: unknown) => complain(`meanwhile: ${String(error)}`)),
    onMistake: (error, { service, operation }) =>
      complain(`${service}:${operation}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  })
  const admin: Admin = createAdmin(aws, clock)
  const server = createServer((message, response) => {
    const handled = admin.handles(message) ? admin.answer(message, response) : aws.answer(message, response)
    handled.catch((error: unknown) => {
      // A client that hangs up in the middle of its request is no mistake of the sandbox.
      if (!message.destroyed) complain(String(error))
      response.destroy()
    })
  })
  const port = await listen(server, options.port ?? 0)
  const token = furnish(github, scenario)
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    clock.stop()
    await Promise.all([closed, github.close(), aws.close()])
    await rm(folder, { recursive: true, force: true })
  }
  try {
    furnishAws(aws, scenario, clock)
    await admin.play(scenario.history)
  } catch (error) {
    await close()
    throw error
  }

  return {
    awsUrl: `http://${HOST}:${port}`,
    aws,
    admin,
    github,
    token,
    clock,
    scenario,
    close,
  }
}

/** SANDBOX_TRAFFIC names a folder for the exchanges of every sandbox, whoever starts it. */
function recorder(told: SandboxOptions['record']): NonNullable<SandboxOptions['record']> {
  const folder = process.env.SANDBOX_TRAFFIC
  const file = folder === undefined || folder === '' ? undefined : join(folder, `${process.pid}.jsonl`)
  return (exchange) => {
    told?.(exchange)
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(exchange)}\n`)
  }
}

function furnish(github: SandboxGitHub, { github: wanted }: Scenario): string {
  const { repository, user, environments, trouble, files, ...settings } = wanted
  for (const rule of trouble) github.trouble(given(rule))
  github.repository({ name: repository, ...settings, admins: [...settings.admins, user] })
  github.commit(repository, 'Initial commit', { 'README.md': `# ${repository}\n`, ...files }, user)
  for (const [name, rules] of Object.entries(environments)) {
    github.environment(repository, name, given(rules))
  }
  return github.tokenOf(user)
}

/** Without the members that were left out. */
function given<T extends object>(settings: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as never
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
