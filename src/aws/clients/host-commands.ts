import type * as ec2 from '@aws-sdk/client-ec2'
import type * as ssm from '@aws-sdk/client-ssm'
import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'

/** Run Command of Systems Manager, and the instances that it may know. All reject with an ActionError. */
export interface HostCommands {
  describeInstances(input: ec2.DescribeInstancesCommandInput): Promise<ec2.DescribeInstancesCommandOutput>
  describeInstanceInformation(
    input: ssm.DescribeInstanceInformationCommandInput,
  ): Promise<ssm.DescribeInstanceInformationCommandOutput>
  sendCommand(input: ssm.SendCommandCommandInput): Promise<ssm.SendCommandCommandOutput>
  listCommands(input: ssm.ListCommandsCommandInput): Promise<ssm.ListCommandsCommandOutput>
  listCommandInvocations(
    input: ssm.ListCommandInvocationsCommandInput,
  ): Promise<ssm.ListCommandInvocationsCommandOutput>
  cancelCommand(input: ssm.CancelCommandCommandInput): Promise<ssm.CancelCommandCommandOutput>
}

// Each client and command is imported by name, so that the bundle leaves out other operations.

export async function connectHostCommands(access: AwsAccess, make: SdkFactory): Promise<HostCommands> {
  const { DescribeInstancesCommand, EC2Client } = await import('@aws-sdk/client-ec2')
  const {
    CancelCommandCommand,
    DescribeInstanceInformationCommand,
    ListCommandInvocationsCommand,
    ListCommandsCommand,
    SendCommandCommand,
    SSMClient,
  } = await import('@aws-sdk/client-ssm')
  return {
    ...make<Pick<HostCommands, 'describeInstances'>>(access, 'ec2', (config) => new EC2Client(config), {
      describeInstances: DescribeInstancesCommand,
    }),
    ...make<Omit<HostCommands, 'describeInstances'>>(access, 'ssm', (config) => new SSMClient(config), {
      describeInstanceInformation: DescribeInstanceInformationCommand,
      sendCommand: SendCommandCommand,
      listCommands: ListCommandsCommand,
      listCommandInvocations: ListCommandInvocationsCommand,
      cancelCommand: CancelCommandCommand,
    }),
  }
}
