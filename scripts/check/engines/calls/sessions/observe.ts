import type { Session } from '../contract.ts'

const GROUP = { logGroupName: '/calls/web' }
const STREAM = { ...GROUP, logStreamName: 'one' }
const ALARM = { AlarmName: 'calls-errors' }

/** CloudWatch Logs and alarms. */
export const LOGS: Session = {
  name: 'logs',
  calls: [
    { call: 'logs:CreateLogGroup', with: GROUP },
    { call: 'logs:CreateLogGroup', with: GROUP, fails: 'ResourceAlreadyExistsException' },
    { call: 'logs:PutRetentionPolicy', with: { ...GROUP, retentionInDays: 7 } },
    { call: 'logs:DescribeLogGroups', with: { logGroupNamePrefix: '/calls' } },
    { call: 'logs:DeleteRetentionPolicy', with: GROUP },
    { call: 'logs:DescribeLogGroups', with: { logGroupNamePrefix: '/calls' } },
    { call: 'logs:CreateLogStream', with: STREAM },
    { call: 'logs:CreateLogStream', with: STREAM, fails: 'ResourceAlreadyExistsException' },
    { call: 'logs:DescribeLogStreams', with: GROUP },
    { call: 'logs:GetLogEvents', with: { ...STREAM, startFromHead: true } },
    { call: 'logs:GetLogEvents', with: { ...GROUP, logStreamName: 'none' }, fails: 'ResourceNotFoundException' },
    { call: 'logs:FilterLogEvents', with: GROUP },
    {
      call: 'logs:PutMetricFilter',
      with: {
        ...GROUP,
        filterName: 'errors',
        filterPattern: 'ERROR',
        metricTransformations: [{ metricName: 'Errors', metricNamespace: 'Calls', metricValue: '1' }],
      },
    },
    { call: 'logs:DescribeMetricFilters', with: GROUP },
    { call: 'logs:DeleteMetricFilter', with: { ...GROUP, filterName: 'errors' } },
    { call: 'logs:DescribeMetricFilters', with: GROUP },
    { call: 'logs:DescribeSubscriptionFilters', with: GROUP },
    {
      call: 'logs:DeleteSubscriptionFilter',
      with: { ...GROUP, filterName: 'none' },
      fails: 'ResourceNotFoundException',
    },
    { call: 'logs:DeleteLogGroup', with: GROUP },
    { call: 'logs:DeleteLogGroup', with: GROUP, fails: 'ResourceNotFoundException' },
  ],
}

export const ALARMS: Session = {
  name: 'alarms',
  calls: [
    {
      call: 'cloudwatch:PutMetricAlarm',
      with: {
        ...ALARM,
        Namespace: 'Calls',
        MetricName: 'Errors',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 5,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
      },
    },
    { call: 'cloudwatch:DescribeAlarms', with: { AlarmNames: ['calls-errors'] } },
    { call: 'cloudwatch:SetAlarmState', with: { ...ALARM, StateValue: 'ALARM', StateReason: 'tested' } },
    { call: 'cloudwatch:DescribeAlarms', with: { StateValue: 'ALARM' } },
    {
      call: 'cloudwatch:SetAlarmState',
      with: { AlarmName: 'none', StateValue: 'OK', StateReason: 'x' },
      fails: 'ResourceNotFound',
    },
    { call: 'cloudwatch:PutCompositeAlarm', with: { AlarmName: 'calls-all', AlarmRule: 'ALARM("calls-errors")' } },
    { call: 'cloudwatch:DescribeAlarms', with: { AlarmNames: ['calls-all'], AlarmTypes: ['CompositeAlarm'] } },
    { call: 'cloudwatch:DescribeAlarmHistory', with: ALARM },
    {
      call: 'cloudwatch:PutMetricData',
      with: { Namespace: 'Calls', MetricData: [{ MetricName: 'Errors', Value: 3 }] },
    },
    { call: 'cloudwatch:ListMetrics', with: { Namespace: 'Calls' } },
    { call: 'cloudwatch:DeleteAlarms', with: { AlarmNames: ['calls-errors', 'calls-all'] } },
    { call: 'cloudwatch:DescribeAlarms', with: { AlarmNames: ['calls-errors'] } },
  ],
}
