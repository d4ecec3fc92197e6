import { isSuperseded } from '../cloudformation/change-sets/change-set.ts'
import { discardChangeSet } from '../cloudformation/change-sets/discard.ts'
import { accessTo, type Environment } from '../config/model/environment.ts'
import { openChangeSets } from '../plan/change-sets/predecessor.ts'
import { ActionError } from '../support/errors.ts'
import type { TemporaryContext } from './context.ts'

/**
 * Removes the change sets that earlier runs of a pull request made for its precheck and left, since they were killed. A
 * precheck that ends by itself, or is cancelled, leaves none. That they cannot be removed is a remark.
 */
export async function removeSuperseded(
  { ports, origin, record }: TemporaryContext,
  environments: readonly Environment[],
  pullRequest: number,
): Promise<void> {
  for (const environment of environments) {
    for (const { name } of environment.stacks) {
      ports.cancelled.throwIfAborted()
      try {
        const cloudformation = await ports.connect.cloudformation(accessTo(environment, 'plan', origin.runId))
        for (const found of await openChangeSets(cloudformation, name)) {
          const { ChangeSetId: arn, StackId: stackArn, ChangeSetName = '', Description } = found
          if (arn === undefined || stackArn === undefined || !isSuperseded(Description, pullRequest, origin)) continue
          ports.log.info(`${name}: an earlier run of this pull request left the change set ${arn}; it is removed`)
          // The empty stack of a creation goes with it, where nothing else is in it.
          await discardChangeSet(cloudformation, { arn, stackArn, name: ChangeSetName, shell: true }, ports.clock)
        }
      } catch (error) {
        if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
        record.find({
          code: 'temporary/change-sets-left',
          outcome: 'noted',
          title: `${environment.key}: it is not known whether earlier runs of this pull request left change sets of ${name}`,
          subject: `stack/${name}/change-sets`,
          expected: `no change set of pull request ${pullRequest}`,
          observed: error.message,
          advice: `Look for them with \`aws cloudformation list-change-sets --stack-name ${name} --region ${environment.region}\`. ${error.advice}`,
        })
      }
    }
  }
}
