import { describe, expect, test } from '@jest/globals'
import { fileName, nameOfModule, type ChunkFacts } from '../../../scripts/bundle/file-names.ts'

const COMMANDS = ['package', 'precheck', 'deploy-preprod', 'verify', 'gate', 'deploy-production', 'teardown']

/** A chunk that these lazy imports need: `IMPORTER > REQUEST`. */
function chunk(imports: readonly string[], modules: Readonly<Record<string, number>> = {}): ChunkFacts {
  return {
    origins: imports.map((text) => {
      const [importer = '', request = ''] = text.split(' > ')
      return { moduleName: `./build/dist/${importer}`, request }
    }),
    modules: Object.entries(modules).map(([name, size]) => ({ name, size })),
  }
}
const commands = (...names: string[]): string[] => names.map((name) => `commands/index.js > ./${name}.js`)

test.each([
  ['./build/dist/commands/precheck.js', 'precheck'],
  ['./build/dist/cloudformation/client.js', 'cloudformation-client'],
  ['./build/dist/codedeploy/agent/index.js', 'codedeploy-agent'],
  ['./node_modules/@aws-sdk/client-s3/dist-cjs/index.js', 'aws-s3'],
  ['./node_modules/a/node_modules/undici/lib/index.js', 'undici'],
])('%s: %s', (path, name) => {
  expect(nameOfModule(path)).toBe(name)
})

describe('a chunk is in the file', () => {
  test.each([
    ['of the lazy import that needs it', ['aws/clients/services.js > @aws-sdk/client-s3'], 'aws-s3'],
    ['of the module that is imported', ['codedeploy/dry-run.js > ./agent/index.js'], 'codedeploy-agent'],
    [
      'of that module, for any importer',
      ['codedeploy/dry-run.js > ./agent/index.js', 'deploy/platforms/local.js > ../../codedeploy/agent/index.js'],
      'codedeploy-agent',
    ],
    ['of the one command that needs it', commands('precheck'), 'precheck'],
    ['of every start', ['main.js > ./run.js', ...commands('gate', 'verify')], 'run'],
    ['of every command', ['run.js > ./config/schema/file.js', ...commands('precheck', 'verify')], 'config'],
    ['of both deployments', commands('deploy-preprod', 'deploy-production'), 'deploy'],
    ['of the rules of the gate', commands('gate', 'deploy-production'), 'gate-rules'],
    ['of the modules that prepare and deploy a release', commands('precheck', 'deploy-production'), 'release'],
    ['of many commands, precheck among them', commands('verify', 'gate', 'precheck'), 'commands'],
    ['of many commands without precheck', commands('verify', 'gate', 'teardown'), 'commands-later'],
    [
      'of many commands, which precheck loads later',
      [...commands('verify', 'gate'), 'commands/precheck.js > ../precheck/later.js'],
      'commands-later',
    ],
    [
      'of precheck from its start, which needs it later too',
      [...commands('precheck', 'verify'), 'commands/precheck.js > ../precheck/later.js'],
      'commands',
    ],
    [
      'of plans, which precheck loads later',
      [...commands('deploy-preprod'), 'commands/precheck.js > ../precheck/later.js'],
      'plan',
    ],
    ['of the client of the SDK around which it is', ['connect.js > ./cloudformation/client.js'], 'aws-cloudformation'],
    [
      'of the commands, with any other importers',
      [...commands('precheck', 'deploy-preprod'), 'codedeploy/pack.js > tar-stream'],
      'release',
    ],
    [
      'of the SDK, when clients need it',
      ['aws/clients/services.js > @aws-sdk/client-s3', 'connect.js > ./cloudformation/client.js'],
      'aws-sdk',
    ],
  ])('%s', (_, imports, name) => {
    expect(fileName(chunk(imports), COMMANDS)).toBe(name)
  })

  test('of one client of the SDK, when several lazy imports need it', () => {
    const modules = {
      './node_modules/@aws-sdk/client-codedeploy/dist-es/schemas.js': 9,
      './node_modules/@smithy/a.js': 99,
    }
    const imports = ['aws/clients/inventory.js > @aws-sdk/client-codedeploy', 'connect.js > ./codedeploy/client.js']
    expect(fileName(chunk(imports, modules), COMMANDS)).toBe('aws-codedeploy')
  })

  test('of its largest module, when several other lazy imports need it', () => {
    const modules = { './node_modules/tunnel/index.js': 100, './node_modules/undici/lib/api.js': 9_000 }
    const imports = ['github/artifacts.js > @actions/artifact', 'github/octokit.js > @actions/github']
    expect(fileName(chunk(imports, modules), COMMANDS)).toBe('undici')
  })
})
