import type { Containers } from '../../aws/clients/containers.ts'
import { continueAt, isPaused, saysEnded, stopAndRollBack, CHECK_STAGE } from '../../ecs/pause.ts'
import {
  describeDeploymentCommand,
  endOfServiceDeployment,
  readServiceDeployment,
} from '../../ecs/service-deployment.ts'
import { nameOfArn } from '../../ecs/names.ts'
import { oneLine } from '../../support/text/text.ts'
import type { HeldDeployment } from '../traffic/held.ts'
import type { RunningService } from './running-service.ts'

/** What a stop of this job may say in its answer: the deployment ends with a rollback. */
const TURNED = new Set(['STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'])

/** A deployment of ECS's, which waits at a pause: only this one is ever continued. */
export function heldByEcs(containers: Containers, running: RunningService, hookId = ''): HeldDeployment {
  const { deploymentArn, id, region } = running
  return {
    id,
    name: nameOfArn(deploymentArn),
    words: {
      waits: `paused at ${CHECK_STAGE}`,
      continueCall: 'ContinueServiceDeployment',
      stopCall: 'StopServiceDeployment or ContinueServiceDeployment',
      time: 'TimeoutInMinutes of the PAUSE hook',
      look: describeDeploymentCommand(deploymentArn, region),
    },
    async read() {
      const state = await readServiceDeployment(containers, deploymentArn)
      return {
        // One that goes back has nothing left to be checked.
        ended: endOfServiceDeployment(state.status) !== 'running' || TURNED.has(state.status),
        waits: isPaused(state, hookId) && state.status === 'IN_PROGRESS',
        expired: /pause hook timed out/i.test(state.reason),
        status: state.status,
        shown: [state.status, oneLine(state.reason)].filter(Boolean).join(': '),
      }
    },
    goOn: () => continueAt(containers, deploymentArn, hookId),
    stop: () => stopAndRollBack(containers, deploymentArn),
    isEnd: saysEnded,
  }
}
