import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { copyPackages } from './packages.ts'
import { precompute } from './precompute.ts'

/** The output of ncc for `src/main.ts`, and its statistics. */
export interface Bundled {
  /** The file that starts; it is loaded at once and loads the others. */
  readonly entry: string
  readonly chunks: readonly Chunk[]
  readonly licenses: string
}

/** Modules that ncc loads together. */
export interface Chunk {
  readonly id: number
  readonly code: string
  /** The lazy imports that need it: the path of the importing module, and what it asks for. */
  readonly origins: readonly { readonly moduleName: string; readonly request: string }[]
  readonly modules: readonly { readonly name: string; readonly size: number }[]
}

const TSC = 'node_modules/typescript/bin/tsc'
const NCC = 'node_modules/@vercel/ncc/dist/ncc/cli.js'

const BUILD = 'build'
/** The sources without their types. */
const SOURCES = `${BUILD}/dist`
const OUT = `${BUILD}/ncc`
const STATS = `${BUILD}/stats.json`
const LICENSES = 'licenses.txt'

/** Runs the compiler and ncc. Throws for a bundle that would look for files where this project lies. */
export async function runNcc(): Promise<Bundled> {
  for (const folder of [SOURCES, OUT]) rmSync(folder, { recursive: true, force: true })
  node(TSC, '-p', 'tsconfig.build.json')
  copyPackages(`${SOURCES}/node_modules`)
  await precompute(SOURCES)
  node(NCC, 'build', `${SOURCES}/main.js`, '--out', OUT, '--license', LICENSES, '--stats-out', STATS, '--quiet')
  refuseAssets()
  const stats = JSON.parse(readFileSync(STATS, 'utf8')) as Stats
  return {
    entry: readFileSync(join(OUT, 'index.js'), 'utf8'),
    chunks: stats.chunks
      .filter(({ initial }) => !initial)
      .map(({ id, files: [file = ''], origins, modules }) => ({
        id,
        code: readFileSync(join(OUT, file), 'utf8'),
        origins,
        modules,
      })),
    licenses: readFileSync(join(OUT, LICENSES), 'utf8'),
  }
}

/** The part that is read here. */
interface Stats {
  readonly chunks: readonly (Omit<Chunk, 'code'> & { readonly initial: boolean; readonly files: readonly string[] })[]
}

function node(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [script, ...args], { stdio: 'inherit' })
}

/** ncc copies a file whose path it detects in the code, and changes the path: the bundle would read the copy. */
function refuseAssets(): void {
  const assets = readdirSync(OUT, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() || readFileSync(join(OUT, entry.name), 'utf8').includes('__webpack_require__.ab +'),
  )
  if (assets.length > 0) throw new Error(`ncc took a path for an asset: ${assets.map(({ name }) => name).join(', ')}`)
}
