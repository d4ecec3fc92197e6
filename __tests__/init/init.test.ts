import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { gzipSync } from 'node:zlib'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { brokenNames } from '../../src/cloudformation/template/references.ts'
import { limitMistakes } from '../../src/cloudformation/template/limits.ts'
import { parseTemplate } from '../../src/cloudformation/template/template.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import { CDK_OUT } from '../assembly/assembly-folder.ts'
import { init } from '../../src/init/index.ts'
import { bodyText, packed, unpacked } from '../../src/init/pull-request.ts'

const DOCUMENTS = join(import.meta.dirname, '../../docs/iam')
const NOW = Date.parse('2026-11-29T00:00:00Z')
const folders: string[] = []
/** These tests read no account: see account.test.ts. */
const inventory = (): never => {
  throw new Error('no account is read without --from-account')
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** A repository with these files, in which init ran. */
async function ran(
  given: Readonly<Record<string, string>> | { readonly copied: Readonly<Record<string, string>> },
  ...args: string[]
) {
  const root = mkdtempSync(join(tmpdir(), 'init-'))
  folders.push(root)
  const { copied } = given as { readonly copied?: Readonly<Record<string, string>> }
  for (const [path, from] of Object.entries(copied ?? {})) cpSync(from, join(root, path), { recursive: true })
  const files = copied === undefined ? (given as Readonly<Record<string, string>>) : {}
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const logged: string[] = []
  const status = await init(args, {
    cwd: root,
    now: NOW,
    documents: DOCUMENTS,
    say: (text) => logged.push(text),
    inventory,
  })
  const read = (path: string): string => readFileSync(join(root, path), 'utf8')
  return {
    status,
    output: logged.join('\n'),
    read,
    stacks: () => (parse(read('.github/test-deployments.yml')) as { readonly stacks: object }).stacks,
    config: () => readConfig(read('.github/test-deployments.yml'), 'config'),
    roles: () => parseTemplate(read('.github/test-deployments-roles.yml'), 'roles.yml'),
  }
}

const WEB = `
Parameters:
  Environment: { Type: String }
Resources:
  Releases: { Type: AWS::S3::Bucket }
  HostRole: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }
  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer }
  Application: { Type: AWS::CodeDeploy::Application, Properties: { ApplicationName: orders, ComputePlatform: Server } }
  Group:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties: { ApplicationName: !Ref Application, DeploymentGroupName: !Sub 'orders-\${Environment}', ServiceRoleArn: x }
Outputs:
  Releases: { Value: !Ref Releases }
  Url: { Value: !Sub 'http://\${Balancer.DNSName}' }
`
const SERVER = {
  'infra/web.yml': WEB,
  'app/appspec.yml': 'version: 0.0\nos: linux\nhooks:\n  ValidateService:\n    - location: validate\n',
  'app/validate': '#!/bin/sh\ncurl --fail http://localhost:8080/health\n',
}
const SAM =
  'Transform: AWS::Serverless-2016-10-31\nResources:\n  Api: { Type: AWS::Serverless::Function, Properties: { CodeUri: src } }\n'

/** A cloud assembly with stacks of these names, which have the construct IDs `orders-web` and so on. */
const assembly = (...names: string[]): Record<string, string> => assemblyWith({}, ...names)
function assemblyWith(more: object, ...names: string[]): Record<string, string> {
  const artifacts = names.map((stackName, index) => [
    `Stack${index}`,
    {
      type: 'aws:cloudformation:stack',
      environment: 'aws://111111111111/eu-north-1',
      displayName: stackName,
      properties: {
        stackName,
        templateFile: 'template.json',
        requiresBootstrapStackVersion: 6,
        bootstrapStackVersionSsmParameter: '/cdk-bootstrap/own/version',
      },
    },
  ])
  const Outputs = { Url: { Value: { 'Fn::Sub': 'https://${Topic.TopicName}.example.com' } } }
  return {
    'cdk.out/manifest.json': JSON.stringify({ version: '55.0.0', artifacts: Object.fromEntries(artifacts), ...more }),
    'cdk.out/template.json': JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } }, Outputs }),
  }
}

