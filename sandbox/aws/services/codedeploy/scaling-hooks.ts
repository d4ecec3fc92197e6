import type { DeployContext, ScalingGroup } from './contract.ts'
import type { Launcher } from './deployments.ts'
import { activeDeployment } from './state.ts'
import type { Group, ScalingHooks } from './state.ts'

const HEARTBEAT_SECONDS = 600
const LONGEST_SECONDS = 60_000
const LOOK_MS = 1_000

/**
 * The lifecycle hooks that CodeDeploy installs into the Auto Scaling groups of a deployment group: an instance that is
 * launched waits until the last successful revision is deployed to it (CodeDeploy user guide, “Integrating CodeDeploy
 * with Amazon EC2 Auto Scaling”).
 */
export function createScalingHooks(context: DeployContext, launcher: Launcher): ScalingHooks {
  const each = ({ application, info }: Group, act: (scaling: ScalingGroup, hook: string) => void): void => {
    for (const { name = '', hook = '' } of info.autoScalingGroups ?? []) {
      const scaling = context.scalingGroup(application.home, name)
      if (scaling !== undefined) act(scaling, hook)
    }
  }

  /** Deploys to an instance that waits. Deployments of a group run one after the other. */
  async function deployTo(group: Group, instance: string): Promise<'CONTINUE' | 'ABANDON'> {
    while (activeDeployment(context.state, group) !== undefined) {
      if (context.closing.aborted) return 'ABANDON'
      await context.clock.sleep(LOOK_MS)
    }
    const { targetRevision: revision } = group.info
    if (revision === undefined) return 'CONTINUE'
    const request = { applicationName: group.application.name, revision, fileExistsBehavior: 'OVERWRITE' as const }
    const { id, info } = launcher.launch(group, request, 'autoscaling', [instance])
    await launcher.ended(id)
    return info.status === 'Succeeded' ? 'CONTINUE' : 'ABANDON'
  }

  return {
    install(group) {
      each(group, (scaling, hook) => {
        scaling.hooks.set(hook, {
          LifecycleHookName: hook,
          AutoScalingGroupName: scaling.name,
          LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
          HeartbeatTimeout: HEARTBEAT_SECONDS,
          GlobalTimeout: LONGEST_SECONDS,
          DefaultResult: 'ABANDON',
        })
        scaling.waiters.set(hook, (instance) => deployTo(group, instance))
      })
    },
    remove(group) {
      each(group, (scaling, hook) => {
        scaling.hooks.delete(hook)
        scaling.waiters.delete(hook)
      })
    },
  }
}
