import { join } from 'node:path'
import type { Finding } from '../evidence/finding.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { Ports } from '../ports.ts'
import { showDuration } from '../support/durations.ts'
import { ActionError } from '../support/errors.ts'
import { withoutSecrets } from '../support/processes.ts'
import { oneLine } from '../support/text.ts'
import type { AgentOptions, AgentResult, DeployRevision, EventReport } from './agent/types.ts'
import { judgeLocal, leftBy } from './judge-local.ts'

/** A deployment to this very host. */
export interface LocalRequest {
  /** Id in the configuration. */
  readonly id: string
  readonly application: string
  readonly group: string
  /** Absolute path of a folder or an archive. */
  readonly revision: string
  /** The same as the configuration says it: places in the revision are told from the workspace. */
  readonly revisionName: string
  /** `preprod` or `production`. */
  readonly environmentKey: string
  /** What the agent keeps between deployments. Absolute. */
  readonly root: string
  readonly deploymentId: string
  readonly destinationRoot?: string
  readonly fileExists?: 'DISALLOW' | 'OVERWRITE' | 'RETAIN'
  readonly ignoreApplicationStopFailures: boolean
  readonly agentCompatible: boolean
  /** Of the user's configuration, for the hooks. */
  readonly environment: Readonly<Record<string, string>>
  /** Milliseconds for the whole deployment. */
  readonly timeout: number
}

/** What hooks inherit from the job: enough to find programs and people's settings, none of its secrets. */
const INHERITED = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR']
/** Lines of output that one event gives to the job's log; all of them are in the agent's. */
const MOST_LINES = 10_000

/**
 * Deploys to this host and judges the result. Rejects with a `timeout` error, or with the signal's reason when cancelled;
 * in both cases the agent has ended the hook that ran, and what is left is recorded.
 */
export async function deployHere(
  world: { readonly ports: Pick<Ports, 'place' | 'clock' | 'log' | 'cancelled'>; readonly record: Recorder },
  request: LocalRequest,
  deploy: DeployRevision,
): Promise<{ readonly result: AgentResult; readonly findings: Finding[]; readonly ms: number }> {
  const { clock, log, cancelled } = world.ports
  const began = clock.now().getTime()
  const say = (line: string): void => {
    log.info(`${((clock.now().getTime() - began) / 1_000).toFixed(1).padStart(6)} s  ${request.id}  ${line}`)
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
      onEvent: (report) => {
        output.over(report.event)
        say(
          [report.event, report.status, report.script, report.reason]
            .filter(Boolean)
            .map((part) => oneLine(String(part), 200))
            .join('  '),
        )
        tell(world.record, request.id, withoutSecretsOf(report, world.ports.place.env))
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
      advice: `Read ${result.log}; allow more with \`timeout\`, or find what the hook waits for.`,
    })
  }
  const { failed } = result
  const quotable = failed ? { ...result, failed: withoutSecretsOf(failed, world.ports.place.env) } : result
  return { result, findings: judgeLocal(request, quotable, ms), ms }
}

/** Passes on what hooks print, as far as people read; a hundred megabytes would drown everything else in the log. */
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
    if (this.#count === MOST_LINES) this.#say(`${event}  | … what it prints from here on goes to ${this.#log} only`)
  }

  over(event: string): void {
    const more = this.#count - MOST_LINES
    this.#count = 0
    if (more > 0) this.#say(`${event}  | … ${more} lines more, see ${this.#log}`)
  }
}

/** A hook can read more than it is given, such as the environment of its parent; of that nothing is quoted. */
function withoutSecretsOf<T extends EventReport>(report: T, env: Ports['place']['env']): T {
  const { diagnostics } = report
  if (!diagnostics) return report
  const [message, logTail] = [diagnostics.message, diagnostics.logTail].map((text) => withoutSecrets(text, env))
  return { ...report, diagnostics: { ...diagnostics, message, logTail } }
}

/** What the agent is told, for a deployment as for its dry run. */
export function optionsOf(request: LocalRequest, env: Ports['place']['env']): AgentOptions {
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
