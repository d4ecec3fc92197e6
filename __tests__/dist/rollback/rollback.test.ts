import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation'
import { DeleteFunctionCommand, GetAliasCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { PROJECT } from '../support/harness.ts'
import { KEYS } from '../support/precheck-world.ts'
import { openReleases, type Releases, type Step, type Tree } from '../support/releases.ts'

/**
 * `command: rollback` in runs of its own, of sandbox/scenarios/serverless.yml with a topic. The first that succeeds, one that
 * fails and a deployment that is killed run through the bundle, the others from the source.
 */

const {
  github,
  pace: _pace,
  ...scenario
} = parse(readFileSync(join(PROJECT, 'sandbox/scenarios/serverless.yml'), 'utf8'), { merge: true }) as ScenarioInput
const GIVEN = github?.files as Tree
const NEW_FILE = 'dist/index.mjs'

const filesOf = (version: string): Tree => ({
  ...GIVEN,
  '.github/test-deployments.yml': `version: 1
rehearse-rollback: { deployments: true, stacks: true }
stacks: [{ id: watch, name: "watch-{environment}", template: watch.yml, parameters: { Name: "{environment}" } }]
deployments:
  - { id: orders, platform: lambda, application: functions, group: "{environment}", appspec: deploy/orders.yml, revision: { directory: dist } }
verify:
  - { name: it answers, run: "true" }
  - { name: the old version reads what the new one wrote, http: "${address}", phase: after-rollback, kind: recovery }
gate: { require: [] }
`,
  'watch.yml': `${GIVEN['watch.yml']}  Note: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${version} } }\n`,
  [NEW_FILE]: `export const handler = async () => ({ statusCode: 200, body: '${version}' })\n`,
})
const TIMEOUT = 600_000

let world: Releases
let asked = 0
let address = ''
const service = createServer((_request, response) => {
  asked += 1
  response.end('orders')
})
beforeAll(async () => {
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening))
  address = `http://127.0.0.1:${(service.address() as AddressInfo).port}/orders`
  world = await openReleases(filesOf('one'), scenario, { from: 'source' })
  await world.release(filesOf('one'))
}, TIMEOUT)
afterAll(async () => {
  service.close()
  await world.close()
})

const client = () => ({ endpoint: world.sandbox.awsUrl, region: 'eu-west-1', credentials: KEYS })
const served = async (): Promise<(string | undefined)[]> => {
  const { TemplateBody } = await new CloudFormationClient(client()).send(
    new GetTemplateCommand({ StackName: 'watch-production' }),
  )
  const alias = await new LambdaClient(client()).send(
    new GetAliasCommand({ FunctionName: 'orders-production', Name: 'live' }),
  )
  return [/DisplayName: (\w+)/.exec(TemplateBody ?? '')?.[1], alias.FunctionVersion]
}
const rollBack = (files: Tree, from: 'bundle' | 'source' = 'source'): Promise<Step> => {
  const run = world.begin(files, { workflow: '.github/workflows/rollback.yml', event: 'workflow_dispatch' })
  return world.step(run, files, 'rollback', { environment: 'production', from })
}
const ofRollback = ({ evidence }: Step): string[] =>
  evidence.findings
    .filter(({ code }) => code.startsWith('rollback/'))
    .map(({ code, outcome, subject }) => `${outcome} ${code} ${subject}`)
const recovered = ['pass rollback/recovered deployment/orders/rollback', 'pass rollback/recovered stack/watch/rollback']

test(
  'a broken release is rolled back after the files of its run are gone, and the next release is compared with the previous one',
  async () => {
    const before = await served()
    const { run } = await world.release(filesOf('two'))
    expect(await served()).toEqual(['two', '3'])
    // The repository has newer commits, and the artifacts of the run are deleted.
    const { artifacts } = world.sandbox.github.world
    const kept = artifacts.filter((artifact) => String(artifact.run.id) !== run.id)
    artifacts.splice(0, artifacts.length, ...kept)
    const moved = { ...filesOf('three'), 'README.md': 'moved on' }

    asked = 0
    const step = await rollBack(moved, 'bundle')
    expect([step.status, step.blockers, asked]).toEqual([0, [], 1])
    expect(ofRollback(step)).toEqual(expect.arrayContaining(recovered))
    expect(step.evidence.findings.at(-1)?.details).toEqual({
      run: run.id,
      back: ['deployment/orders', 'stack/watch'],
      remaining: [],
    })
    expect(step.log.indexOf('goes back by a change set with 1 change')).toBeLessThan(
      step.log.indexOf('roll orders back'),
    )
    expect(await served()).toEqual(before)

    const next = await world.precheck(moved)
    expect(next.evidence.lastRelease?.runId).not.toBe(run.id)
    expect(next.evidence.findings.map(({ code }) => code)).toContain('rollback/undone-release')
  },
  TIMEOUT,
)

