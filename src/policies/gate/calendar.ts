import type { Finding } from '../../evidence/finding.ts'
import type { GateFacts, GateRule } from './contract.ts'

type Calendar = GateFacts['calendars'][number]
type Window = NonNullable<Calendar['open']>[number]

export const rule: GateRule = {
  meta: {
    code: 'calendar',
    title: 'Production is deployed to in a change window, and not in a freeze.',
    docs: '`gate.calendar` has change windows (days and times) and freezes (dates and a reason), in a time zone. The time at which the deployment starts counts: before the approval the gate only notes it.',
    codes: ['gate/frozen', 'gate/outside-window'],
  },
  judge(facts) {
    return facts.calendars.flatMap((calendar) => judgeCalendar(calendar, facts))
  },
}

function judgeCalendar(calendar: Calendar, { now, key, where, mustBeInside }: GateFacts): Finding[] {
  const starts = mustBeInside || where === 'inside'
  const local = localTime(now, calendar['time-zone'])
  const shown = `${local.day} ${local.date} ${local.time} (${calendar['time-zone']})`
  const say = (code: 'gate/frozen' | 'gate/outside-window', title: string, expected: string): Finding => ({
    code,
    outcome: starts ? 'fail' : 'noted',
    title,
    subject: `environment/${key}/calendar`,
    expected,
    observed: shown,
    advice: 'Run the job of the deployment again at another time; in an emergency use the input `break-glass`.',
  })
  const frozen = calendar.freeze.filter(({ from, to }) => from <= local.date && local.date <= to)
  return [
    ...frozen.map(({ from, to, reason }) =>
      say('gate/frozen', `${key} is frozen until ${to}: ${reason}`, `a day before ${from} or after ${to}`),
    ),
    ...(calendar.open && !calendar.open.some((window) => isIn(window, local))
      ? [say('gate/outside-window', `${key} is outside of its change windows`, calendar.open.map(show).join('; '))]
      : []),
  ]
}

interface LocalTime {
  readonly day: string
  readonly date: string
  readonly time: string
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** A moment on the clocks of a time zone. */
function localTime(now: Date, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(now)
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  const date = `${part('year')}-${part('month')}-${part('day')}`
  return { date, time: `${part('hour')}:${part('minute')}`, day: DAYS[new Date(`${date}T12:00:00Z`).getUTCDay()] ?? '' }
}

/** A window that ends on the next day belongs to the day on which it begins. */
function isIn({ days, from, to }: Window, { day, time }: LocalTime): boolean {
  const today = days.some((one) => one === day)
  if (from < to) return today && from <= time && time < to
  const yesterday = DAYS[(DAYS.indexOf(day) + 6) % 7]
  return (today && time >= from) || (days.some((one) => one === yesterday) && time < to)
}

function show({ days, from, to }: Window): string {
  return `${days.join(', ')} ${from}–${to}`
}
