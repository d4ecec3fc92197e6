import { openWorld } from '../dist/support/precheck-world.ts'
import { replaced } from '../odd-engine.ts'
import { liedFiles, rowsOf, type Lie, type Row, type Stage } from './row.ts'

/** A temporary environment that is created and removed. */

const FILES = {
  '.github/test-deployments.yml': `version: 1
environments: { preprod: { temporary: { name: "pr-{pull-request}" } } }
stacks: [{ id: web, name: "shop-{environment}", template: web.yml }]
`,
  'web.yml': 'Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: orders } } }\n',
}

const temporary: Stage = {
  name: 'temporary',
  async play(lie: Lie = {}) {
    let variables: Readonly<Record<string, string>> = {}
    const { files, told: lies } = liedFiles(FILES, lie.files)
    const world = await openWorld(
      { github: { repository: 'acme/shop', files, environments: { temporary: {} } } },
      { oddities: lie.aws ?? {}, env: () => variables },
    )
    try {
      const { github } = world.sandbox
      const sha = github.commit('acme/shop', 'next', files)
      const findings = []
      let green = true
      for (const [index, command] of ['deploy-preprod', 'teardown', 'teardown'].entries()) {
        // Documents of one name are stored once in a run.
        const job = github.startRun({ repository: 'acme/shop', sha, actor: 'ada' }).startJob({
          name: `job-${index}`,
          environment: 'temporary',
          permissions: { contents: 'read', actions: 'read', 'id-token': 'write' },
        })
        await job.started
        variables = { ...job.variables(), GITHUB_API_URL: github.url }
        const { evidence, result } = await world.step({ command, temporary: 'pr-12', 'github-token': job.token })
        findings.push(...evidence.findings)
        green &&= result.status === 0
      }
      const odd = [...world.odd.values()].reduce((sum, each) => sum + each, 0)
      return { findings, green, told: lies + odd }
    } finally {
      await world.close()
    }
  },
  close: () => Promise.resolve(),
}

const SUBJECT = 'environment/pr-12'

export const TEMPORARY_ROWS: readonly Row[] = [
  ...rowsOf(temporary, { files: { 'web.yml': (text) => text.replace('DisplayName', 'TopicName') } }, [
    {
      code: 'temporary/parallel-safe',
      subject: `${SUBJECT}/names`,
      says: 'a valid template',
      truth: 'its topic has the same name in each copy',
    },
  ]),
  ...rowsOf(temporary, { aws: { ListStackResources: replaced('CREATE_COMPLETE', 'CREATE_FAILED') } }, [
    {
      code: 'temporary/deployed',
      subject: SUBJECT,
      says: 'CREATE_COMPLETE',
      truth: 'a resource of the stack was not created',
    },
  ]),
  ...rowsOf(temporary, { aws: { GetParametersByPath: () => '{"Parameters":[]}' } }, [
    {
      code: 'temporary/absent',
      subject: SUBJECT,
      says: 'no environment is recorded',
      truth: 'its stack exists',
    },
  ]),
  ...rowsOf(temporary, { aws: { GetParametersByPath: replaced('/stacks/web', '/stacks/other') } }, [
    {
      code: 'temporary/removed',
      subject: SUBJECT,
      says: 'an environment is recorded',
      truth: 'the record of its stack is that of another one',
    },
  ]),
]
