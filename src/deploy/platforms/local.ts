import { collectRevisionFacts } from '../../codedeploy/appspec/index.ts'
import { judgeLocalHooks } from '../../codedeploy/local/local-hooks.ts'
import { deployOnHost } from '../../codedeploy/local/deployment.ts'
import type { LocalDeployment } from '../../config/model/environment.ts'
import type { Digest } from '../../evidence/digest.ts'
import type { Handle } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { ActionError } from '../../support/errors.ts'
import { oneLine } from '../../support/text/text.ts'
import { digestOfFile, digestOfTree, kindOfPath } from '../../support/files/tree.ts'
import { judgeRevision, measureDeployment } from '../deployments/revision-digest.ts'
import { localRequest } from '../../codedeploy/local/local-request.ts'
import type { DeployContext } from '../contract.ts'

/** Deploys to this host without AWS; processes that keep running are recorded with how to end them. */
export async function deployLocally(context: DeployContext, deployment: LocalDeployment): Promise<readonly Finding[]> {
  const { ports, record, environment, run } = context
  const request = localRequest(ports, run, environment, deployment)
  const { revision, root } = request
  const differs = judgeRevision(context, deployment.id, await digestOf(revision, ports.cancelled))
  if (differs) return [differs]
  const handle = (state: Handle['state']): void =>
    record.handle({
      kind: 'folder',
      id: root,
      environment: environment.key,
      state,
      advice: 'The agent’s own folder: archives, logs, and what is installed.',
    })
  const { deployRevision, processesOf } = await import('../../codedeploy/agent/index.ts')
  handle('unknown')
  try {
    const { result, findings, ms } = await deployOnHost({ ports, record }, request, deployRevision)
    const { parsed } = await collectRevisionFacts(revision)
    const spec = parsed?.ok && parsed.spec.platform === 'server' ? parsed.spec : undefined
    const judged = [...findings, ...judgeLocalHooks(request, result, spec)]
    measureDeployment(context, deployment.id, ms)
    // What was copied was read after it was digested.
    const changed = judgeRevision(context, deployment.id, await digestOf(revision, ports.cancelled))
    return changed ? [...judged, changed] : judged
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
        advice: `${event} started it: ${oneLine(ports.secrets.hide(command), 120)}; end it with \`kill ${pid}\`.`,
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
  return new ActionError(error.code, { ...details, message, advice, subject, cause: error })
}