const ACCOUNTS = ['--preprod-account', '111111111111', '--production-account', '222222222222']
const ALL = ['--repository', 'acme/orders', '--region', 'eu-west-1', '--reviewer', 'grace', ...ACCOUNTS]

describe('a repository with a template and an AppSpec', () => {
  test('gets a configuration with their values', async () => {
    const { status, config, output } = await ran(SERVER, ...ALL)
    expect(status).toBe(0)
    expect(config()).toMatchObject({
      environments: {
        preprod: { region: 'eu-west-1', 'plan-role': 'arn:aws:iam::111111111111:role/orders-preprod-plan' },
        production: { 'deploy-role': 'arn:aws:iam::222222222222:role/orders-production-deploy' },
      },
      stacks: [
        {
          id: 'web',
          name: 'orders-{environment}',
          template: 'infra/web.yml',
          parameters: { Environment: '{environment}' },
          capabilities: ['CAPABILITY_IAM'],
          role: 'arn:aws:iam::{account}:role/orders-{environment}-cloudformation',
        },
      ],
      deployments: [
        {
          platform: 'server',
          application: 'orders',
          group: 'orders-{environment}',
          revision: { directory: 'app', bucket: '{stack.web.outputs.Releases}' },
        },
      ],
      verify: [{ http: { url: '{stack.web.outputs.Url}/health' } }],
    })
    expect(output).not.toContain('Still to do')
  })

  test('gets the next steps in the order in which a user takes them', async () => {
    const { output } = await ran(SERVER, ...ALL)
    const next = output.slice(output.indexOf('\nNext:'))
    expect(next.match(/^\d\. .*$/gm)).toEqual([
      '1. Rehearse the release on this machine, without an account:',
      '2. Run the commands that are to be run once.',
      expect.stringMatching(/^3\. Commit the files and push them to main: .*\/dist\/index\.js precheck/),
    ])
    expect(next).toMatch(/\(cd \S+ && npm ci && npm run rehearse -- --repo \S+\/init-\w+ --yes\)/)
  })

  test('gets what is still to do, and what a dry run did not write, as steps before the rehearsal', async () => {
    const { output } = await ran({}, ...ALL, '--dry-run', '--dir', "it's here")
    const next = output.slice(output.indexOf('\nNext:'))
    expect(next).toContain(String.raw`/it'\''s here' --yes)`)
    expect(next).toMatch(/1\. Write the files.*\n2\. Do what is still to do\.\n3\. Rehearse/)
  })

  test('gets a workflow that calls the shared one, with the permissions that it requests', async () => {
    const { read } = await ran(
      { ...SERVER, 'package.json': '{"scripts":{"build":"tsc"}}', 'package-lock.json': '{}' },
      ...ALL,
    )
    expect(parse(read('.github/workflows/test-deployments.yml'))).toEqual({
      name: 'Release',
      on: { push: { branches: ['main'] } },
      permissions: {},
      jobs: {
        release: {
          uses: 'org/test-deployments/.github/workflows/release.yml@v1',
          permissions: { contents: 'read', 'id-token': 'write', actions: 'read' },
          with: { config: '.github/test-deployments.yml', region: 'eu-west-1', build: 'npm ci && npm run build' },
        },
      },
    })
  })

  test('gets roles that this action accepts, under its own names', async () => {
    const { roles, read } = await ran(SERVER, ...ALL)
    const template = roles()
    expect([...limitMistakes(template), ...brokenNames(template)]).toEqual([])
    const text = read('.github/test-deployments-roles.yml')
    expect(text).not.toMatch(/shop|111111111111|7654321|preprod-/)
    expect(text).toContain('stack/orders-${Environment}*/*')
    expect(text).toContain('deploymentgroup:orders/orders-${Environment}*')
    // Both forms of the subject, only for the environment of the stack.
    expect(template.resources['DeployRole']?.properties['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [
        {
          Condition: {
            StringEquals: {
              'token.actions.githubusercontent.com:sub': [
                { 'Fn::Sub': 'repo:acme/orders:environment:${Environment}' },
                { 'Fn::Sub': 'repo:acme@${OwnerId}/orders@${RepositoryId}:environment:${Environment}' },
              ],
              'token.actions.githubusercontent.com:job_workflow_ref': {
                'Fn::Sub': ['org/test-deployments/.github/workflows/${File}@${WorkflowRef}', expect.anything()],
              },
            },
          },
        },
      ],
    })
  })

  test("gets policies within IAM's size limit", async () => {
    const { roles } = await ran(SERVER, ...ALL)
    const length = (value: unknown): number => JSON.stringify(value).length
    for (const { type, properties } of Object.values(roles().resources)) {
      if (type === 'AWS::IAM::Role')
        expect(length((properties['Policies'] as readonly object[] | undefined) ?? [])).toBeLessThan(10_240)
      if (type === 'AWS::IAM::ManagedPolicy') expect(length(properties['PolicyDocument'])).toBeLessThan(6_144)
    }
  })

  test('is not overwritten', async () => {
    const own = 'version: 1\n'
    const { read, output, status } = await ran({ ...SERVER, '.github/test-deployments.yml': own }, ...ALL)
    expect(status).toBe(0)
    expect(read('.github/test-deployments.yml')).toBe(own)
    expect(output).toContain('kept as it is: .github/test-deployments.yml exists')
    expect(output).toContain('written: .github/workflows/test-deployments.yml')
  })

  test('gets the settings of both environments as commands', async () => {
    const { output } = await ran(SERVER, ...ALL, '--reviewer', 'team/operations')
    for (const environment of ['preprod', 'production']) {
      expect(output).toContain(`gh api -X PUT repos/acme/orders/environments/${environment} --input -`)
      expect(output).toContain(`--parameter-overrides Environment=${environment}`)
    }
    expect(output).toContain('"prevent_self_review": true')
    expect(output).toContain('$(gh api orgs/acme/teams/operations --jq .id)')
  })

  test('is not changed in a dry run', async () => {
    const { output, read } = await ran(SERVER, ...ALL, '--dry-run')
    expect(output).toContain('--- .github/test-deployments.yml')
    expect(() => read('.github/test-deployments.yml')).toThrow('ENOENT')
  })

  test('uses the credentials of a laptop with the option for it', async () => {
    const { config, read } = await ran(SERVER, ...ALL, '--ambient')
    expect(config().environments.preprod['deploy-role']).toBeUndefined()
    expect(() => read('.github/test-deployments-roles.yml')).toThrow('ENOENT')
  })
})

