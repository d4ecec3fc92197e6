import { afterEach, expect, test } from '@jest/globals'
import { lines } from '../../commands/world.ts'
import { actionsOf, arnOf, policy, startRoles, type RoleWorld } from './roles.ts'
import { EACH_ACCESS } from './templates.ts'

/** The permissions for reads of live state: one resource of each type whose access is read. */

let roles: RoleWorld
afterEach(() => roles.world.close())

const config = (tier: string): string => `
version: 1
environments:
  preprod: { region: eu-west-1, plan-role: "${arnOf('plan')}" }
  production: { region: eu-west-1, plan-role: "${arnOf('plan')}" }
stacks: [{ id: web, name: "shop-{environment}", template: web.yml, capabilities: [CAPABILITY_NAMED_IAM] }]
precheck: { drift: { live: ${tier} } }
`

test('the access of each type is read with plan-role-live, which allows nothing that was not needed', async () => {
  roles = await startRoles()
  const { world } = roles
  await world.write({ 'web.yml': EACH_ACCESS })
  await world.deploy('shop-preprod', EACH_ACCESS)

  await world.precheck(config('off'), { environment: 'preprod' }, await roles.job())
  const before = new Set(roles.used('plan'))
  expect([...before].filter((action) => !actionsOf('plan-role').includes(action))).toEqual([])

  const evidence = await world.precheck(config('access'), { environment: 'preprod' }, await roles.job())
  const about = evidence.findings.filter(({ code }) => /^drift\/(access-declared|not-read|.*undeclared)$/.test(code))
  expect(about.map(({ code, observed }) => `${code}: ${observed}`)).toEqual([
    expect.stringMatching(
      /^drift\/access-declared: \d+ items? of (\d+) of \1 kinds of access read on 22 of 22 resources$/,
    ),
  ])
  expect(roles.refused).toEqual([])
  const needed = roles.used('plan')
  // Only settings that no stack of the release declares are looked up in others.
  expect(actionsOf('plan-role-live').filter((action) => !needed.includes(action))).toEqual([
    'cloudformation:DescribeStackResources',
  ])
  expect(lines(evidence)).toContain('pass drift/in-sync stack/web')
})

test('actions without an example are only described', () => {
  const wide = policy('plan-role-live').Statement.filter(({ Resource }) => [Resource].flat().includes('*'))
  expect(wide.flatMap(({ Action }) => Action).filter((action) => !/:Describe/.test(action))).toEqual([])
})
