/** The subject of GitHub's tokens in its default form: `repo:O/R:CONTEXT`, or `repo:O@ID/R@ID:CONTEXT` where it is immutable. */
export interface Subject {
  readonly owner: string
  readonly ownerId?: string
  readonly repository: string
  readonly repositoryId?: string
  /** `environment:production`, `pull_request`, `ref:refs/heads/main` */
  readonly context: string
}

/** The repository of a subject, by names and numbers. */
export type NamedRepository = Required<Omit<Subject, 'context'>>

const NAME = '[^/@:*?]+'
const DEFAULT_FORM = new RegExp(`^repo:(${NAME})(?:@(\\d+))?/(${NAME})(?:@(\\d+))?:(.+)$`, 's')

/** Undefined for the subject of a template of the organization's or the repository's. */
export function readSubject(text: string): Subject | undefined {
  const [, owner, ownerId, repository, repositoryId, context] = DEFAULT_FORM.exec(text) ?? []
  if (owner === undefined || repository === undefined || context === undefined) return undefined
  if ((ownerId === undefined) !== (repositoryId === undefined)) return undefined
  if (!/^(environment:[^:]+|pull_request|ref:[^:]+)$/s.test(context)) return undefined
  return {
    owner,
    ...(ownerId !== undefined && { ownerId }),
    repository,
    ...(repositoryId !== undefined && { repositoryId }),
    context,
  }
}

/** Both forms of a subject: repositories get the second one when they are created, renamed or transferred. */
export function bothSubjects({ owner, ownerId, repository, repositoryId }: NamedRepository, context: string): string[] {
  return [`repo:${owner}/${repository}:${context}`, `repo:${owner}@${ownerId}/${repository}@${repositoryId}:${context}`]
}

export function environmentContext(environment: string): string {
  return `environment:${environment.replaceAll(':', '%3A')}`
}

/** The environment of a context; undefined for others. */
export function environmentIn(context: string): string | undefined {
  const [, name] = /^environment:(.+)$/s.exec(context) ?? []
  return name?.replaceAll('%3A', ':')
}
