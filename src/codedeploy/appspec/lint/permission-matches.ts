import { posix } from 'node:path'
import { matchesGlob as matchesWidely } from '../../../support/files/glob.ts'
import { matchesGlob } from '../glob.ts'
import type { Permission, ServerAppSpec } from '../types.ts'
import type { Remark } from './say.ts'
import type { Placement } from './tree.ts'

/** What of an installation a permission matches. The agent's patterns match names directly below the object only. */

export function about(permission: Permission): string {
  return `permissions${permission.object.startsWith('/') ? '' : '/'}${permission.object}`
}

/** Permissions touch only what this installation makes; anything else is silently left alone. */
export function objectIsInstalled(
  permission: Permission,
  placements: readonly Placement[],
  spec: ServerAppSpec,
): Remark[] {
  if (spec.files.some(({ fault }) => fault !== undefined) || permission.fault !== undefined) return []
  const object = posix.resolve('/', permission.object)
  const exact = placements.find(({ target, isFolder }) => target === object && !isFolder)
  if (exact && permission.types.includes('file')) {
    if (permission.pattern === '**' && permission.except.length === 0) return []
    return [
      {
        code: 'appspec/permission-pattern',
        outcome: 'fail',
        title: `${permission.object} is a file: a pattern or except makes Install fail.`,
        about: about(permission),
        expected: 'no pattern and no except',
        observed: permission.pattern,
        advice: 'Leave pattern and except out, or name the folder as object.',
        at: permission.at,
      },
    ]
  }
  if (matching(permission, placements).length > 0) return []
  const inside = namesBelow(permission, placements)
  const meant = meantBy(permission.pattern, permission, inside)
  if (permission.pattern !== '**' && meant.length > 0)
    return [
      {
        code: 'appspec/permission-unused',
        outcome: 'fail',
        title: `The pattern ${permission.pattern} of ${permission.object} matches nothing, not even ${meant[0] ?? ''}.`,
        about: about(permission),
        expected: 'a pattern for names directly below the object',
        observed: permission.pattern,
        advice: nameFolder(permission, meant),
        at: permission.at,
      },
    ]
  return [
    {
      code: 'appspec/permission-unused',
      outcome: 'inconclusive',
      title: exact
        ? `${permission.object} is a file, and the permission is for directories: it is silently left out.`
        : inside.length > 0
          ? `The permission for ${permission.object} matches nothing that is installed below it.`
          : `Nothing is installed at ${permission.object}: the permission is silently left out.`,
      about: about(permission),
      expected: 'something that this revision installs',
      observed: `pattern ${permission.pattern}, types ${permission.types.join(', ')}`,
      advice: exact
        ? 'Write `type: [file]`, or leave type out.'
        : 'A pattern is compared with names directly below the object, ** with all. A folder itself never changes: name its parent and a pattern.',
      at: permission.at,
    },
  ]
}

/** An `except` that matches nothing, or a part, leaves the permission on what it should keep from it. */
export function exceptsMatch(permission: Permission, placements: readonly Placement[]): Remark[] {
  if (permission.fault !== undefined) return []
  const inside = namesBelow(permission, placements)
  if (inside.length === 0) return []
  const mode = permission.mode === undefined ? '' : ` and gets mode ${permission.mode}`
  return permission.except.flatMap((pattern): Remark[] => {
    const matched = inside.filter((name) => matchesGlob(name, pattern))
    if (matched.length > 0) return leftBelow(permission, placements, { pattern, matched, mode })
    const meant = meantBy(pattern, permission, inside)
    return [
      {
        code: 'appspec/except-unused',
        outcome: meant.length > 0 || pattern.includes('/') ? 'fail' : 'inconclusive',
        title:
          meant.length > 0
            ? `The except ${pattern} of ${permission.object} matches nothing: ${meant[0] ?? ''} is not excepted${mode}.`
            : `The except ${pattern} of ${permission.object} matches nothing that is installed.`,
        about: about(permission),
        expected: 'a pattern for names directly below the object',
        observed: pattern,
        advice: meant.length > 0 ? nameFolder(permission, meant) : 'Correct the pattern, or remove it.',
        at: permission.at,
      },
    ]
  })
}

/** What gets the permission below a folder that the pattern matches, or has a matching name in a folder. */
function leftBelow(
  permission: Permission,
  placements: readonly Placement[],
  { pattern, matched, mode }: { readonly pattern: string; readonly matched: readonly string[]; readonly mode: string },
): Remark[] {
  const base = baseOf(permission)
  const changed = matching(permission, placements).map((target) => target.slice(base.length))
  const left = changed.filter(
    (name) =>
      name.includes('/') &&
      (matched.some((folder) => name.startsWith(`${folder}/`)) || matchesGlob(posix.basename(name), pattern)),
  )
  const [first] = left
  if (first === undefined) return []
  const kept = matching({ ...permission, except: [] }, placements).map((target) => target.slice(base.length))
  const isIdle = !kept.some((name) => matched.includes(name))
  return [
    {
      code: isIdle ? 'appspec/except-unused' : 'appspec/except-partial',
      outcome: isIdle ? 'fail' : 'noted',
      title: isIdle
        ? `The except ${pattern} of ${permission.object} keeps nothing: ${first} below the folder is not excepted${mode}.`
        : `The except ${pattern} of ${permission.object} keeps ${matched[0] ?? ''}, and not ${first} below it${mode.replace(' and gets', ', which gets')}.`,
      about: about(permission),
      expected: 'a pattern for names directly below the object',
      observed: pattern,
      advice: nameFolder(permission, left),
      at: permission.at,
    },
  ]
}

function baseOf(permission: Permission): string {
  const object = posix.resolve('/', permission.object)
  return object === '/' ? '/' : `${object}/`
}

/** Paths of what is installed below the object, relative to it. */
function namesBelow(permission: Permission, placements: readonly Placement[]): string[] {
  const base = baseOf(permission)
  return placements.filter(({ target }) => target.startsWith(base)).map(({ target }) => target.slice(base.length))
}

/** What a person means with a pattern: paths with `/`, names at any depth, whole paths. */
function meantBy(pattern: string, permission: Permission, names: readonly string[]): string[] {
  const relative = pattern.replace(/^\.\//, '')
  return names.filter(
    (name) =>
      matchesWidely(relative, name) ||
      matchesWidely(relative, posix.basename(name)) ||
      matchesWidely(pattern, `${baseOf(permission)}${name}`),
  )
}

/** Where a pattern would match: a permission for the folder itself. */
function nameFolder(permission: Permission, [first = '']: readonly string[]): string {
  const folder = posix.join(posix.resolve('/', permission.object), posix.dirname(first))
  return `Patterns match names directly below the object, without /: give ${folder} a permission of its own, and this one a narrower pattern.`
}

export function matching(permission: Permission, placements: readonly Placement[]): string[] {
  const object = posix.resolve('/', permission.object)
  const base = baseOf(permission)
  return placements
    .filter(({ target, isFolder }) => {
      if (target === object) return !isFolder && permission.types.includes('file')
      if (!target.startsWith(base) || !permission.types.includes(isFolder ? 'directory' : 'file')) return false
      const name = target.slice(base.length)
      const wanted = permission.pattern === '**' || matchesGlob(name, permission.pattern)
      return wanted && !permission.except.some((pattern) => matchesGlob(name, pattern))
    })
    .map(({ target }) => target)
}
