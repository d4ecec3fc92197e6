import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, test } from '@jest/globals'
import { packZip } from '../../../src/codedeploy/revision/pack.ts'
import type { Storage } from '../../../src/aws/clients/services.ts'
import { parameterAdvice } from '../../../src/plan/bootstrap-advice.ts'
import { checksumOf, publishAsset, type Published } from '../../../src/plan/publish/assets.ts'
import { publishedFindings } from '../../../src/plan/publish/asset-findings.ts'
import { digestOfBytes } from '../../../src/evidence/digest.ts'
import { ActionError } from '../../../src/support/errors.ts'

const workspace = mkdtempSync(join(tmpdir(), 'publish-'))
afterAll(() => rmSync(workspace, { recursive: true, force: true }))

interface Stored {
  readonly bytes: Buffer
  readonly checksum?: string
  readonly type?: string
}

/** An error as the clients create it from a response of S3. */
function refusal(status: number, name: string): ActionError {
  const cause = Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } })
  return new ActionError('aws/service', { message: name, cause })
}

/** A bucket with at most one object; `uploads` counts the writes. */
function bucketWith(stored?: Stored, { exists = true, raced }: { exists?: boolean; raced?: Stored } = {}) {
  const uploads: Buffer[] = []
  let object = stored
  const storage: Pick<Storage, 'putObject' | 'headObject' | 'getObject'> = {
    async headObject() {
      if (object === undefined) throw refusal(404, 'NotFound')
      const { bytes, checksum, type = 'FULL_OBJECT' } = object
      return {
        $metadata: {},
        ContentLength: bytes.length,
        ...(checksum && { ChecksumSHA256: checksum, ChecksumType: type as never }),
      }
    },
    async getObject() {
      return { $metadata: {}, Body: Readable.from([object?.bytes ?? Buffer.alloc(0)]) as never }
    },
    async putObject({ Body, ChecksumSHA256, IfNoneMatch }) {
      if (!exists) throw refusal(404, 'NoSuchBucket')
      object ??= raced
      if (IfNoneMatch === '*' && object !== undefined) throw refusal(412, 'PreconditionFailed')
      uploads.push(Body as Buffer)
      object = { bytes: Body as Buffer, ...(ChecksumSHA256 !== undefined && { checksum: ChecksumSHA256 }) }
      return { $metadata: {}, ...(ChecksumSHA256 !== undefined && { ChecksumSHA256 }) }
    },
  }
  return { storage: storage as Storage, uploads }
}

async function zip(entries: Readonly<Record<string, string>>, mode = 0o644): Promise<Buffer> {
  const packer = await packZip()
  for (const [path, text] of Object.entries(entries))
    await packer.add({ path, kind: 'file', mode, size: text.length }, Buffer.from(text))
  return packer.finish()
}

function assetOf(bytes: Buffer, name = 'code.zip') {
  writeFileSync(join(workspace, name), bytes)
  const archive = name.endsWith('.zip')
  return {
    name,
    file: name,
    digest: digestOfBytes(bytes),
    bytes: bytes.length,
    bucket: 'b',
    key: 'k',
    archive,
    forPlan: false,
  }
}

const FILES = { 'index.js': '1', 'lib/a.js': '2' }
const place = { workspace, temp: workspace }
const checked = (bytes: Buffer): Stored => ({ bytes, checksum: checksumOf(digestOfBytes(bytes)) })

