import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { ChangeSetLedger } from '../../../src/plan/change-sets/ledger.ts'
import { readDeployments } from '../../../src/codedeploy/deployment.ts'
import { ActionError } from '../../../src/support/errors.ts'
import { deploying } from '../../commands/deploy/deploying.ts'
import { lines, type World } from '../../commands/world.ts'
import { aliasTemplate } from '../../sandbox/codedeploy/stack-deployments.ts'
import { clientsOf, deploy as deployTheirs, type makeFleet, revisionFiles, until } from '../../sandbox/world.ts'
import {
  configOf,
  fleet as makeFleetOf,
  FLEET,
  ALARM,
  ROLE,
  SERVER,
  STACK,
  STORE,
  WATCHED,
} from '../../../scripts/check/iam-documents/worlds.ts'
import { actionsOf, arnOf, policy, startRoles, type RoleName, type RoleWorld } from './roles.ts'
import { REFERRING_RESOURCES, resource } from './templates.ts'

/**
 * In these tests the roles have the policies of docs/iam, in the scenarios that need the most permissions. A scenario
 * fails when a call is denied; the last tests fail when a policy allows an action that no scenario needed.
 */

const TOPIC = `
Parameters: { Name: { Type: String, Default: orders } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Name } }
`
const BALANCED = `
Resources:
  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Name: shop, Subnets: [subnet-1, subnet-2] } }
  Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Name: shop, Port: 80, Protocol: HTTP, VpcId: vpc-1 } }
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] } } }
  Fn: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs24.x, Handler: i.h, Role: !GetAtt Role.Arn, Code: { ZipFile: "exports.h = 1" } } }
`
/** Simulated; the sandbox runs a hundred times faster. */
const SLOW_MS = 1_000_000
const SECOND_MS = 1_000

const config = (body: string, plan: RoleName = 'plan'): string => configOf(plan, 'deploy', body)

const needed: Record<'plan' | 'plan-first' | 'deploy', Set<string>> = {
  plan: new Set(),
  'plan-first': new Set(),
  deploy: new Set(),
}
let roles: RoleWorld
let world: World
async function begin(scenario: ScenarioInput = {}): Promise<void> {
  roles = await startRoles(scenario)
  world = roles.world
}
afterEach(async () => {
  for (const role of ['plan', 'plan-first', 'deploy'] as const) {
    for (const action of roles.used(role)) needed[role].add(action)
  }
  await world.close()
})

const preprod = { environment: 'preprod' } as const
// Observing, because findings of the rules about these sandboxes are not the subject.
const precheck = async (text: string, inputs = {}): Promise<Evidence> =>
  world.precheck(text, { mode: 'observe', ...inputs }, await roles.job())

async function deploy(text: string, evidence: Evidence, aborter?: AbortController): Promise<Evidence> {
  const ports = await roles.job(aborter)
  // The targets of a deployment are read again after some time, which a test skips.
  const clock = { ...ports.clock, now: () => world.sandbox.clock.now() }
  return deploying({ ...world, ports: { ...ports, clock } }, text, {
    evidence: [evidence],
    inputs: { mode: 'observe' },
  })
}

const fleet = (hook?: string, selects?: Parameters<typeof makeFleet>[2]): Promise<void> =>
  makeFleetOf(roles, selects, hook)

const stacks = async (): Promise<string[]> => {
  const { Stacks = [] } = await (await world.cloudformation()).describeStacks({})
  return Stacks.map((stack) => `${stack.StackName} ${stack.StackStatus}`).toSorted()
}

