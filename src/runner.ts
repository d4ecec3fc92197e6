import { debug, error, getInput, group, info, notice, setOutput, setSecret, summary, warning } from '@actions/core'
import type { Log, Place, Runner } from './support/runtime.ts'
import { withoutCommands } from './support/text/runner-text.ts'
import { visible } from './support/text/visible.ts'

/**
 * GitHub's runner, by `@actions/core`. The functions are imported by name, so that the bundle leaves out the package's
 * HTTP client, which takes longer to load than the rest of a start (scripts/bundle/ncc.ts).
 */

/** An input's text. On a command line the command is the only argument: `node dist/index.js precheck`. */
export function inputOf(name: string, argument: string | undefined): string {
  return getInput(name) || (name === 'command' ? (argument ?? '') : '')
}

export const runnerLog: Log = {
  debug,
  info: (text) => info(withoutCommands(visible(text))),
  warning: (text) => warning(visible(text)),
  group: (title, body) => group(withoutCommands(visible(title)), body),
  mask: setSecret,
}

const ANNOTATE = { error, warning, notice }

/** Outputs, summary and annotations for the runner. */
export function githubRunner(env: Place['env']): Omit<Runner, 'input'> {
  return {
    output: (name, value) => setOutput(name, value),
    summary: async (markdown) => {
      if (env['GITHUB_STEP_SUMMARY']) await summary.addRaw(markdown).write()
    },
    annotate: ({ level, title, message, file, line, column }) =>
      ANNOTATE[level](message, {
        title,
        ...(file !== undefined && { file }),
        ...(line !== undefined && { startLine: line }),
        ...(column !== undefined && { startColumn: column }),
      }),
  }
}
