import { createHash, randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pack } from 'tar-stream'

/**
 * Replaces docker, which needs a daemon: `build` makes an image of the build context's Dockerfile, and `save` writes it
 * in docker's format. Each build has another digest, like a build that contains times.
 */

export interface SavedImage {
  readonly platform?: string
  readonly layers?: readonly Buffer[]
  readonly config?: object
  readonly manifest?: unknown
  /** Left out of the archive. */
  readonly without?: string
}

/** An archive of `docker save`, with layers that are not compressed. */
export async function savedImage({ platform = 'linux/amd64', layers, config, manifest, without }: SavedImage = {}) {
  const [os, architecture] = platform.split('/')
  const all = layers ?? [await tarOf({ 'index.txt': Buffer.from('hello\n') })]
  const ids = all.map((layer) => `sha256:${sha256(layer)}`)
  const text = JSON.stringify(
    config ?? { os, architecture, created: randomUUID(), rootfs: { type: 'layers', diff_ids: ids } },
  )
  const name = `${sha256(Buffer.from(text))}.json`
  const files = {
    [name]: Buffer.from(text),
    ...Object.fromEntries(all.map((layer, index) => [`layer-${index}/layer.tar`, layer])),
    'manifest.json': Buffer.from(
      JSON.stringify(
        manifest ?? [{ Config: name, RepoTags: null, Layers: all.map((_, index) => `layer-${index}/layer.tar`) }],
      ),
    ),
  }
  return tarOf(Object.fromEntries(Object.entries(files).filter(([path]) => path !== without)))
}

export async function tarOf(files: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const archive = pack()
  for (const [name, bytes] of Object.entries(files)) archive.entry({ name, mtime: new Date(0) }, bytes)
  archive.finalize()
  return buffer(archive)
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** A program for CDK_DOCKER; `calls` reads its calls, one a line. */
export function dockerStandIn(): { readonly program: string; readonly calls: () => string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'docker-'))
  const program = join(folder, 'docker')
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${import.meta.filename}' '${folder}' "$@"\n`)
  chmodSync(program, 0o755)
  const log = join(folder, 'calls')
  writeFileSync(log, '')
  return { program, calls: () => readFileSync(log, 'utf8').split('\n').filter(Boolean) }
}

async function main([folder = '', command, ...args]: readonly string[]): Promise<void> {
  const option = (name: string): string | undefined => args[args.indexOf(name) + 1]
  writeFileSync(join(folder, 'calls'), `${[command, ...args].join(' ')}\n`, { flag: 'a' })
  if (command === 'build') {
    const dockerfile = readFileSync(args.includes('--file') ? (option('--file') ?? '') : 'Dockerfile')
    if (dockerfile.includes('RUN false')) {
      process.stderr.write('ERROR: process "/bin/sh -c false" did not complete successfully: exit code: 1\n')
      process.exitCode = 1
      return
    }
    const platform = args.includes('--platform') ? option('--platform') : undefined
    const layers = [await tarOf({ Dockerfile: dockerfile })]
    writeFileSync(join(folder, option('--tag') ?? ''), await savedImage({ layers, ...(platform && { platform }) }))
    return
  }
  writeFileSync(option('--output') ?? '', readFileSync(join(folder, args.at(-1) ?? '')))
}

if (process.argv[1] === import.meta.filename) await main(process.argv.slice(2))
