import type { Route } from '../../../sandbox/github/server/router.ts'
import { shapeOf } from './permissions.ts'

/**
 * Compares the REST routes that the sandbox serves as an Enterprise Server with that server's description: it serves those
 * of all routes that are described, and no others.
 */
export function judgeEdition(
  all: readonly Route[],
  served: readonly Route[],
  description: { readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>> },
): { readonly violations: readonly string[]; readonly judged: number } {
  const described = new Set(
    Object.entries(description.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => shapeOf(method.toUpperCase(), path)),
    ),
  )
  const shapes = new Set(served.map(({ method, path }) => shapeOf(method, path)))
  const rest = all.filter(({ needs }) => needs !== undefined)
  const violations = rest.flatMap(({ method, path }) => {
    const shape = shapeOf(method, path)
    if (described.has(shape) === shapes.has(shape)) return []
    return [`${method} ${path} is ${shapes.has(shape) ? 'served, but not described' : 'described, but not served'}`]
  })
  return { violations, judged: rest.length }
}
