import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { COMMANDS } from './commands/index.ts'
import type { Context } from './commands/contract.ts'
import { readConfig } from './config/file.ts'
import { readInputs, type Inputs } from './config/inputs.ts'
import type { Config } from './config/schema.ts'
import { connections } from './connect.ts'
import { digestOf } from './evidence/digest.ts'
import { SCHEMA, type Evidence, type Origin, type Slot } from './evidence/document.ts'
import type { Finding } from './evidence/finding.ts'
import { Recorder } from './evidence/recorder.ts'
import { alwaysBlocks } from './policies/baseline.ts'
import { endpointsOf } from './release/endpoints.ts'
import { errorFinding } from './release/error-finding.ts'
import { collectEvidence, evidenceFolder, keepEvidence } from './release/evidence-store.ts'
import { annotationsOf, renderLog, renderPage, renderSummary } from './report/index.ts'
import type { Ports, Runner } from './ports.ts'
import { ActionError, messageOf } from './support/errors.ts'

/** Read, dispatch, record, report. Every ending leaves evidence. @returns whether the step may be green */
export async function run(world: Omit<Ports, 'connect'>, runner: Runner): Promise<boolean> {
  const startedAt = world.clock.now().toISOString()
  const record = new Recorder(() => world.clock.now())
  const origin = originOf(world.place.env)
  let inputs: Inputs | undefined
  const token = runner.input('github-token')
  if (token) world.log.mask(token)
  const ports: Ports = { ...world, connect: connections(world, token || undefined) }
  try {
    inputs = readInputs((name) => runner.input(name))
    const config = await loadConfig(inputs, ports)
    const context: Context = { ports, inputs, config, origin, record }
    const command = await COMMANDS[inputs.command].load()
    await command.run(context)
    ports.cancelled.throwIfAborted()
  } catch (error) {
    record.find(...findingsOf(error, ports.cancelled, record.leaves))
    if (!(error instanceof ActionError)) ports.log.debug(stackOf(error))
  }
  const slot = slotOf(runner, inputs)
  const evidence = record.document({ schema: SCHEMA, slot, origin, endpoints: endpointsOf(ports.place.env), startedAt })
  return report(ports, runner, inputs, evidence)
}

async function loadConfig(inputs: Inputs, ports: Ports): Promise<Config> {
  if ('yaml' in inputs.config) return readConfig(inputs.config.yaml, 'config')
  const { path } = inputs.config
  try {
    return readConfig(await readFile(resolve(ports.place.workspace, path), 'utf8'), path)
  } catch (error) {
    if (error instanceof ActionError) throw error
    throw new ActionError('config/missing-file', {
      message: `the configuration ${path} cannot be read: ${messageOf(error)}`,
      subject: `file/${path}`,
      expected: path,
      observed: messageOf(error),
      file: path,
      cause: error,
    })
  }
}

/** Writes and shows what was found. Nothing is decided here: everything comes from the document. */
async function report(ports: Ports, runner: Runner, inputs: Inputs | undefined, evidence: Evidence): Promise<boolean> {
  const { log } = ports
  const digest = digestOf(evidence)
  for (const line of renderLog(evidence)) log.info(line)
  for (const annotation of annotationsOf(evidence)) runner.annotate(annotation)
  const whole = evidence.previous.length > 0 && !ports.cancelled.aborted
  const earlier = inputs && whole ? await earlierDocuments(ports, inputs) : []
  let kept = true
  try {
    const html = renderPage([...earlier, evidence])
    const folder = evidenceFolder(ports, inputs?.evidence)
    const path = await keepEvidence(ports, folder, evidence, {
      json: `${JSON.stringify(evidence, undefined, 2)}\n`,
      html,
    })
    tell(() => {
      runner.output('verdict', evidence.verdict)
      runner.output('digest', digest)
      runner.output('evidence', path)
      runner.output('report', path.replace(/\.json$/, '.html'))
    })
    log.info(`evidence: ${path} (${digest})`)
  } catch (error) {
    kept = false
    // What nobody can read again is no pass, whatever was found.
    attempt(() => runner.output('verdict', 'error'))
    const { code, title, advice } = findingsOf(error, ports.cancelled, true)[0] as Finding
    runner.annotate({ level: 'error', title: code, message: `${title}. ${advice ?? ''}` })
  }
  try {
    await runner.summary(renderSummary(evidence, earlier))
  } catch (error) {
    log.warning(`the summary could not be written: ${messageOf(error)}`)
  }
  return kept && isGreen(evidence, inputs?.mode ?? 'enforce')
}

