import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { readConfig } from '../../src/config/schema/file.ts'
import { init } from '../../src/init/index.ts'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { startWorld, type World } from '../commands/world.ts'

/** `init --from-account` with the sandbox's AWS. */

let world: World | undefined
const folders: string[] = []

afterEach(async () => {
  await world?.close()
  world = undefined
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const WEB = `
Parameters:
  Environment: { Type: String }
  Password: { Type: String, NoEcho: true }
Resources:
  Orders: { Type: AWS::SQS::Queue }
  Events: { Type: AWS::SNS::Topic }
`
const LEGACY = '{ "Resources": { "Old": { "Type": "AWS::SQS::Queue" } } }'
const SECRET = 'correct-horse-battery'
const FAMILY = (word: string) => ({
  family: `api-${word}`,
  containerDefinitions: [{ name: 'api', image: 'shop/api:1', memory: 128 }],
})
const GROUP = { serviceRoleArn: 'arn:aws:iam::111111111111:role/deploy' }
const ACCOUNT: ScenarioInput = {
  applications: [{ name: 'orders', platform: 'Server', groups: { 'fleet-staging': GROUP, 'fleet-prod': GROUP } }],
  taskDefinitions: [FAMILY('staging'), FAMILY('prod')],
  services: [
    { cluster: 'main-staging', name: 'api', taskDefinition: 'api-staging', controller: 'ECS' },
    { cluster: 'main-prod', name: 'api', taskDefinition: 'api-prod', controller: 'ECS' },
    { cluster: 'main-prod', name: 'blue', taskDefinition: 'api-prod', controller: 'CODE_DEPLOY' },
  ],
  functions: [
    { name: 'stock-staging', versions: ['first'], aliases: { live: '1' } },
    { name: 'stock-prod', versions: ['first'], aliases: { live: '1' } },
    { name: 'without-alias', versions: ['first'] },
  ],
}
const FILES = {
  'web.yml': WEB,
  'release/appspec.yml': 'version: 0.0\nos: linux\nfiles: []\n',
  'task.json': JSON.stringify(FAMILY('{environment}')),
}
const REQUIRED = ['--from-account', '--region', 'eu-west-1', '--repository', 'acme/shop', '--reviewer', 'grace']
const DOCUMENTS = join(import.meta.dirname, '../../docs/iam')

async function open(scenario: ScenarioInput = {}): Promise<World> {
  world = await startWorld({ ...ACCOUNT, ...scenario })
  return world
}

async function ran(opened: World, files: Readonly<Record<string, string>>, ...args: string[]) {
  const root = mkdtempSync(join(tmpdir(), 'init-account-'))
  folders.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const logged: string[] = []
  const status = await init([...REQUIRED, ...args], {
    cwd: root,
    now: Date.parse('2026-11-29T00:00:00Z'),
    documents: DOCUMENTS,
    say: (text) => logged.push(text),
    inventory: (access) => opened.ports.connect.inventory(access),
  })
  const read = (path: string): string => readFileSync(join(root, path), 'utf8')
  return {
    status,
    output: logged.join('\n'),
    read,
    config: () => readConfig(read('.github/test-deployments.yml'), 'c'),
  }
}

describe('an account', () => {
  test('returns stacks, groups, services and the words of both environments', async () => {
    const opened = await open({ pages: { stacks: 1 } })
    for (const word of ['staging', 'prod'])
      await opened.deploy(`store-${word}`, WEB, { Environment: word, Password: SECRET })
    await opened.deploy('legacy', LEGACY)
    const { status, output, config, read } = await ran(opened, FILES)
    expect(status).toBe(0)
    expect(output).toContain('account 111111111111 in eu-west-1')
    expect(output).toContain('{environment} is staging or prod')
    expect(output).toContain('stacks: legacy (no template here), store-{environment} (web.yml)')
    expect(output).toContain('deployment groups: orders / fleet-{environment} (server)')
    expect(output).toContain('services that ECS deploys: main-{environment} / api\n')
    expect(output).toContain('functions with aliases: stock-{environment}:live\n')
    expect(output).toContain(
      '--stack-name legacy --template-stage Original --query TemplateBody --output json > legacy.json',
    )
    expect(output).not.toContain('not read')
    expect(output).not.toContain('Correct `application`')
    expect(output + read('.github/test-deployments.yml')).not.toContain(SECRET)
    const { environments, stacks, deployments } = config()
    expect([environments.preprod.name, environments.production.name]).toEqual(['staging', 'prod'])
    expect(stacks.map(({ name }) => name)).toEqual(['store-{environment}'])
    expect(deployments).toMatchObject([
      { platform: 'server', application: 'orders', group: 'fleet-{environment}' },
      { platform: 'ecs-native', cluster: 'main-{environment}', service: 'api' },
    ])
    expect(read('.github/test-deployments.yml')).toContain('task-definition: task.json')
    const roles = read('.github/test-deployments-roles.yml')
    expect(roles).toMatch(/AllowedValues:\s+- staging\s+- prod/)
    expect(roles).toContain('store-${Environment}')
    expect(output).toContain('--parameter-overrides Environment=staging')
    expect(output).toContain('environments/prod --input')
    expect(output.match(/CreateProvider=(yes|no) FirstRelease/g)).toEqual([
      'CreateProvider=yes FirstRelease',
      'CreateProvider=no FirstRelease',
    ])
  })

  test('with --prefix returns only matching names', async () => {
    const { output } = await ran(await open(), {}, '--prefix', 'stock-', '--dry-run')
    expect(output).toContain('deployment groups: none')
    expect(output).toContain('functions with aliases: stock-{environment}:live')
  })

  test('overwrites nothing', async () => {
    const kept = { ...FILES, '.github/test-deployments.yml': 'mine' }
    const { output, read } = await ran(await open(), kept)
    expect(read('.github/test-deployments.yml')).toBe('mine')
    expect(output).toContain('kept as it is: .github/test-deployments.yml')
  })
})

describe('a denied read', () => {
  const user = (...actions: string[]): ScenarioInput => ({
    users: [
      {
        account: '111111111111',
        name: 'ann',
        accessKeyId: 'AKIAEXAMPLEEXAMPLE00',
        secretAccessKey: 'example-secret-of-a-stranger-000000000000',
        policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
      },
    ],
  })

  test('is reported with its permission, and the rest is read', async () => {
    const opened = await open(user('codedeploy:*', 'ecs:List*', 'lambda:ListFunctions', 'cloudformation:ListStacks'))
    const { status, output, config } = await ran(opened, FILES)
    expect(status).toBe(0)
    for (const action of ['ecs:DescribeServices', 'lambda:ListAliases'])
      expect(output).toMatch(new RegExp(`not read: .*${action}.*Allow ${action}`))
    expect(output.match(/not read: .*lambda:ListAliases/g)).toHaveLength(1)
    expect(config().deployments).toMatchObject([{ application: 'orders', group: 'fleet-{environment}' }])
  })

  test('of everything ends init before it writes', async () => {
    const opened = await open(user('s3:ListBucket'))
    const { status, output, read } = await ran(opened, FILES)
    expect([status, output]).toEqual([1, expect.stringMatching(/nothing was written: .*cloudformation:ListStacks/)])
    expect(() => read('.github/test-deployments.yml')).toThrow('ENOENT')
  })

  test('for unknown credentials ends init', async () => {
    const { status, output } = await ran(await open({ strangers: 'refuse' }), FILES)
    expect([status, output]).toEqual([1, expect.stringMatching(/no valid AWS credentials.*aws sso login/)])
  })
})
