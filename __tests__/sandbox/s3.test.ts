import { createHash } from 'node:crypto'
import { get } from 'node:http'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PREPROD, PRODUCTION, clientsOf, errorOf, openSandbox } from './world.ts'
import type { Opened } from './world.ts'

let opened: Opened
let s3: Opened['aws']['s3']
const Bucket = 'releases'
beforeAll(async () => {
  opened = await openSandbox()
  ;({ s3 } = opened.aws)
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }))
})
afterAll(() => opened.sandbox.close())

const put = (Key: string, Body: string | Uint8Array) => s3.send(new PutObjectCommand({ Bucket, Key, Body }))
const text = async (Key: string, VersionId?: string): Promise<string> =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body!.transformToString()

test('a stored object is read, completely and in ranges', async () => {
  const body = new Uint8Array(100_000).map((_, place) => place % 251)
  const { ETag } = await s3.send(
    new PutObjectCommand({ Bucket, Key: 'a b/ü.bin', Body: body, ContentType: 'app/x', Metadata: { who: 'me' } }),
  )
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'a b/ü.bin' }))
  expect(head).toMatchObject({ ETag, ContentLength: body.length, ContentType: 'app/x', Metadata: { who: 'me' } })
  const whole = await s3.send(new GetObjectCommand({ Bucket, Key: 'a b/ü.bin', ChecksumMode: 'ENABLED' }))
  expect(await whole.Body!.transformToByteArray()).toEqual(body)
  const part = await s3.send(new GetObjectCommand({ Bucket, Key: 'a b/ü.bin', Range: 'bytes=10-13' }))
  expect(await part.Body!.transformToByteArray()).toEqual(body.slice(10, 14))
})

test('an object has a checksum of all its bytes and the encryption of S3, whoever uploaded it', async () => {
  const head = (Key: string) => s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }))
  opened.sandbox.aws.objects.put(opened.sandbox.aws.objects.find(Bucket)!, 'check', Buffer.from('123456789'))
  const whole = { ChecksumType: 'FULL_OBJECT', ServerSideEncryption: 'AES256' }
  // The check value of CRC-64/NVME is ae8b14860a799888.
  const check = Buffer.from('ae8b14860a799888', 'hex').toString('base64')
  expect(await head('check')).toMatchObject({ ...whole, ChecksumCRC64NVME: check })
  expect(await text('check')).toBe('123456789')
  await s3.send(new PutObjectCommand({ Bucket, Key: 'summed', Body: 'text', ChecksumAlgorithm: 'SHA256' }))
  const summed = await head('summed')
  expect(summed).toMatchObject({ ...whole, ChecksumSHA256: createHash('sha256').update('text').digest('base64') })
  expect(summed.ChecksumCRC64NVME).toBeUndefined()
})

test('an unsupported subresource is not treated as the bucket or object', async () => {
  await put('whole', 'whole')
  const tagging = new PutObjectTaggingCommand({ Bucket, Key: 'whole', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } })
  expect((await errorOf(s3.send(tagging))).name).toBe('MethodNotAllowed')
  expect(await text('whole')).toBe('whole')
})

test('a body that does not match its checksum is rejected', async () => {
  const wrong = s3.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'x', ChecksumSHA256: 'A'.repeat(43) + '=' }))
  expect((await errorOf(wrong)).name).toBe('BadDigest')
})

test('a chunked upload with a checksum trailer is decoded', async () => {
  const body = `5;chunk-signature=0\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n`
  const answer = await fetch(`${opened.sandbox.awsUrl}/${Bucket}/chunked.txt`, {
    method: 'PUT',
    body,
    headers: {
      authorization:
        'AWS4-HMAC-SHA256 Credential=111111111111/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=00',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'content-encoding': 'aws-chunked',
    },
  })
  expect(answer.status).toBe(200)
  expect(await text('chunked.txt')).toBe('hello world')
})

test('lists have pages', async () => {
  for (const key of ['list/3', 'list/1', 'list/2']) await put(key, key)
  const first = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', MaxKeys: 2 }))
  expect(first.Contents?.map(({ Key }) => Key)).toEqual(['list/1', 'list/2'])
  const token = { ContinuationToken: first.NextContinuationToken }
  const rest = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/', MaxKeys: 2, ...token }))
  expect(rest).toMatchObject({ IsTruncated: false, KeyCount: 1 })
  await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'list/1' }, { Key: 'list/2' }] } }))
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'list/' }))
  expect(Contents?.map(({ Key }) => Key)).toEqual(['list/3'])
})

