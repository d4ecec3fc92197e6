import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readAction } from '../../rehearsal/runner/action.ts'
import { jobsOf, outputsOf, publishWorkflows, readJob, readStep, type WorkflowJob } from '../../rehearsal/workflow.ts'
import { startGitHub, type PlayedRun, type SandboxGitHub } from '../../sandbox/github/index.ts'
import { forOlderServers } from '../../scripts/check/workflows/older-servers.ts'
import { COMMANDS } from '../../src/commands/index.ts'
import { COMMAND_NAMES, type CommandName } from '../../src/config/model/command-names.ts'
import { ENVIRONMENT_KEYS } from '../../src/config/model/environment-keys.ts'
import type { Inputs } from '../../src/config/model/inputs.ts'
import { digestOf } from '../../src/evidence/digest.ts'
import type { Slot } from '../../src/evidence/document.ts'
import { readNeeds } from '../../src/evidence/chain/needs.ts'
import { mustBuildOn } from '../../src/evidence/chain/order.ts'

const PROJECT = join(import.meta.dirname, '../..')
const PATH = '.github/workflows/release.yml'
const CALLER = readFileSync(join(PROJECT, 'examples/shop', PATH), 'utf8')
const REPOSITORY = 'acme/shop'

let github: SandboxGitHub
beforeAll(async () => {
  github = await startGitHub()
  github.repository({ name: REPOSITORY })
  publishWorkflows(github, PROJECT, () => undefined)
})
afterAll(() => github.close())

const push = (caller = CALLER): Promise<PlayedRun> => {
  const sha = github.commit(REPOSITORY, 'release', { [PATH]: caller })
  return github.playWorkflow({ repository: REPOSITORY, sha, path: PATH, actor: 'ada' })
}

interface PlayedStep extends WorkflowJob {
  readonly inputs: Readonly<Record<string, string>>
  readonly scripts: readonly Readonly<Record<string, string>>[]
  readonly permissions: object
  readonly workflowRef: string
}

/** The steps of a job as its runner receives them. */
function stepsOf(played: PlayedRun, fullName: string): PlayedStep {
  const job = readJob(played, fullName, 'token')
  const steps = job.steps.flatMap((each) => readStep(job, each, {}) ?? [])
  const { permissions, workflowRef } = played.job(fullName)
  return {
    ...job,
    inputs: steps.find(({ id }) => id === 'step')?.inputs ?? {},
    scripts: steps.flatMap(({ run, env }) => (run === undefined ? [] : [env])),
    permissions,
    workflowRef,
  }
}

/** The digest of a job's evidence. */
const digestFor = (job: string): string => digestOf({ job })
const finish = (played: PlayedRun, job: PlayedStep): void =>
  played.finish(
    job.fullName,
    'success',
    outputsOf(job, { step: { outputs: { digest: digestFor(job.name), verdict: 'pass' } } }),
  )

/** Completes the jobs one after the other, until this one is next. */
function upTo(played: PlayedRun, last: string | undefined): void {
  const [next] = played.active()
  if (next === undefined || (last !== undefined && next.endsWith(last))) return
  finish(played, stepsOf(played, next))
  upTo(played, last)
}

