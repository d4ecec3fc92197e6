import { digestOf } from '../../../src/evidence/digest.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import type { Case, Group } from './case.ts'
import {
  CONFIG,
  FILES,
  openLocalWorld,
  RULES,
  type DocName,
  type Docs,
  type GateTry,
  type LocalWorld,
} from './local-world.ts'

/** Attempts by the contents of the evidence, `needs`, the workspace and the settings of the environments. */

type Row = readonly [name: string, refusedBy: string | readonly string[], given: GateTry]

const change =
  (name: DocName, more: (evidence: Evidence) => object): NonNullable<GateTry['docs']> =>
  (docs: Docs) => ({
    [name]: { ...docs[name], ...more(docs[name]) } as Evidence,
  })
const forged = (name: DocName, more: (evidence: Evidence) => object): GateTry => ({
  docs: change(name, more),
  named: true,
})
const altered = (name: DocName, more: (evidence: Evidence) => object): GateTry => ({ docs: change(name, more) })
const FAILED: Finding = { code: 'check/run', outcome: 'fail', title: 'it fails', subject: 'check/it answers' }
const HOUR = 3_600_000
const origin = (more: object) => (evidence: Evidence) => ({ origin: { ...evidence.origin, ...more } })
const finding =
  (more: object) =>
  ({ findings }: Evidence) => ({
    findings: findings.map((each, index) => (index === 0 ? { ...each, ...more } : each)),
  })
const without = (...names: DocName[]): GateTry => ({ without: names })
const rules = (environment: string, more: object): GateTry => ({ rules: { [environment]: { ...RULES, ...more } } })
const glass = (names: string, until = new Date(Date.now() + 24 * HOUR).toISOString()): string =>
  `rules: [${names}]\nuntil: ${until}\nreason: an emergency\n`
const workspace = (path: string, text: string): GateTry => ({ files: { ...FILES, [path]: text } })
/** A plan of production that replaces the one that the reviewers saw. */
const extraPlan = ({ precheck }: Docs): Evidence => ({
  ...precheck,
  slot: { command: 'precheck', environment: 'production', phase: 'zzz' },
})
const withExtraPlan = (by: DocName | 'none'): GateTry => ({
  beside: (docs) => [extraPlan(docs)],
  besideProof: by,
  needs: (needs, docs) => ({
    ...needs,
    tests: { result: 'success', outputs: { digest: digestOf(extraPlan(docs)), verdict: 'pass' } },
  }),
})
const PRODUCTION = { command: 'deploy-production', environment: 'production' } as const

