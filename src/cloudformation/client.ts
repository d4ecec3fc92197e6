import * as sdk from '@aws-sdk/client-cloudformation'
import type { AwsAccess } from '../aws/access.ts'
import type { SdkFactory } from '../aws/sdk.ts'

/** CloudFormation's calls that are used, in AWS's own shapes. All reject with an ActionError. */
export type CloudFormation = ReturnType<typeof connectCloudFormation>

/** Connects to CloudFormation. This file loads the SDK: import it when a connection is needed. */
export function connectCloudFormation(access: AwsAccess, make: SdkFactory) {
  return make(access, 'cloudformation', (config) => new sdk.CloudFormationClient(config), {
    describeStacks: sdk.DescribeStacksCommand,
    describeAccountLimits: sdk.DescribeAccountLimitsCommand,
    listStacks: sdk.ListStacksCommand,
    describeStackEvents: sdk.DescribeStackEventsCommand,
    describeEvents: sdk.DescribeEventsCommand,
    listStackResources: sdk.ListStackResourcesCommand,
    describeStackResources: sdk.DescribeStackResourcesCommand,
    getTemplate: sdk.GetTemplateCommand,
    getTemplateSummary: sdk.GetTemplateSummaryCommand,
    getStackPolicy: sdk.GetStackPolicyCommand,
    createChangeSet: sdk.CreateChangeSetCommand,
    describeType: sdk.DescribeTypeCommand,
    describeChangeSet: sdk.DescribeChangeSetCommand,
    describeChangeSetHooks: sdk.DescribeChangeSetHooksCommand,
    listHookResults: sdk.ListHookResultsCommand,
    listExports: sdk.ListExportsCommand,
    listImports: sdk.ListImportsCommand,
    listChangeSets: sdk.ListChangeSetsCommand,
    executeChangeSet: sdk.ExecuteChangeSetCommand,
    deleteChangeSet: sdk.DeleteChangeSetCommand,
    deleteStack: sdk.DeleteStackCommand,
    cancelUpdateStack: sdk.CancelUpdateStackCommand,
    detectStackDrift: sdk.DetectStackDriftCommand,
    describeStackDriftDetectionStatus: sdk.DescribeStackDriftDetectionStatusCommand,
    describeStackResourceDrifts: sdk.DescribeStackResourceDriftsCommand,
  })
}
