/** Revisions and archives for tests, valid and malicious ones. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { buffer } from 'node:stream/consumers'
import tar from 'tar-stream'
import type { Header } from 'tar-stream'

/** A file's content, or `[content, mode]`, or `{ link }`. */
export type Content = string | readonly [string, number] | { readonly link: string }

/** A folder that is removed after the test file. */
export class Scratch {
  readonly path = mkdtempSync(join(tmpdir(), 'codedeploy-test-'))
  #count = 0

  /** An empty folder of its own. */
  folder(): string {
    const path = join(this.path, String(this.#count++))
    mkdirSync(path)
    return path
  }

  /** A folder with these files. Shell scripts are made executable. */
  revision(files: Readonly<Record<string, Content>>): string {
    const path = this.folder()
    write(path, files)
    return path
  }

  file(name: string, content: Uint8Array): string {
    const path = join(this.folder(), name)
    writeFileSync(path, content)
    return path
  }

  remove(): void {
    open(this.path)
    rmSync(this.path, { recursive: true, force: true })
  }
}

/** Only root can remove files in folders that are not writable. */
function open(folder: string): void {
  chmodSync(folder, 0o700)
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) open(join(folder, entry.name))
}

export function write(folder: string, files: Readonly<Record<string, Content>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    if (typeof content === 'object' && 'link' in content) symlinkSync(content.link, path)
    else {
      const [text, mode] = typeof content === 'string' ? [content, name.endsWith('.sh') ? 0o755 : 0o644] : content
      writeFileSync(path, text)
      chmodSync(path, mode)
    }
  }
}

/** A tar with these entries, without validation. */
export async function tarOf(
  entries: readonly (Partial<Header> & { readonly name: string; readonly content?: string })[],
): Promise<Buffer> {
  const pack = tar.pack()
  for (const { content, ...header } of entries) pack.entry({ mode: 0o644, ...header }, content ?? '')
  pack.finalize()
  return buffer(pack)
}

export interface ZipEntry {
  readonly name: string
  readonly content?: string
  /** Type and permission bits as Unix writes them. */
  readonly mode?: number
  /** The header's value, where it differs from the true one. */
  readonly claimedSize?: number
}

/** A zip without compression, without validation. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content = '', mode = 0o100644, claimedSize } of entries) {
    const [path, data] = [Buffer.from(name), Buffer.from(content)]
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x0800, 2)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(claimedSize ?? data.length, 14)
    common.writeUInt32LE(claimedSize ?? data.length, 18)
    common.writeUInt16LE(path.length, 22)
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), common, path, data])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((mode << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('504b01021403', 'hex'), common, rest, path]))
    locals.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, central, Buffer.from('504b0506', 'hex'), end])
}
