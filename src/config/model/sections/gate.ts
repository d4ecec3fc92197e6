import { z } from 'zod'
import { date, duration, text } from '../../../support/option-types.ts'
import { KINDS } from '../../../evidence/kind.ts'
import { lazy } from '../../../support/lazy.ts'
import { whereNamed, type Names } from './named.ts'
import { reviewers } from './reviewers.ts'

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const time = lazy(() => z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'expected a time such as 09:30' }))
const timeZone = () => text.refine(isTimeZone, { error: 'expected a time zone such as Europe/Berlin' })

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** When production may be deployed to. */
export const calendar = () =>
  z.strictObject({
    'time-zone': timeZone().default('UTC'),
    open: z
      .array(
        z.strictObject({
          days: z
            .array(z.enum(DAYS))
            .min(1)
            .default([...DAYS]),
          from: time().default('00:00'),
          to: time().default('00:00').describe('Exclusive; a time not after `from` is one of the next day.'),
        }),
      )
      .min(1)
      .optional()
      .describe('Change windows; a deployment starts in one of them only. Default: always.'),
    freeze: z
      .array(
        z
          .strictObject({ from: date, to: date.describe('The last day.'), reason: text })
          .refine(({ from, to }) => from <= to, {
            error: 'expected a last day that is not before the first',
            path: ['to'],
          }),
      )
      .default([])
      .describe('Days without deployments.'),
  })

/** The policy that opens production. */
export const gate = (names: Names) =>
  z.strictObject({
    require: z
      .array(z.enum(KINDS))
      .optional()
      .describe('Kinds of checks that must have passed. Default: the kinds that are configured.'),
    'evidence-younger-than': duration.default(86_400_000),
    reviewers: reviewers.prefault({}).describe('What the GitHub environment of production must require.'),
    calendar: whereNamed(names('calendar'), calendar).optional().describe('Change windows and freezes.'),
  })
