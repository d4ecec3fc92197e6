import { createHash } from 'node:crypto'
import { crc32, deflateRawSync } from 'node:zlib'
import { buffer } from 'node:stream/consumers'
import yauzl from 'yauzl'
import type { SandboxGitHub } from '../../sandbox/github/index.ts'

/** Replaces text in a stored artifact of the run. */
export function rewriteArtifact(github: SandboxGitHub, name: RegExp, change: (text: string) => string): Promise<void> {
  return rewriteArtifactFiles(github, name, (bytes) => Buffer.from(change(bytes.toString('utf8'))))
}

/** Replaces the files of a stored artifact of the run. */
export async function rewriteArtifactFiles(
  github: SandboxGitHub,
  name: RegExp,
  change: (bytes: Buffer) => Buffer,
): Promise<void> {
  const artifact = github.world.artifacts.find((each) => name.test(each.name))
  if (!artifact?.content) throw new Error(`no artifact is called ${name}`)
  const files = await unzip(artifact.content)
  const changed = new Map([...files].map(([path, bytes]) => [path, change(bytes)]))
  if ([...files].every(([path, bytes]) => changed.get(path)?.equals(bytes))) {
    throw new Error(`nothing in ${artifact.name} was changed`)
  }
  artifact.content = zip(changed)
  artifact.size = artifact.content.length
  artifact.digest = `sha256:${createHash('sha256').update(artifact.content).digest('hex')}`
}

async function unzip(content: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  const archive = await yauzl.fromBufferPromise(content)
  for await (const entry of archive.eachEntry()) {
    files.set(entry.fileName, await buffer(await archive.openReadStreamPromise(entry)))
  }
  return files
}

const DEFLATED = 8
const VERSION = 20

/** Creates a ZIP archive by PKWARE's APPNOTE: local headers and data, then the central directory and its end record. */
export function zip(files: ReadonlyMap<string, Buffer>): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [path, bytes] of files) {
    const name = Buffer.from(path)
    const data = deflateRawSync(bytes)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(VERSION, 0)
    common.writeUInt16LE(DEFLATED, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(name.length, 22)
    locals.push(Buffer.from('PK\u0003\u0004', 'latin1'), common, name, data)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    const madeBy = Buffer.alloc(2)
    madeBy.writeUInt16LE(VERSION)
    central.push(Buffer.from('PK\u0001\u0002', 'latin1'), madeBy, common, rest, name)
    offset += 4 + common.length + name.length + data.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(files.size, 8)
  end.writeUInt16LE(files.size, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}