describe('other contents of a repository', () => {
  test('none: the configuration is valid, and the missing parts are listed', async () => {
    const { status, config, output } = await ran({})
    expect(status).toBe(0)
    expect(config().stacks).toEqual([])
    for (const missing of ['--repository', '--region', '--reviewer', 'no AppSpec was found', 'Add a check'])
      expect(output).toContain(missing)
  })

  test('an AppSpec for Lambda, and one for ECS with its task definition', async () => {
    const appspec = (type: string) => `version: 0.0\nResources:\n  - target:\n      Type: ${type}\n`
    const { config, read } = await ran(
      {
        'infra/api.yml': WEB.replace('Server', 'Lambda'),
        'deploy/api.yml': appspec('AWS::Lambda::Function'),
        'deploy/web.yml': appspec('AWS::ECS::Service'),
        'deploy/task.json': '{ "family": "web", "containerDefinitions": [] }',
      },
      ...ALL,
    )
    expect(config().deployments).toMatchObject([
      {
        id: 'app',
        platform: 'lambda',
        application: 'orders',
        group: 'orders-{environment}',
        appspec: 'deploy/api.yml',
      },
      { id: 'app-2', platform: 'ecs', appspec: 'deploy/web.yml', 'task-definition': 'deploy/task.json' },
    ])
    expect(read('.github/test-deployments-roles.yml')).toContain('lambda:PublishVersion')
    expect(read('.github/test-deployments-roles.yml')).toContain('ecs:RegisterTaskDefinition')
  })

  test('a deployment group without a fixed name: the needed name is reported, and the code is requested', async () => {
    const template = `Resources:
  Application: { Type: AWS::CodeDeploy::Application, Properties: { ComputePlatform: Lambda } }
  Group: { Type: AWS::CodeDeploy::DeploymentGroup, Properties: { ApplicationName: !Ref Application } }
`
    const appspec = 'version: 0.0\nResources:\n  - target:\n      Type: AWS::Lambda::Function\n'
    const { output, config } = await ran({ 'infra/api.yml': template, 'deploy/api.yml': appspec }, ...ALL)
    expect(output).toContain(
      "Set `ApplicationName: { Ref: AWS::StackName }` of Application and `DeploymentGroupName: { Ref: AWS::StackName }` of Group in infra/api.yml: the configuration has these names, and the template has none that init can read. Where the stack exists already, this would replace them: add outputs instead, and write '{stack.api.outputs.OUTPUT}'",
    )
    expect(config().deployments).toMatchObject([{ application: 'orders-{environment}', group: 'orders-{environment}' }])
    expect(output).toContain('Name the folder with the code of the deployment app under `revision: { directory: … }`')
    expect(output).not.toContain('no template declares')
  })

  test('an AppSpec without a deployment group: the way without AWS is named, for servers only', async () => {
    const servers = await ran({ 'app/appspec.yml': 'version: 0.0\nos: linux\n' }, ...ALL)
    expect(servers.output).toContain(
      'replace the entry by `{ platform: local, revision: { directory: app }, destination-root: ./host }`',
    )
    const lambda = await ran(
      { 'deploy/api.yml': 'version: 0.0\nResources:\n  - target:\n      Type: AWS::Lambda::Function\n' },
      ...ALL,
    )
    expect(lambda.output).not.toContain('platform: local')
  })

  test('a test script is told of an address only where there is one', async () => {
    const files = { 'package.json': '{ "scripts": { "test:integration": "true" } }' }
    expect((await ran(files, ...ALL)).read('.github/test-deployments.yml')).not.toContain('finds the address')
  })

  const GROUP = (id: string, more = ''): string =>
    `  ${id}: { Type: AWS::CodeDeploy::DeploymentGroup, Properties: { ApplicationName: !Ref App${more} } }\n`
  const SERVERS = `Resources:
  Releases: { Type: AWS::S3::Bucket }
  App: { Type: AWS::CodeDeploy::Application, Properties: { ComputePlatform: Server } }
`

  test('a bucket without an output: the output is written into the configuration, and what to add to the template', async () => {
    const files = { 'infra/hosts.yml': SERVERS + GROUP('Web'), 'app/appspec.yml': 'version: 0.0\nos: linux\n' }
    const { config, output } = await ran(files, ...ALL)
    expect(config().deployments).toMatchObject([{ revision: { bucket: '{stack.hosts.outputs.Releases}' } }])
    expect(output).toContain('Add to Outputs of infra/hosts.yml: `Releases: { Value: { Ref: Releases } }`.')
  })

  test('two AppSpecs with two groups: each gets a name of its own', async () => {
    const { config, output } = await ran(
      {
        'infra/hosts.yml': SERVERS + GROUP('Web', ', DeploymentGroupName: !Ref AWS::StackName') + GROUP('Worker'),
        'web/appspec.yml': 'version: 0.0\nos: linux\n',
        'worker/appspec.yml': 'version: 0.0\nos: linux\n',
      },
      ...ALL,
    )
    expect(config().deployments).toMatchObject([
      { application: 'orders-{environment}', group: 'orders-{environment}' },
      { application: 'orders-{environment}', group: 'orders-{environment}-app-2' },
    ])
    expect(output).toContain(
      "`DeploymentGroupName: { Fn::Sub: '${AWS::StackName}-app-2' }` of Worker in infra/hosts.yml",
    )
  })

  test.each([
    ['http://localhost:8080/health', ['http://localhost:8080/health']],
    ['http://127.0.0.1/ping', ['http://127.0.0.1/ping']],
    ['https://localhost:8443/a/b.html', ['https://localhost:8443/a/b.html']],
    ['http://localhost:${PORT}/health', []],
    ['http://localhost:$PORT/health', []],
    ['http://localhost:8080', []],
  ])('the script asks %s: hosts are asked with its port, or not at all', async (address, expected) => {
    const { config } = await ran(
      {
        'infra/hosts.yml': SERVERS + GROUP('Web'),
        'app/appspec.yml': 'version: 0.0\nos: linux\n',
        'app/validate.sh': `#!/bin/sh\ncurl --fail ${address}\n`,
      },
      ...ALL,
    )
    expect(config().verify).toMatchObject(expected.map((url) => ({ http: { url }, on: 'hosts' })))
  })

  test('several templates, parameter files, and a nested template that is not a stack of its own', async () => {
    const { config } = await ran(
      {
        'infra/net.yml': 'Resources:\n  Vpc: { Type: AWS::EC2::VPC }\n',
        'infra/web.yml': WEB.replace(
          'Resources:',
          'Resources:\n  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./child.yml } }',
        ),
        'infra/child.yml': 'Resources:\n  Topic: { Type: AWS::SNS::Topic }\n',
        'infra/web.preprod.json': '{}',
        'infra/web.production.json': '{}',
      },
      ...ALL,
    )
    expect(config().stacks.map(({ id, name, parameters }) => [id, name, parameters])).toEqual([
      ['net', 'orders-net-{environment}', undefined],
      ['web', 'orders-web-{environment}', 'infra/web.{environment}.json'],
    ])
  })

  test('parameters of an account may differ, and others have a comment', async () => {
    const template = WEB.replace(
      'Environment: {',
      'Vpc: { Type: "AWS::EC2::VPC::Id" }\n  Size: { Type: String }\n  Environment: {',
    )
    const values = (vpc: string, size: string, environment: string) =>
      JSON.stringify({ Vpc: vpc, Size: size, Environment: environment })
    const { config, output } = await ran(
      {
        'infra/web.yml': template,
        'infra/web.preprod.json': values('vpc-1', 'small', 'preprod'),
        'infra/web.production.json': values('vpc-2', 'large', 'production'),
      },
      ...ALL,
    )
    expect(config().precheck.parity.allow).toEqual([
      { path: 'stacks/web/parameters/Vpc', reason: 'each account has its own' },
    ])
    expect(output).toContain('- Size of web differs between the environments')
  })

  test('samconfig.toml gives the name of the stack and the region', async () => {
    const { config, stacks } = await ran(
      {
        'template.yaml':
          'Transform: AWS::Serverless-2016-10-31\nResources:\n  Api: { Type: AWS::Serverless::Function, Properties: { CodeUri: src } }\n',
        'samconfig.toml': 'version = 0.1\n[default.deploy.parameters]\nstack_name = "api-dev"\nregion = "eu-north-1"\n',
      },
      '--repository',
      'acme/orders',
    )
    expect(config().environments.preprod.region).toBe('eu-north-1')
    expect(stacks()).toMatchObject([
      {
        name: 'api-{environment}',
        sam: '.aws-sam/build',
        capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'],
      },
    ])
  })

  test('a cloud assembly of the CDK is used unchanged, and the roles are for its stacks', async () => {
    const { config, read, stacks } = await ran(
      { ...assembly('orders-web', 'orders-net'), 'package.json': '{}', 'package-lock.json': '{}' },
      '--repository',
      'acme/orders',
    )
    expect(stacks()).toMatchObject([{ cdk: 'cdk.out' }])
    expect(config().environments.preprod.region).toBe('eu-north-1')
    expect(config().verify).toMatchObject([{ http: { url: '{stack.orders-web.outputs.Url}' } }, expect.anything()])
    expect(read('.github/workflows/test-deployments.yml')).toContain('build: npm ci && npx cdk synth')
    const roles = read('.github/test-deployments-roles.yml')
    expect(roles).toContain('stack/orders-web*/*')
    expect(roles).toContain('role/cdk-own-cfn-exec-role-*')
    expect(roles).not.toMatch(/hnb659fds|CloudFormationRole/)
  })

  test('stages of the CDK name the accounts, and their stacks are those of the environment', async () => {
    const root = { copied: { 'cdk.out': CDK_OUT } }
    const { config, read, output } = await ran(root, '--repository', 'acme/orders', '--reviewer', 'grace')
    expect(config().environments).toMatchObject({
      preprod: { region: 'eu-west-1', 'deploy-role': 'arn:aws:iam::111111111111:role/orders-preprod-deploy' },
      production: { 'deploy-role': 'arn:aws:iam::222222222222:role/orders-production-deploy' },
    })
    expect(read('.github/test-deployments-roles.yml')).toContain('stack/shop-${Environment}-network*/*')
    expect(output).not.toContain('Name both accounts')
  })

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['missing', { 'cdk.json': '{}' }, 'Run `npx cdk synth`, and init again: cdk.json is here, and cdk.out is not.'],
    [
      'incomplete',
      assemblyWith({ missing: [{ key: 'availability-zones' }] }, 'web'),
      '`cdk synth` did not look up (availability-zones). Run `cdk synth` once',
    ],
    ['no manifest', { 'cdk.out/manifest.json': '[]' }, 'cdk.out/manifest.json cannot be read'],
    ['of one environment only', assembly('shop-production'), 'Name the stacks of each environment'],
    ['of another version', assemblyWith({ version: '8.0.0' }, 'web'), 'Use aws-cdk-lib 2'],
  ])('a cloud assembly that is %s: the next step is reported', async (_, files, next) => {
    const { status, output, stacks } = await ran(files, ...ALL)
    expect([status, output]).toEqual([0, expect.stringContaining(next)])
    expect(stacks()).toMatchObject([{ cdk: 'cdk.out' }])
  })

  test('a service that ECS deploys, with the task definition that has its container', async () => {
    const template = `Resources:
  Cluster: { Type: AWS::ECS::Cluster, Properties: { ClusterName: !Sub 'cells-\${Environment}' } }
  TaskRole:
    Type: AWS::IAM::Role
    Properties: { RoleName: billing-task, AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: ecs-tasks.amazonaws.com } }] } }
  Api:
    Type: AWS::ECS::Service
    Properties: { Cluster: !Ref Cluster, ServiceName: billing, LoadBalancers: [{ ContainerName: api, ContainerPort: 80 }] }
  Old: { Type: AWS::ECS::Service, Properties: { DeploymentController: { Type: CODE_DEPLOY } } }
Parameters: { Environment: { Type: String } }
`
    const task = (name: string) => JSON.stringify({ family: `f-${name}`, containerDefinitions: [{ name }] })
    const { config, read } = await ran(
      { 'infra/svc.yml': template, 'deploy/api.json': task('api'), 'deploy/job.json': task('job') },
      ...ALL,
    )
    expect(config().deployments).toMatchObject([
      {
        id: 'api',
        platform: 'ecs-native',
        cluster: 'cells-{environment}',
        service: 'billing',
        'task-definition': 'deploy/api.json',
      },
    ])
    expect(config().precheck.drift.ignore).toEqual([
      {
        resource: 'svc/Api',
        property: '/TaskDefinition',
        reason: 'each release registers its own',
        owner: 'grace',
        until: '2027-11-29',
      },
    ])
    const roles = read('.github/test-deployments-roles.yml')
    for (const own of ['service/cells-${Environment}/*', 'task-definition/f-api:*', ':role/billing-task'])
      expect(roles).toContain(own)
  })

  test('a service without names of its own: the needed name is reported', async () => {
    const template = 'Resources:\n  Api: { Type: AWS::ECS::Service, Properties: { Cluster: !ImportValue c } }\n'
    const { output } = await ran(
      { 'infra/svc.yml': template, 'task.json': '{"containerDefinitions":[{"name":"api"}]}' },
      ...ALL,
    )
    expect(output).toContain('Give Api in infra/svc.yml a ServiceName, and its cluster a ClusterName')
  })

  test('functions of SAM get a bucket for their code, and a role for checks of the release branch only', async () => {
    const { stacks, config, roles, output } = await ran({ 'template.yaml': SAM }, ...ALL)
    expect(stacks()).toMatchObject([{ 'asset-bucket': 'orders-{environment}-assets-{account}' }])
    expect(config().environments).toMatchObject({
      preprod: { 'verify-role': 'arn:aws:iam::111111111111:role/orders-preprod-verify' },
    })
    expect(config().environments.production['verify-role']).toBeUndefined()
    const { AssetBucket1, VerifyRole } = roles().resources
    expect(AssetBucket1).toMatchObject({
      deletionPolicy: 'Retain',
      properties: { BucketName: { 'Fn::Sub': 'orders-${Environment}-assets-${AWS::AccountId}' } },
    })
    expect(VerifyRole).toMatchObject({ condition: 'IsPreprod' })
    const trust = JSON.stringify(VerifyRole?.properties['AssumeRolePolicyDocument'])
    expect(trust).toContain('"repo:acme/orders:ref:refs/heads/main"')
    expect(trust).not.toContain(':*')
    expect(output).not.toContain('bucket')
  })

  test('the bucket of samconfig.toml is used unchanged', async () => {
    const files = { 'template.yaml': SAM, 'samconfig.toml': 's3_bucket = "own-bucket"\n' }
    const { stacks, read } = await ran(files, ...ALL)
    expect(stacks()).toEqual([expect.not.objectContaining({ 'asset-bucket': expect.anything() })])
    const roles = read('.github/test-deployments-roles.yml')
    expect(roles).toContain(':s3:::own-bucket/*')
    expect(roles).not.toMatch(/AssetBucket|hnb659fds/)
  })

  test('an unreadable template is reported', async () => {
    const { output } = await ran(
      { 'infra/web.yml': 'Resources:\n  A: { Type: AWS::S3::Bucket, Name: !Sub }}\n' },
      ...ALL,
    )
    expect(output).toContain('Correct infra/web.yml, which looks like a template')
  })

  test('files that init itself wrote are not stacks of the release', async () => {
    const first = await ran(SERVER, ...ALL)
    const own = '.github/test-deployments-roles.yml'
    const { config } = await ran({ ...SERVER, [own]: first.read(own) }, ...ALL)
    expect(config().stacks).toHaveLength(1)
  })

  test('tests of package.json get their kinds', async () => {
    const { config } = await ran(
      {
        ...SERVER,
        'package.json': '{"scripts":{"test":"jest","test:e2e":"playwright test","test:integration":"jest int"}}',
      },
      ...ALL,
    )
    expect(config().verify.flatMap(({ name, kind }) => (name === undefined ? [] : [[name, kind]]))).toEqual([
      ['test:e2e', 'functional'],
      ['test:integration', 'integration'],
    ])
  })
})

