import { basename, resolve } from 'node:path'
import { isScalar, parseDocument, visit } from 'yaml'
import { readConfig } from '../../config/schema/file.ts'
import { DEFAULT_CONFIG, type Inputs } from '../../config/model/inputs.ts'
import { readIntent, type Intent } from '../../config/schema/intent.ts'
import type { Config } from '../../config/schema/index.ts'
import { readBaseline, type Baseline } from '../../policies/baseline.ts'
import type { Ports } from '../../ports.ts'
import { ActionError, messageOf } from '../../support/errors.ts'
import { textAt } from '../../support/records.ts'
import { kindOfPath } from '../../support/files/tree.ts'
import { readEvent } from './github-event.ts'
import { fileAt, parentCommit } from './git.ts'

/** The rules at the base commit of this release. */
export interface Base {
  readonly sha: string
  /** Undefined where that commit had no configuration. */
  readonly config: Config | undefined
  readonly intent: Intent | undefined
  /** The baseline of that commit; undefined where its configuration names none. */
  readonly baseline: Baseline | undefined
}

/** `nothing`: no earlier commit exists; `unread`: it exists and could not be read. */
export type BaseAnswer = { readonly base: Base } | { readonly nothing: string } | { readonly unread: string }

const NO_COMMIT = /^0*$/

/**
 * Reads the rules of the base commit: the base of a pull request, otherwise the commit of the last successful run of this
 * workflow, so that the next push is not compared with weakened rules that were rejected. Without such a run: the commit
 * before the push, or the parent. Reads with git, or through GitHub's API where git does not have the commit (a shallow
 * clone). A configuration that had another name, or was inline in the workflow file, is found through that file.
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

/**
 * The configuration at a commit, by its path; where it had another name, by the path in the workflow file, unless a file of
 * that name still exists and so is another configuration. Undefined where there was none. Rejects with an ActionError.
 */
export async function configurationAt(ports: Ports, now: Inputs['config'], sha: string): Promise<Config | undefined> {
  const { workspace, env } = ports.place
  const workflow = workflowOf(env['GITHUB_WORKFLOW_REF'])
  const read = async (file: string): Promise<string | undefined> => {
    const own = file === workflow || ('path' in now && file === now.path)
    const isAnother = !own && (await kindOfPath(resolve(workspace, file))) !== undefined
    return isAnother ? undefined : readAt(ports, sha, file)
  }
  return earlierConfig(now, read, env['GITHUB_WORKFLOW_REF'], sha)
}

/** The commit of the last successful run of this workflow on this branch; undefined where none is known. */
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

/** Every `config:` of a workflow: paths and inline configurations. */
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

/** Undefined for a configuration that this version cannot parse. */
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
  // GitHub gives the same answer for a missing commit and a missing file.
  await github.haveCommits(sha, ports.place.env['GITHUB_SHA'] ?? 'HEAD')
  return undefined
}

function configOf(text: string, path: string, sha: string): Config | undefined {
  try {
    return readConfig(text, `${path}@${sha.slice(0, 7)}`)
  } catch (error) {
    throw new ActionError('config/file', {
      message: `the configuration of that commit cannot be read: ${messageOf(error)}`,
    })
  }
}

/** The base of a pull request or of a merge queue. */
function onto(event: unknown): string | undefined {
  return member(event, 'pull_request', 'base', 'sha') ?? member(event, 'merge_group', 'base_sha')
}

/** The commit before a push; undefined for a new branch or tag. */
function pushedOnto(event: unknown): string | undefined {
  const before = member(event, 'before')
  return before === undefined || NO_COMMIT.test(before) ? undefined : before
}

function member(value: unknown, ...path: readonly string[]): string | undefined {
  return textAt(value, ...path) || undefined
}
