import { foreseeHere, judgeForesight } from '../codedeploy/foresee.ts'
import type { RunKey } from '../cloudformation/change-set.ts'
import type { Environment, LocalDeployment } from '../config/resolve.ts'
import type { Finding } from '../evidence/finding.ts'
import { blocking } from '../evidence/verdict.ts'
import type { Ports } from '../ports.ts'
import { ActionError } from '../support/errors.ts'
import { errorFinding } from './error-finding.ts'
import { requestHere } from './request-here.ts'

/**
 * Dry runs of the deployments to this host that are asked for: each is listed in the log, file by file, and judged.
 * A revision that cannot even be read is told once, where it is among what is `known`. Rejects only when cancelled.
 */
export async function foreseeDeployments(
  ports: Pick<Ports, 'place' | 'clock' | 'log' | 'cancelled'>,
  run: RunKey,
  environment: Environment,
  only: readonly string[],
  known: readonly Finding[],
): Promise<Finding[]> {
  const here = environment.deployments.filter((each) => each.platform === 'local')
  const findings: Finding[] = []
  for (const deployment of here.filter(({ id }) => only.length === 0 || only.includes(id))) {
    findings.push(await foresee(ports, run, environment, deployment))
  }
  const broken = blocking(known).map(({ subject }) => subject)
  return findings.filter(
    ({ code, subject, details }) =>
      code !== 'deployment/would-fail' ||
      !isUnreadable(details) ||
      !broken.some((about) => about.startsWith(`${subject}/`)),
  )
}

async function foresee(
  ports: Pick<Ports, 'place' | 'clock' | 'log' | 'cancelled'>,
  run: RunKey,
  environment: Environment,
  deployment: LocalDeployment,
): Promise<Finding> {
  const { log, cancelled } = ports
  try {
    const request = requestHere(ports, run, environment, deployment)
    const foresight = await foreseeHere(ports, request)
    await log.group(`dry run: what the deployment ${deployment.id} would do on this host`, async () => {
      for (const line of foresight.lines) log.info(line)
    })
    return judgeForesight(request, foresight)
  } catch (error) {
    cancelled.throwIfAborted()
    if (!(error instanceof ActionError)) throw error
    return errorFinding(error, `deployment/${deployment.id}`)
  }
}

function isUnreadable(details: Finding['details']): boolean {
  return typeof details === 'object' && details !== null && 'event' in details && details['event'] === 'DownloadBundle'
}
