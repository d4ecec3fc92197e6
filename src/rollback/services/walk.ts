import { propertyOf } from '../../codedeploy/appspec/content.ts'
import type { EcsNativeDeployment } from '../../config/model/environment.ts'
import type { DeployContext } from '../../deploy/contract.ts'
import { updateService } from '../../deploy/services/deploy-service.ts'
import { nameOfArn } from '../../ecs/names.ts'
import { ownerOf, readDefinition } from '../../ecs/own.ts'
import { saysEnded, stopAndRollBack } from '../../ecs/pause.ts'
import { alarmNamesOf, describeServiceCommand, readService } from '../../ecs/service.ts'
import { listServiceDeployments } from '../../ecs/service-deployment.ts'
import { readTasks } from '../../ecs/tasks.ts'
import type { Finding } from '../../evidence/finding.ts'
import { TIME_TO_RECOVER } from '../../evidence/recovery.ts'
import { blocking, blocks } from '../../evidence/verdict.ts'
import { toSeconds } from '../../support/text/rounding.ts'
import type { History } from '../history.ts'
import { lost, type Before, type Previous } from '../previous.ts'
import { whyGone } from '../revision-gone.ts'
import { alarmsRinging } from '../ringing.ts'
import { readServiceHistory, revisionOfDefinition } from './history.ts'
import { judgeServiceBack } from './judge.ts'
import type { Containers } from '../../aws/clients/containers.ts'
import { endRunning, type Running, type Walked } from '../end-running.ts'

const NAMED = 5

/** The task definition that the service has now, or had before this run, and whether it can be deployed. */
export async function serviceBefore(context: DeployContext, deployment: EcsNativeDeployment): Promise<Before> {
  const { ports, access, run, environment } = context
  const containers = await ports.connect.containers(access)
  const now = (await readService(containers, deployment))?.taskDefinition
  if (now === undefined) return { kind: 'none', why: 'its service does not exist yet' }
  const owner = (await readDefinition(containers, now))?.owner
  if (owner !== ownerOf(run, environment.key, deployment.id)) return previousDefinition(context, deployment, now)
  const history = await readServiceHistory(context, deployment)
  const to = history.kind === 'back' ? propertyOf(history.to.revision, 'TaskDefinition') : undefined
  if (to === undefined) return { kind: 'none', why: 'what it had before this run is not known' }
  return previousDefinition(context, deployment, to)
}

async function previousDefinition(
  context: DeployContext,
  deployment: EcsNativeDeployment,
  taskDefinition: string,
): Promise<Before> {
  const revision = revisionOfDefinition(taskDefinition)
  const name = nameOfArn(taskDefinition)
  const previous = { deploymentId: deployment.service, revision, shown: name }
  const gone = await whyGone(context, revision)
  return gone === undefined
    ? { kind: 'found', previous }
    : { kind: 'lost', finding: lost(deployment, previous, { gone }) }
}

/**
 * Updates a service to the previous task definition and proves it on every task. A pause before traffic is ended at once:
 * this version served before. `alarms: 'ignored'`: the alarms of the service do not hold it up.
 */
export async function walkServiceBack(
  context: DeployContext,
  deployment: EcsNativeDeployment,
  { revision }: Pick<Previous, 'revision'>,
  { alarms }: { readonly alarms?: 'ignored' } = {},
): Promise<readonly Finding[]> {
  const { ports, record, access, environment } = context
  const { id } = deployment
  const subject = `deployment/${id}`
  const taskDefinition = propertyOf(revision, 'TaskDefinition') ?? ''
  const containers = await ports.connect.containers(access)
  const gone = await whyGone(context, revision)
  const previous = { deploymentId: deployment.service, revision, shown: nameOfArn(taskDefinition) }
  if (gone !== undefined) return [lost(deployment, previous, { gone, release: 'stays' })]
  const service = await readService(containers, deployment)
  if (service === undefined) return [await failed(context, deployment, [])]
  const began = ports.clock.now().getTime()
  let ended = began
  const findings = await updateService(
    {
      context: { ...context, deployedService: () => void (ended = ports.clock.now().getTime()) },
      calls: { containers, reads: await ports.connect.state(access) },
      deployment,
      service,
      outputs: {},
      waiting: undefined,
      back: { ...(alarms && { alarms }) },
    },
    () => Promise.resolve(taskDefinition),
  )
  if (findings.some(blocks)) return [...findings, await failed(context, deployment, findings)]
  const seconds = toSeconds(ended - began)
  const proof = await proveServiceBack(context, deployment, { expected: taskDefinition, seconds })
  if (!blocks(proof)) record.measure({ name: TIME_TO_RECOVER, unit: 's', value: seconds, subject })
  ports.log.info(`${environment.key}: ${proof.title}`)
  return [proof]
}

