import { readStack } from '../../cloudformation/stack.ts'
import { readDeployment } from '../../codedeploy/deployment.ts'
import { readGroupInfo } from '../../codedeploy/group/group.ts'
import { accessTo, isByCodeDeploy, isByEcs, type Environment } from '../../config/model/environment.ts'
import { ownerOf, readDefinition } from '../../ecs/own.ts'
import { readService } from '../../ecs/service.ts'
import type { Origin } from '../../evidence/document.ts'
import type { Ports } from '../../ports.ts'
import { fillService } from '../survey/deployments/service-names.ts'
import { fillNames, isOpen } from '../survey/deployments/groups.ts'

/**
 * Prefixes of the paths of a place's state that an earlier attempt of this run changed: by the names of the change sets and
 * the descriptions of the deployments, which hold the id of the run. A stack may bring alarms and groups, so with one of its
 * own these count as changed by the run, as what serves does. Empty in the first attempt.
 */
export async function changedByRun(ports: Ports, environment: Environment, run: Origin): Promise<string[]> {
  if (run.runAttempt <= 1) return []
  const access = accessTo(environment, 'deploy', run.runId)
  const cloudformation = await ports.connect.cloudformation(access)
  const stacks = await Promise.all(
    environment.stacks.map(async ({ id, name }) => ({ id, state: await readStack(cloudformation, name) })),
  )
  const executed = new RegExp(`:changeSet/td-deploy-.*-${run.runId}-\\d+-[a-z0-9]+/`)
  const updated = stacks.filter(({ state }) => executed.test(state?.changeSetArn ?? '')).map(({ id }) => id)
  const read = async (name: string) => stacks.find(({ state }) => state?.name === name)?.state
  const deployed: string[] = []
  for (const deployment of environment.deployments) {
    if (isByEcs(deployment)) {
      const { open, ...named } = await fillService({ environment }, deployment, read)
      if (open) continue
      const containers = await ports.connect.containers(access)
      const newest = (await readService(containers, named))?.taskDefinition
      const owner = newest === undefined ? undefined : (await readDefinition(containers, newest))?.owner
      if (owner === ownerOf(run, environment.key, deployment.id)) deployed.push(deployment.id)
    }
    if (!isByCodeDeploy(deployment)) continue
    const named = await fillNames({ environment }, deployment, read)
    if (isOpen(named)) continue
    const codedeploy = await ports.connect.codedeploy(access)
    const last = (await readGroupInfo(codedeploy, named))?.lastAttemptedDeployment?.deploymentId
    if (last === undefined) continue
    const { description } = await readDeployment(codedeploy, last)
    if (new RegExp(`^test-deployments .*, run ${run.runId}, attempt \\d+$`).test(description))
      deployed.push(deployment.id)
  }
  return [
    ...updated.map((id) => `stacks/${id}/`),
    ...(updated.length > 0 ? ['alarms/', ...environment.deployments.map(({ id }) => `deployments/${id}/`)] : []),
    ...deployed.map((id) => `deployments/${id}/`),
    ...(updated.length + deployed.length > 0 ? ['serving/'] : []),
  ]
}
