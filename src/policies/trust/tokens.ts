import type { TrustDocument } from '../../aws/trust/document.ts'
import type { TokenClaims, ClaimName } from '../../aws/trust/provider.ts'
import type { PresentedToken } from '../../aws/trust/statement.ts'
import {
  bothSubjects,
  environmentContext,
  environmentIn,
  readSubject,
  type NamedRepository,
} from '../../aws/trust/subject.ts'
import { matchesWildcards } from '../../support/text/wildcards.ts'

/** A token that GitHub could issue, and what its job is. */
export interface Token {
  readonly claims: TokenClaims
  readonly repository: 'own' | 'other'
  /** Of the job; undefined for a job without one. */
  readonly environment: string | undefined
  readonly isPullRequest: boolean
}

/** What a trust policy is judged for. */
export interface Audience {
  readonly token: PresentedToken
  readonly aud: string
  /** The GitHub environment that the role is for. */
  readonly environment: string
}

/** Stands for whatever a wildcard may match. */
const ANY = 'x'
const OTHER_ID = '999999999'
const OTHER_BRANCH = 'refs/heads/other'
const PULL_REQUEST = 'refs/pull/1/merge'
const OTHER_ENVIRONMENT = 'other-environment'
const OTHER_WORKFLOW = '.github/workflows/other.yml'

/** The values with which a policy compares a claim. */
export function patternsOf({ statements }: TrustDocument, provider: string, claim: ClaimName): string[] {
  const key = `${provider}:${claim}`.toLowerCase()
  return [
    ...new Set(
      statements.flatMap(({ conditions }) =>
        conditions.filter((each) => each.key.toLowerCase() === key).flatMap(({ values }) => values),
      ),
    ),
  ]
}

/** The job's own repository; undefined where its token does not say so. */
export function ownRepository({ claims }: PresentedToken): NamedRepository | undefined {
  const subject = readSubject(claims.sub ?? '')
  const [owner, repository] = claims.repository?.split('/') ?? [subject?.owner, subject?.repository]
  if (owner === undefined || repository === undefined) return undefined
  // An Enterprise Server does not evaluate numbers, and its subjects have none.
  const { repository_id: repositoryId = '0', repository_owner_id: ownerId = '0' } = claims
  return { owner, ownerId, repository, repositoryId }
}

/** Refs of the workflow file that may be those of a job of this release: the own one, and what the policy names. */
export function workflowsOf(document: TrustDocument, { token }: Audience): string[] {
  return unique([token.claims.job_workflow_ref, ...filled(patternsOf(document, token.provider, 'job_workflow_ref'))])
}

/** The tokens that the jobs of this release can have in the environment. `subject`: the form that the repository has now. */
export function expectedTokens(document: TrustDocument, audience: Audience): Token[] {
  const own = ownRepository(audience.token)
  const current = readSubject(audience.token.claims.sub ?? '')
  if (own === undefined || current === undefined) return []
  const [plain = '', immutable = ''] = bothSubjects(own, environmentContext(audience.environment))
  const sub = current.repositoryId === undefined ? plain : immutable
  return tokensWith(document, audience, own, {
    subs: [sub],
    environments: [audience.environment],
    workflows: workflowsOf(document, audience),
  })
}

/**
 * Tokens of jobs that are none of this release in the environment: of pull requests, of branches without an environment, of other
 * environments, and of other repositories. Wildcards of the policy are filled so that they match if anything does.
 */
export function strangeTokens(document: TrustDocument, audience: Audience): Token[] {
  const { token, environment } = audience
  const own = ownRepository(token)
  if (own === undefined) return []
  const subjects = patternsOf(document, token.provider, 'sub')
  const instances = filled(subjects)
  const named = instances.flatMap((text) => readSubject(text) ?? [])
  const environments = unique([
    environment,
    OTHER_ENVIRONMENT,
    ...filled(patternsOf(document, token.provider, 'environment')),
    ...named.map(({ context }) => environmentIn(context)),
  ])
  const refs = refsOf(document, audience)
  const contexts = [
    ...environments.map(environmentContext),
    'pull_request',
    ...unique([...refs, OTHER_BRANCH]).map((ref) => `ref:${ref}`),
  ]
  const workflows = workflowsOf(document, audience)
  const ofOwn = tokensWith(document, audience, own, {
    subs: contexts.flatMap((context) => bothSubjects(own, context)),
    environments,
    workflows,
  })
  const ofOthers = othersOf(document, audience, own).flatMap((other) =>
    tokensWith(document, audience, other, {
      subs: [
        ...contexts.flatMap((context) => bothSubjects(other, context)),
        ...crafted(subjects, bothSubjects(other, `ref:refs/heads/${ANY}`)),
      ],
      environments: [environment],
      workflows: unique([...workflows, `${other.owner}/${other.repository}/${OTHER_WORKFLOW}@refs/heads/main`]),
    }),
  )
  const isExpected = ({ claims, environment: held }: Token): boolean =>
    held === environment && claims.environment === environment && readSubject(claims.sub ?? '') !== undefined
  return [...ofOwn.filter((one) => !isExpected(one)), ...ofOthers]
}

