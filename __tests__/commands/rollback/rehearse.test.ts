import { existsSync, readFileSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { GetDeploymentCommand, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy'
import { DeleteFunctionCommand, GetAliasCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda'
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import { blocks } from '../../../src/evidence/verdict.ts'
import { clientsOf, makeFleet, revisionFiles, until } from '../../sandbox/world.ts'
import { deploying } from '../deploy/deploying.ts'
import { startWorld, type World } from '../world.ts'

let world: World
let service: Server
let served = 0
beforeEach(async () => {
  served = 0
  service = createServer((_, response) => {
    served += 1
    response.end('hello')
  })
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening))
})
afterEach(async () => {
  await new Promise((closed) => service.close(closed))
  await world.close()
})

const address = (): string => `http://127.0.0.1:${(service.address() as AddressInfo).port}`
const config = (verify = ''): string => `
version: 1
rehearse-rollback: { deployments: true }
deployments:
  - { id: app, platform: server, application: shop, group: fleet, timeout: 20s, revision: { directory: app, bucket: revisions } }
verify:
  - { http: "${address()}/orders" }
${verify}`

async function fleet(size: number): ReturnType<typeof makeFleet> {
  world = await startWorld()
  const aws = clientsOf(world.sandbox)
  const deploymentConfigName = 'CodeDeployDefault.OneAtATime'
  return makeFleet({ sandbox: world.sandbox, aws, traffic: [], complaints: [] }, size, { deploymentConfigName })
}

async function revision(text: string, hooks: Readonly<Record<string, string>> = {}): Promise<void> {
  const files = Object.entries(revisionFiles(text, hooks)).map(([name, content]) => [`app/${name}`, content] as const)
  await world.write(Object.fromEntries(files))
  const scripts = files.filter(([, content]) => content.startsWith('#!'))
  await Promise.all(scripts.map(([name]) => chmod(join(world.ports.place.workspace, name), 0o755)))
}

async function release(verify = ''): Promise<Evidence> {
  const precheck = await world.precheck(config(verify), { environment: 'preprod' })
  return deploying(world, config(verify), { evidence: [precheck], inputs: { mode: 'observe' } })
}
const ofRollback = ({ findings }: Evidence): string[] =>
  findings.filter(({ code }) => code.startsWith('rollback/')).map(({ code, outcome }) => `${outcome} ${code}`)
const failures = ({ findings }: Evidence): Finding[] =>
  findings.filter((finding) => blocks(finding) && !finding.code.startsWith('evidence/'))

async function deploymentsOf(): Promise<string[]> {
  const { codedeploy } = clientsOf(world.sandbox)
  const { deployments = [] } = await codedeploy.send(
    new ListDeploymentsCommand({
      applicationName: 'shop',
      deploymentGroupName: 'fleet',
    }),
  )
  const states = await Promise.all(
    deployments.map((deploymentId) => codedeploy.send(new GetDeploymentCommand({ deploymentId }))),
  )
  return states
    .map(({ deploymentInfo }) => deploymentInfo)
    .toSorted((a, b) => (a?.createTime?.getTime() ?? 0) - (b?.createTime?.getTime() ?? 0))
    .map((info) => `${/\/(\S+) /.exec(info?.description ?? '')?.[1]} ${info?.status}`)
}

describe('the rehearsed rollback of a fleet', () => {
  test('is executed, proved on every target and timed, and the release is deployed again', async () => {
    const hosts = await fleet(3)
    await revision('one')
    const first = await release()
    expect(failures(first)).toEqual([])
    expect(ofRollback(first)).toEqual(['noted rollback/none'])

    await revision('two', { ValidateService: 'sleep 1' })
    const second = await release(
      `  - { http: "${address()}/old", phase: after-rollback, name: old version works, kind: recovery }`,
    )
    expect(failures(second)).toEqual([])
    expect(ofRollback(second)).toEqual([
      // This precheck examined pre-prod alone.
      'noted rollback/own-configuration',
      'noted rollback/mixed-versions',
      'pass rollback/recovered',
      'noted rollback/deployed-again',
      'noted rollback/requests',
    ])
    const found = (code: string) => second.findings.find((finding) => finding.code === code)
    expect(found('rollback/recovered')?.title).toContain('3 targets of 3 have the previous version')
    expect(found('check/http')?.outcome).toBe('pass')
    expect(await deploymentsOf()).toEqual(['app Succeeded', 'app Succeeded', 'app/rollback Succeeded', 'app Succeeded'])
    for (const host of hosts) expect(readFileSync(join(host.disk, 'srv/app.txt'), 'utf8')).toBe('two')
    const measured = second.measurements.map(({ name, subject }) => `${name} ${subject}`)
    expect(measured).toEqual(
      expect.arrayContaining([
        'time to recover deployment/app',
        'stage: rollback deployment/app',
        'stage: forward again deployment/app',
        'requests rollback/preprod/forward',
        'failed requests rollback/preprod/rollback',
      ]),
    )
    expect(found('rollback/mixed-versions')?.title).toMatch(
      /^0 of \d+ requests? failed while both versions of app served$/,
    )
    expect(served).toBeGreaterThan(0)
  })

  test('reports that mixed versions and the old version were not tested where no check tests them', async () => {
    await fleet(1)
    await revision('one')
    await release()
    await revision('two')
    const evidence = await release()
    expect(failures(evidence)).toEqual([])
    expect(evidence.findings.find(({ code }) => code === 'rollback/mixed-versions')?.title).toBe(
      'mixed versions of app: not tested',
    )
    expect(ofRollback(evidence)).toContain('noted rollback/not-checked')
  })

  test('reports request, targets and stage where the old version does not work, and deploys the release again', async () => {
    const hosts = await fleet(2)
    await revision('one')
    await release()
    await revision('two')
    const evidence = await release(
      `  - { http: { url: "${address()}/old", status: 204 }, phase: after-rollback, name: old version works }`,
    )
    const [oneWay] = failures(evidence)
    expect(failures(evidence).map(({ code }) => code)).toEqual([
      'rollback/one-way',
      'check/http',
      'release/not-deployed',
    ])
    expect(failures(evidence).at(-1)?.title).toBe(
      'the deployment to preprod did not pass: a stack, a deployment or its rehearsed way back did not pass',
    )
    expect(oneWay?.title).toBe('preprod: the previous version does not work with what the release left')
    expect(oneWay?.observed).toMatch(
      /^stage "with the old version": old version works: .*\/old\)\); back were deployment\/app on i-\w+, i-\w+$/,
    )
    for (const host of hosts) expect(readFileSync(join(host.disk, 'srv/app.txt'), 'utf8')).toBe('two')
  })

  test('leaves the release where the previous revision is deleted after it', async () => {
    const hosts = await fleet(1)
    await revision('one')
    await release()
    const { s3 } = clientsOf(world.sandbox)
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'revisions' }))
    await revision('two', {
      ValidateService: `while [ ! -e ${join(world.ports.place.temp, 'go')} ]; do sleep 0.05; done`,
    })
    const releasing = release()
    await until(
      // The file may be absent while a host gets a revision.
      () =>
        existsSync(join(hosts[0]!.disk, 'srv/app.txt'))
          ? readFileSync(join(hosts[0]!.disk, 'srv/app.txt'), 'utf8')
          : '',
      (text) => text === 'two',
    )
    for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket: 'revisions', Key }))
    await writeFile(join(world.ports.place.temp, 'go'), '')
    const evidence = await releasing
    expect(failures(evidence).map(({ code }) => code)).toEqual(['rollback/lost-revision', 'release/not-deployed'])
    expect(failures(evidence)[0]?.advice).toContain('The release stays')
    expect(readFileSync(join(hosts[0]!.disk, 'srv/app.txt'), 'utf8')).toBe('two')
    expect(await deploymentsOf()).toEqual(['app Succeeded', 'app Succeeded'])
  })

  test('fails where the old version does not start with data of the new one, and reports the deployed versions', async () => {
    await fleet(2)
    const written = join(world.ports.place.temp, 'orders-v2')
    await revision('one', {
      ApplicationStart: `if [ -e ${written} ]; then echo "cannot read orders of version 2"; exit 1; fi`,
    })
    await release()
    await revision('two', { ApplicationStart: `touch ${written}` })
    const evidence = await release()
    const codes = failures(evidence).map(({ code }) => code)
    expect(codes).toContain('deployment/failed')
    expect(codes).toContain('rollback/failed')
    const failed = evidence.findings.find(({ code }) => code === 'rollback/failed')
    expect(failed?.observed).toMatch(/d-\w+ Failed; Failed: i-\w+/)
    const cause = evidence.findings.find(({ code }) => code === 'deployment/failed')
    expect(cause?.observed).toContain('cannot read orders of version 2')
    expect(evidence.measurements.some(({ name }) => name === 'time to recover')).toBe(false)
  })

  test('deploys nothing where the previous revision was deleted', async () => {
    await fleet(1)
    await revision('one')
    await release()
    const s3 = new S3Client({
      region: 'eu-west-1',
      endpoint: world.sandbox.awsUrl,
      forcePathStyle: true,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    })
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'revisions' }))
    for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket: 'revisions', Key }))
    await revision('two')
    const evidence = await release()
    expect(failures(evidence).map(({ code }) => code)).toContain('rollback/lost-revision')
    expect(await deploymentsOf()).toEqual(['app Succeeded'])
  })
})

