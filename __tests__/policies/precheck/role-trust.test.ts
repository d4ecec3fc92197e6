import { describe, expect, test } from '@jest/globals'
import { readTrust } from '../../../src/aws/trust/document.ts'
import type { PresentedToken } from '../../../src/aws/trust/statement.ts'
import type { EnvironmentKey } from '../../../src/config/model/environment-keys.ts'
import { resolveEnvironment } from '../../../src/config/model/environment.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import type { RoleTrust } from '../../../src/policies/contract.ts'
import { rule } from '../../../src/policies/precheck/role-trust.ts'
import { configOf, factsOf } from '../facts.ts'

const GITHUB = 'token.actions.githubusercontent.com'
const ROLE = 'arn:aws:iam::111111111111:role/shop-deploy'
const PROVIDER = `arn:aws:iam::111111111111:oidc-provider/${GITHUB}`
const WORKFLOW = 'org/test-deployments/.github/workflows/release.yml@refs/tags/v1'
const OLD = 'repo:octo/shop:environment:production'
const NEW = 'repo:octo@11/shop@22:environment:production'

/** The token of the precheck itself, on the main branch. */
const job = (more: object = {}): PresentedToken => ({
  provider: GITHUB,
  claims: {
    aud: 'test-deployments',
    sub: 'repo:octo/shop:ref:refs/heads/main',
    actor: 'ada',
    actor_id: '5',
    ref: 'refs/heads/main',
    repository: 'octo/shop',
    repository_id: '22',
    repository_owner_id: '11',
    workflow: 'Release',
    job_workflow_ref: WORKFLOW,
    ...more,
  },
})

type Values = Readonly<Record<string, string | readonly string[]>>
const block = (operator: string, claims: Values): object => ({
  [operator]: Object.fromEntries(Object.entries(claims).map(([claim, value]) => [`${GITHUB}:${claim}`, value])),
})
const statement = (...conditions: readonly object[]): object => ({
  Effect: 'Allow',
  Principal: { Federated: PROVIDER },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: Object.assign({}, block('StringEquals', { aud: 'sts.amazonaws.com' }), ...conditions) as object,
})
const equals = (claims: Values): object => block('StringEquals', { aud: 'sts.amazonaws.com', ...claims })
const EXACT = { sub: [OLD, NEW], repository_id: '22', environment: 'production', job_workflow_ref: WORKFLOW }

interface Case {
  readonly statements: readonly object[]
  readonly purpose?: RoleTrust['purpose']
  readonly environment?: EnvironmentKey
  readonly token?: PresentedToken
  readonly arn?: string
}

function judge({
  statements,
  purpose = 'deploy',
  environment = 'production',
  token = job(),
  arn = ROLE,
}: Case): Finding[] {
  const document = readTrust(JSON.stringify({ Version: '2012-10-17', Statement: statements }))
  const trust: RoleTrust['trust'] =
    typeof document === 'string' ? { kind: 'unreadable', why: document } : { kind: 'read', document }
  return judgeRole({ purpose, arn, trust }, environment, token)
}

function judgeRole(
  role: RoleTrust,
  key: EnvironmentKey = 'production',
  token: PresentedToken | undefined = job(),
): Finding[] {
  const facts = factsOf({})
  const [first] = facts.environments
  const environment = resolveEnvironment(configOf({}), key, 'eu-west-1')
  return rule.judge({ ...facts, environments: [{ ...first!, environment, trust: { job: token, roles: [role] } }] })
}

const lines = (findings: readonly Finding[]): string[] => findings.map(({ outcome, code }) => `${outcome} ${code}`)
const titles = (findings: readonly Finding[]): string => findings.map(({ title }) => title).join('\n')

