import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'

/** Time limit of a directory lookup; after it the account counts as not found. */
const DIRECTORY_PATIENCE_MS = 5_000

export interface User {
  readonly name: string
  readonly uid: number
  readonly home: string
  /** The shell that `su` starts. */
  readonly shell: string
}

export interface Group {
  readonly name: string
  readonly gid: number
}

/** A user by name or by number, from the local files first, then from the host's directories (LDAP and others). */
export function findUser(key: string | number): User | undefined {
  const fields = lookUp('passwd', key)
  if (!fields) return undefined
  const [name = '', , uid, , , home = '', shell = ''] = fields
  return { name, uid: Number(uid), home, shell }
}

/** A group by name or by number, as `findUser` finds a user. */
export function findGroup(key: string | number): Group | undefined {
  const fields = lookUp('group', key)
  if (!fields) return undefined
  const [name = '', , gid] = fields
  return { name, gid: Number(gid) }
}

/** The home of a user; of the current user for an empty name. */
export function homeOf(name: string): string | undefined {
  return name === '' ? userInfo().homedir : findUser(name)?.home
}

function lookUp(database: 'passwd' | 'group', key: string | number): string[] | undefined {
  if (typeof key === 'string' && (key === '' || /[:\n\0]/.test(key))) return undefined
  const local = find(readTable(database), key)
  if (local) return local
  // `getent` treats a name of digits as a number, and one that begins with a hyphen as an option.
  if (typeof key === 'string' && /^(?:\d+$|-)/.test(key)) return undefined
  try {
    const table = execFileSync('getent', [database, String(key)], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: DIRECTORY_PATIENCE_MS,
    })
    return find(table, key)
  } catch {
    // No such account, or a host without `getent`: only the local files count.
    return undefined
  }
}

function readTable(database: 'passwd' | 'group'): string {
  try {
    return readFileSync(`/etc/${database}`, 'utf8')
  } catch {
    return ''
  }
}

/** The row `name:password:number:…` for a name or a number. */
function find(table: string, key: string | number): string[] | undefined {
  return table
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name, , number]) => (typeof key === 'number' ? number === String(key) : name === key))
}