const LAMBDA: ScenarioInput = {
  functions: [{ name: 'orders-preprod', versions: ['one'], aliases: { live: '1' } }],
  applications: [
    {
      name: 'shop',
      platform: 'Lambda',
      groups: { 'shop-preprod': { deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce' } },
    },
  ],
}
const LAMBDA_DEPLOYMENT = `deployments:
  - { id: api, platform: lambda, application: shop, group: "shop-{environment}", appspec: api.yml, revision: { directory: dist } }
`
const LAMBDA_FILES = {
  'api.yml': `version: 0.0
Resources:
  - api: { Type: "AWS::Lambda::Function", Properties: { Name: "orders-{environment}", Alias: live } }
`,
  'dist/index.mjs': 'export const handler = () => 2',
}

describe('the rehearsed rollback of a service', () => {
  const begin = async (scenario: ScenarioInput, files: Readonly<Record<string, string>>): Promise<void> => {
    world = await startWorld({ pace: 2_000, ...scenario })
    await world.write(files)
  }
  const releasing = async (text: string): Promise<Evidence> => {
    const precheck = await world.precheck(text, { environment: 'preprod', mode: 'observe' })
    return deploying(world, text, { evidence: [precheck], inputs: { mode: 'observe' } })
  }
  const recovered = ({ findings }: Evidence): string | undefined =>
    findings.find(({ code }) => code === 'rollback/recovered')?.title

  test('in Lambda moves the alias to the previous version and forward again, with invocations throughout', async () => {
    const text = `
version: 1
rehearse-rollback: { deployments: true, invocations: true }
verify: [{ invoke: 'orders-{environment}:live' }]
${LAMBDA_DEPLOYMENT}`
    await begin(LAMBDA, LAMBDA_FILES)
    expect(ofRollback(await releasing(text))).toEqual(['noted rollback/none'])
    await world.write({ 'dist/index.mjs': 'export const handler = () => 3' })
    const second = await releasing(text)
    expect(failures(second)).toEqual([])
    expect(recovered(second)).toContain('1 target of 1 has the previous version')
    const requests = second.measurements.filter(({ name }) => name === 'requests')
    expect(requests.length).toBeGreaterThan(0)
    expect(second.findings.find(({ code }) => code === 'rollback/requests')?.title).toMatch(
      /^0 of \d+ requests? failed/,
    )
    const versions = second.timeline.filter(({ event }) => event.startsWith('AllowTraffic'))
    expect(versions).toHaveLength(3)
    expect(
      second.findings.filter(({ code }) => code === 'deployment/alias-moved').map(({ observed }) => observed),
    ).toEqual(['version 3'])
  })

  test('in Lambda deploys nothing where the old version of the alias was deleted', async () => {
    const text = `
version: 1
rehearse-rollback: { deployments: true }
${LAMBDA_DEPLOYMENT}`
    await begin(LAMBDA, LAMBDA_FILES)
    await releasing(text)
    // A user moves the alias back manually, and removes the released version.
    const { lambda } = clientsOf(world.sandbox)
    const name = { FunctionName: 'orders-preprod' }
    await lambda.send(new UpdateAliasCommand({ ...name, Name: 'live', FunctionVersion: '1' }))
    await lambda.send(new DeleteFunctionCommand({ ...name, Qualifier: '2' }))
    await world.write({ 'dist/index.mjs': 'export const handler = () => 3' })
    const second = await releasing(text)
    expect(failures(second).map(({ code }) => code)).toContain('rollback/lost-revision')
    expect(second.timeline.filter(({ event }) => event.startsWith('AllowTraffic'))).toEqual([])
    const alias = await lambda.send(new GetAliasCommand({ ...name, Name: 'live' }))
    expect(alias.FunctionVersion).toBe('1')
  })

  test('in ECS deploys the previous task definition', async () => {
    const text = `
version: 1
rehearse-rollback: { deployments: true }
deployments:
  - { id: web, platform: ecs, application: shop, group: "shop-{environment}", appspec: web.yml, task-definition: task.json }
`
    const appspec = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties: { TaskDefinition: <TASK_DEFINITION>, LoadBalancerInfo: { ContainerName: web, ContainerPort: 80 } }
`
    const task = (image: string) => ({
      family: 'shop-preprod',
      containerDefinitions: [{ name: 'web', image, memory: 128, portMappings: [{ containerPort: 80 }] }],
    })
    const listener = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/shop/0123456789abcdef/80'
    const targetGroups = [{ name: 'blue' }, { name: 'green' }]
    const pair = { targetGroups, prodTrafficRoute: { listenerArns: [listener] } }
    await begin(
      {
        taskDefinitions: [task('shop:1')],
        services: [{ cluster: 'shop', name: 'web', taskDefinition: 'shop-preprod:1' }],
        applications: [
          {
            name: 'shop',
            platform: 'ECS',
            groups: {
              'shop-preprod': {
                ecsServices: [{ clusterName: 'shop', serviceName: 'web' }],
                loadBalancerInfo: { targetGroupPairInfoList: [pair] },
                deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
              },
            },
          },
        ],
      },
      { 'web.yml': appspec, 'task.json': JSON.stringify(task('shop:2')) },
    )
    expect(ofRollback(await releasing(text))).toEqual(['noted rollback/none'])
    await world.write({ 'task.json': JSON.stringify(task('shop:3')) })
    const second = await releasing(text)
    expect(failures(second)).toEqual([])
    expect(recovered(second)).toContain('1 target of 1 has the previous version')
  })
})

describe('the rehearsed rollback of stacks', () => {
  const TOPIC = (title: string, more = ''): string =>
    `Resources:\n  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${title} } }\n${more}`
  const yaml = (): string => `
version: 1
rehearse-rollback: { stacks: true }
stacks: [{ id: web, name: "web-{environment}", template: web.yml }]
verify:
  - { http: "${address()}/orders" }
  - { name: the old version reads it, http: "${address()}/orders", phase: after-rollback, kind: recovery }
`
  const rehearsed = async (before: string, template: string): Promise<Evidence> => {
    world = await startWorld()
    if (before !== '') await world.deploy('web-preprod', before)
    await world.write({ 'web.yml': template })
    const precheck = await world.precheck(yaml(), { environment: 'preprod' })
    expect(failures(precheck).map(({ code, title }) => `${code} ${title}`)).toEqual([])
    return deploying(world, yaml(), { evidence: [precheck], inputs: { mode: 'observe' } })
  }
  const deployed = async (): Promise<string | undefined> =>
    (await (await world.cloudformation()).getTemplate({ StackName: 'web-preprod' })).TemplateBody

  test('executes the change set that precheck derived, is proved and checked, and is followed by the release', async () => {
    const next = TOPIC('two', '  More: { Type: AWS::SNS::Topic }\n')
    const evidence = await rehearsed(TOPIC('one'), next)
    expect(failures(evidence)).toEqual([])
    expect(ofRollback(evidence)).toEqual([
      'pass rollback/as-derived',
      'pass rollback/recovered',
      'noted rollback/deployed-again',
      'noted rollback/requests',
    ])
    expect(evidence.findings.find(({ code }) => code === 'rollback/as-derived')?.observed).toBe('2 changes, as derived')
    expect(evidence.findings.map(({ subject }) => subject)).toContain('check/the old version reads it')
    expect(evidence.measurements.map(({ name, subject }) => `${name} ${subject}`)).toEqual(
      expect.arrayContaining([
        'time to recover stack/web',
        'stage: rollback stack/web',
        'stage: forward again stack/web',
      ]),
    )
    expect(await deployed()).toBe(next)
    const { Summaries = [] } = await (await world.cloudformation()).listChangeSets({ StackName: 'web-preprod' })
    expect(Summaries.filter(({ ExecutionStatus }) => ExecutionStatus === 'AVAILABLE')).toEqual([])
  })

  test('changes nothing where a reference of the previous template was deleted', async () => {
    const layer = (key: string): string =>
      `Resources:\n  Tools: { Type: AWS::Lambda::LayerVersion, Properties: { Content: { S3Bucket: code, S3Key: ${key} } } }\n`
    world = await startWorld({ buckets: [{ name: 'code', account: '111111111111', region: 'eu-west-1' }] })
    const storage = await world.ports.connect.storage({ region: world.region, session: 'test' })
    const put = (Key: string): Promise<unknown> => storage.putObject({ Bucket: 'code', Key, Body: 'code' })
    await Promise.all([put('one.zip'), put('two.zip')])
    await world.deploy('web-preprod', layer('one.zip'))
    await world.write({ 'web.yml': layer('two.zip') })
    const precheck = await world.precheck(yaml(), { environment: 'preprod' })
    await storage.deleteObject({ Bucket: 'code', Key: 'one.zip' })
    const evidence = await deploying(world, yaml(), { evidence: [precheck], inputs: { mode: 'observe' } })
    const [lost] = evidence.findings.filter(({ code }) => code === 'rollback/lost-revision')
    expect(lost).toMatchObject({
      subject: 'stack/web/rollback',
      title: expect.stringMatching(
        /^the stack web-preprod cannot be rolled back: .*s3:\/\/code\/one\.zip, which does not exist$/,
      ),
    })
    expect(await deployed()).toBe(layer('one.zip'))
  })

  test('skips stacks where items would be deleted, and stacks that the release creates', async () => {
    const table = `  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
`
    const evidence = await rehearsed(TOPIC('one'), TOPIC('one', table))
    expect(failures(evidence)).toEqual([])
    expect(ofRollback(evidence)).toEqual(['noted rollback/loses-state', 'noted rollback/requests'])
    expect(await deployed()).toBe(TOPIC('one', table))
    await world.close()
    const created = await rehearsed('', TOPIC('one'))
    expect(failures(created)).toEqual([])
    expect(ofRollback(created)).toEqual(['noted rollback/none'])
  })
})
