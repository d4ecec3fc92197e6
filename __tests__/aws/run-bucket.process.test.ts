import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
} from '@aws-sdk/client-s3'
import { openRunBucket, parseS3Url, type BucketPlace, type RunBucket } from '../../src/aws/run-bucket.ts'
import type { Storage } from '../../src/aws/clients/services.ts'
import { clientsOf } from '../sandbox/world.ts'
import { startWorld, type World } from '../commands/world.ts'

/** Evidence in S3: created once, listed to the last page, and refused where the bucket is another one. */

let world: World
let storage: Storage
let s3: ReturnType<typeof clientsOf>['s3']
const OWNER = '111111111111'
beforeAll(async () => {
  world = await startWorld()
  storage = await world.ports.connect.storage({ region: world.region, session: 'test' })
  ;({ s3 } = clientsOf(world.sandbox))
  await s3.send(new CreateBucketCommand({ Bucket: 'evidence', ObjectLockEnabledForBucket: true }))
  await s3.send(
    new PutObjectLockConfigurationCommand({
      Bucket: 'evidence',
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 30 } },
      },
    }),
  )
})
afterAll(() => world.close())

const open = (runId: string, place: Partial<BucketPlace> = {}): RunBucket =>
  openRunBucket(
    storage,
    { bucket: 'evidence', prefix: 'td', owner: OWNER, ...place },
    { repository: 'acme/shop', runId, log: world.ports.log },
  )
const bytes = (text: string): Uint8Array => Buffer.from(text)

describe('the bucket of a run', () => {
  test('stores under repository and run, with the lock of the bucket', async () => {
    const bucket = open('1')
    await bucket.put('gate.json', bytes('{}'), 'application/json')
    expect(await bucket.list()).toEqual(['gate.json'])
    expect(Buffer.from(await bucket.get('gate.json')).toString()).toBe('{}')
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'evidence', Key: 'td/acme/shop/1/gate.json' }))
    expect(head).toMatchObject({ ObjectLockMode: 'COMPLIANCE', ContentType: 'application/json' })
    const remove = new DeleteObjectCommand({
      Bucket: 'evidence',
      Key: 'td/acme/shop/1/gate.json',
      VersionId: head.VersionId,
    })
    await expect(s3.send(remove)).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  test('never overwrites, and accepts the same bytes again after a lost response', async () => {
    const bucket = open('2')
    await bucket.put('gate.json', bytes('one'))
    await bucket.put('gate.json', bytes('one'))
    await expect(bucket.put('gate.json', bytes('two'))).rejects.toMatchObject({ code: 'evidence/exists' })
    expect(Buffer.from(await bucket.get('gate.json')).toString()).toBe('one')
  })

  test('lists all pages, and nothing of other runs', async () => {
    for (const run of ['3', '33']) {
      for (let index = 0; index < 5; index++) {
        await s3.send(
          new PutObjectCommand({
            Bucket: 'evidence',
            Key: `td/acme/shop/${run}/${index}.json`,
            Body: '{}',
            ChecksumAlgorithm: 'SHA256',
          }),
        )
      }
    }
    const requests: (string | undefined)[] = []
    const paged: Storage = {
      ...storage,
      listObjectsV2: (input) => {
        requests.push(input.ContinuationToken)
        return s3.send(new ListObjectsV2Command({ ...input, MaxKeys: 2 }))
      },
    }
    const bucket = openRunBucket(
      paged,
      { bucket: 'evidence', prefix: 'td', owner: OWNER },
      { repository: 'acme/shop', runId: '3', log: world.ports.log },
    )
    expect(await bucket.list()).toEqual(['0.json', '1.json', '2.json', '3.json', '4.json'])
    expect(requests).toHaveLength(3)
  })

  test('is not readable where a page of the list has no next token', async () => {
    const cut: Storage = {
      ...storage,
      listObjectsV2: async () => ({ $metadata: {}, IsTruncated: true, Contents: [] }),
    }
    const run = { repository: 'acme/shop', runId: '3', log: world.ports.log }
    const bucket = openRunBucket(cut, { bucket: 'evidence', prefix: 'td', owner: OWNER }, run)
    await expect(bucket.list()).rejects.toMatchObject({ code: 'evidence/unreadable' })
  })

  test('that does not exist, or belongs to another account, is reported with the next step', async () => {
    const other = open('4', { bucket: 'nowhere' })
    const about = { code: 'evidence/unwritable', message: expect.stringContaining('s3://nowhere/td/acme/shop/4/') }
    await expect(other.put('gate.json', bytes('{}'))).rejects.toMatchObject(about)
    await expect(other.list()).rejects.toMatchObject({ code: 'evidence/unreadable' })
    const foreign = open('4', { owner: '222222222222' })
    await expect(foreign.put('gate.json', bytes('{}'))).rejects.toMatchObject({
      code: 'evidence/unwritable',
      advice: expect.stringContaining('?owner=ACCOUNT'),
    })
    await expect(foreign.get('gate.json')).rejects.toMatchObject({ code: 'evidence/unreadable' })
    await expect(foreign.list()).rejects.toMatchObject({ code: 'evidence/unreadable' })
  })

  test('is requested again where another conditional request is in progress', async () => {
    let conflicts = 2
    const conflict = Object.assign(new Error('conflict'), { $metadata: { httpStatusCode: 409 } })
    const busy: Storage = {
      ...storage,
      putObject: (input) => (conflicts-- > 0 ? Promise.reject(conflict) : storage.putObject(input)),
    }
    const place = { bucket: 'evidence', prefix: '', owner: OWNER }
    const bucket = openRunBucket(busy, place, { repository: 'acme/shop', runId: '5', log: world.ports.log })
    await bucket.put('gate.json', bytes('{}'))
    expect(await bucket.list()).toEqual(['gate.json'])
  })
})

test.each([
  ['s3://evidence', { bucket: 'evidence', prefix: '' }],
  ['s3://evidence/', { bucket: 'evidence', prefix: '' }],
  ['s3://evidence/a//b/', { bucket: 'evidence', prefix: 'a/b' }],
  ['s3://evidence/a?owner=123456789012', { bucket: 'evidence', prefix: 'a', owner: '123456789012' }],
  ['s3://Evidence/a', undefined],
  ['s3://', undefined],
  ['s3://evidence/../other', undefined],
  ['s3://evidence/a?owner=12', undefined],
  ['https://evidence.s3.amazonaws.com', undefined],
])('%s is read as %j', (text, expected) => {
  expect(parseS3Url(text)).toEqual(expected)
})
