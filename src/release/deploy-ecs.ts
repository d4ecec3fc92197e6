import { resolve } from 'node:path'
import { appSpecContent } from '../codedeploy/appspec/content.ts'
import { readTaskDefinition, registerTaskDefinition } from '../codedeploy/task-definition.ts'
import type { EcsDeployment, Outputs } from '../config/resolve.ts'
import { digestOfBytes } from '../evidence/digest.ts'
import type { Finding } from '../evidence/finding.ts'
import { bytesOfFile } from '../support/tree.ts'
import { readAppSpecFile } from './appspec-file.ts'
import { judgeRevision } from './deploy-shared.ts'
import type { Execution } from './execute.ts'
import { runDeployment } from './run-deployment.ts'

/** Registers the task definition, if the deployment brings one, and lets CodeDeploy give its service to it. */
export async function deployToEcs(
  execution: Execution,
  deployment: EcsDeployment,
  outputs: Outputs,
): Promise<readonly Finding[]> {
  const read = await readAppSpecFile(execution, deployment, outputs)
  if ('outcome' in read) return [read]
  const { text, words } = read
  const { 'task-definition': file } = deployment
  const content = digestOfBytes(Buffer.from(text))
  if (file === undefined) {
    const revision = appSpecContent(text, { words, properties: {} })
    return runDeployment(execution, deployment, () => Promise.resolve({ content, revision }))
  }
  const subject = `deployment/${deployment.id}/task-definition`
  const { ports, access, record, environment } = execution
  const bytes = await bytesOfFile(resolve(ports.place.workspace, file))
  const differs = judgeRevision(execution, `${deployment.id}/task-definition`, digestOfBytes(bytes))
  if (differs) return [differs]
  const definition = await readTaskDefinition(bytes.toString('utf8'), { file, subject, words })
  return runDeployment(execution, deployment, async () => {
    const TaskDefinition = await registerTaskDefinition(await ports.connect.containers(access), definition, subject)
    ports.log.info(`${deployment.id}: registered ${TaskDefinition}`)
    record.handle({
      kind: 'task-definition',
      id: TaskDefinition,
      environment: environment.key,
      region: environment.region,
      state: 'kept',
    })
    return { content, revision: appSpecContent(text, { words, properties: { TaskDefinition } }) }
  })
}
