import * as sdk from '@aws-sdk/client-codedeploy'
import type { AwsAccess } from '../aws/access.ts'
import type { SdkFactory } from '../aws/sdk.ts'

/** CodeDeploy's calls that are used, in AWS's own shapes. All reject with an ActionError. */
export interface CodeDeploy {
  getApplication(input: sdk.GetApplicationCommandInput): Promise<sdk.GetApplicationCommandOutput>
  getDeploymentGroup(input: sdk.GetDeploymentGroupCommandInput): Promise<sdk.GetDeploymentGroupCommandOutput>
  getDeploymentConfig(input: sdk.GetDeploymentConfigCommandInput): Promise<sdk.GetDeploymentConfigCommandOutput>
  listOnPremisesInstances(
    input: sdk.ListOnPremisesInstancesCommandInput,
  ): Promise<sdk.ListOnPremisesInstancesCommandOutput>
  createDeployment(input: sdk.CreateDeploymentCommandInput): Promise<sdk.CreateDeploymentCommandOutput>
  getDeployment(input: sdk.GetDeploymentCommandInput): Promise<sdk.GetDeploymentCommandOutput>
  batchGetDeployments(input: sdk.BatchGetDeploymentsCommandInput): Promise<sdk.BatchGetDeploymentsCommandOutput>
  listDeployments(input: sdk.ListDeploymentsCommandInput): Promise<sdk.ListDeploymentsCommandOutput>
  listDeploymentTargets(input: sdk.ListDeploymentTargetsCommandInput): Promise<sdk.ListDeploymentTargetsCommandOutput>
  batchGetDeploymentTargets(
    input: sdk.BatchGetDeploymentTargetsCommandInput,
  ): Promise<sdk.BatchGetDeploymentTargetsCommandOutput>
  continueDeployment(input: sdk.ContinueDeploymentCommandInput): Promise<sdk.ContinueDeploymentCommandOutput>
  stopDeployment(input: sdk.StopDeploymentCommandInput): Promise<sdk.StopDeploymentCommandOutput>
}

/** Connects to CodeDeploy. This file loads the SDK: import it when a connection is needed. */
export function connectCodeDeploy(access: AwsAccess, make: SdkFactory): CodeDeploy {
  return make<CodeDeploy>(access, 'codedeploy', (config) => new sdk.CodeDeployClient(config), {
    getApplication: sdk.GetApplicationCommand,
    getDeploymentGroup: sdk.GetDeploymentGroupCommand,
    getDeploymentConfig: sdk.GetDeploymentConfigCommand,
    listOnPremisesInstances: sdk.ListOnPremisesInstancesCommand,
    createDeployment: sdk.CreateDeploymentCommand,
    getDeployment: sdk.GetDeploymentCommand,
    batchGetDeployments: sdk.BatchGetDeploymentsCommand,
    listDeployments: sdk.ListDeploymentsCommand,
    listDeploymentTargets: sdk.ListDeploymentTargetsCommand,
    batchGetDeploymentTargets: sdk.BatchGetDeploymentTargetsCommand,
    continueDeployment: sdk.ContinueDeploymentCommand,
    stopDeployment: sdk.StopDeploymentCommand,
  })
}