const ROWS: readonly Row[] = [
  ['the verdict of a document is changed', 'evidence/altered', altered('verify', () => ({ verdict: 'skipped' }))],
  ['findings are taken out of a document', 'evidence/altered', altered('precheck', () => ({ findings: [] }))],
  [
    'a document is moved to another slot',
    'evidence/altered',
    altered('verify', () => ({ slot: { command: 'verify', environment: 'all' } })),
  ],
  [
    'the time of a document is changed',
    'evidence/altered',
    altered('deploy', () => ({ finishedAt: new Date().toISOString() })),
  ],
  [
    'a document is cut',
    ['evidence/altered', 'evidence/missing'],
    { docs: ({ verify }) => ({ verify: JSON.stringify(verify).slice(0, -40) }) },
  ],
  ['a document is empty', ['evidence/altered', 'evidence/missing'], { docs: () => ({ verify: '' }) }],
  ['a document is missing', 'evidence/missing', { docs: () => ({ verify: undefined }) }],
  [
    'a document is replaced by another genuine one',
    ['evidence/missing', 'evidence/altered'],
    { docs: ({ precheck }) => ({ verify: precheck }) },
  ],
  [
    'a failed check, and the verdict pass',
    'evidence/verdict-differs',
    forged('verify', ({ findings }) => ({ findings: [...findings, FAILED] })),
  ],
  [
    'a failed check',
    'evidence/not-passed',
    forged('verify', ({ findings }) => ({ findings: [...findings, FAILED], verdict: 'fail' })),
  ],
  ['no finding at all', 'evidence/not-passed', forged('verify', () => ({ findings: [], verdict: 'inconclusive' }))],
  [
    'remarks only',
    'evidence/not-passed',
    forged('precheck', ({ findings }) => ({
      findings: findings.filter(({ outcome }) => outcome === 'noted'),
      verdict: 'inconclusive',
    })),
  ],
  ['an outcome that does not exist', 'evidence/invalid', forged('verify', finding({ outcome: 'passed' }))],
  [
    'an outcome that its code cannot have',
    'evidence/invalid',
    forged('precheck', ({ findings }) => ({
      findings: [...findings, { ...FAILED, code: 'gate/not-approved', outcome: 'pass' }],
    })),
  ],
  ['a code that does not exist', 'evidence/invalid', forged('verify', finding({ code: 'check/magic' }))],
  ['a member that does not exist', 'evidence/invalid', forged('verify', () => ({ approvedBy: 'grace' }))],
  [
    'another version of the form',
    'evidence/invalid',
    forged('verify', () => ({ schema: 'test-deployments/evidence/v2' })),
  ],
  ['evidence of another repository', 'evidence/other-run', forged('verify', origin({ repository: 'acme/other' }))],
  ['evidence of another run', 'evidence/other-run', forged('verify', origin({ runId: '1' }))],
  ['evidence of another commit', 'evidence/other-run', forged('precheck', origin({ sha: 'f'.repeat(40) }))],
  ['evidence of a later attempt', 'evidence/other-run', forged('deploy', origin({ runAttempt: 9 }))],
  ['evidence of attempt zero', 'evidence/other-run', forged('verify', origin({ runAttempt: 0 }))],
  [
    'evidence about another release',
    'evidence/other-release',
    forged('verify', ({ release }) => ({ release: { ...release, digest: `sha256:${'0'.repeat(64)}` } })),
  ],
  ['evidence about no release', 'evidence/other-release', forged('verify', () => ({ release: undefined }))],
  [
    'evidence of the day before yesterday',
    'evidence/stale',
    forged('precheck', () => ({
      startedAt: new Date(Date.now() - 49 * HOUR).toISOString(),
      finishedAt: new Date(Date.now() - 48 * HOUR).toISOString(),
    })),
  ],
  [
    'evidence of tomorrow',
    'evidence/stale',
    forged('verify', () => ({ finishedAt: new Date(Date.now() + 24 * HOUR).toISOString() })),
  ],
  [
    'evidence from a stand-in for AWS',
    'evidence/other-endpoint',
    forged('deploy', ({ endpoints }) => ({ endpoints: { ...endpoints, aws: 'http://localhost:4566' } })),
  ],
  [
    'evidence from a stand-in for GitHub',
    'evidence/other-endpoint',
    forged('verify', ({ endpoints }) => ({ endpoints: { ...endpoints, github: 'http://localhost:1' } })),
  ],
  [
    'a precheck that asked no account',
    'gate/step-missing',
    forged('precheck', ({ slot }) => ({ slot: { ...slot, phase: 'offline' } })),
  ],
  [
    'a precheck of a part',
    'gate/step-missing',
    forged('precheck', ({ slot }) => ({ slot: { ...slot, phase: 'other' } })),
  ],
  [
    'a precheck of pre-prod only',
    'gate/step-missing',
    forged('precheck', ({ slot }) => ({ slot: { ...slot, environment: 'preprod' } })),
  ],
  [
    'a deployment of a part',
    'gate/step-missing',
    forged('deploy', ({ slot }) => ({ slot: { ...slot, phase: 'other' } })),
  ],
  [
    'one of two shards of a deployment',
    'gate/step-missing',
    forged('deploy', ({ slot }) => ({ slot: { ...slot, shard: '1/2' } })),
  ],
  [
    'a verification of production',
    'gate/check-missing',
    forged('verify', ({ slot }) => ({ slot: { ...slot, environment: 'production' } })),
  ],
  [
    'a pass of another check',
    'gate/check-missing',
    forged('verify', ({ findings }) => ({
      findings: findings.map((each) => ({ ...each, details: { check: 'another', kind: 'functional' } })),
    })),
  ],
  [
    'a pass without a check',
    'gate/check-missing',
    forged('verify', ({ findings }) => ({ findings: findings.map((each) => ({ ...each, details: undefined })) })),
  ],
  [
    'a check of another phase',
    'gate/check-missing',
    forged('verify', ({ findings }) => ({
      findings: findings.map((each) => ({
        ...each,
        details: { ...(each.details as object), phase: 'before-traffic' },
      })),
    })),
  ],
  [
    'a check that was waived',
    'gate/check-missing',
    forged('verify', ({ findings }) => ({
      findings: findings.map((each) => ({ ...each, outcome: 'fail', waived: { reason: 'late' } })),
    })),
  ],
  [
    'checks in the document of the deployment',
    'gate/check-missing',
    {
      ...forged('deploy', ({ findings }) => ({
        findings: [...findings, { ...FAILED, outcome: 'pass', details: { check: 'it answers', kind: 'functional' } }],
      })),
      without: ['verify'],
    },
  ],
  [
    'a precheck without a token of its job',
    'evidence/unbound',
    { ...forged('precheck', () => ({})), proofs: { precheck: 'none' } },
  ],
  [
    'a forged deployment that a job with the identity of the verification wrote',
    'gate/not-built-on',
    { ...forged('deploy', ({ findings }) => ({ findings: findings.slice(0, 1) })), proofs: { deploy: 'verify' } },
  ],
  [
    'a forged precheck with the token of the genuine one',
    'evidence/unbound',
    { ...forged('precheck', () => ({ plans: [] })), proofs: { precheck: 'genuine' } },
  ],
  [
    'a deployment that the job of precheck wrote',
    'evidence/other-slot',
    { ...forged('deploy', () => ({})), proofs: { deploy: 'precheck' } },
  ],
  ['an extra plan of production that the job of the tests wrote', 'evidence/unbound', withExtraPlan('none')],
  [
    'an extra plan of production that the job of the verification wrote',
    'evidence/other-slot',
    withExtraPlan('verify'),
  ],
  [
    'a verification without an identity that says what serves',
    'evidence/unbound',
    { ...forged('verify', () => ({ outputs: [] })), proofs: { verify: 'none' } },
  ],
  ['a verification that builds on no deployment', 'gate/not-built-on', forged('verify', () => ({ previous: [] }))],
  [
    'a verification that began before the deployment ended',
    'gate/began-early',
    forged('verify', () => ({ startedAt: new Date(Date.now() - HOUR).toISOString() })),
  ],
  ['a deployment that builds on no precheck', 'gate/not-built-on', forged('deploy', () => ({ previous: [] }))],
  [
    'a second document of the same slot',
    'evidence/ambiguous',
    { beside: ({ verify }) => [{ ...verify, measurements: [{ name: 'x', unit: 'ms', value: 1 }] }] },
  ],
  [
    'a later deployment that no job named',
    'gate/deployed-again',
    {
      beside: ({ deploy }) => [
        { ...deploy, slot: { ...deploy.slot, phase: 'app' }, finishedAt: new Date(Date.now() + 60_000).toISOString() },
      ],
    },
  ],
  ['no needs', ['gate/step-missing', 'evidence/needs-invalid'], { inputs: { needs: '' } }],
  ['needs of nobody', 'gate/step-missing', { needs: () => '{}' }],
  ['needs that are no JSON', 'evidence/needs-invalid', { needs: () => 'precheck, verify' }],
  ['needs that are a list', 'evidence/needs-invalid', { needs: () => '[]' }],
  [
    'a job that failed',
    'evidence/job-failed',
    { needs: (needs) => ({ ...needs, verify: { result: 'failure', outputs: needs['verify']?.outputs ?? {} } }) },
  ],
  [
    'a job that was cancelled',
    'evidence/job-failed',
    { needs: (needs) => ({ ...needs, tests: { result: 'cancelled', outputs: {} } }) },
  ],
  [
    'a digest of another kind',
    ['gate/check-missing', 'evidence/missing'],
    {
      needs: (needs) => ({
        ...needs,
        verify: { result: 'success', outputs: { digest: 'sha1:0123456789012345678901234567890123456789' } },
      }),
    },
  ],
  [
    'a digest that no document has',
    'evidence/missing',
    { needs: (needs) => ({ ...needs, more: { result: 'success', outputs: { digest: `sha256:${'1'.repeat(64)}` } } }) },
  ],
  ['no precheck', 'gate/step-missing', without('precheck')],
  ['no deployment', 'gate/step-missing', without('deploy')],
  ['no verification', 'gate/check-missing', without('verify')],
  [
    'a configuration with fewer checks',
    'evidence/other-release',
    workspace('.github/test-deployments.yml', CONFIG.replace(', { name: it holds, run: "true", kind: load }', '')),
  ],
  [
    'a configuration with weaker rules',
    'evidence/other-release',
    workspace('.github/test-deployments.yml', `${CONFIG}gate: { require: [], reviewers: { not: [] } }\n`),
  ],
  ['another revision', 'evidence/other-release', workspace('app/index.html', 'other')],
  ['a file beside the revision', 'evidence/other-release', workspace('app/more.html', 'more')],
  ['an environment without rules', 'gate/unprotected', { rules: { production: {} } }],
  ['a pre-prod without rules', 'gate/unprotected', { rules: { preprod: {} } }],
  [
    'an environment that lets who started the run approve',
    'gate/self-review',
    rules('production', { preventSelfReview: false }),
  ],
  [
    'an environment whose only reviewer started the run',
    'gate/too-few-reviewers',
    rules('production', { reviewers: ['ada'] }),
  ],
  ['an environment for another branch', 'gate/branch-refused', rules('production', { branches: ['release/*'] })],
  ['an environment for tags', 'gate/branch-refused', rules('production', { branches: ['tag:v*'] })],
  ['a job without an identity', 'gate/no-identity', { permissions: { contents: 'read', actions: 'read' } }],
  ['a job that may not read the rules', 'github/denied', { permissions: { contents: 'read', 'id-token': 'write' } }],
  ['a job in another environment', 'gate/not-in-environment', { environment: 'staging' }],
  ['a deployment outside of its environment', 'gate/not-in-environment', { command: 'deploy-production' }],
  [
    'a deployment in pre-prod',
    'gate/not-in-environment',
    { command: 'deploy-production', environment: 'preprod', waiting: (world) => world.approve('preprod') },
  ],
  ['a floor of a kind that no check has', 'gate/kind-missing', { inputs: { floor: 'require: [security]' } }],
  ['a floor of three reviewers', 'gate/too-few-reviewers', { inputs: { floor: 'reviewers: { at-least: 3 }' } }],
  ['a floor of the age of evidence', 'evidence/stale', { inputs: { floor: 'evidence-younger-than: 1ms' } }],
  ['a floor that cannot be read', 'config/input', { inputs: { floor: 'reviewers: many' } }],
  [
    'an emergency about the rules of the environment',
    'gate/break-glass-refused',
    { inputs: { 'break-glass': glass('gate/unprotected') }, rules: { production: {} } },
  ],
  [
    'an emergency about everything',
    'gate/unprotected',
    { inputs: { 'break-glass': glass('"*"') }, rules: { production: {} } },
  ],
  [
    'an emergency that is over',
    'gate/break-glass-refused',
    { ...without('verify'), inputs: { 'break-glass': glass('gate/check-missing', '2020-01-01T00:00:00Z') } },
  ],
  [
    'an emergency without an end',
    'gate/break-glass-refused',
    { ...without('verify'), inputs: { 'break-glass': glass('gate/check-missing', '2999-01-01T00:00:00Z') } },
  ],
  [
    'an emergency that the floor forbids',
    'gate/break-glass-refused',
    { ...without('verify'), inputs: { 'break-glass': glass('gate/check-missing'), floor: 'break-glass: forbidden' } },
  ],
  [
    'an emergency about evidence of others',
    'gate/break-glass-refused',
    { ...forged('verify', origin({ runId: '1' })), inputs: { 'break-glass': glass('evidence/other-run') } },
  ],
  [
    'an emergency without a reason',
    'config/input',
    { ...without('verify'), inputs: { 'break-glass': 'rules: [gate/check-missing]\nuntil: 2999-01-01T00:00:00Z\n' } },
  ],
  ['a way of approval that does not exist', 'config/input', { inputs: { approval: 'nobody' } }],
  [
    'a deployment that an administrator started',
    'gate/not-approved',
    { ...PRODUCTION, waiting: ({ jobs }) => jobs.run.bypass('production') },
  ],
  [
    'a freeze',
    'gate/frozen',
    {
      ...PRODUCTION,
      inputs: { floor: 'calendar: { freeze: [{ from: 2000-01-01, to: 2999-01-01, reason: always }] }' },
      waiting: (world) => world.approve('production'),
    },
  ],
  [
    'a time outside of the change windows',
    'gate/outside-window',
    {
      ...PRODUCTION,
      inputs: {
        floor: `calendar: { open: [{ days: [${['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][(new Date().getUTCDay() + 3) % 7]}], from: '10:00', to: '11:00' }] }`,
      },
      waiting: (world) => world.approve('production'),
    },
  ],
  [
    'a deployment without the document of the gate',
    ['gate/not-built-on', 'evidence/missing'],
    { ...PRODUCTION, docs: () => ({ gate: undefined }), waiting: (world) => world.approve('production') },
  ],
  [
    'a deployment whose gate was forged',
    'gate/not-built-on',
    { ...PRODUCTION, ...forged('gate', () => ({ previous: [] })), waiting: (world) => world.approve('production') },
  ],
]

