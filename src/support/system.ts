import { ActionError } from './errors.ts'

/** Commands that change nothing: they run on a laptop with macOS too. */
const READ_ONLY: readonly string[] = ['package', 'precheck']
const NAMES: Readonly<Record<string, string>> = { win32: 'Windows', darwin: 'macOS' }

/**
 * Refuses systems on which this action is not tested; docs/limits.md has the table. Releases have modes, owners and links of
 * files, which Windows does not keep, so that its digest of a release would be another one.
 */
export function demandSystem(command: string, onRunner: boolean, system = process.platform): void {
  if (system === 'linux' || (system === 'darwin' && !onRunner && READ_ONLY.includes(command))) return
  throw new ActionError('config/system', {
    message: `${command} does not run on ${NAMES[system] ?? system}`,
    subject: 'runner',
    advice: onRunner
      ? 'Use `runs-on: ubuntu-latest`, or another runner with Linux, for this job; builds on other systems pass their files on as artifacts.'
      : 'Run it on Linux: in a container, or in a job of a workflow.',
    expected: system === 'darwin' && !onRunner ? `Linux; on a laptop with macOS ${READ_ONLY.join(' and ')}` : 'Linux',
    observed: NAMES[system] ?? system,
  })
}
