import type { Command } from './contract.ts'

/** CloudWatch, Logs, CloudTrail, ACM. */
export const OBSERVE: readonly Command[] = [
  { run: 'cloudwatch put-metric-data --namespace Cli --metric-name Errors --value 3' },
  { run: 'cloudwatch list-metrics --namespace Cli', shows: 'Metrics[].MetricName', is: ['Errors'] },
  { run: 'cloudwatch list-alarm-mute-rules', shows: 'AlarmMuteRuleSummaries', is: [] },
  {
    run: 'cloudwatch put-alarm-mute-rule --name cli-quiet --rule {"Schedule":{"Expression":"at(2030-01-01T02:00)","Duration":"PT2H"}} --mute-targets {"AlarmNames":["cli-errors"]}',
  },
  { run: 'cloudwatch get-alarm-mute-rule --alarm-mute-rule-name cli-quiet', shows: 'Name', is: 'cli-quiet' },
  {
    run: 'acm import-certificate --certificate fileb://certificate.pem --private-key fileb://key.pem',
    shows: 'CertificateArn',
    sets: 'certificate',
  },
  {
    run: 'acm describe-certificate --certificate-arn {certificate}',
    shows: 'Certificate.DomainName',
    is: 'shop.example.com',
  },
  { run: 'acm list-certificates', shows: 'CertificateSummaryList[].CertificateArn', is: ['{certificate}'] },
  {
    run: 'acm describe-certificate --certificate-arn arn:aws:acm:eu-west-1:111111111111:certificate/none',
    fails: 'ResourceNotFoundException',
  },
  { run: 'cloudwatch describe-alarms --alarm-names cli-errors', shows: 'MetricAlarms[0].Threshold', is: 1.0 },
  { run: 'cloudwatch set-alarm-state --alarm-name cli-errors --state-value OK --state-reason tested' },
  {
    run: 'cloudwatch describe-alarm-history --alarm-name cli-errors',
    shows: 'AlarmHistoryItems[0].HistoryItemType',
    is: 'StateUpdate',
  },
  { run: `cloudwatch put-composite-alarm --alarm-name cli-all --alarm-rule 'ALARM(cli-errors)'` },
  {
    run: 'cloudwatch describe-alarms --alarm-types CompositeAlarm',
    shows: 'CompositeAlarms[0].AlarmName',
    is: 'cli-all',
  },
  {
    run: `cloudwatch get-metric-data --start-time 2026-01-01T00:00:00Z --end-time 2099-01-01T00:00:00Z --metric-data-queries '[{"Id":"m","MetricStat":{"Metric":{"Namespace":"Cli","MetricName":"Errors"},"Period":60,"Stat":"Sum"}}]'`,
    shows: 'MetricDataResults[0].Values',
    is: [3.0],
  },
  { run: 'cloudwatch delete-alarms --alarm-names cli-all' },
  { run: 'logs describe-log-groups --log-group-name-prefix /cli', shows: 'logGroups[0].retentionInDays', is: 14 },
  { run: 'logs create-log-stream --log-group-name /cli/web --log-stream-name one' },
  { run: 'logs describe-log-streams --log-group-name /cli/web', shows: 'logStreams[0].logStreamName', is: 'one' },
  {
    run: "logs put-log-events --log-group-name /cli/web --log-stream-name one --log-events 'timestamp={now},message=ERROR'",
  },
  {
    run: 'logs filter-log-events --log-group-name /cli/web --filter-pattern ERROR',
    shows: 'events[].message',
    is: ['ERROR'],
    eventually: true,
  },
  {
    run: 'logs get-log-events --log-group-name /cli/web --log-stream-name one',
    shows: 'events[].message',
    is: ['ERROR'],
  },
  { run: 'logs describe-metric-filters --log-group-name /cli/web', shows: 'metricFilters[0].filterName', is: 'errors' },
  {
    run: 'logs put-subscription-filter --log-group-name /cli/web --filter-name all --filter-pattern ERROR --destination-arn arn:aws:lambda:eu-west-1:111111111111:function:cli-orders',
  },
  {
    run: 'logs describe-subscription-filters --log-group-name /cli/web',
    shows: 'subscriptionFilters[0].filterName',
    is: 'all',
  },
  {
    run: 'cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=CreateChangeSet',
    shows: 'Events[0].EventName',
    is: 'CreateChangeSet',
  },
]