/** Reads from ECS whether every task has a task definition. */
async function proveServiceBack(
  { ports, access }: DeployContext,
  deployment: EcsNativeDeployment,
  { expected, seconds }: { readonly expected: string; readonly seconds: number | undefined },
): Promise<Finding> {
  const containers = await ports.connect.containers(access)
  const desired = (await readService(containers, deployment))?.desired ?? 0
  const tasks = await readTasks(containers, deployment, 'RUNNING')
  return judgeServiceBack({ id: deployment.id, expected, desired, tasks, seconds })
}

/** Walks the way back of a service of production. A deployment of the release that still runs is stopped first. */
export async function walkService(
  context: DeployContext,
  deployment: EcsNativeDeployment,
  planned: History,
): Promise<Walked> {
  const history = planned.kind === 'running' ? await settle(context, deployment, planned) : planned
  switch (history.kind) {
    case 'there': {
      const expected = propertyOf(history.at.revision, 'TaskDefinition') ?? ''
      return { findings: [await proveServiceBack(context, deployment, { expected, seconds: undefined })] }
    }
    case 'back': {
      const service = await readService(await context.ports.connect.containers(context.access), deployment)
      const alarms = await alarmsRinging(context, deployment.id, service ? alarmNamesOf(service.configuration) : [])
      const findings = await walkServiceBack(context, deployment, history.to, { alarms: 'ignored' })
      return { findings: [...alarms, ...findings] }
    }
    default:
      return { changed: history }
  }
}

/** Ends what runs; ECS rolls back what is stopped. */
async function settle(context: DeployContext, deployment: EcsNativeDeployment, running: Running): Promise<History> {
  const containers = await context.ports.connect.containers(context.access)
  const active = () => listServiceDeployments(containers, deployment, 'active')
  const [first] = await active()
  await endRunning(context, deployment, running, {
    stop: async () => first !== undefined && (await askToStop(containers, first)),
    command: describeServiceCommand(deployment, context.environment.region),
    hasEnded: async () => (await active()).length === 0,
  })
  return readServiceHistory(context, deployment)
}

/** @returns whether it still ran */
async function askToStop(containers: Containers, serviceDeployment: string): Promise<boolean> {
  try {
    await stopAndRollBack(containers, serviceDeployment)
    return true
  } catch (error) {
    if (!saysEnded(error)) throw error
    return false
  }
}

/** What stands where after a way back that failed. */
async function failed(
  { ports, access, environment }: DeployContext,
  deployment: EcsNativeDeployment,
  findings: readonly Finding[],
): Promise<Finding> {
  const containers = await ports.connect.containers(access)
  const tasks = await readTasks(containers, deployment, 'RUNNING')
  const where = [...Map.groupBy(tasks, ({ definition }) => nameOfArn(definition))].map(
    ([name, list]) => `${list.length} × ${name}`,
  )
  const causes = blocking(findings).slice(0, NAMED)
  return {
    code: 'rollback/failed',
    outcome: 'fail',
    title: `${environment.key}: ${deployment.id} could not be rolled back`,
    subject: `deployment/${deployment.id}/rollback`,
    expected: 'the previous version on every task',
    observed: [`tasks: ${where.join(', ') || 'none'}`, ...causes.map(({ title }) => title)].join('; '),
    advice: `See \`${describeServiceCommand(deployment, environment.region)}\`, correct what the finding above names, and run the job again.`,
  }
}

/** Ids of the running tasks of a service. */
export async function tasksOf({ ports, access }: DeployContext, deployment: EcsNativeDeployment): Promise<string[]> {
  const tasks = await readTasks(await ports.connect.containers(access), deployment, 'RUNNING')
  return tasks.map(({ id }) => id)
}
