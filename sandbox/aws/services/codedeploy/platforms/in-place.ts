import { configOf, healthyHostsNeeded } from '../configs.ts'
import type { DeployContext, Outcome } from '../contract.ts'
import { failed } from '../run-deployment.ts'
import type { Deployment } from '../state.ts'
import { EVENTS, runEvents } from './instance.ts'
import { fanOut, fleetOf, instanceTarget, trafficGroups } from './server-fleet.ts'

/** In-place: deploys to the instances of the group, as many at a time as its configuration allows. */
export async function deployInPlace(context: DeployContext, deployment: Deployment): Promise<Outcome> {
  const { group, info } = deployment
  const launched = deployment.only?.flatMap((id) => context.hosts.find(deployment.home, id) ?? [])
  const hosts = launched ?? fleetOf(context, group)
  if (hosts.length === 0) return failed('NO_INSTANCES')
  const groups = trafficGroups(context, group)
  const events = groups.length > 0 ? EVENTS.inPlaceBalanced : EVENTS.inPlace
  const jobs = hosts.map((host) => ({
    deployment,
    host,
    groups,
    target: instanceTarget(context, deployment, host, events),
  }))
  const needed = healthyHostsNeeded(
    configOf(context.state, deployment.home, info.deploymentConfigName ?? ''),
    hosts.length,
  )
  return fanOut(deployment, needed, jobs, async (job) => {
    const good = await runEvents(context, job, events)
    if (good) Object.assign(job.target, { status: 'Succeeded', updated: context.clock.now() })
    return good
  })
}
