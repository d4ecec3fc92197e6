import { describe, expect, test } from '@jest/globals'
import type { HeadObjectCommandOutput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import { toActionError } from '../../src/aws/errors.ts'
import { lookUpObject, s3Object } from '../../src/references/kinds/s3-object.ts'

const access = { region: 'eu-west-1', session: 'test' }
/** A response without a body, as to HEAD: only the status. */
function refused(status: number, name = 'UnknownError') {
  const error = Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } })
  return Promise.reject(toActionError(error, { service: 's3', operation: 'HeadObject', access }))
}
const answers = (head: () => Promise<unknown>, list: () => Promise<unknown> = () => refused(403, 'AccessDenied')) => ({
  headObject: () => head() as Promise<HeadObjectCommandOutput>,
  listObjectsV2: () => list() as Promise<ListObjectsV2CommandOutput>,
})
const OBJECT = s3Object('code', 'app.zip')
const gives = (answer: object) => () => Promise.resolve(answer)

describe('an object', () => {
  test.each<[string, Parameters<typeof answers>, object]>([
    [
      'that can be read is found with its digests',
      [gives({ ContentLength: 3, ChecksumSHA256: 'c2hh', ChecksumType: 'FULL_OBJECT' })],
      { state: 'found', content: { bytes: 3, digests: { SHA256: 'c2hh' } } },
    ],
    [
      'of several parts has no digest of the whole object',
      [
        gives({
          ContentLength: 3,
          ChecksumSHA256: 'c2hh-2',
          ChecksumType: 'COMPOSITE',
          ETag: '"0123456789abcdef0123456789abcdef-2"',
          ServerSideEncryption: 'AES256',
        }),
      ],
      { state: 'found', content: { bytes: 3, digests: {} } },
    ],
    [
      'has its MD5 as its ETag where S3 encrypts it with its own keys',
      [gives({ ContentLength: 3, ETag: '"0123456789abcdef0123456789abcdef"', ServerSideEncryption: 'AES256' })],
      { state: 'found', content: { bytes: 3, digests: { MD5: '0123456789abcdef0123456789abcdef' } } },
    ],
    [
      'that is encrypted with a key of KMS has another ETag',
      [gives({ ContentLength: 3, ETag: '"0123456789abcdef0123456789abcdef"', ServerSideEncryption: 'aws:kms' })],
      { state: 'found', content: { bytes: 3, digests: {} } },
    ],
    [
      'that does not exist is missing',
      [() => refused(404, 'NotFound'), gives({})],
      { state: 'missing', observed: 'no object app.zip in code' },
    ],
    [
      'in a bucket that does not exist is missing',
      [() => refused(404, 'NotFound'), () => refused(404, 'NoSuchBucket')],
      { state: 'missing', observed: 'no bucket code' },
    ],
    [
      'that only a list shows is found, without a digest',
      [() => refused(403), gives({ Contents: [{ Key: 'app.zip', Size: 3 }] })],
      { state: 'found', content: { bytes: 3, digests: {} } },
    ],
    [
      'that a list does not show is missing',
      [() => refused(403), gives({ Contents: [{ Key: 'app.zip.sig', Size: 3 }] })],
      { state: 'missing' },
    ],
    [
      'that can be neither read nor listed is unknown',
      [() => refused(403)],
      { state: 'unknown', denied: true, advice: expect.stringContaining('s3:ListBucket on arn:aws:s3:::code') },
    ],
    [
      'in another region cannot be used',
      [() => refused(301, 'PermanentRedirect')],
      { state: 'unusable', observed: 'code is in another region' },
    ],
    [
      'in an archive cannot be used',
      [gives({ StorageClass: 'GLACIER' })],
      { state: 'unusable', observed: 'storage class GLACIER' },
    ],
  ])('%s', async (_, given, expected) => {
    expect(await lookUpObject(answers(...given), OBJECT)).toMatchObject(expected)
  })

  test('is an error where S3 does not respond', async () => {
    await expect(
      lookUpObject(
        answers(() => refused(500, 'InternalError')),
        OBJECT,
      ),
    ).rejects.toMatchObject({ code: 'aws/service' })
  })

  test('of a version is not found by a list', async () => {
    const found = gives({ Contents: [{ Key: 'app.zip', Size: 3 }] })
    expect(
      await lookUpObject(
        answers(() => refused(403), found),
        s3Object('code', 'app.zip', 'v1'),
      ),
    ).toMatchObject({
      state: 'unknown',
      denied: true,
      advice: expect.stringContaining('s3:GetObjectVersion'),
    })
  })
})
