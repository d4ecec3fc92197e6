import * as sdk from '@aws-sdk/client-codedeploy'
import type { AwsAccess } from '../aws/access.ts'
import type { SdkFactory } from '../aws/sdk.ts'

/** CodeDeploy's calls that are used, in AWS's own shapes. All reject with an ActionError. */
export type CodeDeploy = ReturnType<typeof connectCodeDeploy>

/** Connects to CodeDeploy. This file loads the SDK: import it when a connection is needed. */
export function connectCodeDeploy(access: AwsAccess, make: SdkFactory) {
  return make(access, 'codedeploy', (config) => new sdk.CodeDeployClient(config), {
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
