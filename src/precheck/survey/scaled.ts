import type { CloudFormation } from '../../cloudformation/client.ts'
import type { DriftReport } from '../../cloudformation/drift/drift.ts'
import { mayScale, withScaled } from '../../cloudformation/drift/scaled.ts'
import type { DeployedStack } from '../../cloudformation/snapshot.ts'
import type { Ports } from '../../ports.ts'
import { ActionError } from '../../support/errors.ts'
import { readDeclaredStack } from './live/stacks.ts'

/**
 * Names what scales each capacity that differs, by the deployed template, which is read only then. Where it cannot be
 * read, the differences stay differences.
 */
export async function markScaled(
  cloudformation: Pick<CloudFormation, 'getTemplate' | 'describeStacks'>,
  report: DriftReport,
  ports: Pick<Ports, 'cancelled' | 'log'>,
  deployed?: DeployedStack,
): Promise<DriftReport> {
  const nested = await Promise.all(report.nested.map((each) => markScaled(cloudformation, each, ports)))
  if (!report.resources.some(mayScale)) return { ...report, nested }
  try {
    return { ...withScaled(report, await readDeclaredStack(cloudformation, report, deployed)), nested }
  } catch (error) {
    if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
    ports.log.info(`what scales in ${report.stack} was not read: ${error.message}`)
    return { ...report, nested }
  }
}
