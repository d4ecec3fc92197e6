import { posix } from 'node:path'
import type { Chunk } from './ncc.ts'

/**
 * In which file a chunk is, and what that file is called. ncc numbers its chunks, and makes so many that a command reads
 * thirty files; reading one costs about as much processor time as 25 kB of code. So chunks that are needed together
 * share a file, which is named after what it holds.
 */

/** Modules that every start loads, and modules that every command loads, by the lazy imports that need them. */
const STAGES: readonly (readonly [name: string, entries: readonly string[]])[] = [
  ['run', ['run', 'runner']],
  ['config', ['config-schema-file']],
]

/** What precheck loads while AWS answers its first requests. */
const LATER = 'precheck-later'

/**
 * Modules that several commands need, by those commands: the first group that contains them all, or else a file of many. A
 * file may contain more than a command needs, because modules run only when something imports them.
 */
const SHARED: readonly (readonly [name: string, commands: readonly string[]])[] = [
  ['deploy', ['deploy-preprod', 'deploy-production', 'rollback']],
  ['gate-rules', ['gate', 'deploy-production']],
  ['release', ['precheck', 'deploy-preprod', 'deploy-production', 'rollback']],
  ['plan', [LATER, 'deploy-preprod', 'deploy-production', 'rollback']],
]
/** Modules that many commands need: those that precheck needs before its first request, and the others. */
const BY_MANY = 'commands'
const BY_MANY_LATER = 'commands-later'

/** Modules that all clients of the SDK need; those of one client are not loaded with the others. */
const SDK = 'aws-sdk'
const CLIENT = /^aws-|^(cloudformation|codedeploy)-client$/
/** The module of this project around a client of the SDK: both are loaded together. */
const AROUND_CLIENT = /^(cloudformation|codedeploy)-client$/
const OF_CLIENT = /(@aws-sdk\/client-[^/]+)\//

export type ChunkFacts = Pick<Chunk, 'origins' | 'modules'>

/** Pure: the name of a chunk's file, without its ending. */
export function fileName({ origins, modules }: ChunkFacts, commands: readonly string[]): string {
  const entries = [...new Set(origins.map(({ moduleName, request }) => entryName(moduleName, request)))]
  const stage = STAGES.find(([, stageEntries]) => entries.some((entry) => stageEntries.includes(entry)))
  if (stage) return stage[0]
  const named = entries.filter((entry) => commands.includes(entry) || entry === LATER)
  // With the command itself, it is there already.
  const needing = named.includes('precheck') ? named.filter((entry) => entry !== LATER) : named
  const [entry] = entries
  if (entry !== undefined && entries.length === 1) return entry.replace(AROUND_CLIENT, 'aws-$1')
  if (needing.length > 0) {
    return (
      SHARED.find(([, all]) => needing.every((command) => all.includes(command)))?.[0] ??
      (needing.includes('precheck') ? BY_MANY : BY_MANY_LATER)
    )
  }
  if (entries.length > 0 && entries.every((each) => CLIENT.test(each))) {
    const [client, ...others] = new Set(modules.flatMap(({ name }) => OF_CLIENT.exec(name)?.[1] ?? []))
    return client === undefined || others.length > 0 ? SDK : packageName(client)
  }
  const [largest] = modules.toSorted((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1))
  if (largest === undefined) throw new Error('a chunk of the bundle holds no module')
  return nameOfModule(largest.name)
}

/** The target of a lazy import: a module of this project by its path, or a package. */
function entryName(importer: string, request: string): string {
  return request.startsWith('.') ? nameOfModule(posix.join(posix.dirname(importer), request)) : packageName(request)
}

/** `precheck` of `./build/dist/commands/precheck.js`, `undici` of a module of that package. */
export function nameOfModule(path: string): string {
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)
  if (inPackage) return packageName(inPackage[1] ?? '')
  const inside = path
    .replace(/^(\.\/)?build\/dist\//, '')
    .replace(/(\/index)?\.js$/, '')
    .replace(/^commands\//, '')
  return slug(inside)
}

function packageName(name: string): string {
  return slug(name.replace(/^@aws-sdk\/(client-)?/, 'aws-'))
}

function slug(text: string): string {
  return text.replaceAll(/[^A-Za-z\d]+/g, '-').replaceAll(/^-|-$/g, '')
}
