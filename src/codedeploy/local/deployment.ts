import { join } from 'node:path'
import type { Finding } from '../../evidence/finding.ts'
import type { Recorder } from '../../evidence/recorder.ts'
import type { Runtime } from '../../support/runtime.ts'
import { showDuration, secondsColumn } from '../../support/text/durations.ts'
import { ActionError } from '../../support/errors.ts'
import { withCommands } from '../../support/processes/process-tree.ts'
import type { Secrets } from '../../support/secrets/secrets.ts'
import { oneLine } from '../../support/text/text.ts'
import type { AgentOptions, AgentResult, DeployRevision, EventReport } from '../agent/types.ts'
import { judgeLocal, leftBy } from './judge-local.ts'
import type { LocalRequest } from './local-request.ts'

/** Variables that hooks inherit from the job: for programs and user settings, without secrets. */
const INHERITED = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR']
/** Maximum lines of one event in the job's log; the agent's log has all. */
const MOST_LINES = 10_000

/**
 * Runs a local deployment and judges the result. Rejects with a `timeout` error, or with the signal's reason when cancelled;
 * in both cases the agent has ended the running hook, and remaining resources are recorded.
 */
export async function deployOnHost(
  world: {
    readonly ports: Pick<Runtime, 'place' | 'clock' | 'log' | 'secrets' | 'cancelled'>
    readonly record: Recorder
  },
  request: LocalRequest,
  deploy: DeployRevision,
): Promise<{ readonly result: AgentResult; readonly findings: Finding[]; readonly ms: number }> {
  const { clock, log, secrets, cancelled } = world.ports
  secrets.addVariables(request.environment)
  const began = clock.now().getTime()
  const say = (line: string): void => {
    log.info(`${secondsColumn(clock.now().getTime() - began)}  ${request.id}  ${line}`)
  }
  const output = new Output(say, join(request.root, request.group, request.deploymentId, 'logs', 'scripts.log'))
  const over = new AbortController()
  const timer = new AbortController()
  const signal = AbortSignal.any([cancelled, over.signal])
  const deadline = clock
    .sleep(request.timeout, timer.signal)
    .then(() => over.abort(new Error('timeout')))
    .catch(() => undefined)
  let result: AgentResult
  try {
    result = await deploy({
      ...optionsOf(request, world.ports.place.env),
      signal,
      secrets,
      onEvent: (report) => {
        output.over(report.event)
        say(
          [report.event, report.status, report.script, report.reason]
            .filter(Boolean)
            .map((part) => oneLine(String(part), 200))
            .join('  '),
        )
        tell(world.record, request.id, withoutSecretsOf(report, secrets))
      },
      onOutput: ({ event, text }) => output.line(event, text),
    })
  } finally {
    timer.abort()
    await deadline
  }
  const ms = clock.now().getTime() - began
  if (signal.aborted && result.outcome !== 'succeeded') {
    const { deploymentId: id, environmentKey: environment } = request
    world.record.handle({ kind: 'deployment', id, environment, state: 'unknown', advice: leftBy(result) })
  }
  cancelled.throwIfAborted()
  if (over.signal.aborted && result.outcome !== 'succeeded') {
    throw new ActionError('timeout', {
      message: `the deployment of ${request.id} to this host took longer than ${showDuration(request.timeout)} and was ended`,
      subject: `deployment/${request.id}`,
      advice: `Read ${result.log}; find what the hook waits for, or raise \`timeout\`, then run the deployment again.`,
    })
  }
  const { failed } = result
  const quotable = failed ? { ...result, failed: withoutSecretsOf(failed, secrets) } : result
  return { result, findings: judgeLocal(request, quotable, ms), ms }
}

/** Prints the first lines of each event's output: very long output would hide the rest of the log. */
class Output {
  readonly #say: (line: string) => void
  readonly #log: string
  #count = 0

  constructor(say: (line: string) => void, log: string) {
    this.#say = say
    this.#log = log
  }

  line(event: string, text: string): void {
    this.#count += 1
    if (this.#count <= MOST_LINES) this.#say(`${event}  | ${oneLine(text)}`)
    if (this.#count === MOST_LINES) this.#say(`${event}  | … its further output is in ${this.#log} only`)
  }

  over(event: string): void {
    const more = this.#count - MOST_LINES
    this.#count = 0
    if (more > 0) this.#say(`${event}  | … ${more} lines more, see ${this.#log}`)
  }
}

/** A hook can read more than its own environment, such as that of its parent process; such values are masked. */
function withoutSecretsOf<T extends EventReport>(report: T, secrets: Secrets): T {
  const { diagnostics } = report
  if (!diagnostics) return report
  const [message, logTail] = [diagnostics.message, diagnostics.logTail].map((text) => secrets.hide(text))
  const background = diagnostics.background && withCommands(diagnostics.background, (command) => secrets.hide(command))
  return { ...report, diagnostics: { ...diagnostics, message, logTail, ...(background && { background }) } }
}

/** The options of the agent, equal for a deployment and its dry run. */
export function optionsOf(request: LocalRequest, env: Runtime['place']['env']): AgentOptions {
  const inherited = INHERITED.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]))
  return {
    revision: request.revision,
    root: request.root,
    applicationName: request.application,
    deploymentGroupName: request.group,
    deploymentGroupId: request.group,
    deploymentId: request.deploymentId,
    environment: { ...Object.fromEntries(inherited), ...request.environment },
    agentCompatible: request.agentCompatible,
    ignoreApplicationStopFailures: request.ignoreApplicationStopFailures,
    // As in codedeploy-local, all declared hooks run, also without a load balancer.
    loadBalancer: true,
    ...(request.destinationRoot !== undefined && { destinationRoot: request.destinationRoot }),
    ...(request.fileExists !== undefined && { fileExistsBehavior: request.fileExists }),
  }
}

function tell(record: Recorder, id: string, report: EventReport): void {
  if (report.status === 'started' || report.status === 'skipped') return
  record.happened({
    at: report.at.toISOString(),
    subject: `deployment/${id}/target/this-host`,
    event: `${report.event} ${report.status}`,
    ms: report.ms,
    ...(report.status === 'failed' && { outcome: 'fail' as const }),
    ...(report.diagnostics && { detail: oneLine(report.diagnostics.message) }),
  })
}
