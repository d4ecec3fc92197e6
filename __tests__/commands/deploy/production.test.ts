import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { SandboxJob, SandboxRun } from '../../../sandbox/github/index.ts'
import { run as deployProduction } from '../../../src/commands/deploy-production.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { Context } from '../../../src/commands/contract.ts'
import { readConfig } from '../../../src/config/schema/file.ts'
import type { Inputs } from '../../../src/config/model/inputs.ts'
import { connections } from '../../../src/connect.ts'
import { digestOf, type Digest } from '../../../src/evidence/digest.ts'
import type { Evidence, Origin } from '../../../src/evidence/document.ts'
import { Recorder } from '../../../src/evidence/recorder.ts'
import { endpointsOf } from '../../../src/handover/endpoints.ts'
import { connectProofs } from '../../../src/github/proofs.ts'
import { describeRelease } from '../../../src/handover/release.ts'
import { document } from '../../evidence/documents.ts'
import { lines, startWorld, type World } from '../world.ts'

const REPOSITORY = 'acme/shop'
const BASE = `
Parameters:
  Title: { Type: String, Default: orders }
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: { DisplayName: !Ref Title }
Outputs:
  TopicArn: { Value: !Ref Topic }
`
const WEB = `
Parameters:
  Topic: { Type: String }
Resources:
  Setting:
    Type: AWS::SSM::Parameter
    Properties: { Type: String, Value: !Ref Topic, Description: one }
`
const YAML = `
version: 1
stacks:
  - { id: base, name: "base-{environment}", template: base.yml }
  - { id: web, name: "web-{environment}", template: web.yml, parameters: { Topic: "{stack.base.outputs.TopicArn}" } }
gate: { require: [] }
`
const CONFIG = readConfig(YAML, 'config.yml')
const PROTECTED = { reviewers: ['bob'], preventSelfReview: true, branches: 'protected' as const }
let world: World
let run: SandboxRun
/** Digests of the documents of the earlier jobs. */
let left: Digest[]
async function begin(scenario: ScenarioInput = {}): Promise<void> {
  world = await startWorld({
    ...scenario,
    github: {
      repository: REPOSITORY,
      user: 'ann',
      protectedBranches: ['main'],
      environments: { preprod: PROTECTED, production: PROTECTED },
    },
  })
  left = []
  await world.write({ 'base.yml': BASE, 'web.yml': WEB, 'evidence/.keep': '' })
  const { github } = world.sandbox
  run = github.startRun({ repository: REPOSITORY, sha: github.commit(REPOSITORY, 'next', {}), actor: 'ann' })
}
beforeEach(() => begin())
afterEach(() => world.close())

const originOf = (job: string): Origin => {
  const { sha, ref } = run.run
  return { repository: REPOSITORY, sha, ref, runId: run.id, runAttempt: run.attempt(), job, actor: 'ann' }
}

/** Runs the jobs before production; precheck's plan is a real one of the existing production. */
async function rehearse(): Promise<void> {
  const precheck = await world.precheck(YAML)
  await leave('precheck', { ...precheck })
  await leave('deploy-preprod', document('deploy-preprod'))
}

async function leave(command: string, written: Evidence): Promise<void> {
  const job = run.startJob({
    name: command,
    permissions: { 'id-token': 'write' },
    ...(command === 'deploy-preprod' && { environment: 'preprod' }),
  })
  if (command === 'deploy-preprod') run.bypass('preprod')
  await job.started
  const { workspace } = world.ports.place
  const evidence: Evidence = {
    ...written,
    origin: originOf(command),
    endpoints: await endpointsOf(environmentOf(job)),
    release: await describeRelease({ config: CONFIG, workspace, sha: run.run.sha }),
    previous: left,
    startedAt: new Date().toISOString(),
    finishedAt: new Date().toISOString(),
  }
  left = [...left, digestOf(evidence)]
  await world.write({ [`evidence/${command}.json`]: JSON.stringify(evidence) })
  const { clock, log, cancelled: signal } = world.ports
  const proofs = connectProofs({ env: environmentOf(job), clock, log, signal })
  await world.write({ [`evidence/${command}.jwt`]: (await proofs?.issue(digestOf(evidence))) ?? '' })
  job.finish('success', { digest: digestOf(evidence) })
}

const environmentOf = (job: SandboxJob): Record<string, string> => ({
  ...job.variables(),
  // The folder contains the evidence: for the artifact client this process cannot be several jobs at once.
  ACTIONS_RUNTIME_TOKEN: '',
  AWS_ENDPOINT_URL: world.sandbox.awsUrl,
  AWS_REGION: world.region,
})

const job = (): SandboxJob =>
  run.startJob({
    name: 'production',
    environment: 'production',
    permissions: { contents: 'read', actions: 'read', 'id-token': 'write' },
  })

