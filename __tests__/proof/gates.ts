import { openJobs, REPOSITORY, type Jobs, type PlayedJob, type Seen } from '../dist/support/jobs.ts'
import { altered, replaced, startOddEngine, withoutMember, type Oddity } from '../odd-engine.ts'
import { rowsOf, type Lie, type Played, type Row, type Stage } from './row.ts'

/** The gate, approvals and evidence: the responses of GitHub. */

const FILES: Readonly<Record<string, string>> = {
  '.github/test-deployments.yml': `version: 1
deployments: [{ platform: local, revision: { directory: app }, destination-root: ./host }]
verify: [{ name: it answers, run: "true" }]
`,
  'app/appspec.yml': 'version: 0.0\nos: linux\nfiles: [{ source: index.html, destination: /srv/shop }]\n',
  'app/index.html': 'hello',
}
const NEEDED = ['precheck', 'deploy-preprod', 'verify']
const RULES = { reviewers: ['grace'], preventSelfReview: true, branches: 'protected', adminsCanBypass: false } as const

const precheck: PlayedJob = { name: 'precheck', command: 'precheck' }
const deploy = (jobs: Jobs): PlayedJob => ({
  name: 'deploy-preprod',
  command: 'deploy-preprod',
  needs: ['precheck'],
  environment: 'preprod',
  waiting: () => jobs.review('preprod', 'approved'),
})
const verify: PlayedJob = { name: 'verify', command: 'verify', needs: ['precheck', 'deploy-preprod'] }

/**
 * Jobs whose GitHub can change its responses. All of them call it at the same address, because endpoints are compared.
 */
interface OddJobs {
  readonly jobs: Jobs
  play(job: PlayedJob): Promise<Seen>
  /** Runs a job that gets changed responses. */
  lied(lie: Lie, job: PlayedJob): Promise<Played>
  close(): Promise<void>
}

async function open(files = FILES): Promise<OddJobs> {
  const jobs = await openJobs(files)
  for (const environment of ['preprod', 'production']) jobs.github.environment(REPOSITORY, environment, { ...RULES })
  const oddities: Record<string, Oddity> = {}
  const engine = await startOddEngine(jobs.github.url, oddities)
  const told = (): number => [...engine.told.values()].reduce((sum, each) => sum + each, 0)
  const play = (job: PlayedJob): Promise<Seen> => jobs.play({ ...job, githubUrl: engine.url })
  return {
    jobs,
    play,
    async lied(lie, job) {
      const before = told()
      Object.assign(oddities, lie.github)
      const { evidence, status } = await play(job)
      for (const name of Object.keys(oddities)) delete oddities[name]
      return { findings: evidence.findings, green: status === 0, told: told() - before }
    },
    async close() {
      await engine.close()
      await jobs.close()
    },
  }
}

/** The gate of one release, repeatedly. `needs`: the jobs that it names. */
interface GateLie extends Lie {
  readonly needs?: readonly string[]
}

function gateStage(): Stage<GateLie> {
  let base: Promise<OddJobs> | undefined
  let last: Promise<unknown> = Promise.resolve()
  const prepare = async (): Promise<OddJobs> => {
    const world = await open()
    await world.play(precheck)
    await world.play({ ...verify, name: 'verify-early', needs: ['precheck'] })
    await world.play(deploy(world.jobs))
    // A job stores its evidence once in each run attempt.
    world.jobs.run.rerun('ada')
    await world.play(verify)
    return world
  }
  return {
    name: 'gate',
    play(lie = {}) {
      const play = async (): Promise<Played> => {
        const world = await (base ??= prepare())
        world.jobs.run.rerun('ada')
        const needs = lie.needs ?? NEEDED
        const played = await world.lied(lie, { name: 'gate', command: 'gate', needs })
        return { ...played, told: played.told + (lie.needs ? 1 : 0) }
      }
      const mine = last.then(play)
      last = mine.catch(() => undefined)
      return mine
    },
    close: async () => (await base)?.close(),
  }
}

const ENVIRONMENT = 'GET /repos/*/environments/production'
const gate = gateStage()
const PRODUCTION = 'environment/production'

/** An environment with another rule about reviewers. */
const reviewers = (change: (rule: Record<string, unknown>) => unknown): Oddity =>
  altered((answer) => ({
    ...answer,
    protection_rules: (answer['protection_rules'] as Record<string, unknown>[]).map((rule) =>
      rule['type'] === 'required_reviewers' ? change(rule) : rule,
    ),
  }))

