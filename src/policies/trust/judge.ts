import type { TrustDocument } from '../../aws/trust/document.ts'
import { admits, notEvaluated, statementsAbout, type Presented } from '../../aws/trust/decide.ts'
import { providerArn, readRoleArn } from '../../aws/trust/provider.ts'
import {
  expectedTokens,
  ownRepository,
  pathOf,
  patternsOf,
  strangeTokens,
  tokensOfOtherWorkflows,
  workflowsOf,
  type Audience,
  type Token,
} from './tokens.ts'

/** Whom a role may trust: only jobs of the environment, or only jobs of the repository. */
export type Scope = 'environment' | 'repository'

export type StrangerKind = 'repository' | 'pull-request' | 'branch' | 'environment' | 'workflow'

/** A job that the policy admits and should not. */
export interface Stranger {
  readonly kind: StrangerKind
  readonly token: Token
  /** Whether the policy names its subject without a wildcard. */
  readonly isNamed: boolean
}

export interface TrustJudgement {
  /** Whether the jobs of this release are admitted. */
  readonly expected: 'admitted' | 'denied' | 'unknown'
  /** One of each kind. */
  readonly strangers: readonly Stranger[]
  /** Operators and keys on which an answer depends and that are not evaluated. */
  readonly notJudged: readonly string[]
  /** `any`: no condition on the workflow file; `any-ref`: the file is named, its branch or tag is not. */
  readonly workflow: 'any' | 'any-ref' | 'named' | 'not-evaluated'
  /** Principals besides GitHub's provider. */
  readonly others: readonly string[]
}

/** Pure: judges a trust policy by tokens that GitHub could issue. */
export function judgeTrust(role: string, document: TrustDocument, audience: Audience, scope: Scope): TrustJudgement {
  const arn = readRoleArn(role)
  const { provider } = audience.token
  const present = (claims: Token['claims']): Presented => ({
    provider,
    providerArn: arn === undefined ? '' : providerArn(arn, provider),
    claims,
  })
  const depends = new Set<string>()
  const isAdmitted = (token: Token): boolean | undefined => {
    const presented = present(token.claims)
    const truth = admits(document, presented)
    if (truth !== 'unknown') return truth === 'true'
    for (const { operator, key } of notEvaluated(document, presented)) depends.add(`${operator} ${key}`)
    if (depends.size === 0) depends.add('Principal')
    return undefined
  }
  const answers = expectedTokens(document, audience).map(isAdmitted)
  const expected = answers.includes(true)
    ? 'admitted'
    : answers.length === 0 || answers.includes(undefined)
      ? 'unknown'
      : 'denied'
  const strangers = new Map<string, Stranger>()
  const exact = new Set(patternsOf(document, provider, 'sub').filter((text) => !/[*?]/.test(text)))
  const note = (kind: StrangerKind, token: Token): void => {
    const isNamed = exact.has(token.claims.sub ?? '')
    const known = strangers.get(kind)
    if (known === undefined || (known.isNamed && !isNamed)) strangers.set(kind, { kind, token, isNamed })
  }
  for (const token of strangeTokens(document, audience)) {
    const kind = kindOf(token)
    if (scope === 'repository' && kind !== 'repository') continue
    if (isAdmitted(token) === true) note(kind, token)
  }
  const workflow = scope === 'repository' ? 'not-evaluated' : workflowTrust(document, audience, isAdmitted, note)
  if (ownRepository(audience.token) === undefined) depends.add('the repository of the job')
  // By a template of the subject, that of the deploying job is not known.
  else if (answers.length === 0 && scope === 'environment') depends.add(`the template of ${provider}:sub`)
  return {
    expected,
    strangers: [...strangers.values()],
    notJudged: [...depends],
    workflow,
    others: otherPrincipals(document, present({})),
  }
}

function kindOf({ repository, isPullRequest, environment }: Token): StrangerKind {
  if (repository === 'other') return 'repository'
  if (isPullRequest) return 'pull-request'
  return environment === undefined ? 'branch' : 'environment'
}

function workflowTrust(
  document: TrustDocument,
  audience: Audience,
  isAdmitted: (token: Token) => boolean | undefined,
  note: (kind: StrangerKind, token: Token) => void,
): TrustJudgement['workflow'] {
  const patterns = patternsOf(document, audience.token.provider, 'job_workflow_ref')
  const named = new Set(
    [audience.token.claims.job_workflow_ref ?? '', ...patterns].map(pathOf).filter((path) => !/[*?]/.test(path)),
  )
  const admitted = tokensOfOtherWorkflows(document, audience).filter((token) => isAdmitted(token) === true)
  const other = admitted.find(({ claims }) => !named.has(pathOf(claims.job_workflow_ref ?? '')))
  if (other !== undefined) {
    if (patterns.length === 0) return 'any'
    note('workflow', other)
  }
  const listed = new Set(workflowsOf(document, audience))
  return admitted.some(({ claims }) => !listed.has(claims.job_workflow_ref ?? '')) ? 'any-ref' : 'named'
}

function otherPrincipals(document: TrustDocument, presented: Presented): string[] {
  const about = new Set(statementsAbout(document, presented))
  return [
    ...new Set(
      document.statements
        .filter((statement) => statement.effect === 'Allow')
        .flatMap((statement) => {
          const { principals } = statement
          if (principals === '*') return about.has(statement) ? [] : ['*']
          return Object.entries(principals).flatMap(([kind, names]) =>
            names.filter((name) => name !== presented.providerArn).map((name) => `${kind} ${name}`),
          )
        }),
    ),
  ]
}
