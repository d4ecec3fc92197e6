import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'

/** The calls of ECR's own API that the publication of images needs. All reject with an ActionError. */
export type ImageCalls = ReturnType<Awaited<ReturnType<typeof connectImages>>>

/** Makes the calls for an access to a region. */
export async function connectImages(make: SdkFactory) {
  const { DescribeImagesCommand, ECRClient, GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr')
  return (access: AwsAccess) =>
    make(access, 'ecr', (config) => new ECRClient(config), {
      describeImages: DescribeImagesCommand,
      getAuthorizationToken: GetAuthorizationTokenCommand,
    })
}
