/** The properties of all alarms. */
export const ALARM = {
  Namespace: 'Shop',
  MetricName: 'Errors',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  ComparisonOperator: 'GreaterThanThreshold',
} as const

/** The bucket for templates that are too long. */
export const TEMPLATE_BUCKET = 'engines-templates'
