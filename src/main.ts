import { tmpdir } from 'node:os'
import { dirname, resolve } from 'node:path'
import type { AwsAccess } from './aws/access.ts'
import type { Inventory } from './aws/clients/inventory.ts'
import { cancelled } from './support/processes/cancelled.ts'
import { wallClock } from './support/clock.ts'
import { flush } from './support/processes/flush.ts'
import { hideEnvironment } from './support/secrets/hidden-environment.ts'
import { Secrets } from './support/secrets/secrets.ts'
import { ownFolder } from './support/files/scratch.ts'
import { terminal } from './support/text/terminal.ts'

/** The runner's entry: makes the real ports, runs, and sets the exit status. */

// Deprecation warnings of dependencies do not concern users of the action.
process.noDeprecation = true

// On a laptop Node may be older; it would fail later without a clear message.
const OLDEST_NODE = 24
if (Number(process.versions.node.split('.', 1)[0]) < OLDEST_NODE) {
  process.stderr.write(`test-deployments needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}\n`)
  process.exit(1)
}

// Node prints the source line of an uncaught error; a line of the bundle is a whole file.
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
})

// No step of a release: nothing is recorded, and no input is read.
const [, program = '', word, ...words] = process.argv
const say = (text: string): void => void process.stdout.write(`${text}\n`)
if (process.env['INPUT_COMMAND'] === undefined && word === 'overview') {
  const { overview } = await import('./overview/index.ts')
  const status = await overview(words, { cwd: process.cwd(), now: new Date(), say })
  await flush(process.stdout)
  process.exit(status)
}
const documents = resolve(dirname(program), '../docs/iam')
const inventory = async (access: AwsAccess): Promise<Inventory> => {
  const { connections } = await import('./connect.ts')
  const place = { env: { ...process.env }, workspace: process.cwd(), temp: tmpdir() }
  return connections(
    { place, clock: wallClock, cancelled, log: terminal(say).log, secrets: new Secrets(process.env) },
    undefined,
  ).inventory(access)
}
if (process.env['INPUT_COMMAND'] === undefined && ['init', 'help', '--help', '-h'].includes(word ?? '')) {
  const { init, helpText } = await import('./init/index.ts')
  if (word !== 'init') say(helpText())
  const region = process.env['AWS_REGION']
  const status =
    word === 'init' ? await init(words, { cwd: process.cwd(), region, now: Date.now(), documents, say, inventory }) : 0
  await flush(process.stdout)
  process.exit(status)
}

// These commands run commands of the user: checks, and local hooks.
const RUN_COMMANDS = new Set(['verify', 'deploy-preprod', 'deploy-production'])
const isRunning = RUN_COMMANDS.has(process.env['INPUT_COMMAND'] ?? process.argv[2] ?? '')
hideEnvironment(isRunning, process.env['RUNNER_TEMP'] ?? tmpdir())

// Loaded late, so that a cancellation is handled meanwhile.
const [{ githubRunner, inputOf, runnerLog }, { run }] = await Promise.all([import('./runner.ts'), import('./run.ts')])

const env = { ...process.env }

// Without GitHub's runner nothing removes workflow commands from the log or masks it.
const onRunner = env['GITHUB_ACTIONS'] === 'true' || env['GITHUB_OUTPUT'] !== undefined
const here = onRunner ? undefined : terminal((line) => void process.stdout.write(`${line}\n`))

// The action in .github/actions/init; no other has this input.
if (env['INPUT_COMMAND'] === 'init' && env['INPUT_FILES'] !== undefined) {
  const { initStep } = await import('./init/action.ts')
  const place = { env, workspace: env['GITHUB_WORKSPACE'] ?? process.cwd(), temp: tmpdir() }
  const given = { place, clock: wallClock, cancelled, log: runnerLog, documents, inventory }
  const done = await initStep(given, { input: (name) => inputOf(name, undefined), ...githubRunner(env) })
  await Promise.all([flush(process.stdout), flush(process.stderr)])
  process.exit(done ? 0 : 1)
}

const green = await run(
  {
    place: {
      env,
      workspace: env['GITHUB_WORKSPACE'] ?? process.cwd(),
      temp: env['RUNNER_TEMP'] ?? ownFolder(process.cwd()),
    },
    clock: wallClock,
    cancelled,
    log: here?.log ?? runnerLog,
  },
  {
    input: (name) => inputOf(name, process.argv[2]),
    ...(here?.runner ?? githubRunner(env)),
  },
)
await Promise.all([flush(process.stdout), flush(process.stderr)])
// Keep-alive connections would keep the process running; all writes are complete.
process.exit(green ? 0 : 1)
