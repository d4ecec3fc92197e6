import { expect, test } from '@jest/globals'
import { calendar as schema } from '../../../src/config/model/sections/gate.ts'
import { rule } from '../../../src/policies/gate/calendar.ts'
import type { GateFacts } from '../../../src/policies/gate/contract.ts'
import { facts, judged } from './facts.ts'

/** Change windows and freezes of production. */

const OFFICE = {
  'time-zone': 'Europe/Berlin',
  open: [{ days: ['mon', 'tue', 'wed', 'thu'], from: '09:00', to: '16:00' }],
}
const NIGHT = { open: [{ days: ['fri'], from: '22:00', to: '02:00' }] }
const YEAR_END = {
  'time-zone': 'America/New_York',
  freeze: [{ from: '2026-12-20', to: '2027-01-02', reason: 'year end' }],
}
/** Berlin's clocks go from 02:00 to 03:00 on 2026-03-29 at 01:00 UTC, and from 03:00 to 02:00 on 2026-10-25 at 01:00 UTC. */
const CHANGE = {
  'time-zone': 'Europe/Berlin',
  open: [
    { days: ['sat'], from: '23:00', to: '02:30' },
    { days: ['sun'], from: '02:40', to: '03:00' },
  ],
}
const SUNDAYS = { 'time-zone': 'Europe/Berlin', open: [{ days: ['sun'] }] }
const freezeIn = (zone: string): object => ({
  'time-zone': zone,
  freeze: [{ from: '2026-11-30', to: '2026-11-30', reason: 'inventory' }],
})
const at = (given: object, time: string, more: Partial<GateFacts> = { mustBeInside: true }): string[] =>
  judged(rule, { ...facts, calendars: [schema().parse(given)], now: new Date(time), ...more })

test.each<[string, object, string, string[]]>([
  ['in a window', OFFICE, '2026-11-23T14:59:00Z', []],
  ['at its end, by the clock of the time zone', OFFICE, '2026-11-23T15:00:00Z', ['outside-window fail']],
  ['in summer time', OFFICE, '2026-07-06T07:00:00Z', []],
  ['before it, in winter', OFFICE, '2026-11-23T07:59:00Z', ['outside-window fail']],
  ['on another weekday', OFFICE, '2026-11-27T10:00:00Z', ['outside-window fail']],
  ['in a window over midnight', NIGHT, '2026-11-28T01:59:00Z', []],
  ['after it', NIGHT, '2026-11-28T02:00:00Z', ['outside-window fail']],
  ['the night before it', NIGHT, '2026-11-27T01:00:00Z', ['outside-window fail']],
  ['on the last day of a freeze', YEAR_END, '2027-01-03T04:59:00Z', ['frozen fail']],
  ['on the day after it', YEAR_END, '2027-01-03T05:00:00Z', []],
  ['in a window that the change to summer time shortens', CHANGE, '2026-03-29T00:59:00Z', []],
  ['after its end, a time that the clock skips', CHANGE, '2026-03-29T01:00:00Z', ['outside-window fail']],
  ['in the hour before the clocks go back', CHANGE, '2026-10-25T00:45:00Z', []],
  ['between the windows of that hour', CHANGE, '2026-10-25T00:35:00Z', ['outside-window fail']],
  ['in the same hour once more', CHANGE, '2026-10-25T01:45:00Z', []],
  ['after it', CHANGE, '2026-10-25T02:00:00Z', ['outside-window fail']],
  ['in the last minute of a day of 23 hours', SUNDAYS, '2026-03-29T21:59:00Z', []],
  ['in the last minute of a day of 25 hours', SUNDAYS, '2026-10-25T22:59:00Z', []],
  ['on the day after it', SUNDAYS, '2026-10-25T23:00:00Z', ['outside-window fail']],
  [
    'on a day that has started in the easternmost time zone',
    freezeIn('Pacific/Kiritimati'),
    '2026-11-29T10:00:00Z',
    ['frozen fail'],
  ],
  ['before that day', freezeIn('Pacific/Kiritimati'), '2026-11-29T09:59:00Z', []],
  [
    'on a day that has not ended in the westernmost time zone',
    freezeIn('Pacific/Pago_Pago'),
    '2026-12-01T10:59:00Z',
    ['frozen fail'],
  ],
  ['after that day', freezeIn('Pacific/Pago_Pago'), '2026-12-01T11:00:00Z', []],
])('a deployment %s', (_, given, time, expected) => expect(at(given, time)).toEqual(expected))

test('the gate before the approval only reports it', () => {
  expect(at(YEAR_END, '2026-12-24T12:00:00Z', { where: 'outside' })).toEqual(['frozen noted'])
  expect(
    rule.judge({ ...facts, calendars: [schema().parse(YEAR_END)], now: new Date('2026-12-24T12:00:00Z') })[0],
  ).toMatchObject({
    title: 'production is frozen until 2027-01-02: year end',
    observed: 'thu 2026-12-24 07:00 (America/New_York)',
  })
})

test('a freeze that ends before it starts is refused', () => {
  const freeze = [{ from: '2026-12-31', to: '2026-12-01', reason: 'year end' }]
  expect(schema().safeParse({ freeze }).success).toBe(false)
})

test.each(['Mars/Olympus', ''])('%j is not a time zone', (zone) => {
  expect(schema().safeParse({ 'time-zone': zone }).success).toBe(false)
})
