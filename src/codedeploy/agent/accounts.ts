import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'

export interface Account {
  readonly id: number
  /** Home and login shell; empty for groups. */
  readonly home: string
  readonly shell: string
}

/** The number of a user or group by name, as `getpwnam` finds it: local files first, then the host's directories. */
export function userId(name: string): number | undefined {
  return lookUp('passwd', name)?.id
}

export function groupId(name: string): number | undefined {
  return lookUp('group', name)?.id
}

/** A user with the shell that `su` starts. */
export function findUser(name: string): Account | undefined {
  return lookUp('passwd', name)
}

/** The home of a user, of the one who runs this where the name is empty. */
export function homeOf(name: string): string | undefined {
  return name === '' ? userInfo().homedir : lookUp('passwd', name)?.home
}

function lookUp(database: 'passwd' | 'group', name: string): Account | undefined {
  if (name === '' || /[:\n\0]/.test(name)) return undefined
  const local = find(readFileSync(`/etc/${database}`, 'utf8'), name)
  if (local) return local
  // `getent` also takes numbers, which getpwnam does not.
  if (/^\d+$/.test(name)) return undefined
  try {
    return find(
      execFileSync('getent', [database, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
      name,
    )
  } catch {
    return undefined
  }
}

function find(table: string, name: string): Account | undefined {
  const fields = table
    .split('\n')
    .map((line) => line.split(':'))
    .find(([first]) => first === name)
  return fields ? { id: Number(fields[2]), home: fields[5] ?? '', shell: fields[6] ?? '' } : undefined
}
