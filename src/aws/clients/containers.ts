import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'

/** Amazon ECS: task definitions, services, and the deployments that ECS makes by itself. All reject with an ActionError. */
export type Containers = Awaited<ReturnType<typeof connectContainers>>

export async function connectContainers(access: AwsAccess, make: SdkFactory) {
  const sdk = await import('@aws-sdk/client-ecs')
  return make(access, 'ecs', (config) => new sdk.ECSClient(config), {
    registerTaskDefinition: sdk.RegisterTaskDefinitionCommand,
    describeTaskDefinition: sdk.DescribeTaskDefinitionCommand,
    describeServices: sdk.DescribeServicesCommand,
    updateService: sdk.UpdateServiceCommand,
    listServiceDeployments: sdk.ListServiceDeploymentsCommand,
    describeServiceDeployments: sdk.DescribeServiceDeploymentsCommand,
    describeServiceRevisions: sdk.DescribeServiceRevisionsCommand,
    stopServiceDeployment: sdk.StopServiceDeploymentCommand,
    continueServiceDeployment: sdk.ContinueServiceDeploymentCommand,
    listTasks: sdk.ListTasksCommand,
    describeTasks: sdk.DescribeTasksCommand,
  })
}
