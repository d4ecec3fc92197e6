import type * as sdk from '@aws-sdk/client-codedeploy'
import type { Host } from '../../../hosts/hosts.ts'
import { configOf, healthyHostsNeeded } from '../configs.ts'
import type { DeployContext, Outcome } from '../contract.ts'
import { MESSAGES } from '../errors.ts'
import { failed, stopped } from '../run-deployment.ts'
import type { Deployment } from '../state.ts'
import { EVENTS, runEvents } from './instance.ts'
import type { Job } from './instance.ts'
import { ec2Hosts, fanOut, hostsOfGroup, instanceTarget, trafficGroups } from './server-fleet.ts'

const MINUTE_MS = 60_000
const ROUTING = ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic']

/**
 * Blue/green on servers: installs the green fleet, waits if configured, reroutes the traffic, then terminates the blue
 * fleet.
 */
export async function deployBlueGreen(context: DeployContext, deployment: Deployment): Promise<Outcome> {
  const { group, info, home } = deployment
  if (info.creator === 'codeDeployRollback') return rollBackBlueGreen(context, deployment)
  const groups = trafficGroups(context, group)
  const blueHosts = hostsOfGroup(context, group)
  const greenHosts = await greenFleet(context, deployment, blueHosts)
  if (greenHosts.length === 0) return failed('NO_INSTANCES')
  for (const host of greenHosts) {
    for (const { port } of groups) if (port !== undefined) await context.hosts.expose(host, port)
  }
  const job = (host: Host, events: readonly string[], label: 'Blue' | 'Green'): Job => ({
    deployment,
    host,
    groups,
    target: instanceTarget(context, deployment, host, events, label),
  })
  const green = greenHosts.map((host) => job(host, EVENTS.greenBalanced, 'Green'))
  const blue = blueHosts.map((host) => job(host, EVENTS.blueBalanced, 'Blue'))
  const needed = healthyHostsNeeded(configOf(context.state, home, info.deploymentConfigName ?? ''), green.length)

  const installed = await fanOut(deployment, needed, green, (each) => {
    const events = EVENTS.green
    return runAndMark(context, each, runEvents(context, each, events), 'Ready')
  })
  if (installed.status !== 'Succeeded') return installed
  const go = await waitUntilReady(context, deployment)
  if (go !== undefined) return go

  const ready = green.filter(({ target }) => target.status === 'Ready')
  const routed = await fanOut(deployment, needed, ready, (each) =>
    runAndMark(context, each, runEvents(context, each, ROUTING), 'Succeeded'),
  )
  if (routed.status !== 'Succeeded') return routed
  for (const each of blue) {
    await runAndMark(context, each, runEvents(context, each, EVENTS.blueBalanced), 'Succeeded')
  }
  if (deployment.stop !== undefined) return stopped(deployment.stop)
  recordFleet(deployment, blueHosts, greenHosts)
  await terminateBlue(context, deployment, async () => {
    await Promise.all(blueHosts.map((host) => context.hosts.terminate(home, host.id)))
  })
  return { status: 'Succeeded' }
}

/**
 * The rollback of a blue/green deployment installs nothing and does not wait: the original instances get the traffic
 * again, and the replacement instances lose it. Copies are terminated (a guess: the user guide does not say when).
 */
async function rollBackBlueGreen(context: DeployContext, deployment: Deployment): Promise<Outcome> {
  const { group, info, home } = deployment
  const undone = context.state.deployments.get(info.rollbackInfo?.rollbackTriggeringDeploymentId ?? '')
  const groups = trafficGroups(context, group)
  const jobs = (undone?.targets ?? []).flatMap(({ id, label }): Job[] => {
    const host = context.hosts.find(home, id)
    const events = label === 'Blue' ? ['AllowTraffic'] : ['BlockTraffic']
    if (host === undefined || label === undefined) return []
    return [{ deployment, host, groups, target: instanceTarget(context, deployment, host, events, label) }]
  })
  for (const label of ['Blue', 'Green'] as const) {
    for (const job of jobs.filter(({ target }) => target.label === label)) {
      const event = label === 'Blue' ? 'AllowTraffic' : 'BlockTraffic'
      if (!(await runAndMark(context, job, runEvents(context, job, [event]), 'Succeeded'))) {
        return failed('HEALTH_CONSTRAINTS')
      }
      if (label === 'Blue') group.removed.delete(job.host.id)
      if (label === 'Green' && copies(info)) await context.hosts.terminate(home, job.host.id)
    }
  }
  return { status: 'Succeeded' }
}

