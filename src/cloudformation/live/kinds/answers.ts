import { errorName } from '../../../aws/errors.ts'
import { ActionError } from '../../../support/errors.ts'

/** What services answer to the reads of live state. */

export type Properties = Readonly<Record<string, unknown>>

/** The answer, or undefined where the service says by this error that there is none. */
export async function orNone<T>(read: Promise<T>, error404: string): Promise<T | undefined> {
  try {
    return await read
  } catch (error) {
    if (errorName(error) === error404) return undefined
    throw error
  }
}

/** What AWS answers each time: an answer without it proves nothing. */
export function present<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value
  throw new ActionError('aws/service', { message: `AWS answered without ${what}`, subject: 'aws' })
}

/** The policy of an answer; undefined where there is no answer, since there is no policy. */
export function policyIn(answer: { readonly Policy?: string | undefined } | undefined): string | undefined {
  return answer === undefined ? undefined : present(answer.Policy, 'a policy')
}