describe('texts of a repository are treated as data', () => {
  const workflow = (read: (path: string) => string) =>
    parse(read('.github/workflows/test-deployments.yml')) as {
      readonly on: { readonly push: object }
      readonly jobs: Readonly<Record<string, { readonly with: object }>>
    }

  test('an invalid region is not written', async () => {
    const region = 'eu-west-1\n  evil:\n    runs-on: self-hosted\n    steps: [{ run: id }]\n#'
    const { read, output } = await ran(
      { 'template.yaml': SAM, 'samconfig.toml': `region = "${region}"\n` },
      '--repository',
      'acme/orders',
    )
    expect(Object.keys(workflow(read).jobs)).toEqual(['release'])
    expect(output).toContain('Name the region')
  })

  test('the name of a branch is quoted, in the workflow and in commands', async () => {
    const branch = 'main],tags:[v;id>$(id)'
    const { read, output } = await ran({ '.git/refs/remotes/origin/HEAD': `ref: refs/remotes/origin/${branch}\n` })
    expect(workflow(read).on.push).toEqual({ branches: [branch] })
    expect(output).toContain(`-f 'name=${branch}' -f type=branch`)
  })

  test.each(['*', 'shop-*', '${AWS::Region}', 'a/b'])('the name of a stack %s is not used', async (name) => {
    const sam = await ran({ 'template.yaml': SAM, 'samconfig.toml': `stack_name = "${name}"\n` }, ...ALL)
    expect(sam.stacks()).toMatchObject([{ name: 'orders-{environment}' }])
    const cdk = await ran(assembly(name, 'good'), ...ALL)
    expect(cdk.read('.github/test-deployments-roles.yml')).toContain('stack/good*')
    expect(cdk.read('.github/test-deployments-roles.yml')).not.toContain(`stack/${name}`)
  })

  test('a group name that would match others is not used', async () => {
    const { config, output } = await ran(
      { ...SERVER, 'infra/web.yml': WEB.replace('ApplicationName: orders', 'ApplicationName: "*"') },
      ...ALL,
    )
    expect(config().deployments).toMatchObject([{ application: 'orders-{environment}' }])
    expect(output).toContain('Set `ApplicationName: { Ref: AWS::StackName }` of ')
  })

  test('the path of a file is one value, with any characters', async () => {
    const path = 'infra/a\nb: "c" # d, {x}.yml'
    const { config } = await ran({ [path]: 'Resources:\n  Topic: { Type: AWS::SNS::Topic }\n' }, ...ALL)
    expect(config().stacks).toMatchObject([{ template: path }])
  })

  test('templates of one name in several folders have ids of their own', async () => {
    const { config } = await ran(
      Object.fromEntries(
        ['api', 'web'].map((each) => [`${each}/template.yml`, 'Resources:\n  Topic: { Type: AWS::SNS::Topic }\n']),
      ),
      ...ALL,
    )
    expect(config().stacks).toMatchObject([
      { id: 'api-template', name: 'orders-api-template-{environment}', template: 'api/template.yml' },
      { id: 'web-template', name: 'orders-web-template-{environment}', template: 'web/template.yml' },
    ])
  })

  test('a link out of the repository is not followed', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'))
    folders.push(outside)
    const root = mkdtempSync(join(tmpdir(), 'init-'))
    folders.push(root)
    symlinkSync(outside, join(root, '.github'))
    const logged: string[] = []
    const status = await init(ALL, {
      cwd: root,
      now: NOW,
      documents: DOCUMENTS,
      say: (text) => logged.push(text),
      inventory,
    })
    expect([status, logged.join('\n')]).toEqual([2, expect.stringContaining('.github')])
    expect(existsSync(join(outside, 'test-deployments.yml'))).toBe(false)
  })

  test('a samconfig.yaml that is not YAML is left out', async () => {
    const { status } = await ran({ 'samconfig.yaml': 'a: [' }, ...ALL)
    expect(status).toBe(0)
  })
})

