import type { Environment, LocalDeployment } from '../../config/model/environment.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocking } from '../../evidence/verdict.ts'
import type { Ports } from '../../ports.ts'
import { ActionError } from '../../support/errors.ts'
import { errorFinding } from '../../support/error-finding.ts'
import { localRequest } from '../../codedeploy/local/local-request.ts'
import type { RunKey } from '../../support/runtime.ts'

/**
 * Dry runs of the selected local deployments: each is listed in the log, file by file, and judged. A revision that cannot be
 * read is reported once: not again where it is among `known`. Rejects only when cancelled.
 */
export async function dryRunDeployments(
  ports: Pick<Ports, 'place' | 'clock' | 'log' | 'cancelled'>,
  run: RunKey,
  environment: Environment,
  only: readonly string[],
  known: readonly Finding[],
): Promise<Finding[]> {
  const here = environment.deployments.filter((each) => each.platform === 'local')
  const findings: Finding[] = []
  for (const deployment of here.filter(({ id }) => only.length === 0 || only.includes(id))) {
    findings.push(await dryRun(ports, run, environment, deployment))
  }
  const broken = blocking(known).map(({ subject }) => subject)
  return findings.filter(
    ({ code, subject, details }) =>
      code !== 'deployment/would-fail' ||
      !isUnreadable(details) ||
      !broken.some((about) => about.startsWith(`${subject}/`)),
  )
}

async function dryRun(
  ports: Pick<Ports, 'place' | 'clock' | 'log' | 'cancelled'>,
  run: RunKey,
  environment: Environment,
  deployment: LocalDeployment,
): Promise<Finding> {
  const { log, cancelled } = ports
  try {
    const { dryRunOnHost, judgeDryRun } = await import('../../codedeploy/dry-run.ts')
    const request = localRequest(ports, run, environment, deployment)
    const planned = await dryRunOnHost(ports, request)
    await log.group(`dry run: actions of the deployment ${deployment.id} on this host`, async () => {
      for (const line of planned.lines) log.info(line)
    })
    return judgeDryRun(request, planned)
  } catch (error) {
    cancelled.throwIfAborted()
    if (!(error instanceof ActionError)) throw error
    return errorFinding(error, `deployment/${deployment.id}`)
  }
}

function isUnreadable(details: Finding['details']): boolean {
  return typeof details === 'object' && details !== null && 'event' in details && details['event'] === 'DownloadBundle'
}
