import type { Command } from './contract.ts'

/** S3, ECR. */
export const STORAGE: readonly Command[] = [
  { run: 's3 cp nested.yml s3://cli-store/a/nested.yml' },
  { run: 's3 ls s3://cli-store/a/' },
  { run: 's3api list-buckets', shows: 'Buckets[].Name' },
  { run: 's3api head-bucket --bucket cli-store' },
  { run: 's3api get-bucket-location --bucket cli-store', shows: 'LocationConstraint', is: 'eu-west-1' },
  { run: 's3api get-bucket-versioning --bucket cli-store', shows: 'Status', is: 'Enabled' },
  { run: 's3api list-object-versions --bucket cli-store', shows: 'Versions[0].Key', is: 'a/nested.yml' },
  {
    run: 's3api get-bucket-ownership-controls --bucket cli-store',
    shows: 'OwnershipControls.Rules[0].ObjectOwnership',
    is: 'BucketOwnerEnforced',
  },
  { run: 's3api get-bucket-lifecycle-configuration --bucket cli-store', fails: 'NoSuchLifecycleConfiguration' },
  {
    run: 's3api put-bucket-lifecycle-configuration --bucket cli-store --lifecycle-configuration {"Rules":[{"ID":"a","Status":"Disabled","Filter":{"Prefix":""},"Expiration":{"Days":9}}]}',
  },
  { run: 's3api get-bucket-lifecycle-configuration --bucket cli-store', shows: 'Rules[0].ID', is: 'a' },
  { run: 's3api delete-bucket-lifecycle --bucket cli-store' },
  { run: 's3api get-object-lock-configuration --bucket cli-store', fails: 'ObjectLockConfigurationNotFoundError' },
  {
    run: 's3api put-object-lock-configuration --bucket cli-store --object-lock-configuration {"ObjectLockEnabled":"Enabled"}',
  },
  {
    run: 's3api get-object-lock-configuration --bucket cli-store',
    shows: 'ObjectLockConfiguration.ObjectLockEnabled',
    is: 'Enabled',
  },
  { run: 's3api list-objects --bucket cli-store', shows: 'Contents[0].Key', is: 'a/nested.yml' },
  { run: 's3api list-objects-v2 --bucket cli-store --prefix a/', shows: 'Contents[0].Key', is: 'a/nested.yml' },
  { run: 's3api head-object --bucket cli-store --key a/nested.yml', shows: 'VersionId' },
  { run: 's3api get-object --bucket cli-store --key a/nested.yml out.yml', shows: 'ETag' },
  { run: 's3 cp s3://cli-store/a/nested.yml s3://cli-store/b/nested.yml' },
  {
    run: `s3api put-bucket-policy --bucket cli-store --policy '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::cli-store/*"}]}'`,
  },
  { run: 's3api get-bucket-policy --bucket cli-store', shows: 'Policy' },
  { run: 's3api get-bucket-policy-status --bucket cli-store', shows: 'PolicyStatus.IsPublic', is: false },
  {
    run: 's3api get-public-access-block --bucket cli-store',
    shows: 'PublicAccessBlockConfiguration.BlockPublicAcls',
    is: true,
  },
  { run: 's3 rm s3://cli-store/b/nested.yml' },
  {
    run: 'ecr describe-repositories',
    shows: "repositories[?repositoryName=='cli/web'].imageTagMutability",
    is: ['MUTABLE'],
  },
  {
    run: 'ecr put-image --repository-name cli/web --image-tag one --image-manifest file://manifest.json',
    shows: 'image.imageId.imageDigest',
    sets: 'digest',
  },
  { run: 'ecr list-images --repository-name cli/web', shows: 'imageIds[0].imageTag', is: 'one' },
  {
    run: 'ecr describe-images --repository-name cli/web --image-ids imageTag=one',
    shows: 'imageDetails[0].imageDigest',
    is: '{digest}',
  },
  {
    run: 'ecr batch-get-image --repository-name cli/web --image-ids imageDigest={digest}',
    shows: 'images[0].imageManifest',
  },
  {
    run: 'ecr put-image-tag-mutability --repository-name cli/web --image-tag-mutability IMMUTABLE',
    shows: 'imageTagMutability',
    is: 'IMMUTABLE',
  },
  {
    run: 'ecr batch-delete-image --repository-name cli/web --image-ids imageTag=one',
    shows: 'imageIds[0].imageTag',
    is: 'one',
  },
]