test.each([
  [['--regoin', 'x'], 'unknown option --regoin: did you mean region?'],
  [['--region', 'Ireland'], '--region is "Ireland"; expected a region such as eu-west-1'],
  [['--preprod-account', '12'], '--preprod-account is "12"; expected twelve digits'],
])('%j is an error', async (args, message) => {
  const { status, output } = await ran({}, ...args)
  expect([status, output]).toEqual([2, expect.stringContaining(message)])
})

test('help describes each option', async () => {
  const { status, output } = await ran({}, '--help')
  expect([status, output]).toEqual([0, expect.stringContaining('--ambient')])
})

describe('files that the jobs of the workflow pass on', () => {
  const written = { files: { '.github/test-deployments.yml': 'version: 1\n' }, settings: '', todo: [], branch: 'main' }
  const gzip = (value: unknown): string => gzipSync(JSON.stringify(value)).toString('base64')

  test('are read as they were written', () => {
    expect(unpacked(packed(written))).toEqual(written)
  })

  test.each<[string, string]>([
    ['nothing', ''],
    ['another text', 'rm -rf'],
    ['no JSON', gzipSync('{').toString('base64')],
    ['another file', gzip({ ...written, files: { '.github/workflows/release.yml': 'on: push\n' } })],
    ['a path to a parent folder', gzip({ ...written, files: { '../test-deployments.yml': '' } })],
    ['a file that is not text', gzip({ ...written, files: { '.github/test-deployments.yml': 1 } })],
    ['another member', gzip({ ...written, run: 'id' })],
    ['a text that is too large', gzipSync('0'.repeat(2_000_001)).toString('base64')],
  ])('%s is refused', (_, text) => {
    expect(() => unpacked(text)).toThrow('is not the output of the step that read the repository')
  })

  test('a fence in a command does not end the block', () => {
    const body = bodyText(
      { ...written, settings: 'echo ````\n```\n[link](https://evil.example)' },
      { refused: [], newFile: 'https://github.com/acme/shop/new/x' },
    )
    expect(body).toMatch(/`````text\n[^]*evil[^]*\n *`````/)
  })
})
