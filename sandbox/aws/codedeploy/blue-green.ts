import type * as sdk from '@aws-sdk/client-codedeploy'
import type { Host } from '../hosts/hosts.ts'
import { configOf, healthyHostsNeeded } from './configs.ts'
import { failed, stopped } from './engine.ts'
import type { Outcome, Workshop } from './engine.ts'
import { WHY } from './errors.ts'
import { EVENTS, runEvents } from './instance.ts'
import type { Job } from './instance.ts'
import { fanOut, instanceTarget, matchesTags, trafficGroups } from './server.ts'
import type { Deployment } from './state.ts'

const MINUTE_MS = 60_000
const ROUTING = ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic']

/** Blue/green on servers: a second fleet is installed, waits if it is told to, gets the traffic; the first one leaves. */
export async function deployBlueGreen(workshop: Workshop, deployment: Deployment): Promise<Outcome> {
  const { group, info, home } = deployment
  const groups = trafficGroups(workshop, group)
  const blueHosts = workshop.hosts.list(home).filter((host) => matchesTags(host.tags, group.info))
  const greenHosts = await greenFleet(workshop, deployment, blueHosts)
  if (greenHosts.length === 0) return failed('NO_INSTANCES')
  const job = (host: Host, events: readonly string[], label: 'Blue' | 'Green'): Job => ({
    deployment,
    host,
    groups,
    target: instanceTarget(deployment, host, events, workshop.clock.now(), label),
  })
  const green = greenHosts.map((host) => job(host, EVENTS.greenBalanced, 'Green'))
  const blue = blueHosts.map((host) => job(host, EVENTS.blueBalanced, 'Blue'))
  const needed = healthyHostsNeeded(configOf(workshop.state, home, info.deploymentConfigName ?? ''), green.length)

  const installed = await fanOut(deployment, needed, green, (each) => {
    const events = EVENTS.green
    return mark(workshop, each, runEvents(workshop, each, events), 'Ready')
  })
  if (installed.status !== 'Succeeded') return installed
  const go = await waitUntilReady(workshop, deployment)
  if (go !== undefined) return go

  const ready = green.filter(({ target }) => target.status === 'Ready')
  const routed = await fanOut(deployment, needed, ready, (each) =>
    mark(workshop, each, runEvents(workshop, each, ROUTING), 'Succeeded'),
  )
  if (routed.status !== 'Succeeded') return routed
  for (const each of blue) {
    await mark(workshop, each, runEvents(workshop, each, EVENTS.blueBalanced), 'Succeeded')
  }
  if (deployment.stop !== undefined) return stopped(deployment.stop)
  adoptFleet(deployment)
  await retire(workshop, deployment, async () => {
    await Promise.all(blueHosts.map((host) => workshop.hosts.terminate(home, host.id)))
  })
  return { status: 'Succeeded' }
}

async function mark(
  workshop: Workshop,
  { target }: Job,
  run: Promise<boolean>,
  status: sdk.TargetStatus,
): Promise<boolean> {
  const good = await run
  if (good) Object.assign(target, { status, updated: workshop.clock.now() })
  return good
}

/** Instances that are named for it, or as many new ones as there are old ones. */
async function greenFleet(workshop: Workshop, { info, home }: Deployment, blue: readonly Host[]): Promise<Host[]> {
  const { tagFilters, ec2TagSet } = info.targetInstances ?? {}
  if (tagFilters !== undefined || ec2TagSet !== undefined) {
    const wanted = { ...(tagFilters && { ec2TagFilters: tagFilters }), ...(ec2TagSet && { ec2TagSet }) }
    return workshop.hosts.list(home).filter((host) => matchesTags(host.tags, wanted))
  }
  const copies =
    info.blueGreenDeploymentConfiguration?.greenFleetProvisioningOption?.action === 'COPY_AUTO_SCALING_GROUP'
  if (!copies) return []
  return Promise.all(blue.map((host) => workshop.hosts.launch(home, host.tags, workshop.clock.now())))
}

/** From now on the group's instances are those that were named for this deployment. */
function adoptFleet({ info, group }: Deployment): void {
  const { tagFilters, ec2TagSet } = info.targetInstances ?? {}
  if (tagFilters !== undefined) group.info.ec2TagFilters = tagFilters
  if (ec2TagSet !== undefined) group.info.ec2TagSet = ec2TagSet
}

/** Holds a deployment in Ready where it is configured so; gives how it ended if nobody said to go on. */
export async function waitUntilReady(workshop: Workshop, deployment: Deployment): Promise<Outcome | undefined> {
  if (deployment.stop !== undefined) return stopped(deployment.stop)
  const option = deployment.info.blueGreenDeploymentConfiguration?.deploymentReadyOption
  if (option?.actionOnTimeout !== 'STOP_DEPLOYMENT') return undefined
  deployment.info.status = 'Ready'
  const answered = await waitFor(workshop, deployment, 'READY_WAIT', (option.waitTimeInMinutes ?? 0) * MINUTE_MS)
  if (deployment.stop !== undefined) return stopped(deployment.stop)
  if (!answered) return { status: 'Stopped', error: { code: 'TIMEOUT', message: WHY.TIMEOUT } }
  deployment.info.status = 'InProgress'
  return undefined
}

/** After the traffic has moved, what had it before is ended: at once, after a time, when somebody says so, or never. */
export async function retire(workshop: Workshop, deployment: Deployment, end: () => Promise<void>): Promise<void> {
  const option = deployment.info.blueGreenDeploymentConfiguration?.terminateBlueInstancesOnDeploymentSuccess
  if (option?.action === 'KEEP_ALIVE') return
  deployment.info.instanceTerminationWaitTimeStarted = true
  const minutes = option?.terminationWaitTimeInMinutes ?? 0
  if (minutes > 0) await waitFor(workshop, deployment, 'TERMINATION_WAIT', minutes * MINUTE_MS)
  await end()
}

/** Resolves to true when ContinueDeployment came, to false when the time was up or the deployment was stopped. */
function waitFor(
  { clock }: Workshop,
  deployment: Deployment,
  kind: sdk.DeploymentWaitType,
  ms: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (answered: boolean): void => {
      delete deployment.goOn
      resolve(answered)
    }
    deployment.goOn = (given) => {
      if (deployment.stop !== undefined) end(false)
      else if (given === kind) end(true)
    }
    void clock.sleep(ms).then(() => end(false))
  })
}
