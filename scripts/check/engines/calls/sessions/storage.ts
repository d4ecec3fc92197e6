import type { Session } from '../contract.ts'

const BUCKET = { Bucket: 'calls-store' }
const OBJECT = { ...BUCKET, Key: 'a/one.txt' }
const PARTS = { ...BUCKET, Key: 'a/parts.bin' }
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::222222222222:root' },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::calls-store/*',
    },
  ],
})

/** S3. */
export const BUCKETS: Session = {
  name: 'buckets',
  calls: [
    { call: 's3:CreateBucket', with: { ...BUCKET, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } } },
    { call: 's3:HeadBucket', with: BUCKET },
    { call: 's3:HeadBucket', with: { Bucket: 'calls-none' }, fails: 'NotFound' },
    { call: 's3:GetBucketLocation', with: BUCKET },
    { call: 's3:GetBucketVersioning', with: BUCKET },
    { call: 's3:PutBucketVersioning', with: { ...BUCKET, VersioningConfiguration: { Status: 'Enabled' } } },
    { call: 's3:GetBucketVersioning', with: BUCKET },
    {
      call: 's3:PutObject',
      with: { ...OBJECT, Body: 'first', ContentType: 'text/plain' },
      sets: { version: 'VersionId' },
    },
    {
      call: 's3:PutObject',
      with: { ...OBJECT, Body: 'second', ContentType: 'text/plain' },
      sets: { second: 'VersionId' },
    },
    { call: 's3:HeadObject', with: OBJECT },
    { call: 's3:GetObject', with: { ...OBJECT, VersionId: '{version}' } },
    { call: 's3:GetObject', with: { ...OBJECT, Range: 'bytes=0-2' } },
    { call: 's3:GetObject', with: { ...BUCKET, Key: 'none' }, fails: 'NoSuchKey' },
    { call: 's3:HeadObject', with: { ...BUCKET, Key: 'none' }, fails: 'NotFound' },
    { call: 's3:CopyObject', with: { ...BUCKET, Key: 'b/two.txt', CopySource: 'calls-store/a/one.txt' } },
    { call: 's3:ListObjectsV2', with: { ...BUCKET, Prefix: 'a/' } },
    { call: 's3:ListObjectsV2', with: { ...BUCKET, Delimiter: '/' } },
    { call: 's3:ListObjectsV2', with: { ...BUCKET, MaxKeys: 1 } },
    { call: 's3:ListObjects', with: BUCKET },
    { call: 's3:ListObjectVersions', with: { ...BUCKET, Prefix: 'a/' } },
    { call: 's3:DeleteObject', with: OBJECT },
    { call: 's3:ListObjectVersions', with: { ...BUCKET, Prefix: 'a/' } },
    { call: 's3:GetObject', with: OBJECT, fails: 'NoSuchKey' },
    { call: 's3:CreateMultipartUpload', with: PARTS, sets: { upload: 'UploadId' } },
    {
      call: 's3:UploadPart',
      with: { ...PARTS, UploadId: '{upload}', PartNumber: 1, Body: 'whole' },
      sets: { etag: 'ETag' },
    },
    {
      call: 's3:CompleteMultipartUpload',
      with: { ...PARTS, UploadId: '{upload}', MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '{etag}' }] } },
    },
    { call: 's3:HeadObject', with: PARTS },
    { call: 's3:CreateMultipartUpload', with: PARTS, sets: { other: 'UploadId' } },
    { call: 's3:AbortMultipartUpload', with: { ...PARTS, UploadId: '{other}' } },
    { call: 's3:AbortMultipartUpload', with: { ...PARTS, UploadId: '{other}' }, fails: 'NoSuchUpload' },
    { call: 's3:PutBucketPolicy', with: { ...BUCKET, Policy: POLICY } },
    { call: 's3:GetBucketPolicy', with: BUCKET },
    { call: 's3:GetBucketPolicyStatus', with: BUCKET },
    { call: 's3:DeleteBucketPolicy', with: BUCKET },
    { call: 's3:GetBucketPolicy', with: BUCKET, fails: 'NoSuchBucketPolicy' },
    {
      call: 's3:PutPublicAccessBlock',
      with: {
        ...BUCKET,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: false,
          RestrictPublicBuckets: false,
        },
      },
    },
    { call: 's3:GetPublicAccessBlock', with: BUCKET },
    { call: 's3:DeletePublicAccessBlock', with: BUCKET },
    { call: 's3:GetPublicAccessBlock', with: BUCKET, fails: 'NoSuchPublicAccessBlockConfiguration' },
    { call: 's3:GetBucketOwnershipControls', with: BUCKET },
    { call: 's3:GetObjectLockConfiguration', with: BUCKET, fails: 'ObjectLockConfigurationNotFoundError' },
    {
      call: 's3:PutObjectLockConfiguration',
      with: { ...BUCKET, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } },
    },
    { call: 's3:DeleteBucket', with: BUCKET, fails: 'BucketNotEmpty' },
    {
      call: 's3:CreateBucket',
      with: { Bucket: 'calls-empty', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } },
    },
    { call: 's3:PutObject', with: { Bucket: 'calls-empty', Key: 'x', Body: 'x' } },
    { call: 's3:DeleteObjects', with: { Bucket: 'calls-empty', Delete: { Objects: [{ Key: 'x' }, { Key: 'none' }] } } },
    { call: 's3:ListBuckets' },
    { call: 's3:DeleteBucket', with: { Bucket: 'calls-empty' } },
    { call: 's3:DeleteBucket', with: { Bucket: 'calls-empty' }, fails: 'NoSuchBucket' },
  ],
}

