import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AgentResult } from '../../../src/codedeploy/agent/index.ts'
import type { Place } from './host.ts'
import { ACCIDENTS } from './recorded.ts'
import type { RecordedRun } from './recorded.ts'

/** Variables in the output of hooks that differ between the recording and this host. */
const FOREIGN_LINES = /\[stdout\](CD_TRACE|TEST_DEPLOYMENTS_HOOK|HOME|PATH|LANG|SHLVL|OLDPWD)=/

/** Messages of tools that the agent uses: setfacl, semanage, tar, and its ZIP library. */
const TOOLS = /Failed command|^Error extracting|^Zip /

/** Compares the outcome of a deployment and its message. */
export function compareRun(recorded: RecordedRun, result: AgentResult, place: Place): string[] {
  const code = result.outcome === 'succeeded' ? 0 : 1
  const diagnostics = result.failed?.diagnostics
  if (code !== recorded.exit_code)
    return [`exit code ${recorded.exit_code}, got ${code}: ${diagnostics?.message ?? ''}`]
  const differences: string[] = []
  const thrown = recorded.uncaught_exception
  if (thrown && !ACCIDENTS.includes(thrown.class) && !TOOLS.test(thrown.message)) {
    const expected = maskIds(place.fill(thrown.message))
    const got = maskIds(diagnostics?.message ?? '')
    if (!sameConflict(expected, got)) differences.push(`says ${expected}`, `got  ${got}`)
  }
  const script = recorded.script_error_diagnostics
  if (!script) {
    if (diagnostics && diagnostics.scriptName !== '')
      differences.push(`no script was to fail, got ${diagnostics.message}`)
    return differences
  }
  const pairs = [
    ['error code', String(script.error_code), String(diagnostics?.agentCode)],
    ['script', place.fill(script.script_name), diagnostics?.scriptName ?? ''],
    ['message', maskIds(place.fill(script.message)), maskIds(diagnostics?.message ?? '')],
    ['log', sortedLines(maskIds(place.fill(script.log))), sortedLines(maskIds(diagnostics?.logTail ?? ''))],
  ] as const
  for (const [what, expected, got] of pairs) {
    if (expected !== got) differences.push(`${what}: ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`)
  }
  return differences
}

/**
 * Which conflicting file the message names depends on the order of a directory listing, so only the sentence is
 * compared.
 */
function sameConflict(expected: string, got: string): boolean {
  const sentence = (text: string): string => text.replaceAll(/\/[^\s)"]+/g, (path) => dirname(path))
  return sentence(expected) === sentence(got)
}

/** Lines of standard output and standard error have no defined order, so they are sorted. */
function sortedLines(text: string): string {
  return text.split('\n').toSorted().join('\n')
}

function maskIds(text: string): string {
  return text.replaceAll(/d-[A-Z0-9]{9}-local/g, 'd-XXXXXXXXX-local')
}

/** Compares the output of hooks in the agent's log. */
export function compareLog(recorded: readonly string[], result: AgentResult, place: Place): string[] {
  const written = existsSync(result.log) ? readFileSync(result.log, 'utf8').split('\n') : []
  const clean = (lines: readonly string[]): string =>
    lines
      .map((line) => maskIds(line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /, '')))
      .filter((line) => line !== '' && !FOREIGN_LINES.test(line))
      .toSorted()
      .join('\n')
  const [expected, got] = [clean(recorded.map(place.fill)), clean(written)]
  return expected === got ? [] : [`log ${JSON.stringify(expected)}`, `got ${JSON.stringify(got)}`]
}

/** Compares the files that the agent stores for the next deployment. */
export function compareState(
  recorded: { cleanup?: readonly string[] | undefined; last?: string | null | undefined },
  place: Place,
): string[] {
  const instructions = join(place.root, 'deployment-instructions')
  // With several groups on one host, the recordings contain the state of the last one by name.
  const read = (ending: string): string => {
    const name = readdirSync(instructions)
      .toSorted()
      .findLast((file) => file.endsWith(ending))
    return name === undefined ? '' : readFileSync(join(instructions, name), 'utf8')
  }
  const cleanup = read('-cleanup')
    .split('\n')
    .filter((line) => line !== '')
  const expected = (recorded.cleanup ?? []).map(place.fill)
  const differences =
    expected.toSorted().join('\n') === cleanup.toSorted().join('\n')
      ? []
      : [`cleanup ${JSON.stringify(expected)}`, `got     ${JSON.stringify(cleanup)}`]
  const last = maskIds(read('_last_successful_install'))
  const wanted = recorded.last ? maskIds(place.fill(recorded.last)) : ''
  return wanted === last ? differences : [...differences, `installed ${wanted}, got ${last}`]
}
