import { resolve } from 'node:path'
import { declaredHooks } from '../../codedeploy/declared-hooks.ts'
import { appSpecContent } from '../../codedeploy/appspec/content.ts'
import { readTaskDefinition, registerTaskDefinition, registrable } from '../../codedeploy/task-definition/index.ts'
import { placeOfEnvironment, type EcsDeployment } from '../../config/model/environment.ts'
import { digestOfBytes } from '../../evidence/digest.ts'
import type { Finding } from '../../evidence/finding.ts'
import { decodeText } from '../../support/text/decode.ts'
import { bytesOfFile } from '../../support/files/tree.ts'
import { readAppSpecFile } from '../appspec-file.ts'
import { judgeRevision } from '../revision-digest.ts'
import { runDeployment } from '../codedeploy-deployment.ts'
import type { Outputs } from '../../config/model/references.ts'
import type { DeployContext } from '../contract.ts'

/** Registers the task definition, if the deployment brings one, and lets CodeDeploy give its service to it. */
export async function deployToEcs(
  context: DeployContext,
  deployment: EcsDeployment,
  outputs: Outputs,
): Promise<readonly Finding[]> {
  const read = await readAppSpecFile(context, deployment, outputs)
  if ('outcome' in read) return [read]
  const { text, spec, words } = read
  const hooks = declaredHooks(spec)
  const { 'task-definition': file } = deployment
  const content = digestOfBytes(Buffer.from(text))
  if (file === undefined) {
    const revision = appSpecContent(text, { words, properties: {} })
    return runDeployment(context, deployment, () => Promise.resolve({ content, revision, hooks }))
  }
  const subject = `deployment/${deployment.id}/task-definition`
  const { ports, access, record, environment } = context
  const bytes = await bytesOfFile(resolve(ports.place.workspace, file))
  const differs = judgeRevision(context, `${deployment.id}/task-definition`, digestOfBytes(bytes))
  if (differs) return [differs]
  const about = { file, subject, words }
  const definition = registrable(await readTaskDefinition(decodeText(bytes), about), about)
  return runDeployment(context, deployment, async () => {
    const TaskDefinition = await registerTaskDefinition(await ports.connect.containers(access), definition, subject)
    ports.log.info(`${deployment.id}: registered ${TaskDefinition}`)
    record.handle({
      kind: 'task-definition',
      id: TaskDefinition,
      ...placeOfEnvironment(environment),
      state: 'kept',
    })
    return { content, revision: appSpecContent(text, { words, properties: { TaskDefinition } }), hooks }
  })
}
