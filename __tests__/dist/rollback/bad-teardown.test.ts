import {
  CloudFormationClient,
  CreateStackCommand,
  ListStacksCommand,
  UpdateTerminationProtectionCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { CodeDeployClient, CreateDeploymentCommand, StopDeploymentCommand } from '@aws-sdk/client-codedeploy'
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { KEYS } from '../support/precheck-world.ts'
import { openReleases, REPOSITORY, type Releases, type Step, type Tree } from '../support/releases.ts'

/** Teardowns that must not remove anything. One runs through the bundle; dist/rehearsal/temporary.test.ts has others. */

const TEMPLATE = 'Resources: { Topic: { Type: AWS::SNS::Topic } }\n'
const FILES: Tree = {
  '.github/test-deployments.yml': `version: 1
environments: { preprod: { temporary: { name: "pr-{pull-request}", expires-after: 8h } } }
stacks:
  - { id: base, name: "base-{environment}", template: base.yml }
  - { id: web, name: "web-{environment}", template: base.yml, depends-on: [base] }
deployments:
  - { id: orders, platform: lambda, application: functions, group: "{environment}", appspec: orders.yml, revision: { directory: code } }
`,
  'base.yml': TEMPLATE,
  'orders.yml': `version: 0.0
Resources:
  - orders: { Type: "AWS::Lambda::Function", Properties: { Name: "orders-{environment}", Alias: live } }
`,
  'code/index.mjs': 'export const handler = async () => ({})\n',
}
const NAMES = ['pr-1', 'pr-2', 'pr-3']
const TIMEOUT = 600_000

let world: Releases
beforeAll(async () => {
  world = await openReleases(
    FILES,
    {
      functions: NAMES.map((name) => ({ name: `orders-${name}`, versions: ['one', 'two'], aliases: { live: '1' } })),
      applications: [
        {
          name: 'functions',
          platform: 'Lambda',
          groups: Object.fromEntries(
            NAMES.map((name) => [
              name,
              { deploymentConfigName: 'CodeDeployDefault.LambdaLinear10PercentEvery10Minutes' },
            ]),
          ),
        },
      ],
    },
    { from: 'source' },
  )
  world.sandbox.github.environment(REPOSITORY, 'temporary', {})
  for (const name of NAMES) {
    const made = await temporary('deploy-preprod', { temporary: name }, { only: 'base,web' })
    expect([name, made.blockers]).toEqual([name, []])
  }
}, TIMEOUT)
afterAll(() => world.close())

const temporary = (
  command: string,
  inputs: Readonly<Record<string, string>>,
  more: { readonly only?: string; readonly from?: 'bundle' | 'source' } = {},
): Promise<Step> =>
  world.step(world.begin(FILES), FILES, command, {
    environment: 'temporary',
    waiting: () => undefined,
    inputs,
    ...more,
  })
const teardown = (inputs: Readonly<Record<string, string>>, from: 'bundle' | 'source' = 'source'): Promise<Step> =>
  temporary('teardown', inputs, { from })

const client = () => ({ endpoint: world.sandbox.awsUrl, region: 'eu-west-1', credentials: KEYS })
const cloudformation = () => new CloudFormationClient(client())
const stacks = async (): Promise<string[]> => {
  const { StackSummaries = [] } = await cloudformation().send(new ListStacksCommand({}))
  return StackSummaries.map(({ StackName, StackStatus }) => `${StackName} ${StackStatus}`).toSorted()
}
const reported = ({ evidence }: Step): string[] =>
  evidence.findings.map(({ code, outcome, subject }) => `${outcome} ${code} ${subject}`)
const ready = async (name: string, status: string): Promise<void> => {
  while (!(await stacks()).includes(`${name} ${status}`)) await world.sandbox.clock.wait(1_000)
}

test(
  'a stack that this action did not create is not removed',
  async () => {
    await cloudformation().send(new CreateStackCommand({ StackName: 'web-pr-9', TemplateBody: TEMPLATE }))
    await ready('web-pr-9', 'CREATE_COMPLETE')
    const before = await stacks()
    const step = await teardown({ temporary: 'pr-9' })
    expect([step.status, reported(step)]).toEqual([1, ['fail temporary/not-recorded stack/web-pr-9']])
    expect(step.evidence.findings[0]?.advice).toContain('was not removed')
    expect(await stacks()).toEqual(before)
  },
  TIMEOUT,
)

test(
  'a production name is refused, and so is a record that names a production stack',
  async () => {
    await cloudformation().send(new CreateStackCommand({ StackName: 'base-production', TemplateBody: TEMPLATE }))
    await ready('base-production', 'CREATE_COMPLETE')
    const before = await stacks()
    const named = await teardown({ temporary: 'production' })
    expect([named.status, reported(named)]).toEqual([1, ['error config/input input/temporary']])

    const { StackSummaries = [] } = await cloudformation().send(new ListStacksCommand({}))
    const stackArn = StackSummaries.find(({ StackName }) => StackName === 'base-production')?.StackId
    const ssm = new SSMClient(client())
    const Name = `/test-deployments/temporary/${REPOSITORY}/pr-3/stacks/base`
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name }))
    const Value = JSON.stringify({ ...(JSON.parse(Parameter?.Value ?? '') as object), stackArn })
    await ssm.send(new PutParameterCommand({ Name, Value, Overwrite: true }))
    const forged = await teardown({ temporary: 'pr-3' }, 'bundle')
    expect([forged.status, reported(forged)]).toEqual([1, ['fail temporary/not-own stack/base']])
    expect(await stacks()).toEqual(before)
  },
  TIMEOUT,
)

