import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { deploying } from '../commands/deploying.ts'
import { lines } from '../commands/world.ts'
import { actionsOf, arnOf, startRoles, type RoleName, type RoleWorld } from './roles.ts'

/** What Lambda and ECS need beyond the roles of every release: a story for each, and nothing that it did not need. */

const group = { autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } }
const config = (plan: RoleName, deploy: RoleName, deployment: string): string => `
version: 1
environments:
  preprod: { region: eu-west-1, plan-role: "${arnOf(plan)}", deploy-role: "${arnOf(deploy)}" }
  production: { region: eu-west-1, plan-role: "${arnOf(plan)}", deploy-role: "${arnOf(deploy)}" }
deployments: [${deployment}]
`

let roles: RoleWorld
afterEach(() => roles.world.close())

/** Deploys to pre-prod with these roles; gives what each was used for beyond the ordinary documents. */
async function release(
  plan: RoleName,
  deploy: RoleName,
  deployment: string,
  files: Readonly<Record<string, string>>,
  scenario: ScenarioInput,
): Promise<{ plan: string[]; deploy: string[]; lines: string[] }> {
  roles = await startRoles(scenario)
  const { world } = roles
  await world.write(files)
  const text = config(plan, deploy, deployment)
  // Observing, since what the rules think of these worlds is not what is told here.
  const inputs = { environment: 'preprod', mode: 'observe' } as const
  const evidence = await world.precheck(text, inputs, await roles.job())
  const ports = await roles.job()
  const done = await deploying({ ...world, ports }, text, { evidence: [evidence], inputs: { mode: 'observe' } })
  expect(roles.refused).toEqual([])
  const beyond = (role: RoleName, ordinary: string): string[] =>
    roles.used(role).filter((action) => !actionsOf(ordinary).includes(action))
  return { plan: beyond(plan, 'plan-role'), deploy: beyond(deploy, 'deploy-role'), lines: lines(done) }
}

describe('with the roles of docs/iam', () => {
  test('code gets to Lambda', async () => {
    const used = await release(
      'plan-lambda',
      'deploy-lambda',
      '{ platform: lambda, application: shop, group: shop-preprod, appspec: api.yml, revision: { directory: dist } }',
      {
        'api.yml':
          'version: 0.0\nResources: [{ api: { Type: "AWS::Lambda::Function", Properties: { Name: shop-orders, Alias: live } } }]\n',
        'dist/index.mjs': 'export const handler = () => 2',
      },
      {
        functions: [{ name: 'shop-orders', versions: ['one'], aliases: { live: '1' } }],
        applications: [{ name: 'shop', platform: 'Lambda', groups: { 'shop-preprod': group } }],
      },
    )
    expect(used.lines).toContain('pass deployment/alias-moved deployment/app/alias/live')
    expect(used.plan).toEqual(actionsOf('plan-role-lambda'))
    expect(used.deploy).toEqual(actionsOf('deploy-role-lambda'))
  })
})
