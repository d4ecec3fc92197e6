import type { SandboxClock } from '../contract.ts'
import type { Scenario } from '../scenario.ts'
import { applicationOperations } from './codedeploy/applications.ts'
import { createGroup } from './codedeploy/groups.ts'
import { applicationOf } from './codedeploy/state.ts'
import { putFunction } from './functions/given.ts'
import type { Aws } from './index.ts'

/** Makes what there is before anybody does anything. Throws when the scenario asks for what AWS would refuse. */
export function furnish(aws: Aws, scenario: Scenario, clock: SandboxClock): void {
  for (const given of scenario.functions) putFunction(aws.functions, given)
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
