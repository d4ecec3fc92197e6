import type { Call } from '../../contract.ts'
import type { Principal } from './credentials.ts'
import type { Facts } from './policy.ts'

const MS_PER_SECOND = 1_000

/** Keys that no request to the sandbox has: there are no VPC endpoints, calls by services, sign-ins with MFA. */
const ABSENT = new Set([
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpcsourceip',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'aws:multifactorauthage',
  'aws:multifactorauthpresent',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:username',
  // Keys of single actions; where an action has them, they are among the permissions that it needs.
  'iam:passedtoservice',
  'iam:policyarn',
  'iam:permissionsboundary',
])

/** Keys of tags that are absent where nothing has them: roles of the sandbox pass no tags to sessions. */
const NO_TAGS = ['aws:principaltag/', 'ssm:resourcetag/']

/** The global condition keys of a call. */
export function factsOf(principal: Principal, call: Call, now: Date): Facts {
  const user = /:user\/(?:.*\/)?([^/]+)$/.exec(principal.arn)?.[1]
  return {
    context: {
      'aws:requestedregion': call.region,
      'aws:principalaccount': principal.account,
      // For a session, the ARN of its role.
      'aws:principalarn': principal.role ?? principal.arn,
      'aws:principaltype': principal.role === undefined ? 'User' : 'AssumedRole',
      'aws:principalisawsservice': 'false',
      'aws:userid': principal.userId,
      'aws:currenttime': now.toISOString(),
      'aws:epochtime': String(Math.floor(now.getTime() / MS_PER_SECOND)),
      'aws:sourceip': '127.0.0.1',
      'aws:securetransport': 'true',
      'aws:viaawsservice': 'false',
      ...(user !== undefined && { 'aws:username': user }),
    },
    isUnknown: (key) => !ABSENT.has(key) && !NO_TAGS.some((prefix) => key.startsWith(prefix)),
  }
}
