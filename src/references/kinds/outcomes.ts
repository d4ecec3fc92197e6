import { errorName, httpStatus } from '../../aws/errors.ts'
import { ActionError } from '../../support/errors.ts'
import type { LookedUp, Target } from '../contract.ts'

export const FOUND = { state: 'found' } as const

export function missing(observed: string, advice: string): LookedUp {
  return { state: 'missing', observed, advice }
}

export function unusable(expected: string, observed: string, advice: string): LookedUp {
  return { state: 'unusable', expected, observed, advice }
}

export function notAllowed(why: string, advice: string): LookedUp {
  return { state: 'unknown', why, denied: true, advice }
}

/** The service answered without the member that decides. */
export function notReturned(why: string): LookedUp {
  return { state: 'unknown', why, denied: false, advice: 'Run precheck again.' }
}

/** Runs a call; an error of these names of AWS means that the target does not exist. */
export async function absentBy(
  names: readonly string[],
  work: () => Promise<LookedUp>,
  absent: () => LookedUp,
): Promise<LookedUp> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ActionError && names.includes(errorName(error))) return absent()
    throw error
  }
}

export function statusOf(error: unknown): number | undefined {
  return error instanceof ActionError ? httpStatus(error) : undefined
}

/** The advice where a target does not exist. */
export function createOrCorrect(noun: string, { id }: Target): string {
  return `Create the ${noun} ${id} in the account before the release, or correct the property or parameter.`
}

/** The last part of an ARN's resource, after its path: `service-role/web` is `web`. */
export function lastPart(id: string): string {
  return id.split('/').at(-1) ?? id
}