describe('with the roles of docs/iam', () => {
  test('drift two levels deep is found, with its author', async () => {
    await begin({ buckets: [{ name: 'shop-templates', account: '111111111111', region: 'eu-west-1' }] })
    const storage = await world.ports.connect.storage({ region: world.region, session: 'test' })
    await storage.putObject({ Bucket: 'shop-templates', Key: 'topic.yml', Body: TOPIC })
    const nested = `
Resources:
  Inner:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: "https://shop-templates.s3.eu-west-1.amazonaws.com/topic.yml" }
`
    await world.write({ 'web.yml': nested })
    await world.deploy('shop-preprod', nested)
    await world.deploy('shop-production', nested)
    const { Stacks = [] } = await (await world.cloudformation()).describeStacks({})
    await world.sandbox.admin.tamper({
      account: world.account,
      region: world.region,
      stack: Stacks.find(({ StackName }) => StackName?.startsWith('shop-production-Inner'))?.StackName ?? '',
      resource: 'Topic',
      properties: { DisplayName: 'changed' },
    })
    const evidence = await precheck(config(`${STACK}\nprecheck: { drift: { who-did-it: true } }`))
    expect(lines(evidence)).toContain('fail drift/property-differs stack/web/Inner/resource/Topic/property/DisplayName')
    expect(roles.refused).toEqual([])
  })

  test('imports and exports are looked up', async () => {
    await begin()
    const exported = `${TOPIC}Outputs: { Name: { Value: !Ref Name, Export: { Name: !Ref "AWS::StackName" } } }\n`
    const importing = TOPIC.replace('!Ref Name }', '!ImportValue other }')
    await world.deploy('shop-preprod', exported)
    await world.write({ 'web.yml': importing })
    const evidence = await precheck(config(STACK), preprod)
    expect(lines(evidence)).toEqual(
      expect.arrayContaining([
        'pass exports/kept stack/web/export/shop-preprod',
        'fail imports/missing stack/web/imports/other',
      ]),
    )
    expect(roles.refused).toEqual([])
  })

  test('references of a template are looked up, and their contents are not read', async () => {
    await begin({ buckets: WATCHED.buckets })
    const storage = await world.ports.connect.storage({ region: world.region, session: 'test' })
    await storage.putObject({ Bucket: STORE, Key: 'code/one.zip', Body: 'one' })
    const layer = (name: string): object => ({ Content: { S3Bucket: STORE, S3Key: `code/${name}.zip` } })
    const Resources = {
      One: resource('AWS::Lambda::LayerVersion', layer('one')),
      Two: resource('AWS::Lambda::LayerVersion', layer('two')),
      ...REFERRING_RESOURCES,
    }
    await world.write({ 'web.yml': JSON.stringify({ Resources }, undefined, 1) })
    const evidence = await precheck(config(STACK), preprod)
    const missing = evidence.findings.filter(({ code }) => code === 'reference/missing')
    expect(missing.map(({ subject }) => subject.replace('stack/web/resource/', '')).toSorted()).toEqual([
      'Daily/property/Target.Arn',
      'Filter/property/LogGroupName',
      'Fn/property/Code.ImageUri',
      'Fn/property/DeadLetterConfig.TargetArn',
      'Fn/property/KmsKeyArn',
      'Fn/property/Role',
      'Fn/property/VpcConfig.SecurityGroupIds',
      'Fn/property/VpcConfig.SubnetIds',
      'Front/property/DefaultActions.TargetGroupArn',
      'Front/property/LoadBalancerArn',
      'Group/property/VpcId',
      'Host/property/IamInstanceProfile',
      'Host/property/ImageId',
      'Host/property/KeyName',
      'Host/property/UserData',
      'Host/property/UserData',
      'Http/property/ApiId',
      'Name/property/HostedZoneId',
      'Path/property/ListenerArn',
      'Rest/property/RestApiId',
      'Role/property/ManagedPolicyArns',
      'Rule/property/Targets.Arn',
      'Rule/property/Targets.Arn',
      'Two/property/Content',
    ])
    expect(lines(evidence)).not.toContain('noted reference/not-checked stack/web/references')
    expect(roles.refused).toEqual([])
  })

  test('names and quotas of added resources are read', async () => {
    await begin()
    await world.deploy('shop-theirs', BALANCED)
    await world.write({ 'web.yml': BALANCED })
    const evidence = await precheck(config(STACK.replace('template:', 'capabilities: [CAPABILITY_IAM], template:')))
    expect(lines(evidence)).toEqual(
      expect.arrayContaining([
        'fail name/taken stack/web/resource/Balancer/property/Name',
        'fail name/taken stack/web/resource/Targets/property/Name',
        'noted quota/enough environment/preprod/quotas',
      ]),
    )
    const taken = evidence.findings.find(({ code }) => code === 'name/taken')
    expect(taken?.observed).toBe('shop exists; Balancer of the stack shop-theirs')
    expect(evidence.findings.filter(({ code }) => code === 'quota/not-read' || code === 'name/not-checked')).toEqual([])
    expect(roles.refused.filter((action) => action !== 'cloudformation:DeleteStack')).toEqual([])
  })

  test('a stack and a fleet are deployed, and their alarm is watched', async () => {
    await begin(WATCHED)
    await fleet()
    await world.write({ 'web.yml': TOPIC.replace('Resources:', 'Resources:\n  More: { Type: AWS::SNS::Topic }') })
    await world.deploy('shop-preprod', TOPIC)
    const text = config(STACK + SERVER)
    const evidence = await deploy(text, await precheck(text, preprod))
    expect(lines(evidence)).toEqual(
      expect.arrayContaining([
        'pass stack/updated stack/web',
        'pass deployment/succeeded deployment/app',
        `pass alarm/ok deployment/app/alarm/${ALARM}`,
      ]),
    )
    expect(roles.refused).toEqual([])
  })

  test('the instances of a fleet are counted, for any kind of selection', async () => {
    await begin(WATCHED)
    await fleet('echo fine', {
      autoScalingGroups: ['shop-fleet'],
      onPremisesInstanceTagFilters: [{ Key: 'fleet', Value: 'shop', Type: 'KEY_AND_VALUE' }],
    })
    const evidence = await precheck(config(SERVER), preprod)
    expect(lines(evidence)).toContain('noted deployment/instances-counted deployment/app/targets')
    expect(roles.refused).toEqual([])
  })

  test('the deployment that an update starts is read', async () => {
    await begin({ hookFunctions: { smoke: { reports: 'Failed', after: 1 } } })
    const alias = (version: string): string =>
      aliasTemplate(version)
        .replace('{ ComputePlatform: Lambda }', '{ ComputePlatform: Lambda, ApplicationName: shop }')
        .replace(
          'ApplicationName: !Ref App\n      ServiceRole',
          'ApplicationName: !Ref App\n      DeploymentGroupName: shop-preprod-orders\n      ServiceRole',
        )
        .replace('FunctionName: orders', 'FunctionName: shop-orders')
        .replace('role/codedeploy', 'role/shop-codedeploy')
        .replace('role/r"', 'role/shop-cloudformation"')
    await world.deploy('shop-preprod', alias('1'))
    await world.write({ 'web.yml': alias('2') })
    const text = config(STACK.replace(', tags: { team: shop }', ''))
    const evidence = await deploy(text, await precheck(text, preprod))
    const cause = evidence.findings.find(({ code }) => code === 'stack/update-failed')
    expect(cause?.title).toMatch(/BeforeAllowTraffic failed on shop-orders:live in smoke$/)
    expect(roles.refused).toEqual([])
  })

  test('a stack without a service role would need the permissions of its templates for the deploy-role', async () => {
    await begin()
    await world.write({ 'web.yml': TOPIC })
    const text = config('stacks: [{ id: web, name: "shop-{environment}", template: web.yml }]')
    const evidence = await deploy(text, await precheck(text, preprod))
    const cause = evidence.findings.find(({ code }) => code === 'stack/update-failed')
    expect(cause?.advice).toContain('Allow sns:CreateTopic for the role that CloudFormation uses')
  })

  test('a new stack is created from a template that is too large to be sent', async () => {
    await begin({ buckets: WATCHED.buckets })
    const large = `${TOPIC}Metadata: { Text: "${'x'.repeat(60_000)}" }\n`
    await world.write({ 'web.yml': large })
    const text = config(STACK.replace('tags:', `template-bucket: ${STORE}, tags:`))
    const evidence = await deploy(text, await precheck(text, preprod))
    expect(lines(evidence)).toContain('pass stack/updated stack/web')
    expect(await stacks()).toEqual(['shop-preprod CREATE_COMPLETE'])
    expect(roles.refused).toEqual([])
  })

  test('an update is cancelled with its job', async () => {
    await begin({ durations: { cloudformation: { resources: { Slow: SLOW_MS } } } })
    await world.write({ 'web.yml': `${TOPIC}  Slow: { Type: AWS::SNS::Topic }\n` })
    await world.deploy('shop-preprod', TOPIC)
    const text = config(STACK)
    const before = await precheck(text, preprod)
    const aborter = new AbortController()
    const running = deploy(text, before, aborter)
    await until(() => world.log.some((line) => /web\/Slow .*CREATE_IN_PROGRESS/.test(line)), Boolean)
    aborter.abort(new ActionError('cancelled', { message: 'the job was cancelled' }))
    await running
    expect(await stacks()).toEqual([expect.stringMatching(/^shop-preprod UPDATE_ROLLBACK/)])
    expect(roles.refused).toEqual([])
  })

  test('a deployment is stopped with its job', async () => {
    await begin({ buckets: WATCHED.buckets })
    const folder = await mkdtemp(join(tmpdir(), 'roles-'))
    const goOn = join(folder, 'go-on')
    // The hook runs until the deployment was requested to stop.
    await fleet(`until [ -e ${goOn} ]; do sleep 0.1; done`)
    const text = config(SERVER)
    const before = await precheck(text, preprod)
    const aborter = new AbortController()
    const running = deploy(text, before, aborter)
    await until(() => {
      world.sandbox.clock.advance(SECOND_MS)
      return world.log.some((line) => /ValidateService/.test(line))
    }, Boolean)
    aborter.abort(new ActionError('cancelled', { message: 'the job was cancelled' }))
    await until(() => world.log.some((line) => line.includes('was asked to stop')), Boolean)
    await writeFile(goOn, '')
    const ended = lines(await running)
    await rm(folder, { recursive: true })
    expect(ended).toContain('error cancelled action')
    expect(world.log.filter((line) => line.includes('was asked to stop'))).toHaveLength(1)
    expect(roles.refused).toEqual([])
  })

  test('a deployment of another process is awaited', async () => {
    await begin(WATCHED)
    await fleet()
    const text = config(SERVER)
    const before = await precheck(text, preprod)
    const aws = clientsOf(world.sandbox)
    const slow = revisionFiles('theirs', { ValidateService: 'sleep 2' })
    await deployTheirs({ sandbox: world.sandbox, aws, traffic: [], complaints: [] }, slow, {
      deploymentGroupName: FLEET,
    })
    expect(lines(await deploy(text, before))).toContain('pass deployment/succeeded deployment/app')
    expect(world.log.filter((line) => line.includes('is busy with'))).not.toEqual([])
    expect(roles.refused).toEqual([])
  })

  test('a stack that needs the outputs of another is planned again during the deployment', async () => {
    await begin()
    await world.write({
      'base.yml': `${TOPIC}Outputs: { Topic: { Value: !GetAtt Topic.TopicName } }\n`,
      'web.yml': TOPIC,
    })
    const text = config(`
stacks:
  - { id: base, name: "shop-base-{environment}", template: base.yml, ${ROLE} }
  - { id: web, name: "shop-{environment}", template: web.yml, ${ROLE}, tags: { team: shop }, parameters: { Name: "{stack.base.outputs.Topic}" } }
`)
    const evidence = await deploy(text, await precheck(text, preprod))
    expect(lines(evidence)).toContain('pass stack/updated stack/web')
    // The provisional change set of the second stack was deleted, with the empty stack that it had created; that empty
    // stack became the stack.
    expect(roles.refused).toEqual(['cloudformation:DeleteStack'])
  })

  test('a hook that refuses change sets is reported, before and during the deployment', async () => {
    const hook = { target: 'CHANGE_SET', type: 'Acme::Release::Review', message: 'no owner', stacks: ['shop-preprod'] }
    await begin({ hooks: [hook as never] })
    await world.write({
      'base.yml': `${TOPIC}Outputs: { Topic: { Value: !GetAtt Topic.TopicName } }\n`,
      'web.yml': TOPIC,
    })
    const objection = 'fail change-set/validation-failed stack/web'
    expect(lines(await precheck(config(STACK), preprod))).toContain(objection)
    const text = config(`
stacks:
  - { id: base, name: "shop-base-{environment}", template: base.yml, ${ROLE} }
  - { id: web, name: "shop-{environment}", template: web.yml, ${ROLE}, parameters: { Name: "{stack.base.outputs.Topic}" } }
`)
    expect(lines(await deploy(text, await precheck(text, preprod)))).toContain(objection)
    expect(new Set(roles.refused)).toEqual(new Set(['cloudformation:DeleteStack']))
  })

  test('a plan for production that differs from the reviewed one is deleted, with its empty stack', async () => {
    await begin()
    const ports = await roles.job()
    const ledger = new ChangeSetLedger(ports.log, () => undefined, ports.clock)
    const access = { region: world.region, role: arnOf('deploy'), session: 'test' }
    const { arn } = await ledger.create(
      await ports.connect.cloudformation(access),
      {
        stack: 'shop-production',
        type: 'CREATE',
        template: { body: TOPIC },
        parameters: [],
        capabilities: [],
        tags: {},
        name: 'td-deploy-production-1-1-0',
        description: 'a plan',
        makesShell: true,
      },
      { environment: 'production', region: world.region },
    )
    expect(await stacks()).toEqual(['shop-production REVIEW_IN_PROGRESS'])
    await ledger.discard(arn)
    expect(await stacks()).toEqual([])
    expect(roles.refused).toEqual([])
  })
})

