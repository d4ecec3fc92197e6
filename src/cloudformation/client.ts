import * as sdk from '@aws-sdk/client-cloudformation'
import type { AwsAccess } from '../aws/access.ts'
import type { SdkFactory } from '../aws/sdk.ts'

/** CloudFormation's calls that are used, in AWS's own shapes. All reject with an ActionError. */
export interface CloudFormation {
  describeStacks(input: sdk.DescribeStacksCommandInput): Promise<sdk.DescribeStacksCommandOutput>
  describeAccountLimits(input: sdk.DescribeAccountLimitsCommandInput): Promise<sdk.DescribeAccountLimitsCommandOutput>
  listStacks(input: sdk.ListStacksCommandInput): Promise<sdk.ListStacksCommandOutput>
  describeStackEvents(input: sdk.DescribeStackEventsCommandInput): Promise<sdk.DescribeStackEventsCommandOutput>
  describeEvents(input: sdk.DescribeEventsCommandInput): Promise<sdk.DescribeEventsCommandOutput>
  listStackResources(input: sdk.ListStackResourcesCommandInput): Promise<sdk.ListStackResourcesCommandOutput>
  describeStackResources(
    input: sdk.DescribeStackResourcesCommandInput,
  ): Promise<sdk.DescribeStackResourcesCommandOutput>
  getTemplate(input: sdk.GetTemplateCommandInput): Promise<sdk.GetTemplateCommandOutput>
  getTemplateSummary(input: sdk.GetTemplateSummaryCommandInput): Promise<sdk.GetTemplateSummaryCommandOutput>
  getStackPolicy(input: sdk.GetStackPolicyCommandInput): Promise<sdk.GetStackPolicyCommandOutput>
  createChangeSet(input: sdk.CreateChangeSetCommandInput): Promise<sdk.CreateChangeSetCommandOutput>
  describeType(input: sdk.DescribeTypeCommandInput): Promise<sdk.DescribeTypeCommandOutput>
  describeChangeSet(input: sdk.DescribeChangeSetCommandInput): Promise<sdk.DescribeChangeSetCommandOutput>
  describeChangeSetHooks(
    input: sdk.DescribeChangeSetHooksCommandInput,
  ): Promise<sdk.DescribeChangeSetHooksCommandOutput>
  listHookResults(input: sdk.ListHookResultsCommandInput): Promise<sdk.ListHookResultsCommandOutput>
  listExports(input: sdk.ListExportsCommandInput): Promise<sdk.ListExportsCommandOutput>
  listImports(input: sdk.ListImportsCommandInput): Promise<sdk.ListImportsCommandOutput>
  listChangeSets(input: sdk.ListChangeSetsCommandInput): Promise<sdk.ListChangeSetsCommandOutput>
  executeChangeSet(input: sdk.ExecuteChangeSetCommandInput): Promise<sdk.ExecuteChangeSetCommandOutput>
  deleteChangeSet(input: sdk.DeleteChangeSetCommandInput): Promise<sdk.DeleteChangeSetCommandOutput>
  deleteStack(input: sdk.DeleteStackCommandInput): Promise<sdk.DeleteStackCommandOutput>
  cancelUpdateStack(input: sdk.CancelUpdateStackCommandInput): Promise<sdk.CancelUpdateStackCommandOutput>
  detectStackDrift(input: sdk.DetectStackDriftCommandInput): Promise<sdk.DetectStackDriftCommandOutput>
  describeStackDriftDetectionStatus(
    input: sdk.DescribeStackDriftDetectionStatusCommandInput,
  ): Promise<sdk.DescribeStackDriftDetectionStatusCommandOutput>
  describeStackResourceDrifts(
    input: sdk.DescribeStackResourceDriftsCommandInput,
  ): Promise<sdk.DescribeStackResourceDriftsCommandOutput>
}

/** Connects to CloudFormation. This file loads the SDK: import it when a connection is needed. */
export function connectCloudFormation(access: AwsAccess, make: SdkFactory): CloudFormation {
  return make<CloudFormation>(access, 'cloudformation', (config) => new sdk.CloudFormationClient(config), {
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