describe('an asset', () => {
  test('is uploaded once, with the checksum of its bytes, and never twice', async () => {
    const asset = assetOf(await zip(FILES))
    const { storage, uploads } = bucketWith()
    expect(await publishAsset(storage, asset, place)).toEqual({ kind: 'uploaded' })
    expect(await publishAsset(storage, asset, place)).toEqual({ kind: 'same' })
    expect(uploads).toHaveLength(1)
  })

  test("is not uploaded to a bucket of another account whose name contains this account's number", async () => {
    const account = '111111111111'
    const asset = { ...assetOf(await zip(FILES)), bucket: `cdk-hnb659fds-assets-${account}-eu-west-1` }
    const requests: (string | undefined)[] = []
    const { storage } = bucketWith()
    const foreign = new Proxy(storage, {
      get: () => (input: { readonly ExpectedBucketOwner?: string }) => {
        requests.push(input.ExpectedBucketOwner)
        throw refusal(403, 'AccessDenied')
      },
    })
    await expect(publishAsset(foreign, asset, { ...place, account })).rejects.toThrow('AccessDenied')
    expect(requests).toEqual([account, account])
    await expect(publishAsset(foreign, { ...asset, bucket: 'shared' }, { ...place, account })).rejects.toThrow()
    expect(requests.slice(2)).toEqual([undefined, undefined])
  })

  test('that the role may write and not read is proved by the response to its upload', async () => {
    const bytes = await zip(FILES)
    const unreadable = (storage: Storage, sum = true): Storage => ({
      ...storage,
      headObject: () => Promise.reject(refusal(403, 'Forbidden')),
      async putObject(input) {
        const { ChecksumSHA256, ...rest } = await storage.putObject(input)
        return { ...rest, ...(sum && ChecksumSHA256 !== undefined && { ChecksumSHA256 }) }
      },
    })
    const asset = assetOf(bytes)
    expect(await publishAsset(unreadable(bucketWith().storage), asset, place)).toEqual({ kind: 'uploaded' })
    // Without a checksum in the response nothing is proved, and the denial is reported.
    await expect(publishAsset(unreadable(bucketWith().storage, false), asset, place)).rejects.toThrow('Forbidden')
    // An existing object is not compared: again the denial is reported, not the response to the upload.
    await expect(publishAsset(unreadable(bucketWith(checked(bytes)).storage), asset, place)).rejects.toThrow(
      'Forbidden',
    )
  })

  test('that another job uploads in the meantime is compared', async () => {
    const bytes = await zip(FILES)
    expect(await publishAsset(bucketWith(undefined, { raced: checked(bytes) }).storage, assetOf(bytes), place)).toEqual(
      { kind: 'same' },
    )
    const raced = checked(Buffer.from('other'))
    expect(await publishAsset(bucketWith(undefined, { raced }).storage, assetOf(bytes), place)).toMatchObject({
      kind: 'differs',
    })
  })

  test('that was uploaded in parts is compared by its bytes: a composite checksum is not that of the file', async () => {
    const bytes = await zip(FILES)
    const asset = assetOf(bytes)
    const composite = { bytes, checksum: checksumOf(asset.digest), type: 'COMPOSITE' }
    expect(await publishAsset(bucketWith(composite).storage, asset, place)).toEqual({ kind: 'same' })
    const other = { ...composite, bytes: Buffer.from('other') }
    expect(await publishAsset(bucketWith(other).storage, asset, place)).toMatchObject({ kind: 'differs' })
  })

  test.each<[string, () => Promise<Buffer>, Published['kind'], string]>([
    ['of the same files is the same content', () => zip({ 'lib/a.js': '2', 'index.js': '1' }), 'same-content', ''],
    ['with another file differs', () => zip({ ...FILES, 'lib/a.js': '3' }), 'differs', 'lib/a.js is sha256:'],
    ['without one of the files differs', () => zip({ 'index.js': '1' }), 'differs', 'lib/a.js is absent'],
    ['with an executable file differs', () => zip(FILES, 0o755), 'differs', 'executable'],
    ['that is not an archive differs', async () => Buffer.from('no zip'), 'differs', 'truncated or damaged'],
  ])('another archive under its key %s, and is not overwritten', async (_, make, kind, difference) => {
    const { storage, uploads } = bucketWith({ bytes: await make() })
    const published = await publishAsset(storage, assetOf(await zip(FILES)), place)
    expect(published.kind).toBe(kind)
    if ('observed' in published) expect(published.observed).toContain(difference)
    expect(uploads).toEqual([])
  })

  test('that is not an archive is equal only with the same bytes', async () => {
    const asset = assetOf(Buffer.from('one'), 'page.html')
    expect(await publishAsset(bucketWith({ bytes: Buffer.from('one') }).storage, asset, place)).toEqual({
      kind: 'same',
    })
    expect(await publishAsset(bucketWith({ bytes: Buffer.from('two') }).storage, asset, place)).toMatchObject({
      kind: 'differs',
    })
  })

  test('that changed after packaging is not uploaded', async () => {
    const { storage, uploads } = bucketWith()
    const asset = { ...assetOf(Buffer.from('one')), digest: digestOfBytes('two') }
    expect(await publishAsset(storage, asset, place)).toMatchObject({ kind: 'changed' })
    expect(uploads).toEqual([])
  })

  test('without its bucket is reported', async () => {
    const { storage } = bucketWith(undefined, { exists: false })
    expect(await publishAsset(storage, assetOf(Buffer.from('one')), place)).toMatchObject({ kind: 'no-bucket' })
  })
})

test('published assets have one pass, or a finding for each error', () => {
  const asset = assetOf(Buffer.from('one'))
  const findings = (...results: readonly Published[]) =>
    publishedFindings(
      'preprod',
      results.map((published) => ({ asset, published })),
      () => 'Run `cdk bootstrap`.',
    ).map(({ outcome, code, observed }) => `${outcome} ${code} ${observed}`)
  expect(findings()).toEqual([])
  expect(findings({ kind: 'uploaded' }, { kind: 'same' }, { kind: 'same-content' })).toEqual([
    'pass asset/published 1 uploaded, 1 there with the same checksum, 1 there as another archive of the same files',
  ])
  expect(
    findings(
      { kind: 'same' },
      { kind: 'differs', observed: 'x' },
      { kind: 'no-bucket', observed: 'y' },
      { kind: 'changed', observed: 'z' },
    ),
  ).toEqual(['fail asset/differs x', 'fail asset/no-bucket y', 'fail release/differs z'])
})

describe('a parameter of Systems Manager that CloudFormation does not find', () => {
  const environment = { key: 'production', words: { account: '222222222222' }, region: 'eu-west-1', stacks: [] }
  const said = (name: string) => `Unable to fetch parameters [${name}] from parameter store for this account.`

  test('of the CDK has the next step to bootstrap the account', () => {
    expect(parameterAdvice(said('/cdk-bootstrap/hnb659fds/version'), environment)).toBe(
      'Run `cdk bootstrap aws://222222222222/eu-west-1`: the account of production is not prepared for the CDK.',
    )
  })

  test('of another owner is reported', () => {
    expect(parameterAdvice(said('/shop/vpc'), environment)).toContain(
      'Create /shop/vpc in Systems Manager of production',
    )
    expect(parameterAdvice('Template error', environment)).toBeUndefined()
  })
})
