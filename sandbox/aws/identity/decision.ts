import { conditionHolds, matchesAction, matchesResource, matchingStatements, namedIn, statementsOf } from './policy.ts'
import type { Caller, PolicyDocument, Question, Statement } from './policy.ts'

/** The policies that decide about a request of one principal. */
export interface Policies {
  readonly identity: readonly PolicyDocument[]
  /** The permissions boundary; absent allows all. */
  readonly boundary?: PolicyDocument
  /** The policy that was passed for the session; absent allows all. */
  readonly session?: readonly PolicyDocument[]
  /** Service control policies, one list for each level from the root to the account; empty outside organizations. */
  readonly control?: readonly (readonly PolicyDocument[])[]
  /** The policy of the resource, which is in the caller's account. */
  readonly resource?: PolicyDocument
}

export type Kind = 'identity' | 'boundary' | 'session' | 'control' | 'resource'

export interface Outcome {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny'
  /** The kind of policy that denies, or that does not allow; absent when the request is allowed. */
  readonly by?: Kind
  readonly controlAllows: boolean
  readonly boundaryAllows: boolean
}

/**
 * Evaluates a request within one account, as the IAM User Guide describes ("How AWS enforcement code logic evaluates
 * requests"): an explicit deny in any policy; then service control policies, the resource policy, identity policies,
 * the permissions boundary, the session policy.
 */
export function evaluate(policies: Policies, question: Question, caller: Caller): Outcome {
  const { identity, boundary, session, control = [], resource } = policies
  const effects = (documents: readonly PolicyDocument[]): Effects =>
    effectsOf(documents.flatMap((document) => matchingStatements(document, question)))
  const levels = control.map(effects)
  const own = effects(identity)
  const limit = boundary && effects([boundary])
  const passed = session && effects(session)
  const granted = resource === undefined ? [] : namingStatements(resource, question, caller)
  const deniers: [Kind, boolean][] = [
    ['control', levels.some(({ denies }) => denies)],
    ['resource', granted.some(([each]) => each.Effect === 'Deny')],
    ['identity', own.denies],
    ['boundary', limit?.denies ?? false],
    ['session', passed?.denies ?? false],
  ]
  const shown = {
    controlAllows: levels.every(({ allows, denies }) => allows && !denies),
    boundaryAllows: limit === undefined || (limit.allows && !limit.denies),
  }
  const denier = deniers.find(([, denies]) => denies)?.[0]
  if (denier !== undefined) return { decision: 'explicitDeny', by: denier, ...shown }
  const missing = (by: Kind): Outcome => ({ decision: 'implicitDeny', by, ...shown })
  const allowed: Outcome = { decision: 'allowed', ...shown }
  if (!shown.controlAllows) return missing('control')
  const grants = granted.filter(([each]) => each.Effect === 'Allow').map(([, named]) => named)
  // A grant to the session or the user itself is not limited by the boundary or a session policy.
  if (grants.includes('caller')) return allowed
  if (!own.allows && !grants.includes('role')) return missing('identity')
  if (!shown.boundaryAllows) return missing('boundary')
  return passed === undefined || passed.allows ? allowed : missing('session')
}

interface Effects {
  readonly allows: boolean
  readonly denies: boolean
}

const effectsOf = (statements: readonly Statement[]): Effects => ({
  allows: statements.some(({ Effect }) => Effect === 'Allow'),
  denies: statements.some(({ Effect }) => Effect === 'Deny'),
})

/** The statements of a resource policy about the caller, with how they name it. A deny may name the account. */
function namingStatements(policy: PolicyDocument, question: Question, caller: Caller) {
  return statementsOf(policy).flatMap((each) => {
    const named = namedIn(each, caller)
    const applies =
      named !== 'no' &&
      matchesAction(each, question.action) &&
      matchesResource(each, question, policy.Version) &&
      conditionHolds(each, question, policy.Version)
    return applies ? [[each, named] as const] : []
  })
}
