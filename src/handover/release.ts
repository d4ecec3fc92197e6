import { resolve } from 'node:path'
import { ENVIRONMENT_KEYS } from '../config/model/environment-keys.ts'
import { resolveEnvironment, type Deployment, type Environment } from '../config/model/environment.ts'
import { folderOf } from '../config/model/packaged.ts'
import type { Config } from '../config/schema/index.ts'
import { digestOf, type Digest } from '../evidence/digest.ts'
import type { Item, Release } from '../evidence/document.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { digestOfFile, digestOfTree, kindOfPath, staysBelow } from '../support/files/tree.ts'
import { digestOfExisting } from '../codedeploy/revision/existing.ts'
import { revisionFile, revisionPath, revisionSource, showSource } from '../config/model/revision-source.ts'

/** A region has no part in the release; it only has to be there for an environment to be made out. */
export const ANY_REGION = 'any'

/**
 * Describes what moves: templates, parameter files, revisions, configuration and commit, by digest. It depends on the
 * workspace and the commit alone, so every job and both environments get the same. Ids: a template that both
 * environments share is `web`; one that is not shared, and each parameter file, has its environment: `web/preprod`.
 * Rejects with `config/missing-file` or `config/revision`.
 */
export async function describeRelease(options: {
  readonly config: Config
  /** Absolute path of the workspace. */
  readonly workspace: string
  readonly sha: string
  readonly signal?: AbortSignal
}): Promise<Release> {
  const { config, workspace, sha, signal } = options
  const digests = new Map<string, Promise<Digest>>()
  const digestOnce = ({ path, subject }: Part): Promise<Digest> => {
    const known = digests.get(path)
    if (known) return known
    const made = digestOfPath(workspace, path, subject, signal)
    digests.set(path, made)
    return made
  }
  const items: Item[] = []
  for (const part of partsOfRelease(config)) {
    items.push({ id: part.id, kind: part.kind, digest: await digestOnce(part) })
  }
  items.push(...existingItems(config, sha))
  items.push(...(await itemsOnHosts(config, workspace, items)))
  const revisions = items.filter(({ kind }) => kind === 'revision')
  const templates = items.filter(({ kind }) => kind !== 'revision')
  // What is packaged has a digest of its own.
  const configured = { ...config, stacks: config.stacks.filter(({ packaged }) => packaged === undefined) }
  const contents = { sha, templates, revisions, config: digestOf(configured) }
  return { digest: digestOf(contents), ...contents }
}

/** A file or folder of the workspace that moves with the release, by its name there. */
export interface Part extends Pick<Item, 'id' | 'kind'> {
  readonly path: string
  /** What findings about it are about. */
  readonly subject: string
}

/** Revisions that exist: one item where all environments get the same. Throws `config/revision` where that is not certain. */
function existingItems(config: Config, sha: string): Item[] {
  const environments = ENVIRONMENT_KEYS.map((key) => resolveEnvironment(config, key, ANY_REGION))
  const found = new Map<string, { readonly digest: Digest; readonly shown: string }>()
  for (const { deployments } of environments) {
    for (const deployment of deployments) {
      const source = deployment.platform === 'server' ? revisionSource(deployment) : undefined
      if (source === undefined || source.kind === 'path') continue
      const { id } = deployment
      const [digest, shown] = [digestOfExisting(source, sha), showSource(source)]
      const other = found.get(id)
      if (other && other.digest !== digest) {
        throw new ActionError('config/revision', {
          message: `it is not certain that the environments get the same revision of ${id}`,
          subject: `deployment/${id}/revision`,
          expected: '`sha256` beside the objects of several buckets, keys or versions',
          observed: `${other.shown} and ${shown}`,
          advice: `Set \`sha256\` of \`revision.s3\` of the deployment ${id} to the digest that both objects have.`,
        })
      }
      found.set(id, { digest, shown })
    }
  }
  return [...found].map(([id, { digest }]) => ({ id, kind: 'revision', digest }))
}

/** What checks on hosts add to a revision, beside it: `app/hosts`. */
async function itemsOnHosts(config: Config, workspace: string, items: readonly Item[]): Promise<Item[]> {
  const environments = ENVIRONMENT_KEYS.map((key) => resolveEnvironment(config, key, ANY_REGION))
  const found = new Map<string, Item>()
  for (const { key, deployments } of environments) {
    for (const deployment of deployments) {
      if (deployment.platform !== 'server') continue
      const isShared = items.some(({ kind, id }) => kind === 'revision' && id === deployment.id)
      const id = `${deployment.id}/hosts${isShared ? '' : `/${key}`}`
      if (found.has(id)) continue
      const { addedChecks } = await import('../checks/hosts/revision.ts')
      const added = await addedChecks(config, deployment, revisionFile(deployment, workspace))
      if (added) found.set(id, { id, kind: 'revision', digest: added.digest })
    }
  }
  return [...found.values()]
}

