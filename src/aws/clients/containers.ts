import type * as ecs from '@aws-sdk/client-ecs'
import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'

/** Amazon ECS: task definitions, services, and the deployments that ECS makes by itself. All reject with an ActionError. */
export interface Containers {
  registerTaskDefinition(
    input: ecs.RegisterTaskDefinitionCommandInput,
  ): Promise<ecs.RegisterTaskDefinitionCommandOutput>
  describeTaskDefinition(
    input: ecs.DescribeTaskDefinitionCommandInput,
  ): Promise<ecs.DescribeTaskDefinitionCommandOutput>
  describeServices(input: ecs.DescribeServicesCommandInput): Promise<ecs.DescribeServicesCommandOutput>
  updateService(input: ecs.UpdateServiceCommandInput): Promise<ecs.UpdateServiceCommandOutput>
  listServiceDeployments(
    input: ecs.ListServiceDeploymentsCommandInput,
  ): Promise<ecs.ListServiceDeploymentsCommandOutput>
  describeServiceDeployments(
    input: ecs.DescribeServiceDeploymentsCommandInput,
  ): Promise<ecs.DescribeServiceDeploymentsCommandOutput>
  describeServiceRevisions(
    input: ecs.DescribeServiceRevisionsCommandInput,
  ): Promise<ecs.DescribeServiceRevisionsCommandOutput>
  stopServiceDeployment(input: ecs.StopServiceDeploymentCommandInput): Promise<ecs.StopServiceDeploymentCommandOutput>
  continueServiceDeployment(
    input: ecs.ContinueServiceDeploymentCommandInput,
  ): Promise<ecs.ContinueServiceDeploymentCommandOutput>
  listTasks(input: ecs.ListTasksCommandInput): Promise<ecs.ListTasksCommandOutput>
  describeTasks(input: ecs.DescribeTasksCommandInput): Promise<ecs.DescribeTasksCommandOutput>
}

export async function connectContainers(access: AwsAccess, make: SdkFactory): Promise<Containers> {
  const sdk = await import('@aws-sdk/client-ecs')
  return make<Containers>(access, 'ecs', (config) => new sdk.ECSClient(config), {
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
