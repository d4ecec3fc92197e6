import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import * as z from 'zod'
import { digestOfBytes, isDigest, type Digest } from '../../evidence/digest.ts'
import { digestOfFile } from '../../support/files/tree.ts'
import { messageOf } from '../../support/errors.ts'
import { DOCKER_MANIFEST } from '../../registry/manifest.ts'
import { unusableImage } from '../../registry/mistake.ts'
import { checkSize, platformsOf, type Files, type UnpackedImage, type Unpacking } from './unpacked.ts'

/**
 * An archive of `docker save`: manifest.json, a configuration, and layers that are not compressed. The manifest is made
 * here as `docker push` makes it, once, so that each registry gets the same.
 * https://github.com/moby/docker-image-spec/blob/v1.3.1/spec.md#combined-image-json--filesystem-changeset-format
 */

const IMAGES = z.array(z.looseObject({ Config: z.string(), Layers: z.array(z.string()).nullable() }))
const CONFIG = z.looseObject({ rootfs: z.looseObject({ diff_ids: z.array(z.string()).nullish() }) })
const CONFIG_TYPE = 'application/vnd.docker.container.image.v1+json'
const LAYER_TYPE = 'application/vnd.docker.image.rootfs.diff.tar.gzip'
const GZIP = Buffer.from([0x1f, 0x8b])
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

interface Part {
  readonly mediaType: string
  readonly size: number
  readonly digest: Digest
}

/** Rejects with `image/unusable`. */
export async function fromDocker(files: Files, list: string, about: Unpacking): Promise<UnpackedImage> {
  const { name, keep } = about
  const images = await read(list, IMAGES, 'manifest.json', name)
  const [image] = images
  if (image === undefined || images.length > 1) {
    throw unusableImage(`${name} holds ${images.length} images`, 'Save one image into each archive.', {
      expected: 'one image',
      observed: `${images.length} images`,
    })
  }
  const configFile = fileOf(files, image.Config, name)
  const { rootfs } = await read(configFile, CONFIG, image.Config, name)
  const [ids, layers] = [rootfs.diff_ids ?? [], image.Layers ?? []]
  if (ids.length !== layers.length) {
    throw unusableImage(`${name} has ${layers.length} layers, and its configuration ${ids.length}`, AGAIN, {
      expected: `${ids.length} layers`,
      observed: `${layers.length} layers`,
    })
  }
  const config = await readFile(configFile)
  const parts: Part[] = []
  for (const [index, layer] of layers.entries())
    parts.push(await layerOf(fileOf(files, layer, name), ids[index] ?? '', index, about))
  const own: Part = { mediaType: CONFIG_TYPE, size: config.length, digest: digestOfBytes(config) }
  checkSize(
    parts.reduce((sum, { size }) => sum + size, own.size),
    name,
  )
  const manifest = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: DOCKER_MANIFEST, config: own, layers: parts }, undefined, 3),
  )
  const digest = digestOfBytes(manifest)
  await keep(own.digest, config)
  await keep(digest, manifest)
  return {
    digest,
    mediaType: DOCKER_MANIFEST,
    bytes: parts.reduce((sum, { size }) => sum + size, own.size + manifest.length),
    platforms: await platformsOf([configFile]),
  }
}

const AGAIN = 'Save the image again: `docker save --output FILE IMAGE`.'

/** A layer as a registry has it: compressed; its configuration names the digest of the unpacked bytes. */
async function layerOf(
  file: string,
  id: string,
  index: number,
  { name, keep, scratch, signal }: Unpacking,
): Promise<Part> {
  const head = await headOf(file)
  if (head.equals(ZSTD))
    throw unusableImage(`${name} has a layer in zstd`, 'Build an OCI layout: `--output type=oci,dest=FILE`.', {
      expected: 'layers in gzip, or not compressed',
      observed: 'zstd',
    })
  const isPacked = head.subarray(0, 2).equals(GZIP)
  const hash = createHash('sha256')
  const into = new Writable({
    write(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done()
    },
  })
  const source = createReadStream(file)
  await (isPacked ? pipeline(source, createGunzip(), into, { signal }) : pipeline(source, into, { signal })).catch(
    (error: unknown) => {
      signal?.throwIfAborted()
      throw unusableImage(`a layer of ${name} cannot be read: ${messageOf(error)}`, AGAIN, {
        observed: messageOf(error),
      })
    },
  )
  const observed = `sha256:${hash.digest('hex')}`
  if (!isDigest(id) || observed !== id) {
    throw unusableImage(`a layer of ${name} has other bytes than its configuration says`, AGAIN, {
      expected: id,
      observed,
    })
  }
  const packed = isPacked ? file : join(scratch, `layer-${index}.gz`)
  if (!isPacked) await pipeline(createReadStream(file), createGzip(), createWriteStream(packed), { signal })
  const digest = await digestOfFile(packed, signal)
  const { size } = await stat(packed)
  await keep(digest, packed)
  return { mediaType: LAYER_TYPE, size, digest }
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const buffer = Buffer.alloc(4)
    const { bytesRead } = await handle.read(buffer, 0, 4, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

function fileOf(files: Files, path: string, name: string): string {
  const file = files.get(path)
  if (file !== undefined) return file
  throw unusableImage(`${name} has no ${path.slice(0, 100)}, which its manifest.json names`, AGAIN, {
    expected: path.slice(0, 100),
    observed: 'nothing',
  })
}

async function read<T>(file: string, shape: z.ZodType<T>, label: string, name: string): Promise<T> {
  try {
    return shape.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    const observed = messageOf(error).split('\n')[0] ?? ''
    throw unusableImage(`${label.slice(0, 100)} of ${name} cannot be read`, AGAIN, { observed, cause: error })
  }
}
