import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import {
  CreateDeploymentCommand,
  ListDeploymentsCommand,
  type CreateDeploymentGroupCommandInput,
} from '@aws-sdk/client-codedeploy'
import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { DescribeServicesCommand } from '@aws-sdk/client-ecs'
import { DeleteAliasCommand, DeleteFunctionCommand, GetAliasCommand } from '@aws-sdk/client-lambda'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { appSpecContent } from '../../../src/codedeploy/appspec/content.ts'
import { describeDeployment } from '../../../src/codedeploy/start.ts'
import { digestOf } from '../../../src/evidence/digest.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { blocks } from '../../../src/evidence/verdict.ts'
import { clientsOf, deploy, ended, makeFleet, revisionFiles, until, type Opened } from '../../sandbox/world.ts'
import { rollingIn, startRollingWorld, type Rolling } from '../rolling.ts'
import type { World } from '../world.ts'

let world: World
let opened: Opened
afterEach(() => world.close())

const SERVERS = `
version: 1
deployments:
  - { id: app, platform: server, application: shop, group: fleet, timeout: 60s, revision: { directory: app, bucket: revisions } }
`

async function begin(scenario: ScenarioInput = {}): Promise<void> {
  world = await startRollingWorld(scenario)
  opened = { sandbox: world.sandbox, aws: clientsOf(world.sandbox), traffic: [], complaints: [] }
}

type Host = Awaited<ReturnType<typeof makeFleet>>[number]
async function fleet(size: number, group: Partial<CreateDeploymentGroupCommandInput> = {}): Promise<Host[]> {
  await begin()
  return makeFleet(opened, size, { deploymentConfigName: 'CodeDeployDefault.OneAtATime', ...group })
}

/** The description of a deployment by a run of a release; nothing else of that run exists. */
const describedAs = (id: string, run: string): string =>
  describeDeployment({
    runId: run,
    runAttempt: 1,
    environment: 'production',
    id,
    content: digestOf({ run }),
  }).attempt

/** A release of servers by a run whose artifacts are deleted. */
const release = (run: string, text: string, hooks: Readonly<Record<string, string>> = {}): Promise<string> =>
  deploy(opened, revisionFiles(text, hooks), { description: describedAs('app', run) })
const released = async (...given: Parameters<typeof release>): Promise<string | undefined> =>
  (await ended(opened, await release(...given))).status

const rolling = (config: string, options: Rolling = {}): Promise<Evidence> => rollingIn(world, config, options)

const ofRollback = ({ findings }: Evidence): string[] =>
  findings.filter(({ code }) => code.startsWith('rollback/')).map(({ code, outcome }) => `${outcome} ${code}`)
const failures = ({ findings }: Evidence): string[] => findings.filter(blocks).map(({ code }) => code)
const titleOf = ({ findings }: Evidence, code: string): string | undefined =>
  findings.find((finding) => finding.code === code)?.title
const deployments = async (group = 'fleet'): Promise<number> => {
  const input = { applicationName: 'shop', deploymentGroupName: group }
  return (await opened.aws.codedeploy.send(new ListDeploymentsCommand(input))).deployments?.length ?? 0
}
const textOn = ({ disk }: Host): string => readFileSync(join(disk, 'srv/app.txt'), 'utf8')