describe("the trust policy of production's role", () => {
  test('as in docs/iam: no other job is trusted', () => {
    expect(lines(judge({ statements: [statement(equals(EXACT))] }))).toEqual(['pass trust/confined'])
  })

  test.each([
    ['before the change of the format', OLD, 'repo:octo/shop:ref:refs/heads/main'],
    ['after it', NEW, 'repo:octo@11/shop@22:ref:refs/heads/main'],
  ])('with one form of the subject it is valid %s, and denies the other', (_, sub, own) => {
    const only = statement(equals({ ...EXACT, sub }))
    expect(lines(judge({ statements: [only], token: job({ sub: own }) }))).toEqual(['pass trust/confined'])
    const others = job({ sub: own.includes('@') ? 'repo:octo/shop:pull_request' : 'repo:octo@11/shop@22:pull_request' })
    const denied = judge({ statements: [only], token: others })
    expect(lines(denied)).toEqual(['fail trust/denies'])
    // The suggested statement admits it, and both forms.
    const advised = JSON.parse(/: (\{.*\})$/.exec(denied[0]?.advice ?? '')?.[1] ?? '') as object
    expect(lines(judge({ statements: [advised], token: others }))).toEqual(['pass trust/confined'])
    expect(lines(judge({ statements: [advised], token: job({ sub: own }) }))).toEqual(['pass trust/confined'])
  })

  test.each<[string, readonly object[], string]>([
    ['every context', [statement(block('StringLike', { sub: 'repo:octo/shop:*' }))], 'pull requests'],
    [
      'every branch',
      [statement(equals(EXACT)), statement(block('StringLike', { sub: 'repo:octo/shop:ref:refs/heads/*' }))],
      'branches',
    ],
    [
      'one branch',
      [statement(equals(EXACT)), statement(equals({ sub: 'repo:octo/shop:ref:refs/heads/main' }))],
      'branches',
    ],
    [
      'pull requests',
      [statement(equals(EXACT)), statement(equals({ sub: 'repo:octo/shop:pull_request' }))],
      'pull requests',
    ],
    [
      'environments with the same prefix',
      [statement(block('StringLike', { sub: 'repo:octo/shop:environment:prod*' }))],
      'another environment',
    ],
    [
      'all environments',
      [statement(block('StringLike', { sub: 'repo:octo/shop:environment:*' }))],
      'another environment',
    ],
    [
      'all repositories of the owner',
      [statement(block('StringLike', { sub: 'repo:octo/*:environment:production' }))],
      'another repository',
    ],
    [
      'names with the same prefix',
      [statement(block('StringLike', { sub: 'repo:octo/shop*:environment:production' }))],
      'another repository',
    ],
    // Often recommended as safe: `*` also matches `/` and `:`.
    [
      'numbers as wildcards',
      [statement(block('StringLike', { sub: ['repo:octo@*/shop@*:environment:production', OLD] }))],
      'another repository',
    ],
    ['everybody', [statement()], 'another repository'],
    [
      'any repository with an environment of that name',
      [statement(equals({ environment: 'production' }))],
      'another repository',
    ],
    [
      'all values of an absent claim',
      [statement(equals({ repository_id: '22' }), block('ForAllValues:StringEquals', { environment: 'production' }))],
      'branches',
    ],
    [
      'a claim if it exists',
      [statement(equals({ repository_id: '22' }), block('StringEqualsIfExists', { environment: 'production' }))],
      'branches',
    ],
    [
      'all except some environments',
      [statement(equals({ repository_id: '22' }), block('StringNotEquals', { environment: ['preprod', 'test'] }))],
      'another environment',
    ],
    [
      'numbers with the same prefix',
      [statement(equals({ environment: 'production' }), block('StringLike', { repository_id: '22*' }))],
      'another repository',
    ],
    [
      'workflow files of a folder',
      [
        statement(
          equals({ sub: [OLD, NEW] }),
          block('StringLike', { job_workflow_ref: 'org/test-deployments/.github/workflows/*@refs/tags/v1' }),
        ),
      ],
      'another workflow file',
    ],
    [
      'every workflow of the owner',
      [statement(equals({ sub: [OLD, NEW] }), block('StringLike', { job_workflow_ref: 'org/*' }))],
      'another workflow file',
    ],
  ])('that admits %s blocks', (_, statements, who) => {
    const found = judge({ statements })
    const wide = found.filter(({ code }) => code === 'trust/too-wide')
    expect(wide.map(({ outcome }) => outcome)).toContain('fail')
    expect(titles(wide)).toContain(who)
    expect(lines(found)).not.toContain('pass trust/confined')
    expect(wide[0]?.observed).toContain('sub=repo:')
  })

  test('a deny statement is evaluated', () => {
    const denied = {
      ...statement(),
      Effect: 'Deny',
      Condition: block('StringNotEquals', { environment: 'production' }),
    }
    const all = statement(equals({ repository_id: '22', job_workflow_ref: WORKFLOW }))
    expect(lines(judge({ statements: [all, denied] }))).toEqual(['pass trust/confined'])
  })

  test('without the workflow file, and with any ref of it, it is noted', () => {
    const { job_workflow_ref: _, ...others } = EXACT
    const open = judge({ statements: [statement(equals(others))] })
    expect(lines(open)).toEqual(['pass trust/confined', 'noted trust/any-workflow'])
    const anyRef = block('StringLike', { job_workflow_ref: 'org/test-deployments/.github/workflows/release.yml@*' })
    expect(lines(judge({ statements: [statement(equals(others), anyRef)] }))).toEqual([
      'pass trust/confined',
      'noted trust/any-workflow',
    ])
  })

  test('another repository with its full name is intended, and noted', () => {
    const named = equals({
      sub: [OLD, NEW, 'repo:octo/other:environment:production'],
      environment: 'production',
      job_workflow_ref: WORKFLOW,
    })
    expect(lines(judge({ statements: [statement(named)] }))).toEqual(['noted trust/too-wide'])
  })

  test.each<[string, object]>([
    ['another key', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }],
    ['another operator', { ArnLike: { [`${GITHUB}:sub`]: '*' } }],
    ['a variable', block('StringEquals', { ref: '${aws:username}' })],
  ])('that depends on %s is inconclusive, never a pass', (_, condition) => {
    const found = judge({ statements: [statement(condition)] })
    expect(lines(found)).toContain('inconclusive trust/not-judged')
    expect(lines(found)).not.toContain('pass trust/confined')
  })

  test('with other principals too: they are listed', () => {
    const root = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::222222222222:root' }, Action: 'sts:AssumeRole' }
    const found = judge({ statements: [statement(equals(EXACT)), root] })
    expect(lines(found)).toEqual(['pass trust/confined', 'noted trust/other-principals'])
    expect(found[1]?.observed).toBe('AWS arn:aws:iam::222222222222:root')
  })

  test.each([
    ['aws-cn', 'sts.amazonaws.com.cn'],
    ['aws-us-gov', 'sts.amazonaws.com'],
  ])('of the partition %s has its audience and ARNs', (partition, aud) => {
    const arn = ROLE.replace('arn:aws:', `arn:${partition}:`)
    const found = judge({ statements: [], arn })
    expect(lines(found)).toEqual(['fail trust/denies'])
    expect(found[0]?.advice).toContain(`arn:${partition}:iam::111111111111:oidc-provider/${GITHUB}`)
    expect(found[0]?.advice).toContain(`"${GITHUB}:aud":"${aud}"`)
  })
})

