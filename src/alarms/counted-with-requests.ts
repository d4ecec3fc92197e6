import type { Metric, MetricDataResult } from '@aws-sdk/client-cloudwatch'

/**
 * Metrics that are reported only where they are not zero, and the metric of the same dimensions that counts the requests:
 * while requests flow, nothing reported is zero
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html). Pure.
 */
const COUNTED_WITH_REQUESTS = {
  namespace: 'AWS/ApplicationELB',
  name: /^(HTTPCode_|TargetConnectionErrorCount$)/,
  by: 'RequestCount',
} as const

/** The metric of the requests; undefined where a metric is reported in any case. */
export function requestsBehind({ Namespace, MetricName = '', Dimensions = [] }: Metric): Metric | undefined {
  const { namespace, name, by } = COUNTED_WITH_REQUESTS
  return Namespace === namespace && name.test(MetricName) ? { Namespace, MetricName: by, Dimensions } : undefined
}

/** No request proves nothing. */
export function withoutZeros(results: readonly MetricDataResult[]): MetricDataResult[] {
  return results.map((result) => {
    const { Timestamps = [], Values = [] } = result
    const used = Values.map((value) => value > 0)
    return { ...result, Timestamps: Timestamps.filter((_, at) => used[at]), Values: Values.filter((_, at) => used[at]) }
  })
}
