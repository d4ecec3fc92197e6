import { expect, test } from '@jest/globals'
import type { GroupFacts } from '../../../src/codedeploy/group/group.ts'
import { schema, type Config } from '../../../src/config/schema/index.ts'
import { resolveEnvironment } from '../../../src/config/model/environment.ts'
import { NO_PARAMETERS } from '../../../src/cloudformation/template/parameters.ts'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'
import { NOTHING_NAMED } from '../../../src/policies/planned/settings.ts'
import { makeSnapshot } from '../../../src/precheck/snapshot/snapshot.ts'

const config = schema().parse({
  version: 1,
  stacks: [{ id: 'web', name: 'shop-{environment}', template: 'web.yml' }],
}) as unknown as Config

/** The service role of a deployment group in that environment, in the snapshot. */
function roleIn(key: 'preprod' | 'production', role: string): unknown {
  const group = { deployment: 'app', alarms: [], info: { serviceRoleArn: role } } as unknown as GroupFacts
  const { facts } = makeSnapshot({
    environment: resolveEnvironment(config, key, 'eu-west-1'),
    sources: new Map(),
    deployed: new Map(),
    groups: [group],
    planned: { stacks: [], drift: [] },
    named: NOTHING_NAMED,
    ownTemplates: new Set(),
  })
  return facts['deployments/app/role']
}

test.each([
  ['letters and digits', 'shop-preprod-DeployRole-1A2B3C4D5E6F', 'shop-production-DeployRole-Z9Y8X7W6V5U4'],
  ['letters only', 'shop-preprod-DeployRole-LLOMCUCZXQSH', 'shop-production-DeployRole-Z9Y8X7W6V5U4'],
])("names that differ only in CloudFormation's suffixes are the same: %s", (_, preprod, production) => {
  expect(roleIn('preprod', preprod)).toEqual(roleIn('production', production))
})

test.each([
  ['another logical ID', 'shop-preprod-DeployRole-1A2B3C4D5E6F', 'shop-production-OtherRole-1A2B3C4D5E6F'],
  ['a name from a user', 'shop-preprod-role', 'shop-production-admin'],
  ['capitals that are a word', 'deploy-HOUSEKEEPING', 'deploy-ADMINISTRATE'],
])('other names differ: %s', (_, preprod, production) => {
  expect(roleIn('preprod', preprod)).not.toEqual(roleIn('production', production))
})

test('the account of a group is replaced where no stack identifies it', () => {
  const role = (account: string): string => `arn:aws:iam::${account}:role/deploy`
  expect(roleIn('preprod', role('111111111111'))).toBe('arn:aws:iam::{account}:role/deploy')
  expect(roleIn('production', role('222222222222'))).toBe('arn:aws:iam::{account}:role/deploy')
})

test('a name that both environments share is not replaced where it is the name of one of them', () => {
  const named = schema().parse({
    version: 1,
    environments: { preprod: { name: 'stage' }, production: { name: 'prod' } },
    stacks: [{ id: 'prod', name: 'shop-{environment}', template: 'web.yml', tags: { stage: '{environment}' } }],
  }) as unknown as Config
  const template = parseTemplate('Resources: { T: { Type: AWS::SNS::Topic } }', 'web.yml')
  const pathsOf = (key: 'preprod' | 'production'): string[] => {
    const source = { id: 'prod', template, parameters: NO_PARAMETERS, dependsOn: [] }
    const alarms = [{ name: `${key === 'preprod' ? 'stage' : 'prod'}-errors` }]
    const group = { deployment: 'app', alarms, info: { alarmConfiguration: { alarms } } }
    const { facts } = makeSnapshot({
      environment: resolveEnvironment(named, key, 'eu-west-1'),
      sources: new Map([['prod', source]]),
      deployed: new Map(),
      groups: [group as unknown as GroupFacts],
      planned: { stacks: [], drift: [] },
      named: NOTHING_NAMED,
      ownTemplates: new Set(),
    })
    return Object.keys(facts).toSorted()
  }
  expect(pathsOf('preprod')).toEqual(pathsOf('production'))
  expect(pathsOf('production')).toEqual(
    expect.arrayContaining(['stacks/prod/tags/stage', 'deployments/app/alarm/{environment}-errors']),
  )
})
