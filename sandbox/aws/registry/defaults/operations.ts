import type { DefaultsByType } from '../contract.ts'
import { filled, fixed } from './fill.ts'

/** Alarms, logs, deployments and parameters. */
export const OPERATIONS_DEFAULTS: DefaultsByType = {
  'AWS::CloudWatch::CompositeAlarm': fixed('template reference', { ActionsEnabled: true }),
  'AWS::CodeDeploy::Application': fixed('CodeDeploy API reference, CreateApplication', { ComputePlatform: 'Server' }),
  'AWS::CodeDeploy::DeploymentGroup': {
    source: 'template reference; CodeDeploy API reference, CreateDeploymentGroup',
    complete: (known) =>
      filled(known, {
        OutdatedInstancesStrategy: 'UPDATE',
        TerminationHookEnabled: false,
        ...(known['AlarmConfiguration'] !== undefined && { AlarmConfiguration: { IgnorePollAlarmFailure: false } }),
      }),
  },
  'AWS::Logs::SubscriptionFilter': fixed('CloudWatch Logs API reference, PutSubscriptionFilter', {
    ApplyOnTransformedLogs: false,
    Distribution: 'ByLogStream',
  }),
}
