import { posix } from 'node:path'
import type { Finding } from '../../evidence/finding.ts'
import { showDuration } from '../../support/text/durations.ts'
import { howToEnd, showEnding } from '../../support/processes/process-tree.ts'
import { toSeconds } from '../../support/text/rounding.ts'
import { oneLine, plainLines } from '../../support/text/text.ts'
import { adviceHere } from '../advice.ts'
import type { AgentResult, Diagnostics, EventResult } from '../agent/types.ts'
import type { LocalRequest } from './local-request.ts'

const TAIL_LINES = 20
const SHOWN_PATHS = 10
const KEPT_PATHS = 50

/** Judges the result of the local agent. Only `succeeded` passes. */
export function judgeLocal(request: LocalRequest, result: AgentResult, ms: number): Finding[] {
  const subject = `deployment/${request.id}`
  const expected = 'every lifecycle event succeeds'
  if (result.outcome === 'succeeded') {
    const ran = result.events.filter((event) => event.status === 'succeeded')
    return [
      {
        code: 'deployment/succeeded',
        outcome: 'pass',
        title: `${result.deploymentId} succeeded on this host after ${showDuration(ms)}`,
        subject,
        expected,
        observed: ran.map((event) => event.event).join(', '),
        details: { deploymentId: result.deploymentId, counts: { succeeded: 1 }, root: request.root },
      },
    ]
  }
  const { failed } = result
  const diagnostics = failed?.diagnostics
  const tail = plainLines(diagnostics?.logTail ?? '').slice(-TAIL_LINES)
  const paths = result.remains?.paths ?? []
  const more = paths.length - SHOWN_PATHS
  return [
    {
      code: result.outcome === 'failed' ? 'deployment/failed' : 'deployment/stopped',
      outcome: 'fail',
      title: failed
        ? `${failed.event} failed on this host${diagnostics?.scriptName ? ` in ${oneLine(diagnostics.scriptName, 200)}` : ''}`
        : `${result.deploymentId} did not succeed on this host`,
      subject: failed ? `${subject}/target/this-host/event/${failed.event}` : subject,
      expected,
      observed: [
        failed ? whatFailed(failed, result) : result.outcome,
        ...(diagnostics?.background ? showEnding(diagnostics.background) : []),
        ...tail,
        ...paths.slice(0, SHOWN_PATHS).map((path) => `remains: ${oneLine(path)}`),
        ...(more > 0 ? [`remain: ${more} more`] : []),
      ].join('\n'),
      advice: [
        diagnostics?.advice ?? adviceHere(diagnostics, failed?.event ?? ''),
        diagnostics?.background && howToEnd(diagnostics.background),
        leftBy(result),
      ]
        .filter(Boolean)
        .join(' '),
      ...placeOf(request, diagnostics),
      details: {
        deploymentId: result.deploymentId,
        root: request.root,
        ...(failed && { event: failed.event, seconds: toSeconds(failed.ms) }),
        ...(diagnostics?.user !== undefined && { user: diagnostics.user }),
        logTail: tail,
        remains: paths.slice(0, KEPT_PATHS),
      },
    },
  ]
}

/** `ScriptFailed: … failed with exit code 3 (after 1.2 s, as shop)` */
function whatFailed({ diagnostics, reason, ms }: EventResult, { folder }: AgentResult): string {
  if (!diagnostics) return oneLine(reason ?? 'no reason is given')
  const { errorCode, exitCode, signal, user } = diagnostics
  const message = oneLine(withoutArchive(diagnostics.message, folder))
  const unsaid = (words: string): string | undefined => (message.includes(words) ? undefined : words)
  const about = [
    signal === undefined ? undefined : unsaid(`signal ${signal}`),
    exitCode === undefined ? undefined : unsaid(`exit code ${exitCode}`),
    `after ${showDuration(ms)}`,
    user === undefined ? undefined : `as ${user}`,
  ]
  return `${errorCode}: ${message} (${about.filter((part) => part !== undefined).join(', ')})`
}

/** The name of a file relative to the revision. */
export function withoutArchive(text: string, folder: string): string {
  return text.replaceAll(`${folder}/deployment-archive/`, '')
}

/** The place in the workspace: sources of the agent are relative to the revision. */
export function placeOf(
  { revisionName }: Pick<LocalRequest, 'revisionName'>,
  diagnostics: Diagnostics | undefined,
): Pick<Finding, 'source'> {
  const source = diagnostics?.source
  return source ? { source: { ...source, file: posix.join(revisionName, source.file) } } : {}
}

/** What an incomplete deployment left on the host, and the next step. */
export function leftBy(result: AgentResult): string {
  if (result.remains) return result.remains.advice
  const isInstalled = result.events.some(({ event, status }) => event === 'Install' && status === 'succeeded')
  return isInstalled
    ? 'Its files stay installed: the next deployment of the group removes them first.'
    : 'None of its files are installed; those of the previous deployment are unchanged.'
}
