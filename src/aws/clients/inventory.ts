import type * as cloudformation from '@aws-sdk/client-cloudformation'
import type * as codedeploy from '@aws-sdk/client-codedeploy'
import type * as ecs from '@aws-sdk/client-ecs'
import type * as lambda from '@aws-sdk/client-lambda'
import type * as sts from '@aws-sdk/client-sts'
import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'
import { once } from './look-ups.ts'

/**
 * Calls that list what is in an account and region, in AWS's own shapes, each service connected at its first use. None of
 * them changes anything. All reject with an ActionError.
 */
export interface Inventory {
  identity(): Promise<{
    getCallerIdentity(input: sts.GetCallerIdentityCommandInput): Promise<sts.GetCallerIdentityCommandOutput>
  }>
  stacks(): Promise<{
    listStacks(input: cloudformation.ListStacksCommandInput): Promise<cloudformation.ListStacksCommandOutput>
    getTemplate(input: cloudformation.GetTemplateCommandInput): Promise<cloudformation.GetTemplateCommandOutput>
  }>
  applications(): Promise<{
    listApplications(input: codedeploy.ListApplicationsCommandInput): Promise<codedeploy.ListApplicationsCommandOutput>
    getApplication(input: codedeploy.GetApplicationCommandInput): Promise<codedeploy.GetApplicationCommandOutput>
    listDeploymentGroups(
      input: codedeploy.ListDeploymentGroupsCommandInput,
    ): Promise<codedeploy.ListDeploymentGroupsCommandOutput>
  }>
  services(): Promise<{
    listClusters(input: ecs.ListClustersCommandInput): Promise<ecs.ListClustersCommandOutput>
    listServices(input: ecs.ListServicesCommandInput): Promise<ecs.ListServicesCommandOutput>
    describeServices(input: ecs.DescribeServicesCommandInput): Promise<ecs.DescribeServicesCommandOutput>
  }>
  functions(): Promise<{
    listFunctions(input: lambda.ListFunctionsCommandInput): Promise<lambda.ListFunctionsCommandOutput>
    listAliases(input: lambda.ListAliasesCommandInput): Promise<lambda.ListAliasesCommandOutput>
  }>
}

type Client<K extends keyof Inventory> = Awaited<ReturnType<Inventory[K]>>

// Each client and command is imported by name, so that the bundle leaves out other operations.

export function connectInventory(access: AwsAccess, make: SdkFactory): Inventory {
  return {
    identity: once(async () => {
      const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts')
      return make<Client<'identity'>>(access, 'sts', (config) => new STSClient(config), {
        getCallerIdentity: GetCallerIdentityCommand,
      })
    }),
    stacks: once(async () => {
      const { CloudFormationClient, GetTemplateCommand, ListStacksCommand } =
        await import('@aws-sdk/client-cloudformation')
      return make<Client<'stacks'>>(access, 'cloudformation', (config) => new CloudFormationClient(config), {
        listStacks: ListStacksCommand,
        getTemplate: GetTemplateCommand,
      })
    }),
    applications: once(async () => {
      const { CodeDeployClient, GetApplicationCommand, ListApplicationsCommand, ListDeploymentGroupsCommand } =
        await import('@aws-sdk/client-codedeploy')
      return make<Client<'applications'>>(access, 'codedeploy', (config) => new CodeDeployClient(config), {
        listApplications: ListApplicationsCommand,
        getApplication: GetApplicationCommand,
        listDeploymentGroups: ListDeploymentGroupsCommand,
      })
    }),
    services: once(async () => {
      const { DescribeServicesCommand, ECSClient, ListClustersCommand, ListServicesCommand } =
        await import('@aws-sdk/client-ecs')
      return make<Client<'services'>>(access, 'ecs', (config) => new ECSClient(config), {
        listClusters: ListClustersCommand,
        listServices: ListServicesCommand,
        describeServices: DescribeServicesCommand,
      })
    }),
    functions: once(async () => {
      const { LambdaClient, ListAliasesCommand, ListFunctionsCommand } = await import('@aws-sdk/client-lambda')
      return make<Client<'functions'>>(access, 'lambda', (config) => new LambdaClient(config), {
        listFunctions: ListFunctionsCommand,
        listAliases: ListAliasesCommand,
      })
    }),
  }
}
