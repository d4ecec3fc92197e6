import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import tar from 'tar-stream'
import { walkArchive } from '../../../src/codedeploy/revision/archive.ts'
import { makeBundle, revisionKey, uploadRevision } from '../../../src/codedeploy/revision/revision.ts'
import { digestOfTree } from '../../../src/support/files/tree.ts'
import { awsError } from '../../deploy/fakes.ts'
import { FakeStorage } from '../../deploy/fake-codedeploy.ts'

let folder: string
let app: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'revision-'))
  app = join(folder, 'app')
  await mkdir(join(app, 'scripts'), { recursive: true })
  await writeFile(join(app, 'appspec.yml'), 'version: 0.0\nos: linux\n')
  await writeFile(join(app, 'scripts/start.sh'), '#!/bin/sh\n')
  await chmod(join(app, 'scripts/start.sh'), 0o755)
  await symlink('scripts/start.sh', join(app, 'start'))
  await writeFile(join(app, 'x'.repeat(150)), 'a long name')
  await writeFile(join(app, 'empty'), '')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function entriesOf(
  bytes: Buffer,
): Promise<Record<string, { mode: number; type: string; text: string; link: string }>> {
  const found: Record<string, { mode: number; type: string; text: string; link: string }> = {}
  const extract = tar.extract()
  extract.end(gunzipSync(bytes))
  for await (const entry of extract) {
    const chunks: Buffer[] = []
    for await (const chunk of entry) chunks.push(chunk as Buffer)
    const { name, mode, type, linkname } = entry.header
    found[name.replace(/\/$/, '')] = { mode, type, text: Buffer.concat(chunks).toString(), link: linkname ?? '' }
  }
  return found
}

describe('a bundle of a folder', () => {
  it('keeps contents, modes and links', async () => {
    const entries = await entriesOf((await makeBundle(app, 's')).bytes)
    expect(entries['scripts/start.sh']).toMatchObject({ mode: 0o755, text: '#!/bin/sh\n', type: 'file' })
    expect(entries['scripts']).toMatchObject({ type: 'directory' })
    expect(entries['start']).toMatchObject({ type: 'symlink', link: 'scripts/start.sh' })
    expect(entries['x'.repeat(150)]).toMatchObject({ text: 'a long name' })
    expect(entries['empty']).toMatchObject({ text: '' })
  })

  it('is a zip for Lambda, with contents, modes and links, and the same bytes at any time', async () => {
    const [one, two] = [await makeBundle(app, 's', 'zip'), await makeBundle(app, 's', 'zip')]
    expect(two.bytes.equals(one.bytes)).toBe(true)
    expect(one).toMatchObject({ type: 'zip', content: await digestOfTree(app) })
    const archive = join(folder, 'code.zip')
    await writeFile(archive, one.bytes)
    const found: Record<string, unknown> = {}
    await walkArchive(archive, 'zip', async ({ path, type, mode, size, target }) => {
      found[path.replace(/\/$/, '')] = { type, mode, ...(target === undefined ? { size } : { target }) }
    })
    expect(found).toMatchObject({
      scripts: { type: 'directory' },
      'scripts/start.sh': { type: 'file', mode: 0o755, size: 10 },
      start: { type: 'symlink', target: 'scripts/start.sh' },
      empty: { type: 'file', size: 0 },
    })
  })

  it('has the same bytes for the same content, and the digest of the release', async () => {
    const copy = join(folder, 'copy')
    await cp(app, copy, { recursive: true, verbatimSymlinks: true })
    await utimes(join(copy, 'appspec.yml'), new Date(0), new Date(0))
    const [one, two] = [await makeBundle(app, 's'), await makeBundle(copy, 's')]
    expect(two.bytes.equals(one.bytes)).toBe(true)
    expect(one.content).toBe(await digestOfTree(app))
  })

  it('of an archive is that archive', async () => {
    const { bytes } = await makeBundle(app, 's')
    const path = join(folder, 'app.bin')
    await writeFile(path, bytes)
    const again = await makeBundle(path, 's')
    expect(again).toMatchObject({ type: 'tgz' })
    expect(again.bytes.equals(await readFile(path))).toBe(true)
  })
})

describe('uploading', () => {
  const place = { bucket: 'releases', prefix: 'shop', id: 'app' }

  it('names the object by its content and does not upload it twice', async () => {
    const storage = new FakeStorage()
    const bundle = await makeBundle(app, 's')
    const first = await uploadRevision(storage.api, place, bundle)
    expect(first).toMatchObject({
      uploaded: true,
      key: revisionKey('shop/', 'app', bundle),
      eTag: 'tag-1',
      version: 'v1',
    })
    expect(first.key).toContain(bundle.content.replace('sha256:', ''))
    expect(await uploadRevision(storage.api, place, bundle)).toMatchObject({ uploaded: false, eTag: 'tag-1' })
    expect(storage.puts).toBe(1)
  })

  it('uploads it where S3 may not report that it is missing', async () => {
    const storage = new FakeStorage()
    storage.absent = 403
    expect(await uploadRevision(storage.api, place, await makeBundle(app, 's'))).toMatchObject({ uploaded: true })
  })

  it('does not treat an unavailable service as an empty bucket', async () => {
    const storage = new FakeStorage()
    storage.absent = 503
    await expect(uploadRevision(storage.api, place, await makeBundle(app, 's'))).rejects.toThrow()
    expect(storage.puts).toBe(0)
  })

  it('refuses an object of that name with other bytes', async () => {
    const storage = new FakeStorage()
    const bundle = await makeBundle(app, 's')
    storage.objects.set(revisionKey('shop', 'app', bundle), { body: Buffer.from('other'), checksum: 'other' })
    expect(await uploadRevision(storage.api, place, bundle)).toMatchObject({ uploaded: true })
  })

  it('reports a missing bucket', async () => {
    const storage = new FakeStorage()
    const api = { ...storage.api, putObject: () => Promise.reject(awsError('NoSuchBucket')) }
    await expect(uploadRevision(api, place, await makeBundle(app, 's'))).rejects.toMatchObject({
      code: 'config/revision',
      message: expect.stringContaining('releases'),
    })
  })
})
