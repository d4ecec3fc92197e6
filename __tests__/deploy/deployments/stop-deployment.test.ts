import { expect, test } from '@jest/globals'
import type { CodeDeploy } from '../../../src/codedeploy/client.ts'
import type { DeployContext } from '../../../src/deploy/contract.ts'
import { stop } from '../../../src/deploy/deployments/stop-deployment.ts'
import { awsError, FakeClock } from '../fakes.ts'

const RUNNING = { id: 'app', deploymentId: 'd-1', group: 'shop', region: 'eu-west-1', timeout: 1, autoRollback: true }
const denied = async (): Promise<never> => Promise.reject(awsError('AccessDeniedException', 'not authorized'))
const fine = async (): Promise<object> => Promise.resolve({})

test.each([
  [
    'the request to stop is denied',
    denied,
    /^d-1 may still be running; no request to stop it is known .*not authorized/,
  ],
  ['only the end cannot be read', fine, /^d-1 was asked to stop; how it ended was not seen: .*not authorized/],
])('a cancelled job reports the state where %s', async (_, stopDeployment, said) => {
  const warnings: string[] = []
  const states: string[] = []
  const context = { ports: { clock: new FakeClock(), log: { warning: (text: string) => void warnings.push(text) } } }
  const codedeploy = { stopDeployment, getDeployment: denied } as unknown as CodeDeploy
  await stop(context as unknown as DeployContext, codedeploy, RUNNING, (state) => void states.push(state))
  expect(warnings).toEqual([expect.stringMatching(said)])
  expect(states).toEqual(stopDeployment === fine ? ['unknown', 'running'] : ['unknown'])
})
