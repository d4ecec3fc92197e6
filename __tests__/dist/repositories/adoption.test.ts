import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { adopt, rehearsed, withTools, type NewUser } from './adoption.ts'
import { PROJECT } from '../support/harness.ts'

const MINUTE = 60_000
const CONFIG = '.github/test-deployments.yml'
const GREEN = [
  'precheck pass',
  'deploy-preprod pass',
  'verify pass',
  'verify skipped',
  'gate pass',
  'deploy-production pass',
]
const RECORDED = join(PROJECT, '__tests__/assembly/fixtures')
const STOCK = join(import.meta.dirname, 'stock')
const example = (path: string): string => join(PROJECT, 'examples', path)

/** The shop without this action. A first release has no previous values of parameters. */
const parameters = (environment: string): string => {
  const text = readFileSync(example(`shop/infra/parameters.${environment}.json`), 'utf8')
  const given = JSON.parse(text) as readonly { readonly UsePreviousValue?: true }[]
  return JSON.stringify(
    given.map(({ UsePreviousValue, ...rest }) =>
      UsePreviousValue ? { ...rest, ParameterValue: 'a-token-of-the-support' } : rest,
    ),
  )
}
const EC2: NewUser = {
  bundled: ['verify', 'deploy-production'],
  copied: { app: example('shop/app'), 'infra/web.yml': example('shop/infra/web.yml') },
  files: {
    'infra/parameters.preprod.json': parameters('preprod'),
    'infra/parameters.production.json': parameters('production'),
  },
}

/** Instances of an Auto Scaling group, whose only alarm is on their CPU. */
const FLEET: NewUser = { copied: { infra: join(STOCK, 'infra'), app: join(STOCK, 'app') } }

const ECS: NewUser = { copied: { infra: example('ecs/infra'), deploy: example('ecs/deploy') } }

const CDK: NewUser = {
  copied: Object.fromEntries(
    ['bin', 'orders', 'cdk.json', 'cdk.context.json', '.gitignore'].map((path) => [path, example(`cdk/${path}`)]),
  ),
  tools: { npx: { output: join(RECORDED, 'cdk-out'), to: 'cdk.out' } },
  built: ['npx'],
  edits: [
    [
      CONFIG,
      'verify: []',
      "verify:\n  - { name: an order is accepted, kind: functional, invoke: { function: '{stack.Shop.outputs.Function}', payload: { quantity: 2 }, json: { accepted: true } } }",
    ],
  ],
}

const SAM: NewUser = {
  files: {
    'template.yaml': readFileSync(join(RECORDED, 'sam-build/template.yaml'), 'utf8')
      .replace('CodeUri: Orders', 'CodeUri: orders/')
      .replace('    Metadata:\n      SamResourceId: Orders\n', ''),
    'samconfig.toml':
      'version = 0.1\n[default.deploy.parameters]\nstack_name = "shop"\nregion = "eu-west-1"\nresolve_s3 = true\ncapabilities = "CAPABILITY_IAM"\n',
    '.gitignore': '.aws-sam/\n',
  },
  copied: { orders: join(RECORDED, 'sam-build/Orders') },
  tools: { sam: { output: join(RECORDED, 'sam-build'), to: '.aws-sam/build' } },
  edits: [
    [
      CONFIG,
      'verify: []',
      "verify:\n  - { name: orders are answered, kind: functional, invoke: { function: '{stack.template.outputs.Name}:live', payload: {} } }",
    ],
  ],
}

test.each<[string, NewUser, readonly string[]]>([
  ['servers', EC2, []],
  ['an Auto Scaling group', FLEET, []],
  ['a service on ECS', ECS, []],
  ['a CDK app', CDK, [CONFIG]],
  ['a SAM app', SAM, [CONFIG]],
])(
  'a repository with %s reaches production after init and at most one edited file',
  async (_, user, byHand) => {
    const adopted = await adopt(user)
    expect(adopted.byHand).toEqual(byHand)
    expect(adopted.byHand.length).toBeLessThanOrEqual(1)
    expect(adopted.steps.filter((step) => step !== 'package pass')).toEqual(GREEN)
  },
  10 * MINUTE,
)

const PLACEHOLDER = "application: shop # of CodeDeploy\n    group: 'shop-{environment}' # the deployment group"
test(
  'a repository for the host of the job passes with the deployment that init advises, and the workflow of examples/local',
  async () => {
    const adopted = await adopt({
      copied: {
        app: example('local/app'),
        '.github/workflows/test-deployments.yml': example('local/.github/workflows/test.yml'),
      },
      edits: [
        [CONFIG, 'platform: server', 'platform: local\n    destination-root: ./host'],
        [CONFIG, PLACEHOLDER, ''],
        [CONFIG, ", bucket: 'shop-releases-{environment}'", ''],
        [
          CONFIG,
          'verify: []',
          'verify: [{ name: greets, run: \'test "$(host/opt/greeter/greet)" = hello\', kind: functional }]',
        ],
      ],
    })
    expect(adopted.output).toContain('{ platform: local, revision: { directory: app }, destination-root: ./host }')
    expect(adopted.byHand).toEqual([CONFIG])
    // The last step of its one job.
    expect(adopted.steps).toEqual(['verify pass'])
  },
  10 * MINUTE,
)

test.each([
  // Its parameters keep previous values: the accounts have its stacks, and their servers serve, before the release.
  ['shop', undefined],
  ['lambda', undefined],
  ['ecs', undefined],
  ['pull-requests', 'release.yml'],
])(
  'examples/%s reaches production with its own workflow',
  async (name, workflow) => {
    expect(await rehearsed(example(name), workflow)).toEqual(expect.arrayContaining(['deploy-production pass']))
  },
  10 * MINUTE,
)

test(
  'examples/cdk reaches production with the output of its build',
  async () => {
    const tools = { npm: undefined, npx: { output: join(RECORDED, 'cdk-out'), to: 'cdk.out' } }
    const steps = await withTools(tools, () => rehearsed(example('cdk')))
    expect(steps).toEqual(['package pass', ...GREEN])
  },
  10 * MINUTE,
)

test(
  'examples/pull-requests deploys a pull request to a temporary copy, and removes the copy when the pull request is closed',
  async () => {
    expect(await rehearsed(example('pull-requests'), 'pull-request.yml')).toEqual([
      'precheck pass',
      'precheck pass',
      'deploy-preprod pass',
      'verify pass',
      'teardown pass',
    ])
  },
  10 * MINUTE,
)
