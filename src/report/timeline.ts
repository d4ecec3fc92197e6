import type { TimelineEntry } from '../evidence/document.ts'

/** An entry of a timeline as it is shown. `from` and `to` in milliseconds since 1970; NaN where its time is none. */
export interface TimelineRow extends TimelineEntry {
  readonly from: number
  readonly to: number
  /** Whether it belongs to what undid a deployment or an update. */
  readonly rollback: boolean
}

/** Events that are told when they end; all others are told when they begin. */
const ENDED = / (?:Succeeded|Failed)$|_(?:COMPLETE|FAILED)$/
/** As log and timeline mark the events of a rollback, or AWS names its status. */
const MARK = /^rollback: /
const STATUS = /(?:^|[ _])ROLLBACK_/

/** In order of time: steps record what they hear, which is not always in that order. */
export function inOrderOfTime(entries: readonly TimelineEntry[]): TimelineRow[] {
  const rows = entries.map((entry): TimelineRow => {
    const [at, ms] = [Date.parse(entry.at), entry.ms ?? 0]
    const from = ENDED.test(entry.event) ? at - ms : at
    const rollback = MARK.test(entry.event) || STATUS.test(entry.event)
    return { ...entry, event: entry.event.replace(MARK, ''), from, to: from + ms, rollback }
  })
  // What has no time stays behind what it was recorded after.
  let last = -Infinity
  const timed = rows.map((row) => {
    const at = Date.parse(row.at)
    last = Number.isFinite(at) ? at : last
    return { row, at: last }
  })
  return timed.toSorted((a, b) => a.at - b.at).map(({ row }) => row)
}
