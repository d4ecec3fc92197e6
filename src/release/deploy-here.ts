import { deployHere } from '../codedeploy/local.ts'
import type { LocalDeployment } from '../config/resolve.ts'
import type { Digest } from '../evidence/digest.ts'
import type { Handle } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { ActionError, type ErrorCode } from '../support/errors.ts'
import { oneLine } from '../support/text.ts'
import { digestOfFile, digestOfTree, kindOfPath } from '../support/tree.ts'
import { judgeRevision, measureDeployment } from './deploy-shared.ts'
import type { Execution } from './execute.ts'
import { requestHere } from './request-here.ts'

/** Deploys to this very host, with no AWS at all; what goes on running is recorded with how to end it. */
export async function deployLocally(execution: Execution, deployment: LocalDeployment): Promise<readonly Finding[]> {
  const { ports, record, environment, run } = execution
  const request = requestHere(ports, run, environment, deployment)
  const { revision, root } = request
  const differs = judgeRevision(execution, deployment.id, await digestOf(revision, ports.cancelled))
  if (differs) return [differs]
  const handle = (state: Handle['state']): void =>
    record.handle({
      kind: 'folder',
      id: root,
      environment: environment.key,
      state,
      advice: 'The agent’s own folder: archives, logs, and what is installed.',
    })
  const { deployRevision, processesOf } = await import('../codedeploy/agent/index.ts')
  handle('unknown')
  try {
    const { findings, ms } = await deployHere({ ports, record }, request, deployRevision)
    measureDeployment(execution, deployment.id, ms)
    // What was copied was read after it was digested.
    const changed = judgeRevision(execution, deployment.id, await digestOf(revision, ports.cancelled))
    return changed ? [...findings, changed] : findings
  } catch (error) {
    throw error instanceof ActionError ? about(`deployment/${deployment.id}`, error) : error
  } finally {
    handle('kept')
    for (const { pid, event, command } of processesOf(root)) {
      record.handle({
        kind: 'process',
        id: String(pid),
        environment: environment.key,
        state: 'running',
        advice: `${event} started it: ${oneLine(command, 120)}; end it with \`kill ${pid}\`.`,
      })
    }
  }
}

async function digestOf(revision: string, signal: AbortSignal): Promise<Digest> {
  const isFolder = (await kindOfPath(revision)) === 'directory'
  return isFolder ? digestOfTree(revision, signal) : digestOfFile(revision, signal)
}

/** The agent knows a revision and a host, and not what the configuration calls the deployment. */
function about(subject: string, error: ActionError): ActionError {
  if (error.kind === 'cancelled' || (error.subject !== 'action' && error.subject !== 'revision')) return error
  const { message, advice, details } = error
  return new ActionError(error.code as ErrorCode, { ...details, message, advice, subject, cause: error })
}
