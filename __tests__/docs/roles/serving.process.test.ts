import { afterEach, expect, test } from '@jest/globals'
import { resolveEnvironment } from '../../../src/config/model/environment.ts'
import { readPlaceState } from '../../../src/precheck/state/place-state.ts'
import { unguarded } from '../../commands/world.ts'
import { actionsOf, arnOf, startRoles, type RoleWorld } from './roles.ts'
import { deployServing, SERVED, SERVING } from './serving-world.ts'

/** The serving state is read with the permissions of docs/iam/serving.json, and needs each of them. */

let roles: RoleWorld
afterEach(() => roles.world.close())

const CONFIG = `
version: 1
environments:
  preprod: { region: eu-west-1, plan-role: "${arnOf('plan')}" }
  production: { region: eu-west-1, plan-role: "${arnOf('plan')}" }
${SERVED}`

test('the serving state is read with the documented permissions', async () => {
  roles = await startRoles(SERVING)
  await deployServing(roles)
  const environment = resolveEnvironment(unguarded(CONFIG), 'preprod', 'eu-west-1')
  const ports = await roles.job()
  const access = { region: 'eu-west-1', role: arnOf('plan'), session: 'test' }
  const { values } = await readPlaceState({ ports, environment, access, sure: true })
  const serving = Object.fromEntries(Object.entries(values).filter(([path]) => path.startsWith('serving/')))
  const one = expect.stringMatching(/^lt-[0-9a-f]+:1$/)
  expect(serving).toEqual({
    'serving/alias/shop-orders/live/code': expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    'serving/alias/shop-orders/live/version': '1',
    'serving/deployment-group/shop/shop-preprod/revisions': expect.stringMatching(/^s3:\/\/revisions\//),
    'serving/scaling-group/shop-fleet/instances': one,
    'serving/scaling-group/shop-fleet/template': one,
    'serving/scaling-group/shop-idle/instances': 'none',
    'serving/scaling-group/shop-idle/template': one,
    'serving/service/shop/web/images': expect.stringMatching(/^web:1 web sha256:[0-9a-f]{64}$/),
    'serving/service/shop/web/task-definition': 'arn:aws:ecs:eu-west-1:111111111111:task-definition/web:1',
    'serving/stage/stack/web/Prod/deployment': expect.any(String),
  })
  expect(roles.refused).toEqual([])
  expect(actionsOf('serving').filter((action) => !roles.used('plan').includes(action))).toEqual([])
})
