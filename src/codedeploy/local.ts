import type { Finding } from '../evidence/finding.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { Ports } from '../ports.ts'
import { showDuration } from '../support/durations.ts'
import { ActionError } from '../support/errors.ts'
import { withoutSecrets } from '../support/processes.ts'
import { oneLine, plainLines } from '../support/text.ts'
import { adviceHere } from './advice.ts'
import type { AgentOptions, AgentResult, DeployRevision, EventReport } from './agent/types.ts'

/** A deployment to this very host. */
export interface LocalRequest {
  /** Id in the configuration. */
  readonly id: string
  readonly application: string
  readonly group: string
  /** Absolute path of a folder or an archive. */
  readonly revision: string
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
const TAIL_LINES = 20

/**
 * Deploys to this host and judges the result. Rejects with a `timeout` error, or with the signal's reason when cancelled;
 * in both cases the agent has ended the hook that ran.
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
        say(
          [report.event, report.status, report.script, report.reason].filter(Boolean).map(String).map(short).join('  '),
        )
        tell(world.record, request.id, withoutSecretsOf(report, world.ports.place.env))
      },
      onOutput: (line) => say(`${line.event}  | ${oneLine(line.text)}`),
    })
  } finally {
    timer.abort()
    await deadline
  }
  const ms = clock.now().getTime() - began
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

function short(text: string): string {
  return oneLine(text, 200)
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

/** Judges what the agent came to on this host. Only `succeeded` passes. */
export function judgeLocal(request: LocalRequest, result: AgentResult, ms: number): Finding[] {
  const subject = `deployment/${request.id}`
  if (result.outcome === 'succeeded') {
    const ran = result.events.filter((event) => event.status === 'succeeded')
    return [
      {
        code: 'deployment/succeeded',
        outcome: 'pass',
        title: `${result.deploymentId} succeeded on this host after ${showDuration(ms)}`,
        subject,
        expected: 'every lifecycle event succeeds',
        observed: ran.map((event) => event.event).join(', '),
        details: { deploymentId: result.deploymentId, counts: { succeeded: 1 }, root: request.root },
      },
    ]
  }
  const { failed } = result
  const diagnostics = failed?.diagnostics
  const tail = plainLines(diagnostics?.logTail ?? '')
  const last = tail.at(-1)
  const ending =
    diagnostics?.signal !== undefined
      ? `ended by ${diagnostics.signal}`
      : diagnostics?.exitCode !== undefined
        ? `exit code ${diagnostics.exitCode}`
        : ''
  const remains = result.remains && result.remains.paths.length > 0 ? ` ${result.remains.advice}` : ''
  return [
    {
      code: result.outcome === 'failed' ? 'deployment/failed' : 'deployment/stopped',
      outcome: 'fail',
      title: failed
        ? `${failed.event} failed on this host${diagnostics?.scriptName ? ` in ${short(diagnostics.scriptName)}` : ''}`
        : `${result.deploymentId} did not succeed on this host`,
      subject: failed ? `${subject}/target/this-host/event/${failed.event}` : subject,
      expected: 'every lifecycle event succeeds',
      observed: [
        diagnostics?.errorCode ?? result.outcome,
        oneLine(diagnostics?.message ?? failed?.reason ?? ''),
        ending,
        last === undefined ? '' : `last line: ${short(last)}`,
      ]
        .filter((part) => part !== '')
        .join('; '),
      advice: `${adviceHere(diagnostics?.errorCode, failed?.event ?? '')}${remains}`,
      ...(diagnostics?.source && { source: diagnostics.source }),
      details: {
        deploymentId: result.deploymentId,
        root: request.root,
        ...(failed && { event: failed.event, seconds: Math.round(failed.ms / 100) / 10 }),
        ...(diagnostics?.user !== undefined && { user: diagnostics.user }),
        logTail: tail.slice(-TAIL_LINES),
        remains: (result.remains?.paths ?? []).slice(0, 50),
      },
    },
  ]
}
