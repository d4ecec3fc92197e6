import { fillOutputs, type Deployment, type Outputs } from '../config/resolve.ts'
import type { Finding } from '../evidence/finding.ts'
import { deployLocally } from './deploy-here.ts'
import { deployToEcs } from './deploy-ecs.ts'
import { deployToLambda } from './deploy-lambda.ts'
import { deployToServers } from './deploy-servers.ts'
import type { Execution } from './execute.ts'

/** Deploys one revision, and gives what was found out. The revision must be the one that the release names. */
export async function deployRevisionOf(
  execution: Execution,
  deployment: Deployment,
  outputs: Outputs,
): Promise<readonly Finding[]> {
  const filled = fillOutputs(deployment, outputs, `deployment/${deployment.id}`)
  switch (filled.platform) {
    case 'server':
      return deployToServers(execution, filled)
    case 'lambda':
      return deployToLambda(execution, filled, outputs)
    case 'ecs':
      return deployToEcs(execution, filled, outputs)
    case 'local':
      return deployLocally(execution, filled)
  }
}
