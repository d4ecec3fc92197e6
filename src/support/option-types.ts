import { z } from 'zod'
import { parseStatus } from './http/request.ts'
import { ROLE_ARN } from './text/role-arn.ts'
import { readUrl } from './text/url.ts'
import { parseDuration, parsePercent, parseRate } from './text/durations.ts'

/** Types of options for the schemas of all tables. Durations are parsed to milliseconds. */

function readable<T>(parse: (text: string) => T | undefined, expected: string, pattern: string): z.ZodType<T, string> {
  const error = `expected ${expected}`
  return z
    .string({ error })
    .regex(new RegExp(pattern), { error })
    .transform((text, context) => {
      const value = parse(text)
      if (value !== undefined) return value
      context.addIssue({ code: 'custom', message: error })
      return z.NEVER
    })
}

export const duration = readable(
  parseDuration,
  'a duration such as 500ms, 2s, 15m or 24h',
  '^(\\d+(\\.\\d+)?(ms|s|m|h|d))+$',
)
export const rate = readable(parseRate, 'a rate such as 200/s or 90/m', '^\\d+(\\.\\d+)?/(s|m|h)$')
export const percent = readable(parsePercent, 'a share such as 0.1%', '^\\d+(\\.\\d+)?%$')

/** An octal file mode, quoted: YAML reads an unquoted 0640 as another number. */
export const mode = z.string().regex(/^[0-7]{3,4}$/, { error: 'expected a file mode in quotes, such as "0640"' })

export const identifier = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/, {
  error: 'expected a name of letters, digits, - and _, beginning with a letter',
})

/** A calendar date: the last day of validity. */
export const date = z.iso.date({ error: 'expected a date such as 2027-03-31' })

/** A text with more than spaces: a reason or an owner of spaces says nothing. */
export const text = z.string().regex(/\S/, { error: 'expected a text that is not empty' })

const EXPECTED_REGION = 'expected the code of a region, such as eu-west-1'

/** The code of a region by its form, since new ones appear: `eu-west-1`, `us-gov-east-1`, `eusc-de-east-1`. */
export const region = z
  .string({ error: EXPECTED_REGION })
  .regex(/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/, { error: EXPECTED_REGION })

const EXPECTED_ROLE =
  'expected the ARN of an IAM role, arn:aws:iam::ACCOUNT:role/NAME with the 12 digits of the account'

/** Where no placeholder is filled. */
export const roleArn = z.string({ error: EXPECTED_ROLE }).regex(new RegExp(`^${ROLE_ARN}$`), { error: EXPECTED_ROLE })

/** One with a placeholder is known only when that is filled. */
export const roleArnOrPlaceholder = z
  .string({ error: EXPECTED_ROLE })
  .regex(new RegExp(`^${ROLE_ARN}$|[{].+[}]`), { error: EXPECTED_ROLE })

/** A URL of http or https. One with a placeholder is known only when that is filled. */
export const httpUrl = text.refine((value) => /\{.+\}/.test(value) || readUrl(value) !== undefined, {
  error: 'expected a URL such as https://shop.example.com/health',
})

/** One value or a list; parsed to a list. */
export function oneOrMore<Output, Input>(one: z.ZodType<Output, Input>): z.ZodType<Output[], Input | Input[]> {
  return z
    .union([one, z.array(one).min(1, { error: 'expected at least one' })])
    .transform((value) => (Array.isArray(value) ? value : [value]))
}

/** Source of a regular expression with the flags `m` and `u`. */
export const pattern = text.refine(isPattern, { error: 'expected a regular expression' })

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'mu') instanceof RegExp
  } catch {
    return false
  }
}

const EXPECTED_STATUS = 'expected a status such as 200, 2xx or 200-299'

/** Sets of HTTP statuses: `200`, `2xx`, `200-299`, or a list of these; parsed to texts. Default: 2xx. */
export const statuses = oneOrMore(
  z.union([
    z
      .int({ error: EXPECTED_STATUS })
      .min(100, { error: EXPECTED_STATUS })
      .max(599, { error: EXPECTED_STATUS })
      .transform(String),
    z.string().refine((set) => parseStatus(set) !== undefined, { error: EXPECTED_STATUS }),
  ]),
).default(['2xx'])

export const httpMethod = z.string().regex(/^[A-Z]+$/, { error: 'expected a method such as GET' })
