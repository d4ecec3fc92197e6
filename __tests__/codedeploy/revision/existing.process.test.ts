import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { readExisting } from '../../../src/codedeploy/revision/existing.ts'

/** An S3 object that is pinned by its digest alone, and the headers of S3's response. */

const BYTES = gzipSync(Buffer.alloc(1024))
const sha256 = `sha256:${createHash('sha256').update(BYTES).digest('hex')}` as const

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'existing-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function read(answer: object) {
  const storage = { getObject: () => Promise.resolve({ Body: Readable.from([BYTES]), ...answer } as never) }
  const readers = {
    storage: () => Promise.resolve(storage),
    github: () => Promise.reject(new Error('no commit is asked for')),
    signal: new AbortController().signal,
    server: undefined,
  }
  const source = { kind: 's3' as const, bucket: 'builds', key: 'shop.tgz', sha256 }
  return readExisting(readers, { id: 'app', source, sha: '' }, folder)
}

test.each([
  ['an ETag', { ETag: '"1f"' }, { eTag: '1f' }],
  ['a version', { VersionId: 'v1', ETag: '"1f"' }, { version: 'v1', eTag: '1f' }],
])('is deployed by %s', async (_, answer, expected) => {
  expect(await read(answer)).toMatchObject({
    location: { s3Location: { bucket: 'builds', key: 'shop.tgz', ...expected } },
    finding: { outcome: 'pass' },
  })
})

test('without a version and an ETag, another object could be deployed: an error', async () => {
  await expect(read({ VersionId: 'null' })).rejects.toThrow('neither a version nor an ETag')
})