function copies({ blueGreenDeploymentConfiguration: configuration }: sdk.DeploymentInfo): boolean {
  return configuration?.greenFleetProvisioningOption?.action === 'COPY_AUTO_SCALING_GROUP'
}

async function runAndMark(
  context: DeployContext,
  { target }: Job,
  run: Promise<boolean>,
  status: sdk.TargetStatus,
): Promise<boolean> {
  const good = await run
  if (good) Object.assign(target, { status, updated: context.clock.now() })
  return good
}

/** The green fleet: the instances that the deployment names, or a copy of the blue fleet. */
async function greenFleet(context: DeployContext, { info, home }: Deployment, blue: readonly Host[]): Promise<Host[]> {
  const { tagFilters, ec2TagSet } = info.targetInstances ?? {}
  if (tagFilters !== undefined || ec2TagSet !== undefined) {
    const wanted = { ...(tagFilters && { ec2TagFilters: tagFilters }), ...(ec2TagSet && { ec2TagSet }) }
    return ec2Hosts(context, home, wanted)
  }
  if (!copies(info)) return []
  return Promise.all(blue.map((host) => context.hosts.launch(home, host.tags, context.clock.now())))
}

/** Makes the tags of the green fleet those of the group, and takes the blue fleet out of it. */
function recordFleet({ info, group }: Deployment, blue: readonly Host[], green: readonly Host[]): void {
  for (const { id } of blue) group.removed.add(id)
  for (const { id } of green) group.removed.delete(id)
  const { tagFilters, ec2TagSet } = info.targetInstances ?? {}
  if (tagFilters !== undefined) group.info.ec2TagFilters = tagFilters
  if (ec2TagSet !== undefined) group.info.ec2TagSet = ec2TagSet
}

/** Waits in the status Ready, if configured. @returns how the deployment ended, if it was not continued */
export async function waitUntilReady(context: DeployContext, deployment: Deployment): Promise<Outcome | undefined> {
  if (deployment.stop !== undefined) return stopped(deployment.stop)
  // A rollback does not wait: that is a guess, as for servers.
  if (deployment.info.creator === 'codeDeployRollback') return undefined
  const option = deployment.info.blueGreenDeploymentConfiguration?.deploymentReadyOption
  if (option?.actionOnTimeout !== 'STOP_DEPLOYMENT') return undefined
  deployment.info.status = 'Ready'
  const answered = await waitFor(context, deployment, 'READY_WAIT', (option.waitTimeInMinutes ?? 0) * MINUTE_MS)
  if (deployment.stop !== undefined) return stopped(deployment.stop)
  if (!answered) return { status: 'Stopped', error: { code: 'TIMEOUT', message: MESSAGES.TIMEOUT } }
  deployment.info.status = 'InProgress'
  return undefined
}

/** Terminates the blue environment: at once, after a wait time, on ContinueDeployment, or never. */
export async function terminateBlue(
  context: DeployContext,
  deployment: Deployment,
  end: () => Promise<void>,
): Promise<void> {
  const option = deployment.info.blueGreenDeploymentConfiguration?.terminateBlueInstancesOnDeploymentSuccess
  if (option?.action === 'KEEP_ALIVE') return
  deployment.info.instanceTerminationWaitTimeStarted = true
  const minutes = option?.terminationWaitTimeInMinutes ?? 0
  if (minutes > 0) await waitFor(context, deployment, 'TERMINATION_WAIT', minutes * MINUTE_MS)
  await end()
}

/** Resolves to true on ContinueDeployment, to false when the time is up or the deployment is stopped. */
function waitFor(
  { clock }: DeployContext,
  deployment: Deployment,
  kind: sdk.DeploymentWaitType,
  ms: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (answered: boolean): void => {
      delete deployment.continueDeployment
      resolve(answered)
    }
    deployment.continueDeployment = (given) => {
      if (deployment.stop !== undefined) end(false)
      else if (given === kind) end(true)
    }
    void clock.sleep(ms).then(() => end(false))
  })
}
