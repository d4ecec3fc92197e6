import type { Config } from '../../config/schema/index.ts'

/** Whether another calendar lets more deployments through. Pure; dates are ISO dates. */

type Calendar = Config['gate']['calendar']
type Windows = NonNullable<Calendar>['open']

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const DAY_MINUTES = 24 * 60
const WEEK_MINUTES = WEEK.length * DAY_MINUTES

/** Whether a day that was frozen no longer is. What is over does not count; yesterday is not over in every time zone. */
export function thaws(before: Calendar, after: Calendar, today: string): boolean {
  const since = daysAfter(today, -1)
  return (before?.freeze ?? []).some(({ from, to }) => to >= since && !isFrozen(after, from > since ? from : since, to))
}

/** Whether a minute of the week is now in a change window that was in none. */
export function opensMore(before: Calendar, after: Calendar): boolean {
  const was = openMinutes(before?.open)
  return openMinutes(after?.open).some((open, minute) => open && was[minute] !== true)
}

/** Whether freezes cover every day. */
function isFrozen(calendar: Calendar, from: string, to: string): boolean {
  let next = from
  for (const freeze of (calendar?.freeze ?? []).toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (freeze.from <= next && freeze.to >= next) next = daysAfter(freeze.to, 1)
  }
  return next > to
}

function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MINUTES * 60_000).toISOString().slice(0, 10)
}

function openMinutes(windows: Windows): boolean[] {
  const open = Array.from({ length: WEEK_MINUTES }, () => windows === undefined)
  for (const { days, from, to } of windows ?? []) {
    const [start, end] = [minuteOf(from), minuteOf(to)]
    const length = end > start ? end - start : end + DAY_MINUTES - start
    for (const day of days) {
      const first = WEEK.indexOf(day) * DAY_MINUTES + start
      for (let minute = first; minute < first + length; minute++) open[minute % WEEK_MINUTES] = true
    }
  }
  return open
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
