import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runAction } from './actions.ts'
import type { Stage } from './contract.ts'
import { faultOf } from './stage.ts'

const template = (delay: number): string =>
  JSON.stringify({
    Resources: { Orders: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: delay } } },
    Outputs: { Url: { Value: { Ref: 'Orders' } } },
  })

/** The output, in the form of a file of outputs. */
const STACK_ID = /stack-id<<.*\s+arn:aws:cloudformation:/

/** aws-actions/aws-cloudformation-github-deploy: creates a stack, finds no change, updates. */
export async function playCloudFormationAction(stage: Stage): Promise<void> {
  const file = join(stage.folder, 'template.json')
  const deploy = async (delay: number, printed: RegExp): Promise<string | undefined> => {
    writeFileSync(file, template(delay))
    const inputs = { name: 'action-orders', template: 'template.json' }
    return faultOf(await runAction(stage, inputs), printed)
  }
  await stage.step('creates a stack', () => deploy(0, STACK_ID))
  await stage.step('nothing changes', () => deploy(0, /no changes|no updates/i))
  await stage.step('updates the stack', () => deploy(5, STACK_ID))
}