const REPOSITORY = { repositoryName: 'calls/web' }
const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
  config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 2, digest: `sha256:${'0'.repeat(64)}` },
  layers: [],
})

/** ECR. */
export const IMAGES: Session = {
  name: 'images',
  calls: [
    { call: 'ecr:CreateRepository', with: REPOSITORY },
    { call: 'ecr:CreateRepository', with: REPOSITORY, fails: 'RepositoryAlreadyExistsException' },
    { call: 'ecr:DescribeRepositories', with: { repositoryNames: ['calls/web'] } },
    {
      call: 'ecr:DescribeRepositories',
      with: { repositoryNames: ['calls/none'] },
      fails: 'RepositoryNotFoundException',
    },
    {
      call: 'ecr:PutImage',
      with: { ...REPOSITORY, imageTag: 'one', imageManifest: MANIFEST },
      sets: { digest: 'image.imageId.imageDigest' },
    },
    { call: 'ecr:PutImage', with: { ...REPOSITORY, imageTag: 'two', imageManifest: MANIFEST } },
    { call: 'ecr:ListImages', with: REPOSITORY },
    { call: 'ecr:DescribeImages', with: { ...REPOSITORY, imageIds: [{ imageTag: 'one' }] } },
    {
      call: 'ecr:DescribeImages',
      with: { ...REPOSITORY, imageIds: [{ imageTag: 'none' }] },
      fails: 'ImageNotFoundException',
    },
    { call: 'ecr:BatchGetImage', with: { ...REPOSITORY, imageIds: [{ imageTag: 'one' }, { imageTag: 'none' }] } },
    { call: 'ecr:PutImageTagMutability', with: { ...REPOSITORY, imageTagMutability: 'IMMUTABLE' } },
    { call: 'ecr:BatchDeleteImage', with: { ...REPOSITORY, imageIds: [{ imageTag: 'one' }] } },
    { call: 'ecr:DeleteRepository', with: REPOSITORY, fails: 'RepositoryNotEmptyException' },
    { call: 'ecr:DeleteRepository', with: { ...REPOSITORY, force: true } },
  ],
}