describe('the trust policies of docs/iam', () => {
  test('are read and judged: each role trusts only its own jobs', async () => {
    await begin()
    await world.write({ 'web.yml': TOPIC })
    await world.deploy('shop-preprod', TOPIC)
    await world.deploy('shop-production', TOPIC)
    const evidence = await precheck(config(STACK))
    expect(lines(evidence).filter((line) => line.includes(' trust/'))).toEqual([
      'pass trust/confined environment/preprod/plan-role',
      'pass trust/confined environment/preprod/deploy-role',
      'pass trust/confined environment/production/plan-role',
      'pass trust/confined environment/production/deploy-role',
    ])
    expect(roles.refused).toEqual([])
  })

  test.each([
    ['before repositories had numbers', false],
    ['since then', true],
  ])('admit the jobs %s', async (_, immutable) => {
    await begin()
    const repository = world.sandbox.github.world.repositories.get('org/shop')!
    repository.subject = { ...repository.subject, immutable }
    const ports = await roles.job()
    const access = { region: world.region, role: arnOf('deploy'), session: 'test' }
    await expect((await ports.connect.identity(access)).getCallerIdentity({})).resolves.toMatchObject({
      Arn: expect.stringContaining('assumed-role/shop-deploy'),
    })
  })

  test('a refused job is shown its subject and the statement that admits it, never its token', async () => {
    await begin()
    const ports = await roles.job()
    const access = { region: world.region, role: arnOf('deploy-production'), session: 'test' }
    const asked = async () => (await ports.connect.identity(access)).getCallerIdentity({})
    const error = (await asked().catch((reason: unknown) => reason)) as ActionError
    expect(error.message).toMatch(/denied this job the role .*; its subject is repo:org\/shop:environment:preprod$/)
    expect(error.details.expected).toContain(
      'job_workflow_ref=org/test-deployments/.github/workflows/preprod.yml@refs/tags/v1',
    )
    expect(JSON.stringify([error.message, error.advice, error.details])).not.toContain('eyJ')
    const statement = /jobs are meant to have it: (\{.*\})\. The/.exec(error.advice)?.[1] ?? ''
    const iam = new IAMClient({
      endpoint: world.sandbox.awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: '111111111111', secretAccessKey: 'anything' },
    })
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [JSON.parse(statement)] })
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'shop-deploy-production', PolicyDocument }))
    const again = (await roles.job()).connect
    await expect((await again.identity(access)).getCallerIdentity({})).resolves.toMatchObject({
      Account: '111111111111',
    })
  })
})