describe('a fleet of production', () => {
  test('is rolled back in a run of its own while its alarm is in ALARM; the next rollback has nothing to do', async () => {
    const hosts = await fleet(3, { alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] } })
    await opened.aws.cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'errors',
        Namespace: 'Shop',
        MetricName: 'Errors',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Statistic: 'Sum',
      }),
    )
    expect(await released('6', 'one')).toBe('Succeeded')
    expect(await released('7', 'two')).toBe('Succeeded')
    await opened.aws.cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'orders fail' }),
    )

    const evidence = await rolling(SERVERS)
    expect(failures(evidence)).toEqual([])
    expect(ofRollback(evidence)).toEqual([
      'noted rollback/release',
      'noted rollback/planned',
      'noted rollback/alarm',
      'pass rollback/recovered',
      'noted rollback/not-checked',
      'noted rollback/result',
    ])
    expect(evidence.findings.at(-1)?.details).toEqual({ run: '7', back: ['deployment/app'], remaining: [] })
    expect(titleOf(evidence, 'rollback/release')).toContain('the release of run 7')
    expect(titleOf(evidence, 'rollback/planned')).toMatch(/^app goes back from d-\w+ \(s3:.*\) to d-\w+ \(s3:/)
    expect(titleOf(evidence, 'rollback/recovered')).toContain('3 targets of 3 have the previous version')
    expect(hosts.map(textOn)).toEqual(['one', 'one', 'one'])
    expect(evidence.measurements.map(({ name }) => name)).toContain('time to recover')
    expect(evidence.verdict).toBe('pass')

    const again = await rolling(SERVERS)
    expect(failures(again)).toEqual([])
    expect(titleOf(again, 'rollback/recovered')).toBe('app has the previous version already, on every target')
    expect(await deployments()).toBe(3)
  })

  test('is rolled back from a running deployment of a killed job, which is stopped first', async () => {
    const hosts = await fleet(2)
    await released('6', 'one')
    const go = join(world.ports.place.temp, 'go')
    const running = await release('7', 'two', { ValidateService: `while [ ! -e ${go} ]; do sleep 0.05; done` })
    await until(
      () => hosts.some((host) => existsSync(join(host.disk, 'srv/app.txt')) && textOn(host) === 'two'),
      Boolean,
    )
    const rolled = rolling(SERVERS)
    await until(() => world.log.some((line) => line.includes('was asked to stop')), Boolean)
    await writeFile(go, '')
    const evidence = await rolled
    expect(failures(evidence)).toEqual([])
    expect(titleOf(evidence, 'rollback/planned')).toBe(
      `${running} of app still runs: it is stopped, and CodeDeploy rolls it back`,
    )
    expect(titleOf(evidence, 'rollback/recovered')).toContain('on every target')
    expect(hosts.map(textOn)).toEqual(['one', 'one'])
  })

  test('is rolled back from a release that failed half way', async () => {
    const hosts = await fleet(3)
    await released('6', 'one')
    const seen = join(world.ports.place.temp, 'seen')
    const failing = `if [ -e ${seen} ]; then exit 1; fi; touch ${seen}`
    expect(await released('7', 'two', { ApplicationStart: failing })).toBe('Failed')
    expect(hosts.map(textOn)).toContain('two')
    const evidence = await rolling(SERVERS)
    expect(failures(evidence)).toEqual([])
    expect(hosts.map(textOn)).toEqual(['one', 'one', 'one'])
  })

  test('is not changed where another process deployed since the release', async () => {
    await fleet(1)
    await released('6', 'one')
    await released('7', 'two')
    await ended(opened, await deploy(opened, revisionFiles('by hand'), { description: 'hotfix' }))
    const evidence = await rolling(SERVERS)
    expect(failures(evidence)).toEqual(['rollback/foreign', 'rollback/not-walked'])
    expect(evidence.findings.find(({ code }) => code === 'rollback/foreign')?.observed).toContain('hotfix')
    expect(await deployments()).toBe(3)
  })

  test('reports that a first release has no rollback', async () => {
    await fleet(1)
    await released('6', 'one')
    const evidence = await rolling(SERVERS)
    expect(ofRollback(evidence)).toEqual(['noted rollback/release', 'noted rollback/none', 'fail rollback/not-walked'])
    expect(await deployments()).toBe(1)
  })

  test('is not changed where the earlier revision no longer exists', async () => {
    await fleet(1)
    await released('6', 'one')
    const { Contents = [] } = await opened.aws.s3.send(new ListObjectsV2Command({ Bucket: 'revisions' }))
    await released('7', 'two')
    for (const { Key } of Contents) await opened.aws.s3.send(new DeleteObjectCommand({ Bucket: 'revisions', Key }))
    const evidence = await rolling(SERVERS)
    expect(failures(evidence)).toEqual(['rollback/lost-revision'])
    expect(await deployments()).toBe(2)
  })

  test('reports the deployed versions when the rollback itself fails', async () => {
    const hosts = await fleet(2)
    const written = join(world.ports.place.temp, 'written')
    await released('6', 'one', { ApplicationStart: `if [ -e ${written} ]; then echo cannot read; exit 1; fi` })
    await released('7', 'two', { ApplicationStart: `touch ${written}` })
    const evidence = await rolling(SERVERS)
    expect(failures(evidence)).toEqual(expect.arrayContaining(['deployment/failed', 'rollback/failed']))
    const failed = evidence.findings.find(({ code }) => code === 'rollback/failed')
    expect(failed?.observed).toMatch(/d-\w+ Failed; Failed: i-\w+/)
    expect(hosts).toHaveLength(2)
    expect(evidence.measurements.some(({ name }) => name === 'time to recover')).toBe(false)
  })

  test('is planned and not changed in `mode: observe`', async () => {
    const hosts = await fleet(1)
    await released('6', 'one')
    await released('7', 'two')
    const evidence = await rolling(SERVERS, { inputs: { mode: 'observe' } })
    expect(ofRollback(evidence)).toEqual(['noted rollback/release', 'noted rollback/planned'])
    expect(evidence.verdict).toBe('inconclusive')
    expect(hosts.map(textOn)).toEqual(['two'])
  })

  test('is not changed without an approval of its environment', async () => {
    const hosts = await fleet(1)
    await released('6', 'one')
    await released('7', 'two')
    const evidence = await rolling(SERVERS, { isBypassed: true })
    expect(failures(evidence)).toContain('gate/not-approved')
    expect(ofRollback(evidence)).toEqual([])
    expect(hosts.map(textOn)).toEqual(['two'])
  })
})