async function approve(): Promise<void> {
  const { github } = world.sandbox
  const { id } = github.world.repositories.get(REPOSITORY)!.environments.get('production')!
  await fetch(`${github.url}/repos/${REPOSITORY}/actions/runs/${run.id}/pending_deployments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${github.tokenOf('bob')}` },
    body: JSON.stringify({ environment_ids: [id], state: 'approved', comment: 'fine' }),
  })
}

async function deploying(running: SandboxJob, inputs: Partial<Inputs> = {}): Promise<Evidence> {
  const place = { ...world.ports.place, env: environmentOf(running) }
  const ports = { ...world.ports, place }
  const record = new Recorder(() => new Date())
  const context: Context = {
    ports: { ...ports, connect: connections(ports, running.token) },
    inputs: {
      command: 'deploy-production',
      config: { path: 'config.yml' },
      only: [],
      mode: 'enforce',
      evidence: 'evidence',
      needs: run.needs('precheck', 'deploy-preprod'),
      ...inputs,
    },
    config: CONFIG,
    origin: originOf('production'),
    record,
  }
  await deployProduction(context)
  return { ...document('deploy-production'), ...record.document({} as Evidence) }
}

/** Stacks of production with their pending change sets. */
async function production(): Promise<string[]> {
  const calls = await world.cloudformation()
  const { Stacks = [] } = await calls.describeStacks({})
  const ours = Stacks.filter((stack) => stack.StackName?.endsWith('-production'))
  return Promise.all(
    ours.map(async ({ StackId, StackName, StackStatus }) => {
      const { Summaries = [] } = await calls.listChangeSets({ StackName: StackId })
      return `${StackName} ${StackStatus} ${Summaries.filter((each) => each.ExecutionStatus === 'AVAILABLE').length}`
    }),
  )
}

describe('production', () => {
  test('gets the reviewed change, planned again', async () => {
    await rehearse()
    const running = job()
    await approve()
    const evidence = await deploying(running)
    expect(lines(evidence).filter((line) => !line.includes('gate/') && !line.includes('evidence/'))).toEqual([
      'pass plan/unchanged environment/production',
      'pass stack/updated stack/base',
      'pass plan/unchanged environment/production',
      'pass stack/updated stack/web',
    ])
    expect(evidence.verdict).toBe('pass')
    expect((await production()).toSorted()).toEqual([
      'base-production CREATE_COMPLETE 0',
      'web-production CREATE_COMPLETE 0',
    ])
    expect(evidence.approvals).toMatchObject([{ environment: 'production', user: 'bob', state: 'approved' }])
  })

  test('gets it where hooks of the account examine it, and their warnings are reported', async () => {
    await world.close()
    const hook = { target: 'RESOURCE', type: 'Acme::Security::Encryption', mode: 'WARN', message: 'not encrypted' }
    await begin({ hooks: [hook as never] })
    await rehearse()
    const running = job()
    await approve()
    const evidence = await deploying(running)
    expect(evidence.verdict).toBe('pass')
    expect(lines(evidence)).toContain('noted stack/hook-warned stack/base/resource/Topic')
    expect((await production()).toSorted()).toEqual([
      'base-production CREATE_COMPLETE 0',
      'web-production CREATE_COMPLETE 0',
    ])
  })

  test('that differs from the reviewed state is not changed, and nothing is left behind', async () => {
    for (const name of ['base-preprod', 'base-production']) await world.deploy(name, BASE, { Title: 'old' })
    await rehearse()
    const running = job()
    await approve()
    await world.deploy('base-production', BASE, { Title: 'made by hand' })
    const evidence = await deploying(running)
    const differs = evidence.findings.filter(({ outcome }) => outcome === 'fail')
    expect(differs).toMatchObject([
      {
        code: 'gate/state-changed',
        subject: 'environment/production/state/stacks/base/updated',
      },
    ])
    expect(await production()).toEqual(['base-production UPDATE_COMPLETE 0'])
  })

  test('is not changed without an approval', async () => {
    await rehearse()
    const running = job()
    run.bypass('production')
    const evidence = await deploying(running)
    expect(lines(evidence).filter((line) => line.startsWith('fail'))).toEqual([
      expect.stringContaining('gate/not-approved'),
    ])
    expect(await production()).toEqual([])
  })

  test('that was not deployed never passes, even in observe mode', async () => {
    await rehearse()
    const running = run.startJob({
      name: 'production',
      permissions: { contents: 'read', actions: 'read', 'id-token': 'write' },
    })
    const evidence = await deploying(running, { mode: 'observe' })
    expect(lines(evidence)).toContain('error release/not-deployed environment/production')
    expect(evidence.verdict).toBe('error')
    expect(await production()).toEqual([])
  })
})