test(
  'protected stacks and stacks with other tags remain, and so does the rest of their environment',
  async () => {
    await cloudformation().send(
      new UpdateTerminationProtectionCommand({ StackName: 'web-pr-2', EnableTerminationProtection: true }),
    )
    const retagged = { StackName: 'base-pr-2', TemplateBody: TEMPLATE, Tags: [{ Key: 'team', Value: 'search' }] }
    await cloudformation().send(new UpdateStackCommand(retagged))
    await ready('base-pr-2', 'UPDATE_COMPLETE')
    const before = await stacks()
    const step = await teardown({ temporary: 'pr-2' })
    expect([step.status, reported(step).toSorted()]).toEqual([
      1,
      ['fail temporary/not-own stack/base', 'fail temporary/protected stack/web'],
    ])
    expect(await stacks()).toEqual(before)
  },
  TIMEOUT,
)

test(
  'a sweep skips an expired environment while a deployment runs, and removes it afterwards',
  async () => {
    world.sandbox.clock.advance(9 * 3_600_000)
    const codedeploy = new CodeDeployClient(client())
    const properties = { Name: 'orders-pr-1', Alias: 'live', CurrentVersion: '1', TargetVersion: '2' }
    const content = JSON.stringify({
      version: 0,
      Resources: [{ orders: { Type: 'AWS::Lambda::Function', Properties: properties } }],
    })
    const { deploymentId = '' } = await codedeploy.send(
      new CreateDeploymentCommand({
        applicationName: 'functions',
        deploymentGroupName: 'pr-1',
        revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
      }),
    )
    const before = await stacks()
    const running = await teardown({ expired: 'true', apply: 'true' })
    const left = running.evidence.findings.find(({ subject }) => subject === 'environment/pr-1')
    expect(left).toMatchObject({ code: 'temporary/in-use', outcome: 'skipped' })
    expect(left?.observed).toContain(deploymentId)
    expect(left?.advice).toContain(`get-deployment --deployment-id ${deploymentId}`)
    expect(await stacks()).toEqual(before)

    await codedeploy.send(new StopDeploymentCommand({ deploymentId }))
    await world.sandbox.clock.wait(60_000)
    const swept = await teardown({ expired: 'true', apply: 'true' })
    expect(reported(swept)).toContain('pass temporary/removed environment/pr-1')
    const gone = (line: string): string => line.replace(/(-pr-1) .*/, '$1 DELETE_COMPLETE')
    expect(await stacks()).toEqual(before.map(gone))
  },
  TIMEOUT,
)
