/** The subcommands, in the order of a release. */
export const COMMAND_NAMES = [
  'package',
  'precheck',
  'deploy-preprod',
  'verify',
  'gate',
  'deploy-production',
  'rollback',
  'teardown',
] as const

export type CommandName = (typeof COMMAND_NAMES)[number]