describe('the published workflow', () => {
  const jobs: PlayedStep[] = []
  let played: PlayedRun
  beforeAll(async () => {
    played = await push()
    for (let [name] = played.active(); name !== undefined; [name] = played.active()) {
      const job = stepsOf(played, name)
      jobs.push(job)
      finish(played, job)
    }
  })
  const digestsGiven = ({ inputs }: PlayedStep): string[] =>
    readNeeds(inputs['needs']).named.map(({ digest, ours }) => (ours ? digest : `not ours: ${digest}`))
  const slotOf = ({ inputs }: PlayedStep): Slot => {
    const command = inputs['command'] as CommandName
    return { command, environment: COMMANDS[command].meta.environment({} as Inputs) }
  }

  test('runs every command, in the order of a release', () => {
    const commands = jobs.map(({ inputs }) => inputs['command'])
    expect([...new Set(commands)]).toEqual(COMMAND_NAMES.filter((name) => name !== 'rollback' && name !== 'teardown'))
    expect(jobs.map(({ name }) => name)).toEqual(jobsOf(played))
  })

  test('uses only inputs of the action', () => {
    const known = readAction(PROJECT).inputs.map(({ name }) => name)
    for (const job of jobs) expect(known).toEqual(expect.arrayContaining(Object.keys(job.inputs)))
  })

  test('gives each job the digests of all jobs that it depends on, through the called workflow too', () => {
    for (const [index, job] of jobs.entries()) {
      const before = jobs.slice(0, index).filter((other) => mustBuildOn(slotOf(job), slotOf(other), ENVIRONMENT_KEYS))
      expect([job.name, digestsGiven(job)]).toEqual([
        job.name,
        expect.arrayContaining(before.map(({ name }) => digestFor(name))),
      ])
    }
    const production = jobs.at(-1)
    expect(production && digestsGiven(production).toSorted()).toEqual(
      jobs
        .slice(0, -1)
        .map(({ name }) => digestFor(name))
        .toSorted(),
    )
  })

  test('deploys only in jobs of the environment, whose tokens name the file that contains the job', () => {
    const seen = jobs.map(({ name, environment, workflowRef }) => [name, environment, workflowRef.split('/').at(-3)])
    const release = 'release.yml@refs'
    const preprod = 'preprod.yml@refs'
    expect(seen).toEqual([
      ['build', undefined, release],
      ['precheck', undefined, release],
      ['deploy-preprod', 'preprod', preprod],
      ['verify-aws', undefined, preprod],
      ['verify-tests', undefined, preprod],
      ['gate', undefined, preprod],
      ['deploy-production', 'production', release],
    ])
  })

  test('builds in the first job, and only there, if there is anything to build', async () => {
    expect(jobs.map(({ scripts }) => scripts)).toEqual([[{ BUILD: 'npm run build' }], ...jobs.slice(1).map(() => [])])
    const without = await push(CALLER.replace(', build: npm run build', ''))
    expect(stepsOf(without, 'release / build')).toMatchObject({ scripts: [], inputs: {} })
    without.cancel()
  })

  test('runs the tests of the user without any identity', () => {
    expect(jobs.find(({ name }) => name === 'verify-tests')?.permissions).toEqual({ contents: 'read' })
  })

  test("passes on the caller's inputs", () => {
    expect(jobs.map(({ env }) => env['AWS_REGION'])).toEqual(jobs.map(() => 'eu-west-1'))
  })

  test('runs one release of a configuration at a time from the deployment to the gate, and releases of others in parallel', async () => {
    const other = CALLER.replace('region: eu-west-1', 'region: eu-west-1, config: services/b.yml')
    const runs = [await push(), await push(), await push(), await push(other)]
    for (const run of runs) upTo(run, 'deploy-preprod')
    const active = (): string[][] => runs.map((run) => run.active())
    const DEPLOYING = ['release / preprod / deploy-preprod']
    expect(active()).toEqual([DEPLOYING, [], [], DEPLOYING])
    expect(runs.map((run) => run.states()['release / preprod'])).toEqual(['active', 'pending', 'pending', 'active'])
    upTo(runs[0]!, 'gate')
    expect(active().slice(1, 3)).toEqual([[], []])
    finish(runs[0]!, stepsOf(runs[0]!, 'release / preprod / gate'))
    expect(active().slice(0, 3)).toEqual([['release / deploy-production'], DEPLOYING, []])
    for (const run of runs) run.cancel()
  })

  test('after a failed verification, the failed job and its dependents run again; the others keep their evidence', async () => {
    const run = await push()
    upTo(run, 'verify-aws')
    run.finish('release / preprod / verify-aws', 'failure')
    upTo(run, undefined)
    expect(run.states()).toMatchObject({
      'release / preprod / gate': 'skipped',
      'release / deploy-production': 'skipped',
    })
    run.rerun('ada')
    expect(run.active()).toEqual(['release / preprod / verify-aws'])
    finish(run, stepsOf(run, 'release / preprod / verify-aws'))
    const gate = stepsOf(run, 'release / preprod / gate')
    expect(digestsGiven(gate)).toHaveLength(5)
    run.cancel()
  })
})

describe('a workflow that cannot be executed', () => {
  const jobWith = (steps: string): string => `on: push\njobs: { only: { runs-on: x, steps: [${steps}] } }\n`

  test('uses actions of others', async () => {
    const played = await push(jobWith('{ uses: actions/cache@v5 }, { uses: org/test-deployments@v1 }'))
    expect(() => jobsOf(played)).toThrow('cannot play actions/cache@v5')
  })

  test('is not one that installs tools, which this machine has', async () => {
    const played = await push(jobWith('{ uses: actions/setup-node@v5 }, { uses: org/test-deployments@v1 }'))
    expect(jobsOf(played)).toEqual(['only'])
  })

  test('does not start', async () => {
    const played = await push(
      `on: push\njobs: { only: { uses: org/test-deployments/.github/workflows/none.yml@v1 } }\n`,
    )
    expect(() => jobsOf(played)).toThrow('workflow was not found')
  })

  test('has an unsupported expression', async () => {
    const played = await push(
      jobWith('{ id: step, uses: org/test-deployments@v1, with: { mode: "${{ vars.MODE }}" } }'),
    )
    expect(() => stepsOf(played, 'only')).toThrow('vars')
  })
})

describe('on a GitHub Enterprise Server', () => {
  test('the workflow starts after the edit in the guide, and not before', async () => {
    const server = await startGitHub({ edition: 'enterprise-server' })
    try {
      server.repository({ name: REPOSITORY })
      const sha = server.commit(REPOSITORY, 'release', { [PATH]: CALLER })
      const play = async (change: (files: Record<string, string>) => void): Promise<PlayedRun> => {
        publishWorkflows(server, PROJECT, change)
        return server.playWorkflow({ repository: REPOSITORY, sha, path: PATH, actor: 'ada' })
      }
      expect((await play(() => undefined)).failure).toContain('Unexpected value')
      const edited = await play((files) => {
        for (const [path, text] of Object.entries(files)) files[path] = forOlderServers(text)
      })
      expect(jobsOf(edited)).toContain('deploy-preprod')
    } finally {
      await server.close()
    }
  })
})
