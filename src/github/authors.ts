import * as z from 'zod'

/** Who wrote the commits of a release. */
export interface Authors {
  /** Logins. */
  readonly logins: readonly string[]
  /** Addresses of authors that belong to no account as far as GitHub says. */
  readonly unknown: readonly string[]
}

export interface CommitFacts {
  readonly author?: string
  readonly committer?: string
  readonly authorEmail: string
  readonly committerEmail: string
  readonly message: string
}

const account = z.object({ login: z.string() }).nullish().catch(undefined)
const gitUser = z.object({ email: z.string().default('') }).nullish()

export const commitShape: z.ZodType<CommitFacts> = z
  .object({
    author: account,
    committer: account,
    commit: z.object({ message: z.string(), author: gitUser, committer: gitUser }),
  })
  .transform(({ author, committer, commit }) => ({
    ...(author && { author: author.login }),
    ...(committer && { committer: committer.login }),
    authorEmail: commit.author?.email ?? '',
    committerEmail: commit.committer?.email ?? '',
    message: commit.message,
  }))

const TRAILER = /^[ \t]*co-authored-by:[^<\n]*<([^>\n]+)>\s*$/gim
/** GitHub's own address of an account: `7+ada@users.noreply.github.com`. */
const OWN_ADDRESS = /^(?:\d+\+)?([^@+]+)@users\.noreply\.(.+)$/i
/** Programs name themselves so as co-authors. As the author of a commit such an address may be anybody's. */
const NO_PERSON = /^no-?reply@/i
/** GitHub's own address, of commits that it makes itself. */
const OWN_COMMITS = 'noreply@github.com'
/** The account that GitHub commits with for those who use its pages. */
const WEB = 'web-flow'

/**
 * Pure: authors, committers and co-authors. An address is an account's where it is GitHub's own, or where another of the
 * commits has it beside a login. `host` is that of the server.
 */
export function authorsOf(commits: readonly CommitFacts[], host = 'github.com'): Authors {
  const hosts = new Set(['github.com', host.toLowerCase()])
  const known = new Map<string, string>()
  for (const { author, authorEmail, committer, committerEmail } of commits) {
    if (author !== undefined && authorEmail !== '') known.set(authorEmail.toLowerCase(), author)
    if (committer !== undefined && committer !== WEB && committerEmail !== '') {
      known.set(committerEmail.toLowerCase(), committer)
    }
  }
  const logins = new Set<string>()
  const unknown = new Set<string>()
  const add = (login: string | undefined, email: string, isNobody: boolean): void => {
    const [, owner, at = ''] = OWN_ADDRESS.exec(email) ?? []
    const found = login ?? known.get(email.toLowerCase()) ?? (hosts.has(at.toLowerCase()) ? owner : undefined)
    if (found !== undefined) logins.add(found)
    else if (!isNobody) unknown.add(email === '' ? 'an author without an address' : email)
  }
  for (const { author, authorEmail, committer, committerEmail, message } of commits) {
    add(author, authorEmail, authorEmail.toLowerCase() === OWN_COMMITS)
    if (committer !== WEB) add(committer, committerEmail, committerEmail.toLowerCase() === OWN_COMMITS)
    for (const [, email = ''] of message.matchAll(TRAILER)) add(undefined, email.trim(), NO_PERSON.test(email.trim()))
  }
  return { logins: [...logins].toSorted(), unknown: [...unknown].toSorted() }
}
