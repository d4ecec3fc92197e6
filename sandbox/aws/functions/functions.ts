import { homeKey } from '../names.ts'
import type { Home } from '../names.ts'

/** An alias of a function: one version, or two by weight while the traffic shifts. */
export interface Alias {
  readonly function: string
  readonly name: string
  version: string
  /** The other version and its part, 0 to 1. */
  additional?: { readonly version: string; readonly weight: number }
}

/** Lambda functions, as far as deployments see them: versions' numbers and aliases. They have no code. */
export interface Functions {
  /** Publishes the next version and gives its number. */
  publish(home: Home, name: string): string
  versions(home: Home, name: string): number
  putAlias(home: Home, alias: Alias): Alias
  alias(home: Home, name: string, alias: string): Alias | undefined
  removeAlias(home: Home, name: string, alias: string): void
  /** Gives so many per cent of an alias's traffic to another version; 0 and 100 end the division. */
  route(alias: Alias, from: string, to: string, percent: number): void
}

export function createFunctions(): Functions {
  const versions = new Map<string, number>()
  const aliases = new Map<string, Alias>()
  return {
    publish(home, name) {
      const next = (versions.get(homeKey(home, name)) ?? 0) + 1
      versions.set(homeKey(home, name), next)
      return String(next)
    },
    versions: (home, name) => versions.get(homeKey(home, name)) ?? 0,
    putAlias(home, alias) {
      aliases.set(homeKey(home, alias.function, alias.name), alias)
      return alias
    },
    alias: (home, name, alias) => aliases.get(homeKey(home, name, alias)),
    removeAlias: (home, name, alias) => void aliases.delete(homeKey(home, name, alias)),
    route(alias, from, to, percent) {
      delete alias.additional
      alias.version = percent >= 100 ? to : from
      if (percent > 0 && percent < 100) alias.additional = { version: to, weight: percent / 100 }
    },
  }
}