test('versions remain when an object changes or is deleted', async () => {
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled')
  const { VersionId: first } = await put('v', 'one')
  await put('v', 'two')
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'v' }))
  expect((await errorOf(text('v'))).name).toBe('NoSuchKey')
  expect(await text('v', first)).toBe('one')
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'v' }))
  expect(Versions.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([
    ['v', false],
    ['v', false],
  ])
  expect(DeleteMarkers.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([['v', true]])
})

test('a bucket is emptied by the versions of its objects, including those from before versioning', async () => {
  const emptied = { Bucket: 'emptied' }
  await s3.send(new CreateBucketCommand(emptied))
  await s3.send(new PutObjectCommand({ ...emptied, Key: 'a & b', Body: 'before' }))
  await s3.send(new PutBucketVersioningCommand({ ...emptied, VersioningConfiguration: { Status: 'Enabled' } }))
  await s3.send(new PutObjectCommand({ ...emptied, Key: 'a & b', Body: 'after' }))
  await s3.send(new DeleteObjectCommand({ ...emptied, Key: 'a & b' }))
  expect((await errorOf(s3.send(new DeleteBucketCommand(emptied)))).name).toBe('BucketNotEmpty')
  const page = await s3.send(new ListObjectVersionsCommand({ ...emptied, MaxKeys: 2 }))
  expect(page.IsTruncated).toBe(true)
  const next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
  const rest = await s3.send(new ListObjectVersionsCommand({ ...emptied, ...next }))
  const all = [page, rest].flatMap(({ Versions = [], DeleteMarkers = [] }) => [...Versions, ...DeleteMarkers])
  expect(all).toHaveLength(3)
  const Objects = all.map(({ Key = '', VersionId }) => ({ Key, VersionId }))
  expect((await s3.send(new DeleteObjectsCommand({ ...emptied, Delete: { Objects } }))).Deleted).toHaveLength(3)
  await s3.send(new DeleteBucketCommand(emptied))
})

test('a multipart upload becomes one object', async () => {
  const place = { Bucket, Key: 'big' }
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(place))
  const parts = await Promise.all(
    ['first ', 'second'].map(async (Body, index) => {
      const part = { ...place, UploadId, PartNumber: index + 1 }
      const { ETag } = await s3.send(new UploadPartCommand({ ...part, Body }))
      return { PartNumber: index + 1, ETag }
    }),
  )
  await s3.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts: parts } }))
  expect(await text('big')).toBe('first second')
  expect(await errorOf(s3.send(new AbortMultipartUploadCommand({ ...place, UploadId })))).toMatchObject({
    name: 'NoSuchUpload',
  })
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/big` }))
  expect(await text('copy')).toBe('first second')
})

test('buckets are also found by host name', async () => {
  await put('hosted', 'yes')
  const { port } = new URL(opened.sandbox.awsUrl)
  const scope = `${PREPROD.account}/20260101/${PREPROD.region}/s3/aws4_request`
  const body = await new Promise<string>((resolve, reject) => {
    const headers = {
      host: `${Bucket}.localhost:${port}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`,
    }
    get({ host: '127.0.0.1', port, path: '/hosted', headers }, (answer) => {
      let received = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (received += chunk))
      answer.on('end', () => resolve(received))
    }).on('error', reject)
  })
  expect(body).toBe('yes')
})

test("errors have S3's codes and messages", async () => {
  expect((await errorOf(s3.send(new HeadBucketCommand({ Bucket: 'nowhere' })))).name).toBe('NotFound')
  expect((await errorOf(s3.send(new GetObjectCommand({ Bucket: 'nowhere', Key: 'k' })))).name).toBe('NoSuchBucket')
  expect((await errorOf(s3.send(new CreateBucketCommand({ Bucket })))).name).toBe('BucketAlreadyOwnedByYou')
  expect((await errorOf(s3.send(new CreateBucketCommand({ Bucket: 'No' })))).name).toBe('InvalidBucketName')
  expect((await errorOf(s3.send(new DeleteBucketCommand({ Bucket })))).name).toBe('BucketNotEmpty')
  const other = clientsOf(opened.sandbox, PRODUCTION).s3
  expect((await errorOf(other.send(new CreateBucketCommand({ Bucket })))).name).toBe('BucketAlreadyExists')
  expect((await errorOf(other.send(new GetObjectCommand({ Bucket, Key: 'big' })))).name).toBe('AccessDenied')
  expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe('eu-west-1')
  expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual([Bucket])
})

test('bodies are recorded as their length', () => {
  const uploads = opened.traffic.filter(({ request }) => request.body.includes('bytes)'))
  expect(uploads.map(({ request }) => request.body)).toContain('(100000 bytes)')
})
