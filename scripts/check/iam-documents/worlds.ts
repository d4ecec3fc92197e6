import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch'
import { deploying } from '../../../__tests__/commands/deploy/deploying.ts'
import { arnOf, type RoleName, type RoleWorld } from '../../../__tests__/docs/roles/roles.ts'
import { clientsOf, makeFleet, revisionFiles } from '../../../__tests__/sandbox/world.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import type { Evidence } from '../../../src/evidence/document.ts'

/** The release that several stories share: a stack and a fleet. */

export const FLEET = 'shop-preprod'
export const STORE = 'shop-store'
export const ALARM = 'shop-failures'
export const ROLE = 'role: "arn:aws:iam::{account}:role/shop-cloudformation"'
export const STACK = `stacks: [{ id: web, name: "shop-{environment}", template: web.yml, ${ROLE}, tags: { team: shop } }]\n`
export const SERVER = `deployments:
  - { id: app, platform: server, application: shop, group: "shop-{environment}", revision: { directory: app, bucket: ${STORE} } }
`
/** The watch of an alarm takes minutes, which are skipped; its metric has data. */
export const WATCHED: ScenarioInput = {
  buckets: [{ name: STORE, account: '111111111111', region: 'eu-west-1' }],
  pace: 'skip',
  metrics: [{ namespace: 'Shop', name: 'Failures', value: 0 }],
}

export const configOf = (plan: RoleName, deployRole: RoleName, body: string): string => `
version: 1
environments:
  preprod: { region: eu-west-1, plan-role: "${arnOf(plan)}", deploy-role: "${arnOf(deployRole)}" }
  production: { region: eu-west-1, plan-role: "${arnOf(plan)}", deploy-role: "${arnOf('deploy-production')}" }
${body}`

/** Findings of rules about these sandboxes are not their subject. */
const OBSERVED = { environment: 'preprod', mode: 'observe' } as const

export async function precheck(roles: RoleWorld, config: string): Promise<Evidence> {
  return roles.world.precheck(config, OBSERVED, await roles.job())
}

/** Deploys to pre-prod; the documents of earlier steps are those given. */
export async function deploy(
  roles: RoleWorld,
  config: string,
  earlier: readonly Evidence[],
  given: { readonly aborter?: AbortController; readonly runAttempt?: number } = {},
): Promise<Evidence> {
  const { world } = roles
  const ports = await roles.job(given.aborter)
  const { runAttempt } = given
  return deploying({ ...world, ports }, config, {
    evidence: earlier,
    inputs: { mode: 'observe' },
    ...(runAttempt !== undefined && { runAttempt }),
  })
}

/** An instance of pre-prod, in a group that has an alarm, and a revision for it. */
export async function fleet(
  { world }: RoleWorld,
  more: Parameters<typeof makeFleet>[2] = {},
  hook = 'echo fine',
): Promise<void> {
  const aws = clientsOf(world.sandbox)
  const metric = { MetricName: 'Failures', Namespace: 'Shop', Period: 60, Statistic: 'Sum' as const }
  const rule = { ComparisonOperator: 'GreaterThanThreshold' as const, EvaluationPeriods: 1, Threshold: 1 }
  await aws.cloudwatch.send(new PutMetricAlarmCommand({ AlarmName: ALARM, ...metric, ...rule }))
  await makeFleet({ sandbox: world.sandbox, aws, traffic: [], complaints: [] }, 1, {
    deploymentGroupName: FLEET,
    alarmConfiguration: { enabled: true, alarms: [{ name: ALARM }] },
    ...more,
  })
  const files = Object.entries(revisionFiles('one', { ValidateService: hook }))
  await world.write(Object.fromEntries(files.map(([name, text]) => [`app/${name}`, text])))
  await chmod(join(world.ports.place.workspace, 'app/ValidateService.sh'), 0o755)
}
