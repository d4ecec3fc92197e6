import type { FindingCode } from '../../evidence/codes/index.ts'
import type { Finding } from '../../evidence/finding.ts'
import { githubEnvironmentOf } from '../../config/model/sections/environments.ts'
import { audienceOf } from '../../aws/trust/provider.ts'
import { admittingStatement, repositoryStatement, showClaims, type PresentedToken } from '../../aws/trust/statement.ts'
import { listed } from '../../support/text/text.ts'
import type { EnvironmentFacts, Facts, RoleTrust, Rule } from '../contract.ts'
import { judgeTrust, type Stranger } from '../trust/judge.ts'
import { expectedTokens, type Audience as Judged } from '../trust/tokens.ts'

const NAMED_AT_MOST = 5

type Audience = Judged & { readonly key: string }

/** The roles of an environment trust only its jobs. */
export const rule: Rule = {
  meta: {
    code: 'role/trust',
    title: 'The roles of an environment trust its jobs, and no other job on GitHub',
    docs:
      'What a role may do is open to every job that its trust policy admits. Each policy is judged by tokens that GitHub ' +
      'could issue: of the jobs of this release, of pull requests, branches, other environments, other workflows and other ' +
      'repositories, with wildcards filled so that they match where anything can (`*` also matches `/`, `@` and `:`). A role ' +
      'of production that admits another job than those of its GitHub environment blocks, as does every role that admits ' +
      'another repository by a wildcard. What cannot be evaluated is inconclusive. The plan-role reads the policies with ' +
      '`iam:GetRole`; without that permission they are not judged, which is noted.',
    codes: [
      'trust/confined',
      'trust/too-wide',
      'trust/any-workflow',
      'trust/denies',
      'trust/not-judged',
      'trust/not-read',
      'trust/role-missing',
      'trust/other-principals',
    ],
  },
  judge(facts) {
    return facts.environments.flatMap((environment) =>
      (environment.trust?.roles ?? []).flatMap((role) => judgeRole(role, environment, facts)),
    )
  },
}

function judgeRole(role: RoleTrust, { environment, trust }: EnvironmentFacts, { config }: Facts): Finding[] {
  const { key } = environment
  const job = trust?.job
  const about = { subject: `environment/${key}/${role.purpose}-role`, details: { environment: key, role: role.arn } }
  const finding = (
    code: FindingCode,
    outcome: Finding['outcome'],
    title: string,
    more: Pick<Finding, 'expected' | 'observed' | 'advice'> = {},
  ): Finding => ({ code, outcome, title: `${key}: ${title}`, ...about, ...more })
  const name = `the ${role.purpose}-role`
  if (role.trust.kind === 'unread') {
    return [
      finding('trust/not-read', 'noted', `the trust policy of ${name} was not read`, {
        expected: `iam:GetRole allowed on ${role.arn}`,
        observed: role.trust.why,
        advice: `Allow iam:GetRole on ${role.arn} for the plan-role, or review the trust policy by docs/iam.`,
      }),
    ]
  }
  if (role.trust.kind === 'missing') {
    return [
      finding('trust/role-missing', 'fail', `${name} does not exist`, {
        expected: role.arn,
        observed: 'no such role',
        advice: `Create the role, or correct \`environments.${key}.${role.purpose}-role\`.`,
      }),
    ]
  }
  if (job === undefined) {
    return [
      finding('trust/not-judged', 'inconclusive', `the trust policy of ${name} was not judged`, {
        expected: 'the claims of an OIDC token of this job',
        observed: 'the job may not request a token',
        advice: 'Give the job `permissions: id-token: write`.',
      }),
    ]
  }
  if (role.trust.kind === 'unreadable') {
    return [
      finding('trust/not-judged', 'inconclusive', `the trust policy of ${name} cannot be read: ${role.trust.why}`, {
        expected: 'a policy document of IAM',
        observed: role.trust.why,
        advice: `Write the policy as docs/iam/trust-policy.json does.`,
      }),
    ]
  }
  const audience: Audience = {
    key,
    token: job,
    aud: audienceOf(role.arn),
    environment: githubEnvironmentOf(config.environments, key),
  }
  const judgement = judgeTrust(
    role.arn,
    role.trust.document,
    audience,
    role.purpose !== 'deploy' ? 'repository' : 'environment',
  )
  const statement = expectedStatement(role, audience)
  const blocking: Finding[] = [
    ...(role.purpose === 'deploy' && judgement.expected === 'denied'
      ? [
          finding(
            'trust/denies',
            'fail',
            `${name} does not trust the jobs of the environment ${audience.environment}`,
            {
              expected: showClaims(expectedToken(role, audience)),
              observed: 'no statement admits it',
              advice: `Add this statement to the trust policy of ${role.arn}: ${statement}`,
            },
          ),
        ]
      : []),
    ...judgement.strangers.map((stranger) =>
      finding('trust/too-wide', outcomeOf(stranger, key), `${name} trusts ${WORDS[stranger.kind]}`, {
        expected:
          role.purpose !== 'deploy'
            ? 'jobs of this repository only'
            : `jobs of the environment ${audience.environment} only`,
        observed: showClaims({ provider: job.provider, claims: shown(stranger) }),
        advice: `Change the trust policy of ${role.arn} so that it has no other statement for GitHub than: ${statement}`,
      }),
    ),
    ...(judgement.notJudged.length > 0
      ? [
          finding('trust/not-judged', 'inconclusive', `whom ${name} trusts depends on what is not evaluated`, {
            expected: 'conditions on claims of GitHub by StringEquals, StringLike, their negations and Null',
            observed: listed(judgement.notJudged, NAMED_AT_MOST),
            advice: `Review the trust policy of ${role.arn}, or write it as docs/iam/trust-policy.json does.`,
          }),
        ]
      : []),
  ]
  const remarks: Finding[] = [
    ...(judgement.workflow === 'any' || judgement.workflow === 'any-ref'
      ? [
          finding('trust/any-workflow', 'noted', `${name} trusts ${WORKFLOW_WORDS[judgement.workflow]}`, {
            expected: `a condition on ${job.provider}:job_workflow_ref`,
            observed: judgement.workflow === 'any' ? 'none' : 'a wildcard in its ref',
            advice: `Add \`${job.provider}:job_workflow_ref\` to the conditions: the workflow file and its ref, as ${job.claims.job_workflow_ref ?? 'GitHub names them'}.`,
          }),
        ]
      : []),
    ...(judgement.others.length > 0
      ? [
          finding('trust/other-principals', 'noted', `${name} also trusts principals that are not GitHub's`, {
            expected: 'only the provider of GitHub',
            observed: listed(judgement.others, NAMED_AT_MOST),
            advice:
              'Remove them where they do not have to assume the role: no gate is between them and the environment.',
          }),
        ]
      : []),
  ]
  if (blocking.some(({ outcome }) => outcome !== 'noted')) return [...blocking, ...remarks]
  const only = role.purpose !== 'deploy' ? 'this repository' : `the environment ${audience.environment}`
  const proved = judgement.strangers.length > 0 || (role.purpose === 'deploy' && judgement.expected !== 'admitted')
  const pass = finding('trust/confined', 'pass', `of the jobs on GitHub ${name} trusts only those of ${only}`, {
    expected: 'no other job',
    observed: 'no token of another repository, environment, branch or pull request is admitted',
  })
  return [...(proved ? [] : [pass]), ...blocking, ...remarks]
}

