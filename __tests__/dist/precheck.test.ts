import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { readAction } from '../../rehearsal/runner/action.ts'
import { Masks } from '../../rehearsal/runner/masks.ts'
import { runStep } from '../../rehearsal/runner/step.ts'
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.ts'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import type { Evidence } from '../../src/evidence/document.ts'

/** The scenarios that users fear, through the bundle as the runner starts it. */

const PROJECT = resolve(import.meta.dirname, '../..')
const KEYS = { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'example-secret-of-a-stranger-000000000000' }
const HOME = { account: '111111111111', region: 'eu-west-1' }
const TOPIC = `
Parameters: { Token: { Type: String, NoEcho: true, Default: none } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Token } }
`
const CONFIG = 'version: 1\nstacks: [{ id: web, name: "shop-{environment}", template: web.yml }]\n'

let folder: string
let sandbox: Sandbox
let client: CloudFormation

async function open(scenario: ScenarioInput = {}): Promise<void> {
  sandbox = await startSandbox({ scenario: { pace: 100, ...scenario } })
  client = new CloudFormation({ region: HOME.region, endpoint: sandbox.awsUrl, credentials: KEYS })
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dist-precheck-'))
  writeFileSync(join(folder, 'web.yml'), TOPIC)
  writeFileSync(join(folder, 'config.yml'), CONFIG)
})
afterEach(async () => {
  await sandbox.close()
  rmSync(folder, { recursive: true, force: true })
})

async function installed(): Promise<void> {
  for (const environment of ['preprod', 'production']) {
    const StackName = `shop-${environment}`
    await client.createStack({
      StackName,
      TemplateBody: TOPIC,
      Parameters: [{ ParameterKey: 'Token', ParameterValue: 'a-secret-of-before' }],
    })
    await until(async () => (await client.describeStacks({ StackName })).Stacks?.[0]?.StackStatus === 'CREATE_COMPLETE')
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((done) => setTimeout(done, 20))
}

async function precheck(cancelled = new AbortController().signal) {
  const lines: string[] = []
  const result = await runStep(
    readAction(PROJECT),
    { command: 'precheck', config: 'config.yml' },
    {
      workspace: folder,
      temp: join(folder, 'temp'),
      token: 'ghs_of_the_job',
      masks: new Masks(),
      env: {
        GITHUB_ACTIONS: 'true',
        GITHUB_REPOSITORY: 'acme/shop',
        GITHUB_SHA: '0'.repeat(40),
        GITHUB_RUN_ID: '7',
        GITHUB_RUN_ATTEMPT: '1',
        GITHUB_WORKSPACE: folder,
        RUNNER_TEMP: join(folder, 'temp'),
        GITHUB_API_URL: sandbox.github.url,
        AWS_ENDPOINT_URL: sandbox.awsUrl,
        AWS_REGION: HOME.region,
        AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
      },
    },
    { show: (line) => lines.push(line), cancelled },
  )
  const text = readFileSync(result.outputs.get('evidence') ?? '', 'utf8')
  const evidence = JSON.parse(text) as Evidence
  const codes = evidence.findings.map(({ code, outcome }) => `${outcome} ${code}`)
  return { result, evidence, codes, everything: `${text}\n${lines.join('\n')}` }
}

/** Stacks and change sets that are there: `shop-preprod CREATE_COMPLETE td-precheck-…`. */
async function left(): Promise<string[]> {
  const { Stacks } = await client.describeStacks({})
  const all = await Promise.all(
    (Stacks ?? []).map(async ({ StackName, StackStatus }) => {
      const { Summaries } = await client.listChangeSets({ StackName })
      return [`${StackName} ${StackStatus}`, ...(Summaries ?? []).map((summary) => String(summary.ChangeSetName))].join(' ')
    }),
  )
  return all.filter((line) => !line.includes('DELETE_IN_PROGRESS')).toSorted()
}

const SETTLED = ['shop-preprod CREATE_COMPLETE', 'shop-production CREATE_COMPLETE']

describe('precheck as the runner starts it', () => {
  test('passes, shows no secret and leaves nothing behind where nothing would change', async () => {
    await open()
    await installed()
    const { result, codes, everything } = await precheck()
    expect(codes.filter((line) => !line.startsWith('pass') && !line.startsWith('skipped'))).toEqual([])
    expect(result.status).toBe(0)
    expect(everything).not.toContain('a-secret-of-before')
    expect(await left()).toEqual(SETTLED)
  })

  test('catches what was changed behind the template', async () => {
    await open()
    await installed()
    await sandbox.admin.tamper({ ...HOME, stack: 'shop-production', resource: 'Topic', properties: { DisplayName: 'x' } })
    const { result, codes } = await precheck()
    expect(result.status).toBe(1)
    expect(codes).toContain('fail drift/property-differs')
    expect(await left()).toEqual(SETTLED)
  })

  test.each(['UNKNOWN', 'UNSUPPORTED', 'NOT_CHECKED'] as const)('does not take %s for in sync', async (drift) => {
    await open()
    await installed()
    await sandbox.admin.tamper({ ...HOME, stack: 'shop-production', resource: 'Topic', drift })
    const { result, codes } = await precheck()
    expect(result.status).toBe(1)
    expect(codes.filter((line) => line === 'pass drift/in-sync')).toHaveLength(1)
  })

  test('is patient with throttling', async () => {
    await open({ trouble: [{ on: 'cloudformation:*', do: 'throttle', after: 3, times: 4 }] })
    const { result } = await precheck()
    expect(result.status).toBe(0)
  })

  test('leaves nothing of a creation behind when it is cancelled', async () => {
    await open({ pace: 1, durations: { cloudformation: { changeSet: 60_000 } } })
    const cancelling = new AbortController()
    const running = precheck(cancelling.signal)
    await until(async () => ((await client.describeStacks({})).Stacks ?? []).length === 2)
    cancelling.abort()
    const { evidence, codes } = await running
    expect(codes).toContain('error cancelled')
    expect(evidence.handles.map((handle) => handle.state)).toEqual(['removed', 'removed'])
    expect(await left()).toEqual([])
  })

  test('names the right that the role lacks', async () => {
    await open({ trouble: [{ on: 'cloudformation:DetectStackDrift', do: 'deny' }] })
    await installed()
    const { codes, evidence } = await precheck()
    expect(codes).toContain('error aws/denied')
    const denied = evidence.findings.find((finding) => finding.code === 'aws/denied')
    expect(denied?.advice).toContain('cloudformation:DetectStackDrift')
  })
})
