import { afterEach, expect, test } from '@jest/globals'
import { blockers, openWorld, type PrecheckWorld, type Seen } from '../support/precheck-world.ts'

/** Lambda and ECS through the bundle: sandbox/scenarios/serverless.yml. */

let world: PrecheckWorld
afterEach(() => world.close())

const needs = (seen: Seen): string =>
  JSON.stringify({ precheck: { result: 'success', outputs: Object.fromEntries(seen.result.outputs) } })
const proved = ({ evidence }: Seen): string[] =>
  evidence.findings.filter(({ outcome }) => outcome === 'pass').map(({ code, subject }) => `${code} ${subject}`)

test('a function and a service are checked, compared and deployed', async () => {
  world = await openWorld('serverless.yml')
  const checked = await world.precheck()
  expect(blockers(checked)).toEqual([])
  expect(proved(checked)).toEqual(
    expect.arrayContaining([
      'appspec/valid deployment/orders/appspec/lambda',
      'appspec/container-found deployment/web/appspec/container/web',
      'deployment/fits deployment/orders/group',
      'deployment/protected deployment/web/group',
      'parity/mirrors parity',
    ]),
  )
  const deployed = await world.step({ command: 'deploy-preprod', needs: needs(checked) })
  expect(blockers(deployed)).toEqual([])
  expect(proved(deployed)).toEqual(
    expect.arrayContaining([
      'deployment/succeeded deployment/orders',
      'deployment/alias-moved deployment/orders/alias/live',
      'deployment/succeeded deployment/web',
      'alarm/ok deployment/orders/alarm/errors-preprod',
      'alarm/ok deployment/web/alarm/errors-preprod',
    ]),
  )
  expect(deployed.everything).toContain('10% of the traffic goes to version 2')
  expect(deployed.result.status).toBe(0)
})