const ENVIRONMENTS: readonly Row[] = [
  ...rowsOf(gate, { github: { [ENVIRONMENT]: altered((answer) => ({ ...answer, name: 'staging' })) } }, [
    {
      code: 'gate/environment-exists',
      subject: PRODUCTION,
      says: '200, with the environment staging',
      truth: 'it is another environment',
    },
  ]),
  ...rowsOf(gate, { github: { [ENVIRONMENT]: withoutMember('protection_rules') } }, [
    {
      code: 'gate/required-reviewers',
      subject: PRODUCTION,
      says: 'an environment without a list of rules',
      truth: 'its rules are not known',
    },
  ]),
  ...rowsOf(gate, { github: { [ENVIRONMENT]: reviewers((rule) => ({ ...rule, reviewers: [] })) } }, [
    { code: 'gate/required-reviewers', subject: PRODUCTION, says: 'reviewers are required', truth: 'nobody is named' },
  ]),
  ...rowsOf(gate, { github: { [ENVIRONMENT]: reviewers((rule) => ({ ...rule, type: 'Required_Reviewers' })) } }, [
    {
      code: 'gate/required-reviewers',
      subject: PRODUCTION,
      says: 'a kind of rule that no documentation lists',
      truth: 'what it demands is not known',
    },
  ]),
  ...rowsOf(gate, { github: { [ENVIRONMENT]: replaced(/"login":"grace"/g, '"login":"ada"') } }, [
    {
      code: 'gate/required-reviewers',
      subject: PRODUCTION,
      says: 'one reviewer is required',
      truth: 'it is the one who started the run',
    },
  ]),
  ...rowsOf(gate, { github: { [ENVIRONMENT]: withoutMember('prevent_self_review') } }, [
    {
      code: 'gate/self-review-prevented',
      subject: PRODUCTION,
      says: 'reviewers are required',
      truth: 'whether self-review is prevented is not returned',
    },
  ]),
  ...rowsOf(gate, { github: { [ENVIRONMENT]: reviewers((rule) => ({ ...rule, prevent_self_review: 'true' })) } }, [
    {
      code: 'gate/self-review-prevented',
      subject: PRODUCTION,
      says: 'a text in place of a truth value',
      truth: 'the answer is not as documented',
    },
  ]),
  ...rowsOf(
    gate,
    {
      github: {
        [ENVIRONMENT]: altered((answer) => ({
          ...answer,
          deployment_branch_policy: { protected_branches: false, custom_branch_policies: false },
        })),
      },
    },
    [
      {
        code: 'gate/branch-allowed',
        subject: PRODUCTION,
        says: 'a limit, and of neither kind',
        truth: 'the two members exclude this',
      },
    ],
  ),
  ...rowsOf(gate, { github: { [ENVIRONMENT]: withoutMember('deployment_branch_policy') } }, [
    {
      code: 'gate/branch-allowed',
      subject: PRODUCTION,
      says: 'an environment without a branch policy',
      truth: 'the limit is not known',
    },
  ]),
  ...rowsOf(
    gate,
    {
      github: {
        [ENVIRONMENT]: altered((answer) => ({
          ...answer,
          deployment_branch_policy: { protected_branches: true, custom_branch_policies: true },
        })),
      },
    },
    [
      {
        code: 'gate/branch-allowed',
        subject: PRODUCTION,
        says: 'both kinds of limits',
        truth: 'the two members exclude each other',
      },
    ],
  ),
  ...rowsOf(
    gate,
    {
      github: {
        [`GET /repos/${REPOSITORY}`]: altered((answer) => ({ ...answer, private: true, visibility: 'public' })),
      },
    },
    [
      {
        code: 'gate/rules-enforced',
        subject: PRODUCTION,
        says: 'visibility public, and private',
        truth: 'two members disagree',
        remark: 'gate/enforcement-unknown',
      },
    ],
  ),
  ...rowsOf(
    gate,
    {
      github: {
        [`GET /repos/${REPOSITORY}`]: altered((answer) => ({ ...answer, private: false, visibility: 'PUBLIC' })),
      },
    },
    [
      {
        code: 'gate/rules-enforced',
        subject: PRODUCTION,
        says: 'a visibility that no documentation lists',
        truth: 'the visibility is not known',
        remark: 'gate/enforcement-unknown',
      },
    ],
  ),
  ...rowsOf(gate, { github: { [ENVIRONMENT]: withoutMember('can_admins_bypass') } }, [
    {
      code: 'gate/no-admin-bypass',
      subject: PRODUCTION,
      says: 'an environment without the setting',
      truth: 'the setting is not known',
      remark: 'gate/admin-bypass',
    },
  ]),
  ...rowsOf(gate, { github: { [ENVIRONMENT]: altered((answer) => ({ ...answer, can_admins_bypass: 'false' })) } }, [
    {
      code: 'gate/no-admin-bypass',
      subject: PRODUCTION,
      says: 'a text in place of a truth value',
      truth: 'the answer is not as documented',
    },
  ]),
  ...rowsOf(gate, { needs: ['precheck', 'deploy-preprod', 'verify-early'] }, [
    {
      code: 'gate/in-order',
      subject: 'release/order',
      says: 'every job that the gate needs has succeeded',
      truth: 'the verification ran before the deployment',
    },
  ]),
  ...rowsOf(gate, { needs: ['precheck', 'deploy-preprod'] }, [
    {
      code: 'gate/evidence-complete',
      subject: 'release',
      says: 'every job that the gate needs has succeeded',
      truth: 'no verification is among them',
    },
  ]),
]

