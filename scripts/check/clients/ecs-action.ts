import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAction } from './actions.ts'
import type { Stage } from './contract.ts'
import { ECS_ACTION } from './seed.ts'
import { faultOf } from './stage.ts'

/** aws-actions/amazon-ecs-deploy-task-definition: registers a revision, updates the service, waits until it is stable. */
export async function playEcsAction(stage: Stage): Promise<void> {
  writeFileSync(join(stage.folder, 'task.json'), JSON.stringify({ ...ECS_ACTION.task, cpu: '256' }))
  const inputs = {
    'task-definition': 'task.json',
    service: ECS_ACTION.service,
    cluster: ECS_ACTION.cluster,
    'wait-for-service-stability': 'true',
  }
  await stage.step('deploys a revision and waits', async () =>
    faultOf(await runAction(stage, inputs), new RegExp(`task-definition/${ECS_ACTION.task.family}:2`)),
  )
}
