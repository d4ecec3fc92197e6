import { digestOf } from '../../../src/evidence/digest.ts'
import type { Link } from '../../../src/evidence/chain/slots.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import type { Environment } from '../../../src/github/environment.ts'
import type { GateFacts, GateRule, GitHubFacts } from '../../../src/policies/gate/contract.ts'
import { after, document, ORIGIN, passed, RELEASE } from '../../evidence/documents.ts'

/** A gate in a valid state: a release whose evidence is complete, before a protected environment. */
export const linkOf = (evidence: Evidence): Link => ({ name: 'doc', digest: digestOf(evidence), evidence })

export const check = (name: string, kind: string): ReturnType<typeof passed> =>
  passed('check/http', { subject: `check/${name}`, details: { check: name, kind } })

export const precheck = document('precheck')
export const deploy = after([precheck], document('deploy-preprod'))
export const verify = after([precheck, deploy], document('verify', { findings: [check('home page', 'functional')] }))
export const gate = after(
  [precheck, deploy, verify],
  document('gate', { slot: { command: 'gate', environment: 'production' } }),
)

export const environment: Environment = {
  id: 7,
  name: 'production',
  url: 'https://github.com/octo/shop/deployments/activity_log?environments_filter=production',
  rules: [
    { kind: 'required-reviewers', preventSelfReview: true, reviewers: [{ type: 'User', name: 'bob' }] },
    { kind: 'branch-policy' },
  ],
  branches: 'custom',
  adminsCanBypass: false,
}

export const github: GitHubFacts = {
  repository: { private: false, visibility: 'public' },
  environment,
  branchPolicies: [{ name: 'main', type: 'branch' }],
  customRules: [],
  run: {
    id: '17',
    attempt: 1,
    sha: ORIGIN.sha,
    event: 'push',
    actor: 'ann',
    triggeringActor: 'ann',
  },
  approvals: undefined,
}

export const facts: GateFacts = {
  key: 'production',
  environment: 'production',
  before: [],
  environments: ['preprod', 'production'],
  where: 'outside',
  states: [],
  alsoRequired: [],
  calendars: [],
  now: new Date('2026-11-22T12:00:00Z'),
  parity: { allow: [], capacity: 'inform' },
  today: '2026-11-22',
  mustBeInside: false,
  ref: 'refs/heads/main',
  refProtected: 'true',
  chain: { links: [precheck, deploy, verify].map(linkOf), others: [], findings: [passed('evidence/valid')] },
  release: RELEASE,
  parts: ['web', 'app'],
  checks: [{ name: 'home page', kind: 'functional', dryRun: false }],
  require: undefined,
  reviewers: { atLeast: 1, notTrigger: true },
  triggers: ['ann'],
  github,
  problems: [],
}

export const withEnvironment = (more: Partial<Environment>): GateFacts => ({
  ...facts,
  github: { ...github, environment: { ...environment, ...more } },
})

/** `code outcome` of each finding. */
export const judged = (rule: GateRule, about: GateFacts): string[] =>
  rule.judge(about).map(({ code, outcome }) => `${code.replace('gate/', '')} ${outcome}`)
