import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { COMMANDS } from './commands/index.ts'
import type { Context } from './commands/contract.ts'
import { checkEnvironment, checkLimits } from './config/model/only.ts'
import { readInputs, refuseUnknownInputs, type Inputs } from './config/model/inputs.ts'
import type { Config } from './config/schema/index.ts'
import { connections } from './connect.ts'
import { SCHEMA, type Evidence, type Origin, type Slot } from './evidence/document.ts'
import { TEMPORARY } from './evidence/chain/slots.ts'
import { maskEvidence } from './evidence/mask.ts'
import { Recorder } from './evidence/recorder.ts'
import { isEnterpriseServer } from './github/artifacts.ts'
import { endpointsOf } from './handover/endpoints.ts'
import type { Ports } from './ports.ts'
import { demandProxySupport, proxySecrets } from './support/http/proxy.ts'
import { demandSystem } from './support/system.ts'
import { maskedLog } from './support/secrets/masked-log.ts'
import type { Runner, Runtime } from './support/runtime.ts'
import { nearestFile } from './support/files/nearest-file.ts'
import { decodeText } from './support/text/decode.ts'
import { Secrets } from './support/secrets/secrets.ts'
import { ActionError, messageOf } from './support/errors.ts'
import { errorFindings, stackOf } from './support/error-finding.ts'

/** Reads inputs, dispatches, records and reports. Every ending writes evidence. @returns whether the step may be green */
export async function run(given: Omit<Runtime, 'secrets'>, runner: Runner): Promise<boolean> {
  const secrets = new Secrets(given.place.env)
  const runtime: Runtime = { ...given, secrets, log: maskedLog(given.log, secrets) }
  const startedAt = runtime.clock.now().toISOString()
  const record = new Recorder(() => runtime.clock.now())
  const origin = originOf(runtime.place.env)
  let inputs: Inputs | undefined
  let config: Config | undefined
  const token = runner.input('github-token')
  if (token) runtime.log.mask(token)
  for (const secret of proxySecrets(runtime.place.env)) secrets.add(secret)
  const called = new Set<string>()
  const ports: Ports = {
    ...runtime,
    connect: connections(
      runtime,
      token || undefined,
      called,
      () => inputs?.evidenceBucket,
      () => config?.['aws-calls-per-second'],
    ),
  }
  try {
    refuseUnknownInputs(runtime.place.env)
    inputs = readInputs((name) => runner.input(name))
    demandHandover(runtime.place.env, inputs)
    demandProxySupport(runtime.place.env)
    demandSystem(inputs.command, runtime.place.env['GITHUB_ACTIONS'] === 'true')
    const { takes, environment } = COMMANDS[inputs.command].meta
    checkLimits(inputs.command, takes, inputs)
    checkEnvironment(inputs.command, environment(inputs), inputs.environment)
    config = await loadConfig(inputs, ports)
    record.environments(Object.keys(config.environments))
    if (config.built) {
      const { withBuiltStacks } = await import('./handover/built-stacks.ts')
      config = await withBuiltStacks({ ports, inputs, config, origin, record })
    }
    const context: Context = { ports, inputs, config, origin, record }
    const command = await COMMANDS[inputs.command].load()
    await command.run(context)
    ports.cancelled.throwIfAborted()
  } catch (error) {
    record.find(...errorFindings(error, ports.cancelled, record.leaves))
    if (!(error instanceof ActionError)) ports.log.debug(stackOf(error))
  }
  const slot = slotOf(runner, inputs)
  const write = async (): Promise<Evidence> => {
    const endpoints = await endpointsOf(ports.place.env, called)
    const mode = inputs?.mode === 'observe' ? inputs.mode : undefined
    const document = record.document({ schema: SCHEMA, slot, origin, ...(mode && { mode }), endpoints, startedAt })
    return maskEvidence(document, (text) => secrets.hide(text))
  }
  if (inputs && config?.notify) {
    const { notifyOfStep } = await import('./notify/step.ts')
    record.find(...(await notifyOfStep(ports, config, inputs, await write())))
  }
  const evidence = await write()
  // What renders the evidence is not needed before.
  const { publish } = await import('./publish.ts')
  return publish(ports, runner, inputs, evidence)
}

