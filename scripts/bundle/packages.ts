import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Packages in a form from which ncc can omit unused parts. ncc uses the paths in package.json for `require`, and keeps
 * modules that may have side effects. Neither can be configured, so ncc is given copies of some packages with another
 * package.json, in the folder where the sources find them first.
 */
export function copyPackages(folder: string): void {
  for (const name of WITHOUT_SIDE_EFFECTS) copy(name, folder, (about) => ({ ...about, sideEffects: false }))
  for (const scope of OF_ES_MODULES) {
    for (const name of readdirSync(`node_modules/${scope}`)) copy(`${scope}/${name}`, folder, asEsModules)
  }
}

/**
 * They have no side effects, but do not declare it. The HTTP client of `@actions/core` is for its OIDC functions, which
 * are not used: loading it would take longer than the rest of a start.
 */
const WITHOUT_SIDE_EFFECTS = ['@actions/core']

/** Their packages have each module in both forms. */
const OF_ES_MODULES = ['@aws-sdk', '@smithy']
const NOT_COPIED = /\/(dist-cjs|dist-types)(\/|$)/

type Conditions = Readonly<Record<string, string>>

export interface PackageJson {
  readonly main?: string
  readonly module?: string
  readonly exports?: Readonly<Record<string, string | Conditions>>
}

function copy(name: string, folder: string, change: (about: PackageJson) => object): void {
  const from = `node_modules/${name}`
  const to = join(folder, name)
  mkdirSync(to, { recursive: true })
  cpSync(from, to, { recursive: true, filter: (path) => !NOT_COPIED.test(path) })
  const about = JSON.parse(readFileSync(`${from}/package.json`, 'utf8')) as PackageJson
  writeFileSync(`${to}/package.json`, JSON.stringify(change(about)))
}

/** Pure: a package.json that names the ES modules for every use. */
export function asEsModules(about: PackageJson): PackageJson {
  const { main, module, exports } = about
  const entries = Object.entries(exports ?? {}).map(([path, target]): [string, string] => {
    const found = typeof target === 'string' ? target : (target['module'] ?? target['import'] ?? target['default'])
    if (found === undefined) throw new Error(`no ES module for ${path}: ${JSON.stringify(target)}`)
    return [path, found]
  })
  const entry = module ?? main
  return {
    ...about,
    ...(entry !== undefined && { main: entry }),
    ...(exports !== undefined && { exports: Object.fromEntries(entries) }),
  }
}
