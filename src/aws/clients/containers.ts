import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'

/** Amazon ECS: task definitions, services, and the deployments that ECS makes by itself. All reject with an ActionError. */
export type Containers = Awaited<ReturnType<typeof connectContainers>>

export async function connectContainers(access: AwsAccess, make: SdkFactory) {
  const {
    ContinueServiceDeploymentCommand,
    DescribeServiceDeploymentsCommand,
    DescribeServiceRevisionsCommand,
    DescribeServicesCommand,
    DescribeTaskDefinitionCommand,
    DescribeTasksCommand,
    ECSClient,
    ListServiceDeploymentsCommand,
    ListTasksCommand,
    RegisterTaskDefinitionCommand,
    StopServiceDeploymentCommand,
    UpdateServiceCommand,
  } = await import('@aws-sdk/client-ecs')
  return make(access, 'ecs', (config) => new ECSClient(config), {
    registerTaskDefinition: RegisterTaskDefinitionCommand,
    describeTaskDefinition: DescribeTaskDefinitionCommand,
    describeServices: DescribeServicesCommand,
    updateService: UpdateServiceCommand,
    listServiceDeployments: ListServiceDeploymentsCommand,
    describeServiceDeployments: DescribeServiceDeploymentsCommand,
    describeServiceRevisions: DescribeServiceRevisionsCommand,
    stopServiceDeployment: StopServiceDeploymentCommand,
    continueServiceDeployment: ContinueServiceDeploymentCommand,
    listTasks: ListTasksCommand,
    describeTasks: DescribeTasksCommand,
  })
}
