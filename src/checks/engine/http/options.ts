import { z } from 'zod'
import { lazy } from '../../../support/lazy.ts'
import { duration, httpMethod, httpUrl, oneOrMore, pattern, statuses, text } from '../../../support/option-types.ts'
import { isExact, parseJsonPath } from '../json-path.ts'

/** Options of the check `http`. */

const MOST_REDIRECTS = 20

const headerValue = lazy(() =>
  text.refine((value) => pattern.safeParse(sourceOf(value) ?? 'any').success, {
    error: 'expected a text, or a regular expression between slashes',
  }),
)

export const details = lazy(() =>
  z.strictObject({
    url: httpUrl,
    version: z
      .literal(2)
      .optional()
      .describe('2: over HTTP/2 only. Default: HTTP/1.1. To an http URL it is spoken without a negotiation.'),
    method: httpMethod.default('GET'),
    headers: z.record(z.string(), z.string()).default({}),
    body: z
      .union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())])
      .optional()
      .describe('A text, or JSON.'),
    status: statuses.describe('Statuses that are right: 200, 2xx, 200-299, or a list of these.'),
    within: duration.optional().describe('Longest time until the last byte of the answer.'),
    contains: oneOrMore(text).optional().describe('Texts that the body must contain.'),
    matches: oneOrMore(pattern).optional().describe('Regular expressions that the body must match.'),
    json: z
      .record(
        z
          .string()
          .refine((path) => parseJsonPath(path) !== undefined, { error: 'expected a path such as items[0].name' }),
        z.json().refine(isExact, { error: 'expected a whole number of at most 2^53; write a longer one in quotes' }),
      )
      .optional()
      .describe(
        'What must be at which path of a JSON body: `items[0].name: tea`. A whole number beyond 2^53 is written in quotes.',
      ),
    'json-schema': z
      .union([text, z.record(z.string(), z.unknown())])
      .optional()
      .describe('A JSON Schema that the body must satisfy: a file of the workspace, or the schema itself.'),
    'expect-headers': z
      .record(z.string(), headerValue())
      .optional()
      .describe('Headers of the answer and their values; a value between slashes is a regular expression.'),
    redirects: z
      .int()
      .min(0)
      .max(MOST_REDIRECTS)
      .default(0)
      .describe('How many redirects are followed. Default: none.'),
    'expect-tls': z
      .strictObject({
        'days-left': z.int().min(0).optional().describe('How many days the certificate must still hold.'),
        'at-least': z.enum(['TLSv1.2', 'TLSv1.3']).optional(),
      })
      .optional(),
  }),
)

export interface HttpOptions {
  readonly http: z.output<ReturnType<typeof details>>
}

/** The regular expression between slashes. */
export function sourceOf(value: string): string | undefined {
  return /^\/(.+)\/$/s.exec(value)?.[1]
}
