import { openWorld } from '../dist/support/precheck-world.ts'
import { replaced } from '../odd-engine.ts'
import { rowsOf, type Lie, type Row, type Stage } from './row.ts'

/** The principals that the roles trust: the responses of IAM. */

const ROLE = 'arn:aws:iam::111111111111:role/shop'
const FILES = {
  '.github/test-deployments.yml': `version: 1
environments: { production: { plan-role: "${ROLE}-plan", deploy-role: "${ROLE}-deploy" } }
stacks: [{ id: web, name: "shop-{environment}", template: web.yml }]
`,
  'web.yml': 'Resources: { Topic: { Type: AWS::SNS::Topic } }\n',
}

/** The precheck of production, in a job whose token the roles trust. */
const trust: Stage = {
  name: 'trust',
  async play(lie: Lie = {}) {
    let variables: Readonly<Record<string, string>> = {}
    const world = await openWorld(
      {
        roles: [
          { arn: `${ROLE}-plan`, trust: { repository: 'acme/shop' } },
          { arn: `${ROLE}-deploy`, trust: { repository: 'acme/shop', environment: 'production' } },
        ],
        github: { repository: 'acme/shop', files: FILES },
      },
      { oddities: lie.aws ?? {}, env: () => variables },
    )
    try {
      const { github } = world.sandbox
      const run = github.startRun({
        repository: 'acme/shop',
        sha: github.commit('acme/shop', 'next', FILES),
        actor: 'ada',
      })
      const job = run.startJob({
        name: 'precheck',
        permissions: { contents: 'read', actions: 'read', 'id-token': 'write' },
      })
      await job.started
      variables = { ...job.variables(), GITHUB_API_URL: github.url }
      const { evidence, result } = await world.step({
        command: 'precheck',
        environment: 'production',
        'github-token': job.token,
      })
      const altered = [...world.odd.values()].reduce((sum, each) => sum + each, 0)
      return { findings: evidence.findings, green: result.status === 0, told: altered }
    } finally {
      await world.close()
    }
  },
  close: () => Promise.resolve(),
}

const SUBJECT = 'environment/production/deploy-role'

export const TRUST: readonly Row[] = [
  ...rowsOf(trust, { aws: { GetRole: replaced('%22production%22', '%22*%22') } }, [
    {
      code: 'trust/confined',
      subject: SUBJECT,
      says: 'a policy with a condition on the environment',
      truth: 'it is a wildcard, which admits every environment',
    },
  ]),
  ...rowsOf(trust, { aws: { GetRole: replaced('StringLike', 'StringNotLike') } }, [
    {
      code: 'trust/confined',
      subject: SUBJECT,
      says: 'a policy with conditions on repository and environment',
      truth: 'it admits every other environment and repository',
    },
  ]),
  ...rowsOf(trust, { aws: { GetRole: replaced('shop-deploy</Arn>', 'shop-other</Arn>') } }, [
    {
      code: 'trust/confined',
      subject: SUBJECT,
      says: 'a role',
      truth: 'it is another role',
      remark: 'trust/not-read',
    },
  ]),
]
