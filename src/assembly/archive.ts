import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { packZip } from '../codedeploy/revision/pack.ts'
import { isInside } from '../support/files/folders.ts'
import { unusable } from './mistake.ts'

/** One file of an archive: its name there, and its path on the disk with links followed. */
interface Member {
  readonly name: string
  readonly path: string
  readonly isExecutable: boolean
  readonly bytes: number
}

/** What fits into memory, and into one part of an upload. */
const MOST_BYTES = 2_000_000_000
const MOST_FILES = 200_000

export interface Contained {
  /** What messages call it. */
  readonly name: string
  /** Absolute, with links followed: no file of the asset is outside of it. */
  readonly root: string
  readonly signal?: AbortSignal
}

/**
 * A zip of a folder or file: names in the order of their bytes, one date, modes 0644 and 0755. Links are followed, as the
 * CDK and SAM do it. Two builds of the same content give the same bytes, with the same version of zlib.
 */
export async function zipOf(path: string, about: Contained): Promise<Buffer> {
  const members = (await stat(path)).isDirectory()
    ? await membersOf(path, about)
    : [{ name: basename(path), path, ...(await factsOf(path)) }]
  if (members.length === 0) {
    throw unusable(
      `the asset ${about.name} is an empty folder`,
      'Build it before the step; an empty archive holds no code.',
    )
  }
  checkSize(
    members.reduce((sum, { bytes }) => sum + bytes, 0),
    about,
  )
  const packer = await packZip()
  try {
    for (const { name, path: file, isExecutable } of members) {
      about.signal?.throwIfAborted()
      const bytes = await readFile(file)
      await packer.add({ path: name, kind: 'file', mode: isExecutable ? 0o755 : 0o644, size: bytes.length }, bytes)
    }
    return await packer.finish()
  } catch (error) {
    packer.abandon()
    throw error
  }
}

/** The bytes of a file as they are. */
export async function bytesOf(path: string, about: Contained): Promise<Buffer> {
  const found = await stat(path)
  if (!found.isFile()) {
    throw unusable(`the asset ${about.name} is not a file`, 'Name a file, or build it before the step.')
  }
  checkSize(found.size, about)
  return readFile(path)
}

function checkSize(bytes: number, { name }: Contained): void {
  if (bytes <= MOST_BYTES) return
  throw unusable(
    `the asset ${name} has ${bytes} bytes`,
    'Upload it in an earlier job under a name with its digest, and let the template refer to the object.',
    { expected: `at most ${MOST_BYTES} bytes`, observed: `${bytes} bytes` },
  )
}

async function membersOf(folder: string, about: Contained): Promise<Member[]> {
  const members: Member[] = []
  const visit = async (path: string, prefix: string, above: readonly string[]): Promise<void> => {
    for (const entry of await readdir(path)) {
      const name = prefix === '' ? entry : `${prefix}/${entry}`
      const real = await realpath(join(path, entry)).catch(() => undefined)
      if (real === undefined || !isInside(about.root, real)) throw linkOut(about, name, real === undefined)
      const found = await stat(real)
      if (found.isDirectory()) {
        if (above.includes(real))
          throw unusable(`${name} of the asset ${about.name} is a link to a folder around it`, 'Remove the link.')
        await visit(real, name, [...above, real])
      } else if (found.isFile()) {
        members.push({ name, path: real, isExecutable: (found.mode & 0o100) !== 0, bytes: found.size })
        if (members.length > MOST_FILES)
          throw unusable(
            `the asset ${about.name} has more than ${MOST_FILES} files`,
            'Leave out what is not needed at run time.',
          )
      } else {
        throw unusable(`${name} of the asset ${about.name} is neither a file nor a folder`, 'Remove it from the build.')
      }
    }
  }
  const root = await realpath(folder)
  await visit(root, '', [root])
  return members.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
}

function linkOut({ name: asset }: Contained, name: string, isBroken: boolean) {
  return unusable(
    `${name} of the asset ${asset} is a link ${isBroken ? 'to nothing' : 'that leads out of the build'}`,
    'Copy the file into the asset instead of linking to it.',
    {
      expected: 'files, and links to files of the same build',
      observed: isBroken ? 'a broken link' : 'a link to another folder',
    },
  )
}

async function factsOf(path: string): Promise<Pick<Member, 'isExecutable' | 'bytes'>> {
  const { mode, size } = await stat(path)
  return { isExecutable: (mode & 0o100) !== 0, bytes: size }
}
