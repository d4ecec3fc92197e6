import { join } from 'node:path'
import type { Context } from '../../src/commands/contract.ts'
import { COMMANDS } from '../../src/commands/index.ts'
import type { Inputs } from '../../src/config/model/inputs.ts'
import { SCHEMA, type Evidence } from '../../src/evidence/document.ts'
import { Recorder } from '../../src/evidence/recorder.ts'
import type { Connections, Ports } from '../../src/ports.ts'
import { ActionError } from '../../src/support/errors.ts'
import { unguarded, type World } from '../commands/world.ts'

/** A step for a temporary environment, in a job of the GitHub environment `temporary`. */
export interface Step {
  readonly command?: Inputs['command']
  readonly config: string
  /** Number of the pull request of the event; undefined: the event has none. */
  readonly pull?: number | undefined
  readonly inputs?: Partial<Inputs>
  readonly repository?: string
  readonly runId?: string
  readonly runAttempt?: number
  /** The GitHub environment of the job. */
  readonly job?: string | undefined
  readonly connect?: Partial<Connections>
  readonly ports?: Partial<Ports>
}

const REPOSITORY = 'acme/shop'

/** Runs the step in this process. Every error except an ActionError is thrown, like the end of the job. */
export async function step(world: World, options: Step): Promise<Evidence> {
  const {
    command = 'deploy-preprod',
    config,
    pull,
    inputs = {},
    runId = '7',
    runAttempt = 1,
    job = 'temporary',
    repository = REPOSITORY,
  } = options
  const event = pull === undefined ? {} : { number: pull, pull_request: { head: { repo: { full_name: repository } } } }
  await world.write({ 'event.json': JSON.stringify(event) })
  const record = new Recorder(() => world.ports.clock.now())
  const env = {
    ...world.ports.place.env,
    AWS_ENDPOINT_URL: world.sandbox.awsUrl,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE00',
    GITHUB_REPOSITORY: repository,
    GITHUB_EVENT_PATH: join(world.ports.place.workspace, 'event.json'),
  }
  const context: Context = {
    ports: {
      ...world.ports,
      place: { ...world.ports.place, env },
      ...options.ports,
      connect: {
        ...world.ports.connect,
        proofs: () => Promise.resolve(undefined),
        job: () => Promise.resolve({ actor: 'ada', environment: job, claims: {} }),
        ...options.connect,
      },
    },
    inputs: {
      command,
      config: { path: 'config.yml' },
      only: [],
      mode: 'enforce',
      evidence: 'evidence',
      ...(inputs.expired !== true && { temporary: 'true' }),
      ...inputs,
    },
    config: unguarded(config),
    origin: {
      repository,
      sha: '0'.repeat(40),
      ref: 'refs/heads/x',
      runId,
      runAttempt,
      job: 'one',
      actor: 'ada',
    },
    record,
  }
  try {
    await (await COMMANDS[command].load()).run(context)
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    record.find({
      code: error.code,
      outcome: 'error',
      title: error.message,
      subject: error.subject,
      advice: error.advice,
    })
  }
  return record.document({
    schema: SCHEMA,
    slot: { command, environment: 'temporary' },
    origin: context.origin,
    endpoints: { aws: world.sandbox.awsUrl, github: 'github' },
    startedAt: new Date().toISOString(),
  })
}

/** Names and statuses of the existing stacks. */
export async function stacksOf(world: World): Promise<string[]> {
  const { Stacks = [] } = await (await world.cloudformation()).describeStacks({})
  return Stacks.map(({ StackName, StackStatus }) => `${StackName} ${StackStatus}`).toSorted()
}

/** The parameters of the record, by name. */
export async function recordsIn(world: World): Promise<string[]> {
  const calls = await (await world.ports.connect.temporary({ region: world.region, session: 'test' })).parameters()
  const { Parameters = [] } = await calls.getParametersByPath({ Path: '/test-deployments', Recursive: true })
  return Parameters.map(({ Name = '' }) => Name.replace(`/test-deployments/temporary/${REPOSITORY}/`, '')).toSorted()
}
