/** A role in a repository, in ascending order. */
export const ROLES = ['read', 'triage', 'write', 'maintain', 'admin'] as const
export type Role = (typeof ROLES)[number]

export interface Team {
  readonly id: number
  readonly slug: string
  readonly organization: string
  /** Roles in the team, by login. */
  readonly members: Map<string, 'member' | 'maintainer'>
  /** Roles in repositories, by `OWNER/NAME`. */
  readonly repositories: Map<string, Role>
}

export type Association = 'OWNER' | 'MEMBER' | 'COLLABORATOR' | 'CONTRIBUTOR' | 'FIRST_TIME_CONTRIBUTOR' | 'NONE'
