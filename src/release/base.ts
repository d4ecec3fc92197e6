import { readConfig } from '../config/file.ts'
import { readIntent, type Intent } from '../config/intent.ts'
import type { Config } from '../config/schema.ts'
import type { Ports } from '../ports.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { readEvent } from '../support/event.ts'
import { fileAt, parentCommit } from '../support/git.ts'

/** The rules as they were at the commit that this release starts from. */
export interface Base {
  readonly sha: string
  /** Undefined where that commit had no configuration, or one that cannot be read any more. */
  readonly config: Config | undefined
  readonly intent: Intent | undefined
}

/** `nothing`: there is no earlier commit to compare with; `unread`: there is one, but it could not be read. */
export type BaseAnswer = { readonly base: Base } | { readonly nothing: string } | { readonly unread: string }

const NO_COMMIT = /^0*$/

/**
 * Reads configuration and intent of the base commit: of a pull request its base, of a push what was there before, else
 * the parent of the commit. Read with git where the commit is here, and through GitHub's API where it is not, as in a
 * shallow clone without credentials.
 */
export async function readBase(
  ports: Ports,
  paths: { readonly config: string; readonly intent: string | undefined },
): Promise<BaseAnswer> {
  const { workspace, env } = ports.place
  const event = await readEvent(env['GITHUB_EVENT_PATH'])
  const named = event === undefined ? undefined : baseOf(event)
  const sha = named ?? (await parentCommit(workspace, env['PATH']))
  if (sha === undefined) return { nothing: 'neither the event nor git names an earlier commit' }
  if (NO_COMMIT.test(sha)) return { nothing: 'the branch is new' }
  try {
    const configText = await read(ports, sha, paths.config)
    const config = configText === undefined ? undefined : configOf(configText, paths.config, sha)
    const intentPath = config?.precheck.intent ?? paths.intent
    const intentText = intentPath === undefined ? undefined : await read(ports, sha, intentPath)
    const intent = intentText === undefined ? undefined : intentOf(intentText, intentPath ?? '')
    return { base: { sha, config, intent } }
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    return { unread: `${sha.slice(0, 12)}: ${error.message}` }
  }
}

async function read(ports: Ports, sha: string, file: string): Promise<string | undefined> {
  const local = await fileAt(ports.place.workspace, ports.place.env['PATH'], sha, file)
  if (local === 'absent') return undefined
  if (local !== 'unknown') return local.text
  const github = await ports.connect.github()
  const text = await github.readFile(file, sha)
  if (text !== undefined) return text
  // Asking for a file of a commit that is not there is answered like asking for a file that is not there.
  await github.compareCommits(sha, ports.place.env['GITHUB_SHA'] ?? 'HEAD')
  return undefined
}

function configOf(text: string, path: string, sha: string): Config | undefined {
  try {
    return readConfig(text, `${path}@${sha.slice(0, 7)}`)
  } catch (error) {
    throw new ActionError('config/file', { message: `the configuration there cannot be read: ${messageOf(error)}` })
  }
}

function intentOf(text: string, path: string): Intent | undefined {
  try {
    return readIntent(text, path)
  } catch {
    // An intent is about one release: what an earlier one could not say is of no use now.
    return undefined
  }
}

function baseOf(event: unknown): string | undefined {
  return (
    member(event, 'pull_request', 'base', 'sha') ?? member(event, 'merge_group', 'base_sha') ?? member(event, 'before')
  )
}

function member(value: unknown, ...path: readonly string[]): string | undefined {
  let at = value
  for (const key of path) {
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined
  }
  return typeof at === 'string' && at !== '' ? at : undefined
}
