import { readFile } from 'node:fs/promises'
import type { Digest } from '../../evidence/digest.ts'
import { unusableImage } from '../../registry/mistake.ts'

/** A larger image is pushed by the build, and named by its digest. */
export const MOST_IMAGE_BYTES = 2_000_000_000
/** Manifests of BuildKit about how an image was built. */
const ATTESTATION = 'unknown'

/** An image whose parts are files, each named by its digest in hexadecimal. */
export interface UnpackedImage {
  readonly digest: Digest
  readonly mediaType: string
  /** Of all parts. */
  readonly bytes: number
  /** `linux/amd64` */
  readonly platforms: readonly string[]
}

export interface Unpacking {
  /** What messages call the image. */
  readonly name: string
  /** Absolute; what is unpacked. */
  readonly scratch: string
  /** Brings a part of the image into the package; the file may be moved. */
  readonly keep: (digest: Digest, from: string | Buffer) => Promise<void>
  readonly signal?: AbortSignal
}

/** The files of an archive or folder by their names in it, links followed. */
export type Files = ReadonlyMap<string, string>

export async function platformsOf(configs: readonly string[]): Promise<string[]> {
  const platforms = new Set<string>()
  for (const file of configs) {
    try {
      const { os, architecture } = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, unknown>>
      if (typeof os === 'string' && typeof architecture === 'string' && os && architecture && os !== ATTESTATION)
        platforms.add(`${os}/${architecture}`)
    } catch {
      // A configuration of another kind, as that of an attestation.
    }
  }
  return [...platforms]
}

export function checkSize(bytes: number, name: string): void {
  if (bytes <= MOST_IMAGE_BYTES) return
  throw unusableImage(
    `${name} has ${bytes} bytes`,
    'Push the image to a registry in the build, and name it by its digest in `images` of this entry.',
    { expected: `at most ${MOST_IMAGE_BYTES} bytes`, observed: `${bytes} bytes` },
  )
}
