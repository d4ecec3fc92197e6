import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'

// Each client and command is imported by name, so that the bundle leaves out other operations.

/** Run Command of Systems Manager, and the instances that it may know. All reject with an ActionError. */
export type HostCommands = Awaited<ReturnType<typeof connectHostCommands>>

export async function connectHostCommands(access: AwsAccess, make: SdkFactory) {
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
    ...make(access, 'ec2', (config) => new EC2Client(config), {
      describeInstances: DescribeInstancesCommand,
    }),
    ...make(access, 'ssm', (config) => new SSMClient(config), {
      describeInstanceInformation: DescribeInstanceInformationCommand,
      sendCommand: SendCommandCommand,
      listCommands: ListCommandsCommand,
      listCommandInvocations: ListCommandInvocationsCommand,
      cancelCommand: CancelCommandCommand,
    }),
  }
}
