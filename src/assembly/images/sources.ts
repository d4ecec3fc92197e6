import { readFile, rename, copyFile, realpath, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Digest } from '../../evidence/digest.ts'
import { parseImageReference } from '../../registry/reference.ts'
import { isInside, makeFolder } from '../../support/files/folders.ts'
import { isAnything } from '../../support/files/atomic-files.ts'
import { withScratchFolder } from '../../support/files/scratch.ts'
import { kindOfPath } from '../../support/files/tree.ts'
import type { CdkImage } from '../cdk/read.ts'
import type { PackageContext } from '../contract.ts'
import { unusable } from '../mistake.ts'
import type { Packaging } from '../packaged-folder.ts'
import { unpackImage } from './archive.ts'
import { buildImage } from './docker.ts'

/** An image as the release has it: its parts in the package, or where a registry has it. */
export interface TakenImage {
  readonly digest: Digest
  /** Of the manifest; absent for an image of a registry. */
  readonly mediaType?: string
  readonly bytes: number
  /** Folder of the package with the parts. */
  readonly parts?: string
  readonly from?: string
  /** `linux/amd64`; empty where it is not known. */
  readonly platforms: readonly string[]
}

const MOST_REFERENCE_BYTES = 1_000

/**
 * Takes an image from where the configuration says: a registry, by its digest, an archive or a layout; else builds it.
 * @param given what `images` has for it
 */
export async function takeImage(
  context: PackageContext,
  packaging: Packaging,
  image: CdkImage,
  given: string | undefined,
): Promise<TakenImage> {
  const { name } = image
  if (given !== undefined && given.includes('@')) return ofRegistry(given, name)
  return withScratchFolder(packaging.scratch, async (scratch) => {
    if (given === undefined) return unpacked(await buildImage(context, image, scratch), scratch)
    const path = await pathOf(context.workspace, given, name)
    const isFile = (await kindOfPath(path)) === 'file'
    // What a push prints is kept as a file: the digest is known in the build, and not before.
    if (isFile && (await stat(path)).size <= MOST_REFERENCE_BYTES) {
      const text = (await readFile(path, 'utf8')).trim()
      return ofRegistry(text, name, given)
    }
    return unpacked(path, scratch)
  })

  async function unpacked(path: string, scratch: string): Promise<TakenImage> {
    const isOwn = path.startsWith(scratch)
    const { signal } = context
    const folder = join(packaging.folder, PARTS)
    makeFolder(folder)
    const read = await unpackImage(path, {
      name: given ?? name,
      scratch,
      ...(signal && { signal }),
      async keep(digest, from) {
        const to = join(folder, digest.replace('sha256:', ''))
        if (await isAnything(to)) return
        if (typeof from !== 'string') return writeFile(to, from)
        // Parts that were unpacked are ours; a layout of the build stays as it is.
        return isOwn || from.startsWith(scratch) ? rename(from, to) : copyFile(from, to)
      },
    })
    return { ...read, parts: `${packaging.path}/${PARTS}` }
  }
}

const PARTS = 'images'

function ofRegistry(text: string, name: string, file?: string): TakenImage {
  const reference = parseImageReference(text)
  if (reference !== undefined) return { digest: reference.digest, bytes: 0, from: text, platforms: [] }
  throw unusable(
    `${file ?? '`images`'} names no image of a registry by its digest for ${name}`,
    'Write HOST/REPOSITORY@sha256:DIGEST, as a push prints it, or the path of an archive of the image.',
    { expected: 'HOST/REPOSITORY@sha256:…', observed: text.slice(0, 200) },
  )
}

async function pathOf(workspace: string, given: string, name: string): Promise<string> {
  const real = await realpath(resolve(workspace, given)).catch(() => undefined)
  if (real !== undefined && isInside(await realpath(workspace), real)) return real
  throw unusable(
    `${given}, which \`images\` names for ${name}, is ${real === undefined ? 'absent' : 'outside of the workspace'}`,
    'Build the image in this job before `command: package`, or name it by its digest: HOST/REPOSITORY@sha256:….',
    { expected: given, observed: real === undefined ? 'nothing' : 'a path outside of the workspace' },
  )
}
