import type { Evidence, Item, LastRelease, Release } from '../evidence/document.ts'
import { shortDigest, shortSha } from './words.ts'

/** What this release brings compared with the last one, as precheck restored it. */
export interface Since {
  /** Full hashes of the commits. */
  readonly from: string
  readonly to: string
  /** Where github.com compares the commits; undefined elsewhere. */
  readonly compare?: string
  readonly last: LastRelease
  /** Revisions, templates and parameters; empty where only the last commit is known. */
  readonly contents: readonly { readonly name: string; readonly from?: string; readonly to?: string }[]
}

const REPOSITORY = /^[\w.-]+\/[\w.-]+$/
const SHA = /^[0-9a-f]{40,64}$/

/** Undefined where there was no release before, or no step has restored it. */
export function sinceLastRelease(documents: readonly Evidence[]): Since | undefined {
  const last = documents.findLast(({ lastRelease }) => lastRelease)?.lastRelease
  const current = documents.findLast(({ release }) => release)
  if (!last || !current?.release) return undefined
  const { repository, sha } = current.origin
  const isLinked =
    current.endpoints.github === 'github' &&
    REPOSITORY.test(repository) &&
    SHA.test(last.sha) &&
    SHA.test(sha) &&
    last.sha !== sha
  return {
    from: last.sha,
    to: sha,
    ...(isLinked && { compare: `https://github.com/${repository}/compare/${last.sha}...${sha}` }),
    last,
    contents: last.release ? contentsOf(last.release, current.release) : [],
  }
}

function contentsOf(before: Release, after: Release): Since['contents'] {
  const [old, fresh] = [before, after].map(
    ({ revisions, templates }) => new Map([...revisions, ...templates].map((item) => [nameOf(item), item.digest])),
  )
  return [...new Set([...(fresh?.keys() ?? []), ...(old?.keys() ?? [])])].map((name) => {
    const [from, to] = [old?.get(name), fresh?.get(name)]
    return { name, ...(from && { from: shortDigest(from) }), ...(to && { to: shortDigest(to) }) }
  })
}

function nameOf({ kind, id }: Item): string {
  return `${kind} ${id}`
}

/** `4f0c2d9e8b → 91ab…`, or the one commit. */
export function commitsOf({ from, to }: Since): string {
  return from === to ? `${shortSha(to)}, as the last release` : `${shortSha(from)} → ${shortSha(to)}`
}

/** `unchanged`, `new`, `removed`, or both digests. */
export function contentState({ from, to }: Since['contents'][number]): string {
  if (from === undefined) return `new: ${to}`
  if (to === undefined) return `removed: ${from}`
  return from === to ? 'unchanged' : `${from} → ${to}`
}
