import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { afterEach, expect, test } from '@jest/globals'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import { aliasTemplate } from '../../sandbox/codedeploy/stack-deployments.ts'
import { until } from '../../sandbox/world.ts'
import { openBench, type Bench, type Ended } from '../support/harness.ts'

/** A release of one stack whose update is a CodeDeploy deployment, from precheck to its failure, as jobs run it. */

const CONFIG = `version: 1
environments: { preprod: { approval: { none: nobody is asked here } } }
stacks: [{ id: web, name: "web-{environment}", template: web.yml }]
`
const ROLES = [{ arn: 'arn:aws:iam::111111111111:role/r', trust: { repository: 'acme/shop' }, policy: [] }]
const KEYS = { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'example-secret-of-a-stranger-000000000000' }
const ALARM = '      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: orders }] }\n      AutoRollback'
const alarmed = (version: string): string => aliasTemplate(version).replace('      AutoRollback', ALARM)

let sandbox: Sandbox
let bench: Bench
afterEach(async () => {
  await Promise.all([bench.close(), sandbox.close()])
})

/** An earlier release deployed the first version. */
async function deployed(template: string): Promise<void> {
  const aws = new CloudFormation({ region: 'eu-west-1', endpoint: sandbox.awsUrl, credentials: KEYS })
  await aws.createStack({ StackName: 'web-preprod', TemplateBody: template })
  const status = async () => (await aws.describeStacks({ StackName: 'web-preprod' })).Stacks?.[0]?.StackStatus
  await until(status, (now) => now === 'CREATE_COMPLETE')
}

test('the job reports the function that refused the new version, and the location of its log', async () => {
  sandbox = await startSandbox({
    scenario: { pace: 'skip', roles: ROLES, hookFunctions: { smoke: { reports: 'Failed', after: 60_000 } } },
  })
  await deployed(alarmed('1'))
  bench = await openBench()
  mkdirSync(join(bench.workspace, '.github'), { recursive: true })
  writeFileSync(join(bench.workspace, 'web.yml'), alarmed('2'))
  const env = {
    AWS_ENDPOINT_URL: sandbox.awsUrl,
    GITHUB_API_URL: sandbox.github.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
    ...sandbox.clientVariables,
  }
  const common = { config: CONFIG, evidence: 'evidence', mode: 'enforce' }
  const precheck: Ended = await bench.step({ ...common, command: 'precheck', environment: 'preprod' }, env)
  expect(precheck.evidence?.findings.map(({ outcome, code }) => `${outcome} ${code}`)).toContain(
    'pass deployment/protected',
  )
  expect(precheck.status).toBe(0)

  const needs = JSON.stringify({ precheck: { result: 'success', outputs: Object.fromEntries(precheck.outputs) } })
  const job = { ...env, GITHUB_JOB: 'deploy-preprod' }
  const { status, lines, evidence, summary, annotations } = await bench.step(
    { ...common, command: 'deploy-preprod', needs },
    job,
  )
  expect(status).toBe(1)
  const log = lines.join('\n')
  expect(log).toMatch(/web\/Live {2}AWS::Lambda::Alias {2}UPDATE_IN_PROGRESS/)
  expect(log).toMatch(/the update deploys with d-[A-Z0-9]{9} of CodeDeploy/)
  expect(log).toMatch(/web\/Group {2}orders:live {2}BeforeAllowTraffic {2}Failed {2}ScriptFailed smoke/)
  const failure = evidence?.findings.find(({ code }) => code === 'stack/update-failed')
  expect(failure?.title).toMatch(/BeforeAllowTraffic failed on orders:live in smoke$/)
  expect(failure?.advice).toContain('/aws/lambda/smoke in CloudWatch Logs')
  expect(summary).toContain('BeforeAllowTraffic failed on orders:live in smoke')
  expect(annotations.map(({ message }) => message).join('\n')).toContain('/aws/lambda/smoke')
  expect(evidence?.handles).toContainEqual(expect.objectContaining({ kind: 'deployment', state: 'kept' }))
})
