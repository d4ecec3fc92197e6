import { createHash, randomUUID } from 'node:crypto'
import type { PacedClock } from '../../../clock.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'

/** An alias of a function: one version, or two with weights during a traffic shift. */
export interface Alias {
  readonly function: string
  readonly name: string
  version: string
  /** The second version and its share of the traffic, 0 to 1. */
  additional?: { readonly version: string; readonly weight: number }
}

export interface Code {
  /** Base64 of the SHA-256 of the archive. */
  readonly sha256: string
  readonly size: number
}

/** A state of `$LATEST`, or a published version, which does not change. */
export interface FunctionVersion {
  readonly version: string
  /** Configuration by AWS's names: Runtime, Role, Timeout, … */
  readonly settings: Readonly<Record<string, unknown>>
  readonly code: Code
  readonly revisionId: string
  readonly modified: Date
  readonly description?: string | undefined
  /** Status of the last update, for `$LATEST` only. */
  readonly status?: UpdateStatus
}

export interface UpdateFailure {
  readonly code: string
  readonly reason: string
}

/** Status of the last update of `$LATEST`. */
export type UpdateStatus = 'Successful' | 'InProgress' | UpdateFailure

export interface LambdaFunction {
  readonly home: Home
  readonly name: string
  /** Published versions, oldest first. */
  readonly versions: FunctionVersion[]
  /** The failure of later updates. */
  failsWith?: UpdateFailure | undefined
}

export interface Change {
  readonly settings?: Readonly<Record<string, unknown>>
  readonly code?: Code
}

/** Lambda functions as deployments see them: digests of code, versions and aliases, and archives that can be invoked. */
export interface Functions {
  /** Creates or changes a function; absent members stay. Complete at once, or after `lasts` simulated milliseconds. */
  put(home: Home, name: string, change: Change, lasts?: number): LambdaFunction
  find(home: Home, name: string): LambdaFunction | undefined
  /** All functions of an account and region, by name. */
  all(home: Home): readonly LambdaFunction[]
  /** Keeps an archive, so that versions with its code can be invoked. */
  keep(archive: Uint8Array): Code
  archive(code: Code): Uint8Array | undefined
  remove(home: Home, name: string): void
  removeVersion(fn: LambdaFunction, version: string): void
  latest(fn: LambdaFunction): FunctionVersion
  /** Publishes `$LATEST`; returns the newest version if nothing has changed since. */
  publish(fn: LambdaFunction, description?: string): FunctionVersion
  putAlias(home: Home, alias: Alias): Alias
  alias(home: Home, name: string, alias: string): Alias | undefined
  aliases(home: Home, name: string): readonly Alias[]
  removeAlias(home: Home, name: string, alias: string): void
  /** Routes `percent` of an alias's traffic to another version; 0 and 100 end the weighted routing. */
  route(alias: Alias, from: string, to: string, percent: number): void
}

export const LATEST = '$LATEST'

export const codeOf = (archive: Uint8Array): Code => ({
  sha256: createHash('sha256').update(archive).digest('base64'),
  size: archive.byteLength,
})

export const NO_CODE: Code = codeOf(Buffer.alloc(0))

interface State extends LambdaFunction {
  latest: FunctionVersion
  /** Number of versions ever published. */
  count: number
  /** The state of `$LATEST` at the last publication. */
  publishedFrom?: Pick<FunctionVersion, 'settings' | 'code'>
  update?: { readonly until: number; readonly before: FunctionVersion; readonly failure: UpdateFailure | undefined }
  failed?: UpdateFailure | undefined
}

export function createFunctions(clock: PacedClock): Functions {
  const functions = new Map<string, State>()
  const aliases = new Map<string, Alias>()
  const archives = new Map<string, Uint8Array>()

  const functionVersion = (settings: FunctionVersion['settings'], code: Code): FunctionVersion => ({
    version: LATEST,
    settings,
    code,
    revisionId: randomUUID(),
    modified: clock.now(),
  })

  /** Completes an update that is due, with a new revision ID; a failed one keeps the previous state. */
  function settled(given: LambdaFunction): State {
    const fn = given as State
    const { update } = fn
    if (update === undefined || clock.elapsed() < update.until) return fn
    fn.latest = { ...(update.failure === undefined ? fn.latest : update.before), revisionId: randomUUID() }
    fn.failed = update.failure
    delete fn.update
    return fn
  }

  return {
    put(home, name, { settings = {}, code }, lasts = 0) {
      const key = homeKey(home, name)
      const known = functions.get(key)
      if (known === undefined) {
        const { account, region } = home
        const latest = functionVersion(settings, code ?? NO_CODE)
        const made: State = { home: { account, region }, name, versions: [], latest, count: 0 }
        functions.set(key, made)
        return made
      }
      const fn = settled(known)
      const before = fn.latest
      fn.latest = functionVersion({ ...before.settings, ...settings }, code ?? before.code)
      if (lasts > 0) fn.update = { until: clock.elapsed() + lasts, before, failure: fn.failsWith }
      return fn
    },
    find: (home, name) => functions.get(homeKey(home, name)),
    all: ({ account, region }) =>
      [...functions.values()]
        .filter(({ home }) => home.account === account && home.region === region)
        .toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    keep(archive) {
      const code = codeOf(archive)
      archives.set(code.sha256, archive)
      return code
    },
    archive: ({ sha256 }) => archives.get(sha256),
    remove(home, name) {
      functions.delete(homeKey(home, name))
      for (const alias of aliases.keys()) if (alias.startsWith(`${homeKey(home, name)}/`)) aliases.delete(alias)
    },
    removeVersion(fn, version) {
      const at = fn.versions.findIndex((each) => each.version === version)
      if (at >= 0) fn.versions.splice(at, 1)
    },
    latest(given) {
      const fn = settled(given)
      return { ...fn.latest, status: fn.update === undefined ? (fn.failed ?? 'Successful') : 'InProgress' }
    },
    publish(given, description) {
      const fn = settled(given)
      const { settings, code } = fn.latest
      const newest = fn.versions.at(-1)
      if (newest?.version === String(fn.count) && same(fn.publishedFrom, { settings, code })) return newest
      fn.count += 1
      const version = String(fn.count)
      const made = {
        ...fn.latest,
        version,
        revisionId: randomUUID(),
        ...(description !== undefined && { description }),
      }
      fn.versions.push(made)
      fn.publishedFrom = { settings, code }
      return made
    },
    putAlias(home, alias) {
      aliases.set(homeKey(home, alias.function, alias.name), alias)
      return alias
    },
    alias: (home, name, alias) => aliases.get(homeKey(home, name, alias)),
    aliases: (home, name) =>
      [...aliases].filter(([key]) => key.startsWith(`${homeKey(home, name)}/`)).map(([, alias]) => alias),
    removeAlias: (home, name, alias) => void aliases.delete(homeKey(home, name, alias)),
    route(alias, from, to, percent) {
      delete alias.additional
      alias.version = percent >= 100 ? to : from
      if (percent > 0 && percent < 100) alias.additional = { version: to, weight: percent / 100 }
    },
  }
}

const same = (left: object | undefined, right: object): boolean => JSON.stringify(left) === JSON.stringify(right)
