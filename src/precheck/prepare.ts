import type { CheckInput } from '../checks/common-options.ts'
import type { ReleaseEnvironment } from '../config/model/environment.ts'
import { checkOnly } from '../config/model/only.ts'
import type { EnvironmentKey } from '../config/model/environment-keys.ts'
import { readIntent, type Intent } from '../config/schema/intent.ts'
import { readSources, type StackSources } from '../plan/sources/read-sources.ts'
import { readBaseline, type Baseline } from '../policies/baseline.ts'
import { errorFinding } from '../support/error-finding.ts'
import { decodeText } from '../support/text/decode.ts'
import { ActionError } from '../support/errors.ts'
import { readWorkspaceFile } from '../support/files/workspace.ts'

/** An environment, and the templates and parameters of its stacks. */
export interface Prepared {
  readonly environment: ReleaseEnvironment
  readonly sources: StackSources
}

/**
 * Reads the files of each environment. The mistakes of all files are reported together, in one ActionError. `environmentOf`
 * makes an environment from the configuration; `only` are ids of stacks and deployments, empty: all. References of `checks`
 * must be declared.
 */
export async function prepareEnvironments(
  keys: readonly EnvironmentKey[],
  environmentOf: (key: EnvironmentKey) => ReleaseEnvironment,
  {
    workspace,
    only,
    checks,
  }: { readonly workspace: string; readonly only: readonly string[]; readonly checks: readonly CheckInput[] },
): Promise<Prepared[]> {
  const prepare = async (key: EnvironmentKey): Promise<Prepared> => {
    const environment = environmentOf(key)
    checkOnly(environment, { only })
    return { environment, sources: await readSources(environment, workspace, checks) }
  }
  const tried = await Promise.allSettled(keys.map(prepare))
  const errors = tried.flatMap((each): unknown[] => (each.status === 'rejected' ? [each.reason] : []))
  const [first] = errors
  if (first === undefined) return tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  if (errors.length === 1 || !errors.every((error) => error instanceof ActionError)) throw first
  const all = errors.flatMap((error) => (error.findings.length > 0 ? [...error.findings] : [errorFinding(error)]))
  const distinct = [...new Map(all.map((finding) => [JSON.stringify(finding), finding])).values()]
  if (distinct.length === 1 && first instanceof ActionError) throw first
  throw new ActionError('config/template', {
    message: `${distinct.length} mistakes; the first: ${distinct[0]?.title ?? ''}`,
    subject: 'release',
    findings: distinct,
  })
}

/** The declared intent of the release; undefined where the configuration names no file. */
export async function readIntentFile(workspace: string, path: string | undefined): Promise<Intent | undefined> {
  if (path === undefined) return undefined
  const bytes = await readWorkspaceFile(workspace, path, 'intent')
  return readIntent(decodeText(bytes), path)
}

/** The baseline of findings that do not block; undefined where the configuration names no file. */
export async function readBaselineFile(workspace: string, path: string | undefined): Promise<Baseline | undefined> {
  if (path === undefined) return undefined
  return readBaseline(decodeText(await readWorkspaceFile(workspace, path, 'observe')), path)
}
