import { basename } from 'node:path'
import { isScalar, parseDocument, visit } from 'yaml'
import { readConfig } from '../config/file.ts'
import { DEFAULT_CONFIG, type Inputs } from '../config/inputs.ts'
import { readIntent, type Intent } from '../config/intent.ts'
import type { Config } from '../config/schema.ts'
import { readBaseline, type Baseline } from '../policies/baseline.ts'
import type { Ports } from '../ports.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { readEvent } from '../support/event.ts'
import { fileAt, parentCommit } from '../support/git.ts'

/** The rules as they were at the commit that this release starts from. */
export interface Base {
  readonly sha: string
  /** Undefined where that commit had no configuration. */
  readonly config: Config | undefined
  readonly intent: Intent | undefined
  /** What was known there, once the rules are no longer only observed. */
  readonly baseline: Baseline | undefined
}

/** `nothing`: there is no earlier commit to compare with; `unread`: there is one, but it could not be read. */
export type BaseAnswer = { readonly base: Base } | { readonly nothing: string } | { readonly unread: string }

const NO_COMMIT = /^0*$/

/**
 * Reads the rules of the base commit: of a pull request its base, else the commit of the last run of this workflow that
 * ended well, so that rules which were weakened and refused are not what the next push is compared with. Where there is
 * no such run: what was there before the push, or the parent of the commit. Read with git where the commit is here, and
 * through GitHub's API where it is not, as in a shallow clone. A configuration that had another name, or was part of the
 * workflow file, is found by what that file said.
 */
export async function readBase(
  ports: Ports,
  now: { readonly config: Inputs['config']; readonly intent: string | undefined },
): Promise<BaseAnswer> {
  const { workspace, env } = ports.place
  const event = await readEvent(env['GITHUB_EVENT_PATH'])
  let at = 'the last release'
  try {
    const sha =
      onto(event) ?? (await lastRelease(ports)) ?? pushedOnto(event) ?? (await parentCommit(workspace, env['PATH']))
    if (sha === undefined) return { nothing: 'neither the event nor git names an earlier commit' }
    at = sha.slice(0, 12)
    const read = (file: string): Promise<string | undefined> => readAt(ports, sha, file)
    const config = await earlierConfig(now.config, read, env['GITHUB_WORKFLOW_REF'], sha)
    const intentPath = config?.precheck.intent ?? now.intent
    const intentText = intentPath === undefined ? undefined : await read(intentPath)
    const intent = intentText === undefined ? undefined : attempted(() => readIntent(intentText, intentPath ?? ''))
    const known = config?.observe?.baseline
    const knownText = known === undefined ? undefined : await read(known)
    const baseline = knownText === undefined ? undefined : attempted(() => readBaseline(knownText, known ?? ''))
    return { base: { sha, config, intent, baseline } }
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    return { unread: `${at}: ${error.message}` }
  }
}

/** The commit of the last run of this workflow, on this branch, that ended well; undefined where none is known. */
async function lastRelease({ place: { env }, connect }: Ports): Promise<string | undefined> {
  const workflow = workflowOf(env['GITHUB_WORKFLOW_REF'])
  if (workflow === undefined) return undefined
  const branch = /^refs\/heads\/(.+)/.exec(env['GITHUB_REF'] ?? '')?.[1]
  const github = await connect.github()
  const runs = await github.listSuccessfulRuns(basename(workflow), branch)
  // A branch of a fork may have the same name.
  return runs.find((run) => !run.event.startsWith('pull_request') && run.id !== env['GITHUB_RUN_ID'])?.sha
}

/** `.github/workflows/release.yml` of `acme/shop/.github/workflows/release.yml@refs/heads/main`. */
function workflowOf(ref: string | undefined): string | undefined {
  return /^[^/]+\/[^/]+\/([^@]+)@/.exec(ref ?? '')?.[1]
}

async function earlierConfig(
  now: Inputs['config'],
  read: (file: string) => Promise<string | undefined>,
  workflowRef: string | undefined,
  sha: string,
): Promise<Config | undefined> {
  const same = 'path' in now ? await read(now.path) : undefined
  if ('path' in now && same !== undefined) return configOf(same, now.path, sha)
  const workflow = workflowOf(workflowRef)
  const workflowText = workflow === undefined ? undefined : await read(workflow)
  const texts = await Promise.all(
    [...configsNamedIn(workflowText ?? ''), DEFAULT_CONFIG].map(async (one) => (one.includes('\n') ? one : read(one))),
  )
  const found = texts.flatMap((text) => {
    const config = text === undefined ? undefined : attempted(() => readConfig(text, 'config'))
    return config === undefined ? [] : [{ text, config }]
  })
  return (found.find(({ text }) => 'yaml' in now && text === now.yaml) ?? found[0])?.config
}

/** Every `config:` that a workflow gives: paths, and configurations written out. */
function configsNamedIn(workflow: string): string[] {
  const found: string[] = []
  visit(parseDocument(workflow), {
    Pair(_, { key, value }) {
      if (isScalar(key) && key.value === 'config' && isScalar(value) && typeof value.value === 'string')
        found.push(value.value)
    },
  })
  return found.filter((text) => !text.startsWith('${{'))
}

/** Undefined for what an earlier version could say and this one cannot read. */
function attempted<T>(parse: () => T): T | undefined {
  try {
    return parse()
  } catch {
    return undefined
  }
}

async function readAt(ports: Ports, sha: string, file: string): Promise<string | undefined> {
  const local = await fileAt(ports.place.workspace, ports.place.env['PATH'], sha, file)
  if (local === 'absent') return undefined
  if (local !== 'unknown') return local.text
  const github = await ports.connect.github()
  const text = await github.readFile(file, sha)
  if (text !== undefined) return text
  // Asking for a file of a commit that is not there is answered like asking for a file that is not there.
  await github.haveCommits(sha, ports.place.env['GITHUB_SHA'] ?? 'HEAD')
  return undefined
}

function configOf(text: string, path: string, sha: string): Config | undefined {
  try {
    return readConfig(text, `${path}@${sha.slice(0, 7)}`)
  } catch (error) {
    throw new ActionError('config/file', { message: `the configuration there cannot be read: ${messageOf(error)}` })
  }
}

/** What the commits of a pull request or of a merge queue are put onto. */
function onto(event: unknown): string | undefined {
  return member(event, 'pull_request', 'base', 'sha') ?? member(event, 'merge_group', 'base_sha')
}

/** What a push was made onto; a branch or a tag that is new was nothing before. */
function pushedOnto(event: unknown): string | undefined {
  const before = member(event, 'before')
  return before === undefined || NO_COMMIT.test(before) ? undefined : before
}

function member(value: unknown, ...path: readonly string[]): string | undefined {
  let at = value
  for (const key of path) {
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined
  }
  return typeof at === 'string' && at !== '' ? at : undefined
}
