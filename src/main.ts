import { cancelled } from './support/cancelled.ts'
import { wallClock } from './support/clock.ts'
import { withoutCommands } from './support/runner-text.ts'
import { ownFolder } from './support/scratch.ts'
import { terminal } from './support/terminal.ts'

/** The runner's entry: makes the real ports, runs, and sets the exit status. */

// Deprecations inside of dependencies are no news for users of the action.
process.noDeprecation = true

// On a laptop it may be any Node; an older one would end somewhere on the way, and not say why.
const OLDEST_NODE = 24
if (Number(process.versions.node.split('.', 1)[0]) < OLDEST_NODE) {
  process.stderr.write(`test-deployments needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}\n`)
  process.exit(1)
}

// Loaded here and not before, so that a cancellation is heard meanwhile.
const [core, { run }] = await Promise.all([import('@actions/core'), import('./run.ts')])

const env = { ...process.env }

// Elsewhere nobody takes workflow commands out of the log, and nobody masks it.
const onRunner = env['GITHUB_ACTIONS'] === 'true' || env['GITHUB_OUTPUT'] !== undefined
const here = onRunner ? undefined : terminal((line) => void process.stdout.write(`${line}\n`))
const annotate = { error: core.error, warning: core.warning, notice: core.notice }

const green = await run(
  {
    place: {
      env,
      workspace: env['GITHUB_WORKSPACE'] ?? process.cwd(),
      temp: env['RUNNER_TEMP'] ?? ownFolder(process.cwd()),
    },
    clock: wallClock,
    cancelled,
    log: here?.log ?? {
      debug: core.debug,
      info: (text) => core.info(withoutCommands(text)),
      warning: (text) => core.warning(text),
      group: (title, body) => core.group(withoutCommands(title), body),
      mask: core.setSecret,
    },
  },
  {
    // On a command line the command is the one argument: `node dist/index.js precheck`.
    input: (name) => core.getInput(name) || (name === 'command' ? (process.argv[2] ?? '') : ''),
    ...(here?.runner ?? {
      output: (name, value) => core.setOutput(name, value),
      summary: async (markdown) => {
        if (env['GITHUB_STEP_SUMMARY']) await core.summary.addRaw(markdown).write()
      },
      annotate: ({ level, title, message, file, line, column }) =>
        annotate[level](message, {
          title,
          ...(file !== undefined && { file }),
          ...(line !== undefined && { startLine: line }),
          ...(column !== undefined && { startColumn: column }),
        }),
    }),
  },
)
// Keep-alive connections would hold the process; everything that must be written has been awaited.
process.exit(green ? 0 : 1)
