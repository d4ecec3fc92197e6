import { run as deployPreprod } from '../../../src/commands/deploy-preprod.ts'
import type { Context } from '../../../src/commands/contract.ts'
import type { Inputs } from '../../../src/config/model/inputs.ts'
import { digestOf } from '../../../src/evidence/digest.ts'
import { SCHEMA, type Evidence } from '../../../src/evidence/document.ts'
import type { Finding } from '../../../src/evidence/finding.ts'
import { Recorder } from '../../../src/evidence/recorder.ts'
import { ActionError } from '../../../src/support/errors.ts'
import { configured, type World } from '../world.ts'

export interface Deploying {
  /** Documents of earlier jobs; their digests are in `needs`, unless `needs` is given. */
  readonly evidence?: readonly Evidence[]
  readonly inputs?: Partial<Inputs>
  readonly runAttempt?: number
}

/** Runs deploy-preprod in this process, as a job that needs the jobs of these documents. */
export async function deploying(world: World, config: string, options: Deploying = {}): Promise<Evidence> {
  const { evidence = [], inputs = {}, runAttempt = 1 } = options
  const files = evidence.map((document, index) => [`evidence/${index}.json`, JSON.stringify(document)])
  await world.write({ 'evidence/.keep': '', ...Object.fromEntries(files) })
  const needs = evidence.map((document, index) => [
    `job-${index}`,
    { result: 'success', outputs: { digest: digestOf(document) } },
  ])
  const record = new Recorder(() => new Date())
  const context: Context = {
    ports: {
      ...world.ports,
      // The documents are created here: no GitHub job wrote them.
      connect: { ...world.ports.connect, proofs: () => Promise.resolve(undefined) },
      place: { ...world.ports.place, env: { ...world.ports.place.env, AWS_ENDPOINT_URL: world.sandbox.awsUrl } },
    },
    inputs: {
      command: 'deploy-preprod',
      config: { path: 'config.yml' },
      only: [],
      mode: 'enforce',
      evidence: 'evidence',
      ...(evidence.length > 0 && { needs: JSON.stringify(Object.fromEntries(needs)) }),
      ...inputs,
    },
    config: await configured(config, { ports: world.ports, inputs: { command: 'deploy-preprod', only: [] } }),
    origin: {
      repository: 'acme/shop',
      sha: '0'.repeat(40),
      ref: 'refs/heads/main',
      runId: '7',
      runAttempt,
      job: 'deploy-preprod',
      actor: 'ada',
    },
    record,
  }
  try {
    await deployPreprod(context)
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    record.find(errorFinding(error))
  }
  return record.document({
    schema: SCHEMA,
    slot: { command: 'deploy-preprod', environment: 'preprod' },
    origin: context.origin,
    endpoints: { aws: world.sandbox.awsUrl, github: 'github' },
    startedAt: new Date().toISOString(),
  })
}

function errorFinding(error: ActionError): Finding {
  return { code: error.code, outcome: 'error', title: error.message, subject: error.subject, advice: error.advice }
}