const WORDS: Readonly<Record<Stranger['kind'], string>> = {
  repository: 'jobs of another repository',
  'pull-request': 'jobs of pull requests',
  branch: 'jobs of branches, without the environment',
  environment: 'jobs of another environment',
  workflow: 'jobs of another workflow file',
}

const WORKFLOW_WORDS = { any: 'every workflow file', 'any-ref': 'the workflow file at every ref' } as const

/** What a policy names in full was meant; a wildcard may match more than was meant. */
function outcomeOf({ kind, isNamed }: Stranger, environment: string): Finding['outcome'] {
  if (kind === 'repository') return isNamed ? 'noted' : 'fail'
  return environment === 'production' ? 'fail' : 'noted'
}

/** The claims by which a stranger is recognized. */
function shown({ token: { claims } }: Stranger): Stranger['token']['claims'] {
  const { sub, repository_id, environment, job_workflow_ref } = claims
  return {
    ...(sub !== undefined && { sub }),
    ...(repository_id !== undefined && { repository_id }),
    ...(environment !== undefined && { environment }),
    ...(job_workflow_ref !== undefined && { job_workflow_ref }),
  }
}

function expectedToken(role: RoleTrust, audience: Audience): PresentedToken {
  const { token, aud } = audience
  const document = role.trust.kind === 'read' ? role.trust.document : { hasVariables: true, statements: [] }
  const { sub, repository_id, environment } = expectedTokens(document, audience)[0]?.claims ?? {}
  const { repository_owner_id, job_workflow_ref } = token.claims
  // Pre-prod may be deployed by a workflow file that this one calls; production is not.
  const workflow = audience.key === 'production' ? job_workflow_ref : undefined
  const claims = { aud, sub, repository_id, repository_owner_id, environment, job_workflow_ref: workflow }
  return { ...token, claims: Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined)) }
}

/** The statement that a role needs, as JSON. */
function expectedStatement(role: RoleTrust, audience: Audience): string {
  const statement =
    role.purpose !== 'deploy'
      ? repositoryStatement(role.arn, audience.token)
      : admittingStatement(role.arn, expectedToken(role, audience))
  return statement === undefined ? 'a statement as in docs/iam/trust-policy.json' : JSON.stringify(statement)
}
