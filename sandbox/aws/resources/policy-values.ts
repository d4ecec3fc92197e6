import { ServiceError } from '../../contract.ts'
import { policyDocument } from '../identity/policy.ts'
import { handlerMessage } from './live.ts'

/** A resource policy as the service keeps it: text, which is returned as it was written. */
export const policyText = (given: unknown): string => (typeof given === 'string' ? given : JSON.stringify(given))

/** A kept policy as the property of a template. */
export const policyProperty = (text: string): unknown => JSON.parse(text)

/** Throws the service's error for a text that is not a policy document. */
export function assertPolicy(text: string, code: string, message: string): void {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    throw new ServiceError(code, message)
  }
  const read = policyDocument.safeParse(given)
  const [issue] = read.error?.issues ?? []
  if (issue !== undefined) throw new ServiceError(code, `${message} (${issue.path.join('.')}: ${issue.message})`)
}

/** Runs a change of a resource handler; an error of the service becomes the handler's. */
export function handled<T>(service: string, change: () => T): T {
  try {
    return change()
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    const code = error.status === 404 || /NotFound|NonExistent|NoSuch/.test(error.code) ? 'NotFound' : 'InvalidRequest'
    throw handlerMessage(`${error.message} (Service: ${service}, Status Code: ${error.status})`, code)
  }
}