describe('functions of production', () => {
  const LAMBDA = `
version: 1
deployments:
  - { id: api, platform: lambda, application: shop, group: api, appspec: api.yml, revision: { directory: dist } }
  - { id: jobs, platform: lambda, application: shop, group: jobs, appspec: jobs.yml, revision: { directory: dist } }
`
  const config = { deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce' }
  const functions = (): Promise<void> =>
    begin({
      pace: 2_000,
      functions: [
        { name: 'api', versions: ['one', 'two', 'three'], aliases: { live: '1' } },
        { name: 'jobs', versions: ['one', 'two'], aliases: { live: '1' } },
      ],
      applications: [{ name: 'shop', platform: 'Lambda', groups: { api: config, jobs: config } }],
    })
  const shift = async (id: string, run: string, from: number, to: number): Promise<string | undefined> => {
    const properties = { CurrentVersion: String(from), TargetVersion: String(to) }
    const text = `version: 0.0\nResources: [{ it: { Type: "AWS::Lambda::Function", Properties: { Name: ${id}, Alias: live } } }]`
    const { deploymentId } = await opened.aws.codedeploy.send(
      new CreateDeploymentCommand({
        applicationName: 'shop',
        deploymentGroupName: id,
        description: describedAs(id, run),
        revision: appSpecContent(text, { words: (word) => word, properties }),
      }),
    )
    return (await ended(opened, deploymentId!)).status
  }
  const live = async (name: string): Promise<string | undefined> =>
    (await opened.aws.lambda.send(new GetAliasCommand({ FunctionName: name, Name: 'live' }))).FunctionVersion

  test('are rolled back to the previous version; one that the release did not deploy is not changed', async () => {
    await functions()
    expect(await shift('jobs', '5', 1, 2)).toBe('Succeeded')
    expect(await shift('api', '6', 1, 2)).toBe('Succeeded')
    expect(await shift('api', '7', 2, 3)).toBe('Succeeded')
    const evidence = await rolling(LAMBDA)
    expect(failures(evidence)).toEqual([])
    expect(titleOf(evidence, 'rollback/planned')).toMatch(
      /^api goes back from d-\w+ \(version 3 of api\) to d-\w+ \(version 2 of api\)$/,
    )
    expect(titleOf(evidence, 'rollback/not-in-release')).toBe('jobs stays: run 7 did not deploy it')
    expect([await live('api'), await live('jobs')]).toEqual(['2', '2'])
  })

  test('report the unchanged function where the invocation of another one fails', async () => {
    await functions()
    await shift('api', '6', 1, 2)
    await shift('jobs', '6', 1, 2)
    await shift('jobs', '7', 2, 1)
    await shift('api', '7', 2, 3)
    await opened.aws.lambda.send(new DeleteAliasCommand({ FunctionName: 'jobs', Name: 'live' }))
    const evidence = await rolling(LAMBDA)
    expect(failures(evidence)).toEqual(['config/reference', 'rollback/not-walked'])
    expect(titleOf(evidence, 'rollback/not-walked')).toBe('api was not rolled back, since the way back of jobs failed')
    expect(await live('api')).toBe('3')
    const only = await rolling(LAMBDA, { inputs: { only: ['api'] } })
    expect(failures(only)).toEqual([])
    expect(await live('api')).toBe('2')
  })

  test('are not changed where the old version of an alias was deleted', async () => {
    await functions()
    await shift('api', '6', 1, 2)
    await shift('api', '7', 2, 3)
    await opened.aws.lambda.send(new DeleteFunctionCommand({ FunctionName: 'api', Qualifier: '2' }))
    const evidence = await rolling(LAMBDA)
    expect(failures(evidence)).toEqual(['rollback/lost-revision'])
    expect(titleOf(evidence, 'rollback/lost-revision')).toBe(
      'api cannot be rolled back: version 2 of api does not exist',
    )
    expect(await live('api')).toBe('3')
  })
})

describe('a service of production', () => {
  test('is rolled back to the previous task definition', async () => {
    const listener = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/shop/0123456789abcdef/80'
    const targetGroups = [{ name: 'blue' }, { name: 'green' }]
    const pair = { targetGroups, prodTrafficRoute: { listenerArns: [listener] } }
    const task = (image: string) => ({
      family: 'shop',
      containerDefinitions: [{ name: 'web', image, memory: 128, portMappings: [{ containerPort: 80 }] }],
    })
    await begin({
      pace: 2_000,
      taskDefinitions: [task('shop:1'), task('shop:2'), task('shop:3')],
      services: [{ cluster: 'shop', name: 'web', taskDefinition: 'shop:1' }],
      applications: [
        {
          name: 'shop',
          platform: 'ECS',
          groups: {
            web: {
              ecsServices: [{ clusterName: 'shop', serviceName: 'web' }],
              loadBalancerInfo: { targetGroupPairInfoList: [pair] },
              deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
            },
          },
        },
      ],
    })
    const shift = async (run: string, revision: number): Promise<string | undefined> => {
      const definition = `arn:aws:ecs:eu-west-1:111111111111:task-definition/shop:${revision}`
      const text = `version: 0.0
Resources:
  - it:
      Type: AWS::ECS::Service
      Properties: { LoadBalancerInfo: { ContainerName: web, ContainerPort: 80 } }
`
      const properties = { TaskDefinition: definition }
      const { deploymentId } = await opened.aws.codedeploy.send(
        new CreateDeploymentCommand({
          applicationName: 'shop',
          deploymentGroupName: 'web',
          description: describedAs('web', run),
          revision: appSpecContent(text, { words: (word) => word, properties }),
        }),
      )
      return (await ended(opened, deploymentId!)).status
    }
    expect(await shift('6', 2)).toBe('Succeeded')
    expect(await shift('7', 3)).toBe('Succeeded')
    const evidence = await rolling(`
version: 1
deployments:
  - { id: web, platform: ecs, application: shop, group: web, appspec: web.yml, task-definition: task.json }
`)
    expect(failures(evidence)).toEqual([])
    expect(titleOf(evidence, 'rollback/planned')).toMatch(/^web goes back from .*shop:3\) to .*shop:2\)$/)
    expect(titleOf(evidence, 'rollback/recovered')).toContain('1 target of 1 has the previous version')
    const { services = [] } = await opened.aws.ecs.send(
      new DescribeServicesCommand({ cluster: 'shop', services: ['web'] }),
    )
    const primary = services[0]?.taskSets?.find(({ status }) => status === 'PRIMARY')
    expect(primary?.taskDefinition).toMatch(/shop:2$/)
  })
})
