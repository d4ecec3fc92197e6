import type { Commit, Repository } from '../world.ts'

/** The commit that a SHA, the beginning of one, a branch or a tag names. */
export function commitAt(repository: Repository, ref: string): Commit | undefined {
  const direct = repository.commits.get(ref)
  if (direct) return direct
  const branch = repository.branches.get(ref.replace(/^(refs\/)?heads\//, ''))
  if (branch !== undefined) return repository.commits.get(branch)
  const tag = repository.tags.get(ref.replace(/^(refs\/)?tags\//, ''))
  if (tag !== undefined) return repository.commits.get(tag)
  return [...repository.commits.values()].find(({ sha }) => ref.length >= 7 && sha.startsWith(ref))
}

export function parentsOf({ parent, merged }: Commit): string[] {
  return [parent, merged].filter((sha) => sha !== undefined)
}

/** A commit and all its ancestors, newest first. */
export function history(repository: Repository, commit: Commit): Commit[] {
  const seen = new Set([commit.sha])
  const line = [commit]
  for (let at = 0; at < line.length; at++) {
    for (const sha of line[at] ? parentsOf(line[at]!) : []) {
      const parent = repository.commits.get(sha)
      if (!parent || seen.has(sha)) continue
      seen.add(sha)
      line.push(parent)
    }
  }
  return line
}

/** The newest commit that both have. */
export function mergeBase(repository: Repository, one: Commit, other: Commit): Commit | undefined {
  const ofOther = new Set(history(repository, other).map(({ sha }) => sha))
  return history(repository, one).find(({ sha }) => ofOther.has(sha))
}

/** The commits that `head` has and `base` has not, oldest first. */
export function commitsBetween(repository: Repository, base: Commit, head: Commit): Commit[] {
  const ofBase = new Set(history(repository, base).map(({ sha }) => sha))
  return history(repository, head)
    .filter(({ sha }) => !ofBase.has(sha))
    .toReversed()
}

export interface Change {
  readonly path: string
  readonly before?: string
  readonly after?: string
}

/** The files that differ between two commits, by path. */
export function changesBetween(from: Commit, to: Commit): Change[] {
  const paths = [...new Set([...Object.keys(from.files), ...Object.keys(to.files)])].toSorted()
  return paths
    .filter((path) => from.files[path] !== to.files[path])
    .map((path) => {
      const [before, after] = [from.files[path], to.files[path]]
      return { path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }
    })
}