describe('parallel operations', () => {
  test('are followed by batch calls', async () => {
    await begin({ ...WATCHED, durations: { cloudformation: { resource: 20_000 } } })
    await world.write({ 'web.yml': TOPIC })
    const both = config(`stacks:
  - { id: web, name: "shop-{environment}", template: web.yml, ${ROLE} }
  - { id: store, name: "shop-store-{environment}", template: web.yml, ${ROLE} }
`)
    const deployed = await deploy(both, await precheck(both, preprod))
    expect(lines(deployed)).toEqual(
      expect.arrayContaining(['pass stack/updated stack/web', 'pass stack/updated stack/store']),
    )
    await fleet()
    const opened = { sandbox: world.sandbox, aws: clientsOf(world.sandbox), traffic: [], complaints: [] }
    const id = await deployTheirs(opened, revisionFiles('one'), { deploymentGroupName: FLEET })
    const ports = await roles.job()
    const codedeploy = await ports.connect.codedeploy({ region: world.region, session: 'test', role: arnOf('deploy') })
    expect([...(await readDeployments(codedeploy, [id])).keys()]).toEqual([id])
    expect(roles.refused).toEqual([])
  })
})

describe('the preview of a stack that does not exist yet', () => {
  test('leaves its empty stack where the plan-role may not delete stacks, and reports it', async () => {
    await begin()
    await world.write({ 'web.yml': TOPIC })
    const evidence = await precheck(config(STACK))
    expect(evidence.verdict).toBe('pass')
    expect(await stacks()).toEqual(['shop-preprod REVIEW_IN_PROGRESS', 'shop-production REVIEW_IN_PROGRESS'])
    expect(roles.refused).toEqual(['cloudformation:DeleteStack'])
    expect(lines(evidence)).toContain('noted stack/shell-not-removed stack/shop-production')
    expect(evidence.handles).toContainEqual(
      expect.objectContaining({
        environment: 'production',
        state: 'unknown',
        advice: expect.stringContaining('delete-stack --stack-name shop-production --region eu-west-1'),
      }),
    )
  })

  test('leaves nothing with the policy for a first release', async () => {
    await begin()
    await world.write({ 'web.yml': TOPIC })
    await precheck(config(STACK, 'plan-first'))
    expect(await stacks()).toEqual(['shop-preprod REVIEW_IN_PROGRESS'])
    expect(roles.refused).toEqual([])
  })
})