/** Without a place that later jobs can read, no release ever gets through its gate: that is said before any work. */
function demandHandover(env: Runtime['place']['env'], { evidence, evidenceBucket }: Inputs): void {
  if (!isEnterpriseServer(env) || evidence !== undefined || evidenceBucket !== undefined) return
  throw new ActionError('config/input', {
    message: `${env['GITHUB_SERVER_URL']} is a GitHub Enterprise Server, which has no artifacts for the evidence`,
    advice:
      'Set `evidence: s3://BUCKET/PREFIX` and `evidence-role` in the `with:` of every step, or a folder that all jobs share.',
    subject: 'input/evidence',
    expected: 's3://BUCKET/PREFIX, or a folder that all jobs share',
    observed: 'nothing',
  })
}

async function loadConfig(inputs: Inputs, ports: Ports): Promise<Config> {
  // Loaded only for a command: creating the schema takes a third of the start time.
  const { readConfig } = await import('./config/schema/file.ts')
  if ('yaml' in inputs.config) return readConfig(inputs.config.yaml, 'config')
  const { path } = inputs.config
  try {
    return readConfig(decodeText(await readFile(resolve(ports.place.workspace, path))), path)
  } catch (error) {
    if (error instanceof ActionError) throw error
    const near = await nearestFile(ports.place.workspace, path)
    throw new ActionError('config/missing-file', {
      message: `the configuration ${path} cannot be read: ${messageOf(error)}${near === undefined ? '' : `: did you mean ${near}?`}`,
      subject: `file/${path}`,
      advice:
        near === undefined
          ? `Let the job run actions/checkout before this step, and set the input \`config\` to the path of the file. A first one is written by \`init\`.`
          : `Set the input \`config\` to ${near}, or rename the file to ${path}.`,
      expected: path,
      observed: messageOf(error),
      file: path,
      cause: error,
    })
  }
}

function slotOf(runner: Runner, inputs: Inputs | undefined): Slot {
  if (!inputs) return { command: runner.input('command').slice(0, 40) || 'unknown', environment: 'unknown' }
  return {
    ...slotOfCommand(inputs),
    ...(inputs.shard && { shard: `${inputs.shard.index}/${inputs.shard.of}` }),
    ...(inputs.only.length > 0 && { phase: inputs.only.join('+') }),
  }
}

/** What a step finds out about a temporary environment fills no slot that a release reads. */
function slotOfCommand(inputs: Inputs): Pick<Slot, 'command' | 'environment'> {
  const { command, temporary } = inputs
  if (temporary === undefined || command === 'teardown') {
    return { command, environment: COMMANDS[command].meta.environment(inputs) }
  }
  const step = command === 'deploy-preprod' ? 'deploy' : command
  return { command: `${step}-${TEMPORARY}`, environment: TEMPORARY }
}

function originOf(env: Ports['place']['env']): Origin {
  return {
    repository: env['GITHUB_REPOSITORY'] ?? '',
    sha: env['GITHUB_SHA'] ?? '',
    ref: env['GITHUB_REF'] ?? '',
    runId: env['GITHUB_RUN_ID'] ?? '',
    runAttempt: attemptOf(env['GITHUB_RUN_ATTEMPT']),
    job: env['GITHUB_JOB'] ?? '',
    actor: env['GITHUB_ACTOR'] ?? '',
  }
}

/** Zero where the runner gives no valid run attempt; evidence of attempt zero does not count. */
function attemptOf(text: string | undefined): number {
  const number = Number(text ?? 1)
  return Number.isSafeInteger(number) && number > 0 ? number : 0
}