const HONEST: readonly (readonly [name: string, given: GateTry])[] = [
  ['complete evidence', {}],
  [
    'a verification in two shards',
    {
      ...forged('verify', ({ slot }) => ({ slot: { ...slot, shard: '1/2' } })),
      beside: ({ verify }) => [{ ...verify, slot: { ...verify.slot, shard: '2/2' } }],
      needs: (needs) => needs,
    },
  ],
  [
    'a floor that the configuration is above',
    { inputs: { floor: 'reviewers: { at-least: 1 }\nevidence-younger-than: 24h\nrequire: [load]' } },
  ],
  ['a team of reviewers', rules('production', { reviewers: ['team:deployers'] })],
  ['two reviewers of whom one started the run', rules('production', { reviewers: ['ada', 'grace'] })],
  ['a branch that a pattern allows', rules('production', { branches: ['main', 'release/*'] })],
  ['an environment for every branch', { rules: { production: { reviewers: ['grace'], preventSelfReview: true } } }],
  [
    'a wait timer and the rule of an App',
    rules('production', { waitTimerMinutes: 5, customRules: ['change-control'] }),
  ],
  ['administrators who may bypass', rules('production', { adminsCanBypass: true })],
  [
    'a document of another run beside the evidence',
    { beside: ({ verify }) => [{ ...verify, origin: { ...verify.origin, runId: '1' } }] },
  ],
  ['a job that was skipped', { needs: (needs) => ({ ...needs, build: { result: 'skipped', outputs: {} } }) }],
  [
    'a calendar that is open',
    { inputs: { floor: 'calendar: { open: [{}], freeze: [{ from: 2000-01-01, to: 2000-01-02, reason: past }] }' } },
  ],
  [
    'a freeze, told before the approval',
    { inputs: { floor: 'calendar: { freeze: [{ from: 2000-01-01, to: 2999-01-01, reason: always }] }' } },
  ],
  [
    'an emergency without a check',
    { ...without('verify'), inputs: { 'break-glass': glass('gate/check-missing, gate/step-missing') } },
  ],
  ['a deployment that was approved by its digest', { ...PRODUCTION, waiting: (world) => world.approve('production') }],
  [
    'a deployment that another reviewer approved',
    { ...PRODUCTION, waiting: (world) => world.approve('production', world.comment, 'heidi') },
  ],
  [
    'a deployment in an emergency during a freeze',
    {
      ...PRODUCTION,
      inputs: {
        floor: 'calendar: { freeze: [{ from: 2000-01-01, to: 2999-01-01, reason: always }] }',
        'break-glass': glass('gate/frozen'),
      },
      waiting: (world) => world.approve('production'),
    },
  ],
]

export async function evidenceGroup(): Promise<Group> {
  const world: LocalWorld = await openLocalWorld()
  const play = async (given: GateTry) => {
    const { status, blockers } = await world.gate(given)
    return { status, blockers }
  }
  const attempts = ROWS.map(([name, refusedBy, given]): Case => ({
    name,
    kind: 'attempt',
    refusedBy: typeof refusedBy === 'string' ? [refusedBy] : refusedBy,
    play: () => play(given),
  }))
  const honest = HONEST.map(([name, given]): Case => ({
    name,
    kind: 'honest',
    play: () => play(name === 'a verification in two shards' ? sharded(world) : given),
  }))
  // Attempts first: an approval that names the evidence stays on record.
  return { name: 'evidence', cases: [...attempts, ...honest], close: () => world.close() }
}

/** Both shards are named by their jobs. */
function sharded({ docs: { verify } }: LocalWorld): GateTry {
  const second = { ...verify, slot: { ...verify.slot, shard: '2/2' } }
  return {
    ...forged('verify', ({ slot }) => ({ slot: { ...slot, shard: '1/2' } })),
    beside: () => [second],
    needs: (needs) => ({ ...needs, 'verify-2': { result: 'success', outputs: { digest: digestOf(second) } } }),
  }
}
