import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'
import { lazy } from '../../support/lazy.ts'

// Each client and command is imported by name, so that the bundle leaves out other operations.

/**
 * Calls that list what is in an account and region, in AWS's own shapes, each service connected at its first use. None of
 * them changes anything. All reject with an ActionError.
 */
export type Inventory = ReturnType<typeof connectInventory>

export function connectInventory(access: AwsAccess, make: SdkFactory) {
  return {
    identity: lazy(async () => {
      const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts')
      return make(access, 'sts', (config) => new STSClient(config), {
        getCallerIdentity: GetCallerIdentityCommand,
      })
    }),
    stacks: lazy(async () => {
      const { CloudFormationClient, GetTemplateCommand, ListStacksCommand } =
        await import('@aws-sdk/client-cloudformation')
      return make(access, 'cloudformation', (config) => new CloudFormationClient(config), {
        listStacks: ListStacksCommand,
        getTemplate: GetTemplateCommand,
      })
    }),
    applications: lazy(async () => {
      const { CodeDeployClient, GetApplicationCommand, ListApplicationsCommand, ListDeploymentGroupsCommand } =
        await import('@aws-sdk/client-codedeploy')
      return make(access, 'codedeploy', (config) => new CodeDeployClient(config), {
        listApplications: ListApplicationsCommand,
        getApplication: GetApplicationCommand,
        listDeploymentGroups: ListDeploymentGroupsCommand,
      })
    }),
    services: lazy(async () => {
      const { DescribeServicesCommand, ECSClient, ListClustersCommand, ListServicesCommand } =
        await import('@aws-sdk/client-ecs')
      return make(access, 'ecs', (config) => new ECSClient(config), {
        listClusters: ListClustersCommand,
        listServices: ListServicesCommand,
        describeServices: DescribeServicesCommand,
      })
    }),
    functions: lazy(async () => {
      const { LambdaClient, ListAliasesCommand, ListFunctionsCommand } = await import('@aws-sdk/client-lambda')
      return make(access, 'lambda', (config) => new LambdaClient(config), {
        listFunctions: ListFunctionsCommand,
        listAliases: ListAliasesCommand,
      })
    }),
  }
}
