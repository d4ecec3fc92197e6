import type { Finding } from '../evidence/finding.ts'
import type { Runtime } from '../support/runtime.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { withScratchFolder } from '../support/files/scratch.ts'
import { exactLine, plural } from '../support/text/text.ts'
import { adviceHere } from './advice.ts'
import type { Action, AgentResult } from './agent/types.ts'
import { placeOf, withoutArchive } from './local/judge-local.ts'
import { optionsOf } from './local/deployment.ts'
import type { LocalRequest } from './local/local-request.ts'

/** The result of a dry run of a local deployment. */
export interface DryRun {
  readonly result: AgentResult
  /** The folder in which the revision was unpacked; it is deleted. */
  readonly scratch: string
  /** Obstacles for the current user, one sentence each. */
  readonly obstacles: readonly string[]
  /** All actions in order, one line each. */
  readonly lines: readonly string[]
}

/** Lines that a finding shows; all of them are in the log. */
const SHOWN_LINES = 40
const SHOWN_OBSTACLES = 10

/**
 * Makes a dry run on this host: reads the revision, the installed files and the destinations. Runs no hook and leaves no
 * files. Rejects with `config/revision` where that is impossible, or when cancelled.
 */
export async function dryRunOnHost(
  ports: Pick<Runtime, 'place' | 'cancelled'>,
  request: LocalRequest,
): Promise<DryRun> {
  const { deployRevision, obstaclesOf, showAction } = await import('./agent/index.ts')
  const { temp, env } = ports.place
  try {
    const { scratch, result } = await withScratchFolder(temp, async (folder) => ({
      scratch: folder,
      result: await deployRevision({
        ...optionsOf(request, env),
        dryRun: true,
        scratch: folder,
        signal: ports.cancelled,
      }),
    }))
    ports.cancelled.throwIfAborted()
    return {
      result,
      scratch,
      obstacles: obstaclesOf(request.root, result).map(exactLine),
      lines: result.actions.map((action) => exactLine(showAction(action))),
    }
  } catch (error) {
    ports.cancelled.throwIfAborted()
    if (error instanceof ActionError) throw error
    throw new ActionError('config/revision', {
      message: `the dry run of ${request.id} on this host did not complete: ${messageOf(error)}`,
      advice: 'Run it as a user who can read the named files, with free disk space in the temporary folder of the job.',
      subject: `deployment/${request.id}`,
      cause: error,
    })
  }
}

/** Judges a dry run. Only one that ends without a failure and without an obstacle passes. */
export function judgeDryRun(request: LocalRequest, { result, scratch, obstacles, lines }: DryRun): Finding {
  const subject = `deployment/${request.id}`
  const { failed } = result
  const common = { subject, expected: 'a deployment that can run on this host' }
  if (failed) {
    const { diagnostics } = failed
    const conflicts = result.actions.flatMap(({ kind }, index) => (kind === 'conflict' ? [lines[index] ?? ''] : []))
    return {
      ...common,
      code: 'deployment/would-fail',
      outcome: 'fail',
      title: `${failed.event} of ${request.id} would fail on this host`,
      observed: [
        exactLine(withoutArchive(diagnostics?.message ?? failed.reason ?? 'no reason is given', scratch)),
        ...(conflicts.length > 1 ? conflicts.slice(0, SHOWN_OBSTACLES) : []),
      ].join('\n'),
      advice: diagnostics?.advice ?? adviceHere(diagnostics, failed.event),
      ...placeOf(request, diagnostics),
      details: { event: failed.event, root: request.root },
    }
  }
  if (obstacles.length > 0) {
    const more = obstacles.length - SHOWN_OBSTACLES
    return {
      ...common,
      code: 'deployment/would-fail',
      outcome: 'fail',
      title: `this user cannot run the deployment of ${request.id} on this host`,
      observed: [...obstacles.slice(0, SHOWN_OBSTACLES), ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
      advice:
        'Run it as a user with the permissions, or set `destination-root` and `root` to folders that this user can write to.',
    }
  }
  return {
    ...common,
    code: 'deployment/dry-run',
    outcome: 'pass',
    title: `deploying ${request.id} to this host would ${summed(result.actions)}`,
    observed: excerpt(result.actions, lines).join('\n') || 'no action',
    details: { root: request.root, actions: lines.length },
  }
}

const VERBS: readonly (readonly [kind: Action['kind'], verb: string, one: string, many: string])[] = [
  ['remove', 'remove', 'path', 'paths'],
  ['mkdir', 'make', 'folder', 'folders'],
  ['copy', 'copy', 'file', 'files'],
  ['retain', 'keep', 'file that is there', 'files that are there'],
  ['conflict', 'find in the way', 'file', 'files'],
  ['chmod', 'set', 'mode', 'modes'],
  ['chown', 'set', 'owner', 'owners'],
  ['setfacl', 'set', 'ACL', 'ACLs'],
  ['semanage', 'set', 'SELinux context', 'SELinux contexts'],
  ['run', 'run', 'script', 'scripts'],
]

function summed(actions: readonly Action[]): string {
  const parts = VERBS.flatMap(([kind, verb, one, many]) => {
    const count = actions.filter((action) => action.kind === kind).length
    return count === 0 ? [] : [`${verb} ${plural(count, one, many)}`]
  })
  return parts.join(', ') || 'do nothing'
}

/** All scripts, and the first of the other actions. */
function excerpt(actions: readonly Action[], lines: readonly string[]): string[] {
  const shown: string[] = []
  let left = 0
  lines.forEach((line, index) => {
    if (shown.length < SHOWN_LINES || actions[index]?.kind === 'run') shown.push(line)
    else left += 1
  })
  return left === 0 ? shown : [...shown, `and ${left} more lines are in the log`]
}