test(
  'a production deployment that SIGKILL interrupted is rolled back',
  async () => {
    const before = await served()
    const files = filesOf('four')
    const run = world.begin(files)
    const needs: string[] = []
    for (const command of ['precheck', 'deploy-preprod', 'verify']) {
      const environment = command === 'deploy-preprod' ? { environment: 'preprod' } : {}
      expect([
        command,
        (await world.step(run, files, command, { needs: [...needs], ...environment })).blockers,
      ]).toEqual([command, []])
      needs.push(command)
    }
    const killed = await world.step(run, files, 'deploy-production', {
      needs,
      environment: 'production',
      from: 'bundle',
      killedAt: /10% of the traffic/,
    })
    expect(killed.status).toBeUndefined()
    expect((await served())[0]).toBe('four')
    run.finish()

    const step = await rollBack(files)
    expect([step.status, step.blockers]).toEqual([0, []])
    expect(ofRollback(step)).toEqual(expect.arrayContaining(recovered))
    expect(await served()).toEqual(before)
    const { Stacks = [] } = await new CloudFormationClient(client()).send(
      new DescribeStacksCommand({ StackName: 'watch-production' }),
    )
    expect(Stacks.map(({ StackStatus }) => StackStatus)).toEqual(['UPDATE_COMPLETE'])
  },
  TIMEOUT,
)

const statusOf = async (name: string): Promise<string | undefined> => {
  const { Stacks: [stack] = [] } = await new CloudFormationClient(client()).send(
    new DescribeStacksCommand({ StackName: name }),
  )
  return stack?.StackStatus
}
/** The next creation or update of a resource fails. */
const failOnce = async (resource: string, on: 'create' | 'update'): Promise<void> => {
  const body = JSON.stringify({ resource, on, reason: 'The service refuses it', times: 1 })
  const answer = await fetch(`${world.sandbox.awsUrl}/_sandbox/fail`, { method: 'POST', body })
  expect(answer.status).toBe(200)
}

test(
  'a failed rollback reports the version of each item, and is repeated once its cause is removed',
  async () => {
    const before = await served()
    await world.release(filesOf('five'))
    await failOnce('Note', 'update')
    const failed = await rollBack(filesOf('five'), 'bundle')
    expect(failed.status).toBe(1)
    expect(ofRollback(failed)).toEqual(expect.arrayContaining(['fail rollback/failed stack/watch/rollback']))
    const reported = failed.evidence.findings.find(({ code }) => code === 'rollback/failed')
    expect(reported?.observed).toMatch(/^UPDATE_ROLLBACK_COMPLETE, by /)
    expect(failed.evidence.findings.find(({ code }) => code === 'rollback/result')?.details).toMatchObject({
      back: ['deployment/orders'],
      remaining: ['stack/watch'],
    })
    expect(await served()).toEqual(['five', before[1]])

    const again = await rollBack(filesOf('five'))
    expect([again.status, again.blockers]).toEqual([0, []])
    expect(await served()).toEqual(before)
  },
  TIMEOUT,
)

test(
  'nothing is rolled back where the old version of an alias was deleted, and a stack in ROLLBACK_COMPLETE is reported',
  async () => {
    const [, version] = await served()
    await world.release(filesOf('six'))
    const released = await served()
    const name = { FunctionName: 'orders-production', Qualifier: version }
    await new LambdaClient(client()).send(new DeleteFunctionCommand(name))
    const files = filesOf('six')
    await failOnce('Doomed', 'create')
    const extra = { StackName: 'extra-production', TemplateBody: 'Resources: { Doomed: { Type: AWS::SNS::Topic } }' }
    await new CloudFormationClient(client()).send(new CreateStackCommand(extra))
    while ((await statusOf('extra-production')) !== 'ROLLBACK_COMPLETE') await world.sandbox.clock.wait(1_000)
    const more = '{ id: extra, name: "extra-{environment}", template: watch.yml, parameters: { Name: extra } }'
    const config = files['.github/test-deployments.yml']?.replace('stacks: [', `stacks: [${more}, `) ?? ''

    const step = await rollBack({ ...files, '.github/test-deployments.yml': config })
    expect(step.status).toBe(1)
    expect(step.blockers).toEqual(['fail rollback/lost-revision deployment/orders/rollback'])
    const lost = step.evidence.findings.find(({ code }) => code === 'rollback/lost-revision')
    expect(lost?.observed).toBe(`version ${version} of orders-production does not exist`)
    const stuck = step.evidence.findings.find(({ subject }) => subject === 'stack/extra/rollback')
    expect(stuck?.observed).toMatch(/^ROLLBACK_COMPLETE: /)
    expect(stuck?.advice).toContain('aws cloudformation delete-stack --stack-name extra-production')
    expect(await served()).toEqual(released)
    expect(await statusOf('extra-production')).toBe('ROLLBACK_COMPLETE')
  },
  TIMEOUT,
)
