import { deployHere } from '../codedeploy/local.ts'
import type { LocalDeployment } from '../config/resolve.ts'
import type { Handle } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { oneLine } from '../support/text.ts'
import { digestOfFile, digestOfTree, kindOfPath } from '../support/tree.ts'
import { judgeRevision, measureDeployment } from './deploy-shared.ts'
import type { Execution } from './execute.ts'
import { requestHere } from './request-here.ts'

/** Deploys to this very host, with no AWS at all; what goes on running is recorded with how to end it. */
export async function deployLocally(execution: Execution, deployment: LocalDeployment): Promise<readonly Finding[]> {
  const { ports, record, environment, run } = execution
  const request = requestHere(ports, run, deployment)
  const { revision, root } = request
  const content =
    (await kindOfPath(revision)) === 'directory' ? await digestOfTree(revision) : await digestOfFile(revision)
  const differs = judgeRevision(execution, deployment.id, content)
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
    return findings
  } finally {
    handle('kept')
    for (const { pid, event, command } of processesOf(root)) {
      record.handle({
        kind: 'process',
        id: String(pid),
        environment: environment.key,
        state: 'kept',
        advice: `${event} started it: ${oneLine(command, 120)}; end it with \`kill ${pid}\`.`,
      })
    }
  }
}
