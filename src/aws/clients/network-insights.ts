import type * as ec2 from '@aws-sdk/client-ec2'
import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'

/** Reachability Analyzer. All calls reject with an ActionError. */
export interface NetworkInsights {
  createNetworkInsightsPath(
    input: ec2.CreateNetworkInsightsPathCommandInput,
  ): Promise<ec2.CreateNetworkInsightsPathCommandOutput>
  startNetworkInsightsAnalysis(
    input: ec2.StartNetworkInsightsAnalysisCommandInput,
  ): Promise<ec2.StartNetworkInsightsAnalysisCommandOutput>
  describeNetworkInsightsAnalyses(
    input: ec2.DescribeNetworkInsightsAnalysesCommandInput,
  ): Promise<ec2.DescribeNetworkInsightsAnalysesCommandOutput>
  deleteNetworkInsightsAnalysis(
    input: ec2.DeleteNetworkInsightsAnalysisCommandInput,
  ): Promise<ec2.DeleteNetworkInsightsAnalysisCommandOutput>
  deleteNetworkInsightsPath(
    input: ec2.DeleteNetworkInsightsPathCommandInput,
  ): Promise<ec2.DeleteNetworkInsightsPathCommandOutput>
}

// Each command is imported by name, so that the bundle leaves out other operations.

export async function connectNetworkInsights(access: AwsAccess, make: SdkFactory): Promise<NetworkInsights> {
  const {
    CreateNetworkInsightsPathCommand,
    DeleteNetworkInsightsAnalysisCommand,
    DeleteNetworkInsightsPathCommand,
    DescribeNetworkInsightsAnalysesCommand,
    EC2Client,
    StartNetworkInsightsAnalysisCommand,
  } = await import('@aws-sdk/client-ec2')
  return make<NetworkInsights>(access, 'ec2', (config) => new EC2Client(config), {
    createNetworkInsightsPath: CreateNetworkInsightsPathCommand,
    startNetworkInsightsAnalysis: StartNetworkInsightsAnalysisCommand,
    describeNetworkInsightsAnalyses: DescribeNetworkInsightsAnalysesCommand,
    deleteNetworkInsightsAnalysis: DeleteNetworkInsightsAnalysisCommand,
    deleteNetworkInsightsPath: DeleteNetworkInsightsPathCommand,
  })
}
