import { matchesWildcards } from '../../support/text/wildcards.ts'
import { all, any, conditionHolds, conditionsHold, not, type Request, type Truth } from './conditions.ts'
import type { Condition, TrustDocument, TrustStatement } from './document.ts'
import { evaluatedClaims, type TokenClaims } from './provider.ts'

/** A token, and the provider of the role's account by which it is presented. */
export interface Presented {
  readonly provider: string
  readonly providerArn: string
  readonly claims: TokenClaims
}

const ACTION = 'sts:assumerolewithwebidentity'

/** Whether a trust policy lets a token assume its role; `unknown` where it depends on something that is not evaluated. */
export function admits(document: TrustDocument, presented: Presented): Truth {
  const request = requestOf(presented)
  const applying = (effect: TrustStatement['effect']): Truth =>
    any(
      document.statements
        .filter((statement) => statement.effect === effect)
        .map((statement) => applies(statement, presented, request, document.hasVariables)),
    )
  return all([applying('Allow'), not(applying('Deny'))])
}

/** The statements about tokens of a provider, whatever their conditions. */
export function statementsAbout(document: TrustDocument, presented: Presented): readonly TrustStatement[] {
  return document.statements.filter(
    (statement) => namesPrincipal(statement, presented.providerArn) !== 'false' && namesAction(statement),
  )
}

/** The conditions, of statements about tokens of a provider, that cannot be evaluated for a token. */
export function notEvaluated(document: TrustDocument, presented: Presented): Condition[] {
  const request = requestOf(presented)
  return statementsAbout(document, presented)
    .flatMap(({ conditions }) => conditions)
    .filter((condition) => conditionHolds(condition, request, document.hasVariables) === 'unknown')
}

function applies(
  statement: TrustStatement,
  { providerArn }: Presented,
  request: Request,
  hasVariables: boolean,
): Truth {
  if (!namesAction(statement)) return 'false'
  return all([namesPrincipal(statement, providerArn), conditionsHold(statement.conditions, request, hasVariables)])
}

function namesAction({ actions, exceptActions }: TrustStatement): boolean {
  return actions.some((action) => matchesWildcards(action.toLowerCase(), ACTION)) !== exceptActions
}

/** `*` and `{"AWS": "*"}` are equivalent (IAM User Guide, "Principal"). */
function namesPrincipal({ principals, exceptPrincipals }: TrustStatement, providerArn: string): Truth {
  const everybody = principals === '*' || principals['AWS']?.includes('*') === true
  const federated = principals === '*' ? [] : (principals['Federated'] ?? [])
  if (exceptPrincipals) {
    // Which names of a federated session except it is documented for users only.
    return everybody
      ? 'false'
      : federated.some((name) => name === providerArn || /[*?]/.test(name))
        ? 'unknown'
        : 'true'
  }
  if (everybody || federated.includes(providerArn)) return 'true'
  return federated.some((name) => /[*?]/.test(name)) ? 'unknown' : 'false'
}

function requestOf({ provider, claims }: Presented): Request {
  const values = new Map<string, string>()
  for (const claim of evaluatedClaims(provider)) {
    const value = claims[claim]
    if (value !== undefined) values.set(`${provider}:${claim}`.toLowerCase(), value)
  }
  return { values, isAbsent: isClaimKey }
}

/** Keys of claims begin with the host of a provider: those of other providers and of other claims have no value. */
function isClaimKey(key: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(\/[^:]*)?:[a-z0-9_]+$/.test(key)
}
