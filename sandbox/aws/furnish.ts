import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { SandboxClock } from '../contract.ts'
import type { Scenario } from '../scenario.ts'
import { applicationOperations } from './codedeploy/applications.ts'
import { createGroup } from './codedeploy/groups.ts'
import { applicationOf } from './codedeploy/state.ts'
import { checkDefinition } from './ecs/definition-check.ts'
import { putFunction } from './functions/given.ts'
import type { Aws } from './index.ts'

/** Makes what there is before anybody does anything. Throws when the scenario asks for what AWS would refuse. */
export function furnish(aws: Aws, scenario: Scenario, clock: SandboxClock): void {
  for (const given of scenario.functions) putFunction(aws.functions, given)
  for (const { account, region, containerDefinitions = [], ...rest } of scenario.taskDefinitions) {
    const definition = { ...rest, containerDefinitions: containerDefinitions as ContainerDefinition[] }
    checkDefinition(definition)
    aws.containers.register({ account, region }, definition, `arn:aws:iam::${account}:root`)
  }
  for (const { account, region, taskDefinition, ...service } of scenario.services) {
    const home = { account, region }
    const arn = aws.containers.definition(home, taskDefinition)?.taskDefinitionArn
    if (arn === undefined) throw new Error(`There is no task definition ${taskDefinition}`)
    aws.containers.putService(home, { ...service, taskDefinition: arn })
  }
  for (const { name, platform, groups, ...home } of scenario.applications) {
    const call = { ...home, service: 'codedeploy', operation: '', principal: '', requestId: '' }
    const { CreateApplication: create } = applicationOperations(aws.codedeploy, clock)
    void create?.({ applicationName: name, computePlatform: platform }, call)
    for (const [group, settings] of Object.entries(groups)) {
      createGroup(aws.codedeploy, applicationOf(aws.codedeploy, home, name), group, {
        serviceRoleArn: `arn:aws:iam::${home.account}:role/codedeploy`,
        ...(platform !== 'Server' && {
          deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
        }),
        ...settings,
      })
    }
  }
}
