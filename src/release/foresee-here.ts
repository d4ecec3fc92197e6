import { foreseeHere, judgeForesight } from '../codedeploy/foresee.ts'
import type { RunKey } from '../cloudformation/change-set.ts'
import type { Environment, LocalDeployment } from '../config/resolve.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Ports } from '../ports.ts'
import { ActionError } from '../support/errors.ts'
import { errorFinding } from './error-finding.ts'
import { requestHere } from './request-here.ts'

/**
 * Dry runs of the deployments to this host that are asked for: each is listed in the log, file by file, and judged.
 * Rejects only when cancelled.
 */
export async function foreseeDeployments(
  ports: Pick<Ports, 'place' | 'clock' | 'log' | 'cancelled'>,
  run: RunKey,
  { deployments }: Environment,
  only: readonly string[],
): Promise<Finding[]> {
  const here = deployments.filter((each) => each.platform === 'local')
  const findings: Finding[] = []
  for (const deployment of here.filter(({ id }) => only.length === 0 || only.includes(id))) {
    findings.push(await foresee(ports, run, deployment))
  }
  return findings
}

async function foresee(
  ports: Pick<Ports, 'place' | 'clock' | 'log' | 'cancelled'>,
  run: RunKey,
  deployment: LocalDeployment,
): Promise<Finding> {
  const { log, cancelled } = ports
  try {
    const request = requestHere(ports, run, deployment)
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
