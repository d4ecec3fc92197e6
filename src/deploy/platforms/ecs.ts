import { resolve } from 'node:path'
import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { declaredHooks } from '../../codedeploy/group/declared-hooks.ts'
import { appSpecContent, propertyOf } from '../../codedeploy/appspec/content.ts'
import {
  findTaskDefinition,
  readTaskDefinition,
  registerTaskDefinition,
  registrable,
} from '../../ecs/task-definition/index.ts'
import { placeOfEnvironment, type EcsDeployment } from '../../config/model/environment.ts'
import { digestOf, digestOfBytes } from '../../evidence/digest.ts'
import type { Finding } from '../../evidence/finding.ts'
import { decodeText } from '../../support/text/decode.ts'
import { bytesOfFile } from '../../support/files/tree.ts'
import { readAppSpecFile } from '../deployments/appspec-file.ts'
import { judgeRevision } from '../deployments/revision-digest.ts'
import { runDeployment } from '../deployments/codedeploy-deployment.ts'
import type { Outputs } from '../../config/model/references.ts'
import type { DeployContext } from '../contract.ts'
import { testListener } from '../traffic/endpoints.ts'

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
  const beforeTraffic = { outputs, endpoints: testListener }
  const { 'task-definition': file } = deployment
  const appspec = digestOfBytes(Buffer.from(text))
  if (file === undefined) {
    const revision = appSpecContent(text, { words, properties: {} })
    const isIn = (found: RevisionLocation): Promise<boolean> =>
      Promise.resolve(found.appSpecContent?.content === revision.appSpecContent?.content)
    return runDeployment(context, deployment, { content: appspec, hooks, isIn, beforeTraffic }, () =>
      Promise.resolve({ revision }),
    )
  }
  const subject = `deployment/${deployment.id}/task-definition`
  const { ports, access, record, environment, run } = context
  const bytes = await bytesOfFile(resolve(ports.place.workspace, file))
  const differs = judgeRevision(context, `${deployment.id}/task-definition`, digestOfBytes(bytes))
  if (differs) return [differs]
  const about = { file, subject, words }
  const definition = registrable(await readTaskDefinition(decodeText(bytes), about), about)
  const containers = await ports.connect.containers(access)
  const isIn = async (found: RevisionLocation): Promise<boolean> => {
    const arn = propertyOf(found, 'TaskDefinition') ?? ''
    const expected = appSpecContent(text, { words, properties: { TaskDefinition: arn } })
    if (found.appSpecContent?.content !== expected.appSpecContent?.content) return false
    return (await findTaskDefinition(containers, arn, definition)) === arn
  }
  const content = digestOf({ appspec, 'task-definition': digestOfBytes(bytes) })
  return runDeployment(context, deployment, { content, hooks, isIn, beforeTraffic }, async () => {
    // An earlier attempt may have been killed after it had registered one.
    const earlier =
      run.runAttempt > 1 && definition.family !== undefined
        ? await findTaskDefinition(containers, definition.family, definition)
        : undefined
    const TaskDefinition = earlier ?? (await registerTaskDefinition(containers, definition, subject))
    ports.log.info(`${deployment.id}: ${earlier === undefined ? 'registered' : 'uses the equal'} ${TaskDefinition}`)
    record.handle({
      kind: 'task-definition',
      id: TaskDefinition,
      ...placeOfEnvironment(environment),
      state: 'kept',
    })
    return { revision: appSpecContent(text, { words, properties: { TaskDefinition } }) }
  })
}
