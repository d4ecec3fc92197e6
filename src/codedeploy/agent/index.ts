import { ActionError } from '../../support/errors.ts'
import { Deployment } from './deployment.ts'
import type { AgentOptions, AgentResult } from './types.ts'

export { obstaclesOf } from './obstacles.ts'
export { endEverything, processesOf } from './hooks/processes.ts'
export { showAction } from './show.ts'
export * from './types.ts'

const BEHAVIORS = ['DISALLOW', 'OVERWRITE', 'RETAIN']

/**
 * Installs a revision on this host and runs its hooks, as AWS's agent does on an instance. All that it needs to know
 * about earlier deployments lies below `root`, so that events may come one at a time, from one process or several.
 * Rejects with an ActionError when the deployment cannot begin; everything later is in the result.
 */
export async function deployRevision(options: AgentOptions): Promise<AgentResult> {
  const behavior = options.fileExistsBehavior
  if (!options.agentCompatible && behavior !== undefined && !BEHAVIORS.includes(behavior.toUpperCase())) {
    throw new ActionError('config/revision', {
      message: `${JSON.stringify(behavior)} is not a file_exists_behavior`,
      expected: BEHAVIORS.join(', '),
      observed: behavior,
      advice: `Use one of ${BEHAVIORS.join(', ')}.`,
    })
  }
  const deployment = new Deployment(options)
  return options.dryRun ? deployment.rehearse() : deployment.run()
}
