import { createWriteStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { detectBundleType, walkArchive } from '../../codedeploy/revision/archive.ts'
import { digestOfFile, kindOfPath, walkTree } from '../../support/files/tree.ts'
import { ActionError, messageOf } from '../../support/errors.ts'
import { readManifest, type Descriptor, type Manifest } from '../../registry/manifest.ts'
import { unusableImage } from '../../registry/mistake.ts'
import type { Digest } from '../../evidence/digest.ts'
import { fromDocker } from './docker-archive.ts'
import { checkSize, MOST_IMAGE_BYTES, platformsOf, type Files, type UnpackedImage, type Unpacking } from './unpacked.ts'

/**
 * Reads an image from a file: an archive of `docker save`, or an OCI layout as a folder or tar.
 * https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md
 */

const MOST_NESTED = 4

/** Reads an image, and keeps its parts. Rejects with `image/unusable`. */
export async function unpackImage(path: string, about: Unpacking): Promise<UnpackedImage> {
  const { name } = about
  const files = (await kindOfPath(path)) === 'directory' ? await filesOfFolder(path) : await filesOfTar(path, about)
  const layout = files.get('index.json')
  const docker = files.get('manifest.json')
  if (layout !== undefined) {
    const image = await fromLayout(files, layout, about)
    // `docker save` stores layers unpacked, which no registry gets from `docker push`.
    if (docker === undefined || !image.isRaw) return image
  }
  if (docker !== undefined) return fromDocker(files, docker, about)
  throw unusableImage(
    `${name} is no container image: it has neither index.json nor manifest.json`,
    'Name an archive of `docker save`, or an OCI layout (`docker buildx build --output type=oci,dest=FILE`).',
    {
      expected: 'an OCI layout, or an archive of `docker save`',
      observed: [...files.keys()].slice(0, 5).join(', ') || 'nothing',
    },
  )
}

async function fromLayout(
  files: Files,
  index: string,
  about: Unpacking,
): Promise<UnpackedImage & { readonly isRaw: boolean }> {
  const { name } = about
  const { manifests } = readManifest(await readFile(index), name)
  const [first] = manifests
  if (first === undefined || manifests.length > 1) {
    throw unusableImage(`${name} holds ${manifests.length} images`, 'Save one image into each archive.', {
      expected: 'one image',
      observed: `${manifests.length} images`,
    })
  }
  const parts = new Map<Digest, Descriptor & { readonly file: string }>()
  const found: Manifest[] = []
  const visit = async (descriptor: Descriptor, depth: number): Promise<Manifest> => {
    const file = await partOf(files, descriptor, about)
    const manifest = readManifest(await readFile(file), name, descriptor.mediaType)
    parts.set(descriptor.digest, { ...descriptor, file })
    found.push(manifest)
    for (const blob of manifest.blobs) parts.set(blob.digest, { ...blob, file: await partOf(files, blob, about) })
    if (depth > MOST_NESTED) throw unusableImage(`${name} has indexes in indexes`, 'Build the image again.')
    for (const each of manifest.manifests) await visit(each, depth + 1)
    return manifest
  }
  const { digest, mediaType } = await visit(first, 0)
  const bytes = [...parts.values()].reduce((sum, { size }) => sum + size, 0)
  checkSize(bytes, name)
  const isRaw = [...parts.values()].some(({ mediaType: type }) => type.endsWith('.tar'))
  const configs = found.flatMap(({ blobs: [config] }) => (config ? [parts.get(config.digest)?.file ?? ''] : []))
  const platforms = await platformsOf(configs)
  if (!isRaw || !files.has('manifest.json')) for (const part of parts.values()) await about.keep(part.digest, part.file)
  return { digest, mediaType, bytes, platforms, isRaw }
}

/** The file of a part, whose bytes are those of its digest. */
async function partOf(files: Files, { digest, size }: Descriptor, { name, signal }: Unpacking): Promise<string> {
  const file = files.get(`blobs/sha256/${digest.replace('sha256:', '')}`)
  const advice = 'Save the image again, with all of its platforms: `docker save`, or `--output type=oci`.'
  if (file === undefined)
    throw unusableImage(`${name} has no ${digest}, which its manifest names`, advice, {
      expected: digest,
      observed: 'nothing',
    })
  const observed = await digestOfFile(file, signal)
  if (observed !== digest || (await stat(file)).size !== size)
    throw unusableImage(`a part of ${name} has other bytes than its manifest says`, advice, {
      expected: digest,
      observed,
    })
  return file
}

async function filesOfFolder(folder: string): Promise<Files> {
  const entries = await walkTree(folder)
  return new Map(entries.flatMap(({ kind, path }) => (kind === 'file' ? [[path, join(folder, path)] as const] : [])))
}

async function filesOfTar(path: string, { name, scratch }: Unpacking): Promise<Files> {
  const files = new Map<string, string>()
  const links = new Map<string, string>()
  let bytes = 0
  try {
    const type = detectBundleType(path)
    if (type !== 'tar' && type !== 'tgz') throw new Error('it is not a tar')
    await walkArchive(path, type, async ({ path: entry, type: kind, target = '', hardlink, size }, content) => {
      if (kind === 'directory') return
      if (kind === 'symlink') return void links.set(entry, posix.join(posix.dirname(entry), target))
      if (hardlink) return void links.set(entry, target)
      bytes += size
      // Layers of `docker save` are not compressed.
      if (bytes > 4 * MOST_IMAGE_BYTES) checkSize(bytes, name)
      const file = join(scratch, `part-${files.size}`)
      await pipeline(await content(), createWriteStream(file))
      files.set(entry, file)
    })
  } catch (error) {
    if (error instanceof ActionError && error.code === 'image/unusable') throw error
    throw unusableImage(
      `${name} is no container image: ${messageOf(error).replace(/^the revision \S+ cannot be used: /, '')}`,
      'Name an archive of `docker save`, or an OCI layout.',
      { expected: 'a tar with an image', observed: messageOf(error).split(': ').at(-1) ?? '', cause: error },
    )
  }
  for (const [entry, target] of links) {
    const file = files.get(target)
    if (file !== undefined) files.set(entry, file)
  }
  return files
}