/** An approved deployment to pre-prod. Each play has a run of its own. */
const approvals: Stage = {
  name: 'approvals',
  async play(lie = {}) {
    const world = await open()
    try {
      await world.play(precheck)
      return await world.lied(lie, deploy(world.jobs))
    } finally {
      await world.close()
    }
  },
  close: () => Promise.resolve(),
}

const APPROVALS = 'GET /repos/*/actions/runs/*/approvals'
const approval =
  (change: (record: Record<string, unknown>) => unknown): Oddity =>
  (answer) =>
    JSON.stringify((JSON.parse(answer) as Record<string, unknown>[]).map((record) => change(record)))
const APPROVAL = 'environment/preprod/approval'

const APPROVED: readonly Row[] = [
  ...rowsOf(approvals, { github: { [APPROVALS]: approval((record) => ({ ...record, user: null })) } }, [
    { code: 'gate/approved', subject: APPROVAL, says: 'approved', truth: 'by an account that does not exist any more' },
  ]),
  ...rowsOf(approvals, { github: { [APPROVALS]: approval((record) => ({ ...record, state: 'APPROVED' })) } }, [
    {
      code: 'gate/approved',
      subject: APPROVAL,
      says: 'a state that no documentation lists',
      truth: 'the decision is not known',
    },
  ]),
  ...rowsOf(
    approvals,
    { github: { [APPROVALS]: approval((record) => ({ ...record, environments: [{ id: 1, name: 'production' }] })) } },
    [{ code: 'gate/approved', subject: APPROVAL, says: 'approved', truth: 'the approval is of another environment' }],
  ),
  ...rowsOf(approvals, { github: { [APPROVALS]: replaced('"type":"User"', '"type":"Mannequin"') } }, [
    { code: 'gate/approved', subject: APPROVAL, says: 'approved', truth: 'the account is of a kind that is no person' },
  ]),
  ...rowsOf(approvals, { github: { [APPROVALS]: replaced('"login":"grace"', '"login":"ada"') } }, [
    { code: 'gate/approved', subject: APPROVAL, says: 'approved', truth: 'by the one who started the run' },
  ]),
  ...rowsOf(approvals, { github: { 'GET /repos/*/actions/runs/*': withoutMember('run_attempt') } }, [
    {
      code: 'gate/approved',
      subject: APPROVAL,
      says: 'a run without its attempt',
      truth: 'whether it is a re-run is not known',
    },
  ]),
  ...rowsOf(approvals, { github: { 'GET /idtoken/*': forged } }, [
    {
      code: 'gate/in-environment',
      subject: 'environment/preprod',
      says: 'a token of the environment preprod',
      truth: 'it is not signed by GitHub',
    },
  ]),
]

/** A token whose claims were changed after it was signed. */
function forged(answer: string): string {
  const { value } = JSON.parse(answer) as { readonly value: string }
  const [head = '', claims = '', signature = ''] = value.split('.')
  const read = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as object
  const changed = Buffer.from(JSON.stringify({ ...read, jti: 'another' })).toString('base64url')
  return JSON.stringify({ value: [head, changed, signature].join('.') })
}

const TEAM = 'quality'
const CONFIGURATION = '.github/test-deployments.yml'

/** A release to production with a manual test, which the approval by a member of the team confirms. */
const manual: Stage = {
  name: 'manual test',
  async play(lie = {}) {
    const world = await open({
      ...FILES,
      [CONFIGURATION]: FILES[CONFIGURATION]!.replace(
        'verify: [',
        `verify: [{ name: receipt, manual: { what: the receipt prints, by: ${TEAM} } }, `,
      ),
    })
    try {
      const { jobs } = world
      const [owner = ''] = REPOSITORY.split('/')
      jobs.github.team(owner, TEAM, { members: ['grace'], repositories: { [REPOSITORY]: 'write' } })
      jobs.github.environment(REPOSITORY, 'production', { ...RULES, reviewers: [`team:${TEAM}`] })
      for (const job of [precheck, deploy(jobs), verify]) await world.play(job)
      await world.play({ name: 'gate', command: 'gate', needs: NEEDED })
      return await world.lied(lie, {
        name: 'deploy-production',
        command: 'deploy-production',
        needs: [...NEEDED, 'gate'],
        environment: 'production',
        waiting: () => jobs.review('production', 'approved', 'printed two'),
      })
    } finally {
      await world.close()
    }
  },
  close: () => Promise.resolve(),
}

const CONFIRMED: readonly Row[] = [
  ...rowsOf(
    manual,
    {
      github: {
        [ENVIRONMENT]: reviewers((rule) => ({
          ...rule,
          reviewers: [
            ...(rule['reviewers'] as object[]),
            { type: 'User', reviewer: { id: 2, login: 'grace', type: 'User' } },
          ],
        })),
      },
    },
    [
      {
        code: 'check/manual',
        subject: 'check/receipt',
        says: 'approved, by one who is required by name beside the team',
        truth: 'whether the approver is of the team is not known',
      },
    ],
  ),
]

export const GATES: readonly Row[] = [...ENVIRONMENTS, ...APPROVED, ...CONFIRMED]
