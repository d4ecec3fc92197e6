import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { PROJECT } from '../support/harness.ts'
import { openWorld } from '../support/precheck-world.ts'

/** The configurations of docs/migration.md, beside groups and services that exist under the names that they have. */

const CONFIG = '.github/test-deployments.yml'
const blocks = [...readFileSync(join(PROJECT, 'docs/migration.md'), 'utf8').matchAll(/```yaml\n(.*?)```/gs)]
/** Without roles: the accounts are those of the credentials. */
const configs = blocks
  .map(([, text = '']) => text)
  .filter((text) => /^version: 1/m.test(text))
  .map((text) => text.replaceAll(/^ +(plan|deploy)-role: .*\n/gm, '').replaceAll(/^ +role: .*\n/gm, ''))

const app = join(PROJECT, 'examples/shop/app')
const revision = Object.fromEntries(
  readdirSync(app, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.replace(app, 'app'), readFileSync(path, 'utf8')]),
)
const QUEUE = `Parameters: { Environment: { Type: String } }
Resources: { Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Sub 'orders-\${Environment}' } } }
Outputs: { Url: { Value: !Ref Queue } }
`
const TASK = {
  family: 'prices',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  containerDefinitions: [
    { name: 'prices', image: `nginx@sha256:${'a'.repeat(64)}`, portMappings: [{ containerPort: 8080 }] },
  ],
}
const both = ['preprod', 'production']

test.each<[string, number, ScenarioInput, Readonly<Record<string, string>>, readonly string[]]>([
  ['a stack', 0, {}, { 'infra/queue.yml': QUEUE }, []],
  [
    'a service of ECS',
    1,
    {
      taskDefinitions: [TASK],
      services: both.map((name) => ({
        cluster: `prices-${name}`,
        name: 'prices',
        taskDefinition: 'prices',
        controller: 'ECS' as const,
      })),
    },
    { 'deploy/task.json': JSON.stringify(TASK) },
    // The service has neither a circuit breaker nor alarms.
    both.map(() => 'fail service/unprotected'),
  ],
  [
    'servers',
    2,
    {
      buckets: both.map((name) => ({ name: `shop-releases-${name}`, account: '999999999999', region: 'eu-west-1' })),
      applications: [
        { name: 'shop', platform: 'Server', groups: Object.fromEntries(both.map((name) => [`shop-${name}`, {}])) },
      ],
    },
    revision,
    // The groups exist, and have nothing else.
    both.flatMap(() => [
      'fail deployment/group-selects-nothing',
      'fail deployment/no-alarms',
      'fail deployment/no-auto-rollback',
    ]),
  ],
])(
  'the configuration for %s is read, and blocked only by what the account lacks',
  async (_, index, scenario, files, lacking) => {
    const world = await openWorld(
      { ...scenario, github: { files: { ...files, [CONFIG]: configs[index] ?? '' } } },
      { from: 'source' },
    )
    try {
      const { evidence } = await world.precheck()
      const against = evidence.findings.filter(({ outcome }) => !['pass', 'noted', 'skipped'].includes(outcome))
      const codes = against.map(({ outcome, code }) => `${outcome} ${code}`)
      expect(codes.toSorted((a, b) => a.localeCompare(b))).toEqual(lacking.toSorted((a, b) => a.localeCompare(b)))
    } finally {
      await world.close()
    }
  },
)

test('the page has three configurations', () => expect(configs).toHaveLength(3))
