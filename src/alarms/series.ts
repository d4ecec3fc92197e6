import type { MessageData, MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch'
import type { Alarms } from '../aws/clients/services.ts'
import { pagesOf } from '../aws/pages.ts'

/** One series of a query, of all pages. */
export interface Series {
  readonly id: string
  readonly label: string
  /** Values by the begin of their period, in milliseconds since 1970. */
  readonly points: ReadonlyMap<number, number>
  /** `Complete`, or what is wrong: of the last page. */
  readonly status: string
}

/** Reads the series of queries, all pages. `to` is exclusive; times in milliseconds since 1970. */
export async function readResults(
  alarms: Pick<Alarms, 'getMetricData'>,
  queries: readonly MetricDataQuery[],
  { from, to }: { readonly from: number; readonly to: number },
): Promise<MetricDataResult[]> {
  const results: MetricDataResult[] = []
  const pages = pagesOf('NextToken', (next) =>
    alarms.getMetricData({
      MetricDataQueries: [...queries],
      StartTime: new Date(from),
      EndTime: new Date(to),
      ScanBy: 'TimestampAscending',
      ...next,
    }),
  )
  const messages: MessageData[] = []
  for await (const { MetricDataResults = [], Messages = [] } of pages) {
    results.push(...MetricDataResults)
    messages.push(...Messages)
  }
  // A message about the whole call, such as that it has too many metrics, is one about each series.
  if (messages.length === 0) return results
  return results.map((one) => ({ ...one, StatusCode: 'PartialData', Messages: [...(one.Messages ?? []), ...messages] }))
}

/** Puts the pages of each series together; only full periods within the window count. Pure. */
export function seriesOf(
  results: readonly MetricDataResult[],
  period: number,
  { from, to }: { readonly from: number; readonly to: number },
): Series[] {
  const series = new Map<string, Series & { points: Map<number, number>; status: string }>()
  const contradictions = new Map<Series, string>()
  for (const result of results) {
    const { Id: id = '', Label: label = '', StatusCode, Messages, Timestamps = [], Values = [] } = result
    const times = Timestamps.map((time) => time.getTime())
    // Pages of a series have different times: the same ones again are those of another series with that label.
    const isTaken = (key: string): boolean => times.some((at) => series.get(key)?.points.has(at) === true)
    let key = `${id} ${label}`
    while (isTaken(key)) key += ' and another'
    const own = series.get(key) ?? { id, label, points: new Map<number, number>(), status: '' }
    const contradicts = contradictionIn(times, Values)
    for (const [index, at] of times.entries()) {
      const value = Values[index]
      if (value !== undefined && at >= from && at + period <= to) own.points.set(at, value)
    }
    // Of each series the last page says whether it is complete.
    own.status = showStatus(StatusCode, Messages)
    if (contradicts !== undefined) contradictions.set(own, contradicts)
    series.set(key, own)
  }
  return [...series.values()].map((one) => ({ ...one, status: contradictions.get(one) ?? one.status }))
}

/** What is wrong with the times and values of one page. */
function contradictionIn(times: readonly number[], values: readonly number[]): string | undefined {
  if (times.length !== values.length) return `${times.length} times and ${values.length} values`
  const known = new Map<number, number | undefined>()
  for (const [index, at] of times.entries()) {
    if (known.has(at) && known.get(at) !== values[index]) return `two values for ${new Date(at).toISOString()}`
    known.set(at, values[index])
  }
  return undefined
}

function showStatus(status: string | undefined, messages: readonly MessageData[] = []): string {
  if (status === 'Complete') return status
  return [status ?? 'no status', ...messages.map(({ Code, Value }) => `${Code}: ${Value}`)].join('; ')
}
