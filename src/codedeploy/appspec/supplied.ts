import type { EcsDeployment, LambdaDeployment } from '../../config/model/environment.ts'

/** Properties of an AppSpec that need not stand in it. */
export function suppliedTo(deployment: LambdaDeployment | EcsDeployment): readonly string[] {
  if (deployment.platform === 'ecs') return deployment['task-definition'] === undefined ? [] : ['TaskDefinition']
  return deployment.revision === undefined ? ['CurrentVersion'] : ['CurrentVersion', 'TargetVersion']
}
