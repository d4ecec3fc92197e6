import type { ScenarioInput } from '../../sandbox/scenario.ts'
import type { Context } from '../../src/commands/contract.ts'
import { run as rollback } from '../../src/commands/rollback.ts'
import type { Inputs } from '../../src/config/model/inputs.ts'
import { connections } from '../../src/connect.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import { SCHEMA, type Evidence } from '../../src/evidence/document.ts'
import { Recorder } from '../../src/evidence/recorder.ts'
import { startWorld, type World } from './world.ts'

export const REPOSITORY = 'acme/shop'

/** A sandbox whose production ann may roll back, if bob approves. */
export function startRollingWorld(scenario: ScenarioInput = {}): Promise<World> {
  return startWorld({
    ...scenario,
    github: {
      repository: REPOSITORY,
      user: 'ann',
      protectedBranches: ['main'],
      environments: { production: { reviewers: ['bob'], preventSelfReview: true, branches: 'protected' } },
    },
  })
}

export interface Rolling {
  readonly inputs?: Partial<Inputs>
  /** An administrator lets the job start without an approval. */
  readonly isBypassed?: boolean
}

/** Runs the command in the job of the environment, in a run of its own. */
export async function rollingIn(
  world: World,
  config: string,
  { inputs = {}, isBypassed = false }: Rolling = {},
): Promise<Evidence> {
  const { github } = world.sandbox
  const run = github.startRun({
    repository: REPOSITORY,
    sha: github.commit(REPOSITORY, 'back', {}),
    actor: 'ann',
  })
  const job = run.startJob({
    name: 'rollback',
    environment: 'production',
    permissions: { contents: 'read', actions: 'read', 'id-token': 'write' },
  })
  if (isBypassed) run.bypass('production')
  else await approve(world, run.id)
  await job.started
  const env = {
    ...job.variables(),
    ACTIONS_RUNTIME_TOKEN: '',
    AWS_ENDPOINT_URL: world.sandbox.awsUrl,
    AWS_REGION: world.region,
  }
  const ports = { ...world.ports, place: { ...world.ports.place, env } }
  const record = new Recorder(() => new Date())
  const context: Context = {
    ports: { ...ports, connect: connections(ports, job.token) },
    inputs: { command: 'rollback', config: { path: 'config.yml' }, only: [], mode: 'enforce', ...inputs },
    config: readConfig(config, 'config.yml'),
    origin: {
      repository: REPOSITORY,
      sha: run.run.sha,
      ref: run.run.ref,
      runId: run.id,
      runAttempt: 1,
      job: 'rollback',
      actor: 'ann',
    },
    record,
  }
  await rollback(context)
  return record.document({
    schema: SCHEMA,
    slot: { command: 'rollback', environment: 'production' },
    origin: context.origin,
    endpoints: { aws: world.sandbox.awsUrl, github: 'github' },
    startedAt: new Date().toISOString(),
  })
}

async function approve(world: World, run: string): Promise<void> {
  const { github } = world.sandbox
  const { id } = github.world.repositories.get(REPOSITORY)!.environments.get('production')!
  await fetch(`${github.url}/repos/${REPOSITORY}/actions/runs/${run}/pending_deployments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${github.tokenOf('bob')}` },
    body: JSON.stringify({ environment_ids: [id], state: 'approved', comment: 'go back' }),
  })
}