/** Expected tokens, but of other workflow files. */
export function tokensOfOtherWorkflows(document: TrustDocument, audience: Audience): Token[] {
  const { token } = audience
  const own = ownRepository(token)
  if (own === undefined) return []
  const named = workflowsOf(document, audience)
  const home = token.claims.job_workflow_ref?.split('/').slice(0, 2).join('/')
  const paths = unique([
    ...named.map(pathOf),
    home && `${home}/${OTHER_WORKFLOW}`,
    `${own.owner}/${own.repository}/${OTHER_WORKFLOW}`,
    `${ANY}/${ANY}/${OTHER_WORKFLOW}`,
  ])
  const refs = unique([...named.map((each) => each.slice(pathOf(each).length + 1)), OTHER_BRANCH])
  return tokensWith(document, audience, own, {
    subs: bothSubjects(own, environmentContext(audience.environment)),
    environments: [audience.environment],
    workflows: paths.flatMap((path) => refs.map((ref) => `${path}@${ref}`)),
  })
}

/** The file of a `job_workflow_ref`, without its ref. */
export function pathOf(workflow: string): string {
  return workflow.split('@', 1)[0] ?? ''
}

interface Variants {
  readonly subs: readonly string[]
  readonly environments: readonly string[]
  readonly workflows: readonly string[]
}

function tokensWith(
  document: TrustDocument,
  audience: Audience,
  repository: NamedRepository,
  { subs, environments, workflows }: Variants,
): Token[] {
  const { token, aud } = audience
  const own = ownRepository(token)
  const refs = refsOf(document, audience)
  return unique(subs).flatMap((sub) => {
    const context = readSubject(sub)?.context
    const isPullRequest = context === 'pull_request'
    const fixed = context === undefined ? undefined : environmentIn(context)
    const named = context === undefined ? environments : [fixed]
    const namedRef = /^ref:(.+)$/s.exec(context ?? '')?.[1]
    const possible = isPullRequest ? [PULL_REQUEST] : namedRef === undefined ? refs : [namedRef]
    return named.flatMap((environment) =>
      (possible.length === 0 ? [undefined] : possible).flatMap((ref) =>
        (workflows.length === 0 ? [undefined] : workflows).map((workflow): Token => ({
          repository: repository === own || repository.repositoryId === own?.repositoryId ? 'own' : 'other',
          environment,
          isPullRequest,
          claims: {
            aud,
            sub,
            ...(ref !== undefined && { ref }),
            repository: `${repository.owner}/${repository.repository}`,
            repository_id: repository.repositoryId,
            repository_owner_id: repository.ownerId,
            ...(environment !== undefined && { environment }),
            ...(workflow !== undefined && { job_workflow_ref: workflow }),
            // Whoever writes a workflow chooses its name, and may be the same person.
            workflow: filled(patternsOf(document, token.provider, 'workflow'))[0] ?? token.claims.workflow ?? ANY,
            actor: filled(patternsOf(document, token.provider, 'actor'))[0] ?? token.claims.actor ?? ANY,
            actor_id: filled(patternsOf(document, token.provider, 'actor_id'))[0] ?? token.claims.actor_id ?? '1',
            ...(token.claims.enterprise_id !== undefined && { enterprise_id: token.claims.enterprise_id }),
          },
        })),
      ),
    )
  })
}

function refsOf(document: TrustDocument, { token }: Audience): string[] {
  return unique([token.claims.ref, ...filled(patternsOf(document, token.provider, 'ref'))])
}

/** Repositories of the same owner and of another one, and those that the policy's patterns and texts name. */
function othersOf(document: TrustDocument, { token }: Audience, own: NamedRepository): NamedRepository[] {
  const ids = filled(patternsOf(document, token.provider, 'repository_id'), '9')
  const owners = filled(patternsOf(document, token.provider, 'repository_owner_id'), '9')
  const names = [
    { owner: own.owner, repository: `${ANY}-other` },
    { owner: `${ANY}-owner`, repository: own.repository },
    ...filled(patternsOf(document, token.provider, 'sub')).flatMap((text) => readSubject(text) ?? []),
    ...filled(patternsOf(document, token.provider, 'repository')).map((text) => {
      const [owner = ANY, repository = ANY] = text.split('/')
      return { owner, repository }
    }),
  ].filter(({ owner, repository }) => owner !== own.owner || repository !== own.repository)
  return names.flatMap(({ owner, repository }) => {
    const ownerIds =
      owner === own.owner ? [own.ownerId] : unique([OTHER_ID, ...owners.filter((id) => id !== own.ownerId)])
    return unique([OTHER_ID, ...ids.filter((id) => id !== own.repositoryId)]).flatMap((repositoryId) =>
      ownerIds.map((ownerId) => ({ owner, ownerId, repository, repositoryId })),
    )
  })
}

/**
 * Subjects of another repository that match a pattern because `*` also matches `/`, `@` and `:`: its owner chooses a template
 * of the subject, and names of branches and environments.
 */
function crafted(patterns: readonly string[], beginnings: readonly string[]): string[] {
  return patterns.flatMap((pattern) => {
    const star = pattern.indexOf('*')
    if (star < 0) return []
    const before = pattern.slice(0, star)
    const rest = pattern.slice(star + 1)
    return beginnings
      .filter((beginning) => matchesWildcards(before, beginning.slice(0, before.length)))
      .map((beginning) => beginning + fill(rest))
  })
}

function filled(patterns: readonly string[], filler = ANY): string[] {
  return unique(patterns.map((pattern) => fill(pattern, filler)))
}

function fill(pattern: string, filler = ANY): string {
  return pattern.replaceAll(/[*?]/g, filler)
}

function unique(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.filter((text): text is string => text !== undefined && text !== ''))]
}