/** Everything of the workspace that moves: what was packaged, templates, parameter files, then what deployments bring. */
function partsOfRelease(config: Config): Part[] {
  const environments = ENVIRONMENT_KEYS.map((key) => resolveEnvironment(config, key, ANY_REGION))
  const templates = perEnvironment(environments, (one) =>
    one.stacks.flatMap((stack) => (stack.packaged ? [] : [[stack.id, stack.template] as const])),
  )
  const revisions = perEnvironment(environments, (one) => one.deployments.flatMap(partsOf))
  return [
    ...(config.built ?? []).map((input, index): Part => {
      const { id, path } = folderOf(input, index)
      return { id, kind: 'assembly', path, subject: `assembly/${id}` }
    }),
    ...templates.map(({ id, path }) => ({ id, kind: 'template' as const, path, subject: `stack/${id}` })),
    ...environments.flatMap(({ key, stacks }) =>
      stacks.flatMap((stack): Part[] => {
        if (typeof stack.parameters !== 'string' || stack.packaged) return []
        const id = `${stack.id}/${key}`
        return [{ id, kind: 'parameters', path: stack.parameters, subject: `stack/${id}` }]
      }),
    ),
    ...revisions.map(({ id, path }) => ({
      id,
      kind: 'revision' as const,
      path,
      subject: `deployment/${id}/revision`,
    })),
  ]
}

/** What jobs hand on of it. A parameter file may hold a secret, and whoever reads the run reads what is stored. */
export function partsHandedOn(config: Config): Part[] {
  return partsOfRelease(config).filter(({ kind }) => kind !== 'parameters')
}

/** Files and folders that a deployment brings, by their ids in the release: `app`, `orders/appspec`. */
function partsOf(deployment: Deployment): Named {
  const { id, platform } = deployment
  if (platform === 'server' || platform === 'local') {
    const source = revisionSource(deployment)
    return source.kind === 'path' ? [[id, source.path]] : []
  }
  if (platform === 'ecs-native') return [[`${id}/task-definition`, deployment['task-definition']]]
  const appspec = [`${id}/appspec`, deployment.appspec] as const
  if (platform === 'lambda') {
    const { revision } = deployment
    return revision === undefined ? [appspec] : [appspec, [id, revisionPath({ id, revision })]]
  }
  const { 'task-definition': definition } = deployment
  return definition === undefined ? [appspec] : [appspec, [`${id}/task-definition`, definition]]
}

/** The items that make two releases different, `differences[0]` first in the order of the release. */
export interface ReleaseDifference {
  readonly item: string
  readonly expected: string
  readonly observed: string
}

/** Compares the release that was tested with the one at hand, item by item; empty where they are one. */
export function compareReleases(expected: Release, observed: Release): ReleaseDifference[] {
  if (expected.digest === observed.digest) return []
  const differences: ReleaseDifference[] = []
  const compare = (item: string, before: string | undefined, after: string | undefined): void => {
    if (before !== after) differences.push({ item, expected: before ?? 'absent', observed: after ?? 'absent' })
  }
  compare('commit', expected.sha, observed.sha)
  compare('configuration', expected.config, observed.config)
  const before = itemsOf(expected)
  const after = itemsOf(observed)
  for (const item of new Set([...before.keys(), ...after.keys()])) compare(item, before.get(item), after.get(item))
  // A document whose digest is not that of its parts was not written by us.
  if (differences.length === 0) compare('release', expected.digest, observed.digest)
  return differences
}

function itemsOf(release: Release): Map<string, Digest> {
  return new Map([...release.templates, ...release.revisions].map((item) => [`${item.kind} ${item.id}`, item.digest]))
}

type Named = readonly (readonly [id: string, path: string])[]

/** One entry where all environments use the same path, otherwise one for each. */
function perEnvironment(
  environments: readonly Environment[],
  list: (environment: Environment) => Named,
): { id: string; path: string }[] {
  const lists = environments.map((environment) => ({ key: environment.key, paths: new Map(list(environment)) }))
  const ids = [...new Set(lists.flatMap(({ paths }) => [...paths.keys()]))].toSorted()
  return ids.flatMap((id) => {
    const used = lists.map(({ key, paths }) => ({ id: `${id}/${key}`, path: paths.get(id) ?? '' }))
    const path = used[0]?.path ?? ''
    return used.every((one) => one.path === path) ? [{ id, path }] : used
  })
}

async function digestOfPath(
  workspace: string,
  path: string,
  subject: string,
  signal: AbortSignal | undefined,
): Promise<Digest> {
  const absolute = resolve(workspace, path)
  if (!(await staysBelow(workspace, absolute))) {
    throw new ActionError('config/missing-file', {
      message: `${path} leads out of the workspace`,
      advice: 'Give a path below the root of the workspace: what is released is what was checked out or built there.',
      subject,
      expected: 'a path below the workspace',
      observed: path,
    })
  }
  const kind = await kindOfPath(absolute)
  try {
    if (kind === 'directory') return await digestOfTree(absolute, signal)
    if (kind === 'file') return await digestOfFile(absolute, signal)
  } catch (error) {
    signal?.throwIfAborted()
    throw new ActionError('config/missing-file', {
      message: `${path} cannot be read: ${messageOf(error)}`,
      // It is there: what else could keep it from being read is told by the message.
      advice: 'Let the user of the job read all of it, links and folders in it too (`ls -lR` tells whose they are).',
      subject,
      observed: path,
      cause: error,
    })
  }
  throw new ActionError('config/missing-file', {
    message: kind === undefined ? `${path} does not exist` : `${path} is neither a file nor a folder`,
    subject,
    expected: path,
    observed: kind === undefined ? 'nothing' : 'something else',
  })
}
