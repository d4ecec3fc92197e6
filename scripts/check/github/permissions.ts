import type { Route } from '../../../sandbox/github/server/router.ts'

/** `@octokit/app-permissions`: operations by permission and level, read from GitHub's reference. */
export interface AppPermissions {
  readonly permissions: Readonly<
    Record<string, { readonly read?: readonly string[]; readonly write?: readonly string[] }>
  >
}

export interface PermissionsJudged {
  /** Operations whose permission is not the published one. */
  readonly violations: readonly string[]
  /** Operations that the published data does not have. */
  readonly unknown: readonly string[]
  readonly judged: number
}

/** Path parameters have other names in each source. */
export function shapeOf(method: string, path: string): string {
  const parts = path.split('/').map((part) => (/^[:*{]/.test(part) ? '{}' : part.replace(/\{[^}]+\}/g, '{}')))
  return `${method} ${parts.join('/')}`
}

/**
 * Compares the permission that each route of the sandbox demands with the published ones: each that suffices for the
 * sandbox must be published for the operation, at the same level.
 */
export function judgePermissions(routes: readonly Route[], { permissions }: AppPermissions): PermissionsJudged {
  const published = new Map<string, Set<string>>()
  for (const [name, levels] of Object.entries(permissions)) {
    for (const level of ['read', 'write'] as const) {
      for (const operation of levels[level] ?? []) {
        const [method = '', path = ''] = operation.split(' ')
        const shape = shapeOf(method, path)
        published.set(shape, (published.get(shape) ?? new Set()).add(`${name}=${level}`))
      }
    }
  }
  const violations: string[] = []
  const unknown: string[] = []
  let judged = 0
  for (const { method, path, needs } of routes) {
    if (!needs) continue
    const known = published.get(shapeOf(method, path))
    if (!known) {
      unknown.push(`${method} ${path}`)
      continue
    }
    judged += 1
    for (const scope of [needs.scope, ...(needs.or ?? [])]) {
      const demanded = `${scope.replaceAll('-', '_')}=${needs.level}`
      if (!known.has(demanded)) violations.push(`${method} ${path}: ${demanded} is not among ${[...known].join(', ')}`)
    }
  }
  return { violations, unknown, judged }
}