/**
 * `skipped` is no failure of the job that had nothing to do; the gate asks for what must not be skipped. Who only
 * observes is red all the same where nothing could be found out, and where state would be lost.
 */
function isGreen({ verdict, findings }: Evidence, mode: Inputs['mode']): boolean {
  if (verdict === 'pass' || verdict === 'skipped') return true
  return mode === 'observe' && verdict !== 'error' && !findings.some(alwaysBlocks)
}

/** Throws an ActionError where the runner does not take the outputs: later jobs would not know this evidence. */
function tell(outputs: () => void): void {
  try {
    outputs()
  } catch (error) {
    throw new ActionError('evidence/unwritable', {
      message: `the runner does not take the outputs: ${messageOf(error)}`,
      subject: 'evidence',
      advice: 'Check that GITHUB_OUTPUT names a file that the step may write to.',
      cause: error,
    })
  }
}

function attempt(work: () => void): void {
  try {
    work()
  } catch {
    // What led here is told; that it cannot be told in this way too is nothing new.
  }
}

/** For readers, who see the run as far as it has come. What cannot be read is a finding of the command already. */
async function earlierDocuments(ports: Ports, inputs: Inputs): Promise<Evidence[]> {
  try {
    const { parseEvidence } = await import('./evidence/parse.ts')
    const found = await collectEvidence(ports, inputs.evidence)
    return found.flatMap(({ bytes }) => {
      const parsed = parseEvidence(bytes)
      return 'evidence' in parsed ? [parsed.evidence] : []
    })
  } catch (error) {
    ports.log.debug(stackOf(error))
    return []
  }
}

/** An error as findings: there is no answer, and this is why. */
function findingsOf(error: unknown, cancelled: AbortSignal, leaves: boolean): Finding[] {
  if (cancelled.aborted && (error === cancelled.reason || !(error instanceof ActionError))) {
    return [
      {
        code: 'cancelled',
        outcome: 'error',
        title: 'the job was cancelled before this step had ended',
        subject: 'action',
        expected: 'a step that ends by itself',
        observed: messageOf(cancelled.reason),
        advice: leaves
          ? 'Read below what was stopped, what was left and what still runs; then run the job again.'
          : 'Nothing was left behind. Run the job again.',
      },
    ]
  }
  if (!(error instanceof ActionError)) {
    return findingsOf(new ActionError('internal', { message: messageOf(error), cause: error }), cancelled, leaves)
  }
  return error.findings.length > 0 ? [...error.findings] : [errorFinding(error)]
}

function slotOf(runner: Runner, inputs: Inputs | undefined): Slot {
  if (!inputs) return { command: runner.input('command').slice(0, 40) || 'unknown', environment: 'unknown' }
  return {
    command: inputs.command,
    environment: COMMANDS[inputs.command].meta.environment(inputs),
    ...(inputs.shard && { shard: `${inputs.shard.index}/${inputs.shard.of}` }),
    ...(inputs.only.length > 0 && { phase: inputs.only.join('+') }),
  }
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

/** Zero, which is no attempt that evidence counts for, where the runner tells none that can be read. */
function attemptOf(text: string | undefined): number {
  const number = Number(text ?? 1)
  return Number.isSafeInteger(number) && number > 0 ? number : 0
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
