import { createWriteStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { ZipFile } from 'yazl'
import { unpackZip } from '../../../src/support/files/unzip.ts'

let folder: string
let archive: string
let target: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unzip-'))
  archive = join(folder, 'archive.zip')
  target = mkdtempSync(join(folder, 'target-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function pack(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(archive))
}

test('files are unpacked, including those in folders, up to the budget', async () => {
  await pack({ 'a.json': '{}', 'deep/b.json': '[]' })
  const budget = { bytes: 100, entries: 10 }
  await unpackZip(archive, target, budget)
  expect(readFileSync(join(target, 'deep/b.json'), 'utf8')).toBe('[]')
  expect(budget).toEqual({ bytes: 96, entries: 8 })
})

test('a small archive with large contents is not unpacked', async () => {
  await pack({ 'bomb.json': Buffer.alloc(50_000_000) })
  await expect(unpackZip(archive, target, { bytes: 1_000_000, entries: 10 })).rejects.toThrow(
    'unpacks to more than 1000000 bytes',
  )
  expect(readdirSync(target)).toEqual([])
})

test('neither are too many entries', async () => {
  await pack(Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`${index}.json`, ''])))
  await expect(unpackZip(archive, target, { bytes: 1_000, entries: 10 })).rejects.toThrow('more than 10 entries')
})

test('an entry that is larger than declared ends the unpacking', async () => {
  await pack({ 'a.json': 'x'.repeat(10_000) })
  const bytes = readFileSync(archive)
  const directory = bytes.indexOf(Buffer.from('PK\u0001\u0002'))
  bytes.writeUInt32LE(10, directory + 24)
  writeFileSync(archive, bytes)
  await expect(unpackZip(archive, target, { bytes: 1_000, entries: 10 })).rejects.toThrow('cannot be unpacked')
})

test('nothing is written outside the folder', async () => {
  await pack({ 'ab/evil.json': 'x' })
  const bytes = readFileSync(archive)
  writeFileSync(archive, Buffer.from(bytes.toString('latin1').replaceAll('ab/evil', '../evil'), 'latin1'))
  await expect(unpackZip(archive, target, { bytes: 1_000, entries: 10 })).rejects.toThrow('cannot be unpacked')
  expect(existsSync(join(folder, 'evil.json'))).toBe(false)
})

test('a file that is not an archive is reported', async () => {
  await pack({})
  writeFileSync(archive, 'not a zip')
  await expect(unpackZip(archive, target, { bytes: 1_000, entries: 10 })).rejects.toThrow('cannot be unpacked')
})