describe('other roles', () => {
  test('the plan-role may trust every job of the repository, and no other repository', () => {
    const own = statement(
      equals({ repository_id: '22' }),
      block('StringLike', { sub: ['repo:octo/shop:*', 'repo:octo@11/shop@22:*'] }),
    )
    expect(lines(judge({ statements: [own], purpose: 'plan' }))).toEqual(['pass trust/confined'])
    expect(lines(judge({ statements: [own], purpose: 'verify' }))).toEqual(['pass trust/confined'])
    const wide = judge({ statements: [statement(block('StringLike', { sub: 'repo:octo/*' }))], purpose: 'plan' })
    expect(lines(wide)).toEqual(['fail trust/too-wide'])
    const advised = JSON.parse(/: (\{.*\})$/.exec(wide[0]?.advice ?? '')?.[1] ?? '') as object
    expect(lines(judge({ statements: [advised], purpose: 'plan' }))).toEqual(['pass trust/confined'])
  })

  test('a role of pre-prod that admits a branch is noted; one that admits another repository blocks', () => {
    const branches = statement(equals({ repository_id: '22' }), block('StringLike', { sub: 'repo:octo/shop:*' }))
    expect(new Set(lines(judge({ statements: [branches], environment: 'preprod', purpose: 'deploy' })))).toEqual(
      new Set(['noted trust/too-wide', 'noted trust/any-workflow']),
    )
    const owner = statement(block('StringLike', { sub: 'repo:octo/*' }))
    expect(lines(judge({ statements: [owner], environment: 'preprod' }))).toContain('fail trust/too-wide')
  })

  test('of a GitHub Enterprise Server: only audience and subject are evaluated', () => {
    const provider = 'github.example.com/_services/token'
    const token: PresentedToken = { provider, claims: { aud: 'x', sub: 'repo:octo/shop:ref:refs/heads/main' } }
    const on = (claims: Values): object => ({
      ...statement(),
      Principal: { Federated: `arn:aws:iam::111111111111:oidc-provider/${provider}` },
      Condition: {
        StringEquals: Object.fromEntries(
          Object.entries(claims).map(([claim, value]) => [`${provider}:${claim}`, value]),
        ),
      },
    })
    const right = judge({ statements: [on({ aud: 'sts.amazonaws.com', sub: OLD })], token })
    expect(lines(right)).toEqual(['pass trust/confined', 'noted trust/any-workflow'])
    const never = judge({ statements: [on({ aud: 'sts.amazonaws.com', sub: OLD, environment: 'production' })], token })
    expect(lines(never)).toContain('fail trust/denies')
  })
})

describe('unknown facts', () => {
  test('a subject by a template of the repository is inconclusive', () => {
    const token = job({ sub: 'repository_id:22:environment:preprod' })
    expect(lines(judge({ statements: [statement(equals(EXACT))], token }))).toEqual(['inconclusive trust/not-judged'])
  })

  test('a policy that cannot be read is noted with the permission', () => {
    const [found] = judgeRole({ purpose: 'deploy', arn: ROLE, trust: { kind: 'unread', why: 'AccessDenied' } })
    expect(found).toMatchObject({
      code: 'trust/not-read',
      outcome: 'noted',
      expected: `iam:GetRole allowed on ${ROLE}`,
    })
  })

  test('a role that does not exist, and an invalid policy', () => {
    expect(lines(judgeRole({ purpose: 'deploy', arn: ROLE, trust: { kind: 'missing' } }))).toEqual([
      'fail trust/role-missing',
    ])
    expect(lines(judge({ statements: [{ Effect: 'Maybe' }] }))).toEqual(['inconclusive trust/not-judged'])
  })

  test('without a token of the job nothing is judged', () => {
    const facts = factsOf({})
    const trust = {
      job: undefined,
      roles: [{ purpose: 'deploy' as const, arn: ROLE, trust: { kind: 'unreadable' as const, why: 'x' } }],
    }
    const found = rule.judge({ ...facts, environments: [{ ...facts.environments[0]!, trust }] })
    expect(lines(found)).toEqual(['inconclusive trust/not-judged'])
  })
})
