import { type Deployment } from '../../config/model/environment.ts'
import type { Finding } from '../../evidence/finding.ts'
import { deployLocally } from './local.ts'
import { deployToEcs } from './ecs.ts'
import { deployByEcs } from './ecs-native.ts'
import { deployToLambda } from './lambda.ts'
import { deployToServers } from './server.ts'
import { fillOutputs, type Outputs } from '../../config/model/references.ts'
import type { DeployContext } from '../contract.ts'

/** Deploys one revision, and gives what was found out. The revision must be the one that the release names. */
export async function deployRevision(
  context: DeployContext,
  deployment: Deployment,
  outputs: Outputs,
): Promise<readonly Finding[]> {
  const filled = fillOutputs(deployment, outputs, `deployment/${deployment.id}`)
  switch (filled.platform) {
    case 'server':
      return deployToServers(context, filled, outputs)
    case 'lambda':
      return deployToLambda(context, filled, outputs)
    case 'ecs':
      return deployToEcs(context, filled, outputs)
    case 'ecs-native':
      return deployByEcs(context, filled, outputs)
    case 'local':
      return deployLocally(context, filled)
  }
}
