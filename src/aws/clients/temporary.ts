import type { AwsAccess } from '../access.ts'
import { lazy } from '../../support/lazy.ts'
import type { SdkFactory } from '../sdk.ts'

// Each client and command is imported by name, so that the bundle leaves out other operations.

/**
 * Calls that only temporary environments need, in AWS's own shapes, each service connected at its first use. All reject with
 * an ActionError.
 */
export type TemporaryCalls = ReturnType<typeof connectTemporary>

export function connectTemporary(access: AwsAccess, make: SdkFactory) {
  return {
    // The record of temporary environments.
    parameters: lazy(async () => {
      const { DeleteParametersCommand, GetParametersByPathCommand, PutParameterCommand, SSMClient } =
        await import('@aws-sdk/client-ssm')
      return make(access, 'ssm', (config) => new SSMClient(config), {
        putParameter: PutParameterCommand,
        getParametersByPath: GetParametersByPathCommand,
        deleteParameters: DeleteParametersCommand,
      })
    }),
    // The objects that keep a bucket from being deleted.
    objects: lazy(async () => {
      const { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } = await import('@aws-sdk/client-s3')
      return make(access, 's3', (config) => new S3Client({ ...config, forcePathStyle: true }), {
        listObjectVersions: ListObjectVersionsCommand,
        deleteObjects: DeleteObjectsCommand,
      })
    }),
    // The interfaces and rules that keep a security group or a subnet from being deleted.
    network: lazy(async () => {
      const { DescribeNetworkInterfacesCommand, DescribeSecurityGroupsCommand, EC2Client } =
        await import('@aws-sdk/client-ec2')
      return make(access, 'ec2', (config) => new EC2Client(config), {
        describeNetworkInterfaces: DescribeNetworkInterfacesCommand,
        describeSecurityGroups: DescribeSecurityGroupsCommand,
      })
    }),
    // The images that keep a repository from being deleted.
    images: lazy(async () => {
      const { ECRClient, ListImagesCommand } = await import('@aws-sdk/client-ecr')
      return make(access, 'ecr', (config) => new ECRClient(config), { listImages: ListImagesCommand })
    }),
  }
}
