import { resolve } from 'node:path'
import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { placeOfEnvironment, type EcsNativeDeployment } from '../../config/model/environment.ts'
import { fillOutputs, fillWords, type Outputs } from '../../config/model/references.ts'
import { judgeDeployable } from '../../ecs/judge-service.ts'
import { isOwn, ownerOf, readDefinition, withOwner } from '../../ecs/own.ts'
import { nameOfArn } from '../../ecs/names.ts'
import { endOfServiceDeployment, listServiceDeployments, readServiceDeployment } from '../../ecs/service-deployment.ts'
import { readService } from '../../ecs/service.ts'
import { readTaskDefinition, registerTaskDefinition, registrable } from '../../ecs/task-definition/index.ts'
import { digestOfBytes } from '../../evidence/digest.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import { bytesOfFile } from '../../support/files/tree.ts'
import { decodeText } from '../../support/text/decode.ts'
import type { DeployContext } from '../contract.ts'
import { judgeRevision } from '../deployments/revision-digest.ts'
import { definitionOf, followOwn, updateService, type ServiceStart } from '../services/deploy-service.ts'
import { judgeServiceWait, serviceChecks } from '../services/service-checks.ts'

/**
 * Registers the task definition and lets ECS deploy it to the service, followed to the end. What an earlier attempt of this run
 * started is followed on; a deployment of another process is never replaced.
 */
export async function deployByEcs(
  context: DeployContext,
  deployment: EcsNativeDeployment,
  outputs: Outputs,
): Promise<readonly Finding[]> {
  const { ports, access, run, environment, record } = context
  const { id } = deployment
  const definition = await readOwn(context, deployment, outputs)
  if ('outcome' in definition) return [definition]
  const containers = await ports.connect.containers(access)
  const service = await readService(containers, deployment)
  const refused = judgeDeployable(service, deployment, environment)
  if (refused || service === undefined) return refused ? [refused] : []
  const calls = { containers, reads: await ports.connect.state(access) }
  const waiting = serviceChecks(context, deployment, service, outputs)
  const cannotWait = judgeServiceWait(waiting, service, id)
  if (cannotWait) return [cannotWait]
  const about: ServiceStart = { context, calls, deployment, service, outputs, waiting }
  const owner = ownerOf(run, environment.key, id)
  const earlier = await earlierDeployment(about, owner, definition)
  if (earlier?.kind === 'foreign') return [busy(about, earlier.arn)]
  if (earlier) {
    const { arn, taskDefinition, status, createdAt } = earlier
    const findings = await followOwn(about, { arn, taskDefinition, since: new Date(createdAt) })
    const runs = endOfServiceDeployment(status) === 'running'
    if (runs || !findings.some(blocks)) return [resumed(about, earlier), ...findings]
    ports.log.info(`${id}: ${nameOfArn(arn)} of an earlier attempt of this run did not pass; deploying again`)
  }
  return updateService(about, async () => {
    const known =
      run.runAttempt > 1 && definition.family !== undefined && (await readDefinition(containers, definition.family))
    const reused = known && isOwn(known, owner, definition) ? known.arn : undefined
    const subject = `deployment/${id}/task-definition`
    // ECS starts no deployment for a task definition that the service has already.
    const isNew = reused === undefined || reused === service.taskDefinition
    const taskDefinition = isNew
      ? await registerTaskDefinition(containers, withOwner(definition, owner), subject)
      : reused
    ports.log.info(`${id}: ${isNew ? 'registered' : 'uses the equal'} ${taskDefinition}`)
    record.handle({ kind: 'task-definition', id: taskDefinition, ...placeOfEnvironment(environment), state: 'kept' })
    return taskDefinition
  })
}

/** The task definition of the release; a finding where the file is not that one any more. */
async function readOwn(
  context: DeployContext,
  { id, 'task-definition': file }: EcsNativeDeployment,
  outputs: Outputs,
): Promise<RegisterTaskDefinitionCommandInput | Finding> {
  const subject = `deployment/${id}/task-definition`
  const { ports, environment } = context
  const bytes = await bytesOfFile(resolve(ports.place.workspace, file))
  const differs = judgeRevision(context, `${id}/task-definition`, digestOfBytes(bytes))
  if (differs) return differs
  const words = (text: string): string => fillOutputs(fillWords(text, environment.words, subject), outputs, subject)
  const about = { file, subject, words }
  return registrable(await readTaskDefinition(decodeText(bytes), about), about)
}

type Earlier =
  | { readonly kind: 'foreign'; readonly arn: string }
  | {
      readonly kind: 'own'
      readonly arn: string
      readonly taskDefinition: string
      readonly status: string
      readonly createdAt: string
    }

/** The deployment that is in progress, whoever started it; and the newest one, where an earlier attempt of this run did. */
async function earlierDeployment(
  { context, calls, deployment }: ServiceStart,
  owner: string,
  input: RegisterTaskDefinitionCommandInput,
): Promise<Earlier | undefined> {
  const { containers } = calls
  const ownOf = async (arn: string): Promise<string | undefined> => {
    const found = await readDefinition(containers, await definitionOf(calls, arn))
    return found && context.run.runAttempt > 1 && isOwn(found, owner, input) ? found.arn : undefined
  }
  const [active] = await listServiceDeployments(containers, deployment, 'active')
  const arn =
    active ??
    (context.run.runAttempt > 1 ? (await listServiceDeployments(containers, deployment, 'newest'))[0] : undefined)
  if (arn === undefined) return undefined
  const taskDefinition = await ownOf(arn)
  const { status, createdAt } = await readServiceDeployment(containers, arn)
  if (taskDefinition !== undefined) return { kind: 'own', arn, taskDefinition, status, createdAt }
  return endOfServiceDeployment(status) === 'running' ? { kind: 'foreign', arn } : undefined
}

function resumed({ deployment }: ServiceStart, { arn, status }: Extract<Earlier, { kind: 'own' }>): Finding {
  return {
    code: 'release/resumed',
    outcome: 'noted',
    title: `an earlier attempt of this run has deployed ${deployment.id} with ${nameOfArn(arn)}; it is not deployed again`,
    subject: `deployment/${deployment.id}`,
    observed: status,
  }
}

function busy({ deployment, context }: ServiceStart, arn: string): Finding {
  const { cluster, service, id } = deployment
  const { region } = context.environment
  return {
    code: 'service/busy',
    outcome: 'fail',
    title: `another process deploys to ${cluster}/${service}: nothing was deployed, as ECS would stop that deployment`,
    subject: `deployment/${id}`,
    expected: 'no deployment in progress, or one of this run',
    observed: nameOfArn(arn),
    advice: `Wait until it has ended: \`aws ecs describe-service-deployments --region ${region} --service-deployment-arns ${arn}\`. Then run the job again.`,
  }
}
