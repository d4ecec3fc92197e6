import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'

// Each command is imported by name, so that the bundle leaves out other operations.

/** Reachability Analyzer. All calls reject with an ActionError. */
export type NetworkInsights = Awaited<ReturnType<typeof connectNetworkInsights>>

export async function connectNetworkInsights(access: AwsAccess, make: SdkFactory) {
  const {
    CreateNetworkInsightsPathCommand,
    DeleteNetworkInsightsAnalysisCommand,
    DeleteNetworkInsightsPathCommand,
    DescribeNetworkInsightsAnalysesCommand,
    EC2Client,
    StartNetworkInsightsAnalysisCommand,
  } = await import('@aws-sdk/client-ec2')
  return make(access, 'ec2', (config) => new EC2Client(config), {
    createNetworkInsightsPath: CreateNetworkInsightsPathCommand,
    startNetworkInsightsAnalysis: StartNetworkInsightsAnalysisCommand,
    describeNetworkInsightsAnalyses: DescribeNetworkInsightsAnalysesCommand,
    deleteNetworkInsightsAnalysis: DeleteNetworkInsightsAnalysisCommand,
    deleteNetworkInsightsPath: DeleteNetworkInsightsPathCommand,
  })
}
