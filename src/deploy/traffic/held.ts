import { errorName } from '../../aws/errors.ts'
import type { CodeDeploy } from '../../codedeploy/client.ts'
import { endOfDeployment, readDeployment } from '../../codedeploy/deployment.ts'
import { endReadyWait, isBeforeTraffic } from '../../codedeploy/ready-wait.ts'
import { oneLine } from '../../support/text/text.ts'
import { getDeploymentCommand } from '../deployments/follow-deployment.ts'
import type { RunningDeployment } from '../deployments/running-deployment.ts'

/** A deployment of this run that may wait before traffic, whichever service makes it. */
export interface HeldDeployment {
  /** Id in the configuration. */
  readonly id: string
  /** Its id at the service. */
  readonly name: string
  readonly words: {
    /** The state in which it waits: `Ready`. */
    readonly waits: string
    readonly continueCall: string
    readonly stopCall: string
    /** The setting of the time that it waits. */
    readonly time: string
    /** The command that shows it. */
    readonly look: string
  }
  read(): Promise<HeldState>
  /** Lets it go on. @returns whether this call, and no other, did; false also where the response was lost */
  goOn(): Promise<boolean>
  /** Asks the service to stop it and to bring the previous version back. */
  stop(): Promise<void>
  /** Whether an error of these calls says that it had ended before. */
  isEnd(error: unknown): boolean
}

export interface HeldState {
  readonly ended: boolean
  /** It waits before traffic. */
  readonly waits: boolean
  /** The service ended its wait at the timeout. */
  readonly expired: boolean
  readonly status: string
  /** The status, with the reason that the service gives. */
  readonly shown: string
}

/** A deployment of CodeDeploy's, which waits in the state Ready. */
export function heldByCodeDeploy(codedeploy: CodeDeploy, running: RunningDeployment): HeldDeployment {
  const { deploymentId, id } = running
  return {
    id,
    name: deploymentId,
    words: {
      waits: 'Ready',
      continueCall: 'ContinueDeployment',
      stopCall: 'StopDeployment',
      time: 'WaitTimeInMinutes of the group’s DeploymentReadyOption',
      look: getDeploymentCommand(running),
    },
    async read() {
      const state = await readDeployment(codedeploy, deploymentId)
      const { status, errorCode, errorMessage = '' } = state
      return {
        ended: endOfDeployment(status) !== 'running',
        waits: isBeforeTraffic(state, []),
        expired: errorCode === 'TIMEOUT',
        status,
        shown: [status, errorCode, oneLine(errorMessage)].filter(Boolean).join(': '),
      }
    },
    goOn: () => endReadyWait(codedeploy, deploymentId),
    async stop() {
      await codedeploy.stopDeployment({ deploymentId, autoRollbackEnabled: true })
    },
    isEnd: (error) => errorName(error) === 'DeploymentAlreadyCompletedException',
  }
}
