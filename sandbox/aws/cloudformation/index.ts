import type { CloudFormation, CloudFormationOptions } from './options.ts'

export type { CloudFormation, CloudFormationOptions } from './options.ts'

/** CloudFormation of one partition: all accounts and regions, told apart by who calls. */
export function createCloudFormation(_options: CloudFormationOptions): CloudFormation {
  return { name: 'cloudformation', operations: {}, tamper() {}, fail() {}, settled: async () => {} }
}