describe('of the allowed actions', () => {
  const allowed = (name: string): string[] => actionsOf(name)

  test.each([
    ['plan-role', 'plan'],
    ['deploy-role', 'deploy'],
  ] as const)('all of %s were needed', async (name, role) => {
    await begin()
    expect(allowed(name).filter((action) => !needed[role].has(action))).toEqual([])
    // Tests of their own cover the permissions for live state and for the serving state.
    const documented = [name, ...(role === 'plan' ? ['plan-role-live'] : []), 'serving'].flatMap(allowed)
    expect([...needed[role]].filter((action) => !documented.includes(action))).toEqual([])
  })

  test('all of plan-role-first-release were needed, and only then', async () => {
    await begin()
    expect([...needed['plan-first']].filter((action) => !needed.plan.has(action))).toEqual(
      allowed('plan-role-first-release'),
    )
  })

  test('no action on a named resource is allowed on everything', async () => {
    await begin()
    for (const name of ['plan-role', 'plan-role-first-release', 'deploy-role', 'serving']) {
      const wide = policy(name).Statement.filter(({ Resource }) => [Resource].flat().includes('*'))
      expect(
        wide
          .flatMap(({ Action }) => Action)
          .filter(
            (action) =>
              !/:(Describe|BatchDescribe|Lookup|ListHookResults|ListStacks|ListExports|ListImports|ListOnPremisesInstances|ListTasks|GetMetricData|GetResources|GetAccount)/.test(
                action,
              ),
          ),
      ).toEqual([])
    }
  })
})
