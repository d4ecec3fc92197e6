import type * as ec2 from '@aws-sdk/client-ec2'
import type * as ecr from '@aws-sdk/client-ecr'
import type * as s3 from '@aws-sdk/client-s3'
import type * as ssm from '@aws-sdk/client-ssm'
import type { AwsAccess } from '../access.ts'
import { once } from './look-ups.ts'
import type { SdkFactory } from '../sdk.ts'

/** Calls that only temporary environments need, in AWS's own shapes, each service connected at its first use. All reject with an ActionError. */
export interface TemporaryCalls {
  /** The record of temporary environments. */
  parameters(): Promise<{
    putParameter(input: ssm.PutParameterCommandInput): Promise<ssm.PutParameterCommandOutput>
    getParametersByPath(input: ssm.GetParametersByPathCommandInput): Promise<ssm.GetParametersByPathCommandOutput>
    deleteParameters(input: ssm.DeleteParametersCommandInput): Promise<ssm.DeleteParametersCommandOutput>
  }>
  /** The objects that keep a bucket from being deleted. */
  objects(): Promise<{
    listObjectVersions(input: s3.ListObjectVersionsCommandInput): Promise<s3.ListObjectVersionsCommandOutput>
    deleteObjects(input: s3.DeleteObjectsCommandInput): Promise<s3.DeleteObjectsCommandOutput>
  }>
  /** The interfaces and rules that keep a security group or a subnet from being deleted. */
  network(): Promise<{
    describeNetworkInterfaces(
      input: ec2.DescribeNetworkInterfacesCommandInput,
    ): Promise<ec2.DescribeNetworkInterfacesCommandOutput>
    describeSecurityGroups(
      input: ec2.DescribeSecurityGroupsCommandInput,
    ): Promise<ec2.DescribeSecurityGroupsCommandOutput>
  }>
  /** The images that keep a repository from being deleted. */
  images(): Promise<{ listImages(input: ecr.ListImagesCommandInput): Promise<ecr.ListImagesCommandOutput> }>
}

type Client<K extends keyof TemporaryCalls> = Awaited<ReturnType<TemporaryCalls[K]>>

// Each client and command is imported by name, so that the bundle leaves out other operations.

export function connectTemporary(access: AwsAccess, make: SdkFactory): TemporaryCalls {
  return {
    parameters: once(async () => {
      const { DeleteParametersCommand, GetParametersByPathCommand, PutParameterCommand, SSMClient } =
        await import('@aws-sdk/client-ssm')
      return make<Client<'parameters'>>(access, 'ssm', (config) => new SSMClient(config), {
        putParameter: PutParameterCommand,
        getParametersByPath: GetParametersByPathCommand,
        deleteParameters: DeleteParametersCommand,
      })
    }),
    objects: once(async () => {
      const { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } = await import('@aws-sdk/client-s3')
      return make<Client<'objects'>>(access, 's3', (config) => new S3Client({ ...config, forcePathStyle: true }), {
        listObjectVersions: ListObjectVersionsCommand,
        deleteObjects: DeleteObjectsCommand,
      })
    }),
    network: once(async () => {
      const { DescribeNetworkInterfacesCommand, DescribeSecurityGroupsCommand, EC2Client } =
        await import('@aws-sdk/client-ec2')
      return make<Client<'network'>>(access, 'ec2', (config) => new EC2Client(config), {
        describeNetworkInterfaces: DescribeNetworkInterfacesCommand,
        describeSecurityGroups: DescribeSecurityGroupsCommand,
      })
    }),
    images: once(async () => {
      const { ECRClient, ListImagesCommand } = await import('@aws-sdk/client-ecr')
      return make<Client<'images'>>(access, 'ecr', (config) => new ECRClient(config), { listImages: ListImagesCommand })
    }),
  }
}
